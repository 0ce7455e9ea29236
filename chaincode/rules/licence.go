package rules

import "slices"

// unlicensableKinds: geographical indications and trade names are not licensed.
var unlicensableKinds = []AssetKind{AssetKindGeographicalIndication, AssetKindTradeName}

// activeAsset is check 9 of a subject: it is an asset, and active.
func (c *call) activeAsset(id Bytes32) (*asset, error) {
	record, err := c.entry(id, KindAsset)
	if err != nil {
		return nil, err
	}
	a, err := c.asset(id)
	if err != nil {
		return nil, err
	}
	return a, inState(id, a.stateAt(record.State, c.at), StateActive)
}

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

// missingGrantor is the first holder whom the asset's rule needs and who is no grantor (reading 30).
func missingGrantor(t *Terms, subject *asset) (missing Bytes32, found bool) {
	grantors := t.grantors()
	granted, count := uint32(0), 0
	for _, share := range subject.Holders {
		if slices.Contains(grantors, share.Party) {
			granted, count = granted+uint32(share.Bps), count+1
		} else if !found {
			missing, found = share.Party, true
		}
	}
	switch {
	case subject.GrantRule == GrantRuleMajority && granted > wholeBps/2:
		return missing, false
	case subject.GrantRule == GrantRuleEach && t.Exclusivity == ExclusivityNonExclusive && count > 0:
		return missing, false
	}
	return missing, found
}

// mayGrant are the rules that a licence meets when it is proposed and again at the instant of its effect.
func mayGrant(t *Terms, subject *asset) error {
	if missing, found := missingGrantor(t, subject); found {
		return SignatoryMissing(missing)
	}
	isGrantee := func(member Member) bool { return member.MemberRole == MemberRoleGrantee }
	if !slices.ContainsFunc(t.Members, isGrantee) {
		return SignatoryMissing(Bytes32{})
	}
	if slices.Contains(unlicensableKinds, subject.AssetKind) {
		return NotLicensable(subject.AssetKind)
	}
	for _, grantor := range t.grantors() {
		if !subject.isHeldBy(grantor) {
			return NoTitle(grantor)
		}
	}
	if !subject.covers(t.Scope) {
		return RightNotInForce(t.Subject)
	}
	return nil
}
