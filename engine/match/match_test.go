package match

import (
	"slices"
	"strings"
	"testing"
)

// found returns what one term finds, as the text writes it.
func found(t *testing.T, term Term, text string) []string {
	t.Helper()
	set, err := Compile([]Term{term})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range set.All(text) {
		all = append(all, m.In(text))
	}
	return all
}

const (
	zeroWidth = "\u200B"
	shy       = "\u00AD"
	acute     = "\u0301"
	noBreak   = "\u00A0"
	narrow    = "\u202F"
)

func TestWordsAreFoundAsReadersSeeThem(t *testing.T) {
	for _, test := range []struct {
		term Term
		text string
		want []string
	}{
		// Traps: a letter with an accent is a letter, a part is not a word.
		{Term{Text: "con"}, "un produit conçu pour vous", nil},
		{Term{Text: "con"}, "un produit conc\u0327u pour vous", nil},
		{Term{Text: "con"}, "Quel CON !", []string{"CON"}},
		{Term{Text: "écho"}, "un écho, des échos", []string{"écho"}},
		{Term{Text: "écho"}, "l'écho et l’Écho", []string{"écho", "Écho"}},
		{Term{Text: "cho"}, "l'écho", nil},
		{Term{Text: "pute"}, "on se dispute, on se répute", nil},
		{Term{Text: "cunt"}, "Welcome to Scunthorpe", nil},
		{Term{Text: "nul"}, "votre service est nul.", []string{"nul"}},
		{Term{Text: "été"}, "l'e" + acute + "te" + acute + " dernier", []string{"e" + acute + "te" + acute}},
		{Term{Text: "été"}, "ete", nil},
		{Term{Text: "ete"}, "été", nil},
		{Term{Text: "e"}, "e" + acute, nil},
		{Term{Text: "e" + acute + "te" + acute}, "été", []string{"été"}},
		// Accents that do not count.
		{Term{Text: "cafe", Flags: FoldAccents}, "Café CAFÉ cafe" + acute, []string{"Café", "CAFÉ", "cafe" + acute}},
		{Term{Text: "coeur", Flags: FoldAccents}, "le cœur, le Cœur", []string{"cœur", "Cœur"}},
		{Term{Text: "ça", Flags: FoldAccents}, "Ca va", []string{"Ca"}},
		{Term{Text: "curriculum vitae", Flags: FoldAccents}, "curriculum vitæ", []string{"curriculum vitæ"}},
		// Case.
		{Term{Text: "straße"}, "STRASSE, Straße, STRAẞE", []string{"STRASSE", "Straße", "STRAẞE"}},
		{Term{Text: "istanbul"}, "İstanbul, ISTANBUL, i̇stanbul", []string{"İstanbul", "ISTANBUL", "i̇stanbul"}},
		{Term{Text: "ılık", Language: "tr"}, "ILIK ılık ilik", []string{"ILIK", "ılık"}},
		{Term{Text: "ilik", Language: "tr-TR"}, "İLİK ILIK", []string{"İLİK"}},
		{Term{Text: "ilik"}, "ILIK ılık", []string{"ILIK"}},
		{Term{Text: "final"}, "le ﬁnal", []string{"ﬁnal"}},
		{Term{Text: "ὀδυσσεύς"}, "ὈΔΥΣΣΕΎΣ", []string{"ὈΔΥΣΣΕΎΣ"}},
		{Term{Text: "US", Flags: MatchCase}, "US us", []string{"US"}},
		// What cannot be seen.
		{Term{Text: "connard"}, "con" + zeroWidth + "nard con" + shy + "nard con\uFEFFnard", []string{"con" + zeroWidth + "nard", "con" + shy + "nard", "con\uFEFFnard"}},
		{Term{Text: "con"}, "con" + zeroWidth + "çu", nil},
		{Term{Text: "con"}, zeroWidth + "con" + zeroWidth, []string{"con"}},
		{Term{Text: "été"}, "e" + zeroWidth + acute + "té", []string{"e" + zeroWidth + acute + "té"}},
		// White space.
		{Term{Text: "pomme de terre"}, "une pomme" + noBreak + "de\n  terre", []string{"pomme" + noBreak + "de\n  terre"}},
		{Term{Text: "pomme de terre"}, "une pomme\r\nde terre", []string{"pomme\r\nde terre"}},
		{Term{Text: "pomme de terre"}, "une pomme\n\nde terre", nil},
		{Term{Text: "pomme de terre"}, "une pomme\r\n\r\nde terre", nil},
		{Term{Text: "pomme de terre"}, "pomme, de terre", nil},
		{Term{Text: "50 %"}, "à 50" + narrow + "% du prix", []string{"50" + narrow + "%"}},
		// Apostrophes.
		{Term{Text: "aujourd'hui"}, "Aujourd’hui", []string{"Aujourd’hui"}},
		{Term{Text: "hui"}, "aujourd'hui", nil},
		{Term{Text: "aujourd"}, "aujourd'hui", nil},
		{Term{Text: "elle"}, "qu'elle, jusqu’elle", []string{"elle", "elle"}},
		{Term{Text: "un"}, "quelqu'un", nil},
		{Term{Text: "aime"}, "j't'aime", []string{"aime"}},
		{Term{Text: "c"}, "c'est", nil},
		{Term{Text: "c'est"}, "C’est", []string{"C’est"}},
		{Term{Text: "Lanterneau"}, "the Lanterneau's, Lanterneau’s", []string{"Lanterneau", "Lanterneau"}},
		{Term{Text: "don"}, "don't", nil},
		{Term{Text: "con"}, "'con'", []string{"con"}},
		{Term{Text: "Brien"}, "O'Brien", nil},
		// Hyphens.
		{Term{Text: "Royaume-Uni"}, "le royaume‑uni", []string{"royaume‑uni"}},
		{Term{Text: "uni"}, "le Royaume-Uni", nil},
		{Term{Text: "con"}, "anti-con", nil},
		{Term{Text: "con", Flags: InCompounds}, "anti-con, espèce-de-con", []string{"con", "con"}},
		{Term{Text: "donnez"}, "Donnez-moi", []string{"Donnez"}},
		{Term{Text: "vous"}, "avez-vous un rendez-vous ?", []string{"vous"}},
		{Term{Text: "a"}, "a-t-il", []string{"a"}},
		{Term{Text: "arc"}, "un arc-en-ciel", nil},
		{Term{Text: "va"}, "Va-t'en !", []string{"Va"}},
		{Term{Text: "fin"}, "fin–début", []string{"fin"}},
		// Digits, symbols, emoji.
		{Term{Text: "19"}, "covid19", nil},
		{Term{Text: "C++"}, "du C++, du c", []string{"C++"}},
		{Term{Text: "con"}, "con😀 😀con_con", []string{"con", "con", "con"}},
		{Term{Text: "👍"}, "bien👍🏽", []string{"👍🏽"}},
		{Term{Text: "👩"}, "👩‍👩‍👧 et 👩", []string{"👩"}},
		{Term{Text: "👩‍👩‍👧"}, "les 👩‍👩‍👧", []string{"👩‍👩‍👧"}},
		{Term{Text: "❤"}, "❤️", []string{"❤️"}},
		{Term{Text: "🇫🇷"}, "🇫🇷🇧🇪", []string{"🇫🇷"}},
		{Term{Text: "🇷🇧"}, "🇫🇷🇧🇪", nil},
		// Addresses, handles, hashtags.
		{Term{Text: "con"}, "https://exemple.org/con et www.con.fr/con con@con.fr @con @con@con.social", nil},
		{Term{Text: "con"}, "voir (https://exemple.org/con) con", []string{"con"}},
		{Term{Text: "lanterneau"}, "écrire à lanterneau.fr ou l'lanterneau.social, Lanterneau.", []string{"Lanterneau"}},
		{Term{Text: "fin"}, "C'est la fin.Suite", []string{"fin"}},
		{Term{Text: "con"}, "#con", nil},
		{Term{Text: "#con"}, "#con #Con #conseil", []string{"#con", "#Con"}},
		{Term{Text: "con", Flags: InHashtags}, "#con #GrosCon #gros_con #conseil", []string{"con", "Con", "con"}},
		{Term{Text: "booking.com"}, "sur Booking.com ou www.booking.com", []string{"Booking.com"}},
		{Term{Text: "lien"}, "[lien](https://exemple.org/a_(lien)) lien", []string{"lien", "lien"}},
	} {
		if got := found(t, test.term, test.text); !slices.Equal(got, test.want) {
			t.Errorf("%q in %q: %q, want %q", test.term.Text, test.text, got, test.want)
		}
	}
}

