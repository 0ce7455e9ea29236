"""Verdicts in words, and `hanotex verify`: exit codes, both languages, no network."""

from __future__ import annotations

import json
import string
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.cli.verify import verify as verify_verb
from ledger.commands import COMMANDS
from ledger.enums import Kind
from ledger.proof import words
from ledger.proof.reasons import CONTRADICTIONS, GAPS, STEPS
from ledger.proof.sentence import local_time, sentences, verdict_document
from ledger.proof.verdict import Invalid, Undetermined
from ledger.proof.verify import verify
from tests.unit.certificates import altered, collector, story
from tests.unit.chain import START, YEAR, label
from tests.unit.offline import sockets_are_refused  # noqa: F401
from tests.unit.proof_ledger import OPERATOR
from tests.unit.signed_chain import ha_noi

TOLD, LEDGER = story()
ASSET = collector(LEDGER).record(TOLD.asset)


@pytest.mark.parametrize("code", sorted(CONTRADICTIONS | GAPS))
def test_a_reason_says_the_same_values_in_both_languages(code: str) -> None:
    reason = (CONTRADICTIONS | GAPS)[code]
    named = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (reason.vi, reason.en)]
    assert named[0] == named[1]
    assert 0 <= reason.step < len(STEPS)


def test_a_time_is_given_as_in_viet_nam() -> None:
    assert local_time(1_795_000_000, 0) == "18:06:40 ngày 18/11/2026 (giờ Việt Nam)"
    assert local_time(1_795_000_000) == "2026-11-18 18:06:40 +07:00"
    assert local_time(2**64 - 1, 0) == "không thời hạn"


def test_a_valid_certificate_says_what_is_shown_as_of_when_by_whom_and_what_is_not() -> None:
    vi, en = sentences(verify(ASSET, LEDGER.trust))
    assert vi[0] == "HỢP LỆ"
    assert en[0] == "VALID"
    asset, operator = f"0x{TOLD.asset.hex()}", f"0x{OPERATOR.address.hex()}"
    assert en[1] == f"This is the whole history of asset {asset}: version 4, state active."
    assert vi[1] == f"Đây là toàn bộ lịch sử của tài sản trí tuệ {asset}: phiên bản 4, trạng thái: đang hoạt động."
    assert any(line.startswith(f"As of block {LEDGER.number} (0x") and "+07:00" in line for line in en)
    assert f"Attested by one operator (key {operator}): that operator's word, not a quorum of organisations." in en
    assert en[-1].startswith("Not shown: that what was signed is true;")
    assert vi[-1].startswith("Không chứng minh: rằng điều đã ký là đúng sự thật;")


def test_every_command_of_the_rulebook_has_its_words() -> None:
    assert set(words.COMMANDS) == set(COMMANDS)
    assert set(words.KINDS) == set(Kind)


def test_an_absence_is_said_in_the_words_of_its_codes() -> None:
    made = collector(LEDGER)
    _, right = sentences(verify(made.absent_right(label("VN"), label("10099999")), LEDGER.trust))
    assert right[1] == "No asset holds the number 10099999 of the office VN."
    later = made.no_exclusive_grant(TOLD.asset, ha_noi(START + YEAR, START + 2 * YEAR))
    vi, en = sentences(verify(later, LEDGER.trust))
    assert en[2].startswith(
        "  acts: make apply_process; fields: all; territory: VN-HN; from 2027-11-18 18:06:40 +07:00"
    )
    assert vi[2].startswith("  hành vi: make apply_process; lĩnh vực: tất cả; lãnh thổ: VN-HN; từ 18:06:40 ngày")


def test_a_refusal_names_its_step_and_why() -> None:
    verdict = Invalid("KEY_NOT_VALID", {"key": bytes(20), "at": START})
    vi, en = sentences(verdict)
    key = f"0x{'00' * 20}"
    said = f"INVALID — step 2, signatures and key validity: Key {key} was not valid at 2026-11-18 18:06:40 +07:00."
    assert en == (said,)
    assert vi[0].startswith("KHÔNG HỢP LỆ — bước 2, chữ ký và hiệu lực của khóa: Khóa 0x")


def test_what_a_file_says_reaches_no_terminal_control() -> None:
    _, en = sentences(Undetermined("CLAIM_KIND", {"kind": "\x1b[2Jrecord"}))
    assert "\x1b" not in en[0]


def test_a_verdict_is_json_as_well() -> None:
    valid = json.loads(json.dumps(verdict_document(verify(ASSET, LEDGER.trust))))
    assert valid["verdict"] == "valid"
    assert valid["shown"]["record"]["kind"] == "asset"
    assert valid["shown"]["at"] == str(LEDGER.at)
    assert valid["shown"]["record"]["commands"][0]["name"] == "register_asset"
    invalid = verdict_document(verify(ASSET + b"\n", LEDGER.trust))
    assert (invalid["verdict"], invalid["step"], invalid["code"]) == ("invalid", 0, "NOT_CANONICAL")


# --- The verb --------------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "trust.json").write_text(json.dumps(LEDGER.trust.document), encoding="utf-8")
    (tmp_path / "good.json").write_bytes(ASSET)
    (tmp_path / "bad.json").write_bytes(altered(ASSET, lambda value: value["claim"].update(deep=True), sign=False))
    (tmp_path / "later.json").write_bytes(altered(ASSET, lambda value: value.update(version=2)))
    (tmp_path / "empty.json").write_text("{}", encoding="utf-8")
    return tmp_path


def _run(*arguments: object) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(verify_verb)
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [("good", 0, "HỢP LỆ\n"), ("bad", 1, "KHÔNG HỢP LỆ"), ("later", 2, "CHƯA XÁC ĐỊNH ĐƯỢC")],
)
def test_the_verb_exits_0_1_or_2(files: Path, name: str, code: int, said: str) -> None:
    exit_code, output = _run(files / f"{name}.json", "--trust", files / "trust.json")
    assert exit_code == code
    assert output.startswith(said)


def test_an_unreadable_trust_file_leaves_it_undetermined(files: Path) -> None:
    exit_code, output = _run(files / "good.json", "--trust", files / "empty.json", "--json")
    assert exit_code == 2
    assert json.loads(output)["code"] == "TRUST_UNREADABLE"


def test_the_readers_policy_is_asked_on_the_command_line(files: Path) -> None:
    trust = ("--trust", files / "trust.json", "--json")
    for option, code in (
        (("--deep",), "NOT_DEEP"),
        (("--min-block", "1000000"), "BLOCK_TOO_LOW"),
        (("--operator", "0x" + "11" * 20), "OPERATOR_NOT_ALLOWED"),
        (("--record", "0x" + "22" * 32), "OTHER_RECORD"),
    ):
        exit_code, output = _run(files / "good.json", *trust, *option)
        assert exit_code == 1
        assert json.loads(output)["code"] == code


def test_an_option_that_is_no_hex_is_a_mistake_of_the_caller(files: Path) -> None:
    exit_code, output = _run(files / "good.json", "--trust", files / "trust.json", "--record", "chip")
    assert exit_code == 2
    assert "32 bytes in hex" in output
