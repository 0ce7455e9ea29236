"""Assets: claims, evidence tiers, rights, disputes, ends."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import AssetEnd, State
from ledger.events import Event
from ledger.records import Asset
from ledger.transitions import versions

_ENDS = {
    AssetEnd.LAPSED: State.LAPSED,
    AssetEnd.EXPIRED: State.EXPIRED,
    AssetEnd.INVALIDATED: State.INVALIDATED,
}


def _register_asset(_: None, event: Event, command: c.RegisterAsset) -> Asset:
    return Asset(
        **versions.first(event),
        state=State.REGISTERED,
        asset_kind=command.asset_kind,
        title=command.title,
        holders=command.holders,
        grant_rule=command.grant_rule,
        fields=command.fields,
        rights=command.rights,
    )


def _raise_tier(asset: Asset, event: Event, command: c.RaiseTier) -> Asset:
    return replace(asset, **versions.following(event), state=State.ACTIVE, tier=command.tier, evidence=command.evidence)


def _record_rights(asset: Asset, event: Event, command: c.RecordRights) -> Asset:
    return replace(asset, **versions.following(event), rights=command.rights, evidence=command.evidence)


def _set_grant_rule(asset: Asset, event: Event, command: c.SetGrantRule) -> Asset:
    return replace(asset, **versions.following(event), grant_rule=command.grant_rule)


def _dispute_asset(asset: Asset, event: Event, command: c.DisputeAsset) -> Asset:
    return replace(
        asset, **versions.following(event), state=State.DISPUTED, claim=command.claim, claimant=command.claimant
    )


def _resolve_dispute(asset: Asset, event: Event, command: c.ResolveDispute) -> Asset:
    holders = command.holders or asset.holders
    return replace(asset, **versions.following(event), state=State.ACTIVE, holders=holders, decision=command.decision)


def _end_asset(asset: Asset, event: Event, command: c.EndAsset) -> Asset:
    state = _ENDS[AssetEnd(command.asset_end)]
    return replace(asset, **versions.following(event), state=state, evidence=command.evidence)


TRANSITIONS: dict[type[c.Command], versions.Transition] = {
    c.RegisterAsset: _register_asset,
    c.RaiseTier: _raise_tier,
    c.RecordRights: _record_rights,
    c.SetGrantRule: _set_grant_rule,
    c.DisputeAsset: _dispute_asset,
    c.ResolveDispute: _resolve_dispute,
    c.EndAsset: _end_asset,
}
