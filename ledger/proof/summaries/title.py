"""Who holds what, and on which terms: parties, assets, instruments and royalty periods in a few lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.proof.scope_words import scope_lines, territory
from ledger.proof.summaries.spelling import percent, short_id
from ledger.proof.times import local_time, period
from ledger.proof.words import (
    ASSET_KINDS,
    EXCLUSIVITIES,
    GATES,
    INSTRUMENT_KINDS,
    MEMBER_ROLES,
    PARTY_KINDS,
    RIGHT_STAGES,
    TIERS,
    named,
)

NAMELESS = (
    "Tên tổ chức không nằm trên sổ cái; hãy hỏi bên bán mã của họ.",
    "Names are not on the ledger; ask the seller for their ids.",
)


def asset(state: Mapping[str, Any], language: int) -> tuple[str, ...]:
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
        NAMELESS[language],
        (
            "Không chứng minh: những quyền sử dụng và thế chấp nào đang ràng buộc tài sản này.",
            "Not shown: which licences and pledges stand on this asset.",
        )[language],
    )


def _right(right: Mapping[str, Any], language: int) -> str:
    """`VN 10041237 (văn bằng, VN, 01/01/2025 – 01/01/2045)`; what has no office or number says so."""
    number = " ".join(each for each in (right["office"], right["number"]) if each)
    number = number or ("quyền không có số", "a right without number")[language]
    stage = named(RIGHT_STAGES, str(right["right_stage"]), language)
    when = period(int(right["start"]), int(right["end"]), language)
    return f"{number} ({stage}, {territory(right['territories'], language)}, {when})"


def instrument(state: Mapping[str, Any], language: int) -> tuple[str, ...]:
    kind = named(INSTRUMENT_KINDS, state["instrument_kind"], language)
    exclusivity = named(EXCLUSIVITIES, state["exclusivity"], language)
    subject = f"{('trên', 'on')[language]} {short_id(state['subject'])}" if state["subject"] else ""
    what = "; ".join(each for each in (kind, exclusivity, subject) if each)
    return (
        f"{('Văn kiện', 'Instrument')[language]}: {what}.",
        f"{('Các bên', 'Parties')[language]}: {_members(state['members'], language)}.",
        NAMELESS[language],
        *_moves(state, language),
        *_money(state, language),
        _registration(state, language),
        *_above(state, language),
        ("Phạm vi:", "Scope:")[language],
        *scope_lines(state["scope"], language),
    )


def _above(state: Mapping[str, Any], language: int) -> tuple[str, ...]:
    """What a grant's own history cannot show, and on which it lives."""
    if state["instrument_kind"] not in _GRANTS or state["state"] not in _IN_EFFECT:
        return ()
    return (
        (
            "Không chứng minh: rằng tài sản và các quyền cấp trên còn hiệu lực; hãy xem chứng thư của đối tượng.",
            "Not shown: that the asset and the licences above it still stand; see the certificate of the subject.",
        )[language],
    )


def _members(members: Sequence[Mapping[str, str]], language: int) -> str:
    return ", ".join(
        f"{short_id(each['party'])} ({named(MEMBER_ROLES, each['member_role'], language)})" for each in members
    )


def party(state: Mapping[str, Any], language: int) -> tuple[str, ...]:
    keys = ", ".join(state["keys"]) or ("không có", "none")[language]
    kind = named(PARTY_KINDS, state["party_kind"], language)
    valid = ("khóa đang có hiệu lực", "valid keys")[language]
    threshold = ("ngưỡng ký", "threshold")[language]
    return (
        f"{('Bên', 'Party')[language]}: {kind}; {valid}: {keys}; {threshold}: {state['threshold']}.",
        NAMELESS[language],
    )


def _moves(state: Mapping[str, Any], language: int) -> tuple[str, ...]:
    if not state["moves"]:
        return ()
    moved = "; ".join(
        f"{percent(each['bps'], language)} {('từ', 'from')[language]} {short_id(each['from'])}"
        f" {('sang', 'to')[language]} {short_id(each['to'])}"
        for each in state["moves"]
    )
    if state["instrument_kind"] == "pledge":
        return (f"{('Phần thế chấp', 'Pledged')[language]}: {moved}.",)
    return (f"{('Phần chuyển', 'Shares moved')[language]}: {moved}.",)


def _money(state: Mapping[str, Any], language: int) -> tuple[str, ...]:
    """What a bank attested, in parts of the agreed sum, which is not on the ledger."""
    words = (
        ("funded", "đã nộp ký quỹ", "held in escrow"),
        ("released", "đã giải ngân", "released"),
        ("refunded", "đã hoàn trả", "refunded"),
        ("paid", "đã thanh toán theo đợt", "paid by milestones"),
    )
    sums = [f"{each[1 + language]} {percent(state[each[0]], language)}" for each in words if state[each[0]]]
    if not sums and not state["escrow_agent"]:
        return ()
    said = "; ".join(sums) or ("chưa có xác nhận nào", "nothing attested yet")[language]
    attested = ("Ngân hàng xác nhận, trên giá trị đã thỏa thuận", "Attested by the bank, of the agreed sum")[language]
    return (f"{attested}: {said}.",)


_IN_EFFECT = frozenset({"effective", "suspended"})
_GRANTS = frozenset({"licence", "sublicence"})
_AGAINST_THIRD_PARTIES = frozenset({"licence", "sublicence", "pledge"})


def _registration(state: Mapping[str, Any], language: int) -> str:
    """Whether it is in effect, and whether it holds against third parties: a registrar's entry says so, or nothing."""
    if state["effective_at"] == "0":
        return (
            "Chưa từng có hiệu lực: chưa phát sinh quyền nào.",
            "It has never been in effect: no right has arisen from it.",
        )[language]
    if state["registered_at"] != "0":
        since = local_time(int(state["registered_at"]), language)
        if state["state"] not in _IN_EFFECT:
            return (
                f"Đã đăng ký tại cơ quan sở hữu trí tuệ lúc {since}; nay không còn hiệu lực.",
                f"Registered at the intellectual property office at {since}; it is no longer in effect.",
            )[language]
        return (
            f"Đã đăng ký tại cơ quan sở hữu trí tuệ, có giá trị với bên thứ ba từ {since}.",
            f"Registered at the intellectual property office: it holds against third parties since {since}.",
        )[language]
    if state["instrument_kind"] in _AGAINST_THIRD_PARTIES:
        return (
            "Chưa đăng ký tại cơ quan sở hữu trí tuệ: không có hiệu lực đối với bên thứ ba.",
            "Not registered at the intellectual property office: no effect against third parties.",
        )[language]
    entered = ", ".join(named(GATES, each, language) for each in state["certificates"])
    if not entered:
        return (
            "Không có giấy chứng nhận nào của cơ quan đăng ký được ghi.",
            "No registrar's certificate is entered.",
        )[language]
    return f"{('Giấy chứng nhận của cơ quan đăng ký đã ghi', 'Registrars’ certificates entered')[language]}: {entered}."


def royalty(state: Mapping[str, Any], language: int) -> tuple[str, ...]:
    """A period of a licence; the sum is hidden by a commitment."""
    when = period(int(state["start"]), int(state["end"]), language)
    licence = short_id(state["instrument"])
    return (
        f"{('Kỳ bản quyền', 'Royalty period')[language]}: {when}, {('của', 'of')[language]} {licence}.",
        (
            "Số tiền không nằm trên sổ cái; bên báo cáo mở cam kết cho người được xem.",
            "The sum is not on the ledger; whoever reported it opens the commitment to those who may see it.",
        )[language],
    )
