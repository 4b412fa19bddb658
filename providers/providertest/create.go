package providertest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// Narrative: one resource is published and looked at by another process. What
// it shows must be what was declared, or every plan would want to change it
// again.
func createChecks() []check {
	return []check{
		{group: "create", title: "CreateThenReadIsEqual", needs: needs(creates, automatic, readable), run: createThenReadIsEqual},
		{group: "create", title: "SecondPlanIsEmpty", needs: needs(creates, automatic, lister, many), run: secondPlanIsEmpty},
		{group: "create", title: "AwkwardText", needs: needs(creates, automatic, readable, hasText), run: awkwardText},
		{group: "create", title: "ExactLimitFits", needs: needs(creates, automatic, readable, hasText, limited), run: exactLimitFits},
		{group: "create", title: "OneAboveTheLimitIsInvalid", needs: needs(creates, automatic, hasText, limited), run: oneAboveTheLimitIsInvalid},
		{group: "create", title: "CountsTextAsNetworkDoes", needs: hasLengths, run: countsTextAsNetworkDoes, once: true},
		{group: "create", title: "MediaWithAltText", needs: needs(creates, automatic, readable, takesPictures), run: mediaWithAltText},
		{group: "create", title: "ThreadsContinueTheirParent", needs: needs(creates, automatic, readable, children), run: threadsContinueTheirParent},
		{group: "create", title: "NothingLiveBeforeDue", needs: needs(creates, automatic, lister, schedules), run: nothingLiveBeforeDue},
		{group: "create", title: "LeadTimeTooShort", needs: needs(creates, automatic, schedules, hasLead), run: leadTimeTooShort},
		{group: "create", title: "ManualWaitsForAPerson", needs: needs(creates, manual), run: manualWaitsForAPerson},
	}
}

func limited(s subject) string {
	return unless(s.limits.MaxText > 0, "%s has no limit of length", s.kind)
}

func hasLengths(s subject) string {
	return unless(len(s.network.Lengths) > 0 || s.info.Count != nil,
		"the network counts characters and the test gives no Lengths")
}

func hasLead(s subject) string {
	return unless(s.limits.ScheduleMin > 0, "%s declares no least lead", s.kind)
}

func manual(s subject) string { return unless(s.info.Manual, "the network is not manual") }

func children(s subject) string {
	return unless(s.info.Children && s.kind == s.info.PostKind, "%s has no children", s.kind)
}

func createThenReadIsEqual(s *stage) {
	for n, d := range []engine.Desired{s.plain(1), s.full(2)} {
		one := s
		if n > 0 {
			one = s.again()
			maps.Copy(one.blobs, s.blobs)
		}
		made := one.create(one.open(), d)
		if made.Phase != engine.Live {
			s.Errorf("Create returned phase %v, want live", made.Phase)
		}
		s.wantShown("what Create returned", d, made)
		if !made.ID.IsZero() {
			s.Errorf("Create set the ID %s: only the engine knows IDs", made.ID)
		}
		seen := one.look(made)
		s.wantShown("what a new process reads", d, seen)
		if seen.Remote != made.Remote || seen.Phase != engine.Live {
			s.Errorf("read %q, %v; created %q, live", seen.Remote, seen.Phase, made.Remote)
		}
		if seen.URL != made.URL || seen.Version != made.Version {
			s.Errorf("read URL %q, version %q; Create said %q, %q", seen.URL, seen.Version, made.URL, made.Version)
		}
	}
}

// secondPlanIsEmpty is the double run: what was created is listed as declared,
// also after an update.
func secondPlanIsEmpty(s *stage) {
	want := map[engine.RemoteID]engine.Desired{}
	for n := range 3 {
		d := s.full(n)
		want[s.create(s.open(), d).Remote] = d
	}
	s.wantListed(want)
	updater, ok := s.open().(engine.Updater)
	if !ok || !s.limits.Permits(engine.Update) {
		return
	}
	before := s.list()[0]
	d := s.edited(want[before.Remote], "The paper of the evening.")
	s.prepare(s.open(), d)
	if _, err := updater.Update(s.Context(), before, d, s.intentOn(engine.Update, before, d)); err != nil {
		s.Fatalf("Update: %v", err)
	}
	want[before.Remote] = d
	s.wantListed(want)
}

