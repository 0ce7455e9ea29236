package rules

import (
	"errors"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"
)

// signatureBytes is the length of r ‖ s ‖ v.
const signatureBytes = 65

var errSignature = errors.New("malformed signature, or not in low-s form")

// Recover is the address whose key made a signature r ‖ s ‖ v over a digest (docs/specs/readings.md, 9):
// 65 bytes, v 27 or 28, r and s from 1 to the curve's order less one, s in its lower half.
func Recover(digest Bytes32, signature []byte) (Address, error) {
	if len(signature) != signatureBytes {
		return Address{}, errSignature
	}
	v := signature[64]
	var r, s secp256k1.ModNScalar
	if (v != 27 && v != 28) ||
		r.SetByteSlice(signature[:32]) || r.IsZero() ||
		s.SetByteSlice(signature[32:64]) || s.IsZero() || s.IsOverHalfOrder() {
		return Address{}, errSignature
	}
	// The library takes the recovery code first; 27 and 28 mean the same there.
	public, _, err := ecdsa.RecoverCompact(append([]byte{v}, signature[:64]...), digest[:])
	if err != nil {
		return Address{}, errSignature
	}
	return addressOf(public), nil
}

func addressOf(public *secp256k1.PublicKey) (address Address) {
	// The first byte of the uncompressed form says which form it is.
	hashed := keccak(public.SerializeUncompressed()[1:])
	copy(address[:], hashed[12:])
	return address
}
