"""Every secret in the service's tables, sealed anew under the newest key.

Each value is replaced only where it is still the one that was read, a page of them in one transaction: the service may
run meanwhile, and what is killed half-way is taken up again by running it once more. A value says which key it is
under, so what is done is not done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.identity import totp
from api.identity.nonces import payload_place
from api.managed_keys import resealed as resealed_keystore
from api.onboarding.mandates import document_place
from api.sealing import SealBroken, Sealing
from api.tables import ManagedKeyRow, MandateRow, NonceRow, SubscriptionRow, TotpRow
from api.webhooks.subscriptions import secret_place
from ledger.keystore import KeystoreError
from marketplace.database import writing

_PAGE = 50  # rows; a form has up to 1 MiB


@dataclass(frozen=True, slots=True)
class _Column:
    """anew: the value under the newest key, None where it is so already; raises `SealBroken`, `KeystoreError`."""

    key: InstrumentedAttribute[Any]
    value: InstrumentedAttribute[Any]
    anew: Callable[[Sealing, Any], bytes | str | None]


@dataclass(slots=True)
class Found:
    """sealed: values there are. older: those of them under another key than the newest. broken: that no key opens."""

    sealed: int = 0
    older: int = 0
    broken: int = 0


def look(database: Engine, sealing: Sealing) -> Found:
    """What there is, with nothing changed."""
    return _walk(database, sealing, change=False)


def reseal(database: Engine, sealing: Sealing) -> Found:
    """Seal anew what is under an older key; `older` of the answer says how many were. What is broken stays."""
    return _walk(database, sealing, change=True)


def _walk(database: Engine, sealing: Sealing, *, change: bool) -> Found:
    found = Found()
    for column in _COLUMNS:
        for page in _pages(database, column):
            with Session(writing(database) if change else database) as session, session.begin():
                for row in page:
                    _one(session, sealing, column, row, found, change=change)
    return found


def _one(session: Session, sealing: Sealing, column: _Column, row: Any, found: Found, *, change: bool) -> None:
    held = getattr(row, column.value.key)
    if not held:
        return
    found.sealed += 1
    try:
        anew = column.anew(sealing, row)
    except (SealBroken, KeystoreError):
        found.broken += 1
        return
    if anew is None:
        return
    found.older += 1
    if change:
        still = update(column.value.class_).where(column.key == getattr(row, column.key.key), column.value == held)
        session.execute(still.values({column.value.key: anew}))


def _pages(database: Engine, column: _Column) -> Iterator[list[Any]]:
    """The table's rows by key, a page at a time, each read apart so that nothing is held while they are worked on."""
    last = None
    while True:
        chosen = select(column.value.class_).order_by(column.key).limit(_PAGE)
        with Session(database, expire_on_commit=False) as session:
            page = list(session.scalars(chosen if last is None else chosen.where(column.key > last)))
        if not page:
            return
        yield page
        last = getattr(page[-1], column.key.key)


def _sealed_for(name: str, place: Callable[[Any], str]) -> Callable[[Sealing, Any], bytes | None]:
    def anew(sealing: Sealing, row: Any) -> bytes | None:
        held = getattr(row, name)
        opened = sealing.open(held, place(row))
        return None if sealing.is_newest(held) else sealing.seal(opened, place(row))

    return anew


_COLUMNS = (
    _Column(TotpRow.account, TotpRow.sealed, _sealed_for("sealed", lambda row: totp.secret_place(row.account))),
    _Column(NonceRow.hash, NonceRow.payload, _sealed_for("payload", lambda row: payload_place(row.purpose, row.hash))),
    _Column(SubscriptionRow.id, SubscriptionRow.secret, _sealed_for("secret", lambda row: secret_place(row.id))),
    _Column(
        SubscriptionRow.id,
        SubscriptionRow.former_secret,
        _sealed_for("former_secret", lambda row: secret_place(row.id)),
    ),
    _Column(MandateRow.id, MandateRow.document, _sealed_for("document", lambda row: document_place(row.id))),
    _Column(ManagedKeyRow.address, ManagedKeyRow.keystore, resealed_keystore),
)
