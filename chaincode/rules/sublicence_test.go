package rules

import (
	"slices"
	"testing"
)

// sublicenceOf are terms of a non-exclusive sublicence of everything its parent grants, in Hà Nội, for one year.
func sublicenceOf(parent Bytes32, grantee actor, grantors, consenting []actor) Terms {
	terms := licenceOf(parent, grantee, grantors...)
	terms.InstrumentKind = InstrumentKindSublicence
	for _, each := range consenting {
		terms.Members = append(terms.Members, Member{each.id, MemberRoleConsenting})
	}
	return terms
}

// sublicensing is a patent with an exclusive licence in effect that allows two degrees of sublicences.
type sublicensing struct {
	*world
	owner, licensee, user actor
	asset, licence        Bytes32
}

func newSublicensing(t *testing.T, change func(*Terms)) *sublicensing {
	t.Helper()
	w := newWorld(t)
	s := &sublicensing{
		world: w, owner: w.owner("owner"), licensee: w.admit("licensee", w.operator), user: w.admit("user", w.operator),
	}
	s.asset = w.patentOf(s.owner)
	terms := exclusively(licenceOf(s.asset, s.licensee, s.owner), 0)
	terms.SubDepth = 2
	change(&terms)
	s.licence = w.effect(terms, s.owner, s.licensee)
	return s
}

func unchanged(*Terms) {}

// terms of a sublicence to the user, with the owner's consent.
func (s *sublicensing) terms() Terms {
	return sublicenceOf(s.licence, s.user, []actor{s.licensee}, []actor{s.owner})
}

func TestASublicenceStandsOnItsParentAndTouchesIt(t *testing.T) {
	s := newSublicensing(t, unchanged)
	instrument := s.propose(s.terms(), s.licensee, s.owner, s.user)
	s.stateIs(instrument, StateSigned)
	asset, licence := *s.entryOf(s.asset), s.entryOf(s.licence)
	event := s.do(&EffectInstrument{s.envelope(instrument)}, s.user)
	effect := event.Outcome.(Effect)
	if effect.EncumbranceVersion != 1 || effect.Shares == nil || len(effect.Shares) != 0 {
		t.Fatalf("outcome %+v", effect)
	}
	want := Touch{s.licence, licence.Version + 1, NextHead(licence.Head, event.Header.Digest, opening)}
	if !slices.Equal(event.Header.Touched, []Touch{want}) || *s.entryOf(s.asset) != asset {
		t.Fatalf("touched %+v, want %+v", event.Header.Touched, want)
	}
	s.stateIs(s.licence, StateEffective)
	ended := s.do(s.ending(instrument, InstrumentEndTerminated), s.licensee, s.owner, s.user)
	if ended.Outcome.(Ending).EncumbranceVersion != 2 || ended.Header.Touched[0].Record != s.licence {
		t.Fatalf("outcome %+v, touched %+v", ended.Outcome, ended.Header.Touched)
	}
}

func TestASublicenceLiesWithinItsParent(t *testing.T) {
	for _, test := range []struct {
		dimension string
		change    func(*Terms)
	}{
		{"acts", func(t *Terms) { t.Scope.Acts = 7 }},
		{"acts", func(t *Terms) { t.Scope.Acts, t.Scope.Fields = 0, 4 }},
		{"fields", func(t *Terms) { t.Scope.Fields = 4 }},
		{"provinces", func(t *Terms) { t.Scope.Provinces = 7 }},
		{"start", func(t *Terms) { t.Scope.Start-- }},
		{"end", func(t *Terms) { t.Scope.End++ }},
		{"exclusivity", func(t *Terms) { t.Exclusivity = ExclusivityExclusive }},
		{"sub_depth", func(t *Terms) { t.SubDepth = 2 }},
	} {
		s := newSublicensing(t, func(t *Terms) {
			t.Exclusivity = ExclusivitySole
			t.Scope = Scope{Acts: 3, Fields: 3, Provinces: 3, Start: opening + 10, End: opening + year}
		})
		terms := s.terms()
		terms.Exclusivity, terms.SubDepth = ExclusivitySole, 1
		terms.Scope = Scope{Acts: 3, Fields: 3, Provinces: 3, Start: opening + 10, End: opening + year}
		s.propose(terms, s.user)
		test.change(&terms)
		s.refused(SublicenceTooWide(test.dimension), s.proposal(terms, s.user), s.user)
	}
}

func TestASublicenceReachesNoCountryBeyondItsParent(t *testing.T) {
	s := newSublicensing(t, unchanged)
	abroad := s.terms()
	abroad.Scope.Countries = NewUint256(2)
	s.refused(RightNotInForce(s.asset), s.proposal(abroad, s.user), s.user)
	everywhere := rightIn(0, opening, opening+20*year)
	everywhere.Number = label("20050011")
	s.do(s.record(s.asset, everywhere), s.registrar)
	s.refused(SublicenceTooWide("countries"), s.proposal(abroad, s.user), s.user)
}

func TestALicenceWithoutDepthBearsNoSublicence(t *testing.T) {
	s := newSublicensing(t, func(t *Terms) { t.SubDepth = 0 })
	s.refused(SublicenceTooWide("sub_depth"), s.proposal(s.terms(), s.user), s.user)
}

