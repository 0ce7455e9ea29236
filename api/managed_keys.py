"""Signing keys that the service keeps for an organisation: only where it chose so, and only with powers given.

The key stands in a V3 keystore whose password is derived from the key-encryption key, which is in no table. A managed
key begins with the power `documents`; every other power is given to that one key by an admin of the organisation.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.problems.answer import NotServed
from api.sealing import Sealing
from api.tables import ManagedKeyGrantRow, ManagedKeyRow, OrganisationRow
from ledger import eip712
from ledger.commands import AddKey, Command
from ledger.enums import Power
from ledger.keys import KeySigner, preimage
from ledger.keystore import KeystoreError, new_secret, opened_text, sealed_text

_MOST, _MOST_EVER = 20, 400  # keys of one organisation: in use, and with the revoked ones
_PLACE = "managed keys"


def new_managed_key(
    session: Session, sealing: Sealing, organisation: OrganisationRow, name: str, by: str, now: int
) -> ManagedKeyRow:
    """A new key with the power `documents`. Raises `NotServed` MANAGED_KEYS_OFF, ALREADY_THERE."""
    _expect_chosen(organisation)
    mine = managed_keys(session, organisation.id)
    if len([row for row in mine if not row.revoked_at]) >= _MOST or len(mine) >= _MOST_EVER:
        raise NotServed("ALREADY_THERE", what="managed keys")
    secret = new_secret()
    address = KeySigner(secret).address
    row = ManagedKeyRow(
        address=address,
        organisation=organisation.id,
        name=name,
        keystore=sealed_text(_password(sealing, address), secret, random_password=True),
        powers=Power.DOCUMENTS,
        created_by=by,
        created_at=now,
        revoked_at=0,
    )
    session.add(row)
    session.flush()
    return row


def managed_keys(session: Session, organisation: str) -> Sequence[ManagedKeyRow]:
    """Those of an organisation, revoked ones too, oldest first."""
    mine = select(ManagedKeyRow).where(ManagedKeyRow.organisation == organisation)
    return session.scalars(mine.order_by(ManagedKeyRow.created_at, ManagedKeyRow.address)).all()


def grant_power(session: Session, row: ManagedKeyRow, power: Power, by: str, now: int) -> None:
    """Let the service sign with one more power. Raises `NotServed` NOT_FOUND, ALREADY_THERE."""
    if row.revoked_at:
        raise NotServed("NOT_FOUND")
    if row.powers & power:
        raise NotServed("ALREADY_THERE", what=power.name.lower())
    row.powers |= power
    session.add(ManagedKeyGrantRow(address=row.address, power=power, granted_by=by, granted_at=now))
    session.flush()


def sign_managed(
    sealing: Sealing, organisation: OrganisationRow, row: ManagedKeyRow, ledger: bytes, command: Command
) -> bytes:
    """65 bytes over the command's digest. Raises `NotServed` MANAGED_KEYS_OFF, NOT_FOUND, POWER_NOT_GRANTED."""
    _expect_chosen(organisation)
    if row.revoked_at or row.organisation != organisation.id:
        raise NotServed("NOT_FOUND")
    # A key that is being added proves possession only; it is to have no power that was not given here.
    own = isinstance(command, AddKey) and command.key == row.address and not command.powers & ~row.powers
    if not own and not row.powers & command.power:
        raise NotServed("POWER_NOT_GRANTED", power=command.power.name.lower())
    signer = KeySigner(_opened(sealing, row))
    return signer.sign_preimage(preimage(ledger, eip712.struct_hash(command)))


def _expect_chosen(organisation: OrganisationRow) -> None:
    if not organisation.managed_keys:
        raise NotServed("MANAGED_KEYS_OFF")


def resealed(sealing: Sealing, row: ManagedKeyRow) -> str | None:
    """The keystore under the newest sealing key; None where it is. Raises `KeystoreError`."""
    newest = _password(sealing, row.address)
    try:
        opened_text(row.keystore, newest)
    except KeystoreError:
        return sealed_text(newest, _opened(sealing, row), random_password=True)
    return None


def _opened(sealing: Sealing, row: ManagedKeyRow) -> bytes:
    """The private key. Raises `KeystoreError` where no sealing key opens it."""
    for derived in sealing.keyed_by_each(_PLACE, row.address):
        with suppress(KeystoreError):
            return opened_text(row.keystore, _spelt(derived))
    raise KeystoreError(f"the managed key 0x{row.address.hex()} does not open with this service's keys")


def _password(sealing: Sealing, address: bytes) -> bytes:
    """256 bits in hex, another for each key."""
    return _spelt(sealing.keyed(_PLACE, address))


def _spelt(derived: bytes) -> bytes:
    return derived.hex().encode()
