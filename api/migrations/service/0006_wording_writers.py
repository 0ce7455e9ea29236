"""Everybody who wrote a wording: the drafter of a draft is only whoever wrote it last.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    table = op.create_table(
        "wording_writers",
        sa.Column("organisation", sa.String(32), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "digest", "person", name="wording_writers_pkey"),
        sa.ForeignKeyConstraint(["organisation"], ["organisations.id"], name="wording_writers_organisation_fkey"),
    )
    connection = op.get_bind()
    # Whom a program's drafts are held against: who made its key, or registered its certificate.
    makers = {each.prefix: each.created_by for each in connection.execute(sa.text(_KEYS))}
    makers |= {bytes(each.spki).hex()[:32]: each.created_by for each in connection.execute(sa.text(_MACHINES))}
    written = {
        (each.organisation, bytes(each.digest), makers.get(each.drafter) or each.drafter)
        for each in connection.execute(sa.text("SELECT organisation, digest, drafter FROM drafts"))
    }
    rows = [{"organisation": of, "digest": digest, "person": person} for of, digest, person in sorted(written)]
    op.bulk_insert(table, rows)


_KEYS = "SELECT prefix, created_by FROM api_keys"
_MACHINES = "SELECT spki, created_by FROM client_certificates"


def downgrade() -> None:
    op.drop_table("wording_writers")
