"""The sentences of the catalogue for every refusal, and what to do next (docs/specs/commands.md, "Errors").

Vietnamese first, English beside it. A test compares the sentences with the catalogue.
"""

from __future__ import annotations

from typing import NamedTuple


class Sentence(NamedTuple):
    vi: str
    en: str


SENTENCES: dict[str, Sentence] = {
    "WRONG_LEDGER": Sentence("Lệnh dành cho sổ cái khác", "The command is for another ledger"),
    "UNKNOWN_COMMAND": Sentence("Không có lệnh này", "No such command"),
    "MALFORMED": Sentence("Trường không đúng kiểu hoặc thừa", "A field has the wrong type or does not belong here"),
    "LIST_LENGTH": Sentence("Danh sách rỗng hoặc quá dài", "The list is empty or too long"),
    "BAD_ENUM": Sentence("Giá trị không có trong danh mục", "The value is not one of the listed ones"),
    "UNKNOWN_CODE": Sentence("Mã chưa được công bố", "The bitmap holds a code not published"),
    "NUMBER_RANGE": Sentence("Số ngoài phạm vi cho phép", "The number is out of range"),
    "BAD_INTERVAL": Sentence("Thời điểm bắt đầu phải trước thời điểm kết thúc", "The start must be before the end"),
    "FIELD_MISSING": Sentence("Thiếu trường bắt buộc", "A required field is missing"),
    "COMMAND_EXPIRED": Sentence("Lệnh đã quá hạn hiệu lực", "The command is past its not_after"),
    "NOT_AFTER_TOO_FAR": Sentence("Thời hạn hiệu lực đặt quá xa", "The not_after is more than 30 days ahead"),
    "CLOCK_BEHIND": Sentence(
        "Đồng hồ của hệ thống chưa tới thời điểm này, sẽ thử lại",
        "The engine's clock is not there yet; it is tried again",
    ),
    "BAD_SIGNATURE": Sentence("Chữ ký hỏng hoặc không ở dạng chuẩn", "The signature is malformed or not in low-s form"),
    "UNKNOWN_KEY": Sentence("Khóa không thuộc bên nào", "The key belongs to no party"),
    "DUPLICATE_SIGNER": Sentence("Một khóa ký hai lần", "One key signed twice"),
    "KEY_NOT_VALID": Sentence("Khóa chưa hoặc không còn hiệu lực", "The key is not valid at this time"),
    "KEY_POWER_MISSING": Sentence("Khóa không có quyền ký loại lệnh này", "The key lacks the power this command needs"),
    "PARTY_NOT_ACTIVE": Sentence("Bên ký không ở trạng thái hoạt động", "The signing party is not active"),
    "THRESHOLD_NOT_MET": Sentence("Chưa đủ số khóa phải ký", "Too few of the party's keys signed"),
    "WRONG_RECORD_ID": Sentence(
        "Mã bản ghi không khớp cách tính", "The record id does not follow from kind, first signer and nonce"
    ),
    "RECORD_NOT_FOUND": Sentence("Không tìm thấy bản ghi đúng loại", "No record of the right kind has this id"),
    "VERSION_MISMATCH": Sentence("Bản ghi đã thay đổi, hãy đọc lại", "The record has moved on; read it again"),
    "STATE_FORBIDS": Sentence("Trạng thái hiện tại không cho phép", "The record's state does not allow this"),
    "READ_ONLY_ROLE": Sentence(
        "Cơ quan quản lý, kiểm toán không ghi nghiệp vụ", "Regulators and auditors write no business state"
    ),
    "ROLE_REQUIRED": Sentence("Bên ký không có vai trò cần thiết", "The signer lacks the role needed"),
    "NOT_AUTHORISED": Sentence(
        "Bên này không phải là bên được ký lệnh này", "The signer is not one this command calls for"
    ),
    "SIGNATURE_MISSING": Sentence("Thiếu chữ ký của một bên", "A needed party has not signed"),
    "CONFLICT_OF_INTEREST": Sentence("Bên ký có xung đột lợi ích", "The signer has a conflict of interest"),
    "NOT_INDEPENDENT": Sentence("Các bên phải độc lập với nhau", "These parties must be independent of each other"),
    "VERIFIER_NOT_ELIGIBLE": Sentence(
        "Bên kiểm chứng không có vai trò hoặc có lợi ích liên quan",
        "The verifier lacks the role or has declared an interest",
    ),
    "REVIEWER_NOT_ELIGIBLE": Sentence(
        "Bên thẩm định không đủ vai trò hoặc không độc lập", "The reviewer lacks the role or is not independent"
    ),
    "KEY_TAKEN": Sentence("Khóa đã được dùng", "The key is already in use"),
    "LIST_FULL": Sentence("Đã đủ số lượng tối đa", "The record holds the maximum already"),
    "ROLE_INCOMPATIBLE": Sentence("Vai trò không được kiêm nhiệm", "The role cannot be combined with one held"),
    "DUPLICATE_PARTY": Sentence("Một bên xuất hiện hai lần", "A party appears twice"),
    "DUPLICATE_CODE": Sentence("Một mã xuất hiện hai lần", "A code appears twice"),
    "NOT_WHOLE": Sentence("Tổng phải bằng 10.000 điểm cơ bản", "The sum must be 10,000 basis points"),
    "RIGHTS_REQUIRED": Sentence(
        "Loại tài sản này phải nêu thời hạn bảo hộ", "This kind of asset must state its term of protection"
    ),
    "RIGHT_TAKEN": Sentence(
        "Số đơn hoặc số văn bằng này đã thuộc tài sản khác",
        "Another asset holds this application or registration number",
    ),
    "TIER_NOT_HIGHER": Sentence("Mức chứng cứ chỉ được nâng lên", "The evidence tier can only rise"),
    "TOO_EARLY": Sentence("Chưa tới thời điểm", "It is too early"),
    "TOO_LATE": Sentence("Đã quá thời hạn", "It is too late"),
    "SIGNATORY_MISSING": Sentence("Thiếu bên phải tham gia ký", "The members lack a party that must sign"),
    "TERMS_MISMATCH": Sentence("Nội dung ký khác nội dung đã đề nghị", "These are not the terms proposed"),
    "ALREADY_SIGNED": Sentence("Bên này đã ký", "This party has signed already"),
    "NOT_LICENSABLE": Sentence(
        "Loại tài sản này không được chuyển quyền sử dụng", "This kind of asset cannot be licensed"
    ),
    "NOT_ASSIGNABLE": Sentence(
        "Loại tài sản này không được chuyển nhượng hoặc cầm cố", "This kind of asset cannot be assigned or pledged"
    ),
    "NO_TITLE": Sentence("Bên cấp không có quyền", "A grantor has no title or authority"),
    "SHARE_EXCEEDED": Sentence("Chuyển quá phần sở hữu", "More is moved than the party holds"),
    "RIGHT_NOT_IN_FORCE": Sentence(
        "Quyền không còn hoặc không bao trùm phạm vi này", "The right does not cover this time and territory"
    ),
    "SUBLICENCE_TOO_WIDE": Sentence("Quyền thứ cấp vượt quyền gốc", "The sublicence is wider than its parent"),
    "GRANT_CONFLICT": Sentence(
        "Trùng phạm vi với quyền đang có hiệu lực", "A live grant overlaps and excludes this one"
    ),
    "STALE_ENCUMBRANCE": Sentence(
        "Chưa xác nhận tình trạng ràng buộc hiện tại", "The current encumbrance version is not acknowledged"
    ),
    "GATE_OPEN": Sentence("Chưa đủ điều kiện để có hiệu lực", "A condition for taking effect is not met"),
    "GATE_CLOSED": Sentence(
        "Không có điều kiện này hoặc đã hoàn tất", "There is no such condition, or it is met already"
    ),
    "AMENDMENT_TOO_WIDE": Sentence("Sửa đổi không được mở rộng phạm vi", "An amendment cannot widen the terms"),
    "NOT_REVERSIBLE": Sentence(
        "Chuyển nhượng đã có hiệu lực, phải chuyển nhượng lại",
        "An assignment in effect is undone only by assigning back",
    ),
    "ESCROW_SETTLED": Sentence("Ký quỹ đã giải ngân hoặc đã hoàn trả", "The escrow was settled the other way"),
    "ESCROW_EXCEEDED": Sentence("Vượt số tiền đang ký quỹ", "More than is available in escrow"),
    "MILESTONES_EXCEEDED": Sentence(
        "Tổng các đợt thanh toán vượt giá trị hợp đồng", "The milestones exceed the agreed sum"
    ),
    "CERTIFICATE_USED": Sentence(
        "Chứng nhận đã dùng cho một đợt thanh toán", "The certificate has paid for a milestone already"
    ),
    "PERIOD_OVERLAP": Sentence("Trùng với kỳ báo cáo đã có", "The period overlaps another one"),
    "USING_UNIT_MISSING": Sentence("Chưa nêu đơn vị sử dụng", "No using unit is named"),
    "ACCOUNTABLE_OFFICE_MISSING": Sentence("Chưa nêu đơn vị chịu trách nhiệm", "No accountable office is named"),
    "NO_PASS": Sentence(
        "Chưa có chứng nhận kết quả mà bước này cần: đạt (đợt thanh toán: đạt hoặc đạt một phần), còn hiệu lực,"
        " không đang tranh chấp",
        "No certificate this step needs: a pass (for a milestone: a pass or partial), in force and not disputed",
    ),
    "PROPOSAL_EXISTS": Sentence(
        "Bên này đã nộp đề xuất cho bài toán", "This provider has handed in a proposal already"
    ),
    "REVEAL_MISMATCH": Sentence("Nội dung mở không khớp niêm phong", "What is revealed does not match the seal"),
    "BAD_KPI": Sentence("Chỉ tiêu không hợp lệ", "The KPI is not valid here"),
    "REVIEW_NOT_IN_FORCE": Sentence("Kết quả thẩm định không còn hiệu lực", "A review is not in force"),
    "CERTIFICATE_EXISTS": Sentence("Đã có chứng nhận cho lần thử nghiệm này", "The pilot has a certificate already"),
    "OUTCOME_MISMATCH": Sentence(
        "Kết quả nêu khác kết quả tính được", "The outcome stated is not the outcome computed"
    ),
    "RECEIPT_MISMATCH": Sentence("Nội dung lưu khác nội dung gửi", "What was stored is not what was sent"),
    "SIZE_SHRINKS": Sentence("Số mục không được giảm", "The size went down"),
}

