package charter

import "galley/engine"

func accessibilityRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			ID: ruleAltMissing, Subject: "accessibility",
			Title: words("A picture without a description", "Une image sans description"),
			Text: words("Those who do not see a picture hear its description (alt). Say what one sees and what matters of it, in a sentence or two.",
				"Qui ne voit pas une image en entend la description (alt). Dites ce que l'on voit et ce qui y compte, en une ou deux phrases."),
			Bad:  "media: [{file: media/rink.jpg}]\n",
			Good: "media: [{file: media/rink.jpg, alt: Children skating below the market hall}]\n",
		},
		{
			ID: ruleAltFileName, Subject: "accessibility",
			Title: words("A description that is the name of the file", "Une description qui est le nom du fichier"),
			Text: words("The name of a file tells a listener nothing. Say what one sees. What cameras call their files counts as well (IMG_2041, dsc-0001, Screenshot 2026-11-02), and hyphens for spaces change nothing; words with spaces between them are a description, even where the file is called alike.",
				"Le nom d'un fichier n'apprend rien à qui l'écoute. Dites ce que l'on voit. Les noms que donnent les appareils comptent aussi (IMG_2041, dsc-0001, Capture d'écran 2026-11-02), et des tirets à la place des espaces n'y changent rien ; des mots séparés par des espaces sont une description, même si le fichier s'appelle pareil."),
			Bad:  "media: [{file: media/IMG_2041.jpg, alt: IMG_2041}]\n",
			Good: "media: [{file: media/IMG_2041.jpg, alt: The mayor cuts the ribbon}]\n",
		},
		{
			ID: ruleAltRepeats, Subject: "accessibility",
			Title: words("A description that repeats the text or the title", "Une description qui répète le texte ou le titre"),
			Text: words("A screen reader reads the text and then the description: the same sentence twice helps nobody.",
				"Un lecteur d'écran lit le texte puis la description : deux fois la même phrase n'aide personne."),
			Bad:  "text: The rink is open.\nmedia: [{file: media/rink.jpg, alt: The rink is open.}]\n",
			Good: "text: The rink is open.\nmedia: [{file: media/rink.jpg, alt: Children skating below the market hall}]\n",
		},
		{
			ID: ruleAltOpening, Subject: "accessibility", Severity: engine.SeverityInfo,
			Title: words("A description that says that it is one", "Une description qui dit qu'elle en est une"),
			Text: words("A screen reader says that there is a picture before it reads the description: it need not begin with Image of or Photo of. That it is a map, a drawing or a poster may matter and is left alone, as is a photo de classe.",
				"Un lecteur d'écran annonce l'image avant d'en lire la description : inutile de commencer par Image de ou Photo de. Qu'il s'agisse d'une carte, d'un dessin ou d'une affiche peut compter et reste admis, comme une photo de classe."),
			Bad:     "media: [{file: media/rink.jpg, alt: Photo of children skating}]\n",
			Good:    "media: [{file: media/rink.jpg, alt: Children skating}]\n",
			Match:   []string{"Image of a rink", "Photo de la patinoire"},
			NoMatch: []string{"Map of the rink", "Photo de classe de 1932", "Images in a shop window"},
		},
		{
			ID: ruleAltLength, Subject: "accessibility",
			Title: words("A description that is too long", "Une description trop longue"),
			Text: words("A description is heard in one go. What needs more room belongs in the text.",
				"Une description s'écoute d'une traite. Ce qui demande plus de place va dans le texte."),
			Bad:  "media: [{file: media/rink.jpg, alt: Children skating below the market hall and so on for three hundred characters}]\n",
			Good: "media: [{file: media/rink.jpg, alt: Children skating below the market hall}]\n",
		},
		{
			ID: ruleCaptions, Subject: "accessibility",
			Title: words("A video without captions", "Une vidéo sans sous-titres"),
			Text: words("Many watch without sound, and some do not hear. Add a file of captions (.vtt).",
				"Beaucoup regardent sans le son, et certains n'entendent pas. Ajoutez un fichier de sous-titres (.vtt)."),
			Bad:  "media: [{file: media/rink.mp4, alt: Children skating}]\n",
			Good: "media: [{file: media/rink.mp4, alt: Children skating, captions: media/rink.en.vtt}]\n",
		},
	}
}
