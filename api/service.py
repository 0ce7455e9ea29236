"""The service put together: a ledger, the operator's key, databases, settings. What runs it is `api.app`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from api.anchoring import Anchoring, Anchors, anchor_signer, story_keys
from api.connection import Connection, connect, open_embedded, read_embedded
from api.databases import Databases, open_databases
from api.follower import Follower
from api.identity.identities import Identities
from api.intake import Intakes, kept_intake
from api.market.index import Indexing, MarketIndex
from api.observability.metrics import Metrics
from api.observability.tracing import Tracing, open_tracing
from api.production import expect_fit
from api.ranking.market import Markets
from api.sealing import Sealing, kept_sealing
from api.settings import BadSettings, Settings
from api.submission import Submissions
from api.webhooks.addresses import Allowance
from api.webhooks.subscriptions import Subscriptions
from api.worker import Worker
from ledger.engines.evm import EvmLedger
from ledger.keys import KeySigner, Signer
from ledger.keystore import KeystoreError
from ledger.proof.intake import Intake
from ledger.proof.trust import Trust
from marketplace.ranking.retention import Retention


@dataclass(slots=True, kw_only=True)
class Service:
    """Everything that a route may need.

    operator: signs intakes and certificates; None where this process does not hold its key, and then it only reads.
    database: the service's own tables; tables: those derived from events. sealing: for secrets in the former. intakes,
    submissions: None where it only reads; anchoring: there as well, and where nothing is to be anchored. identities:
    who asks. index: of what the market shows, kept by `indexing`. markets: what can be matched. clock: UTC seconds.
    """

    settings: Settings
    connection: Connection
    operator: Signer | None
    database: Engine
    tables: Engine
    worker: Worker
    anchoring: Anchoring | None
    sealing: Sealing
    webhooks: Subscriptions
    intakes: Intakes | None
    submissions: Submissions | None
    index: MarketIndex
    indexing: Indexing
    markets: Markets
    identities: Identities
    metrics: Metrics
    tracing: Tracing
    clock: Callable[[], float]
    _opened: ExitStack
    _draining: threading.Event = field(default_factory=threading.Event)

    @property
    def ledger(self) -> EvmLedger:
        return self.connection.ledger

    @property
    def trust(self) -> Trust:
        return self.connection.trust

    @property
    def follower(self) -> Follower:
        return self.worker.follower

    @property
    def draining(self) -> bool:
        """Whether it is about to stop: what is under way is finished, and nothing long is begun."""
        return self._draining.is_set()

    def intake_of(self, digest: bytes) -> Intake | None:
        """The receipt that was given for a command when it came in."""
        return kept_intake(self.database, self.trust.ledger, digest)

    def start(self) -> None:
        """Begin to follow the ledger and to deliver."""
        self.worker.start()
        self.indexing.start()
        self.markets.start()
        if self.anchoring is not None:
            self.anchoring.start()

    def drain(self) -> None:
        """Say that it is about to stop. Safe to call from a signal handler."""
        self._draining.set()

    def close(self) -> None:
        """Let go of everything, the last opened first."""
        self.drain()
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def compose(settings: Settings, *, clock: Callable[[], float] = time.time) -> Service:
    """Open everything that `settings` name.

    Raises `NotForProduction`, what `api.connection` raises, `BadSettings`, `UnknownDatabase`, `UnknownRevision`, and
    SQLAlchemy's errors for a database that cannot be opened.
    """
    expect_fit(settings)
    with ExitStack() as opening:
        tracing = open_tracing(settings)
        opening.callback(tracing.close)
        connection = _connected(settings, clock)
        opening.callback(connection.close)
        databases = opening.enter_context(open_databases(settings))
        sealing, metrics = _sealing(settings), Metrics()
        worker = Worker(connection.ledger, databases, sealing, metrics, settings, clock=clock, tracing=tracing)
        opening.callback(worker.stop)
        index = MarketIndex(databases.service, databases.tables, settings.folder, clock)
        indexing = Indexing(index)
        retention = Retention(settings.run_days, settings.run_question_days, settings.runs_most)
        service, tables = databases.service, databases.tables
        markets = Markets(service, tables, settings.folder, settings.embedder, retention, clock)
        opening.callback(markets.stop)
        opening.callback(indexing.stop)
        operator = connection.operator or _kept_operator(settings)
        intakes = submissions = anchoring = None
        if operator is not None and connection.intents is not None:
            intakes = Intakes(databases.service, connection.trust.ledger, operator)
            opening.callback(intakes.close)
            submissions = Submissions(connection.ledger, settings.submit_threads, settings.submit_most, tracing)
            opening.callback(submissions.close)
            anchoring = _anchoring(settings, connection, databases, operator, intakes, clock)
            if anchoring is not None:
                opening.callback(anchoring.stop)
        return Service(
            settings=settings,
            connection=connection,
            operator=operator,
            database=databases.service,
            tables=databases.tables,
            worker=worker,
            anchoring=anchoring,
            sealing=sealing,
            webhooks=Subscriptions(databases.service, sealing, Allowance.of(settings.webhook_allow)),
            intakes=intakes,
            submissions=submissions,
            index=index,
            indexing=indexing,
            markets=markets,
            identities=Identities(settings, databases.service, connection.ledger, sealing, clock),
            metrics=metrics,
            tracing=tracing,
            clock=clock,
            _opened=opening.pop_all(),
        )


def _connected(settings: Settings, clock: Callable[[], float]) -> Connection:
    if settings.connection is not None:
        return connect(settings.connection, reading=settings.read_only)
    if settings.read_only:
        return read_embedded(settings.home, clock=clock)
    return open_embedded(settings.home, clock=clock)


def _anchoring(
    settings: Settings,
    connection: Connection,
    databases: Databases,
    operator: Signer,
    intakes: Intakes,
    clock: Callable[[], float],
) -> Anchoring | None:
    """Raises `BadSettings` for a key that cannot be opened."""
    if not settings.anchor_seconds:
        return None
    try:
        signer = anchor_signer(settings.anchor_key, settings.folder, operator)
    except (OSError, KeystoreError) as error:
        raise BadSettings(
            f"anchor_key: không mở được ({type(error).__name__})", f"anchor_key: cannot be opened ({error})"
        ) from error
    identifier, service, tables = connection.trust.ledger, databases.service, databases.tables
    story = story_keys(settings.folder)
    anchors = Anchors(connection.ledger, identifier, service, tables, signer, intakes, clock, demonstration=story)
    return Anchoring(anchors, service, settings.anchor_seconds)


def _sealing(settings: Settings) -> Sealing:
    """Raises `BadSettings` for a key that others can read, or that is none."""
    file = settings.sealing_file
    try:
        if file.exists() and file.stat().st_mode & 0o077:
            raise BadSettings(f"{file}: người khác đọc được; chmod 600", f"{file} can be read by others: chmod 600")
        return kept_sealing(file)
    except (OSError, ValueError) as error:
        raise BadSettings(
            f"{file}: mỗi dòng một khóa 64 chữ số hex", f"{file} holds no key of 64 hex digits on each line"
        ) from error


def _kept_operator(settings: Settings) -> Signer | None:
    """The operator's key in the service's directory, if it is kept there."""
    keystore = settings.folder / "keys" / "operator.json"
    if not keystore.exists():
        return None
    return KeySigner.open_keystore(keystore, keystore.with_name("operator.password").read_bytes().strip())
