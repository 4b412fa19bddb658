package charter

import "galley/engine"

// notAdvice ends what a rule that comes of a law says, in both languages.
const (
	notAdviceEN = " This is a check, not legal advice."
	notAdviceFR = " C'est une vérification, pas un conseil juridique."
)

func law(en, fr string) map[string]string { return words(en+notAdviceEN, fr+notAdviceFR) }

func packRules() []engine.RuleDoc {
	return append(influenceRules(), append(alcoholRules(), financeRules()...)...)
}

func influenceRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleInfluenceContract,
			Title: words("A paid partnership without a signed contract", "Un partenariat rémunéré sans contrat signé"),
			Text: law("The pack influence-fr: who is paid and who pays have a written contract with the clauses that the law lists (loi n° 2023-451 of 9 June 2023, article 8, as amended by ordonnance n° 2024-978). The post says where it is kept and when it was signed, which is no later than the day it goes out.",
				"Le pack influence-fr : qui est payé et qui paie ont un contrat écrit avec les clauses que liste la loi (loi n° 2023-451 du 9 juin 2023, article 8, modifiée par l'ordonnance n° 2024-978). La publication dit où il est conservé et quand il a été signé, au plus tard le jour de sa parution."),
			Bad: "sponsor: Acme\n", Good: "sponsor: Acme\npartnership: {contract: legal file 2026/8, signed: 2026-11-02, sector: food}\n",
		},
		{
			ID:    ruleInfluenceSector,
			Title: words("A sector that may not be advertised by influence", "Un secteur interdit à l'influence commerciale"),
			Text: law("The pack influence-fr: acts and products of aesthetic surgery and medicine, nicotine, wild animals, betting tips, binary options and what keeps people from medical care may not be promoted (loi n° 2023-451, article 4). A partnership that does not say what is advertised gets a warning. Some crypto-assets may be promoted by those who are registered: crypto alone is not found.",
				"Le pack influence-fr : la chirurgie et la médecine esthétiques, la nicotine, les animaux sauvages, les abonnements à des pronostics sportifs, les options binaires et ce qui détourne des soins ne se promeuvent pas (loi n° 2023-451, article 4). Un partenariat qui ne dit pas ce qui est promu reçoit un avertissement. Certains cryptoactifs peuvent l'être par qui est enregistré : crypto seul n'est pas signalé."),
			Bad: "partnership: {sector: aesthetic-surgery}\n", Good: "partnership: {sector: food}\n",
		},
		{
			ID:    ruleInfluenceImages,
			Title: words("A retouched or synthetic picture that does not say so", "Une image retouchée ou virtuelle qui ne le dit pas"),
			Text: law("The pack influence-fr: paid posts with pictures of bodies or faces that were retouched say « Images retouchées », those made by a machine « Images virtuelles » (loi n° 2023-451, article 5), in the text or in the description or credit of the picture. That the mention stays on a video for its whole length is for a person to see.",
				"Le pack influence-fr : les publications rémunérées dont l'image d'un corps ou d'un visage a été retouchée disent « Images retouchées », celles qu'une machine a produites « Images virtuelles » (loi n° 2023-451, article 5), dans le texte ou dans la description ou le crédit de l'image. Que la mention reste sur une vidéo pendant toute sa durée, c'est à une personne de le voir."),
			Bad: "media: [{file: media/skater.jpg, alt: A skater, made: retouched}]\n", Good: "media: [{file: media/skater.jpg, alt: Un patineur. Images retouchées., made: retouched}]\n",
		},
	}
}

func alcoholRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleAlcoholMention,
			Title: words("Alcohol without the mention of the law", "De l'alcool sans la mention légale"),
			Text: law("The pack alcohol-fr: posts with one of its tags, or by default alcool, vin, bière, champagne and the like, in the field tags or as hashtags, carry the sentence « L'abus d'alcool est dangereux pour la santé » (loi Évin; code de la santé publique, article L3323-4), word for word, in their text. In another language it is the French one, unless the charter lists one.",
				"Le pack alcohol-fr : les publications qui portent l'un de ses tags, ou à défaut alcool, vin, bière, champagne et semblables, dans tags ou en mots-dièse, portent la phrase « L'abus d'alcool est dangereux pour la santé » (loi Évin ; code de la santé publique, article L3323-4), mot pour mot, dans leur texte. Dans une autre langue, c'est la phrase française, sauf si la charte en liste une."),
			Bad: "text: Our cider is here. To be enjoyed in moderation.\ntags: [cidre]\n", Good: "text: Notre cidre est arrivé. L'abus d'alcool est dangereux pour la santé.\ntags: [cidre]\n",
		},
		{
			ID:    ruleAlcoholChannel,
			Title: words("Alcohol on a channel for the young or for sport", "De l'alcool sur un canal pour la jeunesse ou le sport"),
			Text: law("The pack alcohol-fr: alcohol is not advertised to the young, nor where sport is (loi Évin; code de la santé publique, articles L3323-2 to L3323-5). Channels say for whom they are with their tags: youth, jeunesse and sport by default, or those of notOn.",
				"Le pack alcohol-fr : l'alcool ne se promeut pas auprès de la jeunesse ni dans le sport (loi Évin ; code de la santé publique, articles L3323-2 à L3323-5). Les canaux disent à qui ils s'adressent par leurs tags : youth, jeunesse et sport par défaut, ou ceux de notOn."),
			Bad: "channels: [youth-club]\ntags: [vin]\n", Good: "channels: [town-blog]\ntags: [vin]\n",
		},
		{
			ID: ruleAlcoholFestive, Severity: engine.SeverityWarning,
			Title: words("A word that makes alcohol a feast", "Un mot qui fait de l'alcool une fête"),
			Text: law("The pack alcohol-fr: such advertising keeps to facts: origin, composition, how it is made, sold and served (loi Évin; code de la santé publique, article L3323-4). Feasts, drunkenness and good company are not among them. It is a warning: the Fête du vin may be the name of a market.",
				"Le pack alcohol-fr : cette publicité s'en tient aux faits : origine, composition, fabrication, vente, mode de consommation (loi Évin ; code de la santé publique, article L3323-4). La fête, l'ivresse et la convivialité n'en sont pas. C'est un avertissement : la Fête du vin peut être le nom d'un marché."),
			Match: []string{"#vin Trinquons ensemble !", "Happy hour tonight #beer"}, NoMatch: []string{"#vin Un vin rouge du Jura, élevé en fût.", "Trinquons au sirop !"},
			Bad:  "tags: [wine]\ntext: Party on with our new wines!\n",
			Good: "tags: [wine]\ntext: \"Four wines from the valley. L'abus d'alcool est dangereux pour la santé.\"\n",
		},
	}
}

func financeRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleFinanceRisk,
			Title: words("An investment without a warning of its risk", "Un placement sans avertissement sur le risque"),
			Text: law("The pack finance-fr: posts with one of its tags, or by default finance, placement, investissement, bourse, crypto and the like, warn of the risk in their own language and in the same message: what is promoted has to be exact, clear and not misleading (code monétaire et financier, article L533-12). A thread or a comment that says so later is another message.",
				"Le pack finance-fr : les publications qui portent l'un de ses tags, ou à défaut finance, placement, investissement, bourse, crypto et semblables, avertissent du risque dans leur langue et dans le même message : ce que l'on promeut doit être exact, clair et non trompeur (code monétaire et financier, article L533-12). Un fil ou un commentaire qui le dit plus loin est un autre message."),
			Bad: "text: Our fund grew by 8 %.\ntags: [investment]\n", Good: "text: Our fund grew by 8 %. Your capital is at risk.\ntags: [investment]\n",
		},
		{
			ID:    ruleFinancePromise,
			Title: words("A promise of gain", "Une promesse de gain"),
			Text: law("The pack finance-fr: no return is guaranteed and nothing is free of risk; to say so misleads (code monétaire et financier, article L533-12; code de la consommation, articles L121-2 and following, on misleading commercial practices).",
				"Le pack finance-fr : aucun rendement n'est garanti, rien n'est sans risque ; le dire trompe (code monétaire et financier, article L533-12 ; code de la consommation, articles L121-2 et suivants, sur les pratiques commerciales trompeuses)."),
			Match: []string{"#bourse Rendement garanti !", "#crypto Easy money."}, NoMatch: []string{"#bourse Il n'y a pas de placement sans risque.", "Une balade sans risque."},
			Bad:  "tags: [savings]\ntext: Guaranteed returns, without any risk.\n",
			Good: "tags: [savings]\ntext: Capital at risk. Last year the fund returned 3 %.\n",
		},
	}
}
