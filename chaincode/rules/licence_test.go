package rules

import "testing"

func TestExactlyThePartiesInSigningSign(t *testing.T) {
	w := newWorld(t)
	first, second, licensee := w.owner("first"), w.owner("second"), w.admit("licensee", w.operator)
	asset := w.patentOf(first, second)
	terms := licenceOf(asset, licensee, first, second)
	command := w.proposal(terms, first, second)
	w.refused(SignatureMissing(second.id, 0), command, first)
	w.refused(NotAuthorised(licensee.id), command, first, second, licensee)
	command.Signing = ids(first, w.bank)
	w.refused(NotAuthorised(w.bank.id), command, first)
	command.Signing = ids(first, first)
	w.refused(DuplicateParty(first.id), command, first)
	command.Signing = ids(first)
	event := w.do(command, first)
	w.stateIs(command.Record, StateProposed)
	if proposed := event.Outcome.(Proposal); proposed.TermsDigest != terms.structHash() || proposed.Gates != 0 {
		t.Fatalf("outcome %+v", proposed)
	}
}

func TestALicenceIsSignedOnceEveryMemberHasSigned(t *testing.T) {
	w := newWorld(t)
	first, second, licensee := w.owner("first"), w.owner("second"), w.admit("licensee", w.operator)
	terms := licenceOf(w.patentOf(first, second), licensee, first, second)
	instrument := w.propose(terms, first)
	sign := func(signers ...actor) *SignInstrument {
		return &SignInstrument{Envelope: w.envelope(instrument), Terms: terms, Signing: ids(signers...)}
	}
	other := sign(second)
	other.Terms.Text = word("other text")
	w.refused(TermsMismatch(terms.structHash(), other.Terms.structHash()), other, second)
	w.refused(AlreadySigned(first.id), sign(second, first), second, first)
	w.refused(DuplicateParty(second.id), sign(second, second), second)
	w.refused(NotAuthorised(w.bank.id), sign(w.bank), w.bank)
	w.refused(SignatureMissing(licensee.id, 0), sign(second, licensee), second)
	w.do(sign(second), second)
	w.stateIs(instrument, StateProposed)
	w.do(sign(licensee), licensee)
	w.stateIs(instrument, StateSigned)
	w.refused(StateForbids(instrument, StateSigned), sign(licensee), licensee)
}

func TestWhomTheGrantRuleAsksFor(t *testing.T) {
	exclusive := func(terms Terms) Terms { return exclusively(terms, 0) }
	same := func(terms Terms) Terms { return terms }
	for _, test := range []struct {
		name     string
		rule     GrantRule
		shares   []uint16
		grantors []int
		terms    func(Terms) Terms
		missing  int
	}{
		{"all holders", GrantRuleAll, []uint16{5_000, 3_000, 2_000}, []int{0, 1, 2}, same, -1},
		{"all holders but one", GrantRuleAll, []uint16{5_000, 3_000, 2_000}, []int{0, 2}, same, 1},
		{"more than half", GrantRuleMajority, []uint16{2_000, 5_001, 2_999}, []int{1}, same, -1},
		{"more than half, exclusively", GrantRuleMajority, []uint16{2_000, 5_001, 2_999}, []int{1}, exclusive, -1},
		{"exactly half", GrantRuleMajority, []uint16{2_000, 5_000, 3_000}, []int{1}, same, 0},
		{"each alone", GrantRuleEach, []uint16{1, 9_998, 1}, []int{2}, same, -1},
		{"each alone, exclusively", GrantRuleEach, []uint16{1, 9_998, 1}, []int{0, 1}, exclusive, 2},
		{"each alone, none", GrantRuleEach, []uint16{1, 9_998, 1}, nil, same, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			owners := []actor{w.owner("first"), w.owner("second"), w.owner("third")}
			licensee := w.admit("licensee", w.operator)
			rights := []Right{rightIn(allOfVietNam, opening, opening+2*year)}
			command := w.declaration(AssetKindPatent, test.rule, rights, owners...)
			for i, bps := range test.shares {
				command.Holders[i].Bps = bps
			}
			w.do(command, owners...)
			w.do(w.raise(command.Record, 1), w.registrar)
			var grantors []actor
			for _, index := range test.grantors {
				grantors = append(grantors, owners[index])
			}
			proposal := w.proposal(test.terms(licenceOf(command.Record, licensee, grantors...)), licensee)
			if test.missing >= 0 {
				w.refused(SignatoryMissing(owners[test.missing].id), proposal, licensee)
			} else {
				w.do(proposal, licensee)
			}
		})
	}
}

