// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Role} from "../generated/Enums.sol";

/// @title Roles that are not held together (reading 28)
/// @dev Words of roles have bit (role) set.
library Incompatibility {
    uint32 private constant ALL = type(uint32).max;
    uint32 private constant REGISTRARS = uint32(1) << Role.IP_REGISTRAR | uint32(1) << Role.TRANSFER_REGISTRAR;
    uint32 private constant DECIDING = uint32(1) << Role.OPERATOR | uint32(1) << Role.ARBITER | REGISTRARS;
    uint32 private constant ASSESSING = uint32(1) << Role.VALUER | uint32(1) << Role.TECHNICAL_REVIEWER | uint32(1)
        << Role.SECURITY_REVIEWER | uint32(1) << Role.VERIFIER | uint32(1) << Role.ESCROW_AGENT;
    uint32 private constant OVERSEEING = uint32(1) << Role.REGULATOR | uint32(1) << Role.AUDITOR;

    /// @notice The roles that do not go with `role`, itself never among them.
    function against(uint8 role) internal pure returns (uint32 incompatible) {
        uint32 own = uint32(1) << role;
        incompatible = OVERSEEING;
        if (own & OVERSEEING != 0) incompatible = ALL;
        else if (own & REGISTRARS != 0) incompatible |= (DECIDING & ~REGISTRARS) | ASSESSING;
        else if (own & DECIDING != 0) incompatible |= DECIDING | ASSESSING;
        else if (own & ASSESSING != 0) incompatible |= DECIDING;
        incompatible &= ~own;
    }
}
