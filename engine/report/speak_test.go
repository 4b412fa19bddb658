package report

import (
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/metrics"
)

// visible writes spaces at which no line breaks as "~".
var visible = strings.NewReplacer(nbsp, "~", narrow, "~")

func TestNumbersAreWrittenAsEachLanguageWritesThem(t *testing.T) {
	en, fr := (&Document{}).speaker("en"), (&Document{}).speaker("fr-CA")
	for _, c := range []struct {
		n                float64
		unit, inEn, inFr string
	}{
		{1234.5, "count", "1,235", "1~235"},
		{23.5, "count", "23.5", "23,5"},
		{8, "percent", "8.0%", "8,0~%"},
		{0.04, "percent", "0.04%", "0,04~%"},
		{1234.5, "money", "1,234.50", "1~234,50"},
		{1234567, "count", "1,234,567", "1~234~567"},
		{1000, "count", "1,000", "1~000"},
		{0, "count", "0", "0"},
		{-1200, "count", "−1,200", "−1~200"},
		{-0.01, "count", "0", "0"},
		{12.5, "percent", "12.5%", "12,5~%"},
		{100, "percent", "100%", "100~%"},
		{12000, "seconds", "3~h 20~min", "3~h 20~min"},
		{2.25, "kg", "2.25~kg", "2,25~kg"},
	} {
		if got := visible.Replace(en.amount(c.n, c.unit)); got != c.inEn {
			t.Errorf("%v %s in English is %q, want %q", c.n, c.unit, got, c.inEn)
		}
		if got := visible.Replace(fr.amount(c.n, c.unit)); got != c.inFr {
			t.Errorf("%v %s in French is %q, want %q", c.n, c.unit, got, c.inFr)
		}
	}
}

func TestMoneyIsWrittenInTheCurrencyOfTheProject(t *testing.T) {
	for _, c := range []struct {
		n                    float64
		currency, inEn, inFr string
	}{
		{1234.5, "EUR", "€1,234.50", "1~234,50~€"},
		{-0.5, "USD", "−$0.50", "−0,50~$"},
		{-0.001, "EUR", "€0.00", "0,00~€"},
		{680, "CHF", "CHF~680.00", "680,00~CHF"},
		{680, "", "680.00", "680,00"},
		{68000, "JPY", "JPY~68,000", "68~000~JPY"},
		{-0.4, "JPY", "JPY~0", "0~JPY"},
		{1.2345, "KWD", "KWD~1.235", "1,235~KWD"},
		{680, "XYZ", "XYZ~680.00", "680,00~XYZ"},
	} {
		d := &Document{Source: Source{Currency: c.currency}}
		if got := visible.Replace(d.speaker("en").amount(c.n, "money")); got != c.inEn {
			t.Errorf("%v %s in English is %q, want %q", c.n, c.currency, got, c.inEn)
		}
		if got := visible.Replace(d.speaker("fr").amount(c.n, "money")); got != c.inFr {
			t.Errorf("%v %s in French is %q, want %q", c.n, c.currency, got, c.inFr)
		}
	}
}

func TestChangesAreToldInPercentOrInPoints(t *testing.T) {
	fr := (&Document{}).speaker("fr")
	known := metrics.Known
	for _, c := range []struct {
		now, before metrics.Value
		unit, want  string
	}{
		{known(1830), known(1204), "count", "+52~%"},
		{known(4377), known(4120), "count", "+6,2~%"},
		{known(90), known(100), "count", "−10~%"},
		{known(100), known(100), "count", "±0~%"},
		{known(12.5), known(12.1), "percent", "+0,4~pt"},
		{known(131), known(113.2), "percent", "+17,8~pts"},
		{known(10), known(11.9), "percent", "−1,9~pt"},
		{known(3), known(0), "count", "+3"},
		{known(-3), known(5), "count", "−8"},
		{known(3), metrics.Value{}, "count", ""},
		{metrics.Value{}, known(3), "count", ""},
	} {
		if got := visible.Replace(fr.relative(c.now, c.before, c.unit)); got != c.want {
			t.Errorf("from %v to %v %s: %q, want %q", c.before, c.now, c.unit, got, c.want)
		}
	}
	if got := fr.value(metrics.Value{}, "count"); got != "–" {
		t.Errorf("what is not known is written %q", got)
	}
}

