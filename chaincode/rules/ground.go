package rules

// ground is what an instrument stands on: what its kind reads of its subject, and of what stands there.
// asset: the subject of a licence, assignment or pledge. parent, solution: of a sublicence and of a solution contract,
// where they are asked about. stands: nil for the kinds that touch nothing, and where nobody asked.
type ground struct {
	subject  Bytes32
	asset    *asset
	parent   *parent
	solution *solution
	stands   *encumbrance
}

// activeAsset is check 9 of a subject: it is an asset, and active.
func (c *call) activeAsset(id Bytes32) (*asset, error) {
	record, err := c.entry(id, KindAsset)
	if err != nil {
		return nil, err
	}
	a, err := c.asset(id)
	if err != nil {
		return nil, err
	}
	return a, inState(id, a.stateAt(record.State, c.at), StateActive)
}

// openGround is check 9 of a subject: it is of the right kind, and in a state in which it takes the instrument
// (docs/specs/readings.md, 67).
func (c *call) openGround(t *Terms) (*ground, error) {
	g := &ground{subject: t.Subject}
	var err error
	switch t.InstrumentKind {
	case InstrumentKindLicence:
		g.asset, err = c.activeAsset(t.Subject)
	case InstrumentKindAssignment, InstrumentKindPledge:
		if g.asset, err = c.activeAsset(t.Subject); err == nil {
			g.stands, err = c.encumbrance(t.Subject)
		}
	case InstrumentKindSublicence:
		g.parent, err = c.openParent(t.Subject)
	case InstrumentKindSolutionContract:
		g.solution, err = c.openSolution(t.Subject)
	default:
		if !t.Subject.IsZero() {
			_, err = c.entry(t.Subject, 0)
		}
	}
	return g, err
}

// ground reads what an instrument stands on, whatever the state of its subject.
func (c *call) ground(t *Terms) (*ground, error) {
	g := &ground{subject: t.Subject}
	var err error
	switch t.InstrumentKind {
	case InstrumentKindLicence, InstrumentKindAssignment, InstrumentKindPledge:
		g.asset, err = c.asset(t.Subject)
	}
	return g, err
}

// readStanding reads what stands on the subject. A command that changes nothing there does not read it: on Fabric a read
// of what another command writes meanwhile is refused.
func (c *call) readStanding(g *ground, kind InstrumentKind) (err error) {
	switch kind {
	case InstrumentKindLicence, InstrumentKindSublicence, InstrumentKindAssignment, InstrumentKindPledge:
		g.stands, err = c.encumbrance(g.subject)
	}
	return err
}

// admits are the rules of a kind, which an instrument meets when it is proposed and again at the instant of its effect.
func (g *ground) admits(t *Terms) error {
	switch t.InstrumentKind {
	case InstrumentKindLicence:
		return mayGrant(t, g.asset)
	case InstrumentKindSublicence:
		return maySublicense(t, g.parent)
	case InstrumentKindAssignment:
		return mayAssign(t, g.asset, g.stands)
	case InstrumentKindPledge:
		return mayPledge(t, g.asset, g.stands)
	case InstrumentKindSolutionContract:
		return mayContract(t, g.solution)
	}
	return mayAgree(t)
}

// effect is what an event says of the subject: nothing where the kind does not touch it (docs/specs/readings.md, 76).
func (g *ground) effect() Effect {
	said := Effect{Shares: []Share{}}
	if g.stands != nil {
		said.EncumbranceVersion = g.stands.Version
	}
	if g.asset != nil {
		said.Shares = g.asset.Holders
	}
	return said
}
