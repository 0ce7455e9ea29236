# Written by scripts/make_client.py from docs/specs/openapi.json. Do not edit.
"""What goes in and out, as JSON has it. A newer service may answer with members beside these."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict, final

# An event's place in the ledger: block:log.
Position: TypeAlias = str

# A whole number in decimal digits: it may have more than 53 bits.
Digits: TypeAlias = str

# Bytes: 0x and lower-case hex digits.
Bytes: TypeAlias = str

# An address: 0x and 40 lower-case hex digits.
Address: TypeAlias = str

# 32 bytes: 0x and 64 lower-case hex digits.
Bytes32: TypeAlias = str

Kind: TypeAlias = Literal[
    "party",
    "asset",
    "listing",
    "appraisal",
    "instrument",
    "royalty_period",
    "problem",
    "proposal",
    "pilot",
    "certificate",
    "document",
    "anchor",
]

State: TypeAlias = Literal[
    "pending",
    "active",
    "suspended",
    "closed",
    "registered",
    "disputed",
    "lapsed",
    "expired",
    "invalidated",
    "draft",
    "in_review",
    "published",
    "paused",
    "reserved",
    "issued",
    "superseded",
    "withdrawn",
    "proposed",
    "signed",
    "effective",
    "terminated",
    "rescinded",
    "due",
    "reported",
    "confirmed",
    "paid",
    "audited",
    "evaluating",
    "awarded",
    "no_award",
    "cancelled",
    "committed",
    "revealed",
    "technical_pass",
    "security_pass",
    "shortlisted",
    "selected",
    "failed",
    "planned",
    "baselined",
    "running",
    "measured",
    "completed",
    "aborted",
    "upheld",
    "revoked",
    "submitted",
    "delivered",
    "opened",
    "processing",
    "responded",
    "returned",
    "refused",
    "anchored",
]

ApiKeyGivenScopes: TypeAlias = Literal[
    "service.look",
    "problems.read",
    "commands.submit",
    "commands.check",
    "commands.prepare",
    "commands.read",
    "records.read",
    "certificates.make",
    "events.read",
    "market.search",
    "matches.make",
    "runs.read",
    "feedback.give",
    "feedback.read",
    "webhooks.read",
    "webhooks.create",
    "webhooks.delete",
    "webhooks.replay",
    "webhooks.rotate",
    "identity.sign_in",
    "identity.sign_out",
    "account.read",
    "account.change",
    "accounts.claim",
    "accounts.read",
    "accounts.invite",
    "accounts.change",
    "organisations.list",
    "organisations.read",
    "organisations.change",
    "organisations.close",
    "api_keys.read",
    "api_keys.make",
    "api_keys.revoke",
    "machines.read",
    "machines.add",
    "machines.revoke",
    "managed_keys.read",
    "managed_keys.make",
    "managed_keys.grant",
    "managed_keys.revoke",
    "drafts.read",
    "drafts.write",
    "drafts.review",
    "drafts.sign",
    "drafts.submit",
    "drafts.withdraw",
    "mandates.apply",
    "mandates.follow",
    "mandates.list",
    "mandates.read",
    "mandates.decide",
    "mandates.erase",
    "catalogue.read",
    "catalogue.own",
    "catalogue.write",
    "catalogue.bind",
    "catalogue.withdraw",
    "catalogue.moderate",
    "catalogue.follow",
]

AskedModelKind: TypeAlias = Literal[
    "patent",
    "utility_solution",
    "industrial_design",
    "layout_design",
    "plant_variety",
    "trademark",
    "geographical_indication",
    "software",
    "service",
    "dataset",
    "ai_model",
    "know_how",
    "facility",
    "event",
    "knowledge",
    "need",
    "fund",
    "organisation",
]

Mode: TypeAlias = Literal["licence", "assignment", "service"]

AskingModelExclusivity: TypeAlias = Literal["exclusive", "sole", "non_exclusive"]

Noun: TypeAlias = Literal["asset", "listing", "problem", "party"]

BoundAnswerState: TypeAlias = Literal[
    "registered",
    "active",
    "disputed",
    "lapsed",
    "expired",
    "invalidated",
    "draft",
    "in_review",
    "published",
    "paused",
    "reserved",
    "closed",
    "evaluating",
    "awarded",
    "no_award",
    "cancelled",
    "pending",
    "suspended",
]

Deliver: TypeAlias = Literal["cookie", "token"]

ContentEventSectors: TypeAlias = Literal[
    "state_management", "smart_city", "production_business", "education_health_life"
]

OrganisationKind: TypeAlias = Literal[
    "agency",
    "institute",
    "university",
    "enterprise",
    "operator",
    "regulator",
    "evaluator",
    "security_reviewer",
    "fund",
    "hub",
    "inventor",
]

ContentTechnologyKind: TypeAlias = Literal[
    "patent",
    "utility_solution",
    "industrial_design",
    "layout_design",
    "plant_variety",
    "trademark",
    "geographical_indication",
    "software",
    "service",
    "dataset",
    "ai_model",
    "know_how",
    "facility",
]

ContentTechnologyStrategic: TypeAlias = Literal[
    "ai_digital_twin",
    "cloud_quantum_big_data",
    "blockchain",
    "next_generation_mobile",
    "robotics_automation",
    "semiconductors",
    "advanced_biomedicine",
    "energy_advanced_materials",
    "rare_earth_ocean_underground",
    "cyber_security",
    "aerospace",
]

Event: TypeAlias = Literal["shown", "interested", "dismissed", "introduced", "deal"]

FilterModelNames: TypeAlias = Literal[
    "add_key",
    "amend_instrument",
    "anchor_digest",
    "answer_royalty",
    "attest_escrow",
    "attest_milestone",
    "attest_payment",
    "audit_royalty",
    "baseline_pilot",
    "certify_instrument",
    "close_problem",
    "commit_proposal",
    "declare_interest",
    "dispute_asset",
    "dispute_certificate",
    "draft_listing",
    "draft_problem",
    "effect_instrument",
    "end_asset",
    "end_instrument",
    "genesis",
    "grant_role",
    "issue_appraisal",
    "issue_certificate",
    "measure_pilot",
    "move_document",
    "move_listing",
    "move_party",
    "move_pilot",
    "move_problem",
    "move_proposal",
    "plan_pilot",
    "propose_instrument",
    "publish_problem",
    "raise_tier",
    "record_rights",
    "register_asset",
    "register_party",
    "report_royalty",
    "resolve_dispute",
    "reveal_proposal",
    "review_listing",
    "revoke_key",
    "revoke_role",
    "rule_on_certificate",
    "rule_on_instrument",
    "rule_on_royalty",
    "set_grant_rule",
    "sign_instrument",
    "stop_pilot",
    "submit_document",
    "update_party",
    "withdraw_appraisal",
]

SubjectKind: TypeAlias = Literal["entry", "organisation"]

FormKeyModelPowers: TypeAlias = Literal["documents", "market", "title", "keys"]

Language: TypeAlias = Literal["vi", "en"]

OwnEntryPending: TypeAlias = Literal["", "draft", "in_moderation", "returned"]

HiddenBy: TypeAlias = Literal["", "organisation", "moderator"]

Engine: TypeAlias = Literal["ok", "unavailable"]


class AcceptanceAnswer(TypedDict):
    """An acceptance certificate, whatever it says and whatever became of it. kpis, met: how many of its pilot."""

    certificate: Bytes32
    outcome: Literal["pass", "partial", "fail"]
    state: Literal["issued", "disputed", "upheld", "revoked", "superseded"]
    stage: Literal["trial", "rollout"]
    pilot: Bytes32
    proposal: Bytes32
    problem: Bytes32
    owner: Bytes32
    provider: Bytes32
    verifier: Bytes32
    owner_signed: bool
    kpis: int
    met: int
    supersedes: Bytes32 | None
    superseded_by: Bytes32 | None
    # UTC seconds; 0 for never
    issued_at: int


@final
class Accepted(TypedDict):
    receipt: ReceiptModel
    intake: IntakeModel


class AccountAnswer(TypedDict):
    id: str
    organisation: str
    email: str
    name: str
    roles: list[StaffRole]
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    disabled_at: int


class AccountsPage(TypedDict):
    accounts: list[AccountAnswer]
    next: str | None


class AddKeyFields(TypedDict):
    """Add a key, or change k of n."""

    key: Address
    powers: int
    # UTC seconds
    valid_from: Digits
    # UTC seconds
    valid_to: Digits
    threshold: int


class AmendInstrumentFields(TypedDict):
    """Replace the terms with narrower or equal ones."""

    terms: Terms


class AnchorAnswer(TypedDict):
    """A digest fixed in a namespace by its author. size: the entries it covers."""

    id: Bytes32
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    as_of: AsOfModel
    record: AnchorRecord
    words: Lines


class AnchorDigestFields(TypedDict):
    """Fix one digest in a namespace."""

    nonce: Bytes32
    namespace: Bytes32
    digest: Bytes32
    size: Digits


class AnchorPlace(TypedDict):
    """record: of the ledger; size: of the log that it fixes the root of."""

    record: Bytes32
    size: int


class AnchorRecord(TypedDict):
    """A digest fixed in a namespace by its author. size: the entries it covers."""

    id: Bytes32
    # 1 pending, 2 active, 3 suspended, 4 closed, 5 registered, 6 disputed, 7 lapsed, 8 expired, 9 invalidated,
    # 10 draft, 11 in_review, 12 published, 13 paused, 14 reserved, 15 issued, 16 superseded, 17 withdrawn, 18
    # proposed, 19 signed, 20 effective, 21 terminated, 22 rescinded, 23 due, 24 reported, 25 confirmed, 26
    # paid, 27 audited, 28 evaluating, 29 awarded, 30 no_award, 31 cancelled, 32 committed, 33 revealed, 34
    # technical_pass, 35 security_pass, 36 shortlisted, 37 selected, 38 failed, 39 planned, 40 baselined, 41
    # running, 42 measured, 43 completed, 44 aborted, 45 upheld, 46 revoked, 47 submitted, 48 delivered, 49
    # opened, 50 processing, 51 responded, 52 returned, 53 refused, 54 anchored
    state: int
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    author: Bytes32
    namespace: Bytes32
    digest: Bytes32
    size: Digits


class AnswerRoyaltyFields(TypedDict):
    """Accept or contest a report."""

    # 1 confirm, 2 dispute
    royalty_answer: int
    reason: Bytes32


class ApiKeyAnswer(TypedDict):
    prefix: str
    name: str
    scopes: list[str]
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    expires_at: int
    # UTC seconds; 0 for never
    last_used_at: int
    # UTC seconds; 0 for never
    revoked_at: int


class ApiKeyMade(TypedDict):
    """key: shown this once."""

    prefix: str
    name: str
    scopes: list[str]
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    expires_at: int
    # UTC seconds; 0 for never
    last_used_at: int
    # UTC seconds; 0 for never
    revoked_at: int
    key: str


class ApiKeysAnswer(TypedDict):
    api_keys: list[ApiKeyAnswer]


class Applied(TypedDict):
    """token: to follow the application with; salt: of the profile, kept by nobody but the organisation. Shown
    once.
    """

    mandate: MandateAnswer
    commands: list[dict[str, Any]]
    token: str
    salt: Bytes32


class AppraisalAnswer(TypedDict):
    """An opinion on an asset or a proposal. What its kind does not ask for is zero unless its issuer gave it."""

    id: Bytes32
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    as_of: AsOfModel
    record: AppraisalRecord
    words: Lines


class AppraisalRecord(TypedDict):
    """An opinion on an asset or a proposal. What its kind does not ask for is zero unless its issuer gave it."""

    id: Bytes32
    # 1 pending, 2 active, 3 suspended, 4 closed, 5 registered, 6 disputed, 7 lapsed, 8 expired, 9 invalidated,
    # 10 draft, 11 in_review, 12 published, 13 paused, 14 reserved, 15 issued, 16 superseded, 17 withdrawn, 18
    # proposed, 19 signed, 20 effective, 21 terminated, 22 rescinded, 23 due, 24 reported, 25 confirmed, 26
    # paid, 27 audited, 28 evaluating, 29 awarded, 30 no_award, 31 cancelled, 32 committed, 33 revealed, 34
    # technical_pass, 35 security_pass, 36 shortlisted, 37 selected, 38 failed, 39 planned, 40 baselined, 41
    # running, 42 measured, 43 completed, 44 aborted, 45 upheld, 46 revoked, 47 submitted, 48 delivered, 49
    # opened, 50 processing, 51 responded, 52 returned, 53 refused, 54 anchored
    state: int
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    # 1 technology_evaluation, 2 valuation, 3 technical_review, 4 security_review
    appraisal_kind: int
    subject: Bytes32
    issuer: Bytes32
    report: Bytes32
    # UTC seconds
    valid_until: Digits
    # 1 pass, 2 fail
    verdict: int
    trl: int
    criteria: list[Criterion]
    # 1 cost, 2 market, 3 income
    approach: int
    # 1 licence, 2 assignment, 3 pledge, 4 contribution, 5 accounting, 6 other
    purpose: int
    # UTC seconds
    valued_at: Digits
    currency: int
    range: Bytes32
    supersedes: Bytes32
    superseded_by: Bytes32
    reason: Bytes32


class AsOfModel(TypedDict):
    """When a record was read: at the end of this second; of what was accepted up to this block, where one was
    named.
    """

    # UTC seconds
    at: Digits
    block: NotRequired[int | None]


class AskedModel(TypedDict):
    """entry: null where what was asked is not kept in the catalogue."""

    kind: AskedModelKind
    entry: str | None
    reference: str
    version: int
    title: Both
    territory: list[str]
    budget_vnd: NotRequired[int | None]
    min_trl: NotRequired[int | None]
    deadline: NotRequired[str | None]


class AskingModel(TypedDict):
    """amount: whole units of the currency, null where it is to be agreed. per: the unit of a service's price."""

    mode: Mode
    exclusivity: AskingModelExclusivity | None
    currency: str
    amount: int | None
    per: str | None


