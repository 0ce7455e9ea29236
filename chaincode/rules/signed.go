package rules

import "encoding/json"

// Envelope is what every command carries before its own fields.
// Record: the record the command moves. ExpectedVersion: its version before, 0 for a create.
// NotAfter: UTC seconds; the command is accepted before that instant alone.
type Envelope struct {
	Record          Bytes32
	ExpectedVersion uint32
	NotAfter        uint64
}

func (e *Envelope) envelope() *Envelope { return e }

// Command is one of the catalogue's typed commands.
type Command interface {
	Name() string
	envelope() *Envelope
	structHash() Bytes32
	encodeType() string
	shape(*shape)
}

// description is what the catalogue says of a command beside its fields.
type description struct {
	kind      Kind
	power     Power
	event     string
	creates   bool
	authority bool
}

// Signed is a command, the ledger it is for, and the signatures over its digest, in order. Lists of a command are
// empty, not nil, as DecodeSigned leaves them: what is stored and said in events has one spelling.
type Signed struct {
	Ledger     Bytes32
	Command    Command
	Signatures [][]byte
}

// Digest is what every signatory signed (EIP-712).
func (s Signed) Digest() Bytes32 {
	return commandDigest(s.Ledger, s.Command)
}

// maxNameInRefusal is how many characters of an unknown command's name are said back.
const maxNameInRefusal = 64

// DecodeSigned reads a signed command from JSON (docs/specs/wire.md). It refuses with UNKNOWN_COMMAND, or with
// MALFORMED and the path of the first member that is not as it must be; an empty path is the whole text.
func DecodeSigned(data []byte) (Signed, *Refusal) {
	d := &decoder{}
	m := d.object(d.document(data), "",
		"ledger", "command", "record", "expected_version", "not_after", "fields", "signatures")
	signed := Signed{Ledger: d.bytes32(m[0], "ledger")}
	name := string(d.text(m[1], "command"))
	if _, known := catalogue[name]; !known && d.refusal == nil {
		characters := []rune(name)
		return Signed{}, UnknownCommand(string(characters[:min(len(characters), maxNameInRefusal)]))
	}
	if first(m[5]) != '{' {
		d.malformed("fields")
	}
	envelope := Envelope{
		Record:          d.bytes32(m[2], "record"),
		ExpectedVersion: number[uint32](d, m[3], "expected_version"),
		NotAfter:        d.uint64(m[4], "not_after"),
	}
	signed.Command = d.command(name, envelope, m[5])
	for _, signature := range list(d, m[6], "signatures", d.signature) {
		signed.Signatures = append(signed.Signatures, signature)
	}
	if d.refusal != nil {
		return Signed{}, d.refusal
	}
	return signed, nil
}

// MarshalJSON writes the wire form, which has one spelling.
func (s Signed) MarshalJSON() ([]byte, error) {
	envelope := s.Command.envelope()
	return json.Marshal(struct {
		Ledger          Bytes32    `json:"ledger"`
		Command         string     `json:"command"`
		Record          Bytes32    `json:"record"`
		ExpectedVersion uint32     `json:"expected_version"`
		NotAfter        decimal    `json:"not_after"`
		Fields          Command    `json:"fields"`
		Signatures      []hexBytes `json:"signatures"`
	}{
		s.Ledger, s.Command.Name(), envelope.Record, envelope.ExpectedVersion, decimal(envelope.NotAfter), s.Command,
		hexList(s.Signatures),
	})
}

func hexList(signatures [][]byte) []hexBytes {
	listed := make([]hexBytes, len(signatures))
	for i, signature := range signatures {
		listed[i] = signature
	}
	return listed
}
