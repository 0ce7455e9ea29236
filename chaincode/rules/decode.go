package rules

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strconv"
	"unicode/utf8"
)

// decoder reads JSON strictly as docs/specs/wire.md says and keeps the first refusal; after one, every call is idle.
type decoder struct {
	refusal *Refusal
}

func (d *decoder) malformed(path string) {
	if d.refusal == nil {
		d.refusal = Malformed(path)
	}
}

// object splits a JSON object into the named members, in that order; nil stands for one that is missing or, after a
// refusal, for each. A member of another name, or one that stands twice, is MALFORMED with its path.
func (d *decoder) object(raw json.RawMessage, path string, names ...string) []json.RawMessage {
	return d.members(raw, path, path, names)
}

// fields splits the `fields` of a command, whose members are named without a prefix.
func (d *decoder) fields(raw json.RawMessage, names ...string) []json.RawMessage {
	return d.members(raw, "fields", "", names)
}

func (d *decoder) members(raw json.RawMessage, path, prefix string, names []string) []json.RawMessage {
	found := make([]json.RawMessage, len(names))
	if d.refusal != nil {
		return found
	}
	if first(raw) != '{' {
		d.malformed(path)
		return found
	}
	reader := json.NewDecoder(bytes.NewReader(raw))
	if _, err := reader.Token(); err != nil {
		d.malformed(path)
		return found
	}
	for reader.More() {
		token, err := reader.Token()
		name, isText := token.(string)
		if err != nil || !isText {
			d.malformed(path)
			return found
		}
		var value json.RawMessage
		index := slices.Index(names, name)
		if index < 0 || found[index] != nil || reader.Decode(&value) != nil {
			d.malformed(join(prefix, name))
			return found
		}
		found[index] = value
	}
	return found
}

// list reads a JSON array, each entry with its own path: holders[2].
func list[T any](d *decoder, raw json.RawMessage, path string, entry func(json.RawMessage, string) T) []T {
	if d.refusal != nil {
		return nil
	}
	var entries []json.RawMessage
	if first(raw) != '[' || json.Unmarshal(raw, &entries) != nil {
		d.malformed(path)
		return nil
	}
	read := make([]T, 0, len(entries))
	for i, each := range entries {
		read = append(read, entry(each, indexed(path, i)))
		if d.refusal != nil {
			return nil
		}
	}
	return read
}

// number reads a JSON number of at most 32 bits, written as digits alone.
func number[T ~uint8 | ~uint16 | ~uint32](d *decoder, raw json.RawMessage, path string) T {
	if d.refusal != nil {
		return 0
	}
	value, err := strconv.ParseUint(string(raw), 10, 32)
	if err != nil || !isDecimal(raw) || value > uint64(^T(0)) {
		d.malformed(path)
		return 0
	}
	return T(value)
}

func (d *decoder) uint64(raw json.RawMessage, path string) uint64 {
	wide := d.uint256(raw, path)
	for _, high := range wide[:24] {
		if high != 0 {
			d.malformed(path)
			return 0
		}
	}
	return binary.BigEndian.Uint64(wide[24:])
}

func (d *decoder) uint256(raw json.RawMessage, path string) (value Uint256) {
	if d.refusal == nil && value.UnmarshalText(d.text(raw, path)) != nil {
		d.malformed(path)
	}
	return value
}

func (d *decoder) int256(raw json.RawMessage, path string) (value Int256) {
	if d.refusal == nil && value.UnmarshalText(d.text(raw, path)) != nil {
		d.malformed(path)
	}
	return value
}

func (d *decoder) bytes32(raw json.RawMessage, path string) (value Bytes32) {
	if d.refusal == nil && value.UnmarshalText(d.text(raw, path)) != nil {
		d.malformed(path)
	}
	return value
}

func (d *decoder) address(raw json.RawMessage, path string) (value Address) {
	if d.refusal == nil && value.UnmarshalText(d.text(raw, path)) != nil {
		d.malformed(path)
	}
	return value
}

func (d *decoder) signature(raw json.RawMessage, path string) (value hexBytes) {
	if d.refusal == nil && value.UnmarshalText(d.text(raw, path)) != nil {
		d.malformed(path)
	}
	return value
}

func (d *decoder) bool(raw json.RawMessage, path string) bool {
	switch string(raw) {
	case "true":
		return true
	case "false":
	default:
		d.malformed(path)
	}
	return false
}

// text is the content of a JSON string.
func (d *decoder) text(raw json.RawMessage, path string) []byte {
	var value string
	if first(raw) != '"' || json.Unmarshal(raw, &value) != nil {
		d.malformed(path)
	}
	return []byte(value)
}

// document checks that data is one JSON text in UTF-8 and drops the space around it.
func (d *decoder) document(data []byte) json.RawMessage {
	if !utf8.Valid(data) || !json.Valid(data) {
		d.malformed("")
		return nil
	}
	return bytes.TrimSpace(data)
}

func first(raw json.RawMessage) byte {
	if len(raw) == 0 {
		return 0
	}
	return raw[0]
}

// join names a member by its path: terms.scope.
func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// indexed names an entry of a list, counted from 0: holders[2].
func indexed(path string, index int) string {
	return path + "[" + strconv.Itoa(index) + "]"
}

// wholeNumber reads a JSON number up to a bound, written as digits alone.
func (d *decoder) wholeNumber(raw json.RawMessage, path string, most uint64) uint64 {
	value, err := strconv.ParseUint(string(raw), 10, 64)
	if err != nil || !isDecimal(raw) || value > most {
		d.malformed(path)
		return 0
	}
	return value
}
