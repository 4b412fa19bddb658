package chart_test

import (
	"math"
	"time"

	"galley/engine/report/chart"
)

// A scene is a picture that can be drawn in each theme and width.
type scene struct {
	name string
	draw func(chart.Theme, int) ([]byte, error)
}

func day(month time.Month, n int) time.Time {
	return time.Date(2026, month, n, 0, 0, 0, 0, time.UTC)
}

// daily is a series that grows by a little more on some days than on others,
// without the days from..to of the year.
func daily(name string, begin, growth float64, days int, without ...int) chart.Series {
	s := chart.Series{Name: name}
	n := begin
	for d := range days {
		n += math.Round(growth * (1 + math.Sin(float64(d)*1.3)))
		if len(without) == 2 && d >= without[0] && d < without[1] {
			continue
		}
		s.Points = append(s.Points, chart.Point{At: day(time.November, 1+d), N: n})
	}
	return s
}

func scenes() []scene {
	lines := func(language string, draw func(chart.LineSpec) ([]byte, error), spec func(string, chart.Theme) chart.LineSpec) func(chart.Theme, int) ([]byte, error) {
		return func(theme chart.Theme, width int) ([]byte, error) {
			s := spec(language, theme)
			s.Width = width
			return draw(s)
		}
	}
	bars := func(language string, spec func(string, chart.Theme) chart.BarSpec) func(chart.Theme, int) ([]byte, error) {
		return func(theme chart.Theme, width int) ([]byte, error) {
			s := spec(language, theme)
			s.Width = width
			return chart.Bars(s)
		}
	}
	return []scene{
		{"lines-en", lines("en", chart.Lines, followers)},
		{"lines-gap-fr", lines("fr", chart.Lines, gap)},
		{"lines-six-en", lines("en", chart.Lines, six)},
		{"lines-year-fr", lines("fr", chart.Lines, year)},
		{"rows-fr", lines("fr", chart.Rows, rows)},
		{"bars-en", bars("en", engagement)},
		{"bars-delivery-fr", bars("fr", delivery)},
		{"bars-year-en", bars("en", weekly)},
		{"shares-fr", func(theme chart.Theme, width int) ([]byte, error) {
			s := pillars("fr", theme)
			s.Width = width
			return chart.Shares(s)
		}},
		{"spark-en", func(theme chart.Theme, _ int) ([]byte, error) { return chart.Spark(spark("en", theme)) }},
	}
}

// A version is a way to draw a scene, and the end of its name.
type version struct {
	name  string
	theme chart.Theme
	width int
}

func versions() []version {
	return []version{{"light", chart.Light, chart.Wide}, {"dark", chart.Dark, chart.Wide}, {"narrow", chart.Light, chart.Narrow}}
}

func followers(language string, theme chart.Theme) chart.LineSpec {
	return chart.LineSpec{
		Head: chart.Head{Title: "Followers of each channel, at the end of the day", Language: language, Theme: theme,
			Description: "Mastodon grows from 1,206 to 1,562 followers, Bluesky from 1,004 to 1,184, LinkedIn from 1,400 to 1,431 with no data from 9 to 14 November."},
		Series: []chart.Series{daily("Mastodon", 1200, 12, 30), daily("Bluesky", 1000, 6, 30), daily("LinkedIn", 1400, 1, 30, 8, 14)},
	}
}

func gap(language string, theme chart.Theme) chart.LineSpec {
	s := daily("Page Facebook", 12480, 40, 30, 17, 21)
	s.Breaks = []chart.Break{{At: day(time.November, 12), Label: "portée → vues"}}
	return chart.LineSpec{
		Head: chart.Head{Title: "Vues de la page, par jour", Language: language, Theme: theme,
			Description: "Les vues montent de 12 480 à 13 700. Depuis le 12 novembre, le réseau compte des vues et non plus la portée. Pas de données du 18 au 21 novembre."},
		Series: []chart.Series{s}, From: day(time.November, 1), To: day(time.December, 1),
	}
}

func six(language string, theme chart.Theme) chart.LineSpec {
	spec := chart.LineSpec{Head: chart.Head{Title: "Engagement rate by followers, six channels whose lines end close to each other", Language: language, Theme: theme,
		Description: "All six channels are between 1.2% and 4.8%."}, Unit: "%"}
	for i, name := range []string{"Mastodon", "Bluesky", "LinkedIn (company page)", "Instagram", "Threads", "A channel with a name far too long for its place"} {
		s := chart.Series{Name: name}
		for w := range 9 {
			n := 2 + float64(i)*0.18 + math.Sin(float64(w)*0.9+float64(i))*0.9
			s.Points = append(s.Points, chart.Point{At: day(time.October, 5).AddDate(0, 0, 7*w), N: math.Round(n*10) / 10})
		}
		if i == 1 {
			s.Breaks = []chart.Break{{At: day(time.October, 25), Label: "likes alone → all interactions"}}
		}
		if i == 3 {
			s.Breaks = []chart.Break{{At: day(time.October, 28), Label: "impressions → views"}}
		}
		spec.Series = append(spec.Series, s)
	}
	return spec
}

