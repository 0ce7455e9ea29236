// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Shares} from "../../src/assets/Shares.sol";
import {Move, Share} from "../../src/generated/Types.sol";

/// @notice Proved by halmos for every value of every word, not sampled (docs/operations/slither.md has the command).
/// @dev Two holders and two moves: an asset has at most 16 of each, looked at one by one in the same way. Moves may be
/// to holders, to strangers, or to the party that they are from.
/// @custom:halmos --loop 6
contract SharesSymbolicTest {
    uint256 private constant HOLDERS = 2;
    uint256 private constant MOVES = 2;
    uint256 private constant WHOLE = 10_000;

    /// @dev Moves that their holders can make leave the whole whole, and nobody with nothing.
    function check_shares_stay_whole_through_moves(Share[2] calldata held, Move[2] calldata moves) external pure {
        if (!_isTitle(held)) return;
        Share[] memory remaining = _moved(held, moves);
        uint256 sum = 0;
        for (uint256 i = 0; i < remaining.length; ++i) {
            assert(remaining[i].bps != 0);
            sum += remaining[i].bps;
        }
        assert(sum == WHOLE);
    }

    /// @dev A party stands among the holders once.
    function check_no_party_becomes_a_holder_twice(Share[2] calldata held, Move[2] calldata moves) external pure {
        if (!_isTitle(held)) return;
        Share[] memory remaining = _moved(held, moves);
        for (uint256 i = 0; i < remaining.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                assert(remaining[i].party != remaining[j].party);
            }
        }
    }

    /// @dev Every party, holder or not, ends with what it had, less what moved from it, and what moved to it.
    function check_each_party_ends_with_what_the_moves_say(
        Share[2] calldata held,
        Move[2] calldata moves,
        bytes32 party
    ) external pure {
        if (!_isTitle(held)) return;
        uint256 expected = 0;
        for (uint256 i = 0; i < HOLDERS; ++i) {
            if (held[i].party == party) expected += held[i].bps;
        }
        for (uint256 i = 0; i < MOVES; ++i) {
            if (moves[i].to == party) expected += moves[i].bps;
        }
        for (uint256 i = 0; i < MOVES; ++i) {
            if (moves[i].from == party) expected -= moves[i].bps;
        }
        assert(Shares.heldBy(_moved(held, moves), party) == expected);
    }

    function _moved(Share[2] calldata held, Move[2] calldata given) private pure returns (Share[] memory) {
        Share[] memory holders = new Share[](HOLDERS);
        for (uint256 i = 0; i < HOLDERS; ++i) {
            holders[i] = held[i];
        }
        Move[] memory moves = new Move[](MOVES);
        for (uint256 i = 0; i < MOVES; ++i) {
            moves[i] = given[i];
        }
        Shares.requireHeld(holders, moves);
        return Shares.afterMoves(holders, moves);
    }

    /// @dev Two parties that hold the whole, each some of it (invariant 1).
    function _isTitle(Share[2] calldata held) private pure returns (bool) {
        if (held[0].party == held[1].party || held[0].bps == 0 || held[1].bps == 0) return false;
        return uint256(held[0].bps) + held[1].bps == WHOLE;
    }
}
