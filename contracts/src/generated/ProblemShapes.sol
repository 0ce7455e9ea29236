// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {DraftProblem, PublishProblem, CloseProblem, MoveProblem} from "./Types.sol";
import {ProblemMove} from "./Enums.sol";
import {BadInterval} from "./Errors.sol";
import {Shape} from "../Shape.sol";

/// @notice Check 2 of these commands: the shape of their fields, in the order in which they are signed.
library ProblemShapes {
    function check(DraftProblem calldata command, bytes[] calldata signatures) internal pure {
        if (command.statement == 0) Shape.missing(Shape.field("statement"));
        if (!Shape.areFields(command.fields)) Shape.unknownCode(Shape.field("fields"), command.fields);
        if (!Shape.areProvinces(command.provinces)) Shape.unknownCode(Shape.field("provinces"), command.provinces);
        Shape.checkSignatures(signatures);
    }

    function check(PublishProblem calldata command, bytes[] calldata signatures) internal pure {
        if (command.commit_by >= command.reveal_by) revert BadInterval(command.commit_by, command.reveal_by);
        if (command.reviewers.length == 0 || command.reviewers.length > 8) Shape.wrongLength(Shape.field("reviewers"), command.reviewers.length, 8);
        for (uint256 i = 0; i < command.reviewers.length; ++i) {
            if (command.reviewers[i] == 0) Shape.missing(Shape.field("reviewers", i));
        }
        Shape.checkSignatures(signatures);
    }

    function check(CloseProblem calldata, bytes[] calldata signatures) internal pure {
        Shape.checkSignatures(signatures);
    }

    function check(MoveProblem calldata command, bytes[] calldata signatures) internal pure {
        if (command.problem_move == 0 || command.problem_move > ProblemMove.LAST) Shape.badEnum(Shape.field("problem_move"), command.problem_move);
        if (command.proposal == 0 && (command.problem_move == ProblemMove.AWARDED)) Shape.missing(Shape.field("proposal"));
        if (command.proposal != 0 && !(command.problem_move == ProblemMove.AWARDED)) Shape.malformed(Shape.field("proposal"));
        Shape.checkSignatures(signatures);
    }
}
