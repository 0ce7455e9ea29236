package rules

// Milestone is what stands in brackets beside MilestoneAttested: paid so far, in basis points of the agreed sum.
type Milestone struct {
	Paid uint16 `json:"paid"`
}

// payment is the certificate on which a pilot paid; those that supersede it, or that it supersedes, pay no more.
type payment struct {
	Certificate Bytes32 `json:"certificate"`
}

// milestoneStates: a milestone of another kind than a solution contract is paid in no state (reading 82).
func milestoneStates(i *instrument) []State {
	if i.Terms.InstrumentKind != InstrumentKindSolutionContract {
		return nil
	}
	return []State{StateEffective}
}

// attestMilestone enters the payment of a milestone against a certificate of the rollout.
func (c *call) attestMilestone(v *AttestMilestone) error {
	i, err := c.openInstrument(false)
	if err != nil {
		return err
	}
	if err := firstRefusal(
		func() error {
			return inState(v.Record, i.stateAt(c.entryBefore.State, c.at), milestoneStates(i)...)
		},
		func() error {
			return c.eachSigner(func(signer Bytes32) *Refusal {
				switch agent := i.Terms.EscrowAgent; {
				case !c.signerHolds(signer, RoleEscrowAgent):
					return RoleRequired(signer, RoleEscrowAgent)
				case !agent.IsZero() && signer != agent:
					return NotAuthorised(signer)
				}
				return nil
			})
		},
	); err != nil {
		return err
	}
	record, err := c.entry(v.Certificate, KindCertificate)
	if err != nil {
		return err
	}
	if err := inState(v.Certificate, record.State, StateIssued, StateUpheld); err != nil {
		return err
	}
	certified, err := c.certificate(v.Certificate)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return c.certifiesRollout(certified, i.Terms.Subject) },
		func() error { return c.payOnce(certified.Pilot, v.Certificate) },
		func() error { return i.pay(v.Bps) },
		func() error {
			c.state, c.outcome = c.entryBefore.State, Milestone{i.Paid}
			c.touch(v.Certificate)
			return c.putInstrument(v.Record, i)
		},
	)
}

// certifiesRollout: the certificate is of a rollout of this very proposal, and no failure.
func (c *call) certifiesRollout(certified *certificate, proposal Bytes32) error {
	tested, err := known[pilot](&c.transaction, pilotKey(certified.Pilot))
	if err != nil {
		return err
	}
	if tested.Proposal != proposal || tested.PilotStage != PilotStageRollout || certified.Outcome == OutcomeFail {
		return NoPass(proposal)
	}
	return nil
}

// payOnce: a pilot has one certificate after another, and one of them pays.
func (c *call) payOnce(pilot, certificate Bytes32) error {
	made, err := get[payment](&c.transaction, paymentKey(pilot))
	if err != nil {
		return err
	}
	if made != nil {
		return CertificateUsed(made.Certificate)
	}
	return c.put(paymentKey(pilot), payment{certificate})
}

// pay adds a milestone to what was paid; with what was refunded it stays within the agreed sum.
func (i *instrument) pay(bps uint16) error {
	if available := wholeBps - i.Paid - i.Refunded; bps > available {
		return MilestonesExceeded(NewUint256(uint64(available)), NewUint256(uint64(bps)))
	}
	i.Paid += bps
	return nil
}
