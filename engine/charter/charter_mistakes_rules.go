package charter

import "galley/engine"

func mistakeRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    mistakeTerm,
			Title: words("A term that nothing can match", "Un terme que rien ne peut trouver"),
			Text: words("A term of the lexicon is a word or a few, at most 100 characters, with something that can be seen.",
				"Un terme du lexique est un mot ou quelques-uns, de 100 caractères au plus, dont quelque chose se voit."),
			Bad: "kind: Charter\nid: charter\nlexicon: [{never: [\" \"]}]\n", Good: "kind: Charter\nid: charter\nlexicon: [{never: [cheap]}]\n",
		},
		{
			ID:    mistakePattern,
			Title: words("A pattern that does not do what it seems to", "Une expression qui ne fait pas ce qu'elle semble faire"),
			Text: words("A pattern is a regular expression as RE2 knows them. \\b and \\w know the letters of English alone: \\bcon\\b finds con in conçu. List words as terms, or write (?:^|[^\\pL\\pN])(con)(?:[^\\pL\\pN]|$).",
				"Une expression est rationnelle au sens de RE2. \\b et \\w ne connaissent que les lettres de l'anglais : \\bcon\\b trouve con dans conçu. Listez des mots comme termes, ou écrivez (?:^|[^\\pL\\pN])(con)(?:[^\\pL\\pN]|$)."),
			Bad: "kind: Charter\nid: charter\nlexicon: [{pattern: '\\bcon\\b'}]\n", Good: "kind: Charter\nid: charter\nlexicon: [{never: [con]}]\n",
		},
		{
			ID:    mistakeBank,
			Title: words("A bank with a line that cannot be read", "Une banque dont une ligne est illisible"),
			Text: words("A bank is a text file in UTF-8 of at most 4 MiB: one term a line, or \"term -> preferred\", comments behind #. Its other lines are used.",
				"Une banque est un fichier texte en UTF-8 d'au plus 4 Mio : un terme par ligne, ou « terme -> préféré », des commentaires derrière #. Ses autres lignes sont utilisées."),
			Bad:  "lexicon: [{bank: charter/banks/words.txt}]   # whose line 3 is: a -> b -> c\n",
			Good: "lexicon: [{bank: charter/banks/words.txt}]   # whose line 3 is: a -> b\n",
		},
		{
			ID:    mistakeBankMissing,
			Title: words("A bank that is not there", "Une banque absente"),
			Text: words("The path of a bank begins at the folder of galley.yaml. Without the file, its words are not looked for.",
				"Le chemin d'une banque part du dossier de galley.yaml. Sans le fichier, ses mots ne sont pas cherchés."),
			Bad:  "lexicon: [{bank: charter/bank/words.txt}]\n",
			Good: "lexicon: [{bank: charter/banks/words.txt}]\n",
		},
		{
			ID:    mistakeEmpty,
			Title: words("A rule that asks for nothing", "Une règle qui ne demande rien"),
			Text: words("A rule with a severity, a scope or a reason alone checks nothing. Write what it asks for, or remove it.",
				"Une règle qui n'a qu'une gravité, une portée ou une raison ne vérifie rien. Écrivez ce qu'elle demande, ou retirez-la."),
			Bad: "kind: Charter\nid: charter\nvoice: [{severity: warning}]\n", Good: "kind: Charter\nid: charter\nvoice: [{severity: warning, exclamations: 1}]\n",
		},
		{
			ID:    mistakeArticle,
			Title: words("An article that the charter does not have", "Un article que la charte n'a pas"),
			Text: words("A rule cites an article by its number, as it is written under articles. Quote it: 3.10 is not 3.1.",
				"Une règle cite un article par son numéro, tel qu'il figure sous articles. Mettez-le entre guillemets : 3.10 n'est pas 3.1."),
			Bad:  "kind: Charter\nid: charter\nvoice: [{exclamations: 1, cite: \"9.9\"}]\n",
			Good: "kind: Charter\nid: charter\narticles: [{number: \"1.2\", text: We do not shout.}]\nvoice: [{exclamations: 1, cite: \"1.2\"}]\n",
		},
		{
			ID:    mistakePillar,
			Title: words("A pillar that the charter does not have", "Un pilier que la charte n'a pas"),
			Text: words("Posts and scopes name pillars by the ids under pillars. A post of none of them counts for none, and a rule for one that is not there is for no post.",
				"Les publications et les portées nomment les piliers par les identifiants sous pillars. Une publication d'aucun d'eux ne compte pour aucun, et une règle pour un pilier absent ne vaut pour aucune publication."),
			Bad:  "pillars: [{id: useful}]\n---\npillar: usefull\n",
			Good: "pillars: [{id: useful}]\n---\npillar: useful\n",
		},
		{
			ID:    mistakeRule,
			Title: words("A waiver of a rule that there is not", "Une dérogation à une règle qui n'existe pas"),
			Text: words("A waiver names a rule of the charter by its id, as findings show it. Mistakes of content that networks would refuse cannot be waived.",
				"Une dérogation nomme une règle de la charte par son identifiant, tel que les remarques le montrent. Ce que les réseaux refuseraient ne se déroge pas."),
			Bad:  "waivers: [{rule: capital, reason: It is the name of a band., by: Ada Martin}]\n",
			Good: "waivers: [{rule: capitals, reason: It is the name of a band., by: Ada Martin}]\n",
		},
		{
			ID: mistakeUnused, Severity: engine.SeverityWarning,
			Title: words("A waiver that nothing needs", "Une dérogation dont rien n'a besoin"),
			Text: words("The rule finds nothing in the post, on any of its channels. Remove the waiver, so that it does not hide what is written later.",
				"La règle ne trouve rien dans la publication, sur aucun de ses canaux. Retirez la dérogation, afin qu'elle ne cache pas ce qui s'écrira plus tard."),
			Bad:  "text: Vous êtes les bienvenus.\nwaivers: [{rule: voice-address, reason: A quotation., by: Ada Martin}]\n",
			Good: "text: « Tu viens ? »\nwaivers: [{rule: voice-address, reason: A quotation., by: Ada Martin}]\n",
		},
	}
}
