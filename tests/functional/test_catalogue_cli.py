"""`hanotex market import` and `export`: a report of each row, the same file again, and back out as it came in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from api.cli.main import app
from api.migrations import SERVICE, open_upgraded
from api.people import new_organisation
from marketplace.database import file_url

MARKET = Path(__file__).resolve().parents[2] / "examples" / "market"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def organisation(home: Path) -> str:
    home.mkdir()
    engine = open_upgraded(file_url(home / "service.sqlite"), SERVICE)
    with Session(engine) as session, session.begin():
        made = new_organisation(session, "Viện Hồng Hà", None, 1).id
    engine.dispose()
    return made


def hanotex(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["market", *arguments, "--home", str(home)], catch_exceptions=False)


def counted(home: Path, file: Path, organisation: str, *more: str) -> Any:
    run = hanotex(home, "import", str(file), "--organisation", organisation, "--json", *more)
    assert run.exit_code == 0, run.output
    return json.loads(run.stdout)


def test_the_market_set_goes_in_once_and_comes_out_in_every_form(home: Path, organisation: str, tmp_path: Path) -> None:
    technologies = MARKET / "technologies.jsonl"
    assert counted(home, technologies, organisation)["created"] == 160
    assert counted(home, technologies, "Viện Hồng Hà") == {
        "created": 0,
        "revised": 0,
        "unchanged": 160,
        "refused": 0,
        "rows": 160,
    }
    for name in ("out.jsonl", "out.csv"):
        given = hanotex(home, "export", str(tmp_path / name), "--organisation", organisation, "--json")
        assert json.loads(given.stdout)["entries"] == 160
        assert counted(home, tmp_path / name, organisation)["unchanged"] == 160
    hanotex(home, "export", str(tmp_path / "flat.jsonl"), "--organisation", organisation, "--form", "records")
    flat = [json.loads(line) for line in (tmp_path / "flat.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [json.loads(line) for line in technologies.read_text(encoding="utf-8").splitlines()]
    assert flat == [{**record, "owner": organisation} for record in sorted(told, key=lambda each: str(each["id"]))]


def test_refused_rows_are_told_in_both_languages_and_the_report_has_every_row(
    home: Path, organisation: str, tmp_path: Path
) -> None:
    file, report = tmp_path / "rows.csv", tmp_path / "report.jsonl"
    file.write_text("reference,kind,title.vi,trl\r\nA,software,một,12\r\nB,software,hai,8\r\n", encoding="utf-8-sig")
    run = hanotex(home, "import", str(file), "--organisation", organisation, "--report", str(report))
    assert run.exit_code == 1
    assert "Số ngoài khoảng cho phép: ≤ 9" in run.stderr
    assert "The number is out of bounds: ≤ 9" in run.stderr
    lines = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [(each["row"], each["reference"], each["outcome"]) for each in lines] == [
        (2, "A", "refused"),
        (3, "B", "created"),
    ]
    assert lines[0]["faults"][0]["path"] == "trl"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.txt", b"", "what form has it?"),
        ("x.csv", b"\xff\xfe", "is not UTF-8"),
        ("absent.csv", None, "cannot be read"),
    ],
)
def test_what_is_no_file_of_entries_is_refused_with_what_to_do(
    home: Path, organisation: str, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    run = hanotex(home, "import", str(tmp_path / name), "--organisation", organisation)
    assert (run.exit_code, said in run.stderr) == (1, True)


def test_an_organisation_that_is_not_there_takes_nothing(home: Path, organisation: str) -> None:
    run = hanotex(home, "import", str(MARKET / "needs.jsonl"), "--organisation", "Ai đó")
    assert run.exit_code == 1
    assert "0 organisations are “Ai đó”" in run.stderr
