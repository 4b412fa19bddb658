package cli_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"galley/cmd/galley/internal/cli"
	"galley/providers"
	"galley/providers/manual"
	"galley/providers/memory"
	"galley/providers/site"
)

// markers are the secrets of the tests, by the variable that holds each; the
// last one stands in the address of the remote.
var markers = map[string]string{
	"GALLEY_GIT_TOKEN": "galleygittokenmarker0123",
	"GITHUB_TOKEN":     "ghp_githubtokenmarker0123",
	"NET_CREDENTIAL":   "netcredentialmarker+/0123",
	"":                 "passwordmarker0123",

	"GALLEY_SIGNING_KEY": signingMarker.private,
}

// signingMarker is the key that signs the record.
var signingMarker = newSigningMarker()

type keyPair struct{ private, public string }

func newSigningMarker() keyPair {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		panic(err)
	}
	line, err := ssh.NewPublicKey(public)
	if err != nil {
		panic(err)
	}
	return keyPair{string(pem.EncodeToMemory(block)), strings.TrimSpace(string(ssh.MarshalAuthorizedKey(line)))}
}

// keyLines are the lines of a private key that tell something of it: not the
// first, in which there is only its form.
func keyLines(text string) []string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) < 4 {
		return nil
	}
	return lines[2 : len(lines)-1]
}

// invocations are how the test runs each command. A new command has to be added.
var invocations = map[string][][]string{
	"apply":                 {{"apply"}, {"apply", "--first"}, {"--format", "json", "apply", "--refresh", "all"}, {"apply", "--only", "launch", "--now"}},
	"ci":                    {{"ci", "--base", "main", "--artifact", "../ci.json", "--sarif", "../ci.sarif"}, {"--format", "json", "ci", "--live"}},
	"comment":               {{"comment", "--artifact", "../ci.json", "--print"}, {"comment", "--artifact", "../ci.json"}},
	"completion bash":       {{"completion", "bash"}},
	"completion fish":       {{"completion", "fish"}},
	"completion powershell": {{"completion", "powershell"}},
	"completion zsh":        {{"completion", "zsh"}},
	"demo":                  {{"demo", "tour"}},
	"explain":               {{"explain"}, {"explain", "duplicate-id"}},
	"freeze":                {{"freeze", "wrong price", "--channel", "net"}},
	"import":                {{"import", "net"}, {"import", "net", "--adopt"}},
	"init":                  {{"init", "fresh"}},
	"intake":                {{"intake"}, {"intake", "--file", "galley.yaml", "--propose"}},
	"ledger":                {{"ledger"}, {"ledger", "nonsense"}},
	"ledger resolve":        {{"ledger", "resolve", "net/news", "--published", "https://net.example/1"}, {"ledger", "resolve", "net/news", "--absent"}},
	"ledger restore":        {{"ledger", "restore", "galley/record"}},
	"ledger show":           {{"ledger", "show"}, {"--format", "json", "ledger", "show"}},
	"ledger verify":         {{"ledger", "verify"}},
	"plan":                  {{"plan"}, {"--format", "json", "plan", "--refresh", "all"}},
	"providers":             {{"providers"}},
	"report": {{"report"}, {"--format", "json", "report", "--week", "last"}, {"report", "--from", "galley/record", "--export", "../out"},
		{"report", "--at-risk"}, {"report", "--at-risk", "--issue", "--language", "fr"}, {"report", "--campaign", "none", "--audience", "client"},
		{"report", "--month", "this", "--compare", "2025-12", "--export", "../compared"},
		{"report", "--collect"}, {"--format", "json", "report", "--import", "galley.yaml"}},
	"schema":   {{"schema"}},
	"status":   {{"status", "--unmanaged"}, {"--format", "json", "status"}},
	"tasks":    {{"tasks"}, {"--format", "json", "tasks"}},
	"thaw":     {{"thaw"}},
	"validate": {{"validate"}, {"--format", "json", "validate"}},
	"watch":    {{"watch"}},
}

