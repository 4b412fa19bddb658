package transport_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"galley/engine"
	"galley/engine/transport"
)

// paced returns a way to ask, and the moments at which requests left.
func paced(t *testing.T, pace transport.Pace) (ask func(context.Context, string) error, left *[]time.Duration) {
	began := time.Now()
	left = &[]time.Duration{}
	c := transport.New(transport.Options{Now: time.Now, Pace: pace, Base: roundTrip(func(r *http.Request) (*http.Response, error) {
		*left = append(*left, time.Since(began))
		return respond(r, 200, ""), nil
	})})
	return func(ctx context.Context, host string) error {
		req, err := http.NewRequestWithContext(ctx, "GET", "https://"+host+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := c.RoundTrip(req)
		if err == nil {
			resp.Body.Close()
		}
		return err
	}, left
}

func TestAHostIsAskedAtItsPace(t *testing.T) {
	for _, tc := range []struct {
		name string
		pace transport.Pace
		want []time.Duration
	}{
		{"None", transport.Pace{}, []time.Duration{0, 0, 0, 0}},
		{"OneASecond", transport.Pace{Every: time.Second}, []time.Duration{0, time.Second, 2 * time.Second, 3 * time.Second}},
		{"InBursts", transport.Pace{Every: time.Second, Burst: 3}, []time.Duration{0, 0, 0, time.Second}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ask, left := paced(t, tc.pace)
				for range tc.want {
					if err := ask(t.Context(), "a.example"); err != nil {
						t.Fatal(err)
					}
				}
				for i, want := range tc.want {
					if (*left)[i] != want {
						t.Errorf("requests left at %v, want %v", *left, tc.want)
						break
					}
				}
			})
		})
	}
}

func TestHostsArePacedApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ask, left := paced(t, transport.Pace{Every: time.Minute})
		for _, host := range []string{"a.example", "b.example"} {
			if err := ask(t.Context(), host); err != nil {
				t.Fatal(err)
			}
		}
		if (*left)[1] != 0 {
			t.Errorf("the other host waited %v", (*left)[1])
		}
	})
}

func TestAWaitThatCannotEndInTimeIsRefusedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ask, left := paced(t, transport.Pace{Every: time.Minute})
		if err := ask(t.Context(), "a.example"); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		began := time.Now()
		err := ask(ctx, "a.example")
		if engine.KindOf(err) != engine.Throttled || engine.RetryAfterOf(err) != time.Minute {
			t.Errorf("error %v, retry after %v; want throttled, 1m", err, engine.RetryAfterOf(err))
		}
		if time.Since(began) != 0 || len(*left) != 1 {
			t.Errorf("waited %v, %d left; want no wait and one", time.Since(began), len(*left))
		}
	})
}

func TestACancelledWaitSendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ask, left := paced(t, transport.Pace{Every: time.Minute})
		if err := ask(t.Context(), "a.example"); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		err := ask(ctx, "a.example")
		if !errors.Is(err, context.Canceled) || engine.KindOf(err) != engine.Transient {
			t.Errorf("error %v (%v), want cancelled, transient", err, engine.KindOf(err))
		}
		if len(*left) != 1 {
			t.Errorf("%d left, want 1", len(*left))
		}
	})
}
