package match

import "slices"

// boundLeet finds where words begin and end that may be written with symbols: beside
// the words as they are, with the symbols around them (a$$), and not beside
// symbols within them (con$eil does not hold con). An exclamation mark within
// may be either (sh!t, quel con!que), so both are tried.
func (f *folded) boundLeet() {
	for i, b := range f.bounds {
		if b&wordStart != 0 {
			f.bounds[i] |= leetStart
		}
		if b&wordEnd != 0 {
			f.bounds[i] |= leetEnd
		}
	}
	for i := 0; i < len(f.runes); i++ {
		if !letterSymbol(f.runes[i]) {
			continue
		}
		end := f.run(i, len(f.runes), letterSymbol)
		f.joinSymbols(i, end)
		i = end
	}
}

// joinSymbols settles the bounds around the symbols from i to before end.
func (f *folded) joinSymbols(i, end int) {
	before := i > 0 && isWord(f.runes[i-1])
	after := end < len(f.runes) && isWord(f.runes[end])
	switch {
	case before && after:
		for k := i; k < end; k++ {
			if f.runes[k] == '!' {
				return
			}
		}
		f.bounds[i] &^= leetEnd
		f.bounds[end] &^= leetStart
	case before:
		f.bounds[end] |= leetEnd
	case after:
		f.bounds[i] |= leetStart
	}
}

// letterSymbol reports whether people write a symbol for a letter.
func letterSymbol(r rune) bool { return !isWord(r) && readings(r) != "" }

// readings returns the letters that a digit or a symbol may stand for.
func readings(r rune) string {
	switch r {
	case '0':
		return "o"
	case '1', '!', '|':
		return "il"
	case '3', '€':
		return "e"
	case '4', '@':
		return "a"
	case '5', '$':
		return "s"
	case '7':
		return "t"
	case '8':
		return "b"
	case '9':
		return "g"
	case '£':
		return "l"
	case '¢':
		return "c"
	}
	return ""
}

// findRuns finds where equal runes end.
func (f *folded) findRuns() {
	n := len(f.runes)
	f.runEnds = slices.Grow(f.runEnds, n)[:n]
	for i := n - 1; i >= 0; i-- {
		f.runEnds[i] = int32(i + 1)
		if i+1 < n && f.runes[i+1] == f.runes[i] {
			f.runEnds[i] = f.runEnds[i+1]
		}
	}
}

// elongates reports whether a rune is one more of three or more equal ones.
func (f *folded) elongates(i int) bool {
	if i == 0 || f.runes[i] != f.runes[i-1] {
		return false
	}
	return int(f.runEnds[i])-i > 1 || i > 1 && f.runes[i-2] == f.runes[i]
}
