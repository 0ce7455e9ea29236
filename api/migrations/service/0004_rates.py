"""What is left of everybody's rate, for several processes of one database.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # Nothing is lost with it but a pause: PostgreSQL may empty it after a crash, and need not write it twice.
    prefixes = ["UNLOGGED"] if op.get_bind().dialect.name == "postgresql" else []
    op.create_table(
        "rates",
        sa.Column("subject", sa.LargeBinary(32), nullable=False),
        sa.Column("full_at", sa.BigInteger(), nullable=False),
        sa.Column("granted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="rates_pkey"),
        prefixes=prefixes,
    )


def downgrade() -> None:
    op.drop_table("rates")
