package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/cmd/galley/internal/cli"
	"galley/providers"
)

// A desk is a newsroom in which people edit files between two validations.
type desk struct {
	*testing.T
	*rand.Rand
	root, cache string
	at          time.Time
	later       time.Duration // the stamps of files are believed if it is long
	whole       bool          // posts are kept whole
	log         []string
}

// TestWhatIsRememberedIsWhatWouldBeFound edits a newsroom at random, and holds
// what validate says with its cache, and without while posts are looked at as
// they are read, against what it says when all of them are kept.
func TestWhatIsRememberedIsWhatWouldBeFound(t *testing.T) {
	t.Parallel()
	if ranWithoutRaceDetector(t) {
		return
	}
	seed, rounds := uint64(1), 60
	if testing.Short() {
		rounds = 12
	}
	if soak() {
		seed, rounds = uint64(time.Now().UnixNano()), 1500
	}
	d := &desk{T: t, Rand: rand.New(rand.NewPCG(seed, 7)), root: exampleNewsroom(t), cache: t.TempDir(),
		at: time.Date(2026, 12, 9, 7, 0, 0, 0, time.UTC)}
	for i := range 25 {
		d.write(fmt.Sprintf("calendar/more/%02d.yaml", i), d.post(fmt.Sprintf("more-%02d", i)))
	}
	d.pass()
	for round := range rounds {
		for _, format := range []string{"text", "json"} {
			d.whole = true
			whole := d.validate("--no-cache", "--format", format)
			d.whole = false
			for _, args := range [][]string{{"--no-cache"}, nil} {
				if got := d.validate(append(args, "--format", format)...); got != whole {
					t.Fatalf("seed %d, round %d, %q after %q:\n%s", seed, round, args, d.log[max(0, len(d.log)-6):], firstDifference(got, whole))
				}
			}
		}
		for range 1 + d.IntN(3) {
			d.edit()
		}
		d.pass()
	}
}

// firstDifference shows where two texts part.
func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	i := 0
	for i < min(len(a), len(b))-1 && a[i] == b[i] {
		i++
	}
	part := func(lines []string) string { return strings.Join(lines[max(0, i-6):min(len(lines), i+14)], "\n") }
	return fmt.Sprintf("line %d\n--- got\n%s\n--- whole\n%s", i+1, part(a), part(b))
}

