"""What acts for an organisation without being a person: API keys, machines by certificate, and managed signing keys."""

from __future__ import annotations

from typing import Annotated, get_args

from fastapi import APIRouter, Path, Response
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.dependencies import Serving, changing_tables, reading_tables
from api.identity import certificates
from api.identity.api_keys import new_api_key
from api.identity.nonces import Purpose
from api.identity.recent import recently_signed_in
from api.managed_keys import grant_power, managed_keys, new_managed_key
from api.models.given import Given
from api.models.people import (
    ApiKeyAnswer,
    ApiKeyMade,
    ApiKeysAnswer,
    MachineAnswer,
    MachineGiven,
    MachinesAnswer,
    MachineText,
    ManagedKeyAnswer,
    ManagedKeyGiven,
    ManagedKeysAnswer,
    Name,
    PowerGiven,
)
from api.models.values import Address, Word
from api.people import the_organisation
from api.policy import SCOPES, Identity, Operation, allowed
from api.problems import NotServed
from api.problems.declared import CHANGING, READING, declared
from api.routes.organisations import OrganisationId
from api.tables import ApiKeyRow, ClientCertificateRow, ManagedKeyRow
from ledger.enums import Power

router = APIRouter(prefix="/v1/organisations/{organisation}", tags=["organisations"])
_READ = declared(*READING, "NOT_FOUND", "TOO_MANY_REQUESTS")
_CHANGE = declared(*CHANGING, "NOT_FOUND", "RECENT_SIGN_IN_REQUIRED")
_DAY = 86_400
_TEXT_SECONDS = 600
# Keys or machines of one organisation: in use, and with those that are so no more, which stay to be seen.
_MOST, _MOST_EVER = 100, 2_000


class ApiKeyGiven(Given):
    """scopes: the operations that the key may be used for. days: until it expires."""

    name: Name
    scopes: Annotated[list[Operation], Field(min_length=1, max_length=len(get_args(Operation)))]
    days: Annotated[int, Field(ge=1, le=366, strict=True)] = 90


# --- API keys ------------------------------------------------------------------------------------------------------


@router.get(
    "/api-keys",
    operation_id="list_api_keys",
    summary="The API keys of an organisation, without their secrets",
    response_model=ApiKeysAnswer,
    responses=_READ,
    dependencies=[allowed("api_keys.read")],
)
def api_keys(service: Serving, organisation: OrganisationId) -> ApiKeysAnswer:
    with reading_tables(service) as session:
        return ApiKeysAnswer(api_keys=[_key_answer(row) for row in _keys(session, organisation)])


@router.post(
    "/api-keys",
    operation_id="make_api_key",
    summary="A new API key; its secret is shown this once",
    status_code=201,
    response_model=ApiKeyMade,
    responses={**_CHANGE, **declared("ALREADY_THERE", "UNREADABLE_FIELD")},
)
def make_api_key(
    service: Serving,
    organisation: OrganisationId,
    given: ApiKeyGiven,
    who: Annotated[Identity, allowed("api_keys.make")],
) -> ApiKeyMade:
    recently_signed_in(service, who)
    for scope in given.scopes:
        if scope not in SCOPES:
            raise NotServed("UNREADABLE_FIELD", field="scopes", given=scope, allowed=list(SCOPES))
    now = service.identities.now
    with changing_tables(service) as session:
        the_organisation(session, organisation)
        mine = _keys(session, organisation)
        in_use = [row for row in mine if not row.revoked_at and now < row.expires_at]
        if len(in_use) >= _MOST or len(mine) >= _MOST_EVER:
            raise NotServed("ALREADY_THERE", what="API keys")
        key, row = new_api_key(
            session, organisation, given.name, set(given.scopes), who.account, now, now + given.days * _DAY
        )
        return ApiKeyMade(**_key_answer(row).model_dump(), key=key)


@router.delete(
    "/api-keys/{prefix}",
    operation_id="revoke_api_key",
    summary="Revoke an API key",
    status_code=204,
    response_class=Response,
    responses=declared(*CHANGING, "NOT_FOUND"),
    dependencies=[allowed("api_keys.revoke")],
)
def revoke_api_key(
    service: Serving, organisation: OrganisationId, prefix: Annotated[str, Path(pattern="^[0-9a-f]{12}$")]
) -> Response:
    with changing_tables(service) as session:
        row = session.get(ApiKeyRow, prefix)
        if row is None or row.organisation != organisation:
            raise NotServed("NOT_FOUND")
        row.revoked_at = row.revoked_at or service.identities.now
    return Response(status_code=204)


