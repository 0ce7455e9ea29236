"""Verdicts in words, Vietnamese and English: what is shown, as of when, by whose word, and what is not shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from ledger.commands import Scope
from ledger.proof.claims.no_exclusive_grant import scope_codes
from ledger.proof.facts import Shown, ShownCommand
from ledger.proof.reasons import CONTRADICTIONS, GAPS, POLICY_STEP, STEPS
from ledger.proof.scope_words import scope_lines
from ledger.proof.summaries import summary
from ledger.proof.summaries.spelling import printable, short_id
from ledger.proof.times import local_time
from ledger.proof.verdict import Invalid, Undetermined, Valid, Verdict, written
from ledger.proof.words import KINDS, OUTCOMES, command_words, named, state_words
from ledger.wire import struct_from_json

# Members of reasons that are times, those that count from 0 in JSON and from 1 for people, and outcomes of pilots.
_TIMES = frozenset({"at", "as_of"})
_INDICES = frozenset({"entry", "index"})
_OUTCOMES = frozenset({"stated", "computed"})


class Sentences(NamedTuple):
    """The same lines in both languages; the first line is the verdict."""

    vi: tuple[str, ...]
    en: tuple[str, ...]


def sentences(verdict: Verdict) -> Sentences:
    """A verdict in words; what to do about it, where something can be done, is a line of its own."""
    if isinstance(verdict, Valid):
        return _valid(verdict.shown)
    table, words = (CONTRADICTIONS, _INVALID) if isinstance(verdict, Invalid) else (GAPS, _UNDETERMINED)
    why = table[verdict.code]
    if why.step == POLICY_STEP:
        words = _DEMAND_NOT_MET
    step_vi, step_en = STEPS[why.step]
    vi, en = reason(verdict)
    advice_vi, advice_en = ((f"→ {each}.",) for each in why.advice) if why.advice else ((), ())
    return Sentences(
        (f"{words[0]} — bước {why.step}, {step_vi}: {vi}.", *advice_vi),
        (f"{words[1]} — step {why.step}, {step_en}: {en}.", *advice_en),
    )


def reason(verdict: Invalid | Undetermined) -> tuple[str, str]:
    """Why a certificate is not valid, in Vietnamese and English, without the step that found it."""
    why = (CONTRADICTIONS if isinstance(verdict, Invalid) else GAPS)[verdict.code]
    vi, en = (text.format(**_readable(verdict.values, language)) for language, text in enumerate((why.vi, why.en)))
    return vi, en


_INVALID = ("KHÔNG HỢP LỆ", "INVALID")
_UNDETERMINED = ("CHƯA XÁC ĐỊNH ĐƯỢC", "UNDETERMINED")
# The reader's policy comes last: what fails there passed every other step, and must not read as forged.
_DEMAND_NOT_MET = (
    "KHÔNG ĐÁP ỨNG YÊU CẦU (chứng thư không sai)",
    "DOES NOT MEET YOUR DEMAND (nothing in it is wrong)",
)


def _readable(values: Mapping[str, Any], language: int) -> dict[str, Any]:
    """Values for a sentence: local times, parties' addresses, places counted from 1, no control characters."""
    readable = written(values)
    for name, value in readable.items():
        if name in _TIMES and isinstance(value, int):
            readable[name] = local_time(value, language)
        elif name in _INDICES and isinstance(value, int):
            readable[name] = value + 1
        elif isinstance(values[name], bytes):
            readable[name] = short_id(value)
        elif name in _OUTCOMES and isinstance(value, str):
            readable[name] = named(OUTCOMES, value, language)
        elif isinstance(value, str):
            readable[name] = printable(value)[:200]
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
            f"Xác nhận bởi một đơn vị vận hành (khóa {keys}): {_ONE_WORD[0]}.",
            f"Không chứng minh: {_NOT_SHOWN[0]}{_rests_on(shown)[0]}.",
        ),
        (
            "VALID",
            *en,
            f"As of block {shown.block} ({block}), at {local_time(shown.at)}.",
            f"Ledger: 0x{shown.ledger.hex()}.",
            f"Attested by one operator (key {keys}): {_ONE_WORD[1]}.",
            f"Not shown: {_NOT_SHOWN[1]}{_rests_on(shown)[1]}.",
        ),
    )


