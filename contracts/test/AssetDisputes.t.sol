// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssetEnd, GrantRule, Role, State} from "../src/generated/Enums.sol";
import {
    DuplicateParty,
    NotAuthorised,
    NotWhole,
    RecordNotFound,
    RoleRequired,
    SignatureMissing,
    StateForbids,
    TooEarly,
    VersionMismatch
} from "../src/generated/Errors.sol";
import {DisputeAsset, RegisterAsset, Right, Share} from "../src/generated/Types.sol";
import {AssetTest} from "./base/AssetTest.sol";
import {vm} from "./base/Cheats.sol";

/// @notice `dispute_asset`, `resolve_dispute` and `end_asset`: what authorities do to an asset.
contract AssetDisputesTest is AssetTest {
    function none() internal pure returns (Share[] memory) {
        return new Share[](0);
    }

    function test_an_arbiter_freezes_an_asset_on_a_claim() public {
        vm.assertEq(uint256(recordState(disputedAsset())), uint256(State.DISPUTED));
    }

    function test_no_freeze_without_the_claimant() public {
        bytes32 asset = activeAsset();
        Call memory call = by(dispute(asset, STRANGER), one(ARBITER));
        refuse(call, abi.encodeWithSelector(SignatureMissing.selector, id(STRANGER), 0));
    }

    function test_no_freeze_without_an_arbiter() public {
        bytes32 asset = activeAsset();
        Call memory call = by(dispute(asset, STRANGER), one(STRANGER));
        refuse(call, abi.encodeWithSelector(SignatureMissing.selector, bytes32(0), Role.ARBITER));
    }

    function test_nobody_else_signs_a_freeze() public {
        bytes32 asset = activeAsset();
        Call memory call = by(dispute(asset, STRANGER), three(ARBITER, OPERATOR, STRANGER));
        refuse(call, abi.encodeWithSelector(NotAuthorised.selector, id(OPERATOR)));
    }

    function test_an_arbiter_does_not_freeze_on_its_own_claim() public {
        bytes32 asset = activeAsset();
        Call memory call = by(dispute(asset, ARBITER), one(ARBITER));
        refuse(call, abi.encodeWithSelector(SignatureMissing.selector, bytes32(0), Role.ARBITER));
    }

    function test_a_registered_asset_is_not_frozen() public {
        accept(by(declaration(), one(OWNER)));
        bytes32 asset = declaration().record;
        Call memory call = by(dispute(asset, STRANGER), two(ARBITER, STRANGER));
        refuse(call, abi.encodeWithSelector(StateForbids.selector, asset, State.REGISTERED));
    }

    function test_nobody_holds_a_freeze_off_by_moving_the_record() public {
        bytes32 asset = activeAsset();
        DisputeAsset memory c = dispute(asset, STRANGER);
        accept(by(ruleChange(asset, GrantRule.EACH), one(OWNER)));
        accept(by(ruleChange(asset, GrantRule.ALL), one(OWNER)));
        accept(by(c, two(ARBITER, STRANGER)));
        vm.assertEq(uint256(recordVersion(asset)), 5);
        vm.assertEq(uint256(registry.entryOf(asset).authority_version), 5);
    }

    function test_an_authority_command_is_refused_from_before_the_last_one() public {
        bytes32 asset = activeAsset();
        DisputeAsset memory c = dispute(asset, STRANGER);
        accept(by(c, two(ARBITER, STRANGER)));
        accept(by(resolution(asset, none()), one(ARBITER)));
        c.claim = keccak256("another claim");
        refuse(by(c, two(ARBITER, STRANGER)), abi.encodeWithSelector(VersionMismatch.selector, 4, 2));
    }

    function test_an_authority_command_expects_no_version_to_come() public {
        bytes32 asset = activeAsset();
        DisputeAsset memory c = dispute(asset, STRANGER);
        c.expected_version = 3;
        refuse(by(c, two(ARBITER, STRANGER)), abi.encodeWithSelector(VersionMismatch.selector, 2, 3));
    }

    function test_a_dispute_resolved_without_holders_leaves_title_unchanged() public {
        bytes32 asset = disputedAsset();
        accept(by(resolution(asset, none()), one(ARBITER)));
        vm.assertEq(uint256(recordState(asset)), uint256(State.ACTIVE));
        vm.assertEq(assets.holdersOf(asset)[0].party, id(OWNER));
    }

    function test_a_decision_corrects_title_whatever_the_roles_of_the_holders() public {
        bytes32 asset = disputedAsset();
        accept(by(resolution(asset, wholly(STRANGER)), one(ARBITER)));
        Share[] memory holders = assets.holdersOf(asset);
        vm.assertEq(holders.length, 1);
        vm.assertEq(holders[0].party, id(STRANGER));
    }

    function test_a_decision_may_shorten_the_list_of_holders() public {
        bytes32 asset = jointAsset(6_000, 4_000, GrantRule.ALL);
        accept(by(dispute(asset, STRANGER), two(ARBITER, STRANGER)));
        accept(by(resolution(asset, wholly(CO_OWNER)), one(ARBITER)));
        Share[] memory holders = assets.holdersOf(asset);
        vm.assertEq(holders.length, 1);
        vm.assertEq(holders[0].party, id(CO_OWNER));
        vm.assertEq(uint256(holders[0].bps), 10_000);
    }

    function test_a_decision_names_parties() public {
        bytes32 asset = disputedAsset();
        Call memory call = by(resolution(asset, wholly(0xdead)), one(ARBITER));
        refuse(call, abi.encodeWithSelector(RecordNotFound.selector, id(0xdead)));
    }

    function test_a_decision_names_each_holder_once() public {
        bytes32 asset = disputedAsset();
        Share[] memory holders = jointly(5_000, 5_000);
        holders[1].party = holders[0].party;
        Call memory call = by(resolution(asset, holders), one(ARBITER));
        refuse(call, abi.encodeWithSelector(DuplicateParty.selector, id(OWNER)));
    }

    function test_a_decision_gives_the_whole() public {
        bytes32 asset = disputedAsset();
        Call memory call = by(resolution(asset, jointly(5_000, 4_999)), one(ARBITER));
        refuse(call, abi.encodeWithSelector(NotWhole.selector, 9_999));
    }

    function test_only_an_arbiter_resolves() public {
        bytes32 asset = disputedAsset();
        Call memory call = by(resolution(asset, none()), one(STRANGER));
        refuse(call, abi.encodeWithSelector(RoleRequired.selector, id(STRANGER), Role.ARBITER));
    }

    function test_an_active_asset_has_nothing_to_resolve() public {
        bytes32 asset = activeAsset();
        Call memory call = by(resolution(asset, none()), one(ARBITER));
        refuse(call, abi.encodeWithSelector(StateForbids.selector, asset, State.ACTIVE));
    }

    function test_a_disputed_asset_that_ran_out_reads_expired() public {
        bytes32 asset = disputedAsset();
        vm.warp(clock() + TERM);
        Call memory call = by(resolution(asset, none()), one(ARBITER));
        refuse(call, abi.encodeWithSelector(StateForbids.selector, asset, State.EXPIRED));
    }

    function test_the_registrar_ends_an_asset() public {
        bytes32 asset = activeAsset();
        accept(by(assetEnding(asset, AssetEnd.INVALIDATED), one(IP_REGISTRAR)));
        vm.assertEq(uint256(recordState(asset)), uint256(State.INVALIDATED));
    }

    function test_only_the_registrar_ends_an_asset() public {
        bytes32 asset = activeAsset();
        Call memory call = by(assetEnding(asset, AssetEnd.LAPSED), one(OWNER));
        refuse(call, abi.encodeWithSelector(RoleRequired.selector, id(OWNER), Role.IP_REGISTRAR));
    }

    function test_an_asset_does_not_expire_while_a_right_runs() public {
        RegisterAsset memory c = declaration();
        Right memory later = patentRight();
        later.end += 1 days;
        c.rights = listed(later, patentRight());
        bytes32 asset = activate(c, one(OWNER));
        vm.warp(clock() + TERM);
        Call memory call = by(assetEnding(asset, AssetEnd.EXPIRED), one(IP_REGISTRAR));
        refuse(call, abi.encodeWithSelector(TooEarly.selector, later.end, clock()));
        vm.warp(later.end);
        accept(by(assetEnding(asset, AssetEnd.EXPIRED), one(IP_REGISTRAR)));
        vm.assertEq(uint256(recordState(asset)), uint256(State.EXPIRED));
    }

    function test_an_ended_asset_is_not_ended_again() public {
        bytes32 asset = activeAsset();
        accept(by(assetEnding(asset, AssetEnd.LAPSED), one(IP_REGISTRAR)));
        Call memory call = by(assetEnding(asset, AssetEnd.INVALIDATED), one(IP_REGISTRAR));
        refuse(call, abi.encodeWithSelector(StateForbids.selector, asset, State.LAPSED));
    }

    function test_the_end_of_an_asset_does_not_free_its_pair() public {
        bytes32 asset = activeAsset();
        accept(by(raising(asset, 2), one(IP_REGISTRAR)));
        accept(by(assetEnding(asset, AssetEnd.INVALIDATED), one(IP_REGISTRAR)));
        vm.assertEq(assets.holderOfRight(OFFICE, NUMBER), asset);
    }
}
