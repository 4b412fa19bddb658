package cli_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const messagesIntro = `# Messages

What Galley says of what people really write. [examples/broken](../examples/broken/README.md) is the broken
twin of the [worked example](../examples/content/README.md): the same cinema, on a bad day. Each of its files
makes mistakes of one subject, with what the author meant in a comment above. These pages show them, and
below each what ` + "`galley validate`" + ` says.

A message says where (file, line and column), how grave it is, what was found, and the rule in brackets.
Below stand the words that are meant, why the team asks for it where the charter says so, and what to do.
` + "`galley explain RULE`" + ` tells more; so do [the rules](rules.md).

The twin is read here as on Monday 23 November 2026 at noon. To see the rest of it:

` + "```sh\ngalley -C examples/broken/newsroom validate\n```\n"

// notShown are the rules that the twin does not show, each with the reason.
var notShown = map[string]string{
	"bad-variant":    "stands behind unknown-field and wrong-type, which find first what is wrong in a variant.",
	"cue-timeout":    "takes five seconds and says so.",
	"media-ratio":    "no network here is particular about the shape of pictures.",
	"required-field": "no network here asks for more than a text.",
	"title-too-long": "no network here limits the title of a post.",
	"vale":           "comes from Vale and its styles; see [Vale](vale.md).",
}

// A messagePage shows the files of one subject.
type messagePage struct {
	name, title, intro string
	files              []string
	partly             []string // of which only the passages with findings are shown
}

func (p messagePage) all() []string { return append(slices.Clone(p.files), p.partly...) }

var messagePages = []messagePage{
	{"files", "Files", "Before anything is read: is it a file, is it text, is it YAML or CUE?", []string{
		"files/calendar/deux-points.yaml", "files/calendar/fusion.yaml", "files/calendar/latin.yaml", "files/calendar/roman.yaml",
		"files/calendar/alias.yaml", "files/calendar/crochets.yaml", "files/calendar/guillemets.cue", "files/calendar/repete.cue",
		"files/calendar/dehors.yaml", "files/calendar/perdu.yaml", "files/archives/galley.yaml", "twice/galley.yaml", "twice/chartes.yaml",
		"no-project/galley.yaml", "nothing-said/galley.yaml"}, nil},
	{"fields", "Fields", "What may stand in a document, and in which form.", []string{
		"newsroom/calendar/01-champs.yaml", "newsroom/campaigns/printemps.yaml", "newsroom/calendar/02-posts.yaml"}, nil},
	{"times", "Times", "Dates, zones, clocks that change, posts that repeat.", []string{
		"newsroom/calendar/03-heures.yaml", "newsroom/calendar/04-repetitions.yaml"}, nil},
	{"references", "References", "What a post names: channels, campaigns, other posts, people.", []string{
		"newsroom/calendar/05-renvois.yaml", "newsroom/calendar/06-gel.yaml", "newsroom/reports/mensuel.yaml", "newsroom/reports/trimestriel.yaml",
		"newsroom/campaigns/ete.yaml"}, nil},
	{"pictures", "Pictures", "Pictures and videos, as the files are and as the networks take them.", []string{
		"newsroom/calendar/07-images.yaml"}, nil},
	{"networks", "Networks and channels", "What a network takes, and what a channel may be.", []string{
		"newsroom/calendar/08-reseaux.yaml", "newsroom/channels/trop.yaml"}, nil},
	{"words", "Words and voice", "The charter's words, and how the house speaks.", []string{
		"newsroom/calendar/09-mots.yaml", "newsroom/calendar/10-voix.md", "newsroom/calendar/11-voice.yaml"}, nil},
	{"hashtags", "Hashtags, emoji and links", "What stands between the words.", []string{
		"newsroom/calendar/12-mots-diese.yaml"}, nil},
	{"accessibility", "Accessibility", "What those need who do not see or hear.", []string{
		"newsroom/calendar/13-accessibilite.yaml"}, nil},
	{"law", "Sponsors and the law", "Who pays, and what the law asks. These are checks, not legal advice.", []string{
		"newsroom/calendar/14-partenaires.yaml", "newsroom/calendar/15-loi.yaml"}, nil},
	{"calendar", "Embargoes and the calendar", "What may not be told yet, and what no post can tell by itself.", []string{
		"newsroom/calendar/16-embargo.yaml", "newsroom/calendar/17-semaine.yaml"}, []string{"newsroom/charter/charter.yaml"}},
	{"team", "Team and approvals", "Who works here, and who has to consent to what.", []string{
		"team/team.yaml", "team/charte.yaml"}, nil},
	{"charter", "A broken charter", "Rules are files as well. Here nearly each one has a mistake of its own.", []string{
		"charter/charter/charter.yaml", "vale/charter/styles/Lanterneau/Guillemets.yml", "vale/charter/styles/Typographie", "no-vale/charter/charter.yaml"}, nil},
}

// A madeForTwinFile is a file of the twin that git or an editor would not keep as
// it is; shows says on the page what it is.
type madeForTwinFile struct {
	file  string
	make  func(name string) error
	shows string
}

var madeForTwin = []madeForTwinFile{
	{"files/calendar/latin.yaml", bytesOf("kind: Post\nid: accord\nchannels: [hall]\ntext: Le piano est accord\xe9.\n"),
		"A post with the text « Le piano est accordé. », saved in the encoding of an old program (Latin-1)."},
	{"files/calendar/roman.yaml", bytesOf("kind: Post\nid: roman\nchannels: [hall]\ntext: " + strings.Repeat("bla ", 1<<18) + "\n"),
		"A post whose text is a novel, of a little more than a megabyte."},
	{"files/calendar/dehors.yaml", linkTo("../../elsewhere.txt"), "A symbolic link to `../../elsewhere.txt`, which is not below `galley.yaml`."},
	{"files/calendar/perdu.yaml", linkTo("nulle-part.yaml"), "A symbolic link to `nulle-part.yaml`, which is not there."},
	{"vale/charter/styles/Typographie", func(string) error { return nil }, "There is no such folder, and the charter lists it."},
	{"newsroom/media/film.mp4", func(name string) error {
		if err := os.WriteFile(name, []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), 0o666); err != nil {
			return err
		}
		return os.Truncate(name, 200<<20+1) // with a hole: it takes no room
	}, "A video of more than 200 MB."},
}

func madeForTwinAt(file string) *madeForTwinFile {
	for i := range madeForTwin {
		if madeForTwin[i].file == file {
			return &madeForTwin[i]
		}
	}
	return nil
}

func bytesOf(text string) func(string) error {
	return func(name string) error { return os.WriteFile(name, []byte(text), 0o666) }
}

func linkTo(target string) func(string) error {
	return func(name string) error {
		err := os.WriteFile(filepath.Join(filepath.Dir(name), filepath.FromSlash("../../elsewhere.txt")), nil, 0o666)
		if err != nil {
			return err
		}
		return os.Symlink(filepath.FromSlash(target), name)
	}
}
