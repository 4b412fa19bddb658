package validate

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"galley/engine"
	"galley/engine/zone"
	"galley/schema"
)

// siteNetwork is the network whose channels say where they are written.
const siteNetwork = "site"

func (c *checker) project() {
	p := c.Content.Project
	found := func(rule, text, hint string, severity engine.Severity, path ...string) {
		c.report(engine.Finding{Pos: position(p.Object, path...), Rule: rule, Text: text, Hint: hint, Severity: severity,
			Object: "Project " + p.ID, Fatal: severity == engine.SeverityError})
	}
	if _, err := zone.Load(p.Zone); err != nil {
		var e *zone.Error
		errors.As(err, &e)
		found(string(zone.UnknownZone), e.Text, e.Hint, engine.SeverityError, "zone")
	}
	if len(p.Languages) == 0 {
		found(ruleNoLanguage, "the project names no language", "add: languages: [en]", engine.SeverityWarning)
	}
	if p.Record.ID == "" {
		found(ruleNoRecordID, "the project has no record id yet: nothing can be applied",
			"add: record: {id: …}; galley apply prints the line with an id of its own", engine.SeverityWarning, "record")
	}
	if p.Reports.Branch == p.Record.Branch {
		found(ruleBadTarget, fmt.Sprintf("branch %s holds the record", p.Record.Branch),
			"propose reports from a branch of their own, such as galley/reports", engine.SeverityError, "reports", "branch")
	}
}

func (c *checker) channels() {
	accounts, targets := map[engine.Account]string{}, map[schema.Target]string{}
	for i := range c.Content.Channels {
		channel := &c.Content.Channels[i]
		c.network(channel)
		c.target(channel)
		if other, taken := accounts[account(channel)]; taken && channel.Handle != "" {
			c.channelFault(channel, ruleDuplicateAccount, fmt.Sprintf("%s is the account of channel %s as well", account(channel), other),
				"keep one channel for each account", "handle")
		}
		accounts[account(channel)] = channel.ID
		target := channel.Target
		if target == (schema.Target{}) {
			continue
		}
		if target.Dir != "" {
			target.Dir = path.Clean(target.Dir)
		}
		if other, taken := targets[target]; taken {
			c.channelFault(channel, ruleDuplicateTarget, fmt.Sprintf("channel %s is written to %s as well", other, target.Dir+target.Branch),
				"give each site a folder or branch of its own", "target")
		}
		targets[target] = channel.ID
	}
}

func account(channel *schema.Channel) engine.Account {
	return engine.Account{Network: engine.Network(channel.Network), Handle: channel.Handle}
}

// channelFault reports what makes a channel unusable: shape, reference or id.
func (c *checker) channelFault(channel *schema.Channel, rule, text, hint string, path ...string) {
	c.report(engine.Finding{Pos: position(channel.Object, path...), Rule: rule, Text: text, Hint: hint,
		Object: "Channel " + channel.ID, Channel: engine.Channel(channel.ID), Fatal: true})
}

func (c *checker) network(channel *schema.Channel) {
	if _, reserved := c.Infos[engine.Network(channel.ID)]; reserved {
		c.channelFault(channel, ruleReservedName, fmt.Sprintf("%s is the name of a network: variants could not tell them apart", channel.ID),
			fmt.Sprintf("call it %s-%s or the like", c.Content.Project.ID, channel.ID), "id")
	}
	info, exists := c.Infos[engine.Network(channel.Network)]
	if !exists {
		hint := didYouMean(schema.Nearest(channel.Network, c.networks))
		if hint == "" {
			hint = "the networks are " + strings.Join(c.networks, ", ")
		}
		c.channelFault(channel, ruleUnknownNetwork, fmt.Sprintf("unknown network %q", channel.Network), hint, "network")
		return
	}
	if channel.Schedule == "native" && !info.Kinds[info.PostKind].Schedules {
		c.report(engine.Finding{Pos: position(channel.Object, "schedule"), Rule: ruleNoScheduler,
			Text: fmt.Sprintf("%s has no scheduler of its own", label(info)), Hint: "write schedule: self",
			Object: "Channel " + channel.ID, Channel: engine.Channel(channel.ID)})
	}
}

