package metrics

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"galley/engine"
)

func moment(text string) time.Time {
	t, err := time.Parse("2006-01-02T15:04", text)
	if err != nil {
		panic(err)
	}
	return t
}

func post(channel engine.Channel, slug string) engine.ID {
	return engine.ID{Kind: engine.KindPost, Channel: channel, Slug: slug}
}

func counted(when string, id engine.ID, age time.Duration, counts map[string]int64) Snapshot {
	return Snapshot{At: moment(when), Channel: id.Channel, Network: "mastodon", ID: id, Remote: engine.RemoteID("r-" + id.Slug), Age: age, Counts: counts}
}

// with writes files over others.
func with(files fstest.MapFS, changed []File) fstest.MapFS {
	next := maps.Clone(files)
	if next == nil {
		next = fstest.MapFS{}
	}
	for _, f := range changed {
		if f.Data == nil {
			delete(next, f.Path)
			continue
		}
		next[f.Path] = &fstest.MapFile{Data: f.Data}
	}
	return next
}

func appended(t *testing.T, files fstest.MapFS, more ...Snapshot) fstest.MapFS {
	t.Helper()
	changed, _, err := Append(files, more)
	if err != nil {
		t.Fatal(err)
	}
	return with(files, changed)
}

func readAll(t *testing.T, files fs.FS) []Snapshot {
	t.Helper()
	return slices.Collect(Read(files, Period{}, func(p Problem) { t.Errorf("unreadable: %v", p) }))
}

func paths(files fstest.MapFS) string { return strings.Join(slices.Sorted(maps.Keys(files)), " ") }

func TestPostsAreCountedDenselyAtFirst(t *testing.T) {
	published := moment("2026-12-01T09:00")
	p := []Live{{ID: post("social", "a"), Remote: "1", Published: published}}
	for _, tc := range []struct {
		after time.Duration
		want  time.Duration
	}{
		{0, 0}, {59 * time.Minute, 0}, {time.Hour, time.Hour}, {5 * time.Hour, time.Hour}, {6 * time.Hour, 6 * time.Hour},
		{25 * time.Hour, 24 * time.Hour}, {80 * time.Hour, 72 * time.Hour}, {29 * 24 * time.Hour, 7 * 24 * time.Hour},
		{40 * 24 * time.Hour, 30 * 24 * time.Hour}, {364 * 24 * time.Hour, 30 * 24 * time.Hour}, {365 * 24 * time.Hour, 0}, {-time.Hour, 0},
	} {
		due, _ := Due(fstest.MapFS{}, published.Add(tc.after), nil, p)
		switch {
		case tc.want == 0 && len(due) != 0:
			t.Errorf("%v after: %v, want nothing", tc.after, due)
		case tc.want != 0 && (len(due) != 1 || due[0].Age != tc.want):
			t.Errorf("%v after: %v, want it at the age of %v", tc.after, due, tc.want)
		}
	}
}

func TestWhatWasTakenIsNotDueAgain(t *testing.T) {
	a := post("social", "a")
	live := []Live{{ID: a, Remote: "r-a", Published: moment("2026-12-01T09:00")}}
	account := Snapshot{At: moment("2026-12-02T23:59"), Channel: "social", Network: "mastodon", Counts: map[string]int64{"followers": 3}}
	files := appended(t, nil, counted("2026-12-01T10:05", a, time.Hour, nil), account)
	for _, tc := range []struct {
		at   string
		want string
	}{
		{"2026-12-01T12:00", "social"}, // of the account: that day has none yet
		{"2026-12-02T23:59", "social/a@1d"},
		{"2026-12-03T00:00", "social social/a@1d"},
	} {
		due, problems := Due(files, moment(tc.at), []engine.Channel{"social"}, live)
		if got := asked(due); got != tc.want || len(problems) > 0 {
			t.Errorf("at %s: %s is due, want %s (%v)", tc.at, got, tc.want, problems)
		}
	}
	again := []Live{{ID: a, Remote: "another", Published: live[0].Published}}
	due, _ := Due(files, moment("2026-12-01T12:00"), nil, again)
	if got := asked(due); got != "social/a@1h" {
		t.Errorf("of a post that was put up again %s is due", got)
	}
}

