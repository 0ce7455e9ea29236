"""Where services are killed: one home with its chain and a worker beside it, or two processes that serve a network."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from api.connection import Connection, connect, read_embedded
from api.identity.who import StaffRole
from api.webhooks.filters import Filter
from ledger.enums import Kind
from ledger.events import BEFORE_ALL
from ledger.proof.trust import Trust
from marketplace.database import file_url
from tests.conformance.cast import genesis
from tests.functional.crash_stream import OWNERS, Stream
from tests.functional.geth_node import GethNode
from tests.functional.kill_processes import Mortal, free_port
from tests.functional.network_homes import network_homes
from tests.functional.serving import Served
from tests.functional.staff import organisation, person

_OWNER = "kills"
_HERE = "127.0.0.1/32"
_TOLD = (Filter(), Filter(kinds=frozenset({Kind.ASSET})))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A ledger made, its first participants admitted, and nothing running.

    home: of the first process; connection: None for an embedded chain. database: of the service's own tables; tables:
    of the derived ones; files: those of them that are SQLite's. office: path and token of somebody who drafts.
    secrets, subscriptions: of the webhooks there are.
    """

    home: Path
    connection: Path | None
    trust: Trust
    stream: Stream
    database: str
    tables: str
    files: tuple[Path, ...]
    serving: Sequence[Mortal]
    working: Sequence[Mortal]
    office: tuple[str, str]
    secrets: dict[str, str]
    subscriptions: dict[str, Filter]

    def read(self) -> Connection:
        return read_embedded(self.home) if self.connection is None else connect(self.connection, reading=True)

    @property
    def environment(self) -> dict[str, str]:
        return dict(self.serving[0].environment)


def embedded(folder: Path, hooks: str, database: str = "") -> Ground:
    """hooks: where webhooks are sent to. database: "" for files."""
    home = folder / "home"
    document = genesis(int(time.time()) - 30)
    with Served(home, document.at, worker=False, database=database, webhook_allow=_HERE) as served:
        return _prepared(folder, served, [home], ["--home", str(home)], hooks, database)


def network(folder: Path, node: GethNode, hooks: str, database: str) -> Ground:
    """Two processes over one node and one server's database, each with an intent log and relay accounts of its own."""
    document = genesis(int(time.time()) - 30)
    homes = network_homes(node, folder / "ledger", document)
    key = folder / "ledger" / "service.key"
    file = homes[0] / "connection.json"
    more = {"worker": False, "database": database, "webhook_allow": _HERE, "sealing_key": key}
    with Served(homes[0], document.at, connection=file, **more) as served:
        return _prepared(folder, served, homes, [], hooks, database, HANOTEX_SEALING_KEY=str(key))


def _prepared(
    folder: Path, served: Served, homes: Sequence[Path], place: Sequence[str], hooks: str, database: str, **more: str
) -> Ground:
    stream = Stream(served.genesis)
    stream.prepare(served.ledger)
    time.sleep(1.1)  # the second of the last block passes
    served.ledger.status()
    made = organisation(served, "Viện nghiên cứu", OWNERS[0])
    roles = (StaffRole.ADMIN, StaffRole.DRAFTER, StaffRole.REVIEWER, StaffRole.SIGNER)
    somebody = person(served, made, "an@example.vn", *roles)
    assert somebody.client.patch(somebody.path, json={"separate_people": False}).status_code == 200
    secrets, subscriptions = {}, {}
    for wanted in _TOLD:
        subscription, secret = served.service.webhooks.create(_OWNER, hooks, wanted, BEFORE_ALL, int(time.time()))
        secrets[subscription.id], subscriptions[subscription.id] = secret, wanted
    environment = {
        "HANOTEX_WORKER": "off",
        "HANOTEX_PUBLIC_READING": "on",
        "HANOTEX_WEBHOOK_ALLOW": _HERE,
        **({"HANOTEX_DATABASE": database} if database else {}),
        **more,
    }
    assert served.service.operator is not None

    def mortal(verb: str, number: int, home: Path) -> Mortal:
        arguments = place or ["--connection", str(home / "connection.json")]
        return Mortal(verb, number, arguments, environment, folder / f"{verb}-{number}.log", free_port())

    home = homes[0]
    files = () if database else (home / "service.sqlite", home / "tables.sqlite")
    return Ground(
        home=home,
        connection=None if place else home / "connection.json",
        trust=replace(served.service.trust, operators=(served.service.operator.address,)),
        stream=stream,
        database=database or file_url(home / "service.sqlite"),
        tables=database or file_url(home / "tables.sqlite"),
        files=files,
        serving=[mortal("serve", number, home) for number, home in enumerate(homes)],
        working=[mortal("worker", 0, home)],
        office=(f"{somebody.path}/drafts", somebody.token),
        secrets=secrets,
        subscriptions=subscriptions,
    )
