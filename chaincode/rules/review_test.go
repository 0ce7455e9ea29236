package rules

import "testing"

func TestReviewsMoveAProposal(t *testing.T) {
	m := newMarket(t).revealed()
	m.refused(StateForbids(m.proposal, StateRevealed), m.securityReview(VerdictPass), m.security)
	command := m.technicalReview(VerdictPass)
	event := m.do(command, m.technical)
	m.touchedAre(event, m.proposal)
	m.outcomeIs(event, Assessment{StateTechnicalPass})
	m.stateIs(m.proposal, StateTechnicalPass)
	m.refused(StateForbids(m.proposal, StateTechnicalPass), m.technicalReview(VerdictPass), m.technical)
	event = m.do(m.securityReview(VerdictPass), m.security)
	m.outcomeIs(event, Assessment{StateSecurityPass})
	m.refused(StateForbids(m.proposal, StateSecurityPass), m.securityReview(VerdictPass), m.security)
	m.refused(StateForbids(m.proposal, StateSecurityPass), m.technicalReview(VerdictFail), m.technical)
}

func TestAReviewThatFailsEndsAProposal(t *testing.T) {
	m := newMarket(t).revealed()
	m.outcomeIs(m.do(m.technicalReview(VerdictFail), m.technical), Assessment{StateFailed})
	m.stateIs(m.proposal, StateFailed)
	m.refused(StateForbids(m.proposal, StateFailed), m.technicalReview(VerdictPass), m.technical)

	m = newMarket(t).revealed()
	m.do(m.technicalReview(VerdictPass), m.technical)
	m.outcomeIs(m.do(m.securityReview(VerdictFail), m.security), Assessment{StateFailed})
}

func TestOnlyReviewersNamedWithTheProblemReviewItsProposals(t *testing.T) {
	m := newMarket(t).revealed()
	stranger := m.holder("stranger", RoleTechnicalReviewer)
	m.refused(NotAuthorised(stranger.id), m.review(AppraisalKindTechnicalReview, stranger, VerdictPass), stranger)
	m.refused(RoleRequired(m.security.id, RoleTechnicalReviewer),
		m.review(AppraisalKindTechnicalReview, m.security, VerdictPass), m.security)
	m.giveIn(m.technical, RoleTechnicalReviewer, otherFields)
	m.refused(RoleRequired(m.technical.id, RoleTechnicalReviewer), m.technicalReview(VerdictPass), m.technical)
	m.giveIn(m.security, RoleTechnicalReviewer, fieldsOfMarket)
	m.refused(RoleRequired(m.technical.id, RoleTechnicalReviewer),
		m.review(AppraisalKindTechnicalReview, m.security, VerdictPass), m.security, m.technical)
	m.do(m.review(AppraisalKindTechnicalReview, m.security, VerdictPass), m.security)
	m.do(m.securityReview(VerdictPass), m.security)
	m.stateIs(m.proposal, StateSecurityPass)
}

func TestAReviewerHasNoInterestInTheMatter(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(m *market)
		with  func(m *market) Bytes32
	}{
		{"in the proposal before the problem", func(m *market) {
			m.declares(m.technical, m.problem)
			m.declares(m.technical, m.proposal)
		}, func(m *market) Bytes32 { return m.proposal }},
		{"in the problem before the provider", func(m *market) {
			m.declares(m.technical, m.provider.id)
			m.declares(m.technical, m.problem)
		}, func(m *market) Bytes32 { return m.problem }},
		{"in the provider before the owner", func(m *market) {
			m.declares(m.technical, m.owner.id)
			m.declares(m.technical, m.provider.id)
		}, func(m *market) Bytes32 { return m.provider.id }},
		{"in the owner", func(m *market) { m.declares(m.technical, m.owner.id) },
			func(m *market) Bytes32 { return m.owner.id }},
		{"as a child of the provider", func(m *market) { m.under(m.technical, m.provider) },
			func(m *market) Bytes32 { return m.provider.id }},
		{"as the parent of the owner", func(m *market) { m.under(m.owner, m.technical) },
			func(m *market) Bytes32 { return m.owner.id }},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := newMarket(t).revealed()
			test.spoil(m)
			m.refused(ConflictOfInterest(m.technical.id, test.with(m)), m.technicalReview(VerdictPass), m.technical)
		})
	}
}

