package memory_test

import (
	"net/http"
	"testing"
	"time"

	"galley/engine"
	"galley/providers/memory"
	"galley/providers/providertest"
)

// page is small, so that a listing of several pages needs few posts.
const page = 3

// posts are all powers, changed, over posts alone: one variant tries every kind.
func posts(change func(*memory.Powers)) memory.Powers {
	p := memory.All()
	p.Kinds = []engine.Kind{engine.KindPost}
	change(&p)
	return p
}

// variants are networks that differ in what recovery may rely on.
var variants = []struct {
	name    string
	powers  memory.Powers
	options memory.Options
}{
	{"Everything", memory.All(), memory.Options{Uploads: true}},
	{"Unkeyed", posts(func(p *memory.Powers) { p.Keyed = false }), memory.Options{}},
	{"Slow", posts(func(p *memory.Powers) { p.Keyed = false; p.Settle = time.Minute }),
		memory.Options{Settle: time.Minute}},
	{"Articles", posts(func(p *memory.Powers) { p.PostKind, p.Kinds = engine.KindArticle, []engine.Kind{engine.KindArticle} }),
		memory.Options{Uploads: true}},
	{"Profiles", posts(func(p *memory.Powers) { p.Kinds, p.Keyed = append(p.Kinds, engine.KindProfile), false }), memory.Options{}},
	{"OnlyCreates", posts(func(p *memory.Powers) { p.Caps = engine.Caps{} }), memory.Options{}},
	{"OnlyLists", posts(func(p *memory.Powers) { p.Caps = engine.Caps{List: true} }), memory.Options{}},
	{"Manual", posts(func(p *memory.Powers) { p.Caps, p.Manual = engine.Caps{}, true }), memory.Options{}},
}

func TestLocalConformance(t *testing.T) {
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			providertest.Run(t, providertest.Network{Page: page, Local: func(t testing.TB, f *providertest.Faults) providertest.Opener {
				v.options.Page = page
				net := memory.NewNetwork(time.Now, v.options)
				net.Strike(ifWrite(f.Before), ifWrite(f.After))
				return func(cfg engine.Config) (engine.Provider, error) { return memory.New(net, cfg, v.powers) }
			}})
		})
	}
}

func ifWrite(point func() error) func(memory.Op) error {
	return func(op memory.Op) error {
		if !op.Write {
			return nil
		}
		return point()
	}
}

func TestHTTPConformance(t *testing.T) {
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			providertest.Run(t, providertest.Network{
				Page: page,
				New:  memory.Constructor(v.powers).New,
				Fake: func(_ testing.TB, cfg engine.Config) http.Handler {
					v.options.Page, v.options.Token = page, cfg.Secret.Reveal()
					return memory.Handler(memory.NewNetwork(time.Now, v.options), memory.Points{})
				},
			})
		})
	}
}
