package rules

import (
	"fmt"
	"slices"
	"testing"
)

// transferOf are terms that move shares from holders to a new one, of kind assignment or pledge.
func transferOf(kind InstrumentKind, asset Bytes32, to actor, holders ...actor) Terms {
	terms := licenceOf(asset, to, holders...)
	terms.InstrumentKind, terms.Exclusivity = kind, 0
	for _, share := range equalShares(holders...) {
		terms.Moves = append(terms.Moves, Move{share.Party, to.id, share.Bps})
	}
	return terms
}

// consentedBy adds members that consent.
func consentedBy(terms Terms, consenting ...actor) Terms {
	terms.Members = slices.Clone(terms.Members)
	for _, each := range consenting {
		terms.Members = append(terms.Members, Member{each.id, MemberRoleConsenting})
	}
	return terms
}

func (w *world) holdersOf(id Bytes32) []Share {
	w.t.Helper()
	return stored[asset](w, assetKey(id)).Holders
}

// software is an active asset that changes hands without a register.
func (w *world) software(owners ...actor) Bytes32 {
	w.t.Helper()
	rights := []Right{rightIn(allOfVietNam, opening, opening+20*year)}
	return w.assetOf(AssetKindSoftware, GrantRuleAll, rights, owners...)
}

func TestAnAssignmentMovesTheSharesInOneStep(t *testing.T) {
	w := newWorld(t)
	first, second, buyer := w.owner("first"), w.owner("second"), w.admit("buyer", w.operator)
	asset := w.software(first, second)
	licence := w.effect(licenceOf(asset, buyer, first, second), first, second, buyer)
	terms := transferOf(InstrumentKindAssignment, asset, buyer, first, second)
	terms.Moves = []Move{{first.id, buyer.id, 2_000}, {second.id, buyer.id, 5_000}, {first.id, second.id, 1_000}}
	terms.Members = append(terms.Members, Member{second.id, MemberRoleGrantee})
	instrument := w.propose(terms, first, second, buyer)
	before := w.entryOf(asset)
	event := w.do(&EffectInstrument{w.envelope(instrument)}, buyer)
	want := []Share{{first.id, 2_000}, {second.id, 1_000}, {buyer.id, 7_000}}
	if effect := event.Outcome.(Effect); effect.EncumbranceVersion != 1 || !slices.Equal(effect.Shares, want) {
		t.Fatalf("outcome %+v, want shares %+v", effect, want)
	}
	touched := Touch{asset, before.Version + 1, NextHead(before.Head, event.Header.Digest, opening)}
	if !slices.Equal(event.Header.Touched, []Touch{touched}) {
		t.Fatalf("touched %+v, want %+v", event.Header.Touched, touched)
	}
	if held := w.holdersOf(asset); !slices.Equal(held, want) {
		t.Fatalf("held %+v, want %+v", held, want)
	}
	w.stateIs(licence, StateEffective)
	if w.encumbranceVersion(asset) != 1 {
		t.Fatal("an assignment changed what stands on the asset")
	}
}

func TestSharesAfterMovesMadeInTheirOrder(t *testing.T) {
	a, b, c, d := word("a"), word("b"), word("c"), word("d")
	for _, test := range []struct {
		name          string
		holders, want []Share
		moves         []Move
	}{
		{
			"who gave all goes, the order of the others stays",
			[]Share{{a, 5_000}, {b, 3_000}, {c, 2_000}}, []Share{{a, 5_000}, {c, 2_000}, {d, 3_000}},
			[]Move{{b, d, 3_000}},
		},
		{
			"who gave all and receives keeps the place",
			[]Share{{a, 6_000}, {b, 4_000}}, []Share{{a, 1_000}, {b, 3_000}, {c, 6_000}},
			[]Move{{a, c, 6_000}, {b, a, 1_000}},
		},
		{"a move to oneself changes nothing", []Share{{a, 10_000}}, []Share{{a, 10_000}}, []Move{{a, a, 10_000}}},
		{
			"new holders join in the order of the moves",
			[]Share{{a, 10_000}}, []Share{{c, 1}, {b, 9_999}}, []Move{{a, c, 1}, {a, b, 9_999}},
		},
	} {
		held := &asset{Holders: test.holders}
		if given := held.afterMoves(test.moves); !slices.Equal(given, test.want) {
			t.Errorf("%s: %+v, want %+v", test.name, given, test.want)
		}
	}
}

