"""Ranking runs: an append-only log with its tree, the sets that were ranked, anchors on the ledger, and feedback.

Revision ID: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    log = op.create_table(
        "ranking_log",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="ranking_log_pkey"),
    )
    op.bulk_insert(log, [{"id": 1, "size": 0}])
    op.create_table(
        "ranking_runs",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("organisation", sa.String(32), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("candidates", sa.LargeBinary(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="ranking_runs_pkey"),
    )
    op.create_index("ranking_runs_by_id", "ranking_runs", ["id"], unique=True)
    op.create_index("ranking_runs_by_organisation", "ranking_runs", ["organisation", "number"])
    op.create_index("ranking_runs_by_subject", "ranking_runs", ["subject", "number"])
    op.create_table(
        "ranking_nodes",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "place", name="ranking_nodes_pkey"),
    )
    op.create_table(
        "ranking_candidate_sets",
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("root", name="ranking_candidate_sets_pkey"),
    )
    op.create_table(
        "ranking_anchors",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("size", name="ranking_anchors_pkey"),
    )
    op.create_table(
        "ranking_feedback",
        sa.Column("run", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("candidate", sa.String(32), nullable=False),
        sa.Column("organisation", sa.String(32), nullable=False),
        sa.Column("event", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("run", "candidate", "organisation", "event", name="ranking_feedback_pkey"),
        sa.ForeignKeyConstraint(["run"], ["ranking_runs.number"], name="ranking_feedback_run_fkey"),
    )
    op.create_index("ranking_feedback_by_organisation", "ranking_feedback", ["organisation", "run"])


def downgrade() -> None:
    for table in ("feedback", "anchors", "candidate_sets", "nodes", "runs", "log"):
        op.drop_table(f"ranking_{table}")
