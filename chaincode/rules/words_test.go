package rules

import (
	"math/big"
	"testing"
)

func TestSignedNumbersHaveOneSpelling(t *testing.T) {
	for text, want := range map[string]bool{
		"0": true, "1": true, "-1": true, "10": true, "-10": true,
		"57896044618658097711785492504343953926634992332820282019728792003956564819967":  true,
		"57896044618658097711785492504343953926634992332820282019728792003956564819968":  false,
		"-57896044618658097711785492504343953926634992332820282019728792003956564819968": true,
		"-57896044618658097711785492504343953926634992332820282019728792003956564819969": false,
		"": false, "-": false, "-0": false, "+1": false, "01": false, "-01": false, "--1": false, "1.0": false, " 1": false,
	} {
		var value Int256
		if err := value.UnmarshalText([]byte(text)); (err == nil) != want {
			t.Errorf("%q was read: %v, want %v", text, err == nil, want)
		} else if want && value.String() != text {
			t.Errorf("%q is written %q", text, value.String())
		}
	}
}

func FuzzInt256Text(f *testing.F) {
	for _, text := range []string{"0", "-1", "-0", "+1", "007", "1e3", "-57896044618658097711785492504343953926634992332820282019728792003956564819968"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var value Int256
		if err := value.UnmarshalText(text); err == nil && value.String() != string(text) {
			t.Fatalf("%q was read and is written %q", text, value.String())
		}
		copy(value[:], text)
		written, err := value.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var again Int256
		if err := again.UnmarshalText(written); err != nil || again != value {
			t.Fatalf("%x is written %s, and read as %x (%v)", value, written, again, err)
		}
		// The reference: the value of 32 bytes in two's complement, by the library.
		number := new(big.Int).SetBytes(value[:])
		if number.Bit(255) == 1 {
			number.Sub(number, new(big.Int).Lsh(big.NewInt(1), 256))
		}
		if number.String() != string(written) || number.Sign() != value.cmp(Int256{}) {
			t.Fatalf("%x is written %s, want %s", value, written, number)
		}
	})
}
