package repo_test

import (
	"encoding/base64"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"galley/engine"
	"galley/engine/repo"
)

// forge serves a folder of bare repositories by git's own http backend, to who
// shows the credential.
func forge(t *testing.T, bare dir, authorization string) *httptest.Server {
	backend := &cgi.Handler{
		Path: filepath.Join(bare.git("--exec-path"), "git-http-backend"),
		Env:  []string{"GIT_PROJECT_ROOT=" + filepath.Dir(bare.path), "GIT_HTTP_EXPORT_ALL=1", "REMOTE_USER=ann"},
	}
	if _, err := os.Stat(backend.Path); err != nil && os.Getenv("CI") == "" {
		t.Skip("git has no http backend here")
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != authorization {
			w.Header().Set("WWW-Authenticate", "Basic")
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		backend.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

func TestHTTPTakesEveryCredentialThereIs(t *testing.T) {
	const token = "t0ken"
	cases := map[string]struct {
		want    string
		prepare func(d dir, server string) repo.Options
	}{
		"given": {basic("x-access-token", token), func(d dir, server string) repo.Options {
			d.git("config", "remote.origin.url", server+"/bare.git")
			return repo.Options{Auth: repo.Auth{Token: engine.NewSecret(token)}}
		}},
		"in the URL": {basic("ann", token), func(d dir, server string) repo.Options {
			d.git("config", "remote.origin.url", strings.Replace(server, "://", "://ann:"+token+"@", 1)+"/bare.git")
			return repo.Options{}
		}},
		"extraheader": {"basic abc", func(d dir, server string) repo.Options {
			d.git("config", "remote.origin.url", server+"/bare.git")
			d.git("config", "http."+server+"/.extraheader", "AUTHORIZATION: basic abc")
			return repo.Options{}
		}},
		"extraheader, included": {"basic abc", func(d dir, server string) repo.Options {
			d.git("config", "remote.origin.url", server+"/bare.git")
			file := filepath.Join(t.TempDir(), "credentials.config")
			d.git("config", "-f", file, "http."+server+"/.extraheader", "AUTHORIZATION: basic abc")
			d.git("config", "includeIf.gitdir:"+filepath.Join(d.path, ".git")+".path", file)
			return repo.Options{}
		}},
		"insteadOf of the user's": {basic("x-access-token", token), func(d dir, server string) repo.Options {
			d.git("config", "remote.origin.url", "forge:bare.git")
			file := filepath.Join(t.TempDir(), "gitconfig")
			d.git("config", "-f", file, "url."+server+"/.insteadOf", "forge:")
			return repo.Options{Config: []string{file, file + ".missing"}, Auth: repo.Auth{Token: engine.NewSecret(token)}}
		}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d := newsroom(t)
			bare := remoteOf(d)
			server := forge(t, bare, c.want)
			r, err := repo.OpenWith(d.path, c.prepare(d, server.URL))
			if err != nil {
				t.Fatal(err)
			}
			m := origin(t, r)
			if strings.Contains(m.URL, token) {
				t.Errorf("URL = %s", m.URL)
			}
			one := commitOn(t, r, "", "ledger", "1")
			if err := r.Push(t.Context(), m, both("", one)); err != nil {
				t.Fatal(err)
			}
			two := commitOn(t, r, one, "ledger", "2")
			if err := r.Push(t.Context(), m, both(one, two)); err != nil {
				t.Fatal(err)
			}
			if got, err := r.Fetch(t.Context(), m, recordRef); got != two || err != nil {
				t.Errorf("Fetch = %s, %v", got, err)
			}
			bare.fsck()
		})
	}
}

func TestAMissingCredentialIsAnErrorAndNoQuestion(t *testing.T) {
	d := newsroom(t)
	server := forge(t, remoteOf(d), "nobody has it")
	d.git("config", "remote.origin.url", server.URL+"/bare.git")
	r := open(t, d.path)
	m := origin(t, r)
	_, err := m.Refs(t.Context(), recordRef)
	if h, ok := err.(interface{ Hint() string }); !ok || h.Hint() == "" {
		t.Errorf("Refs = %v, want an error with a hint", err)
	}
}

// TestAnEmptyAnswerToAPushIsNone: a proxy says 200 and nothing else.
func TestAnEmptyAnswerToAPushIsNone(t *testing.T) {
	for name, arrives := range map[string]bool{"it arrived": true, "it got lost": false} {
		t.Run(name, func(t *testing.T) {
			d := newsroom(t)
			bare := remoteOf(d)
			behind := forge(t, bare, "")
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				to := w
				if strings.HasSuffix(r.URL.Path, "/git-receive-pack") {
					to = httptest.NewRecorder()
					if !arrives {
						return
					}
				}
				behind.Config.Handler.ServeHTTP(to, r)
			}))
			t.Cleanup(server.Close)
			d.git("config", "remote.origin.url", server.URL+"/bare.git")
			r := open(t, d.path)
			err := r.Push(t.Context(), origin(t, r), both("", commitOn(t, r, "", "ledger", "1")))
			if there := bare.git("for-each-ref", recordRef) != ""; (err == nil) != arrives || there != arrives {
				t.Errorf("Push = %v, and it is there: %v", err, there)
			}
		})
	}
}
