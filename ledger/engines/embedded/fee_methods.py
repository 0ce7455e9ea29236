"""What a transaction is to pay. Blocks are never full, so 1 gwei is always enough and nothing is measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from . import params
from .access import Access
from .block_methods import sealed_header
from .errors import invalid_params, refused
from .included import Included
from .machine import Header, next_base_fee
from .params import Params

GAS_PRICE = 1_000_000_000  # wei
_LONGEST_HISTORY = 1024  # geth's bound


class FeeMethods:
    def __init__(self, access: Access) -> None:
        self._access = access
        self.methods: Mapping[str, Callable[[Params], Any]] = {
            "eth_gasPrice": lambda _: hex(GAS_PRICE),
            "eth_maxPriorityFeePerGas": lambda _: hex(GAS_PRICE),
            "eth_feeHistory": self._history,
        }

    def _history(self, given: Params) -> dict[str, Any]:
        count = min(given.take(0, params.quantity), _LONGEST_HISTORY)
        newest = given.take(1, params.block_id)
        percentiles: list[float] = given.optional(2, _percentiles, [])
        view = self._access.view()
        last = view.head if newest == "pending" else sealed_header(self._access, newest, view)
        if last is None:
            raise refused("request beyond head block")
        if count < 1:
            raise invalid_params("block count must be positive")
        reader = self._access.reader
        first = max(0, last.block_number - count + 1)
        headers: list[Header] = [reader.header(number) for number in range(first, last.block_number)] + [last]
        history: dict[str, Any] = {
            "oldestBlock": hex(first),
            "baseFeePerGas": [hex(header.base_fee_per_gas) for header in headers] + [hex(next_base_fee(last))],
            "gasUsedRatio": [header.gas_used / header.gas_limit for header in headers],
            "baseFeePerBlobGas": ["0x1"] * (len(headers) + 1),
            "blobGasUsedRatio": [0.0] * len(headers),
        }
        if percentiles:
            history["reward"] = [
                _tips(reader.transactions(header.block_number), header.base_fee_per_gas, percentiles)
                for header in headers
            ]
        return history


def _percentiles(values: Any) -> list[float]:
    percentiles = [float(value) for value in values]
    if percentiles != sorted(percentiles) or any(not 0 <= value <= 100 for value in percentiles):
        raise ValueError("invalid reward percentile")
    return percentiles


def _tips(included: Sequence[Included], base_fee: int, percentiles: Sequence[float]) -> list[str]:
    """Tips in wei per gas at the percentiles of the block's gas, lowest first; zeros for an empty block."""
    by_tip = sorted((item.transaction.gas_price(base_fee) - base_fee, item.gas_used) for item in included)
    total = sum(gas for _, gas in by_tip)
    tips = []
    for percentile in percentiles:
        passed, found = 0, 0
        for tip, gas in by_tip:
            passed, found = passed + gas, tip
            if passed >= total * percentile / 100:
                break
        tips.append(hex(found))
    return tips
