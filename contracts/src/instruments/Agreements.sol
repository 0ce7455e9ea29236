// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Grant, Scopes} from "../Scopes.sol";
import {Member, Move, Terms} from "../generated/Types.sol";

/// @dev The most members, and the most moves, that one instrument has.
uint256 constant MOST_MEMBERS = 16;
uint256 constant MOST_MOVES = 16;

/// @notice What moves in an instrument's life, and the small terms that rules read. One storage word.
/// @param signed Bit (i) is set when the i-th member signed.
/// @param gates Bit (gate - 1) is set for each gate that had to be passed when it was proposed.
/// @param met Bit (gate - 1) is set for each gate that a registrar's certificate met, or that was registered voluntarily.
/// @param withdrawn It was rescinded before it took effect.
struct Progress {
    uint8 instrument_kind;
    uint8 member_count;
    uint8 move_count;
    uint16 signed;
    uint8 gates;
    uint8 met;
    uint8 sub_depth;
    bool consent_waived;
    bool state_capital;
    bool withdrawn;
    uint32 encumbrance_version;
    uint64 effect_by;
}

/// @notice A member's place. A party id is its first key's 20 bytes after 12 zero bytes, so this is one word.
struct Seat {
    uint160 party;
    uint8 member_role;
}

/// @notice Shares that pass, in two words.
struct Passing {
    uint160 from;
    uint16 bps;
    uint160 to;
}

/// @notice What rules need of an instrument's terms beside its grant. Words that are zero are not written.
struct Agreement {
    bytes32 terms_digest;
    bytes32 subject;
    Progress progress;
    bytes32 escrow_agent;
    bytes32 task_result;
    Seat[MOST_MEMBERS] seats;
    Passing[MOST_MOVES] passings;
}

/// @notice The terms that members agree to: how they are stored and read back, and who agreed.
library Agreements {
    /// @notice Writes new terms; nobody has signed yet. `gates` as in `Progress`.
    function open(Agreement storage agreement, Terms calldata terms, bytes32 termsDigest, uint8 gates) internal {
        agreement.terms_digest = termsDigest;
        if (terms.subject != 0) agreement.subject = terms.subject;
        agreement.progress = Progress({
            instrument_kind: terms.instrument_kind,
            member_count: uint8(terms.members.length),
            move_count: uint8(terms.moves.length),
            signed: 0,
            gates: gates,
            met: 0,
            sub_depth: terms.sub_depth,
            consent_waived: terms.consent_waived,
            state_capital: terms.state_capital,
            withdrawn: false,
            encumbrance_version: terms.encumbrance_version,
            effect_by: terms.effect_by
        });
        if (terms.escrow_agent != 0) agreement.escrow_agent = terms.escrow_agent;
        if (terms.task_result != 0) agreement.task_result = terms.task_result;
        for (uint256 i = 0; i < terms.members.length; ++i) {
            Member calldata member = terms.members[i];
            agreement.seats[i] = Seat({party: uint160(uint256(member.party)), member_role: member.member_role});
        }
        for (uint256 i = 0; i < terms.moves.length; ++i) {
            Move calldata move = terms.moves[i];
            agreement.passings[i] =
                Passing({from: uint160(uint256(move.from)), bps: move.bps, to: uint160(uint256(move.to))});
        }
    }

    /// @notice Puts amended terms in place of those that may change and are read again.
    function amend(Agreement storage agreement, Terms calldata terms, bytes32 termsDigest) internal {
        agreement.terms_digest = termsDigest;
        agreement.progress.sub_depth = terms.sub_depth;
        agreement.progress.consent_waived = terms.consent_waived;
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

    /// @notice The terms as far as other rules than those of amending read them: without escrow agent, task result and
    /// text.
    /// @param grant What the instrument grants.
    function toTerms(Agreement storage agreement, Grant memory grant) internal view returns (Terms memory read) {
        Progress memory progress = agreement.progress;
        read.instrument_kind = progress.instrument_kind;
        read.subject = agreement.subject;
        read.members = members(agreement);
        read.scope = Scopes.scopeOf(grant);
        read.exclusivity = grant.exclusivity;
        read.sub_depth = progress.sub_depth;
        read.consent_waived = progress.consent_waived;
        read.encumbrance_version = progress.encumbrance_version;
        read.moves = moves(agreement);
        read.effect_by = progress.effect_by;
        read.state_capital = progress.state_capital;
    }

    /// @notice The members as proposed.
    function members(Agreement storage agreement) internal view returns (Member[] memory listed) {
        listed = new Member[](agreement.progress.member_count);
        for (uint256 i = 0; i < listed.length; ++i) {
            Seat memory seat = agreement.seats[i];
            listed[i] = Member({party: bytes32(uint256(seat.party)), member_role: seat.member_role});
        }
    }

    /// @notice The moves of shares as proposed.
    function moves(Agreement storage agreement) internal view returns (Move[] memory listed) {
        listed = new Move[](agreement.progress.move_count);
        for (uint256 i = 0; i < listed.length; ++i) {
            Passing memory passing = agreement.passings[i];
            listed[i] = Move({from: bytes32(uint256(passing.from)), to: bytes32(uint256(passing.to)), bps: passing.bps});
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
}
