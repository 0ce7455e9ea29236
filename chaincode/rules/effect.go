package rules

// Effect is what stands in brackets beside InstrumentEffected and InstrumentRuledOn: the subject's encumbrance
// version and the asset's shares after the command.
type Effect struct {
	EncumbranceVersion uint32  `json:"encumbrance_version"`
	Shares             []Share `json:"shares"`
}

// Ending is what stands in brackets beside InstrumentEnded.
type Ending struct {
	EncumbranceVersion uint32 `json:"encumbrance_version"`
}

// effectInstrument makes a licence take effect; every rule is asked again at this instant.
func (c *call) effectInstrument(v *EffectInstrument) error {
	i, err := c.openInstrument(false)
	if err != nil {
		return err
	}
	if err := firstRefusal(
		func() error { return inState(v.Record, i.stateAt(c.entryBefore.State, c.at), StateSigned) },
		func() error { return c.eachSignerAmong(i.Terms.parties()...) },
	); err != nil {
		return err
	}
	subject, err := c.activeAsset(i.Terms.Subject)
	if err != nil {
		return err
	}
	stands, err := c.encumbrance(i.Terms.Subject)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return c.inTime(&i.Terms) },
		i.gatesMet,
		func() error { return mayGrant(&i.Terms, subject) },
		func() error { return stands.admit(i.Terms.Subject, v.Record, &i.Terms, c.at) },
		func() error {
			c.state, i.TookEffect = StateEffective, true
			c.touch(i.Terms.Subject)
			c.outcome = Effect{stands.Version, subject.Holders}
			return c.put(encumbranceKey(i.Terms.Subject), stands)
		},
		func() error { return c.putInstrument(v.Record, i) },
	)
}

// liftGrant ends what a licence that had taken effect left on its subject, and touches the subject; one that had not
// leaves the subject alone (docs/specs/readings.md, 34). It answers what stands on the subject afterwards.
func (c *call) liftGrant(i *instrument) (*encumbrance, error) {
	stands, err := c.encumbrance(i.Terms.Subject)
	if err != nil || !i.TookEffect {
		return stands, err
	}
	stands.end(c.envelope.Record)
	c.touch(i.Terms.Subject)
	return stands, c.put(encumbranceKey(i.Terms.Subject), stands)
}

var endableStates = map[InstrumentEnd][]State{
	InstrumentEndTerminated: {StateEffective, StateSuspended},
	InstrumentEndRescinded:  {StateProposed, StateSigned, StateEffective},
}

var endedInstrument = map[InstrumentEnd]State{
	InstrumentEndTerminated: StateTerminated,
	InstrumentEndRescinded:  StateRescinded,
}

// endInstrument ends a licence by agreement, or withdraws it.
func (c *call) endInstrument(v *EndInstrument) error {
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
		func() error {
			return inState(v.Record, i.stateAt(c.entryBefore.State, c.at), endableStates[v.InstrumentEnd]...)
		},
		func() error { return c.eachSignerAmong(members...) },
		func() error {
			stored := c.entryBefore.State
			if stored == StateProposed || (stored == StateSigned && i.Terms.isPastEffectBy(c.at)) {
				return nil
			}
			return c.signedByEvery(members...)
		},
		func() error {
			stands, err := c.liftGrant(i)
			if err != nil {
				return err
			}
			c.state, c.outcome = endedInstrument[v.InstrumentEnd], Ending{stands.Version}
			return nil
		},
	)
}

// ruling is one of the arbiter's: the states it starts from, and the one it ends in.
type ruling struct {
	from []State
	to   State
	ends bool
}

// rulings of licences; enforcement is of pledges alone (reading 36).
var rulings = map[Ruling]ruling{
	RulingSuspend:   {from: []State{StateEffective}, to: StateSuspended},
	RulingResume:    {from: []State{StateSuspended}, to: StateEffective},
	RulingTerminate: {from: []State{StateEffective, StateSuspended}, to: StateTerminated, ends: true},
	RulingRescind: {
		from: []State{StateProposed, StateSigned, StateEffective, StateSuspended}, to: StateRescinded, ends: true,
	},
}

// ruleOnInstrument: the arbiter suspends, resumes or ends a licence.
func (c *call) ruleOnInstrument(v *RuleOnInstrument) error {
	i, err := c.openInstrument(true)
	if err != nil {
		return err
	}
	ruled := rulings[v.Ruling]
	if err := firstRefusal(
		func() error { return inState(v.Record, i.stateAt(c.entryBefore.State, c.at), ruled.from...) },
		func() error { return c.eachSignerHolds(RoleArbiter) },
	); err != nil {
		return err
	}
	subject, err := c.asset(i.Terms.Subject)
	if err != nil {
		return err
	}
	var stands *encumbrance
	if ruled.ends {
		stands, err = c.liftGrant(i)
	} else {
		stands, err = c.encumbrance(i.Terms.Subject)
	}
	if err != nil {
		return err
	}
	c.state, c.outcome = ruled.to, Effect{stands.Version, subject.Holders}
	return nil
}
