package charter

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/schema"
)

var (
	noon  = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) // a Monday
	toots = engine.Channel("toots")
	only  = func(r schema.VolumetryRule) schema.Charter {
		return schema.Charter{Volumetry: []schema.VolumetryRule{r}}
	}
)

// ofTown returns the charter of a town with some channels, in Paris.
func ofTown(t testing.TB, rules schema.Charter) *Charter {
	t.Helper()
	rules.ID = "charter"
	in := schema.Content{Project: schema.Project{Zone: "Europe/Paris"}, Charter: &rules,
		Calendars: []schema.Calendar{{Holidays: []schema.Holiday{{Country: "FR"}}}}}
	for _, id := range []string{"blog", "board", "news", "sky", "toots"} {
		in.Channels = append(in.Channels, schema.Channel{ID: id, Network: "mastodon"})
	}
	c, mistakes := New(Input{Content: in})
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	return c
}

// planned is a post on toots so long after noon.
func planned(slug string, after time.Duration) Facts {
	id := engine.ID{Kind: engine.KindPost, Channel: toots, Slug: slug}
	return Facts{Post: slug, Renditions: []Fact{{ID: id, Due: noon.Add(after), At: engine.Pos{File: slug + ".yaml", Line: 3, Col: 5}, Network: "mastodon"}}}
}

// told writes findings in short: where, which rule, what.
func told(list []engine.Finding) (out []string) {
	for _, f := range list {
		out = append(out, fmt.Sprintf("%s %s %s", f.Object, f.Rule, f.Text))
	}
	return out
}

func wants(t *testing.T, got []engine.Finding, want ...string) {
	t.Helper()
	if !slices.Equal(told(got), want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(told(got), "\n\t"), strings.Join(want, "\n\t"))
	}
}

func TestWhatIsOutCountsAndIsNotBlamed(t *testing.T) {
	two := 2
	c := ofTown(t, only(schema.VolumetryRule{Per: "week", Max: &two, Spacing: "1h"}))
	sunday := noon.AddDate(0, 0, 6)
	facts := []Facts{planned("a", time.Hour), planned("b", time.Hour), planned("c", 2*time.Hour), planned("d", 6*24*time.Hour)}
	wants(t, c.Across(facts, Times{AsOf: sunday}), "Post d too-many-posts toots has 4 posts in the week of 2026-11-23, want at most 2")
}

func TestWhatWasPublishedCountsAtItsTime(t *testing.T) {
	c := ofTown(t, only(schema.VolumetryRule{Spacing: "1h"}))
	early, gone := planned("early", 3*time.Hour), planned("gone", 0)
	times := Times{AsOf: noon, Published: []Published{
		{ID: early.Renditions[0].ID, At: noon.Add(-10 * time.Minute)},
		{ID: gone.Renditions[0].ID, At: noon.Add(-5 * time.Minute)},
		{ID: engine.ID{Kind: engine.KindPost, Channel: toots, Slug: "gone", Part: "2"}, At: noon.Add(-4 * time.Minute)},
		{ID: engine.ID{Kind: engine.KindProfile, Channel: toots, Slug: "profile"}, At: noon.Add(-3 * time.Minute)},
	}}
	wants(t, c.Across([]Facts{early, planned("next", 10*time.Minute)}, times),
		"Post next posts-too-close goes out on toots 15m after post gone, want 1h between two posts")
}

// TestWhatIsLateIsStillHeldToTheRules: else an error would keep a post back until
// it is due, and no longer.
func TestWhatIsLateIsStillHeldToTheRules(t *testing.T) {
	c := ofTown(t, only(schema.VolumetryRule{Hours: "08:00-09:00"}))
	ledger := []Published{{ID: engine.ID{Kind: engine.KindPost, Channel: "sky", Slug: "other"}, At: noon}}
	for _, p := range []struct {
		after     time.Duration
		published []Published
		want      int
	}{
		{time.Hour, nil, 1}, {-time.Minute, nil, 1}, {-23 * time.Hour, nil, 1}, {-25 * time.Hour, nil, 0},
		{time.Hour, ledger, 1}, {-time.Minute, ledger, 1}, {-1000 * time.Hour, ledger, 1},
	} {
		if got := c.Across([]Facts{planned("p", p.after)}, Times{AsOf: noon, Published: p.published}); len(got) != p.want {
			t.Errorf("due %s after: got %q, want %d", p.after, told(got), p.want)
		}
	}
}

