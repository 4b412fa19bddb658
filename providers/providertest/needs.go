package providertest

import (
	"fmt"

	"galley/engine"
)

// needs joins requirements; the first that is not met tells its reason.
func needs(all ...func(subject) string) func(subject) string {
	return func(s subject) string {
		for _, need := range all {
			if reason := need(s); reason != "" {
				return reason
			}
		}
		return ""
	}
}

func unless(met bool, format string, args ...any) string {
	if met {
		return ""
	}
	return fmt.Sprintf(format, args...)
}

func overHTTP(s subject) string { return unless(s.network.Fake != nil, "the network is local") }
func reader(s subject) string   { return unless(s.caps.Read, "the provider is no Reader") }
func lister(s subject) string   { return unless(s.caps.List, "the provider is no Lister") }
func finder(s subject) string   { return unless(s.caps.Find, "the provider is no Finder") }
func measurer(s subject) string { return unless(s.caps.Measure, "the provider is no Measurer") }

// readable holds where what was written can be seen again. A profile is on no
// listing.
func readable(s subject) string {
	return unless(s.caps.Read || s.caps.List && s.kind != engine.KindProfile, "%s cannot be read back", s.kind)
}

func automatic(s subject) string {
	return unless(!s.info.Manual, "the network is manual: a person acts")
}

// partial holds for profiles of which a file declares a part: those that are
// nobody else's are the file.
func partial(s subject) string {
	return unless(s.kind == engine.KindProfile && !s.limits.Mirrored && s.limits.Shows("name") && s.limits.Shows("bio"),
		"%s is no profile that people fill in as well", s.kind)
}

// counted rules out what nobody reads: there is nothing to count.
func counted(s subject) string {
	return unless(s.kind != engine.KindFilter, "nobody reads a %s", s.kind)
}

// many rules out the kinds of which an account has one.
func many(s subject) string {
	return unless(s.kind != engine.KindProfile, "an account has one profile")
}

func creates(s subject) string {
	return unless(s.limits.Permits(engine.Create), "%s permits no create", s.kind)
}

func updates(s subject) string {
	return unless(s.caps.Update && s.limits.Permits(engine.Update), "%s cannot be updated", s.kind)
}

func deletes(s subject) string {
	return unless(s.caps.Delete && s.limits.Permits(engine.Delete), "%s cannot be deleted", s.kind)
}

func repeatable(s subject) string {
	return unless(s.limits.Repeatable, "%s does not declare Repeatable", s.kind)
}

func schedules(s subject) string {
	return unless(s.limits.Schedules, "%s does not declare Schedules", s.kind)
}

func shows(field string) func(subject) string {
	return func(s subject) string { return unless(s.limits.Shows(field), "%s shows no %s", s.kind, field) }
}

func hasText(s subject) string { return shows(textField(s.kind))(s) }

func takesPictures(s subject) string {
	_, data := picture(s.limits.MediaTypes, 0)
	return unless(s.limits.Shows("media") && data != nil, "%s takes no pictures", s.kind)
}
