package rules

import (
	"math"
	"slices"
)

// maxAhead is how far ahead of now a command's not_after may lie: 30 days, in seconds.
const maxAhead = 30 * 24 * 60 * 60

// signingKeyState is a key of exactly one party. Times are UTC seconds; RevokedAt 0: not revoked.
type signingKeyState struct {
	Party     Bytes32 `json:"party"`
	Powers    Power   `json:"powers"`
	ValidFrom uint64  `json:"valid_from,string"`
	ValidTo   uint64  `json:"valid_to,string"`
	RevokedAt uint64  `json:"revoked_at,string"`
}

// withoutEnd is the end of a key or role that does not run out.
const withoutEnd = math.MaxUint64

func (k *signingKeyState) validAt(at uint64) bool {
	return k.RevokedAt == 0 && k.ValidFrom <= at && at < k.ValidTo
}

// unendedAt: not revoked, and its end is to come; it may begin later (docs/specs/readings.md, 26).
func (k *signingKeyState) unendedAt(at uint64) bool {
	return k.RevokedAt == 0 && at < k.ValidTo
}

// checkTime is check 4. Ledger time begins with the genesis.
func (c *call) checkTime(genesis uint64) error {
	if c.at < genesis {
		return ClockBehind(genesis, c.at)
	}
	notAfter := c.envelope.NotAfter
	if c.at >= notAfter {
		return CommandExpired(notAfter, c.at)
	}
	if notAfter-c.at > maxAhead {
		return NotAfterTooFar(notAfter, c.at+maxAhead)
	}
	return nil
}

// checkSignatures is check 5. own: the keys named in the command, which only prove possession (reading 11).
func (c *call) checkSignatures(own []Address) error {
	seen := make([]Address, 0, len(c.signatures))
	counts := make([]uint8, 0, len(c.signatures))
	for i, signature := range c.signatures {
		address, err := Recover(c.digest, signature)
		if err != nil {
			return BadSignature(NewUint256(uint64(i)))
		}
		isOwn := slices.Contains(own, address)
		var known *signingKeyState
		if !isOwn {
			if known, err = get[signingKeyState](&c.transaction, signingKey(address)); err != nil {
				return err
			}
			if known == nil {
				return UnknownKey(address)
			}
		}
		if slices.Contains(seen, address) {
			return DuplicateSigner(address)
		}
		seen = append(seen, address)
		if isOwn {
			c.ownKeys = append(c.ownKeys, address)
			c.signers = append(c.signers, c.envelope.Record)
			continue
		}
		index, err := c.admitKey(address, known)
		if err != nil {
			return err
		}
		if index == len(counts) {
			counts = append(counts, 0)
		}
		counts[index]++
		c.signers = append(c.signers, known.Party)
	}
	return c.checkThresholds(counts)
}

// admitKey checks one key and the state of its party; it answers the party's place among the signing ones.
func (c *call) admitKey(address Address, known *signingKeyState) (int, error) {
	if !known.validAt(c.at) {
		return 0, KeyNotValid(address, c.at)
	}
	if known.Powers&c.about.power == 0 {
		return 0, KeyPowerMissing(address, uint8(c.about.power))
	}
	if index := slices.Index(c.parties, known.Party); index >= 0 {
		return index, nil
	}
	record, err := c.entry(known.Party, KindParty)
	if err != nil {
		return 0, err
	}
	if record.State != StateActive {
		return 0, PartyNotActive(known.Party, record.State)
	}
	profile, err := c.party(known.Party)
	if err != nil {
		return 0, err
	}
	c.parties = append(c.parties, known.Party)
	c.profiles = append(c.profiles, profile)
	return len(c.parties) - 1, nil
}

// checkThresholds: titles and keys ask for the party's k of n, documents and the market for one key.
func (c *call) checkThresholds(counts []uint8) error {
	if c.about.power != PowerTitle && c.about.power != PowerKeys {
		return nil
	}
	for i, party := range c.parties {
		// A threshold of 0 is that of a party without a key for this (reading 43).
		if need := c.profiles[i].Threshold; need == 0 || counts[i] < need {
			return ThresholdNotMet(party, counts[i], need)
		}
	}
	return nil
}