func TestWhatIsLateWouldGoOutNow(t *testing.T) {
	c := ofTown(t, only(schema.VolumetryRule{Spacing: "1h"}))
	first, second := planned("second-to-none", -20*time.Minute), planned("late", -10*time.Minute)
	for after, want := range map[time.Duration]string{0: "at the same time as", 20 * time.Minute: "20m after", time.Hour: ""} {
		times := Times{AsOf: noon.Add(after), Published: []Published{{ID: first.Renditions[0].ID, At: noon}}}
		got := c.Across([]Facts{first, second}, times)
		if want == "" && len(got) > 0 || want != "" && (len(got) != 1 || !strings.Contains(got[0].Object+" "+got[0].Text, "Post late goes out on toots "+want+" post second-to-none")) {
			t.Errorf("%s after the first one: got %q, want %q", after, told(got), want)
		}
	}
}

func TestWhatWasGivenUpDoesNotCount(t *testing.T) {
	c := ofTown(t, only(schema.VolumetryRule{Spacing: "100h"}))
	late := planned("late", -30*time.Hour)
	facts := []Facts{late, planned("next", time.Hour)}
	skipped := []Skipped{{late.Renditions[0].ID, late.Renditions[0].Due}}
	wants(t, c.Across(facts, Times{AsOf: noon, Skipped: skipped}))
	skipped[0].Due = noon.AddDate(0, -1, 0) // and it was given another time
	wants(t, c.Across(facts, Times{AsOf: noon, Skipped: skipped}),
		"Post next posts-too-close goes out on toots 1h after post late (late.yaml:3), want 100h between two posts")
}

func TestAWaiverOnEitherPostLetsBothBe(t *testing.T) {
	rules := only(schema.VolumetryRule{Spacing: "1h", RuleHead: schema.RuleHead{Severity: "warning", Cite: "3.2", Reason: "Readers tire."}})
	c := ofTown(t, rules)
	a, b := planned("a", time.Hour), planned("b", 90*time.Minute)
	got := c.Across([]Facts{a, b}, Times{AsOf: noon})
	want := engine.Finding{Pos: engine.Pos{File: "b.yaml", Line: 3, Col: 5}, Severity: engine.SeverityWarning, Rule: ruleSpacing,
		Text:   "goes out on toots 30m after post a (a.yaml:3), want 1h between two posts",
		Reason: "Readers tire.", Cite: "charter#3.2", Hint: "move one of the two", Object: "Post b", Channel: toots}
	if !reflect.DeepEqual(got, []engine.Finding{want}) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	want.Severity, want.Hint = engine.SeverityInfo, "waived by Ada: News."
	for _, f := range []*Facts{&a, &b} {
		f.Waivers = []schema.Waiver{{Rule: "Posts-Too-Close", Reason: "News.", By: "Ada"}}
		if got := c.Across([]Facts{a, b}, Times{AsOf: noon}); !reflect.DeepEqual(got, []engine.Finding{want}) {
			t.Errorf("waived by %s: got %+v", f.Post, got)
		}
		f.Waivers = nil
	}
}

func TestScopesSelectWhatIsCounted(t *testing.T) {
	none := 0
	c := ofTown(t, only(schema.VolumetryRule{Per: "day", Max: &none, RuleHead: schema.RuleHead{Scope: schema.RuleScope{Tags: []string{"Wine"}, Languages: []string{"fr"}}}}))
	a, b := planned("a", time.Hour), planned("b", 2*time.Hour)
	a.Renditions[0].Tags, a.Renditions[0].Language = []string{"x", "wine"}, "fr-CA"
	b.Renditions[0].Tags, b.Renditions[0].Language = []string{"wine"}, "en"
	wants(t, c.Across([]Facts{a, b}, Times{AsOf: noon}), "Post a too-many-posts toots has 1 post on 2026-11-23, want none")
}

