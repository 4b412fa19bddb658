package metrics

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"galley/engine"
)

// maxLine bounds a line of a file of snapshots, in bytes.
const maxLine = 64 << 10

// appendLine writes a snapshot as one line of JSON without its end. The same
// snapshot gives the same bytes.
func appendLine(b []byte, s Snapshot) []byte {
	b = append(b, `{"at":"`...)
	b = s.At.UTC().AppendFormat(b, time.RFC3339)
	b = append(b, `","network":`...)
	b = appendString(b, string(s.Network))
	if s.ID.IsZero() {
		b = appendString(append(b, `,"channel":`...), string(s.Channel))
	} else {
		b = appendString(append(b, `,"id":`...), s.ID.String())
		b = appendString(append(b, `,"remote":`...), string(s.Remote))
		b = appendString(append(b, `,"age":`...), AgeName(s.Age))
	}
	b = append(b, `,"counts":{`...)
	for i, name := range slices.Sorted(maps.Keys(s.Counts)) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, name), ':')
		b = strconv.AppendInt(b, s.Counts[name], 10)
	}
	return append(b, "}}"...)
}

func appendString(b []byte, text string) []byte {
	for i := range len(text) {
		if !plain(text[i]) {
			quoted, _ := json.Marshal(text) // a string always can be
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

// plain reports whether a byte stands for itself in a JSON string, whoever
// writes it.
func plain(c byte) bool {
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
}

// A decoder reads lines. What the lines before had in common with the next one is
// not read again: hundreds of thousands of them go into a report of a year.
type decoder struct {
	idText string
	id     engine.ID
	words  map[string]string // names of networks and counts
}

// maxWords bounds what a decoder keeps.
const maxWords = 1024

// decode reads one line without its end. Fields that it does not know are left
// to a later version.
func (d *decoder) decode(line []byte) (Snapshot, error) {
	if len(line) > maxLine {
		return Snapshot{}, fmt.Errorf("it has %d bytes, at most %d are read", len(line), maxLine)
	}
	if s, ok := d.canonical(line); ok {
		return s, nil
	}
	return d.general(line)
}

// A written is a line as any JSON library reads it.
type written struct {
	At      time.Time         `json:"at"`
	Network engine.Network    `json:"network"`
	Channel engine.Channel    `json:"channel"`
	ID      string            `json:"id"`
	Remote  engine.RemoteID   `json:"remote"`
	Age     string            `json:"age"`
	Counts  map[string]*int64 `json:"counts"`
}

func (d *decoder) general(line []byte) (Snapshot, error) {
	var w written
	if err := json.Unmarshal(line, &w); err != nil {
		return Snapshot{}, err
	}
	s := Snapshot{At: w.At.UTC().Truncate(time.Second), Network: w.Network, Channel: w.Channel, Remote: w.Remote, Counts: map[string]int64{}}
	for name, n := range w.Counts {
		if n != nil { // null was not reported
			s.Counts[name] = *n
		}
	}
	if y := s.At.Year(); y < 1970 || y > 9999 {
		return Snapshot{}, errors.New("it does not say when, in this era")
	}
	if s.Network == "" {
		return Snapshot{}, errors.New("it names no network")
	}
	if w.ID == "" {
		return s, accountLine(w)
	}
	var err error
	if s.ID, err = d.parseID(w.ID); err != nil {
		return Snapshot{}, err
	}
	if w.Channel != "" && w.Channel != s.ID.Channel {
		return Snapshot{}, fmt.Errorf("it is of the channel %q and of %s", w.Channel, w.ID)
	}
	s.Channel = s.ID.Channel
	var known bool
	if s.Age, known = ageNamed([]byte(w.Age)); !known {
		return Snapshot{}, fmt.Errorf("%.40q is not an age at which posts are counted", w.Age)
	}
	if s.Remote == "" {
		return Snapshot{}, errors.New("it does not say what the network calls the post")
	}
	return s, nil
}

var channelForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

func accountLine(w written) error {
	if !channelForm.MatchString(string(w.Channel)) {
		return fmt.Errorf("%.40q is not the id of a channel", w.Channel)
	}
	if w.Age != "" || w.Remote != "" {
		return errors.New("it is of a post and does not say of which")
	}
	return nil
}

func ageNamed(name []byte) (time.Duration, bool) {
	for _, a := range ages {
		if string(name) == a.name {
			return a.age, true
		}
	}
	return 0, false
}

func (d *decoder) parseID(text string) (engine.ID, error) {
	if text == d.idText {
		return d.id, nil
	}
	id, err := engine.ParseID(text)
	if err == nil {
		d.idText, d.id = strings.Clone(text), id
	}
	return id, err
}
