package providertest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"galley/engine"
)

// Narrative: a report compares counts. A count that was not reported must not
// look like nobody came, and asking must not cost what publishing needs.
func metricsChecks() []check {
	measures := needs(creates, automatic, measurer, many, counted)
	return []check{
		{group: "metrics", title: "MeasuresWhatIsAsked", needs: measures, run: measuresWhatIsAsked},
		{group: "metrics", title: "CountsAreDeclared", needs: measures, run: countsAreDeclared},
		{group: "metrics", title: "AbsentIsNotZero", needs: needs(measures, overHTTP), run: absentIsNotZero},
		{group: "metrics", title: "GoneIsLeftOut", needs: needs(measures, deletes), run: goneIsLeftOut},
		{group: "metrics", title: "MeasuresInFewRequests", needs: needs(measures, overHTTP), run: measuresInFewRequests},
		{group: "metrics", title: "ThrottledKeepsWhatItTold", needs: needs(measures, overHTTP), run: throttledKeepsWhatItTold},
		{group: "metrics", title: "CutMeasuringEndsWithAnError", needs: needs(measures, overHTTP), run: cutMeasuringEndsWithAnError},
		{group: "metrics", title: "MeasuringOnlyReads", needs: needs(measures, overHTTP), run: measuringOnlyReads},
	}
}

// measure asks a provider and returns what it told, in order, and how it ended.
func (s *stage) measure(p engine.Provider, remotes ...engine.RemoteID) (told []engine.RemoteID, err error) {
	s.Helper()
	for m, failure := range p.(engine.Measurer).Measure(s.Context(), remotes) {
		if err != nil {
			s.Fatalf("Measure went on after %v", err)
		}
		if err = failure; err == nil {
			told = append(told, m.Remote)
		}
	}
	return told, err
}

func measuresWhatIsAsked(s *stage) {
	p := s.open()
	made := s.create(p, s.plain(1))
	s.create(p, s.plain(2))
	s.settle()
	got, err := s.measure(s.open(), made.Remote)
	if err != nil {
		s.Fatalf("Measure: %v", err)
	}
	if len(got) != 1 || got[0] != made.Remote {
		s.Errorf("asked for %q, measured %q", made.Remote, got)
	}
	if got, err := s.measure(s.open()); err != nil || len(got) != 0 {
		s.Errorf("asked for nothing, measured %q, %v", got, err)
	}
}

// goneIsLeftOut asks for a post that was taken down between two that were not.
func goneIsLeftOut(s *stage) {
	p := s.open()
	first, gone, last := s.create(p, s.plain(1)), s.create(p, s.plain(2)), s.create(p, s.plain(3))
	if err := p.(engine.Deleter).Delete(s.Context(), gone, s.intentOn(engine.Delete, gone, s.plain(2))); err != nil {
		s.Fatalf("Delete: %v", err)
	}
	s.settle()
	got, err := s.measure(s.open(), first.Remote, gone.Remote, last.Remote)
	if want := sorted([]engine.RemoteID{first.Remote, last.Remote}); err != nil || !slices.Equal(sorted(got), want) {
		s.Errorf("measured %q, %v, want %q", got, err, want)
	}
}

// batches makes one post more than one request tells of.
func (s *stage) batches() []engine.RemoteID {
	s.Helper()
	p := s.open()
	var made []engine.RemoteID
	for n := range max(s.info.Counts.Batch, 1) + 1 {
		made = append(made, s.create(p, s.plain(n)).Remote)
	}
	s.settle()
	return made
}

// measuresInFewRequests compares the costs of one post and of a batch and one
// more. A network that refuses to tell of several at once costs a request for
// each.
func measuresInFewRequests(s *stage) {
	made := s.batches()
	requests := func(remotes ...engine.RemoteID) (n, refused int) {
		s.Helper()
		p := s.open()
		s.wire.obey(onAll(strike{after: func(_ *http.Request, resp *http.Response) (*http.Response, error) {
			if resp.StatusCode >= http.StatusBadRequest {
				refused++
			}
			return resp, nil
		}}))
		defer s.calm()
		if got, err := s.measure(p, remotes...); err != nil || len(got) != len(remotes) {
			s.Fatalf("measured %d of %d: %v", len(got), len(remotes), err)
		}
		reads, writes := s.wire.count()
		return reads + writes, refused
	}
	one, _ := requests(made[0])
	all, refused := requests(made...)
	most := one + 1
	if refused > 0 {
		most = one + len(made) + refused
	}
	if all > most {
		s.Errorf("%d posts took %d requests and one took %d: at most %d of %d each are needed, as Info declares", len(made), all, one, most, max(s.info.Counts.Batch, 1))
	}
	if len(s.info.Counts.Account) == 0 {
		return
	}
	if account, _ := requests(append([]engine.RemoteID{""}, made...)...); account > all+1 {
		s.Errorf("with the account it took %d requests, without %d", account, all)
	}
}

// lastOf returns the number of reads that measuring takes.
func (s *stage) lastOf(remotes []engine.RemoteID) int {
	s.Helper()
	p := s.open()
	s.wire.obey(nil)
	if _, err := s.measure(p, remotes...); err != nil {
		s.Fatalf("Measure: %v", err)
	}
	reads, _ := s.wire.count()
	return reads
}

// throttledKeepsWhatItTold refuses the last request.
func throttledKeepsWhatItTold(s *stage) {
	made := s.batches()
	p, last := s.open(), s.lastOf(made)
	s.wire.obey(onRead(last, answerWith(http.StatusTooManyRequests, "application/json", `{"error":"slow down"}`, "Retry-After", "90")))
	got, err := s.measure(p, made...)
	s.wantKind("Measure that came too often", err, engine.Throttled)
	if wait := engine.RetryAfterOf(err); wait != 90*time.Second {
		s.Errorf("it is to wait %v, want 90 s", wait)
	}
	if len(got) == 0 || len(got) >= len(made) {
		s.Errorf("it told of %d of %d posts, want those of the answers before", len(got), len(made))
	}
}

// cutMeasuringEndsWithAnError breaks the last request: posts of which nothing was
// said would be taken for gone.
func cutMeasuringEndsWithAnError(s *stage) {
	made := s.batches()
	last := s.lastOf(made)
	for name, hit := range map[string]strike{
		"a broken connection": {instead: func(*http.Request) (*http.Response, error) { return nil, errLost }},
		"500":                 answerWith(http.StatusInternalServerError, "application/json", `{"error":"no"}`),
		"a web page":          answerWith(http.StatusOK, "text/html", "<!doctype html><title>Sorry</title>"),
		"no answer":           answerWith(http.StatusOK, "application/json", ""),
	} {
		p := s.open()
		s.wire.obey(onRead(last, hit))
		if got, err := s.measure(p, made...); err == nil {
			s.Errorf("%s: it told of %d of %d posts and ended without an error", name, len(got), len(made))
		}
	}
}

// measuringOnlyReads measures with a provider that has worked before, so that a
// login is not among the requests.
func measuringOnlyReads(s *stage) {
	made := s.create(s.open(), s.plain(1))
	s.settle()
	p := s.open()
	for range 2 {
		s.wire.obey(nil)
		if _, err := s.measure(p, made.Remote, ""); err != nil {
			s.Fatalf("Measure: %v", err)
		}
	}
	if _, writes := s.wire.count(); writes > 0 {
		s.Errorf("measuring made %d writes", writes)
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
	for m, err := range p.(engine.Measurer).Measure(s.Context(), []engine.RemoteID{made.Remote, ""}) {
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
