"""What the catalogue takes and gives. A content's own members are `marketplace.catalogue.content`'s to judge."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StringConstraints, WithJsonSchema

from api.models.answers import Answer, FaultModel
from api.models.given import Given
from api.models.people import At, Id, Name, Note
from api.models.values import Word
from ledger.enums import STATES_OF, AppraisalKind, Kind, Outcome, PilotStage, Verdict
from marketplace.catalogue.codes import EntryKind, Sector
from marketplace.catalogue.entries import Decision, EntryState
from marketplace.catalogue.importing import Taken
from marketplace.search import LONGEST_QUERY

Reference = Annotated[
    str,
    Field(pattern="^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$", description="Of an organisation's entry", examples=["T001"]),
]
# What `api.openapi` puts the union of contents in the place of: the route parses it by itself, to tell every fault.
CONTENT_SCHEMA = "EntryContent"
_CONTENT = WithJsonSchema({"type": "object", "x-schema": CONTENT_SCHEMA})
ContentGiven = Annotated[dict[str, Any], _CONTENT]
# Canonical: its RFC 8785 bytes are what was committed to.
Content = Annotated[dict[str, Any], _CONTENT]
Noun = Literal["asset", "listing", "problem", "party"]


def _words(*names: str) -> Any:
    return Literal[names]


RecordState: Any = _words(
    *dict.fromkeys(
        each.name.lower() for kind in (Kind.ASSET, Kind.LISTING, Kind.PROBLEM, Kind.PARTY) for each in STATES_OF[kind]
    )
)
CertificateState: Any = _words(*(each.name.lower() for each in STATES_OF[Kind.CERTIFICATE]))
OutcomeWord: Any = _words(*(each.name.lower() for each in Outcome))
StageWord: Any = _words(*(each.name.lower() for each in PilotStage))
VerdictWord: Any = _words(*(each.name.lower() for each in Verdict))
ReviewWord: Any = _words(AppraisalKind.TECHNICAL_REVIEW.name.lower(), AppraisalKind.SECURITY_REVIEW.name.lower())


class Both(Answer):
    """A text in the languages that it is there in."""

    vi: str | None = None
    en: str | None = None


# --- Given ---------------------------------------------------------------------------------------------------------


class EntryGiven(Given):
    reference: Reference
    content: ContentGiven
    note: Note = ""


class VersionGiven(Given):
    content: ContentGiven
    note: Note = ""


class BindingGiven(Given):
    """What is left out is unbound. profile: whether an organisation's entry is what its party carries."""

    asset: Word | None = None
    listing: Word | None = None
    problem: Word | None = None
    profile: StrictBool = False


class DecisionGiven(Given):
    """version: the one that was read."""

    version: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    outcome: Decision
    reason: Note = ""


class Narrowing(Given):
    """What a search is narrowed to, by the names of `GET /v1/search`; of several values any will do."""

    kind: Annotated[list[EntryKind], Field(max_length=20)] = Field(default_factory=list)
    sector: Annotated[list[Sector], Field(max_length=4)] = Field(default_factory=list)
    ipc: Annotated[str, Field(pattern="^[A-H]([0-9]{2}([A-Z]( ?[0-9]{1,4}(/[0-9]{2,6})?)?)?)?$")] | None = None
    trl_from: Annotated[int, Field(ge=1, le=9, strict=True)] | None = None
    territory: Annotated[str, Field(pattern="^[A-Z]{2}(-[A-Z0-9]{1,3})?$")] | None = None
    owner: Annotated[list[Id], Field(max_length=50)] = Field(default_factory=list)
    green: StrictBool | None = None
    strategic: StrictBool | None = None
    language: Annotated[list[Literal["vi", "en"]], Field(max_length=2)] = Field(default_factory=list)


