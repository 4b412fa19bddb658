package mastodon

import (
	"slices"
	"testing"
	"time"

	"galley/engine"
	"galley/providers/mastodon/mastodontest"
)

// An edit that leaves a member out clears it (measured): everything is sent, so
// that what is declared stays and what is not goes.
func TestAnEditReplacesEverything(t *testing.T) {
	for _, server := range servers {
		t.Run(server.name, func(t *testing.T) {
			s := newScene(t, server.options)
			a, b := s.picture("a", "first"), s.picture("b", "second")
			made := s.create("launch", &engine.Post{Text: "one", ContentWarning: "weather", Link: "https://example.org/a", Media: []engine.Media{a, b}})
			s.now = s.now.Add(time.Minute)
			made = s.mustUpdate(made, "launch", &engine.Post{Text: "two", ContentWarning: "weather", Media: []engine.Media{a, b}})
			if got := s.read(made.Remote); got.Text != "two" || got.ContentWarning != "weather" || len(got.Media) != 2 {
				t.Errorf("after the first edit: %+v", got)
			}
			s.now = s.now.Add(time.Minute)
			made = s.mustUpdate(made, "launch", &engine.Post{Text: "three"})
			if seen := made.Spec.(*engine.Post); seen.ContentWarning != "" || len(seen.Media) != 0 {
				t.Errorf("the second edit returned %+v", seen)
			}
			if got := s.read(made.Remote); got.Text != "three" || got.ContentWarning != "" || len(got.Media) != 0 {
				t.Errorf("after the second edit: %+v", got)
			}
		})
	}
}

// Files that stay keep their attachment and their address, in whatever process
// the edit is made; a changed file is another attachment.
func TestAnEditKeepsTheAttachmentsThatStay(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	a, b, c := s.picture("a", "first"), s.picture("b", "second"), s.picture("c", "second")
	made := s.create("launch", &engine.Post{Text: "one", Media: []engine.Media{a, b}})
	ids := func() []string {
		st, _, err := s.p.status(t.Context(), "read", made.Remote)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, m := range st.Media {
			ids = append(ids, m.ID)
		}
		return ids
	}
	before := ids()
	s.reopen()
	a.Alt, a.Focus = "first, said better", "0.5,0.5"
	s.now = s.now.Add(time.Minute)
	seen := s.mustUpdate(made, "launch", &engine.Post{Text: "one", Media: []engine.Media{b, a}})
	after := ids()
	if want := []string{before[1], before[0]}; !slices.Equal(after, want) {
		t.Errorf("attachments %v became %v, want %v", before, after, want)
	}
	if got := seen.Spec.(*engine.Post).Media[1]; got.Alt != a.Alt || got.Focus != "0.5,0.5" || got.SHA256 != a.SHA256[:6] {
		t.Errorf("the picture is shown as %+v", got)
	}
	s.now = s.now.Add(time.Minute)
	s.mustUpdate(seen, "launch", &engine.Post{Text: "one", Media: []engine.Media{c, a}})
	if last := ids(); last[0] == after[0] || last[1] != after[1] {
		t.Errorf("a file was exchanged: %v became %v", after, last)
	}
	if shown := s.Shown("galley")[0].Spec.Files(); shown[0].SHA256 != c.SHA256 || shown[1].SHA256 != a.SHA256 {
		t.Errorf("shown %+v", shown)
	}
}

