// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Proposals: whose they are and what they answer
interface IProposals {
    /// @notice What other modules read of a proposal; all zero: no such proposal. Its state is the registry's.
    function proposalOf(bytes32 proposal) external view returns (bytes32 problem, bytes32 provider);
}
