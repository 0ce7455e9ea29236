package rules

// parentOf is a party's parent as it is now; zero where it has none, or where there is no such party.
func (c *call) parentOf(id Bytes32) (Bytes32, error) {
	p, err := get[party](&c.transaction, partyKey(id))
	if err != nil || p == nil {
		return Bytes32{}, err
	}
	return p.Parent, nil
}

// related: the parties are the same, one is the parent of the other, or they share a parent (docs/specs/readings.md, 53).
func (c *call) related(one, other Bytes32) (bool, error) {
	if one == other {
		return true, nil
	}
	parent, err := c.parentOf(one)
	if err != nil {
		return false, err
	}
	otherParent, err := c.parentOf(other)
	if err != nil {
		return false, err
	}
	return parent == other || otherParent == one || (!parent.IsZero() && parent == otherParent), nil
}

// independent: NOT_INDEPENDENT where the two are related.
func (c *call) independent(party, with Bytes32) error {
	related, err := c.related(party, with)
	if err == nil && related {
		err = NotIndependent(party, with)
	}
	return err
}

// declared tells whether a party declared an interest in a record.
func (c *call) declared(party, subject Bytes32) (bool, error) {
	found, err := get[interest](&c.transaction, interestKey(party, subject))
	return found != nil, err
}

// declaredAny tells whether a party declared an interest in any of the records.
func (c *call) declaredAny(party Bytes32, subjects ...Bytes32) (bool, error) {
	for _, subject := range subjects {
		if found, err := c.declared(party, subject); err != nil || found {
			return found, err
		}
	}
	return false, nil
}

// matter is what a party judges: its records, and the parties whose matter it is, each in their order.
type matter struct {
	records []Bytes32
	parties []Bytes32
}

// noConflict: CONFLICT_OF_INTEREST with the first record in which the party declared an interest, else with the first
// party in which it declared one or to which it is related (docs/specs/readings.md, 54).
func (c *call) noConflict(party Bytes32, in matter) error {
	for _, record := range in.records {
		if found, err := c.declared(party, record); err != nil {
			return err
		} else if found {
			return ConflictOfInterest(party, record)
		}
	}
	for _, other := range in.parties {
		found, err := c.declared(party, other)
		if err == nil && !found {
			found, err = c.related(party, other)
		}
		if err != nil {
			return err
		}
		if found {
			return ConflictOfInterest(party, other)
		}
	}
	return nil
}