class AssetAnswer(TypedDict):
    """A right or technology. holders: shares in basis points, 10,000 together. fields: bitmap as signed."""

    id: Bytes32
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    as_of: AsOfModel
    record: AssetRecord
    words: Lines


class AssetRecord(TypedDict):
    """A right or technology. holders: shares in basis points, 10,000 together. fields: bitmap as signed."""

    id: Bytes32
    # 1 pending, 2 active, 3 suspended, 4 closed, 5 registered, 6 disputed, 7 lapsed, 8 expired, 9 invalidated,
    # 10 draft, 11 in_review, 12 published, 13 paused, 14 reserved, 15 issued, 16 superseded, 17 withdrawn, 18
    # proposed, 19 signed, 20 effective, 21 terminated, 22 rescinded, 23 due, 24 reported, 25 confirmed, 26
    # paid, 27 audited, 28 evaluating, 29 awarded, 30 no_award, 31 cancelled, 32 committed, 33 revealed, 34
    # technical_pass, 35 security_pass, 36 shortlisted, 37 selected, 38 failed, 39 planned, 40 baselined, 41
    # running, 42 measured, 43 completed, 44 aborted, 45 upheld, 46 revoked, 47 submitted, 48 delivered, 49
    # opened, 50 processing, 51 responded, 52 returned, 53 refused, 54 anchored
    state: int
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    # 1 patent, 2 utility_solution, 3 industrial_design, 4 layout_design, 5 trademark, 6 trade_name, 7
    # geographical_indication, 8 plant_variety, 9 software, 10 work, 11 know_how, 12 dataset, 13 ai_model, 14
    # service, 15 facility
    asset_kind: int
    title: Bytes32
    holders: list[Share]
    # 1 all, 2 majority, 3 each
    grant_rule: int
    # bitmap of the published fields; zero: all
    fields: Digits
    rights: list[Right]
    tier: int
    evidence: Bytes32
    claim: Bytes32
    claimant: Bytes32
    decision: Bytes32
    encumbrance_version: int


class AttestEscrowFields(TypedDict):
    """Attest money held, paid on, or returned, in basis points of the agreed sum."""

    # 1 funded, 2 released, 3 refunded
    escrow_action: int
    bps: int
    evidence: Bytes32


class AttestMilestoneFields(TypedDict):
    """Attest payment of a milestone against a certificate, in basis points of the agreed sum."""

    milestone: Bytes32
    certificate: Bytes32
    bps: int
    evidence: Bytes32


class AttestPaymentFields(TypedDict):
    """The bank attests payment."""

    evidence: Bytes32


class AuditRoyaltyFields(TypedDict):
    """An audit opinion on a paid period."""

    opinion: Bytes32


class BaselinePilotFields(TypedDict):
    """Freeze the KPIs, or change them by agreement."""

    # at most 24
    kpis: list[Kpi]
    pass_weight: int
    method: Bytes32


class Both(TypedDict):
    """A text in the languages that it is there in."""

    vi: NotRequired[str | None]
    en: NotRequired[str | None]


class BothLanguages(TypedDict):
    vi: str
    en: str


class BoundAnswer(TypedDict):
    """A record of the ledger that an entry is bound to, as it reads now.

    held: whether it still is its organisation's. matches: whether what it carries is the commitment to this
    version. tier: of an asset's evidence.
    """

    noun: Noun
    record: Bytes32
    state: BoundAnswerState | None
    held: bool
    commitment: Bytes32
    matches: bool
    tier: int | None


class CandidateAnswer(TypedDict):
    """A technology has `trl` and `asking`, a need `budget_vnd` and `deadline`."""

    entry: str
    reference: str
    version: int
    kind: AskedModelKind
    title: Both
    owner: OwnerNames
    territory: list[str]
    ledger: list[RecordModel]
    trl: NotRequired[int | None]
    asking: NotRequired[AskingModel | None]
    budget_vnd: NotRequired[int | None]
    deadline: NotRequired[str | None]


class CertificateAnswer(TypedDict):
    """The result of a pilot. met: bit i for the i-th KPI of the baseline; owner_signed: else the provider did."""

    id: Bytes32
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    as_of: AsOfModel
    record: CertificateRecord
    words: Lines


class CertificateRecord(TypedDict):
    """The result of a pilot. met: bit i for the i-th KPI of the baseline; owner_signed: else the provider did."""

    id: Bytes32
    # 1 pending, 2 active, 3 suspended, 4 closed, 5 registered, 6 disputed, 7 lapsed, 8 expired, 9 invalidated,
    # 10 draft, 11 in_review, 12 published, 13 paused, 14 reserved, 15 issued, 16 superseded, 17 withdrawn, 18
    # proposed, 19 signed, 20 effective, 21 terminated, 22 rescinded, 23 due, 24 reported, 25 confirmed, 26
    # paid, 27 audited, 28 evaluating, 29 awarded, 30 no_award, 31 cancelled, 32 committed, 33 revealed, 34
    # technical_pass, 35 security_pass, 36 shortlisted, 37 selected, 38 failed, 39 planned, 40 baselined, 41
    # running, 42 measured, 43 completed, 44 aborted, 45 upheld, 46 revoked, 47 submitted, 48 delivered, 49
    # opened, 50 processing, 51 responded, 52 returned, 53 refused, 54 anchored
    state: int
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    pilot: Bytes32
    # 1 pass, 2 partial, 3 fail
    outcome: int
    met: int
    owner_signed: bool
    report: Bytes32
    supersedes: Bytes32
    superseded_by: Bytes32
    paid_by: Bytes32
    claim: Bytes32
    decision: Bytes32


class CertifyInstrumentFields(TypedDict):
    """Enter a registrar's certificate."""

    # 1 ip_register, 2 transfer_register
    gate: int
    certificate: Bytes32


class ChallengeAnswer(TypedDict):
    """options: what the browser's WebAuthn is called with."""

    challenge: str
    options: dict[str, Any]


class Checked(TypedDict):
    """What the ledger would say now; nothing was recorded."""

    accepted: bool
    refusal: NotRequired[RefusalModel | None]


class Claimed(TypedDict):
    session: str
    account: str
    organisation: str
    # UTC seconds; 0 for never
    expires_at: int
    token: NotRequired[str | None]
    recovery_codes: NotRequired[list[str]]


class CloseProblemFields(TypedDict):
    """End the time for handing in."""


class CodeAnswer(TypedDict):
    code: str
    vi: str
    en: str


class CodeList(TypedDict):
    name: str
    codes: list[CodeAnswer]


class CodeLists(TypedDict):
    lists: list[CodeList]


class CodesAnswer(TypedDict):
    """Recovery codes, each good once. Shown this once."""

    recovery_codes: list[str]


class CommandStatus(TypedDict):
    """What is known of a command.

    received: taken in, and not sent. submitted: on its way. committed: recorded, with its receipt. refused:
    nothing was recorded; the same bytes may be sent again. unknown: sent, and no answer came.
    """

    digest: Bytes32
    state: Literal["received", "submitted", "committed", "refused", "unknown"]
    receipt: NotRequired[ReceiptModel | None]
    refusal: NotRequired[RefusalModel | None]
    intake: NotRequired[IntakeModel | None]


class CommitProposalFields(TypedDict):
    """Hand in a sealed proposal."""

    nonce: Bytes32
    problem: Bytes32
    seal: Bytes32


class CommitmentModel(TypedDict):
    """A commitment made for a text, and what opens it. Keep salt and content: the service keeps neither."""

    commitment: Bytes32
    salt: Bytes32
    content: dict[str, str]


class ContentAsking(TypedDict):
    """amount: whole units of the currency, None: negotiable. per: the unit of a service's price."""

    mode: Mode
    currency: NotRequired[str]
    amount: NotRequired[int | None]
    exclusivity: NotRequired[AskingModelExclusivity | None]
    per: NotRequired[str | None]


class ContentEvent(TypedDict):
    """A showroom: what is shown, when and where. Days are those of the place, both ends in it."""

    kind: Literal["event"]
    title: ContentNamed
    abstract: NotRequired[ContentTold | None]
    keywords: NotRequired[ContentKeywords | None]
    starts_on: str
    ends_on: str
    place: ContentNamed
    position: NotRequired[ContentPosition | None]
    sectors: NotRequired[list[ContentEventSectors]]
    exhibitors: NotRequired[list[ContentExhibitor]]
    link: NotRequired[str | None]


class ContentExhibitor(TypedDict):
    """An entry that is shown, or a party of the ledger that shows something; with where it stands."""

    entry: NotRequired[str | None]
    party: NotRequired[Bytes32 | None]
    stand: NotRequired[str | None]


class ContentFund(TypedDict):
    """A thesis: what a fund looks for. ticket_vnd: least and most, whole dong."""

    kind: Literal["fund"]
    title: ContentNamed
    abstract: NotRequired[ContentTold | None]
    keywords: NotRequired[ContentKeywords | None]
    sectors: NotRequired[list[ContentEventSectors]]
    trl: NotRequired[ContentLevels | None]
    ticket_vnd: NotRequired[ContentTicket | None]
    territory: NotRequired[list[str]]


