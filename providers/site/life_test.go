package site

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
)

func TestAnyOrderGivesTheSameBytes(t *testing.T) {
	want := goldenSite(t)
	rng := rand.New(rand.NewPCG(1, 2))
	for range 10 {
		order := slices.Sorted(maps.Keys(newsroom()))
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		target := newMemTarget()
		for _, slug := range order { // each by a process of its own
			publishAll(t, open(t, target), []string{slug})
		}
		wantSameFiles(t, fmt.Sprint("in the order ", order), target, want)
	}
}

func wantSameFiles(t testing.TB, when string, got, want *memTarget) {
	t.Helper()
	if !slices.Equal(got.names(), want.names()) {
		t.Fatalf("%s: files\n got %q\nwant %q", when, got.names(), want.names())
	}
	for name, data := range want.files {
		if !bytes.Equal(got.files[name], data) {
			t.Fatalf("%s: %s differs:\n%s\n---\n%s", when, name, got.files[name], data)
		}
	}
}

// step is one write of a provider, made so that it can be made again as apply
// would: after reading what is there.
type step func(ctx context.Context, p *Provider) error

func TestKilledAfterAnyFileEndsRight(t *testing.T) {
	all := newsroom()
	creates := func(slug string) step {
		return func(ctx context.Context, p *Provider) error {
			d, in := want(slug, all[slug].due, all[slug].spec)
			_, err := p.Create(ctx, d, in)
			return err
		}
	}
	updates := func(slug string, remote engine.RemoteID, spec engine.Spec) step {
		return func(ctx context.Context, p *Provider) error {
			before, err := p.Read(ctx, spec.Kind(), remote)
			if err != nil {
				return err
			}
			d, in := want(slug, all[slug].due, spec)
			_, err = p.Update(ctx, before, d, in)
			return err
		}
	}
	deletes := func(remote engine.RemoteID) step {
		return func(ctx context.Context, p *Provider) error {
			return p.Delete(ctx, engine.Observed{Remote: remote}, engine.Intent{})
		}
	}
	edited := *all["launch"].spec.(*engine.Article)
	edited.Body, edited.Tags, edited.Media = "Tout est dit.", []string{"Fin"}, edited.Media[1:]
	head := *all["launch"].spec.(*engine.Article)
	head.SEO.Description = "Rien que pour les moteurs."
	for name, c := range map[string]struct {
		before []string
		do     step
	}{
		"create the first":  {nil, creates("launch")},
		"create one more":   {[]string{"note-1", "tides", "charter", "profile"}, creates("launch")},
		"create a page":     {[]string{"note-1", "tides", "launch"}, creates("charter")},
		"create a profile":  {[]string{"note-1", "tides", "launch", "charter"}, creates("profile")},
		"update":            {[]string{"note-1", "launch", "profile"}, updates("launch", "/2026/12/bonjour-maree/", &edited)},
		"update its head":   {[]string{"note-1", "launch"}, updates("launch", "/2026/12/bonjour-maree/", &head)},
		"update a page":     {[]string{"note-1", "charter"}, updates("charter", "/charter/", &engine.Page{Title: "La charte", Body: "Courte."})},
		"update a profile":  {[]string{"note-1", "charter", "profile"}, updates("profile", "/", &engine.Profile{Name: "Galet"})},
		"delete":            {[]string{"note-1", "launch", "charter"}, deletes("/2026/12/bonjour-maree/")},
		"delete a page":     {[]string{"note-1", "launch", "charter"}, deletes("/charter/")},
		"delete a profile":  {[]string{"note-1", "profile"}, deletes("/")},
		"delete the last":   {[]string{"launch"}, deletes("/2026/12/bonjour-maree/")},
		"delete what never": {[]string{"launch"}, deletes("/2026/12/nothing/")},
	} {
		t.Run(name, func(t *testing.T) { killAfterEach(t, c.before, c.do) })
	}
}

