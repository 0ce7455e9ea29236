// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

/// @notice A holder's part of an asset, in basis points.
struct Share {
    bytes32 party;
    uint16 bps;
}

/// @notice One right or application: where and when it holds, and its public number.
struct Right {
    bytes32 office;
    bytes32 number;
    uint8 right_stage;
    uint256 countries;
    uint64 provinces;
    uint64 start;
    uint64 end;
}

/// @notice What a grant covers: acts x fields x territories x [start, end).
struct Scope {
    uint32 acts;
    uint64 fields;
    uint256 countries;
    uint64 provinces;
    uint64 start;
    uint64 end;
}

/// @notice A party of an instrument and what it is there for. Every member signs.
struct Member {
    bytes32 party;
    uint8 member_role;
}

/// @notice Shares that pass from a holder to another party when an instrument takes effect.
struct Move {
    bytes32 from;
    bytes32 to;
    uint16 bps;
}

/// @notice Everything the members of an instrument agree to. `terms_digest` is its EIP-712 struct hash.
struct Terms {
    uint8 instrument_kind;
    bytes32 subject;
    Member[] members;
    Scope scope;
    uint8 exclusivity;
    uint8 sub_depth;
    bool consent_waived;
    uint32 encumbrance_version;
    Move[] moves;
    bytes32 escrow_agent;
    uint64 effect_by;
    bool state_capital;
    bytes32 task_result;
    bytes32 text;
}

/// @notice One criterion of an evaluation: its score out of 1,000 and its weight.
struct Criterion {
    bytes32 code;
    uint16 score;
    uint16 weight;
}

/// @notice One measure of a pilot: what counts as met, what it weighs, and what its absence means.
struct Kpi {
    bytes32 code;
    bytes32 unit;
    uint8 scale;
    uint8 comparator;
    int256 target;
    int256 baseline;
    uint16 weight;
    bool mandatory;
    uint8 missing;
}

/// @notice A measured value of one KPI, an integer in that KPI's scale.
struct Measurement {
    bytes32 code;
    int256 value;
}

/// @notice Announce an organisation and prove its keys.
struct RegisterParty {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 party_kind;
    bytes32 profile;
    uint16 country;
    bytes32 parent;
    address[] keys;
    uint8 threshold;
}

/// @notice New profile, or another parent.
struct UpdateParty {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 profile;
    bytes32 parent;
}

/// @notice Admit, suspend, readmit or close a party.
struct MoveParty {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 party_state;
    bytes32 reason;
}

/// @notice Add a key, or change k of n.
struct AddKey {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    address key;
    uint8 powers;
    uint64 valid_from;
    uint64 valid_to;
    uint8 threshold;
}

/// @notice End a key at this instant.
struct RevokeKey {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    address key;
    uint8 threshold;
}

/// @notice Give a role for a time and a scope.
struct GrantRole {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 role;
    uint64 fields;
    uint64 valid_from;
    uint64 valid_to;
}

/// @notice End a role at this instant.
struct RevokeRole {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 role;
}

/// @notice A reviewer, valuer or verifier steps aside.
struct DeclareInterest {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 subject;
}

/// @notice Declare a right or technology and who holds it.
struct RegisterAsset {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 nonce;
    uint8 asset_kind;
    bytes32 title;
    Share[] holders;
    uint8 grant_rule;
    uint64 fields;
    Right[] rights;
}

/// @notice State how well the claim is proved.
struct RaiseTier {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 tier;
    bytes32 evidence;
}

/// @notice Replace the list of rights: a grant, renewal or restriction.
struct RecordRights {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    Right[] rights;
    bytes32 evidence;
}

/// @notice Change who must grant a licence.
struct SetGrantRule {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 grant_rule;
}

/// @notice Freeze an asset on a claim.
struct DisputeAsset {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 claim;
    bytes32 claimant;
}

/// @notice End the freeze, and correct title where decided.
struct ResolveDispute {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 decision;
    Share[] holders;
}

/// @notice Record the end of the right.
struct EndAsset {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 asset_end;
    bytes32 evidence;
}

/// @notice Prepare an offer.
struct DraftListing {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 nonce;
    bytes32 asset;
    bytes32 broker;
    bytes32 offer;
}

/// @notice Publish a listing, or send it back.
struct ReviewListing {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 review_outcome;
    bytes32 reason;
}

/// @notice Submit, pause, resume, reserve or close a listing.
struct MoveListing {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 listing_move;
    uint64 until;
    bytes32 reason;
}

/// @notice Evaluate, value, or review.
struct IssueAppraisal {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 nonce;
    uint8 appraisal_kind;
    bytes32 subject;
    bytes32 report;
    uint64 valid_until;
    uint8 verdict;
    uint8 trl;
    Criterion[] criteria;
    uint8 approach;
    uint8 purpose;
    uint64 valued_at;
    uint16 currency;
    bytes32 range;
    bytes32 supersedes;
}

