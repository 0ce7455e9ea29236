package rules

import "slices"

// Amendment is what stands in brackets beside InstrumentAmended.
type Amendment struct {
	TermsDigest Bytes32 `json:"terms_digest"`
}

// widerThan names the first dimension in which terms differ from, or reach beyond, those they replace; empty where
// they only narrow them (docs/specs/readings.md, 35).
func (t *Terms) widerThan(old *Terms) string {
	switch {
	case t.InstrumentKind != old.InstrumentKind:
		return "instrument_kind"
	case t.Subject != old.Subject:
		return "subject"
	case !slices.Equal(t.Members, old.Members):
		return "members"
	}
	if dimension := t.Scope.widerIn(old.Scope); dimension != "" {
		return dimension
	}
	switch {
	case t.Exclusivity != old.Exclusivity:
		return "exclusivity"
	case t.SubDepth > old.SubDepth:
		return "sub_depth"
	case !slices.Equal(t.Moves, old.Moves):
		return "moves"
	case t.EscrowAgent != old.EscrowAgent:
		return "escrow_agent"
	case t.EffectBy != old.EffectBy:
		return "effect_by"
	case t.StateCapital != old.StateCapital:
		return "state_capital"
	case t.TaskResult != old.TaskResult:
		return "task_result"
	}
	return ""
}

// amendInstrument replaces the terms of a licence in effect with narrower or equal ones.
func (c *call) amendInstrument(v *AmendInstrument) error {
	i, err := c.openInstrument(false)
	if err != nil {
		return err
	}
	subject, err := c.asset(i.Terms.Subject)
	if err != nil {
		return err
	}
	members := i.members(subject)
	return firstRefusal(
		func() error { return inState(v.Record, i.stateAt(c.entryBefore.State, c.at), StateEffective) },
		func() error { return c.eachSignerAmong(members...) },
		func() error { return c.signedByEvery(members...) },
		func() error {
			if dimension := v.Terms.widerThan(&i.Terms); dimension != "" {
				return AmendmentTooWide(dimension)
			}
			return nil
		},
		func() error { return c.narrowGrant(&v.Terms) },
		func() error {
			c.state = c.entryBefore.State
			i.Terms, i.TermsDigest = v.Terms, v.Terms.structHash()
			c.outcome = Amendment{i.TermsDigest}
			return c.putInstrument(v.Record, i)
		},
	)
}

// narrowGrant has the standing exclusive or sole grant follow its terms; the subject is not touched.
func (c *call) narrowGrant(t *Terms) error {
	if t.Exclusivity == ExclusivityNonExclusive {
		return nil
	}
	stands, err := c.encumbrance(t.Subject)
	if err != nil {
		return err
	}
	stands.narrow(c.envelope.Record, t.Scope)
	return c.put(encumbranceKey(t.Subject), stands)
}
