// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Admission, Signer} from "./interfaces/IParties.sol";
import {Role} from "./generated/Enums.sol";
import {NotAuthorised, ReadOnlyRole, RoleRequired, SignatureMissing} from "./generated/Errors.sol";

/// @title Who may sign (check 8)
/// @dev Roles are known for the bits the module asked `admit` for, and for no others.
library Authority {
    /// @dev The roles that write no business state; a module outside the Party table asks for them with its own.
    uint32 internal constant READ_ONLY = uint32(1) << Role.REGULATOR | uint32(1) << Role.AUDITOR;

    /// @notice The bit of a role in the word that `admit` takes and gives.
    function bit(uint8 role) internal pure returns (uint32) {
        return uint32(1) << role;
    }

    /// @notice The lowest-numbered role of a word that is not zero.
    function lowest(uint32 roles) internal pure returns (uint8 role) {
        while (roles & bit(role) == 0) ++role;
    }

    /// @notice Whether a signing party holds the role.
    function holds(Signer memory signer, uint8 role) internal pure returns (bool) {
        return signer.roles & bit(role) != 0;
    }

    /// @notice Whether any signing party holds the role.
    function anyHolds(Admission memory admission, uint8 role) internal pure returns (bool) {
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            if (holds(admission.parties[i], role)) return true;
        }
        return false;
    }

    /// @notice Whether the party is one of those that signed.
    function hasSigned(Admission memory admission, bytes32 party) internal pure returns (bool) {
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            if (admission.parties[i].party == party) return true;
        }
        return false;
    }

    /// @notice READ_ONLY_ROLE for a regulator or an auditor, where the command does not name that role as signer.
    /// @param named Bits of the roles that the command names.
    function refuseReadOnly(Signer memory signer, uint32 named) internal pure {
        uint32 struck = signer.roles & READ_ONLY & ~named;
        if (struck == 0) return;
        revert ReadOnlyRole(signer.party, struck & bit(Role.REGULATOR) != 0 ? Role.REGULATOR : Role.AUDITOR);
    }

    /// @notice For a command outside the Party table that only holders of one role sign.
    function requireRoleOfEach(Admission memory admission, uint8 role) internal pure {
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            refuseReadOnly(admission.parties[i], bit(role));
            requireRole(admission.parties[i], role);
        }
    }

    /// @notice For a create by one party (reading 49): the author is the party of the first signature, and any other
    /// signing party is NOT_AUTHORISED, after its role has been asked.
    /// @param roles Bits of the roles of which the author holds any one; none: whoever it is.
    function requireAuthor(Admission memory admission, uint32 roles) internal pure {
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            Signer memory signer = admission.parties[i];
            refuseReadOnly(signer, roles);
            if (roles != 0) requireAnyRole(signer, roles);
            requireCalled(signer, i == 0);
        }
    }

    /// @notice For a command outside the Party table that this very party alone signs.
    function requireOnly(Admission memory admission, bytes32 party) internal pure {
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            refuseReadOnly(admission.parties[i], 0);
            requireCalled(admission.parties[i], admission.parties[i].party == party);
        }
    }

    /// @notice ROLE_REQUIRED unless the signing party holds the role.
    function requireRole(Signer memory signer, uint8 role) internal pure {
        if (!holds(signer, role)) revert RoleRequired(signer.party, role);
    }

    /// @notice ROLE_REQUIRED of the lowest-numbered of `roles` unless the signing party holds any of them.
    function requireAnyRole(Signer memory signer, uint32 roles) internal pure {
        if (signer.roles & roles == 0) revert RoleRequired(signer.party, lowest(roles));
    }

    /// @notice NOT_AUTHORISED for the signing party unless the condition holds.
    function requireCalled(Signer memory signer, bool called) internal pure {
        if (!called) revert NotAuthorised(signer.party);
    }

    /// @notice SIGNATURE_MISSING unless this very party signed.
    function requireSignatureOf(Admission memory admission, bytes32 party) internal pure {
        if (!hasSigned(admission, party)) revert SignatureMissing(party, 0);
    }

    /// @notice SIGNATURE_MISSING unless some holder of the role signed.
    function requireSignatureBy(Admission memory admission, uint8 role) internal pure {
        if (!anyHolds(admission, role)) revert SignatureMissing(0, role);
    }
}