/// @notice Take an appraisal back.
struct WithdrawAppraisal {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 reason;
}

/// @notice Put terms to all who must sign.
struct ProposeInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 nonce;
    Terms terms;
    bytes32[] signing;
}

/// @notice Agree to the same terms, repeated in full.
struct SignInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    Terms terms;
    bytes32[] signing;
}

/// @notice Enter a registrar's certificate.
struct CertifyInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 gate;
    bytes32 certificate;
}

/// @notice Attest money held, paid on, or returned, in basis points of the agreed sum.
struct AttestEscrow {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 escrow_action;
    uint16 bps;
    bytes32 evidence;
}

/// @notice Attest payment of a milestone against a certificate, in basis points of the agreed sum.
struct AttestMilestone {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 milestone;
    bytes32 certificate;
    uint16 bps;
    bytes32 evidence;
}

/// @notice Make it take effect, in one step.
struct EffectInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
}

/// @notice Replace the terms with narrower or equal ones.
struct AmendInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    Terms terms;
}

/// @notice End it by agreement, or withdraw it.
struct EndInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 instrument_end;
    bytes32 reason;
}

/// @notice The arbiter suspends, resumes, ends or enforces it.
struct RuleOnInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 ruling;
    bytes32 decision;
}

/// @notice State what is owed for a period; again after it was contested.
struct ReportRoyalty {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 nonce;
    bytes32 instrument;
    uint64 start;
    uint64 end;
    bytes32 amount;
    bytes32 report;
}

/// @notice Accept or contest a report.
struct AnswerRoyalty {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 royalty_answer;
    bytes32 reason;
}

/// @notice The arbiter settles a contested report.
struct RuleOnRoyalty {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 decision;
}

/// @notice The bank attests payment.
struct AttestPayment {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 evidence;
}

/// @notice An audit opinion on a paid period.
struct AuditRoyalty {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 opinion;
}

/// @notice Write down a problem, or correct the draft.
struct DraftProblem {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 nonce;
    bytes32 statement;
    bytes32 using_unit;
    bytes32 accountable_office;
    uint64 fields;
    uint64 provinces;
    bytes32 budget;
}

/// @notice Call for proposals.
struct PublishProblem {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint64 commit_by;
    uint64 reveal_by;
    bytes32[] reviewers;
}

/// @notice End the time for handing in.
struct CloseProblem {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
}

/// @notice Evaluate, award, end without award, or cancel a problem.
struct MoveProblem {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 problem_move;
    bytes32 proposal;
    bytes32 reason;
}

/// @notice Hand in a sealed proposal.
struct CommitProposal {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 nonce;
    bytes32 problem;
    bytes32 seal;
}

/// @notice Open the seal.
struct RevealProposal {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 content;
    bytes32 salt;
    bytes32[] assets;
}

/// @notice Shortlist, fail or withdraw a proposal.
struct MoveProposal {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 proposal_move;
    bytes32 reason;
}

/// @notice Agree a sandbox and its verifier.
struct PlanPilot {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 nonce;
    uint8 pilot_stage;
    bytes32 proposal;
    bytes32 verifier;
    uint64 provinces;
    uint64 start;
    uint64 end;
    bytes32 plan;
    bytes32 limits;
    bytes32 exit_plan;
    bytes32 permit;
}

/// @notice Freeze the KPIs, or change them by agreement.
struct BaselinePilot {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    Kpi[] kpis;
    uint16 pass_weight;
    bytes32 method;
}

/// @notice Enter measured values.
struct MeasurePilot {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    Measurement[] values;
    bool final_;
    bytes32 evidence;
}

/// @notice Start, complete or abort a pilot.
struct MovePilot {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 pilot_move;
    bytes32 reason;
}

/// @notice The regulator stops the test.
struct StopPilot {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 reason;
}

/// @notice Certify the result of a pilot.
struct IssueCertificate {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 nonce;
    bytes32 pilot;
    uint8 outcome;
    bytes32 report;
    bytes32 supersedes;
}

/// @notice Contest a certificate.
struct DisputeCertificate {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 claim;
}

/// @notice The arbiter decides on a contested certificate.
struct RuleOnCertificate {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 certificate_ruling;
    bytes32 decision;
}

/// @notice Send a document to an office.
struct SubmitDocument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 nonce;
    bytes32 recipient;
    bytes32 content;
    bytes32 in_reply_to;
}

/// @notice Receive, refuse, process or answer a document.
struct MoveDocument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 document_move;
    bytes32 evidence;
    bytes32 number;
    uint64 due_by;
    bytes32 to;
}

/// @notice Fix one digest in a namespace.
struct AnchorDigest {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 nonce;
    bytes32 namespace;
    bytes32 digest;
    uint64 size;
}
