package validate

import "galley/engine"

// referenceRules explain what objects say of each other.
func referenceRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    "dangling-reference",
			Title: words("A reference to nothing", "Une référence vers rien"),
			Text: words("${post.SLUG.CHANNEL.url} stands for the address of a post on a channel. That post exists and is on that channel.",
				"${post.SLUG.CANAL.url} représente l'adresse d'un message sur un canal. Ce message existe et figure sur ce canal."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: See ${post.lunch.blog.url}\nat: 2026-12-24 09:00\n---\nkind: Post\nid: launch\nchannels: [blog]\ntext: We open.\nat: 2026-12-20 09:00\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: See ${post.launch.blog.url}\nat: 2026-12-24 09:00\n---\nkind: Post\nid: launch\nchannels: [blog]\ntext: We open.\nat: 2026-12-20 09:00\n",
		},
		{
			ID:    "unknown-reference",
			Title: words("A reference of an unknown form", "Une référence de forme inconnue"),
			Text: words("A text may hold ${post.SLUG.CHANNEL.url}, ${campaign.utm} and ${handle.NAME}. For a literal ${ write $${.",
				"Un texte peut contenir ${post.SLUG.CANAL.url}, ${campaign.utm} et ${handle.NOM}. Pour écrire ${ tel quel, doublez le signe : $${."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Set ${HOME} first.\nat: merge\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Set $${HOME} first.\nat: merge\n",
		},
		{
			ID:    "unknown-handle",
			Title: words("Nobody of that name on the network", "Personne de ce nom sur le réseau"),
			Text: words("${handle.NAME} is how the network of the channel names somebody. The Project lists it under handles:.",
				"${handle.NOM} est le nom de quelqu'un sur le réseau du canal. Le Project le donne sous handles:."),
			Bad:  "kind: Post\nid: rink\nchannels: [toots]\ntext: With ${handle.acne}.\nat: merge\n",
			Good: "kind: Post\nid: rink\nchannels: [toots]\ntext: With ${handle.acme}.\nat: merge\n",
		},
		{
			ID:    ruleReferenceCycle,
			Title: words("Posts that wait for each other", "Des messages qui s'attendent"),
			Text: words("A post goes out after those it refers to. A loop of references would wait for ever.",
				"Un message paraît après ceux qu'il cite. Une boucle de références attendrait toujours."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: See ${post.launch.blog.url}\nat: merge\n---\nkind: Post\nid: launch\nchannels: [blog]\ntext: See ${post.rink.blog.url}\nat: merge\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: See ${post.launch.blog.url}\nat: merge\n---\nkind: Post\nid: launch\nchannels: [blog]\ntext: We open.\nat: merge\n",
		},
		{
			ID:       ruleReferenceNeverLive,
			Severity: engine.SeverityWarning,
			Title:    words("A reference to what is never live", "Une référence vers ce qui ne paraît jamais"),
			Text: words("A post refers to a draft, to a retracted post, or to one that is taken down before. It waits until that is live.",
				"Un message cite un brouillon, un message retiré, ou un message dépublié avant lui. Il attend que celui-ci paraisse."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: See ${post.launch.blog.url}\nat: 2026-12-24 09:00\n---\nkind: Post\nid: launch\nchannels: [blog]\ntext: We open.\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: See ${post.launch.blog.url}\nat: 2026-12-24 09:00\n---\nkind: Post\nid: launch\nchannels: [blog]\ntext: We open.\nat: 2026-12-20 09:00\n",
		},
		{
			ID:       ruleReferenceOrder,
			Severity: engine.SeverityWarning,
			Title:    words("A reference to what goes out later", "Une référence vers ce qui paraît plus tard"),
			Text: words("A post goes out after those it refers to. This one is due before, so it will be late.",
				"Un message paraît après ceux qu'il cite. Celui-ci est prévu avant, il sera donc en retard."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: See ${post.launch.blog.url}\nat: 2026-12-19 09:00\n---\nkind: Post\nid: launch\nchannels: [blog]\ntext: We open.\nat: 2026-12-20 09:00\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: See ${post.launch.blog.url}\nat: 2026-12-24 09:00\n---\nkind: Post\nid: launch\nchannels: [blog]\ntext: We open.\nat: 2026-12-20 09:00\n",
		},
		{
			ID:    ruleUnknownChannel,
			Title: words("A channel that does not exist", "Un canal qui n'existe pas"),
			Text: words("Posts, freezes, objectives, reports and the charter name channels by their id.",
				"Les messages, les gels, les objectifs, les rapports et la charte désignent les canaux par leur id."),
			Bad:  "kind: Post\nid: rink\nchannels: [blgo]\ntext: Open.\nat: merge\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\n",
		},
		{
			ID:    ruleUnknownCampaign,
			Title: words("A campaign that does not exist", "Une campagne qui n'existe pas"),
			Text: words("Posts, freezes and reports name campaigns by their id.",
				"Les messages, les gels et les rapports désignent les campagnes par leur id."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2026-12-24 09:00\ncampaign: wintre\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: 2026-12-24 09:00\ncampaign: winter\n",
		},
		{
			ID:    ruleUnknownPost,
			Title: words("A post that does not exist", "Un message qui n'existe pas"),
			Text: words("The allow: of a freeze names posts by their id.",
				"Le allow: d'un gel désigne les messages par leur id."),
			Bad:  "kind: Freeze\nid: storm\nscope: {all: true}\nreason: Storm\nallow: [rinc]\n---\nkind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\n",
			Good: "kind: Freeze\nid: storm\nscope: {all: true}\nreason: Storm\nallow: [rink]\n---\nkind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\n",
		},
	}
}
