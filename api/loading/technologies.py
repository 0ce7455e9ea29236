"""A technology of a set as an asset that its owner registers, a registrar looks at, and the operator lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from api.loading import codes
from api.loading.drafts import Draft, Found
from ledger.commands import DraftListing, MoveListing, RaiseTier, RegisterAsset, ReviewListing, Right, Share
from ledger.enums import AssetKind, GrantRule, ListingMove, ReviewOutcome, RightStage, State
from ledger.records import Asset, Listing
from marketplace.profiles import Technology

_NONE = bytes(32)
_WHOLE = 10_000  # basis points
_LABEL_BYTES = 32
# Kinds whose rights the ledger does not ask for (docs/specs/commands.md, "Asset").
WITHOUT_RIGHTS = frozenset(
    {AssetKind.KNOW_HOW, AssetKind.DATASET, AssetKind.AI_MODEL, AssetKind.SERVICE, AssetKind.FACILITY}
)
# Years of protection from filing, as the Law on Intellectual Property has them (articles 27, 93, 169), renewed.
_TERMS = {
    AssetKind.PATENT: 20,
    AssetKind.UTILITY_SOLUTION: 10,
    AssetKind.INDUSTRIAL_DESIGN: 15,
    AssetKind.LAYOUT_DESIGN: 10,
    AssetKind.PLANT_VARIETY: 20,
}
_OTHER_TERM = 50


def asset_kind(kind: str) -> AssetKind:
    """Raises `KeyError` for a kind that the catalogue does not have."""
    return AssetKind[kind.upper()]


def rights(technology: Technology, otherwise: int) -> tuple[Right, ...]:
    """The right of a kind that must state one; at tier 1 a claim, whose number nobody has looked up.

    otherwise: the year of a technology that states none.
    """
    kind = asset_kind(technology.kind)
    if kind in WITHOUT_RIGHTS:
        return ()
    number = re.sub("[^A-Z0-9]", "", technology.numbers[0].upper())[:_LABEL_BYTES] if technology.numbers else ""
    # What arises without registration is granted when it arises.
    granted = bool(number) or kind in (AssetKind.SOFTWARE, AssetKind.WORK)
    countries, provinces = codes.territory(technology.territory)
    year = technology.year or otherwise
    return (
        Right(
            office=b"VN".ljust(_LABEL_BYTES, b"\0"),
            number=number.encode().ljust(_LABEL_BYTES, b"\0"),
            right_stage=RightStage.GRANTED if granted else RightStage.APPLICATION,
            countries=countries,
            provinces=provinces,
            start=_first_second(year),
            end=_first_second(year + _TERMS.get(kind, _OTHER_TERM)),
        ),
    )


def _first_second(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class TechnologyChain:
    """asset_nonce, listing_nonce: 32 bytes. content: the commitment that the asset and the listing carry."""

    alias: str
    asset: bytes
    listing: bytes
    owner: bytes
    registrar: bytes
    operator: bytes
    asset_nonce: bytes
    listing_nonce: bytes
    kind: AssetKind
    content: bytes
    evidence: bytes
    fields: int
    rights: tuple[Right, ...]

    @property
    def records(self) -> tuple[bytes, ...]:
        return (self.asset, self.listing)

    def lacking(self, found: Found, now: int) -> list[Draft]:
        asset, listing = found.get(self.asset), found.get(self.listing)
        assert asset is None or isinstance(asset, Asset)
        assert listing is None or isinstance(listing, Listing)
        drafts = [] if asset else [self._registration()]
        if asset is None or asset.state == State.REGISTERED:
            drafts.append(self._draft(RaiseTier, self.asset, self.registrar, tier=1, evidence=self.evidence))
        elif asset.state != State.ACTIVE:
            # In dispute, or ended: nothing is listed.
            return []
        state = listing.state if listing else None
        if state is None:
            drafted = {"nonce": self.listing_nonce, "asset": self.asset, "broker": _NONE, "offer": self.content}
            drafts.append(Draft(DraftListing, self.listing, drafted, (self.owner,)))
        if state in (None, State.DRAFT):
            submitted = {"listing_move": ListingMove.IN_REVIEW, "until": 0, "reason": _NONE}
            drafts.append(Draft(MoveListing, self.listing, submitted, (self.owner,)))
        if state in (None, State.DRAFT, State.IN_REVIEW):
            reviewed = {"review_outcome": ReviewOutcome.PUBLISH, "reason": _NONE}
            drafts.append(Draft(ReviewListing, self.listing, reviewed, (self.operator,)))
        return drafts

    def _registration(self) -> Draft:
        fields: Mapping[str, Any] = {
            "nonce": self.asset_nonce,
            "asset_kind": self.kind,
            "title": self.content,
            "holders": (Share(party=self.owner, bps=_WHOLE),),
            "grant_rule": GrantRule.ALL,
            "fields": self.fields,
            "rights": self.rights,
        }
        return Draft(RegisterAsset, self.asset, fields, (self.owner,))

    def _draft(self, kind: type, record: bytes, signer: bytes, **fields: object) -> Draft:
        return Draft(kind, record, fields, (signer,))
