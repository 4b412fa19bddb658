package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/zone"
)

var update = flag.Bool("update", false, "write the golden files")

func paris(t testing.TB) *time.Location {
	t.Helper()
	loc, err := zone.Load("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// month is a December in which everything happens once.
func month(t testing.TB) Input {
	local := paris(t)
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 12, day, hour, minute, 0, 0, local).UTC()
	}
	in := Input{Project: "Cinéma Le Phare | Lille", Commit: "0123456789abcdef0123", From: at(1, 0, 0), To: at(32, 0, 0),
		Zone: local, AsOf: at(18, 12, 0), Manual: []engine.Network{"manual"}, Blocked: map[engine.ID]string{},
		Record: engine.Record{IDs: map[engine.ID]engine.Recorded{}}}
	line := 0
	add := func(channel engine.Channel, slug string, due time.Time, edit func(*engine.Desired, *engine.Recorded)) {
		line += 10
		id := engine.ID{Kind: engine.KindPost, Channel: channel, Slug: slug}
		d := engine.Desired{ID: id, Class: engine.Publish, Account: engine.Account{Network: "site"}, Due: due,
			Rules: engine.Rules{Late: engine.Late{Max: 4 * time.Hour}}, Digest: "d-" + slug,
			Source: engine.Pos{File: "calendar/2026-12.yaml", Line: line, Col: 3}}
		rec := engine.Recorded{ID: id}
		if edit != nil {
			edit(&d, &rec)
		}
		in.Desired = append(in.Desired, d)
		in.Record.IDs[d.ID] = rec
	}
	live := func(at time.Time) func(*engine.Desired, *engine.Recorded) {
		return func(d *engine.Desired, r *engine.Recorded) {
			r.Phase, r.Published, r.Due = engine.Live, at, d.Due
			r.URL = "https://phare.example/" + d.ID.Slug + "/"
		}
	}
	add("site-fr", "soiree", at(2, 18, 0), live(at(2, 18, 4)))
	add("site-en", "soiree", at(2, 18, 0), live(at(2, 18, 4)))
	add("site-fr", "affiche", at(4, 9, 0), live(at(4, 12, 20)))
	add("site-fr", "expiree", at(5, 9, 0), func(d *engine.Desired, r *engine.Recorded) {
		live(at(5, 9, 0))(d, r)
		r.Phase, r.Removed = engine.Absent, true
	})
	add("site-fr", "sautee", at(8, 9, 0), func(d *engine.Desired, r *engine.Recorded) { r.Skipped = d.Due })
	add("site-en", "gelee", at(10, 9, 0), func(d *engine.Desired, r *engine.Recorded) { d.Labels.Campaign = "hiver" })
	add("site-fr", "tenue", at(10, 11, 0), func(d *engine.Desired, r *engine.Recorded) { r.Held = d.Due })
	add("site-en", "doute", at(11, 9, 0), func(d *engine.Desired, r *engine.Recorded) {
		r.Open = &engine.Intent{ID: d.ID, Verb: engine.Create, Due: d.Due, SendBy: d.Due.Add(time.Minute)}
	})
	add("site-fr", "refusee", at(14, 9, 0), func(d *engine.Desired, r *engine.Recorded) {
		r.Refused, r.Refusal = d.Digest, "alt text is missing"
	})
	add("site-fr", "tardive", at(14, 10, 0), nil)
	add("site-fr", "sans-accord", at(15, 9, 0), nil)
	in.Blocked[engine.ID{Kind: engine.KindPost, Channel: "site-fr", Slug: "sans-accord"}] = "needs the approval of a senior"
	add("site-fr", "enlevee", at(15, 10, 0), func(d *engine.Desired, r *engine.Recorded) {
		live(at(15, 10, 1))(d, r)
		r.Phase, r.Gone = engine.Absent, true
	})
	add("vitrine", "affichette", at(16, 9, 0), func(d *engine.Desired, r *engine.Recorded) {
		d.Account.Network = "manual"
		r.Open = &engine.Intent{ID: d.ID, Due: d.Due}
	})
	add("site-fr", "toute-fraiche", at(18, 11, 55), nil)
	add("site-fr", "retiree", at(3, 9, 0), func(d *engine.Desired, r *engine.Recorded) {
		d.Class, d.Reason = engine.Remove, "film déprogrammé <!-- notes -->"
	})
	add("site-fr", "veillee", at(24, 18, 0), nil)
	add("site-en", "confiee", at(26, 9, 0), func(d *engine.Desired, r *engine.Recorded) { r.Phase, r.Due = engine.Scheduled, d.Due })
	add("site-en", "fil", at(28, 9, 0), nil)
	add("site-en", "brouillon", time.Time{}, nil)
	add("site-en", "fusion", time.Time{}, func(d *engine.Desired, r *engine.Recorded) { d.Merge = true })
	add("site-fr", "vieille", at(-29, 9, 0), func(d *engine.Desired, r *engine.Recorded) { r.Held = d.Due })
	add("site-fr", "ancienne", at(-29, 9, 0), live(at(-29, 9, 0)))
	second := in.Desired[0]
	second.ID.Part, second.Parent = "2", second.ID
	in.Desired = append(in.Desired, second)
	in.Record.IDs[second.ID] = engine.Recorded{ID: second.ID, Phase: engine.Live, Published: at(2, 18, 5), Due: second.Due}
	orphan := engine.ID{Kind: engine.KindPost, Channel: "site-fr", Slug: "sans-fichier"}
	in.Record.IDs[orphan] = engine.Recorded{ID: orphan, Phase: engine.Live, Released: true, Due: at(7, 9, 0),
		Published: at(7, 9, 0), URL: "https://phare.example/sans-fichier/"}
	in.Freezes = []engine.Freeze{{Slug: "panne", Campaigns: []string{"hiver"}, Reason: "panne de chauffage",
		From: at(9, 0, 0), Until: at(12, 0, 0)}}
	return in
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (go test -update writes it)\ngot:\n%s\nwant:\n%s", path, got, want)
	}
}

