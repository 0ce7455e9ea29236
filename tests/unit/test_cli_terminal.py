"""What reaches a terminal: foreign text in JSON and in lines, without a sign that a terminal obeys."""

from __future__ import annotations

import json

import pytest

from api.cli import output
from api.cli.usage import usage_error

HARM = "\x1b[2J \x1b]0;title\x07 \x7f \x9b31m \u202e\u2066\u200f \u2028 \ufeff \U000e0041 \ud800"


def _expect_lines(said: str) -> None:
    assert all(sign == "\n" or sign.isprintable() for sign in said), ascii(said)


def test_json_is_shown_without_harm_and_reads_back(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"Sở hữu \u202e": [HARM, "Hà Nội “đúng” 漢字 😀"], "n": 1}
    output.print_json(value)
    said = capsys.readouterr().out
    _expect_lines(said)
    assert json.loads(said) == value
    assert "Hà Nội “đúng” 漢字 😀" in said
    assert "\\u202e" in said


def test_lines_are_shown_without_harm(capsys: pytest.CaptureFixture[str]) -> None:
    output.out.print(output.both(f"một {HARM}", "one\ntwo"))
    output.out.print(output.table({"name": HARM}))
    output.err.print(output.both(HARM, "Thăng Long"))
    usage_error(HARM, "Thăng Long", json=False)
    usage_error(HARM, "Thăng Long", json=True)
    out, err = capsys.readouterr()
    _expect_lines(out)
    _expect_lines(err)
    assert "one\ntwo" in out
    assert err.count("Thăng Long") == 2
