package schema

import (
	"cmp"
	"strconv"
)

func charter(o *Object) Charter {
	r := reader(o.Fields)
	c := Charter{
		Object:    o,
		ID:        o.ID,
		Title:     r.text("title"),
		Language:  r.text("language"),
		Mission:   r.text("mission"),
		Audiences: r.texts("audiences"),
	}
	r.each("articles", func(a reader) {
		c.Articles = append(c.Articles, CharterArticle{a.text("number"), a.text("title"), a.text("text")})
	})
	r.each("publish", func(p reader) {
		c.Publish = append(c.Publish, CharterPage{p.text("channel"), p.text("slug")})
	})
	r.each("pillars", func(p reader) {
		c.Pillars = append(c.Pillars, Pillar{ID: p.text("id"), Name: p.text("name"), Share: p.numberIfThere("share")})
	})
	r.each("consents", func(p reader) {
		c.Consents = append(c.Consents, Consent{ID: p.text("id"), Until: p.text("until"), Withdrawn: p.text("withdrawn"),
			Channels: p.texts("channels"), Document: p.text("document"), Minor: p.flag("minor"), Guardian: p.text("guardian")})
	})
	if vale := r.sub("vale"); vale != nil {
		c.Vale = &Vale{Path: cmp.Or(vale.text("path"), "charter/styles"), Styles: vale.texts("styles"),
			Languages: vale.mentions("languages"), Vocab: vale.texts("vocab"), Level: cmp.Or(vale.text("level"), "suggestion"),
			Rules: vale.textMap("rules")}
	}
	c.Objectives = objectives(o)
	c.Approvals = r.sub("approvals").approvals(o)
	c.wordRules(o)
	c.formRules(o)
	c.timeRules(o)
	return c
}

// rules calls f for every rule of a section of the charter, with its head.
func rules(o *Object, section string, f func(RuleHead, reader)) {
	i := 0
	reader(o.Fields).each(section, func(r reader) {
		scope := r.sub("scope")
		f(RuleHead{
			Severity: cmp.Or(r.text("severity"), "error"),
			Scope: RuleScope{Channels: scope.texts("channels"), Networks: scope.texts("networks"), Campaigns: scope.texts("campaigns"),
				Tags: scope.texts("tags"), Pillars: scope.texts("pillars"), Languages: scope.texts("languages")},
			Cite:   r.text("cite"),
			Reason: r.text("reason"),
			Pos:    o.At(section, strconv.Itoa(i)),
		}, r)
		i++
	})
}

// wordRules reads the rules about words and how we speak.
func (c *Charter) wordRules(o *Object) {
	rules(o, "lexicon", func(head RuleHead, r reader) {
		c.Lexicon = append(c.Lexicon, LexiconRule{RuleHead: head, Write: r.text("write"), Not: r.texts("not"), Never: r.texts("never"),
			Bank: r.text("bank"), Pattern: r.text("pattern"), Instead: r.text("instead"), Match: cmp.Or(r.text("match"), "word"),
			Accents: r["accents"] != false, Plural: r["plural"] == true})
	})
	rules(o, "voice", func(head RuleHead, r reader) {
		c.Voice = append(c.Voice, VoiceRule{RuleHead: head, Address: r.text("address"), Person: r.text("person"),
			Contractions: r.flagIfThere("contractions"), SentenceWords: r.countIfThere("sentenceWords"),
			Exclamations: r.countIfThere("exclamations"), Capitals: r.countIfThere("capitals")})
	})
	rules(o, "readability", func(head RuleHead, r reader) {
		c.Readability = append(c.Readability, ReadabilityRule{RuleHead: head, Ease: r.number("ease", 0), Words: cmp.Or(r.count("words"), 30)})
	})
	rules(o, "disclosure", func(head RuleHead, r reader) {
		c.Disclosure = append(c.Disclosure, DisclosureRule{RuleHead: head, Mentions: r.mentions("mentions"), Within: cmp.Or(r.count("within"), 125)})
	})
	rules(o, "packs", func(head RuleHead, r reader) {
		c.Packs = append(c.Packs, PackRule{RuleHead: head, Pack: r.text("pack"), Tags: r.texts("tags"), Mentions: r.mentions("mentions"),
			NotOn: r.texts("notOn")})
	})
	rules(o, "embargoes", func(head RuleHead, r reader) {
		c.Embargoes = append(c.Embargoes, EmbargoRule{RuleHead: head, Terms: r.texts("terms"), Until: r.text("until")})
	})
}

