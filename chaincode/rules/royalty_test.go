package rules

import "testing"

// quarter is the length of the tests' royalty periods.
const quarter = 90 * day

// royalties is a licence in effect of which quarterly reports are due.
type royalties struct {
	*world
	owner, licensee actor
	asset, licence  Bytes32
}

func newRoyalties(t *testing.T) *royalties {
	t.Helper()
	w := newWorld(t)
	r := &royalties{world: w, owner: w.owner("owner"), licensee: w.admit("licensee", w.operator)}
	r.asset = w.patentOf(r.owner)
	r.licence = w.effect(licenceOf(r.asset, r.licensee, r.owner), r.owner, r.licensee)
	return r
}

// report is for a period that begins some time after the licence's start.
func (r *royalties) report(licence Bytes32, start, end uint64) *ReportRoyalty {
	nonce := royaltyNonce(licence, opening+start)
	return &ReportRoyalty{
		Envelope: r.envelope(royaltyPeriodID(nonce)), Nonce: nonce, Instrument: licence, Start: opening + start,
		End: opening + end, Amount: word("amount"), Report: word("report"),
	}
}

// reported has a period reported by the licensee.
func (r *royalties) reported(start, end uint64) Bytes32 {
	r.t.Helper()
	command := r.report(r.licence, start, end)
	r.do(command, r.licensee)
	return command.Record
}

func (r *royalties) answer(period Bytes32, answer RoyaltyAnswer) *AnswerRoyalty {
	return &AnswerRoyalty{Envelope: r.envelope(period), RoyaltyAnswer: answer}
}

func TestTheIDOfARoyaltyPeriodFollowsFromLicenceAndStart(t *testing.T) {
	r := newRoyalties(t)
	r.at = opening + quarter
	command := r.report(r.licence, 0, quarter)
	expected := command.Record
	command.Record = word("other")
	r.refused(WrongRecordID(expected, word("other")), command, r.licensee)
	command.Nonce = word("nonce")
	r.refused(WrongRecordID(expected, word("other")), command, r.licensee)
	command.Record = expected
	r.refused(WrongRecordID(expected, royaltyPeriodID(word("nonce"))), command, r.licensee)
	command.Nonce = royaltyNonce(r.licence, opening)
	command.ExpectedVersion = 1
	r.refused(VersionMismatch(0, 1), command, r.licensee)
	command.ExpectedVersion = 0
	event := r.do(command, r.licensee)
	r.stateIs(expected, StateReported)
	if len(event.Header.Touched) != 0 || event.Header.Version != 1 {
		t.Fatalf("header %+v", event.Header)
	}
	again := r.report(r.licence, 0, quarter)
	again.ExpectedVersion = 0
	again.Amount = word("other amount")
	r.refused(VersionMismatch(1, 0), again, r.licensee)
	again.ExpectedVersion = 1
	r.refused(StateForbids(expected, StateReported), again, r.licensee)
}

func TestAGranteeOfALicenceReports(t *testing.T) {
	r := newRoyalties(t)
	r.at = opening + quarter
	r.refused(NotAuthorised(r.owner.id), r.report(r.licence, 0, quarter), r.owner)
	r.refused(NotAuthorised(r.owner.id), r.report(r.licence, 0, quarter), r.licensee, r.owner)
	r.refused(ReadOnlyRole(r.auditor.id, RoleAuditor), r.report(r.licence, 0, quarter), r.auditor)
	memorandum := r.effect(memorandumOf(r.owner, r.licensee), r.owner, r.licensee)
	for _, instrument := range []Bytes32{word("nothing"), r.asset, memorandum} {
		r.refused(RecordNotFound(instrument), r.report(instrument, 0, quarter), r.auditor)
	}
	second := r.admit("second licensee", r.operator)
	terms := licenceOf(r.asset, r.licensee, r.owner)
	terms.Members = append(terms.Members, Member{second.id, MemberRoleGrantee})
	licence := r.effect(terms, r.owner, r.licensee, second)
	r.do(r.report(licence, 0, day), second)
	r.do(r.report(licence, day, quarter), r.licensee)
}