_ONE_WORD = (
    "là xác nhận của riêng đơn vị đó, không phải của nhiều tổ chức",
    "that operator's word, not a quorum of organisations",
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
    identifier = short_id(record.record)
    state_vi, state_en = state_words(record.state["state"], record.kind)
    commands_vi, commands_en = _commands(record.commands, record.record, record.genesis)
    if record.pilot:
        pilot = bytes.fromhex(record.state["pilot"][2:])
        basis_vi, basis_en = _commands(record.pilot, pilot, False)
        commands_vi = [*commands_vi, "Các lệnh của thử nghiệm:", *basis_vi[1:]]
        commands_en = [*commands_en, "Commands of the pilot:", *basis_en[1:]]
    return (
        (
            f"Đây là toàn bộ lịch sử của {kind_vi} {identifier}: phiên bản {record.version}, trạng thái: {state_vi}.",
            *summary(record, 0),
            *commands_vi,
        ),
        (
            f"This is the whole history of {kind_en} {identifier}: version {record.version}, state {state_en}.",
            *summary(record, 1),
            *commands_en,
        ),
    )


def _commands(commands: Sequence[ShownCommand], record: bytes, genesis: bool) -> tuple[list[str], list[str]]:
    vi, en = ["Các lệnh:"], ["Commands:"]
    if genesis:
        vi.append("  1. do văn bản khởi tạo sổ cái lập ra")
        en.append("  1. created by the genesis document")
    for each in commands:
        parties = ", ".join(short_id(party) for party in dict.fromkeys(each.signers))
        on_vi, on_en = ("", "") if each.on == record else (f" trên {short_id(each.on)}", f" on {short_id(each.on)}")
        name_vi, name_en = (
            ": ".join((name, *(said[language] for said in each.decided)))
            for language, name in enumerate(command_words(each.name))
        )
        vi.append(f"  {each.version}. {name_vi}{on_vi}, {local_time(each.at, 0)}, ký: {parties}")
        en.append(f"  {each.version}. {name_en}{on_en}, {local_time(each.at)}, signed by {parties}")
    return vi, en


def _absent_record(shown: Shown) -> Pair:
    record = short_id(shown.claim["record"])
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
    codes = scope_codes(struct_from_json(Scope, dict(scope), "scope"))
    readable = {**dict(zip(("acts", "fields", "territories"), codes, strict=True)), **_interval(scope)}
    vi = f"không có quyền độc quyền hoặc duy nhất nào còn hiệu lực {_SUSPENDED[0]} chồng lấn phạm vi sau"
    en = f"No exclusive or sole grant that stands on {subject} {_SUSPENDED[1]} overlaps this scope"
    return (
        (f"Trên {subject} {vi}:", *scope_lines(readable, 0), _KIND_NOT_SHOWN[0]),
        (f"{en}:", *scope_lines(readable, 1), _KIND_NOT_SHOWN[1]),
    )


_KIND_NOT_SHOWN = (
    (
        "Không chứng minh: mã này là của loại bản ghi nào (tài sản, hợp đồng sử dụng hay loại khác);"
        " hãy đối chiếu với chứng thư của chính tài sản đó."
    ),
    (
        "Not shown: what kind of record this id is (an asset, a licence or another);"
        " compare it with the asset's own certificate."
    ),
)
_SUSPENDED = ("(kể cả đang tạm ngừng)", "(a suspended one included)")


def _interval(scope: Mapping[str, Any]) -> dict[str, Any]:
    return {"start": scope["start"], "end": scope["end"]}


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
