"""Coins for relay accounts on a development chain."""

from __future__ import annotations

import time
from collections.abc import Sequence

from ledger.engines.evm import Endpoint, Fees
from ledger.engines.evm.relay import Account, sign_transaction
from ledger.engines.evm.rpc import to_hex
from tests.functional.geth_node import GethNode

_COINS = 10**18  # wei
_PATIENCE = 30.0  # seconds


def give_coins(node: GethNode, addresses: Sequence[bytes]) -> None:
    """Pay each address from the node's treasurer, whose first transactions these are; returns once they are in."""
    endpoint = Endpoint(node.provider, "geth")
    fees = Fees(endpoint.number("eth_chainId"), gas=21_000)
    treasurer = node.treasurer
    for nonce, address in enumerate(addresses):
        payer = Account(treasurer.key, nonce)
        endpoint.call("eth_sendRawTransaction", to_hex(sign_transaction(payer, address, b"", fees, _COINS)))
    until = time.monotonic() + _PATIENCE
    while endpoint.number("eth_getTransactionCount", to_hex(treasurer.address), "latest") < len(addresses):
        assert time.monotonic() < until
        time.sleep(0.2)
