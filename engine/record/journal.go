package record

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"galley/engine"
	"galley/engine/repo"
)

// A Journal is this disk's account of which requests left: one file per run
// below the git directory, each line synced before what it speaks of.
type Journal struct {
	store *Store
	dir   string

	mu   sync.Mutex
	file *os.File // of this run, once it is open
}

var _ engine.Journal = (*Journal)(nil)

func newJournal(s *Store) *Journal {
	return &Journal{store: s, dir: filepath.Join(s.cfg.Repo.Dir(), "galley", "journal")}
}

func (j *Journal) name(run string) string { return filepath.Join(j.dir, url.PathEscape(run)+".log") }

func (j *Journal) opening(run string) string {
	return fmt.Sprintf("galley 1 %s %s\n", j.store.cfg.LedgerID, url.PathEscape(run))
}

// open writes this run's opening line and syncs it. It must come before the
// push that takes the lease: only then does a missing line prove anything. The
// files of runs that have nothing open are cleared away.
func (j *Journal) open(keep map[string]bool) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file != nil {
		return nil
	}
	if err := os.MkdirAll(j.dir, 0o777); err != nil {
		return &Error{Op: "open the journal", Err: err}
	}
	j.clear(keep)
	j.store.hook("open:before")
	defer j.store.hook("open:after")
	run := j.store.cfg.Run.ID
	f, err := os.OpenFile(j.name(run), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o666)
	if err != nil {
		return &Error{Op: "open the journal", Err: err}
	}
	info, err := f.Stat()
	if err == nil && info.Size() == 0 {
		_, err = f.WriteString(j.opening(run))
	}
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = repo.SyncDir(j.dir)
	}
	if err != nil {
		f.Close()
		return &Error{Op: "open the journal", Err: err}
	}
	j.file = f
	return nil
}

// close ends the account of this run, once its lease is given back.
func (j *Journal) close() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file != nil {
		j.file.Close() // every line is synced already
		j.file = nil
	}
}

// clear removes what nobody will ask for. Leaving a file behind costs a few
// bytes, so that failing to is no failure.
func (j *Journal) clear(keep map[string]bool) {
	entries, err := os.ReadDir(j.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		run, err := url.PathUnescape(strings.TrimSuffix(e.Name(), ".log"))
		if err == nil && !keep[run] && run != j.store.cfg.Run.ID {
			os.Remove(filepath.Join(j.dir, e.Name()))
		}
	}
}

// Sending implements engine.Journal. It is an error before the lease was
// taken.
func (j *Journal) Sending(ref engine.LineRef) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil || ref.Run != j.store.cfg.Run.ID {
		return &Error{Op: "note a request in the journal", Err: errors.New("this run holds no lease")}
	}
	j.store.hook("journal:before")
	_, err := fmt.Fprintf(j.file, "sending %d\n", ref.Seq)
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		return &Error{Op: "note a request in the journal", Err: err}
	}
	j.store.hook("journal:after")
	return nil
}

// NeverLeft implements engine.Journal. While the lease of that run lasts it
// answers no, because the request may still leave.
func (j *Journal) NeverLeft(ref engine.LineRef) bool {
	if j.store.mayStillSend(ref.Run) {
		return false
	}
	data, err := os.ReadFile(j.name(ref.Run))
	if err != nil {
		return false
	}
	lines, opened := bytes.CutPrefix(data, []byte(j.opening(ref.Run)))
	if !opened {
		return false
	}
	sought := fmt.Sprintf("sending %d", ref.Seq)
	for line := range bytes.Lines(lines) {
		whole, ended := bytes.CutSuffix(line, []byte("\n"))
		// A line cut off by a kill may be the one: then the request had not left,
		// but nothing is lost by looking.
		if string(whole) == sought || !ended {
			return false
		}
	}
	return true
}
