// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Scopes} from "../Scopes.sol";
import {MemberRole} from "../generated/Enums.sol";
import {SublicenceTooWide} from "../generated/Errors.sol";
import {Member, Terms} from "../generated/Types.sol";
import {IAssets} from "../interfaces/IAssets.sol";
import {Licences} from "./Licences.sol";
import {Members} from "./Members.sol";

/// @notice The rules of the kind sublicence: a grant that stands on a licence or sublicence, within it in everything.
library Sublicences {
    using Members for Member[];

    /// @notice SIGNATORY_MISSING, NO_TITLE, RIGHT_NOT_IN_FORCE, SUBLICENCE_TOO_WIDE.
    /// @param parent The terms of its subject.
    /// @param root The asset under the whole chain.
    function requireSublicence(IAssets assets, Terms memory terms, Terms memory parent, bytes32 root) internal view {
        bytes32[] memory entitled = parent.members.inRole(MemberRole.GRANTEE);
        terms.members.requireEach(entitled, MemberRole.GRANTOR);
        if (!parent.consent_waived) {
            terms.members.requireEach(Members.grantorsInEffect(assets, parent), MemberRole.CONSENTING);
        }
        terms.members.requireCount(1, MemberRole.GRANTEE);
        terms.members.requireTitle(entitled);
        Licences.requireCovered(assets, root, terms);
        _requireWithin(parent, terms);
    }

    /// @dev Reading 74.
    function _requireWithin(Terms memory parent, Terms memory terms) private pure {
        string memory wider = Scopes.widerDimension(
            Scopes.grant(parent.scope, parent.exclusivity), Scopes.grant(terms.scope, terms.exclusivity)
        );
        if (bytes(wider).length != 0) revert SublicenceTooWide(wider);
        if (terms.exclusivity > parent.exclusivity) revert SublicenceTooWide("exclusivity");
        if (terms.sub_depth >= parent.sub_depth) revert SublicenceTooWide("sub_depth");
    }
}
