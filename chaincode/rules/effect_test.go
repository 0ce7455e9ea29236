package rules

import (
	"slices"
	"testing"
)

func TestEffectTouchesTheAssetAndRaisesItsEncumbranceVersion(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	asset := w.patentOf(owner)
	instrument := w.propose(licenceOf(asset, licensee, owner), owner, licensee)
	before := w.entryOf(asset)
	w.refused(NotAuthorised(w.bank.id), &EffectInstrument{w.envelope(instrument)}, w.bank)
	event := w.do(&EffectInstrument{w.envelope(instrument)}, licensee)
	w.stateIs(instrument, StateEffective)
	effect := event.Outcome.(Effect)
	if effect.EncumbranceVersion != 1 || !slices.Equal(effect.Shares, []Share{{owner.id, 10_000}}) {
		t.Fatalf("outcome %+v", effect)
	}
	want := Touch{asset, before.Version + 1, NextHead(before.Head, event.Header.Digest, opening)}
	if !slices.Equal(event.Header.Touched, []Touch{want}) {
		t.Fatalf("touched %+v, want %+v", event.Header.Touched, want)
	}
	if after := w.entryOf(asset); after.Head != want.Head || after.Version != want.Version || after.State != StateActive {
		t.Fatalf("the asset stands at %+v", after)
	}
	w.refused(StateForbids(instrument, StateEffective), &EffectInstrument{w.envelope(instrument)}, licensee)
}

func TestTitleIsAskedAgainAtEffect(t *testing.T) {
	w := newWorld(t)
	owner, other, licensee := w.owner("owner"), w.owner("other"), w.admit("licensee", w.operator)
	asset := w.patentOf(owner)
	instrument := w.propose(licenceOf(asset, licensee, owner), owner, licensee)
	w.do(&DisputeAsset{Envelope: w.envelope(asset), Claim: word("claim"), Claimant: other.id}, w.arbiter, other)
	w.do(&ResolveDispute{
		Envelope: w.envelope(asset), Decision: word("decision"), Holders: []Share{{other.id, 10_000}},
	}, w.arbiter)
	w.refused(SignatoryMissing(other.id), &EffectInstrument{w.envelope(instrument)}, licensee)
}

func TestRightsAreAskedAgainAtEffect(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	asset := w.patentOf(owner)
	instrument := w.propose(licenceOf(asset, licensee, owner), owner, licensee)
	w.do(w.record(asset, rightIn(allOfVietNam, opening, opening+day)), w.registrar)
	w.refused(RightNotInForce(asset), &EffectInstrument{w.envelope(instrument)}, licensee)
}

func TestEffectIsInTime(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	terms := licenceOf(w.patentOf(owner), licensee, owner)
	terms.EffectBy = opening + day
	late, inTime := w.propose(terms, owner, licensee), w.propose(terms, owner, licensee)
	w.at = opening + day - 1
	w.do(&EffectInstrument{w.envelope(inTime)}, owner)
	w.at++
	w.refused(TooLate(opening+day, w.at), &EffectInstrument{w.envelope(late)}, owner)
	w.do(&EndInstrument{
		Envelope: w.envelope(late), InstrumentEnd: InstrumentEndRescinded, Reason: word("late"),
	}, licensee)
	w.stateIs(late, StateRescinded)
}

func TestTheConflictTable(t *testing.T) {
	sole := func(terms Terms) Terms {
		terms.Exclusivity = ExclusivitySole
		return terms
	}
	exclusive := func(terms Terms) Terms { return exclusively(terms, 0) }
	plain := func(terms Terms) Terms { return terms }
	elsewhere := func(grant func(Terms) Terms) func(Terms) Terms {
		return func(terms Terms) Terms {
			terms.Scope.Provinces = 2
			return grant(terms)
		}
	}
	for _, test := range []struct {
		name          string
		standing, new func(Terms) Terms
		refused       bool
	}{
		{"an exclusive licence where an exclusive one overlaps", exclusive, exclusive, true},
		{"an exclusive licence where a sole one overlaps", sole, exclusive, true},
		{"a sole licence where an exclusive one overlaps", exclusive, sole, true},
		{"a sole licence where a sole one overlaps", sole, sole, true},
		{"a non-exclusive licence where an exclusive one overlaps", exclusive, plain, true},
		{"a non-exclusive licence where a sole one overlaps", sole, plain, true},
		{"an exclusive licence where a non-exclusive one overlaps", plain, exclusive, false},
		{"a sole licence where a non-exclusive one overlaps", plain, sole, false},
		{"a non-exclusive licence beside a non-exclusive one", plain, plain, false},
		{"an exclusive licence beside an exclusive one elsewhere", exclusive, elsewhere(exclusive), false},
		{"a non-exclusive licence beside an exclusive one elsewhere", exclusive, elsewhere(plain), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			owner, licensee, other := w.owner("owner"), w.admit("licensee", w.operator), w.admit("other", w.operator)
			asset := w.patentOf(owner)
			standing := w.effect(test.standing(licenceOf(asset, licensee, owner)), owner, licensee)
			terms := test.new(licenceOf(asset, other, owner))
			if terms.Exclusivity != ExclusivityNonExclusive {
				terms.EncumbranceVersion = 1
			}
			instrument := w.propose(terms, owner, other)
			if test.refused {
				w.refused(GrantConflict(asset, standing), &EffectInstrument{w.envelope(instrument)}, other)
				return
			}
			w.do(&EffectInstrument{w.envelope(instrument)}, other)
		})
	}
}

