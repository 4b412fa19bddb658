package charter

import "galley/engine"

func emojiRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleEmojiCount,
			Title: words("Too many emoji", "Trop d'émojis"),
			Text: words("Screen readers read the name of each emoji. What a reader takes for one counts once: a flag, a family, a hand with its skin tone. Digits, © and ™ are none unless they are shown as one.",
				"Les lecteurs d'écran lisent le nom de chaque émoji. Ce que l'on prend pour un seul compte une fois : un drapeau, une famille, une main avec sa couleur de peau. Les chiffres, © et ™ n'en sont pas, sauf présentés comme tels."),
			Match: []string{"Ouvert ⛸️🎉🎄🎁"}, NoMatch: []string{"Ouvert 👨‍👩‍👧‍👦 🇫🇷 👍🏽", "© 2026, Lanterneau™, 1 2 3 4"},
			Bad:  "emoji: [{max: 2}]\n---\ntext: Open 🎉🎄🎁\n",
			Good: "emoji: [{max: 2}]\n---\ntext: Open 🎉\n",
		},
		{
			ID:    ruleEmojiRow,
			Title: words("Too many emoji in a row", "Trop d'émojis à la suite"),
			Text: words("Emoji with nothing but spaces between them are read one after the other, name by name.",
				"Des émojis que rien ne sépare que des espaces sont lus l'un après l'autre, nom après nom."),
			Match: []string{"Ouvert 🎉🎉🎉"}, NoMatch: []string{"🎬 Ce soir 🍿"},
			Bad:  "emoji: [{row: 1}]\n---\ntext: Open 🎉🎉🎉\n",
			Good: "emoji: [{row: 1}]\n---\ntext: Open 🎉\n",
		},
		{
			ID:    ruleEmojiForbidden,
			Title: words("An emoji that is not used", "Un émoji que l'on n'emploie pas"),
			Text: words("The charter lists it, or lists those that are used and this one is not among them. Its skin tone makes no difference.",
				"La charte le liste, ou liste ceux que l'on emploie et celui-ci n'en est pas. Sa couleur de peau n'y change rien."),
			Bad: "text: \"The rink is open 💩\"\n", Good: "text: \"The rink is open 🎉\"\n",
		},
		{
			ID: ruleEmojiBullets, Severity: engine.SeverityInfo,
			Title: words("Emoji as bullets", "Des émojis pour puces"),
			Text: words("Three lines or more of one text begin with an emoji: a screen reader reads the name of each before the line. A dash does the same, in silence.",
				"Trois lignes ou plus d'un texte commencent par un émoji : un lecteur d'écran en lit le nom avant chaque ligne. Un tiret fait de même, en silence."),
			Bad: "text: |\n  👉 Saturday\n  👉 Sunday\n  👉 Monday\n", Good: "text: |\n  - Saturday\n  - Sunday\n  - Monday\n",
		},
	}
}