func killAfterEach(t *testing.T, before []string, do step) {
	start := newMemTarget()
	publishAll(t, open(t, start), before)
	want := start.clone()
	if err := do(t.Context(), open(t, want)); err != nil {
		t.Fatal(err)
	}
	for after := range want.put {
		got := start.clone()
		got.fuse = after
		if err := do(t.Context(), open(t, got)); engine.KindOf(err) != engine.Uncertain {
			t.Fatalf("killed after %d files: %v, want an uncertain error", after, err)
		}
		got.fuse = -1
		p := open(t, got)
		for _, o := range listAll(t, p, time.Time{}) {
			if strings.HasPrefix(o.Version, "edited-") || strings.HasPrefix(o.Version, "page-") {
				t.Errorf("killed after %d files: %s looks as if somebody had edited it", after, o.Remote)
			}
		}
		if err := do(t.Context(), p); err != nil {
			t.Fatalf("again after %d files: %v", after, err)
		}
		wantSameFiles(t, fmt.Sprintf("killed after %d of %d files and done again", after, want.put), got, want)
	}
	if err := do(t.Context(), open(t, want)); err != nil {
		t.Fatalf("a second time: %v", err)
	}
}

func TestWhatCountedIsShownEverywhere(t *testing.T) {
	start := newMemTarget()
	publishAll(t, open(t, start), []string{"note-1", "tides"})
	want := start.clone()
	publishAll(t, open(t, want), []string{"launch"})
	d, in := wantLaunch()
	for after := range want.put {
		got := start.clone()
		got.fuse = after
		_, _ = open(t, got).Create(t.Context(), d, in)
		got.fuse = -1
		if _, err := open(t, got).Find(t.Context(), in); err == nil {
			wantSameFiles(t, fmt.Sprint("found after ", after), got, want)
		} else if engine.KindOf(err) != engine.NotFound {
			t.Errorf("after %d files: %v", after, err)
		}
	}
}

func wantLaunch() (engine.Desired, engine.Intent) {
	launch := newsroom()["launch"]
	return want("launch", launch.due, launch.spec)
}

func TestLitterOfAKilledWriteIsSweptByTheNext(t *testing.T) {
	want := newMemTarget()
	publishAll(t, open(t, want), []string{"note-1", "tides"})
	d, in := wantLaunch()
	for after := range 20 {
		got := newMemTarget()
		publishAll(t, open(t, got), []string{"note-1"})
		got.fuse = after
		if _, err := open(t, got).Create(t.Context(), d, in); err == nil {
			return // all files went through
		}
		got.fuse = -1
		publishAll(t, open(t, got), []string{"tides"})
		wantSameFiles(t, fmt.Sprintf("another post after %d files", after), got, want)
	}
	t.Error("the write never ended")
}

func TestSameKeyPublishesOnce(t *testing.T) {
	target := newMemTarget()
	p := open(t, target)
	d, in := wantLaunch()
	first := create(t, p, "launch", d.Due, d.Spec)
	d.Spec = &engine.Article{Title: "Autre", Body: "Autre texte"}
	for _, p := range []*Provider{p, open(t, target)} {
		again, err := p.Create(t.Context(), d, in)
		if err != nil || again.Remote != first.Remote || again.Version != first.Version {
			t.Errorf("the second create gave %+v, %v", again, err)
		}
	}
	if list := listAll(t, p, time.Time{}); len(list) != 1 {
		t.Errorf("listed %v", remotes(list))
	}
}

