// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    CertificateExists,
    CertificateUsed,
    EscrowExceeded,
    GateOpen,
    MilestonesExceeded,
    NoPass,
    NotAuthorised,
    NotIndependent,
    OutcomeMismatch,
    ReviewNotInForce,
    SignatoryMissing,
    SignatureMissing,
    StateForbids,
    TooEarly
} from "../../src/generated/Errors.sol";
import {Campaign} from "./Campaign.sol";
import {MarketHistory} from "./MarketHistory.sol";

/// @notice What no history of the problem market may break (docs/specs/domain.md, invariants 2, 8, 11, 12, 14 and 18).
contract MarketInvariantTest is Campaign {
    MarketHistory private _history;

    function setUp() public {
        _history = new MarketHistory();
        open(_history);
    }

    /// forge-config: default.invariant.runs = 32
    /// forge-config: default.invariant.depth = 80
    /// forge-config: default.invariant.fail-on-revert = true
    /// forge-config: default.invariant.shrink-run-limit = 200
    function invariant_of_the_market() external {
        every_grantor_had_title();
        no_contract_takes_effect_unfunded();
        heads_and_versions_are_those_of_the_chained_history();
        every_record_is_in_the_state_of_its_history();
        the_same_command_twice_has_one_effect();
        a_pass_implies_results();
        milestones_pay_once_on_rollouts();
        payments_stay_within_what_was_funded_and_agreed();
        every_refusal_is_one_of_the_catalogue();
    }

    /// @dev Invariant 8, of the gate that a bank meets.
    function no_contract_takes_effect_unfunded() private {
        holds(_history.gatesWerePassed(), "8: nothing gated is effective before its gate is met");
    }

    /// @dev Invariant 11.
    function every_record_is_in_the_state_of_its_history() private {
        bool same = _history.statesAreThoseOfTheHistory() && _history.marketStatesAreThoseOfTheHistory();
        holds(same, "11: every record's state is that of its history");
    }

    /// @dev Invariant 14: reviews in force, a completed pilot, every mandatory KPI met, an independent verifier.
    function a_pass_implies_results() private {
        holds(_history.breaches(14) == 0, "14: outcomes, awards and payments rest on results, reviews and independence");
        holds(_history.certificatesStandOnResults(), "14: a pass implies a completed pilot and its mandatory KPIs");
        holds(_history.onePilotOneCertificate(), "14: a pilot has one certificate that is not superseded");
        holds(_history.passesAreCounted(), "14: a proposal has as many passes as stand");
    }

    /// @dev Invariant 14.
    function milestones_pay_once_on_rollouts() private {
        holds(_history.eachRolloutPaysOnce(), "14: milestones pay only on certificates of the rollout, each once");
    }

    /// @dev Invariant 18.
    function payments_stay_within_what_was_funded_and_agreed() private {
        bool balanced = _history.escrowsBalance() && _history.breaches(18) == 0;
        holds(balanced, "18: paid and refunded within what was funded, milestones within the agreed sum");
    }

    function deeds() internal pure override returns (string[] memory named) {
        string[17] memory all = [
            "a certificate of pass",
            "a certificate of partial",
            "a certificate of fail",
            "a certificate superseded",
            "a certificate upheld",
            "a certificate revoked",
            "a review withdrawn",
            "a review superseded",
            "KPIs changed by agreement",
            "a pilot stopped",
            "an award",
            "a solution contract in effect",
            "a milestone paid",
            "a milestone after a dispute",
            "escrow funded",
            "escrow refunded",
            "signatures one by one"
        ];
        named = new string[](all.length);
        for (uint256 i = 0; i < all.length; ++i) {
            named[i] = all[i];
        }
    }

    function refusals() internal pure override returns (bytes4[] memory answers) {
        answers = new bytes4[](14);
        (answers[0], answers[1], answers[2]) = (NoPass.selector, CertificateUsed.selector, CertificateExists.selector);
        (answers[3], answers[4]) = (MilestonesExceeded.selector, EscrowExceeded.selector);
        (answers[5], answers[6]) = (OutcomeMismatch.selector, ReviewNotInForce.selector);
        (answers[7], answers[8], answers[9]) = (NotIndependent.selector, NotAuthorised.selector, GateOpen.selector);
        (answers[10], answers[11]) = (SignatoryMissing.selector, SignatureMissing.selector);
        (answers[12], answers[13]) = (StateForbids.selector, TooEarly.selector);
    }

    function actions() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](8);
        selectors[0] = MarketHistory.advance.selector;
        selectors[1] = MarketHistory.advanceLast.selector;
        selectors[2] = MarketHistory.reviewAgain.selector;
        selectors[3] = MarketHistory.certifyAnyhow.selector;
        selectors[4] = MarketHistory.contest.selector;
        selectors[5] = MarketHistory.disturbPilot.selector;
        selectors[6] = MarketHistory.pay.selector;
        selectors[7] = MarketHistory.wait.selector;
    }
}
