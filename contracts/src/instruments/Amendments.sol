// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Grant, Scopes} from "../Scopes.sol";
import {AmendmentTooWide} from "../generated/Errors.sol";
import {Member, Move, Terms} from "../generated/Types.sol";

/// @notice How far terms may be replaced: what they allow stays or narrows, who and what they are about stays.
library Amendments {
    /// @notice AMENDMENT_TOO_WIDE with the first dimension in which new terms are not equal or narrower (reading 35).
    /// @return narrows Whether they allow less than before.
    function requireNarrower(Terms memory standing, Terms memory amended) internal pure returns (bool narrows) {
        if (amended.instrument_kind != standing.instrument_kind) revert AmendmentTooWide("instrument_kind");
        if (amended.subject != standing.subject) revert AmendmentTooWide("subject");
        if (!_sameMembers(standing.members, amended.members)) revert AmendmentTooWide("members");
        Grant memory before = Scopes.grant(standing.scope, standing.exclusivity);
        Grant memory made = Scopes.grant(amended.scope, amended.exclusivity);
        string memory wider = Scopes.widerDimension(before, made);
        if (bytes(wider).length != 0) revert AmendmentTooWide(wider);
        if (amended.exclusivity != standing.exclusivity) revert AmendmentTooWide("exclusivity");
        if (amended.sub_depth > standing.sub_depth) revert AmendmentTooWide("sub_depth");
        if (!_sameMoves(standing.moves, amended.moves)) revert AmendmentTooWide("moves");
        if (amended.escrow_agent != standing.escrow_agent) revert AmendmentTooWide("escrow_agent");
        if (amended.effect_by != standing.effect_by) revert AmendmentTooWide("effect_by");
        if (amended.state_capital != standing.state_capital) revert AmendmentTooWide("state_capital");
        if (amended.task_result != standing.task_result) revert AmendmentTooWide("task_result");
        return amended.sub_depth != standing.sub_depth || bytes(Scopes.widerDimension(made, before)).length != 0;
    }

    function _sameMembers(Member[] memory standing, Member[] memory amended) private pure returns (bool) {
        return keccak256(abi.encode(standing)) == keccak256(abi.encode(amended));
    }

    function _sameMoves(Move[] memory standing, Move[] memory amended) private pure returns (bool) {
        return keccak256(abi.encode(standing)) == keccak256(abi.encode(amended));
    }
}
