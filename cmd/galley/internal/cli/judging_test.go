package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/approve"
	"galley/providers"
)

// A bench is where pushes are judged: a repository without a working tree, what
// people did on the forge, and the ledger that grows with each push. Nothing is
// planned or sent.
type bench struct {
	t      *testing.T
	app    *app
	told   bytes.Buffer
	record engine.Record
	forge  *people
	signed map[string]string // by commit, the fingerprint of the key that signed it
	last   string            // commit
	now    time.Time
}

// people vouch for what they did on the forge.
type people struct {
	pulls  []pull
	actor  string
	named  []string
	refuse error
}

func (p *people) Pulls(_ context.Context, commit string, _ func(string) bool) ([]pull, error) {
	var list []pull
	for _, one := range p.pulls {
		if slices.Contains(one.Commits, commit) {
			list = append(list, one)
		}
	}
	return list, p.refuse
}

func (p *people) Pull(_ context.Context, number int) (pull, error) {
	return p.pulls[number-1], p.refuse
}
func (p *people) Actor(context.Context) (string, error) { return p.actor, p.refuse }
func (p *people) Named() []string                       { return p.named }

const (
	benchTeam = "kind: Team\nid: team\nmembers:\n  - {name: Ines, github: ines, profile: intern}\n  - {name: Jo, github: jo, profile: junior}\n" +
		"  - {name: Sam, github: sam, profile: senior}\n  - {name: Sue, github: sue, profile: senior}\n  - {name: Lou, github: lou, profile: legal}\n"
	benchCharter = "kind: Charter\nid: charter\napprovals:\n  expires: 90d\n  rules:\n    - {when: {author.profile: [junior, intern]}, require: [{profile: senior}]}\n" +
		"    - {when: {kind: [Team, Charter]}, require: [{profile: senior}]}\n"
	noRules = "kind: Charter\nid: charter\n"
)

// files are named by their text.
type files map[string]string

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, forge: &people{}, now: time.Date(2026, 12, 9, 11, 0, 0, 0, time.UTC)}
	b.app = &app{Env: Env{Dir: t.TempDir(), Getenv: func(string) string { return "" }, Now: func() time.Time { return b.now },
		Stdout: &b.told, Stderr: &b.told, Providers: providers.All()}}
	b.git("", "init", "-q", "--bare", "-b", "main", ".")
	return b
}

