"""What questions across records are answered with."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.models.answers import Answer
from api.models.records import AsOfModel, Place
from api.models.structs import struct_model
from api.models.values import Address, Seconds, Word
from ledger.commands import Scope

ScopeModel: Any = struct_model(Scope)


class RightHolder(Answer):
    office: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    number: str
    asset: Word


class LiveGrant(Answer):
    """scope: in wire form. registered_at: from when it holds against third parties; "0" where it is not registered."""

    instrument: Word
    exclusivity: Literal["non_exclusive", "sole", "exclusive"]
    scope: ScopeModel
    grantors: list[Word]
    grantees: list[Word]
    effective_at: Seconds
    registered_at: Seconds


class LiveGrants(Answer):
    items: list[LiveGrant]
    as_of: AsOfModel


class ContractModel(Answer):
    address: Address
    code_hash: Word


class OperatorKey(Answer):
    key: Address


class TrustModel(BaseModel):
    """A trust file (docs/specs/certificate.md, "Trust file")."""

    model_config = ConfigDict(extra="forbid")

    ledger: Word
    chain_id: int
    registry: ContractModel
    parties: ContractModel
    assets: ContractModel
    instruments: ContractModel
    operators: list[OperatorKey]
    genesis: dict[str, Any]


class StatusModel(Answer):
    """height: the last sealed block; now: when a command would run; followed: the last event in the lists."""

    ledger: Word
    engine: str
    single_operator: bool
    rulebook: int
    height: int
    sealed_at: Seconds
    now: Seconds
    followed: Place | None
