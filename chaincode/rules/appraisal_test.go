package rules

import "testing"

// appraisalOf is a well-formed appraisal of an asset, valid for a day.
func (w *world) appraisalOf(asset Bytes32, kind AppraisalKind, by actor) *IssueAppraisal {
	w.t.Helper()
	envelope, nonce := w.created(KindAppraisal, by)
	command := &IssueAppraisal{
		Envelope: envelope, Nonce: nonce, AppraisalKind: kind, Subject: asset, Report: word("report"), ValidUntil: w.at + day,
		Criteria: []Criterion{},
	}
	switch kind {
	case AppraisalKindTechnologyEvaluation:
		command.Trl, command.Criteria = 7, []Criterion{{label("novelty"), 800, 6_000}, {label("market"), 500, 4_000}}
	case AppraisalKindValuation:
		command.Approach, command.Purpose, command.ValuedAt = ApproachIncome, PurposeLicence, w.at
		command.Currency, command.Range = 704, word("range")
	default:
		command.Verdict = VerdictPass
	}
	return command
}

func TestEachKindOfAppraisalAsksForItsRole(t *testing.T) {
	for kind, role := range map[AppraisalKind]Role{
		AppraisalKindTechnologyEvaluation: RoleTechnicalReviewer,
		AppraisalKindValuation:            RoleValuer,
		AppraisalKindTechnicalReview:      RoleTechnicalReviewer,
		AppraisalKindSecurityReview:       RoleSecurityReviewer,
	} {
		w := newWorld(t)
		owner, other := w.owner("owner"), w.holder("other", role)
		appraiser := w.holder("appraiser", RoleValuer, RoleTechnicalReviewer, RoleSecurityReviewer)
		asset := w.assetOf(AssetKindSoftware, GrantRuleAll, []Right{rightIn(1, opening, opening+year)}, owner)
		w.refused(RoleRequired(owner.id, role), w.appraisalOf(asset, kind, owner), owner)
		command := w.appraisalOf(asset, kind, appraiser)
		w.refused(NotAuthorised(other.id), command, appraiser, other)
		w.refused(RoleRequired(owner.id, role), command, appraiser, owner)
		event := w.do(command, appraiser)
		w.stateIs(command.Record, StateIssued)
		w.outcomeIs(event, Assessment{})
		w.touchedAre(event)
	}
}

func TestAnAppraisersFieldsMeetThoseOfTheAsset(t *testing.T) {
	w := newWorld(t)
	owner, valuer := w.owner("owner"), w.admit("valuer", w.operator)
	declaration := w.declaration(AssetKindKnowHow, GrantRuleAll, []Right{}, owner)
	declaration.Fields = fieldsOfMarket
	w.do(declaration, owner)
	asset := declaration.Record
	w.do(&RaiseTier{Envelope: w.envelope(asset), Tier: 1, Evidence: word("evidence")}, w.registrar)
	w.giveIn(valuer, RoleValuer, otherFields)
	command := w.appraisalOf(asset, AppraisalKindValuation, valuer)
	w.refused(RoleRequired(valuer.id, RoleValuer), command, valuer)
	w.giveIn(valuer, RoleValuer, fieldsOfMarket|otherFields)
	w.do(command, valuer)
}

func TestWhatIsAppraised(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	appraiser := w.holder("appraiser", RoleValuer, RoleTechnicalReviewer, RoleSecurityReviewer)
	patent := w.patentOf(owner)
	for _, kind := range []AppraisalKind{AppraisalKindTechnicalReview, AppraisalKindSecurityReview} {
		w.refused(RecordNotFound(patent), w.appraisalOf(patent, kind, appraiser), appraiser)
	}
	w.refused(RecordNotFound(owner.id), w.appraisalOf(owner.id, AppraisalKindValuation, appraiser), appraiser)
	w.refused(RecordNotFound(word("x")), w.appraisalOf(word("x"), AppraisalKindSecurityReview, appraiser), appraiser)
	for _, kind := range []AssetKind{AssetKindSoftware, AssetKindService, AssetKindDataset, AssetKindAIModel} {
		asset := w.assetOf(kind, GrantRuleAll, []Right{rightIn(1, opening, opening+year)}, owner)
		w.do(w.appraisalOf(asset, AppraisalKindSecurityReview, appraiser), appraiser)
	}
	registered := w.declare(AssetKindPatent, GrantRuleAll, []Right{rightIn(1, opening, opening+year)}, owner)
	command := w.appraisalOf(registered, AppraisalKindValuation, appraiser)
	command.Supersedes, command.ValidUntil = word("nothing"), w.at
	w.refused(StateForbids(registered, StateRegistered), command, appraiser)

	m := newMarket(t).revealed()
	valuer := m.holder("valuer", RoleValuer)
	m.refused(RecordNotFound(m.proposal), m.appraisalOf(m.proposal, AppraisalKindValuation, valuer), valuer)
}

