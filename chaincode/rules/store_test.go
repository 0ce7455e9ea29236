package rules

import (
	"bytes"
	"errors"
	"maps"
	"testing"
)

// memoryStore keeps values in memory. Like Fabric's simulation, a reader sees no write of the call under way: what is
// put stands aside until the call has ended.
type memoryStore struct {
	values  map[string][]byte
	pending map[string][]byte
	reads   map[string]bool
	fails   func(operation, key string) error
}

func newMemoryStore() *memoryStore {
	return &memoryStore{values: map[string][]byte{}, pending: map[string][]byte{}, reads: map[string]bool{}}
}

func (m *memoryStore) Get(key string) ([]byte, error) {
	if m.fails != nil {
		if err := m.fails("get", key); err != nil {
			return nil, err
		}
	}
	m.reads[key] = true
	return bytes.Clone(m.values[key]), nil
}

func (m *memoryStore) Put(key string, value []byte) error {
	if m.fails != nil {
		if err := m.fails("put", key); err != nil {
			return err
		}
	}
	m.pending[key] = bytes.Clone(value)
	return nil
}

// end keeps or discards what a call put, as its caller would; it answers what was written.
func (m *memoryStore) end(keep bool) map[string][]byte {
	written := m.pending
	if keep {
		maps.Copy(m.values, written)
	}
	m.pending, m.reads = map[string][]byte{}, map[string]bool{}
	return written
}

// submit is one call on a store, all or nothing.
func submit(t *testing.T, store *memoryStore, at uint64, signed Signed) (Receipt, *Event, *Refusal) {
	t.Helper()
	receipt, event, refusal, err := Apply(store, at, signed)
	if err != nil {
		t.Fatalf("%s at %d: %v", signed.Command.Name(), at, err)
	}
	written := store.end(refusal == nil)
	if refusal != nil && len(written) != 0 {
		t.Fatalf("%s was refused with %v and yet wrote %d values", signed.Command.Name(), refusal, len(written))
	}
	return receipt, event, refusal
}

var errDisk = errors.New("disk gone")

func TestAFailureOfTheStoreIsNoRefusal(t *testing.T) {
	w := newWorld(t)
	owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
	instrument := w.propose(licenceOf(w.patentOf(owner), licensee, owner), owner, licensee)
	w.failsOfItsStoreAlone(w.sign(&EffectInstrument{w.envelope(instrument)}, owner))

	m := newMarket(t).completed()
	command := m.certification(OutcomePass)
	command.Supersedes = m.certifies(OutcomePass)
	m.failsOfItsStoreAlone(m.sign(command, m.verifier, m.owner))

	m = newMarket(t).revealed()
	first := m.technicalReview(VerdictPass)
	m.do(first, m.technical)
	m.failsOfItsStoreAlone(m.sign(correction(m.technicalReview(VerdictFail), first.Record), m.technical))
}

// failsOfItsStoreAlone has each operation of the store fail in turn: each time the command answers that failure, and is
// accepted once none fails.
func (w *world) failsOfItsStoreAlone(signed Signed) {
	t := w.t
	t.Helper()
	for operations := 0; ; operations++ {
		left := operations
		w.store.fails = func(operation, key string) error {
			if left == 0 {
				return errDisk
			}
			left--
			return nil
		}
		_, _, refusal, err := Apply(w.store, w.at, signed)
		w.store.end(false)
		if err == nil && refusal == nil {
			if operations < 10 {
				t.Fatalf("accepted after %d operations", operations)
			}
			break
		}
		if refusal != nil || !errors.Is(err, errDisk) {
			t.Fatalf("operation %d fails: refusal %v, error %v", operations, refusal, err)
		}
	}
	w.store.fails = nil
	w.accept(signed)
}

func TestACommandReadsAndWritesItsOwnKeysAlone(t *testing.T) {
	w := newWorld(t)
	owners := []actor{w.owner("first"), w.owner("second")}
	touchedKeys := make([]map[string]bool, len(owners))
	for i, owner := range owners {
		command := w.declaration(AssetKindPatent, GrantRuleAll, []Right{rightIn(1, opening, opening+year)}, owner)
		_, _, refusal, err := Apply(w.store, w.at, w.sign(command, owner))
		if refusal != nil || err != nil {
			t.Fatal(refusal, err)
		}
		touchedKeys[i] = maps.Clone(w.store.reads)
		for key := range w.store.end(true) {
			touchedKeys[i][key] = true
			if key == ledgerKey {
				t.Error("a command writes the ledger's own key")
			}
		}
	}
	for key := range touchedKeys[0] {
		if touchedKeys[1][key] && key != ledgerKey {
			t.Errorf("two unrelated commands share the key %s", key)
		}
	}
}

func TestALedgerIsFoundedOnce(t *testing.T) {
	w := foundedWorld(t)
	genesis := Genesis{At: genesisAt, Keys: named("other", 1).addresses(), Threshold: 1}
	if _, err := Found(w.store, genesis); !errors.Is(err, ErrFounded) {
		t.Fatalf("founded again: %v", err)
	}
	empty := newMemoryStore()
	if _, _, _, err := Apply(empty, opening, w.sign(&EffectInstrument{}, w.regulator)); !errors.Is(err, ErrNotFounded) {
		t.Fatalf("applied on nothing: %v", err)
	}
}

func TestTheSameCommandsLeaveTheSameBytes(t *testing.T) {
	tell := func() map[string][]byte {
		w := newWorld(t)
		owner, licensee := w.owner("owner"), w.admit("licensee", w.operator)
		w.effect(exclusively(licenceOf(w.patentOf(owner), licensee, owner), 0), owner, licensee)
		return w.store.values
	}
	first, second := tell(), tell()
	if !maps.EqualFunc(first, second, bytes.Equal) {
		t.Fatal("the states differ")
	}
}