// alike are the commands that ask neither a network nor a remote: where all goes
// well they do what they do anywhere.
var alike = []string{"completion bash", "completion fish", "completion powershell", "completion zsh", "demo", "explain", "init", "providers", "schema"}

// TestNoCommandShowsASecret runs every command where all goes well and where the
// network and the remote do not answer, refuse, or answer with what they were
// sent, and looks for the secrets in all that is said and kept.
func TestNoCommandShowsASecret(t *testing.T) {
	t.Parallel()
	working := func() http.Handler {
		return memory.Handler(memory.NewNetwork(time.Now, memory.Options{Token: markers["NET_CREDENTIAL"]}), memory.Points{})
	}
	silence := http.HandlerFunc(hangUp)
	for _, tt := range []struct {
		name   string
		net    http.Handler
		remote http.Handler // nil: there is no remote
	}{
		{"all goes well", working(), nil},
		{"the network hangs up", silence, nil},
		{"the network refuses", http.HandlerFunc(refuse), nil},
		{"the network sends back what it got", http.HandlerFunc(echo), nil},
		{"the network redirects", http.HandlerFunc(redirect), nil},
		{"the remote hangs up", working(), silence},
		{"the remote refuses", working(), http.HandlerFunc(refuse)},
		{"the remote sends back what it got", working(), http.HandlerFunc(echo)},
		{"the remote redirects", working(), http.HandlerFunc(redirect)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newSecretRoom(t, tt.net, tt.remote)
			for path := range commands() {
				if tt.name != "all goes well" && slices.Contains(alike, path) {
					continue
				}
				if len(invocations[path]) == 0 {
					t.Errorf("galley %s is not tried here", path)
				}
				for _, args := range invocations[path] {
					r.run(args)
				}
			}
			r.searchFiles()
			r.searchObjects(filepath.Join(r.dir, "newsroom"))
			r.reached(tt.remote != nil)
		})
	}
}

func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func refuse(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusUnauthorized)
	fmt.Fprintf(w, `{"error": "the token %s is not valid"}`, r.Header.Get("Authorization"))
}

func echo(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusInternalServerError)
	_, password, _ := r.BasicAuth()
	_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	fmt.Fprintf(w, "%s %s %v password=%s token %s", r.Method, r.URL, r.Header, password, token)
}

func redirect(w http.ResponseWriter, r *http.Request) {
	_, password, _ := r.BasicAuth()
	_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	http.Redirect(w, r, "/elsewhere?token="+url.QueryEscape(token)+"&p="+url.QueryEscape(password), http.StatusFound)
}

// A secretRoom is a newsroom with a credential for everything.
type secretRoom struct {
	t   *testing.T
	dir string

	mu       sync.Mutex
	received []string // Authorization headers
}

