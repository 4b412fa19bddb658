package calendar

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

type list = []*cal.Holiday

// regions are the countries and parts of countries we vouch for. The library
// knows more: those are left out whose list is behind the law (Russia, Ukraine,
// Slovakia, New Zealand's Matariki) or is no list of one place (its Switzerland
// is that of all cantons together).
var regions = sync.OnceValue(func() map[string]list {
	// Dates are days, and a day must not depend on the machine: midnight does
	// not exist on some days in some zones. Nothing else uses the library.
	cal.DefaultLoc = time.UTC
	all := map[string]list{
		"AT": at.Holidays, "BE": be.Holidays, "CA": ca.Holidays, "CZ": cz.Holidays, "DE": de.Holidays, "DK": dk.Holidays,
		"ES": es.Holidays, "FI": finland(), "FR": fr.Holidays, "GB": gb.Holidays, "HR": hr.Holidays, "IE": ie.Holidays,
		"JP": jp.Holidays, "LU": luxembourg(), "NL": nl.Holidays, "NO": no.Holidays, "PT": portugal(), "SE": se.Holidays,
		"SI": si.Holidays, "US": us.Holidays, "ZA": za.Holidays,
		"BR": with(br.Holidays, since(2024, on("Dia Nacional de Zumbi e da Consciência Negra", time.November, 20))),
		"IT": with(it.Holidays, since(2026, on("San Francesco d’Assisi", time.October, 4))),
		"PL": with(pl.Holidays, since(2025, on("Wigilia Bożego Narodzenia", time.December, 24))),
	}
	for _, more := range []map[string]list{german(), french(), british(), swiss()} {
		maps.Copy(all, more)
	}
	return all
})

func german() map[string]list {
	return map[string]list{
		"DE-BB": de.HolidaysBB, "DE-BE": de.HolidaysBE, "DE-BW": de.HolidaysBW, "DE-BY": de.HolidaysBY, "DE-HB": de.HolidaysHB,
		"DE-HE": de.HolidaysHE, "DE-HH": de.HolidaysHH, "DE-MV": de.HolidaysMV, "DE-NI": de.HolidaysNI, "DE-NW": de.HolidaysNW,
		"DE-RP": de.HolidaysRP, "DE-SH": de.HolidaysSH, "DE-SL": de.HolidaysSL, "DE-SN": de.HolidaysSN, "DE-ST": de.HolidaysST,
		"DE-TH": de.HolidaysTH,
	}
}

// french are the parts of France with days of their own: Alsace and Moselle
// (Code du travail, L3134-13), the day slavery ended in the overseas
// departments (L3422-2), New Caledonia.
func french() map[string]list {
	alsaceMoselle := with(fr.Holidays, named("Vendredi saint", aa.GoodFriday), named("Saint-Étienne", aa.ChristmasDay2))
	abolition := func(month time.Month, day int) list {
		return with(fr.Holidays, on("Abolition de l’esclavage", month, day))
	}
	return map[string]list{
		"FR-57": alsaceMoselle, "FR-67": alsaceMoselle, "FR-68": alsaceMoselle,
		"FR-971": abolition(time.May, 27), "FR-972": abolition(time.May, 22), "FR-973": abolition(time.June, 10),
		"FR-974": abolition(time.December, 20), "FR-976": abolition(time.April, 27), "FR-NC": nc.Holidays,
	}
}

// british are the parts of the United Kingdom; GB alone is England and Wales.
func british() map[string]list {
	monday := []cal.AltDay{{Day: time.Saturday, Offset: 2}, {Day: time.Sunday, Offset: 1}}
	scotland := without(gb.Holidays, gb.EasterMonday, gb.SummerHoliday)
	scotland = with(scotland, gb.SummerHolidayScotland,
		observed(on("2 January", time.January, 2), gb.BoxingDay.Observed), observed(on("St Andrew's Day", time.November, 30), monday))
	return map[string]list{
		"GB-ENG": gb.Holidays, "GB-WLS": gb.Holidays, "GB-SCT": scotland,
		"GB-NIR": with(gb.Holidays, observed(on("St Patrick's Day", time.March, 17), monday), observed(on("Battle of the Boyne", time.July, 12), monday)),
	}
}

