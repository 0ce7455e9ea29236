// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Grant, Scopes} from "../Scopes.sol";
import {AssetKinds} from "../assets/AssetKinds.sol";
import {Exclusivity, GrantRule, MemberRole} from "../generated/Enums.sol";
import {NoTitle, NotLicensable, RightNotInForce, SignatoryMissing} from "../generated/Errors.sol";
import {Member, Share} from "../generated/Types.sol";
import {IAssets} from "../interfaces/IAssets.sol";

/// @notice The rules of the kind licence: a grant that stands on an asset.
library Licences {
    uint256 private constant HALF = 5_000;

    /// @notice What is asked when a licence is proposed and again when it takes effect: SIGNATORY_MISSING,
    /// NOT_LICENSABLE, NO_TITLE, RIGHT_NOT_IN_FORCE.
    function requireGrantable(IAssets assets, bytes32 asset, Member[] memory members, Grant memory grant)
        internal
        view
    {
        Share[] memory holders = assets.holdersOf(asset);
        (uint8 assetKind, uint8 grantRule,) = assets.grantTerms(asset);
        _requireGrantors(holders, members, grantRule, grant.exclusivity);
        _requireGrantee(members);
        if (!AssetKinds.isLicensable(assetKind)) revert NotLicensable(assetKind);
        _requireTitle(holders, members);
        if (!assets.covers(asset, Scopes.scopeOf(grant))) revert RightNotInForce(asset);
    }

    /// @dev Reading 30: the first holder that the asset's rule needs and that is not a grantor.
    function _requireGrantors(Share[] memory holders, Member[] memory members, uint8 grantRule, uint8 exclusivity)
        private
        pure
    {
        bytes32 absent = 0;
        uint256 granting = 0;
        for (uint256 i = 0; i < holders.length; ++i) {
            if (_isGrantor(members, holders[i].party)) granting += holders[i].bps;
            else if (absent == 0) absent = holders[i].party;
        }
        if (absent == 0) return;
        if (grantRule == GrantRule.MAJORITY && granting > HALF) return;
        if (grantRule == GrantRule.EACH && exclusivity == Exclusivity.NON_EXCLUSIVE && granting != 0) return;
        revert SignatoryMissing(absent);
    }

    function _requireGrantee(Member[] memory members) private pure {
        for (uint256 i = 0; i < members.length; ++i) {
            if (members[i].member_role == MemberRole.GRANTEE) return;
        }
        revert SignatoryMissing(0);
    }

    /// @dev Everyone listed as grantor holds a share (invariant 2).
    function _requireTitle(Share[] memory holders, Member[] memory members) private pure {
        for (uint256 i = 0; i < members.length; ++i) {
            if (members[i].member_role != MemberRole.GRANTOR) continue;
            if (!_holds(holders, members[i].party)) revert NoTitle(members[i].party);
        }
    }

    function _isGrantor(Member[] memory members, bytes32 party) private pure returns (bool) {
        for (uint256 i = 0; i < members.length; ++i) {
            if (members[i].party == party && members[i].member_role == MemberRole.GRANTOR) return true;
        }
        return false;
    }

    function _holds(Share[] memory holders, bytes32 party) private pure returns (bool) {
        for (uint256 i = 0; i < holders.length; ++i) {
            if (holders[i].party == party) return true;
        }
        return false;
    }
}
