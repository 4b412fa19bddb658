package report

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"galley/engine"
	"galley/engine/metrics"
)

// A cinema is a November of a small cinema on three networks, with the October
// before it and the November a year earlier, all made up from a seed.
type cinema struct {
	t      testing.TB
	random *rand.Rand
	in     Input
	counts metrics.Input
	snaps  []metrics.Snapshot
}

var cinemaPosts = []struct{ slug, pillar, text string }{
	{"avant-premiere", "rencontres", "Avant-première jeudi à 20 h : la réalisatrice sera là, et restera pour vos questions."},
	{"cabine", "coulisses", "Dans la cabine : trente kilos de pellicule, deux bobines, une seule chance de ne pas rater l’enchaînement."},
	{"programme", "programme", "Cette semaine : trois nouveautés, dix-neuf séances, un débat qui finira tard."},
	{"rappel", "programme", "Rappel : la séance de 18 h est à 5 € pour tout le monde, toute l’année."},
	{"gouter", "jeune-public", "Ciné-goûter samedi à 14 h. Les petits pains sont de la boulangerie d’en face."},
	{"billetterie", "programme", "La prévente est ouverte. Le carnet de cinq séances est à 24 €."},
	{"projectionniste", "coulisses", "Le métier de projectionniste en dix gestes, par Aline, qui les fait depuis 1998."},
	{"affiche", "programme", "Sur l’affiche de décembre, un renard. Qui devine le film gagne une place."},
	{"fauteuils", "coulisses", "Rang F, fauteuil 12 : réparé. Il grinçait depuis 2011, surtout pendant les drames."},
	{"atelier", "jeune-public", "Atelier folioscope mercredi, dès six ans. On repart avec son film dans la poche."},
	{"pianiste", "rencontres", "Elle accompagnera Nosferatu sans partition. Rencontre avec la pianiste du festival."},
	{"sous-titres", "programme", "Nouveau : une séance sous-titrée pour sourds et malentendants chaque mardi."},
	{"debat", "rencontres", "Vendredi, la conductrice du dernier tramway vient répondre à vos questions."},
}

func newCinema(t testing.TB) *cinema {
	c := &cinema{t: t, random: rand.New(rand.NewPCG(11, 2026))}
	month := func(y int, m time.Month) time.Time { return time.Date(y, m, 1, 0, 0, 0, 0, paris(t)) }
	c.in = Input{Project: "Le Lanterneau", Commit: "0123456789abcdef0123", From: month(2026, 11), To: month(2026, 12), Zone: paris(t),
		AsOf: month(2026, 12).Add(33 * time.Hour), Manual: []engine.Network{"manual"}, Blocked: map[engine.ID]string{},
		Record: engine.Record{IDs: map[engine.ID]engine.Recorded{}}}
	c.counts = metrics.Input{Period: metrics.Period{From: c.in.From, To: c.in.To}, Zone: c.in.Zone, AsOf: c.in.AsOf, Catalogue: cinemaCatalogue(),
		Channels: map[engine.Channel]engine.Network{"mastodon": "mastodon", "bluesky": "bluesky", "instagram": "instagram"},
		Volumes:  []metrics.Volume{{Channel: "instagram", PerWeek: 3}, {Channel: "mastodon", PerWeek: 2}}}
	c.live(month(2025, 11), 24, 0.7, map[engine.Channel]int{"mastodon": 610, "instagram": 1890})
	c.live(month(2026, 10), 40, 0.9, map[engine.Channel]int{"mastodon": 1180, "bluesky": 342, "instagram": 2410})
	c.live(month(2026, 11), 44, 1.2, map[engine.Channel]int{"mastodon": 1239, "bluesky": 421, "instagram": 2431})
	return c
}

// live makes posts of one month, and counts them.
func (c *cinema) live(from time.Time, posts int, mood float64, followers map[engine.Channel]int) {
	channels := slices.Sorted(func(yield func(engine.Channel) bool) {
		for name := range followers {
			if !yield(name) {
				return
			}
		}
	})
	for i := range posts {
		p := cinemaPosts[i%len(cinemaPosts)]
		channel := channels[(i+i/len(cinemaPosts))%len(channels)]
		due := from.AddDate(0, 0, i*29/posts).Add(time.Duration(9+i%10) * time.Hour)
		c.post(channel, fmt.Sprintf("%s-%d", p.slug, i+1), p.pillar, p.text, due, mood*c.charm(p.pillar, channel, i))
	}
	for day := range 30 {
		for _, channel := range channels {
			at := from.AddDate(0, 0, day).Add(5 * time.Hour)
			grown := followers[channel] + day*followers[channel]/900
			if channel == "bluesky" {
				grown += day * 2
			}
			if channel != "bluesky" || day < 12 || day > 15 { // the server was away
				c.snap(at, channel, engine.ID{}, map[string]int64{"followers": int64(grown)})
			}
		}
	}
}