class ContentKeywords(TypedDict):
    vi: NotRequired[list[str]]
    en: NotRequired[list[str]]


class ContentKnowledge(TypedDict):
    """Something to know: a guide, a standard, a study."""

    kind: Literal["knowledge"]
    title: ContentNamed
    abstract: NotRequired[ContentTold | None]
    body: NotRequired[ContentTold | None]
    keywords: NotRequired[ContentKeywords | None]
    ipc: NotRequired[list[str]]
    sectors: NotRequired[list[ContentEventSectors]]
    year: NotRequired[int | None]
    source: NotRequired[ContentNamed | None]
    link: NotRequired[str | None]


class ContentKpi(TypedDict):
    """A measure of a need. unit `-`: none; weight_bps: of all of a need, which sum to 10,000."""

    code: str
    name: ContentNamed
    unit: NotRequired[str]
    comparator: Literal[">=", "<=", "=="]
    target: str
    weight_bps: int
    mandatory: NotRequired[bool]
    measurement_method: NotRequired[ContentTold | None]


class ContentLevels(TypedDict):
    """A range of technology readiness, both ends in it."""

    least: NotRequired[int]
    most: NotRequired[int]


class ContentMustHave(TypedDict):
    """A hard constraint. rule: None where it can only be read."""

    text: ContentTold
    rule: NotRequired[ContentRule | None]


class ContentNamed(TypedDict):
    """A name or a title."""

    vi: NotRequired[str | None]
    en: NotRequired[str | None]


class ContentNeed(TypedDict):
    """A problem in its owner's words. budget_vnd: whole dong; territory: all of it must be covered."""

    kind: Literal["need"]
    title: ContentNamed
    abstract: ContentTold
    keywords: NotRequired[ContentKeywords | None]
    unit: NotRequired[ContentNamed | None]
    sector: NotRequired[ContentEventSectors | None]
    budget_vnd: NotRequired[int | None]
    min_trl: NotRequired[int | None]
    deadline: NotRequired[str | None]
    territory: NotRequired[list[str]]
    exclusivity: NotRequired[AskingModelExclusivity | None]
    kpis: NotRequired[list[ContentKpi]]
    must_have: NotRequired[list[ContentMustHave]]


class ContentOrganisation(TypedDict):
    """Who one is on the market. title: the name."""

    kind: Literal["organisation"]
    title: ContentNamed
    abstract: NotRequired[ContentTold | None]
    keywords: NotRequired[ContentKeywords | None]
    organisation_kind: OrganisationKind
    province: NotRequired[str | None]
    sectors: NotRequired[list[ContentEventSectors]]
    position: NotRequired[ContentPosition | None]
    link: NotRequired[str | None]
    address: NotRequired[str | None]


class ContentPosition(TypedDict):
    """A point on a map, WGS 84: degrees as decimals; province: ISO 3166-2."""

    lat: str
    lon: str
    province: str


class ContentRight(TypedDict):
    """A right as an office has it. office: WIPO ST.3; number: as printed."""

    office: str
    number: str
    filed_on: str
    granted_on: NotRequired[str | None]


class ContentRule(TypedDict):
    """Over the flat record of a technology (examples/market/README.md). field: dotted, `asking.amount`."""

    field: str
    operator: Literal[">=", "<=", "in", "covers"]
    value: int | str | list[str] | list[int]


class ContentTechnology(TypedDict):
    """Anything that may answer a need. localisation_bps: the share made in the country; terms: what else is
    asked.
    """

    kind: ContentTechnologyKind
    title: ContentNamed
    abstract: NotRequired[ContentTold | None]
    keywords: NotRequired[ContentKeywords | None]
    rights: NotRequired[list[ContentRight]]
    registration_no: NotRequired[str | None]
    ipc: NotRequired[list[str]]
    trl: NotRequired[int | None]
    sectors: NotRequired[list[ContentEventSectors]]
    territory: NotRequired[list[str]]
    asking: NotRequired[ContentAsking | None]
    year: NotRequired[int | None]
    localisation_bps: NotRequired[int | None]
    mastery: NotRequired[Literal["self_developed", "mastered", "adapted", "assembled"] | None]
    strategic: NotRequired[list[ContentTechnologyStrategic]]
    green: NotRequired[bool]
    position: NotRequired[ContentPosition | None]
    terms: NotRequired[ContentTold | None]


class ContentTicket(TypedDict):
    """The least and the most that a fund puts in, whole VND."""

    least: int
    most: int


class ContentTold(TypedDict):
    """An abstract, a statement, terms."""

    vi: NotRequired[str | None]
    en: NotRequired[str | None]


class ContractModel(TypedDict):
    address: Address
    code_hash: Bytes32


class CountsModel(TypedDict):
    """total: hits under all filters. facets: of each, its values under the filters of the others, the most
    first.
    """

    total: int
    facets: dict[str, list[ValueCount]]


class Criterion(TypedDict):
    """One criterion of an evaluation: its score out of 1,000 and its weight."""

    code: Bytes32
    score: int
    weight: int


Decision: TypeAlias = Literal["publish", "return", "hide", "show"]


class DecisionAnswer(TypedDict):
    """organisation: the moderator's. moderator: an account."""

    version: int
    outcome: Decision
    reason: str
    moderator: str
    organisation: str
    # UTC seconds; 0 for never
    at: int


class DeclareInterestFields(TypedDict):
    """A reviewer, valuer or verifier steps aside."""

    subject: Bytes32


class DeliveryList(TypedDict):
    """next: the `after` of the following page; null at the end."""

    deliveries: list[DeliveryModel]
    next: str | None


class DeliveryModel(TypedDict):
    """An event on its way. position: of the event; status: the last HTTP status, null where no answer came."""

    position: str
    record: Bytes32
    state: Literal["pending", "dead", "held"]
    attempts: int
    # UTC seconds
    due_at: Digits
    status: int | None
    trouble: str | None


class Difference(TypedDict):
    """A place where a version differs from the one before. Without the place in one of them: null there."""

    path: str
    before: str | int | bool | None
    after: str | int | bool | None


class DisputeAssetFields(TypedDict):
    """Freeze an asset on a claim."""

    claim: Bytes32
    claimant: Bytes32


class DisputeCertificateFields(TypedDict):
    """Contest a certificate."""

    claim: Bytes32


class DocumentAnswer(TypedDict):
    """A document sent to an office. recipients: every office it was with, the present one last."""

    id: Bytes32
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    as_of: AsOfModel
    record: DocumentRecord
    words: Lines
    readings: DocumentReadings


class DocumentReadings(TypedDict):
    """What time makes of a document. unopened_since: null where the office has opened it."""

    unopened_since: Digits | None
    overdue: bool


class DocumentRecord(TypedDict):
    """A document sent to an office. recipients: every office it was with, the present one last."""

    id: Bytes32
    # 1 pending, 2 active, 3 suspended, 4 closed, 5 registered, 6 disputed, 7 lapsed, 8 expired, 9 invalidated,
    # 10 draft, 11 in_review, 12 published, 13 paused, 14 reserved, 15 issued, 16 superseded, 17 withdrawn, 18
    # proposed, 19 signed, 20 effective, 21 terminated, 22 rescinded, 23 due, 24 reported, 25 confirmed, 26
    # paid, 27 audited, 28 evaluating, 29 awarded, 30 no_award, 31 cancelled, 32 committed, 33 revealed, 34
    # technical_pass, 35 security_pass, 36 shortlisted, 37 selected, 38 failed, 39 planned, 40 baselined, 41
    # running, 42 measured, 43 completed, 44 aborted, 45 upheld, 46 revoked, 47 submitted, 48 delivered, 49
    # opened, 50 processing, 51 responded, 52 returned, 53 refused, 54 anchored
    state: int
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    sender: Bytes32
    recipient: Bytes32
    recipients: list[Bytes32]
    content: Bytes32
    in_reply_to: Bytes32
    # UTC seconds
    addressed_at: Digits
    number: Bytes32
    # UTC seconds
    due_by: Digits
    extended: bool
    answer_number: Bytes32
    evidence: Bytes32


class DraftAnswer(TypedDict):
    """signed: the command with the signatures attached so far. sentence: what a reviewer and a signer read."""

    id: str
    drafter: str
    command: str
    digest: Bytes32
    note: str
    state: DraftState
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    changed_at: int
    signed: dict[str, Any]
    typed_data: dict[str, Any]
    sentence: BothLanguages
    reviews: list[ReviewAnswer]
    signatures: list[SignatureAnswer]


class DraftLine(TypedDict):
    """drafter: the account, API key or machine that wrote this wording."""

    id: str
    drafter: str
    command: str
    digest: Bytes32
    note: str
    state: DraftState
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    changed_at: int


class DraftListingFields(TypedDict):
    """Prepare an offer."""

    nonce: Bytes32
    asset: Bytes32
    broker: Bytes32
    offer: Bytes32


class DraftProblemFields(TypedDict):
    """Write down a problem, or correct the draft."""

    nonce: Bytes32
    statement: Bytes32
    using_unit: Bytes32
    accountable_office: Bytes32
    # bitmap of the published fields; zero: all
    fields: Digits
    # bitmap of the published provinces; zero: all
    provinces: Digits
    budget: Bytes32


# draft: to be reviewed. returned: to be written anew. reviewed: to be signed. signed: to be submitted.
# submitted: sent, and not answered yet. accepted, refused: what the ledger said; a refused one may be written
# anew.
DraftState: TypeAlias = Literal[
    "draft", "returned", "reviewed", "signed", "submitted", "accepted", "refused", "withdrawn"
]


class DraftsPage(TypedDict):
    drafts: list[DraftLine]
    next: str | None


class EffectInstrumentFields(TypedDict):
    """Make it take effect, in one step."""


class EmptyModel(TypedDict):
    code: str
    values: dict[str, str | int]
    said: Both


class EndAssetFields(TypedDict):
    """Record the end of the right."""

    # 1 lapsed, 2 expired, 3 invalidated
    asset_end: int
    evidence: Bytes32


class EndInstrumentFields(TypedDict):
    """End it by agreement, or withdraw it."""

    # 1 terminated, 2 rescinded
    instrument_end: int
    reason: Bytes32


class EntriesPage(TypedDict):
    entries: list[EntryLine]
    next: str | None


class Entry(TypedDict):
    """One version of a record. moved: by a command on the record itself; otherwise one on another record
    touched it.
    """

    version: int
    head: Bytes32
    moved: bool
    event: EventModel


class EntryAnswer(TypedDict):
    """What everybody sees. vetted: whether it is software, a service, data or a model that is bound to an
    asset: then its reviews in force and every certificate are here, failures included.
    """

    version: int
    content: EntryContent
    salt: Bytes32
    digest: Bytes32
    commitment: Bytes32
    ledger: list[BoundAnswer]
    id: str
    organisation: str
    organisation_name: str
    kind: AskedModelKind
    # Of an organisation's entry
    reference: str
    vetted: bool
    reviews: list[ReviewInForce]
    certificates: list[AcceptanceAnswer]


class EntryLine(TypedDict):
    """version: the number of the shown one."""

    id: str
    organisation: str
    organisation_name: str
    kind: AskedModelKind
    # Of an organisation's entry
    reference: str
    version: int
    title: Both


