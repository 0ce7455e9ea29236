package rules

import "slices"

func gateBit(gate Gate) uint8 { return 1 << (gate - 1) }

// requiredGates follow from law and terms; bit gate-1 each. countries: those of the members.
// A transfer across the border, or with State capital without registered task results, is registered as a transfer
// (Law on Technology Transfer, article 31).
func requiredGates(t *Terms, countries []uint16) (gates uint8) {
	abroad := slices.ContainsFunc(countries, func(country uint16) bool { return country != countries[0] })
	if abroad || (t.StateCapital && t.TaskResult.IsZero()) {
		gates |= gateBit(GateTransferRegister)
	}
	if !t.EscrowAgent.IsZero() {
		gates |= gateBit(GateEscrow)
	}
	return gates
}

// openGates are the gates that are required and not met; money held in full meets that of escrow.
func (i *instrument) openGates() uint8 {
	met := i.Met
	if i.Funded == wholeBps {
		met |= gateBit(GateEscrow)
	}
	return i.Required &^ met
}

// gatesMet answers the first gate that is open.
func (i *instrument) gatesMet() error {
	open := i.openGates()
	for _, gate := range []Gate{GateIPRegister, GateTransferRegister, GateEscrow} {
		if open&gateBit(gate) != 0 {
			return GateOpen(gate)
		}
	}
	return nil
}

var gateRegistrar = map[RegisterGate]Role{
	RegisterGateIPRegister:       RoleIPRegistrar,
	RegisterGateTransferRegister: RoleTransferRegistrar,
}

// Registration is what stands in brackets beside InstrumentCertified: since when a licence in effect holds against
// third parties, UTC seconds; 0 where the certificate does not say so.
type Registration struct {
	RegisteredAt uint64 `json:"registered_at,string"`
}

// certifyInstrument enters a registrar's certificate: it meets a gate of a signed instrument, or enters once per gate
// the voluntary registration of a licence in effect.
func (c *call) certifyInstrument(v *CertifyInstrument) error {
	i, err := c.openInstrument(false)
	if err != nil {
		return err
	}
	state, gate := i.stateAt(c.entryBefore.State, c.at), Gate(v.Gate)
	return firstRefusal(
		func() error { return inState(v.Record, state, StateSigned, StateEffective) },
		func() error { return c.eachSignerHolds(gateRegistrar[v.Gate]) },
		func() error {
			closed := i.Met&gateBit(gate) != 0
			if state == StateSigned {
				closed = i.openGates()&gateBit(gate) == 0
			}
			if closed {
				return GateClosed(gate)
			}
			return nil
		},
		func() error {
			c.state = c.entryBefore.State
			i.Met |= gateBit(gate)
			var registered Registration
			if state == StateEffective && gate == GateIPRegister {
				registered.RegisteredAt = c.at
				i.RegisteredAt = c.at
			}
			c.outcome = registered
			return c.putInstrument(v.Record, i)
		},
	)
}
