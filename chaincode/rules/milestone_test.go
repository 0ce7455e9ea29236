package rules

import "testing"

// contracting is a proposal selected on the certificate of its trial, which owner and provider put under contract.
type contracting struct {
	*market
	trial, contract Bytes32
}

func newContracting(t *testing.T) *contracting {
	t.Helper()
	k := &contracting{market: newMarket(t).completed()}
	k.trial = k.certifies(OutcomePass)
	k.do(k.movingProblem(ProblemMoveEvaluating), k.owner)
	k.do(k.movingProblem(ProblemMoveAwarded), k.owner)
	return k
}

// terms of a contract for the selected proposal, in escrow at the bank.
func (k *contracting) terms() Terms {
	terms := licenceOf(k.proposal, k.provider, k.owner)
	terms.InstrumentKind, terms.Exclusivity = InstrumentKindSolutionContract, 0
	terms.EscrowAgent = k.bank.id
	return terms
}

// effective has a contract in effect; with an escrow agent, once all is funded.
func (k *contracting) effective(terms Terms) *contracting {
	k.t.Helper()
	k.contract = k.propose(terms, k.owner, k.provider)
	if !terms.EscrowAgent.IsZero() {
		k.do(k.attest(k.contract, EscrowActionFunded, wholeBps), k.bank)
	}
	k.do(&EffectInstrument{k.envelope(k.contract)}, k.provider)
	return k
}

// rolledOut has one more rollout certified.
func (k *contracting) rolledOut(outcome Outcome) Bytes32 {
	k.t.Helper()
	k.plansPilot(PilotStageRollout)
	k.starts(kpis()...)
	values := map[Outcome][]Measurement{
		OutcomePass:    {measured("safe", 10), measured("fast", 10), measured("cheap", 10)},
		OutcomePartial: {measured("safe", 10)},
		OutcomeFail:    {measured("fast", 10)},
	}
	k.ends(values[outcome]...)
	return k.certifies(outcome)
}

func (k *contracting) milestone(certificate Bytes32, bps uint16) *AttestMilestone {
	return &AttestMilestone{
		Envelope: k.envelope(k.contract), Milestone: label("rollout"), Certificate: certificate, Bps: bps,
		Evidence: word("evidence"),
	}
}

// paid is what a milestone leaves.
func (k *contracting) paid(want uint16, command *AttestMilestone, by actor) *Event {
	k.t.Helper()
	event := k.do(command, by)
	k.outcomeIs(event, Milestone{want})
	k.touchedAre(event, command.Certificate)
	return event
}

func TestASolutionContractIsBetweenOwnerAndProviderOfASelectedProposal(t *testing.T) {
	k := newContracting(t)
	other := k.holder("other", RoleProvider)
	for _, test := range []struct {
		name   string
		change func(*Terms)
		want   *Refusal
	}{
		{"no proposal", func(t *Terms) { t.Subject = k.problem }, RecordNotFound(k.problem)},
		{"without the owner", func(t *Terms) { t.Members[0].Party = other.id }, SignatoryMissing(k.owner.id)},
		{
			"with the owner in another role",
			func(t *Terms) { t.Members[0].MemberRole = MemberRoleMember }, SignatoryMissing(k.owner.id),
		},
		{"without the provider", func(t *Terms) { t.Members[1].Party = other.id }, SignatoryMissing(k.provider.id)},
		{
			"with a second grantor",
			func(t *Terms) { t.Members = append(t.Members, Member{other.id, MemberRoleGrantor}) }, NoTitle(other.id),
		},
		{
			"with the provider as grantor too",
			func(t *Terms) { t.Members = append(t.Members, Member{k.provider.id, MemberRoleGrantor}) },
			NoTitle(k.provider.id),
		},
		{"past its last day", func(t *Terms) { t.EffectBy = k.at }, TooLate(k.at, k.at)},
	} {
		t.Run(test.name, func(t *testing.T) {
			terms := k.terms()
			test.change(&terms)
			signer := k.owner
			if terms.Members[0].Party != k.owner.id {
				signer = other
			}
			k.refused(test.want, k.world.proposal(terms, signer), signer)
		})
	}
}

func TestAProposalThatIsNotSelectedIsNotContracted(t *testing.T) {
	k := &contracting{market: newMarket(t).shortlisted()}
	k.refused(StateForbids(k.proposal, StateShortlisted), k.world.proposal(k.terms(), k.owner), k.owner)
}

func TestASolutionContractTouchesNothingAndDoesNotRunOut(t *testing.T) {
	k := newContracting(t)
	terms := k.terms()
	terms.EscrowAgent, terms.StateCapital = Bytes32{}, true
	before := *k.entryOf(k.proposal)
	k.contract = k.propose(terms, k.owner, k.provider)
	event := k.do(&EffectInstrument{k.envelope(k.contract)}, k.owner)
	effect := event.Outcome.(Effect)
	if effect.EncumbranceVersion != 0 || effect.Shares == nil || len(effect.Shares) != 0 ||
		*k.entryOf(k.proposal) != before || len(event.Header.Touched) != 0 {
		t.Fatalf("outcome %+v, touched %+v", effect, event.Header.Touched)
	}
	k.at = opening + 2*year
	k.refused(GateClosed(GateTransferRegister),
		k.certify(k.contract, RegisterGateTransferRegister), k.transferRegistrar)
	k.do(k.ending(k.contract, InstrumentEndTerminated), k.owner, k.provider)
}

