package rules

import (
	"fmt"
	"slices"
)

// wholeBps: the shares of an asset, and the agreed sum of an instrument, in basis points.
const wholeBps = 10_000

// asset is what rules read of a declared right or technology beside its record's entry.
type asset struct {
	AssetKind AssetKind `json:"asset_kind"`
	Tier      uint8     `json:"tier"`
	GrantRule GrantRule `json:"grant_rule"`
	Fields    uint64    `json:"fields,string"`
	Holders   []Share   `json:"holders"`
	Rights    []Right   `json:"rights"`
}

// asset reads what is known of an asset that exists.
func (c *call) asset(id Bytes32) (*asset, error) {
	found, err := get[asset](&c.transaction, assetKey(id))
	if err == nil && found == nil {
		err = fmt.Errorf("asset %s has no state", id)
	}
	return found, err
}

func (c *call) putAsset(id Bytes32, a *asset) error { return c.put(assetKey(id), a) }

// holders are the parties that hold shares, in the asset's order.
func (a *asset) holders() []Bytes32 {
	parties := make([]Bytes32, len(a.Holders))
	for i, share := range a.Holders {
		parties[i] = share.Party
	}
	return parties
}

func (a *asset) isHeldBy(party Bytes32) bool { return slices.Contains(a.holders(), party) }

// lastEnd is the end of the right that runs longest; 0 where there is none.
func (a *asset) lastEnd() (last uint64) {
	for _, right := range a.Rights {
		last = max(last, right.End)
	}
	return last
}

// stateAt is the derived reading: an asset that has run out reads expired (docs/specs/readings.md, 15).
func (a *asset) stateAt(stored State, at uint64) State {
	runs := stored == StateRegistered || stored == StateActive || stored == StateDisputed
	if runs && len(a.Rights) > 0 && a.lastEnd() <= at {
		return StateExpired
	}
	return stored
}

// unregisteredKinds have no life that a right would give them: their rights may be absent and nothing covers them.
var unregisteredKinds = []AssetKind{
	AssetKindKnowHow, AssetKindDataset, AssetKindAIModel, AssetKindService, AssetKindFacility,
}

// checkShares: no holder twice, and the whole is 10,000 basis points.
func checkShares(holders []Share) error {
	sum := uint64(0)
	for i, share := range holders {
		if slices.ContainsFunc(holders[:i], func(before Share) bool { return before.Party == share.Party }) {
			return DuplicateParty(share.Party)
		}
		sum += uint64(share.Bps)
	}
	if sum != wholeBps {
		return NotWhole(NewUint256(sum))
	}
	return nil
}

// registerAsset declares a right or technology; every holder signs and is an owner.
func (c *call) registerAsset(v *RegisterAsset) error {
	a := &asset{AssetKind: v.AssetKind, GrantRule: v.GrantRule, Fields: fieldsWord(v.Fields), Holders: v.Holders, Rights: v.Rights}
	return firstRefusal(
		func() error { return c.openRecord(RecordID(KindAsset, c.signers[0], v.Nonce)) },
		func() error {
			return c.eachSigner(func(signer Bytes32) *Refusal {
				switch {
				case !c.signerHolds(signer, RoleOwner):
					return RoleRequired(signer, RoleOwner)
				case !a.isHeldBy(signer):
					return NotAuthorised(signer)
				}
				return nil
			})
		},
		func() error { return c.signedByEvery(a.holders()...) },
		func() error { return checkShares(v.Holders) },
		func() error {
			if len(v.Rights) == 0 && !slices.Contains(unregisteredKinds, v.AssetKind) {
				return RightsRequired(v.AssetKind)
			}
			return nil
		},
		func() error {
			c.state = StateRegistered
			return c.putAsset(v.Record, a)
		},
	)
}

// openAsset is check 6 of a command on an asset, and reads the asset.
func (c *call) openAsset(authority bool) (*asset, error) {
	if err := c.findRecord(authority); err != nil {
		return nil, err
	}
	return c.asset(c.envelope.Record)
}

// raiseTier states how well the claim is proved; the first tier makes the asset active.
func (c *call) raiseTier(v *RaiseTier) error {
	a, err := c.openAsset(false)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error {
			return inState(v.Record, a.stateAt(c.entryBefore.State, c.at), StateRegistered, StateActive)
		},
		func() error { return c.eachSignerHolds(RoleIPRegistrar) },
		func() error {
			if v.Tier <= a.Tier {
				return TierNotHigher(a.Tier, v.Tier)
			}
			return nil
		},
		func() error { return c.claimPairs(a.AssetKind, v.Tier, a.Rights) },
		func() error {
			c.state, a.Tier = StateActive, v.Tier
			return c.putAsset(v.Record, a)
		},
	)
}

// recordRights replaces the list of rights; it reads the stored state, as a renewal is often entered late.
func (c *call) recordRights(v *RecordRights) error {
	a, err := c.openAsset(false)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return inState(v.Record, c.entryBefore.State, StateActive, StateDisputed) },
		func() error { return c.eachSignerHolds(RoleIPRegistrar) },
		func() error { return c.releasePairs(a, v.Rights) },
		func() error { return c.claimPairs(a.AssetKind, a.Tier, v.Rights) },
		func() error {
			c.state, a.Rights = c.entryBefore.State, v.Rights
			return c.putAsset(v.Record, a)
		},
	)
}

// setGrantRule changes who must grant a licence.
func (c *call) setGrantRule(v *SetGrantRule) error {
	a, err := c.openAsset(false)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error {
			return inState(v.Record, a.stateAt(c.entryBefore.State, c.at), StateRegistered, StateActive)
		},
		func() error { return c.eachSignerAmong(a.holders()...) },
		func() error { return c.signedByEvery(a.holders()...) },
		func() error {
			c.state, a.GrantRule = c.entryBefore.State, v.GrantRule
			return c.putAsset(v.Record, a)
		},
	)
}
