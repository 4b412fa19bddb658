package report

import (
	"encoding/json"
	"reflect"
	"time"
)

// Same reports whether two documents that JSON wrote tell the same, but for
// when they were made and how long what is waiting has been waiting by then.
// Committing the second would only add noise.
func Same(old, fresh []byte) bool {
	a, okA := timeless(old)
	b, okB := timeless(fresh)
	return okA && okB && reflect.DeepEqual(a, b)
}

func timeless(data []byte) (document, bool) {
	var d document
	if json.Unmarshal(data, &d) != nil || d.Format != FormatVersion {
		return d, false
	}
	d.AsOf = time.Time{}
	for _, list := range [][]postEntry{d.Posts, d.Open, d.Drafts} {
		for i := range list {
			if list[i].Published.IsZero() {
				list[i].Late, list[i].Reason = 0, ""
			}
		}
	}
	return d, true
}