func TestAnAppraiserHasNoInterestInTheMatter(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(w *world, asset Bytes32, first, second, valuer actor)
		with  func(asset Bytes32, first, second actor) Bytes32
	}{
		{
			"an interest in the asset before one in a holder",
			func(w *world, asset Bytes32, first, second, valuer actor) {
				w.declares(valuer, first.id)
				w.declares(valuer, asset)
			},
			func(asset Bytes32, _, _ actor) Bytes32 { return asset },
		},
		{
			"an interest in the second holder",
			func(w *world, _ Bytes32, _, second, valuer actor) { w.declares(valuer, second.id) },
			func(_ Bytes32, _, second actor) Bytes32 { return second.id },
		},
		{
			"related to the first holder, an interest in the second",
			func(w *world, _ Bytes32, first, second, valuer actor) {
				w.declares(valuer, second.id)
				w.under(valuer, first)
			},
			func(_ Bytes32, first, _ actor) Bytes32 { return first.id },
		},
		{
			"the parent of a holder",
			func(w *world, _ Bytes32, _, second, valuer actor) { w.under(second, valuer) },
			func(_ Bytes32, _, second actor) Bytes32 { return second.id },
		},
		{
			"a sibling of a holder",
			func(w *world, _ Bytes32, _, second, valuer actor) {
				w.under(second, w.bank)
				w.under(valuer, w.bank)
			},
			func(_ Bytes32, _, second actor) Bytes32 { return second.id },
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			first, second, valuer := w.owner("first"), w.owner("second"), w.holder("valuer", RoleValuer)
			asset := w.patentOf(first, second)
			test.spoil(w, asset, first, second, valuer)
			w.refused(ConflictOfInterest(valuer.id, test.with(asset, first, second)),
				w.appraisalOf(asset, AppraisalKindValuation, valuer), valuer)
		})
	}
	w := newWorld(t)
	owner := w.owner("owner")
	w.giveIn(owner, RoleValuer, 0)
	asset := w.patentOf(owner)
	w.refused(ConflictOfInterest(owner.id, owner.id), w.appraisalOf(asset, AppraisalKindValuation, owner), owner)
}

func TestCriteriaAreWholeWhereverTheyAreGiven(t *testing.T) {
	w := newWorld(t)
	owner, appraiser := w.owner("owner"), w.holder("appraiser", RoleTechnicalReviewer)
	asset := w.assetOf(AssetKindSoftware, GrantRuleAll, []Right{rightIn(1, opening, opening+year)}, owner)
	for _, kind := range []AppraisalKind{AppraisalKindTechnologyEvaluation, AppraisalKindTechnicalReview} {
		command := w.appraisalOf(asset, kind, appraiser)
		command.ValidUntil = w.at
		command.Criteria = []Criterion{{label("a"), 1, 4_000}, {label("b"), 1, 4_000}, {label("a"), 1, 2_000}}
		w.refused(TooLate(w.at, w.at), command, appraiser)
		command.ValidUntil = w.at + 1
		w.refused(DuplicateCode(label("a")), command, appraiser)
		command.Criteria[2].Code = label("c")
		command.Criteria[2].Weight = 2_001
		w.refused(NotWhole(NewUint256(10_001)), command, appraiser)
		command.Criteria[2].Weight = 2_000
		w.do(command, appraiser)
	}
}

func TestAnAppraisalIsCorrectedByItsIssuer(t *testing.T) {
	w := newWorld(t)
	owner, valuer, other := w.owner("owner"), w.holder("valuer", RoleValuer), w.holder("other", RoleValuer)
	asset, another := w.patentOf(owner), w.assetOf(AssetKindKnowHow, GrantRuleAll, []Right{}, owner)
	first := w.appraisalOf(asset, AppraisalKindValuation, valuer)
	w.do(first, valuer)
	w.giveIn(valuer, RoleTechnicalReviewer, 0)
	correction := func(subject Bytes32, kind AppraisalKind, by actor) *IssueAppraisal {
		command := w.appraisalOf(subject, kind, by)
		command.Supersedes = first.Record
		return command
	}
	nothing := correction(asset, AppraisalKindValuation, valuer)
	nothing.Supersedes = asset
	w.refused(RecordNotFound(asset), nothing, valuer)
	w.refused(RecordNotFound(first.Record), correction(asset, AppraisalKindValuation, other), other)
	w.refused(RecordNotFound(first.Record), correction(another, AppraisalKindValuation, valuer), valuer)
	w.refused(RecordNotFound(first.Record), correction(asset, AppraisalKindTechnologyEvaluation, valuer), valuer)
	command := correction(asset, AppraisalKindValuation, valuer)
	event := w.do(command, valuer)
	w.touchedAre(event, first.Record)
	w.outcomeIs(event, Assessment{})
	w.stateIs(first.Record, StateSuperseded)
	w.refused(StateForbids(first.Record, StateSuperseded), correction(asset, AppraisalKindValuation, valuer), valuer)
	w.at = command.ValidUntil
	again := correction(asset, AppraisalKindValuation, valuer)
	again.Supersedes = command.Record
	w.refused(StateForbids(command.Record, StateExpired), again, valuer)
}

func TestAnAppraisalIsWithdrawnByItsIssuerWhileItIsValid(t *testing.T) {
	w := newWorld(t)
	owner, valuer, other := w.owner("owner"), w.holder("valuer", RoleValuer), w.holder("other", RoleValuer)
	asset := w.patentOf(owner)
	withdrawal := func(appraisal Bytes32) *WithdrawAppraisal {
		return &WithdrawAppraisal{Envelope: w.envelope(appraisal), Reason: word("reason")}
	}
	first, second := w.appraisalOf(asset, AppraisalKindValuation, valuer), w.appraisalOf(asset, AppraisalKindValuation, valuer)
	w.do(first, valuer)
	w.do(second, valuer)
	w.refused(NotAuthorised(other.id), withdrawal(first.Record), other)
	w.at = first.ValidUntil - 1
	w.do(withdrawal(first.Record), valuer)
	w.stateIs(first.Record, StateWithdrawn)
	w.refused(StateForbids(first.Record, StateWithdrawn), withdrawal(first.Record), valuer)
	w.at = second.ValidUntil
	w.refused(StateForbids(second.Record, StateExpired), withdrawal(second.Record), valuer)
}
