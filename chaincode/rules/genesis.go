package rules

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Genesis is the genesis document; its RFC 8785 bytes give the ledger's id.
// Keys: 1 to 16 addresses, the first gives the regulator's party id. At: genesis time, UTC seconds.
type Genesis struct {
	At        uint64 // members stand in the order of their names, which is RFC 8785's
	Country   uint16
	Keys      []Address
	PartyKind PartyKind
	Profile   Bytes32
	Threshold uint8
}

// foundation is what the store keeps of the genesis document.
type foundation struct {
	Ledger Bytes32 `json:"ledger"`
	At     uint64  `json:"at,string"`
}

// maxGenesisTime: beyond, a number of RFC 8785 is not exact.
const maxGenesisTime = 1<<53 - 1

// ErrFounded: the store holds a ledger already.
var ErrFounded = errors.New("the ledger is founded already")

// DecodeGenesis reads a genesis document (docs/specs/commands.md); it refuses with MALFORMED and the member's path.
func DecodeGenesis(data []byte) (Genesis, *Refusal) {
	d := &decoder{}
	m := d.object(d.document(data), "", "at", "name", "regulator", "version")
	r := d.object(m[2], "regulator", "country", "keys", "party_kind", "profile", "threshold")
	g := Genesis{
		At:        d.wholeNumber(m[0], "at", maxGenesisTime),
		Country:   number[uint16](d, r[0], "regulator.country"),
		Keys:      list(d, r[1], "regulator.keys", d.address),
		PartyKind: number[PartyKind](d, r[2], "regulator.party_kind"),
		Profile:   d.bytes32(r[3], "regulator.profile"),
		Threshold: number[uint8](d, r[4], "regulator.threshold"),
	}
	if string(d.text(m[1], "name")) != domainName {
		d.malformed("name")
	}
	if string(d.text(m[3], "version")) != domainVersion {
		d.malformed("version")
	}
	if len(g.Keys) < 1 || len(g.Keys) > maxKeys {
		d.malformed("regulator.keys")
	}
	for i, address := range g.Keys {
		if address == (Address{}) || slices.Contains(g.Keys[:i], address) {
			d.malformed(indexed("regulator.keys", i))
		}
	}
	if g.Threshold < 1 || int(g.Threshold) > len(g.Keys) {
		d.malformed("regulator.threshold")
	}
	return g, d.refusal
}

// document is the RFC 8785 form: members sorted by name, no space.
func (g Genesis) document() ([]byte, error) {
	type regulator struct {
		Country   uint16    `json:"country"`
		Keys      []Address `json:"keys"`
		PartyKind PartyKind `json:"party_kind"`
		Profile   Bytes32   `json:"profile"`
		Threshold uint8     `json:"threshold"`
	}
	return json.Marshal(struct {
		At        uint64    `json:"at"`
		Name      string    `json:"name"`
		Regulator regulator `json:"regulator"`
		Version   string    `json:"version"`
	}{g.At, domainName, regulator{g.Country, g.Keys, g.PartyKind, g.Profile, g.Threshold}, domainVersion})
}

// Found makes the ledger in an empty store: the regulator of the genesis document as an active party at version 1.
// The event's digest is the ledger's id.
func Found(store Store, genesis Genesis) (*Event, error) {
	document, err := genesis.document()
	if err != nil {
		return nil, fmt.Errorf("genesis document: %w", err)
	}
	c := &call{transaction: transaction{store: store}, at: genesis.At, digest: keccak(document)}
	if founded, err := get[foundation](&c.transaction, ledgerKey); err != nil {
		return nil, err
	} else if founded != nil {
		return nil, ErrFounded
	}
	if err := c.put(ledgerKey, foundation{c.digest, genesis.At}); err != nil {
		return nil, err
	}
	id := PartyID(genesis.Keys[0])
	first := &entry{Kind: KindParty, Head: id, AuthorityVersion: 1}
	moved, err := c.advance(id, first, StateActive, false)
	if err != nil {
		return nil, err
	}
	regulator := &party{
		PartyKind: genesis.PartyKind, Country: genesis.Country, Threshold: genesis.Threshold, Keys: genesis.Keys,
		Roles: []roleGrant{{
			Role: RoleRegulator, Fields: fieldsWord(0), ValidFrom: genesis.At, ValidTo: withoutEnd,
		}},
	}
	if err := c.putParty(id, regulator); err != nil {
		return nil, err
	}
	if err := c.putFirstKeys(id, genesis.Keys); err != nil {
		return nil, err
	}
	if err := c.commit(); err != nil {
		return nil, err
	}
	return &Event{
		Name: "GenesisRecorded",
		Header: Header{
			Record: id, Kind: KindParty, Version: moved.Version, Head: moved.Head, Digest: c.digest, At: genesis.At,
			Signers: []Bytes32{}, Signatures: []hexBytes{}, Touched: []Touch{},
		},
		Fields:  json.RawMessage(document),
		Outcome: struct{}{},
	}, nil
}
