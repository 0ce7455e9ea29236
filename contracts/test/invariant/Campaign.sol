// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {vm} from "../base/Cheats.sol";
import {Chronicle} from "./Chronicle.sol";

/// @title What every campaign of random histories asserts, and that it reached what it is for
/// @dev State is thrown away after each run, so what earlier runs did is remembered in the process's environment.
abstract contract Campaign {
    /// @dev The form in which forge asks a test for its targets.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    /// @dev After so many runs everything must have succeeded at least once.
    uint256 private constant ENOUGH = 28;

    Chronicle private _chronicle;

    /// @dev What must succeed at least once, by the names that the history gives to it.
    function deeds() internal pure virtual returns (string[] memory);

    /// @dev Which refusals must be answered at least once.
    function refusals() internal pure virtual returns (bytes4[] memory);

    function actions() internal pure virtual returns (bytes4[] memory);

    function open(Chronicle chronicle) internal {
        _chronicle = chronicle;
        _chronicle.setUp();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_chronicle);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_chronicle), actions());
    }

    function afterInvariant() external {
        string[] memory named = deeds();
        bytes4[] memory answers = refusals();
        string memory campaign = name();
        // Shorter and shorter histories are tried after a failure: they are no runs.
        if (vm.envOr(string.concat(campaign, "failed"), 0) == 1) return;
        string[] memory keys = new string[](named.length + answers.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            bool isDeed = i < named.length;
            keys[i] = isDeed ? named[i] : vm.toString(bytes32(answers[i - named.length]));
            uint256 count = isDeed ? _chronicle.done(named[i]) : _chronicle.refused(answers[i - named.length]);
            if (count != 0) vm.setEnv(string.concat(campaign, keys[i]), "1");
        }
        uint256 run = 1 + vm.envOr(string.concat(campaign, "runs"), 0);
        vm.setEnv(string.concat(campaign, "runs"), vm.toString(run));
        if (run < ENOUGH) return;
        string memory missing = "";
        for (uint256 i = 0; i < keys.length; ++i) {
            bool seen = vm.envOr(string.concat(campaign, keys[i]), 0) == 1;
            if (!seen) missing = string.concat(missing, keys[i], "; ");
        }
        holds(bytes(missing).length == 0, string.concat("never done, or never refused with: ", missing));
    }

    /// @dev Asserts what an invariant says.
    function holds(bool condition, string memory what) internal {
        if (!condition) vm.setEnv(string.concat(name(), "failed"), "1");
        vm.assertTrue(condition, what);
    }

    function name() private pure returns (string memory) {
        return vm.toString(uint256(uint32(actions()[0])));
    }

    // --- Of every history ---

    /// @dev Invariant 11.
    function heads_and_versions_are_those_of_the_chained_history() internal {
        bytes32[] memory records = _chronicle.records();
        bool same = _chronicle.breaches(11) == 0;
        for (uint256 i = 0; i < records.length; ++i) {
            same = same && _chronicle.registryHead(records[i]) == _chronicle.headOf(records[i])
                && _chronicle.registryVersion(records[i]) == _chronicle.versionOfRecord(records[i]);
        }
        holds(same, "11: version and head are those of the chained history");
    }

    /// @dev Invariant 12.
    function the_same_command_twice_has_one_effect() internal {
        holds(_chronicle.breaches(12) == 0, "12: a command sent again, or other content for its version, is refused");
    }

    function every_refusal_is_one_of_the_catalogue() internal {
        holds(_chronicle.panics() == 0, "a command was refused without a reason of the catalogue");
    }

    /// @dev Invariant 2.
    function every_grantor_had_title() internal {
        holds(_chronicle.breaches(2) == 0, "2: every grantor has title, or may sublicense, at that instant");
    }
}
