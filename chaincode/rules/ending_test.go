package rules

import "testing"

func (w *world) ending(instrument Bytes32, end InstrumentEnd) *EndInstrument {
	return &EndInstrument{Envelope: w.envelope(instrument), InstrumentEnd: end, Reason: word("reason")}
}

func (w *world) ruling(instrument Bytes32, ruling Ruling) *RuleOnInstrument {
	return &RuleOnInstrument{Envelope: w.envelope(instrument), Ruling: ruling, Decision: word("decision")}
}

func TestWhoWithdrawsAnInstrumentThatHasNotTakenEffect(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	asset := w.patentOf(owner)
	proposed := w.propose(licenceOf(asset, licensee, owner), owner)
	w.refused(NotAuthorised(w.bank.id), w.ending(proposed, InstrumentEndRescinded), w.bank)
	w.refused(StateForbids(proposed, StateProposed), w.ending(proposed, InstrumentEndTerminated), licensee)
	before := *w.entryOf(asset)
	event := w.do(w.ending(proposed, InstrumentEndRescinded), licensee)
	if *w.entryOf(asset) != before || len(event.Header.Touched) != 0 || event.Outcome.(Ending).EncumbranceVersion != 0 {
		t.Fatalf("the end of what never took effect touched %+v, outcome %+v", event.Header.Touched, event.Outcome)
	}
	signed := w.propose(licenceOf(asset, licensee, owner), owner, licensee)
	w.refused(SignatureMissing(licensee.id, 0), w.ending(signed, InstrumentEndRescinded), owner)
	w.do(w.ending(signed, InstrumentEndRescinded), owner, licensee)
	w.refused(StateForbids(signed, StateRescinded), w.ending(signed, InstrumentEndRescinded), owner, licensee)
}

func TestAnEndLiftsTheGrantAndTouchesTheAsset(t *testing.T) {
	for _, end := range []InstrumentEnd{InstrumentEndTerminated, InstrumentEndRescinded} {
		w := newWorld(t)
		owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
		asset := w.patentOf(owner)
		instrument := w.effect(exclusively(licenceOf(asset, licensee, owner), 0), owner, licensee)
		w.refused(SignatureMissing(licensee.id, 0), w.ending(instrument, end), owner)
		event := w.do(w.ending(instrument, end), owner, licensee)
		w.stateIs(instrument, endedInstrument[end])
		if event.Outcome.(Ending).EncumbranceVersion != 2 || event.Header.Touched[0].Record != asset {
			t.Fatalf("outcome %+v, touched %+v", event.Outcome, event.Header.Touched)
		}
		w.effect(exclusively(licenceOf(asset, licensee, owner), 2), owner, licensee)
	}
}

func TestAnEndLeavesTheOtherGrantsStanding(t *testing.T) {
	w := newWorld(t)
	owner, first, second := w.owner("owner"), w.admit("first", w.operator), w.admit("second", w.operator)
	asset := w.patentOf(owner)
	here, there := exclusively(licenceOf(asset, first, owner), 0), exclusively(licenceOf(asset, second, owner), 1)
	there.Scope.Provinces = 2
	ended, standing := w.effect(here, owner, first), w.effect(there, owner, second)
	w.do(w.ending(ended, InstrumentEndTerminated), owner, first)
	both := exclusively(licenceOf(asset, first, owner), 3)
	both.Scope.Provinces = 3
	w.refused(GrantConflict(asset, standing), &EffectInstrument{w.envelope(w.propose(both, owner, first))}, owner)
	again := exclusively(licenceOf(asset, first, owner), 3)
	w.effect(again, owner, first)
}

func TestAfterEffectTheHoldersStandForTheGrantors(t *testing.T) {
	w := newWorld(t)
	owner, heir, licensee := w.owner("owner"), w.owner("heir"), w.admit("licensee", w.operator)
	asset := w.patentOf(owner)
	terms := licenceOf(asset, licensee, owner)
	instrument := w.effect(terms, owner, licensee)
	waiting := w.propose(terms, owner, licensee)
	w.do(&DisputeAsset{Envelope: w.envelope(asset), Claim: word("claim"), Claimant: heir.id}, w.arbiter, heir)
	w.do(&ResolveDispute{
		Envelope: w.envelope(asset), Decision: word("decision"), Holders: []Share{{heir.id, 10_000}},
	}, w.arbiter)
	w.refused(NotAuthorised(owner.id), w.ending(instrument, InstrumentEndTerminated), owner, licensee)
	w.refused(SignatureMissing(heir.id, 0), w.ending(instrument, InstrumentEndTerminated), licensee)
	amendment := &AmendInstrument{Envelope: w.envelope(instrument), Terms: terms}
	w.refused(NotAuthorised(owner.id), amendment, licensee, owner)
	w.do(amendment, heir, licensee)
	w.do(w.ending(instrument, InstrumentEndTerminated), heir, licensee)
	w.refused(NotAuthorised(heir.id), w.ending(waiting, InstrumentEndRescinded), heir, licensee)
	w.do(w.ending(waiting, InstrumentEndRescinded), owner, licensee)
}

