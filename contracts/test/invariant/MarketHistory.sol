// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AppraisalKind,
    CertificateRuling,
    Comparator,
    EscrowAction,
    InstrumentEnd,
    InstrumentKind,
    MemberRole,
    Missing,
    Outcome,
    PilotMove,
    PilotStage,
    ProblemMove,
    ProposalMove,
    Role,
    Ruling,
    State,
    Verdict
} from "../../src/generated/Enums.sol";
import {Kpi, Measurement, Member, Move, Terms} from "../../src/generated/Types.sol";
import {vm} from "../base/Cheats.sol";
import {MarketActs} from "./MarketActs.sol";

/// @title Random histories of the problem market, from the draft to the last milestone
/// @dev `advance` takes what is next; the other actions come between: what is out of turn, contested, withdrawn or late.
contract MarketHistory is MarketActs {
    uint256 private constant MOST_PROBLEMS = 3;
    uint256 private constant MOST_PILOTS = 16;
    uint64 private constant LONG = 30 days;
    int256 private constant TARGET = 100;

    function begin() internal override {
        uint256[7] memory keys = [BUYER, PROVIDER, OTHER_PROVIDER, TECHNICAL, SECURITY, VERIFIER, BANK];
        for (uint256 i = 0; i < keys.length; ++i) {
            _keyOf[id(keys[i])] = keys[i];
            if (keys[i] != BANK) enlist(keys[i]);
        }
        give(BUYER, Role.PROBLEM_OWNER, one(OPERATOR));
        give(PROVIDER, Role.PROVIDER, one(OPERATOR));
        give(OTHER_PROVIDER, Role.PROVIDER, one(OPERATOR));
        give(TECHNICAL, Role.TECHNICAL_REVIEWER, two(OPERATOR, REGULATOR));
        give(SECURITY, Role.SECURITY_REVIEWER, two(OPERATOR, REGULATOR));
        give(VERIFIER, Role.VERIFIER, two(OPERATOR, REGULATOR));
    }

    // --- Actions ---

    function advance(uint256 seed) external {
        for (uint256 i = 0; i < 3 + pick(seed, "steps", 12); ++i) {
            advanceOnce(uint256(keccak256(abi.encode(seed, i))));
        }
    }

    function advanceLast(uint256 seed) external {
        if (_proposals.length == 0) return;
        for (uint256 i = 0; i < 3 + pick(seed, "steps", 12); ++i) {
            advanceProposal(uint256(keccak256(abi.encode(seed, i))), _proposals[_proposals.length - 1]);
        }
    }

    /// @dev Reviews are taken back, done anew or turn out badly, whatever has been built on them.
    function reviewAgain(uint256 seed) external {
        if (_proposals.length == 0) return;
        bytes32 proposal = _proposals[pick(seed, "proposal", _proposals.length)];
        uint8 kind = rarely(seed, "security", 2) ? AppraisalKind.SECURITY_REVIEW : AppraisalKind.TECHNICAL_REVIEW;
        bytes32 last = _lastReview[proposal][kind];
        if (last != 0 && rarely(seed, "withdrawn", 3)) withdrawReview(last);
        uint8 verdict = rarely(seed, "fail", 8) ? Verdict.FAIL : Verdict.PASS;
        bool supersedes = last != 0 && rarely(seed, "supersedes", 2);
        review(proposal, kind, verdict, rarely(seed, "short", 4) ? CALL : LONG, supersedes ? last : bytes32(0));
    }

    /// @dev Certificates of another outcome, by others, of a pilot that is not completed, or of one certified before.
    function certifyAnyhow(uint256 seed) external {
        if (_pilots.length == 0) return;
        bytes32 pilot = _pilots[pick(seed, "pilot", _pilots.length)];
        uint256 provider = _proposal[_pilot[pilot].proposal].provider;
        uint8 outcome = rarely(seed, "computed", 2) ? outcomeOf(pilot) : uint8(1 + pick(seed, "outcome", Outcome.LAST));
        bytes32 supersedes = rarely(seed, "first", 2) ? bytes32(0) : _pilot[pilot].certificate;
        uint256 way = pick(seed, "signers", 6);
        if (way == 0) issueCertificate(pilot, outcome, supersedes, two(OPERATOR, BUYER), false);
        else if (way == 1) issueCertificate(pilot, outcome, supersedes, two(provider, BUYER), false);
        else if (way == 2) issueCertificate(pilot, outcome, supersedes, one(VERIFIER), false);
        else if (way == 3) issueCertificate(pilot, outcome, supersedes, three(VERIFIER, BUYER, provider), false);
        else issueCertificate(pilot, outcome, supersedes, two(VERIFIER, way == 4 ? BUYER : provider), true);
    }

    function contest(uint256 seed) external {
        if (_certificates.length == 0) return;
        bytes32 record = _certificates[pick(seed, "certificate", _certificates.length)];
        if (!rarely(seed, "only the ruling", 3)) disputeCertificate(record);
        bool upheld = !rarely(seed, "revoked", 3);
        if (!rarely(seed, "open", 3)) {
            ruleOnCertificate(record, upheld ? CertificateRuling.UPHELD : CertificateRuling.REVOKED);
        }
    }

    /// @dev Plans, KPIs, values and ends out of turn.
    function disturbPilot(uint256 seed) external {
        if (_proposals.length == 0) return;
        bytes32 proposal = _proposals[pick(seed, "proposal", _proposals.length)];
        uint256 way = pick(seed, "way", 8);
        if (way == 0) {
            planAny(proposal, PilotStage.TRIAL, rarely(seed, "owner", 2) ? BUYER : _proposal[proposal].provider);
        } else if (way == 1) {
            planAny(proposal, rarely(seed, "trial", 2) ? PilotStage.TRIAL : PilotStage.ROLLOUT, VERIFIER);
        }
        if (_pilots.length == 0) return;
        bytes32 pilot = _pilots[rarely(seed, "last", 2) ? _pilots.length - 1 : pick(seed, "pilot", _pilots.length)];
        if (way == 2) baselineAny(pilot, seed);
        else if (way == 3) measure(pilot, valuesOf(pilot, seed), rarely(seed, "final", 2));
        else if (way == 4) movePilot(pilot, uint8(1 + pick(seed, "move", PilotMove.LAST)));
        else if (way == 5) stop(pilot);
        else if (way == 6) moveProposal(proposal, uint8(1 + pick(seed, "proposal move", ProposalMove.LAST)));
        else if (way == 7) award(proposal);
    }

    /// @dev Any milestone against any certificate, and the bank's other attestations.
    function pay(uint256 seed) external {
        bytes32 record = aContract(seed);
        if (record == 0) return;
        uint256 way = pick(seed, "way", 8);
        if (way < 4 && _certificates.length != 0) {
            bytes32 certificate_ = _certificates[pick(seed, "certificate", _certificates.length)];
            payMilestone(record, certificate_, uint16(1 + pick(seed, "bps", 7_000)));
        } else if (way < 6) {
            uint8 action = uint8(1 + pick(seed, "action", EscrowAction.LAST));
            if (!isInEffect(record) && !rarely(seed, "else", 3)) action = EscrowAction.REFUNDED;
            attest(record, action, uint16(1 + pick(seed, "bps", 5_000)));
        } else if (way == 6 && rarely(seed, "end", 2)) {
            endByAgreement(record, uint8(1 + pick(seed, "how", InstrumentEnd.LAST)), rarely(seed, "lacking", 4));
        } else if (way == 7) {
            rule(record, uint8(1 + pick(seed, "ruling", Ruling.LAST)));
        }
    }

    function wait(uint256 seed) external {
        vm.warp(clock() + pick(seed, "time", 200));
    }

    // --- What is next ---

    function advanceOnce(uint256 seed) private {
        bool full = _problems.length == MOST_PROBLEMS;
        if (_problems.length == 0 || (!full && rarely(seed, "another problem", 24))) return openProblem();
        bytes32 problem = _problems[pick(seed, "problem", _problems.length)];
        uint8 state = _problem[problem].state;
        bytes32[] storage handedIn = _problem[problem].proposals;
        if (state == State.PUBLISHED) {
            if (rarely(seed, "too early", 6)) {
                closeProblem(problem);
            } else if (handedIn.length < 2 && clock() < _problem[problem].commitBy) {
                handIn(problem, handedIn.length == 0 ? PROVIDER : OTHER_PROVIDER);
            } else {
                waitFor(_problem[problem].commitBy);
                closeProblem(problem);
            }
        } else if (handedIn.length != 0) {
            advanceProposal(seed, handedIn[pick(seed, "handed in", handedIn.length)]);
        }
    }

    function advanceProposal(uint256 seed, bytes32 record) private {
        uint8 state = _proposal[record].state;
        bytes32 problem = _proposal[record].problem;
        if (_problem[problem].state == State.PUBLISHED) {
            waitFor(_problem[problem].commitBy);
            closeProblem(problem);
        } else if (state == State.COMMITTED) {
            reveal(record);
        } else if (_problem[problem].state == State.CLOSED) {
            waitFor(_problem[problem].revealBy);
            moveProblem(problem, ProblemMove.EVALUATING, 0);
        } else if (state == State.REVEALED) {
            review(record, AppraisalKind.TECHNICAL_REVIEW, Verdict.PASS, LONG, 0);
        } else if (state == State.TECHNICAL_PASS) {
            review(record, AppraisalKind.SECURITY_REVIEW, Verdict.PASS, LONG, 0);
        } else if (state == State.SECURITY_PASS) {
            moveProposal(record, ProposalMove.SHORTLISTED);
        } else if (state == State.SHORTLISTED) {
            if (standingPasses(record) != 0 && !rarely(seed, "another trial", 6)) award(record);
            else advancePilot(seed, record, PilotStage.TRIAL);
        } else if (state == State.SELECTED) {
            advanceContract(seed, record);
        }
    }

    function advancePilot(uint256 seed, bytes32 proposal, uint8 stage) private {
        bytes32 record = openPilot(proposal, stage);
        Pilot storage pilot = _pilot[record];
        if (record == 0) {
            planAny(proposal, stage, VERIFIER);
        } else if (pilot.state == State.PLANNED) {
            baselineAny(record, seed);
        } else if (pilot.state == State.BASELINED) {
            movePilot(record, PilotMove.RUNNING);
        } else if (pilot.state == State.RUNNING && rarely(seed, "other KPIs", 5)) {
            baselineAny(record, seed);
        } else if (pilot.state == State.RUNNING) {
            waitFor(pilot.end);
            measure(record, valuesOf(record, seed), true);
        } else if (pilot.state == State.MEASURED) {
            movePilot(record, PilotMove.COMPLETED);
        } else {
            renewReviews(proposal, seed);
            uint256 side = rarely(seed, "provider", 2) ? BUYER : _proposal[proposal].provider;
            uint8 outcome = outcomeOf(record);
            if (rarely(seed, "misstated", 3)) outcome = uint8(1 + outcome % Outcome.LAST);
            issueCertificate(record, outcome, pilot.certificate, two(VERIFIER, side), true);
        }
    }

    function advanceContract(uint256 seed, bytes32 proposal) private {
        bytes32 record = _proposal[proposal].contract_;
        uint8 state = _shadows[record].state;
        if (record == 0 || state == State.TERMINATED || state == State.RESCINDED) {
            _proposal[proposal].contract_ = propose(contractOn(proposal, seed), rarely(seed, "one by one", 2));
        } else if (state == State.SIGNED) {
            hasten(record, seed);
        } else {
            advancePayment(seed, record, proposal);
        }
    }

    /// @dev A milestone for each rollout, some after a dispute; in the end what is left goes back.
    function advancePayment(uint256 seed, bytes32 record, bytes32 proposal) private {
        bytes32 due = unpaid(proposal);
        uint256 left = WHOLE - _shadows[record].paid - _shadows[record].refunded;
        if (left == 0 || rarely(seed, "ended early", 30)) {
            endByAgreement(record, InstrumentEnd.TERMINATED, false);
            // casting to 'uint16' is safe because what is left of the whole is at most 10,000
            if (left != 0) attest(record, EscrowAction.REFUNDED, uint16(left));
            attest(record, EscrowAction.REFUNDED, 1);
        } else if (due == 0) {
            advancePilot(seed, proposal, PilotStage.ROLLOUT);
        } else {
            if (rarely(seed, "contested", 3)) {
                disputeCertificate(due);
                ruleOnCertificate(due, CertificateRuling.UPHELD);
            }
            uint256 bps = 1 + pick(seed, "bps", left);
            if (left != WHOLE && rarely(seed, "too much", 2)) payMilestone(record, due, uint16(left + 1));
            payMilestone(record, due, uint16(bps));
            if (rarely(seed, "again", 3)) payMilestone(record, due, 1);
        }
    }

    // --- Parts ---

    function moveAny(uint256 seed, bytes32 problem) private {
        if (rarely(seed, "close", 2)) return closeProblem(problem);
        bool ends = rarely(seed, "ends", 6);
        moveProblem(problem, ends ? ProblemMove.CANCELLED : ProblemMove.EVALUATING, 0);
    }

    function waitFor(uint64 time) private {
        if (clock() < time) vm.warp(time);
    }

    function award(bytes32 proposal) private {
        moveProblem(_proposal[proposal].problem, ProblemMove.AWARDED, proposal);
    }

    function renewReviews(bytes32 proposal, uint256 seed) private {
        if (rarely(seed, "stale", 6)) return;
        for (uint8 kind = AppraisalKind.TECHNICAL_REVIEW; kind <= AppraisalKind.SECURITY_REVIEW; ++kind) {
            if (!isInForce(_review[_lastReview[proposal][kind]])) review(proposal, kind, Verdict.PASS, LONG, 0);
        }
    }

    function planAny(bytes32 proposal, uint8 stage, uint256 verifier) private {
        if (_pilots.length < MOST_PILOTS) plan(proposal, stage, verifier);
    }

    /// @dev The pilot of a stage that is under way, or whose certificate is still to come or did not pass; else zero.
    function openPilot(bytes32 proposal, uint8 stage) private view returns (bytes32) {
        bytes32[] storage pilots = _proposal[proposal].pilots;
        if (pilots.length == 0) return 0;
        bytes32 last = pilots[pilots.length - 1];
        Pilot storage pilot = _pilot[last];
        if (pilot.stage != stage || pilot.state == State.ABORTED || pilot.certificate != 0) return 0;
        return last;
    }

    /// @dev A certificate of a rollout that may still pay for a milestone; zero: there is none.
    function unpaid(bytes32 proposal) private view returns (bytes32) {
        bytes32[] storage pilots = _proposal[proposal].pilots;
        for (uint256 i = 0; i < pilots.length; ++i) {
            Pilot storage pilot = _pilot[pilots[i]];
            if (pilot.stage != PilotStage.ROLLOUT || pilot.payments != 0 || pilot.certificate == 0) continue;
            if (isStanding(pilot.certificate) && _certificate[pilot.certificate].outcome != Outcome.FAIL) {
                return pilot.certificate;
            }
        }
        return 0;
    }

    function aContract(uint256 seed) private view returns (bytes32) {
        return _instruments.length == 0 ? bytes32(0) : _instruments[pick(seed, "contract", _instruments.length)];
    }

    function contractOn(bytes32 proposal, uint256 seed) private view returns (Terms memory terms) {
        terms.instrument_kind = InstrumentKind.SOLUTION_CONTRACT;
        terms.subject = proposal;
        terms.scope = hanoi();
        terms.moves = new Move[](0);
        terms.text = PAPER;
        if (!rarely(seed, "no agent", 6)) terms.escrow_agent = id(BANK);
        terms.members = new Member[](2);
        uint256 owner = rarely(seed, "another owner", 4) ? OTHER_PROVIDER : BUYER;
        terms.members[0] = Member(id(owner), MemberRole.GRANTOR);
        terms.members[1] = Member(id(_proposal[proposal].provider), MemberRole.GRANTEE);
    }

    /// @dev One to three KPIs, of which the first is mandatory.
    function baselineAny(bytes32 pilot, uint256 seed) private {
        Kpi[] memory kpis = new Kpi[](1 + pick(seed, "kpis", 3));
        uint16 left = uint16(WHOLE);
        for (uint256 i = 0; i < kpis.length; ++i) {
            uint256 own = uint256(keccak256(abi.encode(seed, i)));
            Kpi memory kpi = kpis[i];
            (kpi.code, kpi.unit, kpi.target) = (bytes32("kpi") | bytes32((i + 0x31) << 224), "1", TARGET);
            kpi.comparator = uint8(1 + pick(own, "comparator", Comparator.LAST));
            kpi.mandatory = i == 0 || rarely(own, "mandatory", 5);
            kpi.missing = kpi.mandatory || rarely(own, "fails", 2) ? Missing.FAILS : Missing.EXCLUDED;
            kpi.weight = i + 1 == kpis.length ? left : uint16(pick(own, "weight", left));
            left -= kpi.weight;
        }
        baseline(pilot, kpis, uint16(1 + pick(seed, "pass weight", WHOLE)));
    }

    /// @dev Mostly a value that meets its target, now and then another one or none.
    function valuesOf(bytes32 pilot, uint256 seed) private view returns (Measurement[] memory values) {
        Kpi[] storage kpis = _pilot[pilot].kpis;
        values = new Measurement[](kpis.length);
        uint256 count = 0;
        for (uint256 i = 0; i < kpis.length; ++i) {
            uint256 own = uint256(keccak256(abi.encode(seed, "value", i)));
            if (rarely(own, "missing", 6)) continue;
            bool meets = !rarely(own, "not met", i == 0 ? 6 : 3);
            int256 by = kpis[i].comparator == Comparator.EQ && meets ? int256(0) : int256(1 + pick(own, "by", 50));
            bool above = (kpis[i].comparator == Comparator.GTE) == meets;
            values[count++] = Measurement(kpis[i].code, above ? TARGET + by : TARGET - by);
        }
        assembly ("memory-safe") {
            mstore(values, count)
        }
    }
}
