package rules

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Store holds the ledger's state as values under keys.
//
// Get MUST answer nil and no error for a key never put. It need not see what was put since the call of Apply began:
// Apply reads everything before it puts anything, and puts nothing where it refuses. A caller of Apply MUST discard
// what was put if Put or Apply answers an error. Two calls of Apply on one state MUST be serialised by the keys they
// read, as Fabric's validation does.
type Store interface {
	Get(key string) ([]byte, error)
	Put(key string, value []byte) error
}

// Keys of the store. There is no counter and no key that every command writes.
const ledgerKey = "ledger"

func key(family string, parts ...fmt.Stringer) string {
	named := make([]string, 0, len(parts)+1)
	named = append(named, family)
	for _, part := range parts {
		named = append(named, part.String())
	}
	return strings.Join(named, "/")
}

func recordKey(record Bytes32) string       { return key("record", record) }
func receiptKey(digest Bytes32) string      { return key("receipt", digest) }
func partyKey(party Bytes32) string         { return key("party", party) }
func signingKey(address Address) string     { return key("key", address) }
func interestKey(p, subject Bytes32) string { return key("interest", p, subject) }
func assetKey(asset Bytes32) string         { return key("asset", asset) }
func rightKey(office, n Bytes32) string     { return key("right", office, n) }
func instrumentKey(id Bytes32) string       { return key("instrument", id) }
func encumbranceKey(subject Bytes32) string { return key("encumbrance", subject) }
func listingKey(listing Bytes32) string     { return key("listing", listing) }
func appraisalKey(id Bytes32) string        { return key("appraisal", id) }
func problemKey(problem Bytes32) string     { return key("problem", problem) }
func proposalKey(proposal Bytes32) string   { return key("proposal", proposal) }
func pilotKey(pilot Bytes32) string         { return key("pilot", pilot) }
func certificateKey(id Bytes32) string      { return key("certificate", id) }
func paymentKey(pilot Bytes32) string       { return key("payment", pilot) }
func royaltyPeriodKey(id Bytes32) string    { return key("royalty period", id) }
func reportedPeriodsKey(id Bytes32) string  { return key("reported periods", id) }
func documentKey(document Bytes32) string   { return key("document", document) }

// What rules ask of a record by others that name it: each holds one value, however many commands there were.

func reviewKey(proposal Bytes32, kind AppraisalKind) string {
	return key("review", proposal, NewUint256(uint64(kind)))
}
func handedInKey(problem, provider Bytes32) string { return key("handed-in", problem, provider) }
func passesKey(proposal Bytes32) string            { return key("passes", proposal) }
func certifiedKey(pilot Bytes32) string            { return key("certified", pilot) }
func anchoredKey(party, namespace Bytes32) string  { return key("anchored", party, namespace) }

// transaction reads from a store and holds what is to be written until the command is accepted.
type transaction struct {
	store  Store
	writes []write
}

type write struct {
	key   string
	value []byte
}

// get reads a value; nil where there is none.
func get[T any](tx *transaction, key string) (*T, error) {
	text, err := tx.store.Get(key)
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", key, err)
	}
	if text == nil {
		return nil, nil
	}
	value := new(T)
	if err := json.Unmarshal(text, value); err != nil {
		return nil, fmt.Errorf("value of %s: %w", key, err)
	}
	return value, nil
}

// known reads a value that is there wherever its record is.
func known[T any](tx *transaction, key string) (*T, error) {
	found, err := get[T](tx, key)
	if err == nil && found == nil {
		err = fmt.Errorf("%s has no state", key)
	}
	return found, err
}

// put holds a value for writing. Its JSON is one text for one value: members in the order of the type, no maps.
func (tx *transaction) put(key string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("value of %s: %w", key, err)
	}
	tx.writes = append(tx.writes, write{key, text})
	return nil
}

// commit writes what was held, in the order in which the rules put it.
func (tx *transaction) commit() error {
	for _, each := range tx.writes {
		if err := tx.store.Put(each.key, each.value); err != nil {
			return fmt.Errorf("put %s: %w", each.key, err)
		}
	}
	return nil
}
