package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/charter"
	"galley/engine/load"
	"galley/engine/team"
	"galley/engine/vale"
	"galley/engine/validate"
	"galley/schema"
)

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of content files, for editors",
		Long: `Schema prints a JSON Schema of every kind. With an editor's YAML plug-in it
completes and explains fields; name it in the first line of a file:

  # yaml-language-server: $schema=.galley/schema.json
` + exitHelp("0 printed", "1 failed"),
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			data, err := schema.JSONSchema()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.Stdout, "%s\n", strings.TrimSpace(string(data)))
			return err
		},
	}
}

func (a *app) providersCommand() *cobra.Command {
	return takes(&cobra.Command{
		Use:   "providers",
		Short: "Show which networks are supported, and what each can do",
		Long:  "Providers shows what each network permits and what it shows of a post.\n" + exitHelp("0 printed", "1 failed"),
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			list := view.NewProviders(a.Providers.Infos())
			if a.format == "json" {
				return view.Write(a.Stdout, view.ProvidersJSON{FormatVersion: view.FormatVersion, ToolVersion: Version(), Networks: list})
			}
			return view.Providers(a.Stdout, a.style(a.Stdout, nil), list)
		},
	}, "json")
}

func (a *app) explainCommand() *cobra.Command {
	var language string
	c := &cobra.Command{
		Use:   "explain [RULE]",
		Short: "Explain a rule, with an example that breaks it and one that keeps it",
		Long:  "Explain tells what a rule means and how to mend what breaks it. Without a rule it\nlists them all.\n" + exitHelp("0 printed", "1 no such rule"),
		Args:  cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.explain(args, language) },
	}
	c.Flags().StringVar(&language, "language", "", "`LANGUAGE`: en or fr; default: that of the terminal")
	return takes(c, "json")
}

// rules is the catalogue of every stage that makes findings.
func rules() []engine.RuleDoc {
	all := slices.Concat(load.Rules(), validate.Rules(), charter.Rules(), team.Rules(), vale.Rules())
	slices.SortFunc(all, func(a, b engine.RuleDoc) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(all, func(a, b engine.RuleDoc) bool { return a.ID == b.ID })
}

func ruleNames() []string {
	var names []string
	for _, r := range rules() {
		names = append(names, r.ID)
	}
	return names
}

// spoken is the language that somebody asked for, else that of the terminal,
// else English.
func (a *app) spoken(asked string) (string, error) {
	switch asked {
	case "en", "fr":
		return asked, nil
	case "":
	default:
		return "", usage(fmt.Errorf("--language %q: want en or fr", asked), "")
	}
	locale := cmp.Or(a.Getenv("LC_ALL"), a.Getenv("LC_MESSAGES"), a.Getenv("LANG"))
	if language, _, _ := strings.Cut(strings.ToLower(locale), "_"); language == "fr" || strings.HasPrefix(language, "fr.") {
		return "fr", nil
	}
	return "en", nil
}

func (a *app) explain(args []string, language string) error {
	language, err := a.spoken(language)
	if err != nil {
		return err
	}
	all := rules()
	if len(args) == 0 && a.format == "json" {
		return a.writeRules(all)
	}
	if len(args) == 0 {
		return view.Rules(a.Stdout, a.style(a.Stdout, nil), all, language)
	}
	for _, r := range all {
		if r.ID == args[0] {
			if a.format == "json" {
				return a.writeRules([]engine.RuleDoc{r})
			}
			return view.Rule(a.Stdout, a.style(a.Stdout, nil), r, language)
		}
	}
	hint := "galley explain lists them"
	if near := schema.Nearest(args[0], ruleNames()); near != "" {
		hint = "did you mean " + near + "? galley explain lists them all"
	}
	return usage(fmt.Errorf("there is no rule %q", args[0]), hint)
}

func (a *app) writeRules(list []engine.RuleDoc) error {
	return view.Write(a.Stdout, view.RulesJSON{FormatVersion: view.FormatVersion, ToolVersion: Version(), Rules: list})
}
