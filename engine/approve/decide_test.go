package approve_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/approve"
)

// asks is a demand of the ledger.
func asks(steps ...engine.Step) engine.Demand { return engine.Demand{Digest: digest, Steps: steps} }

// gave is a line of the ledger: consent some hours ago.
func gave(name string, role engine.Role, hours int) engine.Approval {
	return engine.Approval{Digest: digest, By: name, Role: role, Login: strings.ToLower(name), Kind: engine.FromReview, At: now.Add(-time.Duration(hours) * time.Hour)}
}

func TestWhatTheLedgerSaysDecides(t *testing.T) {
	senior, legal, client, press := step(engine.RoleSenior), step(engine.RoleLegal), step(engine.RoleClient), engine.Step{Group: "press"}
	edit := func(a engine.Approval, f func(*engine.Approval)) engine.Approval { f(&a); return a }
	of := func(a engine.Approval, group string) engine.Approval { a.Groups = []string{group}; return a }
	with := func(d engine.Demand, f func(*engine.Demand)) engine.Demand { f(&d); return d }
	for name, test := range map[string]struct {
		demands []engine.Demand
		given   []engine.Approval
		want    string   // reason; empty is approved
		by      []string // who approved, in this order
	}{
		"nothing was asked": {given: []engine.Approval{gave("Sam", engine.RoleSenior, 1)}},
		"a comma was edited since": {demands: []engine.Demand{asks(senior)},
			given: []engine.Approval{edit(gave("Sam", engine.RoleSenior, 1), func(a *engine.Approval) { a.Digest = strings.Repeat("b", 64) })},
			want:  "lacks the approval of a senior (the team has none who could)"},
		"the approver had a hand in it later": {demands: []engine.Demand{with(asks(senior), func(d *engine.Demand) { d.Authors = []string{"Ines", "Sam"} })},
			given: []engine.Approval{gave("Sam", engine.RoleSenior, 1)}, want: "lacks the approval of a senior (the team has none who could)"},
		"of two demands, one knows of his hand": {demands: []engine.Demand{asks(senior), with(asks(senior), func(d *engine.Demand) { d.Authors = []string{"Sam"} })},
			given: []engine.Approval{gave("Sam", engine.RoleSenior, 1)}, by: []string{"Sam"},
			want: "lacks the approval of a senior (the team has none who could); has that of Sam (senior)"},
		"the author has another name today": {demands: []engine.Demand{with(asks(senior), func(d *engine.Demand) { d.Authors = []string{"@sam", "Sam Okafor"} })},
			given: []engine.Approval{edit(gave("Samuel Okafor", engine.RoleSenior, 1), func(a *engine.Approval) { a.Login = "SAM" })},
			want:  "lacks the approval of a senior (the team has none who could)"},
		"neither has an account": {demands: []engine.Demand{with(asks(senior), func(d *engine.Demand) { d.Authors = []string{"@", "Ines"} })},
			given: []engine.Approval{edit(gave("Sam", engine.RoleSenior, 1), func(a *engine.Approval) { a.Login = "" })}, by: []string{"Sam"}},
		"one person under two names, for two steps": {demands: []engine.Demand{asks(senior, senior)},
			given: []engine.Approval{gave("Sam", engine.RoleSenior, 2), edit(gave("Samuel", engine.RoleSenior, 1), func(a *engine.Approval) { a.Login = "SAM" })},
			by:    []string{"Sam"}, want: "lacks the approval of a senior (the team has none who could); has that of Sam (senior)"},
		"two people without accounts, for two steps": {demands: []engine.Demand{asks(senior, senior)}, by: []string{"Sam", "Sue"},
			given: []engine.Approval{edit(gave("Sam", engine.RoleSenior, 2), func(a *engine.Approval) { a.Login = "" }),
				edit(gave("Sue", engine.RoleSenior, 1), func(a *engine.Approval) { a.Login = "" })}},
		"two of one name, for two steps": {demands: []engine.Demand{asks(senior, senior)}, by: []string{"Sam"},
			given: []engine.Approval{gave("Sam", engine.RoleSenior, 2), edit(gave("Sam", engine.RoleSenior, 1), func(a *engine.Approval) { a.Login = "sam-at-home" })},
			want:  "lacks the approval of a senior (the team has none who could); has that of Sam (senior)"},
		"the ledger has them in the wrong order": {demands: []engine.Demand{asks(legal, client)}, by: []string{"Lou", "Cleo"},
			given: []engine.Approval{gave("Cleo", engine.RoleClient, 1), gave("Lou", engine.RoleLegal, 2)}},
		"the ledger has them in the right order, time has not": {demands: []engine.Demand{asks(legal, client)}, by: []string{"Lou"},
			given: []engine.Approval{gave("Lou", engine.RoleLegal, 1), gave("Cleo", engine.RoleClient, 2)},
			want:  "lacks the approval of a client (the team has none who could); has that of Lou (legal)"},
		"in the same second": {demands: []engine.Demand{asks(legal, client)}, by: []string{"Cleo", "Lou"},
			given: []engine.Approval{gave("Lou", engine.RoleLegal, 1), gave("Cleo", engine.RoleClient, 1)}},
		"one who could take both steps takes the one that others cannot": {demands: []engine.Demand{asks(press, senior)}, by: []string{"Jo", "Sam"},
			given: []engine.Approval{of(gave("Sam", engine.RoleSenior, 3), "press"), of(gave("Jo", engine.RoleJunior, 2), "press"), of(gave("Sam", engine.RoleSenior, 1), "press")}},
		"the best that there is": {demands: []engine.Demand{asks(senior, legal, client)}, by: []string{"Sam", "Lou"},
			given: []engine.Approval{gave("Sam", engine.RoleSenior, 3), gave("Lou", engine.RoleLegal, 2), gave("Sue", engine.RoleSenior, 1)},
			want:  "lacks the approval of a client (the team has none who could); has that of Sam (senior), Lou (legal)"},
		"the first of two who could": {demands: []engine.Demand{asks(senior, client)}, by: []string{"Sam"},
			given: []engine.Approval{gave("Sam", engine.RoleSenior, 2), gave("Sue", engine.RoleSenior, 1)},
			want:  "lacks the approval of a client (the team has none who could); has that of Sam (senior)"},
		"for two demands at once, told once": {demands: []engine.Demand{asks(senior), asks(senior, legal)}, by: []string{"Sam", "Lou"},
			given: []engine.Approval{gave("Lou", engine.RoleLegal, 1), gave("Sam", engine.RoleSenior, 2)}},
		"told in order of time, not of demands": {demands: []engine.Demand{asks(senior), asks(legal)}, by: []string{"Lou", "Sam"},
			given: []engine.Approval{gave("Sam", engine.RoleSenior, 1), gave("Lou", engine.RoleLegal, 2)}},
		"missing for two demands, told once": {demands: []engine.Demand{with(asks(senior), sam), with(asks(senior, legal), sam)},
			want: "lacks the approval of a senior (Sam), then of a legal (the team has none who could)"},
		"missing for two demands, of others": {demands: []engine.Demand{with(asks(senior), sam), asks(senior)},
			want: "lacks the approval of a senior (Sam), then of a senior (the team has none who could)"},
		"missing for two demands, of other roles": {demands: []engine.Demand{with(asks(senior), sam), with(asks(legal), sam)},
			want: "lacks the approval of a senior (Sam), then of a legal (Sam)"},
		"a step that names nobody is never taken": {demands: []engine.Demand{asks(engine.Step{})}, given: []engine.Approval{of(gave("Sam", "", 1), "")},
			want: "lacks the approval of a  (the team has none who could)"},
	} {
		t.Run(name, func(t *testing.T) {
			v := approve.Decide(test.demands, test.given, now)
			var by []string
			for _, a := range v.Given {
				by = append(by, a.By)
			}
			if v.Reason != test.want || !slices.Equal(by, test.by) {
				t.Errorf("got  %q by %q\nwant %q by %q", v.Reason, by, test.want, test.by)
			}
		})
	}
}

