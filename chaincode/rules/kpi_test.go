package rules

import "testing"

func TestKpisAreFrozenByBothSides(t *testing.T) {
	m := newMarket(t).planned()
	m.refused(SignatureMissing(m.provider.id, 0), m.baseline(kpis()...), m.owner)
	m.refused(SignatureMissing(m.owner.id, 0), m.baseline(kpis()...), m.provider)
	m.refused(NotAuthorised(m.verifier.id), m.baseline(kpis()...), m.owner, m.provider, m.verifier)
	m.outcomeIs(m.do(m.baseline(kpis()...), m.owner, m.provider), Baseline{1})
	m.stateIs(m.pilot, StateBaselined)
	m.outcomeIs(m.do(m.baseline(kpis()...), m.provider, m.owner), Baseline{2})
	m.stateIs(m.pilot, StateBaselined)
	m.do(m.movingPilot(PilotMoveRunning), m.owner, m.provider)
	m.outcomeIs(m.do(m.baseline(kpis()...), m.owner, m.provider), Baseline{3})
	m.stateIs(m.pilot, StateRunning)
	m.at += 30 * day
	m.do(m.measurement(true), m.verifier)
	m.refused(StateForbids(m.pilot, StateMeasured), m.baseline(kpis()...), m.owner, m.provider)
}

func TestKpisAreValid(t *testing.T) {
	m := newMarket(t).planned()
	for _, test := range []struct {
		name string
		kpis []Kpi
		want *Refusal
	}{
		{"a code twice", []Kpi{kpi("a", 1, true, MissingFails), kpi("a", 1, true, MissingExcluded)}, BadKpi(label("a"))},
		{"silence that would pass", []Kpi{kpi("a", 1, true, MissingExcluded), kpi("a", 1, false, MissingFails)}, BadKpi(label("a"))},
		{"the first entry that fails", []Kpi{
			kpi("a", 1, false, MissingFails), kpi("b", 1, true, MissingExcluded), kpi("a", 1, false, MissingFails),
		}, BadKpi(label("b"))},
		{"none mandatory", []Kpi{kpi("a", 1, false, MissingFails)}, BadKpi(Bytes32{})},
		{"less than the whole", []Kpi{kpi("a", 9_999, true, MissingFails)}, NotWhole(NewUint256(9_999))},
		{"more than the whole", []Kpi{kpi("a", 9_999, true, MissingFails), kpi("b", 2, false, MissingFails)}, NotWhole(NewUint256(10_001))},
	} {
		t.Run(test.name, func(t *testing.T) { m.refused(test.want, m.baseline(test.kpis...), m.owner, m.provider) })
	}
}

func TestTheVerifierMeasuresAPilot(t *testing.T) {
	m := newMarket(t).running()
	other := m.holder("other verifier", RoleVerifier)
	command := m.measurement(false, measured("safe", 3))
	m.refused(RoleRequired(m.owner.id, RoleVerifier), command, m.owner)
	m.refused(NotAuthorised(other.id), command, other)
	m.refused(NotAuthorised(other.id), command, m.verifier, other)
	m.do(command, m.verifier)
	m.stateIs(m.pilot, StateRunning)
	m.refused(BadKpi(label("unknown")), m.measurement(true, measured("safe", 1), measured("unknown", 1)), m.verifier)
	m.refused(BadKpi(label("safe")), m.measurement(true, measured("safe", 1), measured("safe", 1)), m.verifier)

	end := stored[pilot](m.world, pilotKey(m.pilot)).End
	m.at = end - 1
	m.refused(TooEarly(end, m.at), m.measurement(true, measured("safe", 10)), m.verifier)
	m.at = end
	m.giveIn(m.verifier, RoleVerifier, otherFields)
	m.refused(RoleRequired(m.verifier.id, RoleVerifier), m.measurement(true), m.verifier)
	m.giveIn(m.verifier, RoleVerifier, fieldsOfMarket)
	m.do(m.measurement(true, measured("safe", 10)), m.verifier)
	m.stateIs(m.pilot, StateMeasured)
	m.refused(StateForbids(m.pilot, StateMeasured), m.measurement(true), m.verifier)
}

// verifiersConflicts are interests of the verifier that arose after it was named, and what each is with.
var verifiersConflicts = []struct {
	name  string
	spoil func(m *market)
	with  func(m *market) Bytes32
}{
	{"in the pilot before the proposal", func(m *market) {
		m.declares(m.verifier, m.proposal)
		m.declares(m.verifier, m.pilot)
	}, func(m *market) Bytes32 { return m.pilot }},
	{"in the proposal before the problem", func(m *market) {
		m.declares(m.verifier, m.problem)
		m.declares(m.verifier, m.proposal)
	}, func(m *market) Bytes32 { return m.proposal }},
	{"in the problem before the owner", func(m *market) {
		m.declares(m.verifier, m.owner.id)
		m.declares(m.verifier, m.problem)
	}, func(m *market) Bytes32 { return m.problem }},
	{"in the owner before the provider", func(m *market) {
		m.declares(m.verifier, m.provider.id)
		m.declares(m.verifier, m.owner.id)
	}, func(m *market) Bytes32 { return m.owner.id }},
	{"as a child of the provider", func(m *market) { m.under(m.verifier, m.provider) },
		func(m *market) Bytes32 { return m.provider.id }},
	{"as the parent of the owner", func(m *market) { m.under(m.owner, m.verifier) },
		func(m *market) Bytes32 { return m.owner.id }},
}

