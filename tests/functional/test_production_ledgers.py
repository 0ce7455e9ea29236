"""A service in production over a ledger that is meant, and over those that are not."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from api.connection import AnotherLedgerHere, open_embedded
from api.demonstration import MARK
from api.production import faults
from api.settings import Mode, Settings
from ledger.enums import Role
from ledger.genesis import Genesis
from ledger.keys import KeySigner
from ledger.keystore import new_secret, write_private
from tests.command_line import hanotex
from tests.conformance.cast import VIET_NAM, genesis, key, text
from tests.functional.serving import Served
from tests.functional.test_serve import serving


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    write_private(tmp_path / "service.key", new_secret().hex())
    return {
        "HANOTEX_MODE": "production",
        "HANOTEX_PORT": "0",
        "HANOTEX_PUBLIC_URL": "https://ledger.example.vn",
        "HANOTEX_SEALING_KEY": str(tmp_path / "service.key"),
        "HANOTEX_IDENTITY_RATE": "20",
        "HANOTEX_ADDRESS_RATE": "5",
    }


def _document(folder: Path, regulator: bytes) -> Path:
    made = Genesis(
        at=int(time.time()) - 5, party_kind=1, country=VIET_NAM, profile=text("r"), keys=(regulator,), threshold=1
    )
    file = folder / "genesis-of-the-regulator.json"
    file.write_text(json.dumps(made.document))
    return file


def test_a_ledger_made_from_its_regulators_document_is_served(tmp_path: Path, environment: dict[str, str]) -> None:
    document, home = _document(tmp_path, KeySigner(new_secret()).address), tmp_path / "home"
    made = json.loads(hanotex("chain", "create", document, "--home", home, "--json").stdout)
    with serving(home, **environment) as (_, client):
        assert client.get("/v1/trust").json()["operators"] == [{"key": made["operator"]}]
    again = json.loads(hanotex("chain", "create", document, "--home", home, "--json").stdout)
    assert again == made
    other = _document(tmp_path, KeySigner(new_secret()).address)
    with pytest.raises(AnotherLedgerHere):
        open_embedded(home, genesis(int(time.time())))
    assert hanotex("chain", "create", other, "--home", home).exit_code == 1
    found = _doctor(home, **environment)
    assert [(each["ok"], each["said"]) for each in found] == [(True, "đạt / fit for it")]


def test_a_scenarios_home_is_refused_wherever_it_is_carried(
    opening_day: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    home = tmp_path / "carried"
    assert hanotex("backup", tmp_path / "backup", "--home", opening_day).exit_code == 0
    assert hanotex("restore", tmp_path / "backup", "--home", home).exit_code == 0
    shutil.copytree(opening_day / "keys", home / "keys")
    # Before they are started: one that is let through does not come back.
    assert [each["ok"] for each in _doctor(home, **environment)] == [False]
    for verb in ("serve", "worker"):
        refused = hanotex(verb, "--home", home, **environment)
        assert refused.exit_code == 1
        assert "was made by a scenario" in refused.stderr
        assert "hanotex chain create" in refused.stderr
    told = _doctor(home)
    assert {each["ok"] for each in told} == {None}
    assert any(MARK in each["said"] or "scenario" in each["said"] for each in told)


def test_all_that_is_wrong_is_told_at_one_start(tmp_path: Path, environment: dict[str, str]) -> None:
    home = tmp_path / "home"
    open_embedded(home, genesis(int(time.time()) - 5), operator=None).close()
    (home / "keys" / "operator.password").chmod(0o644)
    wrong = {**environment, "HANOTEX_PUBLIC_URL": "http://x", "HANOTEX_IDENTITY_RATE": "0"}
    assert len(_doctor(home, **wrong)) == 4
    refused = hanotex("serve", "--home", home, **wrong)
    assert refused.exit_code == 1
    for said in ("public_url", "identity_rate", "operator.password", f"0x{key('regulator').address.hex()}", "genesis"):
        assert said in refused.stderr
    assert "Traceback" not in refused.stderr


def test_published_keys_of_parties_are_told_and_stop_it_where_they_govern(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """Anybody may register a party: a stranger's careless key is told and stops nobody."""
    home = tmp_path / "home"
    with Served(home) as served:
        served.onboard("operator", Role.OPERATOR)
        served.onboard("bank")
        served.await_answer("/v1/parties", lambda answer: len(answer.json()["items"]) == 3)
    found = {fault.what.en: fault.stops for fault in faults(Settings(home=home, mode=Mode.PRODUCTION))}
    stops = {alias: found.get(_told(alias)) for alias in ("bank", "operator", "regulator")}
    assert stops == {"bank": False, "operator": True, "regulator": True}
    refused = hanotex("serve", "--home", home, **environment)
    assert (_told("operator") in refused.stderr, _told("bank") in refused.stderr) == (True, False)


def _told(alias: str) -> str:
    return f"The key 0x{key(alias).address.hex()} that a party registered is known to anybody"


def _doctor(home: Path, **environment: str) -> list[dict[str, Any]]:
    ran = hanotex("doctor", "--home", home, "--json", **environment)
    return [finding for finding in json.loads(ran.stdout) if finding["name"] == "production"]
