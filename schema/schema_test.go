package schema

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func compiled(t testing.TB) *Schema {
	t.Helper()
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// goFields returns the names of a struct's fields as the content spells them.
func goFields(structs ...any) []string {
	var names []string
	for _, v := range structs {
		for f := range reflect.TypeOf(v).Fields() {
			switch f.Name {
			case "Object", "Base", "Declared", "Pos":
			case "RuleHead":
				names = append(names, goFields(RuleHead{})...)
			case "SEO", "UTM", "URL", "ID", "HTTPS":
				names = append(names, strings.ToLower(f.Name))
			case "AuthorProfile":
				names = append(names, "author.profile")
			case "PostSponsor":
				names = append(names, "post.sponsor")
			case "KPI", "KPIs":
				names = append(names, "kpi"+f.Name[3:])
			case "RRule":
				names = append(names, "rrule")
			default:
				names = append(names, strings.ToLower(f.Name[:1])+f.Name[1:])
			}
		}
	}
	slices.Sort(names)
	return names
}

// TestGoTypesHaveTheFieldsOfTheSchema keeps objects.go and the CUE files in
// step.
func TestGoTypesHaveTheFieldsOfTheSchema(t *testing.T) {
	s := compiled(t)
	sub := func(def string, path ...string) *shape {
		sh := s.shapes[def]
		for _, name := range path {
			if sh = sh.fields.byName[name].shape; sh.list != nil {
				sh = sh.list.elem
			}
		}
		return sh
	}
	for _, test := range []struct {
		name  string
		shape *shape
		want  []string
	}{
		{"Project", sub("Project"), goFields(Project{})},
		{"Record", sub("Project", "record"), goFields(Record{})},
		{"Signing", sub("Project", "record", "signing"), goFields(Signing{})},
		{"Guards", sub("Project", "guards"), goFields(Guards{})},
		{"Late", sub("Late"), goFields(Late{})},
		{"Charter", sub("Charter"), goFields(Charter{})},
		{"CharterArticle", sub("Charter", "articles"), goFields(CharterArticle{})},
		{"CharterPage", sub("Charter", "publish"), goFields(CharterPage{})},
		{"RuleScope", sub("RuleHead", "scope"), goFields(RuleScope{})},
		{"Pillar", sub("Charter", "pillars"), goFields(Pillar{})},
		{"BalanceRule", sub("Charter", "balance"), goFields(BalanceRule{})},
		{"LexiconRule", sub("Charter", "lexicon"), goFields(LexiconRule{})},
		{"VoiceRule", sub("Charter", "voice"), goFields(VoiceRule{})},
		{"ReadabilityRule", sub("Charter", "readability"), goFields(ReadabilityRule{})},
		{"HashtagRule", sub("Charter", "hashtags"), goFields(HashtagRule{})},
		{"EmojiRule", sub("Charter", "emoji"), goFields(EmojiRule{})},
		{"LinkRule", sub("Charter", "links"), goFields(LinkRule{})},
		{"AccessibilityRule", sub("Charter", "accessibility"), goFields(AccessibilityRule{})},
		{"DisclosureRule", sub("Charter", "disclosure"), goFields(DisclosureRule{})},
		{"PackRule", sub("Charter", "packs"), goFields(PackRule{})},
		{"Consent", sub("Charter", "consents"), goFields(Consent{})},
		{"EmbargoRule", sub("Charter", "embargoes"), goFields(EmbargoRule{})},
		{"DuplicateRule", sub("Charter", "duplicates"), goFields(DuplicateRule{})},
		{"VolumetryRule", sub("Charter", "volumetry"), goFields(VolumetryRule{})},
		{"BlackoutRule", sub("Charter", "blackouts"), goFields(BlackoutRule{})},
		{"CapacityRule", sub("Charter", "capacity"), goFields(CapacityRule{})},
		{"Vale", sub("Charter", "vale"), goFields(Vale{})},
		{"Approvals", sub("Approvals"), goFields(Approvals{})},
		{"ApprovalRule", sub("ApprovalRule"), goFields(ApprovalRule{})},
		{"ApprovalWhen", sub("ApprovalRule", "when"), slices.DeleteFunc(goFields(ApprovalWhen{}), func(n string) bool { return n == "kind" })},
		{"ApprovalStep", sub("ApprovalStep"), goFields(ApprovalStep{})},
		{"Team", sub("Team"), goFields(Team{})},
		{"Member", sub("Member"), goFields(Member{})},
		{"Mandate", sub("Mandate"), goFields(Mandate{})},
		{"MandateScope", sub("Mandate", "scope"), goFields(MandateScope{})},
		{"Group", sub("Group"), goFields(Group{})},
		{"Slot", sub("Calendar", "slots"), goFields(Slot{})},
		{"Holiday", sub("Calendar", "holidays"), goFields(Holiday{})},
		{"Partnership", sub("Partnership"), goFields(Partnership{})},
		{"Contest", sub("Contest"), goFields(Contest{})},
		{"Waiver", sub("Waiver"), goFields(Waiver{})},
		{"Repeat", sub("Repeat"), goFields(Repeat{})},
		{"Channel", sub("Channel"), goFields(Channel{})},
		{"Target", sub("Target"), goFields(Target{})},
		{"Profile", sub("Channel", "profile"), goFields(Profile{})},
		{"ChannelMedia", sub("Channel", "media"), goFields(ChannelMedia{})},
		{"Filter", sub("Filter"), goFields(Filter{})},
		{"FilterWord", sub("FilterWord"), goFields(FilterWord{})},
		{"Limits", sub("Limits"), goFields(Limits{})},
		{"Card", sub("Card"), goFields(Card{})},
		{"CardImage", sub("Card", "image"), goFields(CardImage{})},
		{"Poll", sub("Poll"), goFields(Poll{})},
		{"ProfileLink", sub("Channel", "profile", "links"), goFields(ProfileLink{})},
		{"Campaign", sub("Campaign"), goFields(Campaign{})},
		{"Calendar", sub("Calendar"), slices.Sorted(slices.Values(append(goFields(Calendar{}), "posts")))}, // the loader makes Posts of them
		{"Post", sub("Post"), goFields(Post{}, PostFields{})},
		{"MediaFile", sub("Media"), goFields(MediaFile{})},
		{"SEO", sub("SEO"), goFields(SEO{})},
		{"Reports", sub("Project", "reports"), goFields(Reports{})},
		{"Objective", sub("Objective"), goFields(Objective{})},
		{"Report", sub("Report"), goFields(Report{})},
		{"Freeze", sub("Freeze"), goFields(Freeze{})},
		{"Scope", sub("Freeze", "scope"), goFields(Scope{})},
	} {
		got := slices.DeleteFunc(test.shape.fields.names(), func(n string) bool { return n == "kind" })
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: the schema has\n%v, the Go type\n%v", test.name, got, test.want)
		}
	}
}

