// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {RegisterParty, UpdateParty, MoveParty, AddKey, RevokeKey, GrantRole, RevokeRole, DeclareInterest} from "./Types.sol";
import {PartyKind, PartyState, Role} from "./Enums.sol";
import {BadInterval} from "./Errors.sol";
import {LAST_COUNTRY} from "./Rulebook.sol";
import {Shape} from "../Shape.sol";

/// @notice Check 2 of these commands: the shape of their fields, in the order in which they are signed.
library PartyShapes {
    function check(RegisterParty calldata command, bytes[] calldata signatures) internal pure {
        if (command.party_kind == 0 || command.party_kind > PartyKind.LAST) Shape.badEnum(Shape.field("party_kind"), command.party_kind);
        if (command.profile == 0) Shape.missing(Shape.field("profile"));
        if (command.country > LAST_COUNTRY) Shape.unknownCode(Shape.field("country"), command.country);
        if (command.keys.length == 0 || command.keys.length > 16) Shape.wrongLength(Shape.field("keys"), command.keys.length, 16);
        for (uint256 i = 0; i < command.keys.length; ++i) {
            if (command.keys[i] == address(0)) Shape.missing(Shape.field("keys", i));
        }
        if (command.threshold == 0 || command.threshold > command.keys.length) Shape.outOfRange(Shape.field("threshold"), command.threshold, 1, command.keys.length);
        Shape.checkSignatures(signatures);
    }

    function check(UpdateParty calldata command, bytes[] calldata signatures) internal pure {
        if (command.profile == 0) Shape.missing(Shape.field("profile"));
        Shape.checkSignatures(signatures);
    }

    function check(MoveParty calldata command, bytes[] calldata signatures) internal pure {
        if (command.party_state == 0 || command.party_state > PartyState.LAST) Shape.badEnum(Shape.field("party_state"), command.party_state);
        Shape.checkSignatures(signatures);
    }

    function check(AddKey calldata command, bytes[] calldata signatures) internal pure {
        if (command.key == address(0)) Shape.missing(Shape.field("key"));
        if (command.powers < 1 || command.powers > 15) Shape.outOfRange(Shape.field("powers"), command.powers, 1, 15);
        if (command.valid_from >= command.valid_to) revert BadInterval(command.valid_from, command.valid_to);
        Shape.checkSignatures(signatures);
    }

    function check(RevokeKey calldata command, bytes[] calldata signatures) internal pure {
        if (command.key == address(0)) Shape.missing(Shape.field("key"));
        Shape.checkSignatures(signatures);
    }

    function check(GrantRole calldata command, bytes[] calldata signatures) internal pure {
        if (command.role == 0 || command.role > Role.LAST) Shape.badEnum(Shape.field("role"), command.role);
        if (!Shape.areFields(command.fields)) Shape.unknownCode(Shape.field("fields"), command.fields);
        if (command.valid_from >= command.valid_to) revert BadInterval(command.valid_from, command.valid_to);
        Shape.checkSignatures(signatures);
    }

    function check(RevokeRole calldata command, bytes[] calldata signatures) internal pure {
        if (command.role == 0 || command.role > Role.LAST) Shape.badEnum(Shape.field("role"), command.role);
        Shape.checkSignatures(signatures);
    }

    function check(DeclareInterest calldata command, bytes[] calldata signatures) internal pure {
        if (command.subject == 0) Shape.missing(Shape.field("subject"));
        Shape.checkSignatures(signatures);
    }
}
