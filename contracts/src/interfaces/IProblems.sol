// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Problems, their owners, times and reviewers
interface IProblems {
    /// @notice What other modules read of a problem; all zero: no such problem.
    /// @return owner The party that drafted it.
    /// @return fields Bitmap; all ones for all.
    /// @return commit_by Commits are taken before it (UTC seconds); 0: not published yet.
    /// @return reveal_by Reveals are taken before it (UTC seconds); 0: not published yet.
    function problemOf(bytes32 problem)
        external
        view
        returns (bytes32 owner, uint64 fields, uint64 commit_by, uint64 reveal_by);

    /// @notice Whether a party is one of the reviewers named with the problem.
    function isReviewer(bytes32 problem, bytes32 party) external view returns (bool);
}
