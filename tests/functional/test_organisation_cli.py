"""`hanotex organisation`: the first organisations of a service, beside the service that runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.identity.who import StaffRole
from tests.conformance.cast import key
from tests.functional.serving import Served
from tests.functional.staff import PASSWORD, organisation, person


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("home") / "home", public_reading=False) as running:
        yield running


def run(served: Served, *arguments: str) -> Any:
    command = ["organisation", *arguments, "--home", str(served.service.settings.home), "--json"]
    return CliRunner().invoke(app, command)


def test_the_regulators_first_officer_comes_by_the_command_line(served: Served) -> None:
    regulator = "did:nda:0x" + key("regulator").address.hex()
    made = json.loads(run(served, "add", "Sở KH&CN", "--email", "a@so.example.vn", "--party", regulator).stdout)
    asked = {"invitation": made["invitation"], "name": "Phạm Thị Dung", "password": PASSWORD}
    begun = served.client.post("/v1/accounts/claim", json=asked).json()
    given = {"ticket": begun["ticket"], "code": pyotp.TOTP(begun["secret"]).now(), "deliver": "token"}
    token = served.client.post("/v1/accounts/claim/confirm", json=given).json()["token"]
    own = served.client_with(token).get("/v1/account").json()
    assert own["standings"] == ["admin", "member", "regulator"]
    assert own["organisation"] == made["organisation"]


def test_an_organisation_whose_admin_is_gone_is_given_another(served: Served) -> None:
    made = json.loads(run(served, "add", "Viện", "--email", "first@vien.example.vn").stdout)
    again = run(served, "invite", made["organisation"], "--email", "second@vien.example.vn", "--role", "drafter")
    assert json.loads(again.stdout)["organisation"] == made["organisation"]
    assert json.loads(again.stdout)["invitation"] != made["invitation"]


def test_an_address_that_somebody_else_took_is_released(served: Served) -> None:
    squatter = person(served, organisation(served, "Lạ"), "director@vien.example.vn", StaffRole.DRAFTER)
    own = person(served, organisation(served, "Viện"), "admin@vien.example.vn", StaffRole.ADMIN)
    asked = {"email": squatter.email, "roles": []}
    assert own.client.post(f"{own.path}/invitations", json=asked).json()["code"] == "ALREADY_THERE"
    released = run(served, "release-email", " Director@Vien.example.vn")
    assert json.loads(released.stdout) == {"account": squatter.account, "organisation": squatter.organisation}
    assert own.client.post(f"{own.path}/invitations", json=asked).status_code == 201
    again = {"email": squatter.email, "password": PASSWORD}
    assert served.client.post("/v1/sign-in/password", json=again).json()["code"] == "SIGN_IN_FAILED"
    assert run(served, "release-email", squatter.email).exit_code == 1


def test_what_cannot_be_done_is_said(served: Served) -> None:
    assert run(served, "invite", "0" * 32, "--email", "x@example.vn").exit_code == 1
    assert run(served, "add", "X", "--email", "x@example.vn", "--party", "alice").exit_code == 1
    party = "0x" + "cd" * 20
    assert run(served, "add", "X", "--email", "x@example.vn", "--party", party).exit_code == 0
    assert run(served, "add", "Y", "--email", "y@example.vn", "--party", party).exit_code == 1
