package charter

import "galley/engine"

func lexiconRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleSpelling,
			Title: words("A word that is spelt in another way", "Un mot orthographié autrement"),
			Text: words("The charter says how a word is written: its letters, accents, hyphens and capitals; with plural: true, in the plural as well. A capital at the beginning of a sentence is no mistake, nor is a line all in capitals. Addresses, handles, hashtags and code are left alone.",
				"La charte dit comment un mot s'écrit : ses lettres, ses accents, ses traits d'union et ses capitales ; avec plural: true, au pluriel aussi. Une capitale en début de phrase n'est pas une faute, une ligne toute en capitales non plus. Les adresses, identifiants, mots-dièse et le code ne sont pas examinés."),
			Bad: "text: Write to us by Email.\n", Good: "text: Write to us by e-mail.\n",
			Match: []string{"Write an email.", "Écrivez un E-Mail."}, NoMatch: []string{"E-mail is fine.", "Voyez https://email.com."},
		},
		{
			ID:    rulePreferred,
			Title: words("A word for which another is preferred", "Un mot auquel un autre est préféré"),
			Text: words("The charter prefers another word for the same thing. Each form is listed by itself, mail does not find mails, unless the rule says plural: true; what is found in the plural is replaced by a plural. The word may be mended for you where nothing around it has to change with it, such as an article.",
				"La charte préfère un autre mot pour la même chose. Chaque forme se liste à part, mail ne trouve pas mails, sauf si la règle dit plural: true ; un pluriel est remplacé par un pluriel. Le mot peut être corrigé pour vous si rien autour de lui, comme un article, ne doit changer avec lui."),
			Bad: "text: Répondez par mail.\n", Good: "text: Répondez par courriel.\n",
			Match: []string{"Répondez par mail.", "The movie starts at eight."}, NoMatch: []string{"Le mailing est parti.", "Visit movie.com."},
		},
		{
			ID:    ruleForbidden,
			Title: words("A word that we do not use", "Un mot que nous n'employons pas"),
			Text: words("The charter lists words and phrases that are not used, and may say what to do instead. Words are found whole, whatever their case and however their accents are encoded; with accents: false also without them, with plural: true also in the plural.",
				"La charte liste des mots et expressions que l'on n'emploie pas, et peut dire que faire à la place. Les mots sont trouvés entiers, quelles que soient leur casse et la façon de coder leurs accents ; avec accents: false, aussi sans ceux-ci ; avec plural: true, aussi au pluriel."),
			Bad: "text: Cheap tickets for all.\n", Good: "text: Tickets from 5 euros.\n",
			Match: []string{"Cheap tickets.", "Le con."}, NoMatch: []string{"Un produit conçu pour vous.", "The cheapest tickets."},
		},
		{
			ID:    rulePattern,
			Title: words("Something that is not written here", "Une tournure que nous n'écrivons pas"),
			Text: words("The charter has a regular expression (RE2) of what is not written. It sees plain apostrophes, hyphens and spaces; case and accents count unless it says (?i).",
				"La charte a une expression rationnelle (RE2) de ce qui ne s'écrit pas. Elle voit des apostrophes, traits d'union et espaces simples ; la casse et les accents comptent, sauf si elle dit (?i)."),
			Bad: "text: Open now!!!\n", Good: "text: Open now!\n",
			Match: []string{"Open now!!!", "Ouvert ???"}, NoMatch: []string{"Open now!", "Quoi ?!"},
		},
	}
}
