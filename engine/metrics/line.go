package metrics

import (
	"bytes"
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

// canonical reads what appendLine writes; false for anything else, which general
// may be able to read. It gives what general would.
func (d *decoder) canonical(line []byte) (s Snapshot, ok bool) {
	c := cursor{line, true}
	at := c.text(`{"at":"`, 20)
	network := c.quoted(`","network":`)
	var channel, id, remote, age []byte
	if c.next(`,"channel":`) {
		channel = c.quoted(`,"channel":`)
	} else {
		id, remote, age = c.quoted(`,"id":`), c.quoted(`,"remote":`), c.quoted(`,"age":`)
	}
	c.skip(`,"counts":{`)
	s.Counts = map[string]int64{}
	for first := true; c.ok && !c.next("}"); first = false {
		if !first {
			c.skip(",")
		}
		name := c.quoted("")
		c.skip(":")
		s.Counts[d.word(name)] = c.number()
	}
	c.skip("}}")
	if !c.ok || len(c.rest) > 0 || len(network) == 0 {
		return Snapshot{}, false
	}
	if s.At, ok = parseTime(at); !ok {
		return Snapshot{}, false
	}
	s.Network = engine.Network(d.word(network))
	if id == nil {
		s.Channel = engine.Channel(d.word(channel))
		return s, channelForm.Match(channel)
	}
	return s, d.post(&s, id, remote, age)
}

func (d *decoder) post(s *Snapshot, id, remote, age []byte) bool {
	if string(id) == d.idText {
		s.ID = d.id
	} else if parsed, err := d.parseID(string(id)); err == nil {
		s.ID = parsed
	} else {
		return false
	}
	var known bool
	s.Age, known = ageNamed(age)
	s.Channel, s.Remote = s.ID.Channel, engine.RemoteID(remote)
	return known && len(remote) > 0 && len(id) > 0
}

// word is text that comes again on every line.
func (d *decoder) word(text []byte) string {
	if known, ok := d.words[string(text)]; ok {
		return known
	}
	word := string(text)
	if d.words == nil {
		d.words = map[string]string{}
	}
	if len(d.words) < maxWords {
		d.words[word] = word
	}
	return word
}

// A cursor walks along a line. Once it stumbles it is not ok any more.
type cursor struct {
	rest []byte
	ok   bool
}

func (c *cursor) next(text string) bool { return c.ok && bytes.HasPrefix(c.rest, []byte(text)) }

func (c *cursor) skip(text string) {
	if c.ok = c.next(text); c.ok {
		c.rest = c.rest[len(text):]
	}
}

// text is what follows, of so many bytes.
func (c *cursor) text(after string, length int) []byte {
	c.skip(after)
	if c.ok = c.ok && len(c.rest) >= length; !c.ok {
		return nil
	}
	text := c.rest[:length]
	c.rest = c.rest[length:]
	return text
}

// quoted is a string of plain bytes.
func (c *cursor) quoted(after string) []byte {
	c.skip(after)
	c.skip(`"`)
	for i := 0; c.ok && i < len(c.rest); i++ {
		if c.rest[i] == '"' {
			text := c.rest[:i]
			c.rest = c.rest[i+1:]
			return text
		}
		c.ok = plain(c.rest[i])
	}
	c.ok = false
	return nil
}

// number is a whole number of at most eighteen digits, which cannot overflow.
func (c *cursor) number() int64 {
	var n int64
	digits := 0
	for c.ok && digits < len(c.rest) && c.rest[digits] >= '0' && c.rest[digits] <= '9' && digits <= 18 {
		n = n*10 + int64(c.rest[digits]-'0')
		digits++
	}
	if c.ok = c.ok && digits > 0 && digits <= 18 && (digits == 1 || c.rest[0] != '0'); !c.ok {
		return 0
	}
	c.rest = c.rest[digits:]
	return n
}

// parseTime reads 2026-12-09T11:00:00Z.
func parseTime(text []byte) (time.Time, bool) {
	const form = "dddd-dd-ddTdd:dd:ddZ"
	if len(text) != len(form) {
		return time.Time{}, false
	}
	var numbers [6]int
	part := 0
	for i, c := range text {
		switch {
		case form[i] != 'd' && c == form[i]:
			part++
		case form[i] == 'd' && c >= '0' && c <= '9':
			numbers[part] = numbers[part]*10 + int(c-'0')
		default:
			return time.Time{}, false
		}
	}
	t := time.Date(numbers[0], time.Month(numbers[1]), numbers[2], numbers[3], numbers[4], numbers[5], 0, time.UTC)
	// A day that there is not would have become another one.
	return t, numbers[0] >= 1970 && t.Month() == time.Month(numbers[1]) && t.Day() == numbers[2] &&
		t.Hour() == numbers[3] && t.Minute() == numbers[4] && t.Second() == numbers[5]
}
