"""Verdicts in words, Vietnamese and English: what is shown, as of when, by whose word, and what is not shown.

Times are given as in Viet Nam (UTC+07:00 all year, Asia/Ho_Chi_Minh) and, in English, with the offset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum
from typing import Any, NamedTuple

from ledger.commands import Scope
from ledger.proof.claims.no_exclusive_grant import scope_codes
from ledger.proof.facts import Shown, ShownRecord
from ledger.proof.reasons import CONTRADICTIONS, GAPS, STEPS
from ledger.proof.verdict import Invalid, Valid, Verdict, written
from ledger.proof.words import KINDS, command_words, state_words
from ledger.wire import struct_from_json

VIET_NAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
_LAST_SECOND = 253_402_275_599  # of the year 9999 in Viet Nam, the last one that a date is written for

# Members of reasons that are times.
_TIMES = frozenset({"at", "as_of"})


class Sentences(NamedTuple):
    """The same lines in both languages; the first line is the verdict."""

    vi: tuple[str, ...]
    en: tuple[str, ...]


def sentences(verdict: Verdict) -> Sentences:
    """A verdict in words."""
    if isinstance(verdict, Valid):
        return _valid(verdict.shown)
    table, words = (CONTRADICTIONS, _INVALID) if isinstance(verdict, Invalid) else (GAPS, _UNDETERMINED)
    reason = table[verdict.code]
    step_vi, step_en = STEPS[reason.step]
    return Sentences(
        (f"{words[0]} — bước {reason.step}, {step_vi}: {reason.vi.format(**_readable(verdict.values, 0))}.",),
        (f"{words[1]} — step {reason.step}, {step_en}: {reason.en.format(**_readable(verdict.values, 1))}.",),
    )


_INVALID = ("KHÔNG HỢP LỆ", "INVALID")
_UNDETERMINED = ("CHƯA XÁC ĐỊNH ĐƯỢC", "UNDETERMINED")


def local_time(at: int, language: int = 1) -> str:
    """A time (UTC seconds) as people in Viet Nam read it; language 0 Vietnamese, 1 English."""
    if at > _LAST_SECOND:
        return ("không thời hạn", "without end")[language]
    moment = datetime.fromtimestamp(at, UTC).astimezone(VIET_NAM)
    return moment.strftime(("%H:%M:%S ngày %d/%m/%Y (giờ Việt Nam)", "%Y-%m-%d %H:%M:%S +07:00")[language])


def _readable(values: Mapping[str, Any], language: int) -> dict[str, Any]:
    """Values for a sentence: times as local times, and what a file said without its control characters."""
    readable = written(values)
    for name, value in readable.items():
        if name in _TIMES and isinstance(value, int):
            readable[name] = local_time(value, language)
        elif isinstance(value, str):
            readable[name] = "".join(sign if sign.isprintable() else "?" for sign in value)[:200]
    return readable


def _valid(shown: Shown) -> Sentences:
    claim = _CLAIMS[shown.claim["kind"]]
    vi, en = claim(shown)
    block = f"0x{shown.block_hash.hex()}"
    keys = ", ".join(f"0x{operator.hex()}" for operator in shown.operators)
    return Sentences(
        (
            "HỢP LỆ",
            *vi,
            f"Tính đến khối {shown.block} ({block}), lúc {local_time(shown.at, 0)}.",
            f"Sổ cái: 0x{shown.ledger.hex()}.",
            f"Xác nhận bởi một đơn vị vận hành (khóa {keys}): là lời của đơn vị đó, không phải của nhiều tổ chức.",
            f"Không chứng minh: {_NOT_SHOWN[0]}{_rests_on(shown)[0]}.",
        ),
        (
            "VALID",
            *en,
            f"As of block {shown.block} ({block}), at {local_time(shown.at)}.",
            f"Ledger: 0x{shown.ledger.hex()}.",
            f"Attested by one operator (key {keys}): that operator's word, not a quorum of organisations.",
            f"Not shown: {_NOT_SHOWN[1]}{_rests_on(shown)[1]}.",
        ),
    )


_NOT_SHOWN = (
    "rằng điều đã ký là đúng sự thật; nội dung mà cam kết băm che giấu; những gì xảy ra sau khối này",
    "that what was signed is true; what a commitment hides; what happened after this block",
)


def _rests_on(shown: Shown) -> tuple[str, str]:
    if shown.record is None:
        return "", ""
    if shown.claim["deep"]:
        return (
            "; vai trò của các bên ký (dựa vào việc sổ cái đã chấp nhận lệnh)",
            "; the roles of the signers (which rest on the ledger's acceptance)",
        )
    return (
        "; vai trò của các bên ký, ngưỡng ký, hiệu lực của khóa đầu tiên (dựa vào việc sổ cái đã chấp nhận lệnh)",
        "; the signers' roles, thresholds and the validity of their first keys (which rest on the ledger's acceptance)",
    )


Pair = tuple[Sequence[str], Sequence[str]]


def _record(shown: Shown) -> Pair:
    record = shown.record
    assert record is not None
    kind_vi, kind_en = KINDS[record.kind]
    identifier = f"0x{record.record.hex()}"
    state_vi, state_en = state_words(record.state["state"])
    commands_vi, commands_en = _commands(record)
    return (
        (
            f"Đây là toàn bộ lịch sử của {kind_vi} {identifier}: phiên bản {record.version}, trạng thái: {state_vi}.",
            *commands_vi,
        ),
        (
            f"This is the whole history of {kind_en} {identifier}: version {record.version}, state {state_en}.",
            *commands_en,
        ),
    )


def _commands(record: ShownRecord) -> Pair:
    vi = ["  1. do văn bản khởi tạo sổ cái lập ra"] if record.genesis else []
    en = ["  1. created by the genesis document"] if record.genesis else []
    for each in record.commands:
        parties = ", ".join(f"0x{party.hex()}" for party in dict.fromkeys(each.signers))
        on = "" if each.on == record.record else f" 0x{each.on.hex()}"
        name_vi, name_en = command_words(each.name)
        vi.append(f"  {each.version}. {name_vi}{on}, {local_time(each.at, 0)}, ký: {parties}")
        en.append(f"  {each.version}. {name_en}{on}, {local_time(each.at)}, signed by {parties}")
    return vi, en


def _absent_record(shown: Shown) -> Pair:
    record = shown.claim["record"]
    return (f"Sổ cái không có bản ghi nào mang mã {record}.",), (f"The ledger holds no record with the id {record}.",)


def _absent_right(shown: Shown) -> Pair:
    office, number = _label(shown.claim["office"]), _label(shown.claim["number"])
    return (
        (
            f"Không tài sản nào giữ số {number} của cơ quan {office}.",
            "Dưới mức chứng cứ 2 một số chỉ là lời khai và không ai giữ; điều đó không được xét ở đây.",
        ),
        (
            f"No asset holds the number {number} of the office {office}.",
            "Below evidence tier 2 a number is a claim that nobody holds; nothing is said of such claims here.",
        ),
    )


def _no_exclusive_grant(shown: Shown) -> Pair:
    subject, scope = shown.claim["subject"], shown.claim["scope"]
    start, end = int(scope["start"]), int(scope["end"])
    codes = scope_codes(struct_from_json(Scope, dict(scope), "scope"))
    vi, en = (
        "; ".join(f"{name}: {' '.join(each) or every}" for name, each in zip(names, codes, strict=True))
        for names, every in _DIMENSIONS
    )
    return (
        (
            f"Không có quyền độc quyền hoặc duy nhất nào đang đứng trên {subject} chồng lên phạm vi sau:",
            f"  {vi}; từ {local_time(start, 0)} đến trước {local_time(end, 0)}",
        ),
        (
            f"No exclusive or sole grant that stands on {subject} overlaps this scope:",
            f"  {en}; from {local_time(start)} to before {local_time(end)}",
        ),
    )


_DIMENSIONS = (
    (("hành vi", "lĩnh vực", "lãnh thổ"), "tất cả"),
    (("acts", "fields", "territory"), "all"),
)
_CLAIMS = {
    "record": _record,
    "absent_record": _absent_record,
    "absent_right": _absent_right,
    "no_exclusive_grant": _no_exclusive_grant,
}


def _label(value: str) -> str:
    return bytes.fromhex(value[2:]).rstrip(b"\0").decode("ascii")


# --- JSON ----------------------------------------------------------------------------------------------------------


def verdict_document(verdict: Verdict) -> dict[str, Any]:
    """A verdict as JSON: bytes as 0x hex, times as decimal strings, kinds by name, and the sentences."""
    vi, en = sentences(verdict)
    words = {"vi": list(vi), "en": list(en)}
    if isinstance(verdict, Valid):
        return {"verdict": "valid", "shown": _plain(asdict(verdict.shown)), "sentences": words}
    name = "invalid" if isinstance(verdict, Invalid) else "undetermined"
    return {
        "verdict": name,
        "step": verdict.step,
        "code": verdict.code,
        "values": _plain(dict(verdict.values)),
        "sentences": words,
    }


def _plain(value: Any, name: str = "") -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {key: _plain(each, key) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, IntEnum):
        return value.name.lower()
    return str(value) if name in _TIMES else value