func sam(d *engine.Demand) { d.Who = [][]string{{"Sam"}} }

func TestAnApprovalCountsUntilItEnds(t *testing.T) {
	demands := []engine.Demand{asks(step(engine.RoleSenior))}
	ends, never := gave("Sam", engine.RoleSenior, 1), gave("Sue", engine.RoleSenior, 1)
	ends.Expires = now
	for name, test := range map[string]struct {
		given []engine.Approval
		asOf  time.Time
		want  string
	}{
		"the moment before":      {[]engine.Approval{ends}, now.Add(-time.Nanosecond), ""},
		"the moment it ends":     {[]engine.Approval{ends}, now, "lacks the approval of a senior (the team has none who could); that of Sam (senior) ended on 9 Dec 2026"},
		"one that never ends":    {[]engine.Approval{never}, now.AddDate(100, 0, 0), ""},
		"another that still may": {[]engine.Approval{ends, never}, now, ""},
	} {
		if got := approve.Decide(demands, test.given, test.asOf).Reason; got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestWhatIsMissingComesWithTheNextStep(t *testing.T) {
	alone, could := asks(step(engine.RoleSenior)), asks(step(engine.RoleSenior))
	could.Who = [][]string{{"Sam"}}
	for name, test := range map[string]struct {
		demands []engine.Demand
		given   []engine.Approval
		want    string
	}{
		"somebody could":       {[]engine.Demand{could}, nil, `they approve the pull request or sign its merge; later: git commit -S --allow-empty -m "Approves: aaaaaaaaaaaa"`},
		"nobody could":         {[]engine.Demand{alone}, nil, "add such a member to the team, in a change of its own; authors do not approve what they wrote"},
		"for one thing nobody": {[]engine.Demand{could, alone}, nil, "add such a member to the team, in a change of its own; authors do not approve what they wrote"},
		"nothing is missing":   {[]engine.Demand{could}, []engine.Approval{gave("Sam", engine.RoleSenior, 1)}, ""},
	} {
		if got := approve.Decide(test.demands, test.given, now).Hint; got != test.want {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, test.want)
		}
	}
}

// TestManyApprovalsAreWeighedInNoTime has eight of nine seniors approve again and
// again: the ways to pick from them are more than can be tried.
func TestManyApprovalsAreWeighedInNoTime(t *testing.T) {
	var steps []engine.Step
	var given []engine.Approval
	for i := range 9 {
		steps = append(steps, step(engine.RoleSenior))
		for again := range 40 {
			if i < 8 {
				given = append(given, gave(string(rune('A'+i)), engine.RoleSenior, 400-40*i-again))
			}
		}
	}
	if v := approve.Decide([]engine.Demand{asks(steps...)}, given, now); len(v.Given) != 8 || len(v.Missing) != 1 {
		t.Errorf("%d approvals count and %d are missing, want 8 and 1", len(v.Given), len(v.Missing))
	}
}
