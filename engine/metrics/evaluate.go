package metrics

import (
	"slices"
)

// A pairing says within what both sides of a formula must be known to count.
type pairing uint8

const (
	alone     pairing = iota // a sum, or facts of a whole scope
	byPost                   // only posts of which both are known
	byChannel                // only channels of which both are known
)

// A kpi is a definition that can be computed.
type kpi struct {
	Definition
	formula
	terms   []bound // over, then under
	pairing pairing
}

// A bound term knows where its number comes from.
type bound struct {
	term
	metric int // of the catalogue; -1 for a fact
	from   origin
}

type origin uint8

const (
	fromFact origin = iota
	fromPost        // each has one
	fromLevel
)

// bind makes a definition ready; false if its formula cannot be read, for which
// its figures stay unknown.
func (c Catalogue) bind(d Definition) (kpi, bool) {
	f, err := c.compile(d)
	if err != nil {
		return kpi{}, false
	}
	k := kpi{Definition: d, formula: f}
	for _, t := range slices.Concat(f.over, f.under) {
		b := bound{t, c.metric(t.name), fromFact}
		switch {
		case t.name == factPosts || t.name == factAudience:
			b.metric, b.from = -1, fromPost
		case b.metric < 0 || c.Metrics[b.metric].Subject == OfImport:
			b.metric = -1
		case c.Metrics[b.metric].Subject == OfAccount:
			b.from = fromLevel
		default:
			b.from = fromPost
		}
		k.terms = append(k.terms, b)
	}
	k.pairing = k.paired()
	return k, true
}

func (k kpi) paired() pairing {
	taken := func(b bound) bool { return b.sign < 0 }
	bounded := func(b bound) bool { return b.from == fromLevel || b.name == factVolume }
	over, under := k.terms[:len(k.over)], k.terms[len(k.over):]
	counted, _ := k.counted()
	switch {
	case len(under) > 0 && counted && !slices.ContainsFunc(k.terms, func(b bound) bool { return b.from != fromPost }):
		return byPost
	case len(under) == 0 && counted && slices.ContainsFunc(over, taken) && !slices.ContainsFunc(over, bounded):
		return byPost
	case slices.ContainsFunc(k.terms, bounded), slices.ContainsFunc(over, taken):
		return byChannel
	}
	return alone
}

// An amount is what one group has of one term.
type amount struct {
	sum    float64
	known  bool
	lost   bool   // a level that was known once, and is not any more
	posts  int32  // of which it is the sum
	fields uint64 // of the network that told it, a bit each: amounts of other fields are something else
}

// An account is what one group has of all terms of a KPI.
type account struct {
	amounts []amount
	missing int32 // posts of which the network tells it, but did not
	counted int32 // posts of which it did
}

// measure gives each group its account of a KPI.
func (t *tally) measure(k kpi, g *groups) []account {
	accounts := make([]account, len(g.list))
	all := make([]amount, len(g.list)*len(k.terms))
	for i := range accounts {
		accounts[i].amounts, all = all[:len(k.terms):len(k.terms)], all[len(k.terms):]
	}
	t.measurePosts(k, accounts)
	for i, of := range g.list {
		for j, b := range k.terms {
			switch {
			case b.from == fromLevel:
				accounts[i].amounts[j] = t.levelOf(b, of)
			case b.from == fromFact || b.name == factPosts && k.pairing != byPost:
				n, known := g.facts[factOf{int32(i), b.name}]
				accounts[i].amounts[j] = amount{sum: n, known: known, posts: postsOf(b, n)}
			}
		}
	}
	return accounts
}

func postsOf(b bound, n float64) int32 {
	if b.name == factPosts {
		return int32(n)
	}
	return 0
}

func (t *tally) levelOf(b bound, of group) amount {
	if of.scope.Campaign != "" || of.scope.Pillar != "" || of.window == life {
		return amount{} // an account is no campaign's
	}
	w := t.windows[of.window]
	l, known := t.levelUntil(levelOf{of.channel, b.metric}, w.cut)
	if b.start {
		l, known = t.levelAround(levelOf{of.channel, b.metric}, w.From)
		known = known && l.at.Before(w.cut)
	}
	if !known {
		list := t.levels[levelOf{of.channel, b.metric}]
		return amount{lost: len(list) > 0 && list[0].at.Before(w.cut)}
	}
	return amount{sum: float64(l.n), known: true, fields: bit(l.order)}
}

func bit(order int) uint64 { return 1 << min(order, 63) }

func (t *tally) measurePosts(k kpi, accounts []account) {
	if over, under := k.counted(); !over && !under {
		return
	}
	values := make([]amount, len(k.terms))
	for i := range t.rows {
		r := t.rows[i]
		if !t.tells(k, r) {
			continue
		}
		whole := t.values(k, r, values)
		for _, id := range r.groups {
			if id < 0 {
				continue
			}
			a := &accounts[id]
			if !whole {
				a.missing++
			} else {
				a.counted++
			}
			for j, v := range values {
				if v.known && (whole || k.pairing != byPost) {
					a.amounts[j].add(v)
				}
			}
		}
	}
}

func (a *amount) add(v amount) {
	a.sum, a.known = a.sum+v.sum, true
	a.posts += v.posts
	a.fields |= v.fields
}

// counted are the terms that are counted post by post.
func (k kpi) counted() (over, under bool) {
	for j, b := range k.terms {
		if b.from == fromPost && b.name != factPosts {
			over = over || j < len(k.over)
			under = under || j >= len(k.over)
		}
	}
	return over, under
}

// tells reports whether the network of a row counts what a KPI is made of: one
// part of a sum at least, and whatever it is divided by.
func (t *tally) tells(k kpi, r row) bool {
	wants, _ := k.counted()
	over := !wants
	for j, b := range k.terms {
		told := t.told(b, r)
		switch {
		case b.from != fromPost || b.name == factPosts:
		case j < len(k.over):
			over = over || told
		case !told:
			return false
		}
	}
	return over
}

// told reports whether the network of a row counts a term.
func (t *tally) told(b bound, r row) bool {
	network := t.posts[r.post].Network
	d := t.dialects[network]
	if b.name == factAudience {
		followers := t.in.Catalogue.metric(metricFollowers)
		return slices.ContainsFunc(d.accounts, func(f field) bool { return f.metric == followers })
	}
	_, told := d.slots[b.metric]
	return told && (!b.part || slices.Contains(t.in.Catalogue.Engagement[network], b.name))
}

// values gives what a row has of each term, and reports whether that is enough
// for the KPI.
func (t *tally) values(k kpi, r row, values []amount) bool {
	over, under := false, true
	for j, b := range k.terms {
		v := t.value(b, r)
		values[j] = v
		switch {
		case j >= len(k.over):
			under = under && (v.known || b.from != fromPost)
		case v.known:
			over = true
		case b.sign < 0:
			return false
		}
	}
	return over && under
}

func (t *tally) value(b bound, r row) amount {
	switch {
	case b.from != fromPost:
		return amount{}
	case b.name == factPosts:
		return amount{sum: 1, known: true, posts: 1}
	case b.name == factAudience:
		return amount{sum: r.audience.N, known: r.audience.Known, posts: 1}
	}
	c, known := t.count(r, b.metric)
	if !known || !t.told(b, r) {
		return amount{}
	}
	return amount{sum: float64(c.n), known: true, posts: 1, fields: c.fields}
}
