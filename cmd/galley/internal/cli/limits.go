package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"galley/engine"
	"galley/engine/load"
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
		info, err := prober.Probe(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", ch.ID, err)
		}
		usual := a.Providers.Infos()[engine.Network(ch.Network)]
		said := info.Kinds[info.PostKind].Said(usual.Kinds[usual.PostKind])
		if said == (engine.ServerLimits{}) || said == engine.ServerLimits(ch.Limits) {
			a.say("%s: its limits are as known", ch.ID)
			continue
		}
		if err := a.writeLimits(c, ch.Object.Start.File, ch.ID, said); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) writeLimits(c content, file, channel string, said engine.ServerLimits) error {
	name := file
	if c.prefix != "" {
		name = strings.TrimPrefix(file, c.prefix+"/")
	}
	target := filepath.Join(c.root, filepath.FromSlash(name))
	data, err := os.ReadFile(target)
	if err != nil {
		return err
	}
	edited, ok := load.WithLimits(data, channel, said)
	if !ok {
		return failed("write it as a YAML document of its own", "%s: the channel %s cannot be edited there", file, channel)
	}
	if err := os.WriteFile(target, edited, 0o666); err != nil {
		return err
	}
	a.say("%s: wrote its limits into %s", channel, file)
	return nil
}
