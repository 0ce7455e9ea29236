// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Exclusivity, State} from "../../src/generated/Enums.sol";
import {Scope, Share, Terms} from "../../src/generated/Types.sol";
import {vm} from "../base/Cheats.sol";
import {History} from "./History.sol";

/// @notice What no history may break (docs/specs/domain.md, invariants 1, 3 and 11).
contract LedgerInvariantTest {
    /// @dev The form in which forge asks a test for its targets.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    History private _history;

    function setUp() public {
        _history = new History();
        _history.setUp();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_history);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[] memory actions = new bytes4[](6);
        actions[0] = History.grantLicence.selector;
        actions[1] = History.amendLicence.selector;
        actions[2] = History.endLicence.selector;
        actions[3] = History.ruleOnLicence.selector;
        actions[4] = History.correctTitle.selector;
        actions[5] = History.wait.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_history), actions);
    }

    /// forge-config: default.invariant.runs = 24
    /// forge-config: default.invariant.depth = 40
    /// forge-config: default.invariant.fail-on-revert = true
    function invariant_shares_total_the_whole() external view {
        Share[] memory shares = _history.shares();
        uint256 sum = 0;
        for (uint256 i = 0; i < shares.length; ++i) {
            vm.assertTrue(shares[i].bps != 0);
            sum += shares[i].bps;
        }
        vm.assertEq(sum, 10_000);
    }

    /// forge-config: default.invariant.runs = 24
    /// forge-config: default.invariant.depth = 40
    /// forge-config: default.invariant.fail-on-revert = true
    function invariant_no_two_live_exclusive_or_sole_grants_overlap() external view {
        bytes32[] memory granted = _history.granted();
        for (uint256 i = 0; i < granted.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                if (excludes(granted[i]) && excludes(granted[j])) vm.assertFalse(meet(granted[i], granted[j]));
            }
        }
    }

    /// forge-config: default.invariant.runs = 24
    /// forge-config: default.invariant.depth = 40
    /// forge-config: default.invariant.fail-on-revert = true
    function invariant_every_live_exclusive_or_sole_grant_is_listed_once() external view {
        bytes32[] memory granted = _history.granted();
        bytes32[] memory standing = _history.standing();
        for (uint256 i = 0; i < granted.length; ++i) {
            uint256 found = 0;
            for (uint256 j = 0; j < standing.length; ++j) {
                if (standing[j] == granted[i]) ++found;
            }
            if (excludes(granted[i])) vm.assertEq(found, 1);
            else if (!inEffect(granted[i])) vm.assertEq(found, 0);
        }
    }

    /// forge-config: default.invariant.runs = 24
    /// forge-config: default.invariant.depth = 40
    /// forge-config: default.invariant.fail-on-revert = true
    function invariant_heads_and_versions_are_those_of_the_chained_history() external view {
        bytes32[] memory records = _history.records();
        for (uint256 i = 0; i < records.length; ++i) {
            vm.assertEq(_history.registryHead(records[i]), _history.headOf(records[i]));
            vm.assertEq(uint256(_history.registryVersion(records[i])), uint256(_history.versionOfRecord(records[i])));
        }
    }

    function inEffect(bytes32 record) private view returns (bool) {
        uint8 state = _history.state(record);
        return state == State.EFFECTIVE || state == State.SUSPENDED;
    }

    function excludes(bytes32 record) private view returns (bool) {
        Terms memory terms = _history.termsOf(record);
        return
            inEffect(record) && terms.exclusivity != Exclusivity.NON_EXCLUSIVE
                && terms.scope.end > vm.getBlockTimestamp();
    }

    /// @dev From the signed terms, by the words of the catalogue: no act named means every act.
    function meet(bytes32 one, bytes32 other) private view returns (bool) {
        Scope memory a = _history.termsOf(one).scope;
        Scope memory b = _history.termsOf(other).scope;
        bool acts = a.acts == 0 || b.acts == 0 || a.acts & b.acts != 0;
        return acts && a.provinces & b.provinces != 0 && a.start < b.end && b.start < a.end;
    }
}
