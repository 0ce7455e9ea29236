"""The words of sentences about certificates: kinds, states and commands, (Vietnamese, English)."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.enums import Kind, State

Words = tuple[str, str]

KINDS: Mapping[Kind, Words] = {
    Kind.PARTY: ("bên", "party"),
    Kind.ASSET: ("tài sản trí tuệ", "asset"),
    Kind.LISTING: ("tin chào", "listing"),
    Kind.APPRAISAL: ("kết quả thẩm định", "appraisal"),
    Kind.INSTRUMENT: ("văn kiện", "instrument"),
    Kind.ROYALTY_PERIOD: ("kỳ trả phí", "royalty period"),
    Kind.PROBLEM: ("bài toán", "problem"),
    Kind.PROPOSAL: ("đề xuất", "proposal"),
    Kind.PILOT: ("thử nghiệm", "pilot"),
    Kind.CERTIFICATE: ("chứng nhận nghiệm thu", "certificate of acceptance"),
    Kind.DOCUMENT: ("văn bản", "document"),
    Kind.ANCHOR: ("mốc neo", "anchor"),
}

# States of the kinds that this rulebook version knows.
STATES: Mapping[State, Words] = {
    State.PENDING: ("chờ tiếp nhận", "pending"),
    State.ACTIVE: ("đang hoạt động", "active"),
    State.SUSPENDED: ("tạm đình chỉ", "suspended"),
    State.CLOSED: ("đã đóng", "closed"),
    State.REGISTERED: ("đã khai", "registered"),
    State.DISPUTED: ("đang tranh chấp", "disputed"),
    State.LAPSED: ("đã mất hiệu lực", "lapsed"),
    State.EXPIRED: ("đã hết hạn", "expired"),
    State.INVALIDATED: ("đã bị hủy bỏ", "invalidated"),
    State.PROPOSED: ("đã đề nghị", "proposed"),
    State.SIGNED: ("đã ký đủ", "signed"),
    State.EFFECTIVE: ("đang có hiệu lực", "effective"),
    State.TERMINATED: ("đã chấm dứt", "terminated"),
    State.RESCINDED: ("đã hủy", "rescinded"),
}

COMMANDS: Mapping[str, Words] = {
    "register_party": ("đăng ký bên", "party registered"),
    "update_party": ("cập nhật hồ sơ bên", "party updated"),
    "move_party": ("chuyển trạng thái bên", "party admitted, suspended or closed"),
    "add_key": ("thêm khóa", "key added"),
    "revoke_key": ("thu hồi khóa", "key revoked"),
    "grant_role": ("cấp vai trò", "role granted"),
    "revoke_role": ("thu hồi vai trò", "role revoked"),
    "declare_interest": ("khai xung đột lợi ích", "interest declared"),
    "register_asset": ("khai tài sản", "asset registered"),
    "raise_tier": ("nâng mức chứng cứ", "evidence tier raised"),
    "record_rights": ("ghi quyền", "rights recorded"),
    "set_grant_rule": ("đặt quy tắc cấp phép", "grant rule set"),
    "dispute_asset": ("ghi nhận tranh chấp", "asset disputed"),
    "resolve_dispute": ("giải quyết tranh chấp", "dispute resolved"),
    "end_asset": ("ghi chấm dứt quyền", "right ended"),
    "propose_instrument": ("đề nghị điều khoản", "terms proposed"),
    "sign_instrument": ("ký điều khoản", "terms signed"),
    "certify_instrument": ("ghi chứng nhận của cơ quan đăng ký", "registrar's certificate entered"),
    "attest_escrow": ("xác nhận ký quỹ", "escrow attested"),
    "effect_instrument": ("cho có hiệu lực", "put into effect"),
    "amend_instrument": ("sửa đổi điều khoản", "terms amended"),
    "end_instrument": ("chấm dứt văn kiện", "instrument ended"),
    "rule_on_instrument": ("trọng tài phán quyết", "ruled on by the arbiter"),
}


def state_words(name: str) -> Words:
    """The words of a state by its lower-case name; the name itself where there are none."""
    return STATES.get(State[name.upper()], (name, name))


def command_words(name: str) -> Words:
    """The words of a command with its name in brackets."""
    vi, en = COMMANDS[name]
    return f"{vi} ({name})", f"{en} ({name})"
