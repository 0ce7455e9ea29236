package rules

import (
	"math"
	"testing"
)

// wellFormed are commands of the right shape; tests spoil one member each.
func wellFormedAsset() *RegisterAsset {
	return &RegisterAsset{
		AssetKind: AssetKindPatent, Title: word("title"), Holders: []Share{{word("a"), 4_000}, {word("b"), 6_000}},
		GrantRule: GrantRuleAll, Rights: []Right{rightIn(1, 1, 2), rightIn(2, 1, 2)},
	}
}

func wellFormedProposal() *ProposeInstrument {
	return &ProposeInstrument{
		Terms: Terms{
			InstrumentKind: InstrumentKindLicence, Subject: word("asset"), Exclusivity: ExclusivitySole,
			Members: []Member{{word("a"), MemberRoleGrantor}, {word("b"), MemberRoleGrantee}},
			Scope:   Scope{Start: 1, End: 2}, Text: word("text"),
		},
		Signing: []Bytes32{word("a")},
	}
}

func refusalOfShape(command Command) string {
	refusal := checkShape(Signed{Command: command, Signatures: [][]byte{{}}})
	if refusal == nil {
		return ""
	}
	return refusal.Error()
}

func n(value uint64) Uint256 { return NewUint256(value) }

func TestShapeOfAnAsset(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(*RegisterAsset)
		want  *Refusal
	}{
		{"is well-formed", func(*RegisterAsset) {}, nil},
		{"a nonce may be anything", func(v *RegisterAsset) { v.Nonce = Bytes32{} }, nil},
		{"a kind not listed", func(v *RegisterAsset) { v.AssetKind = 16 }, BadEnum("asset_kind", 16)},
		{"a kind of zero", func(v *RegisterAsset) { v.AssetKind = 0 }, BadEnum("asset_kind", 0)},
		{"no title", func(v *RegisterAsset) { v.Title = Bytes32{} }, FieldMissing("title")},
		{"no holders", func(v *RegisterAsset) { v.Holders = nil }, ListLength("holders", n(0), n(16))},
		{"17 holders before any of them is looked at", func(v *RegisterAsset) { v.Holders = make([]Share, 17) }, ListLength("holders", n(17), n(16))},
		{"a holder that is nobody", func(v *RegisterAsset) { v.Holders[1].Party = Bytes32{} }, FieldMissing("holders[1].party")},
		{"a share of nothing", func(v *RegisterAsset) { v.Holders[1].Bps = 0 }, NumberRange("holders[1].bps", n(0), n(1), n(10_000))},
		{"a share of more than the whole", func(v *RegisterAsset) { v.Holders[0].Bps = 10_001 }, NumberRange("holders[0].bps", n(10_001), n(1), n(10_000))},
		{"a rule not listed", func(v *RegisterAsset) { v.GrantRule = 4 }, BadEnum("grant_rule", 4)},
		{"no rights", func(v *RegisterAsset) { v.Rights = nil }, nil},
		{"17 rights", func(v *RegisterAsset) { v.Rights = make([]Right, 17) }, ListLength("rights", n(17), n(16))},
		{"no office and number", func(v *RegisterAsset) { v.Rights[0].Office, v.Rights[0].Number = Bytes32{}, Bytes32{} }, nil},
		{"an office of three letters", func(v *RegisterAsset) { v.Rights[1].Office = label("VNM") }, Malformed("rights[1].office")},
		{"an office in lower case", func(v *RegisterAsset) { v.Rights[1].Office = label("vn") }, Malformed("rights[1].office")},
		{"an office of one letter", func(v *RegisterAsset) { v.Rights[1].Office = label("V") }, Malformed("rights[1].office")},
		{"a number with a separator", func(v *RegisterAsset) { v.Rights[0].Number = label("1-0041237") }, Malformed("rights[0].number")},
		{"a number that does not begin at the left", func(v *RegisterAsset) { v.Rights[0].Number = label("\x001") }, Malformed("rights[0].number")},
		{"a number with a hole", func(v *RegisterAsset) { v.Rights[0].Number = label("1\x002") }, Malformed("rights[0].number")},
		{"a number of 32 characters", func(v *RegisterAsset) { v.Rights[0].Number = label("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345") }, nil},
		{"a stage not listed", func(v *RegisterAsset) { v.Rights[0].RightStage = 3 }, BadEnum("rights[0].right_stage", 3)},
		{"a right that ends as it starts", func(v *RegisterAsset) { v.Rights[1].End = 1 }, BadInterval(1, 1)},
		{"a right that ends before", func(v *RegisterAsset) { v.Rights[1].Start = 9 }, BadInterval(9, 2)},
		{"the first field that fails is the answer", func(v *RegisterAsset) { v.Rights[0].Start, v.GrantRule = 9, 0 }, BadEnum("grant_rule", 0)},
	} {
		t.Run(test.name, func(t *testing.T) { assertShape(t, test.want, spoiled(wellFormedAsset(), test.spoil)) })
	}
}

