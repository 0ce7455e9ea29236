"""Who is told of events, and what became of each telling.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "webhook_subscriptions",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("former_secret", sa.LargeBinary(), nullable=False),
        sa.Column("former_until", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.Column("log", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("rests_until", sa.BigInteger(), nullable=False),
        sa.Column("stopped", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="webhook_subscriptions_pkey"),
    )
    op.create_index("webhook_subscriptions_by_owner", "webhook_subscriptions", ["owner", "id"])
    op.create_index("webhook_subscriptions_by_position", "webhook_subscriptions", ["block", "log"])
    op.create_table(
        "webhook_deliveries",
        sa.Column("subscription", sa.String(32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("block", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("log", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("record", sa.LargeBinary(32), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("trouble", sa.String(32), nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subscription", "round", "block", "log", name="webhook_deliveries_pkey"),
        sa.ForeignKeyConstraint(
            ["subscription"],
            ["webhook_subscriptions.id"],
            name="webhook_deliveries_subscription_fkey",
            ondelete="CASCADE",
        ),
    )
    op.create_index("webhook_deliveries_by_state", "webhook_deliveries", ["state", "due_at"])
    op.create_index(
        "webhook_deliveries_by_record",
        "webhook_deliveries",
        ["subscription", "round", "record", "state", "block", "log"],
    )


def downgrade() -> None:
    op.drop_table("webhook_deliveries")
    op.drop_table("webhook_subscriptions")