func TestWhoSignsASublicence(t *testing.T) {
	for _, test := range []struct {
		name   string
		parent func(*Terms)
		change func(s *sublicensing, terms *Terms)
		want   func(s *sublicensing) *Refusal
	}{
		{
			"the parent's grantee as grantor", unchanged,
			func(s *sublicensing, terms *Terms) { terms.Members[0].Party = s.owner.id },
			func(s *sublicensing) *Refusal { return SignatoryMissing(s.licensee.id) },
		},
		{
			"the parent's grantor as consenting", unchanged,
			func(_ *sublicensing, terms *Terms) { terms.Members = terms.Members[:2] },
			func(s *sublicensing) *Refusal { return SignatoryMissing(s.owner.id) },
		},
		{
			"the parent's grantor in no other role", unchanged,
			func(_ *sublicensing, terms *Terms) { terms.Members[2].MemberRole = MemberRoleMember },
			func(s *sublicensing) *Refusal { return SignatoryMissing(s.owner.id) },
		},
		{
			"nobody's consent where it is waived", func(t *Terms) { t.ConsentWaived = true },
			func(_ *sublicensing, terms *Terms) { terms.Members = terms.Members[:2] },
			func(*sublicensing) *Refusal { return nil },
		},
		{
			"a grantee", unchanged,
			func(_ *sublicensing, terms *Terms) { terms.Members[1].MemberRole = MemberRoleMember },
			func(*sublicensing) *Refusal { return SignatoryMissing(Bytes32{}) },
		},
		{
			"no grantor but the parent's grantees", unchanged,
			func(s *sublicensing, terms *Terms) {
				terms.Members = append(terms.Members, Member{s.owner.id, MemberRoleGrantor})
			},
			func(s *sublicensing) *Refusal { return NoTitle(s.owner.id) },
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSublicensing(t, test.parent)
			terms := s.terms()
			test.change(s, &terms)
			command := s.proposal(terms, s.user)
			command.Signing = []Bytes32{terms.Members[1].Party}
			if want := test.want(s); want != nil {
				s.refused(want, command, s.user)
			} else {
				s.do(command, s.user)
			}
		})
	}
}

func TestThePresentHolderConsentsToASublicence(t *testing.T) {
	s := newSublicensing(t, unchanged)
	waiting := s.propose(s.terms(), s.licensee, s.owner, s.user)
	heir := s.world.owner("heir")
	s.do(&DisputeAsset{Envelope: s.envelope(s.asset), Claim: word("claim"), Claimant: heir.id}, s.arbiter, heir)
	s.refused(StateForbids(s.asset, StateDisputed), s.proposal(s.terms(), s.user), s.user)
	s.do(&ResolveDispute{
		Envelope: s.envelope(s.asset), Decision: word("decision"), Holders: []Share{{heir.id, 10_000}},
	}, s.arbiter)
	s.refused(SignatoryMissing(heir.id), &EffectInstrument{s.envelope(waiting)}, s.user)
	s.effect(sublicenceOf(s.licence, s.user, []actor{s.licensee}, []actor{heir}), s.licensee, heir, s.user)
}

func TestASublicenceOfASublicenceHasTheConsentOfItsListedGrantors(t *testing.T) {
	s := newSublicensing(t, unchanged)
	terms := s.terms()
	terms.SubDepth = 1
	first := s.effect(terms, s.licensee, s.owner, s.user)
	last := s.admit("last", s.operator)
	s.refused(SignatoryMissing(s.licensee.id), s.proposal(sublicenceOf(first, last, []actor{s.user}, []actor{s.owner}), last), last)
	second := s.effect(sublicenceOf(first, last, []actor{s.user}, []actor{s.licensee}), s.user, s.licensee, last)
	deeper := sublicenceOf(second, s.owner, []actor{last}, []actor{s.user})
	s.refused(SublicenceTooWide("sub_depth"), s.proposal(deeper, last), last)
	s.do(s.ruling(s.licence, RulingSuspend), s.arbiter)
	s.refused(StateForbids(s.licence, StateSuspended), s.proposal(deeper, last), last)
	s.do(s.ruling(first, RulingSuspend), s.arbiter)
	s.refused(StateForbids(first, StateSuspended), s.proposal(deeper, last), last)
	s.do(s.ruling(second, RulingSuspend), s.arbiter)
	s.refused(StateForbids(second, StateSuspended), s.proposal(deeper, last), last)
}

func TestWhatIsNoLicenceBearsNoSublicence(t *testing.T) {
	s := newSublicensing(t, unchanged)
	for _, subject := range []Bytes32{
		word("nothing"), s.asset, s.effect(memorandumOf(s.owner, s.user), s.owner, s.user),
	} {
		terms := sublicenceOf(subject, s.user, []actor{s.licensee}, []actor{s.owner})
		s.refused(RecordNotFound(subject), s.proposal(terms, s.user), s.user)
	}
}

