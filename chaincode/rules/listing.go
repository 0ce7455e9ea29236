package rules

// listing is what rules read of an offer beside its record's entry. Broker: zero where there is none. Until: how long
// it is reserved, UTC seconds; 0 where it is not.
type listing struct {
	Asset  Bytes32 `json:"asset"`
	Broker Bytes32 `json:"broker"`
	Until  uint64  `json:"until,string"`
}

// stateAt is the derived reading: a reservation that is over reads published again (docs/specs/readings.md, 61).
func (l *listing) stateAt(stored State, at uint64) State {
	if stored == StateReserved && l.Until <= at {
		return StatePublished
	}
	return stored
}

// openListing is check 6 of a command on a listing, and reads it with its asset.
func (c *call) openListing() (*listing, *asset, error) {
	if err := c.findRecord(false); err != nil {
		return nil, nil, err
	}
	l, err := known[listing](&c.transaction, listingKey(c.envelope.Record))
	if err != nil {
		return nil, nil, err
	}
	a, err := c.asset(l.Asset)
	return l, a, err
}

func (c *call) putListing(id Bytes32, l *listing) error { return c.put(listingKey(id), l) }

// assetIsActive is check 9 of an asset that exists.
func (c *call) assetIsActive(id Bytes32) error {
	_, err := c.activeAsset(id)
	return err
}

// draftListing prepares an offer; any one holder may.
func (c *call) draftListing(v *DraftListing) error {
	if err := c.openRecord(RecordID(KindListing, c.author(), v.Nonce)); err != nil {
		return err
	}
	if _, err := c.entry(v.Asset, KindAsset); err != nil {
		return err
	}
	offered, err := c.asset(v.Asset)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return c.eachSignerAmong(offered.holders()...) },
		func() error { return c.assetIsActive(v.Asset) },
		func() error {
			if v.Broker.IsZero() {
				return nil
			}
			_, err := c.entry(v.Broker, KindParty)
			return err
		},
		func() error {
			c.state = StateDraft
			return c.putListing(v.Record, &listing{Asset: v.Asset, Broker: v.Broker})
		},
	)
}

var reviewedListing = map[ReviewOutcome]State{
	ReviewOutcomePublish: StatePublished,
	ReviewOutcomeReturn:  StateDraft,
}

// reviewListing publishes an offer or sends it back; an operator judges no asset of its own.
func (c *call) reviewListing(v *ReviewListing) error {
	l, offered, err := c.openListing()
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return inState(v.Record, l.stateAt(c.entryBefore.State, c.at), StateInReview) },
		func() error { return c.eachSignerHolds(RoleOperator) },
		func() error {
			for _, signer := range c.parties {
				if offered.isHeldBy(signer) {
					return ConflictOfInterest(signer, signer)
				}
			}
			return nil
		},
		func() error { return c.assetIsActive(l.Asset) },
		func() error {
			c.state = reviewedListing[v.ReviewOutcome]
			return nil
		},
	)
}

// listingStep is one way to move a listing: the states it starts from, the one it ends in, and whether the asset must
// then be active.
type listingStep struct {
	from   []State
	to     State
	offers bool
}

var listingSteps = map[ListingMove]listingStep{
	ListingMoveInReview:  {from: []State{StateDraft}, to: StateInReview, offers: true},
	ListingMovePublished: {from: []State{StatePaused, StateReserved}, to: StatePublished, offers: true},
	ListingMovePaused:    {from: []State{StatePublished}, to: StatePaused},
	ListingMoveReserved:  {from: []State{StatePublished}, to: StateReserved},
	ListingMoveClosed: {
		from: []State{StateDraft, StateInReview, StatePublished, StatePaused, StateReserved}, to: StateClosed,
	},
}

// moveListing submits, pauses, resumes, reserves or closes an offer; whatever leaves a reservation ends it.
func (c *call) moveListing(v *MoveListing) error {
	l, offered, err := c.openListing()
	if err != nil {
		return err
	}
	step := listingSteps[v.ListingMove]
	return firstRefusal(
		func() error { return inState(v.Record, l.stateAt(c.entryBefore.State, c.at), step.from...) },
		func() error { return c.eachSignerAmong(append(offered.holders(), l.Broker)...) },
		func() error {
			if step.offers {
				return c.assetIsActive(l.Asset)
			}
			return nil
		},
		func() error {
			if v.ListingMove == ListingMoveReserved && v.Until <= c.at {
				return TooLate(v.Until, c.at)
			}
			return nil
		},
		func() error {
			c.state, l.Until = step.to, v.Until
			return c.putListing(v.Record, l)
		},
	)
}
