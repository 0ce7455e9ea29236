package rules

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const aWord = "0x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

// wireForm is a signed command as a client writes it.
func wireForm() string {
	return `{"ledger":"` + aWord + `","command":"register_asset","record":"` + aWord + `","expected_version":0,
	"not_after":"1795651200","fields":{"nonce":"` + aWord + `","asset_kind":1,"title":"` + aWord + `",
	"holders":[{"party":"` + aWord + `","bps":10000}],"grant_rule":1,"fields":"18446744073709551615",
	"rights":[{"office":"` + aWord + `","number":"` + aWord + `","right_stage":2,"countries":"0","provinces":"1",
	"start":"1","end":"2"}]},"signatures":["0x","0x1b"]}`
}

func TestACommandHasOneSpelling(t *testing.T) {
	for _, test := range []struct {
		name, old, new, field string
	}{
		{"no object", wireForm(), `[]`, ""},
		{"nothing", wireForm(), ``, ""},
		{"two texts", wireForm(), `{} {}`, ""},
		{"no JSON", wireForm(), `{`, ""},
		{"not UTF-8", `"command"`, "\"comm\xffand\"", ""},
		{"a surplus member", `"ledger"`, `"extra":1,"ledger"`, "extra"},
		{"a member twice", `"ledger"`, `"command":"x","ledger"`, "command"},
		{"no ledger", `"ledger":"` + aWord + `",`, ``, "ledger"},
		{"a ledger in upper case", aWord, strings.ToUpper(aWord), "ledger"},
		{"a ledger without 0x", `"` + aWord, `"` + aWord[2:], "ledger"},
		{"a ledger of 31 bytes", aWord, aWord[:64], "ledger"},
		{"an odd digit", aWord, aWord[:65], "ledger"},
		{"a command that is no text", `"register_asset"`, `1`, "command"},
		{"fields that are no object", `"fields":{`, `"fields":[],"x":{`, "x"},
		{"no fields", `"fields":{"nonce"`, `"fields":null,"x":{"nonce"`, "x"},
		{"a version with a fraction", `"expected_version":0`, `"expected_version":0.0`, "expected_version"},
		{"a version with an exponent", `"expected_version":0`, `"expected_version":0e0`, "expected_version"},
		{"a version in text", `"expected_version":0`, `"expected_version":"0"`, "expected_version"},
		{"a version beyond 32 bits", `"expected_version":0`, `"expected_version":4294967296`, "expected_version"},
		{"a negative version", `"expected_version":0`, `"expected_version":-1`, "expected_version"},
		{"minus zero", `"expected_version":0`, `"expected_version":-0`, "expected_version"},
		{"a true version", `"expected_version":0`, `"expected_version":true`, "expected_version"},
		{"a time that is a number", `"1795651200"`, `1795651200`, "not_after"},
		{"a time with a leading zero", `"1795651200"`, `"01795651200"`, "not_after"},
		{"a time with a sign", `"1795651200"`, `"+1795651200"`, "not_after"},
		{"an empty time", `"1795651200"`, `""`, "not_after"},
		{"a time beyond 64 bits", `"1795651200"`, `"18446744073709551616"`, "not_after"},
		{"a surplus field", `{"nonce"`, `{"more":0,"nonce"`, "more"},
		{"a missing field", `"asset_kind":1,`, ``, "asset_kind"},
		{"an enumeration beyond 8 bits", `"asset_kind":1`, `"asset_kind":256`, "asset_kind"},
		{"a list that is an object", `[{"party":"` + aWord + `","bps":10000}]`, `{}`, "holders"},
		{"an entry that is no object", `"holders":[{`, `"holders":[0,{`, "holders[0]"},
		{"a surplus member of an entry", `"bps":10000`, `"bps":10000,"x":1`, "holders[0].x"},
		{"a missing member of an entry", `,"bps":10000`, ``, "holders[0].bps"},
		{"a share beyond 16 bits", `"bps":10000`, `"bps":65536`, "holders[0].bps"},
		{"a wide number beyond its type", `"countries":"0"`, `"countries":"115792089237316195423570985008687907853269984665640564039457584007913129639936"`, "rights[0].countries"},
		{"null for an empty list", `"rights":[{`, `"rights":null,"x":[{`, "x"},
		{"a signature in base64", `"0x1b"`, `"Gw=="`, "signatures[1]"},
		{"signatures that are no list", `["0x","0x1b"]`, `"0x"`, "signatures"},
		{"a null signature", `"0x1b"`, `null`, "signatures[1]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.Replace(wireForm(), test.old, test.new, 1)
			if text == wireForm() {
				t.Fatal("nothing was changed")
			}
			_, refusal := DecodeSigned([]byte(text))
			if refusal == nil || refusal.Error() != Malformed(test.field).Error() {
				t.Fatalf("refused with %v, want MALFORMED of %q", refusal, test.field)
			}
		})
	}
}

