package site

import (
	"fmt"
	"strings"
	"time"
)

// words are what the theme says by itself, in one language.
type words struct {
	Lang                                                        string
	Skip, Archive, Tags, Older, Newer, Note, By, Source         string
	Feed, Menu, Pages, Tagged, Missing, MissingText, Empty, Via string
	date                                                        func(time.Time) string
	month                                                       func(time.Time) string
	count                                                       func(int) string
}

// wordsFor returns those of the first language that the theme speaks, else the
// English ones.
func wordsFor(languages ...string) *words {
	for _, language := range languages {
		base, _, _ := strings.Cut(strings.ToLower(language), "-")
		switch base {
		case "fr":
			return frenchWords()
		case "en":
			return englishWords()
		}
	}
	return englishWords()
}

func englishWords() *words {
	return &words{
		Lang: "en", Skip: "Skip to the text", Archive: "Archive", Tags: "Topics", Older: "Older", Newer: "Newer", Note: "Note", By: "By", Source: "Link", Feed: "Feed",
		Menu: "Site", Pages: "About this site", Tagged: "Topic", Missing: "Nothing here",
		MissingText: "There is no page at this address. It may have been withdrawn.",
		Empty:       "Nothing has been published yet.", Via: "Published with Galley",
		date:  func(t time.Time) string { return t.Format("2 January 2006") },
		month: func(t time.Time) string { return t.Format("January 2006") },
		count: func(n int) string { return plural(n, "text", "texts") },
	}
}

func frenchWords() *words {
	return &words{
		Lang: "fr", Skip: "Aller au texte", Archive: "Archives", Tags: "Sujets", Older: "Plus ancien", Newer: "Plus récent", Note: "Note", By: "Par", Source: "Lien", Feed: "Flux",
		Menu: "Site", Pages: "À propos du site", Tagged: "Sujet", Missing: "Rien ici",
		MissingText: "Il n’y a pas de page à cette adresse. Elle a pu être retirée.",
		Empty:       "Rien n’est encore publié.", Via: "Publié avec Galley",
		date: func(t time.Time) string {
			day := fmt.Sprint(t.Day())
			if t.Day() == 1 {
				day = "1er"
			}
			return day + "\u00a0" + frenchMonths[t.Month()-1] + " " + t.Format("2006")
		},
		month: func(t time.Time) string {
			name := frenchMonths[t.Month()-1]
			return strings.ToUpper(name[:1]) + name[1:] + t.Format(" 2006")
		},
		count: func(n int) string { return plural(n, "texte", "textes") },
	}
}

// frenchMonths begin with a letter of one byte.
var frenchMonths = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
	"septembre", "octobre", "novembre", "décembre"}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// direction is that in which a language is written.
func direction(language string) string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch base {
	case "ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi", "ckb":
		return "rtl"
	}
	return "ltr"
}
