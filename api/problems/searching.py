"""The codes of searching the market."""

from __future__ import annotations

from api.problems.problem import Problem
from ledger.sentences import Sentence

SEARCHING = (
    Problem(
        "SEARCH_CHANGED",
        409,
        Sentence(
            "Kết quả đã thay đổi từ trang trước: có mục mới hiển thị hoặc bị ẩn",
            "What is shown has changed since the page before",
        ),
        Sentence("Tìm lại từ trang đầu, bỏ tham số after.", "Search again from the first page, without after."),
    ),
    Problem(
        "SEARCH_STARTING",
        503,
        Sentence("Chỉ mục tìm kiếm đang được dựng", "The search index is being built"),
        Sentence("Thử lại sau ít giây.", "Try again in a few seconds."),
        retry_after=5,
    ),
)
