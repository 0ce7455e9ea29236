// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "../Records.sol";
import {IssueAppraisal, WithdrawAppraisal} from "../generated/Types.sol";

/// @title Appraisals: evaluations, valuations and reviews
/// @notice Every command is signed; who sends the transaction is nobody's business (docs/specs/commands.md,
/// "Appraisal").
interface IAppraisals {
    /// @notice An asset was evaluated or valued, or an asset or proposal reviewed.
    /// @param touched_record The proposal that the review moved, else the appraisal that it supersedes; zero: neither.
    /// Where it is the proposal, a superseded appraisal stands in `AlsoTouched`.
    /// @param proposal_state The state to which the review moved the proposal (`State`); 0: it moved none.
    event AppraisalIssued(
        bytes32 indexed record,
        bytes32 indexed digest,
        bytes32 indexed touched_record,
        Header header,
        IssueAppraisal command,
        uint8 proposal_state
    );
    /// @notice The issuer took an appraisal back.
    event AppraisalWithdrawn(bytes32 indexed record, bytes32 indexed digest, Header header, WithdrawAppraisal command);

    /// @notice Evaluates or values an asset, or reviews an asset or a proposal. Signed by one party with the kind's role;
    /// for a proposal, a reviewer named with its problem.
    function issueAppraisal(IssueAppraisal calldata command, bytes[] calldata signatures) external;

    /// @notice Takes an appraisal back. Signed by its issuer.
    function withdrawAppraisal(WithdrawAppraisal calldata command, bytes[] calldata signatures) external;

    /// @notice The review of a kind last accepted for a proposal or asset; all zero: none.
    /// @return appraisal Its id.
    /// @return state As read now (`State`): issued, expired, withdrawn or superseded.
    /// @return verdict Its verdict (`Verdict`).
    function lastReview(bytes32 subject, uint8 appraisal_kind)
        external
        view
        returns (bytes32 appraisal, uint8 state, uint8 verdict);
}
