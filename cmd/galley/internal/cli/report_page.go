package cli

import (
	"io/fs"

	"galley/engine/media"
	"galley/engine/report"
)

// largestPicture is of how many bytes a file is still read for a thumbnail.
const largestPicture = 64 << 20

// thumbnailBounds are those of the pictures that a page carries: twice as wide as
// they are shown, for fine screens.
func thumbnailBounds() media.Bounds {
	return media.Bounds{MaxWidth: 304, MaxHeight: 456, MaxBytes: 48 << 10, Types: []string{"image/jpeg", "image/png"}}
}

// thumbnails are small copies of the pictures that a report shows, as far as they
// can be had: a page without one says the same.
func (r *reporting) thumbnails(l report.Layout) map[string]report.Thumbnail {
	all := map[string]report.Thumbnail{}
	for _, name := range l.Media() {
		if info, err := fs.Stat(r.c.files, name); err != nil || info.Size() > largestPicture {
			continue
		}
		data, err := fs.ReadFile(r.c.files, name)
		if err != nil {
			continue
		}
		if small, err := media.Fit(data, thumbnailBounds()); err == nil {
			all[name] = report.Thumbnail{Type: small.Type, Data: small.Data}
		}
	}
	return all
}
