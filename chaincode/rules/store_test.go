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
