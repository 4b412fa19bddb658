package load

import (
	"fmt"
	"slices"
	"strings"

	"galley/engine"
	"galley/schema"
)

// check holds a document against the schema. It is called while the document's
// file is read, so that its keys need not be kept.
func (l *loader) check(f *file, d *document) {
	o := d.object
	if d.partial {
		d.object = remains(o)
		return
	}
	sound := d.valid
	built := f.findings[d.before:]
	problems := l.schema.Check(o.Kind, d.id, o.Fields)
	if len(problems) > 0 {
		slices.SortFunc(d.keys, func(a, b keyPlace) int { return strings.Compare(a.path, b.path) })
	}
	for _, p := range problems {
		d.valid = false
		for _, w := range d.written {
			if w.path == p.Path && p.Rule == schema.RuleWrongType {
				p.Got, p.Hint = "the number "+w.text, fmt.Sprintf("put it in quotes: %q", w.text)
			}
		}
		pos := d.place(p)
		if slices.ContainsFunc(d.lost, func(l lostHashtag) bool { return l.path == p.Path && l.finding.Fatal }) {
			continue // why there is nothing was told
		}
		if slices.ContainsFunc(built, func(other engine.Finding) bool { return other.Pos == pos }) {
			continue // it was refused before, and what it lacks now comes of that
		}
		f.findings = append(f.findings, engine.Finding{
			Pos:    pos,
			Rule:   p.Rule,
			Text:   p.Text(),
			Hint:   p.Advice(),
			Object: named(o),
			Fatal:  true,
		})
	}
	d.keys, d.written, d.lost = nil, nil, nil
	if l.salvage && sound && len(problems) > 0 && d.salvage(l.schema, problems) {
		d.valid, d.flawed = true, true
	}
	if !d.valid {
		d.object = remains(o)
	}
}

// remains is what is still asked of an object that is not valid.
func remains(o *schema.Object) *schema.Object {
	r := &schema.Object{Kind: o.Kind, ID: o.ID, Start: o.Start}
	at := o.At("id")
	r.Note("id", at.Line, at.Col)
	return r
}

// named is the name of an object, of bounded length.
func named(o *schema.Object) string { return cut(o.String()) }

// place is where a problem is: at the key if the key is the mistake, else at
// the value or at the nearest thing around it that is written.
func (d *document) place(p schema.Problem) engine.Pos {
	if p.Key {
		at := func(k keyPlace, path string) int { return strings.Compare(k.path, path) }
		if i, found := slices.BinarySearchFunc(d.keys, p.Path, at); found {
			return engine.Pos{File: d.object.Start.File, Line: d.keys[i].line, Col: d.keys[i].col}
		}
	}
	if p.Path == "" {
		return position(d.object.Start)
	}
	return position(d.object.At(strings.Split(p.Path, "/")...))
}

// unique reports every id that its kind has twice.
func (l *loader) unique(documents []*document) {
	type name struct{ kind, id string }
	first := make(map[name]*schema.Object, len(documents))
	for _, d := range documents {
		o := d.object
		if o.ID == "" {
			continue
		}
		other := first[name{o.Kind, o.ID}]
		if other == nil {
			first[name{o.Kind, o.ID}] = o
			continue
		}
		d.valid = false
		l.findings = append(l.findings, engine.Finding{
			Pos:    position(o.At("id")),
			Rule:   ruleDuplicateID,
			Text:   fmt.Sprintf("another %s has the id %s already", cut(o.Kind), cut(o.ID)),
			Hint:   fmt.Sprintf("the other one is at %s", position(other.At("id"))),
			Object: named(o),
			Fatal:  true,
		})
	}
}

// secondOf are the rules that a second object of a kind breaks.
var secondOf = map[string]string{"Project": ruleSecondProject, "Charter": ruleSecondCharter, "Team": ruleSecondTeam}

// onlyOne reports a missing Project, and more than one Project, Charter or Team.
func (l *loader) onlyOne(documents []*document) {
	first := map[string]*schema.Object{}
	for _, d := range documents {
		o := d.object
		rule := secondOf[o.Kind]
		if rule == "" {
			continue
		}
		if other := first[o.Kind]; other != nil {
			d.valid = false
			l.findings = append(l.findings, engine.Finding{
				Pos:    position(o.Start),
				Rule:   rule,
				Text:   fmt.Sprintf("a content root has one %s, this is another", o.Kind),
				Hint:   fmt.Sprintf("the first one is at %s", position(other.Start)),
				Object: named(o),
				Fatal:  true,
			})
			continue
		}
		first[o.Kind] = o
	}
	if first["Project"] == nil && !l.incomplete && !l.unread(ProjectFile) {
		l.report(engine.Pos{File: l.shown(ProjectFile)}, ruleNoProject, "there is no Project",
			`write one: kind: Project, id, and the zone its times are meant in; "galley init" does it`)
	}
}

// unread reports whether a file has a finding that kept it from being read.
func (l *loader) unread(name string) bool {
	for _, f := range l.findings {
		if f.Pos.File == l.shown(name) && f.Fatal && f.Object == "" {
			return true
		}
	}
	return false
}
