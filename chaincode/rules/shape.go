package rules

// maxSignatures bounds the list of signatures.
const maxSignatures = 64

// shape runs check 2, field by field in signing order, and keeps the first refusal (docs/specs/readings.md, 1 to 8).
type shape struct {
	refusal *Refusal
}

func checkShape(signed Signed) *Refusal {
	s := &shape{}
	signed.Command.shape(s)
	s.listed("signatures", len(signed.Signatures), 1, maxSignatures)
	return s.refusal
}

// unless keeps a refusal, made only where it is needed, as most fields are well-formed.
func (s *shape) unless(ok bool, refusal func() *Refusal) {
	if s.refusal == nil && !ok {
		s.refusal = refusal()
	}
}

func (s *shape) present(path string, present bool) {
	s.unless(present, func() *Refusal { return FieldMissing(path) })
}

// requiredWhen: a value may be absent unless it is needed.
func (s *shape) requiredWhen(path string, present, needed bool) {
	s.present(path, present || !needed)
}

// dependent: a value stands exactly where it is needed (reading 7).
func (s *shape) dependent(path string, present, needed bool) {
	s.requiredWhen(path, present, needed)
	s.unless(needed || !present, func() *Refusal { return Malformed(path) })
}

func (s *shape) listed(path string, length, least, most int) {
	s.unless(least <= length && length <= most, func() *Refusal {
		return ListLength(path, NewUint256(uint64(length)), NewUint256(uint64(most)))
	})
}

// enum: the values of a known enumeration are 1 to highest.
func (s *shape) enum(path string, value, highest uint8) {
	s.unless(1 <= value && value <= highest, func() *Refusal { return BadEnum(path, value) })
}

func (s *shape) between(path string, value, least, most uint64) {
	s.unless(least <= value && value <= most, func() *Refusal {
		return NumberRange(path, NewUint256(value), NewUint256(least), NewUint256(most))
	})
}

// interval is asked at the interval's end (reading 3).
func (s *shape) interval(start, end uint64) {
	s.unless(start < end, func() *Refusal { return BadInterval(start, end) })
}

func (s *shape) acts(path string, value uint32) {
	s.code(path, value == ^uint32(0) || value&^publishedActs == 0, NewUint256(uint64(value)))
}

// fields holds whole sectors, or named sub-sectors of one (reading 6).
func (s *shape) fields(path string, value uint64) {
	known := true
	for shift := 0; shift < 64; shift += sectorBits {
		sector := uint16(value >> shift)
		known = known && (sector == ^uint16(0) || sector&^uint16(publishedFields>>shift) == 0)
	}
	s.code(path, known, NewUint256(value))
}

func (s *shape) countries(path string, value Uint256) {
	s.code(path, value == allCountries || value.without(publishedCountries).IsZero(), value)
}

func (s *shape) provinces(path string, value uint64) {
	s.code(path, value == ^uint64(0) || value&^publishedProvinces == 0, NewUint256(value))
}

func (s *shape) country(path string, value uint16) {
	s.code(path, value < listedCountries, NewUint256(uint64(value)))
}

func (s *shape) code(path string, known bool, given Uint256) {
	s.unless(known, func() *Refusal { return UnknownCode(path, given) })
}

// text is a label of printable ASCII.
func (s *shape) text(path string, value Bytes32, optional bool) {
	s.label(path, value, optional, func(int) bool { return true }, func(c byte) bool { return 0x20 <= c && c <= 0x7e })
}

// office is a label of two capital letters (WIPO ST.3).
func (s *shape) office(path string, value Bytes32, optional bool) {
	s.label(path, value, optional, func(length int) bool { return length == 2 }, isCapital)
}

// rightNumber is a label of A to Z and 0 to 9.
func (s *shape) rightNumber(path string, value Bytes32, optional bool) {
	s.label(path, value, optional, func(int) bool { return true },
		func(c byte) bool { return isCapital(c) || ('0' <= c && c <= '9') })
}

// label is 1 to 32 bytes of an alphabet, left-aligned, then zeros (reading 5).
func (s *shape) label(path string, value Bytes32, optional bool, length func(int) bool, alphabet func(byte) bool) {
	if value.IsZero() {
		s.present(path, optional)
		return
	}
	n := 0
	for n < len(value) && value[n] != 0 {
		n++
	}
	known := length(n)
	for i, c := range value {
		known = known && (c == 0) == (i >= n) && (c == 0 || alphabet(c))
	}
	s.unless(known, func() *Refusal { return Malformed(path) })
}

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }
