// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Signatories} from "../Signatories.sol";
import {IAssets} from "../interfaces/IAssets.sol";
import {IProblems} from "../interfaces/IProblems.sol";
import {IProposals} from "../interfaces/IProposals.sol";

/// @notice What an appraisal is about, as far as it decides who may issue it.
/// @param records In which an interest may have been declared (reading 54).
/// @param parties With whom the issuer may conflict, in this order.
/// @param fields With which the issuer's role must overlap.
/// @param problem That names the reviewers; zero where the subject is an asset.
struct Matter {
    bytes32[] records;
    bytes32[] parties;
    uint64 fields;
    bytes32 problem;
}

/// @notice The matter of an asset: it and its present holders. That of a proposal: it and its problem, their parties.
library Matters {
    /// @notice The matter of an asset.
    function ofAsset(IAssets assets, bytes32 asset) internal view returns (Matter memory matter) {
        matter.records = new bytes32[](1);
        matter.records[0] = asset;
        matter.parties = Signatories.holders(assets.holdersOf(asset));
        matter.fields = assets.fieldsOf(asset);
    }

    /// @notice The matter of a proposal.
    function ofProposal(IProposals proposals, IProblems problems, bytes32 proposal)
        internal
        view
        returns (Matter memory matter)
    {
        matter.records = new bytes32[](2);
        matter.parties = new bytes32[](2);
        matter.records[0] = proposal;
        (matter.problem, matter.parties[0]) = proposals.proposalOf(proposal);
        matter.records[1] = matter.problem;
        (matter.parties[1], matter.fields,,) = problems.problemOf(matter.problem);
    }
}
