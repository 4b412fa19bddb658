package repo

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// encoded returns an object. One that is missing is ErrNotFound, never a
// missing file: a clone that lacks it must not look like one that deleted it.
func (r *Repo) encoded(kind plumbing.ObjectType, hash plumbing.Hash) (plumbing.EncodedObject, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	o, err := r.objects.EncodedObject(kind, hash)
	if errors.Is(err, plumbing.ErrObjectNotFound) || errors.Is(err, os.ErrNotExist) {
		// "git gc" may have packed it since the packs were listed.
		r.objects.Reindex()
		o, err = r.objects.EncodedObject(kind, hash)
	}
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return nil, fmt.Errorf("object %s: %w", hash, ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("object %s %w: %w", hash, ErrDamaged, err)
	}
	return o, nil
}

// has reports whether an object is here, as far as the packs listed so far tell.
func (r *Repo) has(hash plumbing.Hash) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.objects.HasEncodedObject(hash) == nil
}

func (r *Repo) blob(hash plumbing.Hash) ([]byte, error) {
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

func (r *Repo) blobSize(hash plumbing.Hash) (int64, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	size, err := r.objects.EncodedObjectSize(hash)
	if err != nil {
		return 0, fmt.Errorf("object %s: %w", hash, err)
	}
	return size, nil
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

// store writes a loose object and returns its hash once it is on disk. git
// syncs a commit's objects only when told to; a ledger is told to.
func (r *Repo) store(kind plumbing.ObjectType, data []byte) (plumbing.Hash, error) {
	header := fmt.Appendf(nil, "%s %d\x00", kind, len(data))
	sum := sha1.New()
	sum.Write(header)
	sum.Write(data)
	hash := plumbing.Hash(sum.Sum(nil))
	if r.has(hash) {
		return hash, nil
	}
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	if _, err := w.Write(header); err != nil {
		return hash, err
	}
	if _, err := w.Write(data); err != nil {
		return hash, err
	}
	if err := w.Close(); err != nil {
		return hash, err
	}
	name := hex.EncodeToString(hash[:])
	dir := filepath.Join(r.common, "objects", name[:2])
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return hash, fmt.Errorf("write object %s: %w", hash, err)
	}
	if err := replaceFile(filepath.Join(dir, name[2:]), "tmp_obj_*", packed.Bytes(), 0o444); err != nil {
		return hash, fmt.Errorf("write object %s: %w", hash, err)
	}
	return hash, nil
}

// replaceFile writes a file beside its final place, syncs it and renames it:
// whoever reads sees the old one or the new one, also after a power cut. What a
// kill leaves behind is named by pattern, so that its owner can tell.
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
	if err = os.Rename(f.Name(), name); err != nil {
		return err
	}
	return syncDir(filepath.Dir(name))
}

// syncDir makes a rename durable. Not every system can sync a folder; one that
// cannot has nothing to offer instead.
func syncDir(dir string) error {
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
