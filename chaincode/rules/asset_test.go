package rules

import "testing"

func TestEveryHolderRegistersAnAsset(t *testing.T) {
	w := newWorld(t)
	first, second := w.owner("first"), w.owner("second")
	third := w.owner("third")
	rights := []Right{rightIn(allOfVietNam, opening, opening+year)}
	command := w.declaration(AssetKindPatent, GrantRuleAll, rights, first, second)
	w.refused(SignatureMissing(second.id, 0), command, first)
	w.refused(NotAuthorised(third.id), command, first, second, third)
	buyer := w.admit("buyer", w.operator)
	w.refused(RoleRequired(buyer.id, RoleOwner), command, first, second, buyer)
	w.refused(WrongRecordID(RecordID(KindAsset, second.id, command.Nonce), command.Record), command, second, first)
	w.do(command, first, second)
	w.stateIs(command.Record, StateRegistered)
	w.refused(VersionMismatch(1, 0), w.declarationLike(command, GrantRuleEach), first, second)
}

func (w *world) declarationLike(command *RegisterAsset, rule GrantRule) *RegisterAsset {
	other := *command
	other.GrantRule = rule
	return &other
}

func TestSharesAreWhole(t *testing.T) {
	w := newWorld(t)
	first, second := w.owner("first"), w.owner("second")
	rights := []Right{rightIn(allOfVietNam, opening, opening+year)}
	command := w.declaration(AssetKindPatent, GrantRuleAll, rights, first, second)
	for _, test := range []struct {
		shares []Share
		want   *Refusal
	}{
		{[]Share{{first.id, 5_000}, {second.id, 4_999}}, NotWhole(NewUint256(9_999))},
		{[]Share{{first.id, 10_000}, {second.id, 1}}, NotWhole(NewUint256(10_001))},
		{[]Share{{first.id, 5_000}, {second.id, 4_000}, {first.id, 1_000}}, DuplicateParty(first.id)},
	} {
		command.Holders = test.shares
		w.refused(test.want, command, first, second)
	}
	command.Holders = []Share{{first.id, 9_999}, {second.id, 1}}
	w.do(command, first, second)
}

func TestKindsWithATermStateTheirRights(t *testing.T) {
	for kind := AssetKindPatent; kind <= AssetKindFacility; kind++ {
		w := newWorld(t)
		owner := w.owner("owner")
		command := w.declaration(kind, GrantRuleAll, nil, owner)
		switch kind {
		case AssetKindKnowHow, AssetKindDataset, AssetKindAIModel, AssetKindService, AssetKindFacility:
			w.do(command, owner)
		default:
			w.refused(RightsRequired(kind), command, owner)
		}
	}
}

func TestTheTierOnlyRises(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	asset := w.declare(AssetKindPatent, GrantRuleAll, []Right{rightIn(allOfVietNam, opening, opening+year)}, owner)
	raise := func(tier uint8) *RaiseTier {
		return &RaiseTier{Envelope: w.envelope(asset), Tier: tier, Evidence: word("evidence")}
	}
	w.refused(RoleRequired(owner.id, RoleIPRegistrar), raise(1), owner)
	w.do(raise(2), w.registrar)
	w.stateIs(asset, StateActive)
	w.refused(TierNotHigher(2, 1), raise(1), w.registrar)
	w.refused(TierNotHigher(2, 2), raise(2), w.registrar)
	w.do(raise(3), w.registrar)
}

func TestAnAssetThatHasRunOutReadsExpired(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	asset := w.assetOf(AssetKindPatent, GrantRuleAll, []Right{
		rightIn(1, opening, opening+day), rightIn(2, opening, opening+2*day),
	}, owner)
	rule := func() *SetGrantRule { return &SetGrantRule{Envelope: w.envelope(asset), GrantRule: GrantRuleEach} }
	w.at += 2*day - 1
	w.do(rule(), owner)
	w.at++
	w.refused(StateForbids(asset, StateExpired), rule(), owner)
	w.refused(StateForbids(asset, StateExpired),
		&RaiseTier{Envelope: w.envelope(asset), Tier: 2, Evidence: word("evidence")}, w.registrar)
	w.refused(StateForbids(asset, StateExpired), &DisputeAsset{
		Envelope: w.envelope(asset), Claim: word("claim"), Claimant: owner.id,
	}, w.arbiter, owner)
	w.do(&RecordRights{
		Envelope: w.envelope(asset), Rights: []Right{rightIn(1, w.at, w.at+year)}, Evidence: word("renewal"),
	}, w.registrar)
	w.do(rule(), owner)
}

