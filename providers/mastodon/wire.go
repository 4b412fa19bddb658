package mastodon

import (
	"encoding/json"
	"strings"
	"time"

	"galley/engine"
)

// The parts of the API's entities that are used, as they travel. A count is a
// pointer: one that is absent is not zero.

type account struct {
	ID          string `json:"id"`
	Username    string `json:"username"`
	URL         string `json:"url"`
	DisplayName string `json:"display_name"`
	Avatar      string `json:"avatar"`
	Source      struct {
		Note   string  `json:"note"`
		Fields []field `json:"fields"`
	} `json:"source"`
	Followers *int64 `json:"followers_count"`
	Following *int64 `json:"following_count"`
	Statuses  *int64 `json:"statuses_count"`
}

type field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type status struct {
	ID              string          `json:"id"`
	URL             string          `json:"url"`
	CreatedAt       time.Time       `json:"created_at"`
	EditedAt        time.Time       `json:"edited_at"`
	Content         string          `json:"content"`
	ContentType     string          `json:"content_type"` // of servers that offer a choice
	SpoilerText     string          `json:"spoiler_text"`
	Visibility      string          `json:"visibility"`
	Language        string          `json:"language"`
	ReplyTo         string          `json:"in_reply_to_id"`
	ReplyToAccount  string          `json:"in_reply_to_account_id"`
	Account         account         `json:"account"`
	Media           []attachment    `json:"media_attachments"`
	Poll            *poll           `json:"poll"`
	Pinned          bool            `json:"pinned"`
	Reblog          json.RawMessage `json:"reblog"`
	FavouritesCount *int64          `json:"favourites_count"`
	ReblogsCount    *int64          `json:"reblogs_count"`
	RepliesCount    *int64          `json:"replies_count"`
	QuotesCount     *int64          `json:"quotes_count"`
	Quote           *quote          `json:"quote"`
	QuoteApproval   *struct {
		Automatic []string `json:"automatic"`
	} `json:"quote_approval"`
	ScheduledAt      time.Time      `json:"scheduled_at"` // of an answer that scheduled instead of publishing
	ScheduledContent *scheduledText `json:"params"`
}

// A quote is what a status shows inside itself, as far as its author agreed.
type quote struct {
	State  string  `json:"state"`
	Status *status `json:"quoted_status"`
}

// isReblog reports whether the status only repeats one of somebody else.
func (s status) isReblog() bool { return len(s.Reblog) > 0 && string(s.Reblog) != "null" }

// scheduled returns what the network's scheduler holds, where the answer to a
// create says that it does.
func (s status) scheduled() (scheduled, bool) {
	if s.ScheduledAt.IsZero() || s.ScheduledContent == nil {
		return scheduled{}, false
	}
	return scheduled{s.ID, s.ScheduledAt, *s.ScheduledContent, s.Media}, true
}

type scheduled struct {
	ID          string        `json:"id"`
	ScheduledAt time.Time     `json:"scheduled_at"`
	Params      scheduledText `json:"params"`
	Media       []attachment  `json:"media_attachments"`
}

type scheduledText struct {
	Text        string    `json:"text"`
	SpoilerText string    `json:"spoiler_text"`
	Visibility  string    `json:"visibility"`
	Language    string    `json:"language"`
	Poll        *keptPoll `json:"poll"`
	QuotePolicy string    `json:"quote_approval_policy"`
}

// A keptPoll is as some client sent it: a form knows neither numbers nor truth.
type keptPoll struct {
	Options   []string    `json:"options"`
	ExpiresIn json.Number `json:"expires_in"`
	Multiple  truth       `json:"multiple"`
}

// A truth reads true, "true", 1 and "1" alike; anything else is false.
type truth bool

// UnmarshalJSON implements json.Unmarshaler. It never fails.
func (t *truth) UnmarshalJSON(data []byte) error {
	said := strings.Trim(string(data), `"`)
	*t = said == "true" || said == "1"
	return nil
}

