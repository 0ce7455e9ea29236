"""py-evm's accounts and storage with two changes for speed: no log of accesses, and `StateTrie` for storage."""

from __future__ import annotations

from typing import Any

from eth.db.account import AccountDB
from eth.db.backends.memory import MemoryDB
from eth.db.batch import BatchDB
from eth.db.cache import CacheDB
from eth.db.journal import JournalDB
from eth.db.storage import CLEAR_COUNT_KEY_NAME, AccountStorageDB, StorageLookup

from .state_trie import StateTrie


class _Forgetful(set[Any]):
    """py-evm notes every key it reads, for stateless witnesses; nobody here wants one."""

    def add(self, element: Any) -> None:
        return


class _StorageLookup(StorageLookup):  # type: ignore[misc]  # py-evm is untyped
    _trie_nodes_batch: Any
    _write_trie: Any

    def _get_write_trie(self) -> Any:
        if self._trie_nodes_batch is None:
            self._trie_nodes_batch = BatchDB(self._db, read_through_deletes=True)
        if self._write_trie is None:
            self._write_trie = StateTrie(self._trie_nodes_batch, self._starting_root_hash)
        return self._write_trie

    def _get_read_trie(self) -> Any:
        return StateTrie(self._db, self._starting_root_hash) if self._write_trie is None else self._write_trie

    def commit_to(self, db: Any) -> None:
        if self.has_changed_root:
            self.get_changed_root()  # the trie makes its nodes only now
        super().commit_to(db)


class _AccountStorage(AccountStorageDB):  # type: ignore[misc]  # py-evm is untyped
    def __init__(self, db: Any, storage_root: bytes, address: bytes) -> None:
        # As the parent's, which names the class of its lookup.
        self._address = address
        self._storage_lookup = _StorageLookup(db, storage_root, address)
        self._storage_cache = CacheDB(self._storage_lookup)
        self._locked_changes = JournalDB(self._storage_cache)
        self._journal_storage = JournalDB(self._locked_changes)
        self._accessed_slots = _Forgetful()
        self._clear_count = JournalDB(MemoryDB({CLEAR_COUNT_KEY_NAME: b"\0"}))


class Accounts(AccountDB):  # type: ignore[misc]  # py-evm is untyped
    """The log of accesses is left out: it grows for ever and is copied at each reading of code."""

    def __init__(self, db: Any, state_root: bytes) -> None:
        super().__init__(db, state_root)
        self._raw_store_db._keys_read = _Forgetful()
        self._trie_logger._keys_read = _Forgetful()
        self._accessed_accounts = _Forgetful()

    def _get_address_store(self, address: bytes) -> Any:
        store = self._account_stores.get(address)
        if store is None:
            store = _AccountStorage(self._raw_store_db, self._get_storage_root(address), address)
            self._account_stores[address] = store
        return store