# returned: sent back by a moderator. Until something is published, an entry has the state of its last version.
EntryState: TypeAlias = Literal["draft", "in_moderation", "returned", "published", "hidden", "withdrawn"]


class EventLine(TypedDict):
    id: str
    organisation: str
    organisation_name: str
    kind: AskedModelKind
    # Of an organisation's entry
    reference: str
    version: int
    title: Both
    starts_on: str
    ends_on: str
    place: Both


class EventModel(TypedDict):
    """One accepted command. signed: its wire form; of the genesis event the genesis document.

    signers[i] is the party of signatures[i]; outcome: what the ledger computed.
    """

    # block:log
    position: Position
    name: str
    record: Bytes32
    version: int
    head: Bytes32
    digest: Bytes32
    # UTC seconds
    at: Digits
    signers: list[Bytes32]
    touched: list[TouchedModel]
    outcome: dict[str, Any]
    signed: dict[str, Any]


class EventsAnswer(TypedDict):
    events: list[EventLine]


class ExcludedModel(TypedDict):
    entry: str
    reference: str
    version: int
    kind: AskedModelKind
    title: Both
    owner: OwnerNames
    territory: list[str]
    ledger: list[RecordModel]
    trl: NotRequired[int | None]
    asking: NotRequired[AskingModel | None]
    budget_vnd: NotRequired[int | None]
    deadline: NotRequired[str | None]
    terms: list[TermModel]
    broken: list[FacetModel]


class ExhibitorAnswer(TypedDict):
    """entry: where it is shown; party: on the ledger; organisation: of either, where the service knows it."""

    entry: EntryLine | None
    party: Bytes32 | None
    organisation_name: str | None
    stand: str | None


class ExhibitorsAnswer(TypedDict):
    exhibitors: list[ExhibitorAnswer]


class FacetModel(TypedDict):
    """standing `open`: a record cannot tell, somebody has to read or ask. hard: where it is missed, it
    excludes.
    """

    name: str
    standing: Literal["met", "missed", "open"]
    hard: bool
    code: str
    values: dict[str, str | int]
    said: Both


class FaultModel(TypedDict):
    """What is wrong with a content. path: as JSON writes a place; code: stable."""

    path: str
    code: str
    values: dict[str, Any]
    vi: str
    en: str


class FeedbackAnswer(TypedDict):
    """What the organisation of who asks has said of the run."""

    said: list[FeedbackModel]


class FeedbackModel(TypedDict):
    candidate: str
    event: Event
    position: int
    reason: str
    # UTC seconds; 0 for never
    at: int


# jsonl: contents. csv: a table. records: flat records, one language each, as JSON lines.
FileFormat: TypeAlias = Literal["jsonl", "csv", "records"]


class FilterModel(TypedDict):
    """Each list that holds something must hold something of the event; empty lists ask for nothing.

    names: of events, those of their commands. kinds: of the record moved. records: moved or touched.
    parties: whose key signed, or that are the record itself.
    """

    names: NotRequired[list[FilterModelNames]]
    kinds: NotRequired[list[Kind]]
    records: NotRequired[list[Bytes32]]
    parties: NotRequired[list[Bytes32]]


class FollowAnswer(TypedDict):
    """news: what was published of it since it was last looked at."""

    subject_kind: SubjectKind
    subject: str
    name: Both | None
    # UTC seconds; 0 for never
    at: int
    # UTC seconds; 0 for never
    seen_at: int
    news: int


class Followed(TypedDict):
    """commands: what the organisation signs and submits next, in this order, in wire form without signatures."""

    mandate: MandateAnswer
    commands: list[dict[str, Any]]


class FollowsAnswer(TypedDict):
    follows: list[FollowAnswer]


class FormKeyModel(TypedDict):
    address: Address
    powers: list[FormKeyModelPowers]


class GateCertificate(TypedDict):
    """A registrar's certificate, and the gate that it was entered for."""

    # 1 ip_register, 2 transfer_register, 3 escrow
    gate: int
    certificate: Bytes32


class GrantRoleFields(TypedDict):
    """Give a role for a time and a scope."""

    # 1 owner, 2 buyer, 3 broker, 4 valuer, 5 technical_reviewer, 6 security_reviewer, 7 problem_owner, 8
    # provider, 9 verifier, 10 escrow_agent, 11 operator, 12 ip_registrar, 13 regulator, 14 auditor, 15 arbiter,
    # 16 fund, 17 hub, 18 witness, 19 transfer_registrar
    role: int
    # bitmap of the published fields; zero: all
    fields: Digits
    # UTC seconds
    valid_from: Digits
    # UTC seconds
    valid_to: Digits


class Header(TypedDict):
    """state: as read at that time; stored_state: as the last command left it."""

    id: Bytes32
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits


class Health(TypedDict):
    status: Literal["alive"]


class HistoryPage(TypedDict):
    items: list[Entry]
    next: NotRequired[str | None]


class HitModel(TypedDict):
    """An entry that was found. language: of the title and the snippet. missing: words asked for that it does
    not have.

    numbers: what its organisation calls it, and its numbers of registration.
    """

    entry: str
    kind: AskedModelKind
    language: Language
    title: PassageModel
    snippet: PassageModel
    missing: list[str]
    owner: OwnerModel
    numbers: list[str]
    ipc: list[str]
    sectors: list[ContentEventSectors]
    trl: int | None
    territory: list[str]
    year: int | None
    mode: Mode | None
    green: bool
    strategic: bool


class IdentityAnswer(TypedDict):
    """Who somebody is elsewhere. issuer: of OpenID Connect, or `wallet`."""

    id: str
    issuer: str
    subject: str
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    last_used_at: int


class ImportAnswer(TypedDict):
    created: int
    revised: int
    unchanged: int
    refused: int
    rows: list[ImportLine]


class ImportLine(TypedDict):
    """What became of a row. row: as an editor counts lines of JSON, as a spreadsheet counts rows."""

    row: int
    reference: str
    outcome: Taken
    entry: str | None
    faults: list[FaultModel]


class InstrumentAnswer(TypedDict):
    """A legal act. `terms` are the current ones; terms_digest is their struct hash."""

    id: Bytes32
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    as_of: AsOfModel
    record: InstrumentRecord
    words: Lines


class InstrumentRecord(TypedDict):
    """A legal act. `terms` are the current ones; terms_digest is their struct hash."""

    id: Bytes32
    # 1 pending, 2 active, 3 suspended, 4 closed, 5 registered, 6 disputed, 7 lapsed, 8 expired, 9 invalidated,
    # 10 draft, 11 in_review, 12 published, 13 paused, 14 reserved, 15 issued, 16 superseded, 17 withdrawn, 18
    # proposed, 19 signed, 20 effective, 21 terminated, 22 rescinded, 23 due, 24 reported, 25 confirmed, 26
    # paid, 27 audited, 28 evaluating, 29 awarded, 30 no_award, 31 cancelled, 32 committed, 33 revealed, 34
    # technical_pass, 35 security_pass, 36 shortlisted, 37 selected, 38 failed, 39 planned, 40 baselined, 41
    # running, 42 measured, 43 completed, 44 aborted, 45 upheld, 46 revoked, 47 submitted, 48 delivered, 49
    # opened, 50 processing, 51 responded, 52 returned, 53 refused, 54 anchored
    state: int
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    terms: Terms
    terms_digest: Bytes32
    signed: list[Bytes32]
    gates: int
    certificates: list[GateCertificate]
    funded: int
    released: int
    refunded: int
    paid: int
    milestones: list[Milestone]
    # UTC seconds
    effective_at: Digits
    # UTC seconds
    ended_at: Digits
    # UTC seconds
    registered_at: Digits
    encumbrance_version: int
    reason: Bytes32


class IntakeModel(TypedDict):
    """The operator's word that the command arrived by this time. Its RFC 8785 bytes are a file for `hanotex
    verify`.
    """

    kind: Literal["hanotex-intake"]
    version: Literal[1]
    ledger: Bytes32
    digest: Bytes32
    # UTC seconds
    received_at: Digits
    operator: Address
    signature: Bytes


class InvitationAnswer(TypedDict):
    """invitation: hand it to whom it is for, and to nobody else. Shown this once."""

    invitation: str
    # UTC seconds; 0 for never
    expires_at: int


class InvitationLine(TypedDict):
    """An invitation that is open. id: not what claims it. by: the account that made it, `operator` or `form`."""

    id: str
    email: str
    roles: list[StaffRole]
    by: str
    # UTC seconds; 0 for never
    expires_at: int


class InvitationsAnswer(TypedDict):
    invitations: list[InvitationLine]


class IssueAppraisalFields(TypedDict):
    """Evaluate, value, or review."""

    nonce: Bytes32
    # 1 technology_evaluation, 2 valuation, 3 technical_review, 4 security_review
    appraisal_kind: int
    subject: Bytes32
    report: Bytes32
    # UTC seconds
    valid_until: Digits
    # 1 pass, 2 fail
    verdict: int
    trl: int
    # at most 24
    criteria: list[Criterion]
    # 1 cost, 2 market, 3 income
    approach: int
    # 1 licence, 2 assignment, 3 pledge, 4 contribution, 5 accounting, 6 other
    purpose: int
    # UTC seconds
    valued_at: Digits
    currency: int
    range: Bytes32
    supersedes: Bytes32


class IssueCertificateFields(TypedDict):
    """Certify the result of a pilot."""

    nonce: Bytes32
    pilot: Bytes32
    # 1 pass, 2 partial, 3 fail
    outcome: int
    report: Bytes32
    supersedes: Bytes32


class KeyAnswer(TypedDict):
    address: Address
    powers: list[FormKeyModelPowers]


class Kpi(TypedDict):
    """One measure of a pilot: what counts as met, what it weighs, and what its absence means."""

    code: Bytes32
    unit: Bytes32
    scale: int
    # 1 gte, 2 lte, 3 eq
    comparator: int
    target: Digits
    baseline: Digits
    weight: int
    mandatory: bool
    # 1 fails, 2 excluded
    missing: int


class Lines(TypedDict):
    """What a record is, in a few lines for people."""

    vi: list[str]
    en: list[str]


class ListingAnswer(TypedDict):
    """An offer of an asset. broker: zero if none; until: 0 unless it was reserved."""

    id: Bytes32
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    as_of: AsOfModel
    record: ListingRecord
    words: Lines


class ListingRecord(TypedDict):
    """An offer of an asset. broker: zero if none; until: 0 unless it was reserved."""

    id: Bytes32
    # 1 pending, 2 active, 3 suspended, 4 closed, 5 registered, 6 disputed, 7 lapsed, 8 expired, 9 invalidated,
    # 10 draft, 11 in_review, 12 published, 13 paused, 14 reserved, 15 issued, 16 superseded, 17 withdrawn, 18
    # proposed, 19 signed, 20 effective, 21 terminated, 22 rescinded, 23 due, 24 reported, 25 confirmed, 26
    # paid, 27 audited, 28 evaluating, 29 awarded, 30 no_award, 31 cancelled, 32 committed, 33 revealed, 34
    # technical_pass, 35 security_pass, 36 shortlisted, 37 selected, 38 failed, 39 planned, 40 baselined, 41
    # running, 42 measured, 43 completed, 44 aborted, 45 upheld, 46 revoked, 47 submitted, 48 delivered, 49
    # opened, 50 processing, 51 responded, 52 returned, 53 refused, 54 anchored
    state: int
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    asset: Bytes32
    broker: Bytes32
    offer: Bytes32
    # UTC seconds
    until: Digits
    reason: Bytes32


