package match

import (
	"strings"
	"unicode"
)

// maskAddresses finds addresses, handles and hashtags, between white space.
func (f *folded) maskAddresses() {
	start, telling := 0, false
	for i := 0; i <= len(f.runes); i++ {
		if i < len(f.runes) && !gap(f.runes[i]) {
			switch f.runes[i] {
			case '.', '@', '#', '＃', ':':
				telling = true
			}
			continue
		}
		if telling {
			f.maskWithin(start, i)
		}
		start, telling = i+1, false
	}
}

// maskWithin finds the addresses between two white spaces. Every run of
// characters is read once.
func (f *folded) maskWithin(start, end int) {
	for i := start; i < end; {
		next := i + 1
		switch r := f.runes[i]; {
		case r == '@' && (i == start || !isWord(f.runes[i-1])):
			next = f.handle(i, end)
		case (r == '#' || r == '＃') && (i == start || !isWord(f.runes[i-1]) && f.runes[i-1] != '&'):
			next = f.hashtag(i, end)
		case mailRune(r):
			next = f.address(i, end)
		}
		i = max(next, i+1)
	}
}

// mask marks what is within an address that goes from i to before j.
func (f *folded) mask(i, j int, b bound) int {
	for k := i + 1; k < j; k++ {
		f.bounds[k] |= b
	}
	return j
}

// handle masks @name, @name@example.org and @name.example.org.
func (f *folded) handle(i, end int) int {
	stop := f.run(i+1, end, mailRune)
	if stop < end && f.runes[stop] == '@' {
		stop = max(stop, f.run(stop+1, end, hostRune))
	}
	return f.mask(i, f.trim(i+1, stop), inLink)
}

// hashtag masks a hashtag and finds its words.
func (f *folded) hashtag(i, end int) int {
	stop := f.run(i+1, end, func(r rune) bool { return isWord(r) || r == '_' })
	letters := false
	for k := i + 1; k < stop; k++ {
		letters = letters || unicode.IsLetter(f.runes[k])
		if k > i+1 && f.upper[k] && !f.upper[k-1] && f.bounds[k]&unit != 0 && isWord(f.runes[k-1]) {
			f.bounds[k] |= humpStart | humpEnd
		}
	}
	if !letters {
		return stop
	}
	return f.mask(i, stop, inTag)
}

// address masks what begins at i: a web address, an e-mail address or a domain.
// If there is none, it returns where to go on.
func (f *folded) address(i, end int) int {
	stop := f.run(i, end, mailRune)
	switch {
	case f.has(stop, "://"):
		return f.mask(i, f.addressEnd(stop+3, end), inLink)
	case stop < end && f.runes[stop] == '@':
		if host := f.host(stop+1, f.run(stop+1, end, hostRune)); host > 0 {
			return f.mask(i, host, inLink)
		}
		return stop + 1
	}
	host := f.host(i, stop)
	switch {
	case host == 0 && f.has(stop, "/") && f.dotted(i, stop):
		return f.mask(i, f.addressEnd(stop, end), inLink)
	case host == 0:
		return stop
	case host == stop && (f.has(stop, "/") || f.has(stop, ":") || f.has(stop, "?")):
		host = f.addressEnd(stop, end)
	}
	return f.mask(i, host, inLink)
}

// addressEnd returns where an address ends whose path begins at i: before what
// no address holds and what ends the sentence around it.
func (f *folded) addressEnd(i, end int) int {
	start, open := i, 0
	for ; i < end && !strings.ContainsRune("<>\"«»“”|", f.runes[i]); i++ {
		switch f.runes[i] {
		case '(':
			open++
		case ')':
			if open--; open < 0 {
				return f.trim(start, i)
			}
		}
	}
	return f.trim(start, i)
}

// trim returns the end without the punctuation before it.
func (f *folded) trim(start, end int) int {
	for end > start && strings.ContainsRune(".,;:!?…'*_]}-", f.runes[end-1]) {
		end--
	}
	return end
}

func (f *folded) run(i, end int, of func(rune) bool) int {
	for i < end && of(f.runes[i]) {
		i++
	}
	return i
}

func (f *folded) has(i int, text string) bool {
	for _, r := range text {
		if i >= len(f.runes) || f.runes[i] != r {
			return false
		}
		i++
	}
	return true
}

func hostRune(r rune) bool { return isWord(r) || r == '-' || r == '.' }
func mailRune(r rune) bool { return hostRune(r) || r == '_' || r == '+' || r == '%' }

// host returns the end of the domain that begins at i, zero if none does. It
// ends in a known last label: after a full stop people forget the space, and
// « fin.Suite » is no domain.
func (f *folded) host(i, end int) int {
	for end > i {
		dot := end - 1
		for dot > i && f.runes[dot] != '.' {
			dot--
		}
		if dot <= i || f.runes[i] == '.' {
			return 0
		}
		label := end - dot - 1
		capital := label > 1 && f.upper[dot+1] && !f.upper[dot+2]
		if label > 1 && label < 12 && !capital && lastLabel(f.lower(dot+1, end)) {
			return end
		}
		end = dot
	}
	return 0
}

func (f *folded) dotted(i, end int) bool {
	for k := i + 1; k < end-1; k++ {
		if f.runes[k] == '.' && isWord(f.runes[k-1]) && isWord(f.runes[k+1]) {
			return true
		}
	}
	return false
}

// lastLabel reports whether a domain that people write without https:// may end
// in a label: the common ones, and those of countries that are not also words.
func lastLabel(label string) bool {
	switch label {
	case "com", "org", "net", "info", "biz", "edu", "gov", "gouv", "mil", "int", "eu", "fr", "be", "ch", "lu", "ca",
		"uk", "us", "ie", "au", "nz", "es", "pt", "nl", "at", "pl", "cz", "se", "dk", "fi", "gr", "ro", "hu", "bg",
		"hr", "sk", "ee", "lt", "lv", "ua", "ru", "tr", "jp", "cn", "kr", "in", "br", "mx", "cl", "za", "ma", "dz",
		"tn", "sn", "cm", "gp", "mq", "gf", "nc", "pf", "yt", "mc", "it", "io", "ai", "co", "me", "tv", "fm", "gg",
		"app", "dev", "blog", "shop", "store", "site", "online", "website", "social", "news", "media", "press", "paris",
		"bzh", "corsica", "alsace", "cat", "quebec", "brussels", "vlaanderen", "museum", "coop", "page", "link", "club",
		"world", "xyz", "tech", "cloud", "studio", "agency", "events", "ong", "ngo", "green", "bio", "live", "ly":
		return true
	}
	return false
}
