package rules

// rightIn is a granted right of a term, in the provinces of a word; "VN" is all of them.
func rightIn(provinces uint64, start, end uint64) Right {
	return Right{
		Office: label("VN"), Number: label("10041237"), RightStage: RightStageGranted, Provinces: provinces,
		Start: start, End: end,
	}
}

const allOfVietNam = ^uint64(0)

// patentOf is a patent in force in Viet Nam for twenty years, at tier 1 and so active, held in equal shares.
func (w *world) patentOf(owners ...actor) Bytes32 {
	w.t.Helper()
	return w.assetOf(AssetKindPatent, GrantRuleAll, []Right{rightIn(allOfVietNam, opening, opening+20*year)}, owners...)
}

// assetOf is an active asset of a kind, held in equal shares.
func (w *world) assetOf(kind AssetKind, rule GrantRule, rights []Right, owners ...actor) Bytes32 {
	w.t.Helper()
	asset := w.declare(kind, rule, rights, owners...)
	w.do(&RaiseTier{Envelope: w.envelope(asset), Tier: 1, Evidence: word("evidence")}, w.registrar)
	return asset
}

// declare registers an asset, held in equal shares.
func (w *world) declare(kind AssetKind, rule GrantRule, rights []Right, owners ...actor) Bytes32 {
	w.t.Helper()
	command := w.declaration(kind, rule, rights, owners...)
	w.do(command, owners...)
	return command.Record
}

func (w *world) declaration(kind AssetKind, rule GrantRule, rights []Right, owners ...actor) *RegisterAsset {
	w.t.Helper()
	nonce := w.nonce()
	command := &RegisterAsset{
		Envelope: w.envelope(RecordID(KindAsset, owners[0].id, nonce)), Nonce: nonce, AssetKind: kind,
		Title: word("title"), GrantRule: rule, Rights: rights, Holders: equalShares(owners...),
	}
	return command
}

// equalShares gives what does not divide to the first holder.
func equalShares(owners ...actor) []Share {
	shares := make([]Share, len(owners))
	for i, owner := range owners {
		shares[i] = Share{owner.id, uint16(wholeBps / len(owners))}
	}
	shares[0].Bps += uint16(wholeBps % len(owners))
	return shares
}

// licenceOf are terms of a non-exclusive licence of everything, in Hà Nội, for one year.
func licenceOf(asset Bytes32, grantee actor, grantors ...actor) Terms {
	terms := Terms{
		InstrumentKind: InstrumentKindLicence, Subject: asset, Exclusivity: ExclusivityNonExclusive,
		Scope: Scope{Provinces: 1, Start: opening, End: opening + year}, Text: word("text"),
		Moves: []Move{},
	}
	for _, grantor := range grantors {
		terms.Members = append(terms.Members, Member{grantor.id, MemberRoleGrantor})
	}
	terms.Members = append(terms.Members, Member{grantee.id, MemberRoleGrantee})
	return terms
}

// exclusively makes terms exclusive and acknowledges an encumbrance version.
func exclusively(terms Terms, encumbranceVersion uint32) Terms {
	terms.Exclusivity, terms.EncumbranceVersion = ExclusivityExclusive, encumbranceVersion
	return terms
}

func ids(actors ...actor) []Bytes32 {
	listed := make([]Bytes32, len(actors))
	for i, each := range actors {
		listed[i] = each.id
	}
	return listed
}

// proposal is the command that puts terms, signed by these parties.
func (w *world) proposal(terms Terms, signers ...actor) *ProposeInstrument {
	w.t.Helper()
	nonce := w.nonce()
	return &ProposeInstrument{
		Envelope: w.envelope(RecordID(KindInstrument, signers[0].id, nonce)), Nonce: nonce, Terms: terms,
		Signing: ids(signers...),
	}
}

// propose has terms put and signed by these parties at once.
func (w *world) propose(terms Terms, signers ...actor) Bytes32 {
	w.t.Helper()
	command := w.proposal(terms, signers...)
	w.do(command, signers...)
	return command.Record
}

// effect has terms signed by all of these parties and take effect.
func (w *world) effect(terms Terms, members ...actor) Bytes32 {
	w.t.Helper()
	instrument := w.propose(terms, members...)
	w.do(&EffectInstrument{w.envelope(instrument)}, members[0])
	return instrument
}

// encumbranceVersion is the subject's current one.
func (w *world) encumbranceVersion(subject Bytes32) uint32 {
	w.t.Helper()
	if found := stored[encumbrance](w, encumbranceKey(subject)); found != nil {
		return found.Version
	}
	return 0
}