// markdownOf is the report of a delivery of which nothing was counted.
func markdownOf(r Report, language string) []byte {
	return Lay(Compose(Source{Delivery: r}), language).Markdown(Addresses{})
}

func jsonOf(r Report) []byte { return Compose(Source{Delivery: r}).JSON() }

func TestReportReadsWellInBothLanguages(t *testing.T) {
	r := Compute(month(t))
	golden(t, "month.en.md", markdownOf(r, "en"))
	golden(t, "month.fr.md", markdownOf(r, "fr-CH"))
	golden(t, "month.json", jsonOf(r))
}

func TestEmptyPeriodSaysSo(t *testing.T) {
	r := Compute(Input{Project: "x", From: time.Unix(0, 0), To: time.Unix(86400, 0)})
	if got := string(markdownOf(r, "en")); !strings.Contains(got, "Nothing was planned.") {
		t.Errorf("got:\n%s", got)
	}
	if !json.Valid(jsonOf(r)) {
		t.Error("JSON is not valid")
	}
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	in := month(t)
	want := jsonOf(Compute(in))
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		random.Shuffle(len(in.Desired), func(i, j int) { in.Desired[i], in.Desired[j] = in.Desired[j], in.Desired[i] })
		if got := jsonOf(Compute(in)); !bytes.Equal(got, want) {
			t.Fatalf("shuffled input changes the report:\n%s", got)
		}
	}
}

func TestEveryPostIsCountedOnce(t *testing.T) {
	r := Compute(month(t))
	total := 0
	for _, n := range r.Totals {
		total += n
	}
	if total != len(r.Posts) {
		t.Errorf("the totals count %d posts, the list has %d", total, len(r.Posts))
	}
	sum := Counts{}
	for _, c := range r.Channels {
		for _, w := range c.Weeks {
			for s, n := range w.Totals {
				sum[s] += n
			}
		}
	}
	if sum != r.Totals {
		t.Errorf("weeks sum up to %v, totals are %v", sum, r.Totals)
	}
}

func TestThreadIsItsWorstPart(t *testing.T) {
	in := month(t)
	part := in.Desired[len(in.Desired)-1].ID
	rec := in.Record.IDs[part]
	rec.Open = &engine.Intent{ID: part, Verb: engine.Create, Due: rec.Due}
	in.Record.IDs[part] = rec
	for _, e := range Compute(in).Posts {
		if e.ID == part && e.State == Uncertain {
			return
		}
	}
	t.Errorf("no uncertain entry for %s", part)
}

