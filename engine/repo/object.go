package repo

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/objfile"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// encoded returns an object. One that is missing is ErrNotFound, never a
// missing file: a clone that lacks it must not look like one that deleted it.
func (r *Repo) encoded(kind plumbing.ObjectType, hash plumbing.Hash) (plumbing.EncodedObject, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	o, err := r.lookUp(kind, hash)
	if errors.Is(err, plumbing.ErrObjectNotFound) || errors.Is(err, os.ErrNotExist) {
		// "git gc" may have packed it since the packs were listed.
		for _, store := range r.stores() {
			store.Reindex()
		}
		o, err = r.lookUp(kind, hash)
	}
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return nil, fmt.Errorf("object %s: %w", hash, ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("object %s %w: %w", hash, ErrDamaged, err)
	}
	return o, nil
}

// lookUp asks every store for an object.
func (r *Repo) lookUp(kind plumbing.ObjectType, hash plumbing.Hash) (plumbing.EncodedObject, error) {
	o, err := r.objects.EncodedObject(kind, hash)
	for _, store := range r.shared {
		if err == nil {
			break
		}
		if found, other := store.EncodedObject(kind, hash); other == nil {
			o, err = found, nil
		}
	}
	return o, err
}

// has reports whether an object is here, as far as the packs listed so far tell.
func (r *Repo) has(hash plumbing.Hash) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, store := range r.stores() {
		if store.HasEncodedObject(hash) == nil {
			return true
		}
	}
	return false
}

// blob returns the content of a file. One that lies loose is read past go-git,
// whose cache would hold megabytes of the ledger for nobody to ask again.
func (r *Repo) blob(hash plumbing.Hash) ([]byte, error) {
	if data := r.looseBlob(hash); data != nil {
		return data, nil
	}
	o, err := r.encoded(plumbing.BlobObject, hash)
	if err != nil {
		return nil, err
	}
	reader, err := o.Reader()
	if err != nil {
		return nil, fmt.Errorf("object %s %w: %w", hash, ErrDamaged, err)
	}
	defer reader.Close()
	data := make([]byte, o.Size())
	if _, err := io.ReadFull(reader, data); err != nil {
		return nil, fmt.Errorf("object %s %w: %w", hash, ErrDamaged, err)
	}
	return data, nil
}

// maxLoose bounds what is set aside for a blob because its first bytes say so.
const maxLoose = 64 << 20

// looseBlob returns the content of a blob that lies loose in this repository,
// nil if it does not or cannot be read: go-git says why.
func (r *Repo) looseBlob(hash plumbing.Hash) []byte {
	name := hash.String()
	file, err := os.Open(filepath.Join(r.common, "objects", name[:2], name[2:]))
	if err != nil {
		return nil
	}
	defer file.Close()
	object, err := objfile.NewReader(file)
	if err != nil {
		return nil
	}
	defer object.Close()
	kind, size, err := object.Header()
	if err != nil || kind != plumbing.BlobObject || size < 0 || size > maxLoose {
		return nil
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(object, data); err != nil {
		return nil
	}
	return data
}

func (r *Repo) blobSize(hash plumbing.Hash) (int64, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var last error
	for _, store := range r.stores() {
		size, err := store.EncodedObjectSize(hash)
		if err == nil {
			return size, nil
		}
		last = err
	}
	return 0, fmt.Errorf("object %s: %w", hash, last)
}

func (r *Repo) commit(hash plumbing.Hash) (*object.Commit, error) {
	o, err := r.encoded(plumbing.CommitObject, hash)
	if err != nil {
		return nil, err
	}
	c := &object.Commit{}
	if err := c.Decode(o); err != nil {
		return nil, fmt.Errorf("commit %s %w: %w", hash, ErrDamaged, err)
	}
	return c, nil
}

// maxPending bounds the objects that wait to be written.
const maxPending = 64

// An objectWriter writes loose objects, many at a time: each is synced, and
// syncs that wait together cost little more than one.
type objectWriter struct {
	repo    *Repo
	pending map[plumbing.Hash][]byte // packed
}

// add takes an object in and returns its hash. It is on disk after flush.
func (w *objectWriter) add(kind plumbing.ObjectType, data []byte) (plumbing.Hash, error) {
	header := fmt.Appendf(nil, "%s %d\x00", kind, len(data))
	sum := sha1.New()
	sum.Write(header)
	sum.Write(data)
	hash := plumbing.Hash(sum.Sum(nil))
	if w.pending[hash] != nil || w.repo.has(hash) {
		return hash, nil
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	for _, part := range [][]byte{header, data} {
		if _, err := z.Write(part); err != nil {
			return hash, err
		}
	}
	if err := z.Close(); err != nil {
		return hash, err
	}
	if w.pending == nil {
		w.pending = map[plumbing.Hash][]byte{}
	}
	w.pending[hash] = packed.Bytes()
	if len(w.pending) < maxPending {
		return hash, nil
	}
	return hash, w.flush()
}

// flush returns once everything taken in is on disk. git itself leaves the
// objects of a commit to the system; a ledger must not.
func (w *objectWriter) flush() error {
	errs := make(chan error, len(w.pending))
	for hash, packed := range w.pending {
		go func() { errs <- w.repo.writeObject(hash, packed) }()
	}
	var all []error
	for range w.pending {
		all = append(all, <-errs)
	}
	w.pending = nil
	return errors.Join(all...)
}

func (r *Repo) writeObject(hash plumbing.Hash, packed []byte) error {
	name := hash.String()
	dir := filepath.Join(r.common, "objects", name[:2])
	err := os.MkdirAll(dir, 0o777)
	if err == nil {
		err = replaceFile(filepath.Join(dir, name[2:]), "tmp_obj_*", packed, 0o444)
	}
	if err == nil {
		err = SyncDir(dir)
	}
	if err != nil {
		return fmt.Errorf("write object %s: %w", hash, err)
	}
	return nil
}

// replaceFile writes a file beside its final place, syncs it and renames it:
// whoever reads sees the old one or the new one, and the new one is whole. What
// a kill leaves behind is named by pattern, so that its owner can tell.
func replaceFile(name, pattern string, data []byte, mode os.FileMode) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), pattern)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err = f.Chmod(mode); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// SyncDir makes the names in a folder durable: those of new files, and renames.
// Not every system can sync a folder; one that cannot has nothing to offer
// instead, which is no error.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, os.ErrInvalid) &&
		!errors.Is(err, os.ErrPermission) {
		return err
	}
	return nil
}
