package engine

import "testing"

func TestAFreezeCoversWhatItsScopeNames(t *testing.T) {
	news := Desired{ID: ID{Kind: KindPost, Channel: "blog", Slug: "news"}, Labels: Labels{Campaign: "winter", Tags: []string{"Ice", "snow"}}}
	plain := Desired{ID: ID{Kind: KindPost, Channel: "blog", Slug: "plain"}}
	for name, test := range map[string]struct {
		freeze Freeze
		post   Desired
		want   bool
	}{
		"nothing":                        {Freeze{}, plain, false},
		"everything":                     {Freeze{All: true}, plain, true},
		"everything but this":            {Freeze{All: true, Allow: []string{"plain"}}, plain, false},
		"everything but another":         {Freeze{All: true, Allow: []string{"other"}}, plain, true},
		"its channel":                    {Freeze{Channels: []Channel{"x", "blog"}}, news, true},
		"another channel":                {Freeze{Channels: []Channel{"x"}}, news, false},
		"its campaign":                   {Freeze{Campaigns: []string{"winter"}}, news, true},
		"another campaign":               {Freeze{Campaigns: []string{"spring"}}, news, false},
		"a campaign, and it has none":    {Freeze{Campaigns: []string{""}}, plain, false},
		"its tag":                        {Freeze{Tags: []string{"fire", "snow"}}, news, true},
		"its tag, in another case":       {Freeze{Tags: []string{"ICE"}}, news, true},
		"another tag":                    {Freeze{Tags: []string{"fire"}}, news, false},
		"a tag, and it has none":         {Freeze{Tags: []string{"ice"}}, plain, false},
		"another channel, but its tag":   {Freeze{Channels: []Channel{"x"}, Tags: []string{"ice"}}, news, true},
		"its campaign, but not this one": {Freeze{Campaigns: []string{"winter"}, Allow: []string{"news"}}, news, false},
	} {
		if got := test.freeze.Covers(test.post); got != test.want {
			t.Errorf("%s: covered %v, want %v", name, got, test.want)
		}
	}
}
