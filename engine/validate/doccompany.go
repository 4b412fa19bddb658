package validate

import "galley/engine"

// companyRules explain how a post stands to its readers and to other posts.
func companyRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleBadPoll,
			Title: words("A poll the network does not take", "Un sondage que le réseau ne prend pas"),
			Text: words("A poll has two different options or more, as many and as long as the network takes, and is open for a time within its bounds. Some networks take no media beside a poll.",
				"Un sondage a au moins deux réponses différentes, dans le nombre et la longueur que prend le réseau, et reste ouvert une durée qu'il permet. Certains réseaux ne prennent pas de média à côté d'un sondage."),
			Bad:  "kind: Post\nid: rink\nchannels: [toots]\ntext: When do you come?\nat: merge\npoll: {options: [Saturday, Saturday], lasts: 1m}\n",
			Good: "kind: Post\nid: rink\nchannels: [toots]\ntext: When do you come?\nat: merge\npoll: {options: [Saturday, Sunday], lasts: 3d}\n",
		},
		{
			ID:    ruleForeignPost,
			Title: words("A post of another network", "Un message d'un autre réseau"),
			Text: words("A post answers or quotes posts of its own network. One of another network can be linked to.",
				"Un message répond à des messages de son propre réseau, ou les cite. Vers ceux d'un autre réseau, on met un lien."),
			Bad:  "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: 2026-12-24 09:00\nreplyTo: ${post.launch.blog.url}\n---\nkind: Post\nid: launch\nchannels: [blog]\ntext: We open.\nat: 2026-12-20 09:00\n",
			Good: "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: 2026-12-24 09:00\nreplyTo: ${post.launch.toots.url}\n---\nkind: Post\nid: launch\nchannels: [toots]\ntext: We open.\nat: 2026-12-20 09:00\n",
		},
		{
			ID:    "duplicate-filter",
			Title: words("Two filters of one name", "Deux filtres du même nom"),
			Text: words("A filter is named by its id:, or else by its title. Two of one channel cannot be told apart under the same name.",
				"Un filtre porte le nom de son id:, à défaut celui de son titre. Deux filtres d'un canal ne se distinguent pas sous le même nom."),
			Bad:  "kind: Channel\nid: toots\nnetwork: mastodon\nhandle: \"@town\"\nfilters: [{title: Spam, words: [{text: lottery}]}, {title: spam!, words: [{text: casino}]}]\n",
			Good: "kind: Channel\nid: toots\nnetwork: mastodon\nhandle: \"@town\"\nfilters: [{title: Spam, words: [{text: lottery}]}, {id: casino, title: spam!, words: [{text: casino}]}]\n",
		},
	}
}
