package charter

import "galley/engine"

func readabilityRules() []engine.RuleDoc {
	return []engine.RuleDoc{{
		ID:    ruleReadingEase,
		Title: words("A text that is hard to read", "Un texte difficile à lire"),
		Text: words("Short words in short sentences are easy to read. English texts are measured by Flesch (206.835 - 1.015 words per sentence - 84.6 syllables per word), French ones by Kandel and Moles (207 - 1.015 words per sentence - 73.6 syllables per word): 100 is easy, 60 is for everybody, 30 is for specialists. Syllables are counted by letters, so that the figure may be off by a few points; it is a hint about a text, not a mark for its author. Texts in other languages and short ones are not judged.",
			"Des mots courts dans des phrases courtes se lisent bien. Les textes anglais se mesurent selon Flesch (206,835 - 1,015 mot par phrase - 84,6 syllabes par mot), les français selon Kandel et Moles (207 - 1,015 mot par phrase - 73,6 syllabes par mot) : 100 est facile, 60 convient à tous, 30 aux spécialistes. Les syllabes se comptent d'après les lettres, si bien que le résultat peut varier de quelques points ; il éclaire un texte et ne note pas son auteur. Les textes dans d'autres langues et les textes courts ne sont pas jugés."),
		Bad:  "text: The municipal administration communicates preliminary documentation concerning forthcoming infrastructural modifications.\n",
		Good: "text: The town tells you what it will build. Read the plans and say what you think.\n",
	}}
}
