"""A service with something of everything in it: the opening day's records, people, programs, drafts and the rest.

Whatever is done to what acts here is undone by `restore`, so that a long run of arbitrary requests does not lock itself
out of what it examines.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import delete, select, update

from api.cli.home import read_aliases
from api.dependencies import changing_tables, reading_tables
from api.identity.api_keys import new_api_key
from api.identity.certificates import spki
from api.identity.who import StaffRole
from api.openapi import FILE
from api.people import new_organisation
from api.policy import SCOPES
from api.routes.records import NOUNS
from api.tables import AccountRow, ApiKeyRow, AttemptRow, OrganisationRow, SessionRow
from ledger import wire
from ledger.events import Event
from ledger.port import all_events
from ledger.state import fold
from ledger.wire import SignedCommand
from tests.functional import certification
from tests.functional.certification import Holder
from tests.functional.forms import signed, signer
from tests.functional.serving import Served
from tests.functional.staff import Person, organisation, person

_SOME = 6  # of each thing that can be deleted
# In a path, where nothing is there to be named.
_OTHERWISE = {
    "office": "VN",
    "number": "1-2026-00001",
    "code": "NOT_FOUND",
    "provider": "ihanoi",
    "passkey": "AAAA",
    "subject_kind": "entry",
}
# The one address that they may be sent to, where nobody listens.
WEBHOOKS_GO_TO = ("127.0.0.9", 9)
WEBHOOK = "http://{}:{}/".format(*WEBHOOKS_GO_TO)
FORM = {
    "organisation_name": "Viện Công nghệ Hà Nội",
    "organisation_code": "0100109106",
    "party_kind": "institute",
    "country": "VN",
    "keys": [{"address": "0x" + f"{n:040x}", "powers": ["documents", "market", "title", "keys"]} for n in (17, 18)],
    "threshold": 2,
}


class Peopled(Served):
    """`admin` has every role in the operator's own organisation; `program` is an API key there, with every scope.

    ids: of what is there, by the name that a path has for it, `identifier` by its noun.
    """

    def __init__(self, opening_day: Path, folder: Path, **settings: Any) -> None:
        home = folder / "home"
        shutil.copytree(opening_day, home)
        roots, lists = folder / "roots", folder / "lists"
        roots.mkdir()
        lists.mkdir()
        self._authorities(roots, lists)
        told = {"mandate_roots": roots, "mandate_crls": lists, "recent_seconds": 80_000, "public_reading": False}
        super().__init__(home, **{"webhook_allow": WEBHOOKS_GO_TO[0], **told, **settings})
        self.ids: dict[str, list[str]] = {}
        self.description: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
        try:
            self.await_ready()
            self._take_in_records()
            self._take_in_people(read_aliases(home)["bva"])
            self._take_in_programs()
            self._take_in_work()
            self._take_in_mandate()
            self._take_in_catalogue()
        except BaseException:
            self.close()
            raise

    @property
    def own(self) -> str:
        """The path of the admin's organisation."""
        return self.admin.path

    def commands(self) -> list[dict[str, Any]]:
        """One signed command of every kind that the day has, as it was accepted."""
        found: dict[str, dict[str, Any]] = {}
        for each in self.accepted:
            told = wire.command_to_json(each)
            found.setdefault(told["command"], told)
        return list(found.values())

    @property
    def operations(self) -> dict[str, tuple[str, str, dict[str, Any]]]:
        """Path, method and description of every operation, by its id."""
        return {
            described["operationId"]: (path, method.upper(), described)
            for path, methods in self.description["paths"].items()
            for method, described in methods.items()
        }

    def named(self, path: str, place: str) -> str:
        """What is there to be named in a place of a path of the description, or what looks like such a name."""
        noun = path.split("/")[2] if path.startswith("/v1/") else ""
        return (self.ids.get(noun if place == "identifier" else place) or [_OTHERWISE.get(place, "0" * 32)])[0]

    def filled(self, path: str) -> str:
        """A path of the description with a name in every place."""
        return re.sub(r"\{([^}]+)\}", lambda found: self.named(path, found[1]), path)

    def restore(self) -> None:
        """Give everybody back what the last requests may have taken from them. Costs a read where they did not."""
        with reading_tables(self.service) as session:
            account = session.get(AccountRow, self.admin.account)
            ended = session.scalar(select(SessionRow.revoked_at).where(SessionRow.id == self._session))
            closed = session.scalar(select(OrganisationRow.closed_at).where(OrganisationRow.id == self._own))
            revoked = session.scalar(select(ApiKeyRow.revoked_at).where(ApiKeyRow.prefix == self._prefix))
            failed = session.scalar(select(AttemptRow.failures).where(AttemptRow.locked_until > 0).limit(1))
            same = account is not None and (account.roles, account.disabled_at) == (self._roles, 0)
        if same and not (ended or closed or revoked or failed):
            return
        with changing_tables(self.service) as session:
            session.execute(update(SessionRow).where(SessionRow.id == self._session).values(revoked_at=0))
            session.execute(update(OrganisationRow).where(OrganisationRow.id == self._own).values(closed_at=0))
            session.execute(update(ApiKeyRow).where(ApiKeyRow.prefix == self._prefix).values(revoked_at=0))
            session.execute(
                update(AccountRow)
                .where(AccountRow.id == self.admin.account)
                .values(roles=self._roles, disabled_at=0, email=self.admin.email)
            )
            session.execute(delete(AttemptRow))

    # --- What is there ---------------------------------------------------------------------------------------------

    def _authorities(self, roots: Path, lists: Path) -> None:
        root = certification.authority("Vietnam National Root CA")
        self._public: Holder = certification.authority("Public CA", root)
        self._institute = certification.organisation("VIỆN CÔNG NGHỆ", FORM["organisation_code"], self._public)
        root.write(roots, "root")
        (lists / "authority.crl").write_bytes(certification.revocations(self._public))
        (lists / "root.crl").write_bytes(certification.revocations(root))

    def _take_in_records(self) -> None:
        events = list(all_events(self.ledger))
        records = fold(events)
        for noun, kind in NOUNS.items():
            self.ids[noun] = ["0x" + each.id.hex() for each in records.of_kind(kind)][:_SOME]
        self.accepted = [
            SignedCommand(self.service.trust.ledger, event.command, event.signatures)
            for event in events
            if isinstance(event, Event)
        ]
        self.ids["digest"] = ["0x" + each.digest.hex() for each in self.accepted[-_SOME:]]

    def _take_in_people(self, party: bytes) -> None:
        with changing_tables(self.service) as session:
            self._own = new_organisation(session, "Sàn giao dịch", party, self.service.identities.now).id
        self.admin: Person = person(self, self._own, "admin@example.vn", *StaffRole)
        other = organisation(self, "Người lạ")
        stranger = person(self, other, "stranger@example.vn", StaffRole.ADMIN)
        colleagues = [person(self, self._own, f"colleague.{n}@example.vn", StaffRole.DRAFTER) for n in range(2)]
        self.ids["organisation"] = [self._own, other]
        self.ids["account"] = [*(each.account for each in colleagues), stranger.account]
        with reading_tables(self.service) as session:
            found = session.scalars(select(SessionRow.id).where(SessionRow.account == self.admin.account)).one()
            account = session.get_one(AccountRow, self.admin.account)
            self._session, self._roles = found, account.roles
        self.ids["session_id"] = [found]
        self.ids["passkey"], self.ids["identity"], self.ids["provider"] = [], [], []

    def _take_in_programs(self) -> None:
        now = self.service.identities.now
        with changing_tables(self.service) as session:
            made, row = new_api_key(session, self._own, "a program", SCOPES, self.admin.account, now, now + 86_400)
            self._prefix = row.prefix
        self.program: httpx.Client = self.client_with(made)
        self.program_token = made
        post = self.admin.client.post
        self.ids["prefix"] = [
            self._made(post(f"{self.own}/api-keys", json={"name": f"ERP {n}", "scopes": ["drafts.read"]}))["prefix"]
            for n in range(_SOME)
        ]
        machine = certification.client("gateway", certification.authority("Root of machines"))
        asked = post(f"{self.own}/machines/challenge").json()
        self.machine_given = certification.machine(machine, "gateway", asked)
        self._made(post(f"{self.own}/machines", json=self.machine_given))
        self.ids["spki"] = ["0x" + spki(machine.certificate).hex()]
        self.admin.client.patch(self.own, json={"managed_keys": True})
        self.ids["address"] = [
            self._made(post(f"{self.own}/managed-keys", json={"name": f"Văn thư {n}"}))["address"] for n in range(3)
        ]

    def _take_in_work(self) -> None:
        post = self.admin.client.post
        self.drafted = [wire.command_to_json(replace(each, signatures=())) for each in self.accepted[-_SOME:]]
        self.ids["draft"] = [
            self._made(post(f"{self.own}/drafts", json={"command": each}))["id"] for each in self.drafted
        ]
        # Of what is never to come: nothing is sent.
        webhook = {"url": WEBHOOK, "after": "99999999:0"}
        self.ids["webhooks"] = [self._made(post("/v1/webhooks", json=webhook))["webhook"]["id"] for _ in range(_SOME)]

    def _take_in_mandate(self) -> None:
        form = self.client.post("/v1/onboarding/form", json=FORM).content
        self.form = signed(form, signer(self._institute, [self._public]))
        files = {"document": ("form.pdf", self.form, "application/pdf")}
        made = self._made(self.client.post("/v1/onboarding/applications", files=files))
        self.ids["mandate"] = [made["mandate"]["id"]]
        self.mandate_token: str = made["token"]

    def _take_in_catalogue(self) -> None:
        post = self.admin.client.post
        said = {"kind": "software", "title": {"vi": "Phần mềm"}}
        self.ids["entry"] = [
            self._made(post(f"{self.own}/catalogue/entries", json={"reference": f"E-{n}", "content": said}))["id"]
            for n in range(_SOME)
        ]
        self.ids["search"] = [
            self._made(post("/v1/account/searches", json={"name": f"Tìm {n}"}))["id"] for n in range(_SOME)
        ]
        self.service.markets.refresh()
        asked = self._made(post("/v1/matches", json={"need": {"statement": "Báo cháy cho nhà trọ"}}))
        self.ids["run"] = [asked["matchings"][0]["run"]["id"]]
        self.ids["subject"] = [self.ids["entry"][0], self._own]

    def _made(self, answer: httpx.Response) -> Any:
        assert answer.status_code in (200, 201), answer.text
        return answer.json()


# Says who a request is from: nobody, where it gives "".
Caller = Callable[[Peopled], str]
CALLERS: dict[str, Caller] = {
    "nobody": lambda served: "",
    "admin": lambda served: served.admin.token,
    "program": lambda served: served.program_token,
}
