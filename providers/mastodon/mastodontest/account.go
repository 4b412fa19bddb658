package mastodontest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"galley/engine"
)

// An account is what one handle has.
type account struct {
	id, name, token string
	displayName     string
	note            string
	avatar          string // hash of the file; empty if none was chosen
	fields          []object
	posts           []*post // in the order in which they went live
	waiting         []*post // in the scheduler, in the order in which they came
	filters         []*filter
	media           map[string]*medium
	keys            map[string]keyed
}

// A keyed is what a key made, and when.
type keyed struct {
	id string
	at time.Time
}

func (a *account) address() string { return "https://network.example/@" + a.name }

func (s *Server) verify(a *account, _ *http.Request) reply { return ok(s.showAccount(a)) }

func (s *Server) showAccount(a *account) object {
	fields := a.fields
	if fields == nil {
		fields = []object{}
	}
	avatar := "https://network.example/avatars/original/missing.png"
	if a.avatar != "" {
		avatar = "https://network.example/system/accounts/avatars/original/" + engine.HashText(a.avatar)[:16] + ".png"
	}
	return object{"id": a.id, "username": a.name, "acct": a.name, "url": a.address(), "display_name": a.displayName, "avatar": avatar,
		"note": "<p>" + escape(a.note) + "</p>", "fields": fields, "followers_count": 3, "following_count": 2,
		"statuses_count": len(a.posts), "source": object{"note": a.note, "fields": fields, "privacy": "unlisted",
			"sensitive": false, "language": nil}}
}

// updateProfile takes fields_attributes by place, the one form that both read
// (GoToSocial: JSONFieldsAttributes is a map). All fields are replaced; blank
// ones are dropped.
func (s *Server) updateProfile(a *account, r *http.Request) reply {
	body, avatar, err := readProfile(r)
	if err != nil {
		return refuse(http.StatusBadRequest, "the request cannot be read")
	}
	if s.isGoToSocial() && body.empty() && avatar == "" {
		return refuse(http.StatusBadRequest, "empty form submitted")
	}
	if body.Note != nil && s.length(*body.Note) > s.options.MaxText {
		return s.invalid("Note is too long (maximum is %d characters)", s.options.MaxText)
	}
	if body.DisplayName != nil {
		a.displayName = strings.TrimSpace(*body.DisplayName)
	}
	if body.Note != nil {
		a.note = *body.Note
	}
	if avatar != "" {
		a.avatar = avatar
	}
	if body.Fields != nil {
		a.fields = nil
		for i := range 10 {
			if f := body.Fields[strconv.Itoa(i)]; f.Name+f.Value != "" {
				a.fields = append(a.fields, object{"name": f.Name, "value": f.Value, "verified_at": nil})
			}
		}
	}
	s.noteProfile(a)
	return ok(s.showAccount(a))
}

// removeAvatar is of Mastodon 4.2 and GoToSocial 0.16; none to remove is no
// error.
func (s *Server) removeAvatar(a *account, _ *http.Request) reply {
	a.avatar = ""
	s.noteProfile(a)
	return ok(s.showAccount(a))
}

type profileForm struct {
	DisplayName *string                 `json:"display_name"`
	Note        *string                 `json:"note"`
	Fields      map[string]profileField `json:"fields_attributes"`
}

func (f profileForm) empty() bool { return f.DisplayName == nil && f.Note == nil && f.Fields == nil }

type profileField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// readProfile reads JSON, or a form with the picture in it, of which it returns
// the hash.
func readProfile(r *http.Request) (f profileForm, avatar string, err error) {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		return f, "", json.NewDecoder(r.Body).Decode(&f)
	}
	file, _, err := r.FormFile("avatar")
	if err != nil {
		return f, "", err
	}
	defer file.Close()
	f.DisplayName, f.Note = formValue(r, "display_name"), formValue(r, "note")
	for i := range 10 {
		place := fmt.Sprintf("fields_attributes[%d]", i)
		name, value := formValue(r, place+"[name]"), formValue(r, place+"[value]")
		if name == nil || value == nil {
			break
		}
		if f.Fields == nil {
			f.Fields = map[string]profileField{}
		}
		f.Fields[strconv.Itoa(i)] = profileField{*name, *value}
	}
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	return f, hex.EncodeToString(sum.Sum(nil)), err
}

// formValue returns a field of a form that was read; nil if it is not there.
func formValue(r *http.Request, name string) *string {
	values := r.MultipartForm.Value[name]
	if len(values) == 0 {
		return nil
	}
	return &values[0]
}

func (s *Server) verifyApp(*account, *http.Request) reply {
	return ok(object{"name": "galley", "scopes": s.options.Scopes})
}

