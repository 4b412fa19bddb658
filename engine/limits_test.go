package engine

import (
	"reflect"
	"testing"
	"time"
)

func TestWhatAServerSaysGoesBeforeWhatIsUsual(t *testing.T) {
	yes, no := true, false
	usual := Limits{MaxText: 500, PerURL: 23, MaxMedia: 4, MaxAlt: 1500, MediaBytes: 16, VideoBytes: 99, MediaPixels: 33, PollOptions: 4, PollText: 50,
		PollMin: 5 * time.Minute, PollMax: time.Hour, PollAlone: true, MaxTitle: 7, Fields: []string{"quote", "quotes", "text"}}
	but := func(change func(*Limits)) Limits {
		l := usual
		change(&l)
		return l
	}
	for name, c := range map[string]struct {
		said ServerLimits
		want Limits
	}{
		"nothing":       {ServerLimits{}, usual},
		"a longer text": {ServerLimits{MaxText: 5000}, but(func(l *Limits) { l.MaxText = 5000 })},
		"all": {ServerLimits{MaxText: 1, PerURL: 2, MaxMedia: 3, MaxAlt: 4, MediaBytes: 5, VideoBytes: 6, MediaPixels: 7, PollOptions: 8, PollText: 9,
			PollMin: 10, PollMax: 11, PollMedia: &yes, Quotes: &no},
			Limits{MaxText: 1, PerURL: 2, MaxMedia: 3, MaxAlt: 4, MediaBytes: 5, VideoBytes: 6, MediaPixels: 7, PollOptions: 8, PollText: 9,
				PollMin: 10 * time.Second, PollMax: 11 * time.Second, MaxTitle: 7, Fields: []string{"text"}}},
		"polls stand alone": {ServerLimits{PollMedia: &no}, usual},
		"quotes are there":  {ServerLimits{Quotes: &yes}, usual},
	} {
		got := usual.With(c.said)
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
		if again := usual.With(got.Said(usual)); !reflect.DeepEqual(again, got) {
			t.Errorf("%s: what it said is remembered as %+v, and gives %+v", name, got.Said(usual), again)
		}
	}
	if len(usual.Fields) != 3 {
		t.Errorf("what is usual has changed: %v", usual.Fields)
	}
	if said := usual.Said(usual); !reflect.DeepEqual(said, ServerLimits{}) {
		t.Errorf("a server that is as usual said %+v", said)
	}
}

func TestTheLimitsOfACardAreThoseOfItsPicture(t *testing.T) {
	l := Limits{MediaBytes: 8, MediaTypes: []string{"image/png", "video/mp4", "image/jpeg"}}
	if got := l.OfCard(); got.MediaBytes != 8 || !reflect.DeepEqual(got.MediaTypes, []string{"image/png", "image/jpeg"}) {
		t.Errorf("got %+v", got)
	}
	if l.CardBytes = 2; l.OfCard().MediaBytes != 2 || len(l.MediaTypes) != 3 {
		t.Errorf("got %+v of %+v", l.OfCard(), l)
	}
}
