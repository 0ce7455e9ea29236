package rules

import "slices"

const (
	// maxHolders is how many parties hold an asset at most.
	maxHolders = 16
	// maxPledges is how many pledges stand on an asset at most.
	maxPledges = 16
)

// pledge is one that stands on an asset, in effect or suspended; it does not expire.
type pledge struct {
	Instrument Bytes32   `json:"instrument"`
	Pledgees   []Bytes32 `json:"pledgees"`
}

// pledgees are the grantees of each standing pledge, in the order of taking effect.
func (e *encumbrance) pledgees() (parties []Bytes32) {
	for _, each := range e.Pledges {
		parties = append(parties, each.Pledgees...)
	}
	return parties
}

// addPledge has one more pledge stand on the asset.
func (e *encumbrance) addPledge(asset Bytes32, added pledge) error {
	if len(e.Pledges) >= maxPledges {
		return ListFull(asset, NewUint256(maxPledges))
	}
	e.Version++
	e.Pledges = append(e.Pledges, added)
	return nil
}

// receivers are the parties to whom terms move shares, entry by entry.
func (t *Terms) receivers() []Bytes32 {
	parties := make([]Bytes32, len(t.Moves))
	for i, move := range t.Moves {
		parties[i] = move.To
	}
	return parties
}

// mayAssign are the rules that an assignment meets when it is proposed and again at the instant of its effect.
func mayAssign(t *Terms, subject *asset, stands *encumbrance) error {
	return firstRefusal(
		func() error { return t.lists(MemberRoleGrantor, subject.holders()...) },
		func() error { return t.lists(MemberRoleGrantee, t.receivers()...) },
		func() error { return t.lists(MemberRoleConsenting, stands.pledgees()...) },
		func() error { return t.movesShares(subject) },
	)
}

// mayPledge are the rules that a pledge meets: those of an assignment, as its enforcement is one.
func mayPledge(t *Terms, subject *asset, stands *encumbrance) error {
	return firstRefusal(
		func() error { return t.lists(MemberRoleGrantor, subject.holders()...) },
		t.hasGrantee,
		func() error { return t.lists(MemberRoleGrantee, t.receivers()...) },
		func() error { return t.lists(MemberRoleConsenting, stands.pledgees()...) },
		func() error { return t.movesShares(subject) },
	)
}

// movesShares: the asset can change hands, the grantors hold it, and they move what they have.
func (t *Terms) movesShares(subject *asset) error {
	return firstRefusal(
		func() error {
			// A geographical indication belongs to a region; a trade name passes with its business.
			if subject.AssetKind == AssetKindGeographicalIndication {
				return NotAssignable(subject.AssetKind)
			}
			return nil
		},
		func() error { return t.grantorsAmong(subject.holders()) },
		func() error { return subject.canMove(t.Moves) },
	)
}

// share is the place of a holder in the asset's order; negative where the party holds nothing.
func share(holders []Share, party Bytes32) int {
	return slices.IndexFunc(holders, func(held Share) bool { return held.Party == party })
}

// canMove: the moves of one party together do not exceed what it holds (docs/specs/readings.md, 72).
func (a *asset) canMove(moves []Move) error {
	for _, move := range moves {
		moved, has := uint64(0), uint16(0)
		for _, other := range moves {
			if other.From == move.From {
				moved += uint64(other.Bps)
			}
		}
		if index := share(a.Holders, move.From); index >= 0 {
			has = a.Holders[index].Bps
		}
		if moved > uint64(has) {
			return ShareExceeded(move.From, has, NewUint256(moved))
		}
	}
	return nil
}

// afterMoves are the shares once moves are made in their order: a new holder joins at the end, and who has nothing left
// goes when all are made (docs/specs/readings.md, 73).
func (a *asset) afterMoves(moves []Move) []Share {
	holders := slices.Clone(a.Holders)
	for _, move := range moves {
		holders[share(holders, move.From)].Bps -= move.Bps
		to := share(holders, move.To)
		if to < 0 {
			to, holders = len(holders), append(holders, Share{Party: move.To})
		}
		holders[to].Bps += move.Bps
	}
	return slices.DeleteFunc(holders, func(held Share) bool { return held.Bps == 0 })
}

// moveShares is the one place where an agreement changes title. What stands on the asset stays.
func (c *call) moveShares(id Bytes32, a *asset, moves []Move) error {
	if err := a.canMove(moves); err != nil {
		return err
	}
	holders := a.afterMoves(moves)
	if len(holders) > maxHolders {
		return ListFull(id, NewUint256(maxHolders))
	}
	a.Holders = holders
	return c.putAsset(id, a)
}

// passesOnRegistration: industrial property and plant varieties, once granted, change hands when the change is
// registered (Law on Intellectual Property, article 148).
func (a *asset) passesOnRegistration() bool {
	return slices.Contains(passingOnRegistration, a.AssetKind) &&
		slices.ContainsFunc(a.Rights, func(right Right) bool { return right.RightStage == RightStageGranted })
}

var passingOnRegistration = []AssetKind{
	AssetKindPatent, AssetKindUtilitySolution, AssetKindIndustrialDesign, AssetKindLayoutDesign, AssetKindTrademark,
	AssetKindPlantVariety,
}

// enforce moves a pledge's shares to the pledgee. Where such a change is registered, the pledge's own registration must
// have been entered (docs/specs/readings.md, 75).
func (c *call) enforce(i *instrument, g *ground) error {
	record, err := c.entry(g.subject, KindAsset)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return inState(g.subject, g.asset.stateAt(record.State, c.at), StateActive) },
		func() error {
			if g.asset.passesOnRegistration() && i.Met&gateBit(GateIPRegister) == 0 {
				return GateOpen(GateIPRegister)
			}
			return nil
		},
		func() error { return c.moveShares(g.subject, g.asset, i.Terms.Moves) },
	)
}
