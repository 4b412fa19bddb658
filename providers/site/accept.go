package site

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"galley/engine"
	"galley/engine/markdown"
)

// accept returns the normalised spec of d, or why a site does not take it.
func (o op) accept(ctx context.Context, d engine.Desired) (engine.Spec, error) {
	if err := ctx.Err(); err != nil {
		return nil, o.fail(engine.Transient, err)
	}
	if d.Spec == nil || !slices.Contains([]engine.Kind{engine.KindArticle, engine.KindPage, engine.KindProfile}, d.Spec.Kind()) {
		return nil, o.fail(engine.Unsupported, errors.New("a site shows articles, pages and a profile"))
	}
	spec := normalize(d.Spec)
	if err := check(spec); err != nil {
		return nil, o.fail(engine.Invalid, err)
	}
	if year := d.Due.Year(); year < 1 || year > 9999 {
		return nil, o.fail(engine.Invalid, fmt.Errorf("the year %d has not four digits", year))
	}
	return spec, nil
}

func check(spec engine.Spec) error {
	switch spec := spec.(type) {
	case *engine.Article:
		return checkArticle(spec)
	case *engine.Page:
		if spec.Title == "" {
			return errors.New("a page needs a title")
		}
	case *engine.Profile:
		if spec.Name == "" {
			return errors.New("a profile needs a name")
		}
		for _, l := range spec.Links {
			if err := checkAddress("link", l.URL); err != nil {
				return err
			}
		}
	}
	return nil
}

var sha256Form = regexp.MustCompile(`^[0-9a-f]{64}$`)

func checkArticle(a *engine.Article) error {
	if a.Title == "" && a.Body == "" && len(a.Media) == 0 {
		return errors.New("an article needs a title, a body or a picture")
	}
	for _, m := range a.Media {
		switch {
		case extension(m.Type) == "":
			return fmt.Errorf("media %s: a site does not show %q", m.File, m.Type)
		case m.Alt == "":
			return fmt.Errorf("media %s: alt is missing", m.File)
		case !sha256Form.MatchString(m.SHA256):
			return fmt.Errorf("media %s: %q is not a SHA-256", m.File, m.SHA256)
		}
	}
	return errors.Join(append(imageErrors(a), checkAddress("link", a.Link), checkAddress("seo.canonical", a.SEO.Canonical))...)
}

// checkImages says before anything is published what imageErrors would say then.
func checkImages(spec engine.Spec) error {
	if a, ok := spec.(*engine.Article); ok {
		return errors.Join(imageErrors(a)...)
	}
	return nil
}

// imageErrors names the pictures of a body that cannot be shown: readers would see
// their descriptions in the middle of the text.
func imageErrors(a *engine.Article) []error {
	var errs []error
	for _, image := range markdown.Images(a.Body) {
		switch {
		case isElsewhere(image) || strings.Contains(image, "${") || slices.ContainsFunc(a.Media, func(m engine.Media) bool { return path.Base(m.File) == path.Base(image) }):
		case strings.Contains(image, ":"):
			errs = append(errs, &engine.Refusal{Field: "body", Mark: image, Text: fmt.Sprintf("the body shows %q, which is no address that begins with https://", image),
				Hint: "write the https address of the picture, or the path of a file among the media"})
		default:
			errs = append(errs, &engine.Refusal{Field: "body", Mark: image, Text: fmt.Sprintf("the body shows %q, which is not among the media", image),
				Hint: fmt.Sprintf("write media: [{file: %s, alt: …}]", image)})
		}
	}
	return errs
}

// isElsewhere reports whether a picture is shown from where it is.
func isElsewhere(destination string) bool {
	return strings.HasPrefix(strings.ToLower(destination), "https:")
}

// checkAddress takes the addresses of pages only.
func checkAddress(field, address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return fmt.Errorf("%s: %q is not the address of a page (https://…)", field, address)
	}
	return nil
}
