package examples_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"galley/engine"
	"galley/engine/load"
	"galley/engine/render"
	"galley/engine/vale"
	"galley/engine/vale/valetest"
	"galley/providers"
)

// house are the styles of the example, and a Vale to read with them.
func house(t *testing.T) (vale.Tool, *vale.Styles) {
	t.Helper()
	folder, err := fs.Sub(content(t), "charter/styles")
	if err != nil {
		t.Fatal(err)
	}
	styles, err := vale.Load(folder, vale.Config{Styles: []string{"Lanterneau"}})
	if err != nil {
		t.Fatal(err)
	}
	tool, err := vale.Open(t.Context(), valetest.Path(t))
	if err != nil {
		t.Fatal(err)
	}
	return tool, styles
}

// TestNewsroomKeepsItsStyle wants no remark of Vale on anything that is sent.
func TestNewsroomKeepsItsStyle(t *testing.T) {
	files, infos := content(t), providers.All().Infos()
	objects, _, err := load.Tree(t.Context(), files, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rendered, err := render.Content(t.Context(), render.Input{Content: objects, Infos: infos, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	var texts []vale.Text
	for _, d := range rendered.Desired {
		switch spec := d.Spec.(type) {
		case *engine.Post:
			texts = append(texts, vale.Text{Key: d.ID.String(), Language: spec.Language, Content: spec.Text})
		case *engine.Article:
			texts = append(texts, vale.Text{Key: d.ID.String() + " summary", Language: spec.Language, Content: spec.Summary},
				vale.Text{Key: d.ID.String(), Language: spec.Language, Format: vale.Markdown, Content: spec.Body})
		}
	}
	if len(texts) < 70 {
		t.Errorf("found %d texts only", len(texts))
	}
	tool, styles := house(t)
	alerts, err := tool.Check(t.Context(), styles, texts)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range alerts {
		i := slices.IndexFunc(texts, func(text vale.Text) bool { return text.Key == a.Key })
		t.Errorf("%s: %q: %s [%s]", a.Key, texts[i].Content[a.Start:a.End], a.Message, a.Check)
	}
}

// TestHouseStyleFindsWhatItIsFor gives every rule of the example what breaks it
// and what does not.
func TestHouseStyleFindsWhatItIsFor(t *testing.T) {
	long := strings.Repeat("nous montons le piano à l’étage et ", 6)
	cases := []struct{ content, want string }{
		{"Un film Exceptionnel, le chef-d’œuvre absolu.", "Superlatifs:Exceptionnel Superlatifs:chef-d’œuvre absolu"},
		{"Une exception, et un chef-d’œuvre.", ""},
		{"A must-see and UNMISSABLE film.", "Superlatives:must-see Superlatives:UNMISSABLE"},
		{"Seeing is a must here.", ""},
		{"Venez afin de voir, suite à l’orage.", "Guichet:afin de=pour Guichet:suite à=après"},
		{"La fin de la suite.", ""},
		{"Utilise the lift in order to arrive prior to nine.", "PlainWords:Utilise=use PlainWords:in order to=to PlainWords:prior to=before"},
		{"Use the order of the lift.", ""},
		{"Si tu viens, c’est pour toi. Viens-tu ?", "Tutoiement:tu Tutoiement:toi Tutoiement:tu"},
		{"Le statut du toit, turlututu, tué, dis-moi, restez-y.", ""},
		{"Enfin ! Venez !", "Exclamations:!"},
		{"Enfin ! Venez.", ""},
		{long + "le soir.", "Phrases:nous"},
		{"Nous montons le piano. " + long[:60], ""},
	}
	var texts []vale.Text
	for i, c := range cases {
		texts = append(texts, vale.Text{Key: fmt.Sprint(i), Content: c.content})
	}
	tool, styles := house(t)
	alerts, err := tool.Check(t.Context(), styles, texts)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, a := range alerts {
		var i int
		if _, err := fmt.Sscan(a.Key, &i); err != nil {
			t.Fatal(err)
		}
		said := strings.TrimPrefix(a.Check, "Lanterneau.") + ":" + cases[i].content[a.Start:a.End]
		if len(a.Suggestions) > 0 {
			said += "=" + a.Suggestions[0]
		}
		got[a.Key] = append(got[a.Key], said)
	}
	for i, c := range cases {
		if said := strings.Join(got[fmt.Sprint(i)], " "); said != c.want {
			t.Errorf("%q: %s, want %s", c.content, said, c.want)
		}
	}
}
