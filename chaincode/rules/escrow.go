package rules

// Escrow is what stands in brackets beside EscrowAttested, in basis points of the agreed sum.
type Escrow struct {
	Funded   uint16 `json:"funded"`
	Released uint16 `json:"released"`
	Refunded uint16 `json:"refunded"`
}

// escrowStates: where money may be held, paid on, or returned. Release needs effect, refund needs an end.
var escrowStates = map[EscrowAction][]State{
	EscrowActionFunded:   {StateSigned},
	EscrowActionReleased: {StateEffective, StateExpired, StateTerminated},
	EscrowActionRefunded: {StateRescinded, StateTerminated},
}

// escrowStatesOf: money of a solution contract is paid on by milestones alone (docs/specs/readings.md, 81).
func escrowStatesOf(i *instrument, action EscrowAction) []State {
	if action == EscrowActionReleased && i.Terms.InstrumentKind == InstrumentKindSolutionContract {
		return nil
	}
	return escrowStates[action]
}

// attestEscrow enters what the terms' escrow agent holds, has paid on, or has returned.
func (c *call) attestEscrow(v *AttestEscrow) error {
	i, err := c.openInstrument(false)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error {
			return inState(v.Record, i.stateAt(c.entryBefore.State, c.at), escrowStatesOf(i, v.EscrowAction)...)
		},
		func() error {
			return c.eachSigner(func(signer Bytes32) *Refusal {
				switch {
				case !c.signerHolds(signer, RoleEscrowAgent):
					return RoleRequired(signer, RoleEscrowAgent)
				case signer != i.Terms.EscrowAgent:
					return NotAuthorised(signer)
				}
				return nil
			})
		},
		func() error { return i.settle(v.EscrowAction, v.Bps) },
		func() error {
			c.state, c.outcome = c.entryBefore.State, Escrow{i.Funded, i.Released, i.Refunded}
			return c.putInstrument(v.Record, i)
		},
	)
}

// settle moves the escrow's sums: released or refunded, never both, never more than funded and not paid on.
func (i *instrument) settle(action EscrowAction, bps uint16) error {
	switch {
	case action == EscrowActionReleased && i.Refunded > 0:
		return EscrowSettled(EscrowActionRefunded)
	case action == EscrowActionRefunded && i.Released > 0:
		return EscrowSettled(EscrowActionReleased)
	}
	available := i.Funded - i.Paid - i.Released - i.Refunded
	if action == EscrowActionFunded {
		available = wholeBps - i.Funded
	}
	if bps > available {
		return EscrowExceeded(NewUint256(uint64(available)), NewUint256(uint64(bps)))
	}
	switch action {
	case EscrowActionFunded:
		i.Funded += bps
	case EscrowActionReleased:
		i.Released += bps
	case EscrowActionRefunded:
		i.Refunded += bps
	}
	return nil
}
