package atproto

import (
	"strings"
	"time"
)

// A TID is a record's key that sorts by time: microseconds since 1970 and a
// clock number that keeps two writers apart. The zero TID is the least.
type TID struct {
	Micros uint64 // less than MaxMicros
	Clock  uint16 // less than Clocks
}

// What fits into a TID.
const (
	MaxMicros = 1 << 54
	Clocks    = 1 << 10
)

const (
	tidAlphabet = "234567abcdefghijklmnopqrstuvwxyz"
	tidLength   = 13
)

// String returns the thirteen characters. What does not fit is cut off.
func (t TID) String() string {
	n := t.number()
	var b [tidLength]byte
	for i := range b {
		b[tidLength-1-i] = tidAlphabet[n>>(5*i)&31]
	}
	return string(b[:])
}

// Before returns the TID just before t; the zero TID has none and is returned
// as it is.
func (t TID) Before() TID {
	n := t.number()
	if n > 0 {
		n--
	}
	return TID{n >> 10, uint16(n % Clocks)}
}

// Time returns the moment that t names.
func (t TID) Time() time.Time { return time.UnixMicro(int64(t.Micros)).UTC() }

func (t TID) number() uint64 { return t.Micros%MaxMicros<<10 | uint64(t.Clock%Clocks) }

// ParseTID reads what String wrote, and false for anything else.
func ParseTID(s string) (TID, bool) {
	if len(s) != tidLength {
		return TID{}, false
	}
	var n uint64
	for i := range s {
		digit := strings.IndexByte(tidAlphabet, s[i])
		if digit < 0 || i == 0 && digit > 15 { // 64 bits
			return TID{}, false
		}
		n = n<<5 | uint64(digit)
	}
	return TID{n >> 10, uint16(n % Clocks)}, true
}
