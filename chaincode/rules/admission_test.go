package rules

import (
	"slices"
	"testing"
)

func TestACommandForAnotherLedgerIsRefused(t *testing.T) {
	w := newWorld(t)
	party := w.admit("party", w.operator)
	signed := w.sign(&UpdateParty{Envelope: w.envelope(party.id), Profile: word("new")}, party)
	signed.Ledger = word("another ledger")
	w.refuse(WrongLedger(w.ledger, signed.Ledger), signed)
}

func TestTimeOfACommand(t *testing.T) {
	for _, test := range []struct {
		name     string
		notAfter uint64
		want     *Refusal
	}{
		{"is over at not_after itself", opening, CommandExpired(opening, opening)},
		{"is over after not_after", opening - 1, CommandExpired(opening-1, opening)},
		{"runs one second before not_after", opening + 1, nil},
		{"reaches thirty days ahead", opening + 30*day, nil},
		{"does not reach further", opening + 30*day + 1, NotAfterTooFar(opening+30*day+1, opening+30*day)},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			party := w.admit("party", w.operator)
			command := &UpdateParty{Envelope: w.envelope(party.id), Profile: word("new")}
			command.NotAfter = test.notAfter
			if test.want == nil {
				w.do(command, party)
			} else {
				w.refused(test.want, command, party)
			}
		})
	}
}

func TestLedgerTimeNeverRunsBackForARecord(t *testing.T) {
	w := foundedWorld(t)
	update := func() *UpdateParty { return &UpdateParty{Envelope: w.envelope(w.regulator.id), Profile: word("new")} }
	w.do(update(), w.regulator)
	w.at = opening - 1
	w.refused(ClockBehind(opening, w.at), update(), w.regulator)
	w.at = genesisAt - 1
	w.refused(ClockBehind(genesisAt, w.at), update(), w.regulator)
	w.at = opening
	w.do(update(), w.regulator)
}

func TestLedgerTimeNeverRunsBackForATouchedRecord(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	asset := w.patentOf(owner)
	instrument := w.propose(licenceOf(asset, licensee, owner), owner, licensee)
	w.at += hour
	w.do(&SetGrantRule{Envelope: w.envelope(asset), GrantRule: GrantRuleEach}, owner)
	w.at -= hour
	w.refused(ClockBehind(opening+hour, opening), &EffectInstrument{w.envelope(instrument)}, owner)
}

func TestTheSameCommandTwiceHasOneEffectAndOneAnswer(t *testing.T) {
	w := newWorld(t)
	party := w.admit("party", w.operator)
	signed := w.sign(&UpdateParty{Envelope: w.envelope(party.id), Profile: word("new")}, party)
	first, event, _ := submit(t, w.store, w.at, signed)
	if event == nil || first.Version != 3 {
		t.Fatalf("receipt %+v, event %+v", first, event)
	}
	w.at += 40 * day
	again, event, refusal, err := Apply(w.store, w.at, signed)
	if again != first || event != nil || refusal != nil || err != nil {
		t.Fatalf("the second answer is %+v, %v, %v, %v, want %+v and no event", again, event, refusal, err, first)
	}
	if written := w.store.end(true); len(written) != 0 {
		t.Fatalf("the second answer wrote %d values", len(written))
	}
}

