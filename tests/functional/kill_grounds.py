"""Where services are killed: one home with its chain and a worker beside it, or two processes that serve a network."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from api.connection import Connection, connect, open_embedded, read_embedded
from api.identity.who import StaffRole
from api.webhooks.filters import Filter
from ledger.enums import Kind
from ledger.events import BEFORE_ALL
from ledger.proof.trust import Trust
from marketplace.database import file_url
from tests.conformance.cast import genesis
from tests.functional.crash_stream import OWNERS, Stream
from tests.functional.geth_node import GethNode
from tests.functional.kill_points import MAKING
from tests.functional.kill_processes import Death, Mortal, free_port
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
    of the derived ones; files: those of them that are SQLite's. office: an organisation's path, and a token of
    somebody there. secrets, subscriptions: of the webhooks there are.
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
    """hooks: where webhooks are sent to. database: "" for files, which processes make that are killed meanwhile."""
    home = folder / "home"
    document = genesis(int(time.time()) - 30)
    open_embedded(home, document).close()
    at_home = ["--home", str(home)]
    serving, working = _processes(folder, [at_home], _environment(database))
    if not database:
        for point in MAKING:
            serving[0].live(Death(point.name, point, opening=True))
    with Served(home, worker=False, database=database, webhook_allow=_HERE) as served:
        return _prepared(served, home, None, database, hooks, serving, working)


def network(folder: Path, node: GethNode, hooks: str, database: str) -> Ground:
    """Two processes over one node and one server's database, each with an intent log and relay accounts of its own."""
    homes = network_homes(node, folder / "ledger", genesis(int(time.time()) - 30))
    key, files = folder / "ledger" / "service.key", [home / "connection.json" for home in homes]
    # About a block's time: many a command is answered with 202, and sent again while it is still on its way.
    environment = _environment(database) | {"HANOTEX_SEALING_KEY": str(key), "HANOTEX_ANSWER_SECONDS": "1"}
    serving, working = _processes(folder, [["--connection", str(file)] for file in files], environment)
    more = {"worker": False, "database": database, "webhook_allow": _HERE, "sealing_key": key}
    with Served(homes[0], connection=files[0], **more) as served:
        return _prepared(served, homes[0], files[0], database, hooks, serving, working)


def _environment(database: str) -> dict[str, str]:
    told = {
        "HANOTEX_WORKER": "off",
        "HANOTEX_PUBLIC_READING": "on",
        "HANOTEX_RECENT_SECONDS": "80000",
        "HANOTEX_WEBHOOK_ALLOW": _HERE,
        # No receiver is held for slow because the machine is.
        "HANOTEX_WEBHOOK_SECONDS": "60",
    }
    return told | ({"HANOTEX_DATABASE": database} if database else {})


def _processes(
    folder: Path, places: Sequence[Sequence[str]], environment: Mapping[str, str]
) -> tuple[list[Mortal], list[Mortal]]:
    """Those that serve, one at each place, and the worker at the first."""

    def mortal(verb: str, number: int) -> Mortal:
        return Mortal(verb, number, places[number], environment, folder / f"{verb}-{number}.log", free_port())

    return [mortal("serve", number) for number in range(len(places))], [mortal("worker", 0)]


def _prepared(
    served: Served,
    home: Path,
    connection: Path | None,
    database: str,
    hooks: str,
    serving: Sequence[Mortal],
    working: Sequence[Mortal],
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
    assert served.service.operator is not None
    return Ground(
        home=home,
        connection=connection,
        trust=replace(served.service.trust, operators=(served.service.operator.address,)),
        stream=stream,
        database=database or file_url(home / "service.sqlite"),
        tables=database or file_url(home / "tables.sqlite"),
        files=() if database else (home / "service.sqlite", home / "tables.sqlite"),
        serving=serving,
        working=working,
        office=(somebody.path, somebody.token),
        secrets=secrets,
        subscriptions=subscriptions,
    )
