"""What is ranked: technologies that answer needs, and needs that ask for technologies. Built once, asked often."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from marketplace.matching.background import ENOUGH, background
from marketplace.matching.corpus import Corpus, Entry, Reader
from marketplace.matching.embedding.port import Embedder, Vectors
from marketplace.matching.glossary import Glossary
from marketplace.profiles import Fund, Need, Technology

_T = TypeVar("_T", Technology, Need)


def _plain(value: Any) -> Any:
    """What JSON does not know: the parts of profiles, mappings, decimal numbers and dates."""
    if is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    return dict(value) if isinstance(value, Mapping) else str(value)


_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def entry_of(profile: Technology | Need | Fund) -> Entry:
    if isinstance(profile, Technology):
        return Entry(profile.id, profile.texts, ipc=profile.ipc, sectors=profile.sectors)
    if isinstance(profile, Need):
        measures = [kpi.name for kpi in profile.kpis]
        measures += [must.text for must in profile.must_have if must.field is None]
        sectors = (profile.sector,) if profile.sector else ()
        return Entry(profile.id, profile.texts, measures=tuple(measures), sectors=sectors)
    return Entry(profile.id, profile.texts, sectors=profile.sectors)


class _Side(Generic[_T]):
    found: str

    def __init__(
        self, profiles: Sequence[_T], embedder: Embedder, glossary: Glossary, vectors: Vectors | None = None
    ) -> None:
        """vectors: of `texts_to_embed(profiles)`, where the caller keeps them; otherwise they are embedded here.

        The order of profiles does not matter: they are kept by id. Ids are unique.
        """
        order = sorted(range(len(profiles)), key=lambda place: profiles[place].id)
        self.profiles: tuple[_T, ...] = tuple(profiles[place] for place in order)
        if vectors is not None:
            starts = [0]
            for profile in profiles:
                starts.append(starts[-1] + len(entry_of(profile).passages()))
            vectors = vectors[[row for place in order for row in range(starts[place], starts[place + 1])]]
        beside = background() if 0 < len(profiles) < ENOUGH else ()
        entries = [entry_of(each) for each in self.profiles]
        self.corpus = Corpus(entries, Reader(embedder, glossary), vectors, beside)

    def __len__(self) -> int:
        return len(self.profiles)

    @cached_property
    def digest(self) -> str:
        """SHA-256 in hexadecimal over everything of every profile, in the order of their ids."""
        digest = hashlib.sha256()
        for profile in self.profiles:
            digest.update(_WRITER.encode(profile).encode() + b"\n")
        return digest.hexdigest()


class Candidates(_Side[Technology]):
    """Technologies, for needs and funds."""

    found = "technology"


class Demands(_Side[Need]):
    """Needs, for technologies and funds."""

    found = "need"


def texts_to_embed(profiles: Sequence[Technology] | Sequence[Need]) -> list[str]:
    """What `vectors` are of: the texts that an embedder is asked for, profile by profile."""
    return [text for profile in profiles for _, text in entry_of(profile).passages()]
