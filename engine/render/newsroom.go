package render

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"galley/engine"
	"galley/engine/zone"
	"galley/schema"
)

// A newsroom is the content with its indexes, shared by all posts. It does not
// change once it was made, apart from the media it has met.
type newsroom struct {
	schema.Content
	infos     map[engine.Network]engine.Info
	zone      *time.Location
	language  string // of the project
	late      engine.Late
	channels  map[string]*schema.Channel
	campaigns map[string]*campaign
	posts     func() *postIndex // made when a post first names another
	ownHosts  map[string]bool   // hosts of the channels' addresses
	media     *mediaStore
	light     bool             // digests are left out
	findings  []engine.Finding // on objects that are no posts
}

// newNewsroom indexes the content. A project whose zone is unknown is rendered
// in UTC: validation stops the run.
func newNewsroom(in Input) *newsroom {
	n := &newsroom{
		Content:   in.Content,
		infos:     in.Infos,
		zone:      time.UTC,
		channels:  make(map[string]*schema.Channel, len(in.Content.Channels)),
		campaigns: make(map[string]*campaign, len(in.Content.Campaigns)),
		ownHosts:  map[string]bool{},
		media:     newMediaStore(in.Files, in.Memory),
	}
	if loc, err := zone.Load(n.Project.Zone); err == nil {
		n.zone = loc
	}
	if len(n.Project.Languages) > 0 {
		n.language = n.Project.Languages[0]
	}
	n.late = n.projectLate()
	for i := range n.Channels {
		c := &n.Channels[i]
		n.channels[c.ID] = c
		if u, err := url.Parse(c.URL); err == nil && u.Host != "" {
			n.ownHosts[strings.ToLower(u.Host)] = true
		}
	}
	for i := range n.Campaigns {
		n.campaigns[n.Campaigns[i].ID] = n.newCampaign(&n.Campaigns[i])
	}
	n.posts = sync.OnceValue(func() *postIndex { return indexPosts(n.Posts) })
	return n
}

// A postIndex finds posts.
type postIndex struct {
	byID map[string]*schema.Post
	ids  []string // sorted
}

func indexPosts(posts []schema.Post) *postIndex {
	index := &postIndex{byID: make(map[string]*schema.Post, len(posts))}
	for i := range posts {
		index.byID[posts[i].ID] = &posts[i]
		index.ids = append(index.ids, posts[i].ID)
	}
	slices.Sort(index.ids)
	return index
}

// defaultLate is how late a post may be where the project does not say: timers
// of CI services are hours late at times.
const defaultLate = 4 * time.Hour

func (n *newsroom) projectLate() engine.Late {
	late := engine.Late{Max: defaultLate, Then: lateThen(n.Project.Late.Then)}
	if n.Project.Late.Max == "" {
		return late
	}
	longest, err := parseDuration(n.Project.Late.Max)
	if err != nil {
		n.findings = append(n.findings, engine.Finding{Pos: position(n.Project.Object, "late", "max"), Rule: RuleBadDuration,
			Text: err.Error(), Hint: durationHint, Object: "Project " + n.Project.ID, Fatal: true})
		return late
	}
	late.Max = longest
	return late
}

func lateThen(text string) engine.LateThen {
	if text == "ask" {
		return engine.LateAsk
	}
	return engine.LateThen(text)
}

// languageOf is the language of what does not name its own.
func (n *newsroom) languageOf(c *schema.Channel) string { return cmp.Or(c.Language, n.language) }

// limits returns what the channel's network takes of a kind, as far as its
// server does not say otherwise; false if it takes none.
func (n *newsroom) limits(c *schema.Channel, kind engine.Kind) (engine.Limits, bool) {
	info := n.infos[engine.Network(c.Network)]
	limits, found := info.Kinds[kind]
	if kind == info.PostKind {
		limits = limits.With(engine.ServerLimits(c.Limits))
	}
	return limits, found
}

func account(c *schema.Channel) engine.Account {
	return engine.Account{Network: engine.Network(c.Network), Handle: c.Handle}
}

// position is where a path of an object is written; zero without an object.
func position(o *schema.Object, path ...string) engine.Pos {
	if o == nil {
		return engine.Pos{}
	}
	return engine.Pos(o.At(path...))
}
