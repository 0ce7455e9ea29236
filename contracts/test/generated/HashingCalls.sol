// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {Hashing} from "../../src/generated/Hashing.sol";
import {RegisterParty, UpdateParty, MoveParty, AddKey, RevokeKey, GrantRole, RevokeRole, DeclareInterest, RegisterAsset, RaiseTier, RecordRights, SetGrantRule, DisputeAsset, ResolveDispute, EndAsset, DraftListing, ReviewListing, MoveListing, IssueAppraisal, WithdrawAppraisal, ProposeInstrument, SignInstrument, CertifyInstrument, AttestEscrow, AttestMilestone, EffectInstrument, AmendInstrument, EndInstrument, RuleOnInstrument, ReportRoyalty, AnswerRoyalty, RuleOnRoyalty, AttestPayment, AuditRoyalty, DraftProblem, PublishProblem, CloseProblem, MoveProblem, CommitProposal, RevealProposal, MoveProposal, PlanPilot, BaselinePilot, MeasurePilot, MovePilot, StopPilot, IssueCertificate, DisputeCertificate, RuleOnCertificate, SubmitDocument, MoveDocument, AnchorDigest} from "../../src/generated/Types.sol";

/// @notice The struct hash of each command, called with the very calldata that its module takes.
contract HashingCalls {
    function registerParty(RegisterParty calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function updateParty(UpdateParty calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function moveParty(MoveParty calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function addKey(AddKey calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function revokeKey(RevokeKey calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function grantRole(GrantRole calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function revokeRole(RevokeRole calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function declareInterest(DeclareInterest calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function registerAsset(RegisterAsset calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function raiseTier(RaiseTier calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function recordRights(RecordRights calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function setGrantRule(SetGrantRule calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function disputeAsset(DisputeAsset calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function resolveDispute(ResolveDispute calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function endAsset(EndAsset calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function draftListing(DraftListing calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function reviewListing(ReviewListing calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function moveListing(MoveListing calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function issueAppraisal(IssueAppraisal calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function withdrawAppraisal(WithdrawAppraisal calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function proposeInstrument(ProposeInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function signInstrument(SignInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function certifyInstrument(CertifyInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function attestEscrow(AttestEscrow calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function attestMilestone(AttestMilestone calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function effectInstrument(EffectInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function amendInstrument(AmendInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function endInstrument(EndInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function ruleOnInstrument(RuleOnInstrument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function reportRoyalty(ReportRoyalty calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function answerRoyalty(AnswerRoyalty calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function ruleOnRoyalty(RuleOnRoyalty calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function attestPayment(AttestPayment calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function auditRoyalty(AuditRoyalty calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function draftProblem(DraftProblem calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function publishProblem(PublishProblem calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function closeProblem(CloseProblem calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function moveProblem(MoveProblem calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function commitProposal(CommitProposal calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function revealProposal(RevealProposal calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function moveProposal(MoveProposal calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function planPilot(PlanPilot calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function baselinePilot(BaselinePilot calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function measurePilot(MeasurePilot calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function movePilot(MovePilot calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function stopPilot(StopPilot calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function issueCertificate(IssueCertificate calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function disputeCertificate(DisputeCertificate calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function ruleOnCertificate(RuleOnCertificate calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function submitDocument(SubmitDocument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function moveDocument(MoveDocument calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }

    function anchorDigest(AnchorDigest calldata command, bytes[] calldata) external pure returns (bytes32) {
        return Hashing.hash(command);
    }
}
