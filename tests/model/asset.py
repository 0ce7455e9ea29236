"""The model's rules of the Asset table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import AssetEnd, AssetKind, Role, State
from tests.model.ledger import Asset, Model, Signers, refuse

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


def rules(model: Model, command: c.Command, signers: Signers) -> tuple[State, list[bytes]]:
    record = command.record
    if isinstance(command, c.RegisterAsset):
        parties = [holder.party for holder in command.holders]
        for signer in signers.parties:
            model.not_read_only(signer)
            if not model.holds(signer, Role.OWNER):
                raise refuse("ROLE_REQUIRED", party=signer, role=int(Role.OWNER))
            if signer not in parties:
                raise refuse("NOT_AUTHORISED", party=signer)
        for party in parties:
            if party not in signers.parties:
                raise refuse("SIGNATURE_MISSING", party=party, role=0)
        holders = whole(command.holders)
        if not command.rights and command.asset_kind not in WITHOUT_RIGHTS:
            raise refuse("RIGHTS_REQUIRED", asset_kind=command.asset_kind)
        model.assets[record] = Asset(command.asset_kind, holders, command.grant_rule, command.rights)
        return S.REGISTERED, []

    asset = model.assets[record]
    stored, state = model.entries[record].state, model.asset_state(record)
    numbered = asset.kind in REGISTRABLE
    if isinstance(command, c.RaiseTier):
        model.state_in(record, state, S.REGISTERED, S.ACTIVE)
        model.with_role(signers, Role.IP_REGISTRAR)
        if command.tier <= asset.tier:
            raise refuse("TIER_NOT_HIGHER", current=asset.tier, given=command.tier)
        if command.tier >= 2 and numbered:
            pairs_free(model, record, asset.rights)
        asset.tier = command.tier
        return S.ACTIVE, []
    if isinstance(command, c.RecordRights):
        model.state_in(record, stored, S.ACTIVE, S.DISPUTED)
        model.with_role(signers, Role.IP_REGISTRAR)
        if asset.tier >= 2 and numbered:
            pairs_free(model, record, command.rights)
        asset.rights = command.rights
        return stored, []
    if isinstance(command, c.SetGrantRule):
        model.state_in(record, state, S.REGISTERED, S.ACTIVE)
        model.called_for(signers, list(asset.holders))
        asset.grant_rule = command.grant_rule
        return stored, []
    if isinstance(command, c.DisputeAsset):
        model.state_in(record, state, S.ACTIVE)
        for signer in signers.parties:
            model.not_read_only(signer)
            if signer != command.claimant and not model.holds(signer, Role.ARBITER):
                raise refuse("NOT_AUTHORISED", party=signer)
        if all(signer == command.claimant for signer in signers.parties):
            raise refuse("SIGNATURE_MISSING", party=bytes(32), role=int(Role.ARBITER))
        if command.claimant not in signers.parties:
            raise refuse("SIGNATURE_MISSING", party=command.claimant, role=0)
        return S.DISPUTED, []
    if isinstance(command, c.ResolveDispute):
        model.state_in(record, state, S.DISPUTED)
        model.with_role(signers, Role.ARBITER)
        for holder in command.holders:
            model.require_party(holder.party)
        if command.holders:
            asset.holders = whole(command.holders)
        return S.ACTIVE, []
    assert isinstance(command, c.EndAsset)
    model.state_in(record, stored, S.REGISTERED, S.ACTIVE, S.DISPUTED)
    model.with_role(signers, Role.IP_REGISTRAR)
    last = max((right.end for right in asset.rights), default=0)
    if command.asset_end == AssetEnd.EXPIRED and last > model.now:
        raise refuse("TOO_EARLY", not_before=last, now=model.now)
    return {1: S.LAPSED, 2: S.EXPIRED, 3: S.INVALIDATED}[command.asset_end], []