func (d *desk) validate(args ...string) string {
	var out bytes.Buffer
	code := cli.Main(context.Background(), cli.Env{Args: append([]string{"validate"}, args...), Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out,
		Getenv: func(string) string { return "" }, Dir: d.root, CacheDir: d.cache, Providers: providers.All(), TestOnlyLater: d.later, TestOnlyWhole: d.whole,
		Now:  func() time.Time { return d.at },
		Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	return fmt.Sprintf("exit %d\n%s", code, out.String())
}

// pass lets time pass, so that stamps of files are believed, or are not.
func (d *desk) pass() {
	d.at = d.at.Add(time.Duration(d.IntN(40)) * time.Hour)
	d.later = time.Duration(d.IntN(3)) * time.Hour
}

// edit does one of the things that people do.
func (d *desk) edit() {
	edits := []func() string{
		d.rewrite, d.rewrite, d.rewrite, d.rewrite, d.add, d.add, d.remove, d.rename, d.copyFile, d.touch, d.breakFile, d.sameSize,
		d.rewrite, d.rewrite, d.sameSize, d.picture, d.charter, d.channel, d.campaign, d.houseRule, d.project, d.cacheFile, d.bring, d.link,
	}
	d.log = append(d.log, edits[d.IntN(len(edits))]())
}

func (d *desk) rewrite() string {
	name := d.any("calendar", ".yaml")
	if strings.HasSuffix(name, "2026-12.yaml") {
		d.replace(name, "samedi", d.word())
		return "words in " + name
	}
	id := strings.TrimSuffix(filepath.Base(name), ".yaml")
	d.write(name, d.post("more-"+id))
	return "rewrite " + name
}

func (d *desk) add() string {
	name := fmt.Sprintf("calendar/more/%02d.yaml", d.IntN(60))
	d.write(name, d.post(fmt.Sprintf("more-%02d", d.IntN(60))))
	return "add " + name
}

func (d *desk) remove() string {
	name := d.any("calendar/more", ".yaml")
	os.Remove(d.path(name))
	return "remove " + name
}

func (d *desk) rename() string {
	from, to := d.any("calendar/more", ".yaml"), fmt.Sprintf("calendar/more/%02d.yaml", d.IntN(60))
	os.Rename(d.path(from), d.path(to))
	return "rename " + from + " " + to
}

func (d *desk) copyFile() string {
	from, to := d.any("calendar/more", ".yaml"), fmt.Sprintf("calendar/more/%02d.yaml", d.IntN(60))
	d.write(to, d.read(from))
	return "copy " + from + " " + to
}

func (d *desk) touch() string {
	name := d.any("calendar", "")
	when := time.Now().Add(-time.Duration(d.IntN(1000)) * time.Hour)
	os.Chtimes(d.path(name), when, when)
	return "touch " + name
}

func (d *desk) breakFile() string {
	name := d.any("calendar/more", ".yaml")
	d.write(name, d.read(name)+d.pick("txt: x\n", "titel: Un titre\n", "pillar: 5\n", "text: a: b\n", "\tat: x\n", "---\nkind: Campaign\nid: new\n", "---\nkind: Post\nid: more-01\nchannels: [hall]\n", "nothing"))
	return "break " + name
}

// sameSize writes other text of the same length and puts the time back.
func (d *desk) sameSize() string {
	name := d.any("calendar/more", ".yaml")
	info, err := os.Stat(d.path(name))
	if err != nil {
		return "nothing"
	}
	d.write(name, strings.ReplaceAll(d.read(name), "a", "e"))
	os.Chtimes(d.path(name), info.ModTime(), info.ModTime())
	return "same size " + name
}

func (d *desk) picture() string {
	name := d.any("media", "")
	switch d.IntN(4) {
	case 0:
		os.Remove(d.path(name))
	case 1:
		d.write(name, d.read(d.any("media", "")))
	case 2:
		os.Rename(d.path("media"), d.path("pictures"))
		os.Symlink("pictures", d.path("media"))
	default:
		os.Remove(d.path("media"))
		os.Rename(d.path("pictures"), d.path("media"))
	}
	return "picture " + name
}

func (d *desk) charter() string {
	d.replace("charter/charter.yaml", "Lanterneau", "Lanterneaux")
	rules, _, _ := strings.Cut(d.read("charter/charter.yaml"), "\n# more\n")
	d.write("charter/charter.yaml", rules+"\n# more\n"+d.pick("", "links: [{unique: true}]\n", "duplicates: [{within: 30d}]\n", "blackouts: [{on: 2026-12-10, reason: Deuil.}]\n", "capacity: [{per: week, max: 1}]\n", "hashtags: [{min: 1}]\n",
		"volumetry: [{per: day, max: 1}]\n", "emoji: [{max: 0}]\n", "pillars: [{id: utile, share: 1}]\nbalance: [{over: 28d, tolerance: 0.1}]\n"))
	if i := d.IntN(3); i == 0 {
		d.write("charter/banques/anglicismes.txt", d.read("charter/banques/anglicismes.txt")+d.pick("samedi\n", "lune -> astre\n"))
	}
	if d.IntN(4) == 0 {
		d.write("charter/more.yaml", "kind: Charter\nid: other\n")
	} else {
		os.Remove(d.path("charter/more.yaml"))
	}
	return "charter"
}

func (d *desk) channel() string {
	name := d.any("channels", ".yaml")
	if d.IntN(3) == 0 {
		d.write("channels/more.yaml", fmt.Sprintf("kind: Channel\nid: toots\nnetwork: mastodon\nhandle: x@y.example\nlimits: {maxText: %d}\n", 20+d.IntN(200)))
		return "channel toots"
	}
	d.write(name, d.read(name)+d.pick("# more\n", "tags: [ville]\n", "language: en\n", "colour: red\n", "langage: en\n", "limits: 5\n"))
	return "channel " + name
}

func (d *desk) campaign() string {
	d.write("campaigns/more.yaml", d.pick("kind: Campaign\nid: hiver\nname: Hiver\nutm: {source: a}\n", "kind: Campaign\nid: ete\nname: Été\n", "kind: Campaign\nid: hiver\nnmae: Hiver\nutm: {source: a}\n", "kind: Campaign\nid: hiver\nname: 5\n", "kind: Campaign\nid: hiver\nname: Hiver\nfrom: 2026-12-10\nto: 2026-12-12\n"))
	return "campaign"
}

func (d *desk) houseRule() string {
	if d.IntN(2) == 0 {
		os.Remove(d.path("charter/house.cue"))
		return "no house rule"
	}
	d.write("charter/house.cue", "package rules\n\nimport s \"galley.internal/schema\"\n\npost: s.#Post & {"+d.pick("author!: _", "tags!: _", "text?: !~\"le\"")+"}\n")
	return "house rule"
}

func (d *desk) project() string {
	d.replace("galley.yaml", "languages: ", d.pick("languages: ", "# languages: "))
	return "project"
}

// cacheFile spoils what is remembered.
func (d *desk) cacheFile() string {
	names, _ := filepath.Glob(filepath.Join(d.cache, "*", "*.verdicts"))
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			d.Fatal(err)
		}
		switch d.IntN(4) {
		case 0:
			os.Remove(name)
		case 1:
			data = data[:d.IntN(len(data))]
		default:
			data[d.IntN(len(data))] ^= byte(1 + d.IntN(255))
		}
		os.WriteFile(name, data, 0o600)
	}
	return "cache"
}

