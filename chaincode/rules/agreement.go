package rules

// minMembers: a cooperation or memorandum is agreed by two parties at least.
const minMembers = 2

// mayAgree are the rules of a cooperation or memorandum: two or more are listed as member.
func mayAgree(t *Terms) error {
	if len(t.inRole(MemberRoleMember)) < minMembers {
		return SignatoryMissing(Bytes32{})
	}
	return nil
}

// solution is whom a solution contract is between: the owner of the problem and the provider of the proposal.
type solution struct {
	owner, provider Bytes32
}

// openSolution is check 9 of a solution contract's subject: a proposal that is selected.
func (c *call) openSolution(id Bytes32) (*solution, error) {
	record, err := c.entry(id, KindProposal)
	if err != nil {
		return nil, err
	}
	if err := inState(id, record.State, StateSelected); err != nil {
		return nil, err
	}
	selected, answered, err := c.proposalAndProblem(id)
	if err != nil {
		return nil, err
	}
	return &solution{answered.Owner, selected.Provider}, nil
}

// mayContract are the rules of a solution contract: the owner grants, alone, to the provider.
func mayContract(t *Terms, between *solution) error {
	return firstRefusal(
		func() error { return t.lists(MemberRoleGrantor, between.owner) },
		func() error { return t.lists(MemberRoleGrantee, between.provider) },
		func() error { return t.grantorsAmong([]Bytes32{between.owner}) },
	)
}
