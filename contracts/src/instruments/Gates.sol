// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssetKinds} from "../assets/AssetKinds.sol";
import {Gate, InstrumentKind} from "../generated/Enums.sol";
import {GateClosed, GateOpen} from "../generated/Errors.sol";
import {Member, Terms} from "../generated/Types.sol";
import {IAssets} from "../interfaces/IAssets.sol";
import {IParties} from "../interfaces/IParties.sol";
import {InstrumentKinds} from "./InstrumentKinds.sol";

/// @notice Conditions for taking effect. A set of gates has bit (gate - 1) set for each gate.
library Gates {
    /// @notice The gates that follow from the terms alone: the transfer register where the members are not all of one
    /// country, or where State capital is used and no certificate of the task's results is given; escrow where an agent
    /// is named.
    function ofTerms(IParties parties, Terms memory terms) internal view returns (uint8 gates) {
        if (InstrumentKinds.isTransfer(terms.instrument_kind)) {
            bool ofState = terms.state_capital && terms.task_result == 0;
            if (ofState || _crossesBorder(parties, terms.members)) gates |= bit(Gate.TRANSFER_REGISTER);
        }
        if (terms.escrow_agent != 0) gates |= bit(Gate.ESCROW);
    }

    /// @notice The IP register's gate of an assignment, as the asset's rights are now (reading 75); else none.
    function ofRights(IAssets assets, uint8 instrumentKind, bytes32 subject) internal view returns (uint8) {
        return instrumentKind == InstrumentKind.ASSIGNMENT ? onTransfer(assets, subject) : 0;
    }

    /// @notice The IP register's gate where shares of an asset of a registrable kind with a granted right pass.
    function onTransfer(IAssets assets, bytes32 asset) internal view returns (uint8) {
        (uint8 assetKind,,) = assets.grantTerms(asset);
        bool entered = AssetKinds.isEnteredOnTransfer(assetKind) && assets.hasGrantedRight(asset);
        return entered ? bit(Gate.IP_REGISTER) : 0;
    }

    /// @notice The registers that enter an instrument in effect where its parties so wish.
    function voluntary(uint8 instrumentKind) internal pure returns (uint8 gates) {
        if (InstrumentKinds.isGrant(instrumentKind)) return bit(Gate.IP_REGISTER) | bit(Gate.TRANSFER_REGISTER);
        return instrumentKind == InstrumentKind.PLEDGE ? bit(Gate.IP_REGISTER) : 0;
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

    function _crossesBorder(IParties parties, Member[] memory members) private view returns (bool) {
        uint16 country = parties.countryOf(members[0].party);
        for (uint256 i = 1; i < members.length; ++i) {
            if (parties.countryOf(members[i].party) != country) return true;
        }
        return false;
    }
}
