// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RightStage} from "../src/generated/Enums.sol";
import {RegisterAsset, Right, Scope} from "../src/generated/Types.sol";
import {AssetTest} from "./base/AssetTest.sol";
import {vm} from "./base/Cheats.sol";

/// @notice What granted rights cover, compared with looking at every province in every second.
contract AssetCoverTest is AssetTest {
    uint64 private constant SECONDS = 8;
    uint64 private constant PROVINCES = 3;

    /// @dev A right of a few provinces and seconds drawn from `seed`; one in four is an application.
    function drawn(uint256 seed) internal view returns (Right memory right) {
        right = patentRight();
        right.right_stage = seed % 4 == 0 ? RightStage.APPLICATION : RightStage.GRANTED;
        // forge-lint: disable-next-line(unsafe-typecast): a small remainder
        right.provinces = uint64(1 + seed / 4 % (2 ** PROVINCES - 1));
        // forge-lint: disable-next-line(unsafe-typecast): a small remainder
        right.start = uint64(clock() + seed / 64 % SECONDS);
        // forge-lint: disable-next-line(unsafe-typecast): a small remainder
        right.end = uint64(right.start + 1 + seed / 1024 % SECONDS);
    }

    function holds(Right[] memory rights, uint256 province, uint256 second) internal pure returns (bool) {
        for (uint256 i = 0; i < rights.length; ++i) {
            bool running = rights[i].start <= second && second < rights[i].end;
            bool there = rights[i].provinces >> province & 1 == 1;
            if (rights[i].right_stage == RightStage.GRANTED && running && there) return true;
        }
        return false;
    }

    function testFuzz_rights_cover_a_scope_when_they_hold_in_each_province_and_second(
        uint256[4] memory seeds,
        uint64 provinces,
        uint64 start,
        uint64 length
    ) public {
        Right[] memory rights = new Right[](4);
        for (uint256 i = 0; i < 4; ++i) {
            rights[i] = drawn(seeds[i]);
        }
        RegisterAsset memory c = declaration();
        c.rights = rights;
        accept(by(c, one(OWNER)));
        Scope memory scope;
        scope.provinces = 1 + provinces % (uint64(2) ** PROVINCES - 1);
        scope.start = clock() + start % SECONDS;
        scope.end = scope.start + 1 + length % SECONDS;
        bool covered = true;
        for (uint256 second = scope.start; second < scope.end; ++second) {
            for (uint256 province = 0; province < PROVINCES; ++province) {
                if (scope.provinces >> province & 1 == 1) covered = covered && holds(rights, province, second);
            }
        }
        vm.assertTrue(assets.covers(c.record, scope) == covered);
    }
}
