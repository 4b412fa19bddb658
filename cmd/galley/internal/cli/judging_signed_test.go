package cli

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
	"testing"

	"galley/engine"
	"galley/engine/approve"
)

// keyOf is the line of a key that a member of the bench could have.
func keyOf(name string) string {
	blob := binary.BigEndian.AppendUint32(nil, uint32(len("ssh-ed25519")))
	blob = append(blob, "ssh-ed25519"+name+strings.Repeat(".", 40)...)
	return "ssh-ed25519 " + base64.StdEncoding.EncodeToString(blob)
}

// signing has rules that judge what comes, everybody with a key, and no forge.
func signing(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.signed = map[string]string{}
	team := benchTeam
	for _, name := range []string{"ines", "jo", "sam", "sue", "lou"} {
		team = strings.Replace(team, "github: "+name, "github: "+name+", signingKeys: ["+keyOf(name)+"]", 1)
	}
	b.sign("sam", b.commit("Sam", files{"team.yaml": team, "charter.yaml": benchCharter}))
	b.forge = nil
	b.push()
	return b
}

// sign has somebody's key sign a commit; of no member, if nobody is named.
func (b *bench) sign(login, commit string) {
	b.t.Helper()
	print, err := approve.Fingerprint(keyOf(login))
	if err != nil {
		b.t.Fatal(err)
	}
	b.signed[commit] = print
}

// mergeOf is the merge of a branch of one commit.
func (b *bench) mergeOf(author, by string, changed files) (branch, merge string) {
	b.t.Helper()
	branch = b.onto("work", []string{b.last}, author, changed)
	b.last = b.onto("main", []string{b.last, branch}, by, changed)
	return branch, b.last
}

func TestWhoSignsVouchesForTheAuthor(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(b *bench)
		want   string
	}{
		"a senior his own":           {func(b *bench) { b.sign("sam", b.commit("Sam", post("launch", "By Sam."))) }, neverAsked},
		"nobody":                     {func(b *bench) { b.commit("Sam", post("launch", "Says Sam.")) }, lacksSue},
		"a stranger, as a senior":    {func(b *bench) { b.sign("zoe", b.commit("Sam", post("launch", "Says Zoe."))) }, lacksSue},
		"an intern, as a senior":     {func(b *bench) { b.sign("ines", b.commit("Sam", post("launch", "Says Ines."))) }, lacksSue},
		"a senior, for another":      {func(b *bench) { b.sign("sue", b.commit("Sam", post("launch", "Says Sue."))) }, neverAsked},
		"a senior the merge of it":   {func(b *bench) { _, merge := b.mergeOf("Sam", "Sue", post("launch", "By Sam.")); b.sign("sue", merge) }, neverAsked},
		"a lawyer the merge of it":   {func(b *bench) { _, merge := b.mergeOf("Sam", "Lou", post("launch", "By Sam?")); b.sign("lou", merge) }, lacksSue},
		"a stranger the merge of it": {func(b *bench) { _, merge := b.mergeOf("Sam", "Zoe", post("launch", "By Sam?")); b.sign("zoe", merge) }, lacksSue},
		"nobody the merge of it":     {func(b *bench) { b.mergeOf("Sam", "Sue", post("launch", "By Sam?")) }, lacksSue},
		"a senior the branch, nobody the merge": {func(b *bench) {
			branch, _ := b.mergeOf("Sam", "Sue", post("launch", "By Sam."))
			b.sign("sam", branch)
		}, neverAsked},
		"a senior the branch, nobody the merge that edits it": {func(b *bench) {
			b.sign("sam", b.onto("work", []string{b.last}, "Sam", post("launch", "By Sam.")))
			b.last = b.onto("main", []string{b.last, b.git("", "rev-parse", "work")}, "Sam", post("launch", "By somebody who merged."))
		}, lacksSue},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := signing(t)
			test.change(b)
			b.push()
			b.says("launch", test.want)
		})
	}
}

