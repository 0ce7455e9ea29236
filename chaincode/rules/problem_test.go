package rules

import "testing"

func TestAProblemOwnerDraftsAProblemAndCorrectsIt(t *testing.T) {
	m := newMarket(t)
	command := m.draft()
	stranger, other := m.admit("stranger", m.operator), m.holder("other owner", RoleProblemOwner)
	foreign := *command
	foreign.Record = RecordID(KindProblem, stranger.id, command.Nonce)
	m.refused(RoleRequired(stranger.id, RoleProblemOwner), &foreign, stranger)
	m.refused(RoleRequired(stranger.id, RoleProblemOwner), command, m.owner, stranger)
	m.refused(NotAuthorised(other.id), command, m.owner, other)
	m.refused(WrongRecordID(RecordID(KindProblem, other.id, command.Nonce), command.Record), command, other)
	command.ExpectedVersion = 1
	m.refused(VersionMismatch(0, 1), command, m.owner)
	command.ExpectedVersion = 0
	m.do(command, m.owner)
	m.stateIs(command.Record, StateDraft)

	again := *command
	again.Statement = word("another statement")
	m.refused(VersionMismatch(1, 0), &again, m.owner)
	again.Envelope = m.envelope(command.Record)
	m.refused(WrongRecordID(RecordID(KindProblem, other.id, command.Nonce), command.Record), &again, other)
	m.do(&again, m.owner)
	if version := m.entryOf(command.Record).Version; version != 2 {
		t.Fatalf("the draft stands at version %d", version)
	}
	m.problem = command.Record
	m.do(m.publication(), m.owner)
	again.Envelope = m.envelope(command.Record)
	m.refused(StateForbids(m.problem, StatePublished), &again, m.owner)
}

func TestAProblemNamesUnitOfficeTimesAndReviewers(t *testing.T) {
	m := newMarket(t)
	command := m.draft()
	command.UsingUnit, command.AccountableOffice = Bytes32{}, Bytes32{}
	m.do(command, m.owner)
	m.problem = command.Record
	publish := m.publication()
	publish.CommitBy = m.at
	publish.Reviewers = []Bytes32{m.technical.id, m.technical.id, word("nobody")}
	m.refused(NotAuthorised(m.provider.id), publish, m.provider)
	m.refused(RecordNotFound(word("nobody")), publish, m.owner)
	publish.Reviewers = publish.Reviewers[:2]
	m.refused(UsingUnitMissing(m.problem), publish, m.owner)
	again := *command
	again.Envelope, again.UsingUnit = m.envelope(m.problem), word("unit")
	m.do(&again, m.owner)
	publish.Envelope = m.envelope(m.problem)
	m.refused(AccountableOfficeMissing(m.problem), publish, m.owner)
	again.Envelope, again.AccountableOffice = m.envelope(m.problem), word("office")
	m.do(&again, m.owner)
	publish.Envelope = m.envelope(m.problem)
	m.refused(TooLate(m.at, m.at), publish, m.owner)
	publish.CommitBy = m.at + 1
	m.refused(DuplicateParty(m.technical.id), publish, m.owner)
	publish.Reviewers = []Bytes32{m.technical.id}
	m.refused(ReviewerNotEligible(Bytes32{}), publish, m.owner)
	publish.Reviewers = []Bytes32{m.security.id}
	m.refused(ReviewerNotEligible(Bytes32{}), publish, m.owner)
	publish.Reviewers = []Bytes32{m.security.id, m.technical.id}
	m.do(publish, m.owner)
	m.stateIs(m.problem, StatePublished)
	m.refused(StateForbids(m.problem, StatePublished), m.publication(), m.owner)
}

func TestReviewersAreEligible(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(m *market)
	}{
		{"without a role", func(m *market) { m.technical = m.admit("no reviewer", m.operator) }},
		{"a role in other fields", func(m *market) { m.giveIn(m.technical, RoleTechnicalReviewer, otherFields) }},
		{"an interest in the problem", func(m *market) { m.declares(m.technical, m.problem) }},
		{"an interest in the owner", func(m *market) { m.declares(m.technical, m.owner.id) }},
		{"the owner", func(m *market) { m.technical = m.owner; m.giveIn(m.owner, RoleTechnicalReviewer, 0) }},
		{"a child of the owner", func(m *market) { m.under(m.technical, m.owner) }},
		{"the parent of the owner", func(m *market) { m.under(m.owner, m.technical) }},
		{"a sibling of the owner", func(m *market) { m.under(m.owner, m.verifier); m.under(m.technical, m.verifier) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := newMarket(t).drafted()
			test.spoil(m)
			m.refused(ReviewerNotEligible(m.technical.id), m.publication(), m.owner)
		})
	}
	m := newMarket(t).drafted()
	m.giveIn(m.technical, RoleSecurityReviewer, fieldsOfMarket)
	publish := m.publication()
	publish.Reviewers = publish.Reviewers[:1]
	m.do(publish, m.owner)
}

