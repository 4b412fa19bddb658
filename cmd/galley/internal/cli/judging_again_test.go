package cli

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/approve"
)

var launch = engine.ID{Kind: engine.KindPost, Channel: "blog", Slug: "launch"}

// TestWhatWasJudgedNeedsNothingMore has a lawyer asked about what a junior wrote.
// Later pushes bring nothing of it: they ask nobody else, and keep nothing twice.
func TestWhatWasJudgedNeedsNothingMore(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pull("Sam", files{"team.yaml": benchTeam, "charter.yaml": strings.Replace(benchCharter, "[junior, intern]}, require: [{profile: senior}]", "[junior]}, require: [{profile: legal}]", 1)})
	b.push()
	b.pull("Jo", post("launch", "It opens."), "lou")
	b.push()
	for range 2 {
		if out, _ := b.push(); len(out.Demands)+len(out.Approvals) > 0 {
			t.Errorf("judged again, it says %+v", out)
		}
	}
	b.pull("Jo", post("other", "Another."))
	if out, _ := b.push(); len(out.Demands) != 1 || out.Demands[0].ID.Slug != "other" {
		t.Errorf("a push of another post asks for %+v", out.Demands)
	}
	b.says("launch", "")
}

// TestConsentThatComesLaterIsOfThoseWhoMay has an author, who is known from the
// ledger alone, start a run by hand.
func TestConsentThatComesLaterIsOfThoseWhoMay(t *testing.T) {
	t.Parallel()
	b := founded(t)
	b.pull("Ines", files{"launch.yaml": post("launch", "By both.")["launch.yaml"] + "author: Sam\n"})
	b.push()
	b.pull("Jo", files{"README.md": "About us.\n"})
	b.forge.named = []string{b.digest("launch")[:12]}
	for actor, want := range map[string]string{"": lacksSue, "ines": lacksSue,
		"sam": lacksSue, "reader": lacksSue} {
		b.forge.actor = actor
		b.push()
		b.says("launch", want)
	}
	b.forge.actor, b.forge.named = "sue", []string{b.digest("launch")[:11]}
	b.push()
	b.says("launch", lacksSue) // eleven digits name nothing
	b.forge.named = []string{b.digest("launch")}
	b.push()
	b.says("launch", "")
	if out, _ := b.push(); len(out.Approvals) > 0 {
		t.Errorf("kept twice is %+v", out.Approvals)
	}
}

func TestWhatTheForgeDoesNotTellIsNotJudged(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  error
		hint string
	}{
		{errors.New("no route to host"), "try again when it answers"},
		{engine.Errorf(engine.Unauthorized, "ask", engine.ID{}, "403"), "the job needs permissions: {pull-requests: read, actions: read}"},
		{failed("pay the bill", "402"), "pay the bill"},
	} {
		b := founded(t)
		b.pull("Sam", post("launch", "It opens."))
		b.forge.refuse = test.err
		out, _, err := b.begun().judge(t.Context())
		var told *exitError
		if !errors.As(err, &told) || told.code != exitRefused || hintOf(err) != test.hint || len(out.Demands) > 0 || out.Judged.Revision != "" {
			t.Errorf("got %+v, %v (%s)", out, err, hintOf(err))
		}
	}
}

func TestWithoutAForgeAPushIsJudgedOnce(t *testing.T) {
	t.Parallel()
	b := founded(t)
	b.pull("Sam", post("launch", "It opens."))
	b.forge = nil
	b.push()
	b.says("launch", lacksSue) // by somebody: nobody vouches for Sam
	if out, _ := b.push(); out.Judged.Revision != "" {
		t.Errorf("it was judged again: %+v", out.Judged)
	}
	if out, _ := b.push("launch"); out.Judged.Revision != b.last {
		t.Errorf("a repost was not judged: %+v", out.Judged)
	}
	b.commit("Sam", files{"README.md": "About us.\n"})
	if out, _ := b.push(); out.Judged.Revision != b.last {
		t.Errorf("the next push was not judged: %+v", out.Judged)
	}
}

// TestARevisionIsJudgedByItsOwnHistory has a run go back on purpose, and one look
// at files that nobody has committed.
func TestARevisionIsJudgedByItsOwnHistory(t *testing.T) {
	t.Parallel()
	b := founded(t)
	b.pull("Sam", post("launch", "It opens."))
	j := b.begun()
	b.pull("Ines", post("launch", "Not yet read by this run."))
	if out, _, err := j.judge(t.Context()); err != nil || out.Judged.Revision == b.last || len(out.Demands) > 0 {
		t.Errorf("what came later is judged: %+v, %v", out, err)
	}
	j = b.begun()
	j.head, j.content.revision = "", ""
	if out, _, err := j.judge(t.Context()); err != nil || out.Judged.Revision != b.last || len(out.Demands) != 1 {
		t.Errorf("the files of a folder: %+v, %v", out, err)
	}
}

