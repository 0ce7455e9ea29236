// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "../Records.sol";
import {CloseProblem, DraftProblem, MoveProblem, PublishProblem} from "../generated/Types.sol";

/// @title Problems, their owners, times and reviewers
/// @notice Every command is signed; who sends the transaction is nobody's business (docs/specs/commands.md, "Problem").
interface IProblems {
    /// @notice A problem was written down, or its draft corrected.
    event ProblemDrafted(bytes32 indexed record, bytes32 indexed digest, Header header, DraftProblem command);
    /// @notice The owner called for proposals.
    event ProblemPublished(bytes32 indexed record, bytes32 indexed digest, Header header, PublishProblem command);
    /// @notice The time for handing in was ended.
    event ProblemClosed(bytes32 indexed record, bytes32 indexed digest, Header header, CloseProblem command);
    /// @notice The owner began to evaluate, or ended the problem with or without an award.
    /// @param touched_record The proposal that was awarded, which is now selected; zero: none.
    event ProblemMoved(
        bytes32 indexed record,
        bytes32 indexed digest,
        bytes32 indexed touched_record,
        Header header,
        MoveProblem command
    );

    /// @notice Writes down a problem, or corrects the draft. Signed by one party with role problem_owner.
    function draftProblem(DraftProblem calldata command, bytes[] calldata signatures) external;

    /// @notice Calls for proposals, and names who will review them. Signed by its owner.
    function publishProblem(PublishProblem calldata command, bytes[] calldata signatures) external;

    /// @notice Ends the time for handing in. Signed by any party.
    function closeProblem(CloseProblem calldata command, bytes[] calldata signatures) external;

    /// @notice Begins to evaluate, awards, ends without award or cancels. Signed by its owner.
    function moveProblem(MoveProblem calldata command, bytes[] calldata signatures) external;

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