func TestALicenceThatNeverTookEffectOwesNothing(t *testing.T) {
	r := newRoyalties(t)
	terms := licenceOf(r.asset, r.licensee, r.owner)
	r.at = opening + quarter
	for _, state := range []State{StateProposed, StateSigned} {
		waiting := r.standingIn(state, terms, r.owner, r.licensee)
		r.refused(StateForbids(waiting, state), r.report(waiting, 0, quarter), r.licensee)
		r.do(r.ending(waiting, InstrumentEndRescinded), r.owner, r.licensee)
		r.refused(StateForbids(waiting, StateRescinded), r.report(waiting, 0, quarter), r.licensee)
	}
}

func TestALicenceThatHasEndedStillTakesReports(t *testing.T) {
	r := newRoyalties(t)
	r.do(r.ruling(r.licence, RulingTerminate), r.arbiter)
	r.at = opening + 2*year
	r.reported(0, quarter)
}

func TestAPeriodLiesWithinTheScopesInterval(t *testing.T) {
	r := newRoyalties(t)
	r.at = opening + 2*year
	early := r.report(r.licence, 0, quarter)
	early.Start--
	early.Nonce = royaltyNonce(r.licence, early.Start)
	early.Envelope = r.envelope(royaltyPeriodID(early.Nonce))
	r.refused(RightNotInForce(r.licence), early, r.licensee)
	r.refused(RightNotInForce(r.licence), r.report(r.licence, 0, year+1), r.licensee)
	r.reported(0, year)
}

func TestAPeriodLiesWithinTheScopeAsAmended(t *testing.T) {
	r := newRoyalties(t)
	shorter := licenceOf(r.asset, r.licensee, r.owner)
	shorter.Scope.End = opening + quarter
	r.do(&AmendInstrument{Envelope: r.envelope(r.licence), Terms: shorter}, r.owner, r.licensee)
	r.at = opening + year
	r.refused(RightNotInForce(r.licence), r.report(r.licence, 0, quarter+1), r.licensee)
	r.reported(0, quarter)
}

func TestAPeriodIsReportedOnceItIsOver(t *testing.T) {
	r := newRoyalties(t)
	r.at = opening + quarter - 1
	r.refused(TooEarly(opening+quarter, r.at), r.report(r.licence, 0, quarter), r.licensee)
	r.at++
	r.reported(0, quarter)
}

func TestPeriodsDoNotOverlap(t *testing.T) {
	r := newRoyalties(t)
	r.at = opening + year
	second := r.reported(quarter, 2*quarter)
	third := r.reported(2*quarter, 3*quarter)
	first := r.reported(0, quarter-day)
	r.refused(PeriodOverlap(first), r.report(r.licence, quarter-day-1, year), r.licensee)
	r.refused(PeriodOverlap(second), r.report(r.licence, quarter-day, year), r.licensee)
	r.refused(PeriodOverlap(second), r.report(r.licence, 2*quarter-1, 2*quarter), r.licensee)
	r.refused(PeriodOverlap(third), r.report(r.licence, 3*quarter-1, 3*quarter+1), r.licensee)
	r.reported(quarter-day, quarter)
	r.reported(3*quarter, year)
	other := r.effect(licenceOf(r.asset, r.licensee, r.owner), r.owner, r.licensee)
	r.do(r.report(other, 0, year-1), r.licensee)
}

func TestAContestedReportComesAgain(t *testing.T) {
	r := newRoyalties(t)
	r.at = opening + year
	period, next := r.reported(0, quarter), r.reported(2*quarter, 3*quarter)
	r.do(r.answer(period, RoyaltyAnswerDispute), r.owner)
	r.stateIs(period, StateDisputed)
	stale := r.report(r.licence, 0, quarter)
	stale.ExpectedVersion = 1
	r.refused(VersionMismatch(2, 1), stale, r.licensee)
	r.refused(NotAuthorised(r.owner.id), r.report(r.licence, 0, quarter), r.owner)
	r.refused(PeriodOverlap(next), r.report(r.licence, 0, 2*quarter+1), r.licensee)
	event := r.do(r.report(r.licence, 0, 2*quarter), r.licensee)
	if event.Header.Version != 3 || event.Name != "RoyaltyReported" {
		t.Fatalf("event %+v", event)
	}
	r.refused(PeriodOverlap(period), r.report(r.licence, 2*quarter-1, 2*quarter), r.licensee)
	r.do(r.answer(period, RoyaltyAnswerDispute), r.owner)
	r.do(r.report(r.licence, 0, day), r.licensee)
	r.reported(day, 2*quarter)
}

