package rules

import "slices"

// review names the review of a kind that was last accepted for a proposal (docs/specs/readings.md, 65).
type review struct {
	Appraisal Bytes32 `json:"appraisal"`
}

// lastReview reads the review of a kind last accepted for a proposal, and its state as it reads now; nil where there
// is none.
func (c *call) lastReview(proposal Bytes32, kind AppraisalKind) (*appraisal, State, error) {
	last, err := get[review](&c.transaction, reviewKey(proposal, kind))
	if err != nil || last == nil {
		return nil, 0, err
	}
	record, err := c.entry(last.Appraisal, KindAppraisal)
	if err != nil {
		return nil, 0, err
	}
	a, err := c.appraisal(last.Appraisal)
	if err != nil {
		return nil, 0, err
	}
	return a, a.stateAt(record.State, c.at), nil
}

// reviewInForce: REVIEW_NOT_IN_FORCE unless the last review of a kind stands and says pass.
func (c *call) reviewInForce(proposal Bytes32, kind AppraisalKind) error {
	last, state, err := c.lastReview(proposal, kind)
	if err == nil && (last == nil || state != StateIssued || last.Verdict != VerdictPass) {
		err = ReviewNotInForce(kind)
	}
	return err
}

// step is how a review moves a proposal that has come as far as it.
type step struct {
	from, passed State
}

var reviewSteps = map[AppraisalKind]step{
	AppraisalKindTechnicalReview: {StateRevealed, StateTechnicalPass},
	AppraisalKindSecurityReview:  {StateTechnicalPass, StateSecurityPass},
}

var (
	correctable = []State{StateRevealed, StateTechnicalPass, StateSecurityPass, StateShortlisted}
	renewable   = []State{StateSecurityPass, StateShortlisted, StateSelected}
)

// takesReview tells whether a proposal takes this review: a correction of one that stands, the next one on its way, or
// a new one in place of one that no longer stands (docs/specs/readings.md, 64).
func (c *call) takesReview(v *IssueAppraisal, state State) (bool, error) {
	if !v.Supersedes.IsZero() {
		return slices.Contains(correctable, state), nil
	}
	if state == reviewSteps[v.AppraisalKind].from {
		return true, nil
	}
	if !slices.Contains(renewable, state) {
		return false, nil
	}
	_, last, err := c.lastReview(v.Subject, v.AppraisalKind)
	return last == StateWithdrawn || last == StateExpired, err
}

// moveReviewed moves the proposal that a review was taken for, and answers the state it moved to; 0 where it stays. A
// pass moves only what waited for it; a fail ends whatever is not selected.
func (c *call) moveReviewed(v *IssueAppraisal, subject *appraised) State {
	moved := State(0)
	next := reviewSteps[v.AppraisalKind]
	switch {
	case subject.problem == nil:
	case v.Verdict == VerdictFail && subject.state != StateSelected:
		moved = StateFailed
	case v.Verdict == VerdictPass && v.Supersedes.IsZero() && subject.state == next.from:
		moved = next.passed
	}
	if moved != 0 {
		c.touchTo(v.Subject, moved)
	}
	return moved
}
