"""What a certified record is, in a few lines: an asset's rights and holders, an instrument's terms, a party's keys.

It reads the state that `ledger.proof.states.shown_state` gives, which comes from signed commands alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.enums import Kind
from ledger.proof.facts import ShownRecord
from ledger.proof.scope_words import scope_lines, territory
from ledger.proof.times import period
from ledger.proof.words import (
    ASSET_KINDS,
    EXCLUSIVITIES,
    INSTRUMENT_KINDS,
    MEMBER_ROLES,
    PARTY_KINDS,
    RIGHT_STAGES,
    TIERS,
    named,
)

_NAMELESS = (
    "Tên tổ chức không nằm trên sổ cái; hãy hỏi bên bán mã của họ.",
    "Names are not on the ledger; ask the seller for their ids.",
)
_PARTY_ID_PADDING = "0x" + "00" * 12


def summary(record: ShownRecord, language: int) -> tuple[str, ...]:
    """Lines on what the record is; language 0 Vietnamese, 1 English."""
    lines = _SUMMARIES[record.kind](record.state, language) if record.kind in _SUMMARIES else ()
    return tuple(printable(line) for line in lines)


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


def _asset(state: Mapping[str, Any], language: int) -> tuple[str, ...]:
    kind = named(ASSET_KINDS, state["asset_kind"], language)
    rights = ", ".join(_right(each, language) for each in state["rights"])
    tier = f"{('mức chứng cứ', 'evidence tier')[language]} {state['tier']}"
    if state["tier"] < len(TIERS):
        tier += f" ({TIERS[state['tier']][language]})"
    holders = ", ".join(f"{short_id(each['party'])} {percent(each['bps'], language)}" for each in state["holders"])
    rights = rights or ("chưa ghi quyền nào", "no right recorded")[language]
    return (
        f"{('Tài sản', 'Asset')[language]}: {kind}; {rights}; {tier}.",
        f"{('Chủ sở hữu', 'Holders')[language]}: {holders}.",
        _NAMELESS[language],
    )


def _right(right: Mapping[str, Any], language: int) -> str:
    """`VN 10041237 (văn bằng, VN, 01/01/2025 – 01/01/2045)`; what has no office or number says so."""
    number = " ".join(each for each in (right["office"], right["number"]) if each)
    number = number or ("quyền không có số", "a right without number")[language]
    stage = named(RIGHT_STAGES, str(right["right_stage"]), language)
    when = period(int(right["start"]), int(right["end"]), language)
    return f"{number} ({stage}, {territory(right['territories'], language)}, {when})"


def _instrument(state: Mapping[str, Any], language: int) -> tuple[str, ...]:
    kind = named(INSTRUMENT_KINDS, state["instrument_kind"], language)
    exclusivity = named(EXCLUSIVITIES, state["exclusivity"], language)
    subject = f"{('trên', 'on')[language]} {short_id(state['subject'])}"
    what = "; ".join(each for each in (kind, exclusivity, subject) if each)
    return (
        f"{('Văn kiện', 'Instrument')[language]}: {what}.",
        f"{('Các bên', 'Parties')[language]}: {_members(state['members'], language)}.",
        _NAMELESS[language],
        ("Phạm vi:", "Scope:")[language],
        *scope_lines(state["scope"], language),
    )


def _members(members: Sequence[Mapping[str, str]], language: int) -> str:
    return ", ".join(
        f"{short_id(each['party'])} ({named(MEMBER_ROLES, each['member_role'], language)})" for each in members
    )


def _party(state: Mapping[str, Any], language: int) -> tuple[str, ...]:
    keys = ", ".join(state["keys"]) or ("không có", "none")[language]
    kind = named(PARTY_KINDS, state["party_kind"], language)
    valid = ("khóa đang có hiệu lực", "valid keys")[language]
    threshold = ("ngưỡng ký", "threshold")[language]
    return (
        f"{('Bên', 'Party')[language]}: {kind}; {valid}: {keys}; {threshold}: {state['threshold']}.",
        _NAMELESS[language],
    )


_SUMMARIES = {Kind.ASSET: _asset, Kind.INSTRUMENT: _instrument, Kind.PARTY: _party}
