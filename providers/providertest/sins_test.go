package providertest_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"galley/engine"
	"galley/providers/memory"
	"galley/providers/providertest"
)

// sins are promises broken one at a time, and the cases that notice.
var sins = []struct {
	name   string
	commit func(*sinner)
	fails  string
}{
	{"None", func(*sinner) {}, ""},
	{"HidesAVerb", limits(func(l *engine.Limits) { l.Verbs = []engine.Verb{engine.Create, engine.Replace, engine.Delete} }),
		"declaration/DeclaredVerbsAreImplemented"},
	{"ChangesItsInfo", func(s *sinner) {
		s.info = func(info engine.Info) engine.Info {
			info.Label = fmt.Sprintf("%p", s)
			return info
		}
	}, "declaration/InfoIsStatic"},
	{"RequiresWhatItDoesNotShow", limits(func(l *engine.Limits) { l.Required = []string{"mood"} }),
		"declaration/LimitsAgreeWithTheKind"},
	{"TakesEveryKind", func(s *sinner) {
		s.create = func(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
			seen, err := s.whole.Create(ctx, d, in)
			return seen, as(err, engine.Unsupported, engine.Invalid)
		}
	}, "declaration/UnsupportedKindIsRefused"},
	{"LosesAccents", post(func(p *engine.Post) { p.Text = strings.ReplaceAll(p.Text, "é", "e") }),
		"create/AwkwardText"},
	{"LosesTheLink", post(func(p *engine.Post) { p.Link = "" }),
		"create/CreateThenReadIsEqual create/SecondPlanIsEmpty tolerance/UnknownFieldsIgnored"},
	{"LosesAltTexts", post(func(p *engine.Post) {
		p.Media = slices.Clone(p.Media)
		for i := range p.Media {
			p.Media[i].Alt = ""
		}
	}), "create/CreateThenReadIsEqual create/MediaWithAltText create/SecondPlanIsEmpty tolerance/UnknownFieldsIgnored"},
	{"CutsLongTexts", post(func(p *engine.Post) { p.Text = string([]rune(p.Text)[:min(500, len([]rune(p.Text)))]) }),
		"create/OneAboveTheLimitIsInvalid"},
	{"DeclaresOneTooMany", limits(func(l *engine.Limits) { l.MaxText++ }), "create/ExactLimitFits"},
	{"CountsBytes", func(s *sinner) {
		s.info = func(info engine.Info) engine.Info {
			info.Count = func(text string) int { return len(text) }
			return info
		}
	}, "create/CountsTextAsNetworkDoes"},
	{"ForgetsTheParent", creating(func(d *engine.Desired, _ *engine.Intent) { d.ParentRemote = "" }),
		"create/ThreadsContinueTheirParent"},
	{"PublishesAtOnce", creating(func(_ *engine.Desired, in *engine.Intent) { in.Native = false }),
		"create/LeadTimeTooShort create/NothingLiveBeforeDue"},
	{"IgnoresKeys", creating(func(_ *engine.Desired, in *engine.Intent) { in.Key = rand.Text() }),
		"identity/FindAfterLostReply identity/SameKeyPublishesOnce"},
	{"FearsTheDial", func(s *sinner) {
		s.create = func(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
			seen, err := s.whole.Create(ctx, d, in)
			return seen, as(err, engine.Transient, engine.Uncertain)
		}
	}, "identity/DialErrorIsTransient"},
	{"FindsTheNewest", func(s *sinner) {
		s.find = func(ctx context.Context, in engine.Intent) (engine.Observed, error) {
			for seen, err := range s.whole.List(ctx, engine.Window{}) {
				return seen, err
			}
			return engine.Observed{}, engine.Errorf(engine.NotFound, "find", in.ID, "nothing")
		}
	}, "identity/FindNothing"},
	{"EditsBlindly", func(s *sinner) {
		s.update = func(ctx context.Context, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
			before.Version = ""
			return s.whole.Update(ctx, before, d, in)
		}
	}, "change/EditConflict"},
	{"KeepsOldFields", func(s *sinner) {
		s.update = func(ctx context.Context, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
			other := *d.Spec.(*engine.Post)
			if old := before.Spec.(*engine.Post); other.Link == "" {
				other.Link = old.Link
			}
			d.Spec = &other
			return s.whole.Update(ctx, before, d, in)
		}
	}, "change/UpdateTakesFieldsAway"},
	{"CreatesWhatIsMissing", func(s *sinner) {
		s.update = func(ctx context.Context, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
			seen, err := s.whole.Update(ctx, before, d, in)
			if err != nil && engine.KindOf(err) == engine.NotFound {
				in.Key = "" // not the one that made what is gone
				return s.whole.Create(ctx, d, in)
			}
			return seen, err
		}
	}, "change/UpdateMissing"},
	{"TakesALostUpdateForNone", func(s *sinner) {
		s.update = func(ctx context.Context, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
			seen, err := s.whole.Update(ctx, before, d, in)
			return seen, as(err, engine.Uncertain, engine.Transient)
		}
	}, "change/LostUpdateIsUncertain"},
	{"TakesALostDeletionForDone", func(s *sinner) {
		s.remove = func(ctx context.Context, before engine.Observed, in engine.Intent) error {
			if err := s.whole.Delete(ctx, before, in); engine.KindOf(err) != engine.Uncertain {
				return err
			}
			return nil
		}
	}, "change/LostDeleteIsUncertain"},
	{"MindsASecondDeletion", func(s *sinner) {
		s.remove = func(ctx context.Context, before engine.Observed, in engine.Intent) error {
			if _, err := s.whole.Read(ctx, engine.KindPost, before.Remote); err != nil {
				return err
			}
			return s.whole.Delete(ctx, before, in)
		}
	}, "change/DeleteTwice"},
	{"LeavesTheSchedulerAlone", func(s *sinner) {
		s.remove = func(ctx context.Context, before engine.Observed, in engine.Intent) error {
			if before.Phase == engine.Scheduled {
				return nil
			}
			return s.whole.Delete(ctx, before, in)
		}
	}, "change/ScheduledCanBeCancelled"},
	{"ReadsWhatIsGone", func(s *sinner) {
		s.read = func(ctx context.Context, kind engine.Kind, remote engine.RemoteID) (engine.Observed, error) {
			seen, err := s.whole.Read(ctx, kind, remote)
			if err != nil && engine.KindOf(err) == engine.NotFound {
				return engine.Observed{Remote: remote}, nil
			}
			return seen, err
		}
	}, "change/ReadMissing errors/Read404 errors/Read410"},
	{"ListsBackwards", listing(func(all iter.Seq2[engine.Observed, error]) iter.Seq2[engine.Observed, error] {
		return func(yield func(engine.Observed, error) bool) {
			var list []engine.Observed
			for seen, err := range all {
				if err != nil {
					yield(seen, err)
					return
				}
				list = append(list, seen)
			}
			for _, seen := range slices.Backward(list) {
				if !yield(seen, nil) {
					return
				}
			}
		}
	}), "listing/PagesAllOnceInOrder listing/StopsEarly"},
	{"ListsTwice", listing(func(all iter.Seq2[engine.Observed, error]) iter.Seq2[engine.Observed, error] {
		return func(yield func(engine.Observed, error) bool) {
			for seen, err := range all {
				if !yield(seen, err) || err == nil && !yield(seen, err) {
					return
				}
			}
		}
	}), "change/UpdateKeepsRemoteID context/CancelledDuringBody context/CancelledMidFlight create/NothingLiveBeforeDue " +
		"create/SecondPlanIsEmpty errors/UnreadableAnswerIsUncertain identity/FindAfterLostReply " +
		"identity/LostReplyIsUncertain identity/SameKeyPublishesOnce listing/ForeignPostsAreListed " +
		"listing/PagesAllOnceInOrder tolerance/UnknownFieldsIgnored tolerance/UnknownWordsKept"},
	{"GoesOnAfterABreak", listing(func(all iter.Seq2[engine.Observed, error]) iter.Seq2[engine.Observed, error] {
		return func(yield func(engine.Observed, error) bool) {
			for seen, err := range all {
				_ = yield(seen, err)
			}
		}
	}), "listing/BreakEndsIt listing/StopsEarly"},
	{"ForgetsTheLast", listing(func(all iter.Seq2[engine.Observed, error]) iter.Seq2[engine.Observed, error] {
		return func(yield func(engine.Observed, error) bool) {
			n := 0
			for seen, err := range all {
				if n++; n > 1 && err == nil {
					continue
				}
				if !yield(seen, err) {
					return
				}
			}
		}
	}), "create/SecondPlanIsEmpty identity/FindAfterLostReply listing/ForeignPostsAreListed listing/PagesAllOnceInOrder listing/WindowKeepsWhatIsRecent"},
	{"EndsListingsInSilence", listing(func(all iter.Seq2[engine.Observed, error]) iter.Seq2[engine.Observed, error] {
		return func(yield func(engine.Observed, error) bool) {
			for seen, err := range all {
				if err != nil || !yield(seen, err) {
					return
				}
			}
		}
	}), "context/CancelledBeforeReading context/CancelledWhileListing listing/CutListingEndsWithAnError"},
	{"ListsTooLittle", func(s *sinner) {
		s.list = func(ctx context.Context, w engine.Window) iter.Seq2[engine.Observed, error] {
			if !w.Since.IsZero() {
				w.Since = w.Since.Add(90 * time.Second)
			}
			return s.whole.List(ctx, w)
		}
	}, "listing/WindowKeepsWhatIsRecent"},
	{"SendsThoughCancelled", func(s *sinner) {
		s.create = func(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
			if ctx.Err() != nil {
				ctx = context.WithoutCancel(ctx)
			}
			return s.whole.Create(ctx, d, in)
		}
	}, "context/CancelledBeforeSend"},
	{"ForgetsTheWait", func(s *sinner) {
		s.create = func(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
			seen, err := s.whole.Create(ctx, d, in)
			var e *engine.Error
			if errors.As(err, &e) {
				e.RetryAfter = 0
			}
			return seen, err
		}
	}, "errors/RetryAfterIsRead"},
	{"NamesNothing", func(s *sinner) {
		s.create = func(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
			d.ID = engine.ID{Kind: engine.KindPost, Channel: "x", Slug: "y"}
			return s.whole.Create(ctx, d, in)
		}
	}, "errors/ErrorsNameTheResource"},
	{"TakesNonsenseForARefusal", func(s *sinner) {
		s.create = func(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
			seen, err := s.whole.Create(ctx, d, in)
			if err != nil && strings.Contains(err.Error(), "cannot be read") {
				err = as(err, engine.Uncertain, engine.Invalid)
			}
			return seen, err
		}
	}, "errors/UnreadableAnswerIsUncertain"},
	{"UploadsInCreate", func(s *sinner) {
		s.create = func(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
			if err := s.whole.Prepare(ctx, d); err != nil {
				return engine.Observed{}, err
			}
			return s.whole.Create(ctx, d, in)
		}
	}, "restraint/OneEffectPerWrite"},
	{"PublishesInPrepare", func(s *sinner) {
		s.prepare = func(ctx context.Context, d engine.Desired) error {
			if err := s.whole.Prepare(ctx, d); err != nil || len(d.Spec.Files()) == 0 {
				return err
			}
			_, err := s.whole.Create(ctx, d, engine.Intent{ID: d.ID, Key: "prepared"})
			return err
		}
	}, "change/UpdateKeepsRemoteID create/SecondPlanIsEmpty restraint/PrepareIsInvisible tolerance/UnknownFieldsIgnored " +
		"tolerance/UnknownWordsKept"},
	{"Sleeps", func(s *sinner) {
		s.read = func(ctx context.Context, kind engine.Kind, remote engine.RemoteID) (engine.Observed, error) {
			time.Sleep(time.Second)
			return s.whole.Read(ctx, kind, remote)
		}
	}, "restraint/DoesNotSleep"},
	{"Logs", func(s *sinner) {
		s.read = func(ctx context.Context, kind engine.Kind, remote engine.RemoteID) (engine.Observed, error) {
			slog.Debug("reading", "remote", remote)
			return s.whole.Read(ctx, kind, remote)
		}
	}, "restraint/DoesNotLog"},
	{"InventsCounts", func(s *sinner) {
		s.measure = func(ctx context.Context, remotes []engine.RemoteID) iter.Seq2[engine.Metrics, error] {
			return func(yield func(engine.Metrics, error) bool) {
				for m, err := range s.whole.Measure(ctx, remotes) {
					m.Counts = maps.Clone(m.Counts)
					if m.Counts != nil {
						m.Counts["shares"] += 0
					}
					if !yield(m, err) {
						return
					}
				}
			}
		}
	}, "metrics/AbsentIsNotZero metrics/CountsAreDeclared"},
	{"MeasuresEverything", measuring(func(s *sinner, ctx context.Context, remotes []engine.RemoteID) iter.Seq2[engine.Metrics, error] {
		return s.whole.Measure(ctx, append(slices.Clone(remotes), remotes[:min(1, len(remotes))]...))
	}), "metrics/MeasuresWhatIsAsked metrics/GoneIsLeftOut metrics/MeasuresInFewRequests metrics/ThrottledKeepsWhatItTold"},
	{"CountsTheGone", measuring(func(s *sinner, ctx context.Context, remotes []engine.RemoteID) iter.Seq2[engine.Metrics, error] {
		return func(yield func(engine.Metrics, error) bool) {
			told := map[engine.RemoteID]bool{}
			for m, err := range s.whole.Measure(ctx, remotes) {
				if told[m.Remote] = true; !yield(m, err) || err != nil {
					return
				}
			}
			for _, remote := range remotes {
				if remote != "" && !told[remote] && !yield(engine.Metrics{Remote: remote, Counts: map[string]int64{"likes": 0}}, nil) {
					return
				}
			}
		}
	}), "metrics/GoneIsLeftOut"},
	{"LooksBeforeItMeasures", measuring(func(s *sinner, ctx context.Context, remotes []engine.RemoteID) iter.Seq2[engine.Metrics, error] {
		for _, remote := range remotes {
			_, _ = s.whole.Read(ctx, engine.KindPost, remote)
		}
		return s.whole.Measure(ctx, remotes)
	}), "metrics/MeasuresInFewRequests"},
	{"EndsMeasuringInSilence", measuring(func(s *sinner, ctx context.Context, remotes []engine.RemoteID) iter.Seq2[engine.Metrics, error] {
		return func(yield func(engine.Metrics, error) bool) {
			for m, err := range s.whole.Measure(ctx, remotes) {
				if err != nil || !yield(m, nil) {
					return
				}
			}
		}
	}), "metrics/CutMeasuringEndsWithAnError metrics/ThrottledKeepsWhatItTold"},
	{"TellsAllOrNothing", measuring(func(s *sinner, ctx context.Context, remotes []engine.RemoteID) iter.Seq2[engine.Metrics, error] {
		return func(yield func(engine.Metrics, error) bool) {
			var all []engine.Metrics
			for m, err := range s.whole.Measure(ctx, remotes) {
				if err != nil {
					yield(engine.Metrics{}, err)
					return
				}
				all = append(all, m)
			}
			for _, m := range all {
				if !yield(m, nil) {
					return
				}
			}
		}
	}), "metrics/ThrottledKeepsWhatItTold"},
	{"LikesWhatItMeasures", measuring(func(s *sinner, ctx context.Context, remotes []engine.RemoteID) iter.Seq2[engine.Metrics, error] {
		_ = s.whole.Delete(ctx, engine.Observed{Remote: "none"}, engine.Intent{})
		return s.whole.Measure(ctx, remotes)
	}), "metrics/MeasuringOnlyReads"},
}

