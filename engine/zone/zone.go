// Package zone knows the world's time zones from data of its own, so that a
// local time means the same instant on every machine. A text such as
// "2026-12-24 09:00" travels in and a time.Time travels out, and back again in
// the words of a calendar. The package reads neither the system's zone files
// nor the clock.
package zone

import (
	"archive/zip"
	_ "embed"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:generate go run gen.go

//go:embed zoneinfo.zip
var archive string

// Load returns the zone of an IANA name such as "Europe/Paris" or "UTC". The
// same name gives the same pointer. A name that is not in the data, "Local" and
// the empty name are an *Error of kind UnknownZone, with the nearest name as its
// hint. It may be called from several goroutines.
func Load(name string) (*time.Location, error) {
	if name == "UTC" {
		return time.UTC, nil
	}
	if load, found := zones()[name]; found {
		return load()
	}
	if name == "" {
		return nil, &Error{Kind: UnknownZone, Text: "no time zone given", Hint: "write an IANA name, such as Europe/Paris"}
	}
	return nil, unknown(name)
}

// Names returns the names Load knows, sorted.
func Names() []string {
	names := make([]string, 0, len(zones())+1)
	for name := range zones() {
		names = append(names, name)
	}
	if !slices.Contains(names, "UTC") {
		names = append(names, "UTC")
	}
	slices.Sort(names)
	return names
}

// zones indexes the archive once; each zone is parsed when first asked for.
// The map is not changed afterwards.
var zones = sync.OnceValue(func() map[string]func() (*time.Location, error) {
	index := map[string]func() (*time.Location, error){}
	files, err := zip.NewReader(strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		return index // the tests open the archive
	}
	for _, file := range files.File {
		if strings.HasSuffix(file.Name, "/") {
			continue
		}
		index[file.Name] = sync.OnceValues(func() (*time.Location, error) { return parseData(file) })
	}
	return index
})

func parseData(file *zip.File) (*time.Location, error) {
	r, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return time.LoadLocationFromTZData(file.Name, data)
}

func unknown(name string) *Error {
	e := &Error{Kind: UnknownZone, Text: "unknown time zone " + quote(name)}
	if near := nearest(name); near != "" {
		e.Hint = "did you mean " + near + "?"
	} else {
		e.Hint = "write an IANA name, such as Europe/Paris"
	}
	return e
}

// nearest compares a name as a whole and by its last part, so that both
// "Europe/Pariss" and "Paris" find Europe/Paris.
func nearest(name string) string {
	want := fold(name)
	best, least := "", 1+len(want)/3
	for _, candidate := range Names() {
		have := fold(candidate)
		if d := min(distance(want, have), distance(want, lastPart(have))); d < least {
			best, least = candidate, d
		}
	}
	return best
}

func fold(name string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(name))
}

// lastPart is what follows the last slash of a name, all of it where there is
// none.
func lastPart(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// distance counts the edits between two short texts: insert, delete, replace.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
