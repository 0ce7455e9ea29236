"""The ledger that a service is of: what it was made for, and keys that anybody knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.connection import BadConnection, read_document
from api.databases import is_there, tables_url
from api.demonstration import is_marked
from api.migrations import DERIVED, head, revision
from api.production.fault import Fault
from api.production.keys import relay_files
from api.production.published import is_guessable, is_published
from api.settings import Settings
from ledger.enums import Role
from ledger.genesis import genesis_from_document
from ledger.keystore import KeystoreError, open_secret
from ledger.sentences import Sentence
from marketplace.database import UnknownDatabase, open_database
from marketplace.tables import KeyRow, RoleRow


def of_ledger(settings: Settings) -> Iterator[Fault]:
    if is_marked(settings.folder):
        yield Fault(
            Sentence(
                f"{settings.folder} do kịch bản tạo ra để trình diễn", f"{settings.folder} was made by a scenario"
            ),
            Sentence(
                "Lập sổ cái thật: `hanotex chain create GENESIS.json --home THƯ_MỤC_MỚI`.",
                "Make the ledger that is meant: `hanotex chain create GENESIS.json --home NEW_FOLDER`.",
            ),
        )
    keys = settings.folder / "keys"
    kept = [(keys / f"{name}.json", keys / f"{name}.password") for name in ("operator", "relay")]
    named = relay_files(settings)
    for keystore, password in (*kept, *([(named[0], named[1])] if len(named) == 2 else [])):
        if _is_known(keystore, password):
            yield Fault(
                Sentence(f"Khóa {keystore} ai cũng biết", f"The key {keystore} is known to anybody"),
                Sentence(
                    "Lập sổ cái với khóa ngẫu nhiên: `hanotex chain create`.",
                    "Make the ledger with keys drawn at random: `hanotex chain create`.",
                ),
            )
    for address in _genesis_keys(settings):
        if is_published(address):
            yield Fault(
                Sentence(
                    f"Khóa 0x{address.hex()} của cơ quan quản lý trong genesis.json ai cũng biết",
                    f"The regulator's key 0x{address.hex()} in genesis.json is known to anybody",
                ),
                Sentence(
                    "Cơ quan quản lý sinh khóa của mình; lập sổ cái mới từ tài liệu khởi tạo của họ.",
                    "The regulator draws keys of its own; make the ledger from its genesis document.",
                ),
            )


def _is_known(keystore: Path, password: Path) -> bool:
    try:
        return is_guessable(open_secret(keystore, password.read_bytes().strip()))
    except (OSError, KeystoreError):
        return False  # not kept here, or whoever opens it says so


def _genesis_keys(settings: Settings) -> tuple[bytes, ...]:
    try:
        return read_document(settings.folder / "genesis.json", genesis_from_document).keys
    except (OSError, BadConnection):
        return ()


def of_parties(settings: Settings) -> Iterator[Fault]:
    """Keys that parties registered. Those of the offices that govern the ledger stop the service; anybody may register
    a party, and a stranger's careless key is to stop nobody else.
    """
    for address, governs in _registered(settings):
        if is_published(address):
            yield Fault(
                Sentence(
                    f"Khóa 0x{address.hex()} mà một bên đã đăng ký ai cũng biết",
                    f"The key 0x{address.hex()} that a party registered is known to anybody",
                ),
                Sentence(
                    "Bên đó thu hồi bằng `revoke_key`; dịch vụ không chạy được thì chạy tạm ở mode development, "
                    "host 127.0.0.1.",
                    "The party ends it by `revoke_key`; where the service does not start, run it for that in "
                    "development mode, host 127.0.0.1.",
                ),
                stops=governs,
            )


def _registered(settings: Settings) -> list[tuple[bytes, bool]]:
    """Keys that are not revoked, and whether each is the operator's or the regulator's party's."""
    url = tables_url(settings)
    try:
        if not is_there(url):
            return []
        engine = open_database(url)
        try:
            if revision(engine, DERIVED) != head(DERIVED):
                return []
            return _keys(engine)
        finally:
            engine.dispose()
    except (SQLAlchemyError, UnknownDatabase):
        return []  # whoever opens it says so


def _keys(engine: Engine) -> list[tuple[bytes, bool]]:
    offices = select(RoleRow.party).where(RoleRow.role.in_((Role.OPERATOR, Role.REGULATOR)), RoleRow.revoked_at == 0)
    with Session(engine) as session:
        governing = set(session.scalars(offices))
        keys = session.execute(select(KeyRow.address, KeyRow.party).where(KeyRow.revoked_at == 0))
        return [(address, party in governing) for address, party in keys]
