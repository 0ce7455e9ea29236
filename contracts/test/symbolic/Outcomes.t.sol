// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Comparator, Missing, Outcome} from "../../src/generated/Enums.sol";
import {KpiRule, Kpis, StoredKpi} from "../../src/pilots/Kpis.sol";

/// @notice Proved by halmos for every value of every word, not sampled (docs/operations/slither.md has the command).
/// @dev A baseline of two KPIs; further ones are looked at one by one in the same way.
/// @custom:halmos --loop 3
contract OutcomesSymbolicTest {
    uint256 private constant WHOLE = 10_000;
    uint32 private constant COUNT = 2;

    /// @dev Every target, value, rule and weight that the shape of a baseline allows; `measured` says which have a value.
    struct Baseline {
        KpiRule[COUNT] rules;
        int256[COUNT] targets;
        int256[COUNT] values;
        uint32 measured;
        uint16 passWeight;
    }

    /// @dev No pilot passes, nor comes near it, unless every mandatory KPI has a value that meets it by its comparator.
    function check_nothing_but_a_fail_where_a_mandatory_kpi_is_not_met(Baseline calldata given) external pure {
        if (!_isShaped(given)) return;
        (uint8 outcome,) = _outcome(given);
        bool everyMandatory = true;
        for (uint32 i = 0; i < COUNT; ++i) {
            if (given.rules[i].mandatory && !_isMet(given, i)) everyMandatory = false;
        }
        assert(everyMandatory == (outcome != Outcome.FAIL));
    }

    /// @dev A pass means that the weight met is the agreed part of the weight that counts: all but that of KPIs without
    /// a value that are excluded then.
    function check_a_pass_reaches_the_agreed_weight(Baseline calldata given) external pure {
        if (!_isShaped(given)) return;
        (uint8 outcome,) = _outcome(given);
        uint256 counting = 0;
        uint256 reached = 0;
        for (uint32 i = 0; i < COUNT; ++i) {
            bool silent = given.measured & (uint32(1) << i) == 0;
            if (!(silent && given.rules[i].missing == Missing.EXCLUDED)) counting += given.rules[i].weight;
            if (_isMet(given, i)) reached += given.rules[i].weight;
        }
        if (outcome == Outcome.PASS) assert(reached * WHOLE >= given.passWeight * counting);
        if (outcome == Outcome.PARTIAL) assert(reached * WHOLE < given.passWeight * counting);
    }

    /// @dev What the certificate says of each KPI is what its comparator says of its value, and a KPI without one is
    /// never met.
    function check_the_bits_are_the_kpis_met(Baseline calldata given) external pure {
        if (!_isShaped(given)) return;
        (, uint32 met) = _outcome(given);
        for (uint32 i = 0; i < COUNT; ++i) {
            assert((met & (uint32(1) << i) != 0) == _isMet(given, i));
        }
        assert(met < 1 << COUNT);
    }

    function _outcome(Baseline calldata given) private pure returns (uint8 outcome, uint32 met) {
        StoredKpi[] memory kpis = new StoredKpi[](COUNT);
        int256[] memory values = new int256[](COUNT);
        for (uint32 i = 0; i < COUNT; ++i) {
            kpis[i] = StoredKpi({code: bytes32(uint256(i) + 1), target: given.targets[i], rule: given.rules[i]});
            values[i] = given.values[i];
        }
        return Kpis.evaluate(kpis, given.measured, values, given.passWeight);
    }

    /// @dev What the shape check and reading 89 let into a baseline.
    function _isShaped(Baseline calldata given) private pure returns (bool) {
        for (uint32 i = 0; i < COUNT; ++i) {
            KpiRule calldata rule = given.rules[i];
            if (rule.comparator == 0 || rule.comparator > Comparator.LAST) return false;
            if (rule.missing == 0 || rule.missing > Missing.LAST || rule.weight > WHOLE) return false;
            if (rule.mandatory && rule.missing == Missing.EXCLUDED) return false;
        }
        return given.passWeight != 0 && given.passWeight <= WHOLE && given.measured < 1 << COUNT;
    }

    /// @dev The catalogue's words once more: at least, at most, or exactly the target; without a value, not met.
    function _isMet(Baseline calldata given, uint32 i) private pure returns (bool) {
        if (given.measured & (uint32(1) << i) == 0) return false;
        uint8 comparator = given.rules[i].comparator;
        if (comparator == Comparator.GTE && given.values[i] < given.targets[i]) return false;
        if (comparator == Comparator.LTE && given.values[i] > given.targets[i]) return false;
        return comparator != Comparator.EQ || given.values[i] == given.targets[i];
    }
}
