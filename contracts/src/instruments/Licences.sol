// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssetKinds} from "../assets/AssetKinds.sol";
import {Exclusivity, GrantRule, MemberRole} from "../generated/Enums.sol";
import {NotLicensable, RightNotInForce, SignatoryMissing} from "../generated/Errors.sol";
import {Member, Share, Terms} from "../generated/Types.sol";
import {IAssets} from "../interfaces/IAssets.sol";
import {Members} from "./Members.sol";

/// @notice The rules of the kind licence: a grant that stands on an asset.
library Licences {
    using Members for Member[];

    uint256 private constant HALF = 5_000;

    /// @notice SIGNATORY_MISSING, NOT_LICENSABLE, NO_TITLE, RIGHT_NOT_IN_FORCE.
    function requireLicence(IAssets assets, Terms memory terms) internal view {
        Share[] memory holders = assets.holdersOf(terms.subject);
        (uint8 assetKind, uint8 grantRule,) = assets.grantTerms(terms.subject);
        _requireGrantors(holders, terms.members, grantRule, terms.exclusivity);
        terms.members.requireCount(1, MemberRole.GRANTEE);
        if (!AssetKinds.isLicensable(assetKind)) revert NotLicensable(assetKind);
        terms.members.requireTitle(Members.parties(holders));
        requireCovered(assets, terms.subject, terms);
    }

    /// @notice RIGHT_NOT_IN_FORCE unless the rights of the asset cover the terms' scope (reading 31).
    function requireCovered(IAssets assets, bytes32 asset, Terms memory terms) internal view {
        if (!assets.covers(asset, terms.scope)) revert RightNotInForce(asset);
    }

    /// @dev Reading 30: the first holder that the asset's rule needs and that is not a grantor.
    function _requireGrantors(Share[] memory holders, Member[] memory members, uint8 grantRule, uint8 exclusivity)
        private
        pure
    {
        bytes32 absent = 0;
        uint256 granting = 0;
        for (uint256 i = 0; i < holders.length; ++i) {
            if (members.includes(holders[i].party, MemberRole.GRANTOR)) granting += holders[i].bps;
            else if (absent == 0) absent = holders[i].party;
        }
        if (absent == 0) return;
        if (grantRule == GrantRule.MAJORITY && granting > HALF) return;
        if (grantRule == GrantRule.EACH && exclusivity == Exclusivity.NON_EXCLUSIVE && granting != 0) return;
        revert SignatoryMissing(absent);
    }
}
