// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

library AppraisalKind {
    uint8 internal constant TECHNOLOGY_EVALUATION = 1;
    uint8 internal constant VALUATION = 2;
    uint8 internal constant TECHNICAL_REVIEW = 3;
    uint8 internal constant SECURITY_REVIEW = 4;
    uint8 internal constant LAST = 4;
}

library Approach {
    uint8 internal constant COST = 1;
    uint8 internal constant MARKET = 2;
    uint8 internal constant INCOME = 3;
    uint8 internal constant LAST = 3;
}

library AssetEnd {
    uint8 internal constant LAPSED = 1;
    uint8 internal constant EXPIRED = 2;
    uint8 internal constant INVALIDATED = 3;
    uint8 internal constant LAST = 3;
}

library AssetKind {
    uint8 internal constant PATENT = 1;
    uint8 internal constant UTILITY_SOLUTION = 2;
    uint8 internal constant INDUSTRIAL_DESIGN = 3;
    uint8 internal constant LAYOUT_DESIGN = 4;
    uint8 internal constant TRADEMARK = 5;
    uint8 internal constant TRADE_NAME = 6;
    uint8 internal constant GEOGRAPHICAL_INDICATION = 7;
    uint8 internal constant PLANT_VARIETY = 8;
    uint8 internal constant SOFTWARE = 9;
    uint8 internal constant WORK = 10;
    uint8 internal constant KNOW_HOW = 11;
    uint8 internal constant DATASET = 12;
    uint8 internal constant AI_MODEL = 13;
    uint8 internal constant SERVICE = 14;
    uint8 internal constant FACILITY = 15;
    uint8 internal constant LAST = 15;
}

library CertificateRuling {
    uint8 internal constant UPHELD = 1;
    uint8 internal constant REVOKED = 2;
    uint8 internal constant LAST = 2;
}

library Comparator {
    uint8 internal constant GTE = 1;
    uint8 internal constant LTE = 2;
    uint8 internal constant EQ = 3;
    uint8 internal constant LAST = 3;
}

library DocumentMove {
    uint8 internal constant DELIVERED = 1;
    uint8 internal constant OPENED = 2;
    uint8 internal constant REGISTERED = 3;
    uint8 internal constant PROCESSING = 4;
    uint8 internal constant RESPONDED = 5;
    uint8 internal constant RETURNED = 6;
    uint8 internal constant CLOSED = 7;
    uint8 internal constant REFUSED = 8;
    uint8 internal constant WITHDRAWN = 9;
    uint8 internal constant EXTENDED = 10;
    uint8 internal constant FORWARDED = 11;
    uint8 internal constant LAST = 11;
}

library EscrowAction {
    uint8 internal constant FUNDED = 1;
    uint8 internal constant RELEASED = 2;
    uint8 internal constant REFUNDED = 3;
    uint8 internal constant LAST = 3;
}

library Exclusivity {
    uint8 internal constant NON_EXCLUSIVE = 1;
    uint8 internal constant SOLE = 2;
    uint8 internal constant EXCLUSIVE = 3;
    uint8 internal constant LAST = 3;
}

library Gate {
    uint8 internal constant IP_REGISTER = 1;
    uint8 internal constant TRANSFER_REGISTER = 2;
    uint8 internal constant ESCROW = 3;
    uint8 internal constant LAST = 3;
}

library GrantRule {
    uint8 internal constant ALL = 1;
    uint8 internal constant MAJORITY = 2;
    uint8 internal constant EACH = 3;
    uint8 internal constant LAST = 3;
}

library InstrumentEnd {
    uint8 internal constant TERMINATED = 1;
    uint8 internal constant RESCINDED = 2;
    uint8 internal constant LAST = 2;
}

library InstrumentKind {
    uint8 internal constant LICENCE = 1;
    uint8 internal constant SUBLICENCE = 2;
    uint8 internal constant ASSIGNMENT = 3;
    uint8 internal constant PLEDGE = 4;
    uint8 internal constant COOPERATION = 5;
    uint8 internal constant MEMORANDUM = 6;
    uint8 internal constant SOLUTION_CONTRACT = 7;
    uint8 internal constant LAST = 7;
}

