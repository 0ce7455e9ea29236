"""The model's rules of the Listing table."""

from __future__ import annotations

from dataclasses import replace

from ledger import commands as c
from ledger.enums import ListingMove, ReviewOutcome, Role, State
from tests.model.ledger import Effect, Model, Signers, refuse
from tests.model.records import Listing

S = State
FROM = {
    ListingMove.IN_REVIEW: (S.DRAFT,),
    ListingMove.PUBLISHED: (S.PAUSED, S.RESERVED),
    ListingMove.PAUSED: (S.PUBLISHED,),
    ListingMove.RESERVED: (S.PUBLISHED,),
    ListingMove.CLOSED: (S.DRAFT, S.IN_REVIEW, S.PUBLISHED, S.PAUSED, S.RESERVED),
}
TO = {
    ListingMove.IN_REVIEW: S.IN_REVIEW,
    ListingMove.PUBLISHED: S.PUBLISHED,
    ListingMove.PAUSED: S.PAUSED,
    ListingMove.RESERVED: S.RESERVED,
    ListingMove.CLOSED: S.CLOSED,
}


def rules(model: Model, command: c.Command, signers: Signers) -> Effect:
    if isinstance(command, c.DraftListing):
        model.require(command.asset, model.assets)
        model.each_signer(signers, model.assets[command.asset].holders)
        model.state_in(command.asset, S.ACTIVE)
        if any(command.broker):
            model.require(command.broker, model.parties)
        model.listings[command.record] = Listing(command.asset, command.broker)
        return Effect(S.DRAFT)
    record = command.record
    listing = model.listings[record]
    holders = model.assets[listing.asset].holders
    if isinstance(command, c.ReviewListing):
        model.state_in(record, S.IN_REVIEW)
        model.each_signer(signers, None, Role.OPERATOR)
        for signer in signers.parties:
            if signer in holders:
                raise refuse("CONFLICT_OF_INTEREST", party=signer, with_=signer)
        model.state_in(listing.asset, S.ACTIVE)
        return Effect(S.PUBLISHED if command.review_outcome == ReviewOutcome.PUBLISH else S.DRAFT)
    assert isinstance(command, c.MoveListing)
    move = ListingMove(command.listing_move)
    model.state_in(record, *FROM[move])
    model.each_signer(signers, {*holders, listing.broker})
    if move in (ListingMove.IN_REVIEW, ListingMove.PUBLISHED):
        model.state_in(listing.asset, S.ACTIVE)
    if move == ListingMove.RESERVED:
        model.before(command.until)
    model.listings[record] = replace(listing, until=command.until)
    return Effect(TO[move])
