package cli_test

func metricWordsIn(language string) metricWords {
	if language == "fr" {
		return frenchMetricWords()
	}
	return metricWords{
		intro: `# Metrics

What the numbers of a report mean. This is version ` + "`%s`" + ` of the catalogue; every report prints the one
that it was made with. [En français](fr/metriques.md).

- **Absent is not zero.** What a network does not tell is unknown, and shown as unknown.
- **Like is compared with like.** Where a network counts something else from one day on, the series
  breaks there, and numbers from both sides are not compared.
- **Each post counts in the period in which it went out**, as it stood at the period's end.
- **Ratios are ratios of sums**: all engagement by all followers, not the mean of the rates of posts, in
  which a post that five people saw would weigh as much as one that five thousand saw.
`,
		kpis: `
## KPIs

Objectives and reports name KPIs as the first column does. A formula is a sum, or a sum by a sum, of
[metrics](#where-each-number-comes-from), of [what Galley knows itself](#what-galley-knows-itself) and of other KPIs; ` + "`start(x)`" + ` is x at the start
of the period.

` + "```yaml" + `
kind: Charter
id: charter
objectives:
  - {kpi: followers, baseline: 1200, target: 2000, from: 2026-09-01, due: 2026-12-31}
  - {kpi: engagement-rate, channels: [mastodon], target: 4.5, due: 2026-12-31}
---
kind: Report
id: monthly
period: month
audience: management
kpis: [followers, engagement-rate, on-time-rate]
` + "```" + `
`,
		kpiTable:   "| KPI | what it says | formula | unit | brought together |\n| --- | --- | --- | --- | --- |\n",
		engagement: "\n## What counts as engagement\n\nOn each network, of what it tells:\n\n| | |\n| --- | --- |\n",
		told: "\n## Who tells what\n\nKPIs that are not listed here need no network: delivery, and what is imported. Galley warns of an\n" +
			"objective that none of its channels can tell (`untold-kpi`).\n\n",
		metrics: "\n## Where each number comes from\n\nGalley reads the fields of the networks in **bold**, which it publishes on; the\n" +
			"those of the others are kept here with their changes, for the day it does.\n",
		facts:   "\n## What Galley knows itself\n\nFrom its ledger, the charter, the calendar, and files that somebody imported.\n\n| in formulas | what it is |\n| --- | --- |\n",
		sources: "| network | field | interface | taken | what it is not |\n| --- | --- | --- | --- | --- |\n",
		since:   "since %s", until: "until %s",
		groups: map[string]string{"visibility": "Visibility", "engagement": "Engagement", "loyalty": "Loyalty", "conversion": "Conversion",
			"delivery": "Delivery"},
		units:    map[string]string{"count": "count", "percent": "%", "money": "money"},
		kinds:    map[string]string{"stock": "A level: it goes up and down.", "total": "It grows over the life of a post."},
		averages: map[string]string{"sum": "sum", "last": "at the end", "ratio of sums": "ratio of sums"},
	}
}

func frenchMetricWords() metricWords {
	return metricWords{
		intro: `# Mesures

Ce que veulent dire les chiffres d'un rapport. Voici la version ` + "`%s`" + ` du catalogue ; chaque rapport imprime
celle qui a servi à le faire. [In English](../metrics.md).

- **Absent n'est pas nul.** Ce qu'un réseau ne dit pas est inconnu, et montré comme tel.
- **On compare ce qui se compare.** Quand un réseau compte autre chose à partir d'un jour, la série
  s'interrompt là, et l'on ne compare pas les chiffres des deux côtés.
- **Chaque publication compte dans la période où elle est parue**, telle qu'elle était à la fin de celle-ci.
- **Les taux sont des rapports de sommes** : tout l'engagement sur tous les abonnés, et non la moyenne des
  taux, où une publication vue par cinq personnes pèserait autant qu'une autre vue par cinq mille.
`,
		kpis: `
## Indicateurs

Les objectifs et les rapports désignent les indicateurs comme la première colonne. Une formule est une
somme, ou une somme sur une somme, de [mesures](#doù-vient-chaque-nombre), de [ce que Galley sait lui-même](#ce-que-galley-sait-lui-même) et d'autres
indicateurs ; ` + "`start(x)`" + ` est x au début de la période.

` + "```yaml" + `
kind: Charter
id: charte
objectives:
  - {kpi: followers, baseline: 1200, target: 2000, from: 2026-09-01, due: 2026-12-31}
  - {kpi: engagement-rate, channels: [mastodon], target: 4.5, due: 2026-12-31}
---
kind: Report
id: mensuel
period: month
audience: management
language: fr
kpis: [followers, engagement-rate, on-time-rate]
` + "```" + `
`,
		kpiTable:   "| indicateur | ce qu'il dit | formule | unité | regroupement |\n| --- | --- | --- | --- | --- |\n",
		engagement: "\n## Ce qui compte comme engagement\n\nSur chaque réseau, parmi ce qu'il donne :\n\n| | |\n| --- | --- |\n",
		told: "\n## Qui donne quoi\n\nLes indicateurs absents de ce tableau n'ont besoin d'aucun réseau : la livraison et ce qui est importé.\n" +
			"Galley avertit d'un objectif qu'aucun de ses canaux ne peut donner (`untold-kpi`).\n\n",
		metrics: "\n## D'où vient chaque nombre\n\nGalley lit les champs des réseaux en **gras**, sur lesquels il publie ; ceux des\n" +
			"autres sont tenus ici avec leurs changements, pour le jour où il le fera.\n",
		facts:   "\n## Ce que Galley sait lui-même\n\nPar son registre, la charte, le calendrier et les fichiers que quelqu'un a importés.\n\n| dans les formules | ce que c'est |\n| --- | --- |\n",
		sources: "| réseau | champ | interface | retenu | ce que ce n'est pas |\n| --- | --- | --- | --- | --- |\n",
		since:   "depuis le %s", until: "jusqu'au %s",
		groups: map[string]string{"visibility": "Visibilité", "engagement": "Engagement", "loyalty": "Fidélité", "conversion": "Conversion",
			"delivery": "Livraison"},
		units:    map[string]string{"count": "nombre", "percent": "%", "money": "montant"},
		kinds:    map[string]string{"stock": "Un niveau : il monte et descend.", "total": "Elle grandit au long de la vie d'une publication."},
		averages: map[string]string{"sum": "somme", "last": "à la fin", "ratio of sums": "rapport des sommes"},
	}
}
