"""Files that users name: only regular ones are read, never beyond the limit, and a bad keystore says that it is one."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from api.cli.files import NotARegularFile, read_beyond
from ledger.proof.canonical import MAX_BYTES
from tests.command_line import hanotex


def test_one_byte_more_than_the_limit_is_read_and_no_more(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"0123456789")
    assert [read_beyond(file, most) for most in (3, 9, 10, 11)] == [b"0123", *[b"0123456789"] * 3]


def test_a_pipe_a_device_and_a_directory_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises(NotARegularFile, match=str(file)):
            read_beyond(file, 10)


def test_verify_reads_no_pipe_and_no_device(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "certificate").write_text("{}")
    for file, trust in ((tmp_path / "pipe", tmp_path / "certificate"), (tmp_path / "certificate", Path("/dev/zero"))):
        ran = hanotex("verify", file, "--trust", trust)
        assert ran.exit_code == 64
        assert "không phải tệp thông thường" in ran.stderr
        assert "not a regular file" in ran.stderr


def test_verify_says_of_an_endless_certificate_that_it_is_too_large(tmp_path: Path) -> None:
    vectors = Path(__file__).resolve().parents[1] / "vectors" / "certificates"
    trust = next(vectors.glob("*trust*.json"))
    with open(tmp_path / "sparse", "wb") as file:
        file.truncate(1 << 40)
    ran = hanotex("verify", tmp_path / "sparse", "--trust", trust, "--json")
    assert (ran.exit_code, json.loads(ran.stdout)["code"]) == (1, "TOO_LARGE")
    assert MAX_BYTES < 1 << 40


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"{}", b'{"address": 5}', b'{"address": "0x12"}'])
def test_a_keystore_that_states_no_address_is_not_shown_as_a_key(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "bad.json").write_bytes(content)
    ran = hanotex("keys", "show", "bad", "--home", tmp_path)
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "bad.json" in ran.stderr
    assert json.loads(hanotex("keys", "list", "--home", tmp_path, "--json").stdout) == {"bad": "?"}