func TestEachSinIsNoticed(t *testing.T) {
	for _, sin := range sins {
		t.Run(sin.name, func(t *testing.T) {
			failed := providertest.Failures(t, network(sin.commit, nil))
			var got []string
			for name, verdict := range failed {
				got = append(got, strings.TrimSuffix(name, "/post"))
				t.Logf("%s: %s", name, verdict)
			}
			slices.Sort(got)
			want := strings.Fields(sin.fails)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("got  %v\nwant %v", got, want)
			}
		})
	}
}

func network(commit func(*sinner), through func(http.RoundTripper) http.RoundTripper) providertest.Network {
	powers := memory.All()
	powers.Kinds = []engine.Kind{engine.KindPost}
	return providertest.Network{
		Page:    3,
		Lengths: map[string]int{"été": 3},
		Words:   map[string]string{"language": "hologram"},
		New: func(cfg engine.Config) (engine.Provider, error) {
			if through != nil {
				client := *cfg.HTTP
				client.Transport = through(client.Transport)
				cfg.HTTP = &client
			}
			p, err := memory.Constructor(powers).New(cfg)
			if err != nil {
				return nil, err
			}
			s := &sinner{whole: p.(whole)}
			commit(s)
			return s, nil
		},
		Fake: func(_ testing.TB, cfg engine.Config) http.Handler {
			return memory.Handler(memory.NewNetwork(time.Now, memory.Options{
				Page: 3, Token: cfg.Secret.Reveal(), Uploads: true}), memory.Points{})
		},
	}
}

