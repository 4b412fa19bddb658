package vale

import "galley/engine"

// The rules under which Vale's answers, and what keeps it from answering, are
// told. Each rule of a style is one below Rule: "vale/Lanterneau.Superlatifs".
const (
	Rule        = "vale"
	RuleMissing = "vale-missing"
	RuleStyle   = "vale-style"
)

// Rules explains them.
func Rules() []engine.RuleDoc {
	words := func(en, fr string) map[string]string { return map[string]string{"en": en, "fr": fr} }
	return []engine.RuleDoc{
		{
			ID: Rule, Subject: "prose", Waivable: true,
			Title: words("A remark of Vale", "Une remarque de Vale"),
			Text: words("The charter lists styles of Vale, a checker of prose, and one of their rules found something in the text as it would be sent. The name behind vale/ is that of the style and of the rule: its file in charter/styles says more. A style's error is an error here, and so on.",
				"La charte énumère des styles de Vale, un correcteur de prose, et l'une de leurs règles a trouvé quelque chose dans le texte tel qu'il partirait. Le nom derrière vale/ est celui du style et de la règle : son fichier dans charter/styles en dit plus. L'erreur d'un style est une erreur ici, et ainsi de suite."),
			Bad:  "vale: {styles: [House]}   # with a rule against superlatives\n---\ntext: A stupendous film.\n",
			Good: "vale: {styles: [House]}\n---\ntext: A good film.\n",
		},
		{
			ID: RuleMissing, Subject: "prose", Severity: engine.SeverityWarning,
			Title: words("Vale is not there, or did not answer", "Vale est absent, ou n'a pas répondu"),
			Text: words("The charter lists styles of Vale, and the texts were not held to them: no Vale is installed, it is too old, or it failed. Where --vale or GALLEY_VALE names one, this is an error.",
				"La charte énumère des styles de Vale, et les textes n'y ont pas été soumis : aucun Vale n'est installé, il est trop ancien, ou il a échoué. Si --vale ou GALLEY_VALE en désigne un, c'est une erreur."),
			Bad:  "vale: {styles: [House]}   # and no vale on PATH\n",
			Good: "vale: {styles: [House]}   # and GALLEY_VALE or --vale names one, or PATH has it\n",
		},
		{
			ID: RuleStyle, Subject: "prose",
			Title: words("A style of Vale that does not work", "Un style de Vale qui ne fonctionne pas"),
			Text: words("A style that the charter lists is not in the repository, cannot be read, or would run code or read files elsewhere, which styles may not.",
				"Un style que la charte énumère n'est pas dans le dépôt, est illisible, ou exécuterait du code ou lirait d'autres fichiers, ce qu'un style ne peut pas."),
			Bad:  "vale: {styles: [Hose]}   # the folder is charter/styles/House\n",
			Good: "vale: {styles: [House]}\n",
		},
	}
}
