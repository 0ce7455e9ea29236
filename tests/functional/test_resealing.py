"""Rotating the sealing key under a running service: every kind of secret goes on working, with the old key gone too."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from api import managed_keys, resealing
from api.cli.main import app
from api.identity import totp
from api.identity.nonces import Nonces, Purpose
from api.migrations import SERVICE, open_upgraded
from api.onboarding import mandates
from api.sealing import SealBroken, Sealing, kept_sealing
from api.tables import AccountRow, ManagedKeyRow, MandateRow, OrganisationRow, SubscriptionRow, TotpRow
from api.webhooks.subscriptions import secret_place
from ledger.keystore import KeystoreError

ROOT = Path(__file__).resolve().parents[2]
FORM, AUTHENTICATOR, WEBHOOK, FORMER = b"%PDF- a form", "JBSWY3DPEHPK3PXP", b"a webhook's secret", b"its former one"
FORMS = 120


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "service.key"
    made.write_text(secrets.token_hex(32) + "\n")
    made.chmod(0o600)
    return made


class Filled:
    """Tables with one or more of every secret, sealed as a service seals them."""

    def __init__(self, url: str, sealing: Sealing, forms: int = 3) -> None:
        self.forms = forms
        self.engine = open_upgraded(url, SERVICE)
        with Session(self.engine) as session, session.begin():
            organisation = OrganisationRow(
                id="1" * 32, name="Viện", party=None, reviews_needed=1, separate_people=True, managed_keys=True,
                created_at=1, closed_at=0,
            )  # fmt: skip
            session.add(organisation)
            session.flush()
            account = AccountRow(
                id="2" * 32, organisation="1" * 32, email="a@example.vn", name="A", roles="admin", created_at=1,
                disabled_at=0,
            )  # fmt: skip
            session.add(account)
            session.flush()
            sealed = totp.sealed(sealing, account.id, AUTHENTICATOR)
            session.add(TotpRow(account=account.id, sealed=sealed, last_step=0, confirmed_at=1))
            self.address = managed_keys.new_managed_key(session, sealing, organisation, "k", "a", 1).address
            self.token = Nonces(sealing, lambda: 1.0).keep(session, Purpose.INVITATION, {"who": "you"}, 600)
            session.add(_subscription("3" * 32, sealing))
            for number in range(forms):
                session.add(_mandate(f"{number:032x}", sealing))
        self.secret = self.managed(sealing)

    def managed(self, sealing: Sealing) -> bytes:
        with Session(self.engine) as session:
            return managed_keys._opened(sealing, session.get_one(ManagedKeyRow, self.address))

    def expect_readable(self, sealing: Sealing) -> None:
        """Raises `SealBroken` or `KeystoreError`."""
        with Session(self.engine) as session:
            account = session.get_one(TotpRow, "2" * 32)
            assert sealing.open(account.sealed, totp.secret_place(account.account)).decode() == AUTHENTICATOR
            row = session.get_one(SubscriptionRow, "3" * 32)
            opened = [sealing.open(each, secret_place(row.id)) for each in (row.secret, row.former_secret)]
            assert opened == [WEBHOOK, FORMER]
            forms = [mandates.document(sealing, each) for each in session.scalars(select(MandateRow))]
            assert forms == [FORM] * self.forms
            recalled = Nonces(sealing, lambda: 1.0).recall(session, Purpose.INVITATION, self.token)
            if recalled is None:
                raise SealBroken("a nonce")
            assert recalled == {"who": "you"}
        assert self.managed(sealing) == self.secret


def _subscription(identifier: str, sealing: Sealing) -> SubscriptionRow:
    return SubscriptionRow(
        id=identifier, owner="o", url="https://x.example", filter="{}",
        secret=sealing.seal(WEBHOOK, secret_place(identifier)),
        former_secret=sealing.seal(FORMER, secret_place(identifier)),
        former_until=1, created_at=1, block=0, log=0, round=1, failures=0, rests_until=0, stopped="",
    )  # fmt: skip


def _mandate(identifier: str, sealing: Sealing) -> MandateRow:
    return MandateRow(
        id=identifier, token=secrets.token_bytes(32), organisation=None,
        document=sealing.seal(FORM, mandates.document_place(identifier)), sha256=bytes(32), size=1, profile=bytes(32),
        organisation_name="V", organisation_code="1", party_kind=1, country="VN", keys="[]", threshold=1,
        certificate=bytes(32), signed_at=1, created_at=1, state="applied", reason="", decided_by="", decided_at=0,
    )  # fmt: skip


@contextmanager
def _filled(url: str, file: Path, forms: int = 3) -> Iterator[Filled]:
    made = Filled(url, kept_sealing(file), forms)
    yield made
    made.engine.dispose()


def _rotate(file: Path) -> tuple[Sealing, Sealing]:
    """A new key before the old one in the file; the sealing under the old one alone, and under the new one alone."""
    old, new = file.read_text().strip(), secrets.token_hex(32)
    file.write_text(f"{new}\n{old}\n")
    return Sealing(bytes.fromhex(old)), Sealing(bytes.fromhex(new))


def _reseal(url: str, file: Path, home: Path) -> Any:
    return CliRunner().invoke(
        app,
        ["database", "reseal", "--home", str(home), "--json"],
        env={"HANOTEX_DATABASE": url, "HANOTEX_SEALING_KEY": str(file)},
        catch_exceptions=False,
    )


def test_every_secret_is_under_the_new_key_alone_afterwards(database: str, file: Path, tmp_path: Path) -> None:
    with _filled(database, file) as filled:
        old, new = _rotate(file)
        both = kept_sealing(file)
        filled.expect_readable(both)
        with pytest.raises((SealBroken, KeystoreError)):
            filled.expect_readable(new)
        ran = _reseal(database, file, tmp_path)
        assert (ran.exit_code, json.loads(ran.stdout)) == (0, {"sealed": 8, "older": 8, "broken": 0})
        filled.expect_readable(new)
        with pytest.raises((SealBroken, KeystoreError)):
            filled.expect_readable(old)
        assert not _any_names(filled, old)
        again = json.loads(_reseal(database, file, tmp_path).stdout)
        assert again == {"sealed": 8, "older": 0, "broken": 0}


def _any_names(filled: Filled, sealing: Sealing) -> list[str]:
    """Columns of any table with a value that names the newest key of a sealing."""
    name, found = sealing.seal(b"", "")[:5], []
    with filled.engine.connect() as connection:
        for table in inspect(filled.engine).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
                found += [f"{table}.{column}" for column, value in row.items() if _begins(value, name)]
    return found


def _begins(value: Any, name: bytes) -> bool:
    return isinstance(value, bytes | memoryview) and bytes(value)[:5] == name


def test_what_no_key_opens_is_told_and_left_alone(database: str, file: Path, tmp_path: Path) -> None:
    with _filled(database, file) as filled:
        kept = file.read_text()
        file.write_text(secrets.token_hex(32) + "\n")
        ran = _reseal(database, file, tmp_path)
        assert ran.exit_code == 1
        assert json.loads(ran.stdout)["broken"] == 8
        assert "take no key out" in ran.stderr
        filled.expect_readable(Sealing(bytes.fromhex(kept.strip())))


def test_values_of_before_keys_had_names_are_sealed_anew(database: str, file: Path, tmp_path: Path) -> None:
    with _filled(database, file) as filled:
        unnamed = kept_sealing(file)
        with Session(filled.engine) as session, session.begin():
            row = session.get_one(TotpRow, "2" * 32)
            row.sealed = b"\x01" + row.sealed[5:]
        filled.expect_readable(unnamed)
        assert json.loads(_reseal(database, file, tmp_path).stdout) == {"sealed": 8, "older": 1, "broken": 0}


def test_a_change_made_meanwhile_is_kept(database: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading a page and writing it, the service gives a subscription another secret."""
    with _filled(database, file) as filled:
        _, new = _rotate(file)
        both, rotated = kept_sealing(file), b"given meanwhile"
        pages = resealing._pages

        def read(engine: Any, column: Any) -> Iterator[list[Any]]:
            for page in pages(engine, column):
                if column.value.key == "secret":
                    with Session(engine) as session, session.begin():
                        row = session.get_one(SubscriptionRow, "3" * 32)
                        row.secret = both.seal(rotated, secret_place(row.id))
                yield page

        monkeypatch.setattr(resealing, "_pages", read)
        resealing.reseal(filled.engine, both)
        with Session(filled.engine) as session:
            assert new.open(session.get_one(SubscriptionRow, "3" * 32).secret, secret_place("3" * 32)) == rotated


