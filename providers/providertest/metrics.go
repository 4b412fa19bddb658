package providertest

import (
	"bytes"
	"encoding/json"
	"slices"

	"galley/engine"
)

// Narrative: a report compares counts. A count that was not reported must not
// look like nobody came.
func metricsChecks() []check {
	return []check{
		{group: "metrics", title: "MeasuresWhatIsAsked", needs: needs(creates, automatic, measurer, many, counted), run: measuresWhatIsAsked},
		{group: "metrics", title: "CountsAreDeclared", needs: needs(creates, automatic, measurer, many, counted), run: countsAreDeclared},
		{group: "metrics", title: "AbsentIsNotZero", needs: needs(creates, automatic, measurer, many, counted, overHTTP), run: absentIsNotZero},
	}
}

func measuresWhatIsAsked(s *stage) {
	p := s.open()
	made := s.create(p, s.plain(1))
	s.create(p, s.plain(2))
	s.settle()
	var got []engine.RemoteID
	for m, err := range s.open().(engine.Measurer).Measure(s.Context(), []engine.RemoteID{made.Remote}) {
		if err != nil {
			s.Fatalf("Measure: %v", err)
		}
		got = append(got, m.Remote)
	}
	if len(got) != 1 || got[0] != made.Remote {
		s.Errorf("asked for %q, measured %q", made.Remote, got)
	}
}

// countsAreDeclared asks for a post and the account: a count that Info does not
// name would mean nothing to a report.
func countsAreDeclared(s *stage) {
	made := s.create(s.open(), s.plain(1))
	s.settle()
	for m, err := range s.open().(engine.Measurer).Measure(s.Context(), []engine.RemoteID{made.Remote, ""}) {
		if err != nil {
			s.Fatalf("Measure: %v", err)
		}
		declared := s.info.Counts.Post
		if m.Remote == "" {
			declared = s.info.Counts.Account
		}
		for name := range m.Counts {
			if !slices.Contains(declared, name) {
				s.Errorf("Measure reports %q of %q, Info declares %q", name, m.Remote, declared)
			}
		}
	}
}

// absentIsNotZero takes every number out of the network's answers.
func absentIsNotZero(s *stage) {
	made := s.create(s.open(), s.plain(1))
	s.settle()
	p := s.open()
	s.wire.obey(onAll(rewrite(func(b []byte) []byte { return withoutNumbers(b) })))
	for m, err := range p.(engine.Measurer).Measure(s.Context(), []engine.RemoteID{made.Remote}) {
		if err != nil {
			return // the provider could not make sense of it, and says so
		}
		if len(m.Counts) > 0 {
			s.Errorf("the network reported no number, Measure reports %v", m.Counts)
		}
	}
}

func withoutNumbers(data []byte) []byte {
	return reshape(data, func(object map[string]any) {
		for name, value := range object {
			if _, ok := value.(json.Number); ok {
				delete(object, name)
			}
		}
	})
}

// reshape changes every object of a JSON document; what is no JSON stays.
func reshape(data []byte, change func(map[string]any)) []byte {
	var doc any
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber() // an id of nineteen digits is no float
	if dec.Decode(&doc) != nil {
		return data
	}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, inner := range v {
				walk(inner)
			}
			change(v)
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	walk(doc)
	out, err := json.Marshal(doc)
	if err != nil {
		return data
	}
	return out
}
