// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @dev `nodes`: bit (i) of a node is set where there is something below its i-th child; of a leaf, where the second
/// itself is in the set.
struct TimeSet {
    mapping(uint256 node => uint256 bits) nodes;
}

/// @title An ordered set of seconds
/// @notice A trie of 256-ary nodes over 40 bits, so that neighbours are found in a cost that does not grow with the set.
/// @dev Later seconds than 40 bits hold count as the last one, some 34,000 years ahead. Level 0 are the leaves.
library TimeSets {
    uint256 private constant LEVELS = 5;
    uint256 private constant LATEST = type(uint40).max;

    /// @notice The second under which a time stands in a set.
    function clamp(uint64 time) internal pure returns (uint64) {
        // casting to 'uint64' is safe because the least of the two fits in it
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint64(Math.min(time, LATEST));
    }

    function add(TimeSet storage set, uint64 time) internal {
        uint256 second = clamp(time);
        for (uint256 level = 0; level < LEVELS; ++level) {
            (uint256 node, uint256 child) = _place(second, level);
            uint256 bits = set.nodes[node];
            set.nodes[node] = bits | (uint256(1) << child);
            // What was not empty is known above already.
            if (bits != 0) return;
        }
    }

    function remove(TimeSet storage set, uint64 time) internal {
        uint256 second = clamp(time);
        for (uint256 level = 0; level < LEVELS; ++level) {
            (uint256 node, uint256 child) = _place(second, level);
            uint256 bits = set.nodes[node] & ~(uint256(1) << child);
            set.nodes[node] = bits;
            if (bits != 0) return;
        }
    }

    /// @notice The latest second of the set that is not after `time`.
    function latestUpTo(TimeSet storage set, uint64 time) internal view returns (bool found, uint64 latest) {
        uint256 second = clamp(time);
        for (uint256 level = 0; level < LEVELS; ++level) {
            (uint256 node, uint256 child) = _place(second, level);
            // Above the leaves the child on the way to `time` was looked into below.
            uint256 bits = set.nodes[node] & (_through(child) >> (level == 0 ? 0 : 1));
            if (bits != 0) return (true, _descend(set, node, level, bits, true));
        }
        return (false, 0);
    }

    /// @notice The earliest second of the set that is after `time`.
    function earliestAfter(TimeSet storage set, uint64 time) internal view returns (bool found, uint64 earliest) {
        uint256 second = clamp(time);
        for (uint256 level = 0; level < LEVELS; ++level) {
            (uint256 node, uint256 child) = _place(second, level);
            uint256 bits = set.nodes[node] & ~_through(child);
            if (bits != 0) return (true, _descend(set, node, level, bits, false));
        }
        return (false, 0);
    }

    /// @dev From a node and those of its children that are looked at, down to the last or first second below.
    function _descend(TimeSet storage set, uint256 node, uint256 level, uint256 bits, bool last)
        private
        view
        returns (uint64 second)
    {
        uint256 prefix = node & LATEST;
        while (true) {
            prefix = (prefix << 8) | Math.log2(last ? bits : bits & (~bits + 1));
            // casting to 'uint64' is safe because five levels of 8 bits are 40
            // forge-lint: disable-next-line(unsafe-typecast)
            if (level == 0) return uint64(prefix);
            --level;
            bits = set.nodes[_node(level, prefix)];
        }
    }

    /// @dev The node of a level that a second lies under, and its child there.
    function _place(uint256 second, uint256 level) private pure returns (uint256 node, uint256 child) {
        uint256 shifted = second >> (8 * level);
        return (_node(level, shifted >> 8), shifted & 0xff);
    }

    function _node(uint256 level, uint256 prefix) private pure returns (uint256) {
        return (level << 40) | prefix;
    }

    /// @dev The children from the first to this one.
    function _through(uint256 child) private pure returns (uint256) {
        return type(uint256).max >> (255 - child);
    }
}
