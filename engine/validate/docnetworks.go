package validate

import "galley/engine"

// networkRules explain what the networks take.
func networkRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleTextTooLong,
			Title: words("A text longer than the network takes", "Un texte plus long que le réseau ne le permet"),
			Text: words("The text is counted as the network counts it, with campaign parameters and with an address of likely length for each reference.",
				"Le texte est compté comme le réseau le compte, avec les paramètres de campagne et une adresse de longueur vraisemblable pour chaque référence."),
			Bad:  "kind: Post\nid: rink\nchannels: [toots]\ntext: The ice rink below the market hall opens on Saturday morning at ten.\nat: merge\n",
			Good: "kind: Post\nid: rink\nchannels: [toots]\ntext: The ice rink opens on Saturday.\nat: merge\n",
		},
		{
			ID:    ruleTitleTooLong,
			Title: words("A title longer than the network takes", "Un titre plus long que le réseau ne le permet"),
			Text: words("Titles are counted in characters.",
				"Les titres se comptent en caractères."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntitle: The ice rink below the market hall opens on Saturday at ten\ntext: Open.\nat: merge\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntitle: The rink opens\ntext: Open.\nat: merge\n",
		},
		{
			ID:    ruleRequiredField,
			Title: words("A field that the network asks for", "Un champ que le réseau exige"),
			Text: words("Some networks refuse a post without certain fields.",
				"Certains réseaux refusent un message auquel manquent certains champs."),
			Bad:  "kind: Post\nid: rink\nchannels: [paper]\ntext: Open.\nat: merge\n",
			Good: "kind: Post\nid: rink\nchannels: [paper]\ntext: Open.\nlink: https://town.example/rink\nat: merge\n",
		},
		{
			ID:    ruleNetworkRefuses,
			Title: words("What the network refuses", "Ce que le réseau refuse"),
			Text: words("Some networks refuse more than what is too long or too large: a warning that is none of theirs, an address that is no post of theirs, parts that do not go together. The finding says what.",
				"Certains réseaux refusent plus que ce qui est trop long ou trop lourd : un avertissement qui n'est pas des leurs, une adresse qui n'est pas un de leurs messages, des éléments qui ne vont pas ensemble. La remarque dit quoi."),
			Bad:  "kind: Post\nid: rink\nchannels: [paper]\ntext: OPEN!\nlink: https://town.example/rink\nat: merge\n",
			Good: "kind: Post\nid: rink\nchannels: [paper]\ntext: Open.\nlink: https://town.example/rink\nat: merge\n",
		},
		{
			ID:    ruleUnsupportedKind,
			Title: words("A kind the network does not have", "Une sorte que le réseau n'a pas"),
			Text: words("A profile or a page of the charter is asked of a network that has none, or where Galley may not write it.",
				"Un profil ou une page de la charte est demandé à un réseau qui n'en a pas, ou que Galley ne peut pas y écrire."),
			Bad:  "kind: Channel\nid: toots\nnetwork: mastodon\nhandle: \"@town\"\nprofile: {name: Town}\n",
			Good: "kind: Channel\nid: toots\nnetwork: mastodon\nhandle: \"@town\"\n",
		},
		{
			ID:    ruleUnknownNetwork,
			Title: words("A network that does not exist", "Un réseau qui n'existe pas"),
			Text: words("galley providers lists the networks.",
				"galley providers donne la liste des réseaux."),
			Bad:  "kind: Channel\nid: toots\nnetwork: mastodont\nhandle: \"@town\"\n",
			Good: "kind: Channel\nid: toots\nnetwork: mastodon\nhandle: \"@town\"\n",
		},
		{
			ID:    ruleNoScheduler,
			Title: words("A scheduler the network does not have", "Un planificateur que le réseau n'a pas"),
			Text: words("schedule: native hands posts to the scheduler of the network before they are due. This network has none; with schedule: self, Galley publishes when the time has come.",
				"schedule: native confie les messages au planificateur du réseau avant leur heure. Ce réseau n'en a pas ; avec schedule: self, Galley publie le moment venu."),
			Bad:  "kind: Channel\nid: toots\nnetwork: mastodon\nhandle: \"@town\"\nschedule: native\n",
			Good: "kind: Channel\nid: toots\nnetwork: mastodon\nhandle: \"@town\"\nschedule: self\n",
		},
	}
}
