package charter

import "galley/engine"

func disclosureRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleDisclosureMissing,
			Title: words("Nothing says who pays for the post", "Rien ne dit qui paie la publication"),
			Text: words("A post with a sponsor, its own or its campaign's, carries one of the accepted mentions in its text, or in the title, the summary or the beginning of an article. A content warning, a description or a comment does not count, and a hashtag only where the charter lists it as such. French law asks for it wherever the commercial intent is not clear from the context (loi n° 2023-451 of 9 June 2023, article 5, as amended by ordonnance n° 2024-978). This is a check, not legal advice: whether the context makes it clear is a judgement, for a waiver with its reason.",
				"Une publication avec un annonceur, le sien ou celui de sa campagne, porte l'une des mentions acceptées dans son texte, ou dans le titre, le résumé ou le début d'un article. Un avertissement de contenu, une description ou un commentaire ne compte pas, et un mot-dièse seulement si la charte le liste ainsi. La loi française la demande dès que l'intention commerciale ne ressort pas du contexte (loi n° 2023-451 du 9 juin 2023, article 5, modifiée par l'ordonnance n° 2024-978). C'est une vérification, pas un conseil juridique : dire que le contexte est clair est un jugement, par une dérogation motivée."),
			Bad: "text: Try the new skates.\nsponsor: Acme\n", Good: "text: \"Advertisement: try the new skates.\"\nsponsor: Acme\n",
		},
		{
			ID:    ruleDisclosureFold,
			Title: words("The mention of the sponsor is behind the fold", "La mention de l'annonceur est sous le pli"),
			Text: words("Readers see the beginning of a post and unfold the rest. The mention stands within the characters that the charter says, 125 if it does not, counted as the network counts them. Loi n° 2023-451 asks that it be clear, legible and identifiable (article 5). This is a check, not legal advice.",
				"On voit le début d'une publication et l'on déplie le reste. La mention se trouve dans les caractères que dit la charte, 125 sinon, comptés comme le réseau les compte. La loi n° 2023-451 la veut claire, lisible et identifiable (article 5). C'est une vérification, pas un conseil juridique."),
			Bad:  "sponsor: Acme\ntext: The new skates are here, come to the market hall and try them on, every day until eight in the evening, and tell your friends. Advertisement\n",
			Good: "sponsor: Acme\ntext: \"Advertisement. The new skates are here: come and try them on.\"\n",
		},
		{
			ID:    ruleDisclosureLanguage,
			Title: words("The mention of the sponsor is in another language", "La mention de l'annonceur est dans une autre langue"),
			Text: words("It is in the language of the post, so that those who read the one understand the other. A bare #ad in a French post is not enough: the advertising self-regulator (ARPP) advises against it, since a French reader may not know it. This is a check, not legal advice.",
				"Elle est dans la langue de la publication, afin que qui lit l'une comprenne l'autre. Un simple #ad dans une publication française ne suffit pas : l'autorité de régulation de la publicité (ARPP) le déconseille, car on peut ne pas le connaître. C'est une vérification, pas un conseil juridique."),
			Bad: "language: fr\ntext: \"#ad Essayez les nouveaux patins.\"\nsponsor: Acme\n", Good: "language: fr\ntext: \"Publicité : essayez les nouveaux patins.\"\nsponsor: Acme\n",
		},
	}
}
