package rules

import "slices"

// call is one command on its way through the checks, and what its acceptance will leave.
type call struct {
	transaction
	at         uint64
	ledger     Bytes32
	digest     Bytes32
	about      description
	envelope   *Envelope
	signatures [][]byte

	signers  []Bytes32 // the party of each signature, in order
	ownKeys  []Address // keys named in the command that signed it and so proved possession
	parties  []Bytes32 // the signing parties, each once, in the order of first appearance
	profiles []*party  // what is known of each of them

	entryBefore *entry // of the record; of a create, its version 0
	authority   bool
	state       State   // the record's state after the command
	touches     []touch // records that the command moves beside its own, in order
	outcome     any     // what stands in brackets beside the event, or nil
}

// touch is a record that a command moves beside its own; state 0: it stays in the one it is in.
type touch struct {
	record Bytes32
	state  State
}

// touch moves a second record to its next version and leaves its state.
func (c *call) touch(record Bytes32) { c.touches = append(c.touches, touch{record: record}) }

// touchTo moves a second record to its next version and to another state.
func (c *call) touchTo(record Bytes32, state State) {
	c.touches = append(c.touches, touch{record, state})
}

// author is the party of the first signature (docs/specs/readings.md, 49).
func (c *call) author() Bytes32 { return c.signers[0] }

// signs tells whether a party is among the signing ones.
func (c *call) signs(party Bytes32) bool {
	return slices.Contains(c.parties, party)
}

// signerHolds tells whether a signing party holds a role now.
func (c *call) signerHolds(party Bytes32, role Role) bool {
	index := slices.Index(c.parties, party)
	return index >= 0 && c.profiles[index].holds(role, c.at)
}

// signerHoldsIn tells whether a signing party holds a role now, for some of these fields (docs/specs/readings.md, 56).
func (c *call) signerHoldsIn(party Bytes32, role Role, fields uint64) bool {
	index := slices.Index(c.parties, party)
	return index >= 0 && c.profiles[index].holdsIn(role, fields, c.at)
}

// anySignerHolds tells whether some signing party holds a role now.
func (c *call) anySignerHolds(role Role) bool {
	return slices.ContainsFunc(c.profiles, func(p *party) bool { return p.holds(role, c.at) })
}

// readOnlyRoles write no business state: nothing but Party commands, or what names them.
var readOnlyRoles = []Role{RoleRegulator, RoleAuditor}

// eachSigner is the first part of check 8: every signing party in turn must be one that the command calls for.
func (c *call) eachSigner(called func(party Bytes32) *Refusal) error {
	return c.eachSignerNaming(0, called)
}

// eachSignerNaming: the role that the command names may write even where it otherwise only reads.
func (c *call) eachSignerNaming(named Role, called func(party Bytes32) *Refusal) error {
	for _, signer := range c.parties {
		if c.about.kind != KindParty {
			for _, role := range readOnlyRoles {
				if role != named && c.signerHolds(signer, role) {
					return ReadOnlyRole(signer, role)
				}
			}
		}
		if refusal := called(signer); refusal != nil {
			return refusal
		}
	}
	return nil
}

// eachSignerHolds: only holders of a role sign.
func (c *call) eachSignerHolds(role Role) error {
	return c.eachSignerNaming(role, func(signer Bytes32) *Refusal {
		if !c.signerHolds(signer, role) {
			return RoleRequired(signer, role)
		}
		return nil
	})
}

// eachSignerAmong: only the named parties sign.
func (c *call) eachSignerAmong(called ...Bytes32) error {
	return c.eachSigner(func(signer Bytes32) *Refusal {
		if !slices.Contains(called, signer) {
			return NotAuthorised(signer)
		}
		return nil
	})
}

// authorHolds: the author alone signs, and holds a role; other signers are asked for it first.
func (c *call) authorHolds(role Role) error {
	return c.eachSigner(func(signer Bytes32) *Refusal {
		switch {
		case !c.signerHolds(signer, role):
			return RoleRequired(signer, role)
		case signer != c.author():
			return NotAuthorised(signer)
		}
		return nil
	})
}

// signedByEvery is the second part of check 8: each of the parties has signed.
func (c *call) signedByEvery(called ...Bytes32) error {
	for _, party := range called {
		if !c.signs(party) {
			return SignatureMissing(party, 0)
		}
	}
	return nil
}

// signedByHolders: for each role, some holder has signed.
func (c *call) signedByHolders(roles ...Role) error {
	for _, role := range roles {
		if !c.anySignerHolds(role) {
			return SignatureMissing(Bytes32{}, role)
		}
	}
	return nil
}

// firstRefusal runs checks in their order.
func firstRefusal(checks ...func() error) error {
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}