// boast is a manual network that knows better than the person who acts.
type boast struct{ engine.Provider }

func (b boast) Create(ctx context.Context, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	seen, err := b.Provider.Create(ctx, d, in)
	seen.Phase = engine.Live
	return seen, err
}

const boastFails = "create/ManualWaitsForAPerson"

func TestABoastingManualNetworkIsNoticed(t *testing.T) {
	powers := memory.Powers{Manual: true, Kinds: []engine.Kind{engine.KindPost}}
	failed := providertest.Failures(t, providertest.Network{
		Local: func(testing.TB, *providertest.Faults) providertest.Opener {
			return func(cfg engine.Config) (engine.Provider, error) {
				p, err := memory.New(memory.NewNetwork(time.Now, memory.Options{}), cfg, powers)
				return boast{p}, err
			}
		},
	})
	if len(failed) != 1 || failed[boastFails+"/post"] == "" {
		t.Errorf("failed %v, want %s", failed, boastFails)
	}
}

// forgetful leaves on a profile what its file dropped.
type forgetful struct{ whole }

func (f forgetful) Update(ctx context.Context, before engine.Observed, d engine.Desired, in engine.Intent) (engine.Observed, error) {
	in.Dropped = nil
	return f.whole.Update(ctx, before, d, in)
}

