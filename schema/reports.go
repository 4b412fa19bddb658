package schema

import (
	"cmp"
	"strconv"
)

// Reports say where reports are read, beside the record branch.
type Reports struct {
	Pull   bool   // proposed for the branch of the content as well
	Branch string // of that pull request; "galley/reports"

	Currency string // of imported spend, such as EUR; empty: not said
}

// An Objective is a KPI that is to reach a target by a day.
type Objective struct {
	KPI      string   // name in the catalogue
	Channels []string // empty: all
	Baseline *float64 // nil: not said
	Target   float64  // in the unit of the KPI
	From     string   // local date on which it began, in a campaign its first day; empty: not said
	Due      string   // local date, the last day to reach it
	Note     string
	Pos      Pos // of the objective
}

// A Report is a report that is made again and again, or once from a day to a
// day.
type Report struct {
	Object   *Object
	ID       string
	Name     string
	Period   string // week, month, quarter, year or campaign; empty: From and To
	Campaign string // only its posts
	From     string // local date
	To       string // local date, the last day
	Audience string // client, management or team (default)
	KPIs     []string
	Channels []string // empty: all
	Template string   // page or full (default)
	Language string   // en or fr; empty: the Project's
}

// objectives reads those of a Charter or a Campaign.
func objectives(o *Object) []Objective {
	var all []Objective
	reader(o.Fields).each("objectives", func(r reader) {
		all = append(all, Objective{
			KPI:      r.text("kpi"),
			Channels: r.texts("channels"),
			Baseline: r.numberIfThere("baseline"),
			Target:   r.number("target", 0),
			From:     r.text("from"),
			Due:      r.text("due"),
			Note:     r.text("note"),
			Pos:      o.At("objectives", strconv.Itoa(len(all))),
		})
	})
	return all
}

func report(o *Object) Report {
	r := reader(o.Fields)
	return Report{
		Object:   o,
		ID:       o.ID,
		Name:     r.text("name"),
		Period:   r.text("period"),
		Campaign: r.text("campaign"),
		From:     r.text("from"),
		To:       r.text("to"),
		Audience: cmp.Or(r.text("audience"), "team"),
		KPIs:     r.texts("kpis"),
		Channels: r.texts("channels"),
		Template: cmp.Or(r.text("template"), "full"),
		Language: r.text("language"),
	}
}