_READ_AGAIN = Sentence("Đọc lại bản ghi rồi lập và ký lệnh mới.", "Read the record again, then build and sign anew.")
_CORRECT = Sentence("Sửa trường nêu trên rồi ký lại.", "Correct the field named above and sign again.")
_SIGN = Sentence(
    "Lập lệnh với đúng các bên phải ký, rồi ký lại.", "Have exactly the parties called for sign, then submit again."
)
_ROLE = Sentence(
    "Để bên có vai trò ký, hoặc đề nghị đơn vị vận hành cấp vai trò.",
    "Have a party with the role sign, or ask the operator for the role.",
)
_SIGNERS = Sentence(
    "Thường là thiếu chữ ký của một bên phải ký, hoặc thừa một bên: lập lệnh với đúng các bên được ký rồi ký lại.",
    "Usually a needed side's signature is missing, or there is one too many: have exactly the parties called for sign.",
)
_NAMED_ROLE = Sentence(
    "Để bên có vai trò ký, hoặc đề nghị đơn vị vận hành cấp vai trò; lệnh có thể đòi đúng bên ĐÃ ĐƯỢC NÊU TÊN.",
    "Have a party with the role sign, or ask the operator for the role; the command may call for a NAMED holder of it.",
)
_WAIT = Sentence("Chờ tới thời điểm nêu trên rồi gửi lại.", "Wait until the time named above, then submit again.")
_TOO_LATE = Sentence(
    "Không làm lại được; thỏa thuận thời hạn mới nếu cần.", "It cannot be done any more; agree a new time if need be."
)
_CHANGE_TERMS = Sentence(
    "Thỏa thuận lại nội dung hoặc phạm vi rồi đề nghị lại.", "Agree other terms or another scope and propose again."
)
_OTHER_PARTY = Sentence("Chọn bên khác không có lợi ích liên quan.", "Choose another party without an interest.")
_STATE = Sentence(
    "Xem trạng thái của bản ghi: phải đưa nó tới trạng thái mà lệnh cần trước, hoặc dùng lệnh khác.",
    "See which state the record is in: bring it to the state that the command needs first, or use another command.",
)
_PASS_FIRST = Sentence(
    "Cần chứng nhận kết quả đạt, còn hiệu lực, của đề xuất nêu trên: chạy thử nghiệm và cấp chứng nhận trước.",
    "A certificate of pass in force of the proposal named is needed: run its pilot and have it certified first.",
)
_NOTHING = Sentence("Xem bản ghi nêu trên; không cần gửi lại.", "See the record named above; do not submit it again.")

