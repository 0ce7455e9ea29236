// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EscrowAction} from "../generated/Enums.sol";
import {EscrowExceeded, EscrowSettled, MilestonesExceeded} from "../generated/Errors.sol";

/// @notice What was attested of an instrument's money, in basis points of the agreed sum. One storage word.
/// @param paid By milestones, which are counted apart from what is released.
struct Sums {
    uint16 funded;
    uint16 released;
    uint16 refunded;
    uint16 paid;
}

/// @notice Money attested in basis points of the agreed sum: released or refunded, never both, never more than funded.
library Escrow {
    uint16 internal constant WHOLE = 10_000;

    /// @notice Adds `bps` to what an action has summed up so far: ESCROW_SETTLED, ESCROW_EXCEEDED. Changes `sums` in
    /// memory.
    function attest(Sums memory sums, uint8 action, uint16 bps) internal pure {
        if (action == EscrowAction.FUNDED) {
            _requireAvailable(WHOLE - sums.funded, bps);
            sums.funded += bps;
            return;
        }
        bool releasing = action == EscrowAction.RELEASED;
        if (releasing && sums.refunded != 0) revert EscrowSettled(EscrowAction.REFUNDED);
        if (!releasing && sums.released != 0) revert EscrowSettled(EscrowAction.RELEASED);
        _requireAvailable(sums.funded - sums.released - sums.refunded - sums.paid, bps);
        if (releasing) sums.released += bps;
        else sums.refunded += bps;
    }

    /// @notice Adds a milestone to what was paid: MILESTONES_EXCEEDED. Changes `sums` in memory.
    function pay(Sums memory sums, uint16 bps) internal pure {
        uint256 available = WHOLE - sums.paid - sums.refunded;
        if (bps > available) revert MilestonesExceeded(available, bps);
        sums.paid += bps;
    }

    function _requireAvailable(uint256 available, uint256 asked) private pure {
        if (asked > available) revert EscrowExceeded(available, asked);
    }
}