func spoiled[T any](command *T, spoil func(*T)) *T {
	spoil(command)
	return command
}

func assertShape(t *testing.T, want *Refusal, command Command) {
	t.Helper()
	wanted := ""
	if want != nil {
		wanted = want.Error()
	}
	if given := refusalOfShape(command); given != wanted {
		t.Fatalf("refused with %q, want %q", given, wanted)
	}
}

func TestCodesOfScopes(t *testing.T) {
	bit := func(number int) (value Uint256) {
		value[31-number/8] = 1 << (number % 8)
		return value
	}
	for _, test := range []struct {
		name  string
		spoil func(*Scope)
		want  *Refusal
	}{
		{"all ones everywhere", func(s *Scope) {
			s.Acts, s.Fields, s.Countries, s.Provinces = math.MaxUint32, math.MaxUint64, allCountries, math.MaxUint64
		}, nil},
		{"the last act", func(s *Scope) { s.Acts = 1 << 12 }, nil},
		{"an act not published", func(s *Scope) { s.Acts = 1 << 13 }, UnknownCode("terms.scope.acts", n(1<<13))},
		{"the last named field of a sector", func(s *Scope) { s.Fields = 1 << 9 }, nil},
		{"a field not named", func(s *Scope) { s.Fields = 1 << 10 }, UnknownCode("terms.scope.fields", n(1<<10))},
		{"a whole sector and a named field of another", func(s *Scope) { s.Fields = 0xffff | 1<<26 }, nil},
		{"a sector but for one field", func(s *Scope) { s.Fields = 0xfffe }, UnknownCode("terms.scope.fields", n(0xfffe))},
		{"a whole sector and an unnamed field of another", func(s *Scope) { s.Fields = 0xffff | 1<<27 }, UnknownCode("terms.scope.fields", n(0xffff|1<<27))},
		{"the last country", func(s *Scope) { s.Countries = bit(248) }, nil},
		{"a country not listed", func(s *Scope) { s.Countries = bit(249) }, UnknownCode("terms.scope.countries", bit(249))},
		{"Viet Nam among the countries", func(s *Scope) { s.Countries = bit(vietNam) }, UnknownCode("terms.scope.countries", bit(vietNam))},
		{"the last province", func(s *Scope) { s.Provinces = 1 << 33 }, nil},
		{"a province not published", func(s *Scope) { s.Provinces = 1 << 34 }, UnknownCode("terms.scope.provinces", n(1<<34))},
		{"an empty interval", func(s *Scope) { s.End = s.Start }, BadInterval(1, 1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			assertShape(t, test.want, spoiled(wellFormedProposal(), func(v *ProposeInstrument) { test.spoil(&v.Terms.Scope) }))
		})
	}
}

func TestShapeOfTerms(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(*Terms)
		want  *Refusal
	}{
		{"are well-formed", func(*Terms) {}, nil},
		{"an exclusivity of a pledge", func(v *Terms) { v.InstrumentKind = InstrumentKindPledge }, Malformed("terms.exclusivity")},
		{"a pledge without moves", func(v *Terms) { v.InstrumentKind, v.Exclusivity = InstrumentKindPledge, 0 }, FieldMissing("terms.moves")},
		{"an assignment without moves", func(v *Terms) { v.InstrumentKind, v.Exclusivity = InstrumentKindAssignment, 0 }, FieldMissing("terms.moves")},
		{"a memorandum on nothing", func(v *Terms) {
			v.InstrumentKind, v.Exclusivity, v.Subject = InstrumentKindMemorandum, 0, Bytes32{}
		}, nil},
		{"a solution contract on nothing", func(v *Terms) {
			v.InstrumentKind, v.Exclusivity, v.Subject = InstrumentKindSolutionContract, 0, Bytes32{}
		}, FieldMissing("terms.subject")},
		{"a kind not listed", func(v *Terms) { v.InstrumentKind = 8 }, BadEnum("terms.instrument_kind", 8)},
		{"no subject", func(v *Terms) { v.Subject = Bytes32{} }, FieldMissing("terms.subject")},
		{"no members", func(v *Terms) { v.Members = nil }, ListLength("terms.members", n(0), n(16))},
		{"a member that is nobody", func(v *Terms) { v.Members[1].Party = Bytes32{} }, FieldMissing("terms.members[1].party")},
		{"a member role not listed", func(v *Terms) { v.Members[0].MemberRole = 5 }, BadEnum("terms.members[0].member_role", 5)},
		{"no exclusivity", func(v *Terms) { v.Exclusivity = 0 }, FieldMissing("terms.exclusivity")},
		{"an exclusivity not listed", func(v *Terms) { v.Exclusivity = 4 }, BadEnum("terms.exclusivity", 4)},
		{"a depth of five", func(v *Terms) { v.SubDepth = 5 }, NumberRange("terms.sub_depth", n(5), n(0), n(4))},
		{"moves of a licence", func(v *Terms) { v.Moves = make([]Move, 17) }, Malformed("terms.moves")},
		{"no text", func(v *Terms) { v.Text = Bytes32{} }, FieldMissing("terms.text")},
	} {
		t.Run(test.name, func(t *testing.T) {
			assertShape(t, test.want, spoiled(wellFormedProposal(), func(v *ProposeInstrument) { test.spoil(&v.Terms) }))
		})
	}
	assertShape(t, FieldMissing("signing[1]"), spoiled(wellFormedProposal(), func(v *ProposeInstrument) { v.Signing = append(v.Signing, Bytes32{}) }))
	assertShape(t, ListLength("signing", n(17), n(16)), spoiled(wellFormedProposal(), func(v *ProposeInstrument) { v.Signing = make([]Bytes32, 17) }))
}