// formRules reads the rules about tags, emoji, links and pictures.
func (c *Charter) formRules(o *Object) {
	rules(o, "hashtags", func(head RuleHead, r reader) {
		c.Hashtags = append(c.Hashtags, HashtagRule{RuleHead: head, Min: r.count("min"), Max: r.countIfThere("max"),
			Required: r.texts("required"), Forbidden: r.texts("forbidden"), CamelCase: r.flag("camelCase")})
	})
	rules(o, "emoji", func(head RuleHead, r reader) {
		c.Emoji = append(c.Emoji, EmojiRule{RuleHead: head, Max: r.countIfThere("max"), Row: r.countIfThere("row"),
			Forbidden: r.texts("forbidden"), Allowed: r.texts("allowed")})
	})
	rules(o, "links", func(head RuleHead, r reader) {
		c.Links = append(c.Links, LinkRule{RuleHead: head, HTTPS: r.flag("https"), Domains: r.texts("domains"), Forbidden: r.texts("forbidden"),
			Shorteners: r.flagIfThere("shorteners"), UTM: r.texts("utm"), Unique: r.flag("unique"), Max: r.countIfThere("max")})
	})
	rules(o, "accessibility", func(head RuleHead, r reader) {
		c.Accessibility = append(c.Accessibility, AccessibilityRule{RuleHead: head, Alt: r.flag("alt"), AltMax: r.count("altMax"),
			Captions: r.flag("captions")})
	})
}

// timeRules reads the rules about when and how often.
func (c *Charter) timeRules(o *Object) {
	rules(o, "balance", func(head RuleHead, r reader) {
		c.Balance = append(c.Balance, BalanceRule{RuleHead: head, Over: r.text("over"), Tolerance: r.number("tolerance", 0.1),
			From: cmp.Or(r.count("from"), 5)})
	})
	rules(o, "duplicates", func(head RuleHead, r reader) {
		c.Duplicates = append(c.Duplicates, DuplicateRule{RuleHead: head, Within: r.text("within"), Likeness: r.number("likeness", 0.8)})
	})
	rules(o, "volumetry", func(head RuleHead, r reader) {
		c.Volumetry = append(c.Volumetry, VolumetryRule{RuleHead: head, Per: r.text("per"), Min: r.count("min"), Max: r.countIfThere("max"),
			Spacing: r.text("spacing"), Hours: r.text("hours"), Days: r.texts("days")})
	})
	rules(o, "blackouts", func(head RuleHead, r reader) {
		c.Blackouts = append(c.Blackouts, BlackoutRule{RuleHead: head, On: r.text("on"), From: r.text("from"), To: r.text("to"),
			Holidays: r.flag("holidays")})
	})
	rules(o, "capacity", func(head RuleHead, r reader) {
		c.Capacity = append(c.Capacity, CapacityRule{RuleHead: head, Per: r.text("per"), Max: r.count("max"), Authors: r.texts("authors")})
	})
}

func (r reader) countIfThere(name string) *int {
	if _, there := r[name].(int64); !there {
		return nil
	}
	n := r.count(name)
	return &n
}

func (r reader) flagIfThere(name string) *bool {
	b, there := r[name].(bool)
	if !there {
		return nil
	}
	return &b
}

func (r reader) numberIfThere(name string) *float64 {
	switch n := r[name].(type) {
	case float64:
		return &n
	case int64:
		f := float64(n)
		return &f
	}
	return nil
}

func (r reader) number(name string, otherwise float64) float64 {
	if n := r.numberIfThere(name); n != nil {
		return *n
	}
	return otherwise
}

func (r reader) mentions(name string) map[string][]string {
	m := r.sub(name)
	out := make(map[string][]string, len(m))
	for language, list := range m {
		out[language] = texts(list)
	}
	return out
}