func (c *cinema) charm(pillar string, channel engine.Channel, i int) float64 {
	charm := map[string]float64{"coulisses": 34, "rencontres": 18, "jeune-public": 14, "programme": 7}[pillar]
	charm *= map[engine.Channel]float64{"mastodon": 1, "bluesky": 0.8, "instagram": 1.4}[channel]
	if i == 17 {
		charm *= 6
	}
	return charm
}

// post plans one, and lets it go out unless something gets into its way.
func (c *cinema) post(channel engine.Channel, slug, pillar, text string, due time.Time, charm float64) {
	network := c.counts.Channels[channel]
	id := engine.ID{Kind: engine.KindPost, Channel: channel, Slug: due.Format("0601-") + slug}
	d := engine.Desired{ID: id, Class: engine.Publish, Account: engine.Account{Network: network}, Due: due.UTC(), Digest: slug,
		Spec: &engine.Post{Text: text}, Rules: engine.Rules{Late: engine.Late{Max: 4 * time.Hour}},
		Labels: engine.Labels{Pillar: pillar}, Source: engine.Pos{File: "calendar/2026-11.yaml", Line: 10 + due.Day(), Col: 3}}
	rec := engine.Recorded{ID: id}
	published, out := due.Add(3*time.Minute), true
	switch n := c.random.IntN(40); {
	case n == 0:
		out, rec.Refused, rec.Refusal = false, d.Digest, "the picture has no description"
	case n == 1:
		out, c.in.Blocked[id] = false, "needs the approval of a senior"
	case n < 6:
		published = due.Add(time.Duration(1+n) * 50 * time.Minute)
	}
	if out {
		rec.Phase, rec.Published, rec.Due = engine.Live, published, due
		rec.URL = "https://" + string(network) + ".example/" + id.Slug
		c.counted(d, published, text, charm, rec.URL)
	}
	if !due.Before(c.in.From) {
		c.in.Desired = append(c.in.Desired, d)
		c.in.Record.IDs[id] = rec
	}
}

// counted is what a network tells of a post at its ages.
func (c *cinema) counted(d engine.Desired, published time.Time, text string, charm float64, url string) {
	p := metrics.Post{ID: d.ID, Network: d.Account.Network, Published: published.UTC(), Pillar: d.Labels.Pillar, Title: "", Text: text, URL: url}
	if d.Labels.Pillar == "rencontres" || published.Day() < 20 && published.Hour() > 11 {
		p.Campaign = "festival"
	}
	if d.Labels.Pillar != "programme" || c.random.IntN(3) == 0 {
		p.Media = []string{"media/" + d.Labels.Pillar + ".jpg"}
		p.Alt = map[string]string{"coulisses": "Une rangée de fauteuils rouges devant l’écran éteint"}[d.Labels.Pillar]
		charm *= 1.3
	}
	p.Title = titleOf(d.Spec)
	c.counts.Posts = append(c.counts.Posts, p)
	charm *= 0.6 + 0.8*c.random.Float64()
	for _, age := range []time.Duration{time.Hour, 24 * time.Hour, 72 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour} {
		grown := charm * min(1, 0.4+float64(age)/float64(7*24*time.Hour))
		counts := map[string]int64{"likes": int64(grown), "replies": int64(grown / 6), "shares": int64(grown / 3)}
		if d.Account.Network == "instagram" {
			counts = map[string]int64{"likes": int64(grown), "replies": int64(grown / 5), "saves": int64(grown / 8), "reach": int64(grown * 22)}
		}
		c.snap(published.Add(age), d.ID.Channel, d.ID, counts)
	}
}

func (c *cinema) snap(at time.Time, channel engine.Channel, id engine.ID, counts map[string]int64) {
	c.snaps = append(c.snaps, metrics.Snapshot{At: at.UTC().Truncate(time.Second), Channel: channel, Network: c.counts.Channels[channel], ID: id, Counts: counts})
}

