// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Grant, Scopes} from "../src/Scopes.sol";
import {Scope} from "../src/generated/Types.sol";
import {vm} from "./base/Cheats.sol";

/// @notice Scopes as sets: what overlaps and what lies within, compared with looking at single acts, places and seconds.
contract ScopesTest {
    /// @dev Small sets and short intervals, so that everything can be looked at one by one.
    function small(Scope memory scope) internal pure returns (Scope memory) {
        scope.acts %= 4;
        scope.fields %= 4;
        scope.countries %= 4;
        scope.provinces %= 4;
        scope.start %= 4;
        scope.end = scope.start + 1 + scope.end % 4;
        return scope;
    }

    /// @dev Whether the scope holds one act, field, place and second. Places 0 to 3 are countries, the others provinces.
    function holds(Scope memory scope, uint256 act, uint256 field, uint256 place, uint256 second)
        internal
        pure
        returns (bool)
    {
        bool everywhere = scope.countries == 0 && scope.provinces == 0;
        uint256 places = scope.countries | uint256(scope.provinces) << 4;
        return (scope.acts == 0 || scope.acts >> act & 1 == 1) && (scope.fields == 0 || scope.fields >> field & 1 == 1)
            && (everywhere || places >> place & 1 == 1) && scope.start <= second && second < scope.end;
    }

    function testFuzz_scopes_overlap_where_they_share_a_point(Scope memory one, Scope memory other) public pure {
        (one, other) = (small(one), small(other));
        bool shared = false;
        for (uint256 point = 0; point < 3 * 3 * 8 * 8; ++point) {
            (uint256 act, uint256 field) = (point % 3, point / 3 % 3);
            (uint256 place, uint256 second) = (point / 9 % 8, point / 72);
            shared = shared || (holds(one, act, field, place, second) && holds(other, act, field, place, second));
        }
        bool overlap = Scopes.overlap(Scopes.grant(one, 1), Scopes.grant(other, 1));
        vm.assertTrue(overlap == shared);
    }

    function testFuzz_overlap_is_mutual(Scope memory one, Scope memory other) public pure {
        Grant memory a = Scopes.grant(one, 1);
        Grant memory b = Scopes.grant(other, 1);
        vm.assertTrue(Scopes.overlap(a, b) == Scopes.overlap(b, a));
    }

    function testFuzz_what_is_not_wider_holds_no_point_that_the_other_lacks(Scope memory one, Scope memory other)
        public
        pure
    {
        (one, other) = (small(one), small(other));
        if (bytes(Scopes.widerDimension(Scopes.grant(one, 1), Scopes.grant(other, 1))).length != 0) return;
        for (uint256 point = 0; point < 3 * 3 * 8 * 8; ++point) {
            (uint256 act, uint256 field) = (point % 3, point / 3 % 3);
            (uint256 place, uint256 second) = (point / 9 % 8, point / 72);
            if (holds(other, act, field, place, second)) vm.assertTrue(holds(one, act, field, place, second));
        }
    }

    function testFuzz_a_scope_is_not_wider_than_itself(Scope memory scope) public pure {
        Grant memory grant = Scopes.grant(scope, 1);
        vm.assertEq(Scopes.widerDimension(grant, Scopes.grant(Scopes.scopeOf(grant), 1)), "");
    }
}
