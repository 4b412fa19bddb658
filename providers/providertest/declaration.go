package providertest

import (
	"reflect"
	"slices"

	"galley/engine"
)

// Narrative: before anything is sent, Info has told plan, validate and the
// manual what the network permits. It must be true.
func declarationChecks() []check {
	return []check{
		{group: "declaration", title: "DeclaredVerbsAreImplemented", once: true, run: declaredVerbsAreImplemented},
		{group: "declaration", title: "InfoIsStatic", once: true, run: infoIsStatic},
		{group: "declaration", title: "LimitsAgreeWithTheKind", run: limitsAgreeWithTheKind},
		{group: "declaration", title: "UnsupportedKindIsRefused", once: true, run: unsupportedKindIsRefused},
	}
}

// declaredVerbsAreImplemented compares what Info permits with what the code
// can do, both ways.
func declaredVerbsAreImplemented(s *stage) {
	permitted := func(v engine.Verb) bool {
		for _, limits := range s.info.Kinds {
			if limits.Permits(v) {
				return true
			}
		}
		return false
	}
	if !permitted(engine.Create) {
		s.Error("Create is implemented and no kind permits it")
	}
	for _, c := range []struct {
		verb engine.Verb
		can  bool
		by   string
	}{
		{engine.Update, s.caps.Update, "Updater"},
		{engine.Delete, s.caps.Delete, "Deleter"},
		{engine.Replace, s.caps.Delete, "Deleter"},
	} {
		if permitted(c.verb) && !c.can {
			s.Errorf("Info permits %v and the provider is no %s", c.verb, c.by)
		}
		if !permitted(c.verb) && c.can && c.verb != engine.Replace {
			s.Errorf("the provider is an %s and no kind permits %v", c.by, c.verb)
		}
	}
	if counts := len(s.info.Counts.Post) + len(s.info.Counts.Account); (counts > 0) != s.caps.Measure {
		s.Errorf("Info declares %d counts, and the provider is a Measurer: %t", counts, s.caps.Measure)
	}
	if s.info.Network == "" || s.info.Label == "" {
		s.Error("Info lacks the network's name or its label for people")
	}
	if _, ok := s.info.Kinds[s.info.PostKind]; !ok {
		s.Errorf("PostKind %q is not among Kinds: no post could be published", s.info.PostKind)
	}
}

// infoIsStatic compares two calls, around a request; functions are not compared.
func infoIsStatic(s *stage) {
	p := s.open()
	first, second := p.Info(), s.open().Info()
	for _, info := range []*engine.Info{&first, &second} {
		info.Count, info.Normalize, info.Edits, info.Check, info.Task = nil, nil, nil, nil, nil
	}
	if !reflect.DeepEqual(first, second) {
		s.Errorf("Info changed:\n%+v\n%+v", first, second)
	}
	if s.wire != nil && len(s.wire.requests()) > 0 {
		s.Errorf("New or Info sent a request: %v", s.wire.requests()[0].URL)
	}
}

func limitsAgreeWithTheKind(s *stage) {
	for _, name := range s.limits.Required {
		if !s.limits.Shows(name) {
			s.Errorf("field %s is required and not shown", name)
		}
	}
	for _, verb := range s.limits.Verbs {
		if !verb.Sends() {
			s.Errorf("verb %v sends nothing: a network neither permits nor forbids it", verb)
		}
	}
	if s.limits.Reschedule && !s.limits.Schedules {
		s.Error("declares Reschedule without Schedules")
	}
	if s.limits.Schedules && s.limits.ScheduleMax > 0 && s.limits.ScheduleMax <= s.limits.ScheduleMin {
		s.Errorf("takes schedules from %v to %v ahead: never", s.limits.ScheduleMin, s.limits.ScheduleMax)
	}
	if pictures := s.limits.Shows("media") || s.limits.Shows("avatar"); pictures != (len(s.limits.MediaTypes) > 0) {
		s.Errorf("shows pictures: %v, media types: %v", pictures, s.limits.MediaTypes)
	}
	if s.info.Normalize != nil {
		once := s.info.Normalized(s.full(1).Spec)
		if twice := s.info.Normalized(once); !reflect.DeepEqual(once.Fields(), twice.Fields()) {
			s.Errorf("normalising twice gives another text:\n%v\n%v", once.Fields(), twice.Fields())
		}
	}
}

// unsupportedKindIsRefused asks for a kind that is not declared, or for one
// that does not exist at all.
func unsupportedKindIsRefused(s *stage) {
	specs := []engine.Spec{&engine.Post{Text: "a"}, &engine.Article{Title: "a", Body: "b"},
		&engine.Page{Title: "a", Body: "b"}, &engine.Profile{Name: "a"}, strange{}}
	p := s.open()
	for _, spec := range specs {
		if slices.Contains(kindsOf(s.info), spec.Kind()) {
			continue
		}
		d := s.desire(1, spec)
		d.ID.Kind = spec.Kind()
		var err error
		if writes := s.writesOf(func() { _, err = p.Create(s.Context(), d, s.intent(engine.Create, d)) }); writes > 0 {
			s.Errorf("Create of a %s, which is not declared, made %d writes", spec.Kind(), writes)
		}
		s.wantKind("Create of a "+string(spec.Kind())+", which is not declared", err, engine.Unsupported)
	}
}

func kindsOf(info engine.Info) []engine.Kind {
	var kinds []engine.Kind
	for k := range info.Kinds {
		kinds = append(kinds, k)
	}
	return kinds
}

// strange is a kind of the future.
type strange struct{}

func (strange) Kind() engine.Kind                                     { return "hologram" }
func (strange) Fields() map[string]string                             { return map[string]string{"text": "a"} }
func (strange) Map(func(string) string) engine.Spec                   { return strange{} }
func (strange) Plain() string                                         { return "a" }
func (strange) Files() []engine.Media                                 { return nil }
func (strange) WithFiles(func(engine.Media) engine.Media) engine.Spec { return strange{} }
