// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../src/interfaces/IParties.sol";
import {Entry, Header} from "../src/Records.sol";
import {Kind, PartyState, Role, State} from "../src/generated/Enums.sol";
import {
    KeyTaken,
    NotAuthorised,
    RecordNotFound,
    RoleRequired,
    SignatureMissing,
    StateForbids,
    VersionMismatch,
    WrongRecordId
} from "../src/generated/Errors.sol";
import {DeclareInterest, MoveParty, RegisterParty, UpdateParty} from "../src/generated/Types.sol";
import {RecordedLog, vm} from "./base/Cheats.sol";
import {LedgerTest} from "./base/LedgerTest.sol";
import {TypedData} from "./base/TypedData.sol";

/// @title Announcing, changing and moving parties; declared interests
contract PartiesTest is LedgerTest {
    uint256 private constant INSTITUTE = 0xb1;
    uint256 private constant SECOND = 0xb2;
    uint256 private constant ENTERPRISE = 0xc1;
    bytes32 private constant NOWHERE = keccak256("no record");

    function setUp() public override {
        super.setUp();
        appointOffices();
        enlist(INSTITUTE);
    }

    // --- register_party ---

    function test_a_registered_party_is_pending_and_its_keys_are_its_own() public {
        accept(signed(registration(two(ENTERPRISE, SECOND), 2), two(ENTERPRISE, SECOND)));
        Entry memory entry = registry.entryOf(id(ENTERPRISE));
        vm.assertEq(entry.kind, Kind.PARTY);
        vm.assertEq(entry.state, State.PENDING);
        vm.assertEq(entry.version, 1);
        vm.assertEq(parties.countryOf(id(ENTERPRISE)), VIETNAM);
        // The two words of a key, where proofs read them.
        bytes32 slot = keccak256(abi.encode(vm.addr(SECOND), 0));
        vm.assertEq(uint256(vm.load(address(parties), slot)), uint160(vm.addr(ENTERPRISE)) | uint256(15) << 160);
        bytes32 next = bytes32(uint256(slot) + 1);
        vm.assertEq(uint256(vm.load(address(parties), next)), START | uint256(WITHOUT_END) << 64);
    }

    function test_the_event_carries_what_rebuilds_the_command() public {
        RegisterParty memory c = registration(two(ENTERPRISE, SECOND), 2);
        bytes[] memory signatures = sign(TypedData.hash(c), two(SECOND, ENTERPRISE));
        vm.recordLogs();
        parties.registerParty(c, signatures);
        RecordedLog[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 1);
        bytes32 digest = TypedData.digest(LEDGER, TypedData.hash(c));
        vm.assertEq(logs[0].topics[0], IParties.PartyRegistered.selector);
        vm.assertEq(logs[0].topics[1], c.record);
        vm.assertEq(logs[0].topics[2], digest);
        (Header memory header, RegisterParty memory command) = abi.decode(logs[0].data, (Header, RegisterParty));
        vm.assertEq(abi.encode(command), abi.encode(c));
        vm.assertEq(abi.encode(header.signatures), abi.encode(signatures));
        vm.assertEq(header.kind, Kind.PARTY);
        vm.assertEq(header.version, 1);
        vm.assertEq(header.at, START);
        vm.assertEq(header.head, keccak256(abi.encodePacked(c.record, digest, START)));
        vm.assertEq(header.head, registry.headOf(c.record));
        vm.assertEq(header.signers.length, 2);
        vm.assertEq(header.signers[0], c.record);
        vm.assertEq(header.signers[1], c.record);
        vm.assertEq(header.touched.length, 0);
    }

    function test_the_id_of_a_party_is_its_first_key() public {
        RegisterParty memory c = registration(two(ENTERPRISE, SECOND), 1);
        c.record = id(SECOND);
        refuse(
            signed(c, two(ENTERPRISE, SECOND)),
            abi.encodeWithSelector(WrongRecordId.selector, id(ENTERPRISE), id(SECOND))
        );
    }

    function test_a_party_is_registered_once() public {
        refuse(
            signed(registration(one(INSTITUTE), 1), one(INSTITUTE)),
            abi.encodeWithSelector(VersionMismatch.selector, versionOf(INSTITUTE), 0)
        );
        RegisterParty memory c = registration(one(ENTERPRISE), 1);
        c.expected_version = 1;
        refuse(signed(c, one(ENTERPRISE)), abi.encodeWithSelector(VersionMismatch.selector, 0, 1));
    }

    function test_every_key_of_a_new_party_signs() public {
        refuse(
            signed(registration(two(ENTERPRISE, SECOND), 1), one(ENTERPRISE)),
            abi.encodeWithSelector(SignatureMissing.selector, id(ENTERPRISE), 0)
        );
    }

    function test_nobody_else_signs_a_registration() public {
        refuse(
            signed(registration(one(ENTERPRISE), 1), two(ENTERPRISE, INSTITUTE)),
            abi.encodeWithSelector(NotAuthorised.selector, id(INSTITUTE))
        );
    }

    function test_a_key_that_a_party_holds_or_held_is_taken() public {
        bytes memory taken = abi.encodeWithSelector(KeyTaken.selector, vm.addr(INSTITUTE));
        refuse(signed(registration(two(ENTERPRISE, INSTITUTE), 1), two(ENTERPRISE, INSTITUTE)), taken);
        accept(signed(revocation(INSTITUTE, INSTITUTE, 0), one(REGULATOR)));
        refuse(signed(registration(two(ENTERPRISE, INSTITUTE), 1), two(ENTERPRISE, INSTITUTE)), taken);
    }

    function test_a_key_that_stands_twice_is_taken() public {
        refuse(
            signed(registration(two(ENTERPRISE, ENTERPRISE), 1), one(ENTERPRISE)),
            abi.encodeWithSelector(KeyTaken.selector, vm.addr(ENTERPRISE))
        );
    }

    function test_a_parent_is_a_party() public {
        RegisterParty memory c = registration(one(ENTERPRISE), 1);
        c.parent = NOWHERE;
        refuse(signed(c, one(ENTERPRISE)), abi.encodeWithSelector(RecordNotFound.selector, NOWHERE));
        mover.create(NOWHERE, Kind.ASSET, State.REGISTERED, NOWHERE);
        refuse(signed(c, one(ENTERPRISE)), abi.encodeWithSelector(RecordNotFound.selector, NOWHERE));
        c.parent = id(INSTITUTE);
        accept(signed(c, one(ENTERPRISE)));
        vm.assertEq(parties.parentOf(id(ENTERPRISE)), id(INSTITUTE));
    }

    // --- update_party ---

    function test_a_party_changes_its_own_profile() public {
        accept(signed(update(INSTITUTE, 0), one(INSTITUTE)));
        refuse(
            signed(update(INSTITUTE, 0), two(INSTITUTE, OPERATOR)),
            abi.encodeWithSelector(NotAuthorised.selector, id(OPERATOR))
        );
    }

    function test_another_parent_needs_the_operator_too() public {
        enlist(ENTERPRISE);
        UpdateParty memory c = update(INSTITUTE, id(ENTERPRISE));
        refuse(signed(c, one(INSTITUTE)), abi.encodeWithSelector(SignatureMissing.selector, 0, Role.OPERATOR));
        refuse(signed(c, one(OPERATOR)), abi.encodeWithSelector(SignatureMissing.selector, id(INSTITUTE), 0));
        refuse(signed(c, two(INSTITUTE, ARBITER)), abi.encodeWithSelector(NotAuthorised.selector, id(ARBITER)));
        accept(signed(c, two(INSTITUTE, OPERATOR)));
        vm.assertEq(parties.parentOf(id(INSTITUTE)), id(ENTERPRISE));
        // Kept: no operator. Dropped: a change again.
        accept(signed(update(INSTITUTE, id(ENTERPRISE)), one(INSTITUTE)));
        refuse(
            signed(update(INSTITUTE, 0), one(INSTITUTE)),
            abi.encodeWithSelector(SignatureMissing.selector, 0, Role.OPERATOR)
        );
    }

    function test_a_new_parent_is_a_party() public {
        refuse(
            signed(update(INSTITUTE, NOWHERE), two(INSTITUTE, OPERATOR)),
            abi.encodeWithSelector(RecordNotFound.selector, NOWHERE)
        );
    }

    function test_only_an_active_party_is_updated() public {
        accept(signed(move(INSTITUTE, PartyState.SUSPENDED), one(OPERATOR)));
        refuse(
            signed(update(INSTITUTE, 0), one(OPERATOR)),
            abi.encodeWithSelector(StateForbids.selector, id(INSTITUTE), State.SUSPENDED)
        );
    }

    function test_an_update_names_the_current_version_and_a_party() public {
        UpdateParty memory c = update(INSTITUTE, 0);
        accept(signed(c, one(INSTITUTE)));
        refuse(
            signed(c, one(INSTITUTE)),
            abi.encodeWithSelector(VersionMismatch.selector, c.expected_version + 1, c.expected_version)
        );
        c.record = NOWHERE;
        refuse(signed(c, one(INSTITUTE)), abi.encodeWithSelector(RecordNotFound.selector, NOWHERE));
    }

    // --- move_party ---

    function test_a_party_is_admitted_suspended_readmitted_and_closed() public {
        accept(signed(registration(one(ENTERPRISE), 1), one(ENTERPRISE)));
        accept(signed(move(ENTERPRISE, PartyState.ACTIVE), one(OPERATOR)));
        vm.assertEq(stateOf(ENTERPRISE), State.ACTIVE);
        accept(signed(move(ENTERPRISE, PartyState.SUSPENDED), one(REGULATOR)));
        vm.assertEq(stateOf(ENTERPRISE), State.SUSPENDED);
        accept(signed(move(ENTERPRISE, PartyState.ACTIVE), two(OPERATOR, REGULATOR)));
        vm.assertEq(stateOf(ENTERPRISE), State.ACTIVE);
        accept(signed(move(ENTERPRISE, PartyState.CLOSED), one(OPERATOR)));
        vm.assertEq(stateOf(ENTERPRISE), State.CLOSED);
    }

    function test_no_other_transition_of_a_party_is_possible() public {
        bytes memory active = abi.encodeWithSelector(StateForbids.selector, id(INSTITUTE), State.ACTIVE);
        refuse(signed(move(INSTITUTE, PartyState.ACTIVE), one(OPERATOR)), active);
        accept(signed(registration(one(ENTERPRISE), 1), one(ENTERPRISE)));
        bytes memory pending = abi.encodeWithSelector(StateForbids.selector, id(ENTERPRISE), State.PENDING);
        refuse(signed(move(ENTERPRISE, PartyState.SUSPENDED), one(OPERATOR)), pending);
        accept(signed(move(ENTERPRISE, PartyState.CLOSED), one(OPERATOR)));
        bytes memory closed = abi.encodeWithSelector(StateForbids.selector, id(ENTERPRISE), State.CLOSED);
        for (uint8 state = PartyState.ACTIVE; state <= PartyState.LAST; ++state) {
            refuse(signed(move(ENTERPRISE, state), one(OPERATOR)), closed);
        }
    }

    function test_a_party_is_moved_by_operator_or_regulator() public {
        enlist(ENTERPRISE);
        refuse(
            signed(move(INSTITUTE, PartyState.SUSPENDED), one(ENTERPRISE)),
            abi.encodeWithSelector(RoleRequired.selector, id(ENTERPRISE), Role.OPERATOR)
        );
        refuse(
            signed(move(INSTITUTE, PartyState.SUSPENDED), one(INSTITUTE)),
            abi.encodeWithSelector(RoleRequired.selector, id(INSTITUTE), Role.OPERATOR)
        );
    }

    function test_a_holder_of_a_privileged_role_is_moved_by_the_regulator() public {
        refuse(
            signed(move(ARBITER, PartyState.SUSPENDED), one(OPERATOR)),
            abi.encodeWithSelector(RoleRequired.selector, id(OPERATOR), Role.REGULATOR)
        );
        refuse(
            signed(move(ARBITER, PartyState.CLOSED), one(OPERATOR)),
            abi.encodeWithSelector(NotAuthorised.selector, id(OPERATOR))
        );
        accept(signed(move(ARBITER, PartyState.SUSPENDED), one(REGULATOR)));
    }

    function test_a_privileged_role_that_has_run_out_protects_no_longer() public {
        accept(signed(withWindow(grant(INSTITUTE, Role.VALUER), START, START + 10), two(OPERATOR, REGULATOR)));
        MoveParty memory c = move(INSTITUTE, PartyState.SUSPENDED);
        refuse(signed(c, one(OPERATOR)), abi.encodeWithSelector(RoleRequired.selector, id(OPERATOR), Role.REGULATOR));
        vm.warp(START + 10);
        accept(signed(c, one(OPERATOR)));
    }

    function test_a_party_closes_itself() public {
        enlist(ENTERPRISE);
        refuse(
            signed(move(INSTITUTE, PartyState.CLOSED), one(ENTERPRISE)),
            abi.encodeWithSelector(NotAuthorised.selector, id(ENTERPRISE))
        );
        accept(signed(move(INSTITUTE, PartyState.CLOSED), one(INSTITUTE)));
        accept(signed(move(ARBITER, PartyState.CLOSED), one(ARBITER)));
    }

    function test_authority_leaves_room_in_the_version() public {
        MoveParty memory suspend = move(INSTITUTE, PartyState.SUSPENDED);
        MoveParty memory leave = move(INSTITUTE, PartyState.CLOSED);
        accept(signed(update(INSTITUTE, 0), one(INSTITUTE)));
        // The party's own act names the current version; the operator's may lag behind it.
        refuse(
            signed(leave, one(INSTITUTE)),
            abi.encodeWithSelector(VersionMismatch.selector, leave.expected_version + 1, leave.expected_version)
        );
        accept(signed(suspend, one(OPERATOR)));
        uint32 current = versionOf(INSTITUTE);
        // Not before the last authority command, and not ahead of the record.
        suspend.not_after += 1;
        refuse(
            signed(suspend, one(OPERATOR)),
            abi.encodeWithSelector(VersionMismatch.selector, current, suspend.expected_version)
        );
        MoveParty memory readmit = move(INSTITUTE, PartyState.ACTIVE);
        readmit.expected_version = current + 1;
        refuse(signed(readmit, one(OPERATOR)), abi.encodeWithSelector(VersionMismatch.selector, current, current + 1));
    }

    // --- declare_interest ---

    function test_an_interest_is_declared_in_any_record() public {
        mover.create(NOWHERE, Kind.PROBLEM, State.DRAFT, NOWHERE);
        accept(signed(interest(INSTITUTE, NOWHERE), one(INSTITUTE)));
        accept(signed(interest(INSTITUTE, id(OPERATOR)), one(INSTITUTE)));
        vm.assertTrue(parties.hasInterest(id(INSTITUTE), NOWHERE));
        vm.assertTrue(parties.hasInterest(id(INSTITUTE), id(OPERATOR)));
        vm.assertFalse(parties.hasInterest(id(OPERATOR), id(INSTITUTE)));
    }

    function test_an_interest_is_declared_by_the_party_in_what_exists() public {
        DeclareInterest memory c = interest(INSTITUTE, NOWHERE);
        refuse(signed(c, one(OPERATOR)), abi.encodeWithSelector(NotAuthorised.selector, id(OPERATOR)));
        refuse(signed(c, two(INSTITUTE, OPERATOR)), abi.encodeWithSelector(NotAuthorised.selector, id(OPERATOR)));
        refuse(signed(c, one(INSTITUTE)), abi.encodeWithSelector(RecordNotFound.selector, NOWHERE));
    }

    function test_an_interest_is_declared_by_an_active_party() public {
        accept(signed(move(INSTITUTE, PartyState.CLOSED), one(OPERATOR)));
        refuse(
            signed(interest(INSTITUTE, id(OPERATOR)), one(OPERATOR)),
            abi.encodeWithSelector(StateForbids.selector, id(INSTITUTE), State.CLOSED)
        );
    }
}
