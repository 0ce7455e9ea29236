// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Acceptance certificates
interface ICertificates {
    /// @notice What other modules read of a certificate; all zero: no such certificate. Its state is the registry's.
    function certificateOf(bytes32 certificate) external view returns (bytes32 pilot, uint8 outcome);

    /// @notice How many certificates of pass of a proposal read issued or upheld.
    function passesOf(bytes32 proposal) external view returns (uint256);
}
