package rules

import (
	"fmt"
	"slices"
	"testing"
)

func TestAPledgeStandsOnTheAssetAndMovesNoShare(t *testing.T) {
	w := newWorld(t)
	owner, lender := w.owner("owner"), w.admit("lender", w.operator)
	asset := w.patentOf(owner)
	terms := transferOf(InstrumentKindPledge, asset, lender, owner)
	terms.StateCapital = true
	command := w.proposal(terms, owner, lender)
	if gates := w.do(command, owner, lender).Outcome.(Proposal).Gates; gates != 0 {
		t.Fatalf("gates %b", gates)
	}
	w.refused(GateClosed(GateIPRegister), w.certify(command.Record, RegisterGateIPRegister), w.registrar)
	event := w.do(&EffectInstrument{w.envelope(command.Record)}, lender)
	effect := event.Outcome.(Effect)
	if effect.EncumbranceVersion != 1 || !slices.Equal(effect.Shares, []Share{{owner.id, 10_000}}) ||
		event.Header.Touched[0].Record != asset {
		t.Fatalf("outcome %+v, touched %+v", effect, event.Header.Touched)
	}
	w.at = opening + 2*year
	w.refused(GateClosed(GateTransferRegister),
		w.certify(command.Record, RegisterGateTransferRegister), w.transferRegistrar)
	event = w.do(w.certify(command.Record, RegisterGateIPRegister), w.registrar)
	if registered := event.Outcome.(Registration).RegisteredAt; registered != w.at {
		t.Fatalf("registered at %d", registered)
	}
}

func TestAnExclusiveLicenceAcknowledgesAPledge(t *testing.T) {
	w := newWorld(t)
	owner, lender, licensee := w.owner("owner"), w.admit("lender", w.operator), w.admit("licensee", w.operator)
	asset := w.patentOf(owner)
	stale := w.propose(exclusively(licenceOf(asset, licensee, owner), 0), owner, licensee)
	w.effect(transferOf(InstrumentKindPledge, asset, lender, owner), owner, lender)
	w.refused(StaleEncumbrance(1, 0), &EffectInstrument{w.envelope(stale)}, licensee)
}

func TestEarlierPledgeesConsentInTheOrderOfTheirPledges(t *testing.T) {
	for _, kind := range []InstrumentKind{InstrumentKindAssignment, InstrumentKindPledge} {
		w := newWorld(t)
		owner, buyer := w.owner("owner"), w.admit("buyer", w.operator)
		first, second := w.admit("first lender", w.operator), w.admit("second lender", w.operator)
		asset := w.software(owner)
		waiting := w.propose(transferOf(kind, asset, buyer, owner), owner, buyer)
		pledge := w.effect(transferOf(InstrumentKindPledge, asset, first, owner), owner, first)
		w.effect(consentedBy(transferOf(InstrumentKindPledge, asset, second, owner), first), owner, second, first)
		w.refused(SignatoryMissing(first.id), &EffectInstrument{w.envelope(waiting)}, buyer)
		terms := transferOf(kind, asset, buyer, owner)
		w.refused(SignatoryMissing(first.id), w.proposal(consentedBy(terms, second), owner), owner)
		w.refused(SignatoryMissing(second.id), w.proposal(consentedBy(terms, first), owner), owner)
		w.do(w.ruling(pledge, RulingSuspend), w.arbiter)
		w.refused(SignatoryMissing(first.id), w.proposal(consentedBy(terms, second), owner), owner)
		w.do(w.ending(pledge, InstrumentEndTerminated), first)
		w.effect(consentedBy(terms, second), owner, buyer, second)
	}
}