func TestHoursFollowClocksThatChange(t *testing.T) {
	c := ofTown(t, only(schema.VolumetryRule{Hours: "08:00-20:00"}))
	at := func(utc string) Facts {
		due, err := time.Parse("2006-01-02 15:04", utc)
		if err != nil {
			t.Fatal(err)
		}
		return planned("p", due.Sub(noon))
	}
	for utc, fine := range map[string]bool{"2027-03-27 19:00": true, "2027-03-28 18:00": true, "2027-03-28 18:01": false, "2027-03-28 06:00": true, "2027-03-27 06:59": false} {
		if got := c.Across([]Facts{at(utc)}, Times{AsOf: noon}); (len(got) == 0) != fine {
			t.Errorf("%s UTC: got %q", utc, told(got))
		}
	}
}

func TestAnEmptyCentury(t *testing.T) {
	c := ofTown(t, schema.Charter{Volumetry: []schema.VolumetryRule{{Per: "day", Min: 1}}, Blackouts: []schema.BlackoutRule{{Holidays: true}}})
	got := c.Across([]Facts{planned("a", time.Hour), planned("b", 200*365*24*time.Hour)}, Times{AsOf: noon})
	if len(got) != 1 || !strings.HasPrefix(got[0].Text, "nothing is planned on toots from 2026-11-24 to ") {
		t.Errorf("got %q", told(got))
	}
}

func TestClosed(t *testing.T) {
	c := ofTown(t, schema.Charter{Blackouts: []schema.BlackoutRule{
		{On: "2026-11-13", RuleHead: schema.RuleHead{Reason: "A day of mourning."}},
		{From: "2026-12-24 18:00", To: "2026-12-26 08:00", RuleHead: schema.RuleHead{Scope: schema.RuleScope{Channels: []string{"toots"}}}},
		{From: "2027-05-03", To: "2027-05-04", RuleHead: schema.RuleHead{Scope: schema.RuleScope{Tags: []string{"wine"}}}},
		{Holidays: true, RuleHead: schema.RuleHead{Scope: schema.RuleScope{Networks: []string{"mastodon"}}}},
		{From: "2029-06-01"},
	}})
	for _, want := range []struct {
		channel   engine.Channel
		date, why string
	}{
		{"toots", "2026-11-13", "A day of mourning."}, {"toots", "2026-11-12", ""}, {"toots", "2026-11-14", ""},
		{"toots", "2026-12-23", ""}, {"toots", "2026-12-24", "a blackout"}, {"toots", "2026-12-26", "a blackout"}, {"toots", "2026-12-27", ""},
		{"sky", "2026-12-24", ""}, {"sky", "2026-12-25", "Christmas Day"}, {"elsewhere", "2026-12-25", ""},
		{"toots", "2027-05-03", ""}, {"sky", "2029-05-31", ""}, {"sky", "2090-02-01", "a blackout"}, {"sky", "soon", ""},
	} {
		if got := c.Closed(want.channel, want.date); got != want.why {
			t.Errorf("%s on %s: got %q, want %q", want.channel, want.date, got, want.why)
		}
	}
}

// everything is a charter with every rule across posts.
func everything() schema.Charter {
	five, two := 5, 2
	most, least := 0.7, 0.3
	return schema.Charter{
		Pillars:    []schema.Pillar{{ID: "useful", Share: &most}, {ID: "festive", Share: &least}},
		Balance:    []schema.BalanceRule{{Over: "28d", Tolerance: 0.15, From: 5}},
		Duplicates: []schema.DuplicateRule{{Within: "30d", Likeness: 0.8}},
		Volumetry: []schema.VolumetryRule{{Per: "day", Max: &five}, {Per: "week", Min: 2}, {Spacing: "30m", Hours: "06:00-23:00"},
			{Days: []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}}},
		Blackouts: []schema.BlackoutRule{{Holidays: true}, {From: "2027-08-01", To: "2027-08-15"}},
		Capacity:  []schema.CapacityRule{{Per: "day", Max: two}, {Per: "week", Max: five}},
		Links:     []schema.LinkRule{{Unique: true}},
	}
}