func TestAVerifierWithAnInterestMeasuresNothing(t *testing.T) {
	for _, test := range verifiersConflicts {
		t.Run(test.name, func(t *testing.T) {
			m := newMarket(t).running()
			test.spoil(m)
			m.refused(ConflictOfInterest(m.verifier.id, test.with(m)), m.measurement(false), m.verifier)
		})
	}
}

func TestAChangeOfKpisVoidsWhatWasMeasured(t *testing.T) {
	m := newMarket(t).running()
	m.do(m.measurement(false, measured("safe", 10), measured("fast", 10)), m.verifier)
	m.do(m.baseline(kpis()...), m.owner, m.provider)
	m.ends()
	m.refused(OutcomeMismatch(OutcomeFail, OutcomePass), m.certification(OutcomePass), m.verifier, m.provider)
}

func TestALaterValueTakesThePlaceOfTheEarlierOne(t *testing.T) {
	m := newMarket(t).running()
	m.do(m.measurement(false, measured("safe", 9), measured("fast", 10)), m.verifier)
	m.ends(measured("safe", 11), measured("cheap", 9))
	m.refused(OutcomeMismatch(OutcomePass, OutcomeFail), m.certification(OutcomeFail), m.verifier, m.provider)
	if values := stored[pilot](m.world, pilotKey(m.pilot)).Values; len(values) != 3 {
		t.Fatalf("values %v", values)
	}
}

func TestTheOutcomeFollowsFromKpisAndValues(t *testing.T) {
	comparing := func(comparator Comparator) Kpi {
		k := kpi("safe", 10_000, true, MissingFails)
		k.Comparator, k.Target = comparator, amount(-5)
		return k
	}
	only := func(comparator Comparator) []Kpi { return []Kpi{comparing(comparator)} }
	weightless := []Kpi{kpi("safe", 0, true, MissingFails), kpi("cheap", 10_000, false, MissingExcluded)}
	for _, test := range []struct {
		name       string
		kpis       []Kpi
		passWeight uint16
		values     []Measurement
		outcome    Outcome
		met        uint32
	}{
		{"at least, met below zero", only(ComparatorGte), 1, []Measurement{measured("safe", -5)}, OutcomePass, 1},
		{"at least, not met", only(ComparatorGte), 1, []Measurement{measured("safe", -6)}, OutcomeFail, 0},
		{"at most, met", only(ComparatorLte), 1, []Measurement{measured("safe", -5)}, OutcomePass, 1},
		{"at most, not met", only(ComparatorLte), 1, []Measurement{measured("safe", 4)}, OutcomeFail, 0},
		{"equal, met", only(ComparatorEq), 1, []Measurement{measured("safe", -5)}, OutcomePass, 1},
		{"equal, not met", only(ComparatorEq), 1, []Measurement{measured("safe", 5)}, OutcomeFail, 0},
		{"nothing measured", kpis(), 1, nil, OutcomeFail, 0},
		{"all met", kpis(), 10_000, []Measurement{measured("cheap", 10), measured("fast", 10), measured("safe", 10)}, OutcomePass, 7},
		{"a mandatory one not met", kpis(), 1, []Measurement{measured("safe", 9), measured("fast", 10), measured("cheap", 10)}, OutcomeFail, 6},
		{"exactly the weight agreed of all", kpis(), 5_000, []Measurement{measured("safe", 10), measured("fast", 9), measured("cheap", 9)}, OutcomePass, 1},
		{"less than the weight agreed", kpis(), 5_001, []Measurement{measured("safe", 10), measured("fast", 9), measured("cheap", 9)}, OutcomePartial, 1},
		{"exactly the weight agreed of what counts", kpis(), 6_250, []Measurement{measured("safe", 10)}, OutcomePass, 1},
		{"less than the weight agreed of what counts", kpis(), 6_251, []Measurement{measured("safe", 10)}, OutcomePartial, 1},
		{"what does not count leaves the whole", kpis(), 10_000, []Measurement{measured("safe", 10), measured("fast", 10)}, OutcomePass, 3},
		{"a value that is not met counts", kpis(), 8_001, []Measurement{measured("safe", 10), measured("fast", 10), measured("cheap", 9)}, OutcomePartial, 3},
		{"no weight counts", weightless, 10_000, []Measurement{measured("safe", 10)}, OutcomePass, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			tested := &pilot{Kpis: test.kpis, PassWeight: test.passWeight, Values: test.values}
			if outcome, met := tested.result(); outcome != test.outcome || met != test.met {
				t.Fatalf("outcome %d, met %b, want %d, %b", outcome, met, test.outcome, test.met)
			}
		})
	}
}
