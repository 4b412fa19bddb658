package report

import (
	"encoding/json"
	"reflect"
	"time"
)

// Same reports whether two documents that JSON or Document.JSON wrote tell the
// same, but for when they were made, from which commits, and how long what is
// waiting has been waiting by then. Committing the second would only add noise.
func Same(old, fresh []byte) bool {
	if a, isWhole := wholeTimeless(old); isWhole {
		b, isToo := wholeTimeless(fresh)
		return isToo && reflect.DeepEqual(a, b)
	}
	a, okA := timeless(old)
	b, okB := timeless(fresh)
	return okA && okB && reflect.DeepEqual(a, b)
}

func timeless(data []byte) (deliveryFile, bool) {
	var d deliveryFile
	if json.Unmarshal(data, &d) != nil || d.Format != FormatVersion {
		return d, false
	}
	d.forgetTimes()
	return d, true
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

// wholeTimeless leaves out what is said as well: it follows from the numbers and
// from the day.
func wholeTimeless(data []byte) (documentFile, bool) {
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