func TestSignaturesOfAParty(t *testing.T) {
	stranger := named("stranger", 1)
	for _, test := range []struct {
		name string
		want func(w *world, party actor) *Refusal
		sign func(w *world, signed Signed, party actor) Signed
	}{
		{
			"are well-formed, each",
			func(*world, actor) *Refusal { return BadSignature(NewUint256(1)) },
			func(_ *world, signed Signed, _ actor) Signed {
				signed.Signatures = append(signed.Signatures, []byte{1})
				return signed
			},
		},
		{
			"come from a known key",
			func(*world, actor) *Refusal { return UnknownKey(stranger.address(0)) },
			func(w *world, signed Signed, _ actor) Signed { return w.sign(signed.Command, stranger) },
		},
		{
			"come from a key once",
			func(_ *world, party actor) *Refusal { return DuplicateSigner(party.address(0)) },
			func(_ *world, signed Signed, _ actor) Signed {
				signed.Signatures = append(signed.Signatures, signed.Signatures[0])
				return signed
			},
		},
		{
			"are at least one",
			func(*world, actor) *Refusal { return ListLength("signatures", NewUint256(0), NewUint256(64)) },
			func(_ *world, signed Signed, _ actor) Signed {
				signed.Signatures = nil
				return signed
			},
		},
		{
			"are at most 64",
			func(*world, actor) *Refusal { return ListLength("signatures", NewUint256(65), NewUint256(64)) },
			func(_ *world, signed Signed, _ actor) Signed {
				signed.Signatures = slices.Repeat(signed.Signatures, 65)
				return signed
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			party := w.admit("party", w.operator)
			signed := w.sign(&UpdateParty{Envelope: w.envelope(party.id), Profile: word("new")}, party)
			w.refuse(test.want(w, party), test.sign(w, signed, party))
		})
	}
}

func TestAKeySignsWhileItIsValid(t *testing.T) {
	w := newWorld(t)
	party := w.admit("party", w.operator)
	added := named("added", 1)
	w.do(&AddKey{
		Envelope: w.envelope(party.id), Key: added.address(0), Powers: 15, ValidFrom: opening + 10, ValidTo: opening + 20,
		Threshold: 1,
	}, party, added)
	update := func() *UpdateParty { return &UpdateParty{Envelope: w.envelope(party.id), Profile: word("new")} }
	w.at = opening + 9
	w.refused(KeyNotValid(added.address(0), w.at), update(), added)
	w.at = opening + 20
	w.refused(KeyNotValid(added.address(0), w.at), update(), added)
	w.at = opening + 10
	w.do(update(), added)
	w.at = opening + 19
	w.do(update(), added)
	w.do(&RevokeKey{Envelope: w.envelope(party.id), Key: added.address(0), Threshold: 1}, party)
	w.refused(KeyNotValid(added.address(0), w.at), update(), added)
}

func TestAKeySignsWhatItsPowersAllow(t *testing.T) {
	w := newWorld(t)
	party := w.admit("party", w.operator)
	desk := named("front desk", 1)
	w.do(&AddKey{
		Envelope: w.envelope(party.id), Key: desk.address(0), Powers: uint8(PowerDocuments | PowerTitle),
		ValidTo: withoutEnd, Threshold: 1,
	}, party, desk)
	w.refused(KeyPowerMissing(desk.address(0), uint8(PowerKeys)),
		&UpdateParty{Envelope: w.envelope(party.id), Profile: word("new")}, desk)
}

func TestOnlyAnActivePartySigns(t *testing.T) {
	w := newWorld(t)
	party := w.register("party")
	update := func() *UpdateParty { return &UpdateParty{Envelope: w.envelope(party.id), Profile: word("new")} }
	w.refused(PartyNotActive(party.id, StatePending), update(), party)
	w.do(&MoveParty{Envelope: w.envelope(party.id), PartyState: PartyStateActive}, w.operator)
	w.do(update(), party)
	w.do(&MoveParty{Envelope: w.envelope(party.id), PartyState: PartyStateSuspended}, w.operator)
	w.refused(PartyNotActive(party.id, StateSuspended), update(), party)
	w.do(&MoveParty{Envelope: w.envelope(party.id), PartyState: PartyStateClosed}, w.operator)
	w.refused(PartyNotActive(party.id, StateClosed), update(), party)
}