type attachment struct {
	ID          string `json:"id"`
	URL         string `json:"url"`
	Description string `json:"description"`
	Meta        struct {
		Focus *focusPoint `json:"focus"`
	} `json:"meta"`
}

type focusPoint struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

type poll struct {
	ExpiresAt time.Time `json:"expires_at"`
	Expired   bool      `json:"expired"`
	Multiple  bool      `json:"multiple"`
	Options   []struct {
		Title string `json:"title"`
		Votes *int64 `json:"votes_count"` // null while the totals are hidden
	} `json:"options"`
}

// A post is the body of a create or an edit. An edit replaces everything: what
// it leaves out is cleared, so that every member is always sent.
type post struct {
	Status      string           `json:"status"`
	SpoilerText string           `json:"spoiler_text"`
	Sensitive   bool             `json:"sensitive"`
	Language    string           `json:"language,omitempty"`
	MediaIDs    []string         `json:"media_ids"`
	Poll        *postPoll        `json:"poll,omitempty"`
	Visibility  string           `json:"visibility,omitempty"`       // create
	InReplyToID string           `json:"in_reply_to_id,omitempty"`   // create
	ScheduledAt string           `json:"scheduled_at,omitempty"`     // create
	Attributes  []mediaAttribute `json:"media_attributes,omitempty"` // edit
	Quoted      string           `json:"quoted_status_id,omitempty"` // create
	QuotePolicy string           `json:"quote_approval_policy,omitempty"`
}

type postPoll struct {
	Options    []string    `json:"options"`
	ExpiresIn  json.Number `json:"expires_in"` // GoToSocial keeps a number, Mastodon what it was sent
	Multiple   bool        `json:"multiple"`
	HideTotals bool        `json:"hide_totals"`
}

type mediaAttribute struct {
	ID          string `json:"id"`
	Description string `json:"description"`
	Focus       string `json:"focus"`
}

type source struct {
	Text        string `json:"text"`
	SpoilerText string `json:"spoiler_text"`
}

type filter struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Context  []string  `json:"context"`
	Action   string    `json:"filter_action"`
	Keywords []keyword `json:"keywords"`
}

type keyword struct {
	ID      string `json:"id,omitempty"`
	Keyword string `json:"keyword,omitempty"`
	Whole   bool   `json:"whole_word"`
	Destroy bool   `json:"_destroy,omitempty"`
}

type filterBody struct {
	Title    string    `json:"title"`
	Context  []string  `json:"context"`
	Action   string    `json:"filter_action"`
	Keywords []keyword `json:"keywords_attributes"`
}

// A profileBody changes what it holds, and nothing else.
type profileBody struct {
	DisplayName *string          `json:"display_name,omitempty"`
	Note        *string          `json:"note,omitempty"`
	Fields      map[string]field `json:"fields_attributes,omitempty"` // by place: the one form both servers read
}

type instance struct {
	Domain      string `json:"domain"`
	Version     string `json:"version"`
	SourceURL   string `json:"source_url"`
	APIVersions struct {
		Mastodon int `json:"mastodon"`
	} `json:"api_versions"`
	Configuration instanceSettings `json:"configuration"`
}

type instanceSettings struct {
	Statuses struct {
		MaxCharacters int `json:"max_characters"`
		MaxMedia      int `json:"max_media_attachments"`
		PerURL        int `json:"characters_reserved_per_url"`
	} `json:"statuses"`
	Media struct {
		Types       []string `json:"supported_mime_types"`
		Description int      `json:"description_limit"`
		ImageBytes  int64    `json:"image_size_limit"`
		ImagePixels int64    `json:"image_matrix_limit"`
		VideoBytes  int64    `json:"video_size_limit"`
	} `json:"media_attachments"`
	Polls struct {
		Options int `json:"max_options"`
		Text    int `json:"max_characters_per_option"`
		Min     int `json:"min_expiration"` // seconds
		Max     int `json:"max_expiration"` // seconds
	} `json:"polls"`
}

// remote ids. The scheduler numbers what it holds apart from what is published.
const (
	profileRemote = engine.RemoteID("profile")

	scheduledPrefix = "scheduled/"
)
