package report

import (
	"encoding/json"
	"reflect"
	"time"
)

// Same reports whether two documents that Document.JSON wrote tell the same, but
// for when they were made, from which commit of the record, and how long what is
// waiting has been waiting by then. Committing the second would only add noise.
func Same(old, fresh []byte) bool {
	a, okA := timeless(old)
	b, okB := timeless(fresh)
	return okA && okB && reflect.DeepEqual(a, b)
}

func (d *deliveryFile) forgetTimes() {
	d.AsOf, d.Commit = time.Time{}, ""
	for _, list := range [][]postEntry{d.Posts, d.Open, d.Drafts} {
		for i := range list {
			if list[i].Published.IsZero() {
				list[i].Late, list[i].Reason = 0, ""
			}
		}
	}
}

// timeless leaves out what is said as well: it follows from the numbers and
// from the day.
func timeless(data []byte) (documentFile, bool) {
	var d documentFile
	if json.Unmarshal(data, &d) != nil || d.Format != documentFormat || d.Version != DocumentVersion {
		return d, false
	}
	d.Delivery.forgetTimes()
	d.AsOf, d.Record, d.Commit, d.Facts, d.Decisions = time.Time{}, "", "", nil, nil
	for i := range d.Objectives {
		d.Objectives[i].Expected, d.Objectives[i].Projected = nil, nil
	}
	return d, true
}
