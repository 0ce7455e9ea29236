"""The model's rules of the Asset table."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import AssetEnd, AssetKind, Role, State
from tests.model.ledger import ZERO, Effect, Model, Signers, refuse
from tests.model.records import Asset

S = State
WITHOUT_RIGHTS = {AssetKind.KNOW_HOW, AssetKind.DATASET, AssetKind.AI_MODEL, AssetKind.SERVICE, AssetKind.FACILITY}
REGISTRABLE = {
    AssetKind.PATENT,
    AssetKind.UTILITY_SOLUTION,
    AssetKind.INDUSTRIAL_DESIGN,
    AssetKind.LAYOUT_DESIGN,
    AssetKind.TRADEMARK,
    AssetKind.GEOGRAPHICAL_INDICATION,
    AssetKind.PLANT_VARIETY,
}


def whole(holders: tuple[c.Share, ...]) -> dict[bytes, int]:
    shares: dict[bytes, int] = {}
    for holder in holders:
        if holder.party in shares:
            raise refuse("DUPLICATE_PARTY", party=holder.party)
        shares[holder.party] = holder.bps
    if sum(shares.values()) != 10_000:
        raise refuse("NOT_WHOLE", sum=sum(shares.values()))
    return shares


def pairs_free(model: Model, record: bytes, rights: tuple[c.Right, ...]) -> None:
    for i, right in enumerate(rights):
        for name in ("office", "number"):
            if not any(getattr(right, name)):
                raise refuse("FIELD_MISSING", field=f"rights[{i}].{name}")
    for right in rights:
        for other, asset in model.assets.items():
            if other == record or asset.tier < 2 or asset.kind not in REGISTRABLE:
                continue
            if any((r.office, r.number) == (right.office, right.number) for r in asset.rights):
                raise refuse("RIGHT_TAKEN", existing=other)


def rules(model: Model, command: c.Command, signers: Signers) -> Effect:
    if isinstance(command, c.RegisterAsset):
        return _register(model, command, signers)
    record = command.record
    asset, stored = model.assets[record], model.entries[record].state
    if isinstance(command, c.RaiseTier):
        model.state_in(record, S.REGISTERED, S.ACTIVE)
        model.each_signer(signers, None, Role.IP_REGISTRAR)
        if command.tier <= asset.tier:
            raise refuse("TIER_NOT_HIGHER", current=asset.tier, given=command.tier)
        if command.tier >= 2 and asset.kind in REGISTRABLE:
            pairs_free(model, record, asset.rights)
        model.assets[record] = replace(asset, tier=command.tier)
        return Effect(S.ACTIVE)
    if isinstance(command, c.RecordRights):
        model.require_state(record, stored, (S.ACTIVE, S.DISPUTED))
        model.each_signer(signers, None, Role.IP_REGISTRAR)
        if asset.tier >= 2 and asset.kind in REGISTRABLE:
            pairs_free(model, record, command.rights)
        model.assets[record] = replace(asset, rights=command.rights)
        return Effect(stored)
    if isinstance(command, c.SetGrantRule):
        model.state_in(record, S.REGISTERED, S.ACTIVE)
        model.called_for(signers, list(asset.holders))
        model.assets[record] = replace(asset, grant_rule=command.grant_rule)
        return Effect(stored)
    if isinstance(command, c.DisputeAsset):
        return _dispute(model, command, signers)
    if isinstance(command, c.ResolveDispute):
        model.state_in(record, S.DISPUTED)
        model.each_signer(signers, None, Role.ARBITER)
        for holder in command.holders:
            model.require(holder.party, model.parties)
        if command.holders:
            model.assets[record] = replace(asset, holders=whole(command.holders))
        return Effect(S.ACTIVE)
    assert isinstance(command, c.EndAsset)
    model.require_state(record, stored, (S.REGISTERED, S.ACTIVE, S.DISPUTED))
    model.each_signer(signers, None, Role.IP_REGISTRAR)
    if command.asset_end == AssetEnd.EXPIRED:
        model.not_before(max((right.end for right in asset.rights), default=0))
    return Effect({1: S.LAPSED, 2: S.EXPIRED, 3: S.INVALIDATED}[command.asset_end])


def _register(model: Model, command: c.RegisterAsset, signers: Signers) -> Effect:
    parties = [holder.party for holder in command.holders]
    model.each_signer(signers, parties, Role.OWNER)
    for party in parties:
        if party not in signers.parties:
            raise refuse("SIGNATURE_MISSING", party=party, role=0)
    holders = whole(command.holders)
    if not command.rights and command.asset_kind not in WITHOUT_RIGHTS:
        raise refuse("RIGHTS_REQUIRED", asset_kind=command.asset_kind)
    model.assets[command.record] = Asset(
        command.asset_kind, holders, command.grant_rule, command.fields, command.rights
    )
    return Effect(S.REGISTERED)


def _dispute(model: Model, command: c.DisputeAsset, signers: Signers) -> Effect:
    """The arbiter and the claimant are two parties (reading 42)."""
    model.state_in(command.record, S.ACTIVE)
    for signer in signers.parties:
        model.not_read_only(signer)
        if signer != command.claimant and not model.holds(signer, Role.ARBITER):
            raise refuse("NOT_AUTHORISED", party=signer)
    if all(signer == command.claimant for signer in signers.parties):
        raise refuse("SIGNATURE_MISSING", party=ZERO, role=int(Role.ARBITER))
    if command.claimant not in signers.parties:
        raise refuse("SIGNATURE_MISSING", party=command.claimant, role=0)
    return Effect(S.DISPUTED)
