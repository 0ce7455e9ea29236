package rules

import "testing"

func TestTheVerifierAndOneSideCertify(t *testing.T) {
	m := newMarket(t).completed()
	command := m.certification(OutcomePass)
	m.refused(NotAuthorised(m.technical.id), command, m.verifier, m.technical)
	m.refused(NotAuthorised(m.provider.id), command, m.verifier, m.owner, m.provider)
	m.refused(NotAuthorised(m.owner.id), command, m.verifier, m.provider, m.owner)
	m.refused(SignatureMissing(m.owner.id, 0), command, m.verifier)
	envelope, nonce := m.created(KindCertificate, m.provider)
	byProvider := *command
	byProvider.Envelope, byProvider.Nonce = envelope, nonce
	m.refused(SignatureMissing(m.verifier.id, 0), &byProvider, m.provider)
	nothing := *command
	nothing.Pilot = m.proposal
	m.refused(RecordNotFound(m.proposal), &nothing, m.verifier)
	m.outcomeIs(m.do(&byProvider, m.provider, m.verifier), Result{Met: 7, OwnerSigned: false})
	m.stateIs(byProvider.Record, StateIssued)

	m = newMarket(t).completed()
	m.outcomeIs(m.do(m.certification(OutcomePass), m.verifier, m.owner), Result{Met: 7, OwnerSigned: true})
}

func TestAVerifierWithAnInterestCertifiesNothing(t *testing.T) {
	for _, test := range verifiersConflicts {
		t.Run(test.name, func(t *testing.T) {
			m := newMarket(t).completed()
			test.spoil(m)
			m.refused(ConflictOfInterest(m.verifier.id, test.with(m)), m.certification(OutcomePass), m.verifier, m.owner)
		})
	}
	m := newMarket(t).completed()
	m.under(m.provider, m.owner)
	m.refused(NotIndependent(m.provider.id, m.owner.id), m.certification(OutcomePass), m.verifier, m.owner)
	m = newMarket(t).completed()
	m.do(&RevokeRole{Envelope: m.envelope(m.verifier.id), Role: RoleVerifier}, m.regulator)
	m.certifies(OutcomePass)
}

func TestOnlyACompletedPilotIsCertified(t *testing.T) {
	m := newMarket(t).running()
	m.at += 30 * day
	m.do(m.measurement(true), m.verifier)
	m.refused(StateForbids(m.pilot, StateMeasured), m.certification(OutcomeFail), m.verifier, m.owner)
	m.do(m.stopping(), m.regulator)
	m.refused(StateForbids(m.pilot, StateAborted), m.certification(OutcomeFail), m.verifier, m.owner)
}

func TestPassAndPartialAskForReviewsInForce(t *testing.T) {
	withdraw := func(m *market, kind AppraisalKind, by actor) {
		last := stored[review](m.world, reviewKey(m.proposal, kind)).Appraisal
		m.do(&WithdrawAppraisal{Envelope: m.envelope(last), Reason: word("reason")}, by)
	}
	m := newMarket(t).completed()
	withdraw(m, AppraisalKindSecurityReview, m.security)
	m.refused(ReviewNotInForce(AppraisalKindSecurityReview), m.certification(OutcomeFail), m.verifier, m.owner)
	withdraw(m, AppraisalKindTechnicalReview, m.technical)
	m.refused(ReviewNotInForce(AppraisalKindTechnicalReview), m.certification(OutcomePass), m.verifier, m.owner)
	m.do(m.technicalReview(VerdictPass), m.technical)
	m.do(m.securityReview(VerdictPass), m.security)
	m.certifies(OutcomePass)

	m = newMarket(t).running()
	m.ends(measured("safe", 10))
	m.at += 11 * year
	m.refused(ReviewNotInForce(AppraisalKindTechnicalReview), m.certification(OutcomePartial), m.verifier, m.owner)

	m = newMarket(t).running()
	m.ends()
	withdraw(m, AppraisalKindTechnicalReview, m.technical)
	m.outcomeIs(m.do(m.certification(OutcomeFail), m.verifier, m.owner), Result{Met: 0, OwnerSigned: true})
}

func TestASelectedProposalThatFailedAReviewIsNotCertified(t *testing.T) {
	m := newMarket(t).selected()
	m.plansPilot(PilotStageRollout)
	m.starts(kpis()...)
	m.ends(measured("safe", 10), measured("fast", 10))
	last := stored[review](m.world, reviewKey(m.proposal, AppraisalKindSecurityReview)).Appraisal
	m.do(&WithdrawAppraisal{Envelope: m.envelope(last), Reason: word("reason")}, m.security)
	failed := m.securityReview(VerdictFail)
	m.do(failed, m.security)
	m.refused(ReviewNotInForce(AppraisalKindSecurityReview), m.certification(OutcomePass), m.verifier, m.owner)
	m.do(&WithdrawAppraisal{Envelope: m.envelope(failed.Record), Reason: word("reason")}, m.security)
	m.do(m.securityReview(VerdictPass), m.security)
	m.certifies(OutcomePass)
}