func (b *bench) git(stdin string, args ...string) string {
	b.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = b.app.Dir, strings.NewReader(stdin)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// commit commits files as somebody; an empty text takes one away. Message lines
// may follow.
func (b *bench) commit(who string, changed files, message ...string) string {
	b.t.Helper()
	if b.last == "" {
		changed = files{"galley.yaml": "kind: Project\nid: gazette\nname: Gazette\nzone: Europe/Paris\nlanguages: [en]\nschema: v1\nprune: true\nrecord: {id: 0123456789abcdef}\n",
			"blog.yaml": "kind: Channel\nid: blog\nnetwork: site\nhandle: gazette\nurl: https://gazette.example/\ntarget: {dir: public}\n"}.with(changed)
	}
	b.last = b.onto("main", []string{b.last}, who, changed, message...)
	return b.last
}

// onto commits files onto some parents, as the head of a branch. Of a merge they
// are all that it changes of the first.
func (b *bench) onto(branch string, parents []string, who string, changed files, message ...string) string {
	b.t.Helper()
	var s strings.Builder
	text := strings.Join(append([]string{"edit", ""}, message...), "\n")
	person := fmt.Sprintf("%s <%s@example.org> %d +0000", who, strings.ToLower(who), b.now.Unix())
	fmt.Fprintf(&s, "commit refs/heads/%s\nmark :1\nauthor %s\ncommitter %s\ndata %d\n%s\n", branch, person, person, len(text), text)
	for i, parent := range parents {
		if parent != "" {
			fmt.Fprintf(&s, "%s %s\n", []string{"from", "merge"}[min(i, 1)], parent)
		}
	}
	for name, text := range changed {
		if text == "" {
			fmt.Fprintf(&s, "D %s\n", name)
			continue
		}
		fmt.Fprintf(&s, "M 100644 inline %s\ndata %d\n%s\n", name, len(text), text)
	}
	s.WriteString("get-mark :1\n")
	return b.git(s.String(), "fast-import", "--quiet", "--cat-blob-fd=1")
}

func (f files) with(more files) files {
	all := files{}
	for _, list := range []files{f, more} {
		for name, text := range list {
			all[name] = text
		}
	}
	return all
}

func post(id, text string) files {
	return files{id + ".yaml": fmt.Sprintf("kind: Post\nid: %s\nchannels: [blog]\nat: 2026-12-09 11:50\ntitle: %s\ntext: %s\n", id, id, text)}
}

// pull is a pull request of one commit, merged as it is, and approved by some.
func (b *bench) pull(who string, changed files, reviewers ...string) {
	b.t.Helper()
	below := b.last
	commit := b.commit(who, changed)
	p := pull{Number: len(b.forge.pulls) + 1, Author: strings.ToLower(who), Base: below, Commits: []string{commit},
		Made: []made{{commit, []engine.Author{{Name: who, Login: strings.ToLower(who)}}}}}
	for i, login := range reviewers {
		p.Reviews = append(p.Reviews, engine.Evidence{Kind: engine.FromReview, State: engine.ReviewApproved, Pull: p.Number, Login: login, Commit: commit,
			Review: int64(100*p.Number + i), At: b.now})
	}
	b.forge.pulls = append(b.forge.pulls, p)
}

// begun judges the content at the head, with what the bench knows.
func (b *bench) begun(reposts ...string) *judging {
	b.t.Helper()
	p, err := b.app.locate()
	if err != nil {
		b.t.Fatal(err)
	}
	c, err := b.app.commit(b.t.Context(), p, "main")
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { c.repo.Close() })
	for _, f := range c.findings {
		if f.Fatal {
			b.t.Fatalf("%s: %s", f.Pos, f.Text)
		}
	}
	c.reposts = reposts
	j := b.app.newJudging(c, b.record)
	if b.forge != nil {
		j.forge = b.forge
	}
	maps.Copy(j.signers, b.signed)
	return j
}

// live has the network show a post that somebody wrote.
func (b *bench) live(who string) {
	b.t.Helper()
	b.pull(who, post("launch", "As it is."))
	b.push()
	b.record.IDs = map[engine.ID]engine.Recorded{launch: {ID: launch, Phase: engine.Live, Revision: b.last, Digest: b.digest("launch")}}
}

// pictured has Sam write a post with a picture.
func (b *bench) pictured() {
	b.t.Helper()
	b.pull("Sam", files{"media/a.png": picture(1), "launch.yaml": post("launch", "Look.")["launch.yaml"] + "media: [{file: media/a.png, alt: A grey square}]\n"})
	b.push()
}

// picture is a grey square of some pixels.
func picture(size int) string {
	var out bytes.Buffer
	_ = png.Encode(&out, image.NewGray(image.Rect(0, 0, size, size))) // a buffer takes all
	return out.String()
}

