// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "../Records.sol";
import {BaselinePilot, MeasurePilot, MovePilot, PlanPilot, StopPilot} from "../generated/Types.sol";

/// @title Pilots: what is tested, who measures, what came of it
/// @notice Every command is signed; who sends the transaction is nobody's business (docs/specs/commands.md, "Pilot").
interface IPilots {
    /// @notice A sandbox and its verifier were agreed.
    event PilotPlanned(bytes32 indexed record, bytes32 indexed digest, Header header, PlanPilot command);
    /// @notice The KPIs were frozen, or changed by agreement; values measured against an earlier version are void.
    event PilotBaselined(
        bytes32 indexed record, bytes32 indexed digest, Header header, BaselinePilot command, uint32 kpi_version
    );
    /// @notice The verifier entered measured values.
    event PilotMeasured(bytes32 indexed record, bytes32 indexed digest, Header header, MeasurePilot command);
    /// @notice A pilot was started, completed or aborted.
    event PilotMoved(bytes32 indexed record, bytes32 indexed digest, Header header, MovePilot command);
    /// @notice The regulator stopped the test.
    event PilotStopped(bytes32 indexed record, bytes32 indexed digest, Header header, StopPilot command);

    /// @notice Agrees a sandbox and its verifier. Signed by the problem's owner and the provider.
    function planPilot(PlanPilot calldata command, bytes[] calldata signatures) external;

    /// @notice Freezes the KPIs, or changes them. Signed by the problem's owner and the provider.
    function baselinePilot(BaselinePilot calldata command, bytes[] calldata signatures) external;

    /// @notice Enters measured values. Signed by the pilot's verifier, with that role.
    function measurePilot(MeasurePilot calldata command, bytes[] calldata signatures) external;

    /// @notice Starts a pilot, signed by the problem's owner and the provider; completes or aborts it, signed by either.
    function movePilot(MovePilot calldata command, bytes[] calldata signatures) external;

    /// @notice Stops the test. Signed by the regulator. An authority command.
    function stopPilot(StopPilot calldata command, bytes[] calldata signatures) external;

    /// @notice What other modules read of a pilot; all zero: no such pilot. Its state is the registry's.
    function pilotOf(bytes32 pilot) external view returns (bytes32 proposal, bytes32 verifier, uint8 pilot_stage);

    /// @notice The outcome (`Outcome`) that follows from the present KPIs and measured values (reading 92).
    /// @return outcome pass, partial or fail.
    /// @return met Bit i is set where the i-th KPI of the baseline is met.
    function resultOf(bytes32 pilot) external view returns (uint8 outcome, uint32 met);
}