func TestAMilestoneIsPaidAgainstACertificateOfTheRollout(t *testing.T) {
	k := newContracting(t)
	k.effective(k.terms())
	passed, partly := k.rolledOut(OutcomePass), k.rolledOut(OutcomePartial)
	otherBank := k.holder("other bank", RoleEscrowAgent)
	k.refused(RoleRequired(k.owner.id, RoleEscrowAgent), k.milestone(passed, 1), k.owner)
	k.refused(NotAuthorised(otherBank.id), k.milestone(passed, 1), otherBank)
	k.refused(RecordNotFound(k.pilot), k.milestone(k.pilot, 1), k.bank)
	k.paid(6_000, k.milestone(passed, 6_000), k.bank)
	k.stateIs(k.contract, StateEffective)
	k.stateIs(passed, StateIssued)
	k.refused(CertificateUsed(passed), k.milestone(passed, 1), k.bank)
	k.refused(MilestonesExceeded(NewUint256(4_000), NewUint256(4_001)), k.milestone(partly, 4_001), k.bank)
	k.paid(10_000, k.milestone(partly, 4_000), k.bank)
}

func TestWhatCertifiesNoRolloutOfTheProposalPaysNothing(t *testing.T) {
	k := newContracting(t)
	k.effective(k.terms())
	k.refused(NoPass(k.proposal), k.milestone(k.trial, 1), k.bank)
	k.refused(NoPass(k.proposal), k.milestone(k.rolledOut(OutcomeFail), 1), k.bank)
	elsewhere, certified := word("another proposal"), k.rolledOut(OutcomePass)
	c := &call{transaction: transaction{store: k.store}}
	err := c.certifiesRollout(stored[certificate](k.world, certificateKey(certified)), elsewhere)
	if err == nil || err.Error() != NoPass(elsewhere).Error() {
		t.Fatalf("refused with %v", err)
	}
}

func TestACertificatePaysWhileItIsIssuedOrUpheld(t *testing.T) {
	for _, ruling := range []CertificateRuling{CertificateRulingUpheld, CertificateRulingRevoked} {
		k := newContracting(t)
		k.effective(k.terms())
		certified := k.rolledOut(OutcomePass)
		k.do(&DisputeCertificate{Envelope: k.envelope(certified), Claim: word("claim")}, k.owner)
		k.refused(StateForbids(certified, StateDisputed), k.milestone(certified, 1), k.bank)
		k.do(&RuleOnCertificate{
			Envelope: k.envelope(certified), CertificateRuling: ruling, Decision: word("decision"),
		}, k.arbiter)
		if ruling == CertificateRulingRevoked {
			k.refused(StateForbids(certified, StateRevoked), k.milestone(certified, 1), k.bank)
		} else {
			k.paid(1, k.milestone(certified, 1), k.bank)
		}
	}
}

func TestACertificateThatSupersedesOnePaidOnPaysNoMore(t *testing.T) {
	k := newContracting(t)
	k.effective(k.terms())
	first := k.rolledOut(OutcomePass)
	k.paid(1, k.milestone(first, 1), k.bank)
	correction := k.certification(OutcomePass)
	correction.Supersedes = first
	k.do(correction, k.verifier, k.owner)
	k.refused(StateForbids(first, StateSuperseded), k.milestone(first, 1), k.bank)
	k.refused(CertificateUsed(first), k.milestone(correction.Record, 1), k.bank)
}

func TestMilestonesAreThoseOfASolutionContractInEffect(t *testing.T) {
	k := newContracting(t)
	k.contract = k.effect(memorandumOf(k.owner, k.provider), k.owner, k.provider)
	k.refused(StateForbids(k.contract, StateEffective), k.milestone(k.trial, 1), k.owner)
	k.at = opening + 2*year
	k.refused(StateForbids(k.contract, StateExpired), k.milestone(k.trial, 1), k.owner)
	terms := k.terms()
	terms.EscrowAgent = Bytes32{}
	k.contract = k.propose(terms, k.owner, k.provider)
	k.refused(StateForbids(k.contract, StateSigned), k.milestone(k.trial, 1), k.owner)
	k.effective(terms)
	k.do(k.ruling(k.contract, RulingSuspend), k.arbiter)
	k.refused(StateForbids(k.contract, StateSuspended), k.milestone(k.trial, 1), k.owner)
}

func TestWithoutAnAgentAnyBankAttestsAMilestone(t *testing.T) {
	k := newContracting(t)
	terms := k.terms()
	terms.EscrowAgent = Bytes32{}
	k.effective(terms)
	certified := k.rolledOut(OutcomePass)
	k.refused(RoleRequired(k.owner.id, RoleEscrowAgent), k.milestone(certified, 10_000), k.owner)
	k.paid(10_000, k.milestone(certified, 10_000), k.holder("other bank", RoleEscrowAgent))
	k.refused(MilestonesExceeded(NewUint256(0), NewUint256(1)), k.milestone(k.rolledOut(OutcomePass), 1), k.bank)
}

func TestMoneyOfASolutionContractIsPaidOnByMilestonesAloneAndTheRestRefunded(t *testing.T) {
	k := newContracting(t)
	k.effective(k.terms())
	k.paid(6_000, k.milestone(k.rolledOut(OutcomePass), 6_000), k.bank)
	k.refused(StateForbids(k.contract, StateEffective), k.attest(k.contract, EscrowActionReleased, 1), k.bank)
	k.do(k.ending(k.contract, InstrumentEndTerminated), k.owner, k.provider)
	k.refused(StateForbids(k.contract, StateTerminated), k.attest(k.contract, EscrowActionReleased, 1), k.bank)
	k.refused(EscrowExceeded(NewUint256(4_000), NewUint256(4_001)),
		k.attest(k.contract, EscrowActionRefunded, 4_001), k.bank)
	event := k.do(k.attest(k.contract, EscrowActionRefunded, 4_000), k.bank)
	k.outcomeIs(event, Escrow{Funded: 10_000, Refunded: 4_000})
}
