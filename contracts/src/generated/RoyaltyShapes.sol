// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {ReportRoyalty, AnswerRoyalty, RuleOnRoyalty, AttestPayment, AuditRoyalty} from "./Types.sol";
import {RoyaltyAnswer} from "./Enums.sol";
import {BadInterval} from "./Errors.sol";
import {Shape} from "../Shape.sol";

/// @notice Check 2 of these commands: the shape of their fields, in the order in which they are signed.
library RoyaltyShapes {
    function check(ReportRoyalty calldata command, bytes[] calldata signatures) internal pure {
        if (command.instrument == 0) Shape.missing(Shape.field("instrument"));
        if (command.start >= command.end) revert BadInterval(command.start, command.end);
        if (command.amount == 0) Shape.missing(Shape.field("amount"));
        if (command.report == 0) Shape.missing(Shape.field("report"));
        Shape.checkSignatures(signatures);
    }

    function check(AnswerRoyalty calldata command, bytes[] calldata signatures) internal pure {
        if (command.royalty_answer == 0 || command.royalty_answer > RoyaltyAnswer.LAST) Shape.badEnum(Shape.field("royalty_answer"), command.royalty_answer);
        Shape.checkSignatures(signatures);
    }

    function check(RuleOnRoyalty calldata command, bytes[] calldata signatures) internal pure {
        if (command.decision == 0) Shape.missing(Shape.field("decision"));
        Shape.checkSignatures(signatures);
    }

    function check(AttestPayment calldata command, bytes[] calldata signatures) internal pure {
        if (command.evidence == 0) Shape.missing(Shape.field("evidence"));
        Shape.checkSignatures(signatures);
    }

    function check(AuditRoyalty calldata command, bytes[] calldata signatures) internal pure {
        if (command.opinion == 0) Shape.missing(Shape.field("opinion"));
        Shape.checkSignatures(signatures);
    }
}
