"""`hanotex market evaluate`: its JSON, what it says of sets that lack something, and what it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.cli.main import app

SET = Path(__file__).parents[2] / "examples" / "market"
MEASURES = ("ndcg@10", "recall@20", "mrr", "success@3")


def evaluate(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["market", "evaluate", str(folder), "--embedder", "hashing", *options])


def found(folder: Path, *options: str) -> dict[str, Any]:
    result = evaluate(folder, "--json", *options)
    assert result.exit_code == 0, result.stderr
    report: dict[str, Any] = json.loads(result.stdout)
    return report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The beginning of the set: six needs, eight queries and what answers them."""
    for file in SET.iterdir():
        shutil.copy(file, tmp_path)
    cut(tmp_path / "needs.jsonl", 6)
    cut(tmp_path / "technologies.jsonl", 24)
    cut(tmp_path / "queries.tsv", 9)
    return tmp_path


def cut(file: Path, lines: int) -> None:
    file.write_text("\n".join(file.read_text(encoding="utf-8").split("\n")[:lines]) + "\n", encoding="utf-8")


def test_the_json_has_every_measure_with_its_interval_in_every_slice_and_baseline() -> None:
    report = found(SET)
    assert {"all", "same_language", "cross_language", "everyday_words"} <= set(report["needs"])
    assert {"all", "no_diacritics", "mixed", "english", "vietnamese", "ipc", "id", "owner", "phrase", "typo"} <= set(
        report["queries"]
    )
    for side in ("needs", "queries"):
        counts = {name: report[side].pop(name) for name in ("abstained", "unanswerable", "false_abstentions")}
        assert counts["unanswerable"] == (4 if side == "needs" else 1)
        assert 0 <= counts["abstained"] <= counts["unanswerable"]
        assert report["about"]["answerable"][side] == report[side]["all"]["count"]
        assert len(report["about"]["halvings"][side]) == 10
        for each in report[side].values():
            for figures in (each, each["bm25"], each["embedder"], each["embedder_centred"]):
                assert isinstance(figures["constraint_violations"], int)
                for measure in MEASURES:
                    low, high = figures[f"{measure}_interval"]
                    assert 0 <= low <= figures[measure] <= high <= 1
    assert report["needs"]["all"]["count"] == 56
    assert report["needs"]["all"]["constraint_violations"] == 0
    assert report["needs"]["all"]["bm25"]["constraint_violations"] > 0
    assert report["needs"]["all"]["ndcg@10"] > report["needs"]["all"]["bm25"]["ndcg@10"] > 0.4


def test_the_two_halves_are_together_the_whole(folder: Path) -> None:
    halves = [found(folder, "--half", str(half))["needs"] for half in (1, 2)]
    assert sum(each.get("all", {}).get("count", 0) for each in halves) == 6


def test_a_set_without_labels_of_needs_is_evaluated_on_its_queries(folder: Path) -> None:
    (folder / "relevance.tsv").unlink()
    report = found(folder)
    assert "needs" not in report
    assert report["about"]["missing"] == ["relevance.tsv"]
    assert report["queries"]["all"]["count"] == 8


def test_a_set_without_any_labels_says_what_it_lacks(folder: Path) -> None:
    for name in ("relevance.tsv", "query_relevance.tsv"):
        (folder / name).unlink()
    result = evaluate(folder)
    assert result.exit_code == 0
    assert "cần relevance.tsv" in result.stdout


def test_people_read_vietnamese_first(folder: Path) -> None:
    result = evaluate(folder)
    assert result.exit_code == 0
    assert "Lời giải ở ngôn ngữ khác" in result.stdout
    assert "Không có lời giải: 0" in result.stdout
    assert "Ghép nối nhu cầu 6/6" in result.stderr


def test_records_with_the_least_and_of_unknown_kinds_are_evaluated(tmp_path: Path) -> None:
    least = {"id": "A", "title": "Máy bơm nước", "abstract": "Bơm nước giếng.", "lang": "vi", "new_field": {"a": 1}}
    write(tmp_path / "parties.jsonl", {"id": "o", "name_vi": "Viện", "kind": "guild"})
    write(
        tmp_path / "technologies.jsonl",
        {**least, "kind": "potion", "sectors": ["alchemy"], "trl": None, "asking": None, "keywords": None},
        {**least, "id": "B", "title": "Paper folding", "abstract": "Folds paper.", "lang": "en", "owner": "nobody"},
    )
    write(
        tmp_path / "needs.jsonl",
        {"id": "N", "title": "Cần bơm nước", "statement": "Bơm nước từ giếng.", "lang": "vi", "sector": "alchemy"},
    )
    (tmp_path / "relevance.tsv").write_text("N\t0\tA\t3\nN\t0\tGONE\t1\n", encoding="utf-8")
    report = found(tmp_path)
    assert report["needs"]["all"]["recall@20"] == 1
    assert report["needs"]["sector_alchemy"]["count"] == 1


def write(file: Path, *records: dict[str, Any]) -> None:
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "line", "content"),
    [
        ("technologies.jsonl", 2, b"\n{not json}\n"),
        ("technologies.jsonl", 1, b'{"id": "T1"}\n'),
        ("technologies.jsonl", 1, b"[1]\n"),
        ("technologies.jsonl", 1, b'"T1"\n'),
        ("technologies.jsonl", 2, b'{"id": "T1", "title": "a", "abstract": "b", "lang": "vi"}\n\xff\xfe\n'),
        ("technologies.jsonl", 1, b'{"id": "T1", "title": "a", "abstract": "b", "lang": "fr"}\n'),
        ("technologies.jsonl", 1, b'{"id": "T1", "title": 7, "abstract": "b", "lang": "vi"}\n'),
        ("technologies.jsonl", 2, b'{"id": "T1", "title": "a", "abstract": "b", "lang": "vi"}\n' * 2),
        ("needs.jsonl", 1, b'{"id": "P1", "title": "a", "statement": "b", "lang": "vi", "must_have": [{"rule": 3}]}\n'),
        ("needs.jsonl", 1, b'{"id": "P1", "title": "a", "statement": "b", "lang": "vi", "deadline": "soon"}\n'),
        ("relevance.tsv", 3, b"P001\t0\tT001\t3\n\nP001 0 T002 1\n"),
        ("relevance.tsv", 1, b"P001\t0\tT001\tgood\n"),
        ("queries.tsv", 1, b"id\ttext\nQ1\tx\n"),
        ("queries.tsv", 3, b"query_id\tquery\tlang\nQ1\tx\tvi\nQ2\n"),
    ],
)
def test_a_bad_line_is_refused_with_its_file_and_number(folder: Path, file: str, line: int, content: bytes) -> None:
    (folder / file).write_bytes(content)
    result = evaluate(folder)
    assert (result.exit_code, result.exception.__class__) == (1, SystemExit)
    assert f"{file}, dòng {line}:" in result.stderr
    assert f"{file}, line {line} cannot be read" in result.stderr


def test_a_folder_that_is_no_set_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone", SET / "README.md"):
        result = evaluate(folder)
        assert result.exit_code == 1
        assert "Không đọc được" in result.stderr
        assert "parties.jsonl" in result.stderr


def test_an_embedder_that_is_not_there_is_refused(folder: Path) -> None:
    result = evaluate(folder, "--embedder", "word2vec")
    assert result.exit_code == 1
    assert "Không dùng được bộ biểu diễn word2vec" in result.stderr
