package rules

// Receipt is what an accepted command left: the record's new version and head, and when it was accepted (UTC seconds).
type Receipt struct {
	Record  Bytes32 `json:"record"`
	Version uint32  `json:"version"`
	Head    Bytes32 `json:"head"`
	Digest  Bytes32 `json:"digest"`
	At      uint64  `json:"at,string"`
}

// Touch is a second record that a command moved to a new version.
type Touch struct {
	Record  Bytes32 `json:"record"`
	Version uint32  `json:"version"`
	Head    Bytes32 `json:"head"`
}

// Header is what every event carries. Signers: the party whose key made each signature, in order.
type Header struct {
	Record          Bytes32    `json:"record"`
	Kind            Kind       `json:"kind"`
	Version         uint32     `json:"version"`
	Head            Bytes32    `json:"head"`
	Digest          Bytes32    `json:"digest"`
	At              uint64     `json:"at,string"`
	ExpectedVersion uint32     `json:"expected_version"`
	NotAfter        uint64     `json:"not_after,string"`
	Signers         []Bytes32  `json:"signers"`
	Signatures      []hexBytes `json:"signatures"`
	Touched         []Touch    `json:"touched"`
}

// Event is one accepted command as the ledger recorded it. Fields: the command's own, as on the wire. Outcome: what
// the ledger computed and the catalogue names in brackets, an empty object where it names nothing.
type Event struct {
	Name    string `json:"event"`
	Command string `json:"command"`
	Header  Header `json:"header"`
	Fields  any    `json:"fields"`
	Outcome any    `json:"outcome"`
}

// Revocation is what stands in brackets beside KeyRevoked and RoleRevoked, UTC seconds.
type Revocation struct {
	RevokedAt uint64 `json:"revoked_at,string"`
}