// An edit sends the files that the post does not show yet, and no other.
func TestAnEditUploadsWhatIsNew(t *testing.T) {
	for _, server := range servers {
		s := newScene(t, server.options)
		a, b := s.picture("a", "first"), s.picture("b", "second")
		made := s.create("launch", &engine.Post{Text: "one", Media: []engine.Media{a, a}})
		s.reopen()
		for _, step := range []struct {
			spec    *engine.Post
			uploads int
		}{
			{&engine.Post{Text: "two", Media: []engine.Media{a, a}}, 0},
			{&engine.Post{Text: "two", Media: []engine.Media{b, a}}, 1},
			{&engine.Post{Text: "two", Media: []engine.Media{a, b, a}}, 1},
		} {
			s.now = s.now.Add(time.Minute)
			before := s.requests("POST /api/v2/media")
			d, in := s.desire("launch", step.spec)
			in.Verb, in.Remote = engine.Update, made.Remote
			if err := s.p.PrepareEdit(t.Context(), made, d); err != nil {
				t.Fatalf("%s: %v", server.name, err)
			}
			seen, err := s.p.Update(t.Context(), made, d, in)
			if err != nil {
				t.Fatalf("%s: %v", server.name, err)
			}
			if n := s.requests("POST /api/v2/media") - before; n != step.uploads {
				t.Errorf("%s: %d uploads, want %d", server.name, n, step.uploads)
			}
			if got := engine.PrintOf(info(), seen.Spec); !got.Equal(engine.PrintOf(info(), step.spec)) {
				t.Errorf("%s: it shows %+v", server.name, seen.Spec)
			}
			made = seen
		}
	}
}

