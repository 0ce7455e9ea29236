package rules

import "slices"

// problem is what rules read of one beside its record's entry. Times are UTC seconds, 0 before it is published.
// UsingUnit, AccountableOffice: the draft names one. Reviewers: named before proposals come, in their order.
type problem struct {
	Owner             Bytes32   `json:"owner"`
	Fields            uint64    `json:"fields,string"`
	UsingUnit         bool      `json:"using_unit"`
	AccountableOffice bool      `json:"accountable_office"`
	CommitBy          uint64    `json:"commit_by,string"`
	RevealBy          uint64    `json:"reveal_by,string"`
	Reviewers         []Bytes32 `json:"reviewers"`
}

func (c *call) problem(id Bytes32) (*problem, error) {
	return known[problem](&c.transaction, problemKey(id))
}

// isReviewedBy tells whether a party was named with the problem.
func (p *problem) isReviewedBy(party Bytes32) bool { return slices.Contains(p.Reviewers, party) }

func (c *call) putProblem(id Bytes32, p *problem) error { return c.put(problemKey(id), p) }

// openProblem is check 6 of a command on a problem, and reads it.
func (c *call) openProblem() (*problem, error) {
	if err := c.findRecord(false); err != nil {
		return nil, err
	}
	return c.problem(c.envelope.Record)
}

// draftProblem writes a problem down, or corrects the draft.
func (c *call) draftProblem(v *DraftProblem) error {
	return firstRefusal(
		func() error { return c.openOrFindRecord(RecordID(KindProblem, c.author(), v.Nonce)) },
		func() error {
			if c.entryBefore.Version == 0 {
				return nil
			}
			return inState(v.Record, c.entryBefore.State, StateDraft)
		},
		func() error { return c.authorHolds(RoleProblemOwner) },
		func() error {
			c.state = StateDraft
			return c.putProblem(v.Record, &problem{
				Owner: c.author(), Fields: fieldsWord(v.Fields), UsingUnit: !v.UsingUnit.IsZero(),
				AccountableOffice: !v.AccountableOffice.IsZero(), Reviewers: []Bytes32{},
			})
		},
	)
}

// publishProblem calls for proposals; who reviews them is named now.
func (c *call) publishProblem(v *PublishProblem) error {
	p, err := c.openProblem()
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return inState(v.Record, c.entryBefore.State, StateDraft) },
		func() error { return c.eachSignerAmong(p.Owner) },
		func() error {
			for _, reviewer := range v.Reviewers {
				if _, err := c.entry(reviewer, KindParty); err != nil {
					return err
				}
			}
			return nil
		},
		func() error {
			switch {
			case !p.UsingUnit:
				return UsingUnitMissing(v.Record)
			case !p.AccountableOffice:
				return AccountableOfficeMissing(v.Record)
			case v.CommitBy <= c.at:
				return TooLate(v.CommitBy, c.at)
			}
			return nil
		},
		func() error { return noneTwice(v.Reviewers) },
		func() error { return c.checkReviewers(v.Record, p, v.Reviewers) },
		func() error {
			c.state = StatePublished
			p.CommitBy, p.RevealBy, p.Reviewers = v.CommitBy, v.RevealBy, v.Reviewers
			return c.putProblem(v.Record, p)
		},
	)
}

// checkReviewers: each holds a reviewing role in the problem's fields, has no interest in the problem or its owner and
// is not related to the owner; both roles are among them (docs/specs/readings.md, 85).
func (c *call) checkReviewers(record Bytes32, p *problem, reviewers []Bytes32) error {
	technical, security := false, false
	for _, reviewer := range reviewers {
		profile, err := c.party(reviewer)
		if err != nil {
			return err
		}
		isTechnical := profile.holdsIn(RoleTechnicalReviewer, p.Fields, c.at)
		isSecurity := profile.holdsIn(RoleSecurityReviewer, p.Fields, c.at)
		barred, err := c.declaredAny(reviewer, record, p.Owner)
		if err == nil && !barred {
			barred, err = c.related(reviewer, p.Owner)
		}
		if err != nil {
			return err
		}
		if barred || (!isTechnical && !isSecurity) {
			return ReviewerNotEligible(reviewer)
		}
		technical, security = technical || isTechnical, security || isSecurity
	}
	if !technical || !security {
		return ReviewerNotEligible(Bytes32{})
	}
	return nil
}

// closeProblem ends the time for handing in; any party may, so that nobody can hold the first reveal off.
func (c *call) closeProblem(v *CloseProblem) error {
	p, err := c.openProblem()
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return inState(v.Record, c.entryBefore.State, StatePublished) },
		func() error { return c.eachSigner(func(Bytes32) *Refusal { return nil }) },
		func() error {
			if c.at < p.CommitBy {
				return TooEarly(p.CommitBy, c.at)
			}
			return nil
		},
		func() error {
			c.state = StateClosed
			return nil
		},
	)
}

// problemStep is one way to move a problem: the states it starts from and the one it ends in.
type problemStep struct {
	from []State
	to   State
}

var problemSteps = map[ProblemMove]problemStep{
	ProblemMoveEvaluating: {[]State{StateClosed}, StateEvaluating},
	ProblemMoveAwarded:    {[]State{StateEvaluating}, StateAwarded},
	ProblemMoveNoAward:    {[]State{StateEvaluating}, StateNoAward},
	ProblemMoveCancelled:  {[]State{StateDraft, StatePublished, StateClosed, StateEvaluating}, StateCancelled},
}

// moveProblem evaluates, awards, ends without award or cancels.
func (c *call) moveProblem(v *MoveProblem) error {
	p, err := c.openProblem()
	if err != nil {
		return err
	}
	step := problemSteps[v.ProblemMove]
	return firstRefusal(
		func() error { return inState(v.Record, c.entryBefore.State, step.from...) },
		func() error { return c.eachSignerAmong(p.Owner) },
		func() error {
			if v.ProblemMove == ProblemMoveAwarded {
				return c.mayAward(v.Record, v.Proposal)
			}
			return nil
		},
		func() error {
			if v.ProblemMove == ProblemMoveEvaluating && c.at < p.RevealBy {
				return TooEarly(p.RevealBy, c.at)
			}
			return nil
		},
		func() error {
			c.state = step.to
			if v.ProblemMove == ProblemMoveAwarded {
				c.touchTo(v.Proposal, StateSelected)
			}
			return nil
		},
	)
}

// mayAward: the proposal answers this problem, is shortlisted, and passed in a pilot: only results are awarded.
func (c *call) mayAward(record, id Bytes32) error {
	found, err := c.entry(id, KindProposal)
	if err != nil {
		return err
	}
	offered, err := c.proposal(id)
	if err != nil {
		return err
	}
	if offered.Problem != record {
		return RecordNotFound(id)
	}
	if err := inState(id, found.State, StateShortlisted); err != nil {
		return err
	}
	passed, err := c.passesOf(id)
	if err == nil && passed == 0 {
		err = NoPass(id)
	}
	return err
}
