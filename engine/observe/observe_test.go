package observe_test

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"galley/engine"
	"galley/engine/observe"
)

var noon = time.Date(2026, 12, 9, 12, 0, 0, 0, time.FixedZone("", 3600))

func clock() time.Time { return noon }

// writer is a network that cannot be read back.
type writer struct{ info engine.Info }

func (w writer) Info() engine.Info { return w.info }

func (w writer) Create(context.Context, engine.Desired, engine.Intent) (engine.Observed, error) {
	return engine.Observed{}, errors.New("looking publishes nothing")
}

// network shows posts, newest first, until a listing fails.
type network struct {
	writer
	shows []engine.Observed
	err   error         // after all that it shows
	since time.Time     // of the last listing
	ready chan struct{} // if there: a listing begins only then
}

func (n *network) List(_ context.Context, w engine.Window) iter.Seq2[engine.Observed, error] {
	n.since = w.Since
	return func(yield func(engine.Observed, error) bool) {
		if n.ready != nil {
			<-n.ready
		}
		for _, o := range n.shows {
			if o.Created.Before(w.Since) && o.Phase != engine.Scheduled {
				continue
			}
			if !yield(o, nil) {
				return
			}
		}
		if n.err != nil {
			yield(engine.Observed{}, n.err)
		}
	}
}

func (n *network) Read(_ context.Context, kind engine.Kind, remote engine.RemoteID) (engine.Observed, error) {
	for _, o := range n.shows {
		if o.Remote == remote && o.Spec.Kind() == kind {
			return o, nil
		}
	}
	if remote == "hidden" {
		return engine.Observed{}, n.err
	}
	return engine.Observed{}, engine.Errorf(engine.NotFound, "read", engine.ID{}, "no %s", remote)
}

func of(channel engine.Channel, slug string) engine.ID {
	return engine.ID{Kind: engine.KindPost, Channel: channel, Slug: slug}
}

// seen is a post of some days ago.
func seen(remote engine.RemoteID, days int) engine.Observed {
	return engine.Observed{Remote: remote, Phase: engine.Live, Spec: &engine.Post{Text: string(remote)}, Created: noon.AddDate(0, 0, -days)}
}

