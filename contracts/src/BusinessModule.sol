// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {Module} from "./Module.sol";
import {StateForbids} from "./generated/Errors.sol";
import {Admission} from "./interfaces/IParties.sol";

/// @title What the modules of business records do alike
/// @notice No party that only reads may sign their commands, except where a command names its role.
abstract contract BusinessModule is Module {
    /// @notice Checks 4 and 5.
    /// @param power The power that every signing key must hold (`Power`).
    /// @param roles Bits of the roles that the command's authority depends on, beside the read-only ones.
    function _admit(bytes32 digest, uint64 notAfter, uint8 power, uint32 roles, bytes[] calldata signatures)
        internal
        view
        returns (Admission memory)
    {
        return PARTIES.admit(digest, notAfter, power, roles | Authority.READ_ONLY, signatures);
    }

    /// @notice STATE_FORBIDS unless the bit of `state` is in `allowed`.
    function _requireState(bytes32 record, uint8 state, uint256 allowed) internal pure {
        if (!_isIn(state, allowed)) revert StateForbids(record, state);
    }

    /// @notice Whether the bit of `state` is in `states`.
    function _isIn(uint8 state, uint256 states) internal pure returns (bool) {
        return states & (uint256(1) << state) != 0;
    }
}
