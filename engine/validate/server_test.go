package validate_test

import (
	"image"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"galley/engine"
)

// texts are what was found of one rule.
func texts(t *testing.T, files fstest.MapFS, rule string) []string {
	t.Helper()
	_, findings := check(t, files)
	var out []string
	for _, f := range findings {
		if f.Rule == rule {
			out = append(out, f.Pos.String()+" "+f.Text)
		}
	}
	return out
}

const toots = "---\nkind: Channel\nid: toots\nnetwork: mastodon\nhandle: \"@town\"\n"

// TestTheServerHasTheLastWord compares what the network usually takes with what
// the server of a channel said.
func TestTheServerHasTheLastWord(t *testing.T) {
	const head = "kind: Post\nid: rink\nchannels: [toots]\nat: merge\n"
	long := "text: " + strings.Repeat("long ", 14) + "\n"
	poll := "text: When?\npoll: {options: [One of two, Two], lasts: 1h}\n"
	for _, test := range []struct{ name, post, limits, rule, want string }{
		{"the network", long, "", "text-too-long", "69 characters, Mastodon takes 60"},
		{"more room", long, "maxText: 5000", "text-too-long", ""},
		{"less room", "text: Hello you there.\n", "maxText: 10", "text-too-long", "16 characters, Mastodon takes 10"},
		{"addresses", "text: See https://a.example/b and c\n", "maxText: 31, perURL: 25", "text-too-long", ""},
		{"longer addresses", "text: See https://a.example/b and c\n", "maxText: 31, perURL: 35", "text-too-long", "41 characters, Mastodon takes 31"},
		{"options", poll, "pollText: 5", "bad-poll", "an option of 10 characters, Mastodon takes 5"},
		{"fewer options", "text: When?\npoll: {options: [a, b, c], lasts: 1h}\n", "pollOptions: 2", "bad-poll", "3 options, Mastodon takes 2"},
		{"longer polls", poll, "pollMin: 7200", "bad-poll", "the poll is open for 1h, Mastodon takes at least 2h"},
		{"shorter polls", poll, "pollMax: 1800", "bad-poll", "the poll is open for 1h, Mastodon takes at most 30m"},
		{"polls alone", poll + "media: [{file: media/rink.jpg, alt: A}]\n", "pollMedia: false", "bad-poll", "Mastodon takes no media beside a poll"},
		{"polls with media", poll + "media: [{file: media/rink.jpg, alt: A}]\n", "pollMedia: true", "bad-poll", ""},
		{"quotes", "text: x\nquote: https://a.example/1\n", "", "unsupported-field", ""},
		{"no quotes", "text: x\nquote: https://a.example/1\n", "quotes: false", "unsupported-field", "the server of toots shows no quote"},
		{"fewer media", "text: x\nmedia: [{file: media/rink.jpg, alt: A}, {file: media/wide.jpg, alt: B}]\n", "maxMedia: 1", "too-many-media", "2 media, Mastodon takes 1"},
		{"longer alternative texts", "text: x\nmedia: [{file: media/rink.jpg, alt: " + strings.Repeat("long ", 12) + "}]\n", "maxAlt: 1500", "alt-too-long", ""},
		{"lighter pictures", "text: x\nmedia: [{file: media/rink.jpg, alt: A}]\n", "mediaBytes: 10", "media-bytes", "media/rink.jpg has 1 kB, Mastodon takes 1 kB"},
		{"fewer pixels", "text: x\nmedia: [{file: media/rink.jpg, alt: A}]\n", "mediaPixels: 11", "media-pixels", "media/rink.jpg is 4×3, Mastodon takes 11 pixels"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := texts(t, tree(head+test.post+toots+"limits: {"+test.limits+"}\n"), test.rule)
			if test.want == "" && len(got) > 0 || test.want != "" && (len(got) != 1 || !strings.HasSuffix(got[0], " "+test.want)) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestEveryPartOfAThreadIsCounted(t *testing.T) {
	all := infos()
	atomic := all["mastodon"]
	atomic.Children, atomic.Atomic = false, true
	limits := atomic.Kinds[engine.KindPost]
	limits.Fields = append(slices.Clone(limits.Fields), "thread")
	atomic.Kinds = map[engine.Kind]engine.Limits{engine.KindPost: limits}
	all["mastodon"] = atomic
	long := strings.Repeat("long ", 14)
	files := tree("kind: Post\nid: rink\nchannels: [toots]\nat: merge\ntext: x\nthread:\n- short\n- " + long + "\nfirstComment: " + long + "\n")
	_, findings := checkOn(t, files, all)
	var got []string
	for _, f := range findings {
		got = append(got, f.Pos.String()+" "+f.Rule)
	}
	if want := []string{"rule.yaml:8:3 text-too-long", "rule.yaml:9:15 text-too-long"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAContentWarningCountsWhereItDoes(t *testing.T) {
	all := infos()
	limits := all["mastodon"].Kinds[engine.KindPost]
	limits.WithWarning = true
	files := tree("kind: Post\nid: rink\nchannels: [toots]\nat: merge\ntext: " + strings.Repeat("a", 50) + "\ncontentWarning: " + strings.Repeat("b", 20) + "\n")
	if _, findings := checkOn(t, files, all); len(findings) > 0 {
		t.Errorf("apart: %+v", findings)
	}
	all["mastodon"].Kinds[engine.KindPost] = limits
	if _, findings := checkOn(t, files, all); len(findings) != 1 || findings[0].Text != "70 characters, Mastodon takes 60" {
		t.Errorf("together: %+v", findings)
	}
}

func TestAnAvatarNeedsNoAlternativeText(t *testing.T) {
	all := infos()
	site := all["site"]
	site.Kinds[engine.KindProfile] = engine.Limits{Fields: []string{"avatar"}, MediaTypes: []string{"image/png"}}
	files := tree("kind: Channel\nid: blog\nnetwork: site\nurl: https://town.example\ntarget: {dir: public}\nprofile: {avatar: media/rink.jpg}\n")
	_, findings := checkOn(t, files, all)
	if len(findings) != 1 || findings[0].Rule != "media-type" || findings[0].Object != "Profile blog" {
		t.Errorf("%+v", findings)
	}
}

// TestScalingMendsWhatItIsProposedFor follows the hints of three findings.
func TestScalingMendsWhatItIsProposedFor(t *testing.T) {
	for _, file := range []string{"big.jpg", "wide.jpg"} {
		post := "kind: Post\nid: rink\nchannels: [toots]\nat: merge\ntext: x\nmedia: [{file: media/" + file + ", alt: A}]\n"
		_, findings := check(t, tree(post))
		if len(findings) != 1 || !strings.HasSuffix(findings[0].Hint, "add to channel toots: media: {fit: true}") {
			t.Errorf("%s: %+v", file, findings)
		}
		desired, findings := check(t, tree(post+toots+"media: {fit: true}\n"))
		if len(findings) > 0 || len(desired[len(desired)-1].Notes) != 1 {
			t.Errorf("%s, fitted: %+v, notes %q", file, findings, desired[len(desired)-1].Notes)
		}
	}
}

func TestShapesAreNotMended(t *testing.T) {
	files := tree("kind: Post\nid: rink\nchannels: [toots]\nat: merge\ntext: x\nmedia: [{file: media/line.jpg, alt: A}]\n" + toots + "media: {fit: true}\n")
	files["media/line.jpg"] = &fstest.MapFile{Data: asJPEG(image.NewGray(image.Rect(0, 0, 300, 20)))}
	if got := texts(t, files, "media-ratio"); len(got) != 1 {
		t.Errorf("%q", got)
	}
}
