// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Grant, Scopes} from "../Scopes.sol";
import {MemberRole} from "../generated/Enums.sol";
import {AmendmentTooWide} from "../generated/Errors.sol";
import {Member, Share, Terms} from "../generated/Types.sol";

/// @dev The most members that one instrument has.
uint256 constant MOST_MEMBERS = 16;

/// @notice What moves in an instrument's life, and the small terms that rules read. One storage word.
/// @param signed Bit (i) is set when the i-th member signed.
/// @param gates Bit (gate - 1) is set for each gate that must be passed.
/// @param met Bit (gate - 1) is set for each gate that was met, or registered voluntarily.
struct Progress {
    uint8 instrument_kind;
    uint8 member_count;
    uint16 signed;
    uint8 gates;
    uint8 met;
    uint8 sub_depth;
    bool state_capital;
    uint32 encumbrance_version;
    uint64 effect_by;
}

/// @notice A member's place. A party id is its first key's 20 bytes after 12 zero bytes, so this is one word.
struct Seat {
    uint160 party;
    uint8 member_role;
}

/// @notice What rules need of an instrument's terms beside its grant. Words that are zero are not written.
struct Agreement {
    bytes32 terms_digest;
    bytes32 subject;
    Progress progress;
    bytes32 escrow_agent;
    bytes32 task_result;
    Seat[MOST_MEMBERS] seats;
}

/// @notice The terms that members agree to: how they are stored, who agreed, how they may be narrowed.
library Agreements {
    /// @notice Writes new terms; nobody has signed yet. `gates` as in `Progress`.
    function open(Agreement storage agreement, Terms calldata terms, bytes32 termsDigest, uint8 gates) internal {
        agreement.terms_digest = termsDigest;
        agreement.subject = terms.subject;
        agreement.progress = Progress({
            instrument_kind: terms.instrument_kind,
            member_count: uint8(terms.members.length),
            signed: 0,
            gates: gates,
            met: 0,
            sub_depth: terms.sub_depth,
            state_capital: terms.state_capital,
            encumbrance_version: terms.encumbrance_version,
            effect_by: terms.effect_by
        });
        if (terms.escrow_agent != 0) agreement.escrow_agent = terms.escrow_agent;
        if (terms.task_result != 0) agreement.task_result = terms.task_result;
        for (uint256 i = 0; i < terms.members.length; ++i) {
            Member calldata member = terms.members[i];
            agreement.seats[i] = Seat({party: uint160(uint256(member.party)), member_role: member.member_role});
        }
    }

    /// @notice Marks every seat of each party in `signing`.
    /// @return complete Whether every member has signed.
    function sign(Agreement storage agreement, bytes32[] calldata signing) internal returns (bool complete) {
        Progress memory progress = agreement.progress;
        for (uint256 i = 0; i < progress.member_count; ++i) {
            bytes32 party = bytes32(uint256(agreement.seats[i].party));
            for (uint256 j = 0; j < signing.length; ++j) {
                // casting to 'uint16' is safe because i is below 16
                // forge-lint: disable-next-line(unsafe-typecast)
                if (signing[j] == party) progress.signed |= uint16(uint256(1) << i);
            }
        }
        agreement.progress.signed = progress.signed;
        return progress.signed == (uint256(1) << progress.member_count) - 1;
    }

    /// @notice The members as proposed.
    function members(Agreement storage agreement) internal view returns (Member[] memory listed) {
        listed = new Member[](agreement.progress.member_count);
        for (uint256 i = 0; i < listed.length; ++i) {
            Seat memory seat = agreement.seats[i];
            listed[i] = Member({party: bytes32(uint256(seat.party)), member_role: seat.member_role});
        }
    }

    /// @notice Whether a member has signed. A party in two roles signs for both at once.
    function hasSigned(Agreement storage agreement, bytes32 party) internal view returns (bool) {
        Progress memory progress = agreement.progress;
        for (uint256 i = 0; i < progress.member_count; ++i) {
            if (bytes32(uint256(agreement.seats[i].party)) == party) return progress.signed & (uint256(1) << i) != 0;
        }
        return false;
    }

    /// @notice AMENDMENT_TOO_WIDE with the first dimension in which new terms are not equal or narrower (reading 35).
    /// @param standing What the instrument grants now.
    /// @param amended What it would grant.
    function requireNarrower(
        Agreement storage agreement,
        Grant memory standing,
        Terms calldata terms,
        Grant memory amended
    ) internal view {
        Progress memory progress = agreement.progress;
        if (terms.instrument_kind != progress.instrument_kind) revert AmendmentTooWide("instrument_kind");
        if (terms.subject != agreement.subject) revert AmendmentTooWide("subject");
        if (!_sameMembers(agreement, terms.members)) revert AmendmentTooWide("members");
        string memory wider = Scopes.widerDimension(standing, amended);
        if (bytes(wider).length != 0) revert AmendmentTooWide(wider);
        if (amended.exclusivity != standing.exclusivity) revert AmendmentTooWide("exclusivity");
        if (terms.sub_depth > progress.sub_depth) revert AmendmentTooWide("sub_depth");
        if (terms.escrow_agent != agreement.escrow_agent) revert AmendmentTooWide("escrow_agent");
        if (terms.effect_by != progress.effect_by) revert AmendmentTooWide("effect_by");
        if (terms.state_capital != progress.state_capital) revert AmendmentTooWide("state_capital");
        if (terms.task_result != agreement.task_result) revert AmendmentTooWide("task_result");
    }

    /// @notice The parties of a list of members, in its order.
    function parties(Member[] memory listed) internal pure returns (bytes32[] memory found) {
        found = new bytes32[](listed.length);
        for (uint256 i = 0; i < listed.length; ++i) {
            found[i] = listed[i].party;
        }
    }

    /// @notice Who is a member once the instrument has taken effect: the asset's present holders in place of the
    /// grantors, then the other members.
    function partiesInEffect(Member[] memory listed, Share[] memory holders)
        internal
        pure
        returns (bytes32[] memory found)
    {
        uint256 others = 0;
        for (uint256 i = 0; i < listed.length; ++i) {
            if (listed[i].member_role != MemberRole.GRANTOR) ++others;
        }
        found = new bytes32[](holders.length + others);
        for (uint256 i = 0; i < holders.length; ++i) {
            found[i] = holders[i].party;
        }
        uint256 next = holders.length;
        for (uint256 i = 0; i < listed.length; ++i) {
            if (listed[i].member_role != MemberRole.GRANTOR) found[next++] = listed[i].party;
        }
    }

    function _sameMembers(Agreement storage agreement, Member[] calldata given) private view returns (bool) {
        if (given.length != agreement.progress.member_count) return false;
        for (uint256 i = 0; i < given.length; ++i) {
            Seat memory seat = agreement.seats[i];
            if (bytes32(uint256(seat.party)) != given[i].party || seat.member_role != given[i].member_role) {
                return false;
            }
        }
        return true;
    }
}
