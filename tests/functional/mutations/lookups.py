"""Who holds a number, and the licences that are live on an asset."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.functional.altering_proxy import Reply
from tests.functional.audited_ledger import NUMBER, OFFICE
from tests.functional.edits import alterations, omissions
from tests.functional.mutations.mutation import Mutation, denied, of_edits
from tests.functional.stand import Stand


def lookups(stand: Stand) -> Iterator[Mutation]:
    asset = stand.node.records.holder_of_right(OFFICE.encode().ljust(32, b"\0"), NUMBER.encode().ljust(32, b"\0"))
    assert asset is not None
    path = f"/v1/rights/{OFFICE}/{NUMBER}"
    told = json.loads(stand.proxy.fetch(path).body)
    for edits in (alterations(told), omissions(told)):
        yield from of_edits(edits, "right", path, "rights", asset)
    yield Mutation("right", "omit", f"{path} denied", denied(path, "RIGHT_NOT_FOUND"), "rights", asset)
    nobodys = "/v1/rights/VN/0AUDIT0NOBODY"
    body = json.dumps({"office": "VN", "number": "0AUDIT0NOBODY", "asset": "0x" + asset.hex()}).encode()
    held = Mutation(
        "right",
        "alter",
        f"{nobodys} held",
        lambda asked, reply: Reply(200, body) if asked == nobodys else reply,
        "rights",
        asset,
    )
    yield held
    grants = f"/v1/assets/0x{asset.hex()}/live-grants?block={stand.node.block}"
    told = json.loads(stand.proxy.fetch(grants).body)
    assert told["items"]
    for edits in (alterations(told), omissions(told)):
        yield from of_edits(edits, "live grants", grants, "grants", asset)
    yield Mutation("live grants", "omit", f"{grants} denied", denied(grants, "RECORD_NOT_FOUND"), "grants", asset)
