package rules

import "testing"

func TestOverlapIsOneANDPerDimension(t *testing.T) {
	country := NewUint256(1 << 7)
	base := Scope{Acts: 1, Fields: 1, Provinces: 1, Start: 10, End: 20}
	with := func(change func(*Scope)) Scope {
		changed := base
		change(&changed)
		return changed
	}
	for _, test := range []struct {
		name  string
		other Scope
		want  bool
	}{
		{"the same", base, true},
		{"another act", with(func(s *Scope) { s.Acts = 2 }), false},
		{"all acts", with(func(s *Scope) { s.Acts = 0 }), true},
		{"another field", with(func(s *Scope) { s.Fields = 2 }), false},
		{"all fields", with(func(s *Scope) { s.Fields = 0 }), true},
		{"another province", with(func(s *Scope) { s.Provinces = 2 }), false},
		{"all of Viet Nam", with(func(s *Scope) { s.Provinces = allOfVietNam }), true},
		{"everywhere", with(func(s *Scope) { s.Provinces = 0 }), true},
		{"a country and no province", with(func(s *Scope) { s.Countries, s.Provinces = country, 0 }), false},
		{"a country and the province", with(func(s *Scope) { s.Countries = country }), true},
		{"begins where the other ends", with(func(s *Scope) { s.Start, s.End = 20, 30 }), false},
		{"begins one second before", with(func(s *Scope) { s.Start, s.End = 19, 30 }), true},
		{"ends where the other begins", with(func(s *Scope) { s.Start, s.End = 1, 10 }), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if base.overlaps(test.other) != test.want || test.other.overlaps(base) != test.want {
				t.Fatalf("%+v and %+v: want %v both ways", base, test.other, test.want)
			}
		})
	}
}