func TestTitlesAndKeysAskForTheThreshold(t *testing.T) {
	w := newWorld(t)
	party := named("party", 3)
	w.do(&RegisterParty{
		Envelope: w.envelope(party.id), PartyKind: PartyKindInstitute, Profile: word("party"), Country: vietNam,
		Keys: party.addresses(), Threshold: 2,
	}, party)
	w.do(&MoveParty{Envelope: w.envelope(party.id), PartyState: PartyStateActive}, w.operator)
	update := func() *UpdateParty { return &UpdateParty{Envelope: w.envelope(party.id), Profile: word("new")} }
	w.refused(ThresholdNotMet(party.id, 1, 2), update(), party.with(1))
	w.do(update(), party.with(1), party.with(2))
	w.do(update(), party)
}

func TestTheExpectedVersionIsTheCurrentOne(t *testing.T) {
	w := newWorld(t)
	party := w.admit("party", w.operator)
	command := &UpdateParty{Envelope: w.envelope(party.id), Profile: word("new")}
	for _, expected := range []uint32{0, 1, 3} {
		command.ExpectedVersion = expected
		w.refused(VersionMismatch(2, expected), command, party)
	}
}

func TestNobodyHoldsOffAnAuthorityByMovingTheRecord(t *testing.T) {
	w := newWorld(t)
	party := w.admit("party", w.operator) // version 2 by authority
	suspend := &MoveParty{Envelope: w.envelope(party.id), PartyState: PartyStateSuspended}
	w.do(&UpdateParty{Envelope: w.envelope(party.id), Profile: word("new")}, party)
	w.do(&UpdateParty{Envelope: w.envelope(party.id), Profile: word("newer")}, party)
	tooLow := *suspend
	tooLow.ExpectedVersion = 1
	w.refused(VersionMismatch(4, 1), &tooLow, w.operator)
	tooHigh := *suspend
	tooHigh.ExpectedVersion = 5
	w.refused(VersionMismatch(4, 5), &tooHigh, w.operator)
	event := w.do(suspend, w.operator)
	if event.Header.Version != 5 || event.Header.ExpectedVersion != 2 {
		t.Fatalf("version %d from expected %d, want 5 from 2", event.Header.Version, event.Header.ExpectedVersion)
	}
	readmit := &MoveParty{Envelope: w.envelope(party.id), PartyState: PartyStateActive}
	readmit.ExpectedVersion = 4
	w.refused(VersionMismatch(5, 4), readmit, w.operator)
}

func TestARecordOfAnotherKindIsNotFound(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	asset := w.patentOf(owner)
	w.refused(RecordNotFound(asset), &UpdateParty{Envelope: w.envelope(asset), Profile: word("new")}, owner)
	w.refused(RecordNotFound(owner.id), &SetGrantRule{Envelope: w.envelope(owner.id), GrantRule: GrantRuleAll}, owner)
	missing := word("no record")
	w.refused(RecordNotFound(missing), &SetGrantRule{Envelope: w.envelope(missing), GrantRule: GrantRuleAll}, owner)
}

func TestHeadsChainEveryCommandWithItsTime(t *testing.T) {
	w := foundedWorld(t)
	party := named("party", 1)
	registered := w.do(&RegisterParty{
		Envelope: w.envelope(party.id), PartyKind: PartyKindInventor, Profile: word("party"), Country: vietNam,
		Keys: party.addresses(), Threshold: 1,
	}, party).Header
	if want := NextHead(party.id, registered.Digest, opening); registered.Head != want {
		t.Fatalf("head 1 is %s, want %s", registered.Head, want)
	}
	w.at += 7
	moved := w.do(&MoveParty{Envelope: w.envelope(party.id), PartyState: PartyStateActive}, w.regulator).Header
	if want := NextHead(registered.Head, moved.Digest, opening+7); moved.Head != want {
		t.Fatalf("head 2 is %s, want %s", moved.Head, want)
	}
	if kept := w.entryOf(party.id); kept.Head != moved.Head || kept.At != opening+7 || kept.Version != 2 {
		t.Fatalf("the record stands at %+v", kept)
	}
}