func TestAnyPartyClosesAProblemOnceTheTimeIsUp(t *testing.T) {
	m := newMarket(t).published()
	stranger := m.admit("stranger", m.operator)
	m.at = m.commitBy - 1
	m.refused(TooEarly(m.commitBy, m.at), m.closing(), stranger)
	m.at = m.commitBy
	m.refused(ReadOnlyRole(m.regulator.id, RoleRegulator), m.closing(), m.regulator)
	m.do(m.closing(), stranger, m.owner)
	m.stateIs(m.problem, StateClosed)
	m.refused(StateForbids(m.problem, StateClosed), m.closing(), stranger)
}

func TestAProblemIsEvaluatedFromTheEndOfTheReveals(t *testing.T) {
	m := newMarket(t).published()
	m.refused(StateForbids(m.problem, StatePublished), m.movingProblem(ProblemMoveEvaluating), m.owner)
	m.at = m.commitBy
	m.do(m.closing(), m.owner)
	m.at = m.revealBy - 1
	m.refused(NotAuthorised(m.provider.id), m.movingProblem(ProblemMoveEvaluating), m.provider)
	m.refused(TooEarly(m.revealBy, m.at), m.movingProblem(ProblemMoveEvaluating), m.owner)
	m.at = m.revealBy
	m.do(m.movingProblem(ProblemMoveEvaluating), m.owner)
	m.do(m.movingProblem(ProblemMoveNoAward), m.owner)
	m.stateIs(m.problem, StateNoAward)
	m.refused(StateForbids(m.problem, StateNoAward), m.movingProblem(ProblemMoveCancelled), m.owner)
}

func TestAProblemIsCancelledBeforeItEnds(t *testing.T) {
	for _, state := range []State{StateDraft, StatePublished, StateClosed, StateEvaluating} {
		m := newMarket(t).drafted()
		if state != StateDraft {
			m.do(m.publication(), m.owner)
		}
		if state == StateClosed || state == StateEvaluating {
			m.at = m.revealBy
			m.do(m.closing(), m.owner)
		}
		if state == StateEvaluating {
			m.do(m.movingProblem(ProblemMoveEvaluating), m.owner)
		}
		m.stateIs(m.problem, state)
		m.do(m.movingProblem(ProblemMoveCancelled), m.owner)
		m.stateIs(m.problem, StateCancelled)
		m.refused(StateForbids(m.problem, StateCancelled), m.movingProblem(ProblemMoveCancelled), m.owner)
	}
}

func TestOnlyResultsAreAwarded(t *testing.T) {
	m := newMarket(t).completed()
	m.do(m.movingProblem(ProblemMoveEvaluating), m.owner)
	award := func() *MoveProblem { return m.movingProblem(ProblemMoveAwarded) }

	nothing := award()
	nothing.Proposal = m.problem
	m.refused(RecordNotFound(m.problem), nothing, m.owner)
	m.refused(NoPass(m.proposal), award(), m.owner)
	certificate := m.certifies(OutcomePass)
	m.do(&DisputeCertificate{Envelope: m.envelope(certificate), Claim: word("claim")}, m.provider)
	m.refused(NoPass(m.proposal), award(), m.owner)
	m.do(&RuleOnCertificate{
		Envelope: m.envelope(certificate), CertificateRuling: CertificateRulingUpheld, Decision: word("decision"),
	}, m.arbiter)
	m.refused(NotAuthorised(m.provider.id), award(), m.provider)
	event := m.do(award(), m.owner)
	m.touchedAre(event, m.proposal)
	m.stateIs(m.proposal, StateSelected)
	m.stateIs(m.problem, StateAwarded)
}

func TestAProposalOfAnotherProblemIsNotAwarded(t *testing.T) {
	m := newMarket(t).completed()
	m.certifies(OutcomePass)
	second := *m
	second.commitBy, second.revealBy = m.at+day, m.at+2*day
	second.published()
	second.at = second.revealBy
	second.do(second.closing(), m.owner)
	second.do(second.movingProblem(ProblemMoveEvaluating), m.owner)
	second.proposal = m.proposal
	second.refused(RecordNotFound(m.proposal), second.movingProblem(ProblemMoveAwarded), m.owner)
}

func TestAnAwardAsksForAShortlistedProposal(t *testing.T) {
	m := newMarket(t).completed()
	m.certifies(OutcomePass)
	m.do(m.movingProblem(ProblemMoveEvaluating), m.owner)
	m.do(m.moving(ProposalMoveWithdrawn), m.provider)
	m.refused(StateForbids(m.proposal, StateWithdrawn), m.movingProblem(ProblemMoveAwarded), m.owner)
}
