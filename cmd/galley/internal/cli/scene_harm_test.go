package cli_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"galley/engine/forge/forgetest"
)

// harm is what a stranger would have a job, a terminal or a reader's browser
// obey. It fits into a file's name but for the slash.
const harm = "@everyone ```` --> <!-- galley:plan:content --> <img src=x> ::set-output name=a::b %0A::error::c ##[add-mask]d ${{ secrets.X }} \x1b[31m\u202egnp \u2066#1"

// quoted is a text as YAML, in double quotes.
func quoted(text string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(text, "${", "$${") {
		if r < ' ' || r == '"' || r == '\\' || r > '~' {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return `"` + b.String() + `"`
}

var (
	// obeyed is what the runner of a job takes for a command, at the beginning of a
	// line or, in the old form, anywhere.
	obeyed    = regexp.MustCompile(`(?m)^\s*::|##\[`)
	obeyedNow = regexp.MustCompile(`(?m)^\s*::`)
	// unseen is what a terminal obeys and an eye does not see.
	unseen = regexp.MustCompile("[\x00-\x08\x0b-\x1f\x7f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
)

// harmlessLog holds what a job said to what the runner may read in it: nothing but
// the annotations of ci, whose properties and text are escaped.
func harmlessLog(t *testing.T, what, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		if found := unseen.FindString(line); found != "" {
			t.Errorf("%s says %q in %q", what, found, line)
		}
		if annotation.MatchString(line) {
			line = "annotation " + line
		}
		if found := obeyed.FindString(line); found != "" {
			t.Errorf("%s says %q: the runner obeys %q", what, found, line)
		}
	}
}

// annotation is a finding as GitHub shows it: no colon and no comma of a stranger
// within its properties.
var annotation = regexp.MustCompile(`^::(error|warning|notice) file=[^:,]*,line=\d+,col=\d+,endColumn=\d+,title=[a-z0-9-]+::.`)

// lookAt is what the jobs validate and comment do with a pull request of a fork.
func (s *scene) lookAt(code, number int, branch string) said {
	s.t.Helper()
	head := s.hub.Head(number)
	got := s.job("pull_request", s.hub.PullEvent(number, "synchronize"), head, "ci", "--artifact", "galley.json")
	s.wants(code, got)
	s.hub.Start(forgetest.Run{ID: 79, Event: "pull_request", Actor: "stranger", Status: "completed", Conclusion: "success", SHA: head, Branch: branch,
		Fork: "stranger/content"})
	s.wants(0, s.tell(s.hub.RunEvent(79)), "Comment ")
	return got
}

// TestNothingThatIsWrittenIsObeyed takes texts and names of files of a stranger
// through every command that the workflows run.
func TestNothingThatIsWrittenIsObeyed(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	post := "kind: Post\nid: evil\nchannels: [blog]\nat: 2026-12-09 11:50\ntitle: " + quoted(harm) + "\ntext: " + quoted(harm+"\n::stop-commands::x\n"+harm) + "\ntags: [evil]\nauthor: " + quoted(harm) + "\n"
	held := strings.ReplaceAll(strings.Replace(post, "id: evil", "id: held", 1), "11:50", "11:20")
	broken := "kind: Post\nid: " + quoted(harm) + "\n" + quoted(harm) + ": 1\nchannels: [" + quoted(harm) + "]\n"
	name := "calendar/" + strings.ReplaceAll(harm, "/", "-")
	number := s.openFrom(forgetest.Pull{Author: "stranger", Fork: "stranger/content", Head: "evil", Title: harm}, map[string]string{
		name + ".yaml": post, name + "\n::error::two.yaml": held, name + "\r::error::three.yaml": broken, name + " four.md": "---\n" + post + "---\n" + harm})
	wrong := s.lookAt(4, number, "evil")
	harmlessLog(t, "ci", wrong.text)
	s.edit(number, "stranger", map[string]string{name + "\r::error::three.yaml": "", name + " four.md": ""})
	right := s.lookAt(0, number, "evil")
	harmlessLog(t, "ci", right.text)
	for _, file := range []string{".summary.md", ".output"} {
		data, err := os.ReadFile(s.last + file)
		if err != nil {
			t.Fatal(err)
		}
		harmlessText(t, file, string(data))
		if file == ".output" && strings.Contains(string(data), "evil") {
			t.Errorf("an output is a stranger's: %q", data)
		}
	}
	harmlessText(t, "the comment", strings.TrimPrefix(s.comment(number), commentMarker))

	s.hub.Review(number, forgetest.Review{Login: "sam", Body: harm})
	s.merge(number, "sam", "squash")
	harmlessLog(t, "apply", s.push("sam", "apply").text)
	git(t, s.desk(), "checkout", "-q", "main")
	s.write(map[string]string{"calendar/more.yaml": strings.Replace(held, "id: held", "id: more", 1)})
	s.commit("stranger", harm)
	git(t, s.desk(), "push", "-q", "origin", "main")
	for _, args := range [][]string{
		{"validate"}, {"plan"}, {"apply"}, {"plan", "--refresh", "all", "--drift-issue"}, {"status", "--watchdog", "2h"}, {"status"},
		{"freeze", "--by=" + harm, "--", harm}, {"apply"}, {"thaw"}, {"ledger", "show"}, {"ledger", "verify"}, {"ledger", "resolve", "--by=" + harm, "--absent", "--", harm},
		{"report"}, {"apply", "--only=" + harm}, {"nonsense " + harm}, {"explain", harm},
	} {
		harmlessLog(t, strings.Join(args[:1], " "), s.timer(args...).text)
		s.now = s.now.Add(time.Minute)
	}
	report := git(t, s.dir, "-C", "hub.git", "show", "galley/record:reports/2026-12/report.en.md")
	harmlessText(t, "the report", strings.NewReplacer("<!-- notes -->", "", "<!-- /notes -->", "").Replace(code.ReplaceAllString(strings.ReplaceAll(report, "\\`", ""), "")))
}

// code is shown as it is.
var code = regexp.MustCompile("`[^`\n]*`")

// harmlessText holds Markdown to what a browser may read in it.
func harmlessText(t *testing.T, what, text string) {
	t.Helper()
	if found := unseen.FindString(text); found != "" {
		t.Errorf("%s holds %q", what, found)
	}
	for _, part := range []string{"@everyone", "<!--", "-->", "<img", "````"} {
		if strings.Contains(text, part) {
			t.Errorf("%s holds %q:\n%s", what, part, text)
		}
	}
	if found := obeyedNow.FindString(text); found != "" {
		t.Errorf("%s holds the command %q", what, found)
	}
}

// TestWhatIsTooMuchForGitHubIsCutAtWholeItems has a pull request with 300 mistakes
// and one with texts for four comments.
func TestWhatIsTooMuchForGitHubIsCutAtWholeItems(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	wrong, long := map[string]string{}, map[string]string{}
	for i := range 300 {
		id := fmt.Sprintf("p%03d", i)
		for name, text := range postFile(id, strings.Repeat("Many words make a long text. ", 30)+id+".") {
			long[name] = text
			wrong[name] = strings.Replace(text, "[blog]", "[blgo]", 1)
		}
	}
	number := s.openFrom(forgetest.Pull{Author: "stranger", Fork: "stranger/content", Head: "much"}, wrong)
	got := s.lookAt(4, number, "much")
	if n := strings.Count(got.text, "::error file="); n != 9 && n != 10 {
		t.Errorf("%d errors are annotations, want as many as GitHub shows", n)
	}
	wants(t, got.text, "300 errors", "not shown here")
	fits(t, s.comment(number, "300 errors", "and "))

	s.edit(number, "stranger", long)
	s.lookAt(0, number, "much")
	body := s.comment(number, "p000", "This comes from a fork")
	fits(t, body)
	if open, closed := strings.Count(body, "<details"), strings.Count(body, "</details>"); open != closed || open > 299 {
		t.Errorf("%d details are opened, %d closed; 300 would be too long", open, closed)
	}
	summary, err := os.ReadFile(s.last + ".summary.md")
	if err != nil || len(summary) > 1<<20 || len(summary) < len(body) {
		t.Errorf("the summary has %d bytes: %v", len(summary), err)
	}
}

func fits(t *testing.T, comment string) {
	t.Helper()
	if n := utf8.RuneCountInString(comment); n > 60_000 || n < 10_000 {
		t.Errorf("the comment has %d characters, want up to 60000", n)
	}
}
