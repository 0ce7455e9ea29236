// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Appraisals: evaluations, valuations and reviews
interface IAppraisals {
    /// @notice The review of a kind last accepted for a proposal or asset; all zero: none.
    /// @return appraisal Its id.
    /// @return state As read now (`State`): issued, expired, withdrawn or superseded.
    /// @return verdict Its verdict (`Verdict`).
    function lastReview(bytes32 subject, uint8 appraisal_kind)
        external
        view
        returns (bytes32 appraisal, uint8 state, uint8 verdict);
}