func TestOfTwoRacingExclusivesOneWins(t *testing.T) {
	w := newWorld(t)
	owner, first, second := w.owner("owner"), w.admit("first", w.operator), w.admit("second", w.operator)
	asset := w.patentOf(owner)
	one := w.propose(exclusively(licenceOf(asset, first, owner), 0), owner, first)
	two := w.propose(exclusively(licenceOf(asset, second, owner), 0), owner, second)
	w.do(&EffectInstrument{w.envelope(two)}, second)
	w.refused(GrantConflict(asset, two), &EffectInstrument{w.envelope(one)}, first)
}

func TestAnExclusiveLicenceAcknowledgesTheEncumbranceVersion(t *testing.T) {
	w := newWorld(t)
	owner, licensee, other := w.owner("owner"), w.admit("licensee", w.operator), w.admit("other", w.operator)
	asset := w.patentOf(owner)
	stale := w.propose(exclusively(licenceOf(asset, licensee, owner), 0), owner, licensee)
	plain := w.effect(licenceOf(asset, other, owner), owner, other)
	w.refused(StaleEncumbrance(1, 0), &EffectInstrument{w.envelope(stale)}, licensee)
	w.do(&EndInstrument{
		Envelope: w.envelope(plain), InstrumentEnd: InstrumentEndTerminated, Reason: word("agreed"),
	}, owner, other)
	w.refused(StaleEncumbrance(2, 0), &EffectInstrument{w.envelope(stale)}, licensee)
	w.effect(exclusively(licenceOf(asset, licensee, owner), 2), owner, licensee)
}

func TestAGrantThatHasRunOutIsInNobodysWay(t *testing.T) {
	w := newWorld(t)
	owner, licensee, other := w.owner("owner"), w.admit("licensee", w.operator), w.admit("other", w.operator)
	asset := w.patentOf(owner)
	w.effect(exclusively(licenceOf(asset, licensee, owner), 0), owner, licensee)
	next := exclusively(licenceOf(asset, other, owner), 1)
	next.Scope.End = opening + 2*year
	w.at = opening + year
	w.effect(next, owner, other)
	standing := stored[encumbrance](w, encumbranceKey(asset)).Standing
	if len(standing) != 1 || standing[0].Scope != next.Scope {
		t.Fatalf("standing %+v", standing)
	}
}

func TestASuspendedExclusiveLicenceStillStands(t *testing.T) {
	w := newWorld(t)
	owner, licensee, other := w.owner("owner"), w.admit("licensee", w.operator), w.admit("other", w.operator)
	asset := w.patentOf(owner)
	standing := w.effect(exclusively(licenceOf(asset, licensee, owner), 0), owner, licensee)
	w.do(&RuleOnInstrument{Envelope: w.envelope(standing), Ruling: RulingSuspend, Decision: word("order")}, w.arbiter)
	next := w.propose(licenceOf(asset, other, owner), owner, other)
	w.refused(GrantConflict(asset, standing), &EffectInstrument{w.envelope(next)}, owner)
	w.do(&RuleOnInstrument{
		Envelope: w.envelope(standing), Ruling: RulingTerminate, Decision: word("order"),
	}, w.arbiter)
	w.do(&EffectInstrument{w.envelope(next)}, owner)
}

func TestSixtyFourExclusiveGrantsStandOnAnAsset(t *testing.T) {
	terms := exclusively(Terms{Scope: Scope{Start: 1_000, End: 2_000}}, 65)
	full := &encumbrance{Version: 65, Standing: []standing{{word("over"), Scope{Start: 10, End: 20}}}}
	for i := range uint64(maxStanding) {
		full.Standing = append(full.Standing, standing{word("grant"), Scope{Start: 2_000 + i, End: 2_001 + i}})
	}
	subject := word("asset")
	if err := full.admit(subject, word("new"), &terms, 20); err == nil ||
		err.Error() != ListFull(subject, NewUint256(64)).Error() {
		t.Fatalf("refused with %v", err)
	}
	if err := full.admit(subject, word("new"), &terms, 2_001); err != nil {
		t.Fatalf("refused with %v once one has run out", err)
	}
	if len(full.Standing) != maxStanding || full.Version != 66 {
		t.Fatalf("%d stand at version %d", len(full.Standing), full.Version)
	}
}
