package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"galley/cmd/galley/internal/cli"
)

func TestALimitThatTheServerTellsIsWrittenIntoItsChannel(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "mastodon, long")
	before := w.read("a/net.yaml")
	code, out := w.galley("a", "import", "net")
	if code != 0 || !strings.Contains(out, "wrote its limits into net.yaml") {
		t.Fatalf("exit %d\n%s", code, out)
	}
	after := w.read("a/net.yaml")
	if !strings.HasPrefix(after, before+"limits:\n") || !strings.Contains(after, "maxText: 4242") {
		t.Errorf("the file is now\n%s", after)
	}
	w.write("a/net.yaml", before)
	if code, out := w.galley("a", "status", "--refresh-limits"); code != 0 || w.read("a/net.yaml") != after {
		t.Errorf("refreshed: exit %d\n%s", code, out)
	}
	if code, out := w.galley("a", "validate"); code != 0 {
		t.Errorf("validate: exit %d\n%s", code, out)
	}
	if code, out := w.galley("a", "status", "--refresh-limits"); code != 0 || w.read("a/net.yaml") != after {
		t.Errorf("a second time: exit %d\n%s", code, out)
	}
}

func TestStatusRefusesTheCredentialOfSomebodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "mastodon")
	w.write("a/net.yaml", strings.Replace(w.read("a/net.yaml"), "handle: "+handle, "handle: somebody-else", 1))
	if code, out := w.galley("a", "status"); code != 1 || !strings.Contains(out, handle) {
		t.Errorf("exit %d, want 1 and whose it is:\n%s", code, out)
	}
}

// A network may be read without a credential, so that only a write shows that
// it is refused.
func TestARefusedCredentialIsNamedByItsVariable(t *testing.T) {
	t.Parallel()
	const hint = "hint: look at what the environment variable OLD_PASSWORD holds"
	for _, service := range []string{"bluesky", "mastodon"} {
		w := newWorld(t, service)
		w.write("a/net.yaml", strings.Replace(w.read("a/net.yaml"), credential, "OLD_PASSWORD", 1))
		w.write("a/posts.yaml", "kind: Calendar\nid: posts\nposts:\n  - {id: p, channels: [net], at: merge, text: Hello}\n")
		w.commit("another variable")
		for _, command := range []string{"status", "apply"} {
			cmd := w.command(t.Context(), "a", command)
			cmd.Env = append(cmd.Env, "OLD_PASSWORD=it-was-revoked")
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), hint) || strings.Contains(string(out), "it-was-revoked") {
				t.Errorf("%s: %s: %v, want a failure and %q:\n%s", service, command, err, hint, out)
			}
		}
	}
}

// TestAChannelIsImportedAndTakenOver: what people posted becomes files, and the
// files and the posts become one.
func TestAChannelIsImportedAndTakenOver(t *testing.T) {
	t.Parallel()
	on(t, withPDS(t, theNetworks), func(t *testing.T, service string) {
		w := newWorld(t, service)
		w.content(0)
		w.git("a", "commit", "-qam", "no posts of our own")
		w.git("a", "push", "-q", "origin", "HEAD:main")
		for i := range 3 {
			if err := w.net.publish(text(i)); err != nil {
				t.Fatal(err)
			}
		}
		if code, out := w.galley("a", "import", "net"); code != 0 || !strings.Contains(out, "Imported: 3 posts.") {
			t.Fatalf("import: exit %d\n%s", code, out)
		}
		w.git("a", "add", ".")
		w.commit("what was there")
		if code, out := w.galley("a", "import", "net", "--adopt"); code != 0 || !strings.Contains(out, "Taken over: 3 posts.") {
			t.Fatalf("adopt: exit %d\n%s", code, out)
		}
		for _, command := range []string{"plan", "apply"} {
			if code, out := w.galley("a", command); code != 0 || !strings.Contains(out, "No changes. 3 posts match.") {
				t.Errorf("%s: exit %d\n%s", command, code, out)
			}
		}
		if n := len(w.net.texts()); n != 3 {
			t.Errorf("the network shows %d posts, want 3", n)
		}
	})
}

