"""What matching takes and gives: questions, suggestions with reasons, runs, proofs, feedback."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from api.models.answers import Answer
from api.models.catalogue import Both, Noun
from api.models.given import Given
from api.models.people import At, Id
from api.models.values import Word
from marketplace.catalogue.codes import EntryKind, Exclusivity, Mode, Sector

What = Literal["need", "technology", "fund"]
FeedbackWord = Literal["shown", "interested", "dismissed", "introduced", "deal"]
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$"),
    Field(description="An entry's id or reference, or the id of a record that it is bound to", examples=["P001"]),
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=8000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]
Territory = Annotated[str, Field(pattern="^[A-Z]{2}(-[A-Z0-9]{1,3})?$", examples=["VN-HN"])]
Dong = Annotated[int, Field(ge=0, description="Whole dong", examples=[2200000000])]
Day = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2026-12-15"])]


# --- Given ---------------------------------------------------------------------------------------------------------


class NeedAsked(Given):
    """A need in one's own words, which is not put into the catalogue."""

    statement: Annotated[Text, Field(examples=["Đánh thức cả xóm khi có nhà cháy lúc nửa đêm, không phải đi dây"])]
    language: Literal["vi", "en"] = "vi"
    title: Line | None = None
    sector: Sector | None = None
    budget_vnd: Annotated[int, Field(ge=0, le=(1 << 53) - 1)] | None = None
    min_trl: Annotated[int, Field(ge=1, le=9)] | None = None
    deadline: Day | None = None
    territory: Annotated[tuple[Territory, ...], Field(max_length=64)] = ()
    exclusivity: Exclusivity | None = None


class MatchGiven(Given):
    """Exactly one of `entry`, which `what` says the kind of, and `need`."""

    what: What = "need"
    entry: Name | None = None
    need: NeedAsked | None = None
    limit: Annotated[int, Field(ge=1, le=50, strict=True)] = 10


class SaidGiven(Given):
    """candidate: its entry or reference in the run. reason: of what is dismissed, and of nothing else."""

    candidate: Name
    event: FeedbackWord
    position: Annotated[
        int, Field(ge=0, le=1000, strict=True, description="Where it was shown, from 1; 0: not said")
    ] = 0
    reason: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")] = ""


class FeedbackGiven(Given):
    said: Annotated[list[SaidGiven], Field(min_length=1, max_length=100)]


# --- Answers -------------------------------------------------------------------------------------------------------


class TermModel(Answer):
    vi: list[str]
    en: list[str]
    concept: str | None


class FacetModel(Answer):
    """standing `open`: a record cannot tell, somebody has to read or ask. hard: where it is missed, it excludes."""

    name: str
    standing: Literal["met", "missed", "open"]
    hard: bool
    code: str
    values: dict[str, str | int]
    said: Both


class TierModel(Answer):
    number: int
    said: Both


class RecordModel(Answer):
    """A record that the entry is bound to, as it reads now. matches: it carries the commitment of this very content."""

    noun: Noun
    record: Word
    state: str | None
    state_said: Both | None
    held: bool
    matches: bool
    tier: TierModel | None


class OwnerNames(Answer):
    organisation: Id
    names: Both


class AskingModel(Answer):
    """amount: whole units of the currency, null where it is to be agreed. per: the unit of a service's price."""

    mode: Mode
    exclusivity: Exclusivity | None
    currency: str
    amount: int | None
    per: str | None


class CandidateAnswer(Answer):
    """A technology has `trl` and `asking`, a need `budget_vnd` and `deadline`."""

    entry: Id
    reference: str
    version: int
    kind: EntryKind
    title: Both
    owner: OwnerNames
    territory: list[str]
    ledger: list[RecordModel]
    trl: int | None = None
    asking: AskingModel | None = None
    budget_vnd: Dong | None = None
    deadline: Day | None = None


class SuggestionModel(CandidateAnswer):
    """strength: never a share of anything. reasons: the strongest first."""

    terms: list[TermModel]
    position: int
    strength: Literal["strong", "medium", "weak"]
    facets: list[FacetModel]
    reasons: list[Both]


class ExcludedModel(CandidateAnswer):
    terms: list[TermModel]
    broken: list[FacetModel]


class EmptyModel(Answer):
    code: str
    values: dict[str, str | int]
    said: Both


class AskedModel(Answer):
    """entry: null where what was asked is not kept in the catalogue."""

    kind: EntryKind
    entry: Id | None
    reference: str
    version: int
    title: Both
    territory: list[str]
    budget_vnd: Dong | None = None
    min_trl: int | None = None
    deadline: Day | None = None


class MatcherModel(Answer):
    code: str
    weights: str
    glossary: str
    model: str


class RunPlace(Answer):
    """number: in the log of all runs, from 1. root: of the run's document."""

    id: Id
    number: int
    root: Word


class MatchingModel(Answer):
    """One side's answer. near: how many were near enough; considered: how many there were. excluded: near misses.

    nearest: where nothing is near enough, what would be looked at first; it is not suggested.
    """

    found: Literal["technology", "need"]
    asked: AskedModel
    day: Day
    suggestions: list[SuggestionModel]
    excluded: list[ExcludedModel]
    empty: EmptyModel | None
    nearest: list[CandidateAnswer]
    near: int
    considered: int
    matcher: MatcherModel
    run: RunPlace


class MatchAnswer(Answer):
    """One answer, or one for each side of the market where a fund asks."""

    matchings: list[MatchingModel]


class AnchorPlace(Answer):
    """record: of the ledger; size: of the log that it fixes the root of."""

    record: Word
    size: int


class RunAnswer(Answer):
    """document: RFC 8785 bytes of it are what the root is made of (docs/specs/ranking-runs.md)."""

    id: Id
    number: int
    root: Word
    at: At
    open: bool
    anchor: AnchorPlace | None
    document: dict[str, Any]


class LogPath(Answer):
    size: int
    path: list[Word]


class StandingModel(Answer):
    """The header and one candidate, each with its path to the run's root."""

    leaves: int
    header: dict[str, Any]
    header_path: list[Word]
    candidate: dict[str, Any]
    index: int
    path: list[Word]


class ProofModel(Answer):
    kind: Literal["hanotex-ranking-proof"]
    version: Literal[1]
    number: int
    root: Word
    log: LogPath
    standing: StandingModel | None


class ProofAnswer(Answer):
    """anchor: null where none covers the run yet; the path then leads to the log's root as it is now."""

    proof: ProofModel
    anchor: AnchorPlace | None


class FeedbackModel(Answer):
    candidate: Id
    event: FeedbackWord
    position: int
    reason: str
    at: At


class FeedbackAnswer(Answer):
    """What the organisation of who asks has said of the run."""

    said: list[FeedbackModel]
