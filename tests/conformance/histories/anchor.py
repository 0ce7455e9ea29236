"""The command of the Anchor table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import Role
from tests.conformance.cast import text
from tests.conformance.histories.author import Author, Drawn


def draw(author: Author) -> Drawn:
    by = author.by_role(author.pick((Role.OPERATOR, Role.WITNESS)))
    if author.chance(10):
        by = author.party()
    namespace = author.label("ranking", "ranking", "log")
    last = author.model.anchored_sizes.get((by, namespace), 0)
    size = max(0, last + author.pick((0, 1, 7, 7, -1)))
    return author.create(c.AnchorDigest, [by], namespace=namespace, digest=text("root"), size=size)
