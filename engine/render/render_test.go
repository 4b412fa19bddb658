package render

import (
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"galley/engine"
	"galley/schema"
)

func TestOnePostBecomesWhatEachChannelShows(t *testing.T) {
	got := newDesk(post("launch", fields{
		"at": "2026-12-24 09:00", "title": "We open", "body": "See https://town.example/rink.", "text": "We open! https://town.example/rink",
		"campaign": "winter", "tags": list{"ice", "winter"}, "author": "Ada", "late": fields{"then": "skip"},
		"until": "2026-12-31 20:00", "was": list{"opening"},
	})).sound(t)

	frame := engine.Desired{
		Class: engine.Publish, Zone: "Europe/Paris",
		Due: time.Date(2026, 12, 24, 8, 0, 0, 0, time.UTC), Until: time.Date(2026, 12, 31, 19, 0, 0, 0, time.UTC),
		Rules:  engine.Rules{Late: engine.Late{Max: 4 * time.Hour, Then: engine.LateSkip}},
		Labels: engine.Labels{Campaign: "winter", Tags: []string{"ice", "winter"}, Author: "Ada"},
		Source: engine.Pos{File: "post/launch.yaml", Line: 1, Col: 1},
	}
	blog := frame
	blog.ID = engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "launch"}
	blog.Account = engine.Account{Network: "site"}
	blog.Was = []engine.ID{{Kind: engine.KindPost, Channel: "blog", Slug: "opening"}}
	blog.Spec = &engine.Article{Title: "We open", Author: "Ada", Language: "en", Tags: []string{"ice", "winter"},
		Body: "See https://town.example/rink?utm_source=galley&utm_campaign=winter."}
	blog.Fields = []string{"author", "body", "language", "tags", "title"}
	blog.Digest = blog.ComputeDigest()
	toots := frame
	toots.ID = engine.ID{Kind: engine.KindPost, Channel: "toots", Slug: "launch"}
	toots.Account = engine.Account{Network: "short", Handle: "@town"}
	toots.Was = []engine.ID{{Kind: engine.KindPost, Channel: "toots", Slug: "opening"}}
	toots.Spec = &engine.Post{Text: "We open! https://town.example/rink?utm_source=galley&utm_campaign=winter", Language: "fr",
		Tags: []string{"ice", "winter"}}
	toots.Fields = []string{"language", "text"}
	toots.Digest = toots.ComputeDigest()

	for _, want := range []engine.Desired{blog, toots} {
		if d := got[want.ID.String()]; !reflect.DeepEqual(d, want) {
			t.Errorf("%s\n got %+v\n     %+v\nwant %+v\n     %+v", want.ID, d, d.Spec, want, want.Spec)
		}
	}
}

func TestThreadsBecomeChildrenWhereThereAreAny(t *testing.T) {
	d := newDesk(post("tale", fields{"channels": list{"toots", "flat"}, "at": "merge", "contentWarning": "Ghosts",
		"text": "One", "thread": list{"Two, see ${post.launch.blog.url}", "Three"},
		"variants": fields{"toots": fields{"firstComment": "Comment"}}}),
		post("launch", fields{"channels": list{"blog"}, "at": "merge", "text": "Launch"}))
	d.add(object("Channel", "flat", fields{"network": "flat", "handle": "town"}))
	got := d.sound(t)

	type child struct {
		text   string
		parent string
		refs   []string
		fields []string
	}
	names := []string{"contentWarning", "language", "text"}
	want := map[string]child{
		"toots/tale":         {"One", "", nil, names},
		"toots/tale/2":       {"Two, see ${post.launch.blog.url}", "toots/tale", []string{"blog/launch", "toots/tale"}, names},
		"toots/tale/3":       {"Three", "toots/tale/2", []string{"toots/tale/2"}, names},
		"toots/tale/comment": {"Comment", "toots/tale", []string{"toots/tale"}, names},
		"flat/tale":          {"One\n\nTwo, see ${post.launch.blog.url}\n\nThree", "", []string{"blog/launch"}, names},
		"blog/launch":        {"Launch", "", nil, []string{"body", "language"}},
	}
	for id, w := range want {
		d, found := got[id]
		c := child{fields: d.Fields}
		if found {
			c.text = d.Spec.Plain()
		}
		if !d.Parent.IsZero() {
			c.parent = d.Parent.String()
		}
		for _, ref := range d.Refs {
			c.refs = append(c.refs, ref.String())
		}
		if !reflect.DeepEqual(c, w) {
			t.Errorf("%s = %+v, want %+v", id, c, w)
		}
		if found && (!d.Merge || d.Spec.Fields()["contentWarning"] == "" && id != "blog/launch") {
			t.Errorf("%s lost its time or its content warning: %+v", id, d)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v", slices.Sorted(maps.Keys(got)))
	}
}

func TestLayoutInTheFileIsNotContent(t *testing.T) {
	block := newDesk(post("p", fields{"text": "One\n", "thread": list{"\nTwo  \n"}, "title": "T\n", "body": "    code\n\n"})).sound(t)
	plain := newDesk(post("p", fields{"text": "One", "thread": list{"Two"}, "title": "T", "body": "    code"})).sound(t)
	for id, d := range plain {
		if block[id].Digest != d.Digest {
			t.Errorf("%s differs: %+v, want %+v", id, block[id].Spec, d.Spec)
		}
	}
}

func TestReferencesAreSettledOrKept(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"handle of the network", "with ${handle.acme}", "with @acme@example.social"},
		{"query of the campaign", "a?${campaign.utm}", "a?utm_source=galley&utm_campaign=winter"},
		{"post stays", "${post.launch.blog.url}", "${post.launch.blog.url}"},
		{"escape is taken off", "$${HOME} and $${x", "${HOME} and ${x"},
		{"escape beside a post", "${post.launch.blog.url} $${post.launch.blog.url} $${HOME}", "${post.launch.blog.url} $${post.launch.blog.url} ${HOME}"},
		{"escaped post alone", "$${post.launch.blog.url}", "${post.launch.blog.url}"},
		{"no reference", "5 $ {a}", "5 $ {a}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := newDesk(post("p", fields{"channels": list{"toots"}, "text": c.text, "campaign": "winter"}),
				post("launch", fields{"channels": list{"blog"}, "text": "x"})).sound(t)
			if text := got["toots/p"].Spec.Plain(); text != c.want {
				t.Errorf("got %q, want %q", text, c.want)
			}
		})
	}
}

