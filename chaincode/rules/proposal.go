package rules

// proposal is what rules read of one beside its record's entry.
type proposal struct {
	Problem  Bytes32 `json:"problem"`
	Provider Bytes32 `json:"provider"`
	Seal     Bytes32 `json:"seal"`
}

// handedIn is the proposal of a provider for a problem.
type handedIn struct {
	Proposal Bytes32 `json:"proposal"`
}

func (c *call) proposal(id Bytes32) (*proposal, error) {
	return known[proposal](&c.transaction, proposalKey(id))
}

// proposalAndProblem reads a proposal that exists, and the problem that it answers.
func (c *call) proposalAndProblem(id Bytes32) (*proposal, *problem, error) {
	p, err := c.proposal(id)
	if err != nil {
		return nil, nil, err
	}
	answered, err := c.problem(p.Problem)
	return p, answered, err
}

// openProposal is check 6 of a command on a proposal, and reads it with its problem.
func (c *call) openProposal() (*proposal, *problem, error) {
	if err := c.findRecord(false); err != nil {
		return nil, nil, err
	}
	return c.proposalAndProblem(c.envelope.Record)
}

// sealOf hides a proposal's content until it is revealed; it names its provider, so nobody opens another's as its own.
func sealOf(problem, provider, content, salt Bytes32) Bytes32 {
	return keccak(problem[:], provider[:], content[:], salt[:])
}

// commitProposal hands in a sealed proposal, one of each provider for a problem.
func (c *call) commitProposal(v *CommitProposal) error {
	if err := c.openRecord(RecordID(KindProposal, c.author(), v.Nonce)); err != nil {
		return err
	}
	called, err := c.entry(v.Problem, KindProblem)
	if err != nil {
		return err
	}
	answered, err := c.problem(v.Problem)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return c.authorHolds(RoleProvider) },
		func() error { return c.independent(c.author(), answered.Owner) },
		func() error { return inState(v.Problem, called.State, StatePublished) },
		func() error {
			if answered.CommitBy <= c.at {
				return TooLate(answered.CommitBy, c.at)
			}
			return nil
		},
		func() error {
			before, err := get[handedIn](&c.transaction, handedInKey(v.Problem, c.author()))
			if err == nil && before != nil {
				err = ProposalExists(before.Proposal)
			}
			return err
		},
		func() error {
			c.state = StateCommitted
			return c.put(handedInKey(v.Problem, c.author()), handedIn{v.Record})
		},
		func() error {
			return c.put(proposalKey(v.Record), &proposal{Problem: v.Problem, Provider: c.author(), Seal: v.Seal})
		},
	)
}

// revealProposal opens the seal, once the problem is closed.
func (c *call) revealProposal(v *RevealProposal) error {
	p, answered, err := c.openProposal()
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return inState(v.Record, c.entryBefore.State, StateCommitted) },
		func() error { return c.eachSignerAmong(p.Provider) },
		func() error {
			called, err := c.entry(p.Problem, KindProblem)
			if err != nil {
				return err
			}
			return inState(p.Problem, called.State, StateClosed)
		},
		func() error {
			for _, asset := range v.Assets {
				if _, err := c.entry(asset, KindAsset); err != nil {
					return err
				}
			}
			return nil
		},
		func() error {
			if answered.RevealBy <= c.at {
				return TooLate(answered.RevealBy, c.at)
			}
			return nil
		},
		func() error {
			if computed := sealOf(p.Problem, p.Provider, v.Content, v.Salt); computed != p.Seal {
				return RevealMismatch(p.Seal, computed)
			}
			return nil
		},
		func() error {
			c.state = StateRevealed
			return nil
		},
	)
}

// proposalStep is one way to move a proposal: the states it starts from and the one it ends in.
type proposalStep struct {
	from []State
	to   State
}

var proposalSteps = map[ProposalMove]proposalStep{
	ProposalMoveShortlisted: {[]State{StateSecurityPass}, StateShortlisted},
	ProposalMoveFailed:      {[]State{StateRevealed, StateTechnicalPass, StateSecurityPass, StateShortlisted}, StateFailed},
	ProposalMoveWithdrawn: {
		[]State{StateCommitted, StateRevealed, StateTechnicalPass, StateSecurityPass, StateShortlisted}, StateWithdrawn,
	},
}

// moveProposal: the problem's owner shortlists or fails it, its provider withdraws it.
func (c *call) moveProposal(v *MoveProposal) error {
	p, answered, err := c.openProposal()
	if err != nil {
		return err
	}
	mover := answered.Owner
	if v.ProposalMove == ProposalMoveWithdrawn {
		mover = p.Provider
	}
	step := proposalSteps[v.ProposalMove]
	return firstRefusal(
		func() error { return inState(v.Record, c.entryBefore.State, step.from...) },
		func() error { return c.eachSignerAmong(mover) },
		func() error {
			c.state = step.to
			return nil
		},
	)
}
