// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AppraisalKind,
    CertificateRuling,
    Kind,
    Outcome,
    PilotMove,
    PilotStage,
    ProblemMove,
    ProposalMove,
    State,
    Verdict
} from "../../src/generated/Enums.sol";
import {ModuleNumber} from "../../src/generated/Modules.sol";
import {
    AttestMilestone,
    BaselinePilot,
    CloseProblem,
    CommitProposal,
    DisputeCertificate,
    DraftProblem,
    IssueAppraisal,
    IssueCertificate,
    Kpi,
    MeasurePilot,
    Measurement,
    MovePilot,
    MoveProblem,
    MoveProposal,
    PlanPilot,
    PublishProblem,
    RevealProposal,
    RuleOnCertificate,
    StopPilot,
    WithdrawAppraisal
} from "../../src/generated/Types.sol";
import {IAppraisals} from "../../src/interfaces/IAppraisals.sol";
import {ICertificates} from "../../src/interfaces/ICertificates.sol";
import {IEscrows} from "../../src/interfaces/IEscrows.sol";
import {IPilots} from "../../src/interfaces/IPilots.sol";
import {IProblems} from "../../src/interfaces/IProblems.sol";
import {IProposals} from "../../src/interfaces/IProposals.sol";
import {MarketShadows} from "./MarketShadows.sol";

