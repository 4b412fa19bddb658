package metrics

import (
	"bytes"
	"time"

	"galley/engine"
)

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
