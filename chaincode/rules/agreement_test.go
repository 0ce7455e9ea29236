package rules

import "testing"

// memorandumOf are terms of a memorandum on nothing in particular, for one year.
func memorandumOf(members ...actor) Terms {
	terms := Terms{
		InstrumentKind: InstrumentKindMemorandum, Scope: Scope{Provinces: 1, Start: opening, End: opening + year},
		Text: word("text"), Moves: []Move{},
	}
	for _, each := range members {
		terms.Members = append(terms.Members, Member{each.id, MemberRoleMember})
	}
	return terms
}

func TestACooperationOrMemorandumBindsTwoOrMoreAndTouchesNothing(t *testing.T) {
	for _, kind := range []InstrumentKind{InstrumentKindCooperation, InstrumentKindMemorandum} {
		w := newWorld(t)
		first, second := w.owner("first"), w.foreign("second")
		terms := memorandumOf(first, second)
		terms.InstrumentKind, terms.StateCapital, terms.EncumbranceVersion = kind, true, 7
		asset := w.patentOf(first)
		before := *w.entryOf(asset)
		for _, subject := range []Bytes32{{}, asset, first.id} {
			terms.Subject = subject
			event := w.do(w.proposal(terms, first, second), first, second)
			if gates := event.Outcome.(Proposal).Gates; gates != 0 {
				t.Fatalf("gates %b", gates)
			}
			instrument := event.Header.Record
			event = w.do(&EffectInstrument{w.envelope(instrument)}, second)
			effect := event.Outcome.(Effect)
			if effect.EncumbranceVersion != 0 || effect.Shares == nil || len(effect.Shares) != 0 ||
				len(event.Header.Touched) != 0 || *w.entryOf(asset) != before {
				t.Fatalf("outcome %+v, touched %+v", effect, event.Header.Touched)
			}
			w.refused(GateClosed(GateIPRegister), w.certify(instrument, RegisterGateIPRegister), w.registrar)
			w.refused(GateClosed(GateTransferRegister),
				w.certify(instrument, RegisterGateTransferRegister), w.transferRegistrar)
			w.refused(SignatureMissing(second.id, 0), w.ending(instrument, InstrumentEndTerminated), first)
			event = w.do(w.ending(instrument, InstrumentEndTerminated), first, second)
			if event.Outcome.(Ending).EncumbranceVersion != 0 || len(event.Header.Touched) != 0 {
				t.Fatalf("outcome %+v, touched %+v", event.Outcome, event.Header.Touched)
			}
		}
	}
}

func TestAMemorandumThatIsRefused(t *testing.T) {
	w := newWorld(t)
	first, second := w.owner("first"), w.owner("second")
	alone := memorandumOf(first)
	w.refused(SignatoryMissing(Bytes32{}), w.proposal(alone, first), first)
	alone.Members = append(alone.Members, Member{second.id, MemberRoleConsenting})
	w.refused(SignatoryMissing(Bytes32{}), w.proposal(alone, first), first)
	twice := memorandumOf(first, first)
	w.refused(DuplicateParty(first.id), w.proposal(twice, first), first)
	nowhere := memorandumOf(first, second)
	nowhere.Subject = word("nothing")
	w.refused(RecordNotFound(word("nothing")), w.proposal(nowhere, first), first)
	late := memorandumOf(first, second)
	late.EffectBy = opening
	w.refused(TooLate(opening, opening), w.proposal(late, first), first)
}

func TestACooperationRunsOutAndIsSuspended(t *testing.T) {
	w := newWorld(t)
	first, second := w.owner("first"), w.owner("second")
	terms := memorandumOf(first, second)
	terms.InstrumentKind = InstrumentKindCooperation
	instrument := w.effect(terms, first, second)
	event := w.do(w.ruling(instrument, RulingSuspend), w.arbiter)
	if effect := event.Outcome.(Effect); effect.EncumbranceVersion != 0 || effect.Shares == nil || len(effect.Shares) != 0 {
		t.Fatalf("outcome %+v", effect)
	}
	w.do(w.ruling(instrument, RulingResume), w.arbiter)
	w.refused(StateForbids(instrument, StateEffective), w.ruling(instrument, RulingEnforce), w.arbiter)
	w.at = opening + year
	w.refused(StateForbids(instrument, StateExpired), w.ending(instrument, InstrumentEndTerminated), first, second)
}

func TestAMemorandumIsAmendedByItsMembers(t *testing.T) {
	w := newWorld(t)
	first, second := w.owner("first"), w.owner("second")
	terms := memorandumOf(first, second)
	instrument := w.effect(terms, first, second)
	wider := terms
	wider.Scope.End++
	w.refused(AmendmentTooWide("end"), &AmendInstrument{Envelope: w.envelope(instrument), Terms: wider}, first, second)
	other := terms
	other.InstrumentKind = InstrumentKindCooperation
	w.refused(AmendmentTooWide("instrument_kind"),
		&AmendInstrument{Envelope: w.envelope(instrument), Terms: other}, first, second)
	shorter := terms
	shorter.Scope.End--
	w.refused(SignatureMissing(first.id, 0), &AmendInstrument{Envelope: w.envelope(instrument), Terms: shorter}, second)
	w.do(&AmendInstrument{Envelope: w.envelope(instrument), Terms: shorter}, first, second)
}
