// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConflictOfInterest, NotIndependent} from "./generated/Errors.sol";
import {IParties} from "./interfaces/IParties.sol";

/// @title Who may not judge whom (readings 53 to 55)
/// @notice Parties are related where they are the same, one is the parent of the other, or they share a parent.
library Independence {
    /// @notice Whether two parties are related now.
    function related(IParties parties, bytes32 one, bytes32 other) internal view returns (bool) {
        if (one == other) return true;
        bytes32 parent = parties.parentOf(one);
        bytes32 otherParent = parties.parentOf(other);
        return parent == other || otherParent == one || (parent != 0 && parent == otherParent);
    }

    /// @notice NOT_INDEPENDENT where the two are related.
    function requireIndependent(IParties parties, bytes32 party, bytes32 with) internal view {
        if (related(parties, party, with)) revert NotIndependent(party, with);
    }

    /// @notice CONFLICT_OF_INTEREST with the first record of the matter in which the party declared an interest, else
    /// with the first of its parties in which it declared one or to which it is related.
    function requireNoConflict(IParties parties, bytes32 party, bytes32[] memory records, bytes32[] memory matter)
        internal
        view
    {
        for (uint256 i = 0; i < records.length; ++i) {
            if (parties.hasInterest(party, records[i])) revert ConflictOfInterest(party, records[i]);
        }
        for (uint256 i = 0; i < matter.length; ++i) {
            if (parties.hasInterest(party, matter[i]) || related(parties, party, matter[i])) {
                revert ConflictOfInterest(party, matter[i]);
            }
        }
    }

    /// @notice Whether the party declared an interest in any of the records.
    function hasInterestInAny(IParties parties, bytes32 party, bytes32[] memory records) internal view returns (bool) {
        for (uint256 i = 0; i < records.length; ++i) {
            if (parties.hasInterest(party, records[i])) return true;
        }
        return false;
    }
}
