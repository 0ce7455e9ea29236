// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DuplicateParty, NotWhole, ShareExceeded} from "../generated/Errors.sol";
import {Move, Share} from "../generated/Types.sol";

/// @notice The shares of an asset: that they are the whole, and how they pass from holder to holder (readings 72 and 73).
library Shares {
    uint256 private constant WHOLE = 10_000;

    /// @notice No holder stands twice, and the shares are the whole (invariant 1).
    function requireWhole(Share[] calldata holders) internal pure {
        uint256 sum = 0;
        for (uint256 i = 0; i < holders.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                if (holders[j].party == holders[i].party) revert DuplicateParty(holders[i].party);
            }
            sum += holders[i].bps;
        }
        if (sum != WHOLE) revert NotWhole(sum);
    }

    /// @notice SHARE_EXCEEDED with the first `from` whose moves together exceed what it holds.
    function requireHeld(Share[] memory holders, Move[] memory moves) internal pure {
        for (uint256 i = 0; i < moves.length; ++i) {
            uint16 has = heldBy(holders, moves[i].from);
            uint256 moved = 0;
            for (uint256 j = 0; j < moves.length; ++j) {
                if (moves[j].from == moves[i].from) moved += moves[j].bps;
            }
            if (moved > has) revert ShareExceeded(moves[i].from, has, moved);
        }
    }

    /// @notice The holders once moves that they can make are made, in order: a new one joins at the end, and who has
    /// nothing left goes.
    function afterMoves(Share[] memory holders, Move[] memory moves) internal pure returns (Share[] memory remaining) {
        Share[] memory all = new Share[](holders.length + moves.length);
        uint256 count = holders.length;
        for (uint256 i = 0; i < count; ++i) {
            all[i] = holders[i];
        }
        for (uint256 i = 0; i < moves.length; ++i) {
            all[_indexOf(all, count, moves[i].from)].bps -= moves[i].bps;
            uint256 to = _indexOf(all, count, moves[i].to);
            if (to == count) all[count++] = Share({party: moves[i].to, bps: 0});
            all[to].bps += moves[i].bps;
        }
        uint256 kept = 0;
        for (uint256 i = 0; i < count; ++i) {
            if (all[i].bps != 0) ++kept;
        }
        remaining = new Share[](kept);
        uint256 next = 0;
        for (uint256 i = 0; i < count; ++i) {
            if (all[i].bps != 0) remaining[next++] = all[i];
        }
    }

    /// @notice What a party holds, in basis points; zero: it is not a holder.
    function heldBy(Share[] memory holders, bytes32 party) internal pure returns (uint16) {
        uint256 index = _indexOf(holders, holders.length, party);
        return index == holders.length ? 0 : holders[index].bps;
    }

    /// @dev The place of a party among the first `count`; `count` where it is not there.
    function _indexOf(Share[] memory shares, uint256 count, bytes32 party) private pure returns (uint256 index) {
        while (index < count && shares[index].party != party) ++index;
    }
}
