package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func said(n Numbers) string {
	var lines []string
	for _, r := range n.Rows {
		lines = append(lines, fmt.Sprintf("%d: %s %q %q %q %v", r.Line, r.Day, r.Campaign, r.Source, r.Channel, r.Counts))
	}
	for _, p := range n.Problems {
		lines = append(lines, fmt.Sprintf("%d: %s: %s", p.Line, p.Field, p.Text))
	}
	return strings.Join(append(lines, n.Ignored...), "\n")
}

func TestTablesOfNumbersAreRead(t *testing.T) {
	for name, tc := range map[string]struct{ table, want string }{
		"plain": {"date,campaign,source,channel,visits,conversions,spend\n2026-12-01,winter,social,masto,10,1.5,\n2026-12-02,,,,0,,12.50\n",
			`2: 2026-12-01 "winter" "social" "masto" map[conversions:1.5 visits:10]` + "\n" + `3: 2026-12-02 "" "" "" map[spend:12.5 visits:0]`},
		"Google Analytics": {"# ----\n# Export\nDate,Session campaign,Session source,Sessions,Key events\n20261201,winter,mastodon,1200,3\n,Grand total,,1200,3\n",
			`4: 2026-12-01 "winter" "mastodon" "" map[conversions:3 visits:1200]` + "\n5: Date: it is empty"},
		"French": {"Jour;Campagne;Source;Visites;Visiteurs;Dépenses (EUR)\n24/12/2026;hiver;masto;1 234;900;1 234,50 €\n",
			`2: 2026-12-24 "hiver" "masto" "" map[spend:1234.5 visits:1234]` + "\nVisiteurs"},
		"wrong rows": {"date\tvisits\tspend\n2026-02-30\t1\t2\n2026-12-01\tmany\t-3\n2026-12-02\t1\t2\t3\n2026-12-03\t4\t\n2026-12-04\t\t\n",
			`5: 2026-12-03 "" "" "" map[visits:4]` + "\n2: date: 2026-02-30 is not a date\n" +
				"3: visits: \"many\" is no number\n3: spend: \"-3\" is no number\n4: : it has 4 cells below 3 headings"},
		"by month":   {"month,visits\n2026-12,3\n", "0: : no column is the day"},
		"no numbers": {"date,visitors\n2026-12-01,3\n", "0: : no column is a number that is read"},
		"empty":      {"", "0: : it has no rows"},
		"two visits": {"date,visits,sessions\n2026-12-01,3,4\n", `2: 2026-12-01 "" "" "" map[visits:3]` + "\nsessions"},
		"torn":       {"date,visits\n2026-12-01,3\n\"2026-12-02,4\n", `2: 2026-12-01 "" "" "" map[visits:3]` + "\n3: : extraneous or missing \" in quoted-field"},
		"ambiguous":  {"date,visits\n01/02/2026,3\n", "0: : its dates can be read with the day or with the month first"},
	} {
		if got := said(ReadNumbers([]byte(tc.table), "")); got != tc.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, tc.want)
		}
	}
}

func TestAmountsAreReadOneWayOnly(t *testing.T) {
	for cell, want := range map[string]float64{"0": 0, "12": 12, "1 234": 1234, "1\u202f234,5": 1234.5, "1,234,567": 1234567, "1.234.567,89": 1234567.89,
		"$1,234.50": 1234.5, "EUR 12,00": 12, "12.50 CHF": 12.5, "0.125": 0.125, "1234.567": 1234.567, "1'234.50": 1234.5, "€3": 3} {
		if got, err := readAmount(cell); err != nil || got != want {
			t.Errorf("%q is %v, %v, want %v", cell, got, err, want)
		}
	}
	for _, cell := range []string{"1,234", "12.345", "-3", "1e9", "NaN", "1.2,3.4", "0x1", "1..2", ",5", "5,", "", "EUR", "9999999999999", "1,2,3.4,5"} {
		if got, err := readAmount(cell); err == nil {
			t.Errorf("%q is %v, want an error", cell, got)
		}
	}
}

func FuzzNumbers(f *testing.F) {
	f.Add([]byte("date,campaign,visits,spend\n2026-12-01,winter,10,\"1,234.50\"\n"), "")
	f.Add([]byte("# x\nJour;Dépenses (EUR)\n24/12/2026;1 234,50 €\n"), "dmy")
	f.Fuzz(func(t *testing.T, data []byte, order string) {
		n := ReadNumbers(data, DateOrder(order))
		for _, r := range n.Rows {
			if len(r.Day) != len("2026-12-24") || len(r.Counts) == 0 || r.Line < 1 {
				t.Fatalf("%+v", r)
			}
			for _, count := range r.Counts {
				if !(count >= 0 && count <= maxAmount) {
					t.Fatalf("%+v", r)
				}
			}
		}
		if slices.ContainsFunc(n.Problems, func(p Problem) bool { return p.Line == 0 }) && len(n.Rows) > 0 {
			t.Fatal("rows of a table that is wrong as a whole")
		}
	})
}
