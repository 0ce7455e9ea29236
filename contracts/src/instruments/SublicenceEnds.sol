// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TimeSet, TimeSets} from "../TimeSet.sol";

/// @notice When the sublicences that stand on one instrument run out. An instrument that has none costs nothing.
/// @param ends Every second at which at least one runs out.
/// @param counts How many run out then.
struct SublicenceEnds {
    TimeSet ends;
    mapping(uint64 end => uint256 count) counts;
}

/// @notice Tells in flat cost whether a sublicence stands on an instrument.
library SublicenceEndings {
    using TimeSets for TimeSet;

    /// @notice A sublicence that runs out at `end` took effect.
    function join(SublicenceEnds storage standing, uint64 end) internal {
        uint64 second = TimeSets.clamp(end);
        if (++standing.counts[second] == 1) standing.ends.add(second);
    }

    /// @notice A sublicence that runs out at `end` stands no longer.
    function drop(SublicenceEnds storage standing, uint64 end) internal {
        uint64 second = TimeSets.clamp(end);
        if (--standing.counts[second] == 0) standing.ends.remove(second);
    }

    /// @notice Whether one stands that has not run out (reading 79).
    function anyAfter(SublicenceEnds storage standing, uint64 time) internal view returns (bool found) {
        (found,) = standing.ends.earliestAfter(time);
    }
}
