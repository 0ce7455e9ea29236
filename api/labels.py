"""Vietnamese labels of the members of records, and the words of the enums and numbers that stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from ledger.enums import (
    AppraisalKind,
    Approach,
    AssetKind,
    Comparator,
    Exclusivity,
    Gate,
    GrantRule,
    InstrumentKind,
    MemberRole,
    Outcome,
    PartyKind,
    PilotStage,
    Power,
    Purpose,
    RightStage,
    Role,
    Verdict,
)
from ledger.proof import words

# By signed name, or by struct and name where one name means another thing there.
LABELS: Mapping[str, str] = {
    "id": "mã",
    "state": "trạng thái",
    "stored_state": "trạng thái đã ghi",
    "version": "phiên bản",
    "head": "đầu chuỗi",
    "created_at": "lập lúc",
    "at": "đổi lần cuối",
    "party_kind": "loại bên",
    "profile": "hồ sơ",
    "country": "quốc gia",
    "parent": "bên chủ quản",
    "keys": "khóa",
    "threshold": "ngưỡng ký",
    "roles": "vai trò",
    "interests": "lợi ích đã khai báo",
    "reason": "lý do",
    "asset_kind": "loại tài sản",
    "title": "tên tài sản",
    "shares": "phần sở hữu",
    "grant_rule": "quy tắc cấp phép",
    "fields": "lĩnh vực",
    "rights": "quyền, văn bằng",
    "tier": "mức chứng cứ",
    "evidence": "bằng chứng",
    "claim": "yêu cầu",
    "claimant": "bên yêu cầu",
    "decision": "quyết định",
    "Asset.encumbrance_version": "phiên bản ràng buộc",
    "Instrument.encumbrance_version": "phiên bản ràng buộc văn kiện",
    "Terms.encumbrance_version": "phiên bản ràng buộc đối tượng",
    "terms": "điều khoản",
    "terms_digest": "giá trị băm của điều khoản",
    "signed": "đã ký",
    "gates": "điều kiện có hiệu lực",
    "certificates": "giấy chứng nhận đăng ký",
    "funded": "đã nộp ký quỹ",
    "released": "đã giải ngân",
    "refunded": "đã hoàn trả",
    "paid": "đã thanh toán",
    "effective_at": "có hiệu lực lúc",
    "ended_at": "chấm dứt lúc",
    "registered_at": "đăng ký lúc",
    "instrument_kind": "loại văn kiện",
    "subject": "đối tượng",
    "members": "các bên",
    "scope": "phạm vi",
    "acts": "hành vi",
    "territories": "lãnh thổ",
    "start": "từ",
    "end": "đến trước",
    "exclusivity": "mức độc quyền",
    "sub_depth": "số tầng cấp phép lại",
    "consent_waived": "miễn đồng ý cấp phép lại",
    "moves": "phần chuyển",
    "escrow_agent": "bên giữ ký quỹ",
    "effect_by": "phải có hiệu lực trước",
    "state_capital": "có vốn nhà nước",
    "task_result": "kết quả nhiệm vụ nhà nước",
    "text": "văn bản",
    "milestones": "các đợt thanh toán",
    "asset": "tài sản",
    "broker": "bên môi giới",
    "offer": "nội dung chào",
    "until": "giữ chỗ tới trước",
    "appraisal_kind": "loại thẩm định",
    "issuer": "bên thẩm định",
    "report": "báo cáo",
    "valid_until": "có giá trị tới trước",
    "verdict": "kết luận",
    "trl": "mức sẵn sàng công nghệ (TRL)",
    "criteria": "tiêu chí",
    "approach": "cách tiếp cận",
    "purpose": "mục đích định giá",
    "valued_at": "định giá tại",
    "currency": "đồng tiền (số ISO 4217)",
    "range": "khoảng giá trị",
    "supersedes": "thay thế cho",
    "superseded_by": "được thay bởi",
    "instrument": "hợp đồng",
    "RoyaltyPeriod.start": "kỳ từ",
    "amount": "số tiền",
    "opinion": "ý kiến kiểm toán",
    "owner": "bên ra bài toán",
    "statement": "nội dung bài toán",
    "using_unit": "đơn vị sử dụng",
    "accountable_office": "đơn vị chịu trách nhiệm",
    "provinces": "tỉnh, thành phố",
    "budget": "ngân sách",
    "commit_by": "nộp trước",
    "reveal_by": "mở niêm phong trước",
    "reviewers": "bên thẩm định đề xuất",
    "Problem.proposal": "đề xuất được chọn",
    "proposal": "đề xuất",
    "problem": "bài toán",
    "provider": "bên đề xuất",
    "seal": "niêm phong",
    "content": "nội dung",
    "salt": "muối",
    "assets": "tài sản kèm theo",
    "pilot_stage": "giai đoạn",
    "verifier": "bên kiểm chứng",
    "plan": "kế hoạch",
    "limits": "giới hạn thử nghiệm",
    "exit_plan": "kế hoạch kết thúc",
    "permit": "văn bản cho phép",
    "kpi_version": "phiên bản chỉ tiêu",
    "kpis": "chỉ tiêu",
    "pass_weight": "trọng số cần đạt",
    "method": "phương pháp đo",
    "values": "giá trị đo",
    "pilot": "thử nghiệm",
    "outcome": "kết quả",
    "met": "chỉ tiêu đạt",
    "owner_signed": "bên ra bài toán cùng ký",
    "paid_by": "đã thanh toán trong hợp đồng",
    "sender": "bên gửi",
    "recipient": "nơi nhận",
    "recipients": "các nơi đã nhận",
    "in_reply_to": "trả lời văn bản",
    "addressed_at": "gửi tới nơi nhận lúc",
    "number": "số vào sổ",
    "due_by": "hạn trả lời",
    "extended": "đã gia hạn",
    "answer_number": "số văn bản trả lời",
    "author": "bên neo",
    "namespace": "không gian tên",
    "digest": "giá trị băm",
    "size": "số mục",
}

GRANT_RULES: Mapping[GrantRule, words.Words] = {
    GrantRule.ALL: ("mọi chủ sở hữu cùng ký", "every holder signs"),
    GrantRule.MAJORITY: ("quá nửa phần sở hữu ký", "a majority of shares signs"),
    GrantRule.EACH: ("từng chủ sở hữu được cấp phép không độc quyền", "each holder alone, non-exclusive only"),
}
POWERS: Mapping[Power, words.Words] = {
    Power.DOCUMENTS: ("văn bản", "documents"),
    Power.MARKET: ("thị trường", "market"),
    Power.TITLE: ("quyền sở hữu", "title"),
    Power.KEYS: ("khóa", "keys"),
}
_WORDS: Mapping[type[IntEnum], Mapping[Any, words.Words]] = {
    PartyKind: words.PARTY_KINDS,
    AssetKind: words.ASSET_KINDS,
    RightStage: words.RIGHT_STAGES,
    InstrumentKind: words.INSTRUMENT_KINDS,
    Exclusivity: words.EXCLUSIVITIES,
    MemberRole: words.MEMBER_ROLES,
    Role: words.ROLES,
    GrantRule: GRANT_RULES,
    Gate: words.GATES,
    AppraisalKind: words.APPRAISAL_KINDS,
    Verdict: words.VERDICTS,
    Approach: words.APPROACHES,
    Purpose: words.PURPOSES,
    PilotStage: words.PILOT_STAGES,
    Comparator: words.COMPARATORS,
    Outcome: words.OUTCOMES,
}


def label(struct: type, name: str) -> str:
    """The Vietnamese label of a struct's member; its own name where there is none."""
    return LABELS.get(f"{struct.__name__}.{name}") or LABELS.get(name, name)


def enum_in(kind: type[IntEnum], value: int, language: int) -> str:
    """The words of an enum's value in one language; "–" for zero, the value's own name where it has no words."""
    if value == 0:
        return "–"
    if value not in kind._value2member_map_:
        return str(value)
    found = _WORDS.get(kind, {}).get(kind(value))
    return found[language] if found else kind(value).name.lower()


def enum_words(kind: type[IntEnum], value: int) -> str:
    """`bằng sáng chế (patent)`; "–" for zero, the number itself where it has no name."""
    if value == 0:
        return "–"
    if value not in kind._value2member_map_:
        return str(value)
    name = kind(value).name.lower()
    found = _WORDS.get(kind, {}).get(kind(value))
    return f"{found[0]} ({name})" if found else name
