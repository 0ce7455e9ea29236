"""Encodings that the embedded chain computes itself, against those of py-trie, py-evm and eth-bloom."""

from __future__ import annotations

import random

import pytest
import rlp
from eth.rlp.logs import Log as EthLog
from eth.rlp.receipts import Receipt
from eth.vm.forks.cancun.transactions import CancunTransactionBuilder
from eth_account import Account
from eth_bloom import BloomFilter
from eth_keys.datatypes import PrivateKey
from eth_utils import keccak
from hypothesis import given, settings
from hypothesis import strategies as st
from trie import HexaryTrie

from ledger.engines.embedded.errors import RpcError
from ledger.engines.embedded.genesis import ChainGenesis, geth_genesis
from ledger.engines.embedded.included import Included, Log, bloom
from ledger.engines.embedded.logs import LogFilter
from ledger.engines.embedded.ordered_trie import ordered_trie_root
from ledger.engines.embedded.reader import encode_block
from ledger.engines.embedded.transactions import decode, restore

ACCOUNT = Account.from_key(keccak(b"account"))

logs = st.builds(
    Log,
    st.binary(min_size=20, max_size=20),
    st.lists(st.binary(min_size=32, max_size=32), max_size=4).map(tuple),
    st.binary(max_size=100),
)


def reference_root(items: list[bytes]) -> bytes:
    trie = HexaryTrie({})
    for index, item in enumerate(items):
        trie[rlp.encode(index)] = item
    return bytes(trie.root_hash)


@pytest.mark.parametrize("count", [0, 1, 2, 15, 16, 17, 127, 128, 129, 255, 256, 257, 700])
@pytest.mark.parametrize("size", [1, 31, 32, 200])
def test_the_root_of_a_list_is_that_of_the_trie_filled_item_by_item(count: int, size: int) -> None:
    source = random.Random(count * 1000 + size)
    items = [source.randbytes(size) for _ in range(count)]
    assert ordered_trie_root(items) == reference_root(items)


@given(st.lists(logs, max_size=5))
def test_the_bloom_holds_addresses_and_topics(entries: list[Log]) -> None:
    reference = BloomFilter.from_iterable(item for entry in entries for item in (entry.address, *entry.topics))
    assert bloom(tuple(entries)) == int(reference)


def signed(**fields: object) -> bytes:
    sent = {"nonce": 0, "gas": 100_000, "value": 1, "data": b"\1", "chainId": 5, "to": ACCOUNT.address, **fields}
    if "maxFeePerGas" not in sent:
        sent["gasPrice"] = 10**9
    return bytes(ACCOUNT.sign_transaction(sent).raw_transaction)


KINDS = [{}, {"type": 1, "accessList": []}, {"type": 2, "maxFeePerGas": 10**10, "maxPriorityFeePerGas": 10**9}]


@pytest.mark.parametrize("fields", KINDS)
@settings(max_examples=20)
@given(entries=st.lists(logs, max_size=3))
def test_a_receipt_is_encoded_as_py_evm_encodes_it(fields: dict[str, object], entries: list[Log]) -> None:
    transaction = decode(signed(**fields), 5, 10**9)
    included = Included(transaction, 0, 21_000, 63_000, 0, tuple(entries))
    plain = Receipt(
        b"\1",
        63_000,
        [
            EthLog(entry.address, tuple(int.from_bytes(topic, "big") for topic in entry.topics), entry.data)
            for entry in entries
        ],
    )
    kind = transaction.type
    assert included.receipt() == (bytes([kind]) if kind else b"") + rlp.encode(plain)


@pytest.mark.parametrize("fields", KINDS)
def test_a_transaction_is_decoded_with_its_hash_and_sender(fields: dict[str, object]) -> None:
    raw = signed(**fields)
    transaction = decode(raw, 5, 10**9)
    assert transaction.hash == keccak(raw)
    assert transaction.sender == bytes.fromhex(ACCOUNT.address[2:])
    assert transaction.gas_price(7) == (10**9 + 7 if fields.get("type") == 2 else 10**9)
    again = restore(raw, transaction.hash, transaction.sender)
    assert again.body.encode() == raw


def test_an_access_list_without_an_address_is_refused_as_by_any_other_client() -> None:
    unsigned = CancunTransactionBuilder.new_unsigned_access_list_transaction(
        5, 0, 10**9, 100_000, b"\1" * 20, 0, b"", [(b"", [])]
    )
    with pytest.raises(RpcError, match=r"input string too short for common\.Address"):
        decode(unsigned.as_signed_transaction(PrivateKey(bytes(ACCOUNT.key))).encode(), 5, 10**9)


@given(st.binary(max_size=200))
def test_whatever_bytes_come_in_are_refused_in_good_order(raw: bytes) -> None:
    with pytest.raises(RpcError):
        decode(raw, 5, 10**9)


@given(st.integers(0, 200), st.integers(0, 255))
def test_a_changed_byte_never_keeps_sender_and_hash(position: int, value: int) -> None:
    raw = bytearray(signed())
    position %= len(raw)
    if raw[position] == value:
        return
    raw[position] = value
    try:
        changed = decode(bytes(raw), 5, 10**9)
    except RpcError:
        return
    assert changed.sender != bytes.fromhex(ACCOUNT.address[2:])


def test_a_block_body_holds_legacy_lists_and_typed_strings() -> None:
    raws = [signed(), signed(**KINDS[2])]
    header = rlp.encode([b"header"])
    decoded = rlp.decode(encode_block(header, raws))
    assert decoded[0] == [b"header"]
    assert rlp.encode(decoded[1][0]) == raws[0]
    assert decoded[1][1] == raws[1]
    assert decoded[2:] == [[], []]


def test_a_filter_asks_each_position_for_one_of_its_topics() -> None:
    a, b, c = (bytes([n]) * 32 for n in (1, 2, 3))
    entry = Log(b"\7" * 20, (a, b), b"")
    assert LogFilter().matches(entry)
    assert LogFilter({b"\7" * 20}, [{a}, None]).matches(entry)
    assert LogFilter(None, [None, {c, b}]).matches(entry)
    assert not LogFilter({b"\6" * 20}).matches(entry)
    assert not LogFilter(None, [{b}]).matches(entry)
    assert not LogFilter(None, [None, None, {c}]).matches(entry)


def test_a_genesis_is_kept_as_text_that_gives_it_back() -> None:
    genesis = ChainGenesis(5, 1_800_000_000, {b"\2" * 20: 10**27, b"\1" * 20: 1})
    assert ChainGenesis.from_json(genesis.to_json()) == genesis
    reordered = ChainGenesis(5, 1_800_000_000, {b"\1" * 20: 1, b"\2" * 20: 10**27})
    assert reordered.to_json() == genesis.to_json()
    assert geth_genesis(genesis)["alloc"]["0x" + "02" * 20] == {"balance": hex(10**27)}