func TestVariantsHaveTheFieldsOfAPost(t *testing.T) {
	s := compiled(t)
	post, variant := s.shapes["Post"].fields, s.shapes["Variant"].fields
	want := slices.DeleteFunc(post.names(), func(n string) bool {
		return slices.Contains([]string{"kind", "id", "channels", "variants", "was", "partnership", "contest", "waivers", "repeat"}, n)
	})
	if !slices.Equal(variant.names(), want) {
		t.Fatalf("a variant has %v\nwant %v", variant.names(), want)
	}
	for _, f := range variant.fields {
		of := post.byName[f.name].shape
		if f.shape.types != of.types|isNull || !reflect.DeepEqual(f.shape.enum, of.enum) || f.shape.words() != of.words() {
			t.Errorf("%s of a variant takes something else than that of a post, or not null", f.name)
		}
	}
}

func TestEveryFieldIsExplained(t *testing.T) {
	s := compiled(t)
	for _, kind := range s.kinds {
		if s.shapes[kind].doc == "" {
			t.Errorf("%s has no comment", kind)
		}
		for _, f := range s.shapes[kind].fields.fields {
			if f.name != "kind" && f.doc == "" {
				t.Errorf("%s: %s has no comment", kind, f.name)
			}
			if f.example != "" && !strings.HasPrefix(f.example, f.name+": ") {
				t.Errorf("%s: the example of %s is %q", kind, f.name, f.example)
			}
		}
	}
}

func TestJSONSchemaSpeaksOfEveryKind(t *testing.T) {
	data, err := JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Properties struct{ Kind struct{ Enum []string } }
		AllOf      []struct {
			If struct {
				Properties map[string]struct{ Const string }
			}
			Then map[string]string
		}
		Definitions map[string]struct {
			AdditionalProperties any
			Properties           map[string]map[string]any
			Required             []string
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	s := compiled(t)
	if !slices.Equal(doc.Properties.Kind.Enum, s.Kinds()) {
		t.Errorf("kinds %v, want %v", doc.Properties.Kind.Enum, s.Kinds())
	}
	for i, kind := range s.Kinds() {
		def := doc.Definitions[kind]
		if c := doc.AllOf[i]; c.If.Properties["kind"].Const != kind || c.Then["$ref"] != "#/definitions/"+kind {
			t.Errorf("%s is told apart by %+v", kind, c)
		}
		if def.AdditionalProperties != false || !slices.Contains(def.Required, "id") {
			t.Errorf("%s: takes unknown fields, or no id", kind)
		}
		names := slices.Sorted(maps.Keys(def.Properties))
		want := slices.Sorted(slices.Values(s.shapes[kind].fields.names()))
		if !slices.Equal(names, want) {
			t.Errorf("%s has %v, want %v", kind, names, want)
		}
		for name, p := range def.Properties {
			if name != "kind" && p["description"] == nil {
				t.Errorf("%s: %s has no description", kind, name)
			}
		}
	}
	status := doc.Definitions["Variant"].Properties["status"]
	if want := []any{"draft", "ready", "retracted", nil}; !reflect.DeepEqual(status["enum"], want) {
		t.Errorf("status of a variant is one of %v, want %v", status["enum"], want)
	}
}

func TestNearestIsASlipOrTwoAway(t *testing.T) {
	fields := compiled(t).shapes["Post"].fields.names()
	for written, want := range map[string]string{
		"txt": "text", "Text": "text", "chanels": "channels", "channel": "channels", "contentwarning": "contentWarning",
		"langauge": "language", "a": "", "x": "", "schedule": "", "tag": "tags", "": "", "AT": "at",
	} {
		if got := Nearest(written, fields); got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
	}
}
