package view_test

import (
	"bytes"
	"strings"
	"testing"

	"galley/cmd/galley/internal/view"
)

func TestWhatProtectsTheRecordIsSaid(t *testing.T) {
	for name, c := range map[string]struct {
		record view.RecordStatus
		want   string
	}{
		"one may write":         {view.RecordStatus{}, "protected\n"},
		"one has the key":       {view.RecordStatus{Unlocked: true, Signed: true}, "protected\n"},
		"everybody may write":   {view.RecordStatus{Unlocked: true}, "nobody may delete it or rewrite its history; everybody who can push may add lines to it\n"},
		"and delete":            {view.RecordStatus{Unlocked: true, Open: []string{"delete it", "force-push it"}}, "not protected: everybody who can push may delete it, force-push it\n"},
		"as far as can be seen": {view.RecordStatus{Open: []string{"delete it"}, Hidden: true}, "no rule that this token can see forbids to delete it\n"},
		"GitHub does not say":   {view.RecordStatus{Failure: "503"}, "what protects it is not known: 503\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			c.record.Branch = "galley/record"
			if err := view.Status(&out, style, view.StatusJSON{Record: &c.record}); err != nil || !strings.HasPrefix(out.String(), "galley/record: "+c.want) {
				t.Errorf("%v\n%s", err, out.String())
			}
		})
	}
}
