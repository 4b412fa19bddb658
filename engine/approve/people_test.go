package approve_test

import (
	"slices"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/approve"
)

func TestAnAuthorIsAMemberByAnyOfHisNames(t *testing.T) {
	p := approve.Policy{Members: []approve.Member{
		{Name: "Sam Okafor", Login: "sam", Role: engine.RoleSenior, Keys: []string{"SHA256:desk", "SHA256:home"}},
		{Name: "Jo", Login: "jo-frey", Role: engine.RoleJunior},
		{Name: "Studio", Role: engine.RoleAgency}, // without an account or a key
		{},
	}}
	for name, test := range map[string]struct {
		author engine.Author
		want   []string
	}{
		"by name":                           {engine.Author{Name: "Sam Okafor"}, []string{"Sam Okafor"}},
		"by name in any case, among spaces": {engine.Author{Name: " sam OKAFOR "}, []string{"Sam Okafor"}},
		"by the name of an account":         {engine.Author{Name: "jo-frey"}, []string{"Jo"}},
		"as people are mentioned":           {engine.Author{Name: "@Jo-Frey"}, []string{"Jo"}},
		"by account":                        {engine.Author{Login: "SAM"}, []string{"Sam Okafor"}},
		"by the address of an account":      {engine.Author{Name: "S. O.", Email: "Sam@users.noreply.github.com"}, []string{"Sam Okafor"}},
		"by an address with a number":       {engine.Author{Email: "123+sam@users.noreply.github.com"}, []string{"Sam Okafor"}},
		"by an address elsewhere":           {engine.Author{Name: "Somebody", Email: "sam@example.org"}, nil},
		"by the account, not the address":   {engine.Author{Login: "jo-frey", Email: "sam@users.noreply.github.com"}, []string{"Jo"}},
		"by one of his keys":                {engine.Author{Key: "SHA256:home"}, []string{"Sam Okafor"}},
		"by another key":                    {engine.Author{Key: "SHA256:x"}, nil},
		"two by what is said of one":        {engine.Author{Name: "Studio", Login: "sam", Key: "SHA256:x"}, []string{"Sam Okafor", "Studio"}},
		"nobody":                            {engine.Author{}, nil},
		"nobody who is mentioned":           {engine.Author{Name: "@"}, nil},
		"nobody's address":                  {engine.Author{Email: "@users.noreply.github.com"}, nil},
		"nobody's numbered address":         {engine.Author{Email: "123+@users.noreply.github.com"}, nil},
	} {
		var got []string
		for _, m := range p.Find(test.author) {
			got = append(got, m.Name)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// TestARenamedAuthorDoesNotApprove has somebody write with an intern, and be
// called otherwise in the team before the post is approved.
func TestARenamedAuthorDoesNotApprove(t *testing.T) {
	p := newsroom()
	s := by("Ines", "Sam")
	demands, _ := approve.Judge(p, s, nil, now)
	s.Authors = nil
	for _, name := range demands[0].Authors { // as a later run reads it in the ledger
		s.Authors = append(s.Authors, engine.Author{Name: name})
	}
	p.Members[2].Name = "Samuel"
	given := approve.Accept(p, s, demands, []engine.Evidence{review("sam", 0)}, now)
	if v := approve.Decide(demands, given, now); len(given) > 0 || v.Reason != "lacks the approval of a senior (Sue)" {
		t.Errorf("got %+v, %q", given, v.Reason)
	}
}

func TestAMandateIsWithinAllItsLists(t *testing.T) {
	for name, test := range map[string]struct {
		mandate approve.Mandate
		within  bool
	}{
		"anything at any time":         {approve.Mandate{}, true},
		"its channel":                  {approve.Mandate{Channels: []engine.Channel{"x", "blog"}}, true},
		"another channel":              {approve.Mandate{Channels: []engine.Channel{"x"}}, false},
		"its campaign":                 {approve.Mandate{Campaigns: []string{"winter"}}, true},
		"another campaign":             {approve.Mandate{Campaigns: []string{"spring"}}, false},
		"its tag":                      {approve.Mandate{Tags: []string{"fire", "ICE"}}, true},
		"another tag":                  {approve.Mandate{Tags: []string{"fire"}}, false},
		"all of them":                  {approve.Mandate{Channels: []engine.Channel{"blog"}, Campaigns: []string{"winter"}, Tags: []string{"ice"}}, true},
		"another channel of three":     {approve.Mandate{Channels: []engine.Channel{"x"}, Campaigns: []string{"winter"}, Tags: []string{"ice"}}, false},
		"another campaign of three":    {approve.Mandate{Channels: []engine.Channel{"blog"}, Campaigns: []string{"spring"}, Tags: []string{"ice"}}, false},
		"another tag of three":         {approve.Mandate{Channels: []engine.Channel{"blog"}, Campaigns: []string{"winter"}, Tags: []string{"fire"}}, false},
		"from now":                     {approve.Mandate{From: now}, true},
		"from the next second":         {approve.Mandate{From: now.Add(time.Second)}, false},
		"until the next second":        {approve.Mandate{Until: now.Add(time.Second)}, true},
		"until now":                    {approve.Mandate{Until: now}, false},
		"its channel, when it is over": {approve.Mandate{Channels: []engine.Channel{"blog"}, Until: now}, false},
	} {
		s := by("Ann")
		s.Labels.Tags = []string{"ice"}
		p := approve.Policy{Members: []approve.Member{{Name: "Ann", Role: engine.RoleAgency, Mandate: &test.mandate}, {Name: "Ines", Role: engine.RoleIntern}}}
		if within := len(approve.Required(p, s, now)) == 0; within != test.within { // outside of it, she counts as an intern
			t.Errorf("%s: within the mandate %v, want %v", name, within, test.within)
		}
	}
}

func TestATeamIsTooShortForStepsThatNobodyIsLeftFor(t *testing.T) {
	p := approve.Policy{Members: []approve.Member{
		{Name: "Lou", Role: engine.RoleLegal},
		{Name: "Sam", Role: engine.RoleSenior},
		{Name: "Sue", Role: engine.RoleSenior},
	}, Groups: []approve.Group{{Name: "press", Members: []string{"Sam", "Lou"}}, {Name: "desk", Members: []string{"Sam"}}}}
	senior, legal, client := step(engine.RoleSenior), step(engine.RoleLegal), step(engine.RoleClient)
	press, desk := engine.Step{Group: "press"}, engine.Step{Group: "desk"}
	for name, test := range map[string]struct {
		steps []engine.Step
		short engine.Step
	}{
		"nothing asked":                                  {nil, engine.Step{}},
		"one of each":                                    {[]engine.Step{senior, legal}, engine.Step{}},
		"all there are":                                  {[]engine.Step{senior, senior, legal}, engine.Step{}},
		"one more than there are":                        {[]engine.Step{senior, senior, senior}, senior},
		"nobody of a role":                               {[]engine.Step{senior, client}, client},
		"who comes first makes room":                     {[]engine.Step{press, legal}, engine.Step{}},
		"who comes first makes room, twice":              {[]engine.Step{press, senior, desk}, engine.Step{}},
		"nobody can make room":                           {[]engine.Step{press, desk, legal}, legal},
		"the step that is named is the first that fails": {[]engine.Step{client, desk, desk}, client},
	} {
		if step, short := approve.Short(p, test.steps); short != (test.short != engine.Step{}) || step != test.short {
			t.Errorf("%s: got %q, %v, want %q", name, step, short, test.short)
		}
	}
}