func TestThePresentHoldersAnswerForALicence(t *testing.T) {
	r := newRoyalties(t)
	r.at = opening + quarter
	period := r.reported(0, quarter)
	first, second := r.world.owner("first heir"), r.world.owner("second heir")
	r.do(&DisputeAsset{Envelope: r.envelope(r.asset), Claim: word("claim"), Claimant: first.id}, r.arbiter, first)
	r.do(&ResolveDispute{
		Envelope: r.envelope(r.asset), Decision: word("decision"), Holders: equalShares(first, second),
	}, r.arbiter)
	r.refused(NotAuthorised(r.owner.id), r.answer(period, RoyaltyAnswerConfirm), r.owner)
	r.refused(NotAuthorised(r.licensee.id), r.answer(period, RoyaltyAnswerConfirm), second, r.licensee)
	r.do(r.answer(period, RoyaltyAnswerConfirm), second)
	r.stateIs(period, StateConfirmed)
	r.refused(StateForbids(period, StateConfirmed), r.answer(period, RoyaltyAnswerDispute), first)
	r.refused(StateForbids(period, StateConfirmed), r.report(r.licence, 0, quarter), r.licensee)
}

func TestTheListedGrantorsAnswerForASublicence(t *testing.T) {
	s := newSublicensing(t, unchanged)
	r := &royalties{world: s.world}
	sublicence := s.effect(s.terms(), s.licensee, s.owner, s.user)
	r.at = opening + quarter
	command := r.report(sublicence, 0, quarter)
	r.refused(NotAuthorised(s.licensee.id), command, s.licensee)
	r.do(command, s.user)
	r.refused(NotAuthorised(s.owner.id), r.answer(command.Record, RoyaltyAnswerConfirm), s.owner)
	r.do(r.answer(command.Record, RoyaltyAnswerConfirm), s.licensee)
}

func TestAPeriodIsConfirmedPaidAndAudited(t *testing.T) {
	r := newRoyalties(t)
	r.at = opening + quarter
	period := r.reported(0, quarter)
	settle := func() *RuleOnRoyalty {
		return &RuleOnRoyalty{Envelope: r.envelope(period), Decision: word("decision")}
	}
	pay := func() *AttestPayment { return &AttestPayment{Envelope: r.envelope(period), Evidence: word("evidence")} }
	audit := func() *AuditRoyalty { return &AuditRoyalty{Envelope: r.envelope(period), Opinion: word("opinion")} }
	r.refused(StateForbids(period, StateReported), settle(), r.arbiter)
	r.do(r.answer(period, RoyaltyAnswerDispute), r.owner)
	r.refused(StateForbids(period, StateDisputed), pay(), r.bank)
	r.refused(RoleRequired(r.owner.id, RoleArbiter), settle(), r.owner)
	order := settle()
	r.do(r.report(r.licence, 0, quarter), r.licensee)
	r.do(r.answer(period, RoyaltyAnswerDispute), r.owner)
	r.do(order, r.arbiter)
	r.stateIs(period, StateConfirmed)
	r.refused(RoleRequired(r.owner.id, RoleEscrowAgent), pay(), r.owner)
	r.refused(StateForbids(period, StateConfirmed), audit(), r.auditor)
	r.do(pay(), r.bank)
	r.stateIs(period, StatePaid)
	r.refused(StateForbids(period, StatePaid), pay(), r.bank)
	r.refused(RoleRequired(r.bank.id, RoleAuditor), audit(), r.bank)
	r.refused(ReadOnlyRole(r.regulator.id, RoleRegulator), audit(), r.regulator)
	r.do(audit(), r.auditor)
	r.stateIs(period, StateAudited)
	r.refused(StateForbids(period, StateAudited), audit(), r.auditor)
	r.refused(RecordNotFound(r.licence), &AuditRoyalty{Envelope: r.envelope(r.licence), Opinion: word("opinion")}, r.auditor)
}