func TestCampaignTracksOnlyOurOwnLinks(t *testing.T) {
	const utm = "utm_source=galley&utm_campaign=winter"
	for _, c := range []struct{ text, want string }{
		{"https://town.example", "https://town.example?" + utm},
		{"https://TOWN.example/a?b=c#d", "https://TOWN.example/a?b=c&" + utm + "#d"},
		{"(https://town.example/a_(b)).", "(https://town.example/a_(b)?" + utm + ")."},
		{"[here](https://town.example/a), [there](https://else.example)", "[here](https://town.example/a?" + utm + "), [there](https://else.example)"},
		{"<https://town.example/a>", "<https://town.example/a?" + utm + ">"},
		{"https://town.example/?utm_source=me", "https://town.example/?utm_source=me&utm_campaign=winter"},
		{"https://town.example/?" + utm, "https://town.example/?" + utm},
		{"https://town.example.evil.example/", "https://town.example.evil.example/"},
		{"Seen https://town.example/?", "Seen https://town.example/?" + utm + "?"},
		{"https://town.example/${handle.acme}?", "https://town.example/@acme@example.social?" + utm + "?"},
		{"«\u00a0https://town.example/été\u00a0»", "«\u00a0https://town.example/été?" + utm + "\u00a0»"},
		{"ftp://town.example http://town.example/", "ftp://town.example http://town.example/?" + utm},
		{"« https://town.example/été » !", "« https://town.example/été?" + utm + " » !"},
	} {
		got := newDesk(post("p", fields{"channels": list{"toots"}, "text": c.text, "campaign": "winter"})).sound(t)
		if text := got["toots/p"].Spec.Plain(); text != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, text, c.want)
		}
	}
}

func TestRetractionTakesDownEveryPartWhateverElseIsWrong(t *testing.T) {
	got := newDesk(post("bad", fields{"channels": list{"toots"}, "at": "nonsense", "status": "retracted", "reason": "Wrong hours",
		"text": "One", "thread": list{"Two ${nothing}"}, "firstComment": "x", "media": list{fields{"file": "gone.png"}}})).sound(t)
	for _, id := range []string{"toots/bad", "toots/bad/2", "toots/bad/comment"} {
		d, found := got[id]
		if !found || d.Class != engine.Remove || d.Reason != "Wrong hours" {
			t.Errorf("%s = %+v, want its removal", id, d)
		}
		if want := engine.RemovalDigest(d.ID, d.Account, d.Zone); d.Digest != want {
			t.Errorf("%s: digest %s is not that of a removal, %s", id, d.Digest, want)
		}
	}
}

func TestDraftsHaveNoTime(t *testing.T) {
	got := newDesk(
		post("draft", fields{"channels": list{"toots"}, "at": "2026-12-24 09:00", "status": "draft", "text": "x"}),
		post("timeless", fields{"channels": list{"toots"}, "text": "x"}),
		post("slot", fields{"channels": list{"toots"}, "slot": "next", "text": "x"}),
		post("merge", fields{"channels": list{"toots"}, "at": "merge", "text": "x"}),
	).sound(t)
	for id, want := range map[string]bool{"toots/draft": true, "toots/timeless": true, "toots/slot": false, "toots/merge": false} {
		if d := got[id]; d.Drafted() != want {
			t.Errorf("%s: drafted is %v, want %v", id, d.Drafted(), want)
		}
	}
	if !got["toots/slot"].Slot || !got["toots/merge"].Merge {
		t.Errorf("slot or merge is lost: %+v %+v", got["toots/slot"], got["toots/merge"])
	}
}