func TestThePledgeeAloneGivesThePledgeUp(t *testing.T) {
	for _, state := range []State{StateEffective, StateSuspended} {
		w := newWorld(t)
		owner, lender := w.owner("owner"), w.admit("lender", w.operator)
		other := w.admit("other lender", w.operator)
		asset := w.software(owner)
		terms := transferOf(InstrumentKindPledge, asset, lender, owner)
		terms.Members = append(terms.Members, Member{other.id, MemberRoleGrantee})
		instrument := w.effect(terms, owner, lender, other)
		if state == StateSuspended {
			w.do(w.ruling(instrument, RulingSuspend), w.arbiter)
		}
		w.refused(NotAuthorised(owner.id), w.ending(instrument, InstrumentEndTerminated), owner, lender, other)
		w.refused(SignatureMissing(other.id, 0), w.ending(instrument, InstrumentEndTerminated), lender)
		event := w.do(w.ending(instrument, InstrumentEndTerminated), lender, other)
		if event.Outcome.(Ending).EncumbranceVersion != 2 || event.Header.Touched[0].Record != asset {
			t.Fatalf("outcome %+v, touched %+v", event.Outcome, event.Header.Touched)
		}
	}
}

func TestAPledgeIsRescindedByEveryMember(t *testing.T) {
	w := newWorld(t)
	owner, lender := w.owner("owner"), w.admit("lender", w.operator)
	terms := transferOf(InstrumentKindPledge, w.software(owner), lender, owner)
	signed := w.propose(terms, owner, lender)
	w.refused(SignatureMissing(owner.id, 0), w.ending(signed, InstrumentEndRescinded), lender)
	instrument := w.effect(terms, owner, lender)
	w.refused(SignatureMissing(owner.id, 0), w.ending(instrument, InstrumentEndRescinded), lender)
	w.do(w.ending(instrument, InstrumentEndRescinded), owner, lender)
}

func TestTheArbiterEnforcesAPledge(t *testing.T) {
	for _, state := range []State{StateEffective, StateSuspended} {
		w := newWorld(t)
		owner, lender := w.owner("owner"), w.admit("lender", w.operator)
		asset := w.software(owner)
		terms := transferOf(InstrumentKindPledge, asset, lender, owner)
		terms.Moves[0].Bps = 4_000
		signed := w.propose(terms, owner, lender)
		w.refused(StateForbids(signed, StateSigned), w.ruling(signed, RulingEnforce), w.arbiter)
		instrument := w.effect(terms, owner, lender)
		if state == StateSuspended {
			w.do(w.ruling(instrument, RulingSuspend), w.arbiter)
		}
		w.refused(RoleRequired(lender.id, RoleArbiter), w.ruling(instrument, RulingEnforce), lender)
		w.do(&DisputeAsset{Envelope: w.envelope(asset), Claim: word("claim"), Claimant: lender.id}, w.arbiter, lender)
		w.refused(StateForbids(asset, StateDisputed), w.ruling(instrument, RulingEnforce), w.arbiter)
		w.do(&ResolveDispute{Envelope: w.envelope(asset), Decision: word("decision")}, w.arbiter)
		event := w.do(w.ruling(instrument, RulingEnforce), w.arbiter)
		w.stateIs(instrument, StateTerminated)
		want := []Share{{owner.id, 6_000}, {lender.id, 4_000}}
		effect := event.Outcome.(Effect)
		if effect.EncumbranceVersion != 2 || !slices.Equal(effect.Shares, want) || !slices.Equal(w.holdersOf(asset), want) {
			t.Fatalf("outcome %+v, want shares %+v", effect, want)
		}
		if len(event.Header.Touched) != 1 || event.Header.Touched[0].Record != asset {
			t.Fatalf("touched %+v", event.Header.Touched)
		}
		w.refused(StateForbids(instrument, StateTerminated), w.ruling(instrument, RulingEnforce), w.arbiter)
		again := transferOf(InstrumentKindPledge, asset, w.bank, owner, lender)
		again.Moves = []Move{{owner.id, w.bank.id, 6_000}}
		w.propose(again, owner)
	}
}

func TestAPledgeOfAPatentIsEnforcedOnceItIsRegistered(t *testing.T) {
	w := newWorld(t)
	owner, lender := w.owner("owner"), w.admit("lender", w.operator)
	instrument := w.effect(transferOf(InstrumentKindPledge, w.patentOf(owner), lender, owner), owner, lender)
	w.refused(GateOpen(GateIPRegister), w.ruling(instrument, RulingEnforce), w.arbiter)
	w.do(w.certify(instrument, RegisterGateIPRegister), w.registrar)
	w.do(w.ruling(instrument, RulingEnforce), w.arbiter)
}