func TestShapeOfPartyCommands(t *testing.T) {
	wellFormed := RegisterParty{
		PartyKind: PartyKindFund, Profile: word("profile"), Country: 248, Keys: []Address{{1}, {2}}, Threshold: 2,
	}
	party := func(spoil func(*RegisterParty)) *RegisterParty {
		changed := wellFormed
		spoil(&changed)
		return &changed
	}
	for _, test := range []struct {
		name    string
		command Command
		want    *Refusal
	}{
		{"a party is well-formed", party(func(*RegisterParty) {}), nil},
		{"a country not listed", party(func(v *RegisterParty) { v.Country = 249 }), UnknownCode("country", n(249))},
		{"a key of zero", party(func(v *RegisterParty) { v.Keys = []Address{{1}, {}} }), FieldMissing("keys[1]")},
		{"17 keys", party(func(v *RegisterParty) { v.Keys = make([]Address, 17) }), ListLength("keys", n(17), n(16))},
		{"a threshold of none", party(func(v *RegisterParty) { v.Threshold = 0 }), NumberRange("threshold", n(0), n(1), n(2))},
		{"a threshold above the keys", party(func(v *RegisterParty) { v.Threshold = 3 }), NumberRange("threshold", n(3), n(1), n(2))},
		{"a party moved to nothing", &MoveParty{}, BadEnum("party_state", 0)},
		{"a reason may be absent", &MoveParty{PartyState: PartyStateClosed}, nil},
		{"a key without powers", &AddKey{Key: Address{1}, ValidTo: 1}, NumberRange("powers", n(0), n(1), n(15))},
		{"a key with more than all powers", &AddKey{Key: Address{1}, Powers: 16, ValidTo: 1}, NumberRange("powers", n(16), n(1), n(15))},
		{"a key that ends as it starts", &AddKey{Key: Address{1}, Powers: 1, ValidFrom: 5, ValidTo: 5}, BadInterval(5, 5)},
		{"a key of zero to revoke", &RevokeKey{}, FieldMissing("key")},
		{"a role not listed", &GrantRole{Role: 20, ValidTo: 1}, BadEnum("role", 20)},
		{"a field not named", &GrantRole{Role: RoleOwner, Fields: 1 << 15, ValidTo: 1}, UnknownCode("fields", n(1<<15))},
		{"a role that ends as it starts", &GrantRole{Role: RoleOwner}, BadInterval(0, 0)},
		{"an interest in nothing", &DeclareInterest{}, FieldMissing("subject")},
		{"a tier of none", &RaiseTier{Evidence: word("e")}, NumberRange("tier", n(0), n(1), n(3))},
		{"the gate of escrow is attested", &CertifyInstrument{Gate: RegisterGate(GateEscrow), Certificate: word("c")}, BadEnum("gate", 3)},
		{"effect has no fields", &EffectInstrument{}, nil},
	} {
		t.Run(test.name, func(t *testing.T) { assertShape(t, test.want, test.command) })
	}
}

func TestTheNumberOfSignaturesIsLookedAtLast(t *testing.T) {
	refusal := checkShape(Signed{Command: &DeclareInterest{}})
	if refusal == nil || refusal.Error() != FieldMissing("subject").Error() {
		t.Fatalf("refused with %v", refusal)
	}
}