const forgetfulFails = "change/ProfileKeepsWhatIsNotDeclared change/UpdateTakesFieldsAway"

func TestAProfileThatKeepsWhatWasDroppedIsNoticed(t *testing.T) {
	powers := memory.All()
	powers.Kinds = []engine.Kind{engine.KindPost, engine.KindProfile}
	failed := providertest.Failures(t, providertest.Network{
		Page: 3,
		New: func(cfg engine.Config) (engine.Provider, error) {
			p, err := memory.Constructor(powers).New(cfg)
			if err != nil {
				return nil, err
			}
			return forgetful{p.(whole)}, nil
		},
		Fake: func(_ testing.TB, cfg engine.Config) http.Handler {
			return memory.Handler(memory.NewNetwork(time.Now, memory.Options{Page: 3, Token: cfg.Secret.Reveal(), Uploads: true}), memory.Points{})
		},
	})
	var got []string
	for name := range failed {
		if title, of := strings.CutSuffix(name, "/profile"); of {
			got = append(got, title)
		}
	}
	slices.Sort(got)
	if want := strings.Fields(forgetfulFails); !slices.Equal(got, want) {
		t.Errorf("failed %v, want %v: %v", got, want, failed)
	}
}

// TestEveryCaseCanFail keeps cases out that nothing ever fails.
func TestEveryCaseCanFail(t *testing.T) {
	all := providertest.NaiveFailures + " " + boastFails + " " + forgetfulFails
	for _, sin := range sins {
		all += " " + sin.fails
	}
	failing := map[string]bool{"tolerance/UnknownFieldsIgnored": true, "tolerance/UnknownWordsKept": true} // TestAStrictReaderIsNoticed
	for name := range strings.FieldsSeq(all) {
		failing[strings.TrimSuffix(name, "/post")] = true
	}
	for _, title := range providertest.Titles() {
		if !failing[title] {
			t.Errorf("nothing makes %s fail", title)
		}
	}
}