def _keys(session: Session, organisation: str) -> list[ApiKeyRow]:
    mine = select(ApiKeyRow).where(ApiKeyRow.organisation == organisation)
    return list(session.scalars(mine.order_by(ApiKeyRow.created_at, ApiKeyRow.prefix)))


def _key_answer(row: ApiKeyRow) -> ApiKeyAnswer:
    return ApiKeyAnswer(
        prefix=row.prefix,
        name=row.name,
        scopes=row.scopes.split(),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )


# --- Machines ------------------------------------------------------------------------------------------------------


@router.get(
    "/machines",
    operation_id="list_machines",
    summary="The machines of an organisation that TLS recognises",
    response_model=MachinesAnswer,
    responses=_READ,
    dependencies=[allowed("machines.read")],
)
def machines(service: Serving, organisation: OrganisationId) -> MachinesAnswer:
    with reading_tables(service) as session:
        return MachinesAnswer(machines=[_machine_answer(row) for row in _machines(session, organisation)])


@router.post(
    "/machines/challenge",
    operation_id="ask_for_machine_text",
    summary="The text that a machine's key signs to be registered: good once, for ten minutes, in this organisation",
    response_model=MachineText,
    responses=_CHANGE,
)
def machine_text(
    service: Serving, organisation: OrganisationId, who: Annotated[Identity, allowed("machines.add")]
) -> MachineText:
    recently_signed_in(service, who)
    with changing_tables(service) as session:
        the_organisation(session, organisation)
        payload = {"organisation": organisation}
        challenge = service.identities.nonces.keep(session, Purpose.MACHINE, payload, _TEXT_SECONDS)
    return MachineText(challenge=challenge, text=certificates.text_to_sign(organisation, challenge))


@router.post(
    "/machines",
    operation_id="add_machine",
    summary="Register the public key of a machine's certificate",
    status_code=201,
    response_model=MachineAnswer,
    responses={
        **_CHANGE,
        **declared(
            *(*CHANGING, "NOT_FOUND", "RECENT_SIGN_IN_REQUIRED", "ALREADY_THERE", "CERTIFICATE_UNREADABLE"),
            *("MACHINE_NOT_PROVEN", "CHALLENGE_EXPIRED"),
        ),
    },
)
def add_machine(
    service: Serving,
    organisation: OrganisationId,
    given: MachineGiven,
    who: Annotated[Identity, allowed("machines.add")],
) -> MachineAnswer:
    recently_signed_in(service, who)
    try:
        certificate = certificates.read_certificate(given.certificate)
        spki = certificates.spki(certificate)
    except certificates.BadCertificate as error:
        raise NotServed("CERTIFICATE_UNREADABLE") from error
    # Its certificate is public: only whoever holds the key may say whose machine it is.
    with changing_tables(service) as session:
        asked = service.identities.nonces.use_up(session, Purpose.MACHINE, given.challenge)
    if asked is None or asked["organisation"] != organisation:
        raise NotServed("CHALLENGE_EXPIRED")
    if not certificates.is_signed(certificate, certificates.text_to_sign(organisation, given.challenge), given.proof):
        raise NotServed("MACHINE_NOT_PROVEN")
    with changing_tables(service) as session:
        the_organisation(session, organisation)
        row = session.get(ClientCertificateRow, spki, with_for_update=True)
        # A key that the organisation revoked stays revoked: somebody else may have it. Another's is taken over.
        is_own = row is not None and row.organisation == organisation
        mine = _machines(session, organisation)
        in_use = [each for each in mine if not each.revoked_at]
        if is_own or len(in_use) >= _MOST or len(mine) >= _MOST_EVER:
            raise NotServed("ALREADY_THERE", what="machine")
        if row is None:
            row = ClientCertificateRow(spki=spki)
            session.add(row)
        row.organisation, row.name, row.created_by = organisation, given.name, who.account
        row.created_at, row.revoked_at = service.identities.now, 0
        session.flush()
        return _machine_answer(row)


