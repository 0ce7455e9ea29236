package rules

// Effect is what stands in brackets beside InstrumentEffected and InstrumentRuledOn: the subject's encumbrance
// version and the asset's shares after the command.
type Effect struct {
	EncumbranceVersion uint32  `json:"encumbrance_version"`
	Shares             []Share `json:"shares"`
}

// effectInstrument makes an agreement take effect; every rule is asked again at this instant.
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
	g, err := c.openGround(&i.Terms)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return c.inTime(&i.Terms) },
		func() error { return i.gatesMet(g.asset) },
		func() error { return g.admits(&i.Terms) },
		func() error { return c.readStanding(g, i.Terms.InstrumentKind) },
		func() error { return c.takeEffect(g, &i.Terms) },
		func() error {
			c.state, i.TookEffect = StateEffective, true
			c.outcome = g.effect()
			return c.putInstrument(v.Record, i)
		},
	)
}

// takeEffect is what a kind does to its subject: a grant or a pledge stands on it, or its shares move. The other kinds
// do nothing beyond their record.
func (c *call) takeEffect(g *ground, t *Terms) error {
	if g.stands == nil {
		return nil
	}
	c.touch(g.subject)
	var err error
	switch t.InstrumentKind {
	case InstrumentKindLicence:
		err = g.stands.admit(g.subject, c.envelope.Record, t, c.at)
	case InstrumentKindSublicence:
		err = g.stands.admit(g.subject, c.envelope.Record, t, c.at)
		g.stands.addSublicence(c.envelope.Record, t.Scope.End, c.at)
	case InstrumentKindPledge:
		err = g.stands.addPledge(g.subject, pledge{c.envelope.Record, t.inRole(MemberRoleGrantee)})
	case InstrumentKindAssignment:
		return c.moveShares(g.subject, g.asset, t.Moves)
	}
	if err != nil {
		return err
	}
	return c.put(encumbranceKey(g.subject), g.stands)
}
