"""Submitting over HTTP: receipts, refusals, intakes, the same bytes again, and many clients at once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from ledger import wire
from ledger.enums import Role
from ledger.proof.intake import Received, verify_intake
from tests.conformance.cast import key
from tests.functional.serving import Served

CLIENTS = 64


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("home") / "home") as running:
        running.onboard("operator", Role.OPERATOR)
        running.onboard("alice", Role.OWNER)
        yield running


def test_an_accepted_command_is_answered_with_its_receipt_and_its_intake(served: Served) -> None:
    signed = served.signed(served.asset("alice", "accepted"), key("alice"))
    before = int(time.time())
    answer = served.post(signed)
    assert answer.status_code == 201
    receipt, intake = answer.json()["receipt"], answer.json()["intake"]
    assert (receipt["record"], receipt["version"]) == ("0x" + signed.command.record.hex(), 1)
    assert receipt["digest"] == intake["digest"] == "0x" + signed.digest.hex()
    assert before <= int(intake["received_at"]) <= int(time.time())
    looked_up = served.client.get(answer.headers["location"]).json()
    assert looked_up == {"digest": receipt["digest"], "state": "committed", "receipt": receipt, "refusal": None,
                         "intake": intake}  # fmt: skip


def test_the_same_bytes_again_are_answered_as_at_first(served: Served) -> None:
    signed = served.signed(served.asset("alice", "again"), key("alice"))
    first = served.post(signed)
    time.sleep(1.1)
    assert served.post(signed).json() == first.json()
    assert len(served.ledger.history(signed.command.record)) == 1


def test_a_refusal_is_a_problem_with_the_ledgers_code_and_values_and_the_intake(served: Served) -> None:
    signed = served.signed(served.asset("alice", "unsigned by bob"), key("bob"))
    answer = served.post(signed)
    assert answer.status_code == 403
    problem = answer.json()
    assert problem["code"] == "UNKNOWN_KEY"
    assert problem["values"] == {"key": "0x" + key("bob").address.hex()}
    assert problem["intake"]["digest"] == "0x" + signed.digest.hex()
    assert served.client.get(f"/v1/commands/0x{signed.digest.hex()}").json()["refusal"] == {
        "code": "UNKNOWN_KEY",
        "values": problem["values"],
    }


def test_what_is_no_command_is_refused_by_the_member_and_leaves_nothing(served: Served) -> None:
    document = wire.command_to_json(served.signed(served.asset("alice", "damaged"), key("alice")))
    document["fields"]["holders"][0]["bps"] = "10000"
    answer = served.client.post("/v1/commands", json=document)
    assert (answer.status_code, answer.json()["code"]) == (400, "MALFORMED")
    assert answer.json()["values"] == {"field": "holders[0].bps"}
    assert "intake" not in answer.json()


@pytest.mark.parametrize(
    ("body", "media", "status", "code"),
    [
        (b"", "application/json", 400, "MALFORMED"),
        (b"{}", "application/json", 400, "MALFORMED"),
        (b'{"ledger": 1, "ledger": 1}', "application/json", 400, "MALFORMED"),
        (b"[" * 100_000, "application/json", 400, "MALFORMED"),
        (b"\xff", "application/json", 400, "MALFORMED"),
        (b"{}", "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b" " * ((1 << 20) + 1), "application/json", 413, "BODY_TOO_LARGE"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/commands", "/v1/commands/check"])
def test_bodies_out_of_bounds_are_problems(
    served: Served, path: str, body: bytes, media: str, status: int, code: str
) -> None:
    answer = served.client.post(path, content=body, headers={"Content-Type": media})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_command_of_another_ledger_is_not_taken_in(served: Served) -> None:
    document = wire.command_to_json(served.signed(served.asset("alice", "elsewhere"), key("alice")))
    document["ledger"] = "0x" + "11" * 32
    answer = served.client.post("/v1/commands", json=document).json()
    assert answer["code"] == "WRONG_LEDGER"
    assert answer["values"]["given"] == document["ledger"]
    assert "intake" not in answer


def test_no_receipt_is_had_before_a_command_is_signed(served: Served) -> None:
    """Else its sender could sign after a deadline what the receipt says came before."""
    signed = served.signed(served.asset("alice", "signed later"), key("alice"))
    unsigned = replace(signed, signatures=())
    broken = replace(signed, signatures=(*signed.signatures, b"\x00" * 65))
    too_many = replace(signed, signatures=signed.signatures * 65)
    for each, code in ((unsigned, "LIST_LENGTH"), (broken, "BAD_SIGNATURE"), (too_many, "LIST_LENGTH")):
        answer = served.post(each).json()
        assert answer["code"] == code
        assert "intake" not in answer
    path = f"/v1/commands/0x{signed.digest.hex()}"
    assert served.client.get(path).json()["code"] == "COMMAND_NOT_FOUND"
    time.sleep(1.1)
    before = int(time.time())
    answer = served.post(signed)
    assert answer.status_code == 201
    assert int(answer.json()["intake"]["received_at"]) >= before
    # What is recorded is answered as at first, whatever comes with its digest.
    assert served.post(broken).json() == answer.json()


def test_a_check_says_what_submitting_would_and_records_nothing(served: Served) -> None:
    good = served.signed(served.asset("alice", "checked"), key("alice"))
    bad = served.signed(served.asset("alice", "checked"), key("bob"))
    assert served.post(good, "/v1/commands/check").json() == {"accepted": True, "refusal": None}
    refused = served.post(bad, "/v1/commands/check").json()
    assert (refused["accepted"], refused["refusal"]["code"]) == (False, "UNKNOWN_KEY")
    assert served.ledger.history(good.command.record) == []
    assert served.client.get(f"/v1/commands/0x{good.digest.hex()}").json()["code"] == "COMMAND_NOT_FOUND"


def test_an_intake_is_a_file_that_the_offline_verifier_knows(served: Served, tmp_path: Path) -> None:
    signed = served.signed(served.asset("alice", "withheld"), key("alice"))
    served.post(signed)
    digest = "0x" + signed.digest.hex()
    file, trust = tmp_path / "intake.json", tmp_path / "trust.json"
    file.write_bytes(served.client.get(f"/v1/commands/{digest}/intake").content)
    trust.write_text(json.dumps(served.service.trust.document))
    verdict = verify_intake(file.read_bytes(), served.service.trust, digest=signed.digest)
    assert isinstance(verdict, Received)
    judged = CliRunner().invoke(app, ["verify", str(file), "--trust", str(trust), "--digest", digest])
    assert judged.exit_code == 0
    assert f"Biên nhận tiếp nhận: lệnh có giá trị băm {digest}" in judged.output
    other = CliRunner().invoke(app, ["verify", str(file), "--trust", str(trust), "--digest", "0x" + "00" * 32])
    assert other.exit_code == 1
    misused = CliRunner().invoke(app, ["verify", str(file), "--trust", str(trust), "--deep"])
    assert misused.exit_code == 64


def test_an_intake_is_durable_before_it_is_given(tmp_path: Path) -> None:
    with Served(tmp_path / "home") as running:
        signed = running.signed(running.register("alice"), key("alice"))
        intake = running.post(signed).json()["intake"]
    with Served(tmp_path / "home") as running:
        assert running.post(signed).json()["intake"] == intake


def test_many_clients_share_the_engines_writes(served: Served) -> None:
    intents = served.service.connection.intents
    assert intents is not None
    before = intents.statistics.commits
    commands = [served.signed(served.asset("alice", f"many {n}"), key("alice")) for n in range(4 * CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(clients.map(served.post, commands))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["receipt"]["record"] for answer in answers}) == len(commands)
    # Each command is written twice at least; one write that carries a single intent would make as many commits.
    assert intents.statistics.commits - before < len(commands) / 4


def test_one_digest_from_many_clients_at_once_has_one_answer(served: Served) -> None:
    signed = served.signed(served.asset("alice", "raced"), key("alice"))
    with ThreadPoolExecutor(16) as clients:
        answers = list(clients.map(lambda _: served.post(signed).json(), range(16)))
    assert all(answer == answers[0] for answer in answers)


def test_a_command_without_an_answer_in_time_is_answered_with_where_to_ask(tmp_path: Path) -> None:
    with Served(tmp_path / "home", answer_seconds=0.0) as running:
        signed = running.signed(running.register("alice"), key("alice"))
        answer = running.post(signed)
        assert answer.status_code == 202
        assert answer.json()["status"] == answer.headers["location"] == f"/v1/commands/0x{signed.digest.hex()}"
        found = running.await_answer(answer.json()["status"], lambda said: said.json()["state"] == "committed").json()
        assert found["receipt"]["record"] == "0x" + signed.command.record.hex()


def test_what_is_too_much_at_once_is_not_sent(tmp_path: Path) -> None:
    with Served(tmp_path / "home", submit_most=0) as running:
        signed = running.signed(running.register("alice"), key("alice"))
        answer: Any = running.post(signed)
        assert (answer.status_code, answer.json()["code"]) == (503, "TOO_BUSY")
        assert answer.headers["retry-after"] == "5"
        assert running.client.get(f"/v1/commands/0x{signed.digest.hex()}").json()["state"] == "received"