# What to do next; a code that is not here is answered by reading the record again.
ADVICE: dict[str, Sentence] = {
    **dict.fromkeys(
        (
            *("UNKNOWN_COMMAND", "MALFORMED", "LIST_LENGTH", "BAD_ENUM", "UNKNOWN_CODE", "NUMBER_RANGE"),
            *("BAD_INTERVAL", "FIELD_MISSING", "WRONG_RECORD_ID", "DUPLICATE_PARTY", "DUPLICATE_CODE", "NOT_WHOLE"),
            *("RIGHTS_REQUIRED", "TIER_NOT_HIGHER", "RECORD_NOT_FOUND", "KEY_TAKEN", "BAD_KPI", "SIZE_SHRINKS"),
            *("WRONG_LEDGER", "NOT_AFTER_TOO_FAR", "USING_UNIT_MISSING", "ACCOUNTABLE_OFFICE_MISSING"),
        ),
        _CORRECT,
    ),
    **dict.fromkeys(
        (
            *("BAD_SIGNATURE", "UNKNOWN_KEY", "DUPLICATE_SIGNER", "KEY_NOT_VALID", "KEY_POWER_MISSING"),
            *("THRESHOLD_NOT_MET", "SIGNATURE_MISSING", "SIGNATORY_MISSING", "PARTY_NOT_ACTIVE"),
        ),
        _SIGN,
    ),
    "STATE_FORBIDS": _STATE,
    "NO_PASS": _PASS_FIRST,
    "NOT_AUTHORISED": _SIGNERS,
    "ROLE_REQUIRED": _NAMED_ROLE,
    **dict.fromkeys(("ROLE_INCOMPATIBLE", "READ_ONLY_ROLE"), _ROLE),
    **dict.fromkeys(("TOO_EARLY", "CLOCK_BEHIND", "GATE_OPEN"), _WAIT),
    **dict.fromkeys(("TOO_LATE",), _TOO_LATE),
    **dict.fromkeys(
        (
            *("NOT_LICENSABLE", "NOT_ASSIGNABLE", "NO_TITLE", "SHARE_EXCEEDED", "RIGHT_NOT_IN_FORCE"),
            *("SUBLICENCE_TOO_WIDE", "GRANT_CONFLICT", "AMENDMENT_TOO_WIDE", "TERMS_MISMATCH", "NOT_REVERSIBLE"),
        ),
        _CHANGE_TERMS,
    ),
    **dict.fromkeys(
        ("CONFLICT_OF_INTEREST", "NOT_INDEPENDENT", "VERIFIER_NOT_ELIGIBLE", "REVIEWER_NOT_ELIGIBLE"), _OTHER_PARTY
    ),
    **dict.fromkeys(
        (
            *("ALREADY_SIGNED", "GATE_CLOSED", "RIGHT_TAKEN", "PERIOD_OVERLAP", "PROPOSAL_EXISTS"),
            *("CERTIFICATE_EXISTS", "CERTIFICATE_USED"),
        ),
        _NOTHING,
    ),
}


def advice(code: str) -> Sentence:
    """What to do after a refusal."""
    return ADVICE.get(code, _READ_AGAIN)
