package rest

import (
	"context"
	"errors"
	"iter"
	"net/url"
	"strings"

	"galley/engine"
)

// Pages sends call and every next page that the answers' Link headers name, and
// yields each page as it is read into a new T. The next page is asked for once
// the consumer has taken this one. An error ends it.
//
// A next page on another host, or one that was read before, is an error of kind
// Uncertain: what has been read is not the whole.
func Pages[T any](ctx context.Context, c *Client, call Call) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		seen := map[string]bool{}
		for {
			var page T
			answer, err := c.Do(ctx, call, &page)
			if err != nil {
				yield(page, err)
				return
			}
			if !yield(page, nil) {
				return
			}
			next, err := c.next(call, answer)
			if err == nil && next != nil && seen[next.String()] {
				err = errors.New("the listing turns in circles")
			}
			if err != nil {
				var none T
				yield(none, c.fail(call, engine.Uncertain, err))
				return
			}
			if next == nil {
				return
			}
			seen[next.String()] = true
			call.link = next
		}
	}
}

// next returns the address of the page after an answer, nil if it is the last.
func (c *Client) next(call Call, answer Answer) (*url.URL, error) {
	target := ""
	for _, value := range answer.Header.Values("Link") {
		if found := relation(value, "next"); found != "" {
			target = found
			break
		}
	}
	if target == "" {
		return nil, nil
	}
	next, err := c.address(call).Parse(target)
	if err != nil {
		return nil, errors.New("the address of the next page cannot be read")
	}
	if next.Host != c.Base.Host || next.Scheme != c.Base.Scheme {
		return nil, errors.New("the next page is on another host: " + place(next.String()))
	}
	return next, nil
}

// relation returns the target of a relation in a Link header (RFC 8288).
func relation(header, name string) string {
	for header != "" {
		open := strings.IndexByte(header, '<')
		if open < 0 {
			return ""
		}
		target, rest, found := strings.Cut(header[open+1:], ">")
		if !found {
			return ""
		}
		parameters, after := untilComma(rest)
		if hasRelation(parameters, name) {
			return target
		}
		header = after
	}
	return ""
}

// untilComma cuts at the first comma that is not quoted.
func untilComma(s string) (before, after string) {
	quoted := false
	for i, r := range s {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ',' && !quoted:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

func hasRelation(parameters, name string) bool {
	for part := range strings.SplitSeq(parameters, ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if !strings.EqualFold(strings.TrimSpace(key), "rel") {
			continue
		}
		for rel := range strings.FieldsSeq(strings.Trim(strings.TrimSpace(value), `"`)) {
			if strings.EqualFold(rel, name) {
				return true
			}
		}
	}
	return false
}
