"""How ids, shares, lists and yes or no are written in the sentences of certificates."""

from __future__ import annotations

from collections.abc import Iterable

_PARTY_ID_PADDING = "0x" + "00" * 12


def short_id(identifier: bytes | str) -> str:
    """An id for people: a party's (12 zero bytes, then an address) as its 20-byte address, any other whole; 0x hex."""
    text = identifier if isinstance(identifier, str) else "0x" + identifier.hex()
    address = text.removeprefix(_PARTY_ID_PADDING)
    is_party = len(text) == 66 and len(address) == 40 and int(address, 16) != 0
    return "0x" + address if is_party else text


def printable(text: str) -> str:
    """What a file said without its control characters, which a terminal would obey."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def percent(bps: int, language: int) -> str:
    """A share of 10,000 basis points: `60%`, `33,34%` (English `33.34%`)."""
    whole, rest = divmod(bps, 100)
    decimals = f"{',.'[language]}{rest:02}".rstrip("0") if rest else ""
    return f"{whole}{decimals}%"


def ids(identifiers: Iterable[str], language: int) -> str:
    """Ids in a row; "none" where there is none."""
    return ", ".join(map(short_id, identifiers)) or ("không có", "none")[language]


def quoted(label: str) -> str:
    """A label as its signers wrote it, in quotation marks that it cannot hold itself: labels are ASCII."""
    return f"“{label}”"
