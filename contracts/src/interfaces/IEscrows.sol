// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "../Records.sol";
import {AttestEscrow, AttestMilestone} from "../generated/Types.sol";

/// @title Escrows: what a bank attests of the money behind an instrument, in basis points of the agreed sum
/// @notice Both commands move the instrument's record (docs/specs/commands.md, "Instrument").
interface IEscrows {
    /// @notice Money was attested as held, paid on or returned; the sums are in basis points of the agreed sum.
    event EscrowAttested(
        bytes32 indexed record,
        bytes32 indexed digest,
        Header header,
        AttestEscrow command,
        uint16 funded,
        uint16 released,
        uint16 refunded
    );
    /// @notice Payment of a milestone was attested against a certificate, which is touched.
    /// @param paid The sum of all milestones, in basis points of the agreed sum.
    event MilestoneAttested(
        bytes32 indexed record,
        bytes32 indexed digest,
        bytes32 indexed touched_record,
        Header header,
        AttestMilestone command,
        uint16 paid
    );

    /// @notice Attests money held, paid on or returned. Signed by the terms' escrow agent.
    function attestEscrow(AttestEscrow calldata command, bytes[] calldata signatures) external;

    /// @notice Attests payment of a milestone of a solution contract. Signed by the terms' escrow agent; where they name
    /// none, by any escrow agent.
    function attestMilestone(AttestMilestone calldata command, bytes[] calldata signatures) external;

    /// @notice Whether the whole agreed sum of an instrument is held.
    function isFunded(bytes32 instrument) external view returns (bool);
}