func TestKindsSayWhereATermMayStand(t *testing.T) {
	for _, test := range []struct {
		term Term
		text string
		want []string
	}{
		{Term{Text: "conn", Kind: Prefix}, "Connards, conne, décon, con", []string{"Connards", "conne"}},
		{Term{Text: "éco", Kind: Prefix}, "l’écologie éco-quartier éco", []string{"écologie", "éco-quartier", "éco"}},
		{Term{Text: "truc", Kind: Contains}, "bistrucs truc #trucs", []string{"truc", "truc"}},
		{Term{Text: "e", Kind: Contains}, "é e" + acute + " œ e", []string{"e"}},
		{Term{Text: "oe", Kind: Contains, Flags: FoldAccents}, "cœur", []string{"œ"}},
		{Term{Text: "o", Kind: Contains, Flags: FoldAccents}, "cœur", nil},
		{Term{Text: "GitHub", Kind: Spelling}, "Github, GitHub et github", []string{"Github", "github"}},
		{Term{Text: "e-mail", Kind: Spelling}, "un email, un e-mail, un e‑mail, E-mail et e mail", []string{"email", "E-mail", "e mail"}},
		{Term{Text: "e-mail", Kind: Spelling}, "Bonjour. E-mail reçu.\n« E-mail »\nE-mail", nil},
		{Term{Text: "Lanterneau", Kind: Spelling}, "LE SALON DU LANTERNEAU", nil},
		{Term{Text: "Lanterneau", Kind: Spelling}, "LANTERNEAU et LANTERNEAU", []string{"LANTERNEAU", "LANTERNEAU"}},
		{Term{Text: "Éric", Kind: Spelling}, "Eric, E" + acute + "ric", []string{"Eric"}},
		{Term{Text: "aujourd'hui", Kind: Spelling}, "c'est aujourd’hui", nil},
		{Term{Text: "journal", Flags: Plural, Language: "fr"}, "journal journaux journals", []string{"journal", "journaux"}},
		{Term{Text: "city", Flags: Plural, Language: "en"}, "cities, city, citys", []string{"cities", "city"}},
		{Term{Text: "chef de projet", Flags: Plural, Language: "fr"}, "chefs de projet, chefs de projets", []string{"chefs de projet"}},
		{Term{Text: "intelligence artificielle", Flags: Plural}, "intelligences artificielles", []string{"intelligences artificielles"}},
	} {
		if got := found(t, test.term, test.text); !slices.Equal(got, test.want) {
			t.Errorf("%q in %q: %q, want %q", test.term.Text, test.text, got, test.want)
		}
	}
}

