"""The market's records in a few lines: offers, opinions, problems, proposals, pilots and their certificates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.proof.scope_words import FIELDS
from ledger.proof.summaries.spelling import ids, percent, quoted, short_id
from ledger.proof.times import interval, local_time
from ledger.proof.words import (
    APPRAISAL_KINDS,
    APPROACHES,
    COMPARATORS,
    OUTCOMES,
    PILOT_STAGES,
    PURPOSES,
    VERDICTS,
    Words,
    named,
)

State = Mapping[str, Any]
Lines = tuple[str, ...]


def listing(state: State, language: int) -> Lines:
    lines = [f"{('Chào tài sản', 'Offer of the asset')[language]} {short_id(state['asset'])}."]
    if state["broker"]:
        lines.append(f"{('Môi giới', 'Broker')[language]}: {short_id(state['broker'])}.")
    if state["state"] == "reserved":
        until = local_time(int(state["until"]), language)
        lines.append(f"{('Giữ chỗ đến trước', 'Reserved until')[language]} {until}.")
    lines.append(
        (
            "Tin chào không chứng minh quyền; hãy xem chứng thư của tài sản.",
            "An offer proves no title; see the certificate of the asset.",
        )[language]
    )
    return tuple(lines)


def appraisal(state: State, language: int) -> Lines:
    kind = named(APPRAISAL_KINDS, state["appraisal_kind"], language)
    until = local_time(int(state["valid_until"]), language)
    lines = [
        (
            f"{('Loại', 'Kind')[language]}: {kind}; {('đối tượng', 'subject')[language]}: {short_id(state['subject'])};"
            f" {('người phát hành', 'issued by')[language]}: {short_id(state['issuer'])}."
        ),
        f"{('Có giá trị đến trước', 'Valid until')[language]} {until}.",
    ]
    lines += [line for line in (_verdict(state, language), _evaluation(state, language)) if line]
    if state["approach"]:
        lines.append(_valuation(state, language))
    lines.append(
        (
            "Đây là ý kiến của người phát hành; báo cáo không nằm trên sổ cái.",
            "This is its issuer's opinion; the report is not on the ledger.",
        )[language]
    )
    return tuple(lines)


def _verdict(state: State, language: int) -> str:
    if not state["verdict"]:
        return ""
    return f"{('Kết luận', 'Verdict')[language]}: {named(VERDICTS, state['verdict'], language)}."


def _evaluation(state: State, language: int) -> str:
    said = [f"TRL {state['trl']}"] if state["trl"] else []
    said += [
        f"{quoted(each['code'])} {each['score']}/1000 ({percent(each['weight'], language)})"
        for each in state["criteria"]
    ]
    return f"{('Đánh giá', 'Evaluation')[language]}: {'; '.join(said)}." if said else ""


def _valuation(state: State, language: int) -> str:
    approach = named(APPROACHES, state["approach"], language)
    purpose = named(PURPOSES, state["purpose"], language)
    on = local_time(int(state["valued_at"]), language)
    currency = f"{('tiền tệ', 'currency')[language]} {state['currency']} (ISO 4217)"
    return (
        f"Định giá theo cách tiếp cận {approach}, mục đích {purpose}, tại {on}, {currency}; khoảng giá trị giữ kín.",
        f"Valued by the {approach} approach for {purpose} as of {on}, {currency}; the range is kept secret.",
    )[language]


def problem(state: State, language: int) -> Lines:
    fields = "; ".join(FIELDS[code][language] if code in FIELDS else str(code) for code in _listed(state["fields"]))
    lines = [
        (
            f"{('Bên ra bài toán', 'Problem owner')[language]}: {short_id(state['owner'])};"
            f" {('lĩnh vực', 'fields')[language]}: {fields or ('tất cả', 'all')[language]}."
        )
    ]
    if state["commit_by"] != "0":
        commit, reveal = (local_time(int(state[name]), language) for name in ("commit_by", "reveal_by"))
        lines.append(
            (
                f"Nộp trước {commit}; mở niêm phong trước {reveal}.",
                f"Hand in before {commit}; open the seal before {reveal}.",
            )[language]
        )
        lines.append(f"{('Bên thẩm định', 'Reviewers')[language]}: {ids(state['reviewers'], language)}.")
    if state["proposal"]:
        lines.append(f"{('Đề xuất được chọn', 'Proposal awarded')[language]}: {short_id(state['proposal'])}.")
    return tuple(lines)


def proposal(state: State, language: int) -> Lines:
    sealed = (
        ("đã mở niêm phong", "opened")[language] if state["revealed"] else ("còn niêm phong", "still sealed")[language]
    )
    return (
        (
            f"{('Bên cung cấp', 'Provider')[language]}: {short_id(state['provider'])};"
            f" {('bài toán', 'problem')[language]}: {short_id(state['problem'])}; {sealed}."
        ),
        f"{('Tài sản được nêu', 'Assets named')[language]}: {ids(state['assets'], language)}.",
    )


def pilot(state: State, language: int) -> Lines:
    stage = named(PILOT_STAGES, state["pilot_stage"], language)
    when = interval(int(state["start"]), int(state["end"]), language)
    return (
        (
            f"{('Giai đoạn', 'Stage')[language]}: {stage}, {when};"
            f" {('đề xuất', 'proposal')[language]}: {short_id(state['proposal'])};"
            f" {('bên kiểm chứng', 'verifier')[language]}: {short_id(state['verifier'])}."
        ),
        *_measures(state, language),
    )


def certificate(state: State, language: int) -> Lines:
    """The outcome, and the measures and values from which it was computed again."""
    outcome = named(OUTCOMES, state["outcome"], language)
    still = _NO_LONGER[state["state"]][language] if state["state"] in _NO_LONGER else ""
    lines = [
        f"{('KẾT QUẢ', 'RESULT')[language]}: {outcome}{still}.",
        f"{('Thử nghiệm', 'Pilot')[language]}: {state['pilot']}.",
    ]
    if "kpis" in state:
        lines += [
            (
                "Kết quả được tính lại ở đây từ các chỉ tiêu đã chốt và số đo do bên kiểm chứng ký:",
                "The outcome is computed again here, from the frozen measures and the values that the verifier signed:",
            )[language],
            *pilot(state, language),
            _weighed(state, language),
        ]
    lines.append(
        (
            (
                "Không chứng minh: rằng phép đo là đúng (bên kiểm chứng chịu trách nhiệm);"
                " bên ký cùng bên kiểm chứng là bên ra bài toán hay bên cung cấp"
                " (so mã bên ký với chứng thư của đề xuất);"
                " rằng các thẩm định đã đạt và các bên độc lập với nhau (dựa vào việc sổ cái đã chấp nhận lệnh)."
            ),
            (
                "Not shown: that the measurements are right (the verifier answers for them);"
                " whether the problem's owner or the provider signed with the verifier"
                " (compare the signer's id with the certificate of the proposal);"
                " that the reviews passed and the parties are independent (which rests on the ledger's acceptance)."
            ),
        )[language]
    )
    return tuple(lines)


# A good outcome must not read as one that still counts.
_NO_LONGER: Mapping[str, Words] = {
    "revoked": (
        ", NHƯNG CHỨNG NHẬN ĐÃ BỊ THU HỒI: không còn giá trị",
        ", BUT THE CERTIFICATE IS REVOKED: it no longer counts",
    ),
    "disputed": (
        ", NHƯNG CHỨNG NHẬN ĐANG TRANH CHẤP: chưa dùng được",
        ", BUT THE CERTIFICATE IS DISPUTED: it does not count for now",
    ),
    "superseded": (
        ", NHƯNG CHỨNG NHẬN ĐÃ ĐƯỢC THAY BẰNG CHỨNG NHẬN KHÁC: không còn giá trị",
        ", BUT THE CERTIFICATE IS SUPERSEDED BY ANOTHER: it no longer counts",
    ),
}


def _weighed(state: State, language: int) -> str:
    met, counted, needed = (percent(state[each], language) for each in ("met_weight", "counted_weight", "pass_weight"))
    return (
        f"Trọng số đạt: {met} trên {counted} được tính; cần từ {needed} của phần được tính và mọi chỉ tiêu bắt buộc.",
        f"Weight met: {met} of {counted} counted; {needed} of what counts is needed, and every mandatory measure.",
    )[language]


def _measures(state: State, language: int) -> Lines:
    if not state["kpis"]:
        return (("Chưa chốt chỉ tiêu nào.", "No measure is fixed yet.")[language],)
    weight = percent(state["pass_weight"], language)
    version = state["kpi_version"]
    return (
        (
            f"Chỉ tiêu (phiên bản {version}), đạt khi trọng số đạt từ {weight}:",
            f"Measures (version {version}); a pass needs {weight} of the weight:",
        )[language],
        *(
            _measure(each, language) + said
            for each, said in zip(state["kpis"], _judgements(state, language), strict=True)
        ),
    )


def _judgements(state: State, language: int) -> Lines:
    """What became of each measure; nothing is said of a pilot that no certificate judges."""
    if "met" not in state:
        return ("",) * len(state["kpis"])
    return tuple(f" → {_JUDGEMENTS[met][language]}" for met in state["met"])


_JUDGEMENTS: Mapping[bool | None, Words] = {
    True: ("đạt", "met"),
    False: ("không đạt", "not met"),
    None: ("không tính", "left out"),
}


def _measure(kpi: State, language: int) -> str:
    """`  K1: ≤ 30.0 s, measured 27.5 (baseline: 540.0); weight 50%, mandatory`."""
    # A label is whatever its signers wrote: in quotation marks it cannot pass for our own words.
    target = f"{named(COMPARATORS, kpi['comparator'], language)} {kpi['target']} {quoted(kpi['unit'])}"
    measured = (
        f"{('đo được', 'measured')[language]} {kpi['value']}"
        if kpi["value"] is not None
        else ("chưa có số đo", "no value")[language]
    )
    before = f"{('hiện trạng', 'baseline')[language]}: {kpi['baseline']}"
    rules = [f"{('trọng số', 'weight')[language]} {percent(kpi['weight'], language)}"]
    if kpi["mandatory"]:
        rules.append(("bắt buộc", "mandatory")[language])
    if kpi["missing"] == "excluded":
        rules.append(("thiếu thì không tính", "left out if missing")[language])
    return f"  {quoted(kpi['code'])}: {target}, {measured} ({before}); {', '.join(rules)}"


def _listed(codes: Any) -> tuple[Any, ...]:
    """Codes, or the bitmap that no code list explains, as one entry."""
    return tuple(codes) if isinstance(codes, list | tuple) else (codes,)
