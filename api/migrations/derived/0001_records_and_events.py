"""The tables of every kind of record, and the events that they are filled from.

Revision ID: 0001
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WORD, ADDRESS = sa.LargeBinary(32), sa.LargeBinary(20)
SMALL, INTEGER, BIG = sa.SmallInteger(), sa.Integer(), sa.BigInteger()
FLAG, TEXT = sa.Boolean(), sa.Text()
# Numbers wider than SQL's, as digits that sort as the numbers do whatever the database's language.
NUMBER = sa.String(20).with_variant(sa.String(20, collation="C"), "postgresql")
DIGITS = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    _table("anchors", ("id",), id=WORD, author=WORD, namespace=WORD, digest=WORD, size=NUMBER)
    _index("anchors_by_namespace", "anchors", "namespace", "author", "size")
    _table(
        "appraisals",
        ("id",),
        id=WORD,
        appraisal_kind=SMALL,
        subject=WORD,
        issuer=WORD,
        report=WORD,
        valid_until=NUMBER,
        verdict=SMALL,
        trl=SMALL,
        approach=SMALL,
        purpose=SMALL,
        valued_at=NUMBER,
        currency=INTEGER,
        range=WORD,
        supersedes=WORD,
        superseded_by=WORD,
        reason=WORD,
    )
    _index("appraisals_by_issuer", "appraisals", "issuer", "id")
    _index("appraisals_by_subject", "appraisals", "subject", "appraisal_kind", "id")
    _table(
        "assets",
        ("id",),
        id=WORD,
        asset_kind=SMALL,
        title=WORD,
        grant_rule=SMALL,
        fields=DIGITS,
        tier=SMALL,
        evidence=WORD,
        claim=WORD,
        claimant=WORD,
        decision=WORD,
        encumbrance_version=INTEGER,
    )
    _table(
        "certificates",
        ("id",),
        id=WORD,
        pilot=WORD,
        outcome=SMALL,
        met=BIG,
        owner_signed=FLAG,
        report=WORD,
        supersedes=WORD,
        superseded_by=WORD,
        paid_by=WORD,
        claim=WORD,
        decision=WORD,
    )
    _index("certificates_by_pilot", "certificates", "pilot", "id")
    _table(
        "documents",
        ("id",),
        id=WORD,
        sender=WORD,
        recipient=WORD,
        content=WORD,
        in_reply_to=WORD,
        addressed_at=BIG,
        number=WORD,
        due_by=NUMBER,
        extended=FLAG,
        answer_number=WORD,
        evidence=WORD,
    )
    _index("documents_by_recipient", "documents", "recipient", "id")
    _index("documents_by_sender", "documents", "sender", "id")
    _table(
        "events",
        ("block", "log"),
        unique="digest",
        block=BIG,
        log=INTEGER,
        record=WORD,
        name=TEXT,
        digest=WORD,
        version=INTEGER,
        head=WORD,
        at=BIG,
        command=TEXT,
        signers=TEXT,
        outcome=TEXT,
    )
    _table(
        "instruments",
        ("id",),
        id=WORD,
        instrument_kind=SMALL,
        subject=WORD,
        terms=TEXT,
        terms_digest=WORD,
        gates=SMALL,
        funded=INTEGER,
        released=INTEGER,
        refunded=INTEGER,
        paid=INTEGER,
        effective_at=BIG,
        ended_at=BIG,
        registered_at=BIG,
        encumbrance_version=INTEGER,
        reason=WORD,
    )
    _index("instruments_by_subject", "instruments", "subject", "id")
    _table("listings", ("id",), id=WORD, asset=WORD, broker=WORD, offer=WORD, until=NUMBER, reason=WORD)
    _index("listings_by_asset", "listings", "asset", "id")
    _table(
        "parties",
        ("id",),
        id=WORD,
        party_kind=SMALL,
        profile=WORD,
        country=SMALL,
        parent=WORD,
        threshold=SMALL,
        reason=WORD,
    )
    _table(
        "pilots",
        ("id",),
        id=WORD,
        pilot_stage=SMALL,
        proposal=WORD,
        verifier=WORD,
        provinces=DIGITS,
        start=NUMBER,
        end=NUMBER,
        plan=WORD,
        limits=WORD,
        exit_plan=WORD,
        permit=WORD,
        kpi_version=INTEGER,
        pass_weight=INTEGER,
        method=WORD,
        evidence=WORD,
        reason=WORD,
    )
    _index("pilots_by_proposal", "pilots", "proposal", "pilot_stage", "id")
    _index("pilots_by_verifier", "pilots", "verifier", "id")
    _table(
        "problems",
        ("id",),
        id=WORD,
        owner=WORD,
        statement=WORD,
        using_unit=WORD,
        accountable_office=WORD,
        fields=DIGITS,
        provinces=DIGITS,
        budget=WORD,
        commit_by=NUMBER,
        reveal_by=NUMBER,
        proposal=WORD,
        reason=WORD,
    )
    _index("problems_by_owner", "problems", "owner", "id")
    _table("progress", ("id",), id=INTEGER, ledger=WORD, block=BIG, log=INTEGER)
    _table("proposals", ("id",), id=WORD, problem=WORD, provider=WORD, seal=WORD, content=WORD, salt=WORD, reason=WORD)
    _index("proposals_by_problem", "proposals", "problem", "provider")
    _index("proposals_by_provider", "proposals", "provider", "id")
    _table(
        "records",
        ("id",),
        id=WORD,
        kind=SMALL,
        state=SMALL,
        version=INTEGER,
        head=WORD,
        created_at=BIG,
        at=BIG,
        turns_at=NUMBER,
        turns_to=SMALL,
    )
    _index("records_by_kind", "records", "kind", "created_at", "id")
    _table(
        "royalty_periods",
        ("id",),
        id=WORD,
        instrument=WORD,
        start=NUMBER,
        end=NUMBER,
        amount=WORD,
        report=WORD,
        reason=WORD,
        decision=WORD,
        evidence=WORD,
        opinion=WORD,
    )
    _index("royalty_periods_by_instrument", "royalty_periods", "instrument", "start")
    _table(
        "touches",
        ("record", "version"),
        record=WORD,
        version=INTEGER,
        head=WORD,
        ordinal=INTEGER,
        block=BIG,
        log=INTEGER,
    )
    _index("touches_by_event", "touches", "block", "log")
    _table(
        "criteria",
        ("appraisal", "ordinal"),
        references=("appraisal", "appraisals"),
        appraisal=WORD,
        ordinal=INTEGER,
        code=WORD,
        score=INTEGER,
        weight=INTEGER,
    )
    _table(
        "gate_certificates",
        ("instrument", "ordinal"),
        references=("instrument", "instruments"),
        instrument=WORD,
        ordinal=INTEGER,
        gate=SMALL,
        certificate=WORD,
    )
    _table(
        "grants",
        ("instrument",),
        references=("instrument", "instruments"),
        instrument=WORD,
        subject=WORD,
        exclusivity=SMALL,
        acts=DIGITS,
        fields=DIGITS,
        countries=DIGITS,
        provinces=DIGITS,
        start=NUMBER,
        end=NUMBER,
    )
    _index("grants_by_subject", "grants", "subject", "exclusivity", "end")
    _table(
        "holders",
        ("asset", "ordinal"),
        references=("asset", "assets"),
        asset=WORD,
        ordinal=INTEGER,
        party=WORD,
        bps=INTEGER,
    )
    _index("holders_by_party", "holders", "party", "asset")
    _table("interests", ("party", "subject"), references=("party", "parties"), party=WORD, subject=WORD)
    _table(
        "keys",
        ("address",),
        references=("party", "parties"),
        address=ADDRESS,
        party=WORD,
        ordinal=INTEGER,
        powers=SMALL,
        valid_from=NUMBER,
        valid_to=NUMBER,
        revoked_at=NUMBER,
    )
    _index("keys_by_party", "keys", "party")
    _table(
        "kpis",
        ("pilot", "ordinal"),
        references=("pilot", "pilots"),
        pilot=WORD,
        ordinal=INTEGER,
        code=WORD,
        unit=WORD,
        scale=SMALL,
        comparator=SMALL,
        target=DIGITS,
        baseline=DIGITS,
        weight=INTEGER,
        mandatory=FLAG,
        missing=SMALL,
    )
    _table(
        "measurements",
        ("pilot", "ordinal"),
        references=("pilot", "pilots"),
        pilot=WORD,
        ordinal=INTEGER,
        code=WORD,
        value=DIGITS,
    )
    _table(
        "members",
        ("instrument", "ordinal"),
        references=("instrument", "instruments"),
        instrument=WORD,
        ordinal=INTEGER,
        party=WORD,
        member_role=SMALL,
        signed=FLAG,
    )
    _index("members_by_party", "members", "party", "instrument")
    _table(
        "milestones",
        ("instrument", "ordinal"),
        references=("instrument", "instruments"),
        instrument=WORD,
        ordinal=INTEGER,
        milestone=WORD,
        certificate=WORD,
        bps=INTEGER,
        evidence=WORD,
        at=BIG,
    )
    _index("milestones_by_certificate", "milestones", "certificate")
    _table(
        "moves",
        ("instrument", "ordinal"),
        references=("instrument", "instruments"),
        instrument=WORD,
        ordinal=INTEGER,
        from_=WORD,
        to=WORD,
        bps=INTEGER,
    )
    _table(
        "proposal_assets",
        ("proposal", "ordinal"),
        references=("proposal", "proposals"),
        proposal=WORD,
        ordinal=INTEGER,
        asset=WORD,
    )
    _index("proposal_assets_by_asset", "proposal_assets", "asset", "proposal")
    _table(
        "recipients",
        ("document", "ordinal"),
        references=("document", "documents"),
        document=WORD,
        ordinal=INTEGER,
        party=WORD,
    )
    _index("recipients_by_party", "recipients", "party", "document")
    _table(
        "reviewers",
        ("problem", "ordinal"),
        references=("problem", "problems"),
        problem=WORD,
        ordinal=INTEGER,
        party=WORD,
    )
    _index("reviewers_by_party", "reviewers", "party", "problem")
    _table(
        "rights",
        ("asset", "ordinal"),
        references=("asset", "assets"),
        asset=WORD,
        ordinal=INTEGER,
        office=WORD,
        number=WORD,
        right_stage=SMALL,
        countries=DIGITS,
        provinces=DIGITS,
        start=NUMBER,
        end=NUMBER,
        held=FLAG,
    )
    _index("rights_by_number", "rights", "office", "number")
    _table(
        "roles",
        ("party", "role"),
        references=("party", "parties"),
        party=WORD,
        role=SMALL,
        fields=DIGITS,
        valid_from=NUMBER,
        valid_to=NUMBER,
        revoked_at=NUMBER,
    )
    _index("roles_by_role", "roles", "role", "party")


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)


TABLES = (
    "anchors",
    "appraisals",
    "assets",
    "certificates",
    "documents",
    "events",
    "instruments",
    "listings",
    "parties",
    "pilots",
    "problems",
    "progress",
    "proposals",
    "records",
    "royalty_periods",
    "touches",
    "criteria",
    "gate_certificates",
    "grants",
    "holders",
    "interests",
    "keys",
    "kpis",
    "measurements",
    "members",
    "milestones",
    "moves",
    "proposal_assets",
    "recipients",
    "reviewers",
    "rights",
    "roles",
)


def _table(
    name: str,
    key: tuple[str, ...],
    /,
    *,
    references: tuple[str, str] | None = None,
    unique: str | None = None,
    **columns: sa.types.TypeEngine[Any],
) -> None:
    """references: the column that names a row of another table, and that table. A word of Python's ends with `_`."""
    constraints: list[sa.Constraint] = [sa.PrimaryKeyConstraint(*key, name=f"{name}_pkey")]
    if references:
        column, other = references
        constraints.append(sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"{name}_{column}_fkey"))
    if unique:
        constraints.append(sa.UniqueConstraint(unique, name=f"{name}_{unique}_key"))
    made = [
        sa.Column(column.rstrip("_"), kind, nullable=False, autoincrement=False) for column, kind in columns.items()
    ]
    op.create_table(name, *made, *constraints)


def _index(name: str, table: str, *columns: str) -> None:
    op.create_index(name, table, list(columns))
