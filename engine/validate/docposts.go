package validate

import "galley/engine"

// postRules explain what a post says, and for whom.
func postRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    "no-text",
			Title: words("Nothing to show", "Rien à montrer"),
			Text: words("A short message has a text or media; an article has a body, a text, a title or media.",
				"Un message court a un texte ou un média ; un article a un corps, un texte, un titre ou un média."),
			Bad:  "kind: Post\nid: rink\nchannels: [toots]\nat: merge\ntitle: Open\n",
			Good: "kind: Post\nid: rink\nchannels: [toots]\nat: merge\ntitle: Open\ntext: The rink is open.\n",
		},
		{
			ID:    ruleNoReason,
			Title: words("Retracted without a reason", "Retiré sans raison"),
			Text: words("A post that is taken down leaves a trace in the record, and the trace says why.",
				"Un message retiré laisse une trace dans le registre, et la trace dit pourquoi."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nvariants: {blog: {status: retracted}}\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nvariants: {blog: {status: retracted, reason: Wrong hours.}}\n",
		},
		{
			ID:    "unsupported-field",
			Title: words("A field that readers would not see", "Un champ que les lecteurs ne verraient pas"),
			Text: words("A post says something that the network cannot show. So that nothing is lost without a word, the post says so for that channel: a null in its variants removes the field there. A title, body or summary is no mistake on a network of short messages, nor a text beside a body.",
				"Un message contient ce que le réseau ne sait pas montrer. Pour que rien ne se perde sans un mot, le message le dit pour ce canal : un null dans ses variantes y retire le champ. Un titre, un corps ou un résumé n'est pas une faute sur un réseau de messages courts, ni un texte à côté d'un corps."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog, toots]\nat: merge\ntext: Open.\nfirstComment: Skates can be hired.\n",
			Good: "kind: Post\nid: rink\nchannels: [blog, toots]\nat: merge\ntext: Open.\nfirstComment: Skates can be hired.\nvariants: {blog: {firstComment: null}}\n",
		},
		{
			ID:    ruleUnusedVariant,
			Title: words("A variant that holds nowhere", "Une variante qui ne vaut nulle part"),
			Text: words("A variant is for a channel of the post, or for the network of one. Another name is most likely a slip, and what the variant says would be lost.",
				"Une variante vaut pour un canal du message, ou pour le réseau d'un de ses canaux. Un autre nom est sans doute une faute de frappe, et ce que dit la variante se perdrait."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nvariants: {blogg: {text: Closed.}}\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nvariants: {blog: {text: Closed.}}\n",
		},
		{
			ID:    "bad-variant",
			Title: words("A variant of the wrong type", "Une variante du mauvais type"),
			Text: words("A variant gives a field another type than the schema allows.",
				"Une variante donne à un champ un autre type que ceux que le schéma admet."),
		},
		{
			ID:    "bad-link",
			Title: words("A link that is no address", "Un lien qui n'est pas une adresse"),
			Text: words("link:, replyTo: and quote: are whole addresses of the web, with https:// in front.",
				"link:, replyTo: et quote: sont des adresses complètes du web, avec https:// devant."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nlink: town.example/rink\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nlink: https://town.example/rink\n",
		},
		{
			ID:    ruleFormerName,
			Title: words("A former name that is still in use", "Un ancien nom encore porté"),
			Text: words("was: names what an object was called before, so that its record goes on. A name that another object has now, or had before, would lead to two owners of one record.",
				"was: dit comment un objet s'appelait, pour que son registre continue. Un nom qu'un autre objet porte, ou a porté, donnerait deux maîtres à un même registre."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nwas: [news]\n---\nkind: Post\nid: news\nchannels: [blog]\ntext: News.\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nwas: [old-rink]\n---\nkind: Post\nid: news\nchannels: [blog]\ntext: News.\n",
		},
		{
			ID:       ruleDuplicateSlug,
			Severity: engine.SeverityWarning,
			Title:    words("Two addresses that end alike", "Deux adresses qui finissent de même"),
			Text: words("seo: {slug: …}, or else the id, is the last part of an article's address. Two of one channel may get the same address: the network refuses the second, or puts it in the place of the first.",
				"seo: {slug: …}, à défaut l'id, est la dernière partie de l'adresse d'un article. Deux articles d'un canal peuvent recevoir la même adresse : le réseau refuse le second, ou le met à la place du premier."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\n---\nkind: Post\nid: news\nchannels: [blog]\ntext: News.\nat: merge\nseo: {slug: rink}\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\n---\nkind: Post\nid: news\nchannels: [blog]\ntext: News.\nat: merge\nseo: {slug: rink-news}\n",
		},
	}
}
