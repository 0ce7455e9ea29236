"""The document of a ranking run: what was asked, of which matcher, over which candidates, and how each came out.

Canonical JSON (RFC 8785) of whole numbers, so that the same run has the same bytes everywhere. Its root is that of a
Merkle tree: the header is the first leaf, each candidate in order is one more. Nobody who asked is named in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NoReturn

from marketplace.canonical import canonical_text
from marketplace.matching.runs.merkle import leaf_hash, path_in, root_of

KIND, VERSION = "hanotex-ranking-run", 1
Direction = Literal["need", "technology", "fund"]
Found = Literal["technology", "need"]
Standing = Literal["suggested", "excluded", "not_suggested"]


class BadDocument(Exception):
    """A text that is no run's document, or not in its canonical form. reason: in a few words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Content:
    """Something that was compared, as it was then. entry: its id, "" where it is not kept; kind: as an entry of the
    catalogue has it; content: 32 bytes, SHA-256 of its canonical content.
    """

    kind: str
    entry: str
    reference: str
    version: int
    content: bytes

    @property
    def document(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "entry": self.entry,
            "reference": self.reference,
            "version": self.version,
            "content": "0x" + self.content.hex(),
        }


@dataclass(frozen=True, slots=True)
class Matcher:
    """What ranked. code: version of the rules; weights, glossary: digests, hex; model: the embedder's name."""

    code: str
    weights: str
    glossary: str
    model: str

    @property
    def document(self) -> dict[str, str]:
        return {"code": self.code, "weights": self.weights, "glossary": self.glossary, "model": self.model}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a candidate came out. rank: from 1, 0 where it is none of the suggested; reasons: why it is excluded."""

    standing: Standing
    rank: int = 0
    strength: str = ""
    reasons: Sequence[Mapping[str, Any]] = ()

    @property
    def document(self) -> dict[str, Any]:
        if self.standing == "suggested":
            return {"standing": self.standing, "rank": self.rank, "strength": self.strength}
        if self.standing == "excluded":
            return {"standing": self.standing, "reasons": [dict(each) for each in self.reasons]}
        return {"standing": self.standing}


@dataclass(frozen=True, slots=True)
class Candidate:
    """features: by name, in millionths."""

    of: Content
    outcome: Outcome
    features: Mapping[str, int] = field(default_factory=dict)

    @property
    def document(self) -> dict[str, Any]:
        return {**self.of.document, "features": dict(self.features), "outcome": self.outcome.document}


def candidate_set_root(candidates: Sequence[Content]) -> bytes:
    """The root over all that could have been suggested, in order."""
    return root_of([leaf_hash(canonical_text(each.document).encode()) for each in candidates])


@dataclass(frozen=True)
class RunDocument:
    """A run as it is kept. value: the JSON object; made by `run_document` or read by `read_document`."""

    value: Mapping[str, Any]

    @cached_property
    def text(self) -> str:
        return canonical_text(self.value)

    @property
    def header(self) -> dict[str, Any]:
        """Everything but the candidates."""
        return {name: value for name, value in self.value.items() if name != "candidates"}

    @property
    def candidates(self) -> list[dict[str, Any]]:
        return list(self.value["candidates"])

    @cached_property
    def leaves(self) -> list[bytes]:
        """Hashes: the header's, then one of each candidate."""
        return [leaf_hash(canonical_text(each).encode()) for each in (self.header, *self.candidates)]

    @cached_property
    def root(self) -> bytes:
        return root_of(self.leaves)

    def place(self, name: str) -> int | None:
        """Which leaf a candidate is, by its entry, or by a reference that no other has; None where it is none of them.

        Any organisation may call its own as another's, or by the other's id: the id is what it says in any case.
        """
        for member in ("entry", "reference"):
            found = [at for at, each in enumerate(self.candidates, 1) if each[member] == name]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def standing(self, leaf: int) -> dict[str, Any]:
        """What shows one candidate's standing, and the header, to be of this run, without the other candidates."""
        return {
            "leaves": len(self.leaves),
            "header": self.header,
            "header_path": _hex(path_in(self.leaves, 0)),
            "candidate": self.candidates[leaf - 1],
            "index": leaf,
            "path": _hex(path_in(self.leaves, leaf)),
        }


def run_document(
    *,
    direction: Direction,
    found: Found,
    subject: Content,
    day: str,
    limit: int,
    matcher: Matcher,
    candidates: Sequence[Candidate],
    among: int,
    set_root: bytes,
    abstention: Mapping[str, Any] | None,
    salt: bytes,
) -> RunDocument:
    """A run's document. direction: what asks; found: what is suggested. day: ISO date, in Viet Nam.

    candidates: the nearest, in the order of the ranking; among: how many there were in all, of the set with `set_root`.
    salt: 16 random bytes, so that nobody learns what was asked by hashing guesses.
    """
    return RunDocument(
        {
            "kind": KIND,
            "version": VERSION,
            "asked": {"direction": direction, "found": found, "subject": subject.document, "limit": limit},
            "day": day,
            "matcher": matcher.document,
            "candidate_set": {"count": among, "root": "0x" + set_root.hex()},
            "abstention": None if abstention is None else dict(abstention),
            "salt": "0x" + salt.hex(),
            "candidates": [each.document for each in candidates],
        }
    )


_MEMBERS = frozenset(
    {"kind", "version", "asked", "day", "matcher", "candidate_set", "abstention", "salt", "candidates"}
)
_OF_CONTENT = frozenset({"kind", "entry", "reference", "version", "content"})
_OF_CANDIDATE = _OF_CONTENT | {"features", "outcome"}


def read_document(text: str) -> RunDocument:
    """A kept document. Raises `BadDocument` where a byte of it is not as this program would have written it."""
    try:
        value = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
        same = canonical_text(value) == text
    except (ValueError, RecursionError) as error:
        raise BadDocument("no JSON of whole numbers") from error
    if not same:
        raise BadDocument("not in the canonical form")
    if not isinstance(value, dict) or value.keys() != _MEMBERS or value["kind"] != KIND or value["version"] != VERSION:
        raise BadDocument("no document of a ranking run of this version")
    asked = value["asked"]
    if not isinstance(asked, dict) or asked.keys() != {"direction", "found", "subject", "limit"}:
        raise BadDocument("asked")
    if not isinstance(asked["subject"], dict) or asked["subject"].keys() != _OF_CONTENT:
        raise BadDocument("asked.subject")
    if not isinstance(value["matcher"], dict) or value["matcher"].keys() != {"code", "weights", "glossary", "model"}:
        raise BadDocument("matcher")
    candidates = value["candidates"]
    if not isinstance(candidates, list) or not all(_is_candidate(each) for each in candidates):
        raise BadDocument("candidates")
    return RunDocument(value)


def _is_candidate(said: Any) -> bool:
    return (
        isinstance(said, dict)
        and said.keys() == _OF_CANDIDATE
        and isinstance(said["features"], dict)
        and all(type(number) is int for number in said["features"].values())
        and isinstance(said["outcome"], dict)
        and said["outcome"].get("standing") in ("suggested", "excluded", "not_suggested")
    )


def _hex(hashes: Sequence[bytes]) -> list[str]:
    return ["0x" + each.hex() for each in hashes]


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"a number that is not whole: {text[:32]}")
