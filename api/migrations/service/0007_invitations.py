"""Whose an invitation is, so that an organisation's can be listed and revoked.

Revision ID: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("nonces", sa.Column("organisation", sa.String(32), nullable=True))
    op.create_index("nonces_by_organisation", "nonces", ["organisation"])


def downgrade() -> None:
    op.drop_index("nonces_by_organisation", "nonces")
    op.drop_column("nonces", "organisation")