class LiveGrant(TypedDict):
    """scope: in wire form. registered_at: from when it holds against third parties; "0" where it is not
    registered.
    """

    instrument: Bytes32
    exclusivity: Literal["non_exclusive", "sole", "exclusive"]
    scope: Scope
    grantors: list[Bytes32]
    grantees: list[Bytes32]
    # UTC seconds
    effective_at: Digits
    # UTC seconds
    registered_at: Digits


class LiveGrants(TypedDict):
    items: list[LiveGrant]
    as_of: AsOfModel


class LogPath(TypedDict):
    size: int
    path: list[Bytes32]


class MachineAnswer(TypedDict):
    """spki: SHA-256 of the certificate's SubjectPublicKeyInfo."""

    spki: Bytes32
    name: str
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    revoked_at: int


class MachineText(TypedDict):
    """text: what the machine's key signs, in UTF-8 and without a line break."""

    challenge: str
    text: str


class MachinesAnswer(TypedDict):
    machines: list[MachineAnswer]


class ManagedKeyAnswer(TypedDict):
    """powers: what the service signs with it; the ledger asks its own."""

    address: Address
    name: str
    powers: list[str]
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    revoked_at: int


class ManagedKeysAnswer(TypedDict):
    managed_keys: list[ManagedKeyAnswer]


class MandateAnswer(TypedDict):
    """certificate: SHA-256 of the signer's. revocation: null for an application of before it was kept. sha256:
    of the form. profile: the commitment that `register_party` carries.

    differences: where the ledger says otherwise than the form; empty once the party is registered as the
    form says.
    """

    id: str
    state: MandateState
    organisation_name: str
    organisation_code: str
    party_kind: str
    country: str
    party: Bytes32
    keys: list[KeyAnswer]
    threshold: int
    # UTC seconds; 0 for never
    signed_at: int
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    decided_at: int
    reason: str
    organisation: str | None
    certificate: Bytes32
    revocation: RevocationModel | None
    sha256: Bytes32
    profile: Bytes32
    document_kept: bool
    differences: list[Literal["party", "profile", "keys", "threshold"]]


class MandateLine(TypedDict):
    """An application. party: the id that its first key gives it on the ledger."""

    id: str
    state: MandateState
    organisation_name: str
    organisation_code: str
    party_kind: str
    country: str
    party: Bytes32
    keys: list[KeyAnswer]
    threshold: int
    # UTC seconds; 0 for never
    signed_at: int
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    decided_at: int
    reason: str
    organisation: str | None


# applied: to be decided. approved: an organisation of the service. refused: with a reason.
MandateState: TypeAlias = Literal["applied", "approved", "refused"]


class MandatesPage(TypedDict):
    mandates: list[MandateLine]
    next: str | None


class MatchAnswer(TypedDict):
    """One answer, or one for each side of the market where a fund asks."""

    matchings: list[MatchingModel]


class MatcherModel(TypedDict):
    code: str
    weights: str
    glossary: str
    model: str


class MatchingModel(TypedDict):
    """One side's answer. near: how many were near enough; considered: how many there were. excluded: near
    misses.

    nearest: where nothing is near enough, what would be looked at first; it is not suggested.
    """

    found: Literal["technology", "need"]
    asked: AskedModel
    day: str
    suggestions: list[SuggestionModel]
    excluded: list[ExcludedModel]
    empty: EmptyModel | None
    nearest: list[CandidateAnswer]
    near: int
    considered: int
    matcher: MatcherModel
    run: RunPlace


class MeasurePilotFields(TypedDict):
    """Enter measured values."""

    # at most 24
    values: list[Measurement]
    final: bool
    evidence: Bytes32


class Measurement(TypedDict):
    """A measured value of one KPI, an integer in that KPI's scale."""

    code: Bytes32
    value: Digits


class Member(TypedDict):
    """A party of an instrument and what it is there for. Every member signs."""

    party: Bytes32
    # 1 grantor, 2 grantee, 3 consenting, 4 member
    member_role: int


class Milestone(TypedDict):
    """A payment that a bank attested against a certificate. bps: of the agreed sum; at: UTC seconds."""

    milestone: Bytes32
    certificate: Bytes32
    bps: int
    evidence: Bytes32
    # UTC seconds
    at: Digits


# Shares that pass from a holder to another party when an instrument takes effect.
Move = TypedDict("Move", {"from": "Bytes32", "to": "Bytes32", "bps": "int"})


class MoveDocumentFields(TypedDict):
    """Receive, refuse, process or answer a document."""

    # 1 delivered, 2 opened, 3 registered, 4 processing, 5 responded, 6 returned, 7 closed, 8 refused, 9
    # withdrawn, 10 extended, 11 forwarded
    document_move: int
    evidence: Bytes32
    number: Bytes32
    # UTC seconds
    due_by: Digits
    to: Bytes32


class MoveListingFields(TypedDict):
    """Submit, pause, resume, reserve or close a listing."""

    # 1 in_review, 2 published, 3 paused, 4 reserved, 5 closed
    listing_move: int
    # UTC seconds
    until: Digits
    reason: Bytes32


class MovePartyFields(TypedDict):
    """Admit, suspend, readmit or close a party."""

    # 1 active, 2 suspended, 3 closed
    party_state: int
    reason: Bytes32


class MovePilotFields(TypedDict):
    """Start, complete or abort a pilot."""

    # 1 running, 2 completed, 3 aborted
    pilot_move: int
    reason: Bytes32


class MoveProblemFields(TypedDict):
    """Evaluate, award, end without award, or cancel a problem."""

    # 1 evaluating, 2 awarded, 3 no_award, 4 cancelled
    problem_move: int
    proposal: Bytes32
    reason: Bytes32


class MoveProposalFields(TypedDict):
    """Shortlist, fail or withdraw a proposal."""

    # 1 shortlisted, 2 failed, 3 withdrawn
    proposal_move: int
    reason: Bytes32


class Narrowing(TypedDict):
    """What a search is narrowed to, by the names of `GET /v1/search`; of several values any will do."""

    kind: NotRequired[list[AskedModelKind]]
    sector: NotRequired[list[ContentEventSectors]]
    ipc: NotRequired[str | None]
    trl_from: NotRequired[int | None]
    territory: NotRequired[str | None]
    owner: NotRequired[list[str]]
    green: NotRequired[bool | None]
    strategic: NotRequired[bool | None]
    language: NotRequired[list[Language]]


class NeedAsked(TypedDict):
    """A need in one's own words, which is not put into the catalogue."""

    statement: str
    language: NotRequired[Language]
    title: NotRequired[str | None]
    sector: NotRequired[ContentEventSectors | None]
    budget_vnd: NotRequired[int | None]
    min_trl: NotRequired[int | None]
    deadline: NotRequired[str | None]
    territory: NotRequired[list[str]]
    exclusivity: NotRequired[AskingModelExclusivity | None]


class NewWebhook(TypedDict):
    secret: str
    webhook: WebhookModel


class NewsAnswer(TypedDict):
    """The nearest first."""

    entries: list[EntryLine]


class OperatorKey(TypedDict):
    key: Address


class OrganisationAnswer(TypedDict):
    """reviews_needed: before a draft may be signed. separate_people: who drafts, reviews and signs differ."""

    id: str
    name: str
    party: Bytes32 | None
    reviews_needed: int
    separate_people: bool
    managed_keys: bool
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    closed_at: int


class OrganisationsPage(TypedDict):
    organisations: list[OrganisationAnswer]
    next: str | None


class OwnAccount(TypedDict):
    """standings: what the account is to the service now, its organisation's offices included."""

    id: str
    organisation: str
    email: str
    name: str
    roles: list[StaffRole]
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    disabled_at: int
    standings: list[str]
    has_password: bool
    passkeys: list[PasskeyAnswer]
    identities: list[IdentityAnswer]


class OwnEntry(TypedDict):
    """last: the last version, whether it is shown or not. visible: whether everybody sees the entry now, which
    of a published one its listing decides.
    """

    id: str
    organisation: str
    organisation_name: str
    kind: AskedModelKind
    # Of an organisation's entry
    reference: str
    version: int
    title: Both
    state: EntryState
    pending: OwnEntryPending
    shown: int
    hidden_by: HiddenBy
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    changed_at: int
    visible: bool
    last: VersionShown
    decisions: list[DecisionAnswer]


class OwnLine(TypedDict):
    """state: of what is shown, or of the last version where nothing is. pending: of the last version where it
    is not the shown one. version: the last one's number; shown: the shown one's, 0 for none.
    """

    id: str
    organisation: str
    organisation_name: str
    kind: AskedModelKind
    # Of an organisation's entry
    reference: str
    version: int
    title: Both
    state: EntryState
    pending: OwnEntryPending
    shown: int
    hidden_by: HiddenBy
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    changed_at: int


class OwnPage(TypedDict):
    entries: list[OwnLine]
    next: str | None


class OwnerModel(TypedDict):
    id: str
    name_vi: str | None
    name_en: str | None


class OwnerNames(TypedDict):
    organisation: str
    names: Both


class Page(TypedDict):
    """next: the cursor of the following page; null where there is nothing more now."""

    items: list[Header]
    next: NotRequired[str | None]
    as_of: AsOfModel


class PartyAnswer(TypedDict):
    """An organisation or a registered inventor. country: bit number of the code list; parent: zero if none."""

    id: Bytes32
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    as_of: AsOfModel
    record: PartyRecord
    words: Lines


class PartyKey(TypedDict):
    """A key a party holds or held. powers: sum of `Power`; revoked_at: 0 while it is not revoked."""

    address: Address
    powers: int
    # UTC seconds
    valid_from: Digits
    # UTC seconds
    valid_to: Digits
    # UTC seconds
    revoked_at: Digits


class PartyRecord(TypedDict):
    """An organisation or a registered inventor. country: bit number of the code list; parent: zero if none."""

    id: Bytes32
    # 1 pending, 2 active, 3 suspended, 4 closed, 5 registered, 6 disputed, 7 lapsed, 8 expired, 9 invalidated,
    # 10 draft, 11 in_review, 12 published, 13 paused, 14 reserved, 15 issued, 16 superseded, 17 withdrawn, 18
    # proposed, 19 signed, 20 effective, 21 terminated, 22 rescinded, 23 due, 24 reported, 25 confirmed, 26
    # paid, 27 audited, 28 evaluating, 29 awarded, 30 no_award, 31 cancelled, 32 committed, 33 revealed, 34
    # technical_pass, 35 security_pass, 36 shortlisted, 37 selected, 38 failed, 39 planned, 40 baselined, 41
    # running, 42 measured, 43 completed, 44 aborted, 45 upheld, 46 revoked, 47 submitted, 48 delivered, 49
    # opened, 50 processing, 51 responded, 52 returned, 53 refused, 54 anchored
    state: int
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    # 1 agency, 2 institute, 3 university, 4 enterprise, 5 fund, 6 hub, 7 inventor
    party_kind: int
    profile: Bytes32
    country: int
    parent: Bytes32
    keys: list[PartyKey]
    threshold: int
    roles: list[RoleGrant]
    interests: list[Bytes32]
    reason: Bytes32


class PassageModel(TypedDict):
    """text: plain. html: the same, escaped, with what was found in `<mark>`."""

    text: str
    html: str


class PasskeyAnswer(TypedDict):
    id: str
    name: str
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    last_used_at: int


@final
class Pending(TypedDict):
    """What became of the command is not known yet. status: where to ask."""

    digest: Bytes32
    status: str
    intake: IntakeModel


