"""The codes of signing in, of organisations, drafts and mandates."""

from __future__ import annotations

from api.problems.problem import Problem
from ledger.sentences import Sentence

_AGAIN = Sentence("Bắt đầu lại từ bước đầu.", "Begin again from the first step.")
_ASK_ADMIN = Sentence("Nhờ quản trị viên của tổ chức.", "Ask the organisation's admin.")
_WAIT = Sentence("Chờ hết thời gian đã nêu rồi thử lại.", "Wait for the time stated, then try again.")
_SIGN_ANEW = Sentence("Ký lại biểu mẫu gốc rồi gửi lại.", "Sign the original form again and send it.")

PEOPLE = (
    Problem(
        "SIGN_IN_FAILED",
        401,
        Sentence("Đăng nhập không thành công", "Signing in failed"),
        Sentence(
            "Kiểm tra thông tin rồi thử lại; dịch vụ không nói phần nào sai.",
            "Check what you gave and try again; the service does not say which part was wrong.",
        ),
    ),
    Problem("LOCKED_OUT", 429, Sentence("Thử sai quá nhiều lần", "Too many failed attempts"), _WAIT),
    Problem("TOO_MANY_REQUESTS", 429, Sentence("Quá nhiều yêu cầu", "Too many requests"), _WAIT),
    Problem(
        "CHALLENGE_EXPIRED",
        409,
        Sentence("Bước này đã hết hạn hoặc đã dùng", "This step has expired or was used"),
        _AGAIN,
    ),
    Problem(
        "IDENTITY_NOT_LINKED",
        403,
        Sentence("Danh tính này chưa gắn với tài khoản nào", "This identity is linked to no account"),
        Sentence(
            "Đăng nhập bằng cách khác, rồi gắn danh tính trong phần tài khoản.",
            "Sign in another way, then link the identity in your account.",
        ),
    ),
    Problem(
        "PROVIDER_FAILED",
        502,
        Sentence("Bên cung cấp danh tính không trả lời đúng", "The identity provider did not answer as it should"),
        Sentence("Thử lại sau, hoặc đăng nhập cách khác.", "Try again later, or sign in another way."),
    ),
    Problem(
        "CROSS_SITE",
        403,
        Sentence("Yêu cầu đến từ một trang khác", "The request comes from another site"),
        Sentence("Mở trang của dịch vụ rồi làm lại ở đó.", "Open the service's own page and do it there."),
    ),
    Problem(
        "RECENT_SIGN_IN_REQUIRED",
        403,
        Sentence("Cần đăng nhập lại cho việc này", "This needs a fresh sign-in"),
        Sentence("Đăng nhập lại rồi làm ngay sau đó.", "Sign in again and do it right after."),
    ),
    Problem(
        "WEAK_PASSWORD",
        400,
        Sentence("Mật khẩu quá ngắn hoặc dễ đoán", "The password is too short or easily guessed"),
        Sentence(
            "Chọn câu dài hơn, không chứa tên hay địa chỉ thư.",
            "Choose a longer phrase, without your name or e-mail address.",
        ),
    ),
    Problem(
        "ALREADY_THERE", 409, Sentence("Đã có rồi", "It is there already"), Sentence("Dùng cái đã có.", "Use that one.")
    ),
    Problem(
        "LAST_ADMIN",
        409,
        Sentence("Tổ chức phải còn ít nhất một quản trị viên", "An organisation keeps at least one admin"),
        Sentence("Chỉ định quản trị viên khác trước.", "Make somebody else an admin first."),
    ),
    Problem(
        "LAST_SIGN_IN",
        409,
        Sentence("Tài khoản phải còn ít nhất một cách đăng nhập", "An account keeps at least one way to sign in"),
        Sentence("Thêm cách khác trước.", "Add another one first."),
    ),
    Problem(
        "CERTIFICATE_UNREADABLE",
        400,
        Sentence("Không đọc được chứng thư", "The certificate cannot be read"),
        Sentence("Gửi chứng thư X.509 dạng PEM.", "Send an X.509 certificate as PEM."),
    ),
    Problem(
        "MACHINE_NOT_PROVEN",
        403,
        Sentence("Chữ ký không phải của khóa trong chứng thư", "The signature is not by the certificate's key"),
        Sentence(
            "Xin văn bản mới rồi ký đúng từng byte bằng khóa của máy.",
            "Ask for a new text and sign its very bytes with the machine's key.",
        ),
    ),
    Problem(
        "SEPARATE_PEOPLE",
        403,
        Sentence("Bước này phải do người khác làm", "Somebody else must take this step"),
        Sentence(
            "Tổ chức yêu cầu người soạn, người duyệt và người ký là những người khác nhau.",
            "The organisation wants drafting, reviewing and signing done by different people.",
        ),
    ),
    Problem(
        "NOT_REVIEWED",
        409,
        Sentence("Bản thảo chưa đủ lượt duyệt", "The draft has not been reviewed by enough people"),
        Sentence("Chờ người duyệt.", "Wait for the reviewers."),
    ),
    Problem(
        "NOT_SIGNED",
        409,
        Sentence("Bản thảo chưa có chữ ký", "The draft has no signature"),
        Sentence("Ký trước khi gửi.", "Sign it before it is submitted."),
    ),
    Problem(
        "DRAFT_CLOSED",
        409,
        Sentence("Bản thảo đã gửi hoặc đã rút", "The draft was submitted or withdrawn"),
        Sentence("Soạn bản thảo mới.", "Make a new draft."),
    ),
    Problem(
        "SIGNATURE_OF_NOBODY",
        400,
        Sentence("Chữ ký không phải của lệnh này", "The signature is not one over this command"),
        Sentence("Ký đúng giá trị băm của bản thảo.", "Sign the draft's own digest."),
    ),
    Problem(
        "MANAGED_KEYS_OFF",
        409,
        Sentence("Tổ chức chưa chọn gửi giữ khóa", "The organisation has not chosen to have keys kept for it"),
        _ASK_ADMIN,
    ),
    Problem(
        "POWER_NOT_GRANTED",
        403,
        Sentence("Khóa gửi giữ này chưa được giao quyền đó", "This managed key was not given that power"),
        _ASK_ADMIN,
    ),
    Problem(
        "MANDATE_UNREADABLE",
        400,
        Sentence("Không đọc được tệp PDF", "The PDF cannot be read"),
        Sentence("Dùng biểu mẫu của dịch vụ.", "Use the service's own form."),
    ),
    Problem(
        "MANDATE_FORM",
        400,
        Sentence("Biểu mẫu điền chưa đúng", "The form is not filled in as it should be"),
        Sentence("Sửa ô đã nêu rồi ký lại.", "Correct the field named, then sign again."),
    ),
    Problem(
        "MANDATE_DRAWN_OTHERWISE",
        400,
        Sentence(
            "Tệp hiển thị khác biểu mẫu mà dịch vụ điền",
            "The file shows something else than the form that the service fills in",
        ),
        Sentence(
            "Để dịch vụ điền biểu mẫu, ký ngay tệp đó, không sửa và không thêm gì.",
            "Have the service fill the form in, and sign that very file with nothing changed or added.",
        ),
    ),
    Problem(
        "MANDATE_UNSIGNED",
        400,
        Sentence("Biểu mẫu phải có đúng một chữ ký số", "The form must carry exactly one digital signature"),
        _SIGN_ANEW,
    ),
    Problem(
        "MANDATE_ALTERED",
        400,
        Sentence("Biểu mẫu đã bị sửa sau khi ký", "The form was altered after it was signed"),
        _SIGN_ANEW,
    ),
    Problem(
        "MANDATE_NOT_TRUSTED",
        400,
        Sentence("Chữ ký số không được công nhận", "The digital signature is not one that is recognised"),
        Sentence(
            "Dùng chữ ký số công cộng còn hiệu lực của tổ chức.",
            "Use the organisation's public digital signature, in force.",
        ),
    ),
    Problem(
        "MANDATE_REVOKED",
        400,
        Sentence("Chứng thư số của chữ ký đã bị thu hồi", "The signature's certificate is revoked"),
        Sentence(
            "Ký lại bằng chữ ký số công cộng còn hiệu lực của tổ chức.",
            "Sign again with the organisation's public digital signature, in force.",
        ),
    ),
    Problem(
        "MANDATE_REVOCATION_UNKNOWN",
        503,
        Sentence(
            "Chưa có danh sách thu hồi hiện hành để kiểm tra chữ ký; hồ sơ chưa được nhận",
            "No current revocation list to check the signature against; the application was not taken",
        ),
        Sentence(
            "Gửi lại sau; đơn vị vận hành phải cập nhật danh sách thu hồi.",
            "Send it again later; the operator has to bring the revocation lists up to date.",
        ),
        retry_after=3600,
    ),
    Problem(
        "MANDATE_TOO_OLD",
        400,
        Sentence("Chữ ký số đã quá cũ hoặc ở tương lai", "The signature is too old, or of the future"),
        _SIGN_ANEW,
    ),
    Problem(
        "MANDATE_OF_ANOTHER",
        400,
        Sentence("Chữ ký số là của tổ chức khác", "The digital signature is another organisation's"),
        Sentence(
            "Mã số trên biểu mẫu phải là mã trong chứng thư số.", "The code on the form must be the certificate's own."
        ),
    ),
    Problem(
        "MANDATES_NOT_TAKEN",
        503,
        Sentence("Dịch vụ này không nhận hồ sơ", "This service takes no applications"),
        Sentence("Gửi hồ sơ tới đơn vị vận hành.", "Send it to the operator."),
    ),
    Problem(
        "MANDATE_DECIDED",
        409,
        Sentence("Hồ sơ đã được quyết định, hoặc chưa được duyệt", "The application is decided, or not yet approved"),
        Sentence("Xem trạng thái của hồ sơ.", "See what state it is in."),
    ),
    Problem(
        "MANDATE_PARTY_NOT_SHOWN",
        409,
        Sentence(
            "Bên của khóa 1 đã có trên sổ cái với hồ sơ pháp lý khác",
            "The party of key 1 is on the ledger with another profile",
        ),
        Sentence(
            "Bên đó ký update_party với hồ sơ của biểu mẫu này (có trong hồ sơ nộp), rồi mới duyệt; không thì từ chối.",
            "That party first signs update_party with this form's profile (the application has it); else refuse.",
        ),
    ),
)
