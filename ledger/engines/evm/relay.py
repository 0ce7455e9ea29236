"""Who pays and sends: relay accounts, each with at most one transaction under way.

No rule reads a transaction's sender, so any account may carry any command. One transaction at a time per account means
that a refused one, or one whose fate is not known, holds up no other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import rlp
from eth_hash.auto import keccak

from ledger.errors import EngineUnavailable
from ledger.keys import KeySigner

GWEI = 10**9
# Room for the largest command (64 signatures, lists full) several times over, and under the cap of EIP-7825.
COMMAND_GAS = 8_000_000
_DERIVATION = b"HanoTEX relay account"


@dataclass(slots=True)
class Account:
    """nonce: of its next transaction; None where the chain must be asked."""

    key: KeySigner
    nonce: int | None = None

    @property
    def address(self) -> bytes:
        return self.key.address


class RelayKeys:
    """The keys of all relay accounts, derived from one 32-byte secret: account n is keccak256(tag || secret || n)."""

    def __init__(self, secret: bytes, count: int) -> None:
        if len(secret) != 32 or count < 1:
            raise ValueError("a relay has a secret of 32 bytes and one account or more")
        self._keys = [KeySigner(keccak(_DERIVATION + secret + n.to_bytes(4, "big"))) for n in range(count)]

    @property
    def addresses(self) -> list[bytes]:
        return [key.address for key in self._keys]

    def accounts(self) -> list[Account]:
        return [Account(key) for key in self._keys]

    def __repr__(self) -> str:
        return f"RelayKeys({len(self._keys)} accounts)"


class Accounts:
    """Hands each account to one thread at a time."""

    def __init__(self, keys: RelayKeys, held: Mapping[bytes, bytes], nonce_of: Callable[[bytes], int]) -> None:
        """held: by address, the digest of a command whose fate is not known. nonce_of: asks the chain."""
        self._nonce_of = nonce_of
        self._all = {account.address: account for account in keys.accounts()}
        # A stack: few clients keep using few accounts.
        self._free = [account for address, account in reversed(self._all.items()) if address not in held]
        self._held = {address: digest for address, digest in held.items() if address in self._all}
        self._returned = threading.Condition()

    @contextmanager
    def one(self, timeout: float) -> Iterator[Account]:
        """An account with its nonce known, given back afterwards unless `hold` was called for it.

        Raises `EngineUnavailable` where none is free within `timeout` seconds.
        """
        with self._returned:
            if not self._returned.wait_for(lambda: self._free, timeout):
                raise EngineUnavailable("every relay account has a transaction under way whose fate is not known yet")
            account = self._free.pop()
        try:
            if account.nonce is None:
                account.nonce = self._nonce_of(account.address)
            yield account
        finally:
            with self._returned:
                if account.address not in self._held:
                    self._free.append(account)
                    self._returned.notify()

    def hold(self, address: bytes, digest: bytes) -> None:
        """Use the account no more: the fate of its transaction, for the command of that digest, is not known."""
        with self._returned:
            self._held[address] = digest

    def let_go(self, address: bytes, digest: bytes) -> None:
        """The fate is known now; where the account stands, the chain says."""
        with self._returned:
            if self._held.get(address) == digest:
                del self._held[address]
                account = self._all[address]
                account.nonce = None
                self._free.append(account)
                self._returned.notify()


@dataclass(frozen=True, slots=True)
class Fees:
    """chain_id: EIP-155. gas_price: wei; stock geth takes none below one gwei. gas: the limit of one transaction."""

    chain_id: int
    gas_price: int = GWEI
    gas: int = COMMAND_GAS


def sign_transaction(account: Account, to: bytes, data: bytes, fees: Fees, value: int = 0) -> bytes:
    """The account's next raw transaction (legacy form). value: wei."""
    fields = (account.nonce, fees.gas_price, fees.gas, to, value, data)
    return signed_legacy(account.key, fees.chain_id, fields)


def signed_legacy(key: KeySigner, chain_id: int, fields: tuple[object, ...]) -> bytes:
    """fields: nonce, gas price (wei), gas, to (20 bytes, or none to create), value (wei), data. Source: EIP-155."""
    signature = key.sign_digest(keccak(rlp.encode((*fields, chain_id, 0, 0))))
    r, s, parity = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big"), signature[64] - 27
    return bytes(rlp.encode((*fields, parity + 35 + 2 * chain_id, r, s)))