func TestALicenceThatHasRunOutReadsExpiredToEveryCommand(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	terms := licenceOf(w.patentOf(owner), licensee, owner)
	instrument := w.effect(terms, owner, licensee)
	w.at = opening + year
	w.refused(StateForbids(instrument, StateExpired), w.ending(instrument, InstrumentEndTerminated), owner, licensee)
	w.refused(StateForbids(instrument, StateExpired), w.ruling(instrument, RulingSuspend), w.arbiter)
	w.refused(StateForbids(instrument, StateExpired),
		&AmendInstrument{Envelope: w.envelope(instrument), Terms: terms}, owner, licensee)
	w.refused(StateForbids(instrument, StateExpired), &EffectInstrument{w.envelope(instrument)}, owner)
	w.refused(StateForbids(instrument, StateExpired), &SignInstrument{
		Envelope: w.envelope(instrument), Terms: terms, Signing: ids(licensee),
	}, licensee)
	w.refused(StateForbids(instrument, StateExpired), w.certify(instrument, RegisterGateIPRegister), w.registrar)
	w.refused(StateForbids(instrument, StateExpired), w.attest(instrument, EscrowActionRefunded, 1), w.bank)
}

func TestTheArbitersRulings(t *testing.T) {
	const proposed, signed, effective, suspended = StateProposed, StateSigned, StateEffective, StateSuspended
	for _, test := range []struct {
		name   string
		ruling Ruling
		want   map[State]State
	}{
		{"suspend", RulingSuspend, map[State]State{effective: suspended}},
		{"resume", RulingResume, map[State]State{suspended: effective}},
		{"terminate", RulingTerminate, map[State]State{effective: StateTerminated, suspended: StateTerminated}},
		{"rescind", RulingRescind, map[State]State{
			proposed: StateRescinded, signed: StateRescinded, effective: StateRescinded, suspended: StateRescinded,
		}},
		{"enforce", RulingEnforce, map[State]State{}},
	} {
		for _, from := range []State{proposed, signed, effective, suspended} {
			w := newWorld(t)
			owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
			asset := w.patentOf(owner)
			instrument := w.standingIn(from, licenceOf(asset, licensee, owner), owner, licensee)
			tookEffect := from == effective || from == suspended
			to, allowed := test.want[from]
			if !allowed {
				w.refused(StateForbids(instrument, from), w.ruling(instrument, test.ruling), w.arbiter)
				continue
			}
			w.refused(RoleRequired(owner.id, RoleArbiter), w.ruling(instrument, test.ruling), owner)
			event := w.do(w.ruling(instrument, test.ruling), w.arbiter)
			w.stateIs(instrument, to)
			ends := to != effective && to != suspended
			if touched := len(event.Header.Touched) == 1; touched != (ends && tookEffect) {
				t.Errorf("%s from %d: touched %v", test.name, from, event.Header.Touched)
			}
			want := uint32(0)
			if tookEffect {
				want++
			}
			if ends && tookEffect {
				want++
			}
			if given := event.Outcome.(Effect).EncumbranceVersion; given != want {
				t.Errorf("%s from %d: encumbrance version %d, want %d", test.name, from, given, want)
			}
		}
	}
}

// standingIn is an instrument brought to a state.
func (w *world) standingIn(state State, terms Terms, owner, licensee actor) Bytes32 {
	w.t.Helper()
	switch state {
	case StateProposed:
		return w.propose(terms, owner)
	case StateSigned:
		return w.propose(terms, owner, licensee)
	}
	instrument := w.effect(terms, owner, licensee)
	if state == StateSuspended {
		w.do(w.ruling(instrument, RulingSuspend), w.arbiter)
	}
	return instrument
}

func TestASuspendedLicenceIsTerminatedByEveryMember(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	instrument := w.standingIn(StateSuspended, licenceOf(w.patentOf(owner), licensee, owner), owner, licensee)
	w.refused(StateForbids(instrument, StateSuspended), w.ending(instrument, InstrumentEndRescinded), owner, licensee)
	w.refused(SignatureMissing(owner.id, 0), w.ending(instrument, InstrumentEndTerminated), licensee)
	w.do(w.ending(instrument, InstrumentEndTerminated), owner, licensee)
}

func TestTheArbiterIsNotHeldOffByMovingTheInstrument(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	terms := licenceOf(w.patentOf(owner), licensee, owner)
	instrument := w.effect(terms, owner, licensee)
	order := w.ruling(instrument, RulingSuspend)
	w.do(&AmendInstrument{Envelope: w.envelope(instrument), Terms: terms}, owner, licensee)
	w.do(order, w.arbiter)
	w.refused(VersionMismatch(4, 2), w.rulingAt(instrument, RulingResume, 2), w.arbiter)
	w.do(w.rulingAt(instrument, RulingResume, 4), w.arbiter)
}

func (w *world) rulingAt(instrument Bytes32, ruling Ruling, version uint32) *RuleOnInstrument {
	command := w.ruling(instrument, ruling)
	command.ExpectedVersion = version
	return command
}