func TestTermsOfATransferThatAreRefused(t *testing.T) {
	both := []InstrumentKind{InstrumentKindAssignment, InstrumentKindPledge}
	for _, test := range []struct {
		name   string
		kinds  []InstrumentKind
		change func(w *world, terms *Terms, first, second, buyer actor)
		want   func(w *world, first, second, buyer actor) *Refusal
	}{
		{
			"a holder that is no grantor", both,
			func(_ *world, terms *Terms, _, _, _ actor) { terms.Members[1].MemberRole = MemberRoleConsenting },
			func(_ *world, _, second, _ actor) *Refusal { return SignatoryMissing(second.id) },
		},
		{
			"a receiver that is no grantee", both,
			func(w *world, terms *Terms, _, _, _ actor) { terms.Moves[1].To = w.bank.id },
			func(w *world, _, _, _ actor) *Refusal { return SignatoryMissing(w.bank.id) },
		},
		{
			"no grantee of an assignment", both[:1],
			func(_ *world, terms *Terms, _, _, _ actor) { terms.Members[2].MemberRole = MemberRoleMember },
			func(_ *world, _, _, buyer actor) *Refusal { return SignatoryMissing(buyer.id) },
		},
		{
			"no grantee of a pledge", both[1:],
			func(_ *world, terms *Terms, _, _, _ actor) { terms.Members[2].MemberRole = MemberRoleMember },
			func(*world, actor, actor, actor) *Refusal { return SignatoryMissing(Bytes32{}) },
		},
		{
			"a grantor without title", both,
			func(w *world, terms *Terms, _, _, _ actor) {
				terms.Members = append(terms.Members, Member{w.bank.id, MemberRoleGrantor})
			},
			func(w *world, _, _, _ actor) *Refusal { return NoTitle(w.bank.id) },
		},
		{
			"more than one holds", both,
			func(_ *world, terms *Terms, first, _, buyer actor) {
				terms.Moves = append(terms.Moves, Move{first.id, buyer.id, 1})
			},
			func(_ *world, first, _, _ actor) *Refusal { return ShareExceeded(first.id, 5_000, NewUint256(5_001)) },
		},
		{
			"from one that holds nothing", both,
			func(_ *world, terms *Terms, _, _, buyer actor) {
				terms.Moves = []Move{{buyer.id, buyer.id, 10_000}, {buyer.id, buyer.id, 10_000}}
			},
			func(_ *world, _, _, buyer actor) *Refusal { return ShareExceeded(buyer.id, 0, NewUint256(20_000)) },
		},
		{
			"from one that is no party", both,
			func(_ *world, terms *Terms, _, _, _ actor) {
				terms.Moves[0].From, terms.Moves[0].To = word("nobody"), word("nobody else")
			},
			func(*world, actor, actor, actor) *Refusal { return RecordNotFound(word("nobody")) },
		},
		{
			"to one that is no party", both,
			func(_ *world, terms *Terms, _, _, _ actor) {
				terms.Moves[0].To, terms.Moves[1].From = word("nobody else"), word("nobody")
			},
			func(*world, actor, actor, actor) *Refusal { return RecordNotFound(word("nobody else")) },
		},
		{
			"parties of moves before the escrow agent", both,
			func(_ *world, terms *Terms, _, _, _ actor) {
				terms.Moves[1].To, terms.EscrowAgent = word("nobody"), word("no bank")
			},
			func(*world, actor, actor, actor) *Refusal { return RecordNotFound(word("nobody")) },
		},
		{
			"members before parties of moves", both,
			func(_ *world, terms *Terms, _, _, _ actor) {
				terms.Members[0].Party, terms.Moves[1].To = word("no member"), word("nobody")
			},
			func(*world, actor, actor, actor) *Refusal { return RecordNotFound(word("no member")) },
		},
		{
			"a subject that is no asset", both,
			func(_ *world, terms *Terms, first, _, _ actor) { terms.Subject = first.id },
			func(_ *world, first, _, _ actor) *Refusal { return RecordNotFound(first.id) },
		},
	} {
		for _, kind := range test.kinds {
			t.Run(fmt.Sprintf("%s, kind %d", test.name, kind), func(t *testing.T) {
				w := newWorld(t)
				first, second, buyer := w.owner("first"), w.owner("second"), w.admit("buyer", w.operator)
				terms := transferOf(kind, w.software(first, second), buyer, first, second)
				test.change(w, &terms, first, second, buyer)
				w.refused(test.want(w, first, second, buyer), w.proposal(terms, second), second)
			})
		}
	}
}