class PilotAnswer(TypedDict):
    """A test of a proposal in [start, end). provinces: bitmap as signed; permit: zero where none is needed."""

    id: Bytes32
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    as_of: AsOfModel
    record: PilotRecord
    words: Lines


class PilotRecord(TypedDict):
    """A test of a proposal in [start, end). provinces: bitmap as signed; permit: zero where none is needed."""

    id: Bytes32
    # 1 pending, 2 active, 3 suspended, 4 closed, 5 registered, 6 disputed, 7 lapsed, 8 expired, 9 invalidated,
    # 10 draft, 11 in_review, 12 published, 13 paused, 14 reserved, 15 issued, 16 superseded, 17 withdrawn, 18
    # proposed, 19 signed, 20 effective, 21 terminated, 22 rescinded, 23 due, 24 reported, 25 confirmed, 26
    # paid, 27 audited, 28 evaluating, 29 awarded, 30 no_award, 31 cancelled, 32 committed, 33 revealed, 34
    # technical_pass, 35 security_pass, 36 shortlisted, 37 selected, 38 failed, 39 planned, 40 baselined, 41
    # running, 42 measured, 43 completed, 44 aborted, 45 upheld, 46 revoked, 47 submitted, 48 delivered, 49
    # opened, 50 processing, 51 responded, 52 returned, 53 refused, 54 anchored
    state: int
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    # 1 trial, 2 rollout
    pilot_stage: int
    proposal: Bytes32
    verifier: Bytes32
    # bitmap of the published provinces; zero: all
    provinces: Digits
    # UTC seconds
    start: Digits
    # UTC seconds
    end: Digits
    plan: Bytes32
    limits: Bytes32
    exit_plan: Bytes32
    permit: Bytes32
    kpi_version: int
    kpis: list[Kpi]
    pass_weight: int
    method: Bytes32
    values: list[Measurement]
    evidence: Bytes32
    reason: Bytes32


class PlanPilotFields(TypedDict):
    """Agree a sandbox and its verifier."""

    nonce: Bytes32
    # 1 trial, 2 rollout
    pilot_stage: int
    proposal: Bytes32
    verifier: Bytes32
    # bitmap of the published provinces; zero: all
    provinces: Digits
    # UTC seconds
    start: Digits
    # UTC seconds
    end: Digits
    plan: Bytes32
    limits: Bytes32
    exit_plan: Bytes32
    permit: Bytes32


class PreparedModel(TypedDict):
    """A command to sign: its wire form without signatures, what wallets take, and the sentence to read first."""

    signed: dict[str, Any]
    typed_data: dict[str, Any]
    digest: Bytes32
    sentence: BothLanguages
    commitments: list[CommitmentModel]


class Problem(TypedDict):
    """RFC 9457. `type` is a page that says what to do next; `values` say about what, `intake` that it had
    arrived.

    faults: of a content that cannot be taken, each place with its code, values and sentences.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    values: dict[str, Any]
    title_vi: str
    title_en: str
    advice_vi: str
    advice_en: str
    intake: NotRequired[IntakeModel | None]
    faults: NotRequired[list[FaultModel] | None]


class ProblemAnswer(TypedDict):
    """What an owner wants solved, and by when. fields, provinces: bitmaps as signed. proposal: the one awarded."""

    id: Bytes32
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    as_of: AsOfModel
    record: ProblemRecord
    words: Lines


class ProblemRecord(TypedDict):
    """What an owner wants solved, and by when. fields, provinces: bitmaps as signed. proposal: the one awarded."""

    id: Bytes32
    # 1 pending, 2 active, 3 suspended, 4 closed, 5 registered, 6 disputed, 7 lapsed, 8 expired, 9 invalidated,
    # 10 draft, 11 in_review, 12 published, 13 paused, 14 reserved, 15 issued, 16 superseded, 17 withdrawn, 18
    # proposed, 19 signed, 20 effective, 21 terminated, 22 rescinded, 23 due, 24 reported, 25 confirmed, 26
    # paid, 27 audited, 28 evaluating, 29 awarded, 30 no_award, 31 cancelled, 32 committed, 33 revealed, 34
    # technical_pass, 35 security_pass, 36 shortlisted, 37 selected, 38 failed, 39 planned, 40 baselined, 41
    # running, 42 measured, 43 completed, 44 aborted, 45 upheld, 46 revoked, 47 submitted, 48 delivered, 49
    # opened, 50 processing, 51 responded, 52 returned, 53 refused, 54 anchored
    state: int
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    owner: Bytes32
    statement: Bytes32
    using_unit: Bytes32
    accountable_office: Bytes32
    # bitmap of the published fields; zero: all
    fields: Digits
    # bitmap of the published provinces; zero: all
    provinces: Digits
    budget: Bytes32
    # UTC seconds
    commit_by: Digits
    # UTC seconds
    reveal_by: Digits
    reviewers: list[Bytes32]
    proposal: Bytes32
    reason: Bytes32


class ProofAnswer(TypedDict):
    """anchor: null where none covers the run yet; the path then leads to the log's root as it is now."""

    proof: ProofModel
    anchor: AnchorPlace | None


class ProofModel(TypedDict):
    kind: Literal["hanotex-ranking-proof"]
    version: Literal[1]
    number: int
    root: Bytes32
    log: LogPath
    standing: StandingModel | None


class ProposalAnswer(TypedDict):
    """A provider's answer to a problem: sealed, then opened. content, salt: zero while it is sealed."""

    id: Bytes32
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    as_of: AsOfModel
    record: ProposalRecord
    words: Lines


class ProposalRecord(TypedDict):
    """A provider's answer to a problem: sealed, then opened. content, salt: zero while it is sealed."""

    id: Bytes32
    # 1 pending, 2 active, 3 suspended, 4 closed, 5 registered, 6 disputed, 7 lapsed, 8 expired, 9 invalidated,
    # 10 draft, 11 in_review, 12 published, 13 paused, 14 reserved, 15 issued, 16 superseded, 17 withdrawn, 18
    # proposed, 19 signed, 20 effective, 21 terminated, 22 rescinded, 23 due, 24 reported, 25 confirmed, 26
    # paid, 27 audited, 28 evaluating, 29 awarded, 30 no_award, 31 cancelled, 32 committed, 33 revealed, 34
    # technical_pass, 35 security_pass, 36 shortlisted, 37 selected, 38 failed, 39 planned, 40 baselined, 41
    # running, 42 measured, 43 completed, 44 aborted, 45 upheld, 46 revoked, 47 submitted, 48 delivered, 49
    # opened, 50 processing, 51 responded, 52 returned, 53 refused, 54 anchored
    state: int
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    problem: Bytes32
    provider: Bytes32
    seal: Bytes32
    content: Bytes32
    salt: Bytes32
    assets: list[Bytes32]
    reason: Bytes32


class ProposeInstrumentFields(TypedDict):
    """Put terms to all who must sign."""

    nonce: Bytes32
    terms: Terms
    # at most 16
    signing: list[Bytes32]


class ProviderAnswer(TypedDict):
    name: str
    title_vi: str
    title_en: str
    begin: str


class ProvidersAnswer(TypedDict):
    providers: list[ProviderAnswer]


class PublishProblemFields(TypedDict):
    """Call for proposals."""

    # UTC seconds
    commit_by: Digits
    # UTC seconds
    reveal_by: Digits
    # at most 8
    reviewers: list[Bytes32]


class RaiseTierFields(TypedDict):
    """State how well the claim is proved."""

    tier: int
    evidence: Bytes32


class Readiness(TypedDict):
    """Each part: `ok`, or why not. `stopping` is no fault: the process finishes what it has begun. Nor is
    `commands` that are `not_taken`: it reads, and another process takes them.
    """

    ready: bool
    engine: Engine
    projection: Literal["ok", "starting", "behind", "halted", "unavailable"]
    database: Engine
    commands: Literal["taken", "not_taken"]
    stopping: bool


class ReceiptModel(TypedDict):
    """What an accepted command left."""

    record: Bytes32
    version: int
    head: Bytes32
    digest: Bytes32
    # UTC seconds
    at: Digits


class RecordModel(TypedDict):
    """A record that the entry is bound to, as it reads now. matches: it carries the commitment of this very
    content.
    """

    noun: Noun
    record: Bytes32
    state: str | None
    state_said: Both | None
    held: bool
    matches: bool
    tier: TierModel | None


class RecordRightsFields(TypedDict):
    """Replace the list of rights: a grant, renewal or restriction."""

    # at most 16
    rights: list[Right]
    evidence: Bytes32


class RedirectAnswer(TypedDict):
    """url: where the browser goes next."""

    url: str


class RefusalModel(TypedDict):
    """A refusal of the ledger: its code, and values in wire form."""

    code: str
    values: dict[str, Any]


class RegisterAssetFields(TypedDict):
    """Declare a right or technology and who holds it."""

    nonce: Bytes32
    # 1 patent, 2 utility_solution, 3 industrial_design, 4 layout_design, 5 trademark, 6 trade_name, 7
    # geographical_indication, 8 plant_variety, 9 software, 10 work, 11 know_how, 12 dataset, 13 ai_model, 14
    # service, 15 facility
    asset_kind: int
    title: Bytes32
    # at most 16
    holders: list[Share]
    # 1 all, 2 majority, 3 each
    grant_rule: int
    # bitmap of the published fields; zero: all
    fields: Digits
    # at most 16
    rights: list[Right]


class RegisterPartyFields(TypedDict):
    """Announce an organisation and prove its keys."""

    # 1 agency, 2 institute, 3 university, 4 enterprise, 5 fund, 6 hub, 7 inventor
    party_kind: int
    profile: Bytes32
    country: int
    parent: Bytes32
    # at most 16
    keys: list[Address]
    threshold: int


class ReportRoyaltyFields(TypedDict):
    """State what is owed for a period; again after it was contested."""

    nonce: Bytes32
    instrument: Bytes32
    # UTC seconds
    start: Digits
    # UTC seconds
    end: Digits
    amount: Bytes32
    report: Bytes32


class ResolveDisputeFields(TypedDict):
    """End the freeze, and correct title where decided."""

    decision: Bytes32
    # at most 16
    holders: list[Share]


class RevealProposalFields(TypedDict):
    """Open the seal."""

    content: Bytes32
    salt: Bytes32
    # at most 8
    assets: list[Bytes32]


class ReviewAnswer(TypedDict):
    reviewer: str
    digest: Bytes32
    approved: bool
    comment: str
    # UTC seconds; 0 for never
    at: int


class ReviewInForce(TypedDict):
    """A technical or security review that stands, of the asset or of a proposal that rests on it. issuer: a
    party.
    """

    appraisal: Bytes32
    kind: Literal["technical_review", "security_review"]
    proposal: Bytes32 | None
    issuer: Bytes32
    verdict: Literal["pass", "fail"] | None
    # UTC seconds; 0 for never
    valid_until: int


class ReviewListingFields(TypedDict):
    """Publish a listing, or send it back."""

    # 1 publish, 2 return
    review_outcome: int
    reason: Bytes32


class RevocationModel(TypedDict):
    """What showed that the signer's certificate was not revoked: a list or a response, from the service's
    folder or from the signature; as of `at`, and good by its own word until `until`. Empty and 0 where
    nothing was asked for.
    """

    kind: Literal["crl", "ocsp", ""]
    source: Literal["folder", "signature", ""]
    # UTC seconds; 0 for never
    at: int
    # UTC seconds; 0 for never
    until: int