func newSecretRoom(t *testing.T, net, remote http.Handler) *secretRoom {
	r := &secretRoom{t: t, dir: t.TempDir()}
	room := filepath.Join(r.dir, "newsroom")
	unpackTree(t, room, "testdata/newsroom.txtar")
	for name, text := range map[string]string{
		"channels/net.yaml": "kind: Channel\nid: net\nnetwork: memory\nhandle: gazette\ncredentials: NET_CREDENTIAL\nurl: " + r.serve(net) + "\n",
		"calendar/net.yaml": "kind: Post\nid: news\nchannels: [net]\nat: 2026-12-09 11:40\ntext: News for the network.\n",
	} {
		if err := os.WriteFile(filepath.Join(room, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	project := filepath.Join(room, "galley.yaml")
	text, err := os.ReadFile(project)
	signed := strings.Replace(string(text), "branch: galley/record}", "branch: galley/record, signing: {keys: ["+signingMarker.public+"]}}", 1)
	if err != nil || signed == string(text) {
		t.Fatalf("ask for signatures: %v", err)
	}
	if err := os.WriteFile(project, []byte(signed), 0o666); err != nil {
		t.Fatal(err)
	}
	git(t, room, "init", "-q", "-b", "main")
	commitTree(t, room)
	r.run([]string{"apply", "--first"}) // publishes, or fails at the network
	if remote != nil {
		withPassword := strings.Replace(r.serve(remote), "://", "://ana:"+markers[""]+"@", 1)
		git(t, room, "remote", "add", "origin", withPassword+"/newsroom.git")
	}
	return r
}

// serve serves h, and keeps the credentials that arrive.
func (r *secretRoom) serve(h http.Handler) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.mu.Lock()
		r.received = append(r.received, req.Header.Get("Authorization"))
		r.mu.Unlock()
		w.Header().Set("Date", noon.Format(http.TimeFormat))
		h.ServeHTTP(w, req)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	r.t.Cleanup(server.Close)
	return server.URL
}

// reached fails unless the secrets were really in use.
func (r *secretRoom) reached(remote bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := strings.Join(r.received, "\n")
	if !strings.Contains(all, "Bearer "+markers["NET_CREDENTIAL"]) {
		r.t.Errorf("the network never saw its credential: %s", all)
	}
	if remote && !strings.Contains(all, "Basic ") {
		r.t.Errorf("the remote never saw a credential: %s", all)
	}
}

// run runs one command and looks at what it says.
func (r *secretRoom) run(args []string) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	out := &shown{cancel: func() {}}
	if args[0] == "watch" {
		out.cancel = cancel // it has shown the first plan
	}
	begun := time.Now()
	env := cli.OS()
	env.Args, env.Dir, env.Stdout, env.Stderr, env.Signals = args, filepath.Join(r.dir, "newsroom"), out, out, nil
	env.Now = func() time.Time { return noon.Add(time.Since(begun)) }
	env.Getenv = func(name string) string {
		if name == "" {
			return ""
		}
		return markers[name]
	}
	env.Wait = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	env.Providers = providers.New(site.Constructor(), manual.Constructor(), memory.Constructor(powers("")))
	cli.Main(ctx, env)
	if ctx.Err() != nil && args[0] != "watch" {
		r.t.Errorf("galley %v did not end", args)
	}
	r.search("what galley "+strings.Join(args, " ")+" says", out.text())
}

// shown is what a command says.
type shown struct {
	mu     sync.Mutex
	buf    bytes.Buffer
	cancel func()
}

func (s *shown) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if bytes.Contains(p, []byte(".\n")) {
		s.cancel()
	}
	return s.buf.Write(p)
}

func (s *shown) text() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.buf.Bytes())
}

// search fails if a secret is in data, as it is or as a header would hold it.
func (r *secretRoom) search(where string, data []byte) {
	r.t.Helper()
	for name, marker := range markers {
		for _, form := range append(keyLines(marker),
			marker, url.QueryEscape(marker), base64.StdEncoding.EncodeToString([]byte(marker)),
			base64.StdEncoding.EncodeToString([]byte("x-access-token:"+marker)), base64.StdEncoding.EncodeToString([]byte("ana:"+marker)),
		) {
			if at := bytes.Index(data, []byte(form)); at >= 0 {
				r.t.Errorf("%s holds the secret of %q: …%s…", where, name, data[max(0, at-120):min(len(data), at+len(form)+20)])
			}
		}
	}
}

// searchFiles looks into every file but git's own configuration, where the
// person put the password.
func (r *secretRoom) searchFiles() {
	files := 0
	err := filepath.WalkDir(r.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, "/.git/config") {
			return err
		}
		data, err := os.ReadFile(path)
		files++
		r.search(path, data)
		return err
	})
	if err != nil || files < 20 {
		r.t.Errorf("searched %d files: %v", files, err)
	}
}

// searchObjects looks into every object of a repository, reachable or not.
func (r *secretRoom) searchObjects(dir string) {
	cmd := exec.Command("git", "cat-file", "--batch-all-objects", "--batch", "--unordered")
	cmd.Dir, cmd.Env = dir, gitEnv()
	data, err := cmd.Output()
	if err != nil || !bytes.Contains(data, []byte("ledger")) || !bytes.Contains(data, []byte("gpgsig -----BEGIN SSH SIGNATURE")) {
		r.t.Errorf("read all objects: %d bytes, %v", len(data), err)
	}
	r.search("an object of git", data)
}
