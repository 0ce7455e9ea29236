package rules

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"
)

// genesisAt is where the tests' ledger time begins, and opening the instant at which a world starts.
const (
	genesisAt = 1_795_000_000
	opening   = genesisAt + 1_000
	hour      = 3_600
	day       = 24 * hour
	year      = 365 * day
)

// actor is a party with its keys; the first one gives its id.
type actor struct {
	keys []*secp256k1.PrivateKey
	id   Bytes32
}

// named makes an actor with keys that follow from its name.
func named(name string, keys int) actor {
	made := actor{}
	for i := range keys {
		secret := sha256.Sum256(fmt.Appendf(nil, "%s %d", name, i))
		made.keys = append(made.keys, secp256k1.PrivKeyFromBytes(secret[:]))
	}
	made.id = PartyID(made.address(0))
	return made
}

func (a actor) address(key int) Address { return addressOf(a.keys[key].PubKey()) }

func (a actor) addresses() (all []Address) {
	for i := range a.keys {
		all = append(all, a.address(i))
	}
	return all
}

// with is the actor signing by one of its keys alone.
func (a actor) with(key int) actor {
	return actor{keys: a.keys[key : key+1], id: a.id}
}

// word is a value of 32 bytes that follows from a text.
func word(text string) Bytes32 { return sha256.Sum256([]byte(text)) }

func label(text string) (value Bytes32) {
	copy(value[:], text)
	return value
}

// world is a ledger with its authorities, at a time that tests set.
type world struct {
	t      *testing.T
	store  *memoryStore
	ledger Bytes32
	at     uint64
	nonces int

	regulator, operator, registrar, transferRegistrar, arbiter, auditor, bank actor
}

func foundedWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, store: newMemoryStore(), at: opening, regulator: named("regulator", 1)}
	founded, err := Found(w.store, Genesis{
		At: genesisAt, Country: vietNam, Keys: w.regulator.addresses(), PartyKind: PartyKindAgency,
		Profile: word("regulator"), Threshold: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.store.end(true)
	w.ledger = founded.Header.Digest
	return w
}

// newWorld has every authority in its role.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := foundedWorld(t)
	w.operator = w.admit("operator", w.regulator)
	w.give(w.operator, RoleOperator, w.regulator)
	for _, each := range []struct {
		actor *actor
		name  string
		role  Role
	}{
		{&w.registrar, "ip registrar", RoleIPRegistrar},
		{&w.transferRegistrar, "transfer registrar", RoleTransferRegistrar},
		{&w.arbiter, "arbiter", RoleArbiter},
		{&w.auditor, "auditor", RoleAuditor},
		{&w.bank, "bank", RoleEscrowAgent},
	} {
		*each.actor = w.admit(each.name, w.operator)
		w.give(*each.actor, each.role, w.operator, w.regulator)
	}
	return w
}

const (
	vietNam = 240
	japan   = 113
)

// register announces a party of one key.
func (w *world) register(name string) actor {
	w.t.Helper()
	made := named(name, 1)
	w.do(&RegisterParty{
		Envelope: w.envelope(made.id), PartyKind: PartyKindEnterprise, Profile: word(name), Country: vietNam,
		Keys: made.addresses(), Threshold: 1,
	}, made)
	return made
}

// admit registers a party and has it admitted.
func (w *world) admit(name string, by actor) actor {
	w.t.Helper()
	made := w.register(name)
	w.do(&MoveParty{Envelope: w.envelope(made.id), PartyState: PartyStateActive}, by)
	return made
}

// give grants a role from now on, for ten years.
func (w *world) give(to actor, role Role, by ...actor) {
	w.t.Helper()
	w.do(&GrantRole{Envelope: w.envelope(to.id), Role: role, ValidFrom: w.at, ValidTo: w.at + 10*year}, by...)
}

// owner is an admitted party with the role owner.
func (w *world) owner(name string) actor {
	w.t.Helper()
	made := w.admit(name, w.operator)
	w.give(made, RoleOwner, w.operator)
	return made
}

// envelope expects the record's current version.
func (w *world) envelope(record Bytes32) Envelope {
	w.t.Helper()
	made := Envelope{Record: record, NotAfter: w.at + hour}
	if found := w.entryOf(record); found != nil {
		made.ExpectedVersion = found.Version
	}
	return made
}

// entryOf is what the store holds of a record; nil where there is none.
func (w *world) entryOf(record Bytes32) *entry {
	w.t.Helper()
	return stored[entry](w, recordKey(record))
}

func stored[T any](w *world, key string) *T {
	w.t.Helper()
	text := w.store.values[key]
	if text == nil {
		return nil
	}
	value := new(T)
	if err := json.Unmarshal(text, value); err != nil {
		w.t.Fatal(err)
	}
	return value
}

// nonce is another one each time.
func (w *world) nonce() Bytes32 {
	w.nonces++
	return word(fmt.Sprintf("nonce %d", w.nonces))
}

// sign has every key of each signer sign.
func (w *world) sign(command Command, signers ...actor) Signed {
	signed := Signed{Ledger: w.ledger, Command: command}
	digest := signed.Digest()
	for _, signer := range signers {
		for _, key := range signer.keys {
			signed.Signatures = append(signed.Signatures, signature(key, digest))
		}
	}
	return signed
}

// signature is r ‖ s ‖ v.
func signature(key *secp256k1.PrivateKey, digest Bytes32) []byte {
	compact := ecdsa.SignCompact(key, digest[:], false)
	return append(compact[1:], compact[0])
}

// do has a command accepted.
func (w *world) do(command Command, signers ...actor) *Event {
	w.t.Helper()
	return w.accept(w.sign(command, signers...))
}

func (w *world) accept(signed Signed) *Event {
	w.t.Helper()
	_, event, refusal := submit(w.t, w.store, w.at, signed)
	if refusal != nil {
		w.t.Fatalf("%s was refused: %v", signed.Command.Name(), refusal)
	}
	return event
}

// refused has a command refused, with exactly these values.
func (w *world) refused(want *Refusal, command Command, signers ...actor) {
	w.t.Helper()
	w.refuse(want, w.sign(command, signers...))
}

func (w *world) refuse(want *Refusal, signed Signed) {
	w.t.Helper()
	_, _, refusal := submit(w.t, w.store, w.at, signed)
	if refusal == nil {
		w.t.Fatalf("%s was accepted, want %v", signed.Command.Name(), want)
	}
	if refusal.Error() != want.Error() {
		w.t.Fatalf("%s: refused with %v, want %v", signed.Command.Name(), refusal, want)
	}
}

// stateIs asserts the stored state of a record.
func (w *world) stateIs(record Bytes32, want State) {
	w.t.Helper()
	if found := w.entryOf(record); found == nil || found.State != want {
		w.t.Fatalf("record %s stands at %+v, want state %d", record, found, want)
	}
}