func asked(due []Ask) string {
	var words []string
	for _, a := range due {
		if a.ID.IsZero() {
			words = append(words, string(a.Channel))
			continue
		}
		words = append(words, a.ID.String()+"@"+AgeName(a.Age))
	}
	return strings.Join(words, " ")
}

func TestWhatMovesMostIsAskedFirst(t *testing.T) {
	at := moment("2026-12-31T12:00")
	ago := func(slug string, d time.Duration) Live {
		return Live{ID: post("social", slug), Remote: "x", Published: at.Add(-d)}
	}
	live := []Live{ago("month", 31*24*time.Hour), ago("older", 3*time.Hour), ago("week", 8*24*time.Hour), ago("new", 2*time.Hour),
		{ID: post("social", "unknown"), Published: at.Add(-2 * time.Hour)}}
	want := "social social/new@1h social/older@1h social/week@7d social/month@30d"
	due, _ := Due(fstest.MapFS{}, at, []engine.Channel{"social"}, live)
	if got := asked(due); got != want {
		t.Errorf("asked for %s, want %s", got, want)
	}
}

func TestTheNextTimeIsKnown(t *testing.T) {
	live := []Live{{ID: post("social", "a"), Remote: "1", Published: moment("2026-12-01T09:30")}}
	for _, tc := range []struct {
		at, want string
		channels []engine.Channel
	}{
		{"2026-12-01T09:31", "2026-12-01T10:30", nil},
		{"2026-12-01T10:30", "2026-12-01T15:30", nil},
		{"2026-12-01T15:31", "2026-12-02T00:00", []engine.Channel{"social"}},
	} {
		if got := NextDue(moment(tc.at), tc.channels, live); !got.Equal(moment(tc.want)) {
			t.Errorf("after %s comes %v, want %s", tc.at, got, tc.want)
		}
	}
	if got := NextDue(moment("2027-12-01T09:31"), nil, live); !got.IsZero() {
		t.Errorf("after all ages comes %v", got)
	}
}

func TestSnapshotsAreReadBack(t *testing.T) {
	a, b := post("social", "a"), post("sky", "b")
	in := []Snapshot{
		counted("2026-11-30T23:00", a, time.Hour, map[string]int64{"favourites": 3, "reblogs": 0}),
		counted("2026-12-01T05:00", a, 6*time.Hour, map[string]int64{"favourites": 5, "odd \"name\"\n": 1 << 60, "less": -2}),
		{At: moment("2026-12-01T05:00"), Channel: "social", Network: "mastodon", Counts: map[string]int64{"followers": 12}},
		{At: moment("2026-12-01T05:00"), Channel: "sky", Network: "blue sky", ID: b, Remote: "ré/<&>", Age: 30 * 24 * time.Hour, Counts: map[string]int64{"likes": 1}},
		counted("2026-12-01T11:00", post("social", "gone"), time.Hour, nil),
	}
	files := appended(t, nil, in...)
	if got := paths(files); got != "metrics/2026-11/social.0001.jsonl metrics/2026-12/sky.0001.jsonl metrics/2026-12/social.0001.jsonl" {
		t.Errorf("files: %s", got)
	}
	got := readAll(t, files)
	want := []Snapshot{in[0], in[3], in[2], in[1]}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	part := slices.Collect(Read(files, Period{moment("2026-12-01T05:00"), moment("2026-12-01T05:01")}, nil))
	if len(part) != 3 {
		t.Errorf("of one minute: %v", part)
	}
}

func TestASlotIsKeptOnce(t *testing.T) {
	a := post("social", "a")
	one := counted("2026-12-01T10:00", a, time.Hour, map[string]int64{"favourites": 3})
	files := appended(t, nil, one)
	late := one
	late.At, late.Counts = late.At.Add(time.Minute), map[string]int64{"favourites": 4}
	changed, kept, err := Append(files, []Snapshot{late, late})
	if err != nil || kept != 0 || len(changed) != 0 {
		t.Errorf("again: %d kept, %v, %v", kept, changed, err)
	}
	if _, kept, _ := Append(fstest.MapFS{}, []Snapshot{one, late}); kept != 1 {
		t.Errorf("twice in one run: %d kept", kept)
	}
}

