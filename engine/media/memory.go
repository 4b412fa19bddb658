package media

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// A Memory keeps what turning and scaling a picture came to, so that it need not
// be decoded again to be planned. It may forget; what it recalls is compared
// with the bytes before they are sent. It may be used by several goroutines.
type Memory interface {
	Recall(key string) (Result, bool)
	Keep(key string, r Result)
}

// A Folder is a Memory on disk: a small file for each picture. It is made when
// it is first written to. A folder that cannot be read or written forgets.
type Folder string

// Recall implements Memory.
func (f Folder) Recall(key string) (Result, bool) {
	data, err := os.ReadFile(f.file(key))
	if err != nil {
		return Result{}, false
	}
	var r Result
	if err := json.Unmarshal(data, &r); err != nil || len(r.SHA256) != 2*sha256.Size || r.Size <= 0 || r.Width <= 0 || r.Height <= 0 {
		return Result{}, false
	}
	return r, true
}

// Keep implements Memory.
func (f Folder) Keep(key string, r Result) {
	data, err := json.Marshal(r)
	if err != nil || os.MkdirAll(string(f), 0o755) != nil {
		return
	}
	// Another run may read it meanwhile: it appears whole or not at all.
	part, err := os.CreateTemp(string(f), "part-*")
	if err != nil {
		return
	}
	_, err = part.Write(data)
	if part.Close() != nil || err != nil || os.Rename(part.Name(), f.file(key)) != nil {
		os.Remove(part.Name())
	}
}

func (f Folder) file(key string) string { return filepath.Join(string(f), key+".json") }

// keyOf names a piece of work by all that its result depends on. Another release
// of Go may encode otherwise.
func keyOf(work ...string) string {
	sum := sha256.Sum256([]byte(runtime.Version() + "\x00" + strings.Join(work, "\x00")))
	return hex.EncodeToString(sum[:])
}

// recalled is the result of some work, done only if m does not know it. A nil
// Memory knows nothing.
func recalled(m Memory, key string, work func() (Result, error)) (Result, error) {
	if m != nil {
		if r, known := m.Recall(key); known {
			return r, nil
		}
	}
	r, err := work()
	r.Data = nil
	if err == nil && m != nil {
		m.Keep(key, r)
	}
	return r, err
}