// TestACardIsImportedAsItWasPublished: a card comes back with its picture, and
// what came back is what is live.
func TestACardIsImportedAsItWasPublished(t *testing.T) {
	t.Parallel()
	on(t, withPDS(t, []string{"bluesky"}), func(t *testing.T, service string) {
		w := newWorld(t, service)
		w.content(0)
		w.write("a/media/rink.png", picture(t))
		w.write("a/rink.yaml", "kind: Post\nid: rink\nchannels: [net]\nat: merge\ntext: Read it.\nlink: https://example.org/rink\n"+
			"card: {title: The ice rink, description: Open until March., image: {file: media/rink.png}}\n")
		w.git("a", "add", ".")
		w.commit("a post with a card")
		if code, out := w.galley("a", "apply"); code != 0 || !strings.Contains(out, "net/rink") {
			t.Fatalf("apply: exit %d\n%s", code, out)
		}
		if code, out := w.galley("a", "plan"); code != 0 || !strings.Contains(out, "No changes. 1 post matches.") {
			t.Fatalf("plan: exit %d\n%s", code, out)
		}
		w.git("a", "rm", "-q", "rink.yaml", "media/rink.png")
		w.commit("no post of ours")
		w.git("remote.git", "update-ref", "-d", "refs/heads/galley/record")
		w.git("remote.git", "update-ref", "-d", "refs/heads/galley/record-anchor")
		if code, out := w.galley("a", "import", "net"); code != 0 || !strings.Contains(out, "Imported: 1 post.") {
			t.Fatalf("import: exit %d\n%s", code, out)
		}
		w.git("a", "add", ".")
		w.commit("what is live")
		if code, out := w.galley("a", "import", "net", "--adopt"); code != 0 || !strings.Contains(out, "Taken over: 1 post.") {
			t.Fatalf("adopt: exit %d\n%s", code, out)
		}
		if code, out := w.galley("a", "plan"); code != 0 || !strings.Contains(out, "No changes. 1 post matches.") {
			t.Errorf("plan: exit %d\n%s", code, out)
		}
		imported := w.read("a/" + w.git("a", "ls-files", "imported/net/*.md"))
		for _, want := range []string{"\ncard:\n", "  title: The ice rink\n", "  description: Open until March.\n", "    file: media/imported/net/"} {
			if !strings.Contains(imported, want) {
				t.Errorf("no %q in\n%s", want, imported)
			}
		}
		if strings.Contains(imported, "\nmedia:") {
			t.Errorf("the picture of the card is one of the media in\n%s", imported)
		}
	})
}

func picture(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 16, 9))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheDemoPublishesToARealBluesky(t *testing.T) {
	t.Parallel()
	if len(withPDS(t, nil)) == 0 {
		return
	}
	var out bytes.Buffer
	env := cli.OS()
	dir := filepath.Join(t.TempDir(), "newsroom")
	env.Args, env.Stdout, env.Stderr, env.Signals = []string{"demo", "--with", "bluesky", dir}, &out, &out, nil
	if code := cli.Main(context.Background(), env); code != 0 {
		t.Fatalf("exit %d\n%s", code, out.String())
	}
	for _, want := range []string{"bleu/bsky-fil-bruitage  published", "profile:bleu/profile  published", "No changes."} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the demo does not say %q:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "uncertain") {
		t.Errorf("the demo ends in doubt:\n%s", out.String())
	}
	if _, err := os.Stat(filepath.Join(dir, "public/fr/index.html")); err != nil {
		t.Error(err)
	}
	again := exec.Command(binary(t), "demo", "--with", "bluesky", dir)
	again.Env = append(os.Environ(), childEnv+"={}")
	if said, err := again.CombinedOutput(); err == nil || !strings.Contains(string(said), "new folder") {
		t.Error(fmt.Sprintf("a second time in the same folder: %v", err), string(said))
	}
}