func TestLongMonthsAreRolledOverAndThenCompacted(t *testing.T) {
	var list []Snapshot
	for i := range 2000 {
		list = append(list, counted("2026-11-10T10:00", post("social", fmt.Sprintf("p%04d", i)), time.Hour, map[string]int64{"favourites": int64(i)}))
	}
	files := appended(t, nil, list[:1500]...)
	files = appended(t, files, list[1500:]...)
	if len(files) < 3 {
		t.Errorf("files: %s", paths(files))
	}
	for name, f := range files {
		if len(f.Data) > rollAt+1000 {
			t.Errorf("%s has %d bytes", name, len(f.Data))
		}
	}
	if changed, err := Compact(files, moment("2026-11-30T23:59")); err != nil || len(changed) > 0 {
		t.Errorf("compacted while the month runs: %v, %v", changed, err)
	}
	before := readAll(t, files)
	changed, err := Compact(files, moment("2026-12-01T00:00"))
	if err != nil {
		t.Fatal(err)
	}
	files = with(files, changed)
	if paths(files) != "metrics/2026-11/social.jsonl" {
		t.Errorf("files: %s", paths(files))
	}
	if got := readAll(t, files); len(before) != 2000 || !reflect.DeepEqual(got, before) {
		t.Errorf("%d snapshots, %d after", len(before), len(got))
	}
	if changed, err := Compact(files, moment("2027-06-01T00:00")); err != nil || len(changed) > 0 {
		t.Errorf("compacted again: %v, %v", changed, err)
	}
	// Somebody's clock was behind.
	files = appended(t, files, counted("2026-11-30T23:59", post("social", "late"), time.Hour, map[string]int64{"favourites": 1}))
	changed, err = Compact(files, moment("2026-12-02T00:00"))
	if files = with(files, changed); err != nil || paths(files) != "metrics/2026-11/social.jsonl" || len(readAll(t, files)) != 2001 {
		t.Errorf("after a late one: %s, %v", paths(files), err)
	}
}

func TestCompactionIsTheSameInWhateverOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	var list []Snapshot
	for day := range 30 {
		at := moment("2026-11-01T06:00").AddDate(0, 0, day)
		list = append(list, Snapshot{At: at, Channel: "social", Network: "mastodon", Counts: map[string]int64{"followers": int64(day)}})
		for _, age := range Ages() {
			s := counted("2026-11-01T06:00", post("social", fmt.Sprint("p", day)), age, map[string]int64{"favourites": int64(day)})
			s.At = at.Add(age % (12 * time.Hour))
			list = append(list, s)
		}
	}
	var first string
	for range 5 {
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		var files fstest.MapFS
		for some := range slices.Chunk(list, 17) {
			files = appended(t, files, some...)
		}
		changed, err := Compact(files, moment("2027-01-01T00:00"))
		if err != nil {
			t.Fatal(err)
		}
		got := string(with(files, changed)["metrics/2026-11/social.jsonl"].Data)
		if first == "" {
			first = got
		}
		if got != first || strings.Count(got, "\n") != len(list) {
			t.Fatalf("%d lines of %d, or another order:\n%s", strings.Count(got, "\n"), len(list), got)
		}
	}
}

