"""Where the contracts keep what proofs read (docs/specs/evm.md, "Storage that proofs read").

A slot is a number below 2^256; `mapping(key => value)` at slot p keeps its value at keccak256(key || p).
"""

from __future__ import annotations

from dataclasses import dataclass

from eth_hash.auto import keccak

from ledger.enums import Exclusivity

_WORD = 1 << 256
MAX_STANDING_GRANTS = 1024  # far above the 64 that may stand: bounds the walk over entries that have run out

HEADS = 0
ENTRIES = 1
KEYS = 0
RIGHT_HOLDERS = 0
ASSETS = 1
ENCUMBRANCES = 0
GRANTS = 1
# An asset's words: a summary, then one for each holder.
MOST_HOLDERS = 16


def _mapped(key: bytes, position: int) -> int:
    return int.from_bytes(keccak(key + position.to_bytes(32, "big")), "big")


def head_slot(record: bytes) -> int:
    """Registry: the record's head."""
    return _mapped(record, HEADS)


def entry_slot(record: bytes) -> int:
    """Registry: the record's kind, state and versions, one word."""
    return _mapped(record, ENTRIES)


def key_slots(address: bytes) -> tuple[int, int]:
    """Parties: the two words of a key; `address` has 20 bytes."""
    first = _mapped(bytes(12) + address, KEYS)
    return first, (first + 1) % _WORD


def right_slot(office: bytes, number: bytes) -> int:
    """Assets: the asset that holds the pair of labels, 32 bytes each."""
    return _mapped(keccak(office + number), RIGHT_HOLDERS)


def asset_slot(asset: bytes) -> int:
    """Assets: the summary of an asset, which says how many holders it has."""
    return _mapped(asset, ASSETS)


def holder_slot(asset: bytes, index: int) -> int:
    """Assets: the holder at `index` in the asset's order."""
    return (asset_slot(asset) + 1 + index) % _WORD


def holder_count(summary: int) -> int:
    """How many holders an asset's summary counts."""
    return _bits(summary, 24, 8)


def standing_count_slot(subject: bytes) -> int:
    """Instruments: how many exclusive and sole grants the subject's list holds."""
    return (_mapped(subject, ENCUMBRANCES) + 1) % _WORD


def standing_grant_slot(subject: bytes, index: int) -> int:
    """Instruments: the instrument at `index` of that list."""
    data = int.from_bytes(keccak(standing_count_slot(subject).to_bytes(32, "big")), "big")
    return (data + index) % _WORD


def grant_slots(instrument: bytes) -> tuple[int, int, int]:
    """Instruments: the three words of a grant's scope."""
    first = _mapped(instrument, GRANTS)
    return first, (first + 1) % _WORD, (first + 2) % _WORD


def _bits(word: int, low: int, count: int) -> int:
    return (word >> low) & ((1 << count) - 1)


@dataclass(frozen=True, slots=True)
class KeyWords:
    """A key as the ledger keeps it. party: 32-byte id, zero for a key of nobody. Times in UTC seconds."""

    party: bytes
    powers: int
    valid_from: int
    valid_to: int
    revoked_at: int

    @classmethod
    def decode(cls, first: int, second: int) -> KeyWords:
        return cls(
            party=bytes(12) + _bits(first, 0, 160).to_bytes(20, "big"),
            powers=_bits(first, 160, 8),
            valid_from=_bits(second, 0, 64),
            valid_to=_bits(second, 64, 64),
            revoked_at=_bits(second, 128, 64),
        )


@dataclass(frozen=True, slots=True)
class Holding:
    """A holder of an asset and its share in basis points. spare: the bits that no member uses."""

    party: bytes
    bps: int
    spare: int

    @classmethod
    def decode(cls, word: int) -> Holding:
        return cls(bytes(12) + _bits(word, 0, 160).to_bytes(20, "big"), _bits(word, 160, 16), word >> 176)


@dataclass(frozen=True, slots=True)
class StandingGrant:
    """An exclusive or sole grant in its subject's list.

    state: `State` of the instrument. Bitmaps as stored: zero became all ones, in a territory only where both words
    were zero. start, end: UTC seconds, half-open. spare: the bits that no member uses.
    """

    instrument: bytes
    state: int
    acts: int
    fields: int
    countries: int
    provinces: int
    exclusivity: int
    start: int
    end: int
    spare: int

    @classmethod
    def decode(cls, instrument: bytes, entry: int, words: tuple[int, int, int]) -> StandingGrant:
        countries, packed, interval = words
        return cls(
            instrument=instrument,
            state=_bits(entry, 8, 8),
            acts=_bits(packed, 128, 32),
            fields=_bits(packed, 0, 64),
            countries=countries,
            provinces=_bits(packed, 64, 64),
            exclusivity=_bits(packed, 160, 8),
            start=_bits(interval, 0, 64),
            end=_bits(interval, 64, 64),
            spare=packed >> 168 | interval >> 128,
        )

    @property
    def excludes(self) -> bool:
        return self.exclusivity in (Exclusivity.SOLE, Exclusivity.EXCLUSIVE)

    @property
    def is_sound(self) -> bool:
        """Whether the words can be those of a grant in such a list; if not, they mean something else than read here."""
        read = self.excludes and self.start < self.end and bool(self.acts and self.fields)
        return read and not self.spare
