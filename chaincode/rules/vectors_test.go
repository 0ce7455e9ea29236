package rules

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const vectorsFolder = "../../tests/vectors"

// vectorNames reads the index of the vectors that every language shares.
func vectorNames(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(vectorsFolder, "index.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("tests/vectors/index.json does not exist: scripts/make_vectors.py writes it")
	}
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	if err := json.Unmarshal(text, &names); err != nil {
		t.Fatal(err)
	}
	return names
}

// readVectors reads one file of vectors; one that the index names must be there.
func readVectors[T any](t *testing.T, name string) T {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(vectorsFolder, name))
	if err != nil {
		t.Fatalf("the index names %s: %v", name, err)
	}
	var read T
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return read
}

// eachVector runs a test on every entry of a file of the index.
func eachVector[T any](t *testing.T, name string, test func(t *testing.T, vector T)) {
	t.Helper()
	if !slices.Contains(vectorNames(t), name) {
		t.Fatalf("tests/vectors/index.json does not name %s", name)
	}
	vectors := readVectors[[]T](t, name)
	if len(vectors) == 0 {
		t.Fatalf("%s is empty", name)
	}
	for _, vector := range vectors {
		test(t, vector)
	}
}

func TestEveryVectorFileOfTheIndexIsThere(t *testing.T) {
	for _, name := range vectorNames(t) {
		if _, err := os.Stat(filepath.Join(vectorsFolder, filepath.FromSlash(name))); err != nil {
			t.Errorf("the index names %s: %v", name, err)
		}
	}
}

func TestDigestsAreThoseOfTheVectors(t *testing.T) {
	eachVector(t, "digests.json", func(t *testing.T, vector struct {
		Name       string          `json:"name"`
		Signed     json.RawMessage `json:"signed"`
		Type       string          `json:"type"`
		TypeHash   Bytes32         `json:"type_hash"`
		StructHash Bytes32         `json:"struct_hash"`
		Digest     Bytes32         `json:"digest"`
	}) {
		signed, refusal := DecodeSigned(vector.Signed)
		if refusal != nil {
			t.Fatalf("%s: %v", vector.Name, refusal)
		}
		if given := signed.Command.encodeType(); given != vector.Type {
			t.Errorf("%s: type %s, want %s", vector.Name, given, vector.Type)
		}
		if given := keccak([]byte(signed.Command.encodeType())); given != vector.TypeHash {
			t.Errorf("%s: type hash %s, want %s", vector.Name, given, vector.TypeHash)
		}
		if given := signed.Command.structHash(); given != vector.StructHash {
			t.Errorf("%s: struct hash %s, want %s", vector.Name, given, vector.StructHash)
		}
		if given := signed.Digest(); given != vector.Digest {
			t.Errorf("%s: digest %s, want %s", vector.Name, given, vector.Digest)
		}
		assertSameJSON(t, vector.Name, signed, vector.Signed)
	})
}

func TestRecordIDsAreThoseOfTheVectors(t *testing.T) {
	eachVector(t, "ids.json", func(t *testing.T, vector struct {
		Kind                 Kind
		Party, Nonce, Record Bytes32
	}) {
		if given := RecordID(vector.Kind, vector.Party, vector.Nonce); given != vector.Record {
			t.Errorf("id of kind %d: %s, want %s", vector.Kind, given, vector.Record)
		}
	})
}

func TestCommitmentsAreThoseOfTheVectors(t *testing.T) {
	eachVector(t, "commitments.json", func(t *testing.T, vector struct {
		Salt, Commitment Bytes32
		Content          string
	}) {
		if given := Commitment(vector.Salt, []byte(vector.Content)); given != vector.Commitment {
			t.Errorf("commitment to %s: %s, want %s", vector.Content, given, vector.Commitment)
		}
	})
}

func TestSignaturesRecoverAsTheVectorsSay(t *testing.T) {
	eachVector(t, "signatures.json", func(t *testing.T, vector struct {
		Name      string
		Digest    Bytes32
		Signature hexBytes
		Address   *Address
	}) {
		address, err := Recover(vector.Digest, vector.Signature)
		switch {
		case vector.Address == nil && err == nil:
			t.Errorf("%s: recovered %s, want it refused", vector.Name, address)
		case vector.Address != nil && (err != nil || address != *vector.Address):
			t.Errorf("%s: recovered %s (%v), want %s", vector.Name, address, err, *vector.Address)
		}
	})
}