@router.delete(
    "/machines/{spki}",
    operation_id="revoke_machine",
    summary="Recognise a machine no more",
    status_code=204,
    response_class=Response,
    responses=declared(*CHANGING, "NOT_FOUND"),
    dependencies=[allowed("machines.revoke")],
)
def revoke_machine(service: Serving, organisation: OrganisationId, spki: Annotated[Word, Path()]) -> Response:
    with changing_tables(service) as session:
        row = session.get(ClientCertificateRow, bytes.fromhex(spki[2:]))
        if row is None or row.organisation != organisation:
            raise NotServed("NOT_FOUND")
        row.revoked_at = row.revoked_at or service.identities.now
    return Response(status_code=204)


def _machines(session: Session, organisation: str) -> list[ClientCertificateRow]:
    mine = select(ClientCertificateRow).where(ClientCertificateRow.organisation == organisation)
    return list(session.scalars(mine.order_by(ClientCertificateRow.created_at, ClientCertificateRow.spki)))


def _machine_answer(row: ClientCertificateRow) -> MachineAnswer:
    return MachineAnswer(
        spki="0x" + row.spki.hex(), name=row.name, created_at=row.created_at, revoked_at=row.revoked_at
    )


# --- Managed keys --------------------------------------------------------------------------------------------------


@router.get(
    "/managed-keys",
    operation_id="list_managed_keys",
    summary="The signing keys that the service keeps for the organisation",
    response_model=ManagedKeysAnswer,
    responses=_READ,
    dependencies=[allowed("managed_keys.read")],
)
def kept_keys(service: Serving, organisation: OrganisationId) -> ManagedKeysAnswer:
    with reading_tables(service) as session:
        return ManagedKeysAnswer(managed_keys=[_managed_answer(row) for row in managed_keys(session, organisation)])


@router.post(
    "/managed-keys",
    operation_id="make_managed_key",
    summary="Have the service make and keep a signing key, for documents only; the ledger learns of it by `add_key`",
    status_code=201,
    response_model=ManagedKeyAnswer,
    responses={**_CHANGE, **declared("MANAGED_KEYS_OFF", "ALREADY_THERE")},
)
def make_managed_key(
    service: Serving,
    organisation: OrganisationId,
    given: ManagedKeyGiven,
    who: Annotated[Identity, allowed("managed_keys.make")],
) -> ManagedKeyAnswer:
    recently_signed_in(service, who)
    with changing_tables(service) as session:
        row = new_managed_key(
            session,
            service.sealing,
            the_organisation(session, organisation),
            given.name,
            who.account,
            service.identities.now,
        )
        return _managed_answer(row)


@router.post(
    "/managed-keys/{address}/powers",
    operation_id="grant_managed_key_power",
    summary="Let the service sign with one more power of this one key",
    response_model=ManagedKeyAnswer,
    responses={**_CHANGE, **declared("ALREADY_THERE")},
)
def grant(
    service: Serving,
    organisation: OrganisationId,
    address: Annotated[Address, Path()],
    given: PowerGiven,
    who: Annotated[Identity, allowed("managed_keys.grant")],
) -> ManagedKeyAnswer:
    recently_signed_in(service, who)
    with changing_tables(service) as session:
        row = _managed(session, organisation, address)
        grant_power(session, row, Power[given.power.upper()], who.account, service.identities.now)
        return _managed_answer(row)


@router.delete(
    "/managed-keys/{address}",
    operation_id="revoke_managed_key",
    summary="Sign with this key no more, and forget it; on the ledger it ends by `revoke_key`",
    status_code=204,
    response_class=Response,
    responses=declared(*CHANGING, "NOT_FOUND"),
    dependencies=[allowed("managed_keys.revoke")],
)
def revoke_managed_key(service: Serving, organisation: OrganisationId, address: Annotated[Address, Path()]) -> Response:
    with changing_tables(service) as session:
        row = _managed(session, organisation, address)
        row.revoked_at, row.keystore = row.revoked_at or service.identities.now, ""
    return Response(status_code=204)


def _managed(session: Session, organisation: str, address: str) -> ManagedKeyRow:
    row = session.get(ManagedKeyRow, bytes.fromhex(address[2:]))
    if row is None or row.organisation != organisation:
        raise NotServed("NOT_FOUND")
    return row


def _managed_answer(row: ManagedKeyRow) -> ManagedKeyAnswer:
    return ManagedKeyAnswer(
        address="0x" + row.address.hex(),
        name=row.name,
        powers=[power.name.lower() for power in Power if row.powers & power],
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )
