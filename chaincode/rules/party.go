package rules

import (
	"fmt"
	"slices"
)

// party is what rules read of an organisation beside its record's entry.
// Keys: those that had not ended when the party last gained one. Roles: at most one grant per role, in their order.
type party struct {
	PartyKind PartyKind   `json:"party_kind"`
	Country   uint16      `json:"country"`
	Parent    Bytes32     `json:"parent"`
	Threshold uint8       `json:"threshold"`
	Keys      []Address   `json:"keys"`
	Roles     []roleGrant `json:"roles"`
}

// party reads what is known of a party that exists.
func (c *call) party(id Bytes32) (*party, error) {
	found, err := get[party](&c.transaction, partyKey(id))
	if err == nil && found == nil {
		err = fmt.Errorf("party %s has no state", id)
	}
	return found, err
}

// registerParty announces an organisation; its keys prove possession.
func (c *call) registerParty(v *RegisterParty) error {
	return firstRefusal(
		func() error { return c.openRecord(PartyID(v.Keys[0])) },
		func() error { return c.eachSignerAmong() },
		func() error { return c.provesPossession(v.Keys...) },
		func() error { return c.parentExists(v.Parent) },
		func() error { return c.keysAreFree(v.Keys) },
		func() error {
			c.state = StatePending
			return c.putParty(v.Record, &party{v.PartyKind, v.Country, v.Parent, v.Threshold, v.Keys, []roleGrant{}})
		},
		func() error { return c.putFirstKeys(v.Record, v.Keys) },
	)
}

func (c *call) putParty(id Bytes32, p *party) error { return c.put(partyKey(id), p) }

// putFirstKeys gives a party its first keys: all powers, from now on, without end (reading 12).
func (c *call) putFirstKeys(party Bytes32, keys []Address) error {
	for _, address := range keys {
		first := &signingKeyState{Party: party, Powers: AllPowers, ValidFrom: c.at, ValidTo: withoutEnd}
		if err := c.put(signingKey(address), first); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) parentExists(parent Bytes32) error {
	if parent.IsZero() {
		return nil
	}
	_, err := c.entry(parent, KindParty)
	return err
}

// updateParty records a new profile; a parent is not self-declared, so the operator countersigns a change of it.
func (c *call) updateParty(v *UpdateParty) error {
	if err := c.findRecord(false); err != nil {
		return err
	}
	p, err := c.party(v.Record)
	if err != nil {
		return err
	}
	changes := p.Parent != v.Parent
	return firstRefusal(
		func() error { return inState(v.Record, c.entryBefore.State, StateActive) },
		func() error {
			return c.eachSigner(func(signer Bytes32) *Refusal {
				if signer == v.Record || (changes && c.signerHolds(signer, RoleOperator)) {
					return nil
				}
				return NotAuthorised(signer)
			})
		},
		func() error { return c.signedByEvery(v.Record) },
		func() error {
			if changes {
				return c.signedByHolders(RoleOperator)
			}
			return nil
		},
		func() error { return c.parentExists(v.Parent) },
		func() error {
			c.state, p.Parent = c.entryBefore.State, v.Parent
			return c.putParty(v.Record, p)
		},
	)
}

// partyMoves: the states from which a party can be moved to another.
var partyMoves = map[PartyState][]State{
	PartyStateActive:    {StatePending, StateSuspended},
	PartyStateSuspended: {StateActive},
	PartyStateClosed:    {StatePending, StateActive, StateSuspended},
}

// movedParty is the record's state for each state a party can be moved to.
var movedParty = map[PartyState]State{
	PartyStateActive:    StateActive,
	PartyStateSuspended: StateSuspended,
	PartyStateClosed:    StateClosed,
}

// moveParty admits, suspends, readmits or closes. Operator or regulator make it an authority command (reading 14).
func (c *call) moveParty(v *MoveParty) error {
	if err := c.findRecord(c.anySignerHolds(RoleOperator) || c.anySignerHolds(RoleRegulator)); err != nil {
		return err
	}
	p, err := c.party(v.Record)
	if err != nil {
		return err
	}
	movers := []Role{RoleOperator, RoleRegulator}
	if slices.ContainsFunc(privilegedRoles, func(role Role) bool { return p.holds(role, c.at) }) {
		movers = []Role{RoleRegulator}
	}
	closing := v.PartyState == PartyStateClosed
	return firstRefusal(
		func() error { return inState(v.Record, c.entryBefore.State, partyMoves[v.PartyState]...) },
		func() error {
			return c.eachSigner(func(signer Bytes32) *Refusal {
				if slices.ContainsFunc(movers, func(role Role) bool { return c.signerHolds(signer, role) }) {
					return nil
				}
				switch {
				case closing && signer == v.Record:
					return nil
				case closing:
					return NotAuthorised(signer)
				}
				return RoleRequired(signer, movers[0])
			})
		},
		func() error {
			c.state = movedParty[v.PartyState]
			return nil
		},
	)
}

// declareInterest: a reviewer, valuer or verifier steps aside; the subject is a record of any kind.
func (c *call) declareInterest(v *DeclareInterest) error {
	return firstRefusal(
		func() error { return c.findRecord(false) },
		func() error { return inState(v.Record, c.entryBefore.State, StateActive) },
		func() error { return c.eachSignerAmong(v.Record) },
		func() error {
			_, err := c.entry(v.Subject, 0)
			return err
		},
		func() error {
			c.state = c.entryBefore.State
			return c.put(interestKey(v.Record, v.Subject), interest{At: c.at})
		},
	)
}

// interest is a declared one; At: since when, UTC seconds.
type interest struct {
	At uint64 `json:"at,string"`
}
