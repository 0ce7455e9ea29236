package rules

import "slices"

// maxStanding is how many exclusive and sole grants stand on one subject at most.
const maxStanding = 64

// encumbrance is what stands on a subject. Version grows by one when a grant or pledge takes effect or is ended;
// Standing are the exclusive and sole grants, as the conflict table never looks at non-exclusive ones. Each list is in
// the order of taking effect, and its length is bounded: by maxStanding, by maxPledges, and that of sublicences by
// those that stand at one time, as what has run out leaves when the next one joins.
type encumbrance struct {
	Version     uint32       `json:"version"`
	Standing    []standing   `json:"standing"`
	Pledges     []pledge     `json:"pledges"`
	Sublicences []sublicence `json:"sublicences"`
}

// standing is one exclusive or sole grant in effect or suspended.
type standing struct {
	Instrument Bytes32 `json:"instrument"`
	Scope      Scope   `json:"scope"`
}

func (c *call) encumbrance(subject Bytes32) (*encumbrance, error) {
	found, err := get[encumbrance](&c.transaction, encumbranceKey(subject))
	if err == nil && found == nil {
		found = &encumbrance{Standing: []standing{}, Pledges: []pledge{}, Sublicences: []sublicence{}}
	}
	return found, err
}

// admit is the conflict table: no grant joins an exclusive or sole one that it overlaps, and an exclusive or sole
// grant acknowledges the encumbrance version, so that non-exclusive ones need no look. A suspended grant stands.
func (e *encumbrance) admit(subject, instrument Bytes32, t *Terms, at uint64) error {
	live := make([]standing, 0, len(e.Standing)+1)
	for _, existing := range e.Standing {
		if existing.Scope.End <= at {
			continue
		}
		if existing.Scope.overlaps(t.Scope) {
			return GrantConflict(subject, existing.Instrument)
		}
		live = append(live, existing)
	}
	if t.Exclusivity == ExclusivityNonExclusive {
		e.Version++
		return nil
	}
	if t.EncumbranceVersion != e.Version {
		return StaleEncumbrance(e.Version, t.EncumbranceVersion)
	}
	if len(live) >= maxStanding {
		return ListFull(subject, NewUint256(maxStanding))
	}
	e.Version++
	e.Standing = append(live, standing{instrument, t.Scope})
	return nil
}

// end takes a grant or pledge that had taken effect off the subject.
func (e *encumbrance) end(instrument Bytes32) {
	e.Version++
	e.Standing = slices.DeleteFunc(e.Standing, func(each standing) bool { return each.Instrument == instrument })
	e.Pledges = slices.DeleteFunc(e.Pledges, func(each pledge) bool { return each.Instrument == instrument })
	e.Sublicences = slices.DeleteFunc(e.Sublicences, func(each sublicence) bool { return each.Instrument == instrument })
}

// narrow replaces the scope of a standing grant; the version does not change.
func (e *encumbrance) narrow(instrument Bytes32, scope Scope) {
	for i := range e.Standing {
		if e.Standing[i].Instrument == instrument {
			e.Standing[i].Scope = scope
		}
	}
	for i := range e.Sublicences {
		if e.Sublicences[i].Instrument == instrument {
			e.Sublicences[i].End = scope.End
		}
	}
}