func TestStates(t *testing.T) {
	now := time.Date(2026, 12, 18, 12, 0, 0, 0, time.UTC)
	hour := func(h int) time.Time { return now.Add(time.Duration(h) * time.Hour) }
	for name, c := range map[string]struct {
		d    engine.Desired
		rec  engine.Recorded
		want State
	}{
		"future":                      {d: engine.Desired{Due: hour(1)}, want: Scheduled},
		"due now":                     {d: engine.Desired{Due: now}, want: Pending},
		"late within its rule":        {d: engine.Desired{Due: hour(-4)}, want: Pending},
		"too late, asks":              {d: engine.Desired{Due: hour(-5)}, want: Blocked},
		"too late, skips":             {d: engine.Desired{Due: hour(-5), Rules: engine.Rules{Late: engine.Late{Then: engine.LateSkip}}}, want: Skipped},
		"too late, publishes":         {d: engine.Desired{Due: hour(-5), Rules: engine.Rules{Late: engine.Late{Then: engine.LatePublish}}}, want: Pending},
		"skipped, then a new time":    {d: engine.Desired{Due: hour(2)}, rec: engine.Recorded{Skipped: hour(-9)}, want: Scheduled},
		"handed over":                 {d: engine.Desired{Due: hour(2)}, rec: engine.Recorded{Phase: engine.Scheduled}, want: Scheduled},
		"handed over, due":            {d: engine.Desired{Due: hour(-1)}, rec: engine.Recorded{Phase: engine.Scheduled}, want: Pending},
		"handed over, lost":           {d: engine.Desired{Due: hour(-5)}, rec: engine.Recorded{Phase: engine.Scheduled}, want: Uncertain},
		"refused, then edited":        {d: engine.Desired{Due: hour(-1), Digest: "new"}, rec: engine.Recorded{Refused: "old"}, want: Pending},
		"merge, seen":                 {d: engine.Desired{Merge: true}, rec: engine.Recorded{Seen: hour(-1)}, want: Pending},
		"merge, published":            {d: engine.Desired{Merge: true}, rec: engine.Recorded{Seen: hour(-1), Phase: engine.Live, Published: hour(-1)}, want: OnTime},
		"slot without a time":         {d: engine.Desired{Slot: true}, want: Draft},
		"taken over, moment unknown":  {d: engine.Desired{Due: hour(-90)}, rec: engine.Recorded{Phase: engine.Live}, want: OnTime},
		"withdrawn, then a new time":  {d: engine.Desired{Due: hour(5)}, rec: engine.Recorded{Removed: true, Published: hour(-50)}, want: Scheduled},
		"fourteen minutes late":       {d: engine.Desired{Due: now}, rec: engine.Recorded{Phase: engine.Live, Published: now.Add(14 * time.Minute)}, want: OnTime},
		"sixteen minutes late":        {d: engine.Desired{Due: now}, rec: engine.Recorded{Phase: engine.Live, Published: now.Add(16 * time.Minute)}, want: Late},
		"open and withdrawn":          {d: engine.Desired{Class: engine.Remove}, rec: engine.Recorded{Open: &engine.Intent{SendBy: now}}, want: Uncertain},
		"with a person, now frozen":   {d: engine.Desired{Due: hour(-2), Account: engine.Account{Network: "manual"}, Labels: engine.Labels{Tags: []string{"frozen"}}}, rec: engine.Recorded{Phase: engine.Draft}, want: ToDo},
		"expired before it went out":  {d: engine.Desired{Due: hour(-3), Until: hour(-1)}, want: Blocked},
		"expired after it went out":   {d: engine.Desired{Due: hour(-3), Until: hour(-1)}, rec: engine.Recorded{Removed: true, Published: hour(-3)}, want: OnTime},
		"freeze to come":              {d: engine.Desired{Due: hour(2), Labels: engine.Labels{Tags: []string{"frozen"}}}, want: Scheduled},
		"freeze that began after due": {d: engine.Desired{Due: hour(-2), Labels: engine.Labels{Tags: []string{"frozen"}}}, want: Held},
	} {
		t.Run(name, func(t *testing.T) {
			c.d.ID = engine.ID{Kind: engine.KindPost, Channel: "c", Slug: "s"}
			c.d.Rules.Late.Max = 4 * time.Hour
			in := Input{AsOf: now, Manual: []engine.Network{"manual"}, Freezes: []engine.Freeze{{Tags: []string{"frozen"}, From: hour(-1)}}}
			if got := judge(in, c.d, c.rec, DefaultOnTime); got.State != c.want {
				t.Errorf("got %s, want %s", got.State, c.want)
			}
		})
	}
}

func TestNotesSurviveRegeneration(t *testing.T) {
	fresh := markdownOf(Compute(month(t)), "fr")
	const note = "La panne a coûté trois posts.\n\n- prévoir un remplaçant"
	hint := []byte(french().notesHint)
	old := bytes.Replace(fresh, hint, []byte(note), 1)
	old = bytes.Replace(old, []byte("## Notes"), []byte("## An older report\n\n## Notes"), 1)
	want := bytes.Replace(fresh, hint, []byte(note), 1)
	if got := Merge(old, fresh); !bytes.Equal(got, want) {
		t.Errorf("got:\n%s", got)
	}
	if got := Merge(Merge(old, fresh), fresh); !bytes.Equal(got, want) {
		t.Errorf("merging twice:\n%s", got)
	}
	if got := Merge(fresh, fresh); !bytes.Equal(got, fresh) {
		t.Errorf("merging without notes changes the report:\n%s", got)
	}
}

