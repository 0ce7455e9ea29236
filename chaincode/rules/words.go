package rules

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
)

// Bytes32 is a word of 32 bytes: an id, a digest, a commitment or a label. JSON: 0x and lower-case hex.
type Bytes32 [32]byte

// Address is the last 20 bytes of the Keccak-256 of a public key. JSON: 0x and lower-case hex.
type Address [20]byte

// Uint256 is an unsigned number in 32 bytes, big-endian. JSON: a string of decimal digits.
type Uint256 [32]byte

// Int256 is a signed number as the EVM writes it: 32 bytes, big-endian, two's complement. JSON: a string of decimal
// digits, with a minus sign where it is below zero.
type Int256 [32]byte

var errHex = errors.New("not 0x and lower-case hex of the right length")

// IsZero tells an absent value.
func (b Bytes32) IsZero() bool { return b == Bytes32{} }

func (b Bytes32) String() string { return "0x" + hex.EncodeToString(b[:]) }

// MarshalText is the form of docs/specs/wire.md.
func (b Bytes32) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText accepts that form alone.
func (b *Bytes32) UnmarshalText(text []byte) error { return unmarshalHex(text, b[:]) }

func (b Bytes32) word() Bytes32 { return b }

func (a Address) String() string { return "0x" + hex.EncodeToString(a[:]) }

// MarshalText is the form of docs/specs/wire.md.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText accepts that form alone.
func (a *Address) UnmarshalText(text []byte) error { return unmarshalHex(text, a[:]) }

// word is the address as the EVM's ABI pads it: 12 zero bytes first. The same bytes are the id of the party
// whose first key this is.
func (a Address) word() (word Bytes32) {
	copy(word[12:], a[:])
	return word
}

// NewUint256 is a number that fits in 64 bits.
func NewUint256(value uint64) (word Uint256) {
	binary.BigEndian.PutUint64(word[24:], value)
	return word
}

// IsZero tells an empty bitmap.
func (u Uint256) IsZero() bool { return u == Uint256{} }

func (u Uint256) word() Bytes32 { return Bytes32(u) }

func (u Uint256) and(other Uint256) Uint256 {
	for i := range u {
		u[i] &= other[i]
	}
	return u
}

func (u Uint256) or(other Uint256) Uint256 {
	for i := range u {
		u[i] |= other[i]
	}
	return u
}

func (u Uint256) without(other Uint256) Uint256 {
	for i := range u {
		u[i] &^= other[i]
	}
	return u
}

func (u Uint256) String() string { return new(big.Int).SetBytes(u[:]).String() }

// MarshalText is the form of docs/specs/wire.md.
func (u Uint256) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText accepts that form alone.
func (u *Uint256) UnmarshalText(text []byte) error {
	if !isDecimal(text) {
		return fmt.Errorf("not a decimal number: %q", text)
	}
	number, _ := new(big.Int).SetString(string(text), 10)
	if number.BitLen() > 256 {
		return fmt.Errorf("more than 256 bits: %q", text)
	}
	number.FillBytes(u[:])
	return nil
}

func (i Int256) word() Bytes32 { return Bytes32(i) }

func (i Int256) number() *big.Int {
	value := new(big.Int).SetBytes(i[:])
	if i[0]&0x80 != 0 {
		value.Sub(value, twoTo256)
	}
	return value
}

// cmp is negative where i is less than other, zero where they are equal, positive where it is greater.
func (i Int256) cmp(other Int256) int { return i.number().Cmp(other.number()) }

func (i Int256) String() string { return i.number().String() }

// MarshalText is the form of docs/specs/wire.md.
func (i Int256) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText accepts that form alone: no sign before zero, none but a minus.
func (i *Int256) UnmarshalText(text []byte) error {
	digits, negative := bytes.CutPrefix(text, []byte("-"))
	if !isDecimal(digits) || (negative && digits[0] == '0') {
		return fmt.Errorf("not a decimal number: %q", text)
	}
	number, _ := new(big.Int).SetString(string(text), 10)
	if number.Cmp(leastInt256) < 0 || number.Cmp(greatestInt256) > 0 {
		return fmt.Errorf("more than 256 bits: %q", text)
	}
	if negative {
		number.Add(number, twoTo256)
	}
	number.FillBytes(i[:])
	return nil
}

var (
	twoTo256       = new(big.Int).Lsh(big.NewInt(1), 256)
	leastInt256    = new(big.Int).Neg(new(big.Int).Lsh(big.NewInt(1), 255))
	greatestInt256 = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(1))
)

// maxDecimalDigits bounds what is parsed; 2^256 has 78 digits.
const maxDecimalDigits = 80

// isDecimal tells an unsigned number without leading zeros.
func isDecimal(text []byte) bool {
	if len(text) == 0 || len(text) > maxDecimalDigits || (text[0] == '0' && len(text) > 1) {
		return false
	}
	for _, digit := range text {
		if digit < '0' || digit > '9' {
			return false
		}
	}
	return true
}

func unmarshalHex(text, into []byte) error {
	raw, err := parseHex(text)
	if err != nil || len(raw) != len(into) {
		return errHex
	}
	copy(into, raw)
	return nil
}

// parseHex reads 0x and lower-case hex of any even length.
func parseHex(text []byte) ([]byte, error) {
	if !bytes.HasPrefix(text, []byte("0x")) || bytes.ContainsAny(text, "ABCDEF") {
		return nil, errHex
	}
	raw := make([]byte, hex.DecodedLen(len(text)-2))
	if _, err := hex.Decode(raw, text[2:]); err != nil {
		return nil, errHex
	}
	return raw, nil
}

// hexBytes is a byte string of any length. JSON: 0x and lower-case hex.
type hexBytes []byte

func (h hexBytes) String() string { return "0x" + hex.EncodeToString(h) }

func (h hexBytes) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

func (h *hexBytes) UnmarshalText(text []byte) error {
	raw, err := parseHex(text)
	*h = raw
	return err
}

// decimal is a uint64 that stands as a decimal string in JSON also outside a struct.
type decimal uint64

func (d decimal) MarshalJSON() ([]byte, error) { return json.Marshal(fmt.Sprint(uint64(d))) }
