// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {Share, Right, Scope, Member, Move, Terms, Criterion, Kpi, Measurement, RegisterParty, UpdateParty, MoveParty, AddKey, RevokeKey, GrantRole, RevokeRole, DeclareInterest, RegisterAsset, RaiseTier, RecordRights, SetGrantRule, DisputeAsset, ResolveDispute, EndAsset, DraftListing, ReviewListing, MoveListing, IssueAppraisal, WithdrawAppraisal, ProposeInstrument, SignInstrument, CertifyInstrument, AttestEscrow, AttestMilestone, EffectInstrument, AmendInstrument, EndInstrument, RuleOnInstrument, ReportRoyalty, AnswerRoyalty, RuleOnRoyalty, AttestPayment, AuditRoyalty, DraftProblem, PublishProblem, CloseProblem, MoveProblem, CommitProposal, RevealProposal, MoveProposal, PlanPilot, BaselinePilot, MeasurePilot, MovePilot, StopPilot, IssueCertificate, DisputeCertificate, RuleOnCertificate, SubmitDocument, MoveDocument, AnchorDigest} from "./Types.sol";

/// @notice EIP-712 struct hashes of commands and of the structs inside them.
library Hashing {
    bytes32 private constant SHARE = keccak256(
        "Share(bytes32 party,uint16 bps)"
    );
    bytes32 private constant RIGHT = keccak256(
        "Right(bytes32 office,bytes32 number,uint8 right_stage,uint256 countries,uint64 provinces,uint64 start,uint64 end)"
    );
    bytes32 private constant SCOPE = keccak256(
        "Scope(uint32 acts,uint64 fields,uint256 countries,uint64 provinces,uint64 start,uint64 end)"
    );
    bytes32 private constant MEMBER = keccak256(
        "Member(bytes32 party,uint8 member_role)"
    );
    bytes32 private constant MOVE = keccak256(
        "Move(bytes32 from,bytes32 to,uint16 bps)"
    );
    bytes32 private constant TERMS = keccak256(
        "Terms(uint8 instrument_kind,bytes32 subject,Member[] members,Scope scope,uint8 exclusivity,uint8 sub_depth,bool consent_waived,uint32 encumbrance_version,Move[] moves,bytes32 escrow_agent,uint64 effect_by,bool state_capital,bytes32 task_result,bytes32 text)Member(bytes32 party,uint8 member_role)Move(bytes32 from,bytes32 to,uint16 bps)Scope(uint32 acts,uint64 fields,uint256 countries,uint64 provinces,uint64 start,uint64 end)"
    );
    bytes32 private constant CRITERION = keccak256(
        "Criterion(bytes32 code,uint16 score,uint16 weight)"
    );
    bytes32 private constant KPI = keccak256(
        "Kpi(bytes32 code,bytes32 unit,uint8 scale,uint8 comparator,int256 target,int256 baseline,uint16 weight,bool mandatory,uint8 missing)"
    );
    bytes32 private constant MEASUREMENT = keccak256(
        "Measurement(bytes32 code,int256 value)"
    );
    bytes32 private constant REGISTER_PARTY = keccak256(
        "RegisterParty(bytes32 record,uint32 expected_version,uint64 not_after,uint8 party_kind,bytes32 profile,uint16 country,bytes32 parent,address[] keys,uint8 threshold)"
    );
    bytes32 private constant UPDATE_PARTY = keccak256(
        "UpdateParty(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 profile,bytes32 parent)"
    );
    bytes32 private constant MOVE_PARTY = keccak256(
        "MoveParty(bytes32 record,uint32 expected_version,uint64 not_after,uint8 party_state,bytes32 reason)"
    );
    bytes32 private constant ADD_KEY = keccak256(
        "AddKey(bytes32 record,uint32 expected_version,uint64 not_after,address key,uint8 powers,uint64 valid_from,uint64 valid_to,uint8 threshold)"
    );
    bytes32 private constant REVOKE_KEY = keccak256(
        "RevokeKey(bytes32 record,uint32 expected_version,uint64 not_after,address key,uint8 threshold)"
    );
    bytes32 private constant GRANT_ROLE = keccak256(
        "GrantRole(bytes32 record,uint32 expected_version,uint64 not_after,uint8 role,uint64 fields,uint64 valid_from,uint64 valid_to)"
    );
    bytes32 private constant REVOKE_ROLE = keccak256(
        "RevokeRole(bytes32 record,uint32 expected_version,uint64 not_after,uint8 role)"
    );
    bytes32 private constant DECLARE_INTEREST = keccak256(
        "DeclareInterest(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 subject)"
    );
    bytes32 private constant REGISTER_ASSET = keccak256(
        "RegisterAsset(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 nonce,uint8 asset_kind,bytes32 title,Share[] holders,uint8 grant_rule,uint64 fields,Right[] rights)Right(bytes32 office,bytes32 number,uint8 right_stage,uint256 countries,uint64 provinces,uint64 start,uint64 end)Share(bytes32 party,uint16 bps)"
    );
    bytes32 private constant RAISE_TIER = keccak256(
        "RaiseTier(bytes32 record,uint32 expected_version,uint64 not_after,uint8 tier,bytes32 evidence)"
    );
    bytes32 private constant RECORD_RIGHTS = keccak256(
        "RecordRights(bytes32 record,uint32 expected_version,uint64 not_after,Right[] rights,bytes32 evidence)Right(bytes32 office,bytes32 number,uint8 right_stage,uint256 countries,uint64 provinces,uint64 start,uint64 end)"
    );
    bytes32 private constant SET_GRANT_RULE = keccak256(
        "SetGrantRule(bytes32 record,uint32 expected_version,uint64 not_after,uint8 grant_rule)"
    );
    bytes32 private constant DISPUTE_ASSET = keccak256(
        "DisputeAsset(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 claim,bytes32 claimant)"
    );
    bytes32 private constant RESOLVE_DISPUTE = keccak256(
        "ResolveDispute(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 decision,Share[] holders)Share(bytes32 party,uint16 bps)"
    );
    bytes32 private constant END_ASSET = keccak256(
        "EndAsset(bytes32 record,uint32 expected_version,uint64 not_after,uint8 asset_end,bytes32 evidence)"
    );
    bytes32 private constant DRAFT_LISTING = keccak256(
        "DraftListing(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 nonce,bytes32 asset,bytes32 broker,bytes32 offer)"
    );
    bytes32 private constant REVIEW_LISTING = keccak256(
        "ReviewListing(bytes32 record,uint32 expected_version,uint64 not_after,uint8 review_outcome,bytes32 reason)"
    );
    bytes32 private constant MOVE_LISTING = keccak256(
        "MoveListing(bytes32 record,uint32 expected_version,uint64 not_after,uint8 listing_move,uint64 until,bytes32 reason)"
    );
    bytes32 private constant ISSUE_APPRAISAL = keccak256(
        "IssueAppraisal(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 nonce,uint8 appraisal_kind,bytes32 subject,bytes32 report,uint64 valid_until,uint8 verdict,uint8 trl,Criterion[] criteria,uint8 approach,uint8 purpose,uint64 valued_at,uint16 currency,bytes32 range,bytes32 supersedes)Criterion(bytes32 code,uint16 score,uint16 weight)"
    );
    bytes32 private constant WITHDRAW_APPRAISAL = keccak256(
        "WithdrawAppraisal(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 reason)"
    );
    bytes32 private constant PROPOSE_INSTRUMENT = keccak256(
        "ProposeInstrument(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 nonce,Terms terms,bytes32[] signing)Member(bytes32 party,uint8 member_role)Move(bytes32 from,bytes32 to,uint16 bps)Scope(uint32 acts,uint64 fields,uint256 countries,uint64 provinces,uint64 start,uint64 end)Terms(uint8 instrument_kind,bytes32 subject,Member[] members,Scope scope,uint8 exclusivity,uint8 sub_depth,bool consent_waived,uint32 encumbrance_version,Move[] moves,bytes32 escrow_agent,uint64 effect_by,bool state_capital,bytes32 task_result,bytes32 text)"
    );
    bytes32 private constant SIGN_INSTRUMENT = keccak256(
        "SignInstrument(bytes32 record,uint32 expected_version,uint64 not_after,Terms terms,bytes32[] signing)Member(bytes32 party,uint8 member_role)Move(bytes32 from,bytes32 to,uint16 bps)Scope(uint32 acts,uint64 fields,uint256 countries,uint64 provinces,uint64 start,uint64 end)Terms(uint8 instrument_kind,bytes32 subject,Member[] members,Scope scope,uint8 exclusivity,uint8 sub_depth,bool consent_waived,uint32 encumbrance_version,Move[] moves,bytes32 escrow_agent,uint64 effect_by,bool state_capital,bytes32 task_result,bytes32 text)"
    );
    bytes32 private constant CERTIFY_INSTRUMENT = keccak256(
        "CertifyInstrument(bytes32 record,uint32 expected_version,uint64 not_after,uint8 gate,bytes32 certificate)"
    );
    bytes32 private constant ATTEST_ESCROW = keccak256(
        "AttestEscrow(bytes32 record,uint32 expected_version,uint64 not_after,uint8 escrow_action,uint16 bps,bytes32 evidence)"
    );
    bytes32 private constant ATTEST_MILESTONE = keccak256(
        "AttestMilestone(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 milestone,bytes32 certificate,uint16 bps,bytes32 evidence)"
    );
    bytes32 private constant EFFECT_INSTRUMENT = keccak256(
        "EffectInstrument(bytes32 record,uint32 expected_version,uint64 not_after)"
    );
    bytes32 private constant AMEND_INSTRUMENT = keccak256(
        "AmendInstrument(bytes32 record,uint32 expected_version,uint64 not_after,Terms terms)Member(bytes32 party,uint8 member_role)Move(bytes32 from,bytes32 to,uint16 bps)Scope(uint32 acts,uint64 fields,uint256 countries,uint64 provinces,uint64 start,uint64 end)Terms(uint8 instrument_kind,bytes32 subject,Member[] members,Scope scope,uint8 exclusivity,uint8 sub_depth,bool consent_waived,uint32 encumbrance_version,Move[] moves,bytes32 escrow_agent,uint64 effect_by,bool state_capital,bytes32 task_result,bytes32 text)"
    );
    bytes32 private constant END_INSTRUMENT = keccak256(
        "EndInstrument(bytes32 record,uint32 expected_version,uint64 not_after,uint8 instrument_end,bytes32 reason)"
    );
    bytes32 private constant RULE_ON_INSTRUMENT = keccak256(
        "RuleOnInstrument(bytes32 record,uint32 expected_version,uint64 not_after,uint8 ruling,bytes32 decision)"
    );
    bytes32 private constant REPORT_ROYALTY = keccak256(
        "ReportRoyalty(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 nonce,bytes32 instrument,uint64 start,uint64 end,bytes32 amount,bytes32 report)"
    );
    bytes32 private constant ANSWER_ROYALTY = keccak256(
        "AnswerRoyalty(bytes32 record,uint32 expected_version,uint64 not_after,uint8 royalty_answer,bytes32 reason)"
    );
    bytes32 private constant RULE_ON_ROYALTY = keccak256(
        "RuleOnRoyalty(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 decision)"
    );
    bytes32 private constant ATTEST_PAYMENT = keccak256(
        "AttestPayment(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 evidence)"
    );
    bytes32 private constant AUDIT_ROYALTY = keccak256(
        "AuditRoyalty(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 opinion)"
    );
    bytes32 private constant DRAFT_PROBLEM = keccak256(
        "DraftProblem(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 nonce,bytes32 statement,bytes32 using_unit,bytes32 accountable_office,uint64 fields,uint64 provinces,bytes32 budget)"
    );
    bytes32 private constant PUBLISH_PROBLEM = keccak256(
        "PublishProblem(bytes32 record,uint32 expected_version,uint64 not_after,uint64 commit_by,uint64 reveal_by,bytes32[] reviewers)"
    );
    bytes32 private constant CLOSE_PROBLEM = keccak256(
        "CloseProblem(bytes32 record,uint32 expected_version,uint64 not_after)"
    );
    bytes32 private constant MOVE_PROBLEM = keccak256(
        "MoveProblem(bytes32 record,uint32 expected_version,uint64 not_after,uint8 problem_move,bytes32 proposal,bytes32 reason)"
    );
    bytes32 private constant COMMIT_PROPOSAL = keccak256(
        "CommitProposal(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 nonce,bytes32 problem,bytes32 seal)"
    );
    bytes32 private constant REVEAL_PROPOSAL = keccak256(
        "RevealProposal(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 content,bytes32 salt,bytes32[] assets)"
    );
    bytes32 private constant MOVE_PROPOSAL = keccak256(
        "MoveProposal(bytes32 record,uint32 expected_version,uint64 not_after,uint8 proposal_move,bytes32 reason)"
    );
    bytes32 private constant PLAN_PILOT = keccak256(
        "PlanPilot(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 nonce,uint8 pilot_stage,bytes32 proposal,bytes32 verifier,uint64 provinces,uint64 start,uint64 end,bytes32 plan,bytes32 limits,bytes32 exit_plan,bytes32 permit)"
    );
    bytes32 private constant BASELINE_PILOT = keccak256(
        "BaselinePilot(bytes32 record,uint32 expected_version,uint64 not_after,Kpi[] kpis,uint16 pass_weight,bytes32 method)Kpi(bytes32 code,bytes32 unit,uint8 scale,uint8 comparator,int256 target,int256 baseline,uint16 weight,bool mandatory,uint8 missing)"
    );
    bytes32 private constant MEASURE_PILOT = keccak256(
        "MeasurePilot(bytes32 record,uint32 expected_version,uint64 not_after,Measurement[] values,bool final,bytes32 evidence)Measurement(bytes32 code,int256 value)"
    );
    bytes32 private constant MOVE_PILOT = keccak256(
        "MovePilot(bytes32 record,uint32 expected_version,uint64 not_after,uint8 pilot_move,bytes32 reason)"
    );
    bytes32 private constant STOP_PILOT = keccak256(
        "StopPilot(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 reason)"
    );
    bytes32 private constant ISSUE_CERTIFICATE = keccak256(
        "IssueCertificate(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 nonce,bytes32 pilot,uint8 outcome,bytes32 report,bytes32 supersedes)"
    );
    bytes32 private constant DISPUTE_CERTIFICATE = keccak256(
        "DisputeCertificate(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 claim)"
    );
    bytes32 private constant RULE_ON_CERTIFICATE = keccak256(
        "RuleOnCertificate(bytes32 record,uint32 expected_version,uint64 not_after,uint8 certificate_ruling,bytes32 decision)"
    );
    bytes32 private constant SUBMIT_DOCUMENT = keccak256(
        "SubmitDocument(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 nonce,bytes32 recipient,bytes32 content,bytes32 in_reply_to)"
    );
    bytes32 private constant MOVE_DOCUMENT = keccak256(
        "MoveDocument(bytes32 record,uint32 expected_version,uint64 not_after,uint8 document_move,bytes32 evidence,bytes32 number,uint64 due_by,bytes32 to)"
    );
    bytes32 private constant ANCHOR_DIGEST = keccak256(
        "AnchorDigest(bytes32 record,uint32 expected_version,uint64 not_after,bytes32 nonce,bytes32 namespace,bytes32 digest,uint64 size)"
    );

    function hash(Share calldata value) internal pure returns (bytes32) {
        return keccak256(abi.encode(SHARE, value));
    }

    function hash(Right calldata value) internal pure returns (bytes32) {
        return keccak256(abi.encode(RIGHT, value));
    }

    function hash(Scope calldata value) internal pure returns (bytes32) {
        return keccak256(abi.encode(SCOPE, value));
    }

    function hash(Member calldata value) internal pure returns (bytes32) {
        return keccak256(abi.encode(MEMBER, value));
    }

    function hash(Move calldata value) internal pure returns (bytes32) {
        return keccak256(abi.encode(MOVE, value));
    }

    function hash(Terms calldata value) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                TERMS,
                value.instrument_kind,
                value.subject,
                hash(value.members),
                hash(value.scope),
                value.exclusivity,
                value.sub_depth,
                value.consent_waived,
                value.encumbrance_version,
                hash(value.moves),
                value.escrow_agent,
                value.effect_by,
                value.state_capital,
                value.task_result,
                value.text
            )
        );
    }

    function hash(Criterion calldata value) internal pure returns (bytes32) {
        return keccak256(abi.encode(CRITERION, value));
    }

    function hash(Kpi calldata value) internal pure returns (bytes32) {
        return keccak256(abi.encode(KPI, value));
    }

    function hash(Measurement calldata value) internal pure returns (bytes32) {
        return keccak256(abi.encode(MEASUREMENT, value));
    }

    function hash(RegisterParty calldata command) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                REGISTER_PARTY,
                command.record,
                command.expected_version,
                command.not_after,
                command.party_kind,
                command.profile,
                command.country,
                command.parent,
                keccak256(abi.encodePacked(command.keys)),
                command.threshold
            )
        );
    }

    function hash(UpdateParty calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(UPDATE_PARTY, command));
    }

    function hash(MoveParty calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(MOVE_PARTY, command));
    }

    function hash(AddKey calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(ADD_KEY, command));
    }

    function hash(RevokeKey calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(REVOKE_KEY, command));
    }

    function hash(GrantRole calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(GRANT_ROLE, command));
    }

    function hash(RevokeRole calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(REVOKE_ROLE, command));
    }

    function hash(DeclareInterest calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(DECLARE_INTEREST, command));
    }

    function hash(RegisterAsset calldata command) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                REGISTER_ASSET,
                command.record,
                command.expected_version,
                command.not_after,
                command.nonce,
                command.asset_kind,
                command.title,
                hash(command.holders),
                command.grant_rule,
                command.fields,
                hash(command.rights)
            )
        );
    }

    function hash(RaiseTier calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(RAISE_TIER, command));
    }

    function hash(RecordRights calldata command) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                RECORD_RIGHTS,
                command.record,
                command.expected_version,
                command.not_after,
                hash(command.rights),
                command.evidence
            )
        );
    }

    function hash(SetGrantRule calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(SET_GRANT_RULE, command));
    }

    function hash(DisputeAsset calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(DISPUTE_ASSET, command));
    }

    function hash(ResolveDispute calldata command) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                RESOLVE_DISPUTE,
                command.record,
                command.expected_version,
                command.not_after,
                command.decision,
                hash(command.holders)
            )
        );
    }

    function hash(EndAsset calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(END_ASSET, command));
    }

    function hash(DraftListing calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(DRAFT_LISTING, command));
    }

    function hash(ReviewListing calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(REVIEW_LISTING, command));
    }

    function hash(MoveListing calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(MOVE_LISTING, command));
    }

    function hash(IssueAppraisal calldata command) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                ISSUE_APPRAISAL,
                command.record,
                command.expected_version,
                command.not_after,
                command.nonce,
                command.appraisal_kind,
                command.subject,
                command.report,
                command.valid_until,
                command.verdict,
                command.trl,
                hash(command.criteria),
                command.approach,
                command.purpose,
                command.valued_at,
                command.currency,
                command.range,
                command.supersedes
            )
        );
    }

    function hash(WithdrawAppraisal calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(WITHDRAW_APPRAISAL, command));
    }

    function hash(ProposeInstrument calldata command) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                PROPOSE_INSTRUMENT,
                command.record,
                command.expected_version,
                command.not_after,
                command.nonce,
                hash(command.terms),
                keccak256(abi.encodePacked(command.signing))
            )
        );
    }

    function hash(SignInstrument calldata command) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                SIGN_INSTRUMENT,
                command.record,
                command.expected_version,
                command.not_after,
                hash(command.terms),
                keccak256(abi.encodePacked(command.signing))
            )
        );
    }

    function hash(CertifyInstrument calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(CERTIFY_INSTRUMENT, command));
    }

    function hash(AttestEscrow calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(ATTEST_ESCROW, command));
    }

    function hash(AttestMilestone calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(ATTEST_MILESTONE, command));
    }

    function hash(EffectInstrument calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(EFFECT_INSTRUMENT, command));
    }

    function hash(AmendInstrument calldata command) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                AMEND_INSTRUMENT,
                command.record,
                command.expected_version,
                command.not_after,
                hash(command.terms)
            )
        );
    }

    function hash(EndInstrument calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(END_INSTRUMENT, command));
    }

    function hash(RuleOnInstrument calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(RULE_ON_INSTRUMENT, command));
    }

    function hash(ReportRoyalty calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(REPORT_ROYALTY, command));
    }

    function hash(AnswerRoyalty calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(ANSWER_ROYALTY, command));
    }

    function hash(RuleOnRoyalty calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(RULE_ON_ROYALTY, command));
    }

    function hash(AttestPayment calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(ATTEST_PAYMENT, command));
    }

    function hash(AuditRoyalty calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(AUDIT_ROYALTY, command));
    }

    function hash(DraftProblem calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(DRAFT_PROBLEM, command));
    }

    function hash(PublishProblem calldata command) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                PUBLISH_PROBLEM,
                command.record,
                command.expected_version,
                command.not_after,
                command.commit_by,
                command.reveal_by,
                keccak256(abi.encodePacked(command.reviewers))
            )
        );
    }

    function hash(CloseProblem calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(CLOSE_PROBLEM, command));
    }

    function hash(MoveProblem calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(MOVE_PROBLEM, command));
    }

    function hash(CommitProposal calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(COMMIT_PROPOSAL, command));
    }

    function hash(RevealProposal calldata command) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                REVEAL_PROPOSAL,
                command.record,
                command.expected_version,
                command.not_after,
                command.content,
                command.salt,
                keccak256(abi.encodePacked(command.assets))
            )
        );
    }

    function hash(MoveProposal calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(MOVE_PROPOSAL, command));
    }

    function hash(PlanPilot calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(PLAN_PILOT, command));
    }

    function hash(BaselinePilot calldata command) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                BASELINE_PILOT,
                command.record,
                command.expected_version,
                command.not_after,
                hash(command.kpis),
                command.pass_weight,
                command.method
            )
        );
    }

    function hash(MeasurePilot calldata command) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                MEASURE_PILOT,
                command.record,
                command.expected_version,
                command.not_after,
                hash(command.values),
                command.final_,
                command.evidence
            )
        );
    }

    function hash(MovePilot calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(MOVE_PILOT, command));
    }

    function hash(StopPilot calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(STOP_PILOT, command));
    }

    function hash(IssueCertificate calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(ISSUE_CERTIFICATE, command));
    }

    function hash(DisputeCertificate calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(DISPUTE_CERTIFICATE, command));
    }

    function hash(RuleOnCertificate calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(RULE_ON_CERTIFICATE, command));
    }

    function hash(SubmitDocument calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(SUBMIT_DOCUMENT, command));
    }

    function hash(MoveDocument calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(MOVE_DOCUMENT, command));
    }

    function hash(AnchorDigest calldata command) internal pure returns (bytes32) {
        return keccak256(abi.encode(ANCHOR_DIGEST, command));
    }

    function hash(Share[] calldata values) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](values.length);
        for (uint256 i = 0; i < values.length; ++i) {
            hashes[i] = hash(values[i]);
        }
        return keccak256(abi.encodePacked(hashes));
    }

    function hash(Right[] calldata values) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](values.length);
        for (uint256 i = 0; i < values.length; ++i) {
            hashes[i] = hash(values[i]);
        }
        return keccak256(abi.encodePacked(hashes));
    }

    function hash(Member[] calldata values) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](values.length);
        for (uint256 i = 0; i < values.length; ++i) {
            hashes[i] = hash(values[i]);
        }
        return keccak256(abi.encodePacked(hashes));
    }

    function hash(Move[] calldata values) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](values.length);
        for (uint256 i = 0; i < values.length; ++i) {
            hashes[i] = hash(values[i]);
        }
        return keccak256(abi.encodePacked(hashes));
    }

    function hash(Criterion[] calldata values) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](values.length);
        for (uint256 i = 0; i < values.length; ++i) {
            hashes[i] = hash(values[i]);
        }
        return keccak256(abi.encodePacked(hashes));
    }

    function hash(Kpi[] calldata values) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](values.length);
        for (uint256 i = 0; i < values.length; ++i) {
            hashes[i] = hash(values[i]);
        }
        return keccak256(abi.encodePacked(hashes));
    }

    function hash(Measurement[] calldata values) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](values.length);
        for (uint256 i = 0; i < values.length; ++i) {
            hashes[i] = hash(values[i]);
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