func TestPageEditedByHandIsSeen(t *testing.T) {
	const page = "2026/12/bonjour-maree/index.html"
	launch := newsroom()["launch"].spec.(*engine.Article)
	for name, c := range map[string]struct {
		old, new string
		want     func(*engine.Article)
	}{
		"body": {"La mer monte\u00a0: <em>lentement</em>", "La mer descend, <em>vite</em>", func(a *engine.Article) {
			a.Body = "La mer descend, *vite*, puis"
		}},
		"title":   {`dir="auto">Bonjour la marée`, `dir="auto">Bonsoir la marée`, func(a *engine.Article) { a.Title = "Bonsoir la marée !" }},
		"summary": {"Pourquoi un journal", "Pourquoi deux journaux", func(a *engine.Article) { a.Summary = "Pourquoi deux journaux de plus ? Parce que la mer monte." }},
		"tag":     {">Lancement<", ">Début<", func(a *engine.Article) { a.Tags = []string{"Marées", "Début"} }},
		"alt": {`alt="La plage de galets à l’aube, la mer très loin"`, `alt="Une plage"`, func(a *engine.Article) {
			a.Media = slices.Clone(a.Media)
			a.Media[0].Alt = "Une plage"
		}},
		"head only":   {"<title>Bonjour", "<title>Bonsoir", nil},
		"white space": {"<h2 id", "\n\n   <h2 id", nil},
	} {
		t.Run(name, func(t *testing.T) {
			target := newMemTarget()
			p := open(t, target)
			made := create(t, p, "launch", day(3), launch)
			edited := strings.Replace(string(target.files[page]), c.old, c.new, 1)
			if edited == string(target.files[page]) {
				t.Fatalf("nothing to edit: no %q in\n%s", c.old, edited)
			}
			target.files[page] = []byte(edited)
			seen, err := p.Read(t.Context(), engine.KindArticle, made.Remote)
			if err != nil {
				t.Fatal(err)
			}
			if list := listAll(t, p, time.Time{}); len(list) != 1 || list[0].Version != seen.Version {
				t.Errorf("list and read differ: %+v", list)
			}
			if c.want == nil {
				if seen.Version != made.Version {
					t.Errorf("version %s, want %s: readers see the same", seen.Version, made.Version)
				}
				same(t, p.Info(), seen.Spec, launch)
				return
			}
			if seen.Version == made.Version {
				t.Error("the version did not change")
			}
			if got := seen.Spec.(*engine.Article); name == "body" {
				if !strings.HasPrefix(got.Body, "La mer descend, *vite*, puis **d’un coup**. « Personne") ||
					!strings.Contains(got.Body, "![Le port à marée basse](b.png)\n\n## Ce qu’on a mesuré\n\n| Jour | Hauteur |") {
					t.Errorf("body %q", got.Body)
				}
				return
			}
			expected := *launch
			c.want(&expected)
			same(t, p.Info(), seen.Spec, &expected)
		})
	}
}

func TestEditOfWhatWasEditedIsAConflict(t *testing.T) {
	target := newMemTarget()
	p := open(t, target)
	made := create(t, p, "note-1", day(4), newsroom()["note-1"].spec)
	name := pageFile(made.Remote)
	target.files[name] = bytes.ReplaceAll(target.files[name], []byte("digue"), []byte("jetée"))
	d, in := want("note-1", day(4), &engine.Article{Body: "Corrigé."})
	if _, err := p.Update(t.Context(), made, d, in); engine.KindOf(err) != engine.Conflict {
		t.Errorf("got %v, want a conflict", err)
	}
	seen, err := p.Read(t.Context(), engine.KindArticle, made.Remote)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Update(t.Context(), seen, d, in); err != nil {
		t.Errorf("after reading: %v", err)
	}
}

func TestDerivedFilesEditedByHandAreRepaired(t *testing.T) {
	target, want := newMemTarget(), newMemTarget()
	publishAll(t, open(t, want), []string{"note-1", "tides"})
	publishAll(t, open(t, target), []string{"note-1"})
	for _, name := range []string{"index.html", "feed.xml", "tags/marees/index.html", "style.css", "404.html", "robots.txt"} {
		target.files[name] = append(slices.Clone(target.files[name]), "<!-- ha -->"...)
	}
	delete(target.files, "feed.json")
	publishAll(t, open(t, target), []string{"tides"})
	wantSameFiles(t, "after the next write", target, want)
}

func TestNewNameReachesEveryPageAndSparesEdits(t *testing.T) {
	target := newMemTarget()
	p := open(t, target)
	publishAll(t, p, []string{"note-1", "tides"})
	note := "2026/12/note-1/index.html"
	target.files[note] = bytes.ReplaceAll(target.files[note], []byte("digue"), []byte("jetée"))
	before := listAll(t, p, time.Time{})
	publishAll(t, open(t, target), []string{"charter"})
	for _, name := range []string{note, "2026/12/tides/index.html"} {
		if !bytes.Contains(target.files[name], []byte("Charte éditoriale")) {
			t.Errorf("%s does not link the charter", name)
		}
	}
	if !bytes.Contains(target.files[note], []byte("jetée")) {
		t.Error("the edit by hand is lost")
	}
	after := listAll(t, p, time.Time{})
	for _, o := range before {
		i := slices.IndexFunc(after, func(other engine.Observed) bool { return other.Remote == o.Remote })
		if i < 0 || after[i].Version != o.Version {
			t.Errorf("the version of %s changed", o.Remote)
		}
	}
}

