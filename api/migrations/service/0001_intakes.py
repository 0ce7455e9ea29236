"""What arrived, and when.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "intakes",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("operator", sa.LargeBinary(20), nullable=False),
        sa.Column("signature", sa.LargeBinary(65), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="intakes_pkey"),
    )


def downgrade() -> None:
    op.drop_table("intakes")
