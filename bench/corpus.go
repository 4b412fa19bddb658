package main

import (
	"bufio"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A corpus is a repository for "galley validate": posts of the sorts that people
// write, a file each, and free of mistakes. Posts that are written in Markdown
// are there a second time as YAML, for a program that reads no front matter.
type corpus struct {
	dir   string
	posts int
	sorts [10]sort // of ten posts in a row
}

type sort func(i int) document

// content is the content root; twins holds the Markdown posts as YAML.
func (c corpus) content() string { return filepath.Join(c.dir, "content") }
func (c corpus) twins() string   { return filepath.Join(c.dir, "twins") }

// agency is what a communication agency plans: posts with pictures and what they
// show, in a form for each network, threads and articles. messages are mostly of
// a line or two.
var (
	agency   = [10]sort{campaignPost, article, campaignPost, withMedia, campaignPost, thread, withVariants, article, campaignPost, short}
	messages = [10]sort{short, article, short, withMedia, folded, short, withVariants, article, threaded, short}
)

// A document is a post's fields as YAML, and the Markdown that follows them if
// it is a Markdown file.
type document struct{ yaml, body string }

// pictures is how many there are; posts share them.
const pictures = 20

// firstDay is far away, so that no run finds that a time has passed.
var firstDay = time.Date(2040, 1, 1, 9, 0, 0, 0, time.UTC)

// write makes the files.
func (c corpus) write() error {
	for name, text := range map[string]string{
		"galley.yaml":           "kind: Project\nid: gazette\nname: La Gazette\nzone: Europe/Paris\nlanguages: [fr, en]\nschema: v1\nrecord:\n  id: 62656e6368000001\n",
		"channels/blog.yaml":    "kind: Channel\nid: blog\nnetwork: site\nhandle: gazette\nurl: https://gazette.example\ntarget: {dir: public}\nlanguage: fr\n",
		"channels/toots.yaml":   "kind: Channel\nid: toots\nnetwork: mastodon\nhandle: gazette@town.example\nurl: https://town.example\nlanguage: fr\n",
		"campaigns/winter.yaml": "kind: Campaign\nid: hiver\nname: L'hiver en ville\nobjective: Faire venir au marché.\nutm: {source: gazette, medium: social, campaign: hiver}\n",
	} {
		if err := writeFile(filepath.Join(c.content(), filepath.FromSlash(name)), text); err != nil {
			return err
		}
	}
	for i := range pictures {
		if err := picture(filepath.Join(c.content(), "media", fmt.Sprintf("photo-%02d.png", i)), i); err != nil {
			return err
		}
	}
	for i := range c.posts {
		if err := c.post(i); err != nil {
			return err
		}
	}
	return nil
}

func (c corpus) post(i int) error {
	d := c.sorts[i%len(c.sorts)](i)
	head := fmt.Sprintf("kind: Post\nid: %s\n", postID(i))
	name := strings.TrimSuffix(postFile(i), ".yaml")
	if d.body == "" {
		return writeFile(filepath.Join(c.content(), filepath.FromSlash(name)+".yaml"), head+d.yaml)
	}
	twin := head + d.yaml + "body: |\n  " + strings.ReplaceAll(strings.TrimSpace(d.body), "\n", "\n  ") + "\n"
	if err := writeFile(filepath.Join(c.twins(), filepath.FromSlash(name)+".yaml"), twin); err != nil {
		return err
	}
	return writeFile(filepath.Join(c.content(), filepath.FromSlash(name)+".md"), "---\n"+head+d.yaml+"---\n\n"+d.body)
}

// at is by day, three times: at night an hour may be missing.
func at(i int) string {
	return firstDay.AddDate(0, 0, i/3).Add(time.Duration(i%3) * 4 * time.Hour).Format("2006-01-02 15:04")
}

func short(i int) document {
	return document{yaml: fmt.Sprintf(`channels: [blog, toots]
at: %s
text: "La patinoire n° %d ouvre samedi : entrée libre jusqu’à 18 h, patins à louer sur place."
link: https://ville.example/patinoire/%d?${campaign.utm}
tags: [hiver, patinoire, quartier-%d]
campaign: hiver
author: Ada Martin
`, at(i), i, i, i%40)}
}

func folded(i int) document {
	return document{yaml: fmt.Sprintf(`# À relire par l'équipe du marché.
channels:
  - blog
  - toots
at: %s
until: 2170-01-06 20:00
text: >-
  Le marché de Noël s’installe place de la Mairie. Quarante chalets, un manège,
  et la chorale de l’école le %d à la tombée du jour. Venez à pied : le parking
  est fermé.
tags:
  - marché # celui de Noël
  - noël
language: fr
author: Hugo Le Tellec
`, at(i), 1+i%28)}
}

func withMedia(i int) document {
	return document{yaml: fmt.Sprintf(`channels: [blog, toots]
at: %s
text: |
  Hier soir, la fanfare a joué sous la neige.

  Merci à celles et ceux qui sont venus — n° %d. Prochain rendez-vous samedi à 17 h,
  sous le kiosque, avec la classe de cuivres du conservatoire : on prête les gants.
media:
  - file: media/photo-%02d.png
    alt: Une fanfare en manteaux rouges joue sous la neige, devant la mairie.
    focus: "0.2,-0.5"
    credit: Photo Aline Verrier
  - file: media/photo-%02d.png
    alt: "Le public, de dos : des parapluies de toutes les couleurs."
tags: [fanfare, neige]
author: Aline Verrier
`, at(i), i, i%pictures, (i+7)%pictures)}
}

func withVariants(i int) document {
	return document{yaml: fmt.Sprintf(`channels: [blog, toots]
at: %s
title: 'La bibliothèque, l''hiver'
summary: Les horaires changent, les livres restent.
text: La bibliothèque ouvre le dimanche, de 14 h à 18 h.
body: |
  La bibliothèque ouvre le **dimanche**, de 14 h à 18 h, jusqu’en mars.

  - prêt de skis de fond, sur inscription ;
  - l’heure du conte à 16 h ;
  - et du thé, toujours.

  Numéro %d de l’année.
seo:
  slug: bibliotheque-%d
  description: Les horaires d’hiver de la bibliothèque.
tags: [bibliothèque]
author: Nour Castaing
variants:
  toots:
    text: >-
      Dimanche, la bibliothèque est ouverte de 14 h à 18 h. Le conte est à 16 h,
      le thé aussi.
    visibility: public
  site: {summary: "Les horaires d'hiver"}
`, at(i), i, i)}
}

func campaignPost(i int) document {
	return document{yaml: fmt.Sprintf(`# Validé avec le service culturel ; le visuel vient de l'agence.
channels: [blog, toots]
at: %s
until: 2170-02-28 18:00
campaign: hiver
author: Nour Castaing
title: "Le village d’hiver ouvre ses portes, place de la Mairie"
summary: Quarante chalets, une patinoire et des concerts chaque soir jusqu’au 6 janvier.
text: >-
  Le village d’hiver s’installe place de la Mairie : quarante chalets d’artisans de
  la vallée, une patinoire de 600 m², un manège et, chaque soir à 18 h, un concert
  sous le kiosque. L’entrée est libre ; les patins se louent sur place (4 €, 2 € pour
  les moins de douze ans). Le samedi, la chorale de l’école Jean-Zay ouvre le concert, et
  la librairie des Halles lit des contes aux plus petits, à 16 h. Le tram T2 circule jusqu’à minuit les vendredis et samedis.
link: https://ville.example/village-d-hiver/%d?${campaign.utm}
media:
  - file: media/photo-%02d.png
    alt: Des chalets de bois éclairés de guirlandes, au crépuscule ; des enfants regardent le manège.
    credit: Photo Aline Verrier
    focus: "0.1,-0.3"
  - file: media/photo-%02d.png
    alt: La patinoire vue d’en haut, avec une trentaine de patineuses et de patineurs.
    credit: Photo Aline Verrier
tags: [hiver, village-d-hiver, patinoire, quartier-%d]
variants:
  toots:
    text: >-
      Le village d’hiver ouvre ce soir, place de la Mairie : quarante chalets, une
      patinoire, et un concert chaque soir à 18 h. Entrée libre.
    visibility: public
`, at(i), i, i%pictures, (i+7)%pictures, i%40)}
}

func thread(i int) document {
	return document{yaml: fmt.Sprintf(`channels: [toots]
at: %s
language: fr
author: Ada Martin
text: |
  Conseil municipal n° %d : ce qu’il faut retenir, en six messages. La séance a duré
  trois heures, devant une salle pleine, et elle est filmée en entier.
thread:
  - >-
    Le budget est voté à une voix près. Les dépenses d’école augmentent de 4 %%, celles
    de voirie baissent d’autant ; l’opposition demandait l’inverse.
  - "La piscine rouvre en mars : les travaux ont pris du retard, à cause d’une fuite que personne n’avait vue."
  - >-
    Les bus de nuit sont prolongés d’un an. Ils transportent 900 personnes par semaine,
    trois fois plus que prévu.
  - >-
    La ville achète la halle de la gare. On y jouera de la musique, on y répare déjà des
    vélos, et le marché couvert s’y installera quand le toit sera refait.
  - "Le jardin de la rue Haute s’appellera jardin Alice-Milliat ; la plaque sera posée au printemps."
  - La séance, les documents et le compte rendu sont sur le site de la ville.
tags: [conseil, budget, piscine]
visibility: unlisted
late: {max: 2h, then: skip}
`, at(i), i)}
}

func threaded(i int) document {
	return document{yaml: fmt.Sprintf(`channels: [toots]
at: %s
text: Le conseil municipal de ce soir en trois messages, n° %d.
thread:
  - Le budget est voté, à une voix près.
  - "La piscine rouvre en mars : les travaux ont pris du retard."
  - La séance est filmée, le lien est sur notre site.
tags: [conseil]
language: fr
visibility: unlisted
late: {max: 2h, then: skip}
author: Ada Martin
`, at(i), i)}
}

func article(i int) document {
	return document{yaml: fmt.Sprintf(`channels: [blog]
at: %s
title: "Portrait : la boulangère du %d, rue Haute"
summary: Elle se lève à trois heures, et ne s’en plaint pas.
tags: [portrait, métiers]
author: Hugo Le Tellec
seo:
  slug: portrait-%d
  keywords: [boulangerie, rue Haute]
`, at(i), 1+i%120, i), body: strings.Repeat(`Le four est allumé depuis trois heures. La pâte a reposé la nuit, et la rue dort encore :
on entend le [tramway](https://tram.example) de loin. « C’est mon heure », dit-elle.

`, 6) + "## Le pain\n\n- au levain, de *seigle* ;\n- aux noix, le jeudi.\n"}
}

// size is the mean of the posts' files, in bytes.
func (c corpus) size() (int64, error) {
	total := int64(0)
	err := filepath.WalkDir(filepath.Join(c.content(), "calendar"), func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total / int64(c.posts), err
}

// picture writes a small picture, another one for each n.
func picture(name string, n int) error {
	img := image.NewRGBA(image.Rect(0, 0, 320, 200))
	for y := range 200 {
		for x := range 320 {
			img.Set(x, y, color.RGBA{uint8(x + n), uint8(y * n), uint8(n * 12), 255})
		}
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	if err := png.Encode(w, img); err != nil {
		return err
	}
	return w.Flush()
}

func writeFile(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o666)
}
