package report

import (
	"testing"
	"time"
)

func TestTheSameReportLaterIsTheSame(t *testing.T) {
	in := month(t)
	old := jsonOf(Compute(in))
	in.AsOf = in.AsOf.Add(time.Minute)
	if later := jsonOf(Compute(in)); !Same(old, later) {
		t.Error("a minute later nothing happened, and the report is another")
	}
	in.AsOf = in.AsOf.AddDate(0, 0, 7)
	if later := jsonOf(Compute(in)); Same(old, later) {
		t.Error("a week later posts came due, and the report is the same")
	}
	if Same([]byte("{}"), []byte("{}")) || Same(nil, old) {
		t.Error("what is no report is taken for one")
	}
}
