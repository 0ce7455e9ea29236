"""Every code that the service answers with: its HTTP status, its sentence and what to do next.

The refusals' sentences are the catalogue's (`ledger.sentences`); the rest are the service's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from api.problems.catalogue import CATALOGUE
from api.problems.matching import MATCHING
from api.problems.people import PEOPLE
from api.problems.problem import Problem
from api.problems.searching import SEARCHING
from ledger.errors import REFUSALS
from ledger.sentences import SENTENCES, Sentence, advice

# 400: the bytes are no such command. 403: who signed. 404: nothing there. 409: what is recorded now stands against it.
# 422, for every code that is not here: the catalogue's rules do.
_REFUSAL_STATUSES: Mapping[int, tuple[str, ...]] = {
    400: (
        *("WRONG_LEDGER", "UNKNOWN_COMMAND", "MALFORMED", "LIST_LENGTH", "BAD_ENUM", "UNKNOWN_CODE", "NUMBER_RANGE"),
        *("BAD_INTERVAL", "FIELD_MISSING", "WRONG_RECORD_ID"),
    ),
    403: (
        *("BAD_SIGNATURE", "UNKNOWN_KEY", "DUPLICATE_SIGNER", "KEY_NOT_VALID", "KEY_POWER_MISSING"),
        *("PARTY_NOT_ACTIVE", "THRESHOLD_NOT_MET", "READ_ONLY_ROLE", "ROLE_REQUIRED", "NOT_AUTHORISED"),
        *("SIGNATURE_MISSING", "SIGNATORY_MISSING", "CONFLICT_OF_INTEREST", "NOT_INDEPENDENT"),
    ),
    404: ("RECORD_NOT_FOUND",),
    409: (
        *("VERSION_MISMATCH", "STATE_FORBIDS", "KEY_TAKEN", "LIST_FULL", "RIGHT_TAKEN", "TIER_NOT_HIGHER"),
        *("TERMS_MISMATCH", "ALREADY_SIGNED", "GRANT_CONFLICT", "STALE_ENCUMBRANCE", "GATE_OPEN", "GATE_CLOSED"),
        *("ESCROW_SETTLED", "CERTIFICATE_USED", "PERIOD_OVERLAP", "PROPOSAL_EXISTS", "CERTIFICATE_EXISTS"),
        *("SIZE_SHRINKS",),
    ),
    503: ("CLOCK_BEHIND",),
}
_STATUS_OF = {code: status for status, codes in _REFUSAL_STATUSES.items() for code in codes}

_TRY_AGAIN = Sentence("Thử lại sau ít giây.", "Try again in a few seconds.")
_SAME_BYTES = Sentence(
    "Tra trạng thái của lệnh, hoặc gửi lại đúng những byte đó: lệnh không bao giờ có hiệu lực hai lần.",
    "Look the command up, or send the very same bytes again: a command never takes effect twice.",
)
_CHECK_PATH = Sentence(
    "Kiểm tra đường dẫn; mọi đường dẫn có trong /openapi.json.", "Check the path; all of them are in /openapi.json."
)

_SERVICE = (
    Problem("NOT_FOUND", 404, Sentence("Không có gì ở đường dẫn này", "There is nothing at this path"), _CHECK_PATH),
    Problem(
        "METHOD_NOT_ALLOWED",
        405,
        Sentence("Đường dẫn này không nhận phương thức đó", "This path does not take that method"),
        _CHECK_PATH,
    ),
    Problem(
        "BODY_TOO_LARGE",
        413,
        Sentence("Nội dung yêu cầu quá lớn", "The body of the request is too large"),
        Sentence("Gửi mỗi lần một lệnh.", "Send one command at a time."),
    ),
    Problem(
        "BODY_TOO_SLOW",
        408,
        Sentence("Nội dung yêu cầu đến quá chậm", "The body of the request came too slowly"),
        Sentence("Kiểm tra đường truyền rồi gửi lại.", "Check the line and send it again."),
    ),
    Problem(
        "UNSUPPORTED_MEDIA_TYPE",
        415,
        Sentence("Nội dung phải là application/json", "The body must be application/json"),
        Sentence("Đặt Content-Type: application/json.", "Set Content-Type: application/json."),
    ),
    Problem(
        "UNREADABLE_FIELD",
        400,
        Sentence("Một trường không đọc được", "A field cannot be read"),
        Sentence("Sửa trường đã nêu rồi gửi lại.", "Correct the field named and send it again."),
    ),
    Problem(
        "SIGN_IN_REQUIRED",
        401,
        Sentence("Cần đăng nhập", "Signing in is needed"),
        Sentence("Đăng nhập, hoặc gửi kèm khóa truy cập.", "Sign in, or send an API key."),
    ),
    Problem(
        "FORBIDDEN",
        403,
        Sentence("Tài khoản này không được làm việc đó", "This account may not do that"),
        Sentence("Nhờ người có quyền trong tổ chức.", "Ask somebody in the organisation who may."),
    ),
    Problem(
        "COMMAND_NOT_FOUND",
        404,
        Sentence("Dịch vụ và sổ cái không biết lệnh này", "Neither the service nor the ledger knows this command"),
        Sentence("Kiểm tra giá trị băm, hoặc gửi lệnh đã ký.", "Check the digest, or submit the signed command."),
    ),
    Problem(
        "NO_INTAKE",
        404,
        Sentence("Dịch vụ này không cấp biên nhận cho lệnh", "This service gave no receipt of intake for this command"),
        Sentence(
            "Lệnh đến sổ cái bằng đường khác; chứng thư của bản ghi cho thấy nó được ghi lúc nào.",
            "The command came to the ledger another way; a certificate of its record shows when it was recorded.",
        ),
    ),
    Problem(
        "RIGHT_NOT_FOUND",
        404,
        Sentence("Không tài sản nào giữ số này", "No asset holds this number"),
        Sentence(
            "Có thể lấy chứng thư rằng không ai giữ: thêm /certificate.",
            "A certificate that none does can be had: add /certificate.",
        ),
    ),
    Problem(
        "WEBHOOK_NOT_FOUND",
        404,
        Sentence("Không có đăng ký nhận tin này", "There is no such webhook"),
        Sentence("Xem các đăng ký của bạn: GET /v1/webhooks.", "See your webhooks: GET /v1/webhooks."),
    ),
    Problem(
        "WEBHOOK_ADDRESS_FORBIDDEN",
        422,
        Sentence("Không gửi tin tới địa chỉ này", "Nothing is sent to this address"),
        Sentence(
            "Dùng địa chỉ https công khai, không có tên đăng nhập, phân giải được ra địa chỉ Internet.",
            "Name a public https address without a user name, which resolves to addresses of the internet.",
        ),
    ),
    Problem(
        "WEBHOOKS_TOO_MANY",
        409,
        Sentence("Đã có quá nhiều đăng ký nhận tin", "There are too many webhooks already"),
        Sentence("Xóa một đăng ký không còn dùng.", "Delete one that is no longer used."),
    ),
    Problem(
        "NOT_RECORDED_YET",
        404,
        Sentence("Lúc đó bản ghi chưa có trên sổ cái", "The record was not on the ledger at that time"),
        Sentence("Hỏi thời điểm muộn hơn.", "Ask for a later time."),
    ),
    Problem(
        "NOT_YET",
        404,
        Sentence("Sổ cái chưa tới đó", "The ledger is not there yet"),
        Sentence(
            "Hỏi tới thời điểm “now” hoặc khối “height” đã nêu; bỏ tham số để hỏi hiện tại.",
            "Ask for no more than the time “now” or the block “height” stated; leave the parameter out to ask for now.",
        ),
    ),
    Problem(
        "NOT_SHOWN",
        409,
        Sentence(
            "Không chứng nhận được vì sổ cái cho thấy điều khác", "It cannot be certified: the ledger shows otherwise"
        ),
        Sentence(
            "Lý do nêu trên là câu trả lời; hỏi phạm vi hoặc số khác nếu cần.",
            "The reason given is the answer; ask about another scope or number if need be.",
        ),
    ),
    Problem(
        "OUTCOME_UNKNOWN", 503, Sentence("Chưa rõ kết quả", "The outcome is not known yet"), _SAME_BYTES, retry_after=2
    ),
    Problem(
        "ENGINE_UNAVAILABLE",
        503,
        Sentence("Sổ cái chưa trả lời được; chưa ghi gì", "The ledger cannot answer now; nothing was recorded"),
        _TRY_AGAIN,
        retry_after=2,
    ),
    Problem(
        "EVIDENCE_UNAVAILABLE",
        503,
        Sentence("Chưa lấy được bằng chứng", "The evidence cannot be had yet"),
        _TRY_AGAIN,
        retry_after=2,
    ),
    Problem(
        "DATABASE_UNAVAILABLE",
        503,
        Sentence("Cơ sở dữ liệu chưa trả lời được; chưa ghi gì", "The database cannot answer; nothing was recorded"),
        _TRY_AGAIN,
        retry_after=2,
    ),
    Problem(
        "READ_ONLY_SERVICE",
        503,
        Sentence(
            "Dịch vụ này chỉ đọc: không nhận lệnh, hoặc không có khóa của đơn vị vận hành để ký",
            "This service only reads: it takes no commands, or has no key of the operator's to sign with",
        ),
        Sentence("Gửi tới dịch vụ của đơn vị vận hành.", "Turn to the operator's own service."),
    ),
    Problem(
        "TOO_BUSY",
        503,
        Sentence(
            "Quá nhiều việc đang làm; yêu cầu này chưa được làm", "Too much is under way; nothing was done of this"
        ),
        _SAME_BYTES,
        retry_after=5,
    ),
    Problem(
        "HISTORY_BROKEN",
        503,
        Sentence("Lịch sử không khớp với những gì đã ký", "The history is not what was signed"),
        Sentence("Đừng tin nguồn này; báo đơn vị vận hành.", "Do not trust this source; tell the operator."),
    ),
    Problem(
        "INTERNAL_ERROR",
        500,
        Sentence("Có lỗi trong dịch vụ", "Something is wrong in the service"),
        Sentence(
            "Báo đơn vị vận hành kèm mã yêu cầu trong “instance”; tra trạng thái của lệnh trước khi gửi lại.",
            "Tell the operator the request's id in “instance”; look a command up before you send it again.",
        ),
    ),
)

# Of a request as well as of a command: what a query or a body cannot be is told by the same codes.
_CORRECT = Sentence(
    "Sửa trường đã nêu rồi gửi lại; lệnh đã ký thì phải ký lại.",
    "Correct the field named and send it again; a command that was signed is to be signed anew.",
)
_REQUESTS_TOO = frozenset({"MALFORMED", "BAD_INTERVAL", "UNKNOWN_COMMAND", "LIST_LENGTH", "NUMBER_RANGE"})

PROBLEMS: Mapping[str, Problem] = {
    **{
        code: Problem(
            code,
            _STATUS_OF.get(code, 422),
            SENTENCES[code],
            _CORRECT if code in _REQUESTS_TOO else advice(code),
            retry_after=2 if code == "CLOCK_BEHIND" else None,
        )
        for code in REFUSALS
    },
    **{problem.code: problem for problem in (*_SERVICE, *PEOPLE, *CATALOGUE, *SEARCHING, *MATCHING)},
}
