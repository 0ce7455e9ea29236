package rules

import "slices"

func gateBit(gate Gate) uint8 { return 1 << (gate - 1) }

// requiredGates follow from the members' countries and the terms; bit gate-1 each. A licence or assignment across the
// border, or with State capital without registered task results, is registered as a transfer (Law on Technology
// Transfer, article 31).
func requiredGates(t *Terms, countries []uint16) (gates uint8) {
	abroad := slices.ContainsFunc(countries, func(country uint16) bool { return country != countries[0] })
	transfers := t.isLicence() || t.InstrumentKind == InstrumentKindAssignment
	if transfers && (abroad || (t.StateCapital && t.TaskResult.IsZero())) {
		gates |= gateBit(GateTransferRegister)
	}
	if !t.EscrowAgent.IsZero() {
		gates |= gateBit(GateEscrow)
	}
	return gates
}

// gates are those required now: what hangs on the asset's rights is read again each time (docs/specs/readings.md, 75).
func (i *instrument) gates(subject *asset) uint8 {
	if i.Terms.InstrumentKind == InstrumentKindAssignment && subject.passesOnRegistration() {
		return i.Required | gateBit(GateIPRegister)
	}
	return i.Required
}

// openGates are the gates that are required and not met; money held in full meets that of escrow.
func (i *instrument) openGates(subject *asset) uint8 {
	met := i.Met
	if i.Funded == wholeBps {
		met |= gateBit(GateEscrow)
	}
	return i.gates(subject) &^ met
}

// gatesMet answers the first gate that is open.
func (i *instrument) gatesMet(subject *asset) error {
	open := i.openGates(subject)
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

// Registration is what stands in brackets beside InstrumentCertified: since when a right in effect holds against third
// parties, UTC seconds; 0 where the certificate does not say so.
type Registration struct {
	RegisteredAt uint64 `json:"registered_at,string"`
}

// takesCertificate: before effect a gate that is open; of a licence or pledge in effect a register in which it was not
// entered yet. A pledge is no transfer of technology, and the other kinds are entered in no register.
func (i *instrument) takesCertificate(gate Gate, state State, subject *asset) bool {
	if state == StateSigned {
		return i.openGates(subject)&gateBit(gate) != 0
	}
	pledged := i.Terms.InstrumentKind == InstrumentKindPledge && gate == GateIPRegister
	return (i.Terms.isLicence() || pledged) && i.Met&gateBit(gate) == 0
}

// certifyInstrument enters a registrar's certificate: it meets a gate of a signed instrument, or enters once per gate
// the voluntary registration of one in effect.
func (c *call) certifyInstrument(v *CertifyInstrument) error {
	i, err := c.openInstrument(false)
	if err != nil {
		return err
	}
	state, gate := i.stateAt(c.entryBefore.State, c.at), Gate(v.Gate)
	if err := firstRefusal(
		func() error { return inState(v.Record, state, StateSigned, StateEffective) },
		func() error { return c.eachSignerHolds(gateRegistrar[v.Gate]) },
	); err != nil {
		return err
	}
	g, err := c.ground(&i.Terms)
	if err != nil {
		return err
	}
	if !i.takesCertificate(gate, state, g.asset) {
		return GateClosed(gate)
	}
	c.state = c.entryBefore.State
	i.Met |= gateBit(gate)
	var registered Registration
	if state == StateEffective && gate == GateIPRegister {
		registered.RegisteredAt = c.at
		i.RegisteredAt = c.at
	}
	c.outcome = registered
	return c.putInstrument(v.Record, i)
}
