package rules

// pilot is what rules read of a test beside its record's entry. End: of the test, UTC seconds. KpiVersion: 0 before the
// first baseline. Values: the last one of each KPI measured since the KPIs were last frozen.
type pilot struct {
	Proposal   Bytes32       `json:"proposal"`
	Verifier   Bytes32       `json:"verifier"`
	PilotStage PilotStage    `json:"pilot_stage"`
	End        uint64        `json:"end,string"`
	KpiVersion uint32        `json:"kpi_version"`
	Kpis       []Kpi         `json:"kpis"`
	PassWeight uint16        `json:"pass_weight"`
	Values     []Measurement `json:"values"`
}

// sandbox is a pilot with the proposal that it tests, and the problem that one answers.
type sandbox struct {
	*pilot
	proposal *proposal
	problem  *problem
}

// sandbox reads a pilot that exists, with its proposal and problem.
func (c *call) sandbox(id Bytes32) (*sandbox, error) {
	p, err := known[pilot](&c.transaction, pilotKey(id))
	if err != nil {
		return nil, err
	}
	offered, answered, err := c.proposalAndProblem(p.Proposal)
	return &sandbox{p, offered, answered}, err
}

// openPilot is check 6 of a command on a pilot, and reads it.
func (c *call) openPilot(authority bool) (*sandbox, error) {
	if err := c.findRecord(authority); err != nil {
		return nil, err
	}
	return c.sandbox(c.envelope.Record)
}

func (c *call) putPilot(id Bytes32, p *pilot) error { return c.put(pilotKey(id), p) }

// matter is what the verifier judges (docs/specs/readings.md, 54).
func (s *sandbox) matter(id Bytes32) matter {
	return matter{
		records: []Bytes32{id, s.Proposal, s.proposal.Problem},
		parties: []Bytes32{s.problem.Owner, s.proposal.Provider},
	}
}

// bySides: the problem's owner and the provider sign, both.
func (c *call) bySides(owner, provider Bytes32) error {
	if err := c.eachSignerAmong(owner, provider); err != nil {
		return err
	}
	return c.signedByEvery(owner, provider)
}

// testable: the state of a proposal that each stage asks for.
var testable = map[PilotStage]State{
	PilotStageTrial:   StateShortlisted,
	PilotStageRollout: StateSelected,
}

// planPilot agrees a test and who measures it, three parties independent of one another.
func (c *call) planPilot(v *PlanPilot) error {
	if err := c.openRecord(RecordID(KindPilot, c.author(), v.Nonce)); err != nil {
		return err
	}
	tested, err := c.entry(v.Proposal, KindProposal)
	if err != nil {
		return err
	}
	offered, answered, err := c.proposalAndProblem(v.Proposal)
	if err != nil {
		return err
	}
	owner, provider := answered.Owner, offered.Provider
	return firstRefusal(
		func() error { return c.bySides(owner, provider) },
		func() error { return c.independent(v.Verifier, owner) },
		func() error { return c.independent(v.Verifier, provider) },
		func() error { return c.independent(provider, owner) },
		func() error { return inState(v.Proposal, tested.State, testable[v.PilotStage]) },
		func() error {
			_, err := c.entry(v.Verifier, KindParty)
			return err
		},
		func() error { return c.mayVerify(v, offered.Problem, answered, provider) },
		func() error {
			c.state = StatePlanned
			return c.putPilot(v.Record, &pilot{
				Proposal: v.Proposal, Verifier: v.Verifier, PilotStage: v.PilotStage, End: v.End,
				Kpis: []Kpi{}, Values: []Measurement{},
			})
		},
	)
}

// mayVerify: the verifier holds its role in the problem's fields and declared no interest in the matter.
func (c *call) mayVerify(v *PlanPilot, id Bytes32, answered *problem, provider Bytes32) error {
	verifier, err := c.party(v.Verifier)
	if err != nil {
		return err
	}
	barred, err := c.declaredAny(v.Verifier, v.Proposal, id, answered.Owner, provider)
	if err == nil && (barred || !verifier.holdsIn(RoleVerifier, answered.Fields, c.at)) {
		err = VerifierNotEligible(v.Verifier)
	}
	return err
}

// pilotStep is one way to move a pilot: the states it starts from, the one it ends in, and whether both sides sign.
type pilotStep struct {
	from []State
	to   State
	both bool
}

var pilotSteps = map[PilotMove]pilotStep{
	PilotMoveRunning:   {from: []State{StateBaselined}, to: StateRunning, both: true},
	PilotMoveCompleted: {from: []State{StateMeasured}, to: StateCompleted},
	PilotMoveAborted:   {from: []State{StatePlanned, StateBaselined, StateRunning}, to: StateAborted},
}

// movePilot: both sides start a test, either one completes or aborts it, so that neither sits on a result.
func (c *call) movePilot(v *MovePilot) error {
	p, err := c.openPilot(false)
	if err != nil {
		return err
	}
	step := pilotSteps[v.PilotMove]
	return firstRefusal(
		func() error { return inState(v.Record, c.entryBefore.State, step.from...) },
		func() error {
			if step.both {
				return c.bySides(p.problem.Owner, p.proposal.Provider)
			}
			return c.eachSignerAmong(p.problem.Owner, p.proposal.Provider)
		},
		func() error {
			c.state = step.to
			return nil
		},
	)
}

// stopPilot: the regulator ends a test, and decides nothing about its result.
func (c *call) stopPilot(v *StopPilot) error {
	return firstRefusal(
		func() error { return c.findRecord(true) },
		func() error {
			return inState(v.Record, c.entryBefore.State, StatePlanned, StateBaselined, StateRunning, StateMeasured)
		},
		func() error { return c.eachSignerHolds(RoleRegulator) },
		func() error {
			c.state = StateAborted
			return nil
		},
	)
}
