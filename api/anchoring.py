"""Anchors the log of ranking runs on the ledger: in one process of those that take commands, whenever it has grown.

Killed at any moment it does no harm: what was signed is kept first and sent again as it is, until the ledger answers.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.demonstration import is_marked
from api.intake import Intakes
from api.leadership import Leadership
from api.observability.logs import log
from api.party_keys import PartyKeys
from api.turns import Turns
from ledger import wire
from ledger.errors import LedgerError, OutcomeUnknown, Refused
from ledger.keys import KeySigner, Signer, SignerFailed
from ledger.keystore import KeystoreError
from ledger.port import Ledger
from marketplace.database import writing
from marketplace.ranking import anchors
from marketplace.ranking.anchors import Author, MayNotAnchor
from marketplace.ranking.tables import RankingAnchorRow
from marketplace.tables import KeyRow, RoleRow

logger = logging.getLogger(__name__)

DUTY = "anchoring"
KEYSTORE = "anchor.json"  # in the service's `keys/`, its password beside it
_LOOK, _FAIL = 1.0, 15.0  # seconds between looks, and after one that failed


def story_keys(folder: Path) -> Path | None:
    """The keys of a home that was made for a demonstration; None of any other."""
    return folder / "keys" if is_marked(folder) else None


class AnchorRefused(Exception):
    """The ledger does not take the anchor. refused: why."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(str(refused))
        self.refused = refused


def anchor_signer(file: Path | None, folder: Path, operator: Signer) -> Signer:
    """The key that anchors: of the file that a setting names, else of `keys/anchor.json`, else the operator's.

    folder: the service's own. Raises `KeystoreError` and `OSError` for a file that cannot be opened.
    """
    kept = file or folder / "keys" / KEYSTORE
    if file is None and not kept.exists():
        return operator
    return KeySigner.open_keystore(kept, kept.with_suffix(".password").read_bytes().strip())