func TestFormerNamesCrossFormerChannels(t *testing.T) {
	d := newDesk(post("new", fields{"channels": list{"diary"}, "text": "x", "was": list{"old"}}))
	d.add(object("Channel", "diary", fields{"network": "site", "was": list{"journal"}}))
	var got []string
	for _, id := range d.sound(t)["diary/new"].Was {
		got = append(got, id.String())
	}
	if want := []string{"diary/old", "journal/new", "journal/old"}; !slices.Equal(got, want) {
		t.Errorf("was %v, want %v", got, want)
	}
}

func TestDeclaredAndRemovedFieldsAreTold(t *testing.T) {
	got := newDesk(post("p", fields{"text": "x", "title": "T", "tags": list{}, "seo": fields{"slug": "s", "title": "S"},
		"variants": fields{"blog": fields{"title": nil, "seo": fields{"title": nil}}}})).sound(t)
	if want := []string{"body", "language", "seo.slug", "tags"}; !slices.Equal(got["blog/p"].Fields, want) {
		t.Errorf("blog declares %v, want %v", got["blog/p"].Fields, want)
	}
	if want := []string{"language", "text"}; !slices.Equal(got["toots/p"].Fields, want) {
		t.Errorf("toots declares %v, want %v", got["toots/p"].Fields, want)
	}
}

func TestProfileAndCharterAreKeptLikePosts(t *testing.T) {
	d := newDesk()
	d.add(object("Channel", "home", fields{"network": "site", "was": list{"house"}, "profile": fields{"name": "Town", "bio": "News"}}),
		object("Charter", "charter", fields{"language": "fr", "mission": "Dire.", "audiences": list{"habitants", "commerces"},
			"articles": list{fields{"number": "3.2", "title": "Images", "text": "Décrites."}},
			"publish":  list{fields{"channel": "home", "slug": "charte"}}}))
	got := d.sound(t)
	profile := got["profile:home/profile"]
	if want := (&engine.Profile{Name: "Town", Bio: "News"}); !reflect.DeepEqual(profile.Spec, want) || !profile.Merge ||
		!slices.Equal(profile.Fields, []string{"bio", "name"}) || profile.Was[0].String() != "profile:house/profile" {
		t.Errorf("profile %+v, want %+v", profile, want)
	}
	page := got["page:home/charte"]
	want := &engine.Page{Title: "Charte éditoriale", Slug: "charte", Language: "fr",
		Body: "## Mission\n\nDire.\n\n## Publics\n\n- habitants\n- commerces\n\n## 3.2 Images\n\nDécrites.\n"}
	if !reflect.DeepEqual(page.Spec, want) || !page.Merge || page.Drafted() {
		t.Errorf("page %+v %+v, want %+v", page, page.Spec, want)
	}
}

func TestFreezesAreReadInTheirZone(t *testing.T) {
	freezes, findings := Freezes([]schema.Freeze{
		{ID: "b", Scope: schema.Scope{Channels: []string{"blog"}}, From: "2026-12-24 09:00", Until: "24/12/2026 18h"},
		{ID: "a", Scope: schema.Scope{All: true}, From: "2026-12-24T09:00Z", Reason: "mourning"},
	}, time.FixedZone("x", 3600))
	want := []engine.Freeze{
		{Slug: "a", All: true, From: time.Date(2026, 12, 24, 9, 0, 0, 0, time.UTC), Reason: "mourning"},
		{Slug: "b", Channels: []engine.Channel{"blog"}, From: time.Date(2026, 12, 24, 8, 0, 0, 0, time.UTC)},
	}
	if !reflect.DeepEqual(freezes, want) {
		t.Errorf("got %+v, want %+v", freezes, want)
	}
	if len(findings) != 1 || !findings[0].Fatal || findings[0].Hint != "write 2026-12-24 18:00" {
		t.Errorf("findings %+v, want one that is fatal", findings)
	}
}

func TestOrderOfTheContentChangesNothing(t *testing.T) {
	d := bigDesk(200)
	want := d.render(t)
	r := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		r.Shuffle(len(d.content.Posts), func(i, j int) { p := d.content.Posts; p[i], p[j] = p[j], p[i] })
		r.Shuffle(len(d.content.Channels), func(i, j int) { c := d.content.Channels; c[i], c[j] = c[j], c[i] })
		if got := d.render(t); !reflect.DeepEqual(got, want) {
			t.Fatal("shuffled content renders differently")
		}
	}
}
