"""Two JSON values, member by member."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from api.audit.difference import ABSENT

# What the ledger defines stands under these: there a member more is a lie. Elsewhere it may be a later version's.
_EXACT = frozenset({"record", "signed", "outcome", "scope", "genesis", "values", "receipt", "intake"})


class Unlike(NamedTuple):
    """member: where, as `record.holders[0].bps`; "" for the whole."""

    member: str
    node: Any
    service: Any


def unlike(node: Any, service: Any, member: str = "", *, exact: bool = False) -> Iterator[Unlike]:
    """Where the service's value is another than the node's.

    The order of members says nothing. Types count: `1`, `true` and `"1"` are three values.
    """
    if isinstance(node, dict) and isinstance(service, dict):
        for name in node:
            yield from unlike(node[name], service.get(name, ABSENT), _at(member, name), exact=exact or name in _EXACT)
        for name in service if exact else ():
            if name not in node:
                yield Unlike(_at(member, name), ABSENT, service[name])
    elif isinstance(node, list) and isinstance(service, list):
        for index in range(max(len(node), len(service))):
            own, told = (each[index] if index < len(each) else ABSENT for each in (node, service))
            yield from unlike(own, told, f"{member}[{index}]", exact=exact)
    elif type(node) is not type(service) or node != service:
        yield Unlike(member, node, service)


def _at(member: str, name: str) -> str:
    return f"{member}.{name}" if member else name
