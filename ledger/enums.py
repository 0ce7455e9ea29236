"""The enumerations of the catalogue (docs/specs/commands.md, "Types") and the states of records.

On the wire and in signed commands an enum is its number; its lower-case name is for people.
"""

from __future__ import annotations

from enum import IntEnum


class PartyKind(IntEnum):
    AGENCY = 1
    INSTITUTE = 2
    UNIVERSITY = 3
    ENTERPRISE = 4
    FUND = 5
    HUB = 6
    INVENTOR = 7


class PartyState(IntEnum):
    ACTIVE = 1
    SUSPENDED = 2
    CLOSED = 3


class Role(IntEnum):
    OWNER = 1
    BUYER = 2
    BROKER = 3
    VALUER = 4
    TECHNICAL_REVIEWER = 5
    SECURITY_REVIEWER = 6
    PROBLEM_OWNER = 7
    PROVIDER = 8
    VERIFIER = 9
    ESCROW_AGENT = 10
    OPERATOR = 11
    IP_REGISTRAR = 12
    REGULATOR = 13
    AUDITOR = 14
    ARBITER = 15
    FUND = 16
    HUB = 17
    WITNESS = 18
    TRANSFER_REGISTRAR = 19


class AssetKind(IntEnum):
    PATENT = 1
    UTILITY_SOLUTION = 2
    INDUSTRIAL_DESIGN = 3
    LAYOUT_DESIGN = 4
    TRADEMARK = 5
    TRADE_NAME = 6
    GEOGRAPHICAL_INDICATION = 7
    PLANT_VARIETY = 8
    SOFTWARE = 9
    WORK = 10
    KNOW_HOW = 11
    DATASET = 12
    AI_MODEL = 13
    SERVICE = 14
    FACILITY = 15


class GrantRule(IntEnum):
    ALL = 1
    MAJORITY = 2
    EACH = 3


class RightStage(IntEnum):
    APPLICATION = 1
    GRANTED = 2


class AssetEnd(IntEnum):
    LAPSED = 1
    EXPIRED = 2
    INVALIDATED = 3


class ListingMove(IntEnum):
    IN_REVIEW = 1
    PUBLISHED = 2
    PAUSED = 3
    RESERVED = 4
    CLOSED = 5


class ReviewOutcome(IntEnum):
    PUBLISH = 1
    RETURN = 2


class AppraisalKind(IntEnum):
    TECHNOLOGY_EVALUATION = 1
    VALUATION = 2
    TECHNICAL_REVIEW = 3
    SECURITY_REVIEW = 4


class Verdict(IntEnum):
    PASS = 1
    FAIL = 2


class Approach(IntEnum):
    COST = 1
    MARKET = 2
    INCOME = 3


class Purpose(IntEnum):
    LICENCE = 1
    ASSIGNMENT = 2
    PLEDGE = 3
    CONTRIBUTION = 4
    ACCOUNTING = 5
    OTHER = 6


class InstrumentKind(IntEnum):
    LICENCE = 1
    SUBLICENCE = 2
    ASSIGNMENT = 3
    PLEDGE = 4
    COOPERATION = 5
    MEMORANDUM = 6
    SOLUTION_CONTRACT = 7


class MemberRole(IntEnum):
    GRANTOR = 1
    GRANTEE = 2
    CONSENTING = 3
    MEMBER = 4


class Exclusivity(IntEnum):
    NON_EXCLUSIVE = 1
    SOLE = 2
    EXCLUSIVE = 3


class Gate(IntEnum):
    IP_REGISTER = 1
    TRANSFER_REGISTER = 2
    ESCROW = 3


class EscrowAction(IntEnum):
    FUNDED = 1
    RELEASED = 2
    REFUNDED = 3


class InstrumentEnd(IntEnum):
    TERMINATED = 1
    RESCINDED = 2


class Ruling(IntEnum):
    SUSPEND = 1
    RESUME = 2
    TERMINATE = 3
    RESCIND = 4
    ENFORCE = 5


class RoyaltyAnswer(IntEnum):
    CONFIRM = 1
    DISPUTE = 2


class ProblemMove(IntEnum):
    EVALUATING = 1
    AWARDED = 2
    NO_AWARD = 3
    CANCELLED = 4


class ProposalMove(IntEnum):
    SHORTLISTED = 1
    FAILED = 2
    WITHDRAWN = 3


class Comparator(IntEnum):
    GTE = 1
    LTE = 2
    EQ = 3


class Missing(IntEnum):
    FAILS = 1
    EXCLUDED = 2


class PilotStage(IntEnum):
    TRIAL = 1
    ROLLOUT = 2


class PilotMove(IntEnum):
    RUNNING = 1
    COMPLETED = 2
    ABORTED = 3


class Outcome(IntEnum):
    PASS = 1
    PARTIAL = 2
    FAIL = 3


class CertificateRuling(IntEnum):
    UPHELD = 1
    REVOKED = 2


class DocumentMove(IntEnum):
    DELIVERED = 1
    OPENED = 2
    REGISTERED = 3
    PROCESSING = 4
    RESPONDED = 5
    RETURNED = 6
    CLOSED = 7
    REFUSED = 8
    WITHDRAWN = 9
    EXTENDED = 10
    FORWARDED = 11


