// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AppraisalKind, Comparator, Missing, Outcome, PilotStage, State, Verdict} from "../../src/generated/Enums.sol";
import {Kpi} from "../../src/generated/Types.sol";
import {Acts} from "./Acts.sol";

/// @title What problems, proposals, pilots and certificates must be, from the accepted commands alone
abstract contract MarketShadows is Acts {
    struct Problem {
        uint8 state;
        uint64 commitBy;
        uint64 revealBy;
        bytes32[] proposals;
    }

    struct Proposal {
        uint8 state;
        uint256 provider;
        bytes32 problem;
        bytes32 salt;
        bytes32 contract_;
        bytes32[] pilots;
    }

    struct Review {
        bytes32 proposal;
        uint8 kind;
        uint8 verdict;
        bool isTakenBack;
        uint64 validUntil;
    }

    /// @param baseline How often the KPIs were frozen: values are of one baseline.
    /// @param certificate The one that is not superseded.
    /// @param payments How many milestones its certificates paid for.
    struct Pilot {
        bytes32 proposal;
        uint8 stage;
        uint8 state;
        uint64 end;
        uint256 verifier;
        uint256 baseline;
        uint256 passWeight;
        Kpi[] kpis;
        bytes32 certificate;
        uint256 payments;
    }

    struct Certificate {
        bytes32 pilot;
        uint8 outcome;
        uint8 state;
    }

    struct Value {
        bool isGiven;
        int256 value;
    }

    uint256 internal constant BUYER = 0xd1;
    uint256 internal constant PROVIDER = 0xd2;
    uint256 internal constant OTHER_PROVIDER = 0xd3;
    uint256 internal constant TECHNICAL = 0xd4;
    uint256 internal constant SECURITY = 0xd5;
    uint256 internal constant VERIFIER = 0xd6;

    bytes32[] internal _problems;
    bytes32[] internal _proposals;
    bytes32[] internal _pilots;
    bytes32[] internal _certificates;
    mapping(bytes32 record => Problem) internal _problem;
    mapping(bytes32 record => Proposal) internal _proposal;
    mapping(bytes32 record => Review) internal _review;
    mapping(bytes32 record => Pilot) internal _pilot;
    mapping(bytes32 record => Certificate) internal _certificate;
    mapping(bytes32 proposal => mapping(uint8 kind => bytes32 review)) internal _lastReview;
    mapping(bytes32 pilot => mapping(uint256 baseline => mapping(bytes32 code => Value))) internal _values;

    // --- What invariants read ---

    /// @notice 11: every record of the market is in the state to which its accepted commands lead.
    function marketStatesAreThoseOfTheHistory() external view returns (bool) {
        for (uint256 i = 0; i < _problems.length; ++i) {
            if (recordState(_problems[i]) != _problem[_problems[i]].state) return false;
        }
        for (uint256 i = 0; i < _proposals.length; ++i) {
            if (recordState(_proposals[i]) != _proposal[_proposals[i]].state) return false;
        }
        for (uint256 i = 0; i < _pilots.length; ++i) {
            if (recordState(_pilots[i]) != _pilot[_pilots[i]].state) return false;
        }
        for (uint256 i = 0; i < _certificates.length; ++i) {
            if (recordState(_certificates[i]) != _certificate[_certificates[i]].state) return false;
        }
        return true;
    }

    /// @notice 14: a certificate stands on a completed pilot, and a pass or partial one on every mandatory KPI.
    function certificatesStandOnResults() external view returns (bool) {
        for (uint256 i = 0; i < _certificates.length; ++i) {
            Certificate storage certificate_ = _certificate[_certificates[i]];
            if (_pilot[certificate_.pilot].state != State.COMPLETED) return false;
            if (certificate_.outcome != Outcome.FAIL && !everyMandatoryIsMet(certificate_.pilot)) return false;
        }
        return true;
    }

    /// @notice 14: a pilot has at most one certificate that is not superseded.
    function onePilotOneCertificate() external view returns (bool) {
        for (uint256 i = 0; i < _certificates.length; ++i) {
            bool current = _certificate[_certificates[i]].state != State.SUPERSEDED;
            bool known = _pilot[_certificate[_certificates[i]].pilot].certificate == _certificates[i];
            if (current != known) return false;
        }
        return true;
    }

    /// @notice 14: only rollouts pay, each of them once.
    function eachRolloutPaysOnce() external view returns (bool) {
        for (uint256 i = 0; i < _pilots.length; ++i) {
            Pilot storage pilot = _pilot[_pilots[i]];
            if (pilot.payments > (pilot.stage == PilotStage.ROLLOUT ? 1 : 0)) return false;
        }
        return true;
    }

    /// @notice 14: the outcome, met KPIs and passes that the contracts tell are those of the history.
    function passesAreCounted() external view returns (bool) {
        for (uint256 i = 0; i < _proposals.length; ++i) {
            if (passesTold(_proposals[i]) != standingPasses(_proposals[i])) return false;
        }
        return true;
    }

    function passesTold(bytes32 proposal) internal view virtual returns (uint256);

    // --- The catalogue's words, once more ---

    /// @dev How many certificates of pass of a proposal read issued or upheld.
    function standingPasses(bytes32 proposal) internal view returns (uint256 count) {
        for (uint256 i = 0; i < _certificates.length; ++i) {
            Certificate storage certificate_ = _certificate[_certificates[i]];
            if (_pilot[certificate_.pilot].proposal != proposal || certificate_.outcome != Outcome.PASS) continue;
            if (isStanding(_certificates[i])) ++count;
        }
    }

    function isStanding(bytes32 certificate_) internal view returns (bool) {
        uint8 state = _certificate[certificate_].state;
        return state == State.ISSUED || state == State.UPHELD;
    }

    function isReviewed(bytes32 proposal) internal view returns (bool) {
        return isInForce(_review[_lastReview[proposal][AppraisalKind.TECHNICAL_REVIEW]])
            && isInForce(_review[_lastReview[proposal][AppraisalKind.SECURITY_REVIEW]]);
    }

    function isInForce(Review storage review) internal view returns (bool) {
        return review.verdict == Verdict.PASS && !review.isTakenBack && review.validUntil > clock();
    }

    function isMet(bytes32 pilot, uint256 index) private view returns (bool) {
        Kpi storage kpi = _pilot[pilot].kpis[index];
        Value storage given = _values[pilot][_pilot[pilot].baseline][kpi.code];
        if (!given.isGiven) return false;
        if (given.value == kpi.target) return true;
        return kpi.comparator == (given.value > kpi.target ? Comparator.GTE : Comparator.LTE);
    }

    function everyMandatoryIsMet(bytes32 pilot) private view returns (bool) {
        for (uint256 i = 0; i < _pilot[pilot].kpis.length; ++i) {
            if (_pilot[pilot].kpis[i].mandatory && !isMet(pilot, i)) return false;
        }
        return true;
    }

    /// @dev What must be certified of a pilot: the comparators, the rule for missing data, and the weights.
    function outcomeOf(bytes32 pilot) internal view returns (uint8) {
        if (!everyMandatoryIsMet(pilot)) return Outcome.FAIL;
        uint256 met = 0;
        uint256 counting = 0;
        for (uint256 i = 0; i < _pilot[pilot].kpis.length; ++i) {
            Kpi storage kpi = _pilot[pilot].kpis[i];
            bool silent = !_values[pilot][_pilot[pilot].baseline][kpi.code].isGiven;
            if (silent && kpi.missing == Missing.EXCLUDED) continue;
            counting += kpi.weight;
            if (isMet(pilot, i)) met += kpi.weight;
        }
        return met * WHOLE >= _pilot[pilot].passWeight * counting ? Outcome.PASS : Outcome.PARTIAL;
    }

    function ownerOfProblem(bytes32 proposal) internal view override returns (bytes32) {
        return _proposal[proposal].problem == 0 ? bytes32(0) : id(BUYER);
    }
}
