"""Organisations as the service knows them, and what acts for one without being a person."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kept.base import Base
from marketplace.kept.columns import AddressKey, At, Code, Id, IdKey, Line, OfOrganisation, Secret, WordKey


class OrganisationRow(Base):
    """party: its id on the ledger, None until it is linked.

    reviews_needed: before a draft may be signed. separate_people: who drafted may not review, and neither signs.
    managed_keys: the organisation chose to have the service keep keys for it.
    """

    __tablename__ = "organisations"

    id: Mapped[IdKey]
    name: Mapped[Line]
    party: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    reviews_needed: Mapped[Code]
    separate_people: Mapped[bool]
    managed_keys: Mapped[bool]
    created_at: Mapped[At]
    closed_at: Mapped[At]


class ApiKeyRow(Base):
    """A program's key. prefix: its public half, by which it is found; of the secret half only SHA-256 is kept."""

    __tablename__ = "api_keys"

    prefix: Mapped[str] = mapped_column(String(16), primary_key=True)
    organisation: Mapped[OfOrganisation]
    name: Mapped[Line]
    secret_hash: Mapped[Secret]
    scopes: Mapped[Line]  # operations, space-separated
    created_by: Mapped[Id]
    created_at: Mapped[At]
    expires_at: Mapped[At]
    last_used_at: Mapped[At]
    revoked_at: Mapped[At]


class ClientCertificateRow(Base):
    """The public key that an organisation's machine shows in TLS, by the SHA-256 of its SubjectPublicKeyInfo."""

    __tablename__ = "client_certificates"

    spki: Mapped[WordKey]
    organisation: Mapped[OfOrganisation]
    name: Mapped[Line]
    created_by: Mapped[Id]
    created_at: Mapped[At]
    revoked_at: Mapped[At]


class ManagedKeyRow(Base):
    """A signing key that the service keeps for an organisation. keystore: V3, under the key-encryption key.

    powers: what the service signs with it, whatever the ledger would allow.
    """

    __tablename__ = "managed_keys"

    address: Mapped[AddressKey]
    organisation: Mapped[OfOrganisation]
    name: Mapped[Line]
    keystore: Mapped[Line]
    powers: Mapped[Code]
    created_by: Mapped[Id]
    created_at: Mapped[At]
    revoked_at: Mapped[At]


class ManagedKeyGrantRow(Base):
    """Who gave a managed key a power beyond `documents`, and when."""

    __tablename__ = "managed_key_grants"

    address: Mapped[AddressKey]
    power: Mapped[Code] = mapped_column(primary_key=True, autoincrement=False)
    granted_by: Mapped[Id]
    granted_at: Mapped[At]
