package rules

import "slices"

// Baseline is what stands in brackets beside PilotBaselined: how often the KPIs were frozen.
type Baseline struct {
	KpiVersion uint32 `json:"kpi_version"`
}

// checkKpis: each code once, silence never passes where a KPI is mandatory, one is, and the weights are the whole
// (docs/specs/readings.md, 89).
func checkKpis(kpis []Kpi) error {
	sum, mandatory := uint64(0), false
	for i, kpi := range kpis {
		twice := slices.ContainsFunc(kpis[:i], func(before Kpi) bool { return before.Code == kpi.Code })
		if twice || (kpi.Mandatory && kpi.Missing == MissingExcluded) {
			return BadKpi(kpi.Code)
		}
		sum += uint64(kpi.Weight)
		mandatory = mandatory || kpi.Mandatory
	}
	if !mandatory {
		return BadKpi(Bytes32{})
	}
	if sum != wholeBps {
		return NotWhole(NewUint256(sum))
	}
	return nil
}

// baselinePilot freezes the KPIs, or changes them by agreement; what was measured against the old ones is void.
func (c *call) baselinePilot(v *BaselinePilot) error {
	p, err := c.openPilot(false)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error {
			return inState(v.Record, c.entryBefore.State, StatePlanned, StateBaselined, StateRunning)
		},
		func() error { return c.bySides(p.problem.Owner, p.proposal.Provider) },
		func() error { return checkKpis(v.Kpis) },
		func() error {
			c.state = c.entryBefore.State
			if c.state == StatePlanned {
				c.state = StateBaselined
			}
			p.KpiVersion++
			c.outcome = Baseline{p.KpiVersion}
			p.Kpis, p.PassWeight, p.Values = v.Kpis, v.PassWeight, []Measurement{}
			return c.putPilot(v.Record, p.pilot)
		},
	)
}

// measurePilot enters measured values; the last ones at the pilot's end.
func (c *call) measurePilot(v *MeasurePilot) error {
	p, err := c.openPilot(false)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return inState(v.Record, c.entryBefore.State, StateRunning) },
		func() error {
			return c.eachSigner(func(signer Bytes32) *Refusal {
				switch {
				case !c.signerHoldsIn(signer, RoleVerifier, p.problem.Fields):
					return RoleRequired(signer, RoleVerifier)
				case signer != p.Verifier:
					return NotAuthorised(signer)
				}
				return nil
			})
		},
		func() error { return c.noConflict(p.Verifier, p.matter(v.Record)) },
		func() error { return p.measure(v.Values) },
		func() error {
			if v.Final && c.at < p.End {
				return TooEarly(p.End, c.at)
			}
			return nil
		},
		func() error {
			c.state = StateRunning
			if v.Final {
				c.state = StateMeasured
			}
			return c.putPilot(v.Record, p.pilot)
		},
	)
}

// measure enters one value for each code given; a later one takes the place of the earlier.
func (p *pilot) measure(values []Measurement) error {
	for i, value := range values {
		hasCode := func(before Measurement) bool { return before.Code == value.Code }
		isKnown := slices.ContainsFunc(p.Kpis, func(kpi Kpi) bool { return kpi.Code == value.Code })
		if !isKnown || slices.ContainsFunc(values[:i], hasCode) {
			return BadKpi(value.Code)
		}
		if index := slices.IndexFunc(p.Values, hasCode); index >= 0 {
			p.Values[index] = value
		} else {
			p.Values = append(p.Values, value)
		}
	}
	return nil
}

// isMetBy compares a measured value with the KPI's target, both in the KPI's scale.
func (k *Kpi) isMetBy(value Int256) bool {
	order := value.cmp(k.Target)
	switch k.Comparator {
	case ComparatorGte:
		return order >= 0
	case ComparatorLte:
		return order <= 0
	case ComparatorEq:
		return order == 0
	}
	return false
}

// result is the outcome that follows from the KPIs and what was measured; bit i of met is the i-th KPI's. A mandatory
// KPI that is not met fails the whole; pass asks for the agreed part of the weight that counts
// (docs/specs/readings.md, 92).
func (p *pilot) result() (outcome Outcome, met uint32) {
	failed, metWeight, counted := false, uint64(0), uint64(0)
	for i, kpi := range p.Kpis {
		index := slices.IndexFunc(p.Values, func(value Measurement) bool { return value.Code == kpi.Code })
		if index < 0 && kpi.Missing == MissingExcluded {
			continue
		}
		counted += uint64(kpi.Weight)
		if index >= 0 && kpi.isMetBy(p.Values[index].Value) {
			met |= 1 << i
			metWeight += uint64(kpi.Weight)
		} else if kpi.Mandatory {
			failed = true
		}
	}
	switch {
	case failed:
		return OutcomeFail, met
	case metWeight*wholeBps >= uint64(p.PassWeight)*counted:
		return OutcomePass, met
	}
	return OutcomePartial, met
}
