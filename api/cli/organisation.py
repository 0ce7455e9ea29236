"""`hanotex organisation`: the first organisations of a service, and the first invitation of each.

Whoever runs the service makes the operator's and the regulator's here; everybody else comes by the form
(docs/operations/sign-in.md). `--party` is that operator's own act: nothing but their word says whose party it is.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from api.cli import output
from api.cli.home import ConnectionFile, Json, SettingsFile
from api.databases import service_url
from api.identity.who import StaffRole
from api.migrations import SERVICE, open_upgraded
from api.settings import BadSettings, Settings, load
from marketplace.database import writing

app = typer.Typer(help="Tổ chức dùng dịch vụ / Organisations that use the service.", no_args_is_help=True)
Home = Annotated[Path | None, typer.Option("--home", help="Thư mục sổ cái / The ledger's home.")]
Email = Annotated[str, typer.Option("--email", help="Người được mời / Whom the invitation is for.")]
Roles = Annotated[list[StaffRole] | None, typer.Option("--role", help="Vai trò, nhiều lần được / A role; repeatable.")]
_PARTY = re.compile(r"(?:did:nda:)?0x([0-9a-f]{40}|[0-9a-f]{64})")


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Tên / Name.")],
    email: Email,
    party: Annotated[str | None, typer.Option("--party", help="Bên trên sổ cái / Its party: 0x…, did:nda:0x….")] = None,
    role: Roles = None,
    home: Home = None,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
    json: Json = False,
) -> None:
    """Thêm tổ chức và mời người đầu tiên. / Add an organisation and invite its first person, an admin and officer."""
    # Here, so that the other verbs do not wait for a web framework.
    from api.people import new_organisation

    told = _told(home, connection, settings)
    with _changing(told) as session:
        made = new_organisation(session, name, _party(party), int(time.time())).id
        invitation = _invited(session, told, made, email, role or [StaffRole.ADMIN, StaffRole.OFFICER])
    _say(made, invitation, json)


@app.command("invite")
def invite(
    organisation: Annotated[str, typer.Argument(help="Mã tổ chức / The organisation's id.")],
    email: Email,
    role: Roles = None,
    home: Home = None,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
    json: Json = False,
) -> None:
    """Mời một người. / Invite somebody, an admin unless said otherwise: where an organisation lost its only one."""
    from api.people import the_organisation

    told = _told(home, connection, settings)
    with _changing(told) as session:
        made = the_organisation(session, organisation).id
        invitation = _invited(session, told, made, email, role or [StaffRole.ADMIN])
    _say(made, invitation, json)


@app.command("release-email")
def release_email(
    email: Annotated[str, typer.Argument(help="Địa chỉ e-mail / The e-mail address.")],
    home: Home = None,
    connection: ConnectionFile = None,
    settings: SettingsFile = None,
    json: Json = False,
) -> None:
    """Gỡ địa chỉ khỏi tài khoản đang giữ. / Take an address from the account that has it, for whose it is."""
    from api.people import release_address

    told = _told(home, connection, settings)
    with _changing(told) as session:
        account, organisation = release_address(session, email)
    if json:
        output.print_json({"account": account, "organisation": organisation})
        return
    output.out.print(
        output.both(
            f"Đã gỡ khỏi tài khoản {account} của tổ chức {organisation}; từ nay nó không đăng nhập bằng mật khẩu nữa.",
            f"Taken from account {account} of organisation {organisation}, which signs in by password no more.",
        )
    )


def _told(home: Path | None, connection: Path | None, settings: Path | None) -> Settings:
    try:
        return load(settings, os.environ, home=home, connection=connection)
    except BadSettings as wrong:
        output.fail(*wrong.sentence)


@contextmanager
def _changing(told: Settings) -> Iterator[Session]:
    """The service's own tables, in one transaction."""
    from api.problems import PROBLEMS, NotServed

    with output.user_errors():
        engine = open_upgraded(service_url(told), SERVICE)
    try:
        with Session(writing(engine)) as session, session.begin():
            yield session
    except NotServed as error:
        output.fail(*PROBLEMS[error.code].title)
    finally:
        engine.dispose()


def _invited(session: Session, told: Settings, organisation: str, email: str, roles: list[StaffRole]) -> str:
    from api.identity.nonces import Nonces
    from api.people import BY_OPERATOR, new_invitation
    from api.sealing import kept_sealing

    nonces = Nonces(kept_sealing(told.sealing_file), time.time)
    return new_invitation(session, nonces, organisation, email, roles, BY_OPERATOR)


def _party(text: str | None) -> bytes | None:
    if text is None:
        return None
    found = _PARTY.fullmatch(text.lower())
    if found is None:
        output.fail("--party: mã 0x… hoặc did:nda:0x…", "--party is an id, 0x… or did:nda:0x…")
    return bytes.fromhex(found[1]).rjust(32, b"\0")


def _say(organisation: str, invitation: str, json: bool) -> None:
    if json:
        output.print_json({"organisation": organisation, "invitation": invitation})
        return
    output.out.print(output.both(f"Tổ chức {organisation}.", f"Organisation {organisation}."))
    output.out.print(
        output.both(
            f"Lời mời, dùng một lần trong bảy ngày: {invitation}",
            f"The invitation, good once within seven days: {invitation}",
        )
    )
    output.out.print(
        output.both(
            "Trao tận tay; gửi tới POST /v1/accounts/claim.",
            "Hand it over in person; it goes to POST /v1/accounts/claim.",
        )
    )
