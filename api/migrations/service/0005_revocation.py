"""What showed, when a form was examined, that its signer's certificate was not revoked.

Revision ID: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("mandates", sa.Column("revocation", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("mandates", "revocation")
