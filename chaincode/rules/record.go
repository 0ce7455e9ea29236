package rules

import "slices"

// entry is what the ledger keeps of every record, whatever its kind.
// AuthorityVersion: the version of the last authority command, 1 if none. At: when it last moved or was touched.
type entry struct {
	Kind             Kind    `json:"kind"`
	State            State   `json:"state"`
	Version          uint32  `json:"version"`
	AuthorityVersion uint32  `json:"authority_version"`
	Head             Bytes32 `json:"head"`
	At               uint64  `json:"at,string"`
}

// entry reads a record of a kind, of any kind for 0; RECORD_NOT_FOUND where there is none.
func (c *call) entry(record Bytes32, kind Kind) (*entry, error) {
	found, err := get[entry](&c.transaction, recordKey(record))
	if err != nil {
		return nil, err
	}
	if found == nil || (kind != 0 && found.Kind != kind) {
		return nil, RecordNotFound(record)
	}
	return found, nil
}

// openRecord is check 6 of a create: the id follows from kind, first signer and nonce, and no such record exists.
func (c *call) openRecord(expected Bytes32) error {
	if c.envelope.Record != expected {
		return WrongRecordID(expected, c.envelope.Record)
	}
	found, err := get[entry](&c.transaction, recordKey(expected))
	switch {
	case err != nil:
		return err
	case found != nil:
		return VersionMismatch(found.Version, c.envelope.ExpectedVersion)
	case c.envelope.ExpectedVersion != 0:
		return VersionMismatch(0, c.envelope.ExpectedVersion)
	}
	c.entryBefore = &entry{Kind: c.about.kind, Head: expected, AuthorityVersion: 1}
	return nil
}

// openOrFindRecord is check 6 of a create that comes again: as of a create, but the record may be there, and the
// version is then its own (docs/specs/readings.md, 50). entryBefore.Version tells which.
func (c *call) openOrFindRecord(expected Bytes32) error {
	if c.envelope.Record != expected {
		return WrongRecordID(expected, c.envelope.Record)
	}
	found, err := get[entry](&c.transaction, recordKey(expected))
	if err != nil {
		return err
	}
	if found == nil {
		found = &entry{Kind: c.about.kind, Head: expected, AuthorityVersion: 1}
	}
	if c.envelope.ExpectedVersion != found.Version {
		return VersionMismatch(found.Version, c.envelope.ExpectedVersion)
	}
	c.entryBefore = found
	return nil
}

// findRecord is check 6 of every other command. An authority command leaves room in the version.
func (c *call) findRecord(authority bool) error {
	found, err := c.entry(c.envelope.Record, c.about.kind)
	if err != nil {
		return err
	}
	expected := c.envelope.ExpectedVersion
	least := found.Version
	if authority {
		least = found.AuthorityVersion
	}
	if expected < least || expected > found.Version {
		return VersionMismatch(found.Version, expected)
	}
	c.entryBefore, c.authority = found, authority
	return nil
}

// inState answers STATE_FORBIDS where a record is in none of the states.
func inState(record Bytes32, state State, allowed ...State) error {
	if !slices.Contains(allowed, state) {
		return StateForbids(record, state)
	}
	return nil
}

// advance moves a record to its next version and chains the command's digest and time into its head.
func (c *call) advance(record Bytes32, from *entry, state State, authority bool) (*entry, error) {
	if c.at < from.At {
		return nil, ClockBehind(from.At, c.at)
	}
	moved := *from
	moved.State = state
	moved.Version++
	moved.Head = NextHead(from.Head, c.digest, c.at)
	moved.At = c.at
	if authority {
		moved.AuthorityVersion = moved.Version
	}
	return &moved, c.put(recordKey(record), &moved)
}
