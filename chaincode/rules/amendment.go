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

// amendInstrument replaces the terms of an agreement in effect with narrower or equal ones.
func (c *call) amendInstrument(v *AmendInstrument) error {
	i, err := c.openInstrument(false)
	if err != nil {
		return err
	}
	g, err := c.ground(&i.Terms)
	if err != nil {
		return err
	}
	members := i.members(g)
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
		func() error { return c.leavesSublicences(&v.Terms, &i.Terms) },
		func() error { return c.narrowGrant(&v.Terms) },
		func() error {
			c.state = c.entryBefore.State
			i.Terms, i.TermsDigest = v.Terms, v.Terms.structHash()
			c.outcome = Amendment{i.TermsDigest}
			return c.putInstrument(v.Record, i)
		},
	)
}

// leavesSublicences: what is narrowed bears no sublicence, as that one lies within it (docs/specs/readings.md, 79).
func (c *call) leavesSublicences(t, old *Terms) error {
	narrower := old.Scope.widerIn(t.Scope) != "" || t.SubDepth < old.SubDepth
	if !narrower || !t.isLicence() {
		return nil
	}
	bears, err := c.encumbrance(c.envelope.Record)
	if err == nil && bears.hasSublicence(c.at) {
		err = AmendmentTooWide("sublicences")
	}
	return err
}

// narrowGrant has what stands on the subject follow its terms: an exclusive or sole grant, and any sublicence. The
// subject is not touched.
func (c *call) narrowGrant(t *Terms) error {
	excludes := t.isLicence() && t.Exclusivity != ExclusivityNonExclusive
	if !excludes && t.InstrumentKind != InstrumentKindSublicence {
		return nil
	}
	stands, err := c.encumbrance(t.Subject)
	if err != nil {
		return err
	}
	stands.narrow(c.envelope.Record, t.Scope)
	return c.put(encumbranceKey(t.Subject), stands)
}