/// @title Each command of the problem market, and what follows where it is accepted
abstract contract MarketActs is MarketShadows {
    uint64 internal constant CALL = 100;

    uint256 private _marketNonces;

    // --- Problems and proposals ---

    function openProblem() internal {
        (bytes32 record, bytes32 nonce) = newRecord(Kind.PROBLEM, BUYER);
        DraftProblem memory c = DraftProblem(record, 0, soon(), nonce, PAPER, PAPER, PAPER, 0, 0, 0);
        if (!market(ModuleNumber.PROBLEMS, abi.encodeCall(IProblems.draftProblem, (c, none())), one(BUYER))) return;
        uint64 commitBy = clock() + CALL;
        uint64 revealBy = commitBy + CALL;
        PublishProblem memory p = PublishProblem(record, 1, soon(), commitBy, revealBy, ids(two(TECHNICAL, SECURITY)));
        if (!market(ModuleNumber.PROBLEMS, abi.encodeCall(IProblems.publishProblem, (p, none())), one(BUYER))) return;
        _problems.push(record);
        _problem[record].state = State.PUBLISHED;
        (_problem[record].commitBy, _problem[record].revealBy) = (commitBy, revealBy);
    }

    function handIn(bytes32 problem, uint256 provider) internal {
        (bytes32 record, bytes32 nonce) = newRecord(Kind.PROPOSAL, provider);
        bytes32 seal = keccak256(abi.encode(problem, id(provider), PAPER, nonce));
        CommitProposal memory c = CommitProposal(record, 0, soon(), nonce, problem, seal);
        bytes memory data = abi.encodeCall(IProposals.commitProposal, (c, none()));
        if (!market(ModuleNumber.PROPOSALS, data, one(provider))) return;
        _proposals.push(record);
        _problem[problem].proposals.push(record);
        Proposal storage proposal = _proposal[record];
        (proposal.state, proposal.provider) = (State.COMMITTED, provider);
        (proposal.problem, proposal.salt) = (problem, nonce);
    }

    function closeProblem(bytes32 problem) internal {
        CloseProblem memory c = CloseProblem(problem, recordVersion(problem), soon());
        bytes memory data = abi.encodeCall(IProblems.closeProblem, (c, none()));
        if (market(ModuleNumber.PROBLEMS, data, one(STRANGER))) _problem[problem].state = State.CLOSED;
    }

    function reveal(bytes32 record) internal {
        Proposal storage proposal = _proposal[record];
        RevealProposal memory c =
            RevealProposal(record, recordVersion(record), soon(), PAPER, proposal.salt, new bytes32[](0));
        bytes memory data = abi.encodeCall(IProposals.revealProposal, (c, none()));
        if (market(ModuleNumber.PROPOSALS, data, one(proposal.provider))) proposal.state = State.REVEALED;
    }

    function moveProposal(bytes32 record, uint8 move_) internal {
        Proposal storage proposal = _proposal[record];
        MoveProposal memory c = MoveProposal(record, recordVersion(record), soon(), move_, 0);
        uint256 signer = move_ == ProposalMove.WITHDRAWN ? proposal.provider : BUYER;
        bytes memory data = abi.encodeCall(IProposals.moveProposal, (c, none()));
        if (!market(ModuleNumber.PROPOSALS, data, one(signer))) return;
        if (move_ == ProposalMove.SHORTLISTED) proposal.state = State.SHORTLISTED;
        else proposal.state = move_ == ProposalMove.FAILED ? State.FAILED : State.WITHDRAWN;
    }

    function moveProblem(bytes32 record, uint8 move_, bytes32 proposal) internal {
        MoveProblem memory c = MoveProblem(record, recordVersion(record), soon(), move_, proposal, 0);
        bytes memory data = abi.encodeCall(IProblems.moveProblem, (c, none()));
        if (!market(ModuleNumber.PROBLEMS, data, one(BUYER))) return;
        Problem storage problem = _problem[record];
        if (move_ == ProblemMove.EVALUATING) {
            problem.state = State.EVALUATING;
        } else if (move_ == ProblemMove.AWARDED) {
            hold(14, standingPasses(proposal) != 0);
            problem.state = State.AWARDED;
            _proposal[proposal].state = State.SELECTED;
            did("an award");
        } else {
            problem.state = move_ == ProblemMove.NO_AWARD ? State.NO_AWARD : State.CANCELLED;
        }
    }

    // --- Reviews ---

    function review(bytes32 proposal, uint8 kind, uint8 verdict, uint64 lasts, bytes32 supersedes) internal {
        uint256 reviewer = kind == AppraisalKind.TECHNICAL_REVIEW ? TECHNICAL : SECURITY;
        IssueAppraisal memory c;
        (c.record, c.nonce) = newRecord(Kind.APPRAISAL, reviewer);
        (c.not_after, c.appraisal_kind, c.subject, c.report) = (soon(), kind, proposal, PAPER);
        (c.valid_until, c.verdict, c.supersedes) = (clock() + lasts, verdict, supersedes);
        bytes memory data = abi.encodeCall(IAppraisals.issueAppraisal, (c, none()));
        if (!market(ModuleNumber.APPRAISALS, data, one(reviewer))) return;
        _review[c.record] = Review(proposal, kind, verdict, false, c.valid_until);
        _lastReview[proposal][kind] = c.record;
        if (supersedes != 0) {
            _review[supersedes].isTakenBack = true;
            did("a review superseded");
        }
        _proposal[proposal].state = stateAfterReview(_proposal[proposal].state, kind, verdict, supersedes != 0);
    }

    /// @dev A pass moves on what waited for it; a fail ends what is not selected.
    function stateAfterReview(uint8 state, uint8 kind, uint8 verdict, bool supersedes) private pure returns (uint8) {
        if (verdict == Verdict.FAIL) return state == State.SELECTED ? state : State.FAILED;
        if (supersedes) return state;
        if (kind == AppraisalKind.TECHNICAL_REVIEW && state == State.REVEALED) return State.TECHNICAL_PASS;
        if (kind == AppraisalKind.SECURITY_REVIEW && state == State.TECHNICAL_PASS) return State.SECURITY_PASS;
        return state;
    }

    function withdrawReview(bytes32 record) internal {
        uint256 reviewer = _review[record].kind == AppraisalKind.TECHNICAL_REVIEW ? TECHNICAL : SECURITY;
        WithdrawAppraisal memory c = WithdrawAppraisal(record, recordVersion(record), soon(), PAPER);
        bytes memory data = abi.encodeCall(IAppraisals.withdrawAppraisal, (c, none()));
        if (!market(ModuleNumber.APPRAISALS, data, one(reviewer))) return;
        _review[record].isTakenBack = true;
        did("a review withdrawn");
    }

    // --- Pilots ---

    function plan(bytes32 proposal, uint8 stage, uint256 verifier) internal {
        PlanPilot memory c;
        (c.record, c.nonce) = newRecord(Kind.PILOT, BUYER);
        (c.not_after, c.pilot_stage, c.proposal, c.verifier) = (soon(), stage, proposal, id(verifier));
        (c.start, c.end) = (clock(), clock() + CALL);
        (c.plan, c.limits, c.exit_plan) = (PAPER, PAPER, PAPER);
        bytes memory data = abi.encodeCall(IPilots.planPilot, (c, none()));
        uint256 provider = _proposal[proposal].provider;
        if (!market(ModuleNumber.PILOTS, data, two(BUYER, provider))) return;
        hold(14, verifier != BUYER && verifier != provider && provider != BUYER);
        _pilots.push(c.record);
        _proposal[proposal].pilots.push(c.record);
        Pilot storage pilot = _pilot[c.record];
        (pilot.proposal, pilot.stage, pilot.state) = (proposal, stage, State.PLANNED);
        (pilot.end, pilot.verifier) = (c.end, verifier);
    }

    function baseline(bytes32 record, Kpi[] memory kpis, uint16 passWeight) internal {
        Pilot storage pilot = _pilot[record];
        BaselinePilot memory c = BaselinePilot(record, recordVersion(record), soon(), kpis, passWeight, PAPER);
        bytes memory data = abi.encodeCall(IPilots.baselinePilot, (c, none()));
        if (!market(ModuleNumber.PILOTS, data, two(BUYER, _proposal[pilot.proposal].provider))) return;
        if (pilot.state == State.RUNNING) did("KPIs changed by agreement");
        if (pilot.state == State.PLANNED) pilot.state = State.BASELINED;
        ++pilot.baseline;
        pilot.passWeight = passWeight;
        delete pilot.kpis;
        for (uint256 i = 0; i < kpis.length; ++i) {
            pilot.kpis.push(kpis[i]);
        }
    }

    function measure(bytes32 record, Measurement[] memory values, bool isFinal) internal {
        Pilot storage pilot = _pilot[record];
        MeasurePilot memory c = MeasurePilot(record, recordVersion(record), soon(), values, isFinal, PAPER);
        bytes memory data = abi.encodeCall(IPilots.measurePilot, (c, none()));
        if (!market(ModuleNumber.PILOTS, data, one(pilot.verifier))) return;
        for (uint256 i = 0; i < values.length; ++i) {
            _values[record][pilot.baseline][values[i].code] = Value(true, values[i].value);
        }
        if (isFinal) pilot.state = State.MEASURED;
    }

    function movePilot(bytes32 record, uint8 move_) internal {
        Pilot storage pilot = _pilot[record];
        MovePilot memory c = MovePilot(record, recordVersion(record), soon(), move_, 0);
        bytes memory data = abi.encodeCall(IPilots.movePilot, (c, none()));
        uint256 provider = _proposal[pilot.proposal].provider;
        uint256[] memory signers = move_ == PilotMove.RUNNING ? two(BUYER, provider) : one(provider);
        if (!market(ModuleNumber.PILOTS, data, signers)) return;
        if (move_ == PilotMove.RUNNING) pilot.state = State.RUNNING;
        else pilot.state = move_ == PilotMove.COMPLETED ? State.COMPLETED : State.ABORTED;
    }

    function stop(bytes32 record) internal {
        StopPilot memory c = StopPilot(record, recordVersion(record), soon(), PAPER);
        bytes memory data = abi.encodeCall(IPilots.stopPilot, (c, none()));
        if (!market(ModuleNumber.PILOTS, data, one(REGULATOR))) return;
        _pilot[record].state = State.ABORTED;
        did("a pilot stopped");
    }

    // --- Certificates and payment ---

    /// @param called Whether `signers` are the verifier and one of the two sides, as they must be.
    function issueCertificate(
        bytes32 pilotRecord,
        uint8 outcome,
        bytes32 supersedes,
        uint256[] memory signers,
        bool called
    ) internal {
        Pilot storage pilot = _pilot[pilotRecord];
        IssueCertificate memory c;
        (c.record, c.nonce) = newRecord(Kind.CERTIFICATE, signers[0]);
        (c.not_after, c.pilot, c.outcome) = (soon(), pilotRecord, outcome);
        (c.report, c.supersedes) = (PAPER, supersedes);
        bytes memory data = abi.encodeCall(ICertificates.issueCertificate, (c, none()));
        if (!market(ModuleNumber.CERTIFICATES, data, signers)) return;
        hold(14, called && pilot.state == State.COMPLETED && outcome == outcomeOf(pilotRecord));
        hold(14, outcome == Outcome.FAIL || isReviewed(pilot.proposal));
        hold(14, pilot.verifier != BUYER && pilot.verifier != _proposal[pilot.proposal].provider);
        if (supersedes != 0) {
            _certificate[supersedes].state = State.SUPERSEDED;
            did("a certificate superseded");
        }
        _certificates.push(c.record);
        _certificate[c.record] = Certificate(pilotRecord, outcome, State.ISSUED);
        pilot.certificate = c.record;
        if (outcome == Outcome.PASS) did("a certificate of pass");
        else did(outcome == Outcome.PARTIAL ? "a certificate of partial" : "a certificate of fail");
    }

    function disputeCertificate(bytes32 record) internal {
        DisputeCertificate memory c = DisputeCertificate(record, recordVersion(record), soon(), PAPER);
        bytes memory data = abi.encodeCall(ICertificates.disputeCertificate, (c, none()));
        if (market(ModuleNumber.CERTIFICATES, data, one(BUYER))) _certificate[record].state = State.DISPUTED;
    }

    function ruleOnCertificate(bytes32 record, uint8 ruling) internal {
        RuleOnCertificate memory c = RuleOnCertificate(record, recordVersion(record), soon(), ruling, PAPER);
        bytes memory data = abi.encodeCall(ICertificates.ruleOnCertificate, (c, none()));
        if (!market(ModuleNumber.CERTIFICATES, data, one(ARBITER))) return;
        bool upheld = ruling == CertificateRuling.UPHELD;
        _certificate[record].state = upheld ? State.UPHELD : State.REVOKED;
        did(upheld ? "a certificate upheld" : "a certificate revoked");
    }

    function payMilestone(bytes32 record, bytes32 certificate_, uint16 bps) internal {
        AttestMilestone memory c =
            AttestMilestone(record, recordVersion(record), soon(), "milestone", certificate_, bps, PAPER);
        bytes memory data = abi.encodeCall(IEscrows.attestMilestone, (c, none()));
        if (!market(ModuleNumber.ESCROWS, data, one(BANK))) return;
        Pilot storage pilot = _pilot[_certificate[certificate_].pilot];
        hold(14, pilot.stage == PilotStage.ROLLOUT && pilot.proposal == termsOf(record).subject);
        hold(14, isStanding(certificate_) && _certificate[certificate_].outcome != Outcome.FAIL);
        ++pilot.payments;
        _shadows[record].paid += bps;
        did(_certificate[certificate_].state == State.UPHELD ? "a milestone after a dispute" : "a milestone paid");
    }

    // --- Parts ---

    function passesTold(bytes32 proposal) internal view override returns (uint256) {
        return ICertificates(registry.moduleAt(ModuleNumber.CERTIFICATES)).passesOf(proposal);
    }

    function newRecord(uint8 kind, uint256 signer) private returns (bytes32 record, bytes32 nonce) {
        nonce = keccak256(abi.encode("market", ++_marketNonces));
        record = keccak256(abi.encode(kind, id(signer), nonce));
    }

    function market(uint256 module, bytes memory data, uint256[] memory keys) private returns (bool) {
        return submit(Call(registry.moduleAt(module), data), keys);
    }
}
