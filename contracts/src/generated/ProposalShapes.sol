// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {CommitProposal, RevealProposal, MoveProposal} from "./Types.sol";
import {ProposalMove} from "./Enums.sol";
import {Shape} from "../Shape.sol";

/// @notice Check 2 of these commands: the shape of their fields, in the order in which they are signed.
library ProposalShapes {
    function check(CommitProposal calldata command, bytes[] calldata signatures) internal pure {
        if (command.problem == 0) Shape.missing(Shape.field("problem"));
        Shape.checkSignatures(signatures);
    }

    function check(RevealProposal calldata command, bytes[] calldata signatures) internal pure {
        if (command.content == 0) Shape.missing(Shape.field("content"));
        if (command.assets.length > 8) Shape.wrongLength(Shape.field("assets"), command.assets.length, 8);
        for (uint256 i = 0; i < command.assets.length; ++i) {
            if (command.assets[i] == 0) Shape.missing(Shape.field("assets", i));
        }
        Shape.checkSignatures(signatures);
    }

    function check(MoveProposal calldata command, bytes[] calldata signatures) internal pure {
        if (command.proposal_move == 0 || command.proposal_move > ProposalMove.LAST) Shape.badEnum(Shape.field("proposal_move"), command.proposal_move);
        Shape.checkSignatures(signatures);
    }
}
