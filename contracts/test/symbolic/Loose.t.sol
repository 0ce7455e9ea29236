// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Grant} from "../../src/Scopes.sol";
import {Shares} from "../../src/assets/Shares.sol";
import {Comparator, Exclusivity, Missing, Outcome} from "../../src/generated/Enums.sol";
import {Move, Share} from "../../src/generated/Types.sol";
import {KpiRule, Kpis, StoredKpi} from "../../src/pilots/Kpis.sol";
import {BareRegistry, OpenEncumbrances} from "./Conflicts.t.sol";

/// @notice Claims that say a little too much. Each is false, and `scripts/audit.py` fails unless halmos refutes every
/// one of them: a proof that could not fail would show nothing.
/// @custom:halmos --loop 4
contract LooseTest {
    OpenEncumbrances private _encumbrances;

    function setUp() public {
        _encumbrances = new BareRegistry().subject();
    }

    /// @dev False: non-exclusive grants may meet.
    function check_loose_no_two_grants_ever_overlap(Grant calldata one, Grant calldata other) external {
        if (one.exclusivity != Exclusivity.NON_EXCLUSIVE || other.exclusivity != Exclusivity.NON_EXCLUSIVE) return;
        _encumbrances.stand("subject", "first", one, 0);
        _encumbrances.stand("subject", "second", other, 0);
        assert(one.acts & other.acts == 0);
    }

    /// @dev False: an exclusive grant that has run out gives way to the next.
    function check_loose_a_second_exclusive_never_stands(Grant calldata one, Grant calldata other) external {
        if (one.exclusivity != Exclusivity.EXCLUSIVE || other.exclusivity != Exclusivity.EXCLUSIVE) return;
        _encumbrances.stand("subject", "first", one, 0);
        _encumbrances.stand("subject", "second", other, 1);
        assert(one.acts & other.acts == 0);
    }

    /// @dev False: a KPI that is not mandatory may miss its target.
    function check_loose_a_pass_meets_every_kpi(int256 first, int256 second, uint16 weight, uint16 passWeight)
        external
        pure
    {
        if (weight > 10_000 || passWeight == 0 || passWeight > 10_000) return;
        StoredKpi[] memory kpis = new StoredKpi[](2);
        kpis[0] = StoredKpi("first", 1, KpiRule(Comparator.GTE, Missing.FAILS, true, weight));
        kpis[1] = StoredKpi("second", 1, KpiRule(Comparator.GTE, Missing.FAILS, false, 10_000 - weight));
        int256[] memory values = new int256[](2);
        (values[0], values[1]) = (first, second);
        (uint8 outcome, uint32 met) = Kpis.evaluate(kpis, 3, values, passWeight);
        assert(outcome != Outcome.PASS || met == 3);
    }

    /// @dev False: who gives everything is no holder any more.
    function check_loose_every_holder_stays_one(uint16 bps, bytes32 to) external pure {
        Share[] memory holders = new Share[](1);
        holders[0] = Share("holder", 10_000);
        Move[] memory moves = new Move[](1);
        moves[0] = Move("holder", to, bps);
        Shares.requireHeld(holders, moves);
        assert(Shares.heldBy(Shares.afterMoves(holders, moves), "holder") != 0);
    }
}
