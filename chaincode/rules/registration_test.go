package rules

import "testing"

// numbered is a right with another public number.
func numbered(number string) Right {
	right := rightIn(allOfVietNam, opening, opening+year)
	right.Number = label(number)
	return right
}

func (w *world) raise(asset Bytes32, tier uint8) *RaiseTier {
	return &RaiseTier{Envelope: w.envelope(asset), Tier: tier, Evidence: word("evidence")}
}

func (w *world) record(asset Bytes32, rights ...Right) *RecordRights {
	return &RecordRights{Envelope: w.envelope(asset), Rights: rights, Evidence: word("evidence")}
}

func TestFromTierTwoARightCarriesOfficeAndNumber(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	withoutNumber, withoutBoth := numbered("1"), numbered("2")
	withoutNumber.Number = Bytes32{}
	withoutBoth.Office, withoutBoth.Number = Bytes32{}, Bytes32{}
	asset := w.declare(AssetKindPatent, GrantRuleAll, []Right{numbered("1"), withoutNumber, withoutBoth}, owner)
	w.refused(FieldMissing("rights[1].number"), w.raise(asset, 2), w.registrar)
	w.do(w.raise(asset, 1), w.registrar)
	w.do(w.record(asset, numbered("1"), withoutBoth), w.registrar)
	w.refused(FieldMissing("rights[1].office"), w.raise(asset, 2), w.registrar)
	w.do(w.record(asset, numbered("1"), numbered("2")), w.registrar)
	w.do(w.raise(asset, 2), w.registrar)
	w.refused(FieldMissing("rights[0].number"), w.record(asset, withoutNumber), w.registrar)
}

func TestTwoAssetsNeverHoldOneNumber(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	first := w.declare(AssetKindPatent, GrantRuleAll, []Right{numbered("1")}, owner)
	second := w.declare(AssetKindPatent, GrantRuleAll, []Right{numbered("2"), numbered("1")}, owner)
	w.do(w.raise(second, 1), w.registrar)
	w.do(w.raise(first, 2), w.registrar)
	w.refused(RightTaken(first), w.raise(second, 2), w.registrar)
	w.do(w.record(second, numbered("2")), w.registrar)
	w.do(w.raise(second, 2), w.registrar)
	w.refused(RightTaken(second), w.record(first, numbered("1"), numbered("2")), w.registrar)
	other := numbered("1")
	other.Office = label("JP")
	w.do(w.record(second, numbered("2"), other), w.registrar)
}

func TestANumberThatANewListOmitsIsFreeAgain(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	first := w.declare(AssetKindPatent, GrantRuleAll, []Right{numbered("1"), numbered("2")}, owner)
	second := w.declare(AssetKindPatent, GrantRuleAll, []Right{numbered("1")}, owner)
	w.do(w.raise(first, 3), w.registrar)
	w.do(w.record(first, numbered("2"), numbered("2"), numbered("3")), w.registrar)
	w.do(w.raise(second, 2), w.registrar)
	w.refused(RightTaken(second), w.record(first, numbered("1")), w.registrar)
}

func TestTheEndOfAnAssetDoesNotFreeItsNumber(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	first := w.declare(AssetKindPatent, GrantRuleAll, []Right{numbered("1")}, owner)
	second := w.declare(AssetKindPatent, GrantRuleAll, []Right{numbered("1")}, owner)
	w.do(w.raise(first, 2), w.registrar)
	w.do(&EndAsset{Envelope: w.envelope(first), AssetEnd: AssetEndInvalidated, Evidence: word("ruling")}, w.registrar)
	w.refused(RightTaken(first), w.raise(second, 2), w.registrar)
}

func TestKindsThatAreNotRegistrableHoldNoNumber(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	for _, kind := range []AssetKind{AssetKindSoftware, AssetKindTradeName} {
		for range 2 {
			w.do(w.raise(w.declare(kind, GrantRuleAll, []Right{numbered("1")}, owner), 2), w.registrar)
		}
	}
	bare := Right{RightStage: RightStageGranted, Start: opening, End: opening + year}
	w.do(w.raise(w.declare(AssetKindWork, GrantRuleAll, []Right{bare}, owner), 3), w.registrar)
}

func TestRightsAreRecordedOnActiveAndDisputedAssets(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	asset := w.declare(AssetKindPatent, GrantRuleAll, []Right{numbered("1")}, owner)
	w.refused(StateForbids(asset, StateRegistered), w.record(asset, numbered("1")), w.registrar)
	w.do(w.raise(asset, 1), w.registrar)
	w.refused(RoleRequired(owner.id, RoleIPRegistrar), w.record(asset, numbered("1")), owner)
	w.do(&DisputeAsset{Envelope: w.envelope(asset), Claim: word("claim"), Claimant: owner.id}, w.arbiter, owner)
	w.do(w.record(asset, numbered("1")), w.registrar)
	w.stateIs(asset, StateDisputed)
}
