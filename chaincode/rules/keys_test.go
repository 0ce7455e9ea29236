package rules

import (
	"fmt"
	"testing"
)

func (w *world) addition(party, key actor) *AddKey {
	return &AddKey{
		Envelope: w.envelope(party.id), Key: key.address(0), Powers: uint8(AllPowers), ValidFrom: w.at,
		ValidTo: w.at + year, Threshold: 1,
	}
}

func TestAKeyIsAddedByThePartyAndProvesItself(t *testing.T) {
	w := newWorld(t)
	party, key := w.admit("party", w.operator), named("key", 1)
	w.refused(SignatureMissing(party.id, 0), w.addition(party, key), party)
	w.refused(SignatureMissing(party.id, 0), w.addition(party, key), key)
	w.refused(NotAuthorised(w.operator.id), w.addition(party, key), party, key, w.operator)
	w.do(w.addition(party, key), party, key)
	w.do(&UpdateParty{Envelope: w.envelope(party.id), Profile: word("new")}, key)
}

func TestAKeyBeingAddedDoesNotCountTowardsTheThreshold(t *testing.T) {
	w := newWorld(t)
	party := named("party", 2)
	command := w.registration(party)
	command.Threshold = 2
	w.do(command, party)
	w.do(&MoveParty{Envelope: w.envelope(party.id), PartyState: PartyStateActive}, w.operator)
	key := named("key", 1)
	w.refused(ThresholdNotMet(party.id, 1, 2), w.addition(party, key), party.with(0), key)
	w.do(w.addition(party, key), party, key)
}

func TestLostKeysAreRecoveredByArbiterAndRegulatorTogether(t *testing.T) {
	w := newWorld(t)
	party, key := w.admit("party", w.operator), named("key", 1)
	w.refused(SignatureMissing(Bytes32{}, RoleRegulator), w.addition(party, key), w.arbiter, key)
	w.refused(SignatureMissing(Bytes32{}, RoleArbiter), w.addition(party, key), w.regulator, key)
	w.refused(SignatureMissing(party.id, 0), w.addition(party, key), w.arbiter, w.regulator)
	w.refused(NotAuthorised(w.operator.id), w.addition(party, key), w.operator, key)
	w.refused(NotAuthorised(w.arbiter.id), w.addition(party, key), party, w.arbiter, w.regulator, key)
	w.do(&MoveParty{Envelope: w.envelope(party.id), PartyState: PartyStateSuspended}, w.operator)
	w.refused(StateForbids(party.id, StateSuspended), w.addition(party, key), key)
	w.do(w.addition(party, key), key, w.arbiter, w.regulator)
	w.stateIs(party.id, StateSuspended)
}

func TestAKeyOnceTakenIsNotAddedAgain(t *testing.T) {
	w := newWorld(t)
	party, key := w.admit("party", w.operator), named("key", 1)
	w.do(w.addition(party, key), party, key)
	w.do(&RevokeKey{Envelope: w.envelope(party.id), Key: key.address(0), Threshold: 1}, party)
	w.refused(KeyTaken(key.address(0)), w.addition(party, key), party, key)
	w.refused(KeyTaken(w.bank.address(0)), w.addition(party, w.bank), party, w.bank)
}

func TestAPartyHasSixteenUnendedKeysAtMost(t *testing.T) {
	w := newWorld(t)
	party := w.admit("party", w.operator)
	for i := range 15 {
		key := named(fmt.Sprint("key ", i), 1)
		w.do(w.addition(party, key), party, key)
	}
	last := named("last", 1)
	w.refused(ListFull(party.id, NewUint256(16)), w.addition(party, last), party, last)
	w.at += year
	w.do(w.addition(party, last), party, last)
}

func TestTheThresholdIsAtMostTheUnendedKeysThatSignForKeys(t *testing.T) {
	w := newWorld(t)
	party, key := w.admit("party", w.operator), named("key", 1)
	for _, test := range []struct {
		powers    Power
		validFrom uint64
		threshold uint8
		most      uint64
	}{
		{AllPowers, opening, 3, 2},
		{AllPowers, opening, 0, 2},
		{AllPowers, opening + day, 3, 2},
		{PowerTitle, opening, 2, 1},
	} {
		command := w.addition(party, key)
		command.Powers, command.ValidFrom, command.Threshold = uint8(test.powers), test.validFrom, test.threshold
		w.refused(NumberRange("threshold", NewUint256(uint64(test.threshold)), NewUint256(1), NewUint256(test.most)),
			command, party, key)
	}
	command := w.addition(party, key)
	command.ValidFrom, command.ValidTo, command.Threshold = opening-2, opening-1, 2
	w.refused(NumberRange("threshold", NewUint256(2), NewUint256(1), NewUint256(1)), command, party, key)
}

func TestWhoRevokesAKey(t *testing.T) {
	w := newWorld(t)
	party, key := w.admit("party", w.operator), named("key", 1)
	w.do(w.addition(party, key), party, key)
	revoke := func() *RevokeKey {
		return &RevokeKey{Envelope: w.envelope(party.id), Key: key.address(0), Threshold: 1}
	}
	w.refused(NotAuthorised(w.operator.id), revoke(), w.operator)
	event := w.do(revoke(), w.regulator)
	if outcome := event.Outcome.(Revocation); outcome.RevokedAt != opening {
		t.Fatalf("revoked at %d, want %d", outcome.RevokedAt, opening)
	}
	w.refused(UnknownKey(key.address(0)), revoke(), party)
	foreign := revoke()
	foreign.Key = w.bank.address(0)
	w.refused(UnknownKey(foreign.Key), foreign, party)
}

func TestTheRegulatorIsNotHeldOffFromAKeyByMovingTheRecord(t *testing.T) {
	w := newWorld(t)
	party, key := w.admit("party", w.operator), named("key", 1)
	revoke := &RevokeKey{Envelope: w.envelope(party.id), Key: party.address(0), Threshold: 1}
	w.do(w.addition(party, key), party, key)
	w.refused(VersionMismatch(3, 2), revoke, party)
	w.do(revoke, w.regulator)
}

func TestOnlyTheRegulatorLeavesAPartyWithoutKeys(t *testing.T) {
	w := newWorld(t)
	party := w.admit("party", w.operator)
	revoke := func(threshold uint8) *RevokeKey {
		return &RevokeKey{Envelope: w.envelope(party.id), Key: party.address(0), Threshold: threshold}
	}
	one, none := NewUint256(1), NewUint256(0)
	w.refused(NumberRange("threshold", none, one, none), revoke(0), party)
	w.refused(NumberRange("threshold", one, one, none), revoke(1), party)
	w.refused(NumberRange("threshold", one, none, none), revoke(1), w.regulator)
	w.do(revoke(0), w.regulator)
}

func TestRevokingAKeyNeverVoidsWhatItSigned(t *testing.T) {
	w := newWorld(t)
	owner, key := w.owner("owner"), named("key", 1)
	w.do(w.addition(owner, key), owner, key)
	second := actor{keys: key.keys, id: owner.id}
	licensee := w.admit("licensee", w.operator)
	asset := w.patentOf(second)
	instrument := w.propose(licenceOf(asset, licensee, owner), second)
	w.do(&RevokeKey{Envelope: w.envelope(owner.id), Key: key.address(0), Threshold: 1}, owner)
	w.do(&SignInstrument{
		Envelope: w.envelope(instrument), Terms: licenceOf(asset, licensee, owner), Signing: ids(licensee),
	}, licensee)
	w.stateIs(instrument, StateSigned)
}