func TestAPilotHasOneCertificate(t *testing.T) {
	m := newMarket(t).completed()
	first := m.certifies(OutcomePass)
	m.refused(CertificateExists(first), m.certification(OutcomeFail), m.verifier, m.owner)
	correct := func(supersedes Bytes32) *IssueCertificate {
		command := m.certification(OutcomePass)
		command.Supersedes = supersedes
		return command
	}
	m.refused(RecordNotFound(m.pilot), correct(m.pilot), m.verifier, m.owner)
	second := correct(first)
	event := m.do(second, m.verifier, m.owner)
	m.touchedAre(event, first)
	m.stateIs(first, StateSuperseded)
	m.refused(StateForbids(first, StateSuperseded), correct(first), m.verifier, m.owner)
	m.refused(CertificateExists(second.Record), m.certification(OutcomePass), m.verifier, m.owner)
	m.dispute(second.Record, m.owner)
	m.refused(StateForbids(second.Record, StateDisputed), correct(second.Record), m.verifier, m.owner)
	m.refused(CertificateExists(second.Record), m.certification(OutcomePass), m.verifier, m.owner)
	m.rule(second.Record, CertificateRulingRevoked)
	m.passesAre(0)
	m.refused(CertificateExists(second.Record), m.certification(OutcomePass), m.verifier, m.owner)
	third := correct(second.Record)
	m.do(third, m.verifier, m.owner)
	m.stateIs(second.Record, StateSuperseded)
	m.passesAre(1)
}

func TestACertificateOfAnotherPilotIsNotSuperseded(t *testing.T) {
	m := newMarket(t).completed()
	first := m.certifies(OutcomePass)
	m.plansPilot(PilotStageTrial)
	m.starts(kpis()...)
	m.ends(measured("safe", 10), measured("fast", 10))
	command := m.certification(OutcomePass)
	command.Supersedes = first
	m.refused(RecordNotFound(first), command, m.verifier, m.owner)
	m.certifies(OutcomePass)
	m.passesAre(2)
}

func (m *market) dispute(certificate Bytes32, by actor) {
	m.t.Helper()
	m.do(&DisputeCertificate{Envelope: m.envelope(certificate), Claim: word("claim")}, by)
}

func (m *market) rule(certificate Bytes32, ruling CertificateRuling) {
	m.t.Helper()
	m.do(&RuleOnCertificate{
		Envelope: m.envelope(certificate), CertificateRuling: ruling, Decision: word("decision"),
	}, m.arbiter)
}

// passesAre asserts how many certificates of pass of the proposal stand.
func (m *market) passesAre(want uint32) {
	m.t.Helper()
	if given := stored[passes](m.world, passesKey(m.proposal)).Count; given != want {
		m.t.Fatalf("%d passes stand, want %d", given, want)
	}
}

func TestACertificateIsContestedAndRuledOn(t *testing.T) {
	for ruling, want := range map[CertificateRuling]State{
		CertificateRulingUpheld: StateUpheld, CertificateRulingRevoked: StateRevoked,
	} {
		m := newMarket(t).completed()
		certificate := m.certifies(OutcomePass)
		m.passesAre(1)
		contest := func() *DisputeCertificate {
			return &DisputeCertificate{Envelope: m.envelope(certificate), Claim: word("claim")}
		}
		decide := func() *RuleOnCertificate {
			return &RuleOnCertificate{
				Envelope: m.envelope(certificate), CertificateRuling: ruling, Decision: word("decision"),
			}
		}
		m.refused(StateForbids(certificate, StateIssued), decide(), m.arbiter)
		m.refused(NotAuthorised(m.verifier.id), contest(), m.verifier)
		m.do(contest(), m.provider)
		m.stateIs(certificate, StateDisputed)
		m.passesAre(0)
		m.refused(StateForbids(certificate, StateDisputed), contest(), m.owner)
		m.refused(RoleRequired(m.owner.id, RoleArbiter), decide(), m.owner)
		early := decide()
		early.ExpectedVersion = 1
		m.do(early, m.arbiter)
		m.stateIs(certificate, want)
		again := decide()
		again.ExpectedVersion = 2
		m.refused(VersionMismatch(3, 2), again, m.arbiter)
		m.refused(StateForbids(certificate, want), decide(), m.arbiter)
		m.refused(StateForbids(certificate, want), contest(), m.owner)
		if want == StateUpheld {
			m.passesAre(1)
		} else {
			m.passesAre(0)
		}
	}
}

func TestACertificateThatDidNotPassIsNoPass(t *testing.T) {
	m := newMarket(t).running()
	m.ends()
	certificate := m.certifies(OutcomeFail)
	m.dispute(certificate, m.provider)
	m.rule(certificate, CertificateRulingUpheld)
	m.do(m.movingProblem(ProblemMoveEvaluating), m.owner)
	m.refused(NoPass(m.proposal), m.movingProblem(ProblemMoveAwarded), m.owner)
}
