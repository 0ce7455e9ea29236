package rules

import (
	"strings"
	"testing"
)

const genesisDocument = `{"name":"HanoTEX","version":"1","at":1735689600,"regulator":{"party_kind":1,"country":240,
	"profile":"` + aWord + `","keys":["0x0000000000000000000000000000000000000001"],"threshold":1}}`

func TestTheGenesisDocumentNamesTheLedgerAndItsRegulator(t *testing.T) {
	genesis, refusal := DecodeGenesis([]byte(genesisDocument))
	if refusal != nil {
		t.Fatal(refusal)
	}
	canonical := `{"at":1735689600,"name":"HanoTEX","regulator":{"country":240,"keys":["0x0000000000000000000000000000000000000001"],` +
		`"party_kind":1,"profile":"` + aWord + `","threshold":1},"version":"1"}`
	event, err := Found(newMemoryStore(), genesis)
	if err != nil {
		t.Fatal(err)
	}
	ledger, regulator := keccak([]byte(canonical)), Bytes32{31: 1}
	if event.Header.Digest != ledger || event.Header.Record != regulator || event.Header.Version != 1 ||
		event.Header.Head != NextHead(regulator, ledger, 1735689600) {
		t.Fatalf("%+v", event.Header)
	}
}

func TestGenesisDocumentsThatAreRefused(t *testing.T) {
	for _, test := range []struct{ name, old, new, field string }{
		{"another name", "HanoTEX", "Hanotex", "name"},
		{"another version", `"1"`, `"2"`, "version"},
		{"a time that is no exact number", "1735689600", "9007199254740992", "at"},
		{"a time in text", "1735689600", `"1735689600"`, "at"},
		{"no keys", `"0x0000000000000000000000000000000000000001"`, "", "regulator.keys"},
		{"a key of zero", "01\"", "00\"", "regulator.keys[0]"},
		{"a key twice", `"0x0000000000000000000000000000000000000001"`, `"0x0000000000000000000000000000000000000001","0x0000000000000000000000000000000000000001"`, "regulator.keys[1]"},
		{"a threshold above the keys", `"threshold":1`, `"threshold":2`, "regulator.threshold"},
		{"a threshold of none", `"threshold":1`, `"threshold":0`, "regulator.threshold"},
		{"a surplus member", `"party_kind"`, `"more":1,"party_kind"`, "regulator.more"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, refusal := DecodeGenesis([]byte(strings.Replace(genesisDocument, test.old, test.new, 1)))
			if refusal == nil || refusal.Error() != Malformed(test.field).Error() {
				t.Fatalf("refused with %v, want MALFORMED of %q", refusal, test.field)
			}
		})
	}
}
