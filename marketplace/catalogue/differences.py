"""Where two contents differ, leaf by leaf, so that a moderator reads what changed and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Difference(NamedTuple):
    """path: as JSON writes a place. before, after: None where the place is not there."""

    path: str
    before: Any
    after: Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """In the order of paths. before, after: canonical JSON, parsed; empty for what there was not yet."""
    first, second = dict(_leaves("", before)), dict(_leaves("", after))
    return [
        Difference(path, first.get(path), second.get(path))
        for path in sorted(first.keys() | second.keys())
        if first.get(path) != second.get(path)
    ]


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}" if path else name, inner)
    elif isinstance(value, list) and value:
        for place, inner in enumerate(value):
            yield from _leaves(f"{path}[{place}]", inner)
    elif path:
        # An empty object or list is a leaf too, and said as it is written.
        yield path, json.dumps(value) if isinstance(value, Mapping | list) else value
