package providertest

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestKnownLinesAreRead(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       map[string]string
		err        string
	}{
		{"Empty", "", map[string]string{}, ""},
		{"Comments", "# a\n\n  # b\n", map[string]string{}, ""},
		{"Line", "errors/Read404/post — says 400 — https://a.example/1\n",
			map[string]string{"errors/Read404/post": "errors/Read404/post — says 400 — https://a.example/1"}, ""},
		{"NoReason", "errors/Read404/post — https://a.example/1", nil, "is not"},
		{"NoLink", "errors/Read404/post — says 400 — later", nil, "is not"},
		{"Twice", "a — b — https://c\na — d — https://e", nil, "twice"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := parseKnown(tc.text)
			if tc.err == "" && err != nil || tc.err != "" && (err == nil || !strings.Contains(err.Error(), tc.err)) {
				t.Fatalf("error %v, want %q", err, tc.err)
			}
			if err == nil && !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestAKnownLineMustNameACase(t *testing.T) {
	bouts := enumerate(t, Network{New: newNaive, Fake: newBoard, Page: boardPage})
	known := map[string]string{"errors/Read404/post": "one", "errors/Read404/poem": "two", "create/Everything": "three"}
	if got, want := strangers(known, bouts), []string{"three", "two"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
