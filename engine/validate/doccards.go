package validate

import "galley/engine"

// cardRules explain how links are shown.
func cardRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleCardWithoutLink,
			Title: words("A card without a link", "Une carte sans lien"),
			Text: words("card: says how the link of a post is shown. A post without link: has nothing to show in that way; an address in its text is not enough.",
				"card: dit comment le lien d'un message est montré. Un message sans link: n'a rien à montrer ainsi ; une adresse dans son texte ne suffit pas."),
			Bad:  "kind: Post\nid: rink\nchannels: [sky]\ntext: Open.\nat: merge\ncard: {title: The ice rink}\n",
			Good: "kind: Post\nid: rink\nchannels: [sky]\ntext: Open.\nat: merge\nlink: https://town.example/rink\ncard: {title: The ice rink}\n",
		},
		{
			ID:       ruleCardBesideMedia,
			Severity: engine.SeverityWarning,
			Title:    words("A card beside pictures", "Une carte à côté d'images"),
			Text: words("The network shows pictures or a card, not both. The pictures win, and the link stands in the text.",
				"Le réseau montre des images ou une carte, pas les deux. Les images l'emportent, et le lien figure dans le texte."),
			Bad:  "kind: Post\nid: rink\nchannels: [sky]\ntext: Open.\nat: merge\nlink: https://town.example/rink\ncard: {title: The ice rink}\nmedia: [{file: media/rink.jpg, alt: Children on the ice}]\n",
			Good: "kind: Post\nid: rink\nchannels: [sky]\ntext: Open.\nat: merge\nlink: https://town.example/rink\ncard: {title: The ice rink, image: {file: media/rink.jpg}}\n",
		},
	}
}
