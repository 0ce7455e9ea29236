"""Commands of the Asset table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import AssetEnd, AssetKind, GrantRule, RightStage, State
from tests.conformance.cast import LAOS, party, text
from tests.conformance.histories.author import NOBODY, YEAR, Author, Drawn

K = AssetKind
KINDS = (K.PATENT, K.PATENT, K.PATENT, K.SOFTWARE, K.SOFTWARE, K.SERVICE, K.KNOW_HOW, K.TRADEMARK)
RARE_KINDS = (K.TRADE_NAME, K.GEOGRAPHICAL_INDICATION, K.PLANT_VARIETY, K.FACILITY)
SHAPES = (
    (("institute", 6000), ("university", 4000)),
    (("institute", 10_000),),
    (("maker", 10_000),),
    (("university", 10_000),),
    (("university", 5000), ("maker", 5000)),
    (("university", 5001), ("maker", 4999)),
)
ODD_SHAPES = ((("institute", 6000), ("university", 3999)), (("maker", 5000), ("maker", 5000)))
# What an arbiter may decide: also that a party without the role of an owner holds it.
DECIDED = (*SHAPES, (("operator", 2000), ("university", 8000)), (("buyer", 10_000),))


def draw(author: Author) -> Drawn:
    model = author.model
    if len(author.in_state(model.assets, State.ACTIVE, State.REGISTERED)) < 5 or author.chance(6):
        return _register(author)
    record = author.one(model.assets, State.REGISTERED, State.ACTIVE, State.DISPUTED, State.EXPIRED)
    if record not in model.assets:
        record = author.pick(list(model.assets))
    kind = author.pick(("tier", "rights", "rights", "rule", "dispute", "end", "tier", "resolve"))
    if not author.chance(6):
        state = model.reads(record)
        kind = {State.REGISTERED: "tier", State.DISPUTED: "resolve", State.EXPIRED: "rights"}.get(state, kind)
    registrar, arbiter = party("registrar"), party("arbiter")
    evidence = text("evidence")
    if kind == "tier":
        tier = author.pick((1, 2, 2, 3))
        return author.on(c.RaiseTier, record, [registrar], tier=tier, evidence=evidence)
    if kind == "rights":
        return author.on(c.RecordRights, record, [registrar], rights=rights(author), evidence=evidence)
    if kind == "rule":
        holders = author.shuffled(list(model.assets[record].holders))
        return author.on(c.SetGrantRule, record, holders, grant_rule=author.pick(tuple(GrantRule)))
    if kind == "dispute":
        claimant = author.party("buyer", "buyer", "maker", "auditor", "arbiter")
        return author.on(c.DisputeAsset, record, [arbiter, claimant], claim=text("claim"), claimant=claimant)
    if kind == "resolve":
        holders = () if author.chance(2) else _holders(author, DECIDED)
        if author.chance(12):
            holders = (c.Share(party=NOBODY, bps=10_000),)
        return author.on(c.ResolveDispute, record, [arbiter], decision=text("decision"), holders=holders)
    end = author.pick((*AssetEnd, AssetEnd.EXPIRED))
    if not author.chance(2):
        return author.on(c.RecordRights, record, [registrar], rights=rights(author), evidence=evidence)
    return author.on(c.EndAsset, record, [registrar], asset_end=end, evidence=evidence)


def _register(author: Author) -> Drawn:
    holders = _holders(author, SHAPES)
    kind = author.pick(RARE_KINDS) if author.chance(5) else author.pick(KINDS)
    free = kind in (K.KNOW_HOW, K.SERVICE, K.FACILITY) or author.chance(15)
    return author.create(
        c.RegisterAsset,
        list(dict.fromkeys(holder.party for holder in holders)),
        asset_kind=int(kind),
        title=text("title"),
        holders=holders,
        grant_rule=author.pick(tuple(GrantRule)),
        fields=author.pick((0, 0, 1 << 16, 1 << 33)),
        rights=() if free else rights(author),
    )


def _holders(author: Author, shapes: tuple[tuple[tuple[str, int], ...], ...]) -> tuple[c.Share, ...]:
    chosen = author.pick(ODD_SHAPES) if author.chance(12) else author.pick(shapes)
    return tuple(c.Share(party=party(alias), bps=bps) for alias, bps in chosen)


def rights(author: Author) -> tuple[c.Right, ...]:
    now = author.now
    found = []
    for _ in range(author.pick((1, 1, 2))):
        start = now - author.pick((YEAR, 2 * YEAR))
        author.serial += 1
        number = str(author.serial).encode()
        found.append(
            c.Right(
                office=author.label("VN", "VN", "VN", "VN", "VN", "VN", "", "SG"),
                number=author.pick((number,) * 8 + (b"7", b"8", b"")).ljust(32, b"\0"),
                right_stage=author.pick((RightStage.GRANTED,) * 4 + (RightStage.APPLICATION,)),
                countries=author.pick((0, 0, 0, 1 << LAOS)),
                provinces=author.pick((2**64 - 1,) * 5 + (3, 0)),
                start=start,
                end=author.pick((now + 5 * YEAR,) * 7 + (now + 600, now + 60, start + 10)),
            )
        )
    return tuple(found)