func TestEvasionsAreReadThrough(t *testing.T) {
	const all = FoldAccents | FoldLeet | FoldRepeats | FoldLookalikes
	for _, test := range []struct {
		term, text string
		want       []string
	}{
		{"con", "c0n C0N cooooon con!", []string{"c0n", "C0N", "cooooon", "con"}},
		{"con", "con$eil conseil con!seil", []string{"con"}},
		{"ass", "a$$ @ss as 455 a55 asss", []string{"a$$", "@ss", "a55", "asss"}},
		{"idiot", "1d10t !diot idi0t", []string{"1d10t", "!diot", "idi0t"}},
		{"salaud", "5a1aud s@l@ud", []string{"5a1aud", "s@l@ud"}},
		{"connard", "conn@rd connnnard coonnard conard cònnârd", []string{"conn@rd", "connnnard", "cònnârd"}},
		{"con", "c\u043En \u0441\u043En \u0441\u043E\u043D", []string{"c\u043En", "\u0441\u043En"}},
		{"con", "𝓬𝓸𝓷 ｃｏｎ ⓒⓞⓝ", []string{"𝓬𝓸𝓷", "ｃｏｎ", "ⓒⓞⓝ"}},
		{"con", "il a 20 ans, 3 €, 100$ et coon", nil},
	} {
		if got := found(t, Term{Text: test.term, Flags: all}, test.text); !slices.Equal(got, test.want) {
			t.Errorf("%q in %q: %q, want %q", test.term, test.text, got, test.want)
		}
		for _, got := range found(t, Term{Text: test.term}, test.text) {
			if Fold(got, 0, "") != test.term {
				t.Errorf("%q in %q without flags: %q", test.term, test.text, got)
			}
		}
	}
}

func TestLongestOfOverlappingTermsCounts(t *testing.T) {
	set, err := Compile([]Term{
		{Text: "pomme"}, {Text: "pomme de terre"}, {Text: "terre cuite"}, {Text: "terre"}, {Text: "POMME"},
		{Text: "gros mot"}, {Text: "un gros mot d'auteur", Kind: Allow},
	})
	if err != nil {
		t.Fatal(err)
	}
	text := "pomme, pomme de terre cuite; terre; un gros mot d’auteur, un gros mot"
	var got []string
	for _, m := range set.All(text) {
		got = append(got, set.terms[m.Term].Text+"="+m.In(text))
	}
	want := "pomme=pomme POMME=pomme pomme de terre=pomme de terre terre=terre gros mot=gros mot"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %v\nwant %s", got, want)
	}
}
