package rules

import (
	"fmt"
	"slices"
)

// maxKeys is how many unended keys a party has at most.
const maxKeys = 16

// provesPossession: each key named in the command has signed it.
func (c *call) provesPossession(keys ...Address) error {
	for _, address := range keys {
		if !slices.Contains(c.ownKeys, address) {
			return SignatureMissing(c.envelope.Record, 0)
		}
	}
	return nil
}

// keysAreFree: no party ever held them, and none stands twice (reading 25).
func (c *call) keysAreFree(keys []Address) error {
	for i, address := range keys {
		known, err := get[signingKeyState](&c.transaction, signingKey(address))
		if err != nil {
			return err
		}
		if known != nil || slices.Contains(keys[:i], address) {
			return KeyTaken(address)
		}
	}
	return nil
}

// unendedKeys reads those of a party's keys that have not ended, in the order in which they were added.
func (c *call) unendedKeys(p *party) (addresses []Address, keys []*signingKeyState, err error) {
	for _, address := range p.Keys {
		known, err := get[signingKeyState](&c.transaction, signingKey(address))
		if err != nil {
			return nil, nil, err
		}
		if known == nil {
			return nil, nil, fmt.Errorf("key %s has no state", address)
		}
		if known.unendedAt(c.at) {
			addresses, keys = append(addresses, address), append(keys, known)
		}
	}
	return addresses, keys, nil
}

// withKeysPower counts the keys that can sign for keys; the threshold is taken over them.
func withKeysPower(keys []*signingKeyState) (count uint8) {
	for _, each := range keys {
		if each.Powers&PowerKeys != 0 {
			count++
		}
	}
	return count
}

func thresholdBetween(given, least, most uint8) error {
	if given < least || given > most {
		return NumberRange("threshold", NewUint256(uint64(given)), NewUint256(uint64(least)), NewUint256(uint64(most)))
	}
	return nil
}

// mayAddKey is checks 7 and 8 of add_key: the party's own act, or a recovery by arbiter and regulator (reading 22).
func (c *call) mayAddKey(v *AddKey) error {
	ownAct := c.signs(v.Record)
	recovery := !ownAct && len(c.parties) > 0
	states := []State{StateActive}
	if recovery {
		states = append(states, StateSuspended)
	}
	if err := inState(v.Record, c.entryBefore.State, states...); err != nil {
		return err
	}
	if !recovery {
		return firstRefusal(
			func() error { return c.eachSignerAmong(v.Record) },
			func() error { return c.signedByEvery(v.Record) },
			func() error { return c.provesPossession(v.Key) },
		)
	}
	return firstRefusal(
		func() error {
			return c.eachSigner(func(signer Bytes32) *Refusal {
				if c.signerHolds(signer, RoleArbiter) || c.signerHolds(signer, RoleRegulator) {
					return nil
				}
				return NotAuthorised(signer)
			})
		},
		func() error { return c.signedByHolders(RoleArbiter, RoleRegulator) },
		func() error { return c.provesPossession(v.Key) },
	)
}

// addKey adds a key, or changes k of n.
func (c *call) addKey(v *AddKey) error {
	if err := c.findRecord(false); err != nil {
		return err
	}
	if err := c.mayAddKey(v); err != nil {
		return err
	}
	if err := c.keysAreFree([]Address{v.Key}); err != nil {
		return err
	}
	p, err := c.party(v.Record)
	if err != nil {
		return err
	}
	addresses, keys, err := c.unendedKeys(p)
	if err != nil {
		return err
	}
	if len(keys) >= maxKeys {
		return ListFull(v.Record, NewUint256(maxKeys))
	}
	added := &signingKeyState{Party: v.Record, Powers: Power(v.Powers), ValidFrom: v.ValidFrom, ValidTo: v.ValidTo}
	if added.unendedAt(c.at) {
		keys = append(keys, added)
	}
	if err := thresholdBetween(v.Threshold, 1, withKeysPower(keys)); err != nil {
		return err
	}
	c.state = c.entryBefore.State
	p.Keys, p.Threshold = append(addresses, v.Key), v.Threshold
	if err := c.putParty(v.Record, p); err != nil {
		return err
	}
	return c.put(signingKey(v.Key), added)
}

// revokeKey ends a key at this instant; by the regulator it is an authority command (reading 14).
func (c *call) revokeKey(v *RevokeKey) error {
	byRegulator := c.anySignerHolds(RoleRegulator)
	if err := c.findRecord(byRegulator); err != nil {
		return err
	}
	if err := inState(v.Record, c.entryBefore.State, StateActive, StateSuspended); err != nil {
		return err
	}
	if err := c.eachSigner(func(signer Bytes32) *Refusal {
		if signer == v.Record || c.signerHolds(signer, RoleRegulator) {
			return nil
		}
		return NotAuthorised(signer)
	}); err != nil {
		return err
	}
	p, err := c.party(v.Record)
	if err != nil {
		return err
	}
	addresses, keys, err := c.unendedKeys(p)
	if err != nil {
		return err
	}
	index := slices.Index(addresses, v.Key)
	if index < 0 {
		return UnknownKey(v.Key)
	}
	revoked := keys[index]
	left := withKeysPower(slices.Delete(slices.Clone(keys), index, index+1))
	least := uint8(1)
	if left == 0 && byRegulator {
		least = 0
	}
	if err := thresholdBetween(v.Threshold, least, left); err != nil {
		return err
	}
	c.state, c.outcome = c.entryBefore.State, Revocation{c.at}
	revoked.RevokedAt = c.at
	p.Keys, p.Threshold = slices.Delete(addresses, index, index+1), v.Threshold
	if err := c.putParty(v.Record, p); err != nil {
		return err
	}
	return c.put(signingKey(v.Key), revoked)
}
