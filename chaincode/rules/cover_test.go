package rules

import "testing"

func TestGrantedRightsTogetherCoverAScope(t *testing.T) {
	japanBit := Uint256{}
	japanBit[31-japan/8] = 1 << (japan % 8)
	inJapan := Right{RightStage: RightStageGranted, Countries: japanBit, Start: 0, End: 100}
	application := rightIn(allOfVietNam, 0, 100)
	application.RightStage = RightStageApplication
	for _, test := range []struct {
		name   string
		kind   AssetKind
		rights []Right
		scope  Scope
		want   bool
	}{
		{"one right around the scope", AssetKindPatent, []Right{rightIn(3, 0, 100)}, Scope{Provinces: 1, Start: 10, End: 90}, true},
		{"one right with the scope's own term", AssetKindPatent, []Right{rightIn(1, 10, 90)}, Scope{Provinces: 1, Start: 10, End: 90}, true},
		{"a right that begins later", AssetKindPatent, []Right{rightIn(1, 11, 90)}, Scope{Provinces: 1, Start: 10, End: 90}, false},
		{"a right that ends before", AssetKindPatent, []Right{rightIn(1, 10, 89)}, Scope{Provinces: 1, Start: 10, End: 90}, false},
		{"a province not protected", AssetKindPatent, []Right{rightIn(1, 0, 100)}, Scope{Provinces: 3, Start: 10, End: 90}, false},
		{"everywhere from Viet Nam alone", AssetKindPatent, []Right{rightIn(allOfVietNam, 0, 100)}, Scope{Start: 10, End: 90}, false},
		{"everywhere from a right everywhere", AssetKindPatent, []Right{rightIn(0, 0, 100)}, Scope{Start: 10, End: 90}, true},
		{"all of Viet Nam from each of its provinces of today", AssetKindPatent, []Right{rightIn(publishedProvinces, 0, 100)}, Scope{Provinces: allOfVietNam, Start: 10, End: 90}, false},
		{"two rights, one after the other", AssetKindPatent, []Right{rightIn(1, 50, 100), rightIn(1, 0, 50)}, Scope{Provinces: 1, Start: 10, End: 90}, true},
		{"a gap of one second between them", AssetKindPatent, []Right{rightIn(1, 51, 100), rightIn(1, 0, 50)}, Scope{Provinces: 1, Start: 10, End: 90}, false},
		{"a gap in one province alone", AssetKindPatent, []Right{rightIn(3, 0, 50), rightIn(1, 50, 100), rightIn(2, 60, 100)}, Scope{Provinces: 3, Start: 10, End: 90}, false},
		{"two provinces from two rights", AssetKindPatent, []Right{rightIn(1, 0, 100), rightIn(2, 0, 100)}, Scope{Provinces: 3, Start: 10, End: 90}, true},
		{"a country and a province from two rights", AssetKindPatent, []Right{rightIn(1, 0, 100), inJapan}, Scope{Countries: japanBit, Provinces: 1, Start: 10, End: 90}, true},
		{"a country that no right protects", AssetKindPatent, []Right{rightIn(allOfVietNam, 0, 100)}, Scope{Countries: japanBit, Start: 10, End: 90}, false},
		{"an application", AssetKindPatent, []Right{application}, Scope{Provinces: 1, Start: 10, End: 90}, false},
		{"an application that fills a gap", AssetKindPatent, []Right{rightIn(1, 0, 50), application}, Scope{Provinces: 1, Start: 10, End: 90}, false},
		{"know-how, whose life is not checked", AssetKindKnowHow, nil, Scope{Start: 10, End: 90}, true},
		{"a work without rights", AssetKindWork, nil, Scope{Provinces: 1, Start: 10, End: 90}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := &asset{AssetKind: test.kind, Rights: test.rights}
			if given := a.covers(test.scope); given != test.want {
				t.Fatalf("covers: %v, want %v", given, test.want)
			}
		})
	}
}

func FuzzCoverIsThatOfEveryInstant(f *testing.F) {
	f.Add(uint64(0x0102030405060708), uint64(0x1122334455667788), uint8(3))
	f.Add(uint64(0xffffffffffffffff), uint64(0), uint8(1))
	f.Fuzz(func(t *testing.T, rights, places uint64, wanted uint8) {
		a := &asset{AssetKind: AssetKindPatent}
		for i := range 4 {
			start, length := uint64(rights>>(8*i)&0xf), uint64(rights>>(8*i+4)&0xf)
			right := rightIn(uint64(places>>(8*i)&7)|8, start, start+length+1)
			right.RightStage = RightStage(1 + places>>(8*i+3)&1)
			a.Rights = append(a.Rights, right)
		}
		scope := Scope{Provinces: uint64(wanted&7) | 8, Start: uint64(wanted >> 6), End: uint64(wanted>>6) + 1 + uint64(wanted>>3&7)}
		everywhere := true
		for at := scope.Start; at < scope.End; at++ {
			for bit := range 4 {
				province := uint64(1) << bit
				protected := scope.Provinces&province == 0
				for _, right := range a.Rights {
					protected = protected || (right.RightStage == RightStageGranted && right.Provinces&province != 0 &&
						right.Start <= at && at < right.End)
				}
				everywhere = everywhere && protected
			}
		}
		if given := a.covers(scope); given != everywhere {
			t.Fatalf("%+v of %+v: covers %v, instant by instant %v", scope, a.Rights, given, everywhere)
		}
	})
}