func (s *stage) wantListed(want map[engine.RemoteID]engine.Desired) {
	s.Helper()
	list := s.list()
	if len(list) != len(want) {
		s.Fatalf("the listing shows %d of %d", len(list), len(want))
	}
	for _, seen := range list {
		d, ok := want[seen.Remote]
		if !ok {
			s.Errorf("the listing shows %q, which nobody made", seen.Remote)
			continue
		}
		s.wantShown("a second plan is not empty: "+string(seen.Remote), d, seen)
	}
}

// awkward are texts that have hurt somebody.
var awkward = []struct{ name, text string }{
	{"accents", "Été à l’œuvre, naïve façade"},
	{"decomposed accents", "E\u0301te\u0301 a\u0300 la plage"},
	{"right to left", "שלום עולם and مرحبا"},
	{"joined emoji", "family 👨‍👩‍👧‍👦 and flag 🏳️‍🌈"},
	{"four-byte runes", "𝔤𝔞𝔩𝔩𝔢𝔶 𠜎𠜱"},
	{"line ends", "first\r\nsecond\r\n\r\nthird"},
	{"blank line", "first\n\nsecond"},
	{"mention", "thanks to @ana and @bo@example.org"},
	{"bare link", "see https://example.org/a?b=1&c=2#d, then go"},
	{"hashtag", "#Printing #été2026"},
	{"markup", "1 < 2 & 3 > 2 <b>bold</b> &amp; \"quoted\""},
	{"template", "{{ .Title }} ${post.a.b.url} %s %d"},
	{"backslash", `C:\new\table`},
}

func awkwardText(s *stage) {
	for n, c := range awkward {
		d := s.withText(n, c.text)
		one := s.again()
		maps.Copy(one.blobs, s.blobs)
		if diff := one.differs(d, one.look(one.create(one.open(), d))); diff != "" {
			s.Errorf("%s: %s", c.name, diff)
		}
	}
}

// ofLength is a text of exactly n as the network counts.
func (s *stage) ofLength(n int) string {
	s.Helper()
	text := strings.Repeat("a", n)
	if got := s.info.Length(text); got != n {
		s.Fatalf("%d letters count as %d", n, got)
	}
	return text
}

func exactLimitFits(s *stage) {
	d := s.withText(1, s.ofLength(s.limits.MaxText))
	s.wantShown("a text of exactly the limit", d, s.look(s.create(s.open(), d)))
}

func oneAboveTheLimitIsInvalid(s *stage) {
	d := s.withText(1, "")
	setText(d.Spec, s.ofLength(s.limits.MaxText+1))
	d = s.desire(1, d.Spec)
	_, err := s.open().Create(s.Context(), d, s.intent(engine.Create, d))
	s.wantKind("Create of a text one above the limit", err, engine.Invalid)
	s.wantNothing("a text one above the limit")
}

// wantNothing fails if the account shows anything of the stage's kind.
func (s *stage) wantNothing(what string) {
	s.Helper()
	if !s.caps.List {
		return
	}
	if list := s.list(); len(list) > 0 {
		s.Errorf("%s: %d on the account, want none", what, len(list))
	}
}

func setText(spec engine.Spec, text string) {
	switch spec := spec.(type) {
	case *engine.Post:
		spec.Text = text
	case *engine.Article:
		spec.Body = text
	case *engine.Page:
		spec.Body = text
	case *engine.Profile:
		spec.Bio = text
	case *engine.Filter:
		spec.Title = text
	}
}

// edited is d with another text, as an author would change it.
func (s *stage) edited(d engine.Desired, text string) engine.Desired {
	s.Helper()
	spec := d.Spec.Map(func(t string) string { return t })
	setText(spec, s.fit(text))
	changed := s.desire(0, spec)
	changed.ID, changed.Due = d.ID, d.Due
	changed.Digest = changed.ComputeDigest()
	return changed
}

func countsTextAsNetworkDoes(s *stage) {
	if len(s.network.Lengths) == 0 {
		s.Fatal("Info has a Count and Network.Lengths holds no example of it")
	}
	for _, text := range slices.Sorted(maps.Keys(s.network.Lengths)) {
		if got, want := s.info.Length(text), s.network.Lengths[text]; got != want {
			s.Errorf("%q counts as %d, the network says %d", text, got, want)
		}
	}
}