func TestEveryHolderChangesTheGrantRule(t *testing.T) {
	w := newWorld(t)
	first, second := w.owner("first"), w.owner("second")
	record := w.patentOf(first, second)
	command := &SetGrantRule{Envelope: w.envelope(record), GrantRule: GrantRuleMajority}
	w.refused(SignatureMissing(first.id, 0), command, second)
	w.refused(NotAuthorised(w.operator.id), command, first, w.operator, second)
	w.do(command, first, second)
	if rule := stored[asset](w, assetKey(record)).GrantRule; rule != GrantRuleMajority {
		t.Fatalf("the rule is %d", rule)
	}
}

func TestAnAssetIsEnded(t *testing.T) {
	for _, test := range []struct {
		name string
		end  AssetEnd
		at   uint64
		want State
	}{
		{"lapsed at any time", AssetEndLapsed, opening + day, StateLapsed},
		{"invalidated at any time", AssetEndInvalidated, opening + day, StateInvalidated},
		{"expired once the last right has ended", AssetEndExpired, opening + 20*year, StateExpired},
		{"not expired before", AssetEndExpired, opening + 20*year - 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			owner := w.owner("owner")
			record := w.patentOf(owner)
			w.renewRoles(test.at)
			command := &EndAsset{Envelope: w.envelope(record), AssetEnd: test.end, Evidence: word("evidence")}
			if test.want == 0 {
				w.refused(TooEarly(opening+20*year, test.at), command, w.registrar)
				return
			}
			w.refused(RoleRequired(owner.id, RoleIPRegistrar), command, owner)
			w.do(command, w.registrar)
			w.stateIs(record, test.want)
			w.refused(StateForbids(record, test.want),
				&EndAsset{Envelope: w.envelope(record), AssetEnd: test.end, Evidence: word("again")}, w.registrar)
		})
	}
}

// renewRoles goes to a time and has the registrar in its role there.
func (w *world) renewRoles(at uint64) {
	w.t.Helper()
	for w.at < at {
		w.at = min(at, w.at+9*year)
		w.give(w.operator, RoleOperator, w.regulator)
		w.give(w.registrar, RoleIPRegistrar, w.operator, w.regulator)
	}
}

func TestADisputeFreezesAnAssetAndItsEndMayCorrectTitle(t *testing.T) {
	w := newWorld(t)
	owner, claimant := w.owner("owner"), w.admit("claimant", w.operator)
	asset := w.patentOf(owner)
	dispute := func() *DisputeAsset {
		return &DisputeAsset{Envelope: w.envelope(asset), Claim: word("claim"), Claimant: claimant.id}
	}
	w.refused(SignatureMissing(Bytes32{}, RoleArbiter), dispute(), claimant)
	w.refused(SignatureMissing(claimant.id, 0), dispute(), w.arbiter)
	w.refused(NotAuthorised(owner.id), dispute(), w.arbiter, claimant, owner)
	w.do(dispute(), w.arbiter, claimant)
	w.stateIs(asset, StateDisputed)
	w.refused(StateForbids(asset, StateDisputed), dispute(), w.arbiter, claimant)
	w.refused(StateForbids(asset, StateDisputed),
		&SetGrantRule{Envelope: w.envelope(asset), GrantRule: GrantRuleEach}, owner)

	resolve := func(holders ...Share) *ResolveDispute {
		return &ResolveDispute{Envelope: w.envelope(asset), Decision: word("decision"), Holders: holders}
	}
	w.refused(RoleRequired(claimant.id, RoleArbiter), resolve(), claimant)
	nobody := word("nobody")
	w.refused(RecordNotFound(nobody), resolve(Share{owner.id, 1}, Share{nobody, 1}), w.arbiter)
	w.refused(NotWhole(NewUint256(9_999)), resolve(Share{owner.id, 9_999}), w.arbiter)
	w.refused(DuplicateParty(owner.id), resolve(Share{owner.id, 5_000}, Share{owner.id, 5_000}), w.arbiter)
	w.do(resolve(Share{claimant.id, 10_000}), w.arbiter)
	w.stateIs(asset, StateActive)
	w.refused(NotAuthorised(owner.id), &SetGrantRule{Envelope: w.envelope(asset), GrantRule: GrantRuleEach}, owner)
	w.do(&SetGrantRule{Envelope: w.envelope(asset), GrantRule: GrantRuleEach}, claimant)
	w.do(dispute(), w.arbiter, claimant)
	w.do(resolve(), w.arbiter)
	w.do(&SetGrantRule{Envelope: w.envelope(asset), GrantRule: GrantRuleAll}, claimant)
}