// instance shows what both servers were seen to show; GoToSocial has no
// api_versions.
func (s *Server) instance(*account, *http.Request) reply {
	home := "https://github.com/mastodon/mastodon"
	if s.isGoToSocial() {
		home = "https://codeberg.org/superseriousbusiness/gotosocial"
	}
	answer := object{"domain": "network.example", "version": s.options.Version, "source_url": home, "configuration": object{
		"statuses": object{"max_characters": s.options.MaxText, "max_media_attachments": 4, "characters_reserved_per_url": 23},
		"media_attachments": object{"supported_mime_types": []string{"image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"},
			"description_limit": 1500, "image_size_limit": 16 << 20, "video_size_limit": 99 << 20},
		"polls": object{"max_options": 4, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2629746},
	}}
	if !s.isGoToSocial() {
		answer["api_versions"] = object{"mastodon": apiVersion(s.options.Version)}
	}
	return ok(answer)
}

// apiVersion is what releases report as api_versions.mastodon.
func apiVersion(version string) int {
	for prefix, n := range map[string]int{"4.3": 2, "4.4": 6, "4.5": 7, "4.6": 11} {
		if strings.HasPrefix(version, prefix) {
			return n
		}
	}
	return 1
}

// A filter is one of v2.
type filter struct {
	id, title, action string
	contexts          []string
	words             []word
}

type word struct {
	id, text string
	whole    bool
}

func (f *filter) show() object {
	keywords := []object{}
	for _, w := range f.words {
		keywords = append(keywords, object{"id": w.id, "keyword": w.text, "whole_word": w.whole})
	}
	return object{"id": f.id, "title": f.title, "context": f.contexts, "filter_action": f.action, "expires_at": nil,
		"keywords": keywords, "statuses": []object{}}
}

type filterForm struct {
	Title    string   `json:"title"`
	Context  []string `json:"context"`
	Action   string   `json:"filter_action"`
	Keywords []struct {
		ID      string `json:"id"`
		Keyword string `json:"keyword"`
		Whole   bool   `json:"whole_word"`
		Destroy bool   `json:"_destroy"`
	} `json:"keywords_attributes"`
}

func (s *Server) listFilters(a *account, _ *http.Request) reply {
	list := []object{}
	for _, f := range a.filters {
		list = append(list, f.show())
	}
	return ok(list)
}

func (a *account) filter(r *http.Request) int {
	return slices.IndexFunc(a.filters, func(f *filter) bool { return f.id == r.PathValue("id") })
}

func (s *Server) readFilter(a *account, r *http.Request) reply {
	if i := a.filter(r); i >= 0 {
		return ok(a.filters[i].show())
	}
	return s.notFound()
}

// createFilter makes another of the same title on Mastodon, and answers 409 on
// GoToSocial (measured).
func (s *Server) createFilter(a *account, r *http.Request) reply {
	var form filterForm
	if json.NewDecoder(r.Body).Decode(&form) != nil {
		return refuse(http.StatusBadRequest, "the request cannot be read")
	}
	taken := slices.ContainsFunc(a.filters, func(f *filter) bool { return f.title == form.Title })
	if taken && s.isGoToSocial() {
		return refuse(http.StatusConflict, "Conflict: you already have a filter with this title")
	}
	f := &filter{id: s.next()}
	if refused := s.fill(f, form); refused.status != 0 {
		return refused
	}
	a.filters = append(a.filters, f)
	return ok(f.show())
}

func (s *Server) editFilter(a *account, r *http.Request) reply {
	i := a.filter(r)
	if i < 0 {
		return s.notFound()
	}
	var form filterForm
	if json.NewDecoder(r.Body).Decode(&form) != nil {
		return refuse(http.StatusBadRequest, "the request cannot be read")
	}
	if refused := s.fill(a.filters[i], form); refused.status != 0 {
		return refused
	}
	return ok(a.filters[i].show())
}

// fill keeps a word that is not named, and takes away one marked _destroy.
func (s *Server) fill(f *filter, form filterForm) reply {
	if form.Title == "" || len(form.Title) > 256 || len(form.Context) == 0 {
		return s.invalid("Title can't be blank")
	}
	f.title, f.contexts, f.action = form.Title, form.Context, orElse(form.Action, "warn")
	for _, k := range form.Keywords {
		i := slices.IndexFunc(f.words, func(w word) bool { return w.id == k.ID && k.ID != "" })
		switch {
		case k.Destroy && i >= 0:
			f.words = slices.Delete(f.words, i, i+1)
		case i >= 0:
			f.words[i].text, f.words[i].whole = k.Keyword, k.Whole
		case k.ID != "" || k.Keyword == "":
			return s.invalid("Keyword can't be blank")
		default:
			f.words = append(f.words, word{s.next(), k.Keyword, k.Whole})
		}
	}
	return reply{}
}

func (s *Server) removeFilter(a *account, r *http.Request) reply {
	i := a.filter(r)
	if i < 0 {
		return s.notFound()
	}
	a.filters = slices.Delete(a.filters, i, i+1)
	return ok(object{})
}

// next is a number of the server's own, for what is no status.
func (s *Server) next() string {
	s.seq++
	return strconv.Itoa(s.seq)
}
