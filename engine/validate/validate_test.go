package validate_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"galley/engine"
	"galley/engine/load"
	"galley/engine/render"
	"galley/engine/validate"
)

// found are the findings of documents put on top of the base, by rule and text.
func found(t *testing.T, documents string) []string {
	t.Helper()
	_, findings := check(t, tree(documents))
	var out []string
	for _, f := range findings {
		out = append(out, f.Rule+": "+f.Text)
	}
	return out
}

func post(id, channels, more string) string {
	return fmt.Sprintf("kind: Post\nid: %s\nchannels: [%s]\n%s", id, channels, more)
}

func together(documents ...string) string { return strings.Join(documents, "---\n") }

func TestLoopsAreWrittenOut(t *testing.T) {
	for _, c := range []struct {
		name      string
		documents string
		want      []string
	}{
		{"of one", post("a", "blog", "text: ${post.a.blog.url}\nat: merge\n"),
			[]string{"reference-cycle: these refer to each other: blog/a -> blog/a"}},
		{"of three, begun anywhere", together(
			post("c", "blog", "text: ${post.a.blog.url}\nat: merge\n"),
			post("a", "blog", "text: ${post.b.blog.url}\nat: merge\n"),
			post("b", "blog", "text: ${post.c.blog.url}\nat: merge\n")),
			[]string{"reference-cycle: these refer to each other: blog/a -> blog/b -> blog/c -> blog/a"}},
		{"through a thread", post("a", "toots, blog", "text: One\nthread: ['${post.a.blog.url}']\nvariants: {blog: {text: '${post.a.toots.url}', thread: null}}\nat: merge\n"), nil},
		{"not through a comment of ours", post("a", "toots", "text: One\nfirstComment: ${post.a.toots.url}\nat: merge\n"), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := found(t, c.documents); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestReferencesAreAnsweredInTime(t *testing.T) {
	const at = "at: 2026-12-24 09:00\n"
	refer := post("a", "blog", "text: ${post.b.blog.url}\n"+at)
	for _, c := range []struct {
		name, documents string
		want            []string
	}{
		{"earlier", together(refer, post("b", "blog", "text: x\nat: 2026-12-24 08:59\n")), nil},
		{"same time", together(refer, post("b", "blog", "text: x\n"+at)), nil},
		{"merge", together(refer, post("b", "blog", "text: x\nat: merge\n")), nil},
		{"retracted", together(refer, post("b", "blog", "text: x\nstatus: retracted\nreason: x\n")),
			[]string{"reference-never-live: it refers to blog/b, which is retracted: it will wait for ever"}},
		{"taken down before", together(refer, post("b", "blog", "text: x\nat: 2026-12-20 09:00\nuntil: 2026-12-21 09:00\n")),
			[]string{"reference-never-live: it refers to blog/b, which is taken down before"}},
		{"draft of both", together(post("a", "blog", "text: ${post.b.blog.url}\n"), post("b", "blog", "text: x\n")), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := found(t, c.documents); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTextIsCountedAsReadersWillSeeIt(t *testing.T) {
	long := strings.Repeat("x", 20)
	for _, c := range []struct {
		name, documents string
		want            []string
	}{
		{"an address stands for its reference", together(post("a", "toots", "text: "+long+" ${post.launch-of-the-rink.blog.url}\nat: merge\n"),
			post("launch-of-the-rink", "blog", "text: x\nat: merge\n")),
			[]string{"text-too-long: 69 characters, Mastodon takes 60"}},
		{"campaign parameters count", together("kind: Campaign\nid: winter\nutm: {source: galley, medium: social, campaign: winter}\n",
			post("a", "toots", "text: See https://town.example\ncampaign: winter\nat: merge\n")),
			[]string{"text-too-long: 80 characters, Mastodon takes 60"}},
		{"each part of a thread by itself", post("a", "toots", "text: "+long+long+"\nthread: ["+long+long+", "+long+long+long+"x]\nat: merge\n"),
			[]string{"text-too-long: 61 characters, Mastodon takes 60"}},
		{"a draft is warned", post("a", "toots", "text: "+strings.Repeat("x", 61)+"\n"), []string{"text-too-long: 61 characters, Mastodon takes 60"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := found(t, c.documents); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	_, findings := check(t, tree(post("a", "toots", "text: "+strings.Repeat("x", 61)+"\n")))
	if findings[0].Severity != engine.SeverityWarning {
		t.Errorf("the draft has %s, want a warning", findings[0].Severity)
	}
}

func TestAltIsAnErrorOnlyWhereTheNetworkNeedsIt(t *testing.T) {
	desired, findings := check(t, tree(post("a", "blog, toots", "text: x\nat: merge\nmedia: [{file: media/rink.jpg}]\n")))
	severity := map[engine.Channel]engine.Severity{}
	for _, f := range findings {
		severity[f.Channel] = f.Severity
	}
	if want := map[engine.Channel]engine.Severity{"blog": engine.SeverityError, "toots": engine.SeverityWarning}; !reflect.DeepEqual(severity, want) {
		t.Errorf("got %v, want %v", severity, want)
	}
	blocked := validate.Blocked(desired, findings)
	if len(blocked) != 1 || blocked[engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "a"}] == "" {
		t.Errorf("blocked %v, want blog/a alone", blocked)
	}
}

func TestErrorsBlockTheirPostAndItsPartsOnly(t *testing.T) {
	desired := []engine.Desired{
		{ID: engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "a"}, Class: engine.Publish},
		{ID: engine.ID{Kind: engine.KindPost, Channel: "toots", Slug: "a"}, Class: engine.Publish},
		{ID: engine.ID{Kind: engine.KindPost, Channel: "toots", Slug: "a", Part: "2"}, Class: engine.Publish},
		{ID: engine.ID{Kind: engine.KindPost, Channel: "toots", Slug: "b"}, Class: engine.Publish},
		{ID: engine.ID{Kind: engine.KindPost, Channel: "toots", Slug: "gone"}, Class: engine.Remove},
		{ID: engine.ID{Kind: engine.KindProfile, Channel: "toots", Slug: "profile"}, Class: engine.Publish},
		{ID: engine.ID{Kind: engine.KindPage, Channel: "blog", Slug: "charter"}, Class: engine.Publish},
	}
	for _, c := range []struct {
		name    string
		finding engine.Finding
		want    string
	}{
		{"post everywhere", engine.Finding{Object: "Post a"}, "blog/a toots/a toots/a/2"},
		{"post on one channel", engine.Finding{Object: "Post a", Channel: "toots"}, "toots/a toots/a/2"},
		{"warning", engine.Finding{Object: "Post a", Severity: engine.SeverityWarning}, ""},
		{"channel", engine.Finding{Object: "Channel toots", Channel: "toots"}, "toots/a toots/a/2 toots/b profile:toots/profile"},
		{"profile", engine.Finding{Object: "Profile toots", Channel: "toots"}, "profile:toots/profile"},
		{"charter", engine.Finding{Object: "Charter charter", Channel: "blog"}, "page:blog/charter"},
		{"retracted", engine.Finding{Object: "Post gone"}, ""},
		{"retracted without a reason", engine.Finding{Object: "Post gone", Rule: "no-reason"}, "toots/gone"},
		{"file", engine.Finding{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.finding.Text = "why"
			var got []string
			blocked := validate.Blocked(desired, []engine.Finding{c.finding})
			for _, d := range desired {
				if blocked[d.ID] != "" {
					got = append(got, d.ID.String())
				}
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("blocked %q, want %q", s, c.want)
			}
		})
	}
}

func TestBlockedSaysWhy(t *testing.T) {
	id := engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "a"}
	got := validate.Blocked([]engine.Desired{{ID: id}}, []engine.Finding{{Object: "Post a", Text: "one"}, {Object: "Post a", Text: "two"}})
	if want := "one (and 1 more)"; got[id] != want {
		t.Errorf("got %q, want %q", got[id], want)
	}
}

func TestOnlyFatalErrorsAreFatal(t *testing.T) {
	if validate.Fatal([]engine.Finding{{}, {Fatal: true, Severity: engine.SeverityWarning}}) || validate.Fatal(nil) {
		t.Error("what is not fatal stops the run")
	}
	if !validate.Fatal([]engine.Finding{{}, {Fatal: true}}) {
		t.Error("what is fatal does not stop the run")
	}
}

func TestPublishedPostsMayHavePassed(t *testing.T) {
	files := tree(post("a", "blog", "text: x\nat: 2026-11-01 09:00\n"))
	content, _, err := load.Tree(context.Background(), files, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rendered, err := render.Content(context.Background(), render.Input{Content: content, Infos: infos(), Files: files})
	if err != nil {
		t.Fatal(err)
	}
	in := validate.Input{Content: content, Desired: rendered.Desired, Infos: infos(), AsOf: asOf}
	if got := validate.Check(in); len(got) != 1 || got[0].Rule != "time-past" {
		t.Errorf("got %+v, want time-past", got)
	}
	in.Recorded = map[engine.ID]engine.Recorded{rendered.Desired[0].ID: {}}
	if got := validate.Check(in); len(got) > 0 {
		t.Errorf("recorded: got %+v, want nothing", got)
	}
	in.Recorded, in.AsOf = nil, in.AsOf.Add(-1e18)
	if got := validate.Check(in); len(got) > 0 {
		t.Errorf("long before: got %+v, want nothing", got)
	}
}

func TestFormerNamesHaveOneOwner(t *testing.T) {
	want := []string{"former-name: post a was old as well"}
	if got := found(t, together(post("a", "blog", "text: x\nwas: [old]\n"), post("b", "blog", "text: x\nwas: [old]\n"))); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	want = []string{"former-name: channel toots still exists"}
	if got := found(t, "kind: Channel\nid: blog\nnetwork: site\ntarget: {dir: public}\nwas: [toots]\n"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFreezesNameWhatExists(t *testing.T) {
	want := []string{`unknown-campaign: unknown campaign "wintre"`, `unknown-channel: unknown channel "twoots"`}
	got := found(t, "kind: Freeze\nid: f\nscope: {channels: [blog, twoots], campaigns: [wintre]}\nreason: x\n")
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCalendarsNameWhatExists(t *testing.T) {
	got := found(t, "kind: Calendar\nid: days\nslots: [{channel: blgo, days: [monday], time: \"09:00\"}]\n"+
		"holidays: [{country: FR}, {on: 2026-13-01}, {name: Nothing}, {country: CH-ZH}]\n")
	if want := []string{
		"unknown-channel: unknown channel \"blgo\"",
		"bad-date: 2026-13-01 is not a date: there is no month 13",
		"bad-day: a holiday with 0 of country, on and from",
		"unknown-country: no holidays are known for \"CH-ZH\"",
	}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestZoneOfTheProjectIsChecked(t *testing.T) {
	want := []string{`unknown-zone: unknown time zone "Europe/Pari"`}
	if got := found(t, "kind: Project\nid: town\nzone: Europe/Pari\nlanguages: [en]\nrecord: {id: r}\n"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSiteAndRecordHaveBranchesOfTheirOwn(t *testing.T) {
	want := []string{"bad-target: branch galley/record holds the record"}
	if got := found(t, "kind: Channel\nid: pages\nnetwork: site\ntarget: {branch: galley/record}\n"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReportsHaveABranchOfTheirOwn(t *testing.T) {
	want := []string{"bad-target: branch galley/record holds the record"}
	project := "kind: Project\nid: town\nzone: Europe/Paris\nlanguages: [en]\nrecord: {id: r}\nreports: {branch: galley/record}\n"
	if got := found(t, project); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestObjectivesNameWhatExists(t *testing.T) {
	got := found(t, "kind: Charter\nid: charter\nobjectives:\n"+
		"  - {kpi: followers, channels: [toots, blgo], target: 1, due: 2026-02-30}\n"+
		"  - {kpi: impressions, target: 1, due: 2026-12-31}\n"+
		"  - {kpi: posts, channels: [blog], target: 1, due: 2026-12-31}\n")
	if want := []string{
		"unknown-channel: unknown channel \"blgo\"",
		"bad-date: 2026-02-30 is not a date",
		"untold-kpi: impressions is not told by Mastodon, Open, Site, Wall",
	}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestObjectivesOfCampaignsBeginWithThem: a date that the campaign has wrong is
// found once, and one of its own is held against it.
func TestObjectivesOfCampaignsBeginWithThem(t *testing.T) {
	got := found(t, "kind: Campaign\nid: spring\nfrom: 2027-03-21\nto: 2027-04-30\nobjectives:\n"+
		"  - {kpi: visits, target: 500, from: 2027-05-01, due: 2027-04-30}\n"+
		"  - {kpi: visits, target: 500, due: 2027-03-20}\n")
	if want := []string{"objective-dates: due 2027-04-30, and it begins on 2027-05-01",
		"objective-dates: due 2027-03-20, and it begins on 2027-03-21"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReportsSayWhichDaysTheyCover(t *testing.T) {
	for days, want := range map[string]string{
		"period: month":                      "",
		"from: 2026-12-01\nto: 2026-12-01":   "",
		"period: campaign\ncampaign: winter": "",
		"period: month\ncampaign: winter":    "",
		"name: x":                            "report-days: the report does not say which days it covers",
		"period: week\nto: 2026-12-01":       "report-days: period: week, and days of its own",
		"from: 2026-12-01":                   "report-days: there is a first day and no last one",
		"to: 2026-12-01":                     "report-days: there is a last day and no first one",
		"from: 2026-12-02\nto: 2026-12-01":   "report-days: 2026-12-01 is before 2026-12-02",
		"period: campaign\ncampaign: open\n---\nkind: Campaign\nid: open\nfrom: 2026-12-01": "report-days: campaign open does not say from when to when it lasts",
		"period: campaign\ncampaign: wintre":                                                "unknown-campaign: unknown campaign \"wintre\"",
		"period: month\nchannels: [blgo]":                                                   "unknown-channel: unknown channel \"blgo\"",
		"period: month\nchannels: [toots]\nkpis: [followers, reach]":                        "untold-kpi: reach is not told by Mastodon",
	} {
		var wants []string
		if want != "" {
			wants = []string{want}
		}
		if got := found(t, "kind: Report\nid: r\n"+days+"\n"); !slices.Equal(got, wants) {
			t.Errorf("%s: got %q, want %q", days, got, wants)
		}
	}
}

func TestOrderChangesNoFinding(t *testing.T) {
	var documents []string
	for _, rule := range validate.Rules() {
		if strings.HasPrefix(rule.Bad, "kind: Post\nid: rink\n") && !strings.Contains(rule.Bad, "---") {
			documents = append(documents, strings.Replace(rule.Bad, "id: rink", "id: "+rule.ID, 1))
		}
	}
	files := tree(together(documents...))
	content, _, err := load.Tree(context.Background(), files, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var want []engine.Finding
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 6 {
		rendered, err := render.Content(context.Background(), render.Input{Content: content, Infos: infos(), Files: files})
		if err != nil {
			t.Fatal(err)
		}
		got := validate.Check(validate.Input{Content: content, Desired: rendered.Desired, Infos: infos(), AsOf: asOf})
		if i == 0 {
			want = got
		}
		if !reflect.DeepEqual(got, want) || len(got) == 0 {
			t.Fatalf("shuffled content has other findings: %+v, want %+v", got, want)
		}
		for _, list := range []struct {
			n    int
			swap func(i, j int)
		}{
			{len(content.Posts), reflect.Swapper(content.Posts)},
			{len(content.Channels), reflect.Swapper(content.Channels)},
			{len(content.Campaigns), reflect.Swapper(content.Campaigns)},
		} {
			r.Shuffle(list.n, list.swap)
		}
	}
}

func TestPictureOfACardHasLimitsOfItsOwn(t *testing.T) {
	const card = "text: x\nat: merge\nlink: https://town.example\ncard: {title: T, image: {file: media/big.jpg"
	_, findings := check(t, tree(post("a", "sky", card+"}}\n")))
	if len(findings) != 1 || findings[0].Rule != "media-bytes" || findings[0].Pos.Line != 7 || findings[0].Pos.Col != 32 {
		t.Errorf("too large: got %+v, want media-bytes where the file is named, and no alternative text asked for", findings)
	}
	for name, more := range map[string]string{
		"no card without the field":   "toots, paper",
		"no card on a site":           "blog",
		"other networks are no error": "blog, toots, paper",
	} {
		if got := found(t, post("a", more, card+"}}\n")); len(got) > 0 {
			t.Errorf("%s: got %q, want nothing: they show no card", name, got)
		}
	}
}

func TestCardIsNoneOfTheMedia(t *testing.T) {
	info := infos()["open"]
	kind := info.Kinds[engine.KindPost]
	kind.CardAlone = false
	info.Kinds = map[engine.Kind]engine.Limits{engine.KindPost: kind}
	all := infos()
	all["open"] = info
	_, findings := checkOn(t, tree(post("a", "sky", "text: x\nat: merge\nlink: https://town.example\n"+
		"media: [{file: media/rink.jpg, alt: Ice}]\ncard: {image: {file: media/rink.jpg}}\n")), all)
	if len(findings) > 0 {
		t.Errorf("one of one medium and a card: got %+v", findings)
	}
}
