// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Terms} from "../generated/Types.sol";

/// @title Kinds: what each kind of instrument requires
/// @notice It takes no command and keeps nothing: Instruments asks it, and moves the records.
interface IKinds {
    /// @notice Checks 9 and 10 of a proposal.
    /// @param signing Who signs it.
    /// @return gates Bit (gate - 1) is set for each gate that must be passed before effect.
    function requireProposable(Terms memory terms, bytes32[] calldata signing) external view returns (uint8 gates);

    /// @notice Checks 9 and 10 of taking effect, but for what stands on the subject. Everything is asked anew: title,
    /// rights and rule may have changed since the proposal.
    /// @param gates The gates that had to be passed when it was proposed.
    /// @param met Those that certificates met.
    function requireEffectable(bytes32 instrument, Terms memory terms, uint8 gates, uint8 met) external view;

    /// @notice GATE_CLOSED unless a registrar's certificate for this gate can be entered now.
    /// @param effective Whether the instrument is in effect: a certificate is then a voluntary registration.
    function requireCertifiable(
        uint8 instrument_kind,
        bytes32 subject,
        uint8 gate,
        uint8 gates,
        uint8 met,
        bool effective
    ) external view;

    /// @notice Checks 9 and 10 of enforcing a pledge, but for the shares: the asset is active, its gate met.
    function requireEnforceable(bytes32 asset, uint8 met) external view;

    /// @notice AMENDMENT_TOO_WIDE unless new terms are equal to those that stand, or narrower (reading 35).
    /// @return narrows Whether they allow less than before.
    function requireNarrower(Terms memory standing, Terms memory amended) external pure returns (bool narrows);
}
