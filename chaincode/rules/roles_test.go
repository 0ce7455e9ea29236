package rules

import "testing"

func (w *world) grantOf(to actor, role Role) *GrantRole {
	return &GrantRole{Envelope: w.envelope(to.id), Role: role, ValidFrom: w.at, ValidTo: w.at + year}
}

func TestWhoGivesARole(t *testing.T) {
	w := newWorld(t)
	party := w.admit("party", w.operator)
	w.refused(RoleRequired(w.operator.id, RoleRegulator), w.grantOf(party, RoleOperator), w.operator)
	w.refused(RoleRequired(w.operator.id, RoleRegulator), w.grantOf(party, RoleRegulator), w.regulator, w.operator)
	w.refused(SignatureMissing(Bytes32{}, RoleRegulator), w.grantOf(party, RoleVerifier), w.operator)
	w.refused(SignatureMissing(Bytes32{}, RoleOperator), w.grantOf(party, RoleVerifier), w.regulator)
	w.refused(RoleRequired(w.arbiter.id, RoleOperator), w.grantOf(party, RoleVerifier), w.operator, w.arbiter)
	w.refused(RoleRequired(w.regulator.id, RoleOperator), w.grantOf(party, RoleOwner), w.operator, w.regulator)
	w.refused(RoleRequired(party.id, RoleOperator), w.grantOf(party, RoleOwner), party)
	w.do(w.grantOf(party, RoleVerifier), w.operator, w.regulator)
	w.do(w.grantOf(party, RoleOwner), w.operator)
}

func TestARoleIsGivenToAnActiveParty(t *testing.T) {
	w := newWorld(t)
	party := w.register("party")
	w.refused(StateForbids(party.id, StatePending), w.grantOf(party, RoleOwner), w.operator)
}

func TestRolesThatAreNotHeldTogether(t *testing.T) {
	for _, test := range []struct {
		held, given Role
		compatible  bool
	}{
		{RoleOwner, RoleRegulator, false},
		{RoleRegulator, RoleOwner, false},
		{RoleAuditor, RoleRegulator, false},
		{RoleOwner, RoleAuditor, false},
		{RoleOperator, RoleArbiter, false},
		{RoleArbiter, RoleIPRegistrar, false},
		{RoleTransferRegistrar, RoleOperator, false},
		{RoleIPRegistrar, RoleTransferRegistrar, true},
		{RoleOperator, RoleVerifier, false},
		{RoleValuer, RoleArbiter, false},
		{RoleEscrowAgent, RoleIPRegistrar, false},
		{RoleSecurityReviewer, RoleTechnicalReviewer, true},
		{RoleOperator, RoleOwner, true},
		{RoleWitness, RoleOperator, true},
		{RoleOwner, RoleOwner, true},
		{RoleRegulator, RoleRegulator, true},
	} {
		if given := !incompatible(test.given, test.held); given != test.compatible {
			t.Errorf("%d beside %d: compatible %v, want %v", test.given, test.held, given, test.compatible)
		}
		if incompatible(test.given, test.held) != incompatible(test.held, test.given) {
			t.Errorf("%d and %d: the order matters", test.given, test.held)
		}
	}
}

func TestAnIncompatibleRoleNamesTheLowestHeldOne(t *testing.T) {
	w := newWorld(t)
	party := w.admit("party", w.operator)
	w.do(w.grantOf(party, RoleVerifier), w.operator, w.regulator)
	later := w.grantOf(party, RoleValuer)
	later.ValidFrom, later.ValidTo = w.at+day, w.at+2*day
	w.do(later, w.operator, w.regulator)
	w.refused(RoleIncompatible(RoleArbiter, RoleValuer), w.grantOf(party, RoleArbiter), w.operator, w.regulator)
	w.at += 2 * day
	w.refused(RoleIncompatible(RoleArbiter, RoleVerifier), w.grantOf(party, RoleArbiter), w.operator, w.regulator)
	w.do(&RevokeRole{Envelope: w.envelope(party.id), Role: RoleVerifier}, w.regulator)
	w.do(w.grantOf(party, RoleArbiter), w.operator, w.regulator)
}

func TestARepeatedGrantReplacesItsWindow(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	later := w.grantOf(owner, RoleOwner)
	later.ValidFrom, later.ValidTo = w.at+day, w.at+2*day
	w.do(later, w.operator)
	rights := []Right{rightIn(allOfVietNam, opening, opening+year)}
	w.refused(RoleRequired(owner.id, RoleOwner),
		w.declaration(AssetKindPatent, GrantRuleAll, rights, owner), owner)
	w.at += day
	w.declare(AssetKindPatent, GrantRuleAll, rights, owner)
	w.at += day
	w.refused(RoleRequired(owner.id, RoleOwner),
		w.declaration(AssetKindPatent, GrantRuleAll, rights, owner), owner)
}

func TestWhoRevokesARole(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	revoke := func(of actor, role Role) *RevokeRole { return &RevokeRole{Envelope: w.envelope(of.id), Role: role} }
	w.refused(RoleRequired(w.regulator.id, RoleOperator), revoke(owner, RoleOwner), w.regulator)
	w.refused(RoleRequired(w.operator.id, RoleRegulator), revoke(w.bank, RoleEscrowAgent), w.operator)
	w.refused(RoleRequired(owner.id, RoleBuyer), revoke(owner, RoleBuyer), w.operator)
	event := w.do(revoke(owner, RoleOwner), w.operator)
	if outcome := event.Outcome.(Revocation); outcome.RevokedAt != opening {
		t.Fatalf("revoked at %d, want %d", outcome.RevokedAt, opening)
	}
	w.refused(RoleRequired(owner.id, RoleOwner), revoke(owner, RoleOwner), w.operator)
}

func TestRegulatorAndAuditorWriteNoBusinessState(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	asset := w.patentOf(owner)
	tier := &RaiseTier{Envelope: w.envelope(asset), Tier: 2, Evidence: word("evidence")}
	w.refused(ReadOnlyRole(w.regulator.id, RoleRegulator), tier, w.registrar, w.regulator)
	w.refused(ReadOnlyRole(w.auditor.id, RoleAuditor), tier, w.auditor, w.registrar)
	w.refused(RoleRequired(w.operator.id, RoleIPRegistrar), tier, w.operator, w.regulator)
}
