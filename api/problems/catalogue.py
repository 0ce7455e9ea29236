"""The codes of the catalogue: entries, their files, what is followed."""

from __future__ import annotations

from api.problems.problem import Problem
from ledger.sentences import Sentence

CATALOGUE = (
    Problem(
        "ENTRY_NOT_FOUND",
        404,
        Sentence("Không có mục này, hoặc mục không hiển thị", "There is no such entry, or it is not shown"),
        Sentence("Tìm trong danh mục: GET /v1/catalogue/entries.", "Look in the catalogue: GET /v1/catalogue/entries."),
    ),
    Problem(
        "BAD_ENTRY",
        422,
        Sentence("Nội dung của mục chưa đúng", "The content of the entry cannot be taken"),
        Sentence(
            "Sửa từng chỗ nêu trong “faults” rồi gửi lại; danh mục mã: GET /v1/catalogue/codes.",
            "Correct each place in “faults” and send it again; the code lists: GET /v1/catalogue/codes.",
        ),
    ),
    Problem(
        "ENTRY_STATE",
        409,
        Sentence("Trạng thái của mục không cho làm việc này", "The state of the entry does not allow this"),
        Sentence("Xem trạng thái hiện tại của mục rồi chọn bước khác.", "See the entry's present state, then choose."),
    ),
    Problem(
        "ENTRY_CHANGED",
        409,
        Sentence("Mục đã có phiên bản khác", "The entry has another version by now"),
        Sentence("Đọc phiên bản mới nhất rồi quyết định.", "Read the last version, then decide."),
    ),
    Problem(
        "OWN_ENTRY",
        403,
        Sentence("Không ai tự kiểm duyệt mục của tổ chức mình", "Nobody moderates their own organisation's entry"),
        Sentence("Nhờ đơn vị vận hành khác.", "Ask another operator."),
    ),
    Problem(
        "REFERENCE_TAKEN",
        409,
        Sentence("Tổ chức đã có mục mang mã tham chiếu này", "The organisation has an entry with this reference"),
        Sentence("Sửa mục đã có, hoặc dùng mã khác.", "Revise that entry, or use another reference."),
    ),
    Problem(
        "KIND_FIXED",
        409,
        Sentence("Loại của một mục không đổi được", "The kind of an entry does not change"),
        Sentence("Rút mục này và lập mục mới.", "Withdraw it and make a new entry."),
    ),
    Problem(
        "BINDING_NOT_HELD",
        403,
        Sentence(
            "Bản ghi này không thuộc bên của tổ chức trên sổ cái",
            "This record is not one of the organisation's party on the ledger",
        ),
        Sentence(
            "Chỉ gắn tài sản mà bên của tổ chức giữ, niêm yết của tài sản đó, bài toán của bên đó.",
            "Bind assets that the party holds, listings of those, and problems that it owns.",
        ),
    ),
    Problem(
        "BINDING_NOT_FITTING",
        422,
        Sentence("Loại mục này không gắn với bản ghi như vậy", "An entry of this kind is not bound to such a record"),
        Sentence("Gắn mục với bản ghi cùng loại.", "Bind the entry to a record of its own kind."),
    ),
    Problem(
        "IMPORT_TOO_LARGE",
        413,
        Sentence("Tệp có quá nhiều dòng", "The file has too many rows"),
        Sentence(
            "Chia tệp, hoặc nhờ đơn vị vận hành nhập bằng hanotex market import.",
            "Split the file, or have the operator run hanotex market import.",
        ),
    ),
    Problem(
        "TOO_MANY_KEPT",
        409,
        Sentence("Tài khoản đã lưu quá nhiều", "The account keeps too many already"),
        Sentence("Xóa bớt rồi thử lại.", "Delete some, then try again."),
    ),
)