func TestHeadsAreThoseOfTheVectors(t *testing.T) {
	eachVector(t, "heads.json", func(t *testing.T, vector struct {
		Head, Digest, Next Bytes32
		At                 uint64 `json:"at,string"`
	}) {
		if given := NextHead(vector.Head, vector.Digest, vector.At); given != vector.Next {
			t.Errorf("head after %s at %d: %s, want %s", vector.Head, vector.At, given, vector.Next)
		}
	})
}

// flow is a story that every engine tells alike.
type flow struct {
	Name    string          `json:"name"`
	Ledger  Bytes32         `json:"ledger"`
	Genesis json.RawMessage `json:"genesis"`
	Steps   []struct {
		ID     string          `json:"id"`
		At     uint64          `json:"at"`
		Signed json.RawMessage `json:"signed"`
		Expect struct {
			Accepted json.RawMessage `json:"accepted"`
			Refused  json.RawMessage `json:"refused"`
		} `json:"expect"`
	} `json:"steps"`
}

// accepted is what a flow expects of an accepted step.
type accepted struct {
	Version uint32  `json:"version"`
	Head    Bytes32 `json:"head"`
	Digest  Bytes32 `json:"digest"`
	Touched []Touch `json:"touched"`
}

func TestFlowsAreAnsweredAsTheVectorsSay(t *testing.T) {
	flows := slices.DeleteFunc(vectorNames(t), func(name string) bool { return !strings.HasPrefix(name, "flows/") })
	if len(flows) == 0 {
		t.Skip("tests/vectors/index.json names no flows")
	}
	for _, name := range flows {
		told := readVectors[flow](t, filepath.FromSlash(name))
		t.Run(told.Name, func(t *testing.T) { runFlow(t, told) })
	}
}

func runFlow(t *testing.T, told flow) {
	genesis, refusal := DecodeGenesis(told.Genesis)
	if refusal != nil {
		t.Fatal(refusal)
	}
	store := newMemoryStore()
	founded, err := Found(store, genesis)
	if err != nil {
		t.Fatal(err)
	}
	store.end(true)
	if founded.Header.Digest != told.Ledger {
		t.Fatalf("the ledger is %s, want %s", founded.Header.Digest, told.Ledger)
	}
	if len(told.Steps) == 0 {
		t.Fatal("the flow has no steps")
	}
	touched := map[Bytes32][]Touch{}
	for _, step := range told.Steps {
		signed, refusal := DecodeSigned(step.Signed)
		var receipt Receipt
		if refusal == nil {
			var event *Event
			receipt, event, refusal = submit(t, store, step.At, signed)
			if event != nil {
				touched[receipt.Digest] = event.Header.Touched
			}
		}
		switch {
		case refusal != nil && step.Expect.Refused == nil:
			t.Fatalf("%s: refused with %v, want %s", step.ID, refusal, step.Expect.Accepted)
		case refusal != nil:
			assertSameJSON(t, step.ID, refusal, step.Expect.Refused)
		case step.Expect.Accepted == nil:
			t.Fatalf("%s: accepted, want %s", step.ID, step.Expect.Refused)
		default:
			given := accepted{receipt.Version, receipt.Head, receipt.Digest, touched[receipt.Digest]}
			assertSameJSON(t, step.ID, given, step.Expect.Accepted)
		}
	}
}

// assertSameJSON compares a value's JSON with a text, members and values, without regard to their order in objects.
func assertSameJSON(t *testing.T, name string, given any, want json.RawMessage) {
	t.Helper()
	text, err := json.Marshal(given)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if got, wanted := sortedJSON(t, text), sortedJSON(t, want); got != wanted {
		t.Errorf("%s:\n got %s\nwant %s", name, got, wanted)
	}
}

func sortedJSON(t *testing.T, text []byte) string {
	t.Helper()
	reader := json.NewDecoder(strings.NewReader(string(text)))
	reader.UseNumber()
	var value any
	if err := reader.Decode(&value); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(sorted)
}

func TestDocumentsWithOneThingWrongAreRefusedWithItsPath(t *testing.T) {
	eachVector(t, "malformed.json", func(t *testing.T, vector struct {
		Name     string          `json:"name"`
		Document json.RawMessage `json:"document"`
		Refused  json.RawMessage `json:"refused"`
	}) {
		_, refusal := DecodeSigned(vector.Document)
		if refusal == nil {
			t.Fatalf("%s: it was read", vector.Name)
		}
		answered, err := json.Marshal(refusal)
		if err != nil {
			t.Fatal(err)
		}
		var got, want any
		if json.Unmarshal(answered, &got) != nil || json.Unmarshal(vector.Refused, &want) != nil {
			t.Fatalf("%s: not JSON", vector.Name)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %s, want %s", vector.Name, answered, vector.Refused)
		}
	})
}
