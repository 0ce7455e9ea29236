// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Comparator, Missing, Outcome} from "../generated/Enums.sol";
import {BadKpi, NotWhole} from "../generated/Errors.sol";
import {Kpi} from "../generated/Types.sol";

/// @dev The most KPIs that one baseline lists.
uint256 constant MOST_KPIS = 24;

/// @notice How one KPI counts. One storage word.
struct KpiRule {
    uint8 comparator;
    uint8 missing;
    bool mandatory;
    uint16 weight;
}

/// @notice One KPI of a baseline as the outcome needs it. `target` is in the KPI's scale, as measured values are.
struct StoredKpi {
    bytes32 code;
    int256 target;
    KpiRule rule;
}

/// @title KPIs of a pilot: what a baseline may say, and what follows from measured values
library Kpis {
    uint256 private constant WHOLE = 10_000;

    /// @notice BAD_KPI, then NOT_WHOLE, of a baseline (reading 89). One KPI at least is mandatory, and silence meets none.
    function requireValid(Kpi[] calldata kpis) internal pure {
        bool anyMandatory = false;
        uint256 sum = 0;
        for (uint256 i = 0; i < kpis.length; ++i) {
            Kpi calldata kpi = kpis[i];
            for (uint256 j = 0; j < i; ++j) {
                if (kpis[j].code == kpi.code) revert BadKpi(kpi.code);
            }
            if (kpi.mandatory && kpi.missing == Missing.EXCLUDED) revert BadKpi(kpi.code);
            anyMandatory = anyMandatory || kpi.mandatory;
            sum += kpi.weight;
        }
        if (!anyMandatory) revert BadKpi(0);
        if (sum != WHOLE) revert NotWhole(sum);
    }

    /// @notice The outcome of measured values (reading 92).
    /// @param measured Bit i is set where the i-th KPI has a value.
    /// @param values A value for each KPI, in its scale; read only where measured.
    /// @param passWeight The part of the weight that counts which must be met to pass (basis points).
    /// @return outcome `Outcome`.
    /// @return met Bit i is set where the i-th KPI is met.
    function evaluate(StoredKpi[] memory kpis, uint32 measured, int256[] memory values, uint16 passWeight)
        internal
        pure
        returns (uint8 outcome, uint32 met)
    {
        bool failed = false;
        uint256 counting = 0;
        uint256 reached = 0;
        for (uint32 i = 0; i < kpis.length; ++i) {
            KpiRule memory rule = kpis[i].rule;
            uint32 bit = uint32(1) << i;
            bool hasValue = measured & bit != 0;
            if (hasValue && isMet(rule.comparator, values[i], kpis[i].target)) {
                met |= bit;
                reached += rule.weight;
            } else if (rule.mandatory) {
                failed = true;
            }
            if (hasValue || rule.missing != Missing.EXCLUDED) counting += rule.weight;
        }
        if (failed) return (Outcome.FAIL, met);
        return (reached * WHOLE >= passWeight * counting ? Outcome.PASS : Outcome.PARTIAL, met);
    }

    /// @notice Whether a value meets a target, both in the same scale.
    function isMet(uint8 comparator, int256 value, int256 target) internal pure returns (bool) {
        if (comparator == Comparator.GTE) return value >= target;
        if (comparator == Comparator.LTE) return value <= target;
        return value == target;
    }
}