func TestTheFirstMemberThatFailsIsTheAnswer(t *testing.T) {
	text := strings.Replace(wireForm(), `"1795651200"`, `1`, 1)
	text = strings.Replace(text, `"asset_kind":1`, `"asset_kind":"1","extra":0`, 1)
	if _, refusal := DecodeSigned([]byte(text)); refusal == nil || refusal.Error() != Malformed("not_after").Error() {
		t.Fatalf("refused with %v", refusal)
	}
}

func TestAnUnknownCommandIsNamed(t *testing.T) {
	name := strings.Repeat("ộ", 70)
	_, refusal := DecodeSigned([]byte(strings.Replace(wireForm(), "register_asset", name, 1)))
	if refusal == nil || refusal.Error() != UnknownCommand(strings.Repeat("ộ", 64)).Error() {
		t.Fatalf("refused with %v", refusal)
	}
}

func TestASignedCommandIsWrittenAsItWasRead(t *testing.T) {
	signed, refusal := DecodeSigned([]byte(wireForm()))
	if refusal != nil {
		t.Fatal(refusal)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte(wireForm())); err != nil {
		t.Fatal(err)
	}
	if written, err := json.Marshal(signed); err != nil || string(written) != compact.String() {
		t.Fatalf("written %s (%v), read %s", written, err, compact.String())
	}
}

// addVectors seeds a fuzz test with every signed command of the vectors, and with those that have one thing wrong.
func addVectors(f *testing.F) {
	f.Helper()
	read := func(name string, into any) {
		text, err := os.ReadFile(filepath.Join(vectorsFolder, name))
		if err != nil {
			f.Fatal(err)
		}
		if err := json.Unmarshal(text, into); err != nil {
			f.Fatalf("%s: %v", name, err)
		}
	}
	var digests []struct{ Signed json.RawMessage }
	read("digests.json", &digests)
	for _, vector := range digests {
		f.Add([]byte(vector.Signed))
	}
	var malformed []struct{ Document json.RawMessage }
	read("malformed.json", &malformed)
	for _, vector := range malformed {
		f.Add([]byte(vector.Document))
	}
}

func FuzzDecodeSigned(f *testing.F) {
	addVectors(f)
	f.Add([]byte(wireForm()))
	f.Add([]byte(`{"ledger":"` + aWord + `","command":"effect_instrument","record":"` + aWord + `","expected_version":2,"not_after":"9","fields":{},"signatures":[]}`))
	f.Add([]byte(`{"fields":{"terms":{"scope":[[[[`))
	f.Fuzz(func(t *testing.T, data []byte) {
		signed, refusal := DecodeSigned(data)
		if refusal != nil {
			if _, err := json.Marshal(refusal); err != nil {
				t.Fatal(err)
			}
			return
		}
		written, err := json.Marshal(signed)
		if err != nil {
			t.Fatal(err)
		}
		if read, wrote := sortedJSON(t, data), sortedJSON(t, written); read != wrote {
			t.Fatalf("read %s, written %s", read, wrote)
		}
		again, refusal := DecodeSigned(written)
		if refusal != nil {
			t.Fatalf("%s was written and is refused with %v", written, refusal)
		}
		if again.Digest() != signed.Digest() {
			t.Fatalf("%s is another command than %s", written, data)
		}
		checkShape(signed)
	})
}

func FuzzDecodeGenesis(f *testing.F) {
	document, err := Genesis{At: 1, Keys: []Address{{1}}, Threshold: 1}.document()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(document)
	f.Fuzz(func(t *testing.T, data []byte) {
		genesis, refusal := DecodeGenesis(data)
		if refusal != nil {
			return
		}
		store := newMemoryStore()
		if _, err := Found(store, genesis); err != nil {
			t.Fatalf("%s was read and does not found a ledger: %v", data, err)
		}
	})
}
