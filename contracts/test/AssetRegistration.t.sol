// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssets} from "../src/interfaces/IAssets.sol";
import {Header} from "../src/Records.sol";
import {AssetKind, Kind, Role, State} from "../src/generated/Enums.sol";
import {
    DuplicateParty,
    NotAuthorised,
    NotWhole,
    ReadOnlyRole,
    RightsRequired,
    RoleRequired,
    SignatureMissing,
    VersionMismatch,
    WrongRecordId
} from "../src/generated/Errors.sol";
import {RegisterAsset, Right, Share} from "../src/generated/Types.sol";
import {AssetTest} from "./base/AssetTest.sol";
import {RecordedLog, vm} from "./base/Cheats.sol";
import {TypedData} from "./base/TypedData.sol";

/// @notice `register_asset`: who declares an asset, and what must be declared with it.
contract AssetRegistrationTest is AssetTest {
    function test_an_asset_is_registered_by_its_holder() public {
        RegisterAsset memory c = declaration();
        accept(by(c, one(OWNER)));
        vm.assertEq(uint256(recordState(c.record)), uint256(State.REGISTERED));
        vm.assertEq(uint256(recordVersion(c.record)), 1);
        Share[] memory holders = assets.holdersOf(c.record);
        vm.assertEq(holders.length, 1);
        vm.assertEq(holders[0].party, id(OWNER));
        vm.assertEq(uint256(holders[0].bps), 10_000);
    }

    function test_the_event_carries_the_header_and_the_whole_command() public {
        RegisterAsset memory c = declaration(jointly(7_000, 3_000), CO_OWNER, NONCE);
        bytes32 digest = TypedData.digest(LEDGER, this.hashRegisterAsset(c));
        vm.recordLogs();
        accept(by(c, two(CO_OWNER, OWNER)));
        RecordedLog[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 1);
        vm.assertEq(logs[0].topics[0], IAssets.AssetRegistered.selector);
        vm.assertEq(logs[0].topics[1], c.record);
        vm.assertEq(logs[0].topics[2], digest);
        (Header memory header, RegisterAsset memory told) = abi.decode(logs[0].data, (Header, RegisterAsset));
        vm.assertEq(uint256(header.kind), uint256(Kind.ASSET));
        vm.assertEq(header.head, keccak256(abi.encodePacked(c.record, digest, clock())));
        vm.assertEq(header.signers[0], id(CO_OWNER));
        vm.assertEq(header.signers[1], id(OWNER));
        vm.assertEq(header.touched.length, 0);
        vm.assertEq(keccak256(abi.encode(told)), keccak256(abi.encode(c)));
    }

    function test_the_id_follows_from_the_party_of_the_first_signature() public {
        RegisterAsset memory c = declaration(jointly(7_000, 3_000), OWNER, NONCE);
        bytes32 expected = keccak256(abi.encode(Kind.ASSET, id(CO_OWNER), NONCE));
        refuse(by(c, two(CO_OWNER, OWNER)), abi.encodeWithSelector(WrongRecordId.selector, expected, c.record));
    }

    function test_an_asset_is_registered_once() public {
        accept(by(declaration(), one(OWNER)));
        refuse(by(declaration(), one(OWNER)), abi.encodeWithSelector(VersionMismatch.selector, 1, 0));
    }

    function test_every_holder_signs() public {
        RegisterAsset memory c = declaration(jointly(5_000, 5_000), OWNER, NONCE);
        refuse(by(c, one(OWNER)), abi.encodeWithSelector(SignatureMissing.selector, id(CO_OWNER), 0));
    }

    function test_nobody_but_the_holders_signs() public {
        refuse(by(declaration(), two(OWNER, CO_OWNER)), abi.encodeWithSelector(NotAuthorised.selector, id(CO_OWNER)));
    }

    function test_a_holder_without_the_role_owner_is_refused() public {
        RegisterAsset memory c = declaration(wholly(STRANGER), STRANGER, NONCE);
        refuse(by(c, one(STRANGER)), abi.encodeWithSelector(RoleRequired.selector, id(STRANGER), Role.OWNER));
    }

    function test_an_auditor_registers_nothing() public {
        RegisterAsset memory c = declaration(wholly(AUDITOR), AUDITOR, NONCE);
        refuse(by(c, one(AUDITOR)), abi.encodeWithSelector(ReadOnlyRole.selector, id(AUDITOR), Role.AUDITOR));
    }

    function test_the_regulator_registers_nothing() public {
        RegisterAsset memory c = declaration(wholly(REGULATOR), REGULATOR, NONCE);
        refuse(by(c, one(REGULATOR)), abi.encodeWithSelector(ReadOnlyRole.selector, id(REGULATOR), Role.REGULATOR));
    }

    function test_a_holder_named_twice_is_refused() public {
        Share[] memory holders = jointly(5_000, 5_000);
        holders[1] = holders[0];
        refuse(
            by(declaration(holders, OWNER, NONCE), one(OWNER)),
            abi.encodeWithSelector(DuplicateParty.selector, id(OWNER))
        );
    }

    function testFuzz_shares_must_be_the_whole(uint16 owner, uint16 coOwner) public {
        owner = uint16(1 + owner % 10_000);
        coOwner = uint16(1 + coOwner % 10_000);
        Call memory call = by(declaration(jointly(owner, coOwner), OWNER, NONCE), two(OWNER, CO_OWNER));
        uint256 sum = uint256(owner) + coOwner;
        if (sum == 10_000) accept(call);
        else refuse(call, abi.encodeWithSelector(NotWhole.selector, sum));
    }

    function test_a_patent_states_its_term_of_protection() public {
        RegisterAsset memory c = declaration();
        c.rights = new Right[](0);
        refuse(by(c, one(OWNER)), abi.encodeWithSelector(RightsRequired.selector, AssetKind.PATENT));
    }

    function test_know_how_needs_no_term_of_protection() public {
        RegisterAsset memory c = declaration();
        c.rights = new Right[](0);
        c.asset_kind = AssetKind.KNOW_HOW;
        accept(by(c, one(OWNER)));
        (,, uint64 lastEnd) = assets.grantTerms(c.record);
        vm.assertEq(uint256(lastEnd), 0);
    }

    function test_an_asset_reads_expired_once_its_last_right_has_run_out() public {
        Right memory shorter = patentRight();
        shorter.end = clock() + 1 days;
        RegisterAsset memory c = declaration();
        c.rights = listed(patentRight(), shorter);
        accept(by(c, one(OWNER)));
        vm.warp(clock() + TERM - 1);
        vm.assertEq(uint256(assets.stateOf(c.record)), uint256(State.REGISTERED));
        vm.warp(clock() + 1);
        vm.assertEq(uint256(assets.stateOf(c.record)), uint256(State.EXPIRED));
    }
}