func TestWhoSignsConsentsToWhatHeBrings(t *testing.T) {
	t.Parallel()
	approves := func(b *bench, who, login string) {
		commit := b.commit(who, nil, "Approves: "+b.digest("launch")[:12])
		if login != "" {
			b.sign(login, commit)
		}
	}
	byInes := func(b *bench) { b.sign("ines", b.commit("Ines", post("launch", "By Ines."))) }
	for name, test := range map[string]struct {
		change func(b *bench)
		want   string
	}{
		"a senior merges": {func(b *bench) {
			branch, merge := b.mergeOf("Ines", "Sam", post("launch", "By Ines."))
			b.sign("ines", branch)
			b.sign("sam", merge)
		}, ""},
		"the author merges": {func(b *bench) {
			branch, merge := b.mergeOf("Ines", "Ines", post("launch", "By Ines."))
			b.sign("ines", branch)
			b.sign("ines", merge)
		}, lacksSenior},
		"a junior merges": {func(b *bench) {
			branch, merge := b.mergeOf("Ines", "Jo", post("launch", "By Ines."))
			b.sign("ines", branch)
			b.sign("jo", merge)
		}, lacksSenior},
		"a stranger merges": {func(b *bench) {
			branch, merge := b.mergeOf("Ines", "Sam", post("launch", "By Ines."))
			b.sign("ines", branch)
			b.sign("zoe", merge)
		}, lacksSenior},
		"a senior commits for her":   {func(b *bench) { b.sign("sam", b.commit("Ines", post("launch", "By Ines."))) }, ""},
		"she commits for herself":    {byInes, lacksSenior},
		"a senior names it":          {func(b *bench) { byInes(b); approves(b, "Sam", "sam") }, ""},
		"a senior names it unsigned": {func(b *bench) { byInes(b); approves(b, "Sam", "") }, lacksSenior},
		"a junior names it":          {func(b *bench) { byInes(b); approves(b, "Jo", "jo") }, lacksSenior},
		"she names it herself":       {func(b *bench) { byInes(b); approves(b, "Ines", "ines") }, lacksSenior},
		"she names it as a senior":   {func(b *bench) { byInes(b); approves(b, "Sam", "ines") }, lacksSenior},
		"a senior names it, and she edits it": {func(b *bench) {
			byInes(b)
			approves(b, "Sam", "sam")
			b.sign("ines", b.commit("Ines", post("launch", "By Ines, with a comma.")))
		}, lacksSenior},
		"a senior merges something else": {func(b *bench) {
			byInes(b)
			_, merge := b.mergeOf("Jo", "Sam", post("other", "By Jo."))
			b.sign("sam", merge)
		}, lacksSenior},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := signing(t)
			test.change(b)
			b.push()
			b.says("launch", test.want)
		})
	}
}

// TestASquashIsByAllWhoWroteWhatItHolds has an intern's pull request of two posts,
// one of them by a senior, become one commit.
func TestASquashIsByAllWhoWroteWhatItHolds(t *testing.T) {
	t.Parallel()
	b := founded(t)
	below := b.last
	one := b.onto("work", []string{below}, "Ines", post("launch", "By Ines."))
	two := b.onto("work", []string{one}, "Sue", post("other", "By Sue."))
	squash := b.commit("Ines", post("launch", "By Ines.").with(post("other", "By Sue.")))
	p := pull{Number: 2, Author: "ines", Base: below, Commits: []string{squash, one, two}, Made: []made{
		{one, []engine.Author{{Name: "Ines", Login: "ines"}}}, {two, []engine.Author{{Name: "S. L.", Email: "sue@example.org", Login: "sue"}}}}}
	b.forge.pulls = append(b.forge.pulls, p)
	b.push()
	b.says("launch", lacksSenior)
	b.says("other", "lacks the approval of a senior (Sam)")

	gone := b.commit("Ines", post("third", "Its branch is gone."))
	p.Commits, p.Made = []string{gone}, []made{{strings.Repeat("c", 40), []engine.Author{{Login: "sue"}}}}
	b.forge.pulls = append(b.forge.pulls, p)
	b.push()
	b.says("third", "lacks the approval of a senior (Sam)")
}

func TestAPullRequestKnowsTheAccountsOfItsAuthors(t *testing.T) {
	p := pull{Made: []made{{"c1", []engine.Author{{Name: "S. O.", Email: "sam@home.example", Login: "sam"}}}, {"c2", []engine.Author{{Name: "Nobody"}}}}}
	for name, test := range map[string]struct{ author, want engine.Author }{
		"by his address":         {engine.Author{Name: "Zoe", Email: "SAM@home.example"}, engine.Author{Name: "Zoe", Email: "SAM@home.example", Login: "sam"}},
		"by another address":     {engine.Author{Name: "S. O.", Email: "zoe@home.example"}, engine.Author{Name: "S. O.", Email: "zoe@home.example"}},
		"without an address":     {engine.Author{Name: "Nobody"}, engine.Author{Name: "Nobody"}},
		"whose account is known": {engine.Author{Email: "sam@home.example", Login: "zoe"}, engine.Author{Email: "sam@home.example", Login: "zoe"}},
	} {
		if got := p.known(test.author); got != test.want {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
	if who, found := p.of("c1"); !found || len(who) != 1 || who[0].Login != "sam" {
		t.Errorf("the first commit is by %+v, %v", who, found)
	}
	if who, found := p.of("c3"); found || who != nil {
		t.Errorf("a commit of another branch is by %+v", who)
	}
}