func label(info engine.Info) string {
	if info.Label != "" {
		return info.Label
	}
	return string(info.Network)
}

func (c *checker) target(channel *schema.Channel) {
	t := channel.Target
	switch {
	case channel.Network == siteNetwork && t == (schema.Target{}):
		c.channelFault(channel, ruleBadTarget, "the site has no target", "add: target: {dir: public}")
	case t.Dir != "" && (!fs.ValidPath(path.Clean(t.Dir)) || path.Clean(t.Dir) == "."):
		c.channelFault(channel, ruleBadTarget, fmt.Sprintf("%q is no folder below the content root", t.Dir),
			"write a folder of its own, such as dir: public", "target", "dir")
	case t.Branch != "" && t.Branch == c.Content.Project.Record.Branch:
		c.channelFault(channel, ruleBadTarget, fmt.Sprintf("branch %s holds the record", t.Branch),
			"write the site to a branch of its own, such as gh-pages", "target", "branch")
	}
}

func (c *checker) charter() {
	charter := c.Content.Charter
	if charter == nil {
		return
	}
	object, pages := "Charter "+charter.ID, map[schema.CharterPage]bool{}
	for i, page := range charter.Publish {
		n := strconv.Itoa(i)
		c.knownChannel(page.Channel, object, position(charter.Object, "publish", n, "channel"))
		if pages[page] {
			c.report(engine.Finding{Pos: position(charter.Object, "publish", n), Rule: ruleDuplicatePage, Object: object, Fatal: true,
				Text: fmt.Sprintf("the charter is page %s of channel %s already", page.Slug, page.Channel), Hint: "remove one of the two"})
		}
		pages[page] = true
	}
}

// knownChannel reports a channel that does not exist.
func (c *checker) knownChannel(id, object string, at engine.Pos) {
	if c.channel[id] != nil || c.Content.IsBroken("Channel", id) {
		return
	}
	hint := didYouMean(schema.Nearest(id, c.channelIDs))
	if hint == "" && len(c.channelIDs) > 0 {
		hint = "the channels are " + strings.Join(c.channelIDs, ", ")
	}
	c.report(engine.Finding{Pos: at, Rule: ruleUnknownChannel, Text: fmt.Sprintf("unknown channel %q", id), Hint: hint, Object: object, Fatal: true})
}

func (c *checker) knownCampaign(id, object string, at engine.Pos) {
	if c.campaign[id] || c.Content.IsBroken("Campaign", id) {
		return
	}
	hint := didYouMean(schema.Nearest(id, names(c.campaign)))
	c.report(engine.Finding{Pos: at, Rule: ruleUnknownCampaign, Text: fmt.Sprintf("unknown campaign %q", id), Hint: hint, Object: object, Fatal: true})
}

// freezes looks for scopes that name nothing: such a freeze would not stop what
// it was meant to stop.
func (c *checker) freezes() {
	for _, f := range c.Content.Freezes {
		object := "Freeze " + f.ID
		for i, id := range f.Scope.Channels {
			c.knownChannel(id, object, position(f.Object, "scope", "channels", strconv.Itoa(i)))
		}
		for i, id := range f.Scope.Campaigns {
			c.knownCampaign(id, object, position(f.Object, "scope", "campaigns", strconv.Itoa(i)))
		}
		for i, id := range f.Allow {
			if c.postByID[id] == nil && !c.Content.IsBroken("Post", id) {
				c.report(engine.Finding{Pos: position(f.Object, "allow", strconv.Itoa(i)), Rule: ruleUnknownPost,
					Text: fmt.Sprintf("unknown post %q", id), Hint: didYouMean(schema.Nearest(id, names(c.postByID))), Object: object})
			}
		}
	}
}

func names[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
