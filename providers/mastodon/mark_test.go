package mastodon

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"galley/engine"
)

// A file's mark comes back from a server that keeps doubles (Mastodon) and from
// one that keeps 32 bits (GoToSocial, model Focus).
func TestMarksSurviveBothPrecisions(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sums := []string{"000000", "ffffff", "7ff800", "800000", "fff000", "000fff"}
	for range 2000 {
		sums = append(sums, fmt.Sprintf("%06x", random.Uint32()>>8))
	}
	focuses := []string{"", "0.5,-0.25", "-0.99,0.99", "0.01,0"}
	for i, sum := range sums {
		focus := focuses[i%len(focuses)]
		sent := mark(engine.Media{SHA256: sum + strings.Repeat("0", 58), Focus: focus})
		for _, bits := range []int{64, 32} {
			got, shown := unmark(kept(t, sent, bits))
			if got != sum || shown != focus {
				t.Fatalf("%s at %q, sent as %s and kept in %d bits, came back as %s at %q", sum, focus, sent, bits, got, shown)
			}
		}
	}
}

// kept is a focal point after a server stored it with so many bits.
func kept(t *testing.T, sent string, bits int) *focusPoint {
	t.Helper()
	x, y, _ := strings.Cut(sent, ",")
	var number [2]any
	for i, s := range []string{x, y} {
		v, err := strconv.ParseFloat(s, bits)
		if err != nil || v < -1 || v > 1 {
			t.Fatalf("a server refuses focus %s", sent)
		}
		number[i] = v
		if bits == 32 {
			number[i] = float32(v)
		}
	}
	data, err := json.Marshal(map[string]any{"x": number[0], "y": number[1]})
	if err != nil {
		t.Fatal(err)
	}
	var p focusPoint
	if err := json.Unmarshal(data, &p); err != nil {
		t.Fatal(err)
	}
	return &p
}

func TestAFocusSetByHandBearsNoMark(t *testing.T) {
	for _, tc := range []struct {
		at    *focusPoint
		focus string
	}{
		{nil, ""},
		{&focusPoint{0, 0}, ""},
		{&focusPoint{0.37, -0.52}, "0.37,-0.52"}, // the web page writes two decimals
		{&focusPoint{0.374999, -0.52}, "0.37,-0.52"},
		{&focusPoint{1, -1}, "0.99,-0.99"},
	} {
		if sum, focus := unmark(tc.at); sum != "" || focus != tc.focus {
			t.Errorf("%v: file %q, focus %q; want none, %q", tc.at, sum, focus, tc.focus)
		}
	}
}
