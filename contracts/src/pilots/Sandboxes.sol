// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BusinessModule} from "../BusinessModule.sol";
import {Independence} from "../Independence.sol";
import {ModuleNumber} from "../generated/Modules.sol";
import {IProblems} from "../interfaces/IProblems.sol";
import {IProposals} from "../interfaces/IProposals.sol";

/// @notice What is tested: a proposal, the problem it answers, and the two sides.
/// @param fields The problem's, all ones for all.
struct Sandbox {
    bytes32 proposal;
    bytes32 problem;
    bytes32 owner;
    bytes32 provider;
    uint64 fields;
}

/// @title What pilots and certificates are about
abstract contract Sandboxes is BusinessModule {
    IProblems private immutable PROBLEMS;
    IProposals private immutable PROPOSALS;

    constructor() {
        PROBLEMS = IProblems(REGISTRY.moduleAt(ModuleNumber.PROBLEMS));
        PROPOSALS = IProposals(REGISTRY.moduleAt(ModuleNumber.PROPOSALS));
    }

    /// @notice The sandbox of a proposal that exists.
    function _sandboxOf(bytes32 proposal) internal view returns (Sandbox memory sandbox) {
        sandbox.proposal = proposal;
        (sandbox.problem, sandbox.provider) = PROPOSALS.proposalOf(proposal);
        (sandbox.owner, sandbox.fields,,) = PROBLEMS.problemOf(sandbox.problem);
    }

    /// @notice The problem's owner, then the provider.
    function _sides(Sandbox memory sandbox) internal pure returns (bytes32[] memory sides) {
        sides = new bytes32[](2);
        (sides[0], sides[1]) = (sandbox.owner, sandbox.provider);
    }

    /// @notice CONFLICT_OF_INTEREST where a verifier may not judge a pilot (reading 54).
    function _requireNoConflict(bytes32 verifier, bytes32 pilot, Sandbox memory sandbox) internal view {
        bytes32[] memory records = new bytes32[](3);
        (records[0], records[1], records[2]) = (pilot, sandbox.proposal, sandbox.problem);
        Independence.requireNoConflict(PARTIES, verifier, records, _sides(sandbox));
    }
}
