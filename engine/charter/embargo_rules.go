package charter

import "galley/engine"

func embargoRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleEmbargoBroken,
			Title: words("A post that goes out before its embargo ends", "Une publication qui paraît avant la fin de son embargo"),
			Text: words("The field embargo says before when nobody outside may see the post, on any channel and whatever its time says. What goes out when it is merged may do so at any time, and counts as well.",
				"Le champ embargo dit avant quand personne au dehors ne doit voir la publication, sur aucun canal et quelle que soit son heure. Ce qui paraît à la fusion peut paraître à tout moment et compte aussi."),
			Bad: "at: 2026-12-20 09:00\nembargo: 2026-12-24 09:00\n", Good: "at: 2026-12-24 09:00\nembargo: 2026-12-24 09:00\n",
		},
		{
			ID:    ruleEmbargoTold,
			Title: words("Something is told before its time", "Quelque chose est dit avant l'heure"),
			Text: words("The charter lists what may not be told before a time. It is looked for in all that readers get of a post that goes out before: texts, descriptions, credits, polls, the card of a link, what search engines are told, tags, hashtags, addresses, names of files and the address of an article; in any case and with any accents, also where words are written together. A draft gets a remark.",
				"La charte liste ce qui ne doit pas se dire avant une heure. C'est cherché dans tout ce que les lecteurs reçoivent d'une publication qui paraît avant : textes, descriptions, crédits, sondages, carte d'un lien, ce que l'on dit aux moteurs de recherche, tags, mots-dièse, adresses, noms de fichiers et adresse d'un article ; quels que soient la casse et les accents, et même écrit en un mot. Un brouillon reçoit une remarque."),
			Match: []string{"Project Aurora is coming.", "#ProjectAurora", "https://town.example/project-aurora"}, NoMatch: []string{"A project, and an aurora.", "Projecting Aurorae"},
			Bad:  "embargoes: [{terms: [Project Aurora], until: 2026-12-24 09:00}]\n---\nat: 2026-12-23 09:00\ntext: \"#ProjectAurora is near.\"\n",
			Good: "embargoes: [{terms: [Project Aurora], until: 2026-12-24 09:00}]\n---\nat: 2026-12-24 09:00\ntext: \"#ProjectAurora is here.\"\n",
		},
		{
			ID: ruleEmbargoPublic, Severity: engine.SeverityWarning,
			Title: words("An embargo that everybody can read", "Un embargo que tout le monde peut lire"),
			Text: words("Everybody can read a public repository, its pull requests and what jobs print of them, long before a network shows the post. In a job of GitHub that works for such a repository it is an error. Where the Project says public: true it knows who reads, and the networks are held to the embargo all the same: then it is a warning, also at home. What must not be known belongs into a repository that is not public.",
				"Tout le monde peut lire un dépôt public, ses demandes de fusion et ce que les tâches en impriment, bien avant qu'un réseau ne montre la publication. Dans une tâche de GitHub qui travaille pour un tel dépôt, c'est une erreur. Si le Project dit public: true, il sait qui lit, et les réseaux sont tenus à l'embargo malgré tout : c'est alors un avertissement, aussi chez soi. Ce qui ne doit pas se savoir va dans un dépôt qui n'est pas public."),
			Bad: "embargo: 2026-12-24 09:00\n", Good: "at: 2026-12-24 09:00\n",
		},
	}
}