// mediaWithAltText sends as many pictures as the network takes, at most four,
// and reads them back in order with their texts.
func mediaWithAltText(s *stage) {
	n := 2
	if s.limits.MaxMedia > 0 {
		n = min(s.limits.MaxMedia, 4)
	}
	d := s.plain(1)
	media := s.media(n)
	switch spec := d.Spec.(type) {
	case *engine.Post:
		spec.Media = media
	case *engine.Article:
		spec.Media = media
	}
	d = s.desire(1, d.Spec)
	seen := s.look(s.create(s.open(), d))
	s.wantShown("a post with pictures", d, seen)
	for i, m := range seen.Spec.Files() {
		if i < len(media) && m.Alt != media[i].Alt {
			s.Errorf("picture %d: alt %q, want %q", i+1, m.Alt, media[i].Alt)
		}
	}
}

func threadsContinueTheirParent(s *stage) {
	p := s.open()
	first := s.plain(1)
	parent := s.create(p, first)
	child := s.plain(2)
	child.ID.Slug, child.ID.Part = first.ID.Slug, "2"
	child.Parent, child.ParentRemote = first.ID, parent.Remote
	child.Refs = []engine.ID{first.ID}
	if s.wire != nil {
		s.wire.obey(nil)
	}
	made := s.create(p, child)
	if made.Remote == parent.Remote {
		s.Error("the child has the remote id of its parent")
	}
	if s.wire != nil && !s.wire.told(string(parent.Remote)) {
		s.Errorf("nothing that was sent to create the child names its parent %s", parent.Remote)
	}
	s.wantShown("the child", child, s.look(made))
	s.wantShown("the parent", first, s.look(parent))
}

func (s *stage) scheduled(n int, lead time.Duration) (engine.Desired, engine.Intent) {
	s.Helper()
	d := s.plain(n)
	d.Due = time.Now().UTC().Truncate(time.Second).Add(lead)
	d.Rules.Native = true
	d.Digest = d.ComputeDigest()
	in := s.intent(engine.Create, d)
	in.Native = true
	return d, in
}

// nothingLiveBeforeDue hands a post over to the network's scheduler and waits
// for its time. Its remote id may change then; its text may not.
func nothingLiveBeforeDue(s *stage) {
	lead := s.limits.ScheduleMin + time.Hour
	d, in := s.scheduled(1, lead)
	s.prepare(s.open(), d)
	made, err := s.open().Create(s.Context(), d, in)
	if err != nil {
		s.Fatalf("Create for later: %v", err)
	}
	if made.Phase != engine.Scheduled || !made.Due.Equal(d.Due) {
		s.Errorf("Create for later returned %v, due %v; want scheduled, due %v", made.Phase, made.Due, d.Due)
	}
	before := s.list()
	if len(before) != 1 || before[0].Phase != engine.Scheduled || !before[0].Due.Equal(d.Due) {
		s.Fatalf("before its time the listing shows %s; want it scheduled for %v", phases(before), d.Due)
	}
	s.wantShown("what waits in the scheduler", d, before[0])
	time.Sleep(time.Until(d.Due))
	after := s.list()
	if len(after) != 1 || after[0].Phase != engine.Live {
		s.Fatalf("after its time the listing shows %s; want it live", phases(after))
	}
	s.wantShown("what went live", d, after[0])
}

func phases(list []engine.Observed) string {
	var parts []string
	for _, seen := range list {
		parts = append(parts, fmt.Sprintf("%s %v due %v", seen.Remote, seen.Phase, seen.Due))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func leadTimeTooShort(s *stage) {
	d, in := s.scheduled(1, s.limits.ScheduleMin/2)
	s.prepare(s.open(), d)
	_, err := s.open().Create(s.Context(), d, in)
	s.wantKind("Create with half of the least lead", err, engine.Invalid)
	s.wantNothing("a lead that is too short")
}

func manualWaitsForAPerson(s *stage) {
	d := s.plain(1)
	made, err := s.open().Create(s.Context(), d, s.intent(engine.Create, d))
	if err != nil {
		s.Fatalf("Create: %v", err)
	}
	if made.Phase == engine.Live {
		s.Error("Create of a manual network says live: only a person can tell")
	}
}
