// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EscrowAction} from "../generated/Enums.sol";
import {EscrowExceeded, EscrowSettled} from "../generated/Errors.sol";
import {Progress} from "./Agreements.sol";

/// @notice Money attested in basis points of the agreed sum: released or refunded, never both, never more than funded.
library Escrow {
    uint16 internal constant WHOLE = 10_000;

    /// @notice Adds `bps` to what an action has summed up so far: ESCROW_SETTLED, ESCROW_EXCEEDED. Changes `progress` in
    /// memory.
    function attest(Progress memory progress, uint8 action, uint16 bps) internal pure {
        if (action == EscrowAction.FUNDED) {
            _requireAvailable(WHOLE - progress.funded, bps);
            progress.funded += bps;
            return;
        }
        bool releasing = action == EscrowAction.RELEASED;
        if (releasing && progress.refunded != 0) revert EscrowSettled(EscrowAction.REFUNDED);
        if (!releasing && progress.released != 0) revert EscrowSettled(EscrowAction.RELEASED);
        _requireAvailable(progress.funded - progress.released - progress.refunded, bps);
        if (releasing) progress.released += bps;
        else progress.refunded += bps;
    }

    function _requireAvailable(uint256 available, uint256 asked) private pure {
        if (asked > available) revert EscrowExceeded(available, asked);
    }
}