func TestAGeographicalIndicationIsNotAssignedAndATradeNameIs(t *testing.T) {
	w := newWorld(t)
	owner, buyer := w.owner("owner"), w.admit("buyer", w.operator)
	rights := []Right{rightIn(allOfVietNam, opening, opening+2*year)}
	indication := w.assetOf(AssetKindGeographicalIndication, GrantRuleAll, rights, owner)
	name := w.assetOf(AssetKindTradeName, GrantRuleAll, rights, owner)
	for _, kind := range []InstrumentKind{InstrumentKindAssignment, InstrumentKindPledge} {
		w.refused(NotAssignable(AssetKindGeographicalIndication),
			w.proposal(transferOf(kind, indication, buyer, owner), owner), owner)
		w.propose(transferOf(kind, name, buyer, owner), owner)
	}
}

func TestAnApplicationIsAssignedWithoutTheRegister(t *testing.T) {
	w := newWorld(t)
	owner, buyer := w.owner("owner"), w.admit("buyer", w.operator)
	application := rightIn(allOfVietNam, opening, opening+2*year)
	application.RightStage = RightStageApplication
	asset := w.assetOf(AssetKindPatent, GrantRuleAll, []Right{application}, owner)
	command := w.proposal(transferOf(InstrumentKindAssignment, asset, buyer, owner), owner, buyer)
	if gates := w.do(command, owner, buyer).Outcome.(Proposal).Gates; gates != 0 {
		t.Fatalf("gates %b", gates)
	}
	w.refused(GateClosed(GateIPRegister), w.certify(command.Record, RegisterGateIPRegister), w.registrar)
	w.do(w.record(asset, rightIn(allOfVietNam, opening, opening+2*year)), w.registrar)
	w.refused(GateOpen(GateIPRegister), &EffectInstrument{w.envelope(command.Record)}, buyer)
	w.do(w.certify(command.Record, RegisterGateIPRegister), w.registrar)
	w.do(&EffectInstrument{w.envelope(command.Record)}, buyer)
}

func TestWhichAssetsPassOnRegistration(t *testing.T) {
	for kind := AssetKindPatent; kind <= AssetKindFacility; kind++ {
		granted := &asset{AssetKind: kind, Rights: []Right{{RightStage: RightStageApplication}, {RightStage: RightStageGranted}}}
		want := kind <= AssetKindTrademark || kind == AssetKindPlantVariety
		if granted.passesOnRegistration() != want {
			t.Errorf("kind %d passes on registration: %t", kind, !want)
		}
		applied := &asset{AssetKind: kind, Rights: []Right{{RightStage: RightStageApplication}}}
		if applied.passesOnRegistration() {
			t.Errorf("an application of kind %d passes on registration", kind)
		}
	}
}

func TestAnAssignmentOfAPatentTakesEffectOnceItIsRegistered(t *testing.T) {
	w := newWorld(t)
	owner, buyer := w.owner("owner"), w.foreign("abroad")
	asset := w.patentOf(owner)
	terms := transferOf(InstrumentKindAssignment, asset, buyer, owner)
	terms.EscrowAgent = w.bank.id
	command := w.proposal(terms, owner, buyer)
	if gates := w.do(command, owner, buyer).Outcome.(Proposal).Gates; gates != 7 {
		t.Fatalf("gates %b", gates)
	}
	effect := func() *EffectInstrument { return &EffectInstrument{w.envelope(command.Record)} }
	w.refused(GateOpen(GateIPRegister), effect(), buyer)
	event := w.do(w.certify(command.Record, RegisterGateIPRegister), w.registrar)
	if event.Outcome.(Registration).RegisteredAt != 0 {
		t.Fatalf("outcome %+v", event.Outcome)
	}
	w.refused(GateClosed(GateIPRegister), w.certify(command.Record, RegisterGateIPRegister), w.registrar)
	w.refused(GateOpen(GateTransferRegister), effect(), buyer)
	w.do(w.certify(command.Record, RegisterGateTransferRegister), w.transferRegistrar)
	w.refused(GateOpen(GateEscrow), effect(), buyer)
	w.do(w.attest(command.Record, EscrowActionFunded, 10_000), w.bank)
	w.do(effect(), buyer)
	for _, gate := range []RegisterGate{RegisterGateIPRegister, RegisterGateTransferRegister} {
		w.refused(GateClosed(Gate(gate)), w.certify(command.Record, gate), w.registrarOf(gate))
	}
}

