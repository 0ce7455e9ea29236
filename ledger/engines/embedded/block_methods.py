"""Methods about blocks, transactions, receipts and logs.

Here `latest` is the last sealed block, and `pending` the open one. A transaction of the open block has its final
receipt, but for the block's hash, which is null until the block is sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import rlp

from . import params, shapes
from .access import Access
from .chain import OpenBlock, View
from .errors import invalid_params, refused
from .included import Included
from .logs import LogFilter, open_logs, sealed_logs
from .machine import Header, next_base_fee
from .params import BlockId, Params


class BlockMethods:
    def __init__(self, access: Access, clock: Callable[[], float]) -> None:
        self._access = access
        self._reader = access.reader
        self._clock = clock
        self.methods: Mapping[str, Callable[[Params], Any]] = {
            "eth_blockNumber": lambda _: hex(access.view().head.block_number),
            "eth_getBlockByNumber": lambda given: self._block(given, params.block_id),
            "eth_getBlockByHash": lambda given: self._block(given, params.hash32),
            "eth_getBlockReceipts": self._block_receipts,
            "eth_getTransactionByHash": lambda given: self._included(given, shapes.transaction),
            "eth_getTransactionReceipt": lambda given: self._included(given, shapes.receipt),
            "eth_getLogs": self._logs,
            "debug_getRawHeader": self._raw_header,
            "debug_getRawBlock": self._raw_block,
            "hanotex_getSeal": self._seal,
        }

    def _block(self, given: Params, read: Callable[[Any], BlockId]) -> dict[str, Any] | None:
        wanted, full = given.take(0, read), given.optional(1, params.flag, False)
        view = self._access.view()
        if wanted == "pending":
            return shapes.pending_block(view.open or self._empty_block(view), full=full)
        header = self._header(wanted, view)
        if header is None:
            return None
        return shapes.sealed_block(header, self._reader.transactions(header.block_number), full=full)

    def _block_receipts(self, given: Params) -> list[Any] | None:
        wanted = given.take(0, params.block_id)
        view = self._access.view()
        if wanted == "pending":
            opened = view.open
            if opened is None:
                return []
            place: tuple[Any, ...] = (None, opened.number, opened.time, opened.base_fee)
            return [shapes.receipt(included, *place) for included in opened.transactions]
        header = self._header(wanted, view)
        if header is None:
            return None
        place = (header.hash, header.block_number, header.timestamp, header.base_fee_per_gas)
        return [shapes.receipt(included, *place) for included in self._reader.transactions(header.block_number)]

    def _included(self, given: Params, shape: Callable[..., dict[str, Any]]) -> dict[str, Any] | None:
        wanted = given.take(0, params.hash32)
        view = self._access.view()
        found: Included | None = view.by_hash.get(wanted)
        if found is not None and view.open is not None:
            return shape(found, None, view.open.number, view.open.time, view.open.base_fee)
        sealed = self._reader.transaction(wanted)
        if sealed is None:
            return None
        number, included = sealed
        header = self._reader.header(number)
        assert header is not None, "a transaction is written together with its block"
        return shape(included, header.hash, number, header.timestamp, header.base_fee_per_gas)

    def _logs(self, given: Params) -> list[Any]:
        asked = given.take(0, dict)
        wanted = given.take(0, params.log_filter)
        view = self._access.view()
        head = view.head.block_number
        if asked.get("blockHash") is not None:
            if asked.get("fromBlock") is not None or asked.get("toBlock") is not None:
                raise invalid_params("cannot specify both BlockHash and FromBlock/ToBlock, choose one or the other")
            header = self._reader.header_by_hash(given.take(0, lambda value: params.hash32(value["blockHash"])))
            if header is None:
                raise refused("unknown block")
            return self._found(wanted, header.block_number, header.block_number, None)
        first, last = self._bound(asked, "fromBlock", head), self._bound(asked, "toBlock", head)
        if first > last:
            raise invalid_params("invalid block range params")
        with_open = asked.get("toBlock") == "pending"
        return self._found(wanted, first, min(last, head), view.open if with_open else None)

    def _found(self, wanted: LogFilter, first: int, last: int, opened: OpenBlock | None) -> list[Any]:
        found = sealed_logs(self._reader, wanted, first, last) if first <= last else []
        if opened is not None:
            found += open_logs(opened, wanted)
        return [shapes.log(entry) for entry in found]

    def _bound(self, asked: dict[str, Any], name: str, head: int) -> int:
        """The block number that a bound of a range means."""
        wanted = Params([asked]).take(0, lambda value: params.block_id(value.get(name) or "latest"))
        if isinstance(wanted, bytes):
            raise invalid_params(f"{name} is not a block number")
        if isinstance(wanted, int):
            return wanted
        return {"earliest": 0, "pending": head + 1}.get(wanted, head)

    def _raw_header(self, given: Params) -> str:
        return shapes.data(rlp.encode(self._sealed(given)))

    def _raw_block(self, given: Params) -> str:
        raw = self._reader.raw_block(self._sealed(given).block_number)
        if raw is None:
            raise refused("block not found")
        return shapes.data(raw)

    def _seal(self, given: Params) -> dict[str, str]:
        seal = self._reader.seal(self._sealed(given).block_number)
        if seal is None:
            raise refused("block not found")
        return {"number": hex(seal.number), "hash": shapes.data(seal.hash), "signature": shapes.data(seal.signature)}

    def _sealed(self, given: Params) -> Header:
        wanted = given.optional(0, params.block_id, params.LATEST)
        if wanted == "pending":
            raise refused("the pending block is not sealed")
        header = self._header(wanted, self._access.view())
        if header is None:
            raise refused("block not found")
        return header

    def _header(self, wanted: BlockId, view: View) -> Header | None:
        return sealed_header(self._access, wanted, view)

    def _empty_block(self, view: View) -> OpenBlock:
        """What would be open, were a transaction sent now."""
        head = view.head
        now = max(int(self._clock()), head.timestamp + 1)
        return OpenBlock(head.block_number + 1, now, next_base_fee(head), head.gas_limit, head.hash, ())


def sealed_header(access: Access, wanted: BlockId, view: View) -> Header | None:
    """The header that a tag other than `pending`, a number or a hash means."""
    if isinstance(wanted, bytes):
        return access.reader.header_by_hash(wanted)
    if isinstance(wanted, int):
        return access.reader.header(wanted)
    return access.reader.header(0) if wanted == "earliest" else view.head
