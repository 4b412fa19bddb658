package providertest

import (
	"fmt"
	"slices"
	"strings"

	"galley/engine"
)

// differs returns what a plan would want to change: the declared fields that
// the network shows otherwise, after its own normalisation.
func (s *stage) differs(d engine.Desired, seen engine.Observed) string {
	if seen.Spec == nil {
		return "nothing was observed"
	}
	if seen.Spec.Kind() != d.Spec.Kind() {
		return fmt.Sprintf("kind %s became %s", d.Spec.Kind(), seen.Spec.Kind())
	}
	want := engine.FieldPrints(s.info, d.Spec, d.Fields)
	got := engine.FieldPrints(s.info, seen.Spec, d.Fields)
	declared, shown := s.info.Normalized(d.Spec).Fields(), s.info.Normalized(seen.Spec).Fields()
	var lines []string
	for _, name := range d.Fields {
		if want[name] != got[name] {
			lines = append(lines, fmt.Sprintf("%s: declared %q, shown %q", name, declared[name], shown[name]))
		}
	}
	return strings.Join(lines, "\n")
}

// wantShown fails unless seen shows what d declares.
func (s *stage) wantShown(what string, d engine.Desired, seen engine.Observed) {
	s.Helper()
	if diff := s.differs(d, seen); diff != "" {
		s.Errorf("%s is not what was declared:\n%s", what, diff)
	}
}

// look returns what a new process sees of before, by whatever means the
// provider has.
func (s *stage) look(before engine.Observed) engine.Observed {
	s.Helper()
	if reader, ok := s.open().(engine.Reader); ok {
		seen, err := reader.Read(s.Context(), s.kind, before.Remote)
		if err != nil {
			s.Fatalf("Read of %s: %v", before.Remote, err)
		}
		return seen
	}
	for _, seen := range s.list() {
		if seen.Remote == before.Remote {
			return seen
		}
	}
	s.Fatalf("the listing lacks %s", before.Remote)
	return engine.Observed{}
}

func remotes(list []engine.Observed) []engine.RemoteID {
	var ids []engine.RemoteID
	for _, seen := range list {
		ids = append(ids, seen.Remote)
	}
	return ids
}

func sorted(ids []engine.RemoteID) []engine.RemoteID {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return ids
}