func TestAParentThatHasRunOutBearsNoSublicence(t *testing.T) {
	s := newSublicensing(t, unchanged)
	waiting := s.propose(s.terms(), s.licensee, s.owner, s.user)
	s.at = opening + year
	s.refused(StateForbids(s.licence, StateExpired), &EffectInstrument{s.envelope(waiting)}, s.user)
}

func TestTheConflictTableHoldsOneLevelDown(t *testing.T) {
	s := newSublicensing(t, unchanged)
	exclusive := s.effect(exclusively(s.terms(), 0), s.licensee, s.owner, s.user)
	second := s.propose(s.terms(), s.licensee, s.owner, s.user)
	s.refused(GrantConflict(s.licence, exclusive), &EffectInstrument{s.envelope(second)}, s.user)
	elsewhere := exclusively(s.terms(), 0)
	elsewhere.Scope.Acts = 1
	s.do(s.ending(exclusive, InstrumentEndRescinded), s.licensee, s.owner, s.user)
	stale := s.propose(elsewhere, s.licensee, s.owner, s.user)
	s.refused(StaleEncumbrance(2, 0), &EffectInstrument{s.envelope(stale)}, s.user)
}

func TestASublicenceAcrossTheBorderIsRegistered(t *testing.T) {
	s := newSublicensing(t, unchanged)
	abroad := s.foreign("abroad")
	terms := sublicenceOf(s.licence, abroad, []actor{s.licensee}, []actor{s.owner})
	instrument := s.propose(terms, s.licensee, s.owner, abroad)
	s.refused(GateOpen(GateTransferRegister), &EffectInstrument{s.envelope(instrument)}, abroad)
	s.do(s.certify(instrument, RegisterGateTransferRegister), s.transferRegistrar)
	s.do(&EffectInstrument{s.envelope(instrument)}, abroad)
	s.do(s.certify(instrument, RegisterGateIPRegister), s.registrar)
	s.refused(GateClosed(GateIPRegister), s.certify(instrument, RegisterGateIPRegister), s.registrar)
}

func TestWhatBearsASublicenceIsNotNarrowed(t *testing.T) {
	s := newSublicensing(t, unchanged)
	short := s.terms()
	short.Scope.End = opening + day
	standing := s.effect(short, s.licensee, s.owner, s.user)
	same := exclusively(licenceOf(s.asset, s.licensee, s.owner), 0)
	same.SubDepth = 2
	narrower := []func(*Terms){
		func(t *Terms) { t.Scope.Acts = 1 },
		func(t *Terms) { t.Scope.End-- },
		func(t *Terms) { t.SubDepth = 1 },
	}
	amend := func(change func(*Terms)) *AmendInstrument {
		terms := same
		change(&terms)
		return &AmendInstrument{Envelope: s.envelope(s.licence), Terms: terms}
	}
	s.do(s.ruling(standing, RulingSuspend), s.arbiter)
	for _, change := range narrower {
		s.refused(AmendmentTooWide("sublicences"), amend(change), s.owner, s.licensee)
	}
	s.do(amend(func(t *Terms) { t.Text, t.Scope.Acts = word("new text"), ^uint32(0) }), s.owner, s.licensee)
	s.at = opening + day - 1
	s.refused(AmendmentTooWide("sublicences"), amend(narrower[0]), s.owner, s.licensee)
	s.at++
	s.do(amend(narrower[0]), s.owner, s.licensee)
}

func TestAnEndedSublicenceStandsInNoAmendmentsWay(t *testing.T) {
	s := newSublicensing(t, unchanged)
	standing := s.effect(s.terms(), s.licensee, s.owner, s.user)
	narrower := exclusively(licenceOf(s.asset, s.licensee, s.owner), 0)
	amend := func() *AmendInstrument { return &AmendInstrument{Envelope: s.envelope(s.licence), Terms: narrower} }
	s.refused(AmendmentTooWide("sublicences"), amend(), s.owner, s.licensee)
	s.do(s.ruling(standing, RulingTerminate), s.arbiter)
	s.do(amend(), s.owner, s.licensee)
}

func TestASublicenceThatIsAmendedStandsUntilItsNewEnd(t *testing.T) {
	s := newSublicensing(t, unchanged)
	terms := s.terms()
	standing := s.effect(terms, s.licensee, s.owner, s.user)
	shorter := terms
	shorter.Scope.End = opening + day
	s.do(&AmendInstrument{Envelope: s.envelope(standing), Terms: shorter}, s.licensee, s.owner, s.user)
	s.at = opening + day
	narrower := exclusively(licenceOf(s.asset, s.licensee, s.owner), 0)
	s.do(&AmendInstrument{Envelope: s.envelope(s.licence), Terms: narrower}, s.owner, s.licensee)
}

func TestSublicencesThatHaveRunOutLeaveTheList(t *testing.T) {
	bears := &encumbrance{Sublicences: []sublicence{{word("over"), 20}, {word("last day"), 21}}}
	bears.addSublicence(word("new"), 30, 20)
	if want := []sublicence{{word("last day"), 21}, {word("new"), 30}}; !slices.Equal(bears.Sublicences, want) {
		t.Fatalf("listed %+v, want %+v", bears.Sublicences, want)
	}
}
