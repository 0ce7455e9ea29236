"""Who takes part in tests: organisations with fixed keys, and how they sign."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from coincurve import PrivateKey
from eth_hash.auto import keccak

from ledger import eip712
from ledger.commands import Command
from ledger.genesis import Genesis
from ledger.wire import SignedCommand

VIET_NAM = 240
LAOS = 125


@dataclass(frozen=True)
class TestKey:
    """A key made from a name, for tests only."""

    __test__ = False

    secret: bytes
    address: bytes

    def sign(self, digest: bytes) -> bytes:
        """65 bytes r || s || v with v 27 or 28 and s in the lower half, as libsecp256k1 makes it."""
        raw = PrivateKey(self.secret).sign_recoverable(digest, hasher=None)
        return raw[:64] + bytes([raw[64] + 27])


@cache
def key(alias: str, number: int = 1) -> TestKey:
    """Key `number` of the organisation `alias`, the same in every run."""
    secret = keccak(f"HanoTEX test key {alias}#{number}".encode())
    public = PrivateKey(secret).public_key.format(compressed=False)[1:]
    return TestKey(secret, keccak(public)[12:])


def party(alias: str) -> bytes:
    return eip712.party_id(key(alias).address)


def text(content: str) -> bytes:
    """A commitment to a sample text; the salt follows from the text, which only tests may do."""
    return eip712.commitment(keccak(content.encode()), content.encode())


def sign(ledger: bytes, command: Command, keys: list[TestKey]) -> SignedCommand:
    digest = eip712.digest(ledger, command)
    return SignedCommand(ledger, command, tuple(each.sign(digest) for each in keys))


def genesis(at: int, regulator: str = "regulator") -> Genesis:
    return Genesis(
        at=at, party_kind=1, country=VIET_NAM, profile=text(regulator), keys=(key(regulator).address,), threshold=1
    )
