// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {Criterion, IssueAppraisal, WithdrawAppraisal} from "./Types.sol";
import {AppraisalKind, Approach, Purpose, Verdict} from "./Enums.sol";
import {Shape} from "../Shape.sol";

/// @notice Check 2 of these commands: the shape of their fields, in the order in which they are signed.
library AppraisalShapes {
    function check(IssueAppraisal calldata command, bytes[] calldata signatures) internal pure {
        if (command.appraisal_kind == 0 || command.appraisal_kind > AppraisalKind.LAST) Shape.badEnum(Shape.field("appraisal_kind"), command.appraisal_kind);
        if (command.subject == 0) Shape.missing(Shape.field("subject"));
        if (command.report == 0) Shape.missing(Shape.field("report"));
        if (command.verdict == 0 && (command.appraisal_kind == AppraisalKind.TECHNICAL_REVIEW || command.appraisal_kind == AppraisalKind.SECURITY_REVIEW)) Shape.missing(Shape.field("verdict"));
        if (command.verdict > Verdict.LAST) Shape.badEnum(Shape.field("verdict"), command.verdict);
        if (command.trl == 0 && (command.appraisal_kind == AppraisalKind.TECHNOLOGY_EVALUATION)) Shape.missing(Shape.field("trl"));
        if (command.trl > 9) Shape.outOfRange(Shape.field("trl"), command.trl, 1, 9);
        if (command.criteria.length == 0 && (command.appraisal_kind == AppraisalKind.TECHNOLOGY_EVALUATION)) Shape.missing(Shape.field("criteria"));
        if (command.criteria.length > 24) Shape.wrongLength(Shape.field("criteria"), command.criteria.length, 24);
        for (uint256 i = 0; i < command.criteria.length; ++i) {
            _criterion(command.criteria[i], i);
        }
        if (command.approach == 0 && (command.appraisal_kind == AppraisalKind.VALUATION)) Shape.missing(Shape.field("approach"));
        if (command.approach > Approach.LAST) Shape.badEnum(Shape.field("approach"), command.approach);
        if (command.purpose == 0 && (command.appraisal_kind == AppraisalKind.VALUATION)) Shape.missing(Shape.field("purpose"));
        if (command.purpose > Purpose.LAST) Shape.badEnum(Shape.field("purpose"), command.purpose);
        if (command.valued_at == 0 && (command.appraisal_kind == AppraisalKind.VALUATION)) Shape.missing(Shape.field("valued_at"));
        if (command.currency == 0 && (command.appraisal_kind == AppraisalKind.VALUATION)) Shape.missing(Shape.field("currency"));
        if (command.range == 0 && (command.appraisal_kind == AppraisalKind.VALUATION)) Shape.missing(Shape.field("range"));
        Shape.checkSignatures(signatures);
    }

    function check(WithdrawAppraisal calldata command, bytes[] calldata signatures) internal pure {
        if (command.reason == 0) Shape.missing(Shape.field("reason"));
        Shape.checkSignatures(signatures);
    }

    function _criterion(Criterion calldata value, uint256 i) private pure {
        if (value.code == 0) Shape.missing(Shape.field("criteria", i, "code"));
        if (!Shape.isLabel(value.code)) Shape.malformed(Shape.field("criteria", i, "code"));
        if (value.score > 1000) Shape.outOfRange(Shape.field("criteria", i, "score"), value.score, 0, 1000);
        if (value.weight > 10000) Shape.outOfRange(Shape.field("criteria", i, "weight"), value.weight, 0, 10000);
    }
}
