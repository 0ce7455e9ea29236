package rules

import (
	"slices"
	"testing"
)

func TestOwnerAndProviderPlanAPilot(t *testing.T) {
	m := newMarket(t).shortlisted()
	command := m.plan(PilotStageTrial)
	m.refused(NotAuthorised(m.verifier.id), command, m.owner, m.provider, m.verifier)
	m.refused(SignatureMissing(m.provider.id, 0), command, m.owner)
	envelope, nonce := m.created(KindPilot, m.provider)
	byProvider := *command
	byProvider.Envelope, byProvider.Nonce = envelope, nonce
	m.refused(SignatureMissing(m.owner.id, 0), &byProvider, m.provider)
	nothing := *command
	nothing.Proposal = m.problem
	m.refused(RecordNotFound(m.problem), &nothing, m.owner, m.verifier)
	m.do(&byProvider, m.provider, m.owner)
	m.stateIs(byProvider.Record, StatePlanned)
}

func TestAPilotsPartiesAreIndependent(t *testing.T) {
	for _, test := range []struct {
		name        string
		spoil       func(m *market)
		party, with func(m *market) actor
	}{
		{"the owner verifies", func(m *market) { m.verifier = m.owner },
			func(m *market) actor { return m.owner }, func(m *market) actor { return m.owner }},
		{"a child of the owner verifies", func(m *market) { m.under(m.verifier, m.owner) },
			func(m *market) actor { return m.verifier }, func(m *market) actor { return m.owner }},
		{"the provider verifies", func(m *market) { m.verifier = m.provider },
			func(m *market) actor { return m.provider }, func(m *market) actor { return m.provider }},
		{"the provider's parent verifies", func(m *market) { m.under(m.provider, m.verifier) },
			func(m *market) actor { return m.verifier }, func(m *market) actor { return m.provider }},
		{"the owner came under the provider since", func(m *market) { m.under(m.owner, m.provider) },
			func(m *market) actor { return m.provider }, func(m *market) actor { return m.owner }},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := newMarket(t).shortlisted()
			test.spoil(m)
			m.refused(NotIndependent(test.party(m).id, test.with(m).id), m.plan(PilotStageTrial), m.owner, m.provider)
		})
	}
}

func TestATrialIsOfAShortlistedProposalAndARolloutOfASelectedOne(t *testing.T) {
	m := newMarket(t).reviewed()
	for _, stage := range []PilotStage{PilotStageTrial, PilotStageRollout} {
		m.refused(StateForbids(m.proposal, StateSecurityPass), m.plan(stage), m.owner, m.provider)
	}
	m = newMarket(t).shortlisted()
	m.refused(StateForbids(m.proposal, StateShortlisted), m.plan(PilotStageRollout), m.owner, m.provider)
	m = newMarket(t).selected()
	m.refused(StateForbids(m.proposal, StateSelected), m.plan(PilotStageTrial), m.owner, m.provider)
	m.plansPilot(PilotStageRollout)
	m.stateIs(m.pilot, StatePlanned)
}

func TestAVerifierIsEligible(t *testing.T) {
	m := newMarket(t).shortlisted()
	nobody := m.plan(PilotStageTrial)
	nobody.Verifier = word("nobody")
	m.refused(RecordNotFound(word("nobody")), nobody, m.owner, m.provider)
	for _, test := range []struct {
		name  string
		spoil func(m *market)
	}{
		{"no role", func(m *market) { m.verifier = m.technical }},
		{"a role in other fields", func(m *market) { m.giveIn(m.verifier, RoleVerifier, otherFields) }},
		{"an interest in the proposal", func(m *market) { m.declares(m.verifier, m.proposal) }},
		{"an interest in the problem", func(m *market) { m.declares(m.verifier, m.problem) }},
		{"an interest in the owner", func(m *market) { m.declares(m.verifier, m.owner.id) }},
		{"an interest in the provider", func(m *market) { m.declares(m.verifier, m.provider.id) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := newMarket(t).shortlisted()
			test.spoil(m)
			m.refused(VerifierNotEligible(m.verifier.id), m.plan(PilotStageTrial), m.owner, m.provider)
		})
	}
}

func (m *market) stopping() *StopPilot {
	m.t.Helper()
	return &StopPilot{Envelope: m.envelope(m.pilot), Reason: word("reason")}
}

func TestTheLifeOfAPilot(t *testing.T) {
	states := map[State]func(m *market) *market{
		StatePlanned: (*market).planned,
		StateBaselined: func(m *market) *market {
			m.planned()
			m.do(m.baseline(kpis()...), m.owner, m.provider)
			return m
		},
		StateRunning: (*market).running,
		StateMeasured: func(m *market) *market {
			m.running()
			m.at += 30 * day
			m.do(m.measurement(true), m.verifier)
			return m
		},
		StateCompleted: (*market).completed,
		StateAborted: func(m *market) *market {
			m.planned()
			m.do(m.movingPilot(PilotMoveAborted), m.owner)
			return m
		},
	}
	for state, reach := range states {
		for _, test := range []struct {
			move PilotMove
			from []State
			to   State
			by   func(m *market) []actor
		}{
			{PilotMoveRunning, []State{StateBaselined}, StateRunning, func(m *market) []actor { return []actor{m.provider, m.owner} }},
			{PilotMoveCompleted, []State{StateMeasured}, StateCompleted, func(m *market) []actor { return []actor{m.provider} }},
			{
				PilotMoveAborted, []State{StatePlanned, StateBaselined, StateRunning}, StateAborted,
				func(m *market) []actor { return []actor{m.owner} },
			},
		} {
			m := reach(newMarket(t))
			m.stateIs(m.pilot, state)
			if !slices.Contains(test.from, state) {
				m.refused(StateForbids(m.pilot, state), m.movingPilot(test.move), m.verifier)
				continue
			}
			m.refused(NotAuthorised(m.verifier.id), m.movingPilot(test.move), m.verifier)
			m.do(m.movingPilot(test.move), test.by(m)...)
			m.stateIs(m.pilot, test.to)
		}
		m := reach(newMarket(t))
		if state == StateCompleted || state == StateAborted {
			m.refused(StateForbids(m.pilot, state), m.stopping(), m.regulator)
			continue
		}
		m.do(m.stopping(), m.regulator)
		m.stateIs(m.pilot, StateAborted)
	}
}

func TestBothSidesStartAPilot(t *testing.T) {
	m := newMarket(t).planned()
	m.do(m.baseline(kpis()...), m.owner, m.provider)
	m.refused(SignatureMissing(m.owner.id, 0), m.movingPilot(PilotMoveRunning), m.provider)
	m.refused(SignatureMissing(m.provider.id, 0), m.movingPilot(PilotMoveRunning), m.owner)
}

func TestTheRegulatorStopsAPilot(t *testing.T) {
	m := newMarket(t).planned()
	m.refused(RoleRequired(m.owner.id, RoleRegulator), m.stopping(), m.owner)
	m.refused(ReadOnlyRole(m.auditor.id, RoleAuditor), m.stopping(), m.auditor)
	m.refused(ReadOnlyRole(m.regulator.id, RoleRegulator), m.movingPilot(PilotMoveAborted), m.regulator)
	early := m.stopping()
	m.do(m.baseline(kpis()...), m.owner, m.provider)
	m.do(early, m.regulator)
	m.stateIs(m.pilot, StateAborted)
	late := m.stopping()
	late.ExpectedVersion = 2
	m.refused(VersionMismatch(3, 2), late, m.regulator)
}
