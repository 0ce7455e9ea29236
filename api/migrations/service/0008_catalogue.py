"""The catalogue: entries, versions, decisions, saved searches, follows, and the revision of what is published.

Revision ID: 0008
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def _text(name: str, length: int | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.Text() if length is None else sa.String(length), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _at(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _bytes(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "catalogue_entries",
        *(_text("id", 32), _text("organisation", 32), _text("kind", 32), _text("reference", 64)),
        *(_text("state", 16), _text("pending", 16), _number("version"), _number("shown"), _text("hidden_by", 16)),
        *(_bytes(name, nullable=True) for name in ("asset", "listing", "problem", "party")),
        *(_at("created_at"), _at("changed_at")),
        sa.PrimaryKeyConstraint("id", name="catalogue_entries_pkey"),
        sa.UniqueConstraint("organisation", "reference", name="catalogue_entries_organisation_key"),
        sa.ForeignKeyConstraint(["organisation"], ["organisations.id"], name="catalogue_entries_organisation_fkey"),
    )
    op.create_index("catalogue_entries_by_organisation", "catalogue_entries", ["organisation", "id"])
    op.create_index("catalogue_entries_by_reference", "catalogue_entries", ["reference", "state", "id"])
    op.create_index("catalogue_entries_by_state", "catalogue_entries", ["state", "id"])
    op.create_index("catalogue_entries_by_kind", "catalogue_entries", ["state", "kind", "id"])
    op.create_index("catalogue_entries_by_pending", "catalogue_entries", ["pending", "id"])
    op.create_table(
        "catalogue_versions",
        *(_text("entry", 32), _number("number"), _text("content"), _bytes("salt"), _bytes("digest")),
        *(_text("author", 32), _text("note"), _at("at")),
        sa.PrimaryKeyConstraint("entry", "number", name="catalogue_versions_pkey"),
        sa.ForeignKeyConstraint(["entry"], ["catalogue_entries.id"], name="catalogue_versions_entry_fkey"),
    )
    op.create_table(
        "catalogue_decisions",
        *(_text("id", 32), _text("entry", 32), _number("version"), _text("outcome", 16), _text("reason")),
        *(_text("moderator", 32), _text("organisation", 32), _at("at")),
        sa.PrimaryKeyConstraint("id", name="catalogue_decisions_pkey"),
        sa.ForeignKeyConstraint(["entry"], ["catalogue_entries.id"], name="catalogue_decisions_entry_fkey"),
    )
    op.create_index("catalogue_decisions_by_entry", "catalogue_decisions", ["entry"])
    op.create_index("catalogue_decisions_by_at", "catalogue_decisions", ["outcome", "at"])
    op.create_table(
        "catalogue_searches",
        *(_text("id", 32), _text("account", 32), _text("name"), _text("query"), _text("facets")),
        *(sa.Column("notify", sa.Boolean(), nullable=False), _at("created_at"), _at("seen_at")),
        sa.PrimaryKeyConstraint("id", name="catalogue_searches_pkey"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="catalogue_searches_account_fkey"),
    )
    op.create_index("catalogue_searches_by_account", "catalogue_searches", ["account"])
    op.create_table(
        "catalogue_follows",
        *(_text("account", 32), _text("subject_kind", 16), _text("subject", 32), _at("at"), _at("seen_at")),
        sa.PrimaryKeyConstraint("account", "subject_kind", "subject", name="catalogue_follows_pkey"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="catalogue_follows_account_fkey"),
    )
    op.create_table(
        "catalogue_changes",
        *(_number("id"), _at("number")),
        sa.PrimaryKeyConstraint("id", name="catalogue_changes_pkey"),
    )


def downgrade() -> None:
    for table in ("changes", "follows", "searches", "decisions", "versions", "entries"):
        op.drop_table(f"catalogue_{table}")