// TestWhatWasThereBeforeTheRules has a first revision applied that had a charter, a
// team, both or neither: a first one that had either judges the push of the rules.
func TestWhatWasThereBeforeTheRules(t *testing.T) {
	t.Parallel()
	seniors := files{"team.yaml": "kind: Team\nid: team\nmembers: [{name: Sam, github: sam, profile: senior}]\n"}
	for name, test := range map[string]struct {
		before    files
		bootstrap bool
	}{
		"neither": {files{}, true},
		"charter": {files{"charter.yaml": noRules}, false},
		"team":    {seniors, false},
		"both":    {files{"charter.yaml": noRules}.with(seniors), false},
	} {
		b := newBench(t)
		b.record.Applied = b.commit("Sam", test.before)
		b.commit("Ines", files{"team.yaml": benchTeam, "charter.yaml": benchCharter}.with(post("launch", "It opens.")))
		if out, _ := b.push(); out.Judged.Bootstrap != test.bootstrap || len(out.Demands) > 0 != test.bootstrap {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

// TestATeamAloneSupervises has no charter at all.
func TestATeamAloneSupervises(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pull("Sam", files{"team.yaml": benchTeam})
	b.push()
	b.pull("Ines", post("launch", "It opens."))
	b.push()
	b.says("launch", lacksSenior)
	b.pull("Ines", files{"team.yaml": strings.Replace(benchTeam, "ines, profile: intern", "ines, profile: senior", 1)})
	b.push()
	b.says("Team team", lacksSenior) // she is supervised in what she makes of the team, too
}

// TestTheCharterIsHeldToItself has an intern take the rule on herself away.
func TestTheCharterIsHeldToItself(t *testing.T) {
	t.Parallel()
	b := founded(t)
	base := b.last
	b.pull("Ines", files{"charter.yaml": noRules})
	if out, _ := b.push(); out.Judged.Policy != base {
		t.Errorf("judged is what comes by %s, want %s", out.Judged.Policy, base)
	}
	b.says("Charter charter", lacksSenior)
	b.pull("Ines", post("launch", "It opens."))
	b.push()
	b.says("launch", lacksSenior)
}

// TestWhatIsPutUpAgainIsApprovedAgain has a post that went out before there were
// rules, and one that went out approved.
func TestWhatIsPutUpAgainIsApprovedAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		recorded engine.Recorded
		reposts  []string
		want     string
	}{
		"it is there as it is":  {engine.Recorded{Phase: engine.Live}, nil, neverAsked},
		"it was never there":    {engine.Recorded{}, nil, neverAsked},
		"it is gone":            {engine.Recorded{Gone: true}, nil, lacksSue},
		"it was taken down":     {engine.Recorded{Removed: true}, nil, lacksSue},
		"a repost":              {engine.Recorded{Phase: engine.Live}, []string{"other", "launch"}, lacksSue},
		"a repost by its ID":    {engine.Recorded{Gone: true}, []string{"blog/launch"}, lacksSue},
		"a repost of another":   {engine.Recorded{Phase: engine.Live}, []string{"other"}, neverAsked},
		"it was handed over":    {engine.Recorded{Phase: engine.Scheduled}, nil, neverAsked},
		"it is managed no more": {engine.Recorded{Phase: engine.Live, Released: true}, nil, neverAsked},
	} {
		b := newBench(t)
		b.record.Applied = b.commit("Sam", files{"charter.yaml": noRules}.with(post("launch", "It opens.")))
		b.commit("Sam", files{"team.yaml": benchTeam, "charter.yaml": benchCharter})
		b.push()
		test.recorded.ID, test.recorded.Revision, test.recorded.Digest = launch, b.record.Applied, b.digest("launch")
		b.record.IDs = map[engine.ID]engine.Recorded{launch: test.recorded}
		b.commit("Sam", files{"README.md": "About us.\n"})
		b.push(test.reposts...)
		if b.says("launch", test.want); t.Failed() {
			t.Fatalf("%s", name)
		}
	}
	b := founded(t)
	b.pull("Ines", post("launch", "It opens."), "sam")
	b.push()
	b.says("launch", "")
	b.record.Consent = b.record.Consent.Without(launch)
	b.record.IDs = map[engine.ID]engine.Recorded{launch: {ID: launch, Removed: true}}
	b.pull("Ines", files{"README.md": "About us.\n"}, "sam")
	b.push()
	b.says("launch", lacksSenior)
}

// TestARepostIsByAllWhoEverWroteIt, not by those alone who did since the network
// had it.
func TestARepostIsByAllWhoEverWroteIt(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.record.Applied = b.commit("Lou", files{"charter.yaml": noRules}.with(post("launch", "It opens.")))
	b.commit("Sam", files{"team.yaml": benchTeam, "charter.yaml": benchCharter})
	b.push()
	b.record.IDs = map[engine.ID]engine.Recorded{launch: {ID: launch, Phase: engine.Live, Revision: b.last, Digest: b.digest("launch")}}
	b.pull("Sue", files{"README.md": "About us.\n"})
	out, _ := b.push("launch")
	if len(out.Demands) != 1 || !slices.Contains(out.Demands[0].Authors, "Lou") {
		t.Errorf("asked is %+v", out.Demands)
	}
}

// TestWithdrawalsWaitWhereARuleSaysSo is of posts that are retracted, and of one
// whose file is gone.
func TestWithdrawalsWaitWhereARuleSaysSo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rule   string
		change files
		want   []approve.Verb
	}{
		"no rule, retracted": {"", files{"launch.yaml": post("launch", "It opens.")["launch.yaml"] + "status: retracted\nreason: wrong\n"}, nil},
		"no rule, no file":   {"", files{"launch.yaml": ""}, nil},
		"retracted":          {"    - {when: {verb: [remove]}, require: [{profile: legal}]}\n", files{"launch.yaml": post("launch", "It opens.")["launch.yaml"] + "status: retracted\nreason: wrong\n"}, []approve.Verb{approve.Remove}},
		"no file":            {"    - {when: {verb: [remove]}, require: [{profile: legal}]}\n", files{"launch.yaml": ""}, []approve.Verb{approve.Remove}},
		"another rule":       {"    - {when: {verb: [update]}, require: [{profile: legal}]}\n", files{"launch.yaml": ""}, nil},
	} {
		b := newBench(t)
		b.pull("Sam", files{"team.yaml": benchTeam, "charter.yaml": benchCharter + test.rule}.with(post("launch", "It opens.")))
		b.push()
		b.record.IDs = map[engine.ID]engine.Recorded{launch: {ID: launch, Phase: engine.Live, Revision: b.last, Digest: b.digest("launch")},
			{Kind: engine.KindPost, Channel: "blog", Slug: "old"}: {Removed: true}}
		b.pull("Ines", test.change)
		out, _ := b.push()
		var steps [][]engine.Step
		for _, d := range out.Demands {
			if d.ID != launch || !slices.Equal(d.Authors, []string{"@ines", "Ines"}) {
				t.Errorf("%s: asked is %+v", name, d)
			}
			steps = append(steps, d.Steps)
		}
		if len(steps) != len(test.want) || len(steps) == 1 && steps[0][0].Role != engine.RoleLegal {
			t.Errorf("%s: asked is %v, want %v", name, steps, test.want)
		}
	}
}

