package memory

import (
	"fmt"

	"galley/engine"
)

// equip returns p with exactly the capabilities of c. The engine learns what a
// provider can do by asserting its type, and a Go type has its methods or has
// them not: hence a type for each combination, made by embedding only the
// interfaces asked for. Letters stand for Reader, Lister, Finder, Updater and
// Deleter.
func equip(p *provider, c engine.Caps) (engine.Provider, error) {
	type (
		P = engine.Provider
		R = engine.Reader
		L = engine.Lister
		F = engine.Finder
		U = engine.Updater
		D = engine.Deleter
	)
	switch letters(c) {
	case "everything":
		return p, nil
	case "":
		return struct{ P }{p}, nil
	case "R":
		return struct {
			P
			R
		}{p, p}, nil
	case "L":
		return struct {
			P
			L
		}{p, p}, nil
	case "F":
		return struct {
			P
			F
		}{p, p}, nil
	case "U":
		return struct {
			P
			U
		}{p, p}, nil
	case "D":
		return struct {
			P
			D
		}{p, p}, nil
	case "RL":
		return struct {
			P
			R
			L
		}{p, p, p}, nil
	case "RF":
		return struct {
			P
			R
			F
		}{p, p, p}, nil
	case "RU":
		return struct {
			P
			R
			U
		}{p, p, p}, nil
	case "RD":
		return struct {
			P
			R
			D
		}{p, p, p}, nil
	case "LF":
		return struct {
			P
			L
			F
		}{p, p, p}, nil
	case "LU":
		return struct {
			P
			L
			U
		}{p, p, p}, nil
	case "LD":
		return struct {
			P
			L
			D
		}{p, p, p}, nil
	case "FU":
		return struct {
			P
			F
			U
		}{p, p, p}, nil
	case "FD":
		return struct {
			P
			F
			D
		}{p, p, p}, nil
	case "UD":
		return struct {
			P
			U
			D
		}{p, p, p}, nil
	case "RLF":
		return struct {
			P
			R
			L
			F
		}{p, p, p, p}, nil
	case "RLU":
		return struct {
			P
			R
			L
			U
		}{p, p, p, p}, nil
	case "RLD":
		return struct {
			P
			R
			L
			D
		}{p, p, p, p}, nil
	case "RFU":
		return struct {
			P
			R
			F
			U
		}{p, p, p, p}, nil
	case "RFD":
		return struct {
			P
			R
			F
			D
		}{p, p, p, p}, nil
	case "RUD":
		return struct {
			P
			R
			U
			D
		}{p, p, p, p}, nil
	case "LFU":
		return struct {
			P
			L
			F
			U
		}{p, p, p, p}, nil
	case "LFD":
		return struct {
			P
			L
			F
			D
		}{p, p, p, p}, nil
	case "LUD":
		return struct {
			P
			L
			U
			D
		}{p, p, p, p}, nil
	case "FUD":
		return struct {
			P
			F
			U
			D
		}{p, p, p, p}, nil
	case "RLFU":
		return struct {
			P
			R
			L
			F
			U
		}{p, p, p, p, p}, nil
	case "RLFD":
		return struct {
			P
			R
			L
			F
			D
		}{p, p, p, p, p}, nil
	case "RLUD":
		return struct {
			P
			R
			L
			U
			D
		}{p, p, p, p, p}, nil
	case "RFUD":
		return struct {
			P
			R
			F
			U
			D
		}{p, p, p, p, p}, nil
	case "LFUD":
		return struct {
			P
			L
			F
			U
			D
		}{p, p, p, p, p}, nil
	case "RLFUD":
		return struct {
			P
			R
			L
			F
			U
			D
		}{p, p, p, p, p, p}, nil
	}
	return nil, fmt.Errorf("memory has no provider with capabilities %+v", c)
}

// letters names a combination of capabilities.
func letters(c engine.Caps) string {
	switch {
	case c == All().Caps:
		return "everything"
	case c.Prepare, c.Measure, c.Probe:
		return "none such"
	}
	name := ""
	for _, has := range []struct {
		is     bool
		letter string
	}{{c.Read, "R"}, {c.List, "L"}, {c.Find, "F"}, {c.Update, "U"}, {c.Delete, "D"}} {
		if has.is {
			name += has.letter
		}
	}
	return name
}
