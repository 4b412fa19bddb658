package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"galley/engine"
	"galley/engine/charter"
	"galley/engine/vale"
	"galley/schema"
)

// proofreading says which Vale reads the texts and where its styles come from.
type proofreading struct {
	tool     string // named by flag; else by GALLEY_VALE, else on PATH
	revision string // that the styles are taken from; "" for the content itself
}

// proofread has Vale read every text where the charter lists styles, and adds
// what it says to the findings.
func (a *app) proofread(ctx context.Context, c *content, how proofreading) error {
	if c.Charter == nil || c.Charter.Vale == nil {
		return nil
	}
	found, err := a.asVale(ctx, c, how)
	if err != nil {
		return err
	}
	c.found(found)
	return nil
}

func (a *app) asVale(ctx context.Context, c *content, how proofreading) ([]engine.Finding, error) {
	said := c.Charter.Vale
	about := func(rule string, severity engine.Severity, text, hint string) engine.Finding {
		return engine.Finding{Pos: engine.Pos(c.Charter.Object.At("vale")), Severity: severity, Rule: rule, Text: text, Hint: hint, Object: "Charter " + c.Charter.ID}
	}
	styles, err := a.styles(*c, said, how)
	if problems := vale.Problems(err); len(problems) > 0 {
		var found []engine.Finding
		for _, p := range problems {
			f := about(vale.RuleStyle, engine.SeverityError, p.Error(), p.Hint())
			if p.Pos.File != "" {
				f.Pos, f.Text = p.Pos, p.Err.Error()
				f.Pos.File = path.Join(c.prefix, said.Path, p.Pos.File)
			}
			found = append(found, f)
		}
		return found, nil
	}
	if err != nil || styles.Empty() {
		return nil, err
	}
	alerts, texts, err := a.alerts(ctx, c, styles, how)
	var refused *vale.Error
	if errors.As(err, &refused) {
		severity := engine.SeverityWarning
		if a.named(how) != "" {
			severity = engine.SeverityError
		}
		return []engine.Finding{about(vale.RuleMissing, severity, refused.Error(), refused.Hint())}, nil
	}
	if err != nil {
		return nil, err
	}
	var found []engine.Finding
	for _, alert := range alerts {
		n, err := strconv.Atoi(alert.Key)
		if err != nil {
			return nil, fmt.Errorf("read what Vale said: %w", err)
		}
		found = append(found, texts[n].Finding(remarkOf(alert)))
	}
	return charter.Once(found), nil
}

// named is the Vale that a person asked for; empty if PATH is to be searched.
func (a *app) named(how proofreading) string {
	if how.tool != "" {
		return how.tool
	}
	return a.Getenv("GALLEY_VALE")
}

func remarkOf(alert vale.Alert) charter.Remark {
	r := charter.Remark{Rule: vale.Rule + "/" + alert.Check, Severity: alert.Severity, Start: alert.Start, End: alert.End, Text: alert.Message}
	if alert.Link != "" {
		r.Hint = "see " + alert.Link
	}
	switch {
	case len(alert.Suggestions) == 1 && alert.Suggestions[0] != "":
		r.Instead = &alert.Suggestions[0]
	case len(alert.Suggestions) > 1:
		r.Hint = "write " + strings.Join(alert.Suggestions, " or ")
	}
	return r
}

// styles reads the folder of styles, from the content or from a revision.
func (a *app) styles(c content, said *schema.Vale, how proofreading) (*vale.Styles, error) {
	files := c.files
	if how.revision != "" {
		if c.repo == nil {
			return nil, usage(fmt.Errorf("--styles-from %s: %s is not in a git repository", how.revision, c.root), "")
		}
		commit, err := c.repo.Resolve(how.revision)
		if err != nil {
			return nil, usage(fmt.Errorf("--styles-from: %w", err), "")
		}
		if files, err = c.repo.Tree(commit.Hash, c.prefix); err != nil {
			return nil, err
		}
	}
	folder, err := fs.Sub(files, said.Path)
	if err != nil {
		return nil, err
	}
	return vale.Load(folder, vale.Config{Styles: said.Styles, Languages: said.Languages, Vocab: said.Vocab, Level: said.Level, Rules: said.Rules})
}

// alerts has Vale read all texts; the key of an alert is the index of its text.
func (a *app) alerts(ctx context.Context, c *content, styles *vale.Styles, how proofreading) ([]vale.Alert, []charter.Prose, error) {
	name, err := vale.Find(a.named(how), a.Getenv("PATH"))
	if err != nil {
		return nil, nil, err
	}
	tool, err := vale.Open(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	var texts []charter.Prose
	for i := range c.Posts {
		texts = append(texts, c.held.charter.Prose(&c.Posts[i], c.held.renditionsOf(c, c.Posts[i].ID))...)
	}
	asked := make([]vale.Text, len(texts))
	for i, p := range texts {
		asked[i] = vale.Text{Key: strconv.Itoa(i), Language: p.Language, Content: p.Text}
		if p.Markdown {
			asked[i].Format = vale.Markdown
		}
	}
	alerts, err := tool.Check(ctx, styles, asked)
	return alerts, texts, err
}
