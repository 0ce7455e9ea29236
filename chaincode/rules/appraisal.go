package rules

import "slices"

// appraisal is what rules read of one beside its record's entry. ValidUntil: UTC seconds. Verdict: 0 unless it is a
// review.
type appraisal struct {
	AppraisalKind AppraisalKind `json:"appraisal_kind"`
	Subject       Bytes32       `json:"subject"`
	Issuer        Bytes32       `json:"issuer"`
	ValidUntil    uint64        `json:"valid_until,string"`
	Verdict       Verdict       `json:"verdict"`
}

func (c *call) appraisal(id Bytes32) (*appraisal, error) {
	return known[appraisal](&c.transaction, appraisalKey(id))
}

// stateAt is the derived reading: an appraisal whose validity is over reads expired.
func (a *appraisal) stateAt(stored State, at uint64) State {
	if stored == StateIssued && a.ValidUntil <= at {
		return StateExpired
	}
	return stored
}

// appraisers: the role that each kind of appraisal asks for.
var appraisers = map[AppraisalKind]Role{
	AppraisalKindTechnologyEvaluation: RoleTechnicalReviewer,
	AppraisalKindValuation:            RoleValuer,
	AppraisalKindTechnicalReview:      RoleTechnicalReviewer,
	AppraisalKindSecurityReview:       RoleSecurityReviewer,
}

func isReview(kind AppraisalKind) bool {
	return kind == AppraisalKindTechnicalReview || kind == AppraisalKindSecurityReview
}

// vettedKinds are reviewed as ready solutions, apart from any proposal.
var vettedKinds = []AssetKind{AssetKindSoftware, AssetKindService, AssetKindDataset, AssetKindAIModel}

// Assessment is what stands in brackets beside AppraisalIssued: the state of the proposal that it moved, else 0.
type Assessment struct {
	ProposalState State `json:"proposal_state"`
}

// appraised is what an appraisal is of: an asset, or a proposal with its problem where one is named.
type appraised struct {
	id      Bytes32
	asset   *asset
	answers *proposal
	problem *problem
	state   State // as it reads now
	fields  uint64
}

// appraised finds the subject, which says who may appraise it (docs/specs/readings.md, 52 and 62).
func (c *call) appraised(kind AppraisalKind, id Bytes32) (*appraised, error) {
	record, err := c.entry(id, 0)
	if err != nil {
		return nil, err
	}
	subject := &appraised{id: id, state: record.State}
	switch {
	case record.Kind == KindAsset:
		if subject.asset, err = c.asset(id); err != nil {
			return nil, err
		}
		if isReview(kind) && !slices.Contains(vettedKinds, subject.asset.AssetKind) {
			return nil, RecordNotFound(id)
		}
		subject.state, subject.fields = subject.asset.stateAt(record.State, c.at), subject.asset.Fields
	case record.Kind == KindProposal && isReview(kind):
		if subject.answers, subject.problem, err = c.proposalAndProblem(id); err != nil {
			return nil, err
		}
		subject.fields = subject.problem.Fields
	default:
		return nil, RecordNotFound(id)
	}
	return subject, nil
}

// names tells whether a party may appraise the subject, its role aside: of a proposal only who was named with its
// problem, before the proposals came.
func (s *appraised) names(party Bytes32) bool {
	return s.problem == nil || s.problem.isReviewedBy(party)
}

// matter is the subject's (docs/specs/readings.md, 54).
func (s *appraised) matter() matter {
	if s.asset != nil {
		return matter{records: []Bytes32{s.id}, parties: s.asset.holders()}
	}
	return matter{records: []Bytes32{s.id, s.answers.Problem}, parties: []Bytes32{s.answers.Provider, s.problem.Owner}}
}

// issueAppraisal evaluates, values or reviews; a review of a proposal may move it.
func (c *call) issueAppraisal(v *IssueAppraisal) error {
	if err := c.openRecord(RecordID(KindAppraisal, c.author(), v.Nonce)); err != nil {
		return err
	}
	subject, err := c.appraised(v.AppraisalKind, v.Subject)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error {
			return c.eachSigner(func(signer Bytes32) *Refusal {
				switch role := appraisers[v.AppraisalKind]; {
				case !c.signerHoldsIn(signer, role, subject.fields):
					return RoleRequired(signer, role)
				case signer != c.author() || !subject.names(signer):
					return NotAuthorised(signer)
				}
				return nil
			})
		},
		func() error { return c.noConflict(c.author(), subject.matter()) },
		func() error { return c.takesAppraisal(v, subject) },
		func() error { return c.mayReplace(v) },
		func() error {
			if v.ValidUntil <= c.at {
				return TooLate(v.ValidUntil, c.at)
			}
			return nil
		},
		func() error { return checkCriteria(v.Criteria) },
		func() error {
			c.state = StateIssued
			c.outcome = Assessment{c.moveReviewed(v, subject)}
			if !v.Supersedes.IsZero() {
				c.touchTo(v.Supersedes, StateSuperseded)
			}
			if subject.problem != nil {
				if err := c.put(reviewKey(v.Subject, v.AppraisalKind), review{v.Record}); err != nil {
					return err
				}
			}
			return c.put(appraisalKey(v.Record), &appraisal{
				AppraisalKind: v.AppraisalKind, Subject: v.Subject, Issuer: c.author(), ValidUntil: v.ValidUntil, Verdict: v.Verdict,
			})
		},
	)
}

// takesAppraisal is check 9 of the subject.
func (c *call) takesAppraisal(v *IssueAppraisal, subject *appraised) error {
	if subject.asset != nil {
		return inState(v.Subject, subject.state, StateActive)
	}
	takes, err := c.takesReview(v, subject.state)
	if err == nil && !takes {
		err = StateForbids(v.Subject, subject.state)
	}
	return err
}

// mayReplace is check 9 of what an appraisal supersedes: its issuer's own, of the same kind and subject, and standing
// (docs/specs/readings.md, 63).
func (c *call) mayReplace(v *IssueAppraisal) error {
	if v.Supersedes.IsZero() {
		return nil
	}
	record, err := c.entry(v.Supersedes, KindAppraisal)
	if err != nil {
		return err
	}
	old, err := c.appraisal(v.Supersedes)
	if err != nil {
		return err
	}
	if old.AppraisalKind != v.AppraisalKind || old.Subject != v.Subject || old.Issuer != c.author() {
		return RecordNotFound(v.Supersedes)
	}
	return inState(v.Supersedes, old.stateAt(record.State, c.at), StateIssued)
}

// checkCriteria: no code twice, and where there are criteria their weights are the whole.
func checkCriteria(criteria []Criterion) error {
	sum := uint64(0)
	for i, criterion := range criteria {
		if slices.ContainsFunc(criteria[:i], func(before Criterion) bool { return before.Code == criterion.Code }) {
			return DuplicateCode(criterion.Code)
		}
		sum += uint64(criterion.Weight)
	}
	if len(criteria) > 0 && sum != wholeBps {
		return NotWhole(NewUint256(sum))
	}
	return nil
}

// withdrawAppraisal: its issuer takes it back.
func (c *call) withdrawAppraisal(v *WithdrawAppraisal) error {
	if err := c.findRecord(false); err != nil {
		return err
	}
	a, err := c.appraisal(v.Record)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return inState(v.Record, a.stateAt(c.entryBefore.State, c.at), StateIssued) },
		func() error { return c.eachSignerAmong(a.Issuer) },
		func() error {
			c.state = StateWithdrawn
			return nil
		},
	)
}
