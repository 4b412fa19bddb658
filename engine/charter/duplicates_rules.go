package charter

import "galley/engine"

func duplicateRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleDuplicate,
			Title: words("Two posts that say nearly the same", "Deux publications qui disent presque la même chose"),
			Text: words("Posts of one channel that are near in time are compared by their pairs of neighbouring words, threads as a whole. Case, accents, addresses, hashtags and emoji make no difference; texts of fewer than six words are compared as they are. The dates of a repeat are no duplicates of each other, nor is a post on several channels. It is told at the later one.",
				"Les publications d'un canal proches dans le temps sont comparées par leurs paires de mots voisins, les fils comme un tout. La casse, les accents, les adresses, les mots-dièse et les émojis ne comptent pas ; les textes de moins de six mots sont comparés tels quels. Les dates d'une répétition ne se répètent pas entre elles, ni une publication sur plusieurs canaux. C'est la plus tardive qui est signalée."),
			Bad: `id: rink-monday
at: 2026-12-07 09:00
text: The rink below the market hall is open every day from ten to six.
---
kind: Post
id: rink-friday
at: 2026-12-11 09:00
text: The rink below the market hall is open every day from ten to six! #skating
`,
			Good: `id: rink-monday
at: 2026-12-07 09:00
text: The rink below the market hall is open every day from ten to six.
---
kind: Post
id: rink-friday
at: 2026-12-11 09:00
text: Never skated? On Saturday somebody shows you how, and helmets are free.
`,
		},
	}
}
