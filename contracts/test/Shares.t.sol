// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Shares} from "../src/assets/Shares.sol";
import {ShareExceeded} from "../src/generated/Errors.sol";
import {Move, Share} from "../src/generated/Types.sol";
import {vm} from "./base/Cheats.sol";

/// @notice How shares pass (readings 72 and 73): the whole stays the whole, nobody gives what it does not hold.
contract SharesTest {
    uint256 private constant WHOLE = 10_000;

    /// @dev Called from outside, so that a refusal is the call's.
    function made(Share[] memory holders, Move[] memory moves) external pure returns (Share[] memory) {
        Shares.requireHeld(holders, moves);
        return Shares.afterMoves(holders, moves);
    }

    function party(uint256 number) private pure returns (bytes32) {
        return bytes32(1 + number % 5);
    }

    function three() private pure returns (Share[] memory holders) {
        holders = new Share[](3);
        holders[0] = Share(party(0), 5_000);
        holders[1] = Share(party(1), 3_000);
        holders[2] = Share(party(2), 2_000);
    }

    function one(uint256 from, uint256 to, uint16 bps) private pure returns (Move[] memory moves) {
        moves = new Move[](1);
        moves[0] = Move(party(from), party(to), bps);
    }

    function testFuzz_the_whole_stays_the_whole(uint8[4] memory from, uint8[4] memory to, uint16[4] memory bps)
        public
        view
    {
        Move[] memory moves = new Move[](4);
        for (uint256 i = 0; i < 4; ++i) {
            moves[i] = Move(party(from[i]), party(to[i]), 1 + bps[i] % 2_500);
        }
        try this.made(three(), moves) returns (Share[] memory holders) {
            uint256 sum = 0;
            for (uint256 i = 0; i < holders.length; ++i) {
                vm.assertTrue(holders[i].bps != 0);
                for (uint256 j = 0; j < i; ++j) {
                    vm.assertTrue(holders[i].party != holders[j].party);
                }
                sum += holders[i].bps;
            }
            vm.assertEq(sum, WHOLE);
        } catch (bytes memory reason) {
            vm.assertTrue(bytes4(reason) == ShareExceeded.selector);
        }
    }

    function test_who_has_nothing_left_goes_and_who_is_new_joins_at_the_end() public view {
        Share[] memory holders = this.made(three(), one(1, 4, 3_000));
        vm.assertEq(holders.length, 3);
        vm.assertEq(holders[0].party, party(0));
        vm.assertEq(holders[1].party, party(2));
        vm.assertEq(holders[2].party, party(4));
        vm.assertEq(uint256(holders[2].bps), 3_000);
    }

    function test_a_move_to_oneself_changes_nothing() public view {
        Share[] memory holders = this.made(three(), one(0, 0, 5_000));
        vm.assertEq(keccak256(abi.encode(holders)), keccak256(abi.encode(three())));
    }

    function test_moves_of_one_holder_are_summed() public {
        Move[] memory moves = new Move[](3);
        moves[0] = Move(party(0), party(3), 5_000);
        moves[1] = Move(party(1), party(3), 3_001);
        moves[2] = Move(party(0), party(4), 1);
        vm.expectRevert(abi.encodeWithSelector(ShareExceeded.selector, party(0), 5_000, 5_001));
        this.made(three(), moves);
    }

    function test_what_one_is_given_in_the_same_instrument_is_not_held_yet() public {
        Move[] memory moves = new Move[](2);
        moves[0] = Move(party(0), party(3), 5_000);
        moves[1] = Move(party(3), party(4), 1);
        vm.expectRevert(abi.encodeWithSelector(ShareExceeded.selector, party(3), 0, 1));
        this.made(three(), moves);
    }
}
