package charter

import "galley/engine"

func contestRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleContestMissing,
			Title: words("A contest without its terms", "Un concours sans ses modalités"),
			Text: law("The pack contest-fr: a post with one of its tags (by default concours, jeu-concours, contest, giveaway) says under contest where the rules are, the first and last day, the prize and how the winner is found (code de la consommation, articles L121-36 and following).",
				"Le pack contest-fr : une publication qui porte l'un de ses tags (à défaut concours, jeu-concours, contest, giveaway) dit sous contest où est le règlement, le premier et le dernier jour, la dotation et le mode de désignation (code de la consommation, articles L121-36 et suivants)."),
			Bad: "tags: [concours]\n", Good: "tags: [concours]\ncontest: {rules: https://town.example/rules, from: 2026-12-01, to: 2026-12-24, prize: \"Two tickets, worth 20 euros\", selection: draw}\n",
		},
		{
			ID: ruleContestPrize, Severity: engine.SeverityWarning,
			Title: words("A prize without its value", "Une dotation sans sa valeur"),
			Text: law("The pack contest-fr: what can be won is told with its value (code de la consommation, articles L121-36 and following).",
				"Le pack contest-fr : ce que l'on peut gagner se dit avec sa valeur (code de la consommation, articles L121-36 et suivants)."),
			Bad: "contest: {prize: A meal}\n", Good: "contest: {prize: \"A meal, worth 30 euros\"}\n",
		},
		{
			ID:    ruleContestRules,
			Title: words("A contest whose rules are not linked", "Un concours sans lien vers son règlement"),
			Text: law("The pack contest-fr: whoever takes part can read the rules first (code de la consommation, articles L121-36 and following): the post leads to them, in its text or its link. UTM parameters make no difference.",
				"Le pack contest-fr : qui participe peut lire le règlement avant (code de la consommation, articles L121-36 et suivants) : la publication y mène, dans son texte ou son link. Les paramètres UTM n'y changent rien."),
			Bad:  "text: Win two tickets!\ncontest: {rules: https://example.org/rules, from: 2026-12-01, to: 2026-12-24, prize: \"Two tickets, worth 20 euros\", selection: draw}\n",
			Good: "text: \"Win two tickets: https://example.org/rules\"\ncontest: {rules: https://example.org/rules, from: 2026-12-01, to: 2026-12-24, prize: \"Two tickets, worth 20 euros\", selection: draw}\n",
		},
		{
			ID:    ruleContestDates,
			Title: words("A contest whose days do not fit", "Un concours dont les dates ne collent pas"),
			Text: law("The pack contest-fr: a contest ends after it begins, and a post that invites to it goes out before its end; days are those of the project's zone (code de la consommation, articles L121-36 and following).",
				"Le pack contest-fr : un concours finit après avoir commencé, et une publication qui y invite paraît avant sa fin ; les jours sont ceux du fuseau du projet (code de la consommation, articles L121-36 et suivants)."),
			Bad:  "at: 2026-12-26 09:00\ncontest: {rules: https://example.org/rules, from: 2026-12-01, to: 2026-12-24, prize: \"Two tickets, worth 20 euros\", selection: draw}\n",
			Good: "at: 2026-12-02 09:00\ncontest: {rules: https://example.org/rules, from: 2026-12-01, to: 2026-12-24, prize: \"Two tickets, worth 20 euros\", selection: draw}\n",
		},
		{
			ID:    ruleContestPurchase,
			Title: words("A contest that one has to buy into", "Un concours avec obligation d'achat"),
			Text: law("The pack contest-fr: taking part is free (code de la consommation, articles L121-36 and following).",
				"Le pack contest-fr : la participation est gratuite (code de la consommation, articles L121-36 et suivants)."),
			Bad: "contest: {entry: [buy]}\n", Good: "contest: {entry: [answer]}\n",
		},
		{
			ID:    ruleContestMechanics,
			Title: words("A way to take part that the network forbids", "Une mécanique que le réseau interdit"),
			Text: law("The pack contest-fr: Facebook's terms for pages forbid sharing on one's profile and tagging friends as a condition. A channel that a person publishes by hand is on the network that its url names.",
				"Le pack contest-fr : les conditions de Facebook pour les pages interdisent comme condition de partager sur son profil et d'identifier des amis. Un canal publié à la main est sur le réseau que nomme son url."),
			Bad: "contest: {entry: [share]}\n", Good: "contest: {entry: [answer]}\n",
		},
		{
			ID: ruleContestRelease, Severity: engine.SeverityWarning,
			Title: words("A contest that does not release the network", "Un concours qui ne met pas le réseau hors de cause"),
			Text: law("The pack contest-fr: Facebook and Instagram ask in their terms for promotions that one says they neither run nor sponsor it. It may stand in the rules of the contest, so this is a warning.",
				"Le pack contest-fr : Facebook et Instagram demandent, dans leurs conditions sur les promotions, que l'on dise qu'ils ne l'organisent ni ne le parrainent. Cela peut figurer au règlement : c'est un avertissement."),
			Bad:  "channels: [facebook]\ntext: \"Win two tickets: https://example.org/rules\"\n",
			Good: "channels: [facebook]\ntext: \"Win two tickets: https://example.org/rules. Facebook has no part in this contest.\"\n",
		},
	}
}

func consentRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleConsentExpired,
			Title: words("A consent that has ended", "Un consentement arrivé à son terme"),
			Text: law("The pack image-consent: who is seen in a picture agreed to it for a time (code civil, article 9; GDPR, article 6). The post goes out on the last day at the latest, in the project's zone.",
				"Le pack image-consent : qui est visible sur une image y a consenti pour une durée (code civil, article 9 ; RGPD, article 6). La publication paraît au plus tard le dernier jour, dans le fuseau du projet."),
			Bad:  "consents: [{id: person-1, until: 2026-12-31}]\n---\nat: 2027-01-01 09:00\nmedia: [{file: media/class.jpg, alt: A class, people: [person-1]}]\n",
			Good: "consents: [{id: person-1, until: 2026-12-31}]\n---\nat: 2026-12-30 09:00\nmedia: [{file: media/class.jpg, alt: A class, people: [person-1]}]\n",
		},
		{
			ID:    ruleConsentWithdrawn,
			Title: words("A consent that was withdrawn", "Un consentement retiré"),
			Text: law("The pack image-consent: a consent can be withdrawn at any time (GDPR, article 7(3); code civil, article 9). Every post with the picture is listed, those that are out already as well: take it out, or the post down.",
				"Le pack image-consent : un consentement peut être retiré à tout moment (RGPD, article 7, paragraphe 3 ; code civil, article 9). Chaque publication avec l'image est listée, aussi celles qui sont déjà parues : retirez l'image, ou la publication."),
			Bad:  "consents: [{id: person-2, withdrawn: 2026-12-20}]\n---\nmedia: [{file: media/class.jpg, alt: A class, people: [person-2]}]\n",
			Good: "consents: [{id: person-2, withdrawn: 2026-12-20}]\n---\nstatus: retracted\nreason: A consent was withdrawn.\nmedia: [{file: media/class.jpg, alt: A class, people: [person-2]}]\n",
		},
		{
			ID:    ruleConsentChannel,
			Title: words("A consent for other channels", "Un consentement pour d'autres canaux"),
			Text: law("The pack image-consent: a consent names what it is for (code civil, article 9). Where it lists channels, the picture is shown on no other.",
				"Le pack image-consent : un consentement dit à quoi il sert (code civil, article 9). S'il liste des canaux, l'image ne paraît sur aucun autre."),
			Bad:  "consents: [{id: person-3, channels: [blog]}]\n---\nchannels: [mastodon]\nmedia: [{file: media/class.jpg, alt: A class, people: [person-3]}]\n",
			Good: "consents: [{id: person-3, channels: [blog]}]\n---\nchannels: [blog]\nmedia: [{file: media/class.jpg, alt: A class, people: [person-3]}]\n",
		},
		{
			ID:    ruleConsentMinor,
			Title: words("A child's consent that nobody signed", "Le consentement d'un enfant que personne n'a signé"),
			Text: law("The pack image-consent: for a child those sign who hold parental authority (code civil, articles 9, 372 and following). The consent says who.",
				"Le pack image-consent : pour un enfant signent les titulaires de l'autorité parentale (code civil, articles 9, 372 et suivants). Le consentement dit qui."),
			Bad: "kind: Charter\nid: charter\nconsents: [{id: person-17, minor: true}]\n", Good: "kind: Charter\nid: charter\nconsents: [{id: person-17, minor: true, guardian: \"mother, signed 2026-09-02\"}]\n",
		},
	}
}

// consentNames is the one rule about consents that is a reference to nothing: no
// post can be let off it.
func consentNames() []engine.RuleDoc {
	return []engine.RuleDoc{{
		ID:    ruleConsentUnknown,
		Title: words("A consent that the charter does not have", "Un consentement que la charte n'a pas"),
		Text: words("Media name those who are seen by the ids under consents in the charter. Who is not there has not agreed to anything.",
			"Les médias nomment qui est visible par les identifiants sous consents dans la charte. Qui n'y est pas n'a consenti à rien."),
		Bad: "media: [{file: media/class.jpg, alt: A class, people: [person-71]}]\n", Good: "media: [{file: media/class.jpg, alt: A class, people: [person-17]}]\n",
	}}
}