func TestTermsOfALicenceThatAreRefused(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(w *world, terms *Terms, owner, licensee actor)
		want   func(w *world, terms Terms, owner, licensee actor) *Refusal
	}{
		{
			"no grantee",
			func(_ *world, terms *Terms, _, _ actor) { terms.Members[1].MemberRole = MemberRoleConsenting },
			func(*world, Terms, actor, actor) *Refusal { return SignatoryMissing(Bytes32{}) },
		},
		{
			"a grantor without title",
			func(w *world, terms *Terms, _, _ actor) {
				terms.Members = append(terms.Members, Member{w.bank.id, MemberRoleGrantor})
			},
			func(w *world, _ Terms, _, _ actor) *Refusal { return NoTitle(w.bank.id) },
		},
		{
			"a member twice in one role",
			func(_ *world, terms *Terms, _, licensee actor) {
				terms.Members = append(terms.Members, Member{licensee.id, MemberRoleGrantee})
			},
			func(_ *world, _ Terms, _, licensee actor) *Refusal { return DuplicateParty(licensee.id) },
		},
		{
			"a member that is no party",
			func(_ *world, terms *Terms, _, _ actor) {
				terms.Members = append(terms.Members, Member{word("nobody"), MemberRoleConsenting})
			},
			func(*world, Terms, actor, actor) *Refusal { return RecordNotFound(word("nobody")) },
		},
		{
			"an escrow agent that is no party",
			func(_ *world, terms *Terms, _, _ actor) { terms.EscrowAgent = word("no bank") },
			func(*world, Terms, actor, actor) *Refusal { return RecordNotFound(word("no bank")) },
		},
		{
			"a subject that is no asset",
			func(_ *world, terms *Terms, owner, _ actor) { terms.Subject = owner.id },
			func(_ *world, _ Terms, owner, _ actor) *Refusal { return RecordNotFound(owner.id) },
		},
		{
			"a last day that is over",
			func(_ *world, terms *Terms, _, _ actor) { terms.EffectBy = opening },
			func(*world, Terms, actor, actor) *Refusal { return TooLate(opening, opening) },
		},
		{
			"a term beyond the right's",
			func(_ *world, terms *Terms, _, _ actor) { terms.Scope.End = opening + 20*year + 1 },
			func(_ *world, terms Terms, _, _ actor) *Refusal { return RightNotInForce(terms.Subject) },
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
			terms := licenceOf(w.patentOf(owner), licensee, owner)
			test.change(w, &terms, owner, licensee)
			w.refused(test.want(w, terms, owner, licensee), w.proposal(terms, owner), owner)
		})
	}
}

func TestACoOwnerMayBeTheLicensee(t *testing.T) {
	w := newWorld(t)
	first, second := w.owner("first"), w.owner("second")
	asset := w.patentOf(first, second)
	instrument := w.propose(licenceOf(asset, second, first, second), first, second)
	w.stateIs(instrument, StateSigned)
}

func TestKindsThatAreNeverLicensed(t *testing.T) {
	for _, kind := range []AssetKind{AssetKindGeographicalIndication, AssetKindTradeName} {
		w := newWorld(t)
		owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
		asset := w.assetOf(kind, GrantRuleAll, []Right{rightIn(allOfVietNam, opening, opening+2*year)}, owner)
		w.refused(NotLicensable(kind), w.proposal(licenceOf(asset, licensee, owner), owner), owner)
	}
}

func TestOnlyAnActiveAssetIsLicensed(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	rights := []Right{rightIn(allOfVietNam, opening, opening+2*year)}
	registered := w.declare(AssetKindPatent, GrantRuleAll, rights, owner)
	terms := licenceOf(registered, licensee, owner)
	w.refused(StateForbids(registered, StateRegistered), w.proposal(terms, owner), owner)
	asset := w.patentOf(owner)
	signed := w.propose(licenceOf(asset, licensee, owner), owner, licensee)
	w.do(&DisputeAsset{Envelope: w.envelope(asset), Claim: word("claim"), Claimant: licensee.id}, w.arbiter, licensee)
	w.refused(StateForbids(asset, StateDisputed), w.proposal(licenceOf(asset, licensee, owner), owner), owner)
	w.refused(StateForbids(asset, StateDisputed), &EffectInstrument{w.envelope(signed)}, owner)
}

func TestAnApplicationIsNotLicensed(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	application := rightIn(allOfVietNam, opening, opening+2*year)
	application.RightStage = RightStageApplication
	asset := w.assetOf(AssetKindPatent, GrantRuleAll, []Right{application}, owner)
	w.refused(RightNotInForce(asset), w.proposal(licenceOf(asset, licensee, owner), owner), owner)
}
