package view_test

import (
	"testing"

	"galley/cmd/galley/internal/view"
	"galley/engine"
)

func TestAnOpenStepIsSaidInTheLanguageOfTheComment(t *testing.T) {
	for _, tt := range []struct{ language, role, group, want string }{
		{"en", "senior", "", "a senior (Ada, Sam)"},
		{"fr", "senior", "", "profil senior (Ada, Sam)"},
		{"fr-CA", "", "presse", "groupe presse (Ada, Sam)"},
	} {
		m := engine.Missing{Step: engine.Step{Role: engine.Role(tt.role), Group: tt.group}, Who: []string{"Ada", "Sam"}}
		if got := view.Asked(tt.language, "a senior (Ada, Sam)", m); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.language, got, tt.want)
		}
	}
	if got, want := view.Asked("fr", "", engine.Missing{Step: engine.Step{Role: engine.RoleLegal}}), "profil legal (personne dans l’équipe ne le peut)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
