package rules

// disputeAsset freezes an asset on a claim; an arbiter and the claimant sign, two parties (reading 42).
func (c *call) disputeAsset(v *DisputeAsset) error {
	a, err := c.openAsset(true)
	if err != nil {
		return err
	}
	arbitrated := false
	return firstRefusal(
		func() error { return inState(v.Record, a.stateAt(c.entryBefore.State, c.at), StateActive) },
		func() error {
			return c.eachSigner(func(signer Bytes32) *Refusal {
				if signer == v.Claimant {
					return nil
				}
				if !c.signerHolds(signer, RoleArbiter) {
					return NotAuthorised(signer)
				}
				arbitrated = true
				return nil
			})
		},
		func() error {
			if !arbitrated {
				return SignatureMissing(Bytes32{}, RoleArbiter)
			}
			return nil
		},
		func() error { return c.signedByEvery(v.Claimant) },
		func() error {
			c.state = StateDisputed
			return nil
		},
	)
}

// resolveDispute ends the freeze and corrects title where the decision says so; no holders: title is unchanged.
func (c *call) resolveDispute(v *ResolveDispute) error {
	a, err := c.openAsset(true)
	if err != nil {
		return err
	}
	if err := firstRefusal(
		func() error { return inState(v.Record, a.stateAt(c.entryBefore.State, c.at), StateDisputed) },
		func() error { return c.eachSignerHolds(RoleArbiter) },
	); err != nil {
		return err
	}
	c.state = StateActive
	if len(v.Holders) == 0 {
		return nil
	}
	for _, share := range v.Holders {
		if _, err := c.entry(share.Party, KindParty); err != nil {
			return err
		}
	}
	if err := checkShares(v.Holders); err != nil {
		return err
	}
	a.Holders = v.Holders
	return c.putAsset(v.Record, a)
}

var endedAsset = map[AssetEnd]State{
	AssetEndLapsed:      StateLapsed,
	AssetEndExpired:     StateExpired,
	AssetEndInvalidated: StateInvalidated,
}

// endAsset records the end of the right; it reads the stored state. The asset keeps its registration numbers.
func (c *call) endAsset(v *EndAsset) error {
	a, err := c.openAsset(true)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error {
			return inState(v.Record, c.entryBefore.State, StateRegistered, StateActive, StateDisputed)
		},
		func() error { return c.eachSignerHolds(RoleIPRegistrar) },
		func() error {
			if last := a.lastEnd(); v.AssetEnd == AssetEndExpired && c.at < last {
				return TooEarly(last, c.at)
			}
			return nil
		},
		func() error {
			c.state = endedAsset[v.AssetEnd]
			return nil
		},
	)
}
