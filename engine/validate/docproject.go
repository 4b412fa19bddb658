package validate

import "galley/engine"

// projectRules explain the project, its channels and the charter.
func projectRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:       ruleNoLanguage,
			Severity: engine.SeverityWarning,
			Title:    words("A project without a language", "Un projet sans langue"),
			Text: words("The first language of the project is that of posts and channels that name none. Screen readers and search engines go by it.",
				"La première langue du projet est celle des messages et des canaux qui n'en donnent pas. Les lecteurs d'écran et les moteurs de recherche s'y fient."),
			Bad:  "kind: Project\nid: town\nzone: Europe/Paris\nrecord: {id: r1}\n",
			Good: "kind: Project\nid: town\nzone: Europe/Paris\nlanguages: [en, fr]\nrecord: {id: r1}\n",
		},
		{
			ID:       ruleNoRecordID,
			Severity: engine.SeverityWarning,
			Title:    words("A project without a record", "Un projet sans registre"),
			Text: words("record: {id: …} ties the project to its ledger, so that a missing ledger is never taken for an empty one.",
				"record: {id: …} lie le projet à son registre, pour qu'un registre absent ne passe jamais pour un registre vide."),
			Bad:  "kind: Project\nid: town\nzone: Europe/Paris\nlanguages: [en]\n",
			Good: "kind: Project\nid: town\nzone: Europe/Paris\nlanguages: [en]\nrecord: {id: r1}\n",
		},
		{
			ID:    ruleReservedName,
			Title: words("A channel named like a network", "Un canal nommé comme un réseau"),
			Text: words("Variants are for a channel or for a network, by name. The same name for both could mean either.",
				"Les variantes valent pour un canal ou pour un réseau, par leur nom. Un même nom pour les deux serait ambigu."),
			Bad:  "kind: Channel\nid: mastodon\nnetwork: mastodon\nhandle: \"@rink\"\n",
			Good: "kind: Channel\nid: rink-toots\nnetwork: mastodon\nhandle: \"@rink\"\n",
		},
		{
			ID:    ruleDuplicateAccount,
			Title: words("Two channels for one account", "Deux canaux pour un même compte"),
			Text: words("Two channels with the same network and handle would publish to the same account, each without knowing of the other.",
				"Deux canaux avec le même réseau et le même nom publieraient sur le même compte, sans rien savoir l'un de l'autre."),
			Bad:  "kind: Channel\nid: toots-2\nnetwork: mastodon\nhandle: \"@town\"\n",
			Good: "kind: Channel\nid: toots-2\nnetwork: mastodon\nhandle: \"@rink\"\n",
		},
		{
			ID:    ruleBadTarget,
			Title: words("A place that cannot be written to", "Un endroit où l'on ne peut pas écrire"),
			Text: words("A site is written to a folder of its own below the content root, or to a branch of its own, which is not that of the record. Reports are proposed from a branch of their own, too.",
				"Un site s'écrit dans un dossier à lui sous la racine du contenu, ou sur une branche à lui, qui n'est pas celle du registre. Les rapports sont proposés depuis une branche à eux, de même."),
			Bad:  "kind: Channel\nid: pages\nnetwork: site\ntarget: {dir: .}\n",
			Good: "kind: Channel\nid: pages\nnetwork: site\ntarget: {dir: pages}\n",
		},
		{
			ID:    ruleDuplicateTarget,
			Title: words("Two sites in one place", "Deux sites au même endroit"),
			Text: words("Each site owns its folder or branch: two would take away the files of each other.",
				"Chaque site possède son dossier ou sa branche : deux s'effaceraient l'un l'autre."),
			Bad:  "kind: Channel\nid: pages\nnetwork: site\ntarget: {dir: public/}\n",
			Good: "kind: Channel\nid: pages\nnetwork: site\ntarget: {dir: pages}\n",
		},
		{
			ID:    ruleDuplicatePage,
			Title: words("The charter twice on one page", "La charte deux fois sur une page"),
			Text: words("publish: names each channel and page once.",
				"publish: nomme chaque canal et chaque page une fois."),
			Bad:  "kind: Charter\nid: charter\nmission: To tell.\npublish: [{channel: blog, slug: charter}, {channel: blog, slug: charter}]\n",
			Good: "kind: Charter\nid: charter\nmission: To tell.\npublish: [{channel: blog, slug: charter}]\n",
		},
	}
}