// bring makes a folder another project, or no more.
func (d *desk) bring() string {
	name := d.path("calendar/more/galley.yaml")
	if os.Remove(name) != nil && d.IntN(2) == 0 {
		d.write("calendar/more/galley.yaml", "kind: Project\nid: other\nzone: UTC\n")
	}
	return "another project"
}

func (d *desk) link() string {
	name := fmt.Sprintf("calendar/more/%02d.yaml", d.IntN(60))
	os.Remove(d.path(name))
	os.Symlink(d.pick("../../media/lune.jpg", "../../outside.yaml", "../../.hidden/a.yaml", "../../../x.yaml"), d.path(name))
	d.write(".hidden/a.yaml", d.post("hidden"))
	return "link " + name
}

// post writes one with whatever people write, mistakes among it.
func (d *desk) post(id string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "kind: Post\nid: %s\nchannels: [%s]\n", id, d.pick("site-fr", "site-fr, site-en", "hall", "site-fr, hall", "toots", "site-fr, nowhere"))
	fmt.Fprintf(&b, "at: %s\n", d.pick("2026-12-01 09:00", "2026-12-10 18:00", "2026-12-24 09:00", "merge", "2027-03-28 02:30", "2026-12-09 08:30"))
	fmt.Fprintf(&b, "text: %s\n", d.pick("Bonsoir "+d.word(), "Voir ${post.more-03.site-fr.url}", "Voir ${post.bienvenue.site-fr.url} et ${post.more-04.hall.url}", "${handle.ada} ${campaign.utm}", strings.Repeat("long ", 100)))
	for _, line := range []string{"status: draft\n", "status: retracted\nreason: faux\n", "campaign: hiver\n", "was: [more-05]\n", "until: 2026-12-11 09:00\n", "author: Ada\n", "tags: [a, b]\n",
		"title: Un titre\nbody: |\n  Un corps.\nseo: {slug: " + d.pick("un", "deux") + "}\n", "media: [{file: media/" + d.pick("lune.jpg", "bobine.jpg", "nulle-part.jpg") + ", alt: Une image}]\n",
		"media:\n  - file: media/gouter.jpg\n", "variants: {hall: {text: Court., at: 2026-12-02 10:00}, nowhere: {text: x}}\n", "thread: [Un., Deux.]\n", "link: nulle-part\n", "pillar: 5\n", "medai: [{file: media/lune.jpg}]\n", "replies: sometimes\n"} {
		if d.IntN(5) == 0 {
			b.WriteString(line)
		}
	}
	return b.String()
}

func (d *desk) word() string {
	return d.pick("samedi", "dimanche", "le marché", "écho", "la lune", "merci")
}

func (d *desk) pick(from ...string) string { return from[d.IntN(len(from))] }

// any is a file below a folder.
func (d *desk) any(folder, suffix string) string {
	var names []string
	_ = filepath.WalkDir(d.path(folder), func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && strings.HasSuffix(name, suffix) {
			rel, _ := filepath.Rel(d.root, name)
			names = append(names, filepath.ToSlash(rel))
		}
		return nil
	})
	if len(names) == 0 {
		return folder + "/none" + suffix
	}
	slices.Sort(names)
	return names[d.IntN(len(names))]
}

func (d *desk) path(name string) string { return filepath.Join(d.root, filepath.FromSlash(name)) }

func (d *desk) read(name string) string {
	data, _ := os.ReadFile(d.path(name))
	return string(data)
}

func (d *desk) write(name, text string) {
	_ = os.MkdirAll(filepath.Dir(d.path(name)), 0o777) // it may be a link that leads nowhere
	os.Remove(d.path(name))                            // it may be a link
	if err := os.WriteFile(d.path(name), []byte(text), 0o666); err != nil {
		d.Log(err)
	}
}

func (d *desk) replace(name, old, other string) {
	d.write(name, strings.Replace(d.read(name), old, other, 1))
}
