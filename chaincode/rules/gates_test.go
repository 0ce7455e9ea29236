package rules

import "testing"

// foreign is an admitted party of another country.
func (w *world) foreign(name string) actor {
	w.t.Helper()
	party := named(name, 1)
	command := w.registration(party)
	command.Country = japan
	w.do(command, party)
	w.do(&MoveParty{Envelope: w.envelope(party.id), PartyState: PartyStateActive}, w.operator)
	return party
}

func (w *world) certify(instrument Bytes32, gate RegisterGate) *CertifyInstrument {
	return &CertifyInstrument{Envelope: w.envelope(instrument), Gate: gate, Certificate: word("certificate")}
}

func TestGatesFollowFromLawAndTerms(t *testing.T) {
	for _, test := range []struct {
		name   string
		abroad bool
		change func(w *world, terms *Terms)
		want   uint8
	}{
		{"none at home", false, func(*world, *Terms) {}, 0},
		{"a register across the border", true, func(*world, *Terms) {}, 2},
		{"a register for State capital", false, func(_ *world, terms *Terms) { terms.StateCapital = true }, 2},
		{"none for registered results of a State task", false, func(_ *world, terms *Terms) {
			terms.StateCapital, terms.TaskResult = true, word("results")
		}, 0},
		{"registered results do not help across the border", true, func(_ *world, terms *Terms) {
			terms.StateCapital, terms.TaskResult = true, word("results")
		}, 2},
		{"escrow where an agent is named", false, func(w *world, terms *Terms) { terms.EscrowAgent = w.bank.id }, 4},
		{"both", true, func(w *world, terms *Terms) { terms.EscrowAgent = w.bank.id }, 6},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
			if test.abroad {
				licensee = w.foreign("abroad")
			}
			terms := licenceOf(w.patentOf(owner), licensee, owner)
			test.change(w, &terms)
			if gates := w.do(w.proposal(terms, owner), owner).Outcome.(Proposal).Gates; gates != test.want {
				t.Fatalf("gates %b, want %b", gates, test.want)
			}
		})
	}
}

func TestALicenceAcrossTheBorderTakesEffectOnceItIsRegistered(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.foreign("abroad")
	terms := licenceOf(w.patentOf(owner), licensee, owner)
	instrument := w.propose(terms, owner)
	w.refused(StateForbids(instrument, StateProposed), w.certify(instrument, RegisterGateTransferRegister), w.transferRegistrar)
	w.do(&SignInstrument{Envelope: w.envelope(instrument), Terms: terms, Signing: ids(licensee)}, licensee)
	w.refused(GateOpen(GateTransferRegister), &EffectInstrument{w.envelope(instrument)}, owner)
	w.refused(RoleRequired(w.registrar.id, RoleTransferRegistrar),
		w.certify(instrument, RegisterGateTransferRegister), w.registrar)
	w.refused(GateClosed(GateIPRegister), w.certify(instrument, RegisterGateIPRegister), w.registrar)
	event := w.do(w.certify(instrument, RegisterGateTransferRegister), w.transferRegistrar)
	if registered := event.Outcome.(Registration).RegisteredAt; registered != 0 {
		t.Fatalf("registered at %d by a gate", registered)
	}
	w.refused(GateClosed(GateTransferRegister), w.certify(instrument, RegisterGateTransferRegister), w.transferRegistrar)
	w.do(&EffectInstrument{w.envelope(instrument)}, owner)
	w.refused(GateClosed(GateTransferRegister), w.certify(instrument, RegisterGateTransferRegister), w.transferRegistrar)
}

func TestALicenceInEffectIsRegisteredOncePerGate(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	instrument := w.effect(licenceOf(w.patentOf(owner), licensee, owner), owner, licensee)
	w.at += hour
	event := w.do(w.certify(instrument, RegisterGateIPRegister), w.registrar)
	if registered := event.Outcome.(Registration).RegisteredAt; registered != opening+hour {
		t.Fatalf("registered at %d, want %d", registered, opening+hour)
	}
	w.refused(GateClosed(GateIPRegister), w.certify(instrument, RegisterGateIPRegister), w.registrar)
	event = w.do(w.certify(instrument, RegisterGateTransferRegister), w.transferRegistrar)
	if registered := event.Outcome.(Registration).RegisteredAt; registered != 0 {
		t.Fatalf("registered at %d by the register of transfers", registered)
	}
}

