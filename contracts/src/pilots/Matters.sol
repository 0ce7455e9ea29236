// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BusinessModule} from "../BusinessModule.sol";
import {Independence} from "../Independence.sol";
import {ModuleNumber} from "../generated/Modules.sol";
import {IProblems} from "../interfaces/IProblems.sol";
import {IProposals} from "../interfaces/IProposals.sol";

/// @notice What a pilot is about, and whose: a proposal, the problem it answers, and the two sides.
/// @param fields The problem's, all ones for all.
struct Matter {
    bytes32 proposal;
    bytes32 problem;
    bytes32 owner;
    bytes32 provider;
    uint64 fields;
}

/// @title The matter of pilots and certificates
abstract contract Matters is BusinessModule {
    IProblems private immutable PROBLEMS;
    IProposals private immutable PROPOSALS;

    constructor() {
        PROBLEMS = IProblems(REGISTRY.moduleAt(ModuleNumber.PROBLEMS));
        PROPOSALS = IProposals(REGISTRY.moduleAt(ModuleNumber.PROPOSALS));
    }

    /// @notice The matter of a proposal that is there.
    function _matterOf(bytes32 proposal) internal view returns (Matter memory matter) {
        matter.proposal = proposal;
        (matter.problem, matter.provider) = PROPOSALS.proposalOf(proposal);
        (matter.owner, matter.fields,,) = PROBLEMS.problemOf(matter.problem);
    }

    /// @notice The problem's owner, then the provider.
    function _sides(Matter memory matter) internal pure returns (bytes32[] memory sides) {
        sides = new bytes32[](2);
        (sides[0], sides[1]) = (matter.owner, matter.provider);
    }

    /// @notice CONFLICT_OF_INTEREST where a verifier may not judge a pilot of this matter (reading 54).
    function _requireNoConflict(bytes32 verifier, bytes32 pilot, Matter memory matter) internal view {
        bytes32[] memory records = new bytes32[](3);
        (records[0], records[1], records[2]) = (pilot, matter.proposal, matter.problem);
        Independence.requireNoConflict(PARTIES, verifier, records, _sides(matter));
    }
}