func TestWhatWasAssignedSinceIsNotEnforced(t *testing.T) {
	w := newWorld(t)
	owner, lender, buyer := w.owner("owner"), w.admit("lender", w.operator), w.owner("buyer")
	asset := w.software(owner)
	instrument := w.effect(transferOf(InstrumentKindPledge, asset, lender, owner), owner, lender)
	sale := consentedBy(transferOf(InstrumentKindAssignment, asset, buyer, owner), lender)
	sale.Moves[0].Bps = 1
	w.effect(sale, owner, buyer, lender)
	w.refused(ShareExceeded(owner.id, 9_999, NewUint256(10_000)), w.ruling(instrument, RulingEnforce), w.arbiter)
	w.do(w.ruling(instrument, RulingRescind), w.arbiter)
}

func TestEnforcementLeavesSixteenHoldersAtMost(t *testing.T) {
	w := newWorld(t)
	owner, lender := w.owner("owner"), w.admit("lender", w.operator)
	asset := w.software(owner)
	terms := transferOf(InstrumentKindPledge, asset, lender, owner)
	terms.Moves[0].Bps = 9_000
	instrument := w.effect(terms, owner, lender)
	resolve := func(bps uint16) *ResolveDispute {
		holders := []Share{{owner.id, bps}}
		for i := range uint16(maxHolders - 1) {
			held := Share{w.actorID(fmt.Sprintf("heir %d", i)), 1}
			if i == 0 {
				held.Bps = wholeBps - bps - (maxHolders - 2)
			}
			holders = append(holders, held)
		}
		w.do(&DisputeAsset{Envelope: w.envelope(asset), Claim: word("claim"), Claimant: lender.id}, w.arbiter, lender)
		return &ResolveDispute{Envelope: w.envelope(asset), Decision: word("decision"), Holders: holders}
	}
	w.do(resolve(9_001), w.arbiter)
	w.refused(ListFull(asset, NewUint256(16)), w.ruling(instrument, RulingEnforce), w.arbiter)
	w.do(resolve(9_000), w.arbiter)
	w.do(w.ruling(instrument, RulingEnforce), w.arbiter)
	if held := w.holdersOf(asset); len(held) != maxHolders || held[15] != (Share{lender.id, 9_000}) {
		t.Fatalf("held %+v", held)
	}
}

// actorID is the party of a name, registered where it is not yet.
func (w *world) actorID(name string) Bytes32 {
	w.t.Helper()
	if id := named(name, 1).id; w.entryOf(id) != nil {
		return id
	}
	return w.register(name).id
}

func TestSixteenPledgesStandOnAnAsset(t *testing.T) {
	full := &encumbrance{Version: 16}
	for i := range uint64(maxPledges) {
		full.Pledges = append(full.Pledges, pledge{NewUint256(i).word(), []Bytes32{word("lender")}})
	}
	subject := word("asset")
	if err := full.addPledge(subject, pledge{word("new"), nil}); err == nil ||
		err.Error() != ListFull(subject, NewUint256(16)).Error() {
		t.Fatalf("refused with %v", err)
	}
	full.end(NewUint256(3).word())
	if err := full.addPledge(subject, pledge{word("new"), nil}); err != nil {
		t.Fatalf("refused with %v once one has ended", err)
	}
	if len(full.Pledges) != maxPledges || full.Version != 18 {
		t.Fatalf("%d stand at version %d", len(full.Pledges), full.Version)
	}
}

func TestAPledgeIsAmendedInItsWordsAlone(t *testing.T) {
	w := newWorld(t)
	owner, lender := w.owner("owner"), w.admit("lender", w.operator)
	terms := transferOf(InstrumentKindPledge, w.software(owner), lender, owner)
	instrument := w.effect(terms, owner, lender)
	other := terms
	other.Moves = []Move{{owner.id, lender.id, 9_999}}
	w.refused(AmendmentTooWide("moves"), &AmendInstrument{Envelope: w.envelope(instrument), Terms: other}, owner, lender)
	other = terms
	other.Text = word("new text")
	w.do(&AmendInstrument{Envelope: w.envelope(instrument), Terms: other}, owner, lender)
}
