package rules

// certificate is what rules read of one beside its record's entry.
type certificate struct {
	Pilot   Bytes32 `json:"pilot"`
	Outcome Outcome `json:"outcome"`
}

// certified is the certificate of a pilot that is not superseded.
type certified struct {
	Certificate Bytes32 `json:"certificate"`
}

// passes is how many certificates of pass of a proposal read issued or upheld.
type passes struct {
	Count uint32 `json:"count"`
}

// Result is what stands in brackets beside CertificateIssued: the KPIs met, bit i for the i-th of the baseline, and
// which side signed with the verifier.
type Result struct {
	Met         uint32 `json:"met"`
	OwnerSigned bool   `json:"owner_signed"`
}

func (c *call) certificate(id Bytes32) (*certificate, error) {
	return known[certificate](&c.transaction, certificateKey(id))
}

func (c *call) passesOf(proposal Bytes32) (uint32, error) {
	found, err := get[passes](&c.transaction, passesKey(proposal))
	if err != nil || found == nil {
		return 0, err
	}
	return found.Count, nil
}

// countPasses has more, or fewer, certificates of pass of a proposal stand.
func (c *call) countPasses(proposal Bytes32, more, fewer bool) error {
	if more == fewer {
		return nil
	}
	count, err := c.passesOf(proposal)
	if err != nil {
		return err
	}
	if more {
		count++
	} else {
		count--
	}
	return c.put(passesKey(proposal), passes{count})
}

// standsAsPass tells whether a certificate counts as a pass of its proposal; a disputed one does not until upheld.
func (k *certificate) standsAsPass(state State) bool {
	return k.Outcome == OutcomePass && (state == StateIssued || state == StateUpheld)
}

// issueCertificate certifies the result of a pilot: the ledger computes it, the signers see what they sign.
func (c *call) issueCertificate(v *IssueCertificate) error {
	if err := c.openRecord(RecordID(KindCertificate, c.author(), v.Nonce)); err != nil {
		return err
	}
	tested, err := c.entry(v.Pilot, KindPilot)
	if err != nil {
		return err
	}
	p, err := c.sandbox(v.Pilot)
	if err != nil {
		return err
	}
	owner, provider := p.problem.Owner, p.proposal.Provider
	var outcome Outcome
	var met uint32
	var replacesPass bool
	return firstRefusal(
		func() error { return c.signedByVerifierAndOneOf(p.Verifier, owner, provider) },
		func() error { return c.noConflict(p.Verifier, p.matter(v.Pilot)) },
		func() error { return c.independent(provider, owner) },
		func() error { return inState(v.Pilot, tested.State, StateCompleted) },
		func() (err error) {
			replacesPass, err = c.mayCorrect(v)
			return err
		},
		func() error {
			outcome, met = p.result()
			if outcome == OutcomeFail {
				return nil
			}
			return firstRefusal(
				func() error { return c.reviewInForce(p.Proposal, AppraisalKindTechnicalReview) },
				func() error { return c.reviewInForce(p.Proposal, AppraisalKindSecurityReview) },
			)
		},
		func() error {
			existing, err := get[certified](&c.transaction, certifiedKey(v.Pilot))
			if err == nil && existing != nil && existing.Certificate != v.Supersedes {
				err = CertificateExists(existing.Certificate)
			}
			return err
		},
		func() error {
			if outcome != v.Outcome {
				return OutcomeMismatch(outcome, v.Outcome)
			}
			return nil
		},
		func() error { return c.countPasses(p.Proposal, outcome == OutcomePass, replacesPass) },
		func() error { return c.put(certifiedKey(v.Pilot), certified{v.Record}) },
		func() error {
			c.state, c.outcome = StateIssued, Result{met, c.signs(owner)}
			if !v.Supersedes.IsZero() {
				c.touchTo(v.Supersedes, StateSuperseded)
			}
			return c.put(certificateKey(v.Record), &certificate{Pilot: v.Pilot, Outcome: outcome})
		},
	)
}

// signedByVerifierAndOneOf: the verifier and exactly one side sign; the second side to sign is one too many
// (docs/specs/readings.md, 90).
func (c *call) signedByVerifierAndOneOf(verifier, owner, provider Bytes32) error {
	sided := false
	if err := c.eachSigner(func(signer Bytes32) *Refusal {
		switch {
		case signer == verifier:
			return nil
		case sided || (signer != owner && signer != provider):
			return NotAuthorised(signer)
		}
		sided = true
		return nil
	}); err != nil {
		return err
	}
	if err := c.signedByEvery(verifier); err != nil || sided {
		return err
	}
	return SignatureMissing(owner, 0)
}

// mayCorrect is check 9 of what a certificate supersedes: one of the same pilot, which is not under dispute. It answers
// whether that one stands as a pass.
func (c *call) mayCorrect(v *IssueCertificate) (bool, error) {
	if v.Supersedes.IsZero() {
		return false, nil
	}
	record, err := c.entry(v.Supersedes, KindCertificate)
	if err != nil {
		return false, err
	}
	old, err := c.certificate(v.Supersedes)
	if err != nil {
		return false, err
	}
	if old.Pilot != v.Pilot {
		return false, RecordNotFound(v.Supersedes)
	}
	return old.standsAsPass(record.State), inState(v.Supersedes, record.State, StateIssued, StateUpheld, StateRevoked)
}

// openCertificate is check 6 of a command on a certificate, and reads it with its pilot.
func (c *call) openCertificate(authority bool) (*certificate, *sandbox, error) {
	if err := c.findRecord(authority); err != nil {
		return nil, nil, err
	}
	k, err := c.certificate(c.envelope.Record)
	if err != nil {
		return nil, nil, err
	}
	p, err := c.sandbox(k.Pilot)
	return k, p, err
}

// disputeCertificate: either side contests it; until it is upheld it is no pass.
func (c *call) disputeCertificate(v *DisputeCertificate) error {
	k, p, err := c.openCertificate(false)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return inState(v.Record, c.entryBefore.State, StateIssued) },
		func() error { return c.eachSignerAmong(p.problem.Owner, p.proposal.Provider) },
		func() error {
			c.state = StateDisputed
			return c.countPasses(p.Proposal, false, k.Outcome == OutcomePass)
		},
	)
}

var ruledCertificate = map[CertificateRuling]State{
	CertificateRulingUpheld:  StateUpheld,
	CertificateRulingRevoked: StateRevoked,
}

// ruleOnCertificate: the arbiter upholds or revokes a contested certificate.
func (c *call) ruleOnCertificate(v *RuleOnCertificate) error {
	k, p, err := c.openCertificate(true)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return inState(v.Record, c.entryBefore.State, StateDisputed) },
		func() error { return c.eachSignerHolds(RoleArbiter) },
		func() error {
			c.state = ruledCertificate[v.CertificateRuling]
			return c.countPasses(p.Proposal, k.standsAsPass(c.state), false)
		},
	)
}
