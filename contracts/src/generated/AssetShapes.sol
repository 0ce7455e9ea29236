// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {Share, Right, RegisterAsset, RaiseTier, RecordRights, SetGrantRule, DisputeAsset, ResolveDispute, EndAsset} from "./Types.sol";
import {AssetEnd, AssetKind, GrantRule, RightStage} from "./Enums.sol";
import {BadInterval} from "./Errors.sol";
import {Shape} from "../Shape.sol";

/// @notice Check 2 of these commands: the shape of their fields, in the order in which they are signed.
library AssetShapes {
    function check(RegisterAsset calldata command, bytes[] calldata signatures) internal pure {
        if (command.asset_kind == 0 || command.asset_kind > AssetKind.LAST) Shape.badEnum(Shape.field("asset_kind"), command.asset_kind);
        if (command.title == 0) Shape.missing(Shape.field("title"));
        if (command.holders.length == 0 || command.holders.length > 16) Shape.wrongLength(Shape.field("holders"), command.holders.length, 16);
        for (uint256 i = 0; i < command.holders.length; ++i) {
            _share(command.holders[i], i);
        }
        if (command.grant_rule == 0 || command.grant_rule > GrantRule.LAST) Shape.badEnum(Shape.field("grant_rule"), command.grant_rule);
        if (!Shape.areFields(command.fields)) Shape.unknownCode(Shape.field("fields"), command.fields);
        if (command.rights.length > 16) Shape.wrongLength(Shape.field("rights"), command.rights.length, 16);
        for (uint256 i = 0; i < command.rights.length; ++i) {
            _right(command.rights[i], i);
        }
        Shape.checkSignatures(signatures);
    }

    function check(RaiseTier calldata command, bytes[] calldata signatures) internal pure {
        if (command.tier < 1 || command.tier > 3) Shape.outOfRange(Shape.field("tier"), command.tier, 1, 3);
        if (command.evidence == 0) Shape.missing(Shape.field("evidence"));
        Shape.checkSignatures(signatures);
    }

    function check(RecordRights calldata command, bytes[] calldata signatures) internal pure {
        if (command.rights.length == 0 || command.rights.length > 16) Shape.wrongLength(Shape.field("rights"), command.rights.length, 16);
        for (uint256 i = 0; i < command.rights.length; ++i) {
            _right(command.rights[i], i);
        }
        if (command.evidence == 0) Shape.missing(Shape.field("evidence"));
        Shape.checkSignatures(signatures);
    }

    function check(SetGrantRule calldata command, bytes[] calldata signatures) internal pure {
        if (command.grant_rule == 0 || command.grant_rule > GrantRule.LAST) Shape.badEnum(Shape.field("grant_rule"), command.grant_rule);
        Shape.checkSignatures(signatures);
    }

    function check(DisputeAsset calldata command, bytes[] calldata signatures) internal pure {
        if (command.claim == 0) Shape.missing(Shape.field("claim"));
        if (command.claimant == 0) Shape.missing(Shape.field("claimant"));
        Shape.checkSignatures(signatures);
    }

    function check(ResolveDispute calldata command, bytes[] calldata signatures) internal pure {
        if (command.decision == 0) Shape.missing(Shape.field("decision"));
        if (command.holders.length > 16) Shape.wrongLength(Shape.field("holders"), command.holders.length, 16);
        for (uint256 i = 0; i < command.holders.length; ++i) {
            _share(command.holders[i], i);
        }
        Shape.checkSignatures(signatures);
    }

    function check(EndAsset calldata command, bytes[] calldata signatures) internal pure {
        if (command.asset_end == 0 || command.asset_end > AssetEnd.LAST) Shape.badEnum(Shape.field("asset_end"), command.asset_end);
        if (command.evidence == 0) Shape.missing(Shape.field("evidence"));
        Shape.checkSignatures(signatures);
    }

    function _share(Share calldata value, uint256 i) private pure {
        if (value.party == 0) Shape.missing(Shape.field("holders", i, "party"));
        if (value.bps < 1 || value.bps > 10000) Shape.outOfRange(Shape.field("holders", i, "bps"), value.bps, 1, 10000);
    }

    function _right(Right calldata value, uint256 i) private pure {
        if (value.office != 0 && !Shape.isOffice(value.office)) Shape.malformed(Shape.field("rights", i, "office"));
        if (value.number != 0 && !Shape.isRightNumber(value.number)) Shape.malformed(Shape.field("rights", i, "number"));
        if (value.right_stage == 0 || value.right_stage > RightStage.LAST) Shape.badEnum(Shape.field("rights", i, "right_stage"), value.right_stage);
        if (!Shape.areCountries(value.countries)) Shape.unknownCode(Shape.field("rights", i, "countries"), value.countries);
        if (!Shape.areProvinces(value.provinces)) Shape.unknownCode(Shape.field("rights", i, "provinces"), value.provinces);
        if (value.start >= value.end) revert BadInterval(value.start, value.end);
    }
}
