"""The codes of matching: runs, their proofs, and feedback."""

from __future__ import annotations

from api.problems.problem import Problem
from ledger.sentences import Sentence

MATCHING = (
    Problem(
        "SUBJECT_NOT_FOUND",
        404,
        Sentence("Không có mục nào như vậy đang công bố", "No published entry is called that"),
        Sentence("Tìm trong danh mục: GET /v1/catalogue/entries.", "Look in the catalogue: GET /v1/catalogue/entries."),
    ),
    Problem(
        "SUBJECT_AMBIGUOUS",
        409,
        Sentence("Nhiều mục mang tên này", "Several entries are called that"),
        Sentence("Dùng một trong các mã nêu trong “entries”.", "Use one of the ids in “entries”."),
    ),
    Problem(
        "MARKET_STARTING",
        503,
        Sentence("Thị trường đang được đọc", "The market is being read"),
        Sentence("Thử lại sau ít giây.", "Try again in a few seconds."),
        retry_after=5,
    ),
    Problem(
        "RUN_NOT_FOUND",
        404,
        Sentence("Không có lần xếp hạng này, hoặc nó không phải của tổ chức bạn", "There is no such run for you"),
        Sentence("Dùng mã “run.id” mà POST /v1/matches đã trả.", "Use the “run.id” that POST /v1/matches answered."),
    ),
    Problem(
        "RUN_FORGOTTEN",
        410,
        Sentence(
            "Văn bản của lần xếp hạng đã quá hạn lưu; số và gốc băm vẫn còn",
            "The run's document is past its retention; its number and root are kept",
        ),
        Sentence("Hỏi lại bằng POST /v1/matches.", "Ask again by POST /v1/matches."),
    ),
    Problem(
        "CANDIDATE_NOT_FOUND",
        404,
        Sentence("Mục này không có trong lần xếp hạng", "The run does not have this candidate in detail"),
        Sentence("Xem “candidates” của lần xếp hạng.", "Look in the run's “candidates”."),
    ),
    Problem(
        "FEEDBACK_GIVEN",
        409,
        Sentence(
            "Tổ chức đã phản hồi điều này với nội dung khác", "The organisation has said this before in another way"
        ),
        Sentence("Phản hồi chỉ được thêm, không sửa.", "Feedback is added to, never changed."),
    ),
)