func (w *world) registrarOf(gate RegisterGate) actor {
	if gate == RegisterGateIPRegister {
		return w.registrar
	}
	return w.transferRegistrar
}

func TestAnAssignmentInEffectIsUndoneOnlyByAssigningBack(t *testing.T) {
	w := newWorld(t)
	owner, buyer := w.owner("owner"), w.owner("buyer")
	asset := w.software(owner)
	withdrawn := w.propose(transferOf(InstrumentKindAssignment, asset, buyer, owner), owner, buyer)
	w.do(w.ending(withdrawn, InstrumentEndRescinded), owner, buyer)
	instrument := w.effect(transferOf(InstrumentKindAssignment, asset, buyer, owner), owner, buyer)
	for _, end := range []InstrumentEnd{InstrumentEndTerminated, InstrumentEndRescinded} {
		w.refused(SignatureMissing(buyer.id, 0), w.ending(instrument, end), owner)
		w.refused(NotReversible(instrument), w.ending(instrument, end), owner, buyer)
	}
	for _, ruling := range []Ruling{RulingTerminate, RulingRescind} {
		w.refused(NotReversible(instrument), w.ruling(instrument, ruling), w.arbiter)
	}
	w.refused(StateForbids(instrument, StateEffective), w.ruling(instrument, RulingEnforce), w.arbiter)
	w.at = opening + 2*year
	event := w.do(w.ruling(instrument, RulingSuspend), w.arbiter)
	if effect := event.Outcome.(Effect); effect.EncumbranceVersion != 0 || !slices.Equal(effect.Shares, []Share{{buyer.id, 10_000}}) {
		t.Fatalf("outcome %+v", effect)
	}
	w.refused(NotReversible(instrument), w.ending(instrument, InstrumentEndTerminated), owner, buyer)
	w.refused(NotReversible(instrument), w.ruling(instrument, RulingRescind), w.arbiter)
	w.effect(transferOf(InstrumentKindAssignment, asset, owner, buyer), buyer, owner)
}

func TestTitleIsAskedAgainWhenAnAssignmentTakesEffect(t *testing.T) {
	w := newWorld(t)
	owner, buyer, other := w.owner("owner"), w.admit("buyer", w.operator), w.owner("other")
	asset := w.software(owner)
	waiting := w.propose(transferOf(InstrumentKindAssignment, asset, buyer, owner), owner, buyer)
	w.effect(transferOf(InstrumentKindAssignment, asset, other, owner), owner, other)
	w.refused(SignatoryMissing(other.id), &EffectInstrument{w.envelope(waiting)}, buyer)
}

func TestSharesAreAskedAgainWhenAnAssignmentTakesEffect(t *testing.T) {
	w := newWorld(t)
	first, second, buyer := w.owner("first"), w.owner("second"), w.admit("buyer", w.operator)
	asset := w.software(first, second)
	waiting := w.propose(transferOf(InstrumentKindAssignment, asset, buyer, first, second), first, second, buyer)
	w.do(&DisputeAsset{Envelope: w.envelope(asset), Claim: word("claim"), Claimant: first.id}, w.arbiter, first)
	w.do(&ResolveDispute{
		Envelope: w.envelope(asset), Decision: word("decision"), Holders: []Share{{first.id, 5_001}, {second.id, 4_999}},
	}, w.arbiter)
	w.refused(ShareExceeded(second.id, 4_999, NewUint256(5_000)), &EffectInstrument{w.envelope(waiting)}, buyer)
}
