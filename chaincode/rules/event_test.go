package rules

import (
	"encoding/json"
	"testing"
)

func TestAnEventRebuildsItsSignedCommand(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	command := w.proposal(exclusively(licenceOf(w.patentOf(owner), licensee, owner), 0), owner, licensee)
	signed := w.sign(command, owner, licensee)
	event := w.accept(signed)
	text, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Event, Command string
		Header         Header
		Fields         json.RawMessage
	}
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	rebuilt, err := json.Marshal(map[string]any{
		"ledger": w.ledger, "command": read.Command, "record": read.Header.Record,
		"expected_version": read.Header.ExpectedVersion, "not_after": decimal(read.Header.NotAfter),
		"fields": read.Fields, "signatures": read.Header.Signatures,
	})
	if err != nil {
		t.Fatal(err)
	}
	again, refusal := DecodeSigned(rebuilt)
	if refusal != nil {
		t.Fatal(refusal)
	}
	if read.Event != "InstrumentProposed" || again.Digest() != read.Header.Digest {
		t.Fatalf("%s says %s, its command has %s", read.Event, read.Header.Digest, again.Digest())
	}
	for i, party := range []actor{owner, licensee} {
		address, err := Recover(read.Header.Digest, read.Header.Signatures[i])
		if err != nil || address != party.address(0) || read.Header.Signers[i] != party.id {
			t.Fatalf("signature %d is of %s (%v), its signer %s", i, address, err, read.Header.Signers[i])
		}
	}
}

func TestEventsAsJSON(t *testing.T) {
	w := foundedWorld(t)
	event := w.do(&GrantRole{
		Envelope: w.envelope(w.regulator.id), Role: RoleRegulator, ValidFrom: 5, ValidTo: withoutEnd,
	}, w.regulator)
	header, err := json.Marshal(event.Header)
	if err != nil {
		t.Fatal(err)
	}
	assertSameJSON(t, "role granted", event, json.RawMessage(`{"event":"RoleGranted","command":"grant_role","header":`+
		string(header)+`,"fields":{"role":13,"fields":"0","valid_from":"5","valid_to":"18446744073709551615"},"outcome":{}}`))
	assertSameJSON(t, "header", event.Header, json.RawMessage(`{"record":"`+w.regulator.id.String()+
		`","kind":1,"version":2,"head":"`+event.Header.Head.String()+`","digest":"`+event.Header.Digest.String()+
		`","at":"1795001000","expected_version":1,"not_after":"1795004600","signers":["`+w.regulator.id.String()+
		`"],"signatures":["`+event.Header.Signatures[0].String()+`"],"touched":[]}`))
	event = w.do(&RevokeRole{Envelope: w.envelope(w.regulator.id), Role: RoleRegulator}, w.regulator)
	assertSameJSON(t, "outcome", event.Outcome, json.RawMessage(`{"revoked_at":"1795001000"}`))
}

func TestRefusalsAsJSON(t *testing.T) {
	for _, test := range []struct {
		refusal *Refusal
		want    string
	}{
		{GrantConflict(Bytes32{}, Bytes32{31: 1}), `{"code":"GRANT_CONFLICT","values":{"subject":"0x0000000000000000000000000000000000000000000000000000000000000000","existing":"0x0000000000000000000000000000000000000000000000000000000000000001"}}`},
		{NumberRange("threshold", n(300), n(1), n(16)), `{"code":"NUMBER_RANGE","values":{"field":"threshold","given":"300","min":"1","max":"16"}}`},
		{StateForbids(Bytes32{}, StateExpired), `{"code":"STATE_FORBIDS","values":{"record":"0x0000000000000000000000000000000000000000000000000000000000000000","state":8}}`},
		{KeyNotValid(Address{1}, 1<<60), `{"code":"KEY_NOT_VALID","values":{"key":"0x0100000000000000000000000000000000000000","now":"1152921504606846976"}}`},
		{VersionMismatch(2, 3), `{"code":"VERSION_MISMATCH","values":{"current":2,"expected":3}}`},
		{Malformed(`a"b`), `{"code":"MALFORMED","values":{"field":"a\"b"}}`},
	} {
		written, err := json.Marshal(test.refusal)
		if err != nil || string(written) != test.want {
			t.Errorf("written %s (%v), want %s", written, err, test.want)
		}
	}
}