// swiss are the four days all cantons share, and two cantons.
func swiss() map[string]list {
	shared := list{ch.Neujahr, ch.Auffahrt, ch.Bundesfeiertag, ch.Weihnachtstag}
	easter := with(shared, ch.Karfreitag, ch.Ostermontag, ch.Pfingstmontag)
	// The Thursday after the first and the Monday after the third Sunday of September.
	geneva := &cal.Holiday{Name: "Jeûne genevois", Month: time.September, Weekday: time.Sunday, Offset: 1, CalcOffset: 4, Func: cal.CalcWeekdayOffset}
	vaud := &cal.Holiday{Name: "Lundi du Jeûne fédéral", Month: time.September, Weekday: time.Sunday, Offset: 3, CalcOffset: 1, Func: cal.CalcWeekdayOffset}
	return map[string]list{
		"CH":    shared,
		"CH-GE": with(easter, geneva, on("Restauration de la République", time.December, 31)),
		"CH-VD": with(easter, ch.Berchtoldstag, vaud),
	}
}

func luxembourg() list {
	return list{
		named("Nouvel an", aa.NewYear), named("Lundi de Pâques", aa.EasterMonday), named("Fête du Travail", aa.WorkersDay),
		since(2019, on("Journée de l’Europe", time.May, 9)), named("Ascension", aa.AscensionDay),
		named("Lundi de Pentecôte", aa.PentecostMonday), on("Fête nationale", time.June, 23), named("Assomption", aa.AssumptionOfMary),
		named("Toussaint", aa.AllSaintsDay), named("Noël", aa.ChristmasDay), named("Saint-Étienne", aa.ChristmasDay2),
	}
}

func portugal() list {
	return list{
		named("Ano Novo", aa.NewYear), named("Sexta-feira Santa", aa.GoodFriday), named("Páscoa", aa.Easter),
		on("Dia da Liberdade", time.April, 25), named("Dia do Trabalhador", aa.WorkersDay), named("Corpo de Deus", aa.CorpusChristi),
		on("Dia de Portugal", time.June, 10), named("Assunção", aa.AssumptionOfMary), on("Implantação da República", time.October, 5),
		named("Todos os Santos", aa.AllSaintsDay), on("Restauração da Independência", time.December, 1),
		named("Imaculada Conceição", aa.ImmaculateConception), named("Natal", aa.ChristmasDay),
	}
}

func finland() list {
	return list{
		named("Uudenvuodenpäivä", aa.NewYear), named("Loppiainen", aa.Epiphany), named("Pitkäperjantai", aa.GoodFriday),
		named("Pääsiäispäivä", aa.Easter), named("2. pääsiäispäivä", aa.EasterMonday), named("Vappu", aa.WorkersDay),
		named("Helatorstai", aa.AscensionDay), named("Helluntaipäivä", aa.Pentecost), saturdayFrom("Juhannuspäivä", time.June, 20),
		saturdayFrom("Pyhäinpäivä", time.October, 31), on("Itsenäisyyspäivä", time.December, 6), named("Joulupäivä", aa.ChristmasDay),
		named("Tapaninpäivä", aa.ChristmasDay2),
	}
}

func on(name string, month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Name: name, Month: month, Day: day, Func: cal.CalcDayOfMonth}
}

func saturdayFrom(name string, month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Name: name, Month: month, Day: day, Weekday: time.Saturday, Offset: 1, Func: cal.CalcWeekdayFrom}
}

func named(name string, h *cal.Holiday) *cal.Holiday { return h.Clone(&cal.Holiday{Name: name}) }

func since(year int, h *cal.Holiday) *cal.Holiday { return h.Clone(&cal.Holiday{StartYear: year}) }

func observed(h *cal.Holiday, rule []cal.AltDay) *cal.Holiday {
	return h.Clone(&cal.Holiday{Observed: rule})
}

func with(holidays list, more ...*cal.Holiday) list { return slices.Concat(holidays, more) }

func without(holidays list, fewer ...*cal.Holiday) list {
	return slices.DeleteFunc(slices.Clone(holidays), func(h *cal.Holiday) bool { return slices.Contains(fewer, h) })
}
