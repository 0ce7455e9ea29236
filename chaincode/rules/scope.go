package rules

import "math"

var allCountries = func() (all Uint256) {
	for i := range all {
		all[i] = math.MaxUint8
	}
	return all
}()

// territory is a set of countries and provinces, one dimension: both words zero mean everywhere, one zero beside a
// word that is not zero means none of that word (docs/specs/readings.md, 6).
type territory struct {
	countries Uint256
	provinces uint64
}

func territoryOf(countries Uint256, provinces uint64) territory {
	if countries.IsZero() && provinces == 0 {
		return territory{allCountries, math.MaxUint64}
	}
	return territory{countries, provinces}
}

func (t territory) union(other territory) territory {
	return territory{t.countries.or(other.countries), t.provinces | other.provinces}
}

func (t territory) contains(other territory) bool {
	return other.countries.without(t.countries).IsZero() && other.provinces&^t.provinces == 0
}

func (t territory) overlaps(other territory) bool {
	return !t.countries.and(other.countries).IsZero() || t.provinces&other.provinces != 0
}

func (s Scope) territory() territory { return territoryOf(s.Countries, s.Provinces) }

func (r Right) territory() territory { return territoryOf(r.Countries, r.Provinces) }

// actsWord and fieldsWord: zero means all, so that codes added later are included.
func actsWord(acts uint32) uint32 {
	if acts == 0 {
		return math.MaxUint32
	}
	return acts
}

func fieldsWord(fields uint64) uint64 {
	if fields == 0 {
		return math.MaxUint64
	}
	return fields
}

// overlaps tells whether two grants meet: one AND per dimension, and intervals half-open.
func (s Scope) overlaps(other Scope) bool {
	return actsWord(s.Acts)&actsWord(other.Acts) != 0 &&
		fieldsWord(s.Fields)&fieldsWord(other.Fields) != 0 &&
		s.territory().overlaps(other.territory()) &&
		s.Start < other.End && other.Start < s.End
}

// widerIn names the first dimension in which a scope reaches beyond another one; empty where it lies within.
func (s Scope) widerIn(outer Scope) string {
	inside, around := s.territory(), outer.territory()
	switch {
	case actsWord(s.Acts)&^actsWord(outer.Acts) != 0:
		return "acts"
	case fieldsWord(s.Fields)&^fieldsWord(outer.Fields) != 0:
		return "fields"
	case !inside.countries.without(around.countries).IsZero():
		return "countries"
	case inside.provinces&^around.provinces != 0:
		return "provinces"
	case s.Start < outer.Start:
		return "start"
	case s.End > outer.End:
		return "end"
	}
	return ""
}