// source is what the report of November is made of.
func (c *cinema) source() Source {
	local := paris(c.t)
	day := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, local) }
	c.counts.Snapshots = slices.Values(c.snaps)
	delivery := Compute(c.in)
	for _, channel := range delivery.Channels {
		total := channel.Totals
		c.counts.Delivered.Now = append(c.counts.Delivered.Now, metrics.Delivery{Channel: channel.Channel, Planned: total.Planned(),
			Due: total.Planned(), OnTime: total[OnTime], Late: total[Late], Blocked: total[Blocked]})
	}
	figures := metrics.Compute(c.counts)
	s := Source{Report: "mensuel", Span: OneMonth, Record: "fedcba9876543210", Delivery: delivery, Figures: figures,
		Shares: map[string]float64{"coulisses": 0.3, "programme": 0.2, "jeune-public": 0.2, "accessible": 0.1},
		Again:  "galley report mensuel --month 2026-11 --language fr --from fedcba987654 --content 0123456789ab --as-of 2026-12-02T09:00:00Z",
		Channels: []Channel{{"bluesky", "bluesky", "Bluesky", "lanterneau.example"}, {"instagram", "instagram", "Instagram", "lelanterneau"},
			{"mastodon", "mastodon", "Mastodon", "lanterneau@cinema.example"}},
		Campaigns: []Campaign{{"festival", "Festival du muet", day(11, 2), day(11, 21), "Remplir les deux salles les cinq soirs."}},
		Labels: map[string]metrics.Text{"likes": {En: "Likes", Fr: "J’aime"}, "replies": {En: "Replies", Fr: "Réponses"},
			"shares": {En: "Shares", Fr: "Partages"}, "saves": {En: "Saves", Fr: "Enregistrements"}, "reach": {En: "Reach", Fr: "Portée"}},
		Expiries: []Expiry{{"instagram", day(12, 19)}}}
	for _, o := range []metrics.Objective{
		{KPI: "followers", Baseline: metrics.Known(3600), Target: 4600, From: day(9, 1), Due: day(13, 1)},
		{KPI: "engagement-rate", Baseline: metrics.Known(1), Target: 1.5, From: day(9, 1), Due: day(13, 1), Note: "Sans publicité."},
		{KPI: "reach", Channels: []engine.Channel{"instagram"}, Target: 20000, From: day(9, 1), Due: day(12, 1)},
		{KPI: "visits", Campaign: "festival", Target: 800, Due: day(12, 1)},
		{KPI: "on-time-rate", Target: 85, Due: day(13, 1)},
	} {
		s.Objectives = append(s.Objectives, metrics.Judge(o, figures, c.in.AsOf))
	}
	return s
}

func cinemaCatalogue() metrics.Catalogue {
	of := func(name string, networks ...engine.Network) metrics.Metric {
		m := metrics.Metric{Name: name}
		for _, network := range networks {
			m.Sources = append(m.Sources, metrics.Source{Network: network, Field: name})
		}
		return m
	}
	account := of("followers", "mastodon", "bluesky", "instagram")
	account.Subject = metrics.OfAccount
	visits := metrics.Metric{Name: "visits", Subject: metrics.OfImport}
	kpi := func(name, group, unit, better, formula, averaging, en, fr, enMeaning, frMeaning string) metrics.Definition {
		return metrics.Definition{KPI: name, Label: metrics.Text{En: en, Fr: fr}, Meaning: metrics.Text{En: enMeaning, Fr: frMeaning},
			Formula: formula, Unit: unit, Better: better, Group: group, Averaging: averaging}
	}
	return metrics.Catalogue{Version: "1.0", Metrics: []metrics.Metric{of("likes", "mastodon", "bluesky", "instagram"),
		of("replies", "mastodon", "bluesky", "instagram"), of("shares", "mastodon", "bluesky"), of("saves", "instagram"),
		of("reach", "instagram"), account, visits},
		KPIs: []metrics.Definition{
			kpi("reach", "visibility", "count", "up", "reach", "sum", "Reach", "Portée", "People who saw the posts of the period, each counted once for each post.", "Personnes qui ont vu les publications de la période, chacune comptée une fois par publication."),
			kpi("engagement", "engagement", "count", "up", "likes + replies + shares + saves", "sum", "Engagement", "Engagement", "What people did with the posts of the period: likes, replies, shares and saves.", "Ce que les gens ont fait des publications de la période : j’aime, réponses, partages, enregistrements."),
			kpi("engagement-rate", "engagement", "percent", "up", "engagement / publication_followers", "ratio of sums", "Engagement rate by followers", "Taux d’engagement par abonné", "Engagement by the followers that the channel had on the day of each post.", "Engagement rapporté aux abonnés du canal le jour de chaque publication."),
			kpi("engagement-per-post", "engagement", "count", "up", "engagement / posts", "ratio of sums", "Engagement per post", "Engagement par publication", "Engagement by posts.", "Engagement divisé par le nombre de publications."),
			kpi("followers", "loyalty", "count", "up", "followers", "last", "Followers", "Abonnés", "Followers at the end of the period.", "Abonnés à la fin de la période."),
			kpi("growth", "loyalty", "count", "up", "followers - start(followers)", "sum", "Growth", "Croissance", "Followers gained less followers lost.", "Abonnés gagnés moins abonnés perdus."),
			kpi("visits", "conversion", "count", "up", "visits", "sum", "Visits", "Visites", "Visits to the site, as imported.", "Visites du site, d’après les fichiers importés."),
			kpi("posts", "delivery", "count", "none", "posts", "sum", "Posts", "Publications", "Posts that went out.", "Publications parues."),
			kpi("on-time-rate", "delivery", "percent", "up", "on_time / due", "ratio of sums", "Share on time", "Part à l’heure", "Posts on time by posts due.", "Publications à l’heure, rapportées à celles dont l’heure est venue."),
			kpi("volumetry-share", "delivery", "percent", "up", "posts / volume", "ratio of sums", "Share of the volume asked for", "Part du volume demandé", "Posts by those the charter asks for.", "Publications rapportées au minimum que demande la charte."),
		}}
}
