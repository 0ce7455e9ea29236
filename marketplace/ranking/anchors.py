"""Fixing the log's root on the ledger: the command that does it, and what is kept of it.

The signed command is kept before it is sent, and sent again as it is until the ledger has answered: a ledger answers
the same bytes with the same receipt. Its nonce follows from size and root, so that another command for them makes no
second record even where what was kept is lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ledger import eip712, wire
from ledger.commands import AnchorDigest
from ledger.enums import Kind, Power, Role
from ledger.keys import Signer, sign
from ledger.port import Ledger
from ledger.records import Anchor, Party
from ledger.state import fold_record
from ledger.wire import SignedCommand
from marketplace.ranking.log import log_root, log_size
from marketplace.ranking.tables import RankingAnchorRow
from marketplace.tables import AnchorRow

NAMESPACE = b"ranking-runs".ljust(32, b"\0")
ROLES = (Role.OPERATOR, Role.WITNESS)
_NONCE_DOMAIN = b"hanotex/ranking-runs"
_GOOD_FOR = 3600  # seconds that a command may wait for the ledger


class MayNotAnchor(Exception):
    """The key is none of a party that may anchor. address: the key's; reason: in a few words."""

    def __init__(self, address: bytes, reason: str) -> None:
        super().__init__(f"0x{address.hex()}: {reason}")
        self.address, self.reason = address, reason


@dataclass(frozen=True, slots=True)
class Author:
    """Who anchors. party: an operator's or a witness's id; signer: one of its keys."""

    party: bytes
    signer: Signer


def author_of(ledger: Ledger, party: bytes | None, signer: Signer, at: int) -> Author:
    """Whoever a key stands for. party: whose it is known to be; None for that of which it was the first key.

    at: UTC seconds. Raises `MayNotAnchor`.
    """
    identifier = party or eip712.party_id(signer.address)
    record = fold_record(identifier, ledger.history(identifier))
    if not isinstance(record, Party):
        raise MayNotAnchor(signer.address, "no party of the ledger has this key")
    if not any(key.address == signer.address and key.is_valid(at) and key.powers & Power.MARKET for key in record.keys):
        raise MayNotAnchor(signer.address, "the key is not valid now, or lacks the power market")
    if not any(record.holds(role, at) for role in ROLES):
        raise MayNotAnchor(signer.address, "its party is neither operator nor witness now")
    return Author(identifier, signer)


def prepare(session: Session, ledger: bytes, author: Author, at: int) -> SignedCommand | None:
    """Sign and keep the command for the log as it stands; None where nothing was added since the last one.

    In a transaction that is open for writing. ledger: its id; at: UTC seconds.
    """
    size = log_size(session)
    if size <= last_size(session):
        return None
    root = log_root(session, size)
    nonce = hashlib.sha256(_NONCE_DOMAIN + ledger + size.to_bytes(8, "big") + root).digest()
    command = AnchorDigest(
        record=eip712.record_id(Kind.ANCHOR, author.party, nonce),
        expected_version=0,
        not_after=at + _GOOD_FOR,
        nonce=nonce,
        namespace=NAMESPACE,
        digest=root,
        size=size,
    )
    signed = sign(command, ledger, [author.signer])
    session.add(
        RankingAnchorRow(
            size=size,
            root=root,
            record=command.record,
            digest=signed.digest,
            body=wire.command_to_text(signed),
            at=at,
            accepted_at=0,
        )
    )
    session.flush()
    return signed


def grown(session: Session) -> bool:
    """Whether runs were added since the last anchor."""
    return log_size(session) > last_size(session)


def last_size(session: Session) -> int:
    """Of the last anchor, accepted or on its way; 0 where there is none."""
    return session.scalars(select(RankingAnchorRow.size).order_by(RankingAnchorRow.size.desc()).limit(1)).first() or 0


def last_at(session: Session) -> int:
    """When the last one was signed, UTC seconds; 0 where there is none."""
    return session.scalars(select(RankingAnchorRow.at).order_by(RankingAnchorRow.at.desc()).limit(1)).first() or 0


def unanswered(session: Session) -> RankingAnchorRow | None:
    """The first one that the ledger has not answered yet."""
    waiting = select(RankingAnchorRow).where(RankingAnchorRow.accepted_at == 0)
    return session.scalars(waiting.order_by(RankingAnchorRow.size).limit(1)).first()


def covering(session: Session, number: int) -> RankingAnchorRow | None:
    """The first accepted anchor of a log that has a run in it."""
    accepted = select(RankingAnchorRow).where(RankingAnchorRow.size >= number, RankingAnchorRow.accepted_at != 0)
    return session.scalars(accepted.order_by(RankingAnchorRow.size).limit(1)).first()


def settle(session: Session, size: int, accepted_at: int) -> None:
    """The ledger has it. accepted_at: UTC seconds."""
    session.execute(update(RankingAnchorRow).where(RankingAnchorRow.size == size).values(accepted_at=accepted_at))


def give_up(session: Session, size: int) -> None:
    """Nothing of it was recorded, and nothing will be."""
    session.execute(delete(RankingAnchorRow).where(RankingAnchorRow.size == size, RankingAnchorRow.accepted_at == 0))


def of_namespace(tables: Session, number: int) -> Sequence[AnchorRow]:
    """Anchors that the derived tables have, of logs with a run of this number.

    The shortest log first, of whichever author.
    """
    chosen = select(AnchorRow).where(AnchorRow.namespace == NAMESPACE, AnchorRow.size >= number)
    return tables.scalars(chosen.order_by(AnchorRow.size, AnchorRow.id)).all()


def on_ledger(ledger: Ledger, record: bytes) -> Anchor | None:
    """An anchor of this log as the ledger has it; None where there is none, or the record is something else."""
    found = fold_record(record, ledger.history(record))
    return found if isinstance(found, Anchor) and found.namespace == NAMESPACE else None