func TestUnreadableLinesAreToldAndKept(t *testing.T) {
	good := string(appendLine(nil, counted("2026-11-10T10:00", post("social", "a"), time.Hour, map[string]int64{"favourites": 1})))
	files := fstest.MapFS{"metrics/2026-11/social.0001.jsonl": {Data: []byte(good + "\nnonsense\n" +
		strings.ReplaceAll(good, "social/a", "sky/a") + "\n" + strings.ReplaceAll(good, "1h", "2h") + "\n" + `{"at":"2026-11-10T10:00:00Z","network":"x","channel":"../x","counts":{}}` + "\n" +
		strings.ReplaceAll(good, `"age"`, `"new":{},"age"`))}}
	due, problems := Due(files, moment("2026-11-10T12:00"), nil, []Live{{ID: post("social", "a"), Remote: "r-a", Published: moment("2026-11-10T08:59")}})
	if len(due) != 0 || len(problems) != 4 {
		t.Errorf("due are %v, told of %v", due, problems)
	}
	var told []string
	got := slices.Collect(Read(files, Period{}, func(p Problem) { told = append(told, fmt.Sprint(p.Line)) }))
	if len(got) != 2 || strings.Join(told, " ") != "2 3 4 5" {
		t.Errorf("read %v, told of %v", got, told)
	}
	if changed, err := Compact(files, moment("2027-01-01T00:00")); err != nil || len(changed) > 0 {
		t.Errorf("compacted to %v, %v", changed, err)
	}
}

func FuzzLine(f *testing.F) {
	f.Add(string(appendLine(nil, counted("2026-11-10T10:00", post("social", "a"), time.Hour, map[string]int64{"favourites": 1, "replies": 0}))))
	f.Add(`{"at":"2026-02-29T10:00:00Z","network":"mastodon","channel":"social","counts":{"followers":012}}`)
	f.Add(`{"at":"2026-11-10T10:00:00+01:00","network":"m","channel":"s","id":"s/a@2026-01-01","remote":"é","age":"30d","counts":{"x":null,"y":-1}}`)
	f.Fuzz(func(t *testing.T, line string) {
		var d, other decoder
		quick, ok := d.canonical([]byte(line))
		slow, err := other.general([]byte(line))
		if ok && (err != nil || !reflect.DeepEqual(quick, slow)) {
			t.Fatalf("%q is %v to one and %v, %v to the other", line, quick, slow, err)
		}
		got, err := d.decode([]byte(line))
		if err != nil {
			return
		}
		encoded := appendLine(nil, got)
		again, err := d.decode(encoded)
		if err != nil || !reflect.DeepEqual(got, again) {
			t.Fatalf("%q was written as %q and read as %v, %v", line, encoded, again, err)
		}
	})
}

func FuzzFile(f *testing.F) {
	f.Add("2026-11", "social.0001.jsonl", string(appendLine(nil, counted("2026-11-10T10:00", post("social", "a"), time.Hour, nil)))+"\n")
	f.Fuzz(func(t *testing.T, month, name, data string) {
		path := Dir + "/" + month + "/" + name
		if !fs.ValidPath(path) {
			return
		}
		files := fstest.MapFS{path: {Data: []byte(data)}}
		before := map[slot]bool{}
		for s := range all(files, Period{}, nil) {
			before[s.slot()] = true
		}
		changed, err := Compact(files, moment("2100-01-01T00:00"))
		if err != nil {
			t.Fatal(err)
		}
		after := map[slot]bool{}
		for s := range all(with(files, changed), Period{}, nil) {
			after[s.slot()] = true
		}
		if !reflect.DeepEqual(before, after) {
			t.Fatalf("before: %v, after: %v", before, after)
		}
	})
}

// BenchmarkRead reads what a year of 100,000 posts leaves behind.
func BenchmarkRead(b *testing.B) {
	files := fstest.MapFS{}
	for month := range 12 {
		var data []byte
		for i := range 100_000 / 12 {
			for _, age := range Ages() {
				s := counted("2026-01-10T10:00", post("social", fmt.Sprintf("p%d-%05d", month, i)), age,
					map[string]int64{"favourites": int64(i), "reblogs": 3, "replies": 1, "quotes": 0})
				s.At = s.At.AddDate(0, month, 0)
				data = append(appendLine(data, s), '\n')
			}
		}
		files[fmt.Sprintf("metrics/2026-%02d/social.jsonl", month+1)] = &fstest.MapFile{Data: data}
	}
	for b.Loop() {
		n := 0
		for range Read(files, Period{}, nil) {
			n++
		}
		if n < 599_000 {
			b.Fatal(n)
		}
	}
}