class Anchors:
    """The log's way to the ledger, one step at a time; whoever calls sees to it that nobody else does."""

    def __init__(
        self,
        ledger: Ledger,
        identifier: bytes,
        database: Engine,
        tables: Engine,
        signer: Signer,
        intakes: Intakes | None,
        clock: Callable[[], float] = time.time,
        *,
        demonstration: Path | None = None,
    ) -> None:
        """identifier: the ledger's. tables: where whose a key is can be looked up. clock: UTC seconds.

        demonstration: the `keys/` of a home that a story was made in: where `signer` may not anchor, a key there may.
        """
        self._demonstration = demonstration
        self._ledger = ledger
        self._identifier = identifier
        self._database = writing(database)
        self._tables = tables
        self._signer = signer
        self._intakes = intakes
        self._clock = clock

    def anchor(self) -> RankingAnchorRow | None:
        """Settle what is on its way, then anchor what was added since; the last anchor of the log as it stands.

        None where there is no run. Raises `MayNotAnchor`, `AnchorRefused`, `SignerFailed`, and what the ledger and the
        database raise; to be called again then.
        """
        self.settle()
        if self.prepare():
            self.settle()
        with Session(self._database, expire_on_commit=False) as session:
            last = select(RankingAnchorRow).where(RankingAnchorRow.size == anchors.last_size(session))
            return session.scalars(last).first()

    def prepare(self) -> bool:
        """Sign and keep an anchor of what was added; whether there was anything."""
        now = int(self._clock())
        author = self._author(now)
        with Session(self._database) as session, session.begin():
            return anchors.prepare(session, self._identifier, author, now) is not None

    def settle(self) -> None:
        """Send what has no answer yet, as it was signed, and keep the answer."""
        while True:
            with Session(self._database, expire_on_commit=False) as session:
                row = anchors.unanswered(session)
            if row is None:
                return
            self._send(row)

    def due(self, seconds: float) -> bool:
        """Whether there is something to send, or runs were added and the last anchor is as old as that."""
        with Session(self._database) as session:
            if anchors.unanswered(session) is not None:
                return True
            return anchors.grown(session) and self._clock() >= anchors.last_at(session) + seconds

    def _send(self, row: RankingAnchorRow) -> None:
        signed = wire.command_from_text(row.body)
        if self._intakes is not None:
            self._intakes.take(signed.digest, int(self._clock())).result()
        try:
            at: int | None = self._ledger.submit(signed).at
        except Refused as refused:
            at = self._recorded_before(row, refused)
        with Session(self._database) as session, session.begin():
            if at is None:
                anchors.give_up(session, row.size)
            else:
                anchors.settle(session, row.size, at)

    def _recorded_before(self, row: RankingAnchorRow, refused: Refused) -> int | None:
        """When another command for the same size and root was accepted; None where this one came too late to be."""
        if refused.code == "VERSION_MISMATCH":
            found = anchors.on_ledger(self._ledger, row.record)
            if found is not None and (found.size, found.digest) == (row.size, row.root):
                return found.created_at
        if refused.code != "COMMAND_EXPIRED":
            with Session(self._database) as session, session.begin():
                anchors.give_up(session, row.size)
            raise AnchorRefused(refused)
        return None

    def _author(self, now: int) -> Author:
        try:
            return self._author_by(self._signer, now)
        except MayNotAnchor as error:
            for signer in self._of_story():
                with suppress(MayNotAnchor):
                    return self._author_by(signer, now)
            raise error

    def _author_by(self, signer: Signer, now: int) -> Author:
        with Session(self._tables) as session:
            party = session.scalars(select(KeyRow.party).where(KeyRow.address == signer.address)).first()
        return anchors.author_of(self._ledger, party, signer, now)

    def _of_story(self) -> Iterator[Signer]:
        """Keys of operators and witnesses that lie in the home of a demonstration."""
        if self._demonstration is None:
            return
        keys = PartyKeys(self._demonstration)
        held = select(KeyRow.address).join(RoleRow, RoleRow.party == KeyRow.party)
        with Session(self._tables) as session:
            addresses = session.scalars(held.where(RoleRow.role.in_(anchors.ROLES)).order_by(KeyRow.address)).all()
        yield from (keys.signer(address) for address in dict.fromkeys(addresses) if keys.holds(address))


class Anchoring(Turns):
    """A thread of this process. `leads`: whether it is the one that anchors."""

    def __init__(self, of: Anchors, database: Engine, seconds: float) -> None:
        """seconds: between two anchors, at least."""
        super().__init__(DUTY)
        self._anchors = of
        self._seconds = seconds
        self._leadership = Leadership(database, DUTY)
        self._told: str | None = None

    @property
    def leads(self) -> bool:
        return self._leadership.held

    def _ended(self) -> None:
        self._leadership.release()

    def _turn(self) -> float:
        """One look; how long to wait for the next."""
        try:
            if not self._leadership.take() or not self._anchors.due(self._seconds):
                return _LOOK
            anchored = self._anchors.anchor()
            if anchored is not None and anchored.accepted_at:
                log(logger, logging.INFO, "anchored the ranking runs", size=anchored.size)
            self._told = None
            return _LOOK
        except MayNotAnchor as error:
            self._tell("the ranking runs are not anchored: the key is none of an operator or witness", error.reason)
        except AnchorRefused as error:
            self._tell("the ledger refused the anchor of the ranking runs", error.refused.code)
        except OutcomeUnknown:
            return _LOOK  # the very same bytes are sent again
        except (LedgerError, SQLAlchemyError, SignerFailed, KeystoreError, OSError) as error:
            self._tell("the ranking runs could not be anchored, and are tried again", type(error).__name__)
        except Exception:
            logger.exception("nobody foresaw this; the ranking runs are anchored again")
        return _FAIL

    def _tell(self, what: str, why: str) -> None:
        """Once, until it goes well or for another reason."""
        if self._told != why:
            log(logger, logging.WARNING, what, error=why)
            self._told = why
