package rules

import "slices"

// countriesOf is check 9 of the other records that terms name, in the order of their fields; it answers the country
// of each member.
func (c *call) countriesOf(t *Terms) ([]uint16, error) {
	countries := make([]uint16, len(t.Members))
	for i, member := range t.Members {
		if _, err := c.entry(member.Party, KindParty); err != nil {
			return nil, err
		}
		p, err := c.party(member.Party)
		if err != nil {
			return nil, err
		}
		countries[i] = p.Country
	}
	for _, move := range t.Moves {
		for _, party := range []Bytes32{move.From, move.To} {
			if _, err := c.entry(party, KindParty); err != nil {
				return nil, err
			}
		}
	}
	if !t.EscrowAgent.IsZero() {
		if _, err := c.entry(t.EscrowAgent, KindParty); err != nil {
			return nil, err
		}
	}
	return countries, nil
}

// inTime: the last day for taking effect is to come.
func (c *call) inTime(t *Terms) error {
	if t.isPastEffectBy(c.at) {
		return TooLate(t.EffectBy, c.at)
	}
	return nil
}

// noMemberTwice: a party stands once in each member role; a co-owner may also be the grantee (reading 29).
func noMemberTwice(members []Member) error {
	for i, member := range members {
		if slices.Contains(members[:i], member) {
			return DuplicateParty(member.Party)
		}
	}
	return nil
}

// lists: SIGNATORY_MISSING with the first of the parties that is not listed in a member role.
func (t *Terms) lists(role MemberRole, parties ...Bytes32) error {
	listed := t.inRole(role)
	for _, party := range parties {
		if !slices.Contains(listed, party) {
			return SignatoryMissing(party)
		}
	}
	return nil
}

// hasGrantee: any party would do, so the one missing is nobody.
func (t *Terms) hasGrantee() error {
	if len(t.inRole(MemberRoleGrantee)) == 0 {
		return SignatoryMissing(Bytes32{})
	}
	return nil
}

// grantorsAmong: everyone listed as grantor is one of those who may grant.
func (t *Terms) grantorsAmong(titled []Bytes32) error {
	for _, grantor := range t.inRole(MemberRoleGrantor) {
		if !slices.Contains(titled, grantor) {
			return NoTitle(grantor)
		}
	}
	return nil
}
