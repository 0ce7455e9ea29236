// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "../Records.sol";
import {CommitProposal, MoveProposal, RevealProposal} from "../generated/Types.sol";

/// @title Proposals: whose they are and what they answer
/// @notice Every command is signed; who sends the transaction is nobody's business (docs/specs/commands.md, "Proposal").
interface IProposals {
    /// @notice A provider handed in a sealed proposal.
    event ProposalCommitted(bytes32 indexed record, bytes32 indexed digest, Header header, CommitProposal command);
    /// @notice The provider opened the seal.
    event ProposalRevealed(bytes32 indexed record, bytes32 indexed digest, Header header, RevealProposal command);
    /// @notice A proposal was shortlisted, failed or withdrawn.
    event ProposalMoved(bytes32 indexed record, bytes32 indexed digest, Header header, MoveProposal command);

    /// @notice Hands in a sealed proposal. Signed by one party with role provider.
    function commitProposal(CommitProposal calldata command, bytes[] calldata signatures) external;

    /// @notice Opens the seal. Signed by its provider.
    function revealProposal(RevealProposal calldata command, bytes[] calldata signatures) external;

    /// @notice Shortlists or fails a proposal: signed by the problem's owner. Withdraws it: signed by its provider.
    function moveProposal(MoveProposal calldata command, bytes[] calldata signatures) external;

    /// @notice What other modules read of a proposal; all zero: no such proposal. Its state is the registry's.
    function proposalOf(bytes32 proposal) external view returns (bytes32 problem, bytes32 provider);
}
