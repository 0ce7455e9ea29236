// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TimeSet, TimeSets} from "../src/TimeSet.sol";
import {vm} from "./base/Cheats.sol";

/// @notice The ordered set of seconds, compared with a plain list that is looked through.
contract TimeSetTest {
    using TimeSets for TimeSet;

    uint64 private constant LATEST = type(uint40).max;

    TimeSet private _set;
    uint64[] private _list;

    /// @dev Seconds that often share a node on every level, and now and then lie far apart.
    function spread(uint64 time) private pure returns (uint64) {
        uint64 near = time % 5;
        uint64 level = (time >> 8) % 6;
        return level == 5 ? type(uint64).max - near : near << (8 * level);
    }

    function isListed(uint64 time) private view returns (bool) {
        for (uint256 i = 0; i < _list.length; ++i) {
            if (_list[i] == time) return true;
        }
        return false;
    }

    function leaveList(uint64 time) private {
        for (uint256 i = 0; i < _list.length; ++i) {
            if (_list[i] != time) continue;
            _list[i] = _list[_list.length - 1];
            _list.pop();
            return;
        }
    }

    /// @dev The listed second nearest to `time`: not after it, or after it.
    function nearest(uint64 time, bool after_) private view returns (bool found, uint64 best) {
        for (uint256 i = 0; i < _list.length; ++i) {
            uint64 each = _list[i];
            if ((each > time) != after_) continue;
            bool nearer = after_ ? each < best : each > best;
            if (!found || nearer) (found, best) = (true, each);
        }
    }

    function testFuzz_neighbours_are_those_of_a_list(uint64[12] memory added, uint64[6] memory removed, uint64 asked)
        public
    {
        for (uint256 i = 0; i < added.length; ++i) {
            uint64 time = spread(added[i]);
            _set.add(time);
            if (!isListed(TimeSets.clamp(time))) _list.push(TimeSets.clamp(time));
        }
        for (uint256 i = 0; i < removed.length; ++i) {
            uint64 time = spread(removed[i]);
            if (!isListed(TimeSets.clamp(time))) continue;
            _set.remove(time);
            leaveList(TimeSets.clamp(time));
        }
        uint64[2] memory times = [spread(asked), asked];
        for (uint256 i = 0; i < times.length; ++i) {
            (bool expected, uint64 best) = nearest(TimeSets.clamp(times[i]), false);
            (bool found, uint64 latest) = _set.latestUpTo(times[i]);
            vm.assertTrue(found == expected);
            vm.assertEq(uint256(latest), uint256(best));
            (expected, best) = nearest(TimeSets.clamp(times[i]), true);
            (bool later, uint64 earliest) = _set.earliestAfter(times[i]);
            vm.assertTrue(later == expected);
            vm.assertEq(uint256(earliest), uint256(best));
        }
    }

    function test_an_empty_set_has_no_neighbours() public view {
        (bool found,) = _set.latestUpTo(type(uint64).max);
        vm.assertFalse(found);
        (found,) = _set.earliestAfter(0);
        vm.assertFalse(found);
    }

    function test_a_second_is_up_to_itself_and_not_after_itself() public {
        _set.add(0);
        (bool found, uint64 latest) = _set.latestUpTo(0);
        vm.assertTrue(found);
        vm.assertEq(uint256(latest), 0);
        (found,) = _set.earliestAfter(0);
        vm.assertFalse(found);
    }

    function test_later_seconds_than_40_bits_count_as_the_last_one() public {
        _set.add(type(uint64).max);
        (bool found, uint64 earliest) = _set.earliestAfter(LATEST - 1);
        vm.assertTrue(found);
        vm.assertEq(uint256(earliest), uint256(LATEST));
        _set.remove(LATEST);
        (found,) = _set.earliestAfter(0);
        vm.assertFalse(found);
    }
}