// push judges what is new, and writes it into the ledger.
func (b *bench) push(reposts ...string) (engine.Judgement, []engine.Freeze) {
	b.t.Helper()
	out, frozen, err := b.begun(reposts...).judge(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	b.record.Consent.Add(out)
	return out, frozen
}

// founded has rules that judge what comes.
func founded(t *testing.T) *bench {
	b := newBench(t)
	b.pull("Sam", files{"team.yaml": benchTeam, "charter.yaml": benchCharter})
	b.push()
	return b
}

// digest is that of a post, as it is.
func (b *bench) digest(id string) string {
	b.t.Helper()
	for _, d := range b.begun().content.desired {
		if d.ID.Slug == id {
			return d.Digest
		}
	}
	b.t.Fatalf("there is no post %s", id)
	return ""
}

// says holds the ledger to what keeps a post, or an object such as "Team team",
// from going out; "" is nothing.
func (b *bench) says(what, want string) {
	b.t.Helper()
	got := "nobody was ever asked"
	for digest, demands := range b.record.Consent.Demands {
		if demands[0].Object == what || demands[0].ID.Slug == what && digest == b.digest(what) {
			got = approve.Decide(demands, b.record.Consent.Approvals[digest], b.now).Reason
		}
	}
	if got != want {
		b.t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

const (
	lacksSenior = "lacks the approval of a senior (Sam, Sue)"
	lacksSue    = "lacks the approval of a senior (Sue)"
	neverAsked  = "nobody was ever asked"
)

func TestTheFirstRevisionWithRulesJudgesItself(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.commit("Ines", files{"team.yaml": benchTeam, "charter.yaml": benchCharter}.with(post("launch", "It opens.")))
	out, _ := b.push()
	if want := (engine.Judged{Revision: first, Policy: first, Bootstrap: true, At: b.now}); out.Judged != want {
		t.Errorf("got  %+v\nwant %+v", out.Judged, want)
	}
	if len(out.Demands) != 1 || !out.Demands[0].Bootstrap || out.Demands[0].Base != first {
		t.Errorf("asked is %+v", out.Demands)
	}
	b.says("launch", lacksSenior)
	b.forge.actor, b.forge.named = "sam", []string{b.digest("launch")[:12]}
	if out, _ := b.push(); len(out.Approvals) != 1 || out.Approvals[0].Bootstrap || out.Judged.Bootstrap {
		t.Errorf("the second judgement says %+v", out)
	}
	b.says("launch", "")
}

// TestRulesJudgeFromThePushAfterTheirs has a newsroom without rules that has
// published already: what judges the push that brings them asks nobody.
func TestRulesJudgeFromThePushAfterTheirs(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.record.Applied = b.commit("Ines", files{"team.yaml": benchTeam[:strings.Index(benchTeam, "  - {name: Ines")] + "  - {name: Sam, github: sam, profile: senior}\n", "charter.yaml": noRules})
	if out, _ := b.push(); out.Judged.Revision != "" {
		t.Errorf("nobody is asked, and judged was %+v", out)
	}
	rules := b.commit("Ines", files{"team.yaml": benchTeam, "charter.yaml": benchCharter}.with(post("first", "With the rules.")))
	out, _ := b.push()
	if want := (engine.Judged{Base: b.record.Applied, Revision: rules, Policy: rules, At: b.now}); out.Judged != want || len(out.Demands) > 0 {
		t.Errorf("got  %+v\nwant %+v", out, want)
	}
	b.commit("Ines", post("second", "After the rules."))
	b.push()
	b.says("first", neverAsked)
	b.says("second", lacksSenior)
}

// TestRulesThatComeBackJudgeAgain takes all rules away for a while.
func TestRulesThatComeBackJudgeAgain(t *testing.T) {
	t.Parallel()
	b := founded(t)
	b.pull("Sam", files{"team.yaml": strings.Replace(strings.Replace(benchTeam, "intern", "legal", 1), "junior", "legal", 1), "charter.yaml": noRules}, "sue")
	b.push()
	b.pull("Jo", post("free", "Nobody is asked."))
	b.push()
	b.pull("Sam", files{"team.yaml": benchTeam, "charter.yaml": benchCharter})
	b.push()
	b.pull("Ines", post("asked", "Somebody is."))
	b.push()
	b.says("free", neverAsked)
	b.says("asked", lacksSenior)
}

// TestAListThatItsOwnPushChangedApprovesNothing has Jo become a senior by the push
// that he approves, and by one that nobody who may has approved.
func TestAListThatItsOwnPushChangedApprovesNothing(t *testing.T) {
	t.Parallel()
	b := founded(t)
	base := b.last
	seniors := strings.Replace(benchTeam, "jo, profile: junior", "jo, profile: senior", 1)
	b.pull("Ines", files{"team.yaml": seniors}.with(post("launch", "Jo approves of it.")), "jo")
	if out, _ := b.push(); out.Judged.Policy != base || out.Judged.Base != base || len(out.Approvals) > 0 {
		t.Errorf("it is judged by %s, want %s, and approved by %v", out.Judged.Policy, base, out.Approvals)
	}
	b.says("Team team", lacksSenior)
	b.pull("Ines", post("second", "Jo approves of this, too."), "jo")
	if out, _ := b.push(); out.Judged.Policy != base {
		t.Errorf("the next is judged by %s, want %s", out.Judged.Policy, base)
	}
	b.says("launch", lacksSenior)
	b.says("second", lacksSenior)
	if name, v := lackingPolicy(b.begun().content, b.record.Consent, b.now); name != "Team team" || v.Reason != lacksSenior {
		t.Errorf("what is pending is %q: %q", name, v.Reason)
	}

	_, v := lackingPolicy(b.begun().content, b.record.Consent, b.now)
	_, digest, _ := strings.Cut(v.Hint, "Approves: ")
	b.forge.actor, b.forge.named = "sue", []string{digest[:12]}
	if out, _ := b.push(); out.Judged.Policy != b.last {
		t.Errorf("with an approval, %s judges, want %s", out.Judged.Policy, b.last)
	}
	b.forge.named = nil
	b.pull("Ines", post("third", "Now he may."), "jo")
	b.push()
	b.says("third", "")
}

// TestABaseThatCannotBeReadJudgesNothing has the charter before the push be one
// that this program does not take.
func TestABaseThatCannotBeReadJudgesNothing(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]files{
		"a charter of another shape": {"charter.yaml": "kind: Charter\nid: charter\napprovals: {rules: [{require: nobody}]}\n"},
		"a team of another shape":    {"team.yaml": "kind: Team\nid: team\nmembers: everybody\n"},
		"a rule for no group":        {"charter.yaml": benchCharter + "    - {require: [{group: press}]}\n"},
		"no YAML at all":             {"charter.yaml": "\tkind: Charter\n"},
	} {
		b := founded(t)
		b.record.Consent.Judged.Policy = b.commit("Sam", broken)
		b.record.Consent.Judged.Revision = b.last
		b.commit("Ines", files{"team.yaml": benchTeam, "charter.yaml": benchCharter}.with(post("launch", "It opens.")))
		_, _, err := b.begun().judge(t.Context())
		var told *exitError
		if !errors.As(err, &told) || told.code != exitRefused || !strings.Contains(err.Error(), "which judges this one, cannot be read") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	b := founded(t)
	b.record.Consent.Judged.Policy = b.commit("Ines", files{"bad.yaml": "kind: Post\nid: Bad Id\n"})
	b.commit("Ines", files{"bad.yaml": ""}.with(post("launch", "It opens.")))
	b.push() // a mistake in a post keeps nobody from judging
	b.says("launch", lacksSenior)
}

func TestAnEditIsJudgedAnew(t *testing.T) {
	t.Parallel()
	b := founded(t)
	b.pull("Ines", post("launch", "It opens at six."), "sam")
	b.push()
	b.says("launch", "")
	b.pull("Ines", post("launch", "It opens at six!"))
	b.push()
	b.says("launch", lacksSenior)
	b.pull("Ines", post("launch", "It opens at six."))
	b.push() // what was approved is approved
	b.says("launch", "")
}

func TestAReviewIsOfWhatItsCommitShows(t *testing.T) {
	t.Parallel()
	b := founded(t)
	b.pull("Ines", post("unseen", "Nobody read this."))
	b.push()
	b.pull("Jo", post("launch", "It opens."), "sam", "reader", "jo")
	p := &b.forge.pulls[len(b.forge.pulls)-1]
	reviewed := p.Reviews[0].Commit
	edited := b.commit("Jo", post("later", "After the review."))
	p.Commits, p.Made = append(p.Commits, edited), append(p.Made, made{edited, []engine.Author{{Login: "jo"}}})
	out, _ := b.push()
	b.says("launch", "")
	b.says("later", lacksSenior)
	b.says("unseen", lacksSenior)
	if len(out.Approvals) != 1 || out.Approvals[0].By != "Sam" || out.Approvals[0].Commit != reviewed {
		t.Errorf("kept is %+v", out.Approvals)
	}
	b.pull("Jo", post("other", "On nothing that is known."), "sam")
	b.forge.pulls[len(b.forge.pulls)-1].Base = ""
	b.push()
	b.says("other", lacksSenior)
}

func TestWhoseChangeItIs(t *testing.T) {
	t.Parallel()
	campaign := func(link string) files {
		return files{"winter.yaml": "kind: Campaign\nid: winter\nutm: {source: blog, medium: social, campaign: " + link + "}\n"}
	}
	for name, test := range map[string]struct {
		change func(b *bench)
		want   string
	}{
		"a senior's own":              {func(b *bench) { b.pull("Sam", post("launch", "By Sam.")) }, neverAsked},
		"one whom nobody vouches for": {func(b *bench) { b.commit("Sam", post("launch", "Says Sam.")) }, lacksSue},
		"a co-author": {func(b *bench) {
			b.pull("Sam", post("launch", "By both."))
			p := &b.forge.pulls[len(b.forge.pulls)-1]
			p.Commits = append(p.Commits, b.commit("Sam", post("launch", "By both!"), "Co-authored-by: Ines <ines@example.org>"))
		}, lacksSue},
		"who opened the pull request": {func(b *bench) {
			b.pull("Sam", post("launch", "By Sam, opened by Sue."))
			b.forge.pulls[len(b.forge.pulls)-1].Author = "sue"
		}, neverAsked},
		"an intern who opened it": {func(b *bench) {
			b.pull("Sam", post("launch", "By Sam, opened by Ines."))
			b.forge.pulls[len(b.forge.pulls)-1].Author = "ines"
		}, lacksSue},
		"who is named in the file": {func(b *bench) {
			b.pull("Sam", files{"launch.yaml": post("launch", "By Ines.")["launch.yaml"] + "author: Ines\n"})
		}, lacksSue},
		"who edited its campaign": {func(b *bench) {
			b.pull("Sam", campaign("a").with(files{"launch.yaml": post("launch", "Read https://gazette.example/a${campaign.utm}")["launch.yaml"] + "campaign: winter\n"}))
			b.push()
			b.pull("Ines", campaign("b"))
		}, lacksSue},
		"not who pushed something else with it": {func(b *bench) {
			b.pull("Sam", campaign("a").with(files{"launch.yaml": post("launch", "Read https://gazette.example/a${campaign.utm}")["launch.yaml"] + "campaign: winter\n"}))
			b.push()
			b.pull("Sue", campaign("b"))
			b.pull("Ines", files{"README.md": "About us.\n"})
		}, neverAsked},
		"who changed its picture": {func(b *bench) { b.pictured(); b.pull("Ines", files{"media/a.png": picture(2)}) }, lacksSue},
		"not who pushed something else with its picture": {func(b *bench) {
			b.pictured()
			b.pull("Sue", files{"media/a.png": picture(2)})
			b.pull("Ines", files{"README.md": "About us.\n"})
		}, neverAsked},
		"a senior under another name, by the address of his account": {func(b *bench) {
			b.pull("Zoe", post("launch", "By Sam, at home."))
			p := &b.forge.pulls[len(b.forge.pulls)-1]
			p.Author, p.Made[0].Authors = "sam", []engine.Author{{Name: "Zoe", Email: "ZOE@example.org", Login: "sam"}}
		}, neverAsked},
		"what changed by something else is of all of the push": {func(b *bench) {
			b.pull("Sam", post("launch", "By Sam."))
			b.push()
			b.pull("Ines", files{"blog.yaml": "kind: Channel\nid: blog\nnetwork: site\nhandle: gazette-ines\nurl: https://gazette.example/\ntarget: {dir: public}\n"})
		}, lacksSue},
		"who wrote what the network does not have yet": {func(b *bench) {
			b.pull("Ines", post("launch", "By Ines."))
			b.push()
			b.pull("Sam", post("launch", "By Sam."))
		}, lacksSue},
		"not who wrote what the network had before": {func(b *bench) { b.live("Ines"); b.pull("Sam", post("launch", "By Sam.")) }, neverAsked},
		"who edits what the network has":            {func(b *bench) { b.live("Sam"); b.pull("Ines", post("launch", "By Ines.")) }, lacksSenior},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := founded(t)
			test.change(b)
			b.push()
			b.says("launch", test.want)
		})
	}
}
