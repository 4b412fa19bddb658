package cli_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"galley/cmd/galley/internal/cli"
	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/providers"
)

// TestReferencePagesAreFresh holds the pages of the manual that are generated
// against what the program says of itself; -update writes them.
func TestReferencePagesAreFresh(t *testing.T) {
	for name, page := range map[string]string{
		"commands.md": commandsPage(t), "providers.md": providersPage(), "rules.md": rulesPage("en"), "fr/regles.md": rulesPage("fr"),
		"metrics.md": metricsPage("en"), "fr/metriques.md": metricsPage("fr"),
	} {
		path := "../../../../docs/" + name
		if *update {
			if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != page {
			t.Errorf("docs/%s is stale (%v): go test ./cmd/galley/internal/cli -run ReferencePages -update", name, err)
		}
	}
}

const generated = "<!-- Generated from the program; see CONTRIBUTING.md. -->\n"

func commandsPage(t *testing.T) string {
	var b strings.Builder
	b.WriteString(generated + "# Commands\n\nWhat `galley COMMAND --help` says. When several exit codes hold, the first of these counts:\n" +
		"130, 4, 1, 3, 6, 5, 2.\n\n")
	for path, c := range commands() {
		fmt.Fprintf(&b, "- [%s](#galley-%s): %s\n", path, strings.ReplaceAll(path, " ", "-"), c.Short)
	}
	for path := range commands() {
		help := strings.TrimSpace(helpOf(t, path))
		own, _, _ := strings.Cut(help, "\n\nGlobal Flags:")
		fmt.Fprintf(&b, "\n## galley %s\n\n```text\n%s\n```\n", path, trimLines(own))
	}
	b.WriteString("\n## For every command\n\n```text\n" + trimLines(globalFlags(t)) + "\n```\n")
	return b.String()
}

func globalFlags(t *testing.T) string {
	_, flags, _ := strings.Cut(strings.TrimRight(helpOf(t, "plan"), "\n"), "\nGlobal Flags:\n")
	return flags
}

func trimLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func providersPage() string {
	all := providers.All()
	infos := all.Infos()
	var b strings.Builder
	b.WriteString(generated + "# Networks\n\nWhat each network permits, and what it shows. A field that a network does not show is an\n" +
		"error in a post that goes there. `galley providers` prints the same.\n")
	for _, name := range all.Networks() {
		info := infos[name]
		fmt.Fprintf(&b, "\n## %s\n\n`network: %s`. %s\n\n| | does | takes | fields |\n| --- | --- | --- | --- |\n", info.Label, name, nature(info))
		for kind := range sorted(info.Kinds) {
			l := info.Kinds[kind]
			fmt.Fprintf(&b, "| **%s** | %s | %s | %s |\n", kind, strings.Join(verbs(l), ", "), strings.Join(limits(l), ", "), fields(l))
		}
	}
	return b.String()
}

// rulesPage explains every rule, by subject.
func rulesPage(language string) string {
	var b strings.Builder
	b.WriteString(generated + map[string]string{
		"en": "# Rules\n\nWhat `galley validate` can find. `galley explain RULE` prints the same. An error keeps its post from\n" +
			"going out; a warning or a remark keeps nothing back.\n",
		"fr": "# Règles\n\nCe que `galley validate` peut signaler. `galley explain RÈGLE --language fr` dit la même chose. Une\n" +
			"erreur empêche sa publication de partir ; un avertissement ou une remarque n'empêche rien.\n",
	}[language])
	groups := view.GroupRules(cli.Rules(), language)
	for _, g := range groups {
		fmt.Fprintf(&b, "\n**%s**:\n", g.Title)
		for _, r := range g.Rules {
			fmt.Fprintf(&b, "- [`%s`](#%s): %s\n", r.ID, r.ID, r.Title[language])
		}
	}
	for _, g := range groups {
		fmt.Fprintf(&b, "\n## %s\n", g.Title)
		for _, r := range g.Rules {
			fmt.Fprintf(&b, "\n### %s\n\n%s (%s). %s", r.ID, r.Title[language], view.SeverityWord(r.Severity, language), view.RuleMarkdown(r, language))
		}
	}
	return b.String()
}

// nature says in sentences how a network differs from others.
func nature(info engine.Info) string {
	var says []string
	if info.Manual {
		says = append(says, "A person publishes; the task is done when its address is recorded.")
	}
	switch {
	case info.Atomic:
		says = append(says, "A thread is one write.")
	case info.Children:
		says = append(says, "The parts of a thread are replies.")
	default:
		says = append(says, "A thread is joined into one text.")
	}
	if settled := info.Settled(); settled > 0 && !info.Manual {
		says = append(says, fmt.Sprintf("Shows what was written within %s.", settled))
	}
	for _, counted := range []struct {
		what  string
		names []string
	}{{"posts", info.Counts.Post}, {"the account", info.Counts.Account}} {
		if len(counted.names) > 0 {
			says = append(says, fmt.Sprintf("Counts of %s: %s.", counted.what, strings.Join(counted.names, ", ")))
		}
	}
	return strings.Join(says, " ")
}

func verbs(l engine.Limits) []string {
	var names []string
	for _, v := range l.Verbs {
		names = append(names, v.String())
	}
	return names
}

func limits(l engine.Limits) []string {
	var says []string
	if l.MaxText == 0 {
		says = append(says, "texts of any length")
	}
	for _, limit := range []struct {
		n    int
		text string
	}{{l.MaxText, "%d characters"}, {l.MaxTitle, "a title of %d"}, {l.MaxMedia, "%d media"}, {l.MaxAlt, "alternative texts of %d"}} {
		if limit.n > 0 {
			says = append(says, fmt.Sprintf(limit.text, limit.n))
		}
	}
	if l.NeedsAlt {
		says = append(says, "media with alternative text only")
	}
	if l.Schedules {
		says = append(says, "posts to be scheduled there")
	}
	return says
}

func fields(l engine.Limits) string {
	names := slices.Sorted(slices.Values(l.Fields))
	for i, name := range names {
		if names[i] = "`" + name + "`"; slices.Contains(l.Required, name) {
			names[i] += " (required)"
		}
	}
	return strings.Join(names, ", ")
}