// On a server that keeps no more than two decimals the mark is lost. Then the
// record says which files there are, and a post is found all the same.
func TestLostMarksAreMadeUpFromTheRecord(t *testing.T) {
	s := newScene(t, mastodontest.Options{RoundsFocus: true})
	a, b, c := s.picture("a", "first"), s.picture("b", "second"), s.picture("c", "second")
	d, in := s.desire("launch", &engine.Post{Text: "one", Media: []engine.Media{a, b}})
	made, err := s.send(d, in)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := s.p.Find(t.Context(), in); err != nil || found.Remote != made.Remote {
		t.Errorf("found %+v, %v", found, err)
	}
	other, one := in, in
	other.Print.Text = engine.HashText("another")
	one.Print.Media = one.Print.Media[:1]
	for _, in := range []engine.Intent{other, one} {
		_, err := s.p.Find(t.Context(), in)
		s.wantKind("another print", err, engine.NotFound)
	}
	before, _, err := s.p.status(t.Context(), "read", made.Remote)
	if err != nil {
		t.Fatal(err)
	}
	s.now = s.now.Add(time.Minute)
	changed, edit := s.desire("launch", &engine.Post{Text: "two", Media: []engine.Media{a, c}})
	edit.Verb, edit.Remote, edit.Prior = engine.Update, made.Remote, in.Print
	if err := s.p.Prepare(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	if _, err := s.p.Update(t.Context(), made, changed, edit); err != nil {
		t.Fatal(err)
	}
	after, _, err := s.p.status(t.Context(), "read", made.Remote)
	if err != nil {
		t.Fatal(err)
	}
	if after.Media[0].ID != before.Media[0].ID || after.Media[1].ID == before.Media[1].ID {
		t.Errorf("attachments %v became %v; the first stays, the second is another file", before.Media, after.Media)
	}
}

// Somebody who chooses another middle on the web page takes the mark away: the
// post is shown as edited, which it was.
func TestAFocusMovedByHandIsSeen(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	a := s.picture("a", "first")
	made := s.create("launch", &engine.Post{Text: "one", Media: []engine.Media{a}})
	if err := s.MoveFocusByHand(made.Remote, 0, 0.37, -0.52); err != nil {
		t.Fatal(err)
	}
	got := s.list()[0].Spec.(*engine.Post).Media[0]
	if got.SHA256 != "" || got.Focus != "0.37,-0.52" {
		t.Errorf("shown %+v, want no file, focus 0.37,-0.52", got)
	}
}

// An edit starts a poll's time anew (measured): the rest of it is sent. With the
// same options the votes stay.
func TestAnEditKeepsAPollsEndAndVotes(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	spec := func(text string) *engine.Post {
		return &engine.Post{Text: text, Poll: &engine.Poll{Options: []string{"yes", "no"}, Lasts: engine.Seconds(24 * time.Hour)}}
	}
	made := s.create("ask", spec("Well?"))
	if err := s.Vote(made.Remote, 1); err != nil {
		t.Fatal(err)
	}
	s.now = s.now.Add(7*time.Hour + 13*time.Second)
	made = s.mustUpdate(made, "ask", spec("Well??"))
	got := s.read(made.Remote)
	if got.Text != "Well??" || time.Duration(got.Poll.Lasts) != 24*time.Hour {
		t.Errorf("after the edit %q, a poll of %v", got.Text, time.Duration(got.Poll.Lasts))
	}
	if votes := s.Votes(made.Remote); !slices.Equal(votes, []int64{0, 1}) {
		t.Errorf("votes %v, want 0 and 1", votes)
	}
	late := s.create("late", &engine.Post{Text: "No poll yet"})
	s.now = s.now.Add(time.Hour)
	late = s.mustUpdate(late, "late", spec("A poll"))
	if got := late.Spec.(*engine.Post).Poll; time.Duration(got.Lasts) != 24*time.Hour {
		t.Errorf("a poll that came later lasts %v from the post on, want 24h", time.Duration(got.Lasts))
	}
	s.DeleteByHand(late.Remote)
	s.now = s.now.Add(15*time.Hour + 56*time.Minute) // less than five minutes are left
	_, err := s.update(made, "ask", spec("Well???"))
	s.wantKind("an edit of a poll that ends", err, engine.Unsupported)
	s.now = s.now.Add(time.Hour)
	_, err = s.update(made, "ask", spec("Well????"))
	s.wantKind("an edit of a poll that is over", err, engine.Unsupported)
	s.wantTexts("live Well??")
}

// Mastodon answers 200 to an edit that changes nothing, GoToSocial 422
// (measured). Both are success.
func TestAnEditThatChangesNothingSucceeds(t *testing.T) {
	for _, server := range servers {
		s := newScene(t, server.options)
		made := s.create("launch", &engine.Post{Text: "one"})
		s.now = s.now.Add(time.Minute)
		if seen := s.mustUpdate(made, "launch", &engine.Post{Text: "one"}); seen.Version != made.Version {
			t.Errorf("%s: version %s became %s", server.name, made.Version, seen.Version)
		}
	}
}

func TestWhatCannotBeEditedIsRefusedBeforeItIsSent(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	made := s.create("launch", &engine.Post{Text: "one"})
	_, err := s.update(made, "launch", &engine.Post{Text: "one", Visibility: "followers"})
	s.wantKind("another visibility", err, engine.Unsupported)

	d, in := s.desire("later", &engine.Post{Text: "later"})
	d.Due, in.Native = s.now.Add(time.Hour), true
	waiting, err := s.send(d, in)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.update(waiting, "later", &engine.Post{Text: "changed"})
	s.wantKind("another text in the scheduler", err, engine.Unsupported)
	if n := s.requests("PUT "); n > 0 {
		t.Errorf("%d edits were sent", n)
	}
}

func TestPinsFollowTheFile(t *testing.T) {
	s := newScene(t, mastodontest.Options{})
	made := s.create("launch", &engine.Post{Text: "one", Pinned: true})
	if !made.Spec.(*engine.Post).Pinned || !s.read(made.Remote).Pinned {
		t.Error("it is not pinned")
	}
	if seen := s.mustUpdate(made, "launch", &engine.Post{Text: "one"}); seen.Spec.(*engine.Post).Pinned {
		t.Error("it is still pinned")
	}
	d, in := s.desire("later", &engine.Post{Text: "later", Pinned: true})
	d.Due, in.Native = s.now.Add(time.Hour), true
	_, err := s.send(d, in)
	s.wantKind("a pinned post for the scheduler", err, engine.Invalid)
}