class RevokeKeyFields(TypedDict):
    """End a key at this instant."""

    key: Address
    threshold: int


class RevokeRoleFields(TypedDict):
    """End a role at this instant."""

    # 1 owner, 2 buyer, 3 broker, 4 valuer, 5 technical_reviewer, 6 security_reviewer, 7 problem_owner, 8
    # provider, 9 verifier, 10 escrow_agent, 11 operator, 12 ip_registrar, 13 regulator, 14 auditor, 15 arbiter,
    # 16 fund, 17 hub, 18 witness, 19 transfer_registrar
    role: int


class Right(TypedDict):
    """One right or application: where and when it holds, and its public number."""

    office: Bytes32
    number: Bytes32
    # 1 application, 2 granted
    right_stage: int
    # bitmap of the published countries; zero: all
    countries: Digits
    # bitmap of the published provinces; zero: all
    provinces: Digits
    # UTC seconds
    start: Digits
    # UTC seconds
    end: Digits


class RightHolder(TypedDict):
    office: str
    number: str
    asset: Bytes32


class RoleGrant(TypedDict):
    """A role given for a time. fields: bitmap as signed; revoked_at: 0 while it is not revoked."""

    # 1 owner, 2 buyer, 3 broker, 4 valuer, 5 technical_reviewer, 6 security_reviewer, 7 problem_owner, 8
    # provider, 9 verifier, 10 escrow_agent, 11 operator, 12 ip_registrar, 13 regulator, 14 auditor, 15 arbiter,
    # 16 fund, 17 hub, 18 witness, 19 transfer_registrar
    role: int
    # bitmap of the published fields; zero: all
    fields: Digits
    # UTC seconds
    valid_from: Digits
    # UTC seconds
    valid_to: Digits
    # UTC seconds
    revoked_at: Digits


class RoyaltyPeriodAnswer(TypedDict):
    """What is owed for [start, end) under a licence, as last reported. evidence: the bank's; opinion: the
    auditor's.
    """

    id: Bytes32
    kind: Kind
    state: State
    stored_state: State
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    as_of: AsOfModel
    record: RoyaltyPeriodRecord
    words: Lines


class RoyaltyPeriodRecord(TypedDict):
    """What is owed for [start, end) under a licence, as last reported. evidence: the bank's; opinion: the
    auditor's.
    """

    id: Bytes32
    # 1 pending, 2 active, 3 suspended, 4 closed, 5 registered, 6 disputed, 7 lapsed, 8 expired, 9 invalidated,
    # 10 draft, 11 in_review, 12 published, 13 paused, 14 reserved, 15 issued, 16 superseded, 17 withdrawn, 18
    # proposed, 19 signed, 20 effective, 21 terminated, 22 rescinded, 23 due, 24 reported, 25 confirmed, 26
    # paid, 27 audited, 28 evaluating, 29 awarded, 30 no_award, 31 cancelled, 32 committed, 33 revealed, 34
    # technical_pass, 35 security_pass, 36 shortlisted, 37 selected, 38 failed, 39 planned, 40 baselined, 41
    # running, 42 measured, 43 completed, 44 aborted, 45 upheld, 46 revoked, 47 submitted, 48 delivered, 49
    # opened, 50 processing, 51 responded, 52 returned, 53 refused, 54 anchored
    state: int
    version: int
    head: Bytes32
    # UTC seconds
    created_at: Digits
    # UTC seconds
    at: Digits
    instrument: Bytes32
    # UTC seconds
    start: Digits
    # UTC seconds
    end: Digits
    amount: Bytes32
    report: Bytes32
    reason: Bytes32
    decision: Bytes32
    evidence: Bytes32
    opinion: Bytes32


class RuleOnCertificateFields(TypedDict):
    """The arbiter decides on a contested certificate."""

    # 1 upheld, 2 revoked
    certificate_ruling: int
    decision: Bytes32


class RuleOnInstrumentFields(TypedDict):
    """The arbiter suspends, resumes, ends or enforces it."""

    # 1 suspend, 2 resume, 3 terminate, 4 rescind, 5 enforce
    ruling: int
    decision: Bytes32


class RuleOnRoyaltyFields(TypedDict):
    """The arbiter settles a contested report."""

    decision: Bytes32


class RunAnswer(TypedDict):
    """document: RFC 8785 bytes of it are what the root is made of (docs/specs/ranking-runs.md)."""

    id: str
    number: int
    root: Bytes32
    # UTC seconds; 0 for never
    at: int
    open: bool
    anchor: AnchorPlace | None
    document: dict[str, Any]


class RunPlace(TypedDict):
    """number: in the log of all runs, from 1. root: of the run's document."""

    id: str
    number: int
    root: Bytes32


class SaidGiven(TypedDict):
    """candidate: its entry or reference in the run. reason: of what is dismissed, and of nothing else."""

    # An entry's id or reference, or the id of a record that it is bound to
    candidate: str
    event: Event
    # Where it was shown, from 1; 0: not said
    position: NotRequired[int]
    reason: NotRequired[str]


class Scope(TypedDict):
    """What a grant covers: acts x fields x territories x [start, end)."""

    # bitmap of the published acts; zero: all
    acts: int
    # bitmap of the published fields; zero: all
    fields: Digits
    # bitmap of the published countries; zero: all
    countries: Digits
    # bitmap of the published provinces; zero: all
    provinces: Digits
    # UTC seconds
    start: Digits
    # UTC seconds
    end: Digits


class SearchAnswer(TypedDict):
    id: str
    name: str
    query: str
    facets: Narrowing
    notify: bool
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    seen_at: int


class SearchPage(TypedDict):
    """complete: whether something has every word that was asked for; where it is false, what there is has some.

    corrected: words that nothing shown has, and what was looked for in their place. counts: on the first
    page. next: for `after`.
    """

    items: list[HitModel]
    next: str | None
    complete: bool
    corrected: dict[str, str]
    # Left out of the pages behind the first
    counts: CountsModel | None


class SearchesAnswer(TypedDict):
    searches: list[SearchAnswer]


class SecretModel(TypedDict):
    """Verifies the signatures (Standard Webhooks). It is shown this once."""

    secret: str


class SessionAnswer(TypedDict):
    id: str
    method: str
    # UTC seconds; 0 for never
    created_at: int
    # UTC seconds; 0 for never
    seen_at: int
    # UTC seconds; 0 for never
    expires_at: int
    current: bool


class SessionsAnswer(TypedDict):
    sessions: list[SessionAnswer]


class SetGrantRuleFields(TypedDict):
    """Change who must grant a licence."""

    # 1 all, 2 majority, 3 each
    grant_rule: int


class Share(TypedDict):
    """A holder's part of an asset, in basis points."""

    party: Bytes32
    bps: int


class SignInstrumentFields(TypedDict):
    """Agree to the same terms, repeated in full."""

    terms: Terms
    # at most 16
    signing: list[Bytes32]


class SignatureAnswer(TypedDict):
    address: Address
    account: str
    managed: bool
    # UTC seconds; 0 for never
    at: int


