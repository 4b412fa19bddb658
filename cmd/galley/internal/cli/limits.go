package cli

import (
	"context"
	"fmt"
	"os"
	"strings"

	"galley/engine"
	"galley/engine/load"
	"galley/schema"
)

// refreshLimits asks each server for its limits and writes what differs from
// the network's usual ones into the Channel's file.
func (a *app) refreshLimits(ctx context.Context, c content, l look) error {
	if c.root == "" {
		return failed("clone it and run this there", "a bare repository has no files to write to")
	}
	for _, ch := range c.Channels {
		prober, can := l.providers[engine.Channel(ch.ID)].(engine.Prober)
		if !can {
			continue
		}
		wrote, err := a.limitsOf(ctx, c, ch, prober)
		if err != nil {
			return err
		}
		if !wrote {
			a.say("%s: its limits are as known", ch.ID)
		}
	}
	return nil
}

// limitsOf asks the server of a channel for its limits. It reports whether there
// was anything to write.
func (a *app) limitsOf(ctx context.Context, c content, ch schema.Channel, prober engine.Prober) (bool, error) {
	info, err := prober.Probe(ctx)
	if err != nil {
		return false, fmt.Errorf("%s: %w", ch.ID, err)
	}
	usual := a.Providers.Infos()[engine.Network(ch.Network)]
	said := info.Kinds[info.PostKind].Said(usual.Kinds[usual.PostKind])
	if said == (engine.ServerLimits{}) || said == engine.ServerLimits(ch.Limits) {
		return false, nil
	}
	return true, a.writeLimits(c, ch, said)
}

func (a *app) writeLimits(c content, channel schema.Channel, said engine.ServerLimits) error {
	file := channel.Object.Start.File
	if err := c.edit(file, load.LimitsEdits(channel.Object, said)); err != nil {
		return err
	}
	a.say("%s: wrote its limits into %s", channel.ID, file)
	return nil
}

// edit changes a file of the content in place. File is its path in the
// repository.
func (c content) edit(file string, edits []load.Edit) error {
	root, err := os.OpenRoot(c.root)
	if err != nil {
		return err
	}
	defer root.Close()
	name := file
	if c.prefix != "" {
		name = strings.TrimPrefix(file, c.prefix+"/")
	}
	before, err := root.ReadFile(name)
	if err != nil {
		return err
	}
	after, err := load.Apply(file, before, edits)
	if err != nil {
		return err
	}
	return load.Replace(root, name, before, after)
}
