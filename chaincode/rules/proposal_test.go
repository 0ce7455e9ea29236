package rules

import (
	"slices"
	"testing"
)

func TestAProviderHandsInOneProposal(t *testing.T) {
	m := newMarket(t).published()
	stranger := m.admit("stranger", m.operator)
	other := m.holder("other provider", RoleProvider)
	command := m.commitment(m.provider)
	m.refused(RoleRequired(stranger.id, RoleProvider), m.commitment(stranger), stranger)
	m.refused(RoleRequired(stranger.id, RoleProvider), command, m.provider, stranger)
	m.refused(NotAuthorised(other.id), command, m.provider, other)
	nothing := m.commitment(stranger)
	nothing.Problem = m.owner.id
	m.refused(RecordNotFound(m.owner.id), nothing, stranger)
	m.do(command, m.provider)
	m.stateIs(command.Record, StateCommitted)
	m.refused(ProposalExists(command.Record), m.commitment(m.provider), m.provider)
	m.proposal = command.Record
	m.do(m.moving(ProposalMoveWithdrawn), m.provider)
	m.refused(ProposalExists(command.Record), m.commitment(m.provider), m.provider)
	m.do(m.commitment(other), other)
}

func TestAProviderIsIndependentOfTheProblemsOwner(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(m *market)
	}{
		{"the owner itself", func(m *market) { m.provider = m.owner; m.giveIn(m.owner, RoleProvider, 0) }},
		{"a child", func(m *market) { m.under(m.provider, m.owner) }},
		{"the parent", func(m *market) { m.under(m.owner, m.provider) }},
		{"a sibling", func(m *market) { m.under(m.owner, m.verifier); m.under(m.provider, m.verifier) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := newMarket(t).drafted()
			test.spoil(m)
			m.refused(NotIndependent(m.provider.id, m.owner.id), m.commitment(m.provider), m.provider)
		})
	}
}

func TestProposalsAreTakenBeforeTheTimeIsUp(t *testing.T) {
	m := newMarket(t).drafted()
	m.refused(StateForbids(m.problem, StateDraft), m.commitment(m.provider), m.provider)
	m.do(m.publication(), m.owner)
	m.at = m.commitBy
	m.refused(TooLate(m.commitBy, m.at), m.commitment(m.provider), m.provider)
	m.at = m.commitBy - 1
	m.do(m.commitment(m.provider), m.provider)
	m.at = m.commitBy
	m.do(m.closing(), m.owner)
	other := m.holder("other provider", RoleProvider)
	m.refused(StateForbids(m.problem, StateClosed), m.commitment(other), other)
}

func TestASealIsOpenedOnceTheProblemIsClosed(t *testing.T) {
	m := newMarket(t).committed()
	m.at = m.commitBy
	m.refused(NotAuthorised(m.owner.id), m.revelation(), m.owner)
	m.refused(StateForbids(m.problem, StatePublished), m.revelation(), m.provider)
	m.do(m.closing(), m.owner)
	asset := m.patentOf(m.world.owner("holder"))
	command := m.revelation()
	command.Assets = []Bytes32{asset, m.owner.id}
	m.refused(RecordNotFound(m.owner.id), command, m.provider)
	command.Assets = command.Assets[:1]
	m.at = m.revealBy
	command.Envelope = m.envelope(m.proposal)
	m.refused(TooLate(m.revealBy, m.at), command, m.provider)
	m.at = m.revealBy - 1
	command.Salt = word("another salt")
	computed := sealOf(m.problem, m.provider.id, word("content"), word("another salt"))
	m.refused(RevealMismatch(sealBy(m.problem, m.provider), computed), command, m.provider)
	command.Salt = word("salt")
	m.do(command, m.provider)
	m.stateIs(m.proposal, StateRevealed)
	m.refused(StateForbids(m.proposal, StateRevealed), m.revelation(), m.provider)
}

func TestASealNamesItsProvider(t *testing.T) {
	m := newMarket(t).published()
	thief := m.holder("thief", RoleProvider)
	copied := m.commitment(thief)
	copied.Seal = sealBy(m.problem, m.provider)
	m.do(copied, thief)
	m.at = m.commitBy
	m.do(m.closing(), m.owner)
	m.proposal = copied.Record
	m.refused(RevealMismatch(sealBy(m.problem, m.provider), sealBy(m.problem, thief)), m.revelation(), thief)
}

func TestTheLifeOfAProposal(t *testing.T) {
	states := map[State]func(m *market) *market{
		StateCommitted: (*market).committed, StateRevealed: (*market).revealed,
		StateTechnicalPass: func(m *market) *market {
			m.revealed()
			m.do(m.technicalReview(VerdictPass), m.technical)
			return m
		},
		StateSecurityPass: (*market).reviewed, StateShortlisted: (*market).shortlisted, StateSelected: (*market).selected,
		StateFailed: func(m *market) *market {
			m.revealed()
			m.do(m.moving(ProposalMoveFailed), m.owner)
			return m
		},
		StateWithdrawn: func(m *market) *market {
			m.committed()
			m.do(m.moving(ProposalMoveWithdrawn), m.provider)
			return m
		},
	}
	moves := []struct {
		move ProposalMove
		from []State
		to   State
	}{
		{ProposalMoveShortlisted, []State{StateSecurityPass}, StateShortlisted},
		{
			ProposalMoveFailed, []State{StateRevealed, StateTechnicalPass, StateSecurityPass, StateShortlisted}, StateFailed,
		},
		{
			ProposalMoveWithdrawn,
			[]State{StateCommitted, StateRevealed, StateTechnicalPass, StateSecurityPass, StateShortlisted}, StateWithdrawn,
		},
	}
	for state, reach := range states {
		for _, test := range moves {
			m := reach(newMarket(t))
			m.stateIs(m.proposal, state)
			mover, other := m.owner, m.provider
			if test.move == ProposalMoveWithdrawn {
				mover, other = m.provider, m.owner
			}
			if !slices.Contains(test.from, state) {
				m.refused(StateForbids(m.proposal, state), m.moving(test.move), other)
				continue
			}
			m.refused(NotAuthorised(other.id), m.moving(test.move), other)
			m.do(m.moving(test.move), mover)
			m.stateIs(m.proposal, test.to)
		}
	}
}
