package charter

import "galley/engine"

func hashtagRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleTagCount,
			Title: words("Too many hashtags, or too few", "Trop de mots-dièse, ou trop peu"),
			Text: words("Hashtags in the text count, and the tags of the post where the network shows them; each once, whatever its case and accents. #1, C#, headings of Markdown and what stands in an address are none.",
				"Comptent les mots-dièse du texte, et les tags de la publication là où le réseau les montre ; chacun une fois, quels que soient sa casse et ses accents. #1, C#, les titres Markdown et ce qui se trouve dans une adresse n'en sont pas."),
			Match: []string{"#Patinoire #Vaubrume #Hiver #Noël"}, NoMatch: []string{"#Noël #noel #NOEL", "C# est n° #1."},
			Bad:  "hashtags: [{max: 3}]\n---\ntext: \"Open. #Rink #Market #Winter #Skates\"\n",
			Good: "hashtags: [{max: 3}]\n---\ntext: \"Open. #Rink #Winter\"\n",
		},
		{
			ID:    ruleTagRequired,
			Title: words("A hashtag is missing", "Il manque un mot-dièse"),
			Text: words("Readers of every post get it: in the text, or among the tags where the network shows those. Mastodon shows only what is in the text.",
				"Toute publication le porte : dans le texte, ou parmi les tags là où le réseau les montre. Mastodon ne montre que ceux du texte."),
			Bad: "text: The rink is open.\n", Good: "text: \"The rink is open. #Lanterneau\"\n",
		},
		{
			ID:    ruleTagForbidden,
			Title: words("A hashtag that is not used", "Un mot-dièse que l'on n'emploie pas"),
			Text: words("The charter lists it, whatever its case and accents, in texts and among tags.",
				"La charte le liste, quels que soient sa casse et ses accents, dans les textes comme parmi les tags."),
			Bad: "text: \"The rink is open. #ad\"\n", Good: "text: \"Advertisement: the rink is open.\"\n",
		},
		{
			ID:    ruleTagCase,
			Title: words("A hashtag whose words cannot be told", "Un mot-dièse dont on ne distingue pas les mots"),
			Text: words("Screen readers read each word of a hashtag if it begins with a capital. Where the charter, the campaign, the channel or the post writes the same tag with capitals, that form is put in. Else only tags in the text of 15 letters or more are told that have none, and no ending of the long words of French and English (#communication, #développement): what is shorter may be one word.",
				"Les lecteurs d'écran lisent chaque mot d'un mot-dièse s'il commence par une majuscule. Là où la charte, la campagne, le canal ou la publication écrit le même avec des majuscules, cette forme est mise à la place. Sinon ne sont signalés que ceux du texte, de 15 lettres ou plus, sans majuscule et sans la finale des longs mots du français et de l'anglais (#communication, #développement) : plus court, ce peut être un seul mot."),
			Bad: "text: \"#bonneanneeatous\"\n", Good: "text: \"#BonneAnnéeÀTous\"\n",
			Match: []string{"#bonneanneeatous"}, NoMatch: []string{"#BonneAnneeATous", "#communication", "#bonne_annee_a_tous"},
		},
	}
}
