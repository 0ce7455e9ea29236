"""The words of sentences about certificates: kinds, states and commands, (Vietnamese, English)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.enums import (
    AppraisalKind,
    Approach,
    AssetKind,
    Comparator,
    Exclusivity,
    Gate,
    InstrumentKind,
    Kind,
    MemberRole,
    Outcome,
    PartyKind,
    PilotStage,
    Purpose,
    RightStage,
    Role,
    State,
    Verdict,
)

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
    State.DRAFT: ("bản soạn", "draft"),
    State.IN_REVIEW: ("chờ duyệt", "in review"),
    State.PUBLISHED: ("đã công bố", "published"),
    State.PAUSED: ("tạm dừng", "paused"),
    State.RESERVED: ("đang giữ chỗ", "reserved"),
    State.ISSUED: ("đã phát hành", "issued"),
    State.SUPERSEDED: ("đã được thay thế", "superseded"),
    State.WITHDRAWN: ("đã rút", "withdrawn"),
    State.DUE: ("đến kỳ", "due"),
    State.REPORTED: ("đã báo cáo", "reported"),
    State.CONFIRMED: ("đã xác nhận", "confirmed"),
    State.PAID: ("đã thanh toán", "paid"),
    State.AUDITED: ("đã kiểm toán", "audited"),
    State.EVALUATING: ("đang đánh giá", "evaluating"),
    State.AWARDED: ("đã chọn giải pháp", "awarded"),
    State.NO_AWARD: ("không chọn giải pháp nào", "no award"),
    State.CANCELLED: ("đã hủy", "cancelled"),
    State.COMMITTED: ("đã nộp niêm phong", "committed"),
    State.REVEALED: ("đã mở niêm phong", "revealed"),
    State.TECHNICAL_PASS: ("đạt thẩm định kỹ thuật", "technical review passed"),
    State.SECURITY_PASS: ("đạt thẩm định an toàn", "security review passed"),
    State.SHORTLISTED: ("vào danh sách rút gọn", "shortlisted"),
    State.SELECTED: ("được chọn", "selected"),
    State.FAILED: ("không đạt", "failed"),
    State.PLANNED: ("đã lập kế hoạch", "planned"),
    State.BASELINED: ("đã chốt chỉ tiêu", "baselined"),
    State.RUNNING: ("đang chạy", "running"),
    State.MEASURED: ("đã đo xong", "measured"),
    State.COMPLETED: ("đã hoàn thành", "completed"),
    State.ABORTED: ("đã dừng", "aborted"),
    State.UPHELD: ("được giữ nguyên", "upheld"),
    State.REVOKED: ("đã bị thu hồi", "revoked"),
    State.SUBMITTED: ("đã gửi", "submitted"),
    State.DELIVERED: ("đã nhận", "delivered"),
    State.OPENED: ("đã mở", "opened"),
    State.PROCESSING: ("đang xử lý", "processing"),
    State.RESPONDED: ("đã trả lời", "responded"),
    State.RETURNED: ("đã trả lại", "returned"),
    State.REFUSED: ("bị từ chối", "refused"),
    State.ANCHORED: ("đã neo", "anchored"),
}

# States that read otherwise for one kind.
_STATES_OF: Mapping[tuple[Kind, State], Words] = {
    (Kind.ASSET, State.ACTIVE): ("đang có hiệu lực", "active"),
    (Kind.INSTRUMENT, State.SUSPENDED): ("đang tạm ngừng", "suspended"),
    (Kind.DOCUMENT, State.REGISTERED): ("đã vào sổ", "registered"),
    (Kind.PROBLEM, State.CLOSED): ("đã đóng nhận đề xuất", "closed to proposals"),
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
    "draft_listing": ("soạn tin chào", "listing drafted"),
    "review_listing": ("duyệt tin chào", "listing reviewed"),
    "move_listing": ("chuyển trạng thái tin chào", "listing moved"),
    "issue_appraisal": ("phát hành thẩm định", "appraisal issued"),
    "withdraw_appraisal": ("rút thẩm định", "appraisal withdrawn"),
    "propose_instrument": ("đề nghị văn kiện", "instrument proposed"),
    "sign_instrument": ("ký văn kiện", "instrument signed"),
    "certify_instrument": ("ghi giấy chứng nhận đăng ký", "registrar's certificate entered"),
    "attest_escrow": ("xác nhận ký quỹ", "escrow attested"),
    "attest_milestone": ("xác nhận thanh toán đợt", "milestone payment attested"),
    "effect_instrument": ("văn kiện có hiệu lực", "instrument put into effect"),
    "amend_instrument": ("sửa đổi văn kiện", "instrument amended"),
    "end_instrument": ("chấm dứt văn kiện", "instrument ended"),
    "rule_on_instrument": ("phán quyết về văn kiện", "instrument ruled on by the arbiter"),
    "report_royalty": ("báo cáo tiền bản quyền", "royalty reported"),
    "answer_royalty": ("trả lời báo cáo tiền bản quyền", "royalty report answered"),
    "rule_on_royalty": ("phán quyết về tiền bản quyền", "royalty ruled on by the arbiter"),
    "attest_payment": ("xác nhận thanh toán", "payment attested"),
    "audit_royalty": ("kiểm toán kỳ bản quyền", "royalty audited"),
    "draft_problem": ("soạn bài toán", "problem drafted"),
    "publish_problem": ("công bố bài toán", "problem published"),
    "close_problem": ("đóng nhận đề xuất", "problem closed to proposals"),
    "move_problem": ("chuyển trạng thái bài toán", "problem moved"),
    "commit_proposal": ("nộp đề xuất niêm phong", "sealed proposal handed in"),
    "reveal_proposal": ("mở niêm phong đề xuất", "proposal revealed"),
    "move_proposal": ("chuyển trạng thái đề xuất", "proposal moved"),
    "plan_pilot": ("lập kế hoạch thử nghiệm", "pilot planned"),
    "baseline_pilot": ("chốt chỉ tiêu", "measures fixed"),
    "measure_pilot": ("ghi kết quả đo", "measurements entered"),
    "move_pilot": ("chuyển trạng thái thử nghiệm", "pilot moved"),
    "stop_pilot": ("dừng thử nghiệm", "pilot stopped by the regulator"),
    "issue_certificate": ("cấp chứng nhận kết quả", "certificate of acceptance issued"),
    "dispute_certificate": ("khiếu nại chứng nhận kết quả", "certificate disputed"),
    "rule_on_certificate": ("phán quyết về chứng nhận kết quả", "certificate ruled on by the arbiter"),
    "submit_document": ("gửi văn bản", "document submitted"),
    "move_document": ("xử lý văn bản", "document moved"),
    "anchor_digest": ("neo giá trị băm", "digest anchored"),
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

ROLES: Mapping[Role, Words] = {
    Role.OWNER: ("chủ sở hữu", "owner"),
    Role.BUYER: ("bên mua", "buyer"),
    Role.BROKER: ("môi giới", "broker"),
    Role.VALUER: ("thẩm định giá", "valuer"),
    Role.TECHNICAL_REVIEWER: ("thẩm định kỹ thuật", "technical reviewer"),
    Role.SECURITY_REVIEWER: ("thẩm định an toàn", "security reviewer"),
    Role.PROBLEM_OWNER: ("bên ra bài toán", "problem owner"),
    Role.PROVIDER: ("bên cung cấp giải pháp", "provider"),
    Role.VERIFIER: ("bên kiểm chứng", "verifier"),
    Role.ESCROW_AGENT: ("bên giữ ký quỹ", "escrow agent"),
    Role.OPERATOR: ("đơn vị vận hành", "operator"),
    Role.IP_REGISTRAR: ("cơ quan đăng ký sở hữu trí tuệ", "IP registrar"),
    Role.REGULATOR: ("cơ quan quản lý", "regulator"),
    Role.AUDITOR: ("kiểm toán", "auditor"),
    Role.ARBITER: ("trọng tài", "arbiter"),
    Role.FUND: ("quỹ", "fund"),
    Role.HUB: ("trung tâm", "hub"),
    Role.WITNESS: ("nhân chứng", "witness"),
    Role.TRANSFER_REGISTRAR: ("cơ quan đăng ký chuyển giao", "transfer registrar"),
}
GATES: Mapping[Gate, Words] = {
    Gate.IP_REGISTER: ("đăng ký sở hữu trí tuệ", "IP register"),
    Gate.TRANSFER_REGISTER: ("đăng ký chuyển giao", "transfer register"),
    Gate.ESCROW: ("ký quỹ", "escrow"),
}
APPRAISAL_KINDS: Mapping[AppraisalKind, Words] = {
    AppraisalKind.TECHNOLOGY_EVALUATION: ("đánh giá công nghệ", "technology evaluation"),
    AppraisalKind.VALUATION: ("định giá", "valuation"),
    AppraisalKind.TECHNICAL_REVIEW: ("thẩm định kỹ thuật", "technical review"),
    AppraisalKind.SECURITY_REVIEW: ("thẩm định an toàn thông tin", "information-security review"),
}
VERDICTS: Mapping[Verdict, Words] = {Verdict.PASS: ("đạt", "pass"), Verdict.FAIL: ("không đạt", "fail")}
APPROACHES: Mapping[Approach, Words] = {
    Approach.COST: ("chi phí", "cost"),
    Approach.MARKET: ("thị trường", "market"),
    Approach.INCOME: ("thu nhập", "income"),
}
PURPOSES: Mapping[Purpose, Words] = {
    Purpose.LICENCE: ("cấp quyền sử dụng", "licence"),
    Purpose.ASSIGNMENT: ("chuyển nhượng", "assignment"),
    Purpose.PLEDGE: ("thế chấp", "pledge"),
    Purpose.CONTRIBUTION: ("góp vốn", "contribution"),
    Purpose.ACCOUNTING: ("kế toán", "accounting"),
    Purpose.OTHER: ("mục đích khác", "other"),
}
PILOT_STAGES: Mapping[PilotStage, Words] = {
    PilotStage.TRIAL: ("chạy thử", "trial"),
    PilotStage.ROLLOUT: ("triển khai", "rollout"),
}
COMPARATORS: Mapping[Comparator, Words] = {
    Comparator.GTE: ("≥", "≥"),
    Comparator.LTE: ("≤", "≤"),
    Comparator.EQ: ("=", "="),
}
OUTCOMES: Mapping[Outcome, Words] = {
    Outcome.PASS: ("đạt", "pass"),
    Outcome.PARTIAL: ("đạt một phần", "partial"),
    Outcome.FAIL: ("không đạt", "fail"),
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
