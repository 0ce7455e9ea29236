package rules

import "slices"

// registrableKinds carry office and public number from evidence tier 2.
var registrableKinds = []AssetKind{
	AssetKindPatent, AssetKindUtilitySolution, AssetKindIndustrialDesign, AssetKindLayoutDesign, AssetKindTrademark,
	AssetKindGeographicalIndication, AssetKindPlantVariety,
}

// numberedTier is the tier from which a pair of office and number is held; below, it is a claim.
const numberedTier = 2

// pairHolder is the asset that holds a pair of office and number; zero where the pair is free again.
type pairHolder struct {
	Asset Bytes32 `json:"asset"`
}

func holdsPairs(kind AssetKind, tier uint8) bool {
	return tier >= numberedTier && slices.Contains(registrableKinds, kind)
}

// claimPairs has the record hold the pair of each right: FIELD_MISSING where one lacks office or number, RIGHT_TAKEN
// where another asset holds it (docs/specs/readings.md, 32).
func (c *call) claimPairs(kind AssetKind, tier uint8, rights []Right) error {
	if !holdsPairs(kind, tier) {
		return nil
	}
	for i, right := range rights {
		path := indexed("rights", i)
		if right.Office.IsZero() {
			return FieldMissing(join(path, "office"))
		}
		if right.Number.IsZero() {
			return FieldMissing(join(path, "number"))
		}
	}
	for _, right := range rights {
		held, err := get[pairHolder](&c.transaction, rightKey(right.Office, right.Number))
		if err != nil {
			return err
		}
		if held != nil && !held.Asset.IsZero() && held.Asset != c.envelope.Record {
			return RightTaken(held.Asset)
		}
	}
	for _, right := range rights {
		if err := c.put(rightKey(right.Office, right.Number), pairHolder{c.envelope.Record}); err != nil {
			return err
		}
	}
	return nil
}

// releasePairs frees the pairs that a new list of rights omits.
func (c *call) releasePairs(a *asset, next []Right) error {
	if !holdsPairs(a.AssetKind, a.Tier) {
		return nil
	}
	for _, right := range a.Rights {
		stays := slices.ContainsFunc(next, func(other Right) bool {
			return other.Office == right.Office && other.Number == right.Number
		})
		if stays {
			continue
		}
		if err := c.put(rightKey(right.Office, right.Number), pairHolder{}); err != nil {
			return err
		}
	}
	return nil
}
