package metricstest

import (
	"time"

	"galley/engine"
	"galley/engine/metrics"
)

// The days on which networks changed what they count.
var (
	// photos counts views where it counted impressions.
	viewsSince = time.Date(2026, time.July, 1, 0, 0, 0, 0, time.UTC)
	// A server of mastodon learns to quote; the catalogue does not say so, for
	// others could before.
	quotesSince = time.Date(2026, time.September, 10, 0, 0, 0, 0, time.UTC)
)

// Catalogue is that of the town's networks, with the KPIs of the real one.
func Catalogue() metrics.Catalogue {
	of := func(network engine.Network, field string) metrics.Source {
		return metrics.Source{Network: network, Field: field}
	}
	impressions := of(photos, "impressions")
	impressions.To = viewsSince
	views := of(photos, "views")
	views.From = viewsSince
	return metrics.Catalogue{Version: "town-1", Metrics: []metrics.Metric{
		{Name: "likes", Sources: []metrics.Source{of(mastodon, "favourites"), of(bluesky, "likes"), of(photos, "likes")}},
		{Name: "replies", Sources: []metrics.Source{of(mastodon, "replies"), of(bluesky, "replies"), of(photos, "comments")}},
		{Name: "shares", Sources: []metrics.Source{of(mastodon, "reblogs"), of(bluesky, "reposts"), of(photos, "shares")}},
		{Name: "quotes", Sources: []metrics.Source{of(mastodon, "quotes"), of(bluesky, "quotes")}},
		{Name: "saves", Sources: []metrics.Source{of(photos, "saved")}},
		{Name: "impressions", Sources: []metrics.Source{impressions, views}},
		{Name: "reach", Sources: []metrics.Source{of(photos, "reach")}},
		{Name: "followers", Subject: metrics.OfAccount,
			Sources: []metrics.Source{of(mastodon, "followers"), of(bluesky, "followers"), of(photos, "followers")}},
		{Name: "visits", Subject: metrics.OfImport},
		{Name: "conversions", Subject: metrics.OfImport},
		{Name: "spend", Subject: metrics.OfImport},
	}, KPIs: kpis()}
}

func kpis() []metrics.Definition {
	type text = metrics.Text
	const sum, last, ratio = "sum", "last", "ratio of sums"
	list := []metrics.Definition{
		{KPI: "reach", Group: "visibility", Unit: "count", Better: "up", Averaging: sum, Formula: "reach", Label: text{En: "Reach", Fr: "Portée"}},
		{KPI: "impressions", Group: "visibility", Unit: "count", Better: "up", Averaging: sum, Formula: "impressions", Label: text{En: "Impressions", Fr: "Impressions"}},
		{KPI: "engagement", Group: "engagement", Unit: "count", Better: "up", Averaging: sum, Formula: "likes + replies + shares + quotes + saves", Label: text{En: "Engagement", Fr: "Engagement"}},
		{KPI: "engagement-rate", Group: "engagement", Unit: "percent", Better: "up", Averaging: ratio, Formula: "engagement / publication_followers", Label: text{En: "Engagement rate by followers", Fr: "Taux d’engagement par abonné"}},
		{KPI: "engagement-rate-reach", Group: "engagement", Unit: "percent", Better: "up", Averaging: ratio, Formula: "engagement / reach", Label: text{En: "Engagement rate by reach", Fr: "Taux d’engagement par portée"}},
		{KPI: "engagement-rate-impressions", Group: "engagement", Unit: "percent", Better: "up", Averaging: ratio, Formula: "engagement / impressions", Label: text{En: "Engagement rate by impressions", Fr: "Taux d’engagement par impression"}},
		{KPI: "engagement-per-post", Group: "engagement", Unit: "count", Better: "up", Averaging: ratio, Formula: "engagement / posts", Label: text{En: "Engagement per post", Fr: "Engagement par publication"}},
		{KPI: "followers", Group: "loyalty", Unit: "count", Better: "up", Averaging: last, Formula: "followers", Label: text{En: "Followers", Fr: "Abonnés"}},
		{KPI: "growth", Group: "loyalty", Unit: "count", Better: "up", Averaging: sum, Formula: "followers - start(followers)", Label: text{En: "Growth", Fr: "Croissance"}},
		{KPI: "growth-rate", Group: "loyalty", Unit: "percent", Better: "up", Averaging: ratio, Formula: "growth / start(followers)", Label: text{En: "Growth rate", Fr: "Taux de croissance"}},
		{KPI: "visits", Group: "conversion", Unit: "count", Better: "up", Averaging: sum, Formula: "visits", Label: text{En: "Visits", Fr: "Visites"}},
		{KPI: "conversions", Group: "conversion", Unit: "count", Better: "up", Averaging: sum, Formula: "conversions", Label: text{En: "Conversions", Fr: "Conversions"}},
		{KPI: "conversion-rate", Group: "conversion", Unit: "percent", Better: "up", Averaging: ratio, Formula: "conversions / visits", Label: text{En: "Conversion rate", Fr: "Taux de conversion"}},
		{KPI: "spend", Group: "conversion", Unit: "money", Better: "none", Averaging: sum, Formula: "spend", Label: text{En: "Spend", Fr: "Dépense"}},
		{KPI: "cost-per-conversion", Group: "conversion", Unit: "money", Better: "down", Averaging: ratio, Formula: "spend / conversions", Label: text{En: "Cost per conversion", Fr: "Coût par conversion"}},
		{KPI: "posts", Group: "delivery", Unit: "count", Better: "none", Averaging: sum, Formula: "posts", Label: text{En: "Posts", Fr: "Publications"}},
		{KPI: "frequency", Group: "delivery", Unit: "count", Better: "none", Averaging: ratio, Formula: "posts / weeks", Label: text{En: "Posts per week", Fr: "Publications par semaine"}},
		{KPI: "on-time", Group: "delivery", Unit: "count", Better: "up", Averaging: sum, Formula: "on_time", Label: text{En: "On time", Fr: "À l’heure"}},
		{KPI: "on-time-rate", Group: "delivery", Unit: "percent", Better: "up", Averaging: ratio, Formula: "on_time / due", Label: text{En: "Share on time", Fr: "Part à l’heure"}},
		{KPI: "uncertain", Group: "delivery", Unit: "count", Better: "down", Averaging: sum, Formula: "uncertain", Label: text{En: "Uncertain", Fr: "Incertaines"}},
		{KPI: "volumetry-share", Group: "delivery", Unit: "percent", Better: "up", Averaging: ratio, Formula: "posts / volume", Label: text{En: "Share of the volume asked for", Fr: "Part du volume demandé"}},
		{KPI: "pillar-share", Group: "delivery", Unit: "percent", Better: "none", Averaging: ratio, Formula: "posts / all_posts", Label: text{En: "Share of the pillar", Fr: "Part du pilier"}},
	}
	for i, d := range list {
		list[i].Meaning = text{En: "Computed as " + d.Formula + ".", Fr: "Calculé ainsi : " + d.Formula + "."}
	}
	return list
}