library Kind {
    uint8 internal constant PARTY = 1;
    uint8 internal constant ASSET = 2;
    uint8 internal constant LISTING = 3;
    uint8 internal constant APPRAISAL = 4;
    uint8 internal constant INSTRUMENT = 5;
    uint8 internal constant ROYALTY_PERIOD = 6;
    uint8 internal constant PROBLEM = 7;
    uint8 internal constant PROPOSAL = 8;
    uint8 internal constant PILOT = 9;
    uint8 internal constant CERTIFICATE = 10;
    uint8 internal constant DOCUMENT = 11;
    uint8 internal constant ANCHOR = 12;
    uint8 internal constant LAST = 12;
}

library ListingMove {
    uint8 internal constant IN_REVIEW = 1;
    uint8 internal constant PUBLISHED = 2;
    uint8 internal constant PAUSED = 3;
    uint8 internal constant RESERVED = 4;
    uint8 internal constant CLOSED = 5;
    uint8 internal constant LAST = 5;
}

library MemberRole {
    uint8 internal constant GRANTOR = 1;
    uint8 internal constant GRANTEE = 2;
    uint8 internal constant CONSENTING = 3;
    uint8 internal constant MEMBER = 4;
    uint8 internal constant LAST = 4;
}

library Missing {
    uint8 internal constant FAILS = 1;
    uint8 internal constant EXCLUDED = 2;
    uint8 internal constant LAST = 2;
}

library Outcome {
    uint8 internal constant PASS = 1;
    uint8 internal constant PARTIAL = 2;
    uint8 internal constant FAIL = 3;
    uint8 internal constant LAST = 3;
}

library PartyKind {
    uint8 internal constant AGENCY = 1;
    uint8 internal constant INSTITUTE = 2;
    uint8 internal constant UNIVERSITY = 3;
    uint8 internal constant ENTERPRISE = 4;
    uint8 internal constant FUND = 5;
    uint8 internal constant HUB = 6;
    uint8 internal constant INVENTOR = 7;
    uint8 internal constant LAST = 7;
}

library PartyState {
    uint8 internal constant ACTIVE = 1;
    uint8 internal constant SUSPENDED = 2;
    uint8 internal constant CLOSED = 3;
    uint8 internal constant LAST = 3;
}

library PilotMove {
    uint8 internal constant RUNNING = 1;
    uint8 internal constant COMPLETED = 2;
    uint8 internal constant ABORTED = 3;
    uint8 internal constant LAST = 3;
}

library PilotStage {
    uint8 internal constant TRIAL = 1;
    uint8 internal constant ROLLOUT = 2;
    uint8 internal constant LAST = 2;
}

library Power {
    uint8 internal constant DOCUMENTS = 1;
    uint8 internal constant MARKET = 2;
    uint8 internal constant TITLE = 4;
    uint8 internal constant KEYS = 8;
    uint8 internal constant ALL = 15;
}

library ProblemMove {
    uint8 internal constant EVALUATING = 1;
    uint8 internal constant AWARDED = 2;
    uint8 internal constant NO_AWARD = 3;
    uint8 internal constant CANCELLED = 4;
    uint8 internal constant LAST = 4;
}

library ProposalMove {
    uint8 internal constant SHORTLISTED = 1;
    uint8 internal constant FAILED = 2;
    uint8 internal constant WITHDRAWN = 3;
    uint8 internal constant LAST = 3;
}

library Purpose {
    uint8 internal constant LICENCE = 1;
    uint8 internal constant ASSIGNMENT = 2;
    uint8 internal constant PLEDGE = 3;
    uint8 internal constant CONTRIBUTION = 4;
    uint8 internal constant ACCOUNTING = 5;
    uint8 internal constant OTHER = 6;
    uint8 internal constant LAST = 6;
}

library ReviewOutcome {
    uint8 internal constant PUBLISH = 1;
    uint8 internal constant RETURN = 2;
    uint8 internal constant LAST = 2;
}

library RightStage {
    uint8 internal constant APPLICATION = 1;
    uint8 internal constant GRANTED = 2;
    uint8 internal constant LAST = 2;
}