// correction is a review that supersedes another.
func correction(command *IssueAppraisal, supersedes Bytes32) *IssueAppraisal {
	command.Supersedes = supersedes
	return command
}

func TestACorrectedReviewMovesAProposalOnlyWhenItFails(t *testing.T) {
	m := newMarket(t).revealed()
	first := m.technicalReview(VerdictPass)
	m.do(first, m.technical)
	m.do(m.securityReview(VerdictPass), m.security)
	m.do(m.moving(ProposalMoveShortlisted), m.owner)
	second := correction(m.technicalReview(VerdictPass), first.Record)
	event := m.do(second, m.technical)
	m.touchedAre(event, first.Record)
	m.outcomeIs(event, Assessment{})
	m.stateIs(first.Record, StateSuperseded)
	m.stateIs(m.proposal, StateShortlisted)

	third := correction(m.technicalReview(VerdictFail), second.Record)
	event = m.do(third, m.technical)
	m.touchedAre(event, m.proposal, second.Record)
	m.outcomeIs(event, Assessment{StateFailed})
	m.stateIs(second.Record, StateSuperseded)
	m.stateIs(m.proposal, StateFailed)
	m.refused(StateForbids(m.proposal, StateFailed),
		correction(m.technicalReview(VerdictPass), third.Record), m.technical)
}

func TestASelectedProposalsReviewIsNotCorrected(t *testing.T) {
	m := newMarket(t).selected()
	command := correction(m.technicalReview(VerdictPass), word("nothing"))
	m.refused(StateForbids(m.proposal, StateSelected), command, m.technical)
	m.refused(StateForbids(m.proposal, StateSelected), m.technicalReview(VerdictPass), m.technical)
}

func TestACommittedProposalTakesNoReview(t *testing.T) {
	m := newMarket(t).committed()
	m.refused(StateForbids(m.proposal, StateCommitted), m.technicalReview(VerdictPass), m.technical)
	m.refused(StateForbids(m.proposal, StateCommitted),
		correction(m.technicalReview(VerdictPass), word("nothing")), m.technical)
}

func TestANewReviewTakesThePlaceOfOneThatNoLongerStands(t *testing.T) {
	for _, test := range []struct {
		name    string
		reach   func(m *market) *market
		verdict Verdict
		want    State
	}{
		{"a pass moves nothing", (*market).reviewed, VerdictPass, 0},
		{"a fail ends one reviewed", (*market).reviewed, VerdictFail, StateFailed},
		{"a fail ends one shortlisted", (*market).shortlisted, VerdictFail, StateFailed},
		{"a fail leaves one selected", (*market).selected, VerdictFail, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := test.reach(newMarket(t))
			state := m.entryOf(m.proposal).State
			last := stored[review](m.world, reviewKey(m.proposal, AppraisalKindTechnicalReview)).Appraisal
			m.refused(StateForbids(m.proposal, state), m.technicalReview(test.verdict), m.technical)
			m.do(&WithdrawAppraisal{Envelope: m.envelope(last), Reason: word("reason")}, m.technical)
			m.refused(StateForbids(m.proposal, state), m.securityReview(test.verdict), m.security)
			event := m.do(m.technicalReview(test.verdict), m.technical)
			m.outcomeIs(event, Assessment{test.want})
			if test.want == 0 {
				m.touchedAre(event)
				m.stateIs(m.proposal, state)
				return
			}
			m.touchedAre(event, m.proposal)
			m.stateIs(m.proposal, test.want)
		})
	}
}

func TestAReviewIsTakenAnewOnceTheLastOneHasExpired(t *testing.T) {
	m := newMarket(t).revealed()
	first := m.technicalReview(VerdictPass)
	first.ValidUntil = m.at + day
	m.do(first, m.technical)
	m.do(m.securityReview(VerdictPass), m.security)
	m.at = first.ValidUntil - 1
	m.refused(StateForbids(m.proposal, StateSecurityPass), m.technicalReview(VerdictPass), m.technical)
	m.at = first.ValidUntil
	m.refused(StateForbids(first.Record, StateExpired),
		correction(m.technicalReview(VerdictPass), first.Record), m.technical)
	m.do(m.technicalReview(VerdictPass), m.technical)
	m.refused(StateForbids(m.proposal, StateSecurityPass), m.technicalReview(VerdictPass), m.technical)
}
