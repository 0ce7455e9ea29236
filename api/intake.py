"""The operator's receipt for every command that comes in, durable before anybody is given it.

One per digest: whoever sends the same command again is given the first one. One thread writes, one transaction for
all that wait; on a server, processes that meet over a digest both answer the row that came first.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.tables import IntakeRow
from ledger.errors import EngineUnavailable
from ledger.keys import Signer
from ledger.proof.intake import Intake
from ledger.proof.signing import intake_preimage
from marketplace.database import writing

_MOST_AT_ONCE = 500


@dataclass(slots=True)
class _Waiting:
    digest: bytes
    received_at: int
    answer: Future[Intake] = field(default_factory=Future)


class Intakes:
    """Takes commands in; safe to use from several threads at once."""

    def __init__(self, database: Engine, ledger: bytes, operator: Signer) -> None:
        # It looks for what is there before it writes.
        self._database = writing(database)
        self._ledger = ledger
        self._operator = operator
        self._queued: list[_Waiting] = []
        self._changed = threading.Condition()
        self._closing = False
        self._writer = threading.Thread(target=self._write_on, name="intakes", daemon=True)
        self._writer.start()

    def take(self, digest: bytes, received_at: int) -> Future[Intake]:
        """The receipt for a command, once it is durable. received_at: UTC seconds.

        The future raises SQLAlchemy's errors, `SignerFailed`, or `EngineUnavailable` where it is closed.
        """
        waiting = _Waiting(digest, received_at)
        with self._changed:
            if self._closing:
                raise EngineUnavailable("no commands are taken in any more")
            self._queued.append(waiting)
            self._changed.notify()
        return waiting.answer

    def close(self) -> None:
        """Write what is queued, and take no more."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._writer.join()

    # --- The writer's thread ---------------------------------------------------------------------------------------

    def _write_on(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queued or self._closing)
                batch, self._queued = self._queued[:_MOST_AT_ONCE], self._queued[_MOST_AT_ONCE:]
                if not batch:
                    return
            # Who goes away from here on changes nothing: an answer that was cancelled could not be given.
            batch = [waiting for waiting in batch if waiting.answer.set_running_or_notify_cancel()]
            try:
                found = self._written(batch)
            except Exception as error:
                for waiting in batch:
                    waiting.answer.set_exception(error)
            else:
                for waiting in batch:
                    waiting.answer.set_result(found[waiting.digest])

    def _written(self, batch: Sequence[_Waiting]) -> dict[bytes, Intake]:
        """The receipts of a batch, all of them committed."""
        digests = {waiting.digest for waiting in batch}
        with Session(self._database) as session:
            found = self._found(session, digests)
            rows = {each.digest: self._row(each) for each in reversed(batch) if each.digest not in found}
            if rows:
                session.execute(_insert(self._database).on_conflict_do_nothing(), list(rows.values()))
                session.commit()
                found |= self._found(session, set(rows))
        return found

    def _found(self, session: Session, digests: set[bytes]) -> dict[bytes, Intake]:
        rows = session.scalars(select(IntakeRow).where(IntakeRow.digest.in_(digests)))
        return {row.digest: _intake(self._ledger, row) for row in rows}

    def _row(self, waiting: _Waiting) -> dict[str, object]:
        preimage = intake_preimage(self._ledger, waiting.digest, waiting.received_at)
        return {
            "digest": waiting.digest,
            "received_at": waiting.received_at,
            "operator": self._operator.address,
            "signature": self._operator.sign_preimage(preimage),
        }


def _insert(database: Engine) -> postgresql.Insert | sqlite.Insert:
    if database.dialect.name == "postgresql":
        return postgresql.insert(IntakeRow)
    return sqlite.insert(IntakeRow)


def kept_intake(database: Engine, ledger: bytes, digest: bytes) -> Intake | None:
    """The receipt that was given for a command."""
    with Session(database) as session:
        row = session.get(IntakeRow, digest)
        return None if row is None else _intake(ledger, row)


def _intake(ledger: bytes, row: IntakeRow) -> Intake:
    return Intake(ledger, row.digest, row.received_at, row.operator, row.signature)
