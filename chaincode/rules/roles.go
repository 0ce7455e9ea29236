package rules

import (
	"cmp"
	"slices"
)

// roleGrant is a role given for a time and a scope of fields. Times are UTC seconds; RevokedAt 0: not revoked.
type roleGrant struct {
	Role      Role   `json:"role"`
	Fields    uint64 `json:"fields,string"`
	ValidFrom uint64 `json:"valid_from,string"`
	ValidTo   uint64 `json:"valid_to,string"`
	RevokedAt uint64 `json:"revoked_at,string"`
}

func (g roleGrant) heldAt(at uint64) bool {
	return g.RevokedAt == 0 && g.ValidFrom <= at && at < g.ValidTo
}

// unendedAt counts grants that have not begun too (docs/specs/readings.md, 26).
func (g roleGrant) unendedAt(at uint64) bool {
	return g.RevokedAt == 0 && at < g.ValidTo
}

func byRole(g roleGrant, role Role) int { return cmp.Compare(g.Role, role) }

func (p *party) holds(role Role, at uint64) bool {
	index, found := slices.BinarySearchFunc(p.Roles, role, byRole)
	return found && p.Roles[index].heldAt(at)
}

// holdsIn: a role whose fields do not meet those of the matter is not held in it (docs/specs/readings.md, 56).
func (p *party) holdsIn(role Role, fields uint64, at uint64) bool {
	index, found := slices.BinarySearchFunc(p.Roles, role, byRole)
	return found && p.Roles[index].heldAt(at) && p.Roles[index].Fields&fields != 0
}

func (p *party) hasUnended(role Role, at uint64) bool {
	index, found := slices.BinarySearchFunc(p.Roles, role, byRole)
	return found && p.Roles[index].unendedAt(at)
}

// give replaces the grant of a role, or adds the first one.
func (p *party) give(grant roleGrant) {
	index, found := slices.BinarySearchFunc(p.Roles, grant.Role, byRole)
	if found {
		p.Roles[index] = grant
	} else {
		p.Roles = slices.Insert(p.Roles, index, grant)
	}
}

var (
	soleRoles      = []Role{RoleRegulator, RoleAuditor}
	registrarRoles = []Role{RoleIPRegistrar, RoleTransferRegistrar}
	decidingRoles  = []Role{RoleOperator, RoleArbiter, RoleIPRegistrar, RoleTransferRegistrar}
	assessingRoles = []Role{
		RoleValuer, RoleTechnicalReviewer, RoleSecurityReviewer, RoleVerifier, RoleEscrowAgent,
	}
)

// incompatible tells two roles that one party cannot hold together (reading 28).
func incompatible(a, b Role) bool {
	if a == b || (slices.Contains(registrarRoles, a) && slices.Contains(registrarRoles, b)) {
		return false
	}
	decides := func(role Role) bool { return slices.Contains(decidingRoles, role) }
	assesses := func(role Role) bool { return slices.Contains(assessingRoles, role) }
	return slices.Contains(soleRoles, a) || slices.Contains(soleRoles, b) ||
		(decides(a) && (decides(b) || assesses(b))) || (decides(b) && assesses(a))
}

// mayGrant is check 8 of grant_role: the regulator alone names operator and regulator, both countersign the other
// privileged roles, the operator gives the rest.
func (c *call) mayGrant(role Role) error {
	switch {
	case role == RoleOperator || role == RoleRegulator:
		return c.eachSignerHolds(RoleRegulator)
	case slices.Contains(privilegedRoles, role):
		if err := c.eachSigner(func(signer Bytes32) *Refusal {
			if c.signerHolds(signer, RoleOperator) || c.signerHolds(signer, RoleRegulator) {
				return nil
			}
			return RoleRequired(signer, RoleOperator)
		}); err != nil {
			return err
		}
		return c.signedByHolders(RoleOperator, RoleRegulator)
	}
	return c.eachSignerHolds(RoleOperator)
}

// grantRole gives a role for a time and a scope; a repeated grant replaces its window and fields.
func (c *call) grantRole(v *GrantRole) error {
	if err := firstRefusal(
		func() error { return c.findRecord(false) },
		func() error { return inState(v.Record, c.entryBefore.State, StateActive) },
		func() error { return c.mayGrant(v.Role) },
	); err != nil {
		return err
	}
	p, err := c.party(v.Record)
	if err != nil {
		return err
	}
	for _, held := range p.Roles {
		if held.unendedAt(c.at) && incompatible(v.Role, held.Role) {
			return RoleIncompatible(v.Role, held.Role)
		}
	}
	c.state = c.entryBefore.State
	p.give(roleGrant{Role: v.Role, Fields: fieldsWord(v.Fields), ValidFrom: v.ValidFrom, ValidTo: v.ValidTo})
	return c.putParty(v.Record, p)
}

// revokeRole ends a role at this instant.
func (c *call) revokeRole(v *RevokeRole) error {
	revoker := RoleOperator
	if slices.Contains(privilegedRoles, v.Role) {
		revoker = RoleRegulator
	}
	if err := firstRefusal(
		func() error { return c.findRecord(true) },
		func() error { return inState(v.Record, c.entryBefore.State, StateActive, StateSuspended) },
		func() error { return c.eachSignerHolds(revoker) },
	); err != nil {
		return err
	}
	p, err := c.party(v.Record)
	if err != nil {
		return err
	}
	if !p.hasUnended(v.Role, c.at) {
		return RoleRequired(v.Record, v.Role)
	}
	c.state, c.outcome = c.entryBefore.State, Revocation{c.at}
	index, _ := slices.BinarySearchFunc(p.Roles, v.Role, byRole)
	p.Roles[index].RevokedAt = c.at
	return c.putParty(v.Record, p)
}