func year(language string, theme chart.Theme) chart.LineSpec {
	a, b := chart.Series{Name: "Mastodon"}, chart.Series{Name: "Bluesky"}
	for d := range 365 {
		at := day(time.March, 15).AddDate(0, 0, d)
		a.Points = append(a.Points, chart.Point{At: at, N: float64(2000 + d*11 + d%17*9)})
		if d > 120 && (d < 200 || d > 230) {
			b.Points = append(b.Points, chart.Point{At: at, N: float64(150 + d*d/30)})
		}
	}
	return chart.LineSpec{Head: chart.Head{Title: "Abonnés en un an", Language: language, Theme: theme,
		Description: "Mastodon passe de 2 000 à 6 100 abonnés ; Bluesky, ouvert en juillet, de 638 à 4 566."}, Series: []chart.Series{a, b}}
}

func rows(language string, theme chart.Theme) chart.LineSpec {
	broken := daily("Instagram", 48210, 90, 30)
	broken.Breaks = []chart.Break{{At: day(time.November, 15), Label: "portée → vues"}}
	return chart.LineSpec{Head: chart.Head{Title: "Abonnés par canal", Language: language, Theme: theme,
		Description: "Six canaux, de 84 à 52 000 abonnés. LinkedIn n’a pas de données du 9 au 14 novembre, TikTok aucune."},
		Series: []chart.Series{daily("Mastodon", 1200, 12, 30), daily("Bluesky", 84, 1, 30), daily("LinkedIn", 14000, 3, 30, 8, 14),
			broken, {Name: "Site", Points: []chart.Point{{At: day(time.November, 1), N: 310}, {At: day(time.November, 2), N: 310}, {At: day(time.November, 30), N: 310}}}, {Name: "TikTok"}},
		From: day(time.November, 1), To: day(time.December, 1)}
}

func known(list ...float64) []chart.Value {
	values := make([]chart.Value, len(list))
	for i, n := range list {
		if n >= 0 {
			values[i] = chart.Known(n)
		}
	}
	return values
}

func engagement(language string, theme chart.Theme) chart.BarSpec {
	return chart.BarSpec{Head: chart.Head{Title: "Engagement by week", Language: language, Theme: theme,
		Description: "Weeks 45 to 48: 412, no data, 1,004 and 733."},
		Groups: []string{"W44 · 26 Oct", "W45 · 2 Nov", "W46 · 9 Nov", "W47 · 16 Nov", "W48 · 23 Nov"},
		Parts: []chart.Part{{Name: "Mastodon", Values: known(300, 412, -1, 604, 333)}, {Name: "Bluesky", Values: known(40, 0, -1, 220, 310)},
			{Name: "LinkedIn", Values: known(90, 60, -1, 180, -1)}}}
}

func delivery(language string, theme chart.Theme) chart.BarSpec {
	return chart.BarSpec{Head: chart.Head{Title: "Publications prévues, par semaine", Language: language, Theme: theme,
		Description: "24 publications à l’heure, 5 en retard, 3 sautées, 2 en doute."},
		Groups: []string{"S45 · 2 nov.", "S46 · 9 nov.", "S47 · 16 nov.", "S48 · 23 nov."},
		Parts: []chart.Part{{Name: "à l’heure", Tone: chart.Good, Values: known(8, 6, 7, 3)}, {Name: "en retard", Tone: chart.Warning, Values: known(1, 3, 0, 1)},
			{Name: "sautées ou bloquées", Tone: chart.Bad, Values: known(0, 1, 2, 0)}, {Name: "à venir", Tone: chart.Muted, Values: known(0, 0, 0, 6)}}}
}

func weekly(language string, theme chart.Theme) chart.BarSpec {
	spec := chart.BarSpec{Head: chart.Head{Title: "Engagement by week, in a year", Language: language, Theme: theme, Description: "52 weeks, between 200 and 2,000."}}
	part := chart.Part{Name: "Engagement"}
	for w := range 52 {
		spec.Groups = append(spec.Groups, "W"+string(rune('0'+(w+1)/10))+string(rune('0'+(w+1)%10)))
		part.Values = append(part.Values, chart.Known(math.Round(1100+900*math.Sin(float64(w)/4))))
	}
	part.Values[20], part.Values[21] = chart.Value{}, chart.Value{}
	spec.Parts = []chart.Part{part}
	return spec
}

func pillars(language string, theme chart.Theme) chart.ShareSpec {
	return chart.ShareSpec{Head: chart.Head{Title: "Piliers : publié et prévu", Language: language, Theme: theme, Description: "Coulisses 41 %, prévu 40 % …"},
		Rows: []chart.Share{{Name: "Coulisses", Value: chart.Known(14), Planned: chart.Known(40)}, {Name: "Conseils pratiques", Value: chart.Known(11), Planned: chart.Known(30)},
			{Name: "Recrutement", Value: chart.Known(9), Planned: chart.Known(20)}, {Name: "Partenaires", Value: chart.Known(0), Planned: chart.Known(10)}, {Name: "Sans pilier", Value: chart.Value{}}}}
}

func spark(language string, theme chart.Theme) chart.SparkSpec {
	return chart.SparkSpec{Head: chart.Head{Title: "Followers", Language: language, Theme: theme, Description: "From 1,206 to 1,562."}, Series: daily("", 1200, 12, 30, 12, 15)}
}