class SignedAddKey(TypedDict):
    """Add a key, or change k of n."""

    ledger: Bytes32
    command: Literal["add_key"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: AddKeyFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedAmendInstrument(TypedDict):
    """Replace the terms with narrower or equal ones."""

    ledger: Bytes32
    command: Literal["amend_instrument"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: AmendInstrumentFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedAnchorDigest(TypedDict):
    """Fix one digest in a namespace."""

    ledger: Bytes32
    command: Literal["anchor_digest"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: AnchorDigestFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedAnswerRoyalty(TypedDict):
    """Accept or contest a report."""

    ledger: Bytes32
    command: Literal["answer_royalty"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: AnswerRoyaltyFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedAttestEscrow(TypedDict):
    """Attest money held, paid on, or returned, in basis points of the agreed sum."""

    ledger: Bytes32
    command: Literal["attest_escrow"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: AttestEscrowFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedAttestMilestone(TypedDict):
    """Attest payment of a milestone against a certificate, in basis points of the agreed sum."""

    ledger: Bytes32
    command: Literal["attest_milestone"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: AttestMilestoneFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedAttestPayment(TypedDict):
    """The bank attests payment."""

    ledger: Bytes32
    command: Literal["attest_payment"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: AttestPaymentFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedAuditRoyalty(TypedDict):
    """An audit opinion on a paid period."""

    ledger: Bytes32
    command: Literal["audit_royalty"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: AuditRoyaltyFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedBaselinePilot(TypedDict):
    """Freeze the KPIs, or change them by agreement."""

    ledger: Bytes32
    command: Literal["baseline_pilot"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: BaselinePilotFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedCertifyInstrument(TypedDict):
    """Enter a registrar's certificate."""

    ledger: Bytes32
    command: Literal["certify_instrument"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: CertifyInstrumentFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedCloseProblem(TypedDict):
    """End the time for handing in."""

    ledger: Bytes32
    command: Literal["close_problem"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: CloseProblemFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedCommitProposal(TypedDict):
    """Hand in a sealed proposal."""

    ledger: Bytes32
    command: Literal["commit_proposal"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: CommitProposalFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedDeclareInterest(TypedDict):
    """A reviewer, valuer or verifier steps aside."""

    ledger: Bytes32
    command: Literal["declare_interest"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: DeclareInterestFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedDisputeAsset(TypedDict):
    """Freeze an asset on a claim."""

    ledger: Bytes32
    command: Literal["dispute_asset"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: DisputeAssetFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedDisputeCertificate(TypedDict):
    """Contest a certificate."""

    ledger: Bytes32
    command: Literal["dispute_certificate"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: DisputeCertificateFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedDraftListing(TypedDict):
    """Prepare an offer."""

    ledger: Bytes32
    command: Literal["draft_listing"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: DraftListingFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedDraftProblem(TypedDict):
    """Write down a problem, or correct the draft."""

    ledger: Bytes32
    command: Literal["draft_problem"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: DraftProblemFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedEffectInstrument(TypedDict):
    """Make it take effect, in one step."""

    ledger: Bytes32
    command: Literal["effect_instrument"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: EffectInstrumentFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedEndAsset(TypedDict):
    """Record the end of the right."""

    ledger: Bytes32
    command: Literal["end_asset"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: EndAssetFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedEndInstrument(TypedDict):
    """End it by agreement, or withdraw it."""

    ledger: Bytes32
    command: Literal["end_instrument"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: EndInstrumentFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedGrantRole(TypedDict):
    """Give a role for a time and a scope."""

    ledger: Bytes32
    command: Literal["grant_role"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: GrantRoleFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedIn(TypedDict):
    """token: only where it was asked for in place of a cookie. It is shown this once."""

    session: str
    account: str
    organisation: str
    # UTC seconds; 0 for never
    expires_at: int
    token: NotRequired[str | None]


class SignedIssueAppraisal(TypedDict):
    """Evaluate, value, or review."""

    ledger: Bytes32
    command: Literal["issue_appraisal"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: IssueAppraisalFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedIssueCertificate(TypedDict):
    """Certify the result of a pilot."""

    ledger: Bytes32
    command: Literal["issue_certificate"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: IssueCertificateFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedMeasurePilot(TypedDict):
    """Enter measured values."""

    ledger: Bytes32
    command: Literal["measure_pilot"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: MeasurePilotFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedMoveDocument(TypedDict):
    """Receive, refuse, process or answer a document."""

    ledger: Bytes32
    command: Literal["move_document"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: MoveDocumentFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedMoveListing(TypedDict):
    """Submit, pause, resume, reserve or close a listing."""

    ledger: Bytes32
    command: Literal["move_listing"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: MoveListingFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedMoveParty(TypedDict):
    """Admit, suspend, readmit or close a party."""

    ledger: Bytes32
    command: Literal["move_party"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: MovePartyFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedMovePilot(TypedDict):
    """Start, complete or abort a pilot."""

    ledger: Bytes32
    command: Literal["move_pilot"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: MovePilotFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedMoveProblem(TypedDict):
    """Evaluate, award, end without award, or cancel a problem."""

    ledger: Bytes32
    command: Literal["move_problem"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: MoveProblemFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedMoveProposal(TypedDict):
    """Shortlist, fail or withdraw a proposal."""

    ledger: Bytes32
    command: Literal["move_proposal"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: MoveProposalFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedPlanPilot(TypedDict):
    """Agree a sandbox and its verifier."""

    ledger: Bytes32
    command: Literal["plan_pilot"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: PlanPilotFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedProposeInstrument(TypedDict):
    """Put terms to all who must sign."""

    ledger: Bytes32
    command: Literal["propose_instrument"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: ProposeInstrumentFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedPublishProblem(TypedDict):
    """Call for proposals."""

    ledger: Bytes32
    command: Literal["publish_problem"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: PublishProblemFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedRaiseTier(TypedDict):
    """State how well the claim is proved."""

    ledger: Bytes32
    command: Literal["raise_tier"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: RaiseTierFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedRecordRights(TypedDict):
    """Replace the list of rights: a grant, renewal or restriction."""

    ledger: Bytes32
    command: Literal["record_rights"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: RecordRightsFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedRegisterAsset(TypedDict):
    """Declare a right or technology and who holds it."""

    ledger: Bytes32
    command: Literal["register_asset"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: RegisterAssetFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedRegisterParty(TypedDict):
    """Announce an organisation and prove its keys."""

    ledger: Bytes32
    command: Literal["register_party"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: RegisterPartyFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedReportRoyalty(TypedDict):
    """State what is owed for a period; again after it was contested."""

    ledger: Bytes32
    command: Literal["report_royalty"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: ReportRoyaltyFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedResolveDispute(TypedDict):
    """End the freeze, and correct title where decided."""

    ledger: Bytes32
    command: Literal["resolve_dispute"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: ResolveDisputeFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedRevealProposal(TypedDict):
    """Open the seal."""

    ledger: Bytes32
    command: Literal["reveal_proposal"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: RevealProposalFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedReviewListing(TypedDict):
    """Publish a listing, or send it back."""

    ledger: Bytes32
    command: Literal["review_listing"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: ReviewListingFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedRevokeKey(TypedDict):
    """End a key at this instant."""

    ledger: Bytes32
    command: Literal["revoke_key"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: RevokeKeyFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedRevokeRole(TypedDict):
    """End a role at this instant."""

    ledger: Bytes32
    command: Literal["revoke_role"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: RevokeRoleFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedRuleOnCertificate(TypedDict):
    """The arbiter decides on a contested certificate."""

    ledger: Bytes32
    command: Literal["rule_on_certificate"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: RuleOnCertificateFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedRuleOnInstrument(TypedDict):
    """The arbiter suspends, resumes, ends or enforces it."""

    ledger: Bytes32
    command: Literal["rule_on_instrument"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: RuleOnInstrumentFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedRuleOnRoyalty(TypedDict):
    """The arbiter settles a contested report."""

    ledger: Bytes32
    command: Literal["rule_on_royalty"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: RuleOnRoyaltyFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedSetGrantRule(TypedDict):
    """Change who must grant a licence."""

    ledger: Bytes32
    command: Literal["set_grant_rule"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: SetGrantRuleFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedSignInstrument(TypedDict):
    """Agree to the same terms, repeated in full."""

    ledger: Bytes32
    command: Literal["sign_instrument"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: SignInstrumentFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedStopPilot(TypedDict):
    """The regulator stops the test."""

    ledger: Bytes32
    command: Literal["stop_pilot"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: StopPilotFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedSubmitDocument(TypedDict):
    """Send a document to an office."""

    ledger: Bytes32
    command: Literal["submit_document"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: SubmitDocumentFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedUpdateParty(TypedDict):
    """New profile, or another parent."""

    ledger: Bytes32
    command: Literal["update_party"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: UpdatePartyFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


class SignedWithdrawAppraisal(TypedDict):
    """Take an appraisal back."""

    ledger: Bytes32
    command: Literal["withdraw_appraisal"]
    record: Bytes32
    expected_version: int
    # UTC seconds
    not_after: Digits
    fields: WithdrawAppraisalFields
    # 65 bytes each: r || s || v, over the command's digest
    signatures: list[Bytes]


# What an organisation's admin makes an account. officer: acts for the roles that the organisation has by law.
StaffRole: TypeAlias = Literal["drafter", "reviewer", "signer", "admin", "officer"]


class StandingModel(TypedDict):
    """The header and one candidate, each with its path to the run's root."""

    leaves: int
    header: dict[str, Any]
    header_path: list[Bytes32]
    candidate: dict[str, Any]
    index: int
    path: list[Bytes32]


class StatusModel(TypedDict):
    """height: the last sealed block; now: when a command would run; followed: the last event in the lists."""

    ledger: Bytes32
    engine: str
    single_operator: bool
    rulebook: int
    height: int
    # UTC seconds
    sealed_at: Digits
    # UTC seconds
    now: Digits
    followed: Position | None


class StopPilotFields(TypedDict):
    """The regulator stops the test."""

    reason: Bytes32


class SubmitDocumentFields(TypedDict):
    """Send a document to an office."""

    nonce: Bytes32
    recipient: Bytes32
    content: Bytes32
    in_reply_to: Bytes32


class SuggestionModel(TypedDict):
    """strength: never a share of anything. reasons: the strongest first."""

    entry: str
    reference: str
    version: int
    kind: AskedModelKind
    title: Both
    owner: OwnerNames
    territory: list[str]
    ledger: list[RecordModel]
    trl: NotRequired[int | None]
    asking: NotRequired[AskingModel | None]
    budget_vnd: NotRequired[int | None]
    deadline: NotRequired[str | None]
    terms: list[TermModel]
    position: int
    strength: Literal["strong", "medium", "weak"]
    facets: list[FacetModel]
    reasons: list[Both]


# created: a new entry. revised: a new version of one. unchanged: it said that already. refused: see the faults.
Taken: TypeAlias = Literal["created", "revised", "unchanged", "refused"]


class TermModel(TypedDict):
    vi: list[str]
    en: list[str]
    concept: str | None


class Terms(TypedDict):
    """Everything the members of an instrument agree to. `terms_digest` is its EIP-712 struct hash."""

    # 1 licence, 2 sublicence, 3 assignment, 4 pledge, 5 cooperation, 6 memorandum, 7 solution_contract
    instrument_kind: int
    subject: Bytes32
    # at most 16
    members: list[Member]
    scope: Scope
    # 1 non_exclusive, 2 sole, 3 exclusive
    exclusivity: int
    sub_depth: int
    consent_waived: bool
    encumbrance_version: int
    # at most 16
    moves: list[Move]
    escrow_agent: Bytes32
    # UTC seconds
    effect_by: Digits
    state_capital: bool
    task_result: Bytes32
    text: Bytes32


class TicketAnswer(TypedDict):
    """One factor was right. ticket: for the second one, within five minutes."""

    ticket: str


class TierModel(TypedDict):
    number: int
    said: Both


class TotpAnswer(TypedDict):
    """What an authenticator is set up with; confirm with a code of it. Shown this once."""

    ticket: str
    secret: str
    uri: str


class TouchedModel(TypedDict):
    record: Bytes32
    version: int
    head: Bytes32


class TrustModel(TypedDict):
    """A trust file (docs/specs/certificate.md, "Trust file")."""

    ledger: Bytes32
    chain_id: int
    registry: ContractModel
    parties: ContractModel
    assets: ContractModel
    instruments: ContractModel
    operators: list[OperatorKey]
    genesis: dict[str, Any]


class UpdatePartyFields(TypedDict):
    """New profile, or another parent."""

    profile: Bytes32
    parent: Bytes32


class ValueCount(TypedDict):
    value: str
    hits: int


class VersionAnswer(TypedDict):
    version: int
    digest: Bytes32
    author: str
    note: str
    # UTC seconds; 0 for never
    at: int
    content: EntryContent
    differences: list[Difference]


class VersionShown(TypedDict):
    """commitment: SHA-256 of domain, salt and content, as docs/specs/commands.md has it."""

    version: int
    content: EntryContent
    salt: Bytes32
    digest: Bytes32
    commitment: Bytes32
    ledger: list[BoundAnswer]


class VersionsAnswer(TypedDict):
    """Newest first."""

    versions: list[VersionAnswer]


class WalletText(TypedDict):
    """text: what the wallet is asked to sign (EIP-4361, as EIP-191). Only this text is ever verified."""

    challenge: str
    text: str


class WebhookList(TypedDict):
    webhooks: list[WebhookModel]


class WebhookModel(TypedDict):
    """after: the last event looked at. failures: of the address in a row; until rests_until nothing is sent
    there.

    stopped: why it is told nothing more: `unreachable`, `gone` (it answered 410), `closed` (its
    organisation); null while it is. pending, dead, held: deliveries; a dead one holds the later ones of its
    record until a replay.
    """

    id: str
    url: str
    filter: FilterModel
    # UTC seconds
    created_at: Digits
    after: str
    failures: int
    rests_until: Digits | None
    stopped: Literal["unreachable", "gone", "closed"] | None
    pending: int
    dead: int
    held: int


class WithdrawAppraisalFields(TypedDict):
    """Take an appraisal back."""

    reason: Bytes32


EntryContent: TypeAlias = (
    ContentTechnology | ContentEvent | ContentKnowledge | ContentNeed | ContentFund | ContentOrganisation
)

SignedCommand: TypeAlias = (
    SignedRegisterParty
    | SignedUpdateParty
    | SignedMoveParty
    | SignedAddKey
    | SignedRevokeKey
    | SignedGrantRole
    | SignedRevokeRole
    | SignedDeclareInterest
    | SignedRegisterAsset
    | SignedRaiseTier
    | SignedRecordRights
    | SignedSetGrantRule
    | SignedDisputeAsset
    | SignedResolveDispute
    | SignedEndAsset
    | SignedDraftListing
    | SignedReviewListing
    | SignedMoveListing
    | SignedIssueAppraisal
    | SignedWithdrawAppraisal
    | SignedProposeInstrument
    | SignedSignInstrument
    | SignedCertifyInstrument
    | SignedAttestEscrow
    | SignedAttestMilestone
    | SignedEffectInstrument
    | SignedAmendInstrument
    | SignedEndInstrument
    | SignedRuleOnInstrument
    | SignedReportRoyalty
    | SignedAnswerRoyalty
    | SignedRuleOnRoyalty
    | SignedAttestPayment
    | SignedAuditRoyalty
    | SignedDraftProblem
    | SignedPublishProblem
    | SignedCloseProblem
    | SignedMoveProblem
    | SignedCommitProposal
    | SignedRevealProposal
    | SignedMoveProposal
    | SignedPlanPilot
    | SignedBaselinePilot
    | SignedMeasurePilot
    | SignedMovePilot
    | SignedStopPilot
    | SignedIssueCertificate
    | SignedDisputeCertificate
    | SignedRuleOnCertificate
    | SignedSubmitDocument
    | SignedMoveDocument
    | SignedAnchorDigest
)
