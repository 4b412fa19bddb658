package view

import (
	"strings"

	"galley/engine"
)

// Asked puts an open step of an approval into words: into French, and else as it
// is said in English, such as "a senior (Ada, Sam)".
func Asked(language, english string, m engine.Missing) string {
	if !french(language) {
		return english
	}
	who := "profil " + string(m.Step.Role)
	if m.Step.Group != "" {
		who = "groupe " + m.Step.Group
	}
	if len(m.Who) == 0 {
		return who + " (personne dans l’équipe ne le peut)"
	}
	return who + " (" + strings.Join(m.Who, ", ") + ")"
}