class SearchGiven(Given):
    """A search to come back to. notify: whether its owner wants to be told of what is new."""

    name: Name
    query: Annotated[str, StringConstraints(max_length=LONGEST_QUERY, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    facets: Narrowing = Field(default_factory=Narrowing)
    notify: StrictBool = False


# --- Answered ------------------------------------------------------------------------------------------------------


class EntryLine(Answer):
    """version: the number of the shown one."""

    id: Id
    organisation: Id
    organisation_name: str
    kind: EntryKind
    reference: Reference
    version: int
    title: Both


class EntriesPage(Answer):
    entries: list[EntryLine]
    next: str | None


class BoundAnswer(Answer):
    """A record of the ledger that an entry is bound to, as it reads now.

    held: whether it still is its organisation's. matches: whether what it carries is the commitment to this version.
    tier: of an asset's evidence.
    """

    noun: Noun
    record: Word
    state: RecordState | None
    held: bool
    commitment: Word
    matches: bool
    tier: int | None


class ReviewInForce(Answer):
    """A technical or security review that stands, of the asset or of a proposal that rests on it. issuer: a party."""

    appraisal: Word
    kind: ReviewWord
    proposal: Word | None
    issuer: Word
    verdict: VerdictWord | None
    valid_until: At


class AcceptanceAnswer(Answer):
    """An acceptance certificate, whatever it says and whatever became of it. kpis, met: how many of its pilot."""

    certificate: Word
    outcome: OutcomeWord
    state: CertificateState
    stage: StageWord
    pilot: Word
    proposal: Word
    problem: Word
    owner: Word
    provider: Word
    verifier: Word
    owner_signed: bool
    kpis: int
    met: int
    supersedes: Word | None
    superseded_by: Word | None
    issued_at: At


class VersionShown(Answer):
    """commitment: SHA-256 of domain, salt and content, as docs/specs/commands.md has it."""

    version: int
    content: Content
    salt: Word
    digest: Word
    commitment: Word
    ledger: list[BoundAnswer]


class EntryAnswer(VersionShown):
    """What everybody sees. vetted: whether it is software, a service, data or a model that is bound to an asset: then
    its reviews in force and every certificate are here, failures included."""

    id: Id
    organisation: Id
    organisation_name: str
    kind: EntryKind
    reference: Reference
    vetted: bool
    reviews: list[ReviewInForce]
    certificates: list[AcceptanceAnswer]


class OwnLine(EntryLine):
    """state: of what is shown, or of the last version where nothing is. pending: of the last version where it is not
    the shown one. version: the last one's number; shown: the shown one's, 0 for none."""

    state: EntryState
    pending: Literal["", "draft", "in_moderation", "returned"]
    shown: int
    hidden_by: Literal["", "organisation", "moderator"]
    created_at: At
    changed_at: At


class OwnPage(Answer):
    entries: list[OwnLine]
    next: str | None


class DecisionAnswer(Answer):
    """organisation: the moderator's. moderator: an account."""

    version: int
    outcome: Decision
    reason: str
    moderator: str
    organisation: Id
    at: At


class OwnEntry(OwnLine):
    """last: the last version, whether it is shown or not. visible: whether everybody sees the entry now, which of a
    published one its listing decides."""

    visible: bool
    last: VersionShown
    decisions: list[DecisionAnswer]


class Difference(Answer):
    """A place where a version differs from the one before. Without the place in one of them: null there."""

    path: str
    before: str | int | bool | None
    after: str | int | bool | None


class VersionAnswer(Answer):
    version: int
    digest: Word
    author: str
    note: str
    at: At
    content: Content
    differences: list[Difference]


class VersionsAnswer(Answer):
    """Newest first."""

    versions: list[VersionAnswer]


class ImportLine(Answer):
    """What became of a row. row: as an editor counts lines of JSON, as a spreadsheet counts rows."""

    row: int
    reference: str
    outcome: Taken
    entry: Id | None
    faults: list[FaultModel]


class ImportAnswer(Answer):
    created: int
    revised: int
    unchanged: int
    refused: int
    rows: list[ImportLine]


class ExhibitorAnswer(Answer):
    """entry: where it is shown; party: on the ledger; organisation: of either, where the service knows it."""

    entry: EntryLine | None
    party: Word | None
    organisation_name: str | None
    stand: str | None


class EventLine(EntryLine):
    starts_on: str
    ends_on: str
    place: Both


class EventsAnswer(Answer):
    events: list[EventLine]


class ExhibitorsAnswer(Answer):
    exhibitors: list[ExhibitorAnswer]


class CodeAnswer(Answer):
    code: str
    vi: str
    en: str


class CodeList(Answer):
    name: str
    codes: list[CodeAnswer]


class CodeLists(Answer):
    lists: list[CodeList]


class SearchAnswer(Answer):
    id: Id
    name: str
    query: str
    facets: Narrowing
    notify: bool
    created_at: At
    seen_at: At


class SearchesAnswer(Answer):
    searches: list[SearchAnswer]


class NewsAnswer(Answer):
    """The nearest first."""

    entries: list[EntryLine]


class FollowAnswer(Answer):
    """news: what was published of it since it was last looked at."""

    subject_kind: Literal["entry", "organisation"]
    subject: Id
    name: Both | None
    at: At
    seen_at: At
    news: int


class FollowsAnswer(Answer):
    follows: list[FollowAnswer]
