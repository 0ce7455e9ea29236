"""JSON shapes of the execution API: quantities as minimal hex, data as even hex, both 0x-prefixed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import rlp

from .chain import OpenBlock
from .included import Included
from .logs import FoundLog
from .machine import Header
from .proofs import AccountProof
from .reader import encode_block
from .transactions import Transaction

_EMPTY_LIST_HASH = bytes.fromhex("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347")


def data(value: bytes) -> str:
    return "0x" + value.hex()


def sealed_block(header: Header, transactions: Sequence[Included], *, full: bool) -> dict[str, Any]:
    size = len(encode_block(rlp.encode(header), [included.transaction.raw for included in transactions]))
    return {
        **_block(header.block_number, header.timestamp, header.base_fee_per_gas, header.gas_limit, header.parent_hash),
        "hash": data(header.hash),
        "nonce": data(header.nonce),
        "logsBloom": data(header.bloom.to_bytes(256, "big")),
        "transactionsRoot": data(header.transaction_root),
        "stateRoot": data(header.state_root),
        "receiptsRoot": data(header.receipt_root),
        "extraData": data(header.extra_data),
        "size": hex(size),
        "gasUsed": hex(header.gas_used),
        "withdrawalsRoot": data(header.withdrawals_root),
        "parentBeaconBlockRoot": data(header.parent_beacon_block_root),
        "transactions": _transactions(
            transactions, header.hash, header.block_number, header.timestamp, header.base_fee_per_gas, full=full
        ),
    }


def pending_block(block: OpenBlock, *, full: bool) -> dict[str, Any]:
    """The open block: what only sealing computes is null."""
    included = block.transactions
    unknown = ("hash", "nonce", "logsBloom", "transactionsRoot", "stateRoot", "receiptsRoot")
    return {
        **_block(block.number, block.time, block.base_fee, block.gas_limit, block.parent_hash),
        **dict.fromkeys(unknown),
        "extraData": "0x",
        "size": hex(sum(len(item.transaction.raw) for item in included)),
        "gasUsed": hex(included[-1].cumulative_gas if included else 0),
        "withdrawalsRoot": None,
        "parentBeaconBlockRoot": data(bytes(32)),
        "transactions": _transactions(included, None, block.number, block.time, block.base_fee, full=full),
    }


def transaction(included: Included, block_hash: bytes | None, number: int, time: int, base_fee: int) -> dict[str, Any]:
    sent = included.transaction
    body = sent.body
    shape: dict[str, Any] = {
        "blockHash": None if block_hash is None else data(block_hash),
        "blockNumber": hex(number),
        "blockTimestamp": hex(time),
        "transactionIndex": hex(included.position),
        "hash": data(sent.hash),
        "type": hex(sent.type),
        "nonce": hex(body.nonce),
        "from": data(sent.sender),
        "to": data(body.to) if body.to else None,
        "value": hex(body.value),
        "gas": hex(body.gas),
        "gasPrice": hex(sent.gas_price(base_fee)),
        "input": data(body.data),
        "r": hex(body.r),
        "s": hex(body.s),
    }
    if body.chain_id is not None:  # a legacy transaction of no chain has none
        shape["chainId"] = hex(body.chain_id)
    if sent.type == 0:
        return shape | {"v": hex(body.v)}
    shape |= {
        "v": hex(body.y_parity),
        "yParity": hex(body.y_parity),
        "accessList": [
            {"address": data(address), "storageKeys": [data(key.to_bytes(32, "big")) for key in keys]}
            for address, keys in body.access_list
        ],
    }
    if sent.type == 2:
        shape |= {
            "maxFeePerGas": hex(body.max_fee_per_gas),
            "maxPriorityFeePerGas": hex(body.max_priority_fee_per_gas),
        }
    return shape


def receipt(included: Included, block_hash: bytes | None, number: int, time: int, base_fee: int) -> dict[str, Any]:
    """block_hash: None before sealing; everything else is final."""
    sent: Transaction = included.transaction
    created = sent.created
    return {
        "type": hex(sent.type),
        "status": "0x1",
        "transactionHash": data(sent.hash),
        "transactionIndex": hex(included.position),
        "blockHash": None if block_hash is None else data(block_hash),
        "blockNumber": hex(number),
        "from": data(sent.sender),
        "to": data(sent.body.to) if sent.body.to else None,
        "contractAddress": None if created is None else data(created),
        "gasUsed": hex(included.gas_used),
        "cumulativeGasUsed": hex(included.cumulative_gas),
        "effectiveGasPrice": hex(sent.gas_price(base_fee)),
        "logsBloom": data(included.bloom.to_bytes(256, "big")),
        "logs": [
            log(FoundLog(entry, number, block_hash, time, sent.hash, included.position, index))
            for index, entry in enumerate(included.logs, included.first_log)
        ],
    }


def log(found: FoundLog) -> dict[str, Any]:
    return {
        "address": data(found.log.address),
        "topics": [data(topic) for topic in found.log.topics],
        "data": data(found.log.data),
        "blockNumber": hex(found.block),
        "blockHash": None if found.block_hash is None else data(found.block_hash),
        "blockTimestamp": hex(found.block_time),
        "transactionHash": data(found.transaction_hash),
        "transactionIndex": hex(found.position),
        "logIndex": hex(found.index),
        "removed": False,
    }


def proof(address: bytes, keys: Sequence[str], proved: AccountProof) -> dict[str, Any]:
    """keys: of the slots, as the caller wrote them."""
    return {
        "address": data(address),
        "accountProof": [data(node) for node in proved.nodes],
        "balance": hex(proved.balance),
        "nonce": hex(proved.nonce),
        "codeHash": data(proved.code_hash),
        "storageHash": data(proved.storage_root),
        "storageProof": [
            {"key": key, "value": hex(slot.value), "proof": [data(node) for node in slot.nodes]}
            for key, slot in zip(keys, proved.slots, strict=True)
        ],
    }


def _block(number: int, time: int, base_fee: int, gas_limit: int, parent_hash: bytes) -> dict[str, Any]:
    return {
        "number": hex(number),
        "parentHash": data(parent_hash),
        "timestamp": hex(time),
        "sha3Uncles": data(_EMPTY_LIST_HASH),
        "miner": data(bytes(20)),
        "difficulty": "0x0",
        "mixHash": data(bytes(32)),
        "gasLimit": hex(gas_limit),
        "baseFeePerGas": hex(base_fee),
        "blobGasUsed": "0x0",
        "excessBlobGas": "0x0",
        "uncles": [],
        "withdrawals": [],
    }


def _transactions(
    included: Sequence[Included], block_hash: bytes | None, number: int, time: int, base_fee: int, *, full: bool
) -> list[Any]:
    if not full:
        return [data(item.transaction.hash) for item in included]
    return [transaction(item, block_hash, number, time, base_fee) for item in included]