library Role {
    uint8 internal constant OWNER = 1;
    uint8 internal constant BUYER = 2;
    uint8 internal constant BROKER = 3;
    uint8 internal constant VALUER = 4;
    uint8 internal constant TECHNICAL_REVIEWER = 5;
    uint8 internal constant SECURITY_REVIEWER = 6;
    uint8 internal constant PROBLEM_OWNER = 7;
    uint8 internal constant PROVIDER = 8;
    uint8 internal constant VERIFIER = 9;
    uint8 internal constant ESCROW_AGENT = 10;
    uint8 internal constant OPERATOR = 11;
    uint8 internal constant IP_REGISTRAR = 12;
    uint8 internal constant REGULATOR = 13;
    uint8 internal constant AUDITOR = 14;
    uint8 internal constant ARBITER = 15;
    uint8 internal constant FUND = 16;
    uint8 internal constant HUB = 17;
    uint8 internal constant WITNESS = 18;
    uint8 internal constant TRANSFER_REGISTRAR = 19;
    uint8 internal constant LAST = 19;
    /// @dev Bit (role) set for each privileged role.
    uint32 internal constant PRIVILEGED = 0xcfe70;
}

library RoyaltyAnswer {
    uint8 internal constant CONFIRM = 1;
    uint8 internal constant DISPUTE = 2;
    uint8 internal constant LAST = 2;
}

library Ruling {
    uint8 internal constant SUSPEND = 1;
    uint8 internal constant RESUME = 2;
    uint8 internal constant TERMINATE = 3;
    uint8 internal constant RESCIND = 4;
    uint8 internal constant ENFORCE = 5;
    uint8 internal constant LAST = 5;
}

library State {
    uint8 internal constant PENDING = 1;
    uint8 internal constant ACTIVE = 2;
    uint8 internal constant SUSPENDED = 3;
    uint8 internal constant CLOSED = 4;
    uint8 internal constant REGISTERED = 5;
    uint8 internal constant DISPUTED = 6;
    uint8 internal constant LAPSED = 7;
    uint8 internal constant EXPIRED = 8;
    uint8 internal constant INVALIDATED = 9;
    uint8 internal constant DRAFT = 10;
    uint8 internal constant IN_REVIEW = 11;
    uint8 internal constant PUBLISHED = 12;
    uint8 internal constant PAUSED = 13;
    uint8 internal constant RESERVED = 14;
    uint8 internal constant ISSUED = 15;
    uint8 internal constant SUPERSEDED = 16;
    uint8 internal constant WITHDRAWN = 17;
    uint8 internal constant PROPOSED = 18;
    uint8 internal constant SIGNED = 19;
    uint8 internal constant EFFECTIVE = 20;
    uint8 internal constant TERMINATED = 21;
    uint8 internal constant RESCINDED = 22;
    uint8 internal constant DUE = 23;
    uint8 internal constant REPORTED = 24;
    uint8 internal constant CONFIRMED = 25;
    uint8 internal constant PAID = 26;
    uint8 internal constant AUDITED = 27;
    uint8 internal constant EVALUATING = 28;
    uint8 internal constant AWARDED = 29;
    uint8 internal constant NO_AWARD = 30;
    uint8 internal constant CANCELLED = 31;
    uint8 internal constant COMMITTED = 32;
    uint8 internal constant REVEALED = 33;
    uint8 internal constant TECHNICAL_PASS = 34;
    uint8 internal constant SECURITY_PASS = 35;
    uint8 internal constant SHORTLISTED = 36;
    uint8 internal constant SELECTED = 37;
    uint8 internal constant FAILED = 38;
    uint8 internal constant PLANNED = 39;
    uint8 internal constant BASELINED = 40;
    uint8 internal constant RUNNING = 41;
    uint8 internal constant MEASURED = 42;
    uint8 internal constant COMPLETED = 43;
    uint8 internal constant ABORTED = 44;
    uint8 internal constant UPHELD = 45;
    uint8 internal constant REVOKED = 46;
    uint8 internal constant SUBMITTED = 47;
    uint8 internal constant DELIVERED = 48;
    uint8 internal constant OPENED = 49;
    uint8 internal constant PROCESSING = 50;
    uint8 internal constant RESPONDED = 51;
    uint8 internal constant RETURNED = 52;
    uint8 internal constant REFUSED = 53;
    uint8 internal constant ANCHORED = 54;
    uint8 internal constant LAST = 54;
}

library Verdict {
    uint8 internal constant PASS = 1;
    uint8 internal constant FAIL = 2;
    uint8 internal constant LAST = 2;
}