func TestCollisionsNameTheOther(t *testing.T) {
	p := open(t, newMemTarget())
	slug := engine.SEO{Slug: "été"}
	create(t, p, "one", day(3), &engine.Article{Title: "A", SEO: slug})
	for name, c := range map[string]struct {
		due  time.Time
		spec engine.Spec
		want string
	}{
		"same slug":     {day(4), &engine.Article{Title: "B", SEO: engine.SEO{Slug: "ete"}}, "blog/one"},
		"reserved":      {day(4), &engine.Page{Title: "C", Slug: "Tags"}, "belongs to the site itself"},
		"a year":        {day(4), &engine.Page{Title: "C", Slug: "2026"}, "belongs to the site itself"},
		"no letters":    {day(4), &engine.Article{Title: "D", SEO: engine.SEO{Slug: "🎉"}}, "neither letter nor digit"},
		"too long":      {day(4), &engine.Article{Title: "E", SEO: engine.SEO{Slug: strings.Repeat("long", 50)}}, "at most 120"},
		"no time":       {time.Time{}, &engine.Article{Title: "F"}, "no due time"},
		"empty":         {day(4), &engine.Article{}, "needs a title"},
		"script link":   {day(4), &engine.Article{Title: "G", Link: "javascript:x"}, "not the address of a page"},
		"no alt":        {day(4), &engine.Article{Title: "H", Media: []engine.Media{picture("media/a.png", "")}}, "alt is missing"},
		"unknown media": {day(4), &engine.Article{Title: "I", Media: []engine.Media{{Type: "image/svg+xml", Alt: "x"}}}, "does not show"},
		"lost media":    {day(4), &engine.Article{Title: "J", Media: []engine.Media{picture("media/z.png", "x")}}, "read media/z.png"},
	} {
		t.Run(name, func(t *testing.T) {
			d, in := want("two", c.due, c.spec)
			_, err := p.Create(t.Context(), d, in)
			if engine.KindOf(err) != engine.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an invalid error with %q", err, c.want)
			}
		})
	}
	if list := listAll(t, p, time.Time{}); len(list) != 1 {
		t.Errorf("listed %v", remotes(list))
	}
}

func TestNextMonthMayUseTheSlugAgain(t *testing.T) {
	p := open(t, newMemTarget())
	slug := engine.SEO{Slug: "bilan"}
	create(t, p, "one", day(3), &engine.Article{Title: "A", SEO: slug})
	o := create(t, p, "two", day(3).AddDate(0, 1, 0), &engine.Article{Title: "B", SEO: slug})
	if o.Remote != "/2027/01/bilan/" || o.URL != "https://galet.example/fr/2027/01/bilan/" {
		t.Errorf("published at %s, %s", o.Remote, o.URL)
	}
}

func TestAddressIsForLife(t *testing.T) {
	p := open(t, newMemTarget())
	made := create(t, p, "one", day(3), &engine.Article{Title: "A", SEO: engine.SEO{Slug: "alpha"}})
	d, in := want("one", day(20).AddDate(0, 3, 0), &engine.Article{Title: "B"})
	moved, err := p.Update(t.Context(), made, d, in)
	if err != nil || moved.Remote != made.Remote || !moved.Created.Equal(made.Created) {
		t.Errorf("an edit moved it: %+v, %v", moved, err)
	}
	d.Spec = &engine.Article{Title: "B", SEO: engine.SEO{Slug: "beta"}}
	if _, err := p.Update(t.Context(), moved, d, in); engine.KindOf(err) != engine.Invalid || !strings.Contains(err.Error(), "write slug: alpha") {
		t.Errorf("another slug: %v", err)
	}
}

func TestZoneDecidesTheMonth(t *testing.T) {
	p := open(t, newMemTarget())
	o := create(t, p, "eve", time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC), &engine.Article{Title: "Minuit"})
	if o.Remote != "/2027/01/eve/" {
		t.Errorf("published at %s", o.Remote)
	}
}

