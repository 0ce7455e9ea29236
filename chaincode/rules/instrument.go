package rules

import "slices"

// instrument is what rules read of an agreement beside its record's entry.
// Signed: the members that have signed. Required, Met: gates, bit gate-1 each; Required holds those that follow from
// the members and the terms, Met also voluntary registrations. Funded, Paid, Released, Refunded: basis points of the
// agreed sum. TookEffect: it stood in effect once.
type instrument struct {
	Terms        Terms     `json:"terms"`
	TermsDigest  Bytes32   `json:"terms_digest"`
	Signed       []Bytes32 `json:"signed"`
	Required     uint8     `json:"required"`
	Met          uint8     `json:"met"`
	Funded       uint16    `json:"funded"`
	Paid         uint16    `json:"paid"`
	Released     uint16    `json:"released"`
	Refunded     uint16    `json:"refunded"`
	TookEffect   bool      `json:"took_effect"`
	RegisteredAt uint64    `json:"registered_at,string"`
}

// openInstrument is check 6 of a command on an instrument, and reads it.
func (c *call) openInstrument(authority bool) (*instrument, error) {
	if err := c.findRecord(authority); err != nil {
		return nil, err
	}
	return c.instrument(c.envelope.Record)
}

// instrument reads what is known of an instrument that exists.
func (c *call) instrument(id Bytes32) (*instrument, error) {
	return known[instrument](&c.transaction, instrumentKey(id))
}

func (c *call) putInstrument(id Bytes32, i *instrument) error { return c.put(instrumentKey(id), i) }

// kindsWithoutEnd do not expire: their scope states the agreement's own reach alone.
var kindsWithoutEnd = []InstrumentKind{
	InstrumentKindAssignment, InstrumentKindPledge, InstrumentKindSolutionContract,
}

// stateAt is the derived reading: what has run out reads expired (docs/specs/readings.md, 15).
func (i *instrument) stateAt(stored State, at uint64) State {
	stands := stored == StateEffective || stored == StateSuspended
	if stands && i.Terms.Scope.End <= at && !slices.Contains(kindsWithoutEnd, i.Terms.InstrumentKind) {
		return StateExpired
	}
	return stored
}

// isPastEffectBy: the terms' last day for taking effect is over.
func (t *Terms) isPastEffectBy(at uint64) bool {
	return t.EffectBy != 0 && t.EffectBy <= at
}

// parties are the members' parties, in the order of the terms.
func (t *Terms) parties() []Bytes32 {
	parties := make([]Bytes32, len(t.Members))
	for i, member := range t.Members {
		parties[i] = member.Party
	}
	return parties
}

// inRole are the parties listed in a member role, in the order of the terms.
func (t *Terms) inRole(role MemberRole) (parties []Bytes32) {
	for _, member := range t.Members {
		if member.MemberRole == role {
			parties = append(parties, member.Party)
		}
	}
	return parties
}

// members are the parties that count as members now: once a licence took effect, the asset's holders stand in place
// of its grantors. Other kinds keep theirs (docs/specs/readings.md, 78).
func (i *instrument) members(g *ground) []Bytes32 {
	if !i.TookEffect || i.Terms.InstrumentKind != InstrumentKindLicence {
		return i.Terms.parties()
	}
	parties := g.asset.holders()
	for _, member := range i.Terms.Members {
		if member.MemberRole != MemberRoleGrantor {
			parties = append(parties, member.Party)
		}
	}
	return parties
}

// signingMembers is check 8 of a command that names who signs it (reading 24).
func (c *call) signingMembers(signing, members []Bytes32) error {
	if err := c.eachSignerAmong(signing...); err != nil {
		return err
	}
	for _, party := range signing {
		if !slices.Contains(members, party) {
			return NotAuthorised(party)
		}
	}
	return c.signedByEvery(signing...)
}

func noneTwice(parties []Bytes32) error {
	for i, party := range parties {
		if slices.Contains(parties[:i], party) {
			return DuplicateParty(party)
		}
	}
	return nil
}

// addSignatures enters who has signed; the record is signed when every member has.
func (c *call) addSignatures(i *instrument, signing []Bytes32) {
	i.Signed = append(i.Signed, signing...)
	c.state = StateSigned
	for _, party := range i.Terms.parties() {
		if !slices.Contains(i.Signed, party) {
			c.state = StateProposed
		}
	}
}

// Proposal is what stands in brackets beside InstrumentProposed. Gates: bit gate-1 for each gate required.
type Proposal struct {
	TermsDigest Bytes32 `json:"terms_digest"`
	Gates       uint8   `json:"gates"`
}

// proposeInstrument puts terms to all who must sign.
func (c *call) proposeInstrument(v *ProposeInstrument) error {
	if err := firstRefusal(
		func() error { return c.openRecord(RecordID(KindInstrument, c.signers[0], v.Nonce)) },
		func() error { return c.signingMembers(v.Signing, v.Terms.parties()) },
	); err != nil {
		return err
	}
	g, err := c.openGround(&v.Terms)
	if err != nil {
		return err
	}
	countries, err := c.countriesOf(&v.Terms)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return c.inTime(&v.Terms) },
		func() error { return noMemberTwice(v.Terms.Members) },
		func() error { return noneTwice(v.Signing) },
		func() error { return g.admits(&v.Terms) },
		func() error {
			proposed := &instrument{Terms: v.Terms, TermsDigest: v.Terms.structHash(), Required: requiredGates(&v.Terms, countries)}
			c.addSignatures(proposed, v.Signing)
			c.outcome = Proposal{proposed.TermsDigest, proposed.gates(g.asset)}
			return c.putInstrument(v.Record, proposed)
		},
	)
}

// signInstrument agrees to the same terms, repeated in full.
func (c *call) signInstrument(v *SignInstrument) error {
	i, err := c.openInstrument(false)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return inState(v.Record, i.stateAt(c.entryBefore.State, c.at), StateProposed) },
		func() error { return c.signingMembers(v.Signing, i.Terms.parties()) },
		func() error { return noneTwice(v.Signing) },
		func() error {
			if given := v.Terms.structHash(); given != i.TermsDigest {
				return TermsMismatch(i.TermsDigest, given)
			}
			return nil
		},
		func() error {
			for _, party := range v.Signing {
				if slices.Contains(i.Signed, party) {
					return AlreadySigned(party)
				}
			}
			return nil
		},
		func() error {
			c.addSignatures(i, v.Signing)
			return c.putInstrument(v.Record, i)
		},
	)
}
