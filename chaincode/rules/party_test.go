package rules

import "testing"

func (w *world) registration(party actor) *RegisterParty {
	return &RegisterParty{
		Envelope: w.envelope(party.id), PartyKind: PartyKindUniversity, Profile: word("profile"), Country: vietNam,
		Keys: party.addresses(), Threshold: 1,
	}
}

func TestAPartyProvesEveryKeyItNames(t *testing.T) {
	w := newWorld(t)
	party := named("party", 3)
	command := w.registration(party)
	w.refused(SignatureMissing(party.id, 0), command, party.with(0), party.with(1))
	w.refused(DuplicateSigner(party.address(0)), command, party, party.with(0))
	w.do(command, party)
	w.stateIs(party.id, StatePending)
}

func TestOthersDoNotSignARegistration(t *testing.T) {
	w := newWorld(t)
	party := named("party", 1)
	w.refused(NotAuthorised(w.operator.id), w.registration(party), party, w.operator)
	w.refused(UnknownKey(named("stranger", 1).address(0)), w.registration(party), party, named("stranger", 1))
}

func TestAPartyIsNamedByItsFirstKey(t *testing.T) {
	w := newWorld(t)
	party := named("party", 2)
	command := w.registration(party)
	command.Record = PartyID(party.address(1))
	w.refused(WrongRecordID(party.id, command.Record), command, party)
	command.Record = party.id
	command.ExpectedVersion = 1
	w.refused(VersionMismatch(0, 1), command, party)
	command.ExpectedVersion = 0
	w.do(command, party)
	command.Threshold = 2
	w.refused(VersionMismatch(1, 0), command, party)
}

func TestAKeyBelongsToOnePartyForEver(t *testing.T) {
	w := newWorld(t)
	first := w.admit("first", w.operator)
	second := named("second", 1)
	command := w.registration(second)
	command.Keys = append(command.Keys, first.address(0))
	w.refused(KeyTaken(first.address(0)), command, second, first)
	command.Keys = append(second.addresses(), second.address(0))
	w.refused(KeyTaken(second.address(0)), command, second)
}

func TestAParentIsAParty(t *testing.T) {
	w := newWorld(t)
	party := named("party", 1)
	command := w.registration(party)
	command.Parent = word("nobody")
	w.refused(RecordNotFound(command.Parent), command, party)
	command.Parent = w.patentOf(w.owner("owner"))
	w.refused(RecordNotFound(command.Parent), command, party)
	command.Parent = w.operator.id
	w.do(command, party)
}

func TestAChangeOfParentIsCountersignedByTheOperator(t *testing.T) {
	w := newWorld(t)
	party, parent := w.admit("party", w.operator), w.admit("parent", w.operator)
	change := func() *UpdateParty {
		return &UpdateParty{Envelope: w.envelope(party.id), Profile: word("profile"), Parent: parent.id}
	}
	w.refused(SignatureMissing(Bytes32{}, RoleOperator), change(), party)
	w.refused(SignatureMissing(party.id, 0), change(), w.operator)
	w.refused(NotAuthorised(parent.id), change(), party, parent, w.operator)
	nobody := change()
	nobody.Parent = word("nobody")
	w.refused(RecordNotFound(nobody.Parent), nobody, party, w.operator)
	w.do(change(), party, w.operator)
	w.refused(NotAuthorised(w.operator.id), change(), party, w.operator)
	w.do(change(), party)
}

func TestTheLifeOfAParty(t *testing.T) {
	for _, test := range []struct {
		name     string
		from     []PartyState
		to       PartyState
		refusing State
	}{
		{"pending is admitted", nil, PartyStateActive, 0},
		{"pending is not suspended", nil, PartyStateSuspended, StatePending},
		{"pending is closed", nil, PartyStateClosed, 0},
		{"active is not admitted again", []PartyState{PartyStateActive}, PartyStateActive, StateActive},
		{"active is suspended", []PartyState{PartyStateActive}, PartyStateSuspended, 0},
		{"active is closed", []PartyState{PartyStateActive}, PartyStateClosed, 0},
		{"suspended is readmitted", []PartyState{PartyStateActive, PartyStateSuspended}, PartyStateActive, 0},
		{"suspended is closed", []PartyState{PartyStateActive, PartyStateSuspended}, PartyStateClosed, 0},
		{"closed is final", []PartyState{PartyStateClosed}, PartyStateActive, StateClosed},
		{"closed is closed", []PartyState{PartyStateClosed}, PartyStateClosed, StateClosed},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			party := w.register("party")
			for _, state := range test.from {
				w.do(&MoveParty{Envelope: w.envelope(party.id), PartyState: state}, w.operator)
			}
			command := &MoveParty{Envelope: w.envelope(party.id), PartyState: test.to}
			if test.refusing != 0 {
				w.refused(StateForbids(party.id, test.refusing), command, w.operator)
				return
			}
			w.do(command, w.operator)
			w.stateIs(party.id, movedParty[test.to])
		})
	}
}

func TestWhoMovesAParty(t *testing.T) {
	w := newWorld(t)
	party := w.admit("party", w.operator)
	suspend := func(of actor) *MoveParty {
		return &MoveParty{Envelope: w.envelope(of.id), PartyState: PartyStateSuspended}
	}
	w.refused(RoleRequired(party.id, RoleOperator), suspend(party), party)
	w.refused(RoleRequired(w.operator.id, RoleRegulator), suspend(w.bank), w.operator)
	w.do(suspend(w.bank), w.regulator)
	stranger := w.admit("stranger", w.operator)
	closing := &MoveParty{Envelope: w.envelope(party.id), PartyState: PartyStateClosed}
	w.refused(NotAuthorised(stranger.id), closing, stranger)
	w.do(closing, party)
	closing = &MoveParty{Envelope: w.envelope(w.arbiter.id), PartyState: PartyStateClosed}
	w.refused(NotAuthorised(w.operator.id), closing, w.operator)
	w.do(closing, w.arbiter)
}

func TestAPartyThatHeldAPrivilegedRoleIsMovedByTheOperatorAgain(t *testing.T) {
	w := newWorld(t)
	w.do(&RevokeRole{Envelope: w.envelope(w.bank.id), Role: RoleEscrowAgent}, w.regulator)
	w.do(&MoveParty{Envelope: w.envelope(w.bank.id), PartyState: PartyStateSuspended}, w.operator)
}

func TestClosingItselfIsNoAuthorityCommand(t *testing.T) {
	w := newWorld(t)
	party := w.admit("party", w.operator)
	w.do(&UpdateParty{Envelope: w.envelope(party.id), Profile: word("new")}, party)
	closing := &MoveParty{Envelope: w.envelope(party.id), PartyState: PartyStateClosed}
	closing.ExpectedVersion = 2
	w.refused(VersionMismatch(3, 2), closing, party)
	w.do(closing, w.operator)
}

func TestAnInterestIsDeclaredInARecordOfAnyKind(t *testing.T) {
	w := newWorld(t)
	reviewer, owner := w.admit("reviewer", w.operator), w.owner("owner")
	asset := w.patentOf(owner)
	for _, subject := range []Bytes32{asset, owner.id} {
		command := &DeclareInterest{Envelope: w.envelope(reviewer.id), Subject: subject}
		w.refused(NotAuthorised(owner.id), command, reviewer, owner)
		w.do(command, reviewer)
	}
	missing := &DeclareInterest{Envelope: w.envelope(reviewer.id), Subject: word("nothing")}
	w.refused(RecordNotFound(missing.Subject), missing, reviewer)
}