func TestForeignPagesAreListedAndCanBeTakenOver(t *testing.T) {
	target := newMemTarget()
	target.files["vieux/page.html"] = []byte(`<!doctype html><html lang="fr"><title>x</title><h1>Vieille page</h1><p>Du <b>temps</b>.<time datetime="2020-05-01">`)
	target.files["vide.html"] = []byte("\n")
	target.files[".git/x.html"] = []byte("<h1>no")
	target.files["brut.html"] = []byte("\xff\xfe<<<<p")
	p := open(t, target)
	publishAll(t, p, []string{"note-1", "charter"})
	list := listAll(t, p, time.Time{})
	if got, want := remotes(list), []string{"/2026/12/note-1/", "/charter/", "/vieux/page.html", "/brut.html"}; !slices.Equal(got, want) {
		t.Fatalf("listed %q, want %q", got, want)
	}
	old := list[2]
	if a := old.Spec.(*engine.Article); a.Title != "Vieille page" || a.Body != "Du **temps**." || a.Language != "fr" {
		t.Errorf("read %+v", a)
	}
	d, in := want("old", day(9), &engine.Article{Title: "Vieille page", Body: "Du temps."})
	taken, err := p.Update(t.Context(), old, d, in)
	if err != nil || taken.Remote != old.Remote {
		t.Fatalf("taking over: %+v, %v", taken, err)
	}
	if list := listAll(t, open(t, target), time.Time{}); len(list) != 4 {
		t.Errorf("listed %q", remotes(list))
	}
	if err := p.Delete(t.Context(), taken, engine.Intent{}); err != nil || target.files["vieux/page.html"] != nil {
		t.Errorf("delete: %v", err)
	}
}

func TestSiteOfSomebodyElseIsNotOverwritten(t *testing.T) {
	target := newMemTarget()
	target.files["index.html"] = []byte("<h1>Mine</h1>")
	d, in := wantLaunch()
	if _, err := open(t, target).Create(t.Context(), d, in); engine.KindOf(err) != engine.Invalid {
		t.Errorf("got %v", err)
	}
	if len(target.files) != 1 {
		t.Errorf("wrote %q", target.names())
	}
}

func TestWindowLeavesOutWhatIsOlder(t *testing.T) {
	p := open(t, newMemTarget())
	for i := range 5 {
		create(t, p, fmt.Sprint("p", i), day(15).AddDate(0, i, 0), &engine.Article{Title: "x"})
	}
	got := remotes(listAll(t, p, day(15).AddDate(0, 3, 0)))
	if want := []string{"/2027/04/p4/", "/2027/03/p3/"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSharedMediaStayUntilNobodyShowsThem(t *testing.T) {
	target := newMemTarget()
	p := open(t, target)
	m := picture("media/a.png", "a")
	one := create(t, p, "one", day(3), &engine.Article{Title: "1", Media: []engine.Media{m}})
	two := create(t, p, "two", day(3), &engine.Article{Title: "2", Media: []engine.Media{m}})
	for _, c := range []struct {
		o     engine.Observed
		there bool
	}{{one, true}, {two, false}} {
		if err := p.Delete(t.Context(), c.o, engine.Intent{}); err != nil {
			t.Fatal(err)
		}
		if _, there := target.files[mediaFile(m)]; there != c.there {
			t.Errorf("after %s the picture is there: %v", c.o.Remote, there)
		}
	}
}

func TestOneMorePostWritesAFewFiles(t *testing.T) {
	target := newMemTarget()
	p := open(t, target)
	tags := []string{"a", "b"}
	most := 0
	for i := range 200 {
		before := target.put
		create(t, p, fmt.Sprint("p", i), day(1).Add(time.Duration(i)*time.Hour), &engine.Article{Title: fmt.Sprint("Titre ", i), Body: "Texte.", Tags: tags})
		most = max(most, target.put-before)
	}
	// Source, page, front page, year, month, archive, tags, two topics, two
	// feeds, site map; now and then a new page of the stream and its neighbour;
	// once the fixed files.
	if limit := 18; most > limit {
		t.Errorf("one post wrote %d files, want at most %d", most, limit)
	}
	if target.writes != 200 {
		t.Errorf("%d writes for 200 posts", target.writes)
	}
}
