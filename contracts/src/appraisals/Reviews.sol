// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AppraisalKind, Role, State, Verdict} from "../generated/Enums.sol";

/// @title Reviews of proposals: when one is taken, and what it moves (reading 64)
library Reviews {
    /// @dev In which a review may be superseded: from the first review on, until the proposal's fate is settled.
    uint256 private constant CORRECTABLE = (uint256(1) << State.REVEALED) | (uint256(1) << State.TECHNICAL_PASS)
        | (uint256(1) << State.SECURITY_PASS) | (uint256(1) << State.SHORTLISTED);
    /// @dev In which a review that is no longer in force is made anew.
    uint256 private constant RENEWABLE =
        (uint256(1) << State.SECURITY_PASS) | (uint256(1) << State.SHORTLISTED) | (uint256(1) << State.SELECTED);

    /// @notice Whether an appraisal of this kind is a review, with a verdict.
    function isReview(uint8 kind) internal pure returns (bool) {
        return kind == AppraisalKind.TECHNICAL_REVIEW || kind == AppraisalKind.SECURITY_REVIEW;
    }

    /// @notice The role that issues appraisals of a kind.
    function roleOf(uint8 kind) internal pure returns (uint8) {
        if (kind == AppraisalKind.VALUATION) return Role.VALUER;
        return kind == AppraisalKind.SECURITY_REVIEW ? Role.SECURITY_REVIEWER : Role.TECHNICAL_REVIEWER;
    }

    /// @notice Whether a proposal takes a review.
    /// @param state The proposal's.
    /// @param supersedes Whether the review corrects another one.
    /// @param last The state, as read now, of the last review of this kind; 0: there is none.
    function isTaken(uint8 kind, uint8 state, bool supersedes, uint8 last) internal pure returns (bool) {
        if (supersedes) return _isIn(state, CORRECTABLE);
        if (state == (kind == AppraisalKind.TECHNICAL_REVIEW ? State.REVEALED : State.TECHNICAL_PASS)) return true;
        return _isIn(state, RENEWABLE) && (last == State.WITHDRAWN || last == State.EXPIRED);
    }

    /// @notice The state to which a review that is taken moves the proposal; 0: it moves nothing.
    function stateAfter(uint8 state, bool supersedes, uint8 verdict) internal pure returns (uint8) {
        if (verdict == Verdict.FAIL) return state == State.SELECTED ? 0 : State.FAILED;
        if (supersedes) return 0;
        if (state == State.REVEALED) return State.TECHNICAL_PASS;
        return state == State.TECHNICAL_PASS ? State.SECURITY_PASS : 0;
    }

    function _isIn(uint8 state, uint256 states) private pure returns (bool) {
        return states & (uint256(1) << state) != 0;
    }
}
