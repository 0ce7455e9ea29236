// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

import {Kpi, Measurement, PlanPilot, BaselinePilot, MeasurePilot, MovePilot, StopPilot} from "./Types.sol";
import {Comparator, Missing, PilotMove, PilotStage} from "./Enums.sol";
import {BadInterval} from "./Errors.sol";
import {Shape} from "../Shape.sol";

/// @notice Check 2 of these commands: the shape of their fields, in the order in which they are signed.
library PilotShapes {
    function check(PlanPilot calldata command, bytes[] calldata signatures) internal pure {
        if (command.pilot_stage == 0 || command.pilot_stage > PilotStage.LAST) Shape.badEnum(Shape.field("pilot_stage"), command.pilot_stage);
        if (command.proposal == 0) Shape.missing(Shape.field("proposal"));
        if (command.verifier == 0) Shape.missing(Shape.field("verifier"));
        if (!Shape.areProvinces(command.provinces)) Shape.unknownCode(Shape.field("provinces"), command.provinces);
        if (command.start >= command.end) revert BadInterval(command.start, command.end);
        if (command.plan == 0) Shape.missing(Shape.field("plan"));
        if (command.limits == 0) Shape.missing(Shape.field("limits"));
        if (command.exit_plan == 0) Shape.missing(Shape.field("exit_plan"));
        Shape.checkSignatures(signatures);
    }

    function check(BaselinePilot calldata command, bytes[] calldata signatures) internal pure {
        if (command.kpis.length == 0 || command.kpis.length > 24) Shape.wrongLength(Shape.field("kpis"), command.kpis.length, 24);
        for (uint256 i = 0; i < command.kpis.length; ++i) {
            _kpi(command.kpis[i], i);
        }
        if (command.pass_weight < 1 || command.pass_weight > 10000) Shape.outOfRange(Shape.field("pass_weight"), command.pass_weight, 1, 10000);
        if (command.method == 0) Shape.missing(Shape.field("method"));
        Shape.checkSignatures(signatures);
    }

    function check(MeasurePilot calldata command, bytes[] calldata signatures) internal pure {
        if (command.values.length > 24) Shape.wrongLength(Shape.field("values"), command.values.length, 24);
        for (uint256 i = 0; i < command.values.length; ++i) {
            _measurement(command.values[i], i);
        }
        if (command.evidence == 0) Shape.missing(Shape.field("evidence"));
        Shape.checkSignatures(signatures);
    }

    function check(MovePilot calldata command, bytes[] calldata signatures) internal pure {
        if (command.pilot_move == 0 || command.pilot_move > PilotMove.LAST) Shape.badEnum(Shape.field("pilot_move"), command.pilot_move);
        Shape.checkSignatures(signatures);
    }

    function check(StopPilot calldata command, bytes[] calldata signatures) internal pure {
        if (command.reason == 0) Shape.missing(Shape.field("reason"));
        Shape.checkSignatures(signatures);
    }

    function _kpi(Kpi calldata value, uint256 i) private pure {
        if (value.code == 0) Shape.missing(Shape.field("kpis", i, "code"));
        if (!Shape.isLabel(value.code)) Shape.malformed(Shape.field("kpis", i, "code"));
        if (value.unit == 0) Shape.missing(Shape.field("kpis", i, "unit"));
        if (!Shape.isLabel(value.unit)) Shape.malformed(Shape.field("kpis", i, "unit"));
        if (value.scale > 18) Shape.outOfRange(Shape.field("kpis", i, "scale"), value.scale, 0, 18);
        if (value.comparator == 0 || value.comparator > Comparator.LAST) Shape.badEnum(Shape.field("kpis", i, "comparator"), value.comparator);
        if (value.weight > 10000) Shape.outOfRange(Shape.field("kpis", i, "weight"), value.weight, 0, 10000);
        if (value.missing == 0 || value.missing > Missing.LAST) Shape.badEnum(Shape.field("kpis", i, "missing"), value.missing);
    }

    function _measurement(Measurement calldata value, uint256 i) private pure {
        if (value.code == 0) Shape.missing(Shape.field("values", i, "code"));
        if (!Shape.isLabel(value.code)) Shape.malformed(Shape.field("values", i, "code"));
    }
}