// TestAFreezeGoesOnUntilOneWhoMayEndsIt takes it off the default branch.
func TestAFreezeGoesOnUntilOneWhoMayEndsIt(t *testing.T) {
	t.Parallel()
	const crisis = "kind: Freeze\nid: crisis\nreason: wrong price\nfrom: 2026-12-09 09:00\n"
	for name, test := range map[string]struct {
		text      string
		reviewers []string
		goesOn    bool
	}{
		"by nobody":                {"", nil, true},
		"by a lawyer":              {"", []string{"lou"}, true},
		"by a senior who wants it": {"", []string{"sue"}, false},
		"by a senior":              {"", []string{"sam"}, false},
		"it stays":                 {crisis + "by: Jo\n", nil, false},
		"its end comes":            {crisis + "until: 2026-12-09 13:00\n", nil, true},
	} {
		b := founded(t)
		b.pull("Ines", files{"crisis.yaml": crisis + "scope: {all: true}\n"})
		b.push()
		text := test.text
		if text != "" {
			text += "scope: {all: true}\n"
		}
		b.pull("Sue", files{"crisis.yaml": text}, test.reviewers...)
		out, frozen := b.push()
		asked := slices.ContainsFunc(out.Demands, func(d engine.Demand) bool { return d.Object == "Freeze crisis" })
		if goesOn := len(frozen) == 1 && frozen[0].Slug == "crisis"; goesOn != test.goesOn || asked != (name != "it stays") {
			t.Errorf("%s: it goes on: %v, asked was %v: %+v", name, frozen, asked, out.Demands)
		}
	}
}

