// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AmendmentTooWide,
    EscrowExceeded,
    EscrowSettled,
    GateClosed,
    GateOpen,
    GrantConflict,
    NotReversible,
    NotWhole,
    NoTitle,
    RightNotInForce,
    ShareExceeded,
    SignatoryMissing,
    SignatureMissing,
    StaleEncumbrance,
    StateForbids,
    SublicenceTooWide,
    TooLate
} from "../../src/generated/Errors.sol";
import {Campaign} from "./Campaign.sol";
import {TitleHistory} from "./TitleHistory.sol";

/// @notice What no history of assets and agreements may break (docs/specs/domain.md, invariants 1, 2, 3, 6, 8, 9, 11, 12
/// and 18).
contract TitleInvariantTest is Campaign {
    TitleHistory private _history;

    function setUp() public {
        _history = new TitleHistory();
        open(_history);
    }

    /// forge-config: default.invariant.runs = 32
    /// forge-config: default.invariant.depth = 80
    /// forge-config: default.invariant.fail-on-revert = true
    /// forge-config: default.invariant.shrink-run-limit = 200
    function invariant_of_title() external {
        shares_total_the_whole();
        every_grantor_had_title();
        no_two_standing_grants_break_the_table();
        an_assignment_leaves_every_encumbrance_as_it_was();
        nothing_gated_takes_effect_without_its_certificate();
        a_disputed_asset_takes_nothing_new();
        heads_and_versions_are_those_of_the_chained_history();
        every_instrument_is_in_the_state_of_its_history();
        the_same_command_twice_has_one_effect();
        escrow_is_released_or_refunded_within_what_was_funded();
        every_refusal_is_one_of_the_catalogue();
    }

    /// @dev Invariant 1.
    function shares_total_the_whole() private {
        holds(_history.sharesAreWhole(), "1: shares total 10,000, none is nothing, and they are where they were moved");
    }

    /// @dev Invariant 3.
    function no_two_standing_grants_break_the_table() private {
        holds(_history.breaches(3) == 0, "3: an exclusive or sole grant acknowledges the encumbrance version");
        holds(_history.grantsKeepTheTable(), "3: no two live grants break the table");
        holds(_history.encumbrancesAreCounted(), "3: the encumbrance version counts effects and ends");
    }

    /// @dev Invariant 6.
    function an_assignment_leaves_every_encumbrance_as_it_was() private {
        holds(_history.breaches(6) == 0, "6: a change of title removes or alters no encumbrance");
    }

    /// @dev Invariant 8.
    function nothing_gated_takes_effect_without_its_certificate() private {
        holds(_history.gatesWerePassed(), "8: nothing gated is effective without the registrar's certificate");
        holds(_history.breaches(8) == 0, "8: no gated pledge is enforced without it");
    }

    /// @dev Invariant 9.
    function a_disputed_asset_takes_nothing_new() private {
        holds(_history.breaches(9) == 0, "9: a disputed asset takes no new grant, pledge or assignment");
    }

    /// @dev Invariant 11.
    function every_instrument_is_in_the_state_of_its_history() private {
        holds(_history.statesAreThoseOfTheHistory(), "11: an instrument's state is that of its history");
    }

    /// @dev Invariant 18.
    function escrow_is_released_or_refunded_within_what_was_funded() private {
        bool balanced = _history.escrowsBalance() && _history.breaches(18) == 0;
        holds(balanced, "18: released or refunded, never both, never more than funded");
    }

    function deeds() internal pure override returns (string[] memory named) {
        string[24] memory all = [
            "a licence in effect",
            "an exclusive or sole licence",
            "a sublicence in effect",
            "a sublicence of a sublicence",
            "an assignment through the register",
            "an assignment without",
            "an effect through the transfer register",
            "a pledge in effect",
            "an enforced pledge",
            "a cooperation in effect",
            "signatures one by one",
            "a registration after effect",
            "an amendment",
            "a withdrawal",
            "an end by agreement",
            "an end by ruling",
            "a suspension",
            "a resumption",
            "escrow funded",
            "escrow released",
            "escrow refunded",
            "a dispute resolved",
            "a title corrected",
            "the trademark granted"
        ];
        named = new string[](all.length);
        for (uint256 i = 0; i < all.length; ++i) {
            named[i] = all[i];
        }
    }

    function refusals() internal pure override returns (bytes4[] memory answers) {
        answers = new bytes4[](17);
        (answers[0], answers[1], answers[2]) = (NoTitle.selector, SignatoryMissing.selector, SignatureMissing.selector);
        (answers[3], answers[4], answers[5]) = (GrantConflict.selector, StaleEncumbrance.selector, NotWhole.selector);
        (answers[6], answers[7], answers[8]) = (GateOpen.selector, GateClosed.selector, StateForbids.selector);
        (answers[9], answers[10]) = (EscrowExceeded.selector, EscrowSettled.selector);
        (answers[11], answers[12]) = (SublicenceTooWide.selector, AmendmentTooWide.selector);
        (answers[13], answers[14]) = (NotReversible.selector, ShareExceeded.selector);
        (answers[15], answers[16]) = (RightNotInForce.selector, TooLate.selector);
    }

    function actions() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](15);
        selectors[0] = TitleHistory.grantLicence.selector;
        selectors[1] = TitleHistory.grantSublicence.selector;
        selectors[2] = TitleHistory.assignShares.selector;
        selectors[3] = TitleHistory.pledgeShares.selector;
        selectors[4] = TitleHistory.cooperate.selector;
        selectors[5] = TitleHistory.goOn.selector;
        selectors[6] = TitleHistory.certifyOne.selector;
        selectors[7] = TitleHistory.attestOne.selector;
        selectors[8] = TitleHistory.amendOne.selector;
        selectors[9] = TitleHistory.endOne.selector;
        selectors[10] = TitleHistory.ruleOnOne.selector;
        selectors[11] = TitleHistory.disputeTitle.selector;
        selectors[12] = TitleHistory.settleTitle.selector;
        selectors[13] = TitleHistory.recordStage.selector;
        selectors[14] = TitleHistory.wait.selector;
    }
}
