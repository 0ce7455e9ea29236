"""Verdicts in words, and `hanotex verify`: exit codes, both languages, no network."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from api.cli.usage import AnsweringCommand
from api.cli.verify import verify as verify_verb
from ledger import commands, eip712, enums
from ledger.commands import COMMANDS
from ledger.enums import Kind
from ledger.proof import words
from ledger.proof.decisions import DECISIONS, decided
from ledger.proof.reasons import CONTRADICTIONS, GAPS, STEPS
from ledger.proof.scope_words import FIELDS, scope_lines
from ledger.proof.sentence import sentences, verdict_document
from ledger.proof.summaries.spelling import percent, short_id
from ledger.proof.times import local_time, period
from ledger.proof.verdict import Invalid, Undetermined
from ledger.proof.verify import verify
from ledger.scenario.titles import title
from ledger.scope import SECTORS
from tests.unit.certificates import altered, collector, story
from tests.unit.chain import START, YEAR, label, word
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
    assert period(1_795_000_000, 1_895_000_000, 0) == "18/11/2026 – 19/01/2030"
    assert period(1_795_000_000, 2**64 - 1, 0) == "từ 18/11/2026, không thời hạn"
    assert period(1_795_000_000, 2**64 - 1) == "from 2026-11-18, without end"


def test_a_valid_certificate_says_what_is_shown_as_of_when_by_whom_and_what_is_not() -> None:
    vi, en = sentences(verify(ASSET, LEDGER.trust))
    assert vi[0] == "HỢP LỆ"
    assert en[0] == "VALID"
    asset, operator = f"0x{TOLD.asset.hex()}", f"0x{OPERATOR.address.hex()}"
    assert en[1] == f"This is the whole history of asset {asset}: version 4, state active."
    assert vi[1] == f"Đây là toàn bộ lịch sử của tài sản trí tuệ {asset}: phiên bản 4, trạng thái: đang có hiệu lực."
    assert any(line.startswith(f"As of block {LEDGER.number} (0x") and "+07:00" in line for line in en)
    assert f"Attested by one operator (key {operator}): that operator's word, not a quorum of organisations." in en
    assert any("là xác nhận của riêng đơn vị đó" in line for line in vi)
    assert en[-1].startswith("Not shown: that what was signed is true;")
    assert vi[-1].startswith("Không chứng minh: rằng điều đã ký là đúng sự thật;")


def test_an_asset_is_said_by_kind_rights_tier_and_shares_of_its_holders() -> None:
    vi, en = sentences(verify(ASSET, LEDGER.trust))
    holder = f"0x{TOLD.institute[12:].hex()}"
    right = "VN 10041237 (văn bằng, VN, 18/11/2025 – 15/11/2036)"
    assert vi[2:5] == (
        f"Tài sản: bằng sáng chế; {right}; mức chứng cứ 2 (đã đối chiếu với sổ đăng ký).",
        f"Chủ sở hữu: {holder} 100%.",
        "Tên tổ chức không nằm trên sổ cái; hãy hỏi bên bán mã của họ.",
    )
    right = "VN 10041237 (granted, VN, 2025-11-18 – 2036-11-15)"
    assert en[2:5] == (
        f"Asset: patent; {right}; evidence tier 2 (matched with the register).",
        f"Holders: {holder} 100%.",
        "Names are not on the ledger; ask the seller for their ids.",
    )
    assert vi[5] == "Không chứng minh: những quyền sử dụng và thế chấp nào đang ràng buộc tài sản này."
    assert vi[6] == "Các lệnh:"
    assert vi[7].startswith("  1. đăng ký tài sản (register_asset), ")
    assert vi[7].endswith(f"ký: {holder}")


def test_an_instrument_is_said_by_kind_parties_and_scope() -> None:
    vi, _ = sentences(verify(collector(LEDGER).record(TOLD.licence), LEDGER.trust))
    grantor, grantee = (f"0x{party[12:].hex()}" for party in (TOLD.institute, TOLD.company))
    assert vi[2] == f"Văn kiện: hợp đồng sử dụng (li-xăng); độc quyền; trên 0x{TOLD.asset.hex()}."
    assert vi[3] == f"Các bên: {grantor} (bên giao), {grantee} (bên nhận)."
    assert vi[5:11] == (
        "Chưa đăng ký tại cơ quan sở hữu trí tuệ: không có hiệu lực đối với bên thứ ba.",
        "Không chứng minh: rằng tài sản và các quyền cấp trên còn hiệu lực; hãy xem chứng thư của đối tượng.",
        "Phạm vi:",
        "  hành vi: sản xuất sản phẩm (make); áp dụng quy trình (apply_process)",
        "  lĩnh vực: tất cả",
        "  lãnh thổ: Hà Nội (VN-HN)",
    )


def test_a_party_is_said_by_kind_keys_and_threshold() -> None:
    _, en = sentences(verify(collector(LEDGER).record(TOLD.company), LEDGER.trust))
    assert en[1].startswith(f"This is the whole history of party 0x{TOLD.company[12:].hex()}: version ")
    assert en[2].startswith("Party: ")
    assert f"valid keys: 0x{TOLD.company[12:].hex()}; threshold: 1." in en[2]


def test_a_party_is_named_by_its_address_and_nothing_else_is_shortened() -> None:
    assert short_id(bytes(12) + b"\x01" * 20) == "0x" + "01" * 20
    assert short_id(bytes(32)) == "0x" + "00" * 32
    assert short_id(b"\x02" * 32) == "0x" + "02" * 32
    assert short_id(bytes(20)) == "0x" + "00" * 20


def test_a_share_is_a_percentage_to_the_basis_point() -> None:
    assert [percent(bps, 0) for bps in (10_000, 6_000, 3_334, 1, 50)] == ["100%", "60%", "33,34%", "0,01%", "0,5%"]
    assert percent(3_334, 1) == "33.34%"


def test_every_command_and_code_has_its_words() -> None:
    assert set(words.COMMANDS) == set(COMMANDS)
    assert set(words.KINDS) == set(Kind)
    assert set(FIELDS) == {code for sector in SECTORS for code in (sector.code, *sector.subsectors)}
    for enum, said in (
        (enums.PartyKind, words.PARTY_KINDS),
        (enums.AssetKind, words.ASSET_KINDS),
        (enums.RightStage, words.RIGHT_STAGES),
        (enums.InstrumentKind, words.INSTRUMENT_KINDS),
        (enums.Exclusivity, words.EXCLUSIVITIES),
        (enums.MemberRole, words.MEMBER_ROLES),
        (enums.State, words.STATES),
        (enums.Gate, words.GATES),
        (enums.AppraisalKind, words.APPRAISAL_KINDS),
        (enums.Verdict, words.VERDICTS),
        (enums.Approach, words.APPROACHES),
        (enums.Purpose, words.PURPOSES),
        (enums.PilotStage, words.PILOT_STAGES),
        (enums.Comparator, words.COMPARATORS),
        (enums.Outcome, words.OUTCOMES),
    ):
        assert set(said) == set(enum)


def test_every_command_that_decides_by_an_enum_says_what_it_decided() -> None:
    everything = [entry for command in COMMANDS.values() for entry in eip712.members(command)]
    for name, said in DECISIONS.items():
        kinds = {eip712.field_type(annotation).enum for member, annotation in everything if member == name}
        assert {int(value) for value in said} >= {int(value) for kind in kinds if kind for value in kind}, name
    moves = {name for name in DECISIONS if name.endswith("_move")}
    assert moves == {member for member, _ in everything if member.endswith("_move")}


def test_a_decision_names_what_it_is_about() -> None:
    record, found, at = word("record"), word("found"), START
    envelope: dict[str, Any] = {"record": record, "expected_version": 1, "not_after": START}
    moved = {"evidence": word("e"), "number": bytes(32)}
    name = f"0x{found.hex()}"
    for command, vi, en in (
        (
            commands.MoveProblem(**envelope, problem_move=enums.ProblemMove.AWARDED, proposal=found, reason=bytes(32)),
            f"đề xuất {name}",
            f"proposal {name}",
        ),
        (
            commands.MoveDocument(**envelope, **moved, document_move=enums.DocumentMove.FORWARDED, due_by=0, to=found),
            f"đến {name}",
            f"to {name}",
        ),
        (
            commands.MoveDocument(
                **envelope, **moved, document_move=enums.DocumentMove.EXTENDED, due_by=at, to=bytes(32)
            ),
            f"hạn trả lời trước {local_time(at, 0)}",
            f"to be answered before {local_time(at)}",
        ),
        (
            commands.AttestMilestone(
                **envelope, milestone=label("M1"), certificate=found, bps=6_000, evidence=word("e")
            ),
            f"mốc “M1”, 60%, theo chứng nhận {name}",
            f"milestone “M1”, 60%, against certificate {name}",
        ),
    ):
        assert decided(command)[-1] == (vi, en)


def test_certificates_and_scenarios_name_a_command_by_the_same_words() -> None:
    assert {name: vi for name, (vi, _) in words.COMMANDS.items()} == {
        name: title(name).vi[0].lower() + title(name).vi[1:] for name in COMMANDS
    }


def test_a_field_is_said_in_words_with_its_code_and_a_bitmap_without_codes_as_it_is() -> None:
    scope = {"acts": ["sell"], "fields": ["smart_city"], "territories": ["VN", "JP"], "start": "0", "end": "1"}
    assert scope_lines(scope, 0)[:3] == (
        "  hành vi: bán, cho thuê, lưu thông (sell)",
        "  lĩnh vực: đô thị thông minh (smart_city)",
        "  lãnh thổ: Việt Nam (VN); JP",
    )
    assert scope_lines({**scope, "fields": 1 << 15}, 1)[1] == "  fields: 32768"


def test_an_absence_is_said_in_the_words_of_its_codes() -> None:
    made = collector(LEDGER)
    _, right = sentences(verify(made.absent_right(label("VN"), label("10099999")), LEDGER.trust))
    assert right[1] == "No asset holds the number 10099999 of the office VN."
    later = made.no_exclusive_grant(TOLD.asset, ha_noi(START + YEAR, START + 2 * YEAR))
    vi, en = sentences(verify(later, LEDGER.trust))
    assert en[2:5] == (
        "  acts: make the product (make); apply the process (apply_process)",
        "  fields: all",
        "  territory: Hà Nội (VN-HN)",
    )
    assert en[5].startswith("  time: from 2027-11-18 18:06:40 +07:00 to before ")
    assert vi[1] == (
        f"Trên 0x{TOLD.asset.hex()} không có quyền độc quyền hoặc duy nhất nào còn hiệu lực (kể cả đang tạm ngừng) "
        "chồng lấn phạm vi sau:"
    )
    assert any(line.startswith("Not shown: what kind of record this id is") for line in en)
    assert any(line.startswith("Không chứng minh: mã này là của loại bản ghi nào") for line in vi)
    endless = made.no_exclusive_grant(TOLD.asset, ha_noi(START + YEAR, 2**64 - 1))
    vi, en = sentences(verify(endless, LEDGER.trust))
    assert vi[5] == "  thời gian: từ 18:06:40 ngày 18/11/2027 (giờ Việt Nam), không thời hạn"
    assert en[5] == "  time: from 2027-11-18 18:06:40 +07:00, without end"


def test_a_refusal_names_its_step_and_why() -> None:
    verdict = Invalid("KEY_NOT_VALID", {"key": bytes(20), "at": START})
    vi, en = sentences(verdict)
    key = f"0x{'00' * 20}"
    said = f"INVALID — step 2, signatures and key validity: Key {key} was not valid at 2026-11-18 18:06:40 +07:00."
    assert en == (said,)
    assert vi[0].startswith("KHÔNG HỢP LỆ — bước 2, chữ ký và hiệu lực của khóa: Khóa 0x")


def test_a_demand_that_is_not_met_does_not_read_as_forged() -> None:
    vi, en = sentences(Invalid("NOT_DEEP"))
    assert vi[0].startswith("KHÔNG ĐÁP ỨNG YÊU CẦU (chứng thư không sai) — bước 6")
    assert en[0].startswith("DOES NOT MEET YOUR DEMAND (nothing in it is wrong) — step 6")
    assert not any("KHÔNG HỢP LỆ" in line or "INVALID" in line for line in vi + en)


def test_commands_count_from_one_as_in_the_list() -> None:
    vi, en = sentences(Invalid("TIME_DECREASES", {"record": TOLD.asset, "entry": 0}))
    assert f"ở lệnh thứ 1 của bản ghi 0x{TOLD.asset.hex()}" in vi[0]
    assert f"at command no. 1 of record 0x{TOLD.asset.hex()}" in en[0]


def test_a_file_that_was_saved_again_is_said_in_plain_words_and_what_to_do() -> None:
    vi, en = sentences(verify(ASSET + b"\n", LEDGER.trust))
    assert "Tệp đã bị lưu lại hoặc sửa (ví dụ thêm dòng trống ở cuối)" in vi[0]
    assert (vi[1], en[1]) == ("→ Xin lại tệp gốc.", "→ Ask for the original.")


def test_a_trust_file_of_another_ledger_is_said_with_both_names() -> None:
    vi, en = sentences(Undetermined("OTHER_LEDGER", {"ledger": b"\1" * 32, "trusted": b"\2" * 32}))
    for line in (vi[0], en[0]):
        assert "0x" + "01" * 32 in line
        assert "0x" + "02" * 32 in line


def test_a_trust_file_that_is_no_json_says_so() -> None:
    verdict = verify(ASSET, b"# HanoTEX")
    assert isinstance(verdict, Undetermined)
    assert verdict.code == "TRUST_NOT_JSON"
    assert sentences(verdict).vi[0].endswith("Tệp tin cậy không phải JSON.")


def test_what_a_file_says_reaches_no_terminal_control() -> None:
    _, en = sentences(Undetermined("CLAIM_KIND", {"kind": "\x1b[2Jrecord"}))
    assert "\x1b" not in en[0]


def test_a_verdict_is_json_as_well() -> None:
    valid = json.loads(json.dumps(verdict_document(verify(ASSET, LEDGER.trust))))
    assert valid["verdict"] == "valid"
    assert valid["shown"]["record"]["kind"] == "asset"
    assert valid["shown"]["at"] == str(LEDGER.at)
    assert valid["shown"]["record"]["state"]["rights"] == [
        {
            "office": "VN",
            "number": "10041237",
            "right_stage": "granted",
            "territories": ["VN"],
            "start": str(START - YEAR),
            "end": str(START + 10 * YEAR),
        }
    ]
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
    app.command(cls=AnsweringCommand)(verify_verb)
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
        (("--head", "0x" + "22" * 32), "HEAD_NOT_THERE"),
        (("--version", "1000"), "VERSION_TOO_LOW"),
    ):
        exit_code, output = _run(files / "good.json", *trust, *option)
        assert exit_code == 1
        assert json.loads(output)["code"] == code


@pytest.mark.parametrize(
    ("options", "vi", "en"),
    [
        (("--record", "chip"), "--record cần mã bản ghi 0x…", "--record takes a record's id 0x…"),
        (("--head", "0x11"), "--head cần giá trị băm 0x…", "--head takes a hash 0x…"),
        (("--version", "0"), "Tùy chọn --version thiếu hoặc không đúng", "'--version'"),
        (("--operator", "0x11"), "--operator cần địa chỉ khóa 0x…", "--operator takes a key's address 0x…"),
        (("--max-age", "soon"), "Tùy chọn --max-age thiếu hoặc không đúng", "'--max-age'"),
        (("--max-age", "-1"), "Tùy chọn --max-age thiếu hoặc không đúng", "'--max-age'"),
        (("--depth",), "Tùy chọn --depth thiếu hoặc không đúng", "No such option: --depth"),
    ],
)
def test_a_mistake_of_the_caller_exits_64_and_is_no_verdict(
    files: Path, options: tuple[str, ...], vi: str, en: str
) -> None:
    arguments = (files / "good.json", "--trust", files / "trust.json", *options)
    exit_code, output = _run(*arguments)
    assert exit_code == 64
    assert vi in output
    assert en in output
    exit_code, output = _run(*arguments, "--json")
    answer = json.loads(output)
    assert (exit_code, answer["error"]) == (64, "usage")
    assert vi in answer["sentences"]["vi"][0]
    assert en in answer["sentences"]["en"][0]


def test_a_missing_argument_exits_64(files: Path) -> None:
    assert _run(files / "good.json")[0] == 64
    exit_code, output = _run("--trust", files / "trust.json")
    assert exit_code == 64
    assert "Tham số FILE thiếu" in output


@pytest.mark.parametrize("place", [0, 2])
def test_a_file_that_is_not_there_exits_64_in_words_and_in_json(files: Path, place: int) -> None:
    arguments: list[object] = [files / "good.json", "--trust", files / "trust.json"]
    for name, vi in (("none.json", "Không có tệp"), (".", "Không đọc được tệp")):
        arguments[place] = files / name
        exit_code, output = _run(*arguments)
        assert exit_code == 64
        assert f"{vi} {files / name}" in output
        exit_code, output = _run(*arguments, "--json")
        assert (exit_code, json.loads(output)["error"]) == (64, "usage")


def test_swapped_files_are_asked_about(files: Path) -> None:
    exit_code, output = _run(files / "trust.json", "--trust", files / "good.json")
    assert exit_code == 2
    assert "→ Có thể bạn đã đổi chỗ hai tệp." in output
    assert "→ Were the two files swapped?" in output
    exit_code, output = _run(files / "trust.json", "--trust", files / "trust.json", "--json")
    assert exit_code == 1
    assert json.loads(output)["sentences"]["en"][-1] == "→ Were the two files swapped?"
    assert "swapped" not in _run(files / "bad.json", "--trust", files / "trust.json")[1]


def test_a_party_is_asked_for_by_its_address(files: Path, tmp_path: Path) -> None:
    party = tmp_path / "party.json"
    party.write_bytes(collector(LEDGER).record(TOLD.company))
    asked = (party, "--trust", files / "trust.json", "--record")
    assert _run(*asked, f"0x{TOLD.company[12:].hex()}")[0] == 0
    assert _run(*asked, f"0x{TOLD.institute[12:].hex()}")[0] == 1


def test_the_help_speaks_both_languages() -> None:
    _, output = _run("--help")
    for said in ("Chứng thư", "The certificate", "Mã thoát", "Exit code", "64"):
        assert said in output
