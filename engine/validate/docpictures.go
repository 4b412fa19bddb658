package validate

import "galley/engine"

// pictureRules explain what becomes of pictures on their way.
func pictureRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID:    ruleMediaPixels,
			Title: words("A picture with too many pixels for the network", "Une image qui a trop de pixels pour le réseau"),
			Text: words("The network takes pictures up to a width, a height or a number of pixels. With media: {fit: true} in the channel, pictures are scaled down before they are sent, and the plan says so.",
				"Le réseau prend les images jusqu'à une largeur, une hauteur ou un nombre de pixels. Avec media: {fit: true} dans le canal, les images sont réduites avant l'envoi, et le plan le dit."),
			Bad:  "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/wide.jpg, alt: Children on the ice}]\n",
			Good: "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/wide.jpg, alt: Children on the ice}]\n---\nkind: Channel\nid: toots\nnetwork: mastodon\nhandle: \"@town\"\nmedia: {fit: true}\n",
		},
		{
			ID:    ruleMediaRatio,
			Title: words("A picture of a shape the network does not take", "Une image d'une forme que le réseau ne prend pas"),
			Text: words("The network takes pictures between two shapes, such as 0.8 (4 by 5) to 1.91. What is cut off is for a person to choose.",
				"Le réseau prend les images entre deux formes, par exemple de 0,8 (4 sur 5) à 1,91. Ce qu'on coupe, c'est à une personne de le choisir."),
			Bad:  "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/strip.jpg, alt: Children on the ice}]\n",
			Good: "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.jpg, alt: Children on the ice}]\n",
		},
		{
			ID:    "media-unfit",
			Title: words("A picture that cannot be made to fit", "Une image qu'on ne peut pas réduire"),
			Text: words("The channel asks for pictures to be scaled down, and this one cannot be: it is an animation, it has more than 100 million pixels, or the network takes neither JPEG nor PNG.",
				"Le canal demande que les images soient réduites, et celle-ci ne peut pas l'être : c'est une animation, elle a plus de 100 millions de pixels, ou le réseau ne prend ni JPEG ni PNG."),
			Bad:  "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/moving.gif, alt: Children on the ice}]\n---\nkind: Channel\nid: toots\nnetwork: mastodon\nhandle: \"@town\"\nmedia: {fit: true}\n",
			Good: "kind: Post\nid: rink\nchannels: [toots]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.gif, alt: Children on the ice}]\n---\nkind: Channel\nid: toots\nnetwork: mastodon\nhandle: \"@town\"\nmedia: {fit: true}\n",
		},
		{
			ID:    "media-metadata",
			Title: words("A picture whose metadata cannot be taken out", "Une image dont on ne peut pas ôter les métadonnées"),
			Text: words("EXIF and XMP may say where a picture was taken and by whom. They are taken out of JPEG, PNG, WebP and GIF files before these are sent; an AVIF or HEIC file that holds them is refused.",
				"EXIF et XMP peuvent dire où une image a été prise, et par qui. Ils sont ôtés des fichiers JPEG, PNG, WebP et GIF avant l'envoi ; un fichier AVIF ou HEIC qui en contient est refusé."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nmedia: [{file: media/telling.avif, alt: Children on the ice}]\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\nat: merge\nmedia: [{file: media/rink.jpg, alt: Children on the ice}]\n",
		},
	}
}
