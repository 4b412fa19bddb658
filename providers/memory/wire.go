package memory

import (
	"encoding/json"
	"time"

	"galley/engine"
)

// wireItem is an item as JSON.
type wireItem struct {
	ID      string          `json:"id"`
	Kind    engine.Kind     `json:"kind"`
	Phase   engine.Phase    `json:"phase"`
	Version string          `json:"version"`
	Parent  string          `json:"parent,omitempty"`
	Spec    json.RawMessage `json:"spec"`
	Due     time.Time       `json:"due,omitzero"`
	Created time.Time       `json:"created,omitzero"`
	Counts  wireCounts      `json:"counts,omitempty"`
}

// wireCounts are counts by name. What is no whole number is left out: it is
// something newer than this client.
type wireCounts map[string]int64

// UnmarshalJSON implements json.Unmarshaler.
func (c *wireCounts) UnmarshalJSON(data []byte) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	*c = wireCounts{}
	for name, value := range raw {
		var n int64
		if json.Unmarshal(value, &n) == nil {
			(*c)[name] = n
		}
	}
	return nil
}

type wirePage struct {
	Items []wireItem `json:"items"`
}

// wireDraft is a draft as JSON.
type wireDraft struct {
	Key    string          `json:"key,omitempty"`
	Parent string          `json:"parent,omitempty"`
	Kind   engine.Kind     `json:"kind"`
	Spec   json.RawMessage `json:"spec"`
	Due    time.Time       `json:"due,omitzero"`
}

func toWire(it *item) (wireItem, error) {
	spec, err := json.Marshal(it.Spec)
	return wireItem{it.ID, it.Kind, it.Phase, it.Version, it.Parent, spec, it.Due, it.Created, it.Counts}, err
}

func (w wireItem) item() (*item, error) {
	spec, err := readSpec(w.Kind, w.Spec)
	if err != nil {
		return nil, err
	}
	if w.ID == "" {
		return nil, refuse(engine.Uncertain, "the answer names no id")
	}
	return &item{ID: w.ID, Kind: w.Kind, Phase: w.Phase, Version: w.Version, Parent: w.Parent, Spec: spec,
		Due: w.Due, Created: w.Created, Counts: w.Counts}, nil
}

func newWireDraft(d draft) (wireDraft, error) {
	spec, err := json.Marshal(d.Spec)
	return wireDraft{d.Key, d.Parent, d.Spec.Kind(), spec, d.Due}, err
}

func (w wireDraft) draft() (draft, error) {
	spec, err := readSpec(w.Kind, w.Spec)
	if err != nil {
		return draft{}, refuse(engine.Invalid, "the content cannot be read: %v", err)
	}
	return draft{w.Key, w.Parent, spec, w.Due}, nil
}

func readSpec(kind engine.Kind, data []byte) (engine.Spec, error) {
	var spec engine.Spec
	switch kind {
	case engine.KindPost:
		spec = &engine.Post{}
	case engine.KindArticle:
		spec = &engine.Article{}
	case engine.KindPage:
		spec = &engine.Page{}
	case engine.KindProfile:
		spec = &engine.Profile{}
	default:
		return nil, refuse(engine.Uncertain, "there is no kind %q", kind)
	}
	if err := json.Unmarshal(data, spec); err != nil {
		return nil, refuse(engine.Uncertain, "the content cannot be read: %v", err)
	}
	return spec, nil
}
