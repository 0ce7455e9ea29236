"""An evaluation for people: a table for needs and one for queries, slices as rows, baselines beside them."""

from __future__ import annotations

from api.cli import output
from marketplace.evaluation import Report
from marketplace.evaluation.report import Figure, Side, Slice

_SIDES = {"needs": ("Nhu cầu", "Needs"), "queries": ("Truy vấn", "Queries")}
_SLICES = {
    "all": ("Tất cả", "all"),
    "same_language": ("Lời giải cùng ngôn ngữ", "answer in the same language"),
    "cross_language": ("Lời giải ở ngôn ngữ khác", "answer in the other language"),
    "everyday_words": ("Lời lẽ đời thường", "everyday words"),
    "abbreviations": ("Có viết tắt", "with abbreviations"),
    "near_misses": ("Có công nghệ gần nhưng bị loại", "with excluded near misses"),
    "language_vi": ("Viết bằng tiếng Việt", "in Vietnamese"),
    "language_en": ("Viết bằng tiếng Anh", "in English"),
    "sector_state_management": ("Quản lý nhà nước", "state management"),
    "sector_smart_city": ("Đô thị thông minh", "smart city"),
    "sector_production_business": ("Sản xuất - kinh doanh", "production, business"),
    "sector_education_health_life": ("Giáo dục, y tế, đời sống", "education, health, life"),
    "vietnamese": ("Tiếng Việt", "Vietnamese"),
    "english": ("Tiếng Anh", "English"),
    "no_diacritics": ("Gõ không dấu", "without diacritics"),
    "some_diacritics": ("Gõ dấu lẫn không dấu", "some diacritics"),
    "mixed": ("Trộn Việt – Anh", "Vietnamese with foreign words"),
    "typo": ("Gõ sai", "with a slip"),
    "phrase": ("Cụm từ trong ngoặc kép", "quoted phrase"),
    "owner": ("Tên chủ sở hữu", "an owner's name"),
    "ipc": ("Mã IPC", "IPC codes"),
    "id": ("Mã và số đăng ký", "ids and numbers"),
    "one_word": ("Một từ", "one word"),
}
_BASELINES = ("bm25", "embedder", "embedder_centred")


def print_report(report: Report) -> None:
    console = output.out
    for name, side in report.sides.items():
        _print_side(name, side)
        console.print(
            output.both(
                f"Không có lời giải: {side.unanswerable}, trong đó không gợi ý gì (đúng): {side.abstained}; "
                f"có lời giải mà không gợi ý gì (sai): {side.false_abstentions} trên {side.answerable}",
                f"unanswerable {side.unanswerable}, abstained rightly {side.abstained}, "
                f"wrongly {side.false_abstentions} of {side.answerable}",
            )
        )
    if not report.sides:
        console.print(
            output.both(
                "Không có nhãn nào để đánh giá: cần relevance.tsv, hoặc queries.tsv cùng query_relevance.tsv",
                "There are no labels: relevance.tsv is needed, or queries.tsv with query_relevance.tsv",
            )
        )
    elif report.missing:
        files = ", ".join(report.missing)
        console.print(output.both(f"Thiếu trong bộ dữ liệu: {files}", "missing in the set"))
    if report.unread:
        operators = ", ".join(report.unread)
        console.print(output.both(f"Phép so trong ràng buộc không kiểm được: {operators}", "rules not checked"))
    console.print(output.both(f"Bộ biểu diễn: {report.embedder}", "embedder"))


def _print_side(name: str, side: Side) -> None:
    vi, en = _SIDES[name]
    titles = {
        slice_name: _SLICES.get(slice_name, (slice_name.removeprefix("sector_"), "")) for slice_name in side.slices
    }
    width = max(len(title) for title, _ in titles.values())
    output.out.print(f"\n[bold]{vi}[/bold]  [dim]{en}[/dim]")
    output.out.print(f"{'':{width}}  {_HEADINGS}")
    for slice_name, found in side.slices.items():
        title, english = titles[slice_name]
        output.out.print(f"{title:{width}}  {_row(found)}  [dim]{english}[/dim]")


_HEADINGS = " số  nDCG@10  (95 %)       recall@20  MRR    top 3  vi phạm | nDCG@10: BM25  vectơ  quy tâm"


def _row(found: Slice) -> str:
    measures = found.figures.measures
    others = [_number(found.baselines[name].figures.measures["ndcg@10"]) for name in _BASELINES]
    return (
        f"{found.asked:4d}  {_number(measures['ndcg@10'])}    {_interval(measures['ndcg@10'])}  "
        f"{_number(measures['recall@20'])}      {_number(measures['mrr'])}  {_number(measures['success@3'])}  "
        f"{found.figures.violations:7d} |          {'  '.join(others)}"
    )


def _interval(figure: Figure) -> str:
    return " " * 11 if figure.interval is None else f"{figure.interval[0]:.3f}–{figure.interval[1]:.3f}"


def _number(figure: Figure) -> str:
    return "–    " if figure.value is None else f"{figure.value:.3f}"
