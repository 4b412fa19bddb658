package validate

import "galley/engine"

// mediaRules explain pictures and videos.
func mediaRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    "missing-media",
			Title: words("A file that is not there", "Un fichier absent"),
			Text: words("file: is a path from the content root. Case counts.",
				"file: est un chemin depuis la racine du contenu. La casse compte."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nmedia: [{file: media/rnk.jpg, alt: Children on the ice}]\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.jpg, alt: Children on the ice}]\n",
		},
		{
			ID:    "media-mismatch",
			Title: words("A file that is not what its name says", "Un fichier qui n'est pas ce que dit son nom"),
			Text: words("The type is told by the content. A name that says otherwise, an empty file and a picture that cannot be read are refused: networks refuse them too, or show nothing.",
				"Le type se lit dans le contenu. Un nom qui dit autre chose, un fichier vide ou une image illisible sont refusés : les réseaux les refusent aussi, ou ne montrent rien."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nmedia: [{file: media/false.png, alt: Children on the ice}]\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.jpg, alt: Children on the ice}]\n",
		},
		{
			ID:    "media-too-big",
			Title: words("A file of more than 200 MB", "Un fichier de plus de 200 Mo"),
			Text: words("Files of more than 200 MB are not read. Host long videos elsewhere and link to them.",
				"Les fichiers de plus de 200 Mo ne sont pas lus. Hébergez ailleurs les longues vidéos et mettez un lien."),
		},
		{
			ID:    ruleMediaType,
			Title: words("A type the network does not take", "Un type que le réseau n'accepte pas"),
			Text: words("The message lists the types it takes.",
				"Le message énumère les types acceptés."),
			Bad:  "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.gif, alt: Children on the ice}]\n",
			Good: "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.jpg, alt: Children on the ice}]\n",
		},
		{
			ID:    ruleMediaBytes,
			Title: words("A file too big for the network", "Un fichier trop lourd pour le réseau"),
			Text: words("The network takes smaller files only.",
				"Le réseau ne prend que des fichiers plus légers."),
			Bad:  "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/big.jpg, alt: Children on the ice}]\n",
			Good: "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.jpg, alt: Children on the ice}]\n",
		},
		{
			ID:    ruleTooManyMedia,
			Title: words("More media than the network takes", "Plus de médias que le réseau n'en accepte"),
			Text: words("A variant can choose some of them for the channel.",
				"Une variante peut en choisir quelques-uns pour le canal."),
			Bad:  "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.jpg, alt: One}, {file: media/rink.jpg, alt: Two}, {file: media/rink.jpg, alt: Three}]\n",
			Good: "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.jpg, alt: One}]\n",
		},
		{
			ID:       ruleMissingAlt,
			Severity: engine.SeverityWarning,
			Title:    words("A picture without alternative text", "Une image sans texte de remplacement"),
			Text: words("Alternative text says what a picture shows, for those who do not see it. An error on networks that refuse pictures without it, a warning on all others.",
				"Le texte de remplacement dit ce que montre une image, pour qui ne la voit pas. C'est une erreur sur les réseaux qui l'exigent, un avertissement ailleurs."),
			Bad:  "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.jpg}]\n",
			Good: "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.jpg, alt: Children on the ice}]\n",
		},
		{
			ID:    ruleAltTooLong,
			Title: words("An alternative text too long for the network", "Un texte de remplacement trop long pour le réseau"),
			Text: words("Alternative texts are counted in characters.",
				"Les textes de remplacement se comptent en caractères."),
			Bad:  "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.jpg, alt: Children and their parents on the ice below the market hall}]\n",
			Good: "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.jpg, alt: Children on the ice}]\n",
		},
	}
}