func TestAHintIsNoNote(t *testing.T) {
	for text, want := range map[string]string{
		"":    "",
		"# x": "",
		"<!-- notes -->\n" + english().notesHint + "\n<!-- /notes -->\n": "",
		"<!-- notes -->\n" + french().notesHint + "\n<!-- /notes -->\n":  "",
		"<!-- notes -->\n\n<!-- /notes -->\n":                            "",
		"a\n<!-- notes -->\n\n- **Snow**.\n\n<!-- /notes -->\nb\n":       "- **Snow**.",
		"<!-- notes -->\r\nSnow.\r\n":                                    "Snow.",
	} {
		if got := Commentary([]byte(text)); got != want {
			t.Errorf("Commentary(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestMergeKeepsWhatItCannotPlace(t *testing.T) {
	fresh := []byte("# new\n\n<!-- notes -->\nhint\n<!-- /notes -->\n\nfoot\n")
	for name, c := range map[string]struct{ old, want string }{
		"no old report":      {"", string(fresh)},
		"old without notes":  {"# old\n", string(fresh)},
		"closing mark lost":  {"<!-- notes -->\nmine\n", "# new\n\n<!-- notes -->\nmine\n<!-- /notes -->\n\nfoot\n"},
		"windows line ends":  {"<!-- notes -->\r\nmine\r\n<!-- /notes -->\r\n", "# new\n\n<!-- notes -->\nmine\n<!-- /notes -->\n\nfoot\n"},
		"empty notes":        {"<!-- notes -->\n<!-- /notes -->", "# new\n\n<!-- notes -->\n<!-- /notes -->\n\nfoot\n"},
		"mark inside a line": {"see <!-- notes --> here\n", string(fresh)},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(Merge([]byte(c.old), fresh)); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

func TestTextsCannotBreakTheTable(t *testing.T) {
	in := month(t)
	in.Freezes[0].Reason = "a | b\n# c <!-- notes --> `d` [e](http://f)"
	text := string(markdownOf(Compute(in), "en"))
	if n := strings.Count(text, notesBegin); n != 1 {
		t.Errorf("%d marks of notes, want 1", n)
	}
	if !strings.Contains(text, "a \\| b # c &lt;!-- notes --&gt; \\`d\\` \\[e\\](http://f)") {
		t.Errorf("reason is not escaped:\n%s", text)
	}
}

func TestDurations(t *testing.T) {
	for d, want := range map[time.Duration]string{
		30 * time.Second: "< 1 min", 5 * time.Minute: "5 min", 200 * time.Minute: "3 h 20 min", 3 * time.Hour: "3 h",
		52*time.Hour + 3*time.Minute: "2 j 4 h", 48*time.Hour + 3*time.Minute: "2 j",
	} {
		if got := strings.ReplaceAll(french().duration(d), "\u00a0", " "); got != want {
			t.Errorf("duration(%s) = %q, want %q", d, got, want)
		}
	}
}

func TestWeeksBeginOnMonday(t *testing.T) {
	for week, want := range map[Week]string{{2026, 1}: "2025-12-29", {2026, 53}: "2026-12-28", {2027, 1}: "2027-01-04", {2024, 9}: "2024-02-26"} {
		if got := week.monday().Format(time.DateOnly); got != want {
			t.Errorf("%s begins on %s, want %s", week, got, want)
		}
		if back := weekOf(week.monday()); back != week {
			t.Errorf("the monday of %s is in %s", week, back)
		}
	}
}

// BenchmarkYear reports a year of 10,000 posts on three channels.
func BenchmarkYear(b *testing.B) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	in := Input{From: start, To: start.AddDate(1, 0, 0), Zone: paris(b), AsOf: start.AddDate(0, 9, 0),
		Record: engine.Record{IDs: map[engine.ID]engine.Recorded{}}}
	for i := range 10_000 {
		id := engine.ID{Kind: engine.KindPost, Channel: engine.Channel(fmt.Sprintf("c%d", i%3)), Slug: fmt.Sprintf("p%d", i)}
		d := engine.Desired{ID: id, Due: start.Add(time.Duration(i) * 50 * time.Minute)}
		in.Desired = append(in.Desired, d)
		if d.Due.Before(in.AsOf) {
			in.Record.IDs[id] = engine.Recorded{Phase: engine.Live, Due: d.Due, Published: d.Due.Add(time.Duration(i%40) * time.Minute)}
		}
	}
	for b.Loop() {
		r := Compute(in)
		markdownOf(r, "fr")
		jsonOf(r)
	}
}
