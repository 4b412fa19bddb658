package engine

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestAnErrorSaysWhatWasTriedOnWhat(t *testing.T) {
	cause := errors.New("no route")
	for want, err := range map[string]*Error{
		"create post: blog/launch: no route":   {Op: "create post", ID: post, Err: cause},
		"list: throttled":                      {Op: "list", Kind: Throttled},
		"no route":                             {Err: cause},
		"blog/launch: uncertain":               {ID: post},
		"edit: blog/launch: 7 characters over": Errorf(Invalid, "edit", post, "%d characters over", 7),
	} {
		if err.Error() != want {
			t.Errorf("got %q, want %q", err, want)
		}
	}
	if !errors.Is(&Error{Op: "list", Err: cause}, cause) {
		t.Error("the cause is lost")
	}
	if got := (&Refusal{Text: "no tables here", Hint: "write a list"}).Error(); got != "no tables here: write a list" {
		t.Errorf("got %q", got)
	}
}

// TestAFailureThatNobodyClassifiedMayHaveHappened, so that it is never repeated.
func TestAFailureThatNobodyClassifiedMayHaveHappened(t *testing.T) {
	throttled := fmt.Errorf("again: %w", &Error{Kind: Throttled, RetryAfter: time.Minute})
	if KindOf(errors.New("x")) != Uncertain || KindOf(nil) != Uncertain || KindOf(&Error{}) != Uncertain || KindOf(throttled) != Throttled {
		t.Error("an error has another kind than it says")
	}
	if err := Errorf(Invalid, "edit", post, "too long"); KindOf(err) != Invalid {
		t.Errorf("what is refused is %s", KindOf(err))
	}
	if RetryAfterOf(throttled) != time.Minute || RetryAfterOf(errors.New("x")) != 0 {
		t.Errorf("to wait %v and %v, want a minute and nothing", RetryAfterOf(throttled), RetryAfterOf(errors.New("x")))
	}
	if !Interrupted(fmt.Errorf("x: %w", context.Canceled)) || Interrupted(context.DeadlineExceeded) {
		t.Error("only the caller's own cancellation is an interruption")
	}
}