class Kind(IntEnum):
    """The kinds of record; hashed into every record id."""

    PARTY = 1
    ASSET = 2
    LISTING = 3
    APPRAISAL = 4
    INSTRUMENT = 5
    ROYALTY_PERIOD = 6
    PROBLEM = 7
    PROPOSAL = 8
    PILOT = 9
    CERTIFICATE = 10
    DOCUMENT = 11
    ANCHOR = 12


class State(IntEnum):
    """Every state of every kind of record: one word, one number, whatever the kind."""

    PENDING = 1
    ACTIVE = 2
    SUSPENDED = 3
    CLOSED = 4
    REGISTERED = 5
    DISPUTED = 6
    LAPSED = 7
    EXPIRED = 8
    INVALIDATED = 9
    DRAFT = 10
    IN_REVIEW = 11
    PUBLISHED = 12
    PAUSED = 13
    RESERVED = 14
    ISSUED = 15
    SUPERSEDED = 16
    WITHDRAWN = 17
    PROPOSED = 18
    SIGNED = 19
    EFFECTIVE = 20
    TERMINATED = 21
    RESCINDED = 22
    DUE = 23
    REPORTED = 24
    CONFIRMED = 25
    PAID = 26
    AUDITED = 27
    EVALUATING = 28
    AWARDED = 29
    NO_AWARD = 30
    CANCELLED = 31
    COMMITTED = 32
    REVEALED = 33
    TECHNICAL_PASS = 34
    SECURITY_PASS = 35
    SHORTLISTED = 36
    SELECTED = 37
    FAILED = 38
    PLANNED = 39
    BASELINED = 40
    RUNNING = 41
    MEASURED = 42
    COMPLETED = 43
    ABORTED = 44
    UPHELD = 45
    REVOKED = 46
    SUBMITTED = 47
    DELIVERED = 48
    OPENED = 49
    PROCESSING = 50
    RESPONDED = 51
    RETURNED = 52
    REFUSED = 53
    ANCHORED = 54


# The states that a record of each kind can read, in the order of its life; a royalty that is due has no record yet.
STATES_OF: dict[Kind, tuple[State, ...]] = {
    Kind.PARTY: (
        State.PENDING,
        State.ACTIVE,
        State.SUSPENDED,
        State.CLOSED,
    ),
    Kind.ASSET: (
        State.REGISTERED,
        State.ACTIVE,
        State.DISPUTED,
        State.LAPSED,
        State.EXPIRED,
        State.INVALIDATED,
    ),
    Kind.LISTING: (
        State.DRAFT,
        State.IN_REVIEW,
        State.PUBLISHED,
        State.PAUSED,
        State.RESERVED,
        State.CLOSED,
    ),
    Kind.APPRAISAL: (
        State.ISSUED,
        State.EXPIRED,
        State.SUPERSEDED,
        State.WITHDRAWN,
    ),
    Kind.INSTRUMENT: (
        State.PROPOSED,
        State.SIGNED,
        State.EFFECTIVE,
        State.SUSPENDED,
        State.EXPIRED,
        State.TERMINATED,
        State.RESCINDED,
    ),
    Kind.ROYALTY_PERIOD: (
        State.REPORTED,
        State.DISPUTED,
        State.CONFIRMED,
        State.PAID,
        State.AUDITED,
    ),
    Kind.PROBLEM: (
        State.DRAFT,
        State.PUBLISHED,
        State.CLOSED,
        State.EVALUATING,
        State.AWARDED,
        State.NO_AWARD,
        State.CANCELLED,
    ),
    Kind.PROPOSAL: (
        State.COMMITTED,
        State.REVEALED,
        State.TECHNICAL_PASS,
        State.SECURITY_PASS,
        State.SHORTLISTED,
        State.SELECTED,
        State.FAILED,
        State.WITHDRAWN,
    ),
    Kind.PILOT: (
        State.PLANNED,
        State.BASELINED,
        State.RUNNING,
        State.MEASURED,
        State.COMPLETED,
        State.ABORTED,
    ),
    Kind.CERTIFICATE: (
        State.ISSUED,
        State.DISPUTED,
        State.UPHELD,
        State.REVOKED,
        State.SUPERSEDED,
    ),
    Kind.DOCUMENT: (
        State.SUBMITTED,
        State.DELIVERED,
        State.OPENED,
        State.REGISTERED,
        State.PROCESSING,
        State.RESPONDED,
        State.RETURNED,
        State.REFUSED,
        State.WITHDRAWN,
        State.CLOSED,
    ),
    Kind.ANCHOR: (State.ANCHORED,),
}


class Power(IntEnum):
    """What a key may sign; a key carries the sum of its powers (docs/specs/commands.md, "Keys and powers")."""

    DOCUMENTS = 1
    MARKET = 2
    TITLE = 4
    KEYS = 8


ALL_POWERS = 15

PRIVILEGED_ROLES = frozenset(
    {
        Role.VALUER,
        Role.TECHNICAL_REVIEWER,
        Role.SECURITY_REVIEWER,
        Role.VERIFIER,
        Role.ESCROW_AGENT,
        Role.OPERATOR,
        Role.IP_REGISTRAR,
        Role.TRANSFER_REGISTRAR,
        Role.REGULATOR,
        Role.AUDITOR,
        Role.ARBITER,
        Role.WITNESS,
    }
)
