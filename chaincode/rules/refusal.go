package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Refusal is the ledger's answer to a command it does not accept: one of the catalogue's codes, with its values in
// the catalogue's order. Nothing was recorded. JSON: docs/specs/wire.md.
type Refusal struct {
	Code   string
	Values []Value
}

// Value is one named value of a refusal: a Bytes32, Address, Uint256, string, an unsigned integer or an enumeration.
type Value struct {
	Name  string
	Value any
}

// Error makes a refusal travel through the rules as an error; Apply takes it out again.
func (r *Refusal) Error() string {
	shown := make([]string, len(r.Values))
	for i, value := range r.Values {
		shown[i] = fmt.Sprintf("%s=%v", value.Name, value.Value)
	}
	return r.Code + "(" + strings.Join(shown, ", ") + ")"
}

// MarshalJSON writes {"code", "values"}; 64-bit numbers and wider ones as decimal strings.
func (r *Refusal) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	code, err := json.Marshal(r.Code)
	if err != nil {
		return nil, fmt.Errorf("refusal code: %w", err)
	}
	out.WriteString(`{"code":`)
	out.Write(code)
	out.WriteString(`,"values":{`)
	for i, value := range r.Values {
		if i > 0 {
			out.WriteByte(',')
		}
		wide := value.Value
		if number, is := wide.(uint64); is {
			wide = decimal(number)
		}
		text, err := json.Marshal(wide)
		if err != nil {
			return nil, fmt.Errorf("refusal value %s: %w", value.Name, err)
		}
		fmt.Fprintf(&out, "%q:%s", value.Name, text)
	}
	out.WriteString("}}")
	return out.Bytes(), nil
}

// asRefusal separates the ledger's answers from failures of the store.
func asRefusal(err error) (*Refusal, error) {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		return refusal, nil
	}
	return nil, err
}
