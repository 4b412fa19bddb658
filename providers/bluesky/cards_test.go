package bluesky_test

import (
	"strings"

	"galley/engine"
	"galley/providers/bluesky"
)

func cardSaysWhatWasDeclared(w *world) {
	const link = "https://example.org/rink"
	thumb := w.picture("ignored: a card has no place for it")
	d := w.desire(1, &engine.Post{Text: "Read it.", Link: link,
		Card: &engine.Card{Title: "The rink", Description: "Open until March.", Image: []engine.Media{thumb}}})
	made := w.publish(d)
	r, _ := w.row("app.bsky.feed.post", made.Remote)
	external := r.Value["embed"].(map[string]any)["external"].(map[string]any)
	if external["uri"] != link || external["title"] != "The rink" || external["description"] != "Open until March." || external["thumb"] == nil {
		w.Errorf("the card became %v", external)
	}
	seen := w.read(made.Remote)
	w.wantShown("what was read", d, seen)
	if c := seen.Spec.(*engine.Post).Card; c == nil || len(c.Image) != 1 || c.Image[0].SHA256 != thumb.SHA256 {
		w.Errorf("the card is read as %+v", c)
	}
	if body, err := w.provider().Fetch(w.Context(), engine.CardFiles(seen.Spec)[0]); err != nil {
		w.Errorf("Fetch: %v", err)
	} else {
		_ = body.Close()
	}
	bare := w.desire(1, &engine.Post{Text: "Read it.", Link: link})
	edits := bluesky.Constructor().Info.Edits
	if edits(seen.Spec, bare.Spec, engine.Rules{}) || !edits(seen.Spec, bare.Spec, engine.Rules{Edit: true}) {
		w.Error("another card is an edit that has to be asked for")
	}
	if _, err := w.update(seen, bare); err != nil {
		w.Fatalf("Update: %v", err)
	}
	if c := w.read(made.Remote).Spec.(*engine.Post).Card; c != nil {
		w.Errorf("the card still says %+v", c)
	}
	w.remove(made)
}

func cardIsComparedWithWhatWasDeclared(w *world) {
	d := w.desire(1, &engine.Post{Text: "Read it.", Link: "https://example.org/rink", Card: &engine.Card{Title: "The rink"}})
	made := w.publish(d)
	r, _ := w.row("app.bsky.feed.post", made.Remote)
	r.Value["embed"].(map[string]any)["external"].(map[string]any)["title"] = "Another title"
	putByHand(w, "app.bsky.feed.post", made.Remote, r.Value)
	info := bluesky.Constructor().Info
	seen := w.read(made.Remote)
	if a, b := engine.FieldPrints(info, seen.Spec, d.Fields), engine.FieldPrints(info, d.Spec, d.Fields); a["card"] == b["card"] || a["link"] != b["link"] {
		w.Error("a card that somebody edited goes unseen")
	}
	if !engine.PrintOf(info, seen.Spec).Equal(engine.PrintOf(info, d.Spec)) {
		w.Error("with another card it is not recognised as the same post")
	}
	w.remove(seen)
}

func pictureOfACardHasALimitOfItsOwn(w *world) {
	thumb := w.picture("")
	thumb.Size = 1_000_001
	d := w.desire(1, &engine.Post{Link: "https://example.org/rink", Card: &engine.Card{Image: []engine.Media{thumb}}})
	w.wantKind("Prepare", w.provider().Prepare(w.Context(), d), engine.Invalid)
	if sent := w.wire.writes(); len(sent) > 0 {
		w.Errorf("it sent %v", sent)
	}
	large := append(w.blobs[thumb.SHA256], make([]byte, 1_000_000)...)
	said := refusedByHand(w, large, func(blob map[string]any) map[string]any {
		return map[string]any{"$type": "app.bsky.feed.post", "text": "", "createdAt": "2026-12-01T09:00:00.000Z",
			"embed": map[string]any{"$type": "app.bsky.embed.external",
				"external": map[string]any{"uri": "https://example.org", "title": "", "description": "", "thumb": blob}}}
	})
	if !strings.Contains(said, "1000000") {
		w.Errorf("the server says %q", said)
	}
}
