package rules

import "testing"

func TestAnAmendmentNeverWidens(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	asset := w.patentOf(owner)
	terms := exclusively(licenceOf(asset, licensee, owner), 0)
	terms.Scope.Acts, terms.Scope.Fields, terms.Scope.Provinces = 3, 3, 3
	terms.Scope.Start = opening + 10
	terms.SubDepth = 2
	instrument := w.effect(terms, owner, licensee)
	for _, test := range []struct {
		dimension string
		change    func(*Terms)
	}{
		{"subject", func(t *Terms) { t.Subject = word("other") }},
		{"members", func(t *Terms) { t.Members = append(t.Members, Member{w.bank.id, MemberRoleConsenting}) }},
		{"acts", func(t *Terms) { t.Scope.Acts = 7 }},
		{"acts", func(t *Terms) { t.Scope.Acts = 0 }},
		{"fields", func(t *Terms) { t.Scope.Fields = 4 }},
		{"countries", func(t *Terms) { t.Scope.Countries = NewUint256(1) }},
		{"countries", func(t *Terms) { t.Scope.Provinces = 0 }},
		{"provinces", func(t *Terms) { t.Scope.Provinces = 7 }},
		{"start", func(t *Terms) { t.Scope.Start-- }},
		{"end", func(t *Terms) { t.Scope.End++ }},
		{"exclusivity", func(t *Terms) { t.Exclusivity = ExclusivitySole }},
		{"sub_depth", func(t *Terms) { t.SubDepth = 3 }},
		{"escrow_agent", func(t *Terms) { t.EscrowAgent = w.bank.id }},
		{"effect_by", func(t *Terms) { t.EffectBy = opening + year }},
		{"state_capital", func(t *Terms) { t.StateCapital = true }},
		{"task_result", func(t *Terms) { t.TaskResult = word("results") }},
		{"acts", func(t *Terms) { t.TaskResult, t.Scope.Acts = word("results"), 7 }},
	} {
		amended := terms
		amended.Members = append([]Member{}, terms.Members...)
		test.change(&amended)
		w.refused(AmendmentTooWide(test.dimension), &AmendInstrument{Envelope: w.envelope(instrument), Terms: amended},
			owner, licensee)
	}
	w.refused(SignatureMissing(owner.id, 0), &AmendInstrument{Envelope: w.envelope(instrument), Terms: terms}, licensee)
}

func TestANarrowerScopeReplacesThatOfTheStandingGrant(t *testing.T) {
	w := newWorld(t)
	owner, licensee, other := w.owner("owner"), w.admit("licensee", w.operator), w.admit("other", w.operator)
	asset := w.patentOf(owner)
	terms := exclusively(licenceOf(asset, licensee, owner), 0)
	terms.Scope.Provinces = 3
	instrument := w.effect(terms, owner, licensee)
	waiting := w.propose(licenceOf(asset, other, owner), owner, other)
	w.refused(GrantConflict(asset, instrument), &EffectInstrument{w.envelope(waiting)}, other)
	narrower := terms
	narrower.Scope.Provinces = 2
	narrower.SubDepth, narrower.ConsentWaived, narrower.Text = 0, true, word("new text")
	before := *w.entryOf(asset)
	event := w.do(&AmendInstrument{Envelope: w.envelope(instrument), Terms: narrower}, owner, licensee)
	if event.Outcome.(Amendment).TermsDigest != narrower.structHash() {
		t.Fatalf("outcome %+v", event.Outcome)
	}
	if *w.entryOf(asset) != before || w.encumbranceVersion(asset) != 1 {
		t.Fatal("an amendment touched the asset")
	}
	w.do(&EffectInstrument{w.envelope(waiting)}, other)
	w.refused(AmendmentTooWide("provinces"), &AmendInstrument{Envelope: w.envelope(instrument), Terms: terms},
		owner, licensee)
}

func TestOnlyALicenceInEffectIsAmended(t *testing.T) {
	for _, state := range []State{StateProposed, StateSigned, StateSuspended} {
		w := newWorld(t)
		owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
		terms := licenceOf(w.patentOf(owner), licensee, owner)
		instrument := w.standingIn(state, terms, owner, licensee)
		w.refused(StateForbids(instrument, state), &AmendInstrument{Envelope: w.envelope(instrument), Terms: terms},
			owner, licensee)
	}
}
