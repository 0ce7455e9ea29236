package rules

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"

	"golang.org/x/crypto/sha3"
)

// The EIP-712 domain of every ledger; the ledger's id is the salt.
const (
	domainType    = "EIP712Domain(string name,string version,bytes32 salt)"
	domainName    = "HanoTEX"
	domainVersion = "1"
)

// commitmentPrefix is a commitment's domain, 18 ASCII bytes, and its version, the byte "1".
const commitmentPrefix = "HanoTEX.commitment" + "1"

func keccak(parts ...[]byte) (sum Bytes32) {
	h := sha3.NewLegacyKeccak256()
	for _, part := range parts {
		h.Write(part)
	}
	h.Sum(sum[:0])
	return sum
}

// structHasher gathers the words of an EIP-712 hashStruct.
type structHasher struct {
	hash hash.Hash
}

func newStructHasher(typeHash Bytes32) structHasher {
	h := structHasher{sha3.NewLegacyKeccak256()}
	h.word(typeHash)
	return h
}

func (h structHasher) word(word Bytes32) { h.hash.Write(word[:]) }

func (h structHasher) number(value uint64) { h.word(NewUint256(value).word()) }

func (h structHasher) flag(value bool) {
	if value {
		h.number(1)
	} else {
		h.number(0)
	}
}

func (h structHasher) envelope(e Envelope) {
	h.word(e.Record)
	h.number(uint64(e.ExpectedVersion))
	h.number(e.NotAfter)
}

func (h structHasher) sum() (sum Bytes32) {
	h.hash.Sum(sum[:0])
	return sum
}

// hashList is EIP-712's encoding of an array: the hash of its entries' words.
func hashList[T any](entries []T, word func(T) Bytes32) (sum Bytes32) {
	h := sha3.NewLegacyKeccak256()
	for _, entry := range entries {
		each := word(entry)
		h.Write(each[:])
	}
	h.Sum(sum[:0])
	return sum
}

func commandDigest(ledger Bytes32, command Command) Bytes32 {
	name, version := keccak([]byte(domainName)), keccak([]byte(domainVersion))
	typeHash := keccak([]byte(domainType))
	separator := keccak(typeHash[:], name[:], version[:], ledger[:])
	structHash := command.structHash()
	return keccak([]byte{0x19, 0x01}, separator[:], structHash[:])
}

// RecordID is keccak256(abi.encode(uint8 kind, bytes32 party, bytes32 nonce)).
// party: id of the party of the first signature; nonce: chosen by the client.
func RecordID(kind Kind, party, nonce Bytes32) Bytes32 {
	word := NewUint256(uint64(kind)).word()
	return keccak(word[:], party[:], nonce[:])
}

// PartyID is 12 zero bytes and the first key's 20-byte address.
func PartyID(firstKey Address) Bytes32 {
	return firstKey.word()
}

// NextHead is keccak256(head ‖ digest ‖ at), at in 8 bytes, big-endian; head(0) is the record's id.
func NextHead(head, digest Bytes32, at uint64) Bytes32 {
	return keccak(head[:], digest[:], binary.BigEndian.AppendUint64(nil, at))
}

// Commitment is SHA-256(domain ‖ version ‖ salt ‖ content); content: RFC 8785 bytes of a JSON object.
func Commitment(salt Bytes32, content []byte) Bytes32 {
	h := sha256.New()
	h.Write([]byte(commitmentPrefix))
	h.Write(salt[:])
	h.Write(content)
	return Bytes32(h.Sum(nil))
}
