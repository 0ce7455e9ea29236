"""A service that only reads, beside the one that writes: what each route answers there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.identity.who import StaffRole
from ledger import wire
from ledger.enums import Role
from marketplace.database import file_url
from tests.conformance.cast import key, party
from tests.functional.serving import Served
from tests.functional.staff import organisation, person

NOUNS = (
    *("parties", "assets", "listings", "appraisals", "instruments", "royalty-periods", "problems", "proposals"),
    *("pilots", "certificates", "documents", "anchors"),
)


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("writer") / "home") as running:
        running.onboard("operator", Role.OPERATOR)
        running.onboard("alice", Role.OWNER)
        asset = running.signed(running.asset("alice", "told"), key("alice"))
        assert running.post(asset).status_code == 201
        running.sent = asset  # type: ignore[attr-defined]
        yield running


@pytest.fixture(scope="module")
def reader(writer: Served) -> Iterator[Served]:
    """Over the writer's own home and tables."""
    home = writer.service.settings.home
    with Served(home, read_only=True) as running:
        asset = writer.sent.command.record  # type: ignore[attr-defined]
        running.await_answer(f"/v1/assets/0x{asset.hex()}", lambda answer: answer.status_code == 200)
        running.await_ready()
        yield running


@pytest.fixture(scope="module")
def bare(writer: Served, reader: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Over the chain's file alone, without any key, with tables of its own."""
    home = tmp_path_factory.mktemp("bare") / "home"
    home.mkdir()
    source = writer.service.settings.home
    for name in ("genesis.json", "deployment.json", "trust.json", "connection.json"):
        shutil.copy(source / name, home / name)
    for file in source.glob("chain.sqlite*"):
        (home / file.name).symlink_to(file)
    sealing = home.parent / "service.key"
    database = file_url(home.parent / "service.sqlite")
    with Served(home, read_only=True, database=database, sealing_key=sealing) as running:
        running.await_ready()
        yield running


def _asset(writer: Served) -> str:
    return "0x" + writer.sent.command.record.hex()  # type: ignore[attr-defined]


def _paths(writer: Served) -> list[str]:
    digest, asset, alice = "0x" + writer.sent.digest.hex(), _asset(writer), "0x" + party("alice").hex()  # type: ignore[attr-defined]
    lists = [f"/v1/{noun}" for noun in NOUNS]
    absent = [f"/v1/{noun}/0x{'ab' * 32}{end}" for noun in NOUNS for end in ("", "/history")]
    return [
        *lists,
        *absent,
        *(f"/v1/assets/{asset}{end}" for end in ("", "/history", "/live-grants", "?block=1")),
        *(f"/v1/parties/{alice}{end}" for end in ("", "/history")),
        *(f"/v1/commands/0x{'ab' * 32}{end}" for end in ("", "/intake")),
        f"/v1/commands/{digest}",
        "/v1/rights/VN/1-0001234",
        "/v1/trust",
        "/v1/events?follow=false",
        "/openapi.json",
        "/problems/READ_ONLY_SERVICE",
        "/health",
    ]


def test_whatever_is_read_is_what_the_writer_tells(writer: Served, reader: Served, bare: Served) -> None:
    for path in _paths(writer):
        told, read, read_bare = (each.client.get(path) for each in (writer, reader, bare))
        assert _plain(read) == _plain(told), path
        if path.startswith("/v1/commands/"):
            # The intake is in the writer's tables.
            assert read_bare.status_code == told.status_code, path
            continue
        assert _plain(read_bare) == _plain(told), path


def _plain(answer: httpx.Response) -> tuple[int, Any]:
    if "json" not in answer.headers["content-type"]:
        return answer.status_code, answer.text
    body = answer.json()
    if isinstance(body, dict):
        # What the second and the request are.
        body.pop("instance", None)
        body.pop("as_of", None)
    return answer.status_code, body


def test_it_follows_what_the_writer_accepts(writer: Served, reader: Served, bare: Served) -> None:
    later = writer.signed(writer.asset("alice", "later"), key("alice"))
    assert writer.post(later).status_code == 201
    path = f"/v1/commands/0x{later.digest.hex()}"
    for each in (reader, bare):
        each.await_answer(path, lambda answer: answer.json().get("state") == "committed")
        events = each.await_answer("/v1/events?follow=false", lambda answer: later.command.record.hex() in answer.text)
        assert events.status_code == 200


def test_commands_are_refused_and_nothing_is_recorded_of_them(writer: Served, reader: Served, bare: Served) -> None:
    signed = writer.signed(writer.asset("alice", "refused"), key("alice"))
    for each in (reader, bare):
        answer = each.post(signed)
        assert (answer.status_code, answer.json()["code"]) == (503, "READ_ONLY_SERVICE")
        assert "operator" in answer.json()["advice_en"]
        assert each.client.get(f"/v1/commands/0x{signed.digest.hex()}").status_code == 404
        assert each.post(signed, "/v1/commands/check").json() == {"accepted": True, "refusal": None}
        ready = each.client.get("/ready")
        assert (ready.status_code, ready.json()["commands"]) == (200, "not_taken")
    assert writer.client.get("/ready").json()["commands"] == "taken"
    assert writer.client.get(f"/v1/commands/0x{signed.digest.hex()}").status_code == 404
    unnamed = {"command": "nothing", "fields": {}}
    for each in (writer, reader, bare):
        assert each.client.post("/v1/commands/prepare", json=unnamed).json()["code"] == "UNKNOWN_COMMAND"


def test_a_certificate_is_given_where_the_operators_key_is(
    writer: Served, reader: Served, bare: Served, tmp_path: Path
) -> None:
    paths = [
        f"/v1/assets/{_asset(writer)}/certificate",
        f"/v1/assets/{_asset(writer)}/no-exclusive-grant/certificate",
        "/v1/rights/VN/1-0001234/certificate",
    ]
    for path in paths:
        answers = [each.client.get(path) for each in (writer, reader, bare)]
        assert answers[0].status_code == answers[1].status_code, (path, answers[1].text)
        assert (answers[2].status_code, answers[2].json()["code"]) == (503, "READ_ONLY_SERVICE"), path
    given = reader.client.get(paths[0])
    assert given.status_code == 200
    file = tmp_path / "asset.json"
    file.write_bytes(given.content)
    trust = reader.service.settings.home / "trust.json"
    verified = CliRunner().invoke(app, ["verify", str(file), "--trust", str(trust)])
    assert verified.exit_code == 0, verified.output


def test_a_draft_stays_signed_where_it_cannot_be_submitted(writer: Served, reader: Served) -> None:
    roles = (StaffRole.DRAFTER, StaffRole.REVIEWER, StaffRole.SIGNER, StaffRole.ADMIN)
    somebody = person(writer, organisation(writer, "Alice", "alice"), "a@example.vn", *roles)
    path = somebody.path
    somebody.client.patch(path, json={"reviews_needed": 0, "separate_people": False})
    command = writer.asset("alice", "drafted")
    unsigned = wire.command_to_json(wire.SignedCommand(writer.genesis.ledger, command, ()))
    draft = somebody.client.post(f"{path}/drafts", json={"command": unsigned}).json()
    signature = "0x" + key("alice").sign(bytes.fromhex(draft["digest"][2:])).hex()
    signed = somebody.client.post(f"{path}/drafts/{draft['id']}/signatures", json={"signature": signature})
    assert signed.json()["state"] == "signed", signed.text
    at_reader = reader.client_with(somebody.token)
    refused = at_reader.post(f"{path}/drafts/{draft['id']}/submit")
    assert (refused.status_code, refused.json()["code"]) == (503, "READ_ONLY_SERVICE")
    assert at_reader.get(f"{path}/drafts/{draft['id']}").json()["state"] == "signed"
    assert somebody.client.post(f"{path}/drafts/{draft['id']}/submit").status_code == 201


def test_it_makes_no_key_and_takes_no_lock(bare: Served) -> None:
    home = bare.service.settings.home
    assert not (home / "keys").exists()
    assert not (home / "intents.sqlite").exists()
    assert bare.service.operator is None
    said = CliRunner().invoke(app, ["doctor", "--home", str(home), "--json"])
    assert {each["name"]: each["ok"] for each in json.loads(said.stdout)}["chain"] is True
