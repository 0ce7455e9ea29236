"""What the tables hold of managed keys and of whoever failed to sign in: nothing that opens without the sealing key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from api.identity.lockout import Lockout, WayIn
from api.managed_keys import grant_power, new_managed_key, sign_managed
from api.migrations import SERVICE, open_upgraded
from api.problems import NotServed
from api.sealing import Sealing
from api.tables import AttemptRow, ManagedKeyGrantRow, OrganisationRow
from ledger import eip712
from ledger.commands import AnchorDigest, MoveDocument
from ledger.enums import Power
from ledger.keystore import KeystoreError, opened_text, sealed_text
from ledger.signatures import recover
from marketplace.database import file_url
from tests.conformance.cast import key

SEALING, OTHER = Sealing(bytes(range(32))), Sealing(bytes(32))
LEDGER = b"\x07" * 32


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = open_upgraded(file_url(tmp_path / "service.sqlite"), SERVICE)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def organisation(session: Session, *, chosen: bool = True) -> OrganisationRow:
    made = OrganisationRow(
        id="0" * 32,
        name="Viện",
        party=None,
        reviews_needed=1,
        separate_people=True,
        managed_keys=chosen,
        created_at=1,
        closed_at=0,
    )
    session.add(made)
    session.flush()
    return made


def command(kind: type) -> object:
    members = {
        name: bytes(20) if eip712.abi_type(annotation) == "address" else _zero(eip712.abi_type(annotation))
        for name, annotation in eip712.members(kind)
    }
    return kind(**members)


def _zero(abi: str) -> object:
    return bytes(32) if abi == "bytes32" else False if abi == "bool" else 0


def test_a_managed_key_signs_what_the_ledger_recovers_to_it(session: Session) -> None:
    owner = organisation(session)
    row = new_managed_key(session, SEALING, owner, "Văn thư", "an", 1)
    moved = command(MoveDocument)
    signature = sign_managed(SEALING, owner, row, LEDGER, moved)  # type: ignore[arg-type]
    assert recover(eip712.digest(LEDGER, moved), signature) == row.address  # type: ignore[arg-type]
    anchored = command(AnchorDigest)
    with pytest.raises(NotServed) as refused:
        sign_managed(SEALING, owner, row, LEDGER, anchored)  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.values) == ("POWER_NOT_GRANTED", {"power": "market"})
    grant_power(session, row, Power.MARKET, "dung", 2)
    assert sign_managed(SEALING, owner, row, LEDGER, anchored)  # type: ignore[arg-type]
    granted = session.get_one(ManagedKeyGrantRow, (row.address, Power.MARKET))
    assert (granted.granted_by, granted.granted_at) == ("dung", 2)
    owner.managed_keys = False
    with pytest.raises(NotServed, match="MANAGED_KEYS_OFF"):
        sign_managed(SEALING, owner, row, LEDGER, moved)  # type: ignore[arg-type]


def test_the_tables_alone_open_no_managed_key(session: Session) -> None:
    owner = organisation(session)
    row = new_managed_key(session, SEALING, owner, "Văn thư", "an", 1)
    with pytest.raises(KeystoreError):
        sign_managed(OTHER, owner, row, LEDGER, command(MoveDocument))  # type: ignore[arg-type]
    second = new_managed_key(session, SEALING, owner, "Khác", "an", 1)
    # A keystore moved to another key's row does not open there.
    second.keystore = row.keystore
    with pytest.raises(KeystoreError):
        sign_managed(SEALING, owner, second, LEDGER, command(MoveDocument))  # type: ignore[arg-type]


def test_a_keystore_is_text_that_opens_with_its_password_alone() -> None:
    secret = key("alice").secret
    for strong in (True, False):
        text = sealed_text(b"a password", secret, random_password=strong)
        assert secret.hex() not in text
        assert opened_text(text, b"a password") == secret
        with pytest.raises(KeystoreError):
            opened_text(text, b"another")
    for broken in ("", "{}", "[]", '{"version": 3}'):
        with pytest.raises(KeystoreError):
            opened_text(broken, b"a password")


def test_who_failed_cannot_be_read_from_the_counts(session: Session) -> None:
    engine = session.get_bind()
    Lockout(engine, SEALING, lambda: 1000.0).attempt(WayIn.PASSWORD, "an@example.vn", "203.0.113.7")  # type: ignore[arg-type]
    subjects = {row.subject for row in session.query(AttemptRow)}
    assert len(subjects) == 3
    Lockout(engine, OTHER, lambda: 1000.0).attempt(WayIn.PASSWORD, "an@example.vn", "203.0.113.7")  # type: ignore[arg-type]
    session.rollback()
    # Under another key the same person is somebody else: without the key nobody can tell who it was.
    assert len({row.subject for row in session.query(AttemptRow)}) == 6


def test_what_is_derived_at_one_place_is_not_what_is_derived_at_another() -> None:
    assert SEALING.keyed("a", b"bc") != SEALING.keyed("ab", b"c")
    assert SEALING.keyed("a", b"bc") == Sealing(bytes(range(32))).keyed("a", b"bc")
    assert SEALING.keyed("a", b"bc") != OTHER.keyed("a", b"bc")