func TestPeriodsAreNamedAsPeopleNameThem(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, paris(t)) }
	doc := &Document{Source: Source{Delivery: Report{Zone: paris(t)}}}
	doc.Figures.Period = metrics.Period{From: day(2026, 1, 1), To: day(2026, 2, 1)}
	en, fr := doc.speaker("en"), doc.speaker("fr")
	for _, c := range []struct {
		from, to                         time.Time
		span                             Span
		inEn, inFr, againstEn, againstFr string
	}{
		{day(2026, 11, 1), day(2026, 12, 1), OneMonth, "November 2026", "novembre 2026", "in November", "en novembre"},
		{day(2025, 11, 1), day(2025, 12, 1), OneMonth, "November 2025", "novembre 2025", "in November 2025", "en novembre 2025"},
		{day(2026, 10, 1), day(2027, 1, 1), OneQuarter, "Q4 2026", "4e trimestre 2026", "in Q4", "au 4e trimestre"},
		{day(2025, 1, 1), day(2026, 1, 1), OneYear, "2025", "2025", "in 2025", "en 2025"},
		{day(2025, 12, 1), day(2025, 12, 8), OneWeek, "week 49 (1 to 7 December 2025)", "semaine 49 (1er au 7 décembre 2025)", "in week 49 of 2025", "en semaine 49 de 2025"},
		{day(2026, 10, 28), day(2026, 11, 16), Days, "28 October to 15 November 2026", "28 octobre au 15 novembre 2026", "from 28 October to 15 November 2026", "du 28 octobre au 15 novembre 2026"},
		{day(2025, 12, 31), day(2026, 1, 2), Days, "31 December 2025 to 1 January 2026", "31 décembre 2025 au 1er janvier 2026", "from 31 December 2025 to 1 January 2026", "du 31 décembre 2025 au 1er janvier 2026"},
	} {
		p := metrics.Period{From: c.from, To: c.to}
		doc.Span = c.span
		got := [4]string{en.period(p, c.span), fr.period(p, c.span), en.against(p), fr.against(p)}
		if want := [4]string{c.inEn, c.inFr, c.againstEn, c.againstFr}; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSentencesTakeTheirNumbersInAnyOrder(t *testing.T) {
	fr := (&Document{}).speaker("fr")
	text := fr.weave("{0} of {1}", "Sur {1}, {0} seulement.", strong("3"), quiet("12"))
	want := Text{plain("Sur "), quiet("12"), plain(", "), strong("3"), plain(" seulement.")}
	if got := text.String(); got != want.String() || len(text) != len(want) || text[1] != want[1] || text[3] != want[3] {
		t.Errorf("got %v, want %v", text, want)
	}
}

func TestAChannelGoesByItsNetworkWhereThatIsEnough(t *testing.T) {
	doc := &Document{Source: Source{Channels: []Channel{{Channel: "blue", Network: "bluesky", NetworkName: "Bluesky"},
		{Channel: "site-en", Network: "site"}, {Channel: "site-fr", Network: "site"}}}}
	s := doc.speaker("en")
	for name, want := range map[engine.Channel]string{"blue": "Bluesky", "site-en": "site-en", "elsewhere": "elsewhere"} {
		if got := s.channel(name); got != want {
			t.Errorf("%s goes by %q, want %q", name, got, want)
		}
	}
}

func TestWhatIsNotComparedIsTold(t *testing.T) {
	month := func(m time.Month) time.Time { return time.Date(2026, m, 1, 0, 0, 0, 0, time.UTC) }
	d := &Document{}
	d.Delivery.Zone, d.Span = time.UTC, OneMonth
	d.Figures.Period = metrics.Period{From: month(11), To: month(12)}
	d.Labels = map[string]metrics.Text{"quotes": {En: "Quotes", Fr: "Citations"}}
	c := metrics.Caveat{Kind: metrics.Unlike, Channel: "museum", Metric: "quotes", From: month(10), To: month(11)}
	for language, want := range map[string]string{
		"en": "museum: “Quotes” is not compared with what it was in October: too little was counted then or now, or not the same.",
		"fr": "museum : pas de comparaison de «~Citations~» avec sa valeur en octobre : trop peu de relevés alors ou cette fois, ou un autre décompte.",
	} {
		if got := visible.Replace(d.speaker(language).caveat(c).String()); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
