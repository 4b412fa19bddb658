package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"galley/engine"
)

// format is the version of the ledger's lines. A later one is refused.
const format = 1

// The types of a line.
const (
	TypeGenesis  = "genesis"
	TypeIntent   = "intent"
	TypeOutcome  = "outcome"
	TypeRestored = "restored"
	TypeJudged   = "judged"   // up to where changes were judged
	TypeDemand   = "demand"   // what a change needs
	TypeApproval = "approval" // who consented to it
)

// A Line is one line of the ledger. Of the pointers the one that Type names is
// set.
type Line struct {
	V        int       `json:"v"`
	N        int       `json:"n"` // counts from 1
	Type     string    `json:"type"`
	Time     time.Time `json:"time"` // when it was written
	Run      string    `json:"run,omitempty"`
	Revision string    `json:"revision,omitempty"` // commit of the content
	Charter  string    `json:"charter,omitempty"`  // digest
	Zones    string    `json:"zones,omitempty"`    // release of the time zones by which the run read local times
	Prev     string    `json:"prev,omitempty"`     // SHA-256 of the line before

	Genesis  *Genesis         `json:"genesis,omitempty"`
	Intent   *engine.Intent   `json:"intent,omitempty"`
	Outcome  *engine.Outcome  `json:"outcome,omitempty"`
	Restored *Restored        `json:"restored,omitempty"`
	Judged   *engine.Judged   `json:"judged,omitempty"`
	Demand   *engine.Demand   `json:"demand,omitempty"`
	Approval *engine.Approval `json:"approval,omitempty"`

	hash string // of this line
}

// A Genesis is the first line of a ledger.
type Genesis struct {
	Ledger string `json:"ledger"`           // the Project's record.id
	Remote string `json:"remote,omitempty"` // whose branch is the ledger, without credentials; empty: a local branch
}

// A Restored says that a person put the record branch at a commit.
type Restored struct {
	Commit string `json:"commit"`
	Was    string `json:"was,omitempty"`    // what the branch was at, as far as it could be read
	Remote string `json:"remote,omitempty"` // whose branch is the ledger from here on
}

// encode writes the line without its end and sets its hash.
func (l *Line) encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(l); err != nil {
		return nil, err
	}
	data := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if l.Intent != nil && l.Intent.ID.IsZero() || l.Outcome != nil && l.Outcome.ID.IsZero() {
		return nil, errors.New("a line that speaks of no resource is not written")
	}
	// A line that cannot be read back would make the whole ledger unreadable.
	if _, err := decodeLine(data); err != nil {
		return nil, fmt.Errorf("write a line of type %s: %w", l.Type, err)
	}
	l.hash = lineHash(data)
	return data, nil
}

func lineHash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// decodeLine reads one line. One of a later format, or of an unknown type, is
// an error and never skipped: what it says may be that something was sent.
func decodeLine(data []byte) (Line, error) {
	var l Line
	if err := json.Unmarshal(data, &l); err != nil {
		return l, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if err := l.check(); err != nil {
		return l, err
	}
	l.hash = lineHash(data)
	return l, nil
}

func (l *Line) check() error {
	if l.V > format {
		return fmt.Errorf("%w: format %d, this program knows %d", ErrFormat, l.V, format)
	}
	whole, ok := false, true
	switch l.Type {
	case TypeJudged:
		whole = l.Judged != nil && l.Judged.Revision != ""
	case TypeDemand:
		whole = l.Demand != nil && l.Demand.Digest != "" && len(l.Demand.Steps) > 0
	case TypeApproval:
		whole = l.Approval != nil && l.Approval.Digest != "" && l.Approval.By != ""
	case TypeGenesis:
		whole = l.Genesis != nil
	case TypeIntent:
		whole = l.Intent != nil
	case TypeOutcome:
		whole = l.Outcome != nil
	case TypeRestored:
		whole = l.Restored != nil
	default:
		ok = false
	}
	switch {
	case !ok:
		return fmt.Errorf("%w: a line of type %q in format %d, which this program does not know", ErrFormat, l.Type, l.V)
	case !whole || l.V < 1:
		return fmt.Errorf("%w: line %d of type %q is not whole", ErrDamaged, l.N, l.Type)
	}
	return nil
}
