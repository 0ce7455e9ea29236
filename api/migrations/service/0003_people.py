"""Organisations, accounts, what they prove themselves with, drafts and mandates.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# In the order in which each may refer to those before it.
TABLES = (
    "attempts",
    "managed_key_grants",
    "mandates",
    "nonces",
    "organisations",
    "accounts",
    "api_keys",
    "client_certificates",
    "drafts",
    "managed_keys",
    "draft_reviews",
    "draft_signatures",
    "external_identities",
    "passkeys",
    "passwords",
    "recovery_codes",
    "sessions",
    "totp_secrets",
)


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("subject", sa.LargeBinary(32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="attempts_pkey"),
    )
    op.create_table(
        "managed_key_grants",
        sa.Column("address", sa.LargeBinary(20), nullable=False),
        sa.Column("power", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("granted_by", sa.String(32), nullable=False),
        sa.Column("granted_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("address", "power", name="managed_key_grants_pkey"),
    )
    op.create_table(
        "mandates",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("token", sa.LargeBinary(32), nullable=False),
        sa.Column("organisation", sa.String(32), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("profile", sa.LargeBinary(32), nullable=False),
        sa.Column("organisation_name", sa.Text(), nullable=False),
        sa.Column("organisation_code", sa.Text(), nullable=False),
        sa.Column("party_kind", sa.SmallInteger(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("threshold", sa.SmallInteger(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(32), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="mandates_pkey"),
        sa.UniqueConstraint("token", name="mandates_token_key"),
    )
    op.create_index("mandates_by_state", "mandates", ["state"])
    op.create_table(
        "nonces",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="nonces_pkey"),
    )
    op.create_index("nonces_by_expires_at", "nonces", ["expires_at"])
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("party", sa.LargeBinary(32), nullable=True),
        sa.Column("reviews_needed", sa.SmallInteger(), nullable=False),
        sa.Column("separate_people", sa.Boolean(), nullable=False),
        sa.Column("managed_keys", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="organisations_pkey"),
        sa.UniqueConstraint("party", name="organisations_party_key"),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation", sa.String(32), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="accounts_pkey"),
        sa.ForeignKeyConstraint(["organisation"], ["organisations.id"], name="accounts_organisation_fkey"),
        sa.UniqueConstraint("email", name="accounts_email_key"),
    )
    op.create_index("accounts_by_organisation", "accounts", ["organisation"])
    op.create_table(
        "api_keys",
        sa.Column("prefix", sa.String(16), nullable=False),
        sa.Column("organisation", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_by", sa.String(32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name="api_keys_pkey"),
        sa.ForeignKeyConstraint(["organisation"], ["organisations.id"], name="api_keys_organisation_fkey"),
    )
    op.create_index("api_keys_by_organisation", "api_keys", ["organisation"])
    op.create_table(
        "client_certificates",
        sa.Column("spki", sa.LargeBinary(32), nullable=False),
        sa.Column("organisation", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_by", sa.String(32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("spki", name="client_certificates_pkey"),
        sa.ForeignKeyConstraint(["organisation"], ["organisations.id"], name="client_certificates_organisation_fkey"),
    )
    op.create_index("client_certificates_by_organisation", "client_certificates", ["organisation"])
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation", sa.String(32), nullable=False),
        sa.Column("drafter", sa.String(32), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="drafts_pkey"),
        sa.ForeignKeyConstraint(["organisation"], ["organisations.id"], name="drafts_organisation_fkey"),
    )
    op.create_index("drafts_by_organisation", "drafts", ["organisation"])
    op.create_table(
        "managed_keys",
        sa.Column("address", sa.LargeBinary(20), nullable=False),
        sa.Column("organisation", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("keystore", sa.Text(), nullable=False),
        sa.Column("powers", sa.SmallInteger(), nullable=False),
        sa.Column("created_by", sa.String(32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("address", name="managed_keys_pkey"),
        sa.ForeignKeyConstraint(["organisation"], ["organisations.id"], name="managed_keys_organisation_fkey"),
    )
    op.create_index("managed_keys_by_organisation", "managed_keys", ["organisation"])
    op.create_table(
        "draft_reviews",
        sa.Column("draft", sa.String(32), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("reviewer", sa.String(32), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("draft", "digest", "reviewer", name="draft_reviews_pkey"),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"], name="draft_reviews_draft_fkey"),
    )
    op.create_table(
        "draft_signatures",
        sa.Column("draft", sa.String(32), nullable=False),
        sa.Column("address", sa.LargeBinary(20), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("managed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("draft", "address", name="draft_signatures_pkey"),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"], name="draft_signatures_draft_fkey"),
    )
    op.create_table(
        "external_identities",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="external_identities_pkey"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="external_identities_account_fkey"),
    )
    op.create_index("external_identities_by_account", "external_identities", ["account"])
    op.create_table(
        "passkeys",
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("credential", name="passkeys_pkey"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="passkeys_account_fkey"),
    )
    op.create_index("passkeys_by_account", "passkeys", ["account"])
    op.create_table(
        "passwords",
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", name="passwords_pkey"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="passwords_account_fkey"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="recovery_codes_pkey"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="recovery_codes_account_fkey"),
    )
    op.create_index("recovery_codes_by_account", "recovery_codes", ["account"])
    op.create_table(
        "sessions",
        sa.Column("token", sa.LargeBinary(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("wallet", sa.LargeBinary(20), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="sessions_pkey"),
        sa.UniqueConstraint("id", name="sessions_id_key"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="sessions_account_fkey"),
    )
    op.create_index("sessions_by_account", "sessions", ["account"])
    op.create_table(
        "totp_secrets",
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", name="totp_secrets_pkey"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="totp_secrets_account_fkey"),
    )


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
