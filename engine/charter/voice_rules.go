package charter

import "galley/engine"

func voiceRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleAddress,
			Title: words("The reader is spoken to in the other way", "Le lecteur n'est pas interpellé comme il se doit"),
			Text: words("The charter says whether French texts say tu or vous to the reader. Speech of others, between « and », may do as it does; vous said to several is never a mistake, and a verb counts only where it can be nothing else.",
				"La charte dit si l'on tutoie ou vouvoie le lecteur. Les paroles d'autrui, entre « et », restent comme elles sont ; le vous adressé à plusieurs n'est jamais une faute, et un verbe ne compte que s'il ne peut être autre chose."),
			Bad: "text: Réserve ta place dès maintenant.\n", Good: "text: Réservez votre place dès maintenant.\n",
			Match:   []string{"Réserve ta place.", "Que fais-tu samedi ?", "On t'attend."},
			NoMatch: []string{"Il s'est tu.", "Le maire hausse le ton.", "« Tu viens ? » demande l'affiche.", "Rendez-vous à 14 h TU."},
		},
		{
			ID:    rulePerson,
			Title: words("We speak of ourselves in the wrong person", "Nous ne parlons pas de nous à la bonne personne"),
			Text: words("The charter says whether texts speak as I, as we, or not of those who write them. Quotations, numerals (World War I), names (Mon Espace, Notre-Dame) and the French on are left alone.",
				"La charte dit si les textes parlent à la première personne du singulier, du pluriel, ou pas du tout de qui les écrit. Les citations, les chiffres romains, les noms (Mon Espace, Notre-Dame) et le pronom on sont laissés tels quels."),
			Bad: "text: I think the rink is open.\n", Good: "text: We think the rink is open.\n",
			Match:   []string{"I think so.", "Je crois que la patinoire est ouverte."},
			NoMatch: []string{"The museum shows World War I.", "Connectez-vous à Mon Espace Famille.", "« Je reviendrai », dit-elle."},
		},
		{
			ID:    ruleContractions,
			Title: words("A contraction", "Une contraction anglaise"),
			Text: words("English texts write words out: do not, it is, we are. The genitive (the town's rink) is none.",
				"Les textes anglais écrivent les mots en entier : do not, it is, we are. Le génitif (the town's rink) n'en est pas une."),
			Bad: "text: It's open, and we're glad.\n", Good: "text: It is open, and we are glad.\n",
			Match: []string{"We can't wait.", "It's open."}, NoMatch: []string{"The town's rink is open.", "Miss O'Brien skates."},
		},
		{
			ID:    ruleSentence,
			Title: words("A sentence that is too long", "Une phrase trop longue"),
			Text: words("Long sentences lose readers. Words are counted between white space, as word processors do; addresses, handles and hashtags do not count. A sentence ends with its mark, with its line, or in Markdown with its block.",
				"Les longues phrases perdent leurs lecteurs. Les mots se comptent entre deux espaces, comme dans un traitement de texte ; les adresses, identifiants et mots-dièse ne comptent pas. Une phrase finit avec son point, avec sa ligne ou, en Markdown, avec son bloc."),
			Bad:  "voice: [{sentenceWords: 10}]\n---\ntext: The rink on the market square opens its doors on Saturday morning at ten.\n",
			Good: "voice: [{sentenceWords: 10}]\n---\ntext: The rink opens on Saturday. Doors open at ten.\n",
		},
		{
			ID:    ruleExclamations,
			Title: words("Too many exclamation marks", "Trop de points d'exclamation"),
			Text: words("Exclamation marks are counted over the whole post, its thread and its title. What is too much for readers is a matter of the charter.",
				"Les points d'exclamation se comptent dans toute la publication, avec son fil et son titre. La charte dit ce qui est de trop."),
			Bad: "text: Open! Come! Skate!\n", Good: "text: Open. Come and skate!\n",
			Match: []string{"Open! Come! Skate!", "Ouvert ! Venez ! Patinez !"}, NoMatch: []string{"Open.", "Voyez https://town.example/#!/patinoire."},
		},
		{
			ID:    ruleCapitals,
			Title: words("Words in capitals", "Des mots en capitales"),
			Text: words("Words in capitals are hard to read, some screen readers spell them, and they look like shouting. An acronym of up to six letters that stands alone, numbers and Roman numerals are left alone.",
				"Les mots en capitales se lisent mal, certains lecteurs d'écran les épellent, et l'on croit entendre crier. Un sigle de six lettres au plus qui se tient seul, les nombres et les chiffres romains sont laissés tels quels."),
			Bad: "text: THE RINK IS OPEN\n", Good: "text: The rink is open\n",
			Match: []string{"THE RINK IS OPEN", "LA PATINOIRE EST OUVERTE"}, NoMatch: []string{"The CNRS and the BBC agree.", "Louis XIV patinait."},
		},
	}
}