// calendarOf makes so many posts: on five channels, five a day each, but for
// Sundays. One in a hundred breaks some rule.
func calendarOf(n int, r *rand.Rand) []Facts {
	channels := []engine.Channel{"blog", "board", "news", "sky", "toots"}
	boilerplate := []uint32{1 << 20, 1 << 24, 1 << 28, 1 << 30}
	morning := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
	facts := make([]Facts, n)
	for i := range facts {
		slug, day, place := fmt.Sprintf("post-%06d", i), i/25, i%25
		sketch := slices.Clone(boilerplate)
		for range 20 + r.IntN(30) {
			sketch = append(sketch, r.Uint32())
		}
		f := Fact{
			ID:  engine.ID{Kind: engine.KindPost, Channel: channels[place%5], Slug: slug},
			Due: morning.AddDate(0, 0, day+day/6).Add(time.Duration(place/5)*2*time.Hour + time.Duration(r.IntN(60))*time.Minute),
			At:  engine.Pos{File: fmt.Sprintf("calendar/%d.yaml", day), Line: i, Col: 5}, Network: "mastodon", Language: "fr",
			Pillar: []string{"useful", "useful", "festive"}[i%3], Author: fmt.Sprintf("Author %d", i%60), Tags: []string{"town"},
			Links: []Link{{Address: fmt.Sprintf("town.example/%d", i)}},
		}
		if i > n-200 {
			f.Pillar = "festive"
		}
		if i > 100 && r.IntN(100) == 0 {
			before := &facts[i-1-r.IntN(100)].Renditions[0]
			f.Due = f.Due.Add(time.Duration(r.IntN(24*60)) * time.Minute)
			f.Author, f.Pillar, f.Links = "author 7", "", before.Links
			sketch = slices.Clone(before.Sketch)
			sketch[r.IntN(len(sketch))] = r.Uint32()
		}
		slices.Sort(sketch)
		f.Sketch = sketch
		facts[i] = Facts{Post: slug, Renditions: []Fact{f}}
	}
	return facts
}

func TestTheOrderOfFactsMakesNoDifference(t *testing.T) {
	c := ofTown(t, everything())
	r := rand.New(rand.NewPCG(1, 2))
	facts := calendarOf(4000, r)
	times := Times{AsOf: noon.AddDate(0, 0, 7)}
	for _, f := range facts[:150] {
		times.Published = append(times.Published, Published{f.Renditions[0].ID, f.Renditions[0].Due.Add(time.Minute)})
	}
	facts = facts[50:] // the files of some are gone
	want := c.Across(facts, times)
	rules := map[string]bool{}
	for _, f := range want {
		rules[f.Rule] = true
	}
	for _, rule := range acrossRules() {
		if !rules[rule.ID] && rule.ID != ruleTooFew {
			t.Errorf("nothing is found of %s", rule.ID)
		}
	}
	for range 5 {
		r.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
		r.Shuffle(len(times.Published), func(i, j int) { times.Published[i], times.Published[j] = times.Published[j], times.Published[i] })
		if got := c.Across(facts, times); !reflect.DeepEqual(got, want) {
			t.Fatalf("%d findings in another order, %d in the first", len(got), len(want))
		}
	}
}

func BenchmarkAcross(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := ofTown(b, everything())
			facts := calendarOf(n, rand.New(rand.NewPCG(1, 2)))
			b.ReportAllocs()
			for b.Loop() {
				c.Across(facts, Times{AsOf: noon})
			}
		})
	}
}
