// Package providertest is the one suite that every provider passes. It is
// handed a provider's constructor and a network without people on it, and never
// looks inside either: it judges what a reader of the network, and the caller of
// the provider, can see.
//
// # How to add a provider
//
// A provider is a folder with provider.go (the type and its capabilities),
// client.go (requests), convert.go (pure functions between engine's specs and
// the network's) and provider_test.go, plus one line in providers.go. Two
// methods are required, Info and Create; each further capability is one method
// of its own, described at its interface in package engine. Leave out what the
// network cannot do: there are no stubs.
//
// The whole test file of a network behind HTTP is
//
//	func TestConformance(t *testing.T) {
//		providertest.Run(t, providertest.Network{
//			New:  acme.Constructor().New,
//			Fake: newFake, // func(testing.TB, engine.Config) http.Handler
//		})
//	}
//
// and that of a network inside the process, such as a folder of files,
//
//	func TestConformance(t *testing.T) {
//		providertest.Run(t, providertest.Network{
//			Local: func(t testing.TB, f *providertest.Faults) providertest.Opener {
//				target := f.Target(new(providertest.Target)) // new and empty
//				return func(cfg engine.Config) (engine.Provider, error) {
//					cfg.Target = target // the same at each opening
//					return acme.Constructor().New(cfg)
//				}
//			},
//		})
//	}
//
// What Info declares decides which cases run. A case that does not apply is
// skipped and says why; there is no option to skip one. An oddity of a network
// is declared in Info or Limits. What cannot be declared goes into
// testdata/known.txt, one line for each,
//
//	identity/FindNothing/post — the search index forgets — https://…
//
// and is printed at the end; the case still runs, and its line must go once it
// passes.
//
// # What a provider does
//
// It translates. It sends each write once, through Config.HTTP, and turns the
// answer into an *engine.Error whose kind says what the caller may conclude.
// It does not retry, wait, log or read the clock; Config.Now is there to sign
// requests. A case that fails prints the promise that was broken.
//
// # How the suite runs
//
// Each case gets a network of its own, inside a testing/synctest bubble: time
// is fake, starts on 1 December 2026 at 9:00 UTC and moves only when everything
// waits. Answers are made in process and race against the request's context.
// Faults strike at two points, before the network sees a request and after it
// acted; what is delayed, cut short or refused is composed of these.
package providertest
