// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../src/interfaces/IParties.sol";
import {Header} from "../src/Records.sol";
import {PartyState, Power, Role, State} from "../src/generated/Enums.sol";
import {
    KeyTaken,
    ListFull,
    NotAuthorised,
    NumberRange,
    SignatureMissing,
    StateForbids,
    ThresholdNotMet,
    UnknownKey,
    VersionMismatch
} from "../src/generated/Errors.sol";
import {AddKey, RevokeKey} from "../src/generated/Types.sol";
import {RecordedLog, vm} from "./base/Cheats.sol";
import {LedgerTest} from "./base/LedgerTest.sol";

/// @title Adding, recovering and revoking keys
contract PartyKeysTest is LedgerTest {
    uint256 private constant INSTITUTE = 0xb1;
    uint256 private constant SECOND = 0xb2;
    uint256 private constant ENTERPRISE = 0xc1;
    uint256 private constant NEW = 0xd1;

    function setUp() public override {
        super.setUp();
        appointOffices();
        enlist(INSTITUTE);
        enlist(ENTERPRISE);
    }

    function outside(uint256 given, uint256 least, uint256 most) private pure returns (bytes memory) {
        return abi.encodeWithSelector(NumberRange.selector, "threshold", given, least, most);
    }

    // --- add_key: the party's own act ---

    function test_a_party_adds_a_key_that_proves_itself() public {
        accept(signed(addition(INSTITUTE, NEW, Power.ALL, 2), two(INSTITUTE, NEW)));
        accept(signed(update(INSTITUTE, 0), two(NEW, INSTITUTE)));
    }

    function test_the_new_key_signs_and_adds_nothing_to_the_threshold() public {
        accept(signed(addition(INSTITUTE, SECOND, Power.ALL, 2), two(INSTITUTE, SECOND)));
        AddKey memory c = addition(INSTITUTE, NEW, Power.ALL, 2);
        refuse(signed(c, two(INSTITUTE, SECOND)), abi.encodeWithSelector(SignatureMissing.selector, id(INSTITUTE), 0));
        refuse(signed(c, two(INSTITUTE, NEW)), abi.encodeWithSelector(ThresholdNotMet.selector, id(INSTITUTE), 1, 2));
        accept(signed(c, three(NEW, INSTITUTE, SECOND)));
    }

    function test_the_new_key_alone_is_no_ones_act() public {
        refuse(
            signed(addition(INSTITUTE, NEW, Power.ALL, 1), one(NEW)),
            abi.encodeWithSelector(SignatureMissing.selector, id(INSTITUTE), 0)
        );
    }

    function test_nobody_else_signs_the_partys_own_act() public {
        AddKey memory c = addition(INSTITUTE, NEW, Power.ALL, 1);
        refuse(
            signed(c, three(INSTITUTE, REGULATOR, NEW)), abi.encodeWithSelector(NotAuthorised.selector, id(REGULATOR))
        );
    }

    function test_a_key_that_any_party_holds_is_taken() public {
        bytes memory taken = abi.encodeWithSelector(KeyTaken.selector, vm.addr(ENTERPRISE));
        refuse(signed(addition(INSTITUTE, ENTERPRISE, Power.ALL, 1), two(INSTITUTE, ENTERPRISE)), taken);
    }

    function test_the_threshold_is_met_by_unended_keys_with_the_power_keys() public {
        refuse(signed(addition(INSTITUTE, NEW, Power.ALL, 3), two(INSTITUTE, NEW)), outside(3, 1, 2));
        refuse(signed(addition(INSTITUTE, NEW, Power.ALL, 0), two(INSTITUTE, NEW)), outside(0, 1, 2));
        // A key without the power keys, and one that has ended already, do not count.
        refuse(signed(addition(INSTITUTE, NEW, Power.TITLE, 2), two(INSTITUTE, NEW)), outside(2, 1, 1));
        AddKey memory ended = withWindow(addition(INSTITUTE, NEW, Power.ALL, 2), START - 2, START);
        refuse(signed(ended, two(INSTITUTE, NEW)), outside(2, 1, 1));
        // One that begins later does.
        AddKey memory later = withWindow(addition(INSTITUTE, NEW, Power.ALL, 2), START + 1, START + 2);
        accept(signed(later, two(INSTITUTE, NEW)));
    }

    function test_a_party_has_at_most_16_unended_keys() public {
        for (uint256 i = 1; i < 16; ++i) {
            AddKey memory c = withWindow(addition(INSTITUTE, NEW + i, Power.MARKET, 1), START, START + 1 days);
            accept(signed(c, two(INSTITUTE, NEW + i)));
        }
        AddKey memory further = addition(INSTITUTE, NEW, Power.MARKET, 1);
        refuse(signed(further, two(INSTITUTE, NEW)), abi.encodeWithSelector(ListFull.selector, id(INSTITUTE), 16));
        accept(signed(revocation(INSTITUTE, NEW + 3, 1), one(INSTITUTE)));
        accept(signed(addition(INSTITUTE, NEW, Power.MARKET, 1), two(INSTITUTE, NEW)));
        // The others run out together, and their places are free again.
        vm.warp(START + 1 days);
        for (uint256 i = 0; i < 14; ++i) {
            accept(signed(addition(INSTITUTE, 0x200 + i, Power.ALL, 1), two(INSTITUTE, 0x200 + i)));
        }
        refuse(
            signed(addition(INSTITUTE, 0x300, Power.ALL, 1), two(INSTITUTE, 0x300)),
            abi.encodeWithSelector(ListFull.selector, id(INSTITUTE), 16)
        );
    }

    // --- add_key: recovery ---

    function test_arbiter_and_regulator_together_recover_a_party() public {
        AddKey memory c = addition(INSTITUTE, NEW, Power.ALL, 1);
        accept(signed(c, three(NEW, REGULATOR, ARBITER)));
        accept(signed(update(INSTITUTE, 0), one(NEW)));
    }

    function test_recovery_names_whose_signature_is_missing() public {
        AddKey memory c = addition(INSTITUTE, NEW, Power.ALL, 1);
        refuse(signed(c, two(NEW, REGULATOR)), abi.encodeWithSelector(SignatureMissing.selector, 0, Role.ARBITER));
        refuse(signed(c, two(NEW, ARBITER)), abi.encodeWithSelector(SignatureMissing.selector, 0, Role.REGULATOR));
        refuse(signed(c, two(REGULATOR, ARBITER)), abi.encodeWithSelector(SignatureMissing.selector, id(INSTITUTE), 0));
        refuse(signed(c, three(NEW, ARBITER, OPERATOR)), abi.encodeWithSelector(NotAuthorised.selector, id(OPERATOR)));
    }

    function test_a_suspended_party_is_recovered_and_stays_suspended() public {
        accept(signed(move(INSTITUTE, PartyState.SUSPENDED), one(REGULATOR)));
        accept(signed(addition(INSTITUTE, NEW, Power.ALL, 1), three(NEW, REGULATOR, ARBITER)));
        vm.assertEq(stateOf(INSTITUTE), State.SUSPENDED);
        refuse(
            signed(addition(INSTITUTE, SECOND, Power.ALL, 1), one(SECOND)),
            abi.encodeWithSelector(StateForbids.selector, id(INSTITUTE), State.SUSPENDED)
        );
    }

    function test_a_closed_or_pending_party_gets_no_key() public {
        accept(signed(move(INSTITUTE, PartyState.CLOSED), one(REGULATOR)));
        refuse(
            signed(addition(INSTITUTE, NEW, Power.ALL, 1), three(NEW, REGULATOR, ARBITER)),
            abi.encodeWithSelector(StateForbids.selector, id(INSTITUTE), State.CLOSED)
        );
        accept(signed(registration(one(SECOND), 1), one(SECOND)));
        refuse(
            signed(addition(SECOND, NEW, Power.ALL, 1), three(NEW, REGULATOR, ARBITER)),
            abi.encodeWithSelector(StateForbids.selector, id(SECOND), State.PENDING)
        );
    }

    // --- revoke_key ---

    function test_a_party_revokes_its_key_at_this_instant() public {
        accept(signed(addition(INSTITUTE, NEW, Power.ALL, 1), two(INSTITUTE, NEW)));
        vm.recordLogs();
        accept(signed(revocation(INSTITUTE, INSTITUTE, 1), one(NEW)));
        RecordedLog[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs[0].topics[0], IParties.KeyRevoked.selector);
        (,, uint64 revokedAt) = abi.decode(logs[0].data, (Header, RevokeKey, uint64));
        vm.assertEq(revokedAt, START);
        bytes32 second = bytes32(uint256(keccak256(abi.encode(vm.addr(INSTITUTE), 0))) + 1);
        vm.assertEq(uint256(vm.load(address(parties), second)) >> 128, START);
        // The id, and with it the record, outlives the first key.
        accept(signed(update(INSTITUTE, 0), one(NEW)));
    }

    function test_a_key_is_revoked_by_the_party_or_the_regulator() public {
        RevokeKey memory c = revocation(INSTITUTE, INSTITUTE, 0);
        refuse(signed(c, one(OPERATOR)), abi.encodeWithSelector(NotAuthorised.selector, id(OPERATOR)));
        refuse(signed(c, two(REGULATOR, OPERATOR)), abi.encodeWithSelector(NotAuthorised.selector, id(OPERATOR)));
        accept(signed(c, one(REGULATOR)));
    }

    function test_only_an_unended_key_of_the_record_is_revoked() public {
        bytes memory unknown = abi.encodeWithSelector(UnknownKey.selector, vm.addr(ENTERPRISE));
        refuse(signed(revocation(INSTITUTE, ENTERPRISE, 1), one(INSTITUTE)), unknown);
        refuse(
            signed(revocation(INSTITUTE, NEW, 1), one(REGULATOR)),
            abi.encodeWithSelector(UnknownKey.selector, vm.addr(NEW))
        );
        AddKey memory c = withWindow(addition(INSTITUTE, NEW, Power.ALL, 1), START, START + 5);
        accept(signed(c, two(INSTITUTE, NEW)));
        vm.warp(START + 5);
        refuse(
            signed(revocation(INSTITUTE, NEW, 1), one(INSTITUTE)),
            abi.encodeWithSelector(UnknownKey.selector, vm.addr(NEW))
        );
    }

    function test_a_party_leaves_itself_a_key_with_the_power_keys() public {
        refuse(signed(revocation(INSTITUTE, INSTITUTE, 0), one(INSTITUTE)), outside(0, 1, 0));
        refuse(signed(revocation(INSTITUTE, INSTITUTE, 1), one(INSTITUTE)), outside(1, 1, 0));
        accept(signed(addition(INSTITUTE, NEW, Power.TITLE, 1), two(INSTITUTE, NEW)));
        refuse(signed(revocation(INSTITUTE, INSTITUTE, 1), one(INSTITUTE)), outside(1, 1, 0));
    }

    function test_the_regulator_may_leave_none_and_then_the_threshold_is_zero() public {
        refuse(signed(revocation(INSTITUTE, INSTITUTE, 1), one(REGULATOR)), outside(1, 0, 0));
        accept(signed(revocation(INSTITUTE, INSTITUTE, 0), one(REGULATOR)));
        accept(signed(addition(INSTITUTE, NEW, Power.ALL, 1), three(NEW, REGULATOR, ARBITER)));
        accept(signed(addition(INSTITUTE, SECOND, Power.ALL, 2), two(NEW, SECOND)));
        refuse(signed(revocation(INSTITUTE, NEW, 0), one(REGULATOR)), outside(0, 1, 1));
        refuse(signed(revocation(INSTITUTE, NEW, 2), one(REGULATOR)), outside(2, 1, 1));
        accept(signed(revocation(INSTITUTE, NEW, 1), one(REGULATOR)));
    }

    function test_the_regulators_revocation_leaves_room_in_the_version_and_the_partys_does_not() public {
        accept(signed(addition(INSTITUTE, NEW, Power.ALL, 1), two(INSTITUTE, NEW)));
        RevokeKey memory c = revocation(INSTITUTE, NEW, 1);
        accept(signed(update(INSTITUTE, 0), one(INSTITUTE)));
        refuse(
            signed(c, one(INSTITUTE)),
            abi.encodeWithSelector(VersionMismatch.selector, c.expected_version + 1, c.expected_version)
        );
        accept(signed(c, one(REGULATOR)));
        vm.assertEq(registry.entryOf(id(INSTITUTE)).authority_version, versionOf(INSTITUTE));
    }

    function test_a_suspended_partys_key_is_revoked_and_a_closed_ones_not() public {
        accept(signed(move(INSTITUTE, PartyState.SUSPENDED), one(REGULATOR)));
        accept(signed(revocation(INSTITUTE, INSTITUTE, 0), one(REGULATOR)));
        accept(signed(move(ENTERPRISE, PartyState.CLOSED), one(REGULATOR)));
        refuse(
            signed(revocation(ENTERPRISE, ENTERPRISE, 0), one(REGULATOR)),
            abi.encodeWithSelector(StateForbids.selector, id(ENTERPRISE), State.CLOSED)
        );
    }
}
