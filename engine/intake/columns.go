package intake

import (
	"regexp"
	"strconv"
	"strings"
)

// A column is what the cells below a heading mean.
type column uint8

const (
	ignored column = iota
	text
	title
	link
	date
	daytime
	tags
	draft
	channels
	picture
	alt
	ticked // a network: yes or no

	campaign
	source
	visits
	conversions
	spend
)

// names are the headings of the common suites, in small letters and with single
// spaces for all that separates words.
//
// Metricool: Text, Date, Time, Draft, a column for each network, Picture Url 1,
// Alt text picture 1. Agorapulse: post_content, post_link, image_url, video_url.
// Buffer: Text, Image URL, Tags, Posting Time. Hootsuite's table has no headings:
// time, message, link. The rest are what teams write in their own spreadsheets.
var names = map[string]column{
	"text": text, "message": text, "content": text, "post content": text, "post": text, "caption": text, "post text": text,
	"texte": text, "contenu": text, "publication": text,
	"title": title, "titre": title, "post title": title,
	"link": link, "url": link, "post link": link, "link url": link, "lien": link,
	"date": date, "posting time": date, "post date": date, "publish date": date, "scheduled date": date, "scheduled at": date,
	"schedule date": date, "scheduled time": date, "date time": date, "publish at": date, "date de publication": date, "date et heure": date,
	"date heure": date,
	"time":       daytime, "hour": daytime, "heure": daytime, "publish time": daytime, "heure de publication": daytime,
	"tags": tags, "labels": tags, "étiquettes": tags, "mots clés": tags,
	"draft": draft, "brouillon": draft,
	"channel": channels, "channels": channels, "profile": channels, "profiles": channels, "account": channels, "network": channels,
	"networks": channels, "canal": channels, "canaux": channels, "compte": channels, "réseau": channels, "réseaux": channels,
	"image": picture, "image url": picture, "picture": picture, "picture url": picture, "media": picture, "media url": picture,
	"photo": picture, "video url": picture, "image urls": picture, "media urls": picture,
	"alt text": alt, "alt": alt, "alt text picture": alt, "image alt text": alt, "texte alternatif": alt,
}

var (
	separators = regexp.MustCompile(`[\s_/-]+`)
	numbered   = regexp.MustCompile(` \d+$`)
	lastDigits = regexp.MustCompile(`\d{1,3}\s*$`)
)

// number is what a heading ends with, 1 if there is none.
func number(heading string) int {
	n, err := strconv.Atoi(strings.TrimSpace(lastDigits.FindString(heading)))
	if err != nil {
		return 1
	}
	return n
}

// headingName is a heading as the tables of names have it.
func headingName(heading string) string {
	return strings.ToLower(strings.TrimSpace(separators.ReplaceAllString(heading, " ")))
}

// columnOf reads a heading. A heading that is the name of a network is a column
// of yes and no.
func columnOf(heading string, networks []string) (column, string) {
	name := headingName(heading)
	if c, known := names[name]; known {
		return c, ""
	}
	if c := names[numbered.ReplaceAllString(name, "")]; c == picture || c == alt {
		return c, ""
	}
	for _, network := range networks {
		if name == strings.ToLower(network) {
			return ticked, network
		}
	}
	return ignored, ""
}

// yes reads a cell of yes and no; ok is false where it is neither.
func yes(cell string) (set, ok bool) {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "true", "yes", "y", "1", "x", "oui", "vrai":
		return true, true
	case "", "false", "no", "n", "0", "non", "faux":
		return false, true
	}
	return false, false
}
