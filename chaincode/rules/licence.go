package rules

import "slices"

// unlicensableKinds: geographical indications and trade names are not licensed.
var unlicensableKinds = []AssetKind{AssetKindGeographicalIndication, AssetKindTradeName}

// missingGrantor is the first holder whom the asset's rule needs and who is no grantor (reading 30).
func missingGrantor(t *Terms, subject *asset) (missing Bytes32, found bool) {
	grantors := t.inRole(MemberRoleGrantor)
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
	return firstRefusal(
		t.hasGrantee,
		func() error {
			if slices.Contains(unlicensableKinds, subject.AssetKind) {
				return NotLicensable(subject.AssetKind)
			}
			return nil
		},
		func() error { return t.grantorsAmong(subject.holders()) },
		func() error {
			if !subject.covers(t.Scope) {
				return RightNotInForce(t.Subject)
			}
			return nil
		},
	)
}
