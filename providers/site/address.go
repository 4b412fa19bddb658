package site

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"galley/engine"
	"galley/engine/markdown"
)

// maxSlug is what every file system takes, with the version after it.
const maxSlug = 120

// reserved are the names at the top of the site that are its own.
var reserved = regexp.MustCompile(`^(archive|feed|index|media|page|robots|sitemap|style|tags|404|[0-9]{4})$`)

// address is where a new resource goes, for life: what decides it is not
// looked at again when the resource is edited.
func address(d engine.Desired, spec engine.Spec, published time.Time) (engine.RemoteID, error) {
	switch spec := spec.(type) {
	case *engine.Profile:
		return home, nil
	case *engine.Page:
		slug, err := slugOf(spec.Slug, d.ID)
		if err != nil {
			return "", err
		}
		if reserved.MatchString(slug) {
			return "", fmt.Errorf("the address /%s/ belongs to the site itself: give the page another slug", slug)
		}
		return engine.RemoteID("/" + slug + "/"), nil
	case *engine.Article:
		slug, err := slugOf(spec.SEO.Slug, d.ID)
		if err != nil {
			return "", err
		}
		if published.IsZero() {
			return "", errors.New("no due time: the address of an article begins with its month")
		}
		return engine.RemoteID("/" + published.Format("2006/01/") + slug + "/"), nil
	}
	return "", fmt.Errorf("a site shows no %s", spec.Kind())
}

// slugOf is the slug asked for, else one made of the ID.
func slugOf(asked string, id engine.ID) (string, error) {
	slug := markdown.Slug(asked)
	if asked == "" {
		slug = markdown.Slug(id.Slug + " " + id.Part)
	}
	switch {
	case slug == "":
		return "", fmt.Errorf("the slug %q has neither letter nor digit", asked)
	case len(slug) > maxSlug:
		return "", fmt.Errorf("the slug %.20s… is %d bytes long, at most %d fit into an address", slug, len(slug), maxSlug)
	}
	return slug, nil
}

// keepsAddress returns an error if an edit asks for another slug than the one
// in the address.
func keepsAddress(remote engine.RemoteID, spec engine.Spec) error {
	asked := ""
	switch spec := spec.(type) {
	case *engine.Article:
		asked = spec.SEO.Slug
	case *engine.Page:
		asked = spec.Slug
	}
	if asked == "" {
		return nil
	}
	parts := strings.Split(strings.Trim(string(remote), "/"), "/")
	if last := parts[len(parts)-1]; markdown.Slug(asked) != markdown.Slug(strings.TrimSuffix(last, ".html")) {
		return fmt.Errorf("the slug %q would move what is published at %s: addresses are for life; write slug: %s, or replace: true",
			asked, remote, last)
	}
	return nil
}
