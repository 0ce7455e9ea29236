package rules

// Ending is what stands in brackets beside InstrumentEnded.
type Ending struct {
	EncumbranceVersion uint32 `json:"encumbrance_version"`
}

// lift ends what an instrument that had taken effect left on its subject, and touches the subject; one that had not
// leaves the subject alone (docs/specs/readings.md, 34).
func (c *call) lift(i *instrument, g *ground) error {
	if !i.TookEffect || g.stands == nil {
		return nil
	}
	g.stands.end(c.envelope.Record)
	c.touch(g.subject)
	return c.put(encumbranceKey(g.subject), g.stands)
}

// reversible: title that has moved is moved back by another assignment alone.
func (c *call) reversible(i *instrument) error {
	if i.TookEffect && i.Terms.InstrumentKind == InstrumentKindAssignment {
		return NotReversible(c.envelope.Record)
	}
	return nil
}

var endableStates = map[InstrumentEnd][]State{
	InstrumentEndTerminated: {StateEffective, StateSuspended},
	InstrumentEndRescinded:  {StateProposed, StateSigned, StateEffective},
}

var endedInstrument = map[InstrumentEnd]State{
	InstrumentEndTerminated: StateTerminated,
	InstrumentEndRescinded:  StateRescinded,
}

// endInstrument ends an agreement, or withdraws it.
func (c *call) endInstrument(v *EndInstrument) error {
	i, err := c.openInstrument(false)
	if err != nil {
		return err
	}
	g, err := c.ground(&i.Terms)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error {
			return inState(v.Record, i.stateAt(c.entryBefore.State, c.at), endableStates[v.InstrumentEnd]...)
		},
		func() error { return c.mayEnd(i, g, v.InstrumentEnd) },
		func() error { return c.reversible(i) },
		func() error { return c.readStanding(g, i.Terms.InstrumentKind) },
		func() error { return c.lift(i, g) },
		func() error {
			c.state, c.outcome = endedInstrument[v.InstrumentEnd], Ending{g.effect().EncumbranceVersion}
			return nil
		},
	)
}

// mayEnd is check 8 of an end: every member signs, but any one may withdraw what does not bind yet or can no longer
// take effect, and the pledgee alone gives a pledge up (docs/specs/readings.md, 36 and 77).
func (c *call) mayEnd(i *instrument, g *ground, end InstrumentEnd) error {
	called, stored := i.members(g), c.entryBefore.State
	if i.Terms.InstrumentKind == InstrumentKindPledge && end == InstrumentEndTerminated {
		called = i.Terms.inRole(MemberRoleGrantee)
	}
	if err := c.eachSignerAmong(called...); err != nil {
		return err
	}
	if stored == StateProposed || (stored == StateSigned && i.Terms.isPastEffectBy(c.at)) {
		return nil
	}
	return c.signedByEvery(called...)
}

// ruling is one of the arbiter's: the states it starts from, and the one it ends in.
type ruling struct {
	from []State
	to   State
	ends bool
}

var rulings = map[Ruling]ruling{
	RulingSuspend:   {from: []State{StateEffective}, to: StateSuspended},
	RulingResume:    {from: []State{StateSuspended}, to: StateEffective},
	RulingTerminate: {from: []State{StateEffective, StateSuspended}, to: StateTerminated, ends: true},
	RulingRescind: {
		from: []State{StateProposed, StateSigned, StateEffective, StateSuspended}, to: StateRescinded, ends: true,
	},
	RulingEnforce: {from: []State{StateEffective, StateSuspended}, to: StateTerminated, ends: true},
}

// rulingOn: enforcement is of pledges alone, from no state of another kind (docs/specs/readings.md, 36).
func rulingOn(i *instrument, given Ruling) ruling {
	ruled := rulings[given]
	if given == RulingEnforce && i.Terms.InstrumentKind != InstrumentKindPledge {
		ruled.from = nil
	}
	return ruled
}

// ruleOnInstrument: the arbiter suspends, resumes, ends or enforces an agreement.
func (c *call) ruleOnInstrument(v *RuleOnInstrument) error {
	i, err := c.openInstrument(true)
	if err != nil {
		return err
	}
	ruled := rulingOn(i, v.Ruling)
	if err := firstRefusal(
		func() error { return inState(v.Record, i.stateAt(c.entryBefore.State, c.at), ruled.from...) },
		func() error { return c.eachSignerHolds(RoleArbiter) },
	); err != nil {
		return err
	}
	g, err := c.ground(&i.Terms)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return c.readStanding(g, i.Terms.InstrumentKind) },
		func() error {
			if v.Ruling != RulingEnforce {
				return nil
			}
			return c.enforce(i, g)
		},
		func() error {
			if !ruled.ends {
				return nil
			}
			return firstRefusal(
				func() error { return c.reversible(i) },
				func() error { return c.lift(i, g) },
			)
		},
		func() error {
			c.state, c.outcome = ruled.to, g.effect()
			return nil
		},
	)
}
