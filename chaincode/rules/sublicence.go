package rules

import "slices"

// parent is what a sublicence reads of the licence or sublicence that it lies within.
// terms: the parent's own. grantors: who consents to it. root, asset: the asset at the root of all parents.
type parent struct {
	terms    Terms
	grantors []Bytes32
	root     Bytes32
	asset    *asset
}

// isLicence: a licence, or one of the second and further degrees.
func (t *Terms) isLicence() bool {
	return t.InstrumentKind == InstrumentKindLicence || t.InstrumentKind == InstrumentKindSublicence
}

// openParent is check 9 of a sublicence's subject: it and each of its own parents is in effect, and the asset at the
// root is active; the first that is not is named, upwards. A parent's sub_depth bounds the way.
func (c *call) openParent(id Bytes32) (*parent, error) {
	nearest, err := c.licenceInEffect(id)
	if err != nil {
		return nil, err
	}
	last := nearest
	for last.Terms.InstrumentKind == InstrumentKindSublicence {
		if last, err = c.licenceInEffect(last.Terms.Subject); err != nil {
			return nil, err
		}
	}
	found := &parent{terms: nearest.Terms, root: last.Terms.Subject}
	if found.asset, err = c.activeAsset(found.root); err != nil {
		return nil, err
	}
	found.grantors = nearest.grantorsNow(found.asset)
	return found, nil
}

func (c *call) licenceInEffect(id Bytes32) (*instrument, error) {
	record, i, err := c.licence(id)
	if err != nil {
		return nil, err
	}
	return i, inState(id, i.stateAt(record.State, c.at), StateEffective)
}

// licence reads a licence or sublicence that a command names.
func (c *call) licence(id Bytes32) (*entry, *instrument, error) {
	record, err := c.entry(id, KindInstrument)
	if err != nil {
		return nil, nil, err
	}
	i, err := c.instrument(id)
	if err == nil && !i.Terms.isLicence() {
		err = RecordNotFound(id)
	}
	return record, i, err
}

// grantorsNow answer for a licence that took effect: of a licence the asset's holders, of a sublicence those listed
// (docs/specs/readings.md, 78).
func (i *instrument) grantorsNow(subject *asset) []Bytes32 {
	if i.Terms.InstrumentKind == InstrumentKindLicence {
		return subject.holders()
	}
	return i.Terms.inRole(MemberRoleGrantor)
}

// maySublicense are the rules that a sublicence meets when it is proposed and again at the instant of its effect.
func maySublicense(t *Terms, p *parent) error {
	grantees := p.terms.inRole(MemberRoleGrantee)
	return firstRefusal(
		func() error { return t.lists(MemberRoleGrantor, grantees...) },
		func() error {
			if p.terms.ConsentWaived {
				return nil
			}
			return t.lists(MemberRoleConsenting, p.grantors...)
		},
		t.hasGrantee,
		func() error { return t.grantorsAmong(grantees) },
		func() error {
			if !p.asset.covers(t.Scope) {
				return RightNotInForce(p.root)
			}
			return nil
		},
		func() error {
			if dimension := t.widerThanParent(&p.terms); dimension != "" {
				return SublicenceTooWide(dimension)
			}
			return nil
		},
	)
}

// widerThanParent names the first dimension in which a sublicence reaches beyond its parent; empty where it lies within
// (docs/specs/readings.md, 74).
func (t *Terms) widerThanParent(outer *Terms) string {
	if dimension := t.Scope.widerIn(outer.Scope); dimension != "" {
		return dimension
	}
	switch {
	case t.Exclusivity > outer.Exclusivity:
		return "exclusivity"
	case t.SubDepth >= outer.SubDepth:
		return "sub_depth"
	}
	return ""
}

// sublicence is one that stands on an instrument until its end, UTC seconds, unless it is ended before.
type sublicence struct {
	Instrument Bytes32 `json:"instrument"`
	End        uint64  `json:"end,string"`
}

// addSublicence lists one more; those that have run out leave the list, so that it does not grow with the past.
func (e *encumbrance) addSublicence(instrument Bytes32, end, at uint64) {
	standing := make([]sublicence, 0, len(e.Sublicences)+1)
	for _, each := range e.Sublicences {
		if at < each.End {
			standing = append(standing, each)
		}
	}
	e.Sublicences = append(standing, sublicence{instrument, end})
}

// hasSublicence tells whether one stands: in effect or suspended, and not expired.
func (e *encumbrance) hasSublicence(at uint64) bool {
	return slices.ContainsFunc(e.Sublicences, func(each sublicence) bool { return at < each.End })
}
