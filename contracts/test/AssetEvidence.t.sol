// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssetKind, Role, State} from "../src/generated/Enums.sol";
import {
    FieldMissing,
    NotAuthorised,
    RightTaken,
    RoleRequired,
    SignatureMissing,
    StateForbids,
    TierNotHigher,
    VersionMismatch
} from "../src/generated/Errors.sol";
import {RegisterAsset, Right} from "../src/generated/Types.sol";
import {AssetTest} from "./base/AssetTest.sol";
import {vm} from "./base/Cheats.sol";

/// @notice `raise_tier`, `record_rights` and `set_grant_rule`: what the registrar states, and what holders change.
contract AssetEvidenceTest is AssetTest {
    bytes32 internal constant OTHER_NUMBER = "10041238";

    function otherAsset() internal returns (bytes32) {
        return activate(declaration(wholly(CO_OWNER), CO_OWNER, NONCE), one(CO_OWNER));
    }

    function registered() internal returns (bytes32) {
        accept(by(declaration(), one(OWNER)));
        return declaration().record;
    }

    function test_the_first_tier_makes_an_asset_active() public {
        bytes32 asset = registered();
        accept(by(raising(asset, 1), one(IP_REGISTRAR)));
        vm.assertEq(uint256(recordState(asset)), uint256(State.ACTIVE));
    }

    function test_only_the_ip_registrar_raises_a_tier() public {
        bytes32 asset = registered();
        refuse(
            by(raising(asset, 1), one(OWNER)),
            abi.encodeWithSelector(RoleRequired.selector, id(OWNER), Role.IP_REGISTRAR)
        );
    }

    function test_a_tier_only_rises() public {
        bytes32 asset = activeAsset();
        refuse(by(raising(asset, 1), one(IP_REGISTRAR)), abi.encodeWithSelector(TierNotHigher.selector, 1, 1));
    }

    function test_a_run_out_asset_takes_no_tier() public {
        bytes32 asset = activeAsset();
        vm.warp(clock() + TERM);
        refuse(
            by(raising(asset, 2), one(IP_REGISTRAR)),
            abi.encodeWithSelector(StateForbids.selector, asset, State.EXPIRED)
        );
    }

    function test_from_tier_2_the_pair_is_held_by_the_asset() public {
        bytes32 asset = activeAsset();
        vm.assertEq(assets.holderOfRight(OFFICE, NUMBER), bytes32(0));
        accept(by(raising(asset, 2), one(IP_REGISTRAR)));
        vm.assertEq(assets.holderOfRight(OFFICE, NUMBER), asset);
        bytes32 slot = keccak256(abi.encode(keccak256(abi.encode(OFFICE, NUMBER)), uint256(0)));
        vm.assertEq(vm.load(address(assets), slot), asset);
    }

    function test_no_two_assets_hold_the_same_pair() public {
        bytes32 asset = activeAsset();
        bytes32 other = otherAsset();
        accept(by(raising(asset, 2), one(IP_REGISTRAR)));
        refuse(by(raising(other, 3), one(IP_REGISTRAR)), abi.encodeWithSelector(RightTaken.selector, asset));
    }

    function test_one_asset_may_carry_a_pair_several_times() public {
        RegisterAsset memory c = declaration();
        c.rights = listed(patentRight(), patentRight());
        bytes32 asset = activate(c, one(OWNER));
        accept(by(raising(asset, 2), one(IP_REGISTRAR)));
        vm.assertEq(assets.holderOfRight(OFFICE, NUMBER), asset);
    }

    function test_tier_2_asks_for_the_number_of_each_right() public {
        RegisterAsset memory c = declaration();
        Right memory unnumbered = patentRight();
        unnumbered.number = 0;
        c.rights = listed(patentRight(), unnumbered);
        bytes32 asset = activate(c, one(OWNER));
        refuse(
            by(raising(asset, 2), one(IP_REGISTRAR)), abi.encodeWithSelector(FieldMissing.selector, "rights[1].number")
        );
    }

    function test_tier_2_asks_for_the_office_before_the_number() public {
        RegisterAsset memory c = declaration();
        c.rights[0].office = 0;
        c.rights[0].number = 0;
        bytes32 asset = activate(c, one(OWNER));
        refuse(
            by(raising(asset, 2), one(IP_REGISTRAR)), abi.encodeWithSelector(FieldMissing.selector, "rights[0].office")
        );
    }

    function test_a_missing_number_is_named_before_a_pair_that_is_taken() public {
        accept(by(raising(activeAsset(), 2), one(IP_REGISTRAR)));
        RegisterAsset memory c = declaration(wholly(CO_OWNER), CO_OWNER, NONCE);
        Right memory unnumbered = patentRight();
        unnumbered.number = 0;
        c.rights = listed(patentRight(), unnumbered);
        bytes32 other = activate(c, one(CO_OWNER));
        refuse(
            by(raising(other, 2), one(IP_REGISTRAR)), abi.encodeWithSelector(FieldMissing.selector, "rights[1].number")
        );
    }

    function test_software_holds_no_pair() public {
        RegisterAsset memory c = declaration();
        c.asset_kind = AssetKind.SOFTWARE;
        bytes32 asset = activate(c, one(OWNER));
        accept(by(raising(asset, 2), one(IP_REGISTRAR)));
        vm.assertEq(assets.holderOfRight(OFFICE, NUMBER), bytes32(0));
    }

    function test_new_rights_take_their_pairs_and_free_those_they_omit() public {
        bytes32 asset = activeAsset();
        accept(by(raising(asset, 2), one(IP_REGISTRAR)));
        Right memory renewed = patentRight();
        renewed.number = OTHER_NUMBER;
        accept(by(recording(asset, listed(renewed)), one(IP_REGISTRAR)));
        vm.assertEq(assets.holderOfRight(OFFICE, NUMBER), bytes32(0));
        vm.assertEq(assets.holderOfRight(OFFICE, OTHER_NUMBER), asset);
        accept(by(raising(otherAsset(), 2), one(IP_REGISTRAR)));
    }

    function test_new_rights_cannot_take_a_pair_that_another_asset_holds() public {
        bytes32 asset = activeAsset();
        accept(by(raising(asset, 2), one(IP_REGISTRAR)));
        RegisterAsset memory c = declaration(wholly(CO_OWNER), CO_OWNER, NONCE);
        c.rights[0].number = OTHER_NUMBER;
        bytes32 other = activate(c, one(CO_OWNER));
        accept(by(raising(other, 2), one(IP_REGISTRAR)));
        Call memory call = by(recording(other, listed(patentRight())), one(IP_REGISTRAR));
        refuse(call, abi.encodeWithSelector(RightTaken.selector, asset));
        vm.assertEq(assets.holderOfRight(OFFICE, OTHER_NUMBER), other);
    }

    function test_below_tier_2_a_pair_is_a_claim_that_several_assets_make() public {
        bytes32 asset = activeAsset();
        bytes32 other = otherAsset();
        accept(by(recording(other, listed(patentRight())), one(IP_REGISTRAR)));
        accept(by(raising(asset, 2), one(IP_REGISTRAR)));
        vm.assertEq(assets.holderOfRight(OFFICE, NUMBER), asset);
    }

    function test_a_renewal_is_entered_after_the_old_term_has_run_out() public {
        bytes32 asset = activeAsset();
        vm.warp(clock() + TERM + 1 days);
        accept(by(recording(asset, listed(patentRight())), one(IP_REGISTRAR)));
        vm.assertEq(uint256(assets.stateOf(asset)), uint256(State.ACTIVE));
    }

    function test_rights_are_not_recorded_before_the_first_tier() public {
        bytes32 asset = registered();
        Call memory call = by(recording(asset, listed(patentRight())), one(IP_REGISTRAR));
        refuse(call, abi.encodeWithSelector(StateForbids.selector, asset, State.REGISTERED));
    }

    function test_a_shorter_list_of_rights_leaves_nothing_of_the_old_one() public {
        RegisterAsset memory c = declaration();
        Right memory later = patentRight();
        later.end += TERM;
        c.rights = listed(patentRight(), later);
        bytes32 asset = activate(c, one(OWNER));
        accept(by(recording(asset, listed(patentRight())), one(IP_REGISTRAR)));
        (,, uint64 lastEnd) = assets.grantTerms(asset);
        vm.assertEq(uint256(lastEnd), uint256(clock() + TERM));
    }

    function test_every_holder_changes_the_grant_rule() public {
        bytes32 asset = jointAsset(6_000, 4_000, 1);
        refuse(by(ruleChange(asset, 3), one(CO_OWNER)), abi.encodeWithSelector(SignatureMissing.selector, id(OWNER), 0));
        accept(by(ruleChange(asset, 3), two(CO_OWNER, OWNER)));
        (, uint8 rule,) = assets.grantTerms(asset);
        vm.assertEq(uint256(rule), 3);
    }

    function test_the_operator_has_no_say_in_the_grant_rule() public {
        bytes32 asset = activeAsset();
        refuse(
            by(ruleChange(asset, 2), two(OWNER, OPERATOR)), abi.encodeWithSelector(NotAuthorised.selector, id(OPERATOR))
        );
    }

    function test_a_command_on_an_older_version_is_refused() public {
        bytes32 asset = activeAsset();
        Call memory held = by(ruleChange(asset, 2), one(OWNER));
        accept(by(ruleChange(asset, 3), one(OWNER)));
        refuse(held, abi.encodeWithSelector(VersionMismatch.selector, 3, 2));
    }
}
