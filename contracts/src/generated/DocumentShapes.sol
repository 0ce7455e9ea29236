// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {SubmitDocument, MoveDocument} from "./Types.sol";
import {DocumentMove} from "./Enums.sol";
import {Shape} from "../Shape.sol";

/// @notice Check 2 of these commands: the shape of their fields, in the order in which they are signed.
library DocumentShapes {
    function check(SubmitDocument calldata command, bytes[] calldata signatures) internal pure {
        if (command.recipient == 0) Shape.missing(Shape.field("recipient"));
        if (command.content == 0) Shape.missing(Shape.field("content"));
        Shape.checkSignatures(signatures);
    }

    function check(MoveDocument calldata command, bytes[] calldata signatures) internal pure {
        if (command.document_move == 0 || command.document_move > DocumentMove.LAST) Shape.badEnum(Shape.field("document_move"), command.document_move);
        if (command.evidence == 0) Shape.missing(Shape.field("evidence"));
        if (command.number == 0 && (command.document_move == DocumentMove.REGISTERED)) Shape.missing(Shape.field("number"));
        if (command.due_by == 0 && (command.document_move == DocumentMove.REGISTERED || command.document_move == DocumentMove.EXTENDED)) Shape.missing(Shape.field("due_by"));
        if (command.due_by != 0 && !(command.document_move == DocumentMove.REGISTERED || command.document_move == DocumentMove.EXTENDED)) Shape.malformed(Shape.field("due_by"));
        if (command.to == 0 && (command.document_move == DocumentMove.FORWARDED)) Shape.missing(Shape.field("to"));
        if (command.to != 0 && !(command.document_move == DocumentMove.FORWARDED)) Shape.malformed(Shape.field("to"));
        Shape.checkSignatures(signatures);
    }
}