func (w *world) attest(instrument Bytes32, action EscrowAction, bps uint16) *AttestEscrow {
	return &AttestEscrow{Envelope: w.envelope(instrument), EscrowAction: action, Bps: bps, Evidence: word("evidence")}
}

func TestEscrowIsFundedBeforeEffectAndNeverBeyondTheSum(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	terms := licenceOf(w.patentOf(owner), licensee, owner)
	terms.EscrowAgent = w.bank.id
	instrument := w.propose(terms, owner, licensee)
	otherBank := w.admit("other bank", w.operator)
	w.give(otherBank, RoleEscrowAgent, w.operator, w.regulator)
	funded := func(bps uint16) *AttestEscrow { return w.attest(instrument, EscrowActionFunded, bps) }
	w.refused(RoleRequired(owner.id, RoleEscrowAgent), funded(1), owner)
	w.refused(NotAuthorised(otherBank.id), funded(1), otherBank)
	w.do(funded(9_999), w.bank)
	w.refused(GateOpen(GateEscrow), &EffectInstrument{w.envelope(instrument)}, owner)
	w.refused(EscrowExceeded(NewUint256(1), NewUint256(2)), funded(2), w.bank)
	w.refused(StateForbids(instrument, StateSigned), w.attest(instrument, EscrowActionReleased, 1), w.bank)
	if escrow := w.do(funded(1), w.bank).Outcome.(Escrow); escrow != (Escrow{Funded: 10_000}) {
		t.Fatalf("outcome %+v", escrow)
	}
	w.do(&EffectInstrument{w.envelope(instrument)}, owner)
	w.refused(StateForbids(instrument, StateEffective), funded(1), w.bank)
}

func TestEscrowIsReleasedOrRefundedNeverBoth(t *testing.T) {
	for _, test := range []struct {
		name          string
		first, second EscrowAction
	}{
		{"after a release no refund", EscrowActionReleased, EscrowActionRefunded},
		{"after a refund no release", EscrowActionRefunded, EscrowActionReleased},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
			terms := licenceOf(w.patentOf(owner), licensee, owner)
			terms.EscrowAgent = w.bank.id
			instrument := w.propose(terms, owner, licensee)
			w.do(w.attest(instrument, EscrowActionFunded, 10_000), w.bank)
			w.do(&EffectInstrument{w.envelope(instrument)}, owner)
			w.refused(StateForbids(instrument, StateEffective), w.attest(instrument, EscrowActionRefunded, 1), w.bank)
			w.do(&EndInstrument{
				Envelope: w.envelope(instrument), InstrumentEnd: InstrumentEndTerminated, Reason: word("agreed"),
			}, owner, licensee)
			w.do(w.attest(instrument, test.first, 6_000), w.bank)
			w.refused(EscrowSettled(test.first), w.attest(instrument, test.second, 1), w.bank)
			w.refused(EscrowExceeded(NewUint256(4_000), NewUint256(4_001)), w.attest(instrument, test.first, 4_001), w.bank)
			w.do(w.attest(instrument, test.first, 4_000), w.bank)
			w.stateIs(instrument, StateTerminated)
		})
	}
}

func TestALicenceThatHasRunOutStillReleasesItsEscrow(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	terms := licenceOf(w.patentOf(owner), licensee, owner)
	terms.EscrowAgent = w.bank.id
	instrument := w.propose(terms, owner, licensee)
	w.do(w.attest(instrument, EscrowActionFunded, 10_000), w.bank)
	w.do(&EffectInstrument{w.envelope(instrument)}, owner)
	w.at = opening + year
	w.refused(StateForbids(instrument, StateExpired), w.certify(instrument, RegisterGateIPRegister), w.registrar)
	w.do(w.attest(instrument, EscrowActionReleased, 10_000), w.bank)
}

func TestWithoutAnAgentNobodyAttestsEscrow(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	instrument := w.propose(licenceOf(w.patentOf(owner), licensee, owner), owner, licensee)
	w.refused(NotAuthorised(w.bank.id), w.attest(instrument, EscrowActionFunded, 1), w.bank)
}
