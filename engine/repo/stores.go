package repo

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// maxBorrowed bounds how deep repositories may borrow from each other, as git
// does.
const maxBorrowed = 5

// objectStore opens the objects of a git directory. Nothing else of go-git's
// repository is used: its Open refuses what sparse checkouts set, and its
// references are truncated in place.
func objectStore(dir billy.Filesystem) *filesystem.Storage {
	return filesystem.NewStorageWithOptions(dir, cache.NewObjectLRU(cacheSize),
		filesystem.Options{MaxOpenDescriptors: openPacks})
}

// stores are all places where an object may be, our own first.
func (r *Repo) stores() []*filesystem.Storage {
	return append([]*filesystem.Storage{r.objects}, r.shared...)
}

// borrow opens the repositories whose objects this one uses without a copy, as
// "git clone --shared" sets up. go-git would open them anew for each object.
func (r *Repo) borrow(objects string, depth int) error {
	data, err := os.ReadFile(filepath.Join(objects, "info", "alternates"))
	if errors.Is(err, os.ErrNotExist) || depth == maxBorrowed {
		return nil
	}
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(data)) {
		from := strings.TrimSpace(line)
		if from == "" || from[0] == '#' {
			continue
		}
		if !filepath.IsAbs(from) {
			from = filepath.Join(objects, from)
		}
		r.shared = append(r.shared, objectStore(osfs.New(filepath.Dir(from))))
		if err := r.borrow(from, depth+1); err != nil {
			return err
		}
	}
	return nil
}
