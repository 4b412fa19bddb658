package view

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"galley/engine"
)

// A Sheet is what proofs are made of, beside the plan.
type Sheet struct {
	Desired []engine.Desired
	Base    map[engine.ID]engine.Desired // what the base asks for; nil if unknown
	Infos   map[engine.Network]engine.Info
	Said    map[engine.Channel]engine.ServerLimits // by the servers of the channels
	Consent map[engine.ID]Consent                  // as far as it is known
}

// Proofs returns the changes of a plan, and the drafts that differ from the
// base, with what readers will see of them.
func (s Sheet) Proofs(p engine.Plan) []Proof {
	planned := map[engine.ID]bool{}
	var list []Proof
	for _, c := range p.Changes {
		planned[c.ID] = true
		list = append(list, s.proof(c))
	}
	for i := range s.Desired {
		d := &s.Desired[i]
		if s.Base == nil || !d.Drafted() || planned[d.ID] || d.Class != engine.Publish || s.Base[d.ID].Digest == d.Digest {
			continue
		}
		draft := s.proof(engine.Change{ID: d.ID, After: d, Digest: d.Digest, Origin: engine.FromChange})
		draft.Draft = true
		list = append(list, draft)
	}
	return list
}

func (s Sheet) proof(c engine.Change) Proof {
	sign, _ := Sign(c)
	p := Proof{ID: c.ID, Sign: sign, Verb: c.Verb, Hold: c.Hold, Origin: c.Origin, Digest: c.Digest, Native: c.Native, Blind: c.Blind,
		Reason: cutTo(c.Reason, maxProofText), Hint: cutTo(c.Hint, maxProofText), Due: stamp(c.Due), Consent: s.Consent[c.ID]}
	p.Consent.Holds = c.Hold == engine.HoldBlocked && c.Consent != nil && len(p.Consent.Needs) > 0 && c.Reason == c.Consent.Reason
	if c.Before != nil {
		p.URL = c.Before.URL
	}
	d := c.After
	if d == nil {
		before, known := s.Base[c.ID]
		if !known {
			return p
		}
		d = &before // its file is gone: what it said last
	}
	info := s.Infos[d.Account.Network]
	p.Network, p.Account = info.Label, d.Account.Handle
	p.Merge, p.Until, p.Source, p.Notes = d.Merge, stamp(d.Until), d.Source, d.Notes
	p.Campaign, p.Tags, p.Author = d.Labels.Campaign, d.Labels.Tags, d.Labels.Author
	if d.Class == engine.Publish && d.Spec != nil {
		p.Card = NewCard(info, info.Kinds[d.Spec.Kind()].With(s.Said[c.ID.Channel]), d.Spec)
	}
	p.Diff = s.diff(info, c)
	return p
}

func stamp(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// diff is what differs from what is live, and where that was not seen, or
// nothing is live yet, from the base.
func (s Sheet) diff(info engine.Info, c engine.Change) []engine.FieldDiff {
	blind := slices.ContainsFunc(c.Diff, func(d engine.FieldDiff) bool { return d.Recorded })
	base, known := s.Base[c.ID]
	if len(c.Diff) > 0 && !(blind && known) || !known || c.After == nil || c.After.Class != engine.Publish || c.Origin != engine.FromChange {
		return bounded(c.Diff)
	}
	return bounded(differences(info, base, *c.After))
}

func bounded(list []engine.FieldDiff) []engine.FieldDiff {
	list = slices.Clone(list)
	for i := range list {
		if list[i].Field == "body" {
			list[i].Was, list[i].Now = unwrapped(list[i].Was), unwrapped(list[i].Now)
		}
		list[i].Was, list[i].Now = cutTo(list[i].Was, maxProofText), cutTo(list[i].Now, maxProofText)
	}
	return list
}

// block begins a line of Markdown that stands for itself.
var block = regexp.MustCompile(`^(?:#|>|[-*+] |\d+[.)] |\||<|\x60\x60\x60|~~~|    |\t|\[[^\]]+\]:)`)

// unwrapped is a text of Markdown in which every paragraph is one line, as
// readers see it; that of code stays as it is.
func unwrapped(text string) string {
	var b strings.Builder
	inCode, open := false, false
	for line := range strings.SplitSeq(unixLines(text), "\n") {
		fence := strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~")
		continues := open && !inCode && !fence && line != "" && !block.MatchString(line)
		switch {
		case b.Len() == 0:
		case continues:
			b.WriteByte(' ')
			line = strings.TrimLeft(line, " ")
		default:
			b.WriteByte('\n')
		}
		open = line != "" && !strings.HasPrefix(line, "#") && !fence && !strings.HasSuffix(line, "  ") && !strings.HasPrefix(line, "|")
		inCode = inCode != fence
		b.WriteString(line)
	}
	return b.String()
}

// differences are the fields in which two renditions of a resource differ for
// readers, sorted; the time is one, as "at".
func differences(info engine.Info, was, now engine.Desired) []engine.FieldDiff {
	var list []engine.FieldDiff
	if a, b := moment(was), moment(now); a != b {
		list = append(list, engine.FieldDiff{Field: "at", Was: a, Now: b})
	}
	before, after := shownFields(info, was), shownFields(info, now)
	names := map[string]bool{}
	for name := range before {
		names[name] = true
	}
	for name := range after {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if before[name] != after[name] {
			list = append(list, engine.FieldDiff{Field: name, Was: before[name], Now: after[name]})
		}
	}
	return list
}

func moment(d engine.Desired) string {
	switch {
	case d.Merge:
		return "merge"
	case d.Due.IsZero():
		return ""
	}
	return d.Due.UTC().Format(time.RFC3339)
}

func shownFields(info engine.Info, d engine.Desired) map[string]string {
	if d.Spec == nil || d.Class != engine.Publish {
		return nil
	}
	return info.Normalized(d.Spec).Fields()
}