func TestAFreezeGoesOnInOneThatStopsAsMuchForAsLong(t *testing.T) {
	now := time.Date(2026, 12, 9, 11, 0, 0, 0, time.UTC)
	tomorrow := now.AddDate(0, 0, 1)
	some := engine.Freeze{Slug: "crisis", Channels: []engine.Channel{"blog"}, Campaigns: []string{"winter"}, Tags: []string{"sale"}, Until: tomorrow}
	for name, test := range map[string]struct {
		f, g engine.Freeze
		want bool
	}{
		"itself":               {some, some, true},
		"another name":         {engine.Freeze{Slug: "crisis"}, engine.Freeze{Slug: "other"}, false},
		"all, then all":        {engine.Freeze{All: true}, engine.Freeze{All: true}, true},
		"all, then some":       {engine.Freeze{Slug: "crisis", All: true}, some, false},
		"some, then all":       {some, engine.Freeze{Slug: "crisis", All: true}, true},
		"a channel less":       {some, engine.Freeze{Slug: "crisis", Campaigns: some.Campaigns, Tags: some.Tags}, false},
		"a campaign less":      {some, engine.Freeze{Slug: "crisis", Channels: some.Channels, Tags: some.Tags}, false},
		"a tag less":           {some, engine.Freeze{Slug: "crisis", Channels: some.Channels, Campaigns: some.Campaigns}, false},
		"a channel more":       {some, engine.Freeze{Slug: "crisis", Channels: []engine.Channel{"x", "blog"}, Campaigns: some.Campaigns, Tags: some.Tags}, true},
		"an exception more":    {engine.Freeze{All: true}, engine.Freeze{All: true, Allow: []string{"news"}}, false},
		"an exception less":    {engine.Freeze{All: true, Allow: []string{"news"}}, engine.Freeze{All: true}, true},
		"an end, now":          {engine.Freeze{All: true}, engine.Freeze{All: true, Until: tomorrow}, false},
		"no end any more":      {engine.Freeze{All: true, Until: tomorrow}, engine.Freeze{All: true}, true},
		"the same end":         {engine.Freeze{All: true, Until: tomorrow}, engine.Freeze{All: true, Until: tomorrow}, true},
		"an earlier end":       {engine.Freeze{All: true, Until: tomorrow}, engine.Freeze{All: true, Until: tomorrow.Add(-1)}, false},
		"a later end":          {engine.Freeze{All: true, Until: tomorrow}, engine.Freeze{All: true, Until: tomorrow.Add(1)}, true},
		"one that has ended":   {engine.Freeze{All: true}, engine.Freeze{All: true, Until: now}, false},
		"one that is to begin": {engine.Freeze{All: true}, engine.Freeze{All: true, From: tomorrow}, false},
	} {
		if got := goesOnIn([]engine.Freeze{{Slug: "unlike"}, test.g}, test.f, now); got != test.want {
			t.Errorf("%s: it goes on: %v, want %v", name, got, test.want)
		}
	}
}

func TestAMessageNamesWhatItApproves(t *testing.T) {
	a, b := strings.Repeat("a", 64), "b"+strings.Repeat("a", 63)
	subjects := []approve.Subject{{Digest: b}, {Digest: a}}
	for name, test := range map[string]struct {
		message string
		want    []string
	}{
		"nothing":                           {"I have read it\n", nil},
		"one, by twelve digits":             {"I have read it\n\nApproves: aaaaaaaaaaaa\n", []string{a}},
		"one, by eleven":                    {"Approves: aaaaaaaaaaa\n", nil},
		"one, by all":                       {"Approves: " + b + "\n", []string{b}},
		"in any case, two":                  {"APPROVES: BAAAAAAAAAAA,aaaaaaaaaaaa\n", []string{a, b}},
		"on two lines":                      {"Approves: baaaaaaaaaaa\nmore\napproves:aaaaaaaaaaaa", []string{a, b}},
		"another one":                       {"Approves: cccccccccccc\n", nil},
		"in the midst of a line":            {"It approves: aaaaaaaaaaaa\n", nil},
		"with something behind":             {"Approves: aaaaaaaaaaaa, or does it?\n", nil},
		"what goes beyond it":               {"Approves: " + a + "0\n", nil},
		"the end of one, not the beginning": {"Approves: " + b[1:13] + "\n", []string{a}},
	} {
		if got := namedAmong(approves(test.message), subjects); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestACharterAndATeamSayWhoApproves(t *testing.T) {
	for object, want := range map[string]bool{"Charter": true, "Team": true, "Team team": true, "Charter c": true, "": false, "Post Team": false, "Teams x": false, "Post launch": false, "Tea": false} {
		if got := isGoverning(object); got != want {
			t.Errorf("%q: %v, want %v", object, got, want)
		}
	}
}