def test_killed_half_way_it_is_taken_up_again(database: str, file: Path, tmp_path: Path) -> None:
    """Every value is whole then, under one key or the other."""
    with _filled(database, file, FORMS) as filled:
        _, new = _rotate(file)
        both = kept_sealing(file)
        _killed_at_a_page(database, file, tmp_path)
        filled.expect_readable(both)
        # A page of 50 forms was done, the begun one was not, and the managed key comes last.
        assert resealing.look(filled.engine, both).older == FORMS - 50 + 1
        assert _reseal(database, file, tmp_path).exit_code == 0
        filled.expect_readable(new)


def _killed_at_a_page(url: str, file: Path, home: Path) -> None:
    """It dies with ten forms of a page done that is not committed."""
    program = """
import os, signal
from sqlalchemy import event
from sqlalchemy.orm import Session
from api.cli.main import app
forms = []
def executed(state):
    if state.is_update and "mandates" in str(state.statement):
        forms.append(1)
        if len(forms) == 60:
            os.kill(os.getpid(), signal.SIGKILL)
event.listen(Session, "do_orm_execute", executed)
app()
"""
    done = subprocess.run(
        [sys.executable, "-c", program, "database", "reseal", "--home", str(home)],
        cwd=ROOT,
        env={**os.environ, "HANOTEX_DATABASE": url, "HANOTEX_SEALING_KEY": str(file)},
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_the_doctor_tells_what_is_under_older_keys(database: str, file: Path, tmp_path: Path) -> None:
    def finding() -> dict[str, Any]:
        environment = {"HANOTEX_DATABASE": database, "HANOTEX_SEALING_KEY": str(file)}
        said = CliRunner().invoke(app, ["doctor", "--home", str(tmp_path), "--json"], env=environment)
        (found,) = [each for each in json.loads(said.stdout) if each["name"] == "sealing"]
        return found

    with _filled(database, file):
        assert finding()["ok"] is True
        _rotate(file)
        told = finding()
        assert (told["ok"], "8 bằng khóa cũ / under older keys" in told["said"]) == (None, True)
        file.write_text(secrets.token_hex(32) + "\n")
        assert finding()["ok"] is False
