// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Gate} from "../generated/Enums.sol";
import {GateClosed, GateOpen} from "../generated/Errors.sol";
import {Terms} from "../generated/Types.sol";
import {IParties} from "../interfaces/IParties.sol";

/// @notice Conditions for taking effect. A set of gates has bit (gate - 1) set for each gate.
library Gates {
    /// @notice The gates that a licence must pass: the transfer register where its members are not all of one country,
    /// or where State capital is used and no certificate of the task's results is given; escrow where an agent is named.
    function required(IParties parties, Terms calldata terms) internal view returns (uint8 gates) {
        if ((terms.state_capital && terms.task_result == 0) || _crossesBorder(parties, terms)) {
            gates |= bit(Gate.TRANSFER_REGISTER);
        }
        if (terms.escrow_agent != 0) gates |= bit(Gate.ESCROW);
    }

    /// @notice GATE_OPEN with the first gate that is required and not met.
    function requireMet(uint8 gates, uint8 met) internal pure {
        for (uint8 gate = Gate.IP_REGISTER; gate <= Gate.LAST; ++gate) {
            if (gates & ~met & bit(gate) != 0) revert GateOpen(gate);
        }
    }

    /// @notice GATE_CLOSED unless the gate is in `open`.
    function requireOpen(uint8 gate, uint8 open) internal pure {
        if (open & bit(gate) == 0) revert GateClosed(gate);
    }

    /// @notice The set of one gate.
    function bit(uint8 gate) internal pure returns (uint8) {
        return uint8(uint256(1) << (gate - 1));
    }

    function _crossesBorder(IParties parties, Terms calldata terms) private view returns (bool) {
        uint16 country = parties.countryOf(terms.members[0].party);
        for (uint256 i = 1; i < terms.members.length; ++i) {
            if (parties.countryOf(terms.members[i].party) != country) return true;
        }
        return false;
    }
}
