"""Commands of the Listing table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import ListingMove, Role, State
from tests.conformance.cast import party, text
from tests.conformance.histories.author import NOBODY, ZERO, Author, Drawn

S = State
M = ListingMove
NEXT = {
    S.DRAFT: (M.IN_REVIEW, M.IN_REVIEW, M.IN_REVIEW, M.CLOSED),
    S.PUBLISHED: (M.PAUSED, M.RESERVED, M.RESERVED),
    S.PAUSED: (M.PUBLISHED, M.PUBLISHED, M.CLOSED),
    S.RESERVED: (M.PUBLISHED, M.CLOSED),
}


def draw(author: Author) -> Drawn:
    model = author.model
    live = author.in_state(model.listings, S.DRAFT, S.IN_REVIEW, S.PUBLISHED, S.PAUSED, S.RESERVED)
    if len(live) < 3 or author.chance(8):
        asset = author.one(model.assets, S.ACTIVE)
        holders = list(model.assets[asset].holders) if asset in model.assets else [party("maker")]
        broker = author.pick((ZERO, party("buyer"), party("buyer"), NOBODY))
        return author.create(c.DraftListing, [author.pick(holders)], asset=asset, broker=broker, offer=text("offer"))
    record = author.pick(live) if not author.chance(12) else author.one(model.listings)
    if record not in model.listings:
        record = author.pick(live)
    state = model.reads(record)
    if state == S.IN_REVIEW and not author.chance(8):
        operator = author.by_role(Role.OPERATOR)
        return author.on(c.ReviewListing, record, [operator], review_outcome=author.pick((1, 1, 1, 2)), reason=ZERO)
    listing = model.listings[record]
    sellers = [*model.assets[listing.asset].holders] + ([listing.broker] if any(listing.broker) else [])
    move = author.pick(NEXT.get(state, tuple(M))) if not author.chance(8) else author.pick(tuple(M))
    until = author.soon(20, 60, 300, -5) if move == M.RESERVED else 0
    return author.on(c.MoveListing, record, [author.pick(sellers)], listing_move=move, until=until, reason=ZERO)
