"""Who is told of events, and what became of each telling."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kept.base import Base


class SubscriptionRow(Base):
    """id: 32 random hexadecimal digits. owner: whose it is, the policy's name of them. filter: RFC 8785 JSON.

    secret, former_secret: sealed; the former one signs as well until `former_until`. block, log: the position of the
    last event that was looked at. round: grows with each replay. failures: of its address in a row; until `rests_until`
    nothing is sent there. stopped: "" while it is told, else why it is not.
    """

    __tablename__ = "webhook_subscriptions"
    __table_args__ = (
        Index("webhook_subscriptions_by_owner", "owner", "id"),
        Index("webhook_subscriptions_by_position", "block", "log"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    filter: Mapped[str] = mapped_column(Text)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    former_secret: Mapped[bytes] = mapped_column(LargeBinary)
    former_until: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[int] = mapped_column(BigInteger)
    block: Mapped[int] = mapped_column(BigInteger)
    log: Mapped[int] = mapped_column(Integer)
    round: Mapped[int] = mapped_column(Integer)
    failures: Mapped[int] = mapped_column(Integer)
    rests_until: Mapped[int] = mapped_column(BigInteger)
    stopped: Mapped[str] = mapped_column(String(32))


class DeliveryRow(Base):
    """An event on its way to a subscription. Of one record and round, a later one waits until each earlier arrived.

    state: `api.webhooks.outbox.State`. status: of HTTP, 0 where no answer came; trouble: why it did not arrive, in one
    word of a closed list. delivered_at: 0 until then.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index("webhook_deliveries_by_state", "state", "due_at"),
        Index("webhook_deliveries_by_record", "subscription", "round", "record", "state", "block", "log"),
    )

    subscription: Mapped[str] = mapped_column(
        ForeignKey("webhook_subscriptions.id", ondelete="CASCADE"), primary_key=True
    )
    round: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    block: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    log: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    record: Mapped[bytes] = mapped_column(LargeBinary(32))
    state: Mapped[int] = mapped_column(SmallInteger)
    attempts: Mapped[int] = mapped_column(Integer)
    due_at: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[int] = mapped_column(SmallInteger)
    trouble: Mapped[str] = mapped_column(String(32))
    delivered_at: Mapped[int] = mapped_column(BigInteger)