func TestAChannelIsListedAsFarAsItIsAsked(t *testing.T) {
	new, old, waits := seen("new", 13), seen("old", 15), seen("waits", 400)
	waits.Phase = engine.Scheduled
	all := []engine.Observed{waits, new, old}
	plain := writer{engine.Info{Kinds: map[engine.Kind]engine.Limits{engine.KindPost: {}}}}
	fortnight := noon.Add(-14 * 24 * time.Hour).UTC()
	mirror := writer{engine.Info{Kinds: map[engine.Kind]engine.Limits{engine.KindPost: {}, engine.KindArticle: {Mirrored: true}}}}
	owned := func(list ...engine.Observed) []engine.Observed {
		var out []engine.Observed
		for _, o := range list {
			o.At = noon
			if o.Remote == "new" {
				o.ID = of("x", "launch")
			}
			out = append(out, o)
		}
		return out
	}
	outage := engine.Errorf(engine.Transient, "list", engine.ID{}, "502 Bad Gateway")
	denied := engine.Errorf(engine.Unauthorized, "list", engine.ID{}, "the token ended")
	for name, test := range map[string]struct {
		network engine.Provider
		refresh observe.Refresh
		want    engine.Observation
	}{
		"a fortnight":                 {&network{shows: all, writer: plain}, observe.RefreshWindow, engine.Observation{Begun: noon, Since: fortnight, Listed: true, Seen: owned(waits, new)}},
		"all of it":                   {&network{shows: all}, observe.RefreshAll, engine.Observation{Begun: noon, Listed: true, Seen: owned(waits, new, old)}},
		"what is ours, all of it":     {&network{shows: all, writer: mirror}, observe.RefreshWindow, engine.Observation{Begun: noon, Listed: true, Seen: owned(waits, new, old)}},
		"nothing":                     {&network{shows: all}, observe.RefreshNone, engine.Observation{Begun: noon}},
		"nothing of what is ours":     {&network{shows: all, writer: mirror}, observe.RefreshNone, engine.Observation{Begun: noon}},
		"one that shows nothing":      {&network{}, observe.RefreshWindow, engine.Observation{Begun: noon, Since: fortnight, Listed: true}},
		"one that cannot be listed":   {writer{}, observe.RefreshWindow, engine.Observation{Begun: noon}},
		"one that stops in between":   {&network{shows: all, err: outage}, observe.RefreshAll, engine.Observation{Begun: noon, Seen: owned(waits, new, old), Failure: "list: 502 Bad Gateway"}},
		"one that does not let us in": {&network{err: denied}, observe.RefreshAll, engine.Observation{Begun: noon, Failure: "list: the token ended", Refused: true}},
	} {
		t.Run(name, func(t *testing.T) {
			record := engine.Record{IDs: map[engine.ID]engine.Recorded{
				of("x", "launch"): {Remote: "new"}, of("y", "other"): {Remote: "old"}, of("x", "draft"): {},
			}}
			got := observe.Channels(t.Context(), map[engine.Channel]engine.Provider{"x": test.network}, record, clock, test.refresh)
			if want := map[engine.Channel]engine.Observation{"x": test.want}; !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

// TestOneChannelNeverKeepsTheOthersFromBeingSeen has a network answer when all
// others have, and another fail.
func TestOneChannelNeverKeepsTheOthersFromBeingSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := &network{shows: []engine.Observed{seen("s", 1)}, ready: make(chan struct{})}
		providers := map[engine.Channel]engine.Provider{"broken": &network{err: errors.New("no route")}, "slow": slow}
		for _, name := range strings.Split("abcdefgh", "") {
			providers[engine.Channel(name)] = &network{shows: []engine.Observed{seen(engine.RemoteID(name), 1)}}
		}
		var got map[engine.Channel]engine.Observation
		done := make(chan struct{})
		go func() {
			defer close(done)
			got = observe.Channels(t.Context(), providers, engine.Record{}, clock, observe.RefreshWindow)
		}()
		synctest.Wait()
		select {
		case <-done:
			t.Error("it did not wait for the slow one")
		default:
		}
		close(slow.ready)
		<-done
		for name := range providers {
			o := got[name]
			if broken := name == "broken"; o.Listed == broken || (o.Failure != "") != broken || len(o.Seen) == 0 != broken {
				t.Errorf("%s: %+v", name, o)
			}
		}
	})
}

// TestReadsTellWhatIsThereWhatIsNotAndWhatNobodyKnows: what is gone is nil, and
// what could not be read is left out, never taken for gone.
func TestReadsTellWhatIsThereWhatIsNotAndWhatNobodyKnows(t *testing.T) {
	here, page := seen("r1", 400), engine.Observed{Remote: "r4", Spec: &engine.Page{}}
	n := &network{writer: writer{engine.Info{PostKind: engine.KindPost}}, shows: []engine.Observed{here, page}, err: engine.Errorf(engine.Transient, "read", engine.ID{}, "502")}
	charter := engine.ID{Kind: engine.KindPage, Channel: "x", Slug: "charter"}
	record := engine.Record{IDs: map[engine.ID]engine.Recorded{
		of("x", "here"): {Remote: "r1"}, of("x", "gone"): {Remote: "r2"}, of("x", "unknown"): {Remote: "hidden"}, charter: {Remote: "r4"},
	}}
	here.ID, page.ID = of("x", "here"), charter
	got, err := observe.Reads(t.Context(), n, record, []engine.ID{of("x", "unknown"), of("x", "here"), of("x", "gone"), charter})
	want := map[engine.ID]*engine.Observed{of("x", "here"): &here, of("x", "gone"): nil, charter: &page}
	if !reflect.DeepEqual(got, want) || engine.KindOf(err) != engine.Transient {
		t.Errorf("got  %+v, %v\nwant %+v and a transient error", got, err, want)
	}
	if got, err := observe.Reads(t.Context(), n, record, []engine.ID{of("x", "gone")}); err != nil || len(got) != 1 {
		t.Errorf("what is gone: %+v, %v", got, err)
	}
	if got, err := observe.Reads(t.Context(), writer{}, record, []engine.ID{of("x", "here")}); got != nil || err != nil {
		t.Errorf("one that cannot be read: %+v, %v", got, err)
	}
}

func TestAPostHasTheKindOfItsNetwork(t *testing.T) {
	blog := engine.Info{PostKind: engine.KindArticle}
	if got := observe.KindOf(blog, of("blog", "launch")); got != engine.KindArticle {
		t.Errorf("a post of a blog is a %v", got)
	}
	if got := observe.KindOf(blog, engine.ID{Kind: engine.KindPage, Channel: "blog", Slug: "charter"}); got != engine.KindPage {
		t.Errorf("a page of a blog is a %v", got)
	}
}

func TestAThingIsWhereItsChannelAndKindAre(t *testing.T) {
	for name, test := range map[string]struct {
		spec engine.Spec
		want engine.Kind
	}{
		"a post":                      {&engine.Post{}, engine.KindPost},
		"an article":                  {&engine.Article{}, engine.KindPost},
		"a page":                      {&engine.Page{}, engine.KindPage},
		"a thing that shows no field": {nil, engine.KindPost},
	} {
		want := observe.Place{Channel: "x", Kind: test.want, Remote: "r1"}
		if got := observe.PlaceOf("x", engine.Observed{Remote: "r1", Spec: test.spec}); got != want {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}
