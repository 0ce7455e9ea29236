// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Pilots: what is tested, who measures, what came of it
interface IPilots {
    /// @notice What other modules read of a pilot; all zero: no such pilot. Its state is the registry's.
    function pilotOf(bytes32 pilot) external view returns (bytes32 proposal, bytes32 verifier, uint8 pilot_stage);

    /// @notice The outcome (`Outcome`) that follows from the present KPIs and measured values (reading 92).
    /// @return outcome pass, partial or fail.
    /// @return met Bit i is set where the i-th KPI of the baseline is met.
    function resultOf(bytes32 pilot) external view returns (uint8 outcome, uint32 met);
}
