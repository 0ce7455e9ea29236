"""The words of sentences about certificates: kinds, states and commands, (Vietnamese, English)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.enums import AssetKind, Exclusivity, InstrumentKind, Kind, MemberRole, PartyKind, RightStage, State

Words = tuple[str, str]

KINDS: Mapping[Kind, Words] = {
    Kind.PARTY: ("bên", "party"),
    Kind.ASSET: ("tài sản trí tuệ", "asset"),
    Kind.LISTING: ("tin chào", "listing"),
    Kind.APPRAISAL: ("kết quả thẩm định", "appraisal"),
    Kind.INSTRUMENT: ("văn kiện", "instrument"),
    Kind.ROYALTY_PERIOD: ("kỳ bản quyền", "royalty period"),
    Kind.PROBLEM: ("bài toán", "problem"),
    Kind.PROPOSAL: ("đề xuất", "proposal"),
    Kind.PILOT: ("thử nghiệm", "pilot"),
    Kind.CERTIFICATE: ("chứng nhận kết quả", "certificate of acceptance"),
    Kind.DOCUMENT: ("văn bản", "document"),
    Kind.ANCHOR: ("mốc neo", "anchor"),
}

# States of the kinds that this rulebook version knows.
STATES: Mapping[State, Words] = {
    State.PENDING: ("chờ tiếp nhận", "pending"),
    State.ACTIVE: ("đang hoạt động", "active"),
    State.SUSPENDED: ("tạm đình chỉ", "suspended"),
    State.CLOSED: ("đã đóng", "closed"),
    State.REGISTERED: ("đã đăng ký", "registered"),
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

# States that read otherwise for one kind.
_STATES_OF: Mapping[tuple[Kind, State], Words] = {
    (Kind.ASSET, State.ACTIVE): ("đang có hiệu lực", "active"),
    (Kind.INSTRUMENT, State.SUSPENDED): ("đang tạm ngừng", "suspended"),
}

COMMANDS: Mapping[str, Words] = {
    "register_party": ("đăng ký bên tham gia", "party registered"),
    "update_party": ("cập nhật hồ sơ bên", "party updated"),
    "move_party": ("kết nạp, đình chỉ hoặc đóng bên", "party admitted, suspended or closed"),
    "add_key": ("thêm khóa", "key added"),
    "revoke_key": ("thu hồi khóa", "key revoked"),
    "grant_role": ("cấp vai trò", "role granted"),
    "revoke_role": ("thu hồi vai trò", "role revoked"),
    "declare_interest": ("khai báo lợi ích", "interest declared"),
    "register_asset": ("đăng ký tài sản", "asset registered"),
    "raise_tier": ("nâng mức chứng cứ", "evidence tier raised"),
    "record_rights": ("ghi nhận quyền", "rights recorded"),
    "set_grant_rule": ("đặt quy tắc cấp phép", "grant rule set"),
    "dispute_asset": ("ghi nhận tranh chấp", "asset disputed"),
    "resolve_dispute": ("giải quyết tranh chấp", "dispute resolved"),
    "end_asset": ("chấm dứt quyền", "right ended"),
    "propose_instrument": ("đề nghị văn kiện", "instrument proposed"),
    "sign_instrument": ("ký văn kiện", "instrument signed"),
    "certify_instrument": ("ghi giấy chứng nhận đăng ký", "registrar's certificate entered"),
    "attest_escrow": ("xác nhận ký quỹ", "escrow attested"),
    "effect_instrument": ("văn kiện có hiệu lực", "instrument put into effect"),
    "amend_instrument": ("sửa đổi văn kiện", "instrument amended"),
    "end_instrument": ("chấm dứt văn kiện", "instrument ended"),
    "rule_on_instrument": ("phán quyết về văn kiện", "instrument ruled on by the arbiter"),
}

PARTY_KINDS: Mapping[PartyKind, Words] = {
    PartyKind.AGENCY: ("cơ quan nhà nước", "agency"),
    PartyKind.INSTITUTE: ("viện nghiên cứu", "institute"),
    PartyKind.UNIVERSITY: ("trường đại học", "university"),
    PartyKind.ENTERPRISE: ("doanh nghiệp", "enterprise"),
    PartyKind.FUND: ("quỹ", "fund"),
    PartyKind.HUB: ("trung tâm", "hub"),
    PartyKind.INVENTOR: ("tác giả sáng chế", "inventor"),
}
ASSET_KINDS: Mapping[AssetKind, Words] = {
    AssetKind.PATENT: ("bằng sáng chế", "patent"),
    AssetKind.UTILITY_SOLUTION: ("giải pháp hữu ích", "utility solution"),
    AssetKind.INDUSTRIAL_DESIGN: ("kiểu dáng công nghiệp", "industrial design"),
    AssetKind.LAYOUT_DESIGN: ("thiết kế bố trí mạch tích hợp", "layout design"),
    AssetKind.TRADEMARK: ("nhãn hiệu", "trademark"),
    AssetKind.TRADE_NAME: ("tên thương mại", "trade name"),
    AssetKind.GEOGRAPHICAL_INDICATION: ("chỉ dẫn địa lý", "geographical indication"),
    AssetKind.PLANT_VARIETY: ("giống cây trồng", "plant variety"),
    AssetKind.SOFTWARE: ("phần mềm", "software"),
    AssetKind.WORK: ("tác phẩm", "work"),
    AssetKind.KNOW_HOW: ("bí quyết kỹ thuật", "know-how"),
    AssetKind.DATASET: ("bộ dữ liệu", "dataset"),
    AssetKind.AI_MODEL: ("mô hình AI", "AI model"),
    AssetKind.SERVICE: ("dịch vụ", "service"),
    AssetKind.FACILITY: ("cơ sở vật chất", "facility"),
}
RIGHT_STAGES: Mapping[RightStage, Words] = {
    RightStage.APPLICATION: ("đơn", "application"),
    RightStage.GRANTED: ("văn bằng", "granted"),
}
TIERS: tuple[Words, ...] = (
    ("tự khai", "self-claimed"),
    ("đã xác minh danh tính", "identity verified"),
    ("đã đối chiếu với sổ đăng ký", "matched with the register"),
    ("cơ quan đăng ký đã chứng nhận", "certified by the registrar"),
)
INSTRUMENT_KINDS: Mapping[InstrumentKind, Words] = {
    InstrumentKind.LICENCE: ("hợp đồng sử dụng (li-xăng)", "licence"),
    InstrumentKind.SUBLICENCE: ("hợp đồng sử dụng thứ cấp", "sublicence"),
    InstrumentKind.ASSIGNMENT: ("chuyển nhượng", "assignment"),
    InstrumentKind.PLEDGE: ("thế chấp", "pledge"),
    InstrumentKind.COOPERATION: ("hợp tác", "cooperation"),
    InstrumentKind.MEMORANDUM: ("biên bản ghi nhớ", "memorandum"),
    InstrumentKind.SOLUTION_CONTRACT: ("hợp đồng giải pháp", "solution contract"),
}
EXCLUSIVITIES: Mapping[Exclusivity, Words] = {
    Exclusivity.NON_EXCLUSIVE: ("không độc quyền", "non-exclusive"),
    Exclusivity.SOLE: ("duy nhất", "sole"),
    Exclusivity.EXCLUSIVE: ("độc quyền", "exclusive"),
}
MEMBER_ROLES: Mapping[MemberRole, Words] = {
    MemberRole.GRANTOR: ("bên giao", "grantor"),
    MemberRole.GRANTEE: ("bên nhận", "grantee"),
    MemberRole.CONSENTING: ("bên đồng ý", "consenting"),
    MemberRole.MEMBER: ("thành viên", "member"),
}


def named(words: Mapping[Any, Words], name: str, language: int) -> str:
    """The words of an enum's member by its lower-case name; the name itself where there are none."""
    return next((each[language] for member, each in words.items() if member.name.lower() == name), name)


def state_words(name: str, kind: Kind) -> Words:
    """The words of a kind's state by its lower-case name; the name itself where there are none."""
    state = State[name.upper()]
    return _STATES_OF.get((kind, state)) or STATES.get(state, (name, name))


def command_words(name: str) -> Words:
    """The words of a command with its name in brackets."""
    vi, en = COMMANDS[name]
    return f"{vi} ({name})", f"{en} ({name})"
