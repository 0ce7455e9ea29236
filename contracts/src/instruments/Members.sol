// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {InstrumentKind, MemberRole} from "../generated/Enums.sol";
import {DuplicateParty, NoTitle, SignatoryMissing} from "../generated/Errors.sol";
import {Member, Share, Terms} from "../generated/Types.sol";
import {IAssets} from "../interfaces/IAssets.sol";

/// @notice Who is listed in an instrument's terms, and as what.
library Members {
    /// @notice The parties listed in one role, in the order of the terms.
    function inRole(Member[] memory members, uint8 memberRole) internal pure returns (bytes32[] memory found) {
        found = new bytes32[](countInRole(members, memberRole));
        uint256 next = 0;
        for (uint256 i = 0; i < members.length; ++i) {
            if (members[i].member_role == memberRole) found[next++] = members[i].party;
        }
    }

    function countInRole(Member[] memory members, uint8 memberRole) internal pure returns (uint256 count) {
        for (uint256 i = 0; i < members.length; ++i) {
            if (members[i].member_role == memberRole) ++count;
        }
    }

    /// @notice Whether a party is listed in a role.
    function includes(Member[] memory members, bytes32 party, uint8 memberRole) internal pure returns (bool) {
        for (uint256 i = 0; i < members.length; ++i) {
            if (members[i].party == party && members[i].member_role == memberRole) return true;
        }
        return false;
    }

    /// @notice SIGNATORY_MISSING with the first of `needed` that is not listed in the role.
    function requireEach(Member[] memory members, bytes32[] memory needed, uint8 memberRole) internal pure {
        for (uint256 i = 0; i < needed.length; ++i) {
            requireListed(members, needed[i], memberRole);
        }
    }

    /// @notice SIGNATORY_MISSING unless the party is listed in the role.
    function requireListed(Member[] memory members, bytes32 party, uint8 memberRole) internal pure {
        if (!includes(members, party, memberRole)) revert SignatoryMissing(party);
    }

    /// @notice SIGNATORY_MISSING of nobody in particular where fewer than `least` are listed in the role.
    function requireCount(Member[] memory members, uint256 least, uint8 memberRole) internal pure {
        if (countInRole(members, memberRole) < least) revert SignatoryMissing(0);
    }

    /// @notice NO_TITLE with the first grantor that is not one of `entitled` (invariant 2).
    function requireTitle(Member[] memory members, bytes32[] memory entitled) internal pure {
        for (uint256 i = 0; i < members.length; ++i) {
            if (members[i].member_role != MemberRole.GRANTOR) continue;
            if (!_isIn(members[i].party, entitled)) revert NoTitle(members[i].party);
        }
    }

    /// @notice A party may be a member in two roles, not twice in one (reading 29).
    function requireDistinct(Member[] memory members) internal pure {
        for (uint256 i = 0; i < members.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                if (members[j].party == members[i].party && members[j].member_role == members[i].member_role) {
                    revert DuplicateParty(members[i].party);
                }
            }
        }
    }

    /// @notice Who answers as grantor once it is in effect: of a licence the asset's present holders, else those listed.
    function grantorsInEffect(IAssets assets, Terms memory terms) internal view returns (bytes32[] memory) {
        if (terms.instrument_kind == InstrumentKind.LICENCE) return parties(assets.holdersOf(terms.subject));
        return inRole(terms.members, MemberRole.GRANTOR);
    }

    /// @notice Who is a member of a licence in effect: the asset's present holders in place of the grantors, then the
    /// other members.
    function partiesInEffect(Member[] memory members, Share[] memory holders)
        internal
        pure
        returns (bytes32[] memory found)
    {
        found = new bytes32[](holders.length + members.length - countInRole(members, MemberRole.GRANTOR));
        for (uint256 i = 0; i < holders.length; ++i) {
            found[i] = holders[i].party;
        }
        uint256 next = holders.length;
        for (uint256 i = 0; i < members.length; ++i) {
            if (members[i].member_role != MemberRole.GRANTOR) found[next++] = members[i].party;
        }
    }

    /// @notice The parties of a list of members, in its order.
    function parties(Member[] memory members) internal pure returns (bytes32[] memory found) {
        found = new bytes32[](members.length);
        for (uint256 i = 0; i < members.length; ++i) {
            found[i] = members[i].party;
        }
    }

    /// @notice The parties of a list of shares, in its order.
    function parties(Share[] memory shares) internal pure returns (bytes32[] memory found) {
        found = new bytes32[](shares.length);
        for (uint256 i = 0; i < shares.length; ++i) {
            found[i] = shares[i].party;
        }
    }

    function _isIn(bytes32 party, bytes32[] memory list) private pure returns (bool) {
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i] == party) return true;
        }
        return false;
    }
}
