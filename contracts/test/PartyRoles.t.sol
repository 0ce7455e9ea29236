// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../src/interfaces/IParties.sol";
import {Header} from "../src/Records.sol";
import {PartyState, Role, State} from "../src/generated/Enums.sol";
import {
    RoleIncompatible,
    RoleRequired,
    SignatureMissing,
    StateForbids,
    VersionMismatch
} from "../src/generated/Errors.sol";
import {GrantRole, RevokeRole} from "../src/generated/Types.sol";
import {RecordedLog, vm} from "./base/Cheats.sol";
import {LedgerTest} from "./base/LedgerTest.sol";

/// @title Giving and ending roles
contract PartyRolesTest is LedgerTest {
    uint256 private constant INSTITUTE = 0xb1;
    uint256 private constant ENTERPRISE = 0xc1;

    function setUp() public override {
        super.setUp();
        appointOffices();
        enlist(INSTITUTE);
        enlist(ENTERPRISE);
    }

    function required(uint256 party, uint8 role) private pure returns (bytes memory) {
        return abi.encodeWithSelector(RoleRequired.selector, id(party), role);
    }

    function incompatible(uint8 role, uint8 held) private pure returns (bytes memory) {
        return abi.encodeWithSelector(RoleIncompatible.selector, role, held);
    }

    /// @dev Who must sign for a role: the regulator for operator and regulator, both for other privileged ones.
    function granters(uint8 role) private pure returns (uint256[] memory) {
        if (role == Role.OPERATOR || role == Role.REGULATOR) return one(REGULATOR);
        return Role.PRIVILEGED >> role & 1 == 1 ? two(OPERATOR, REGULATOR) : one(OPERATOR);
    }

    // --- Who gives a role ---

    function test_the_operator_gives_ordinary_roles() public {
        refuse(signed(grant(INSTITUTE, Role.OWNER), one(ENTERPRISE)), required(ENTERPRISE, Role.OPERATOR));
        refuse(signed(grant(INSTITUTE, Role.OWNER), one(REGULATOR)), required(REGULATOR, Role.OPERATOR));
        accept(signed(grant(INSTITUTE, Role.OWNER), one(OPERATOR)));
        vm.assertTrue(parties.holdsRole(id(INSTITUTE), Role.OWNER));
    }

    function test_operator_and_regulator_are_named_by_the_regulator_alone() public {
        refuse(signed(grant(INSTITUTE, Role.OPERATOR), one(OPERATOR)), required(OPERATOR, Role.REGULATOR));
        refuse(signed(grant(INSTITUTE, Role.REGULATOR), two(REGULATOR, OPERATOR)), required(OPERATOR, Role.REGULATOR));
        accept(signed(grant(INSTITUTE, Role.REGULATOR), one(REGULATOR)));
        accept(signed(grant(ENTERPRISE, Role.OPERATOR), one(INSTITUTE)));
    }

    function test_other_privileged_roles_need_operator_and_regulator() public {
        GrantRole memory c = grant(INSTITUTE, Role.VALUER);
        refuse(signed(c, one(REGULATOR)), abi.encodeWithSelector(SignatureMissing.selector, 0, Role.OPERATOR));
        refuse(signed(c, one(OPERATOR)), abi.encodeWithSelector(SignatureMissing.selector, 0, Role.REGULATOR));
        refuse(signed(c, two(OPERATOR, ENTERPRISE)), required(ENTERPRISE, Role.OPERATOR));
        accept(signed(c, two(REGULATOR, OPERATOR)));
    }

    function test_a_role_is_given_to_an_active_party() public {
        accept(signed(move(INSTITUTE, PartyState.SUSPENDED), one(OPERATOR)));
        refuse(
            signed(grant(INSTITUTE, Role.OWNER), one(OPERATOR)),
            abi.encodeWithSelector(StateForbids.selector, id(INSTITUTE), State.SUSPENDED)
        );
    }

    // --- How long, and for which fields ---

    function test_a_role_is_held_in_its_half_open_window() public {
        accept(signed(withWindow(grant(INSTITUTE, Role.OWNER), START + 10, START + 20), one(OPERATOR)));
        vm.warp(START + 9);
        vm.assertFalse(parties.holdsRole(id(INSTITUTE), Role.OWNER));
        vm.warp(START + 10);
        vm.assertTrue(parties.holdsRole(id(INSTITUTE), Role.OWNER));
        vm.warp(START + 19);
        vm.assertTrue(parties.holdsRole(id(INSTITUTE), Role.OWNER));
        vm.warp(START + 20);
        vm.assertFalse(parties.holdsRole(id(INSTITUTE), Role.OWNER));
    }

    function test_a_repeated_grant_replaces_window_and_fields() public {
        accept(signed(grant(INSTITUTE, Role.OWNER), one(OPERATOR)));
        vm.assertEq(parties.roleFields(id(INSTITUTE), Role.OWNER), type(uint64).max);
        GrantRole memory c = withWindow(grant(INSTITUTE, Role.OWNER), START, START + 5);
        c.fields = 3;
        accept(signed(c, one(OPERATOR)));
        vm.assertEq(parties.roleFields(id(INSTITUTE), Role.OWNER), 3);
        vm.warp(START + 5);
        vm.assertEq(parties.roleFields(id(INSTITUTE), Role.OWNER), 0);
    }

    // --- Roles that are not held together (reading 28) ---

    function test_every_pair_of_roles_goes_together_or_not_as_the_catalogue_says() public {
        uint256 party = 0xd000;
        for (uint8 first = 1; first <= Role.LAST; ++first) {
            for (uint8 second = 1; second <= Role.LAST; ++second) {
                if (first == second) continue;
                enlist(++party);
                accept(signed(grant(party, first), granters(first)));
                bytes memory call = signed(grant(party, second), granters(second));
                if (goTogether(first, second)) accept(call);
                else refuse(call, incompatible(second, first));
            }
        }
    }

    function goTogether(uint8 a, uint8 b) private pure returns (bool) {
        if (isOverseeing(a) || isOverseeing(b)) return false;
        if (isRegistrar(a) && isRegistrar(b)) return true;
        return !(isDeciding(a) && (isDeciding(b) || isAssessing(b))) && !(isDeciding(b) && isAssessing(a));
    }

    function isOverseeing(uint8 role) private pure returns (bool) {
        return role == Role.REGULATOR || role == Role.AUDITOR;
    }

    function isRegistrar(uint8 role) private pure returns (bool) {
        return role == Role.IP_REGISTRAR || role == Role.TRANSFER_REGISTRAR;
    }

    function isDeciding(uint8 role) private pure returns (bool) {
        return role == Role.OPERATOR || role == Role.ARBITER || isRegistrar(role);
    }

    function isAssessing(uint8 role) private pure returns (bool) {
        return role == Role.VALUER || role == Role.TECHNICAL_REVIEWER || role == Role.SECURITY_REVIEWER
            || role == Role.VERIFIER || role == Role.ESCROW_AGENT;
    }

    function test_the_lowest_incompatible_role_is_named() public {
        accept(signed(grant(INSTITUTE, Role.VERIFIER), two(OPERATOR, REGULATOR)));
        accept(signed(grant(INSTITUTE, Role.VALUER), two(OPERATOR, REGULATOR)));
        refuse(
            signed(grant(INSTITUTE, Role.ARBITER), two(OPERATOR, REGULATOR)), incompatible(Role.ARBITER, Role.VALUER)
        );
    }

    function test_a_role_that_begins_later_counts_and_one_that_has_ended_does_not() public {
        accept(signed(withWindow(grant(INSTITUTE, Role.VALUER), START + 10, START + 20), two(OPERATOR, REGULATOR)));
        GrantRole memory c = withWindow(grant(INSTITUTE, Role.ARBITER), START, START + 5);
        refuse(signed(c, two(OPERATOR, REGULATOR)), incompatible(Role.ARBITER, Role.VALUER));
        vm.warp(START + 20);
        accept(signed(c, two(OPERATOR, REGULATOR)));
    }

    function test_a_revoked_role_no_longer_stands_against_another() public {
        accept(signed(grant(INSTITUTE, Role.VALUER), two(OPERATOR, REGULATOR)));
        accept(signed(ending(INSTITUTE, Role.VALUER), one(REGULATOR)));
        accept(signed(grant(INSTITUTE, Role.ARBITER), two(OPERATOR, REGULATOR)));
    }

    // --- revoke_role ---

    function test_a_role_is_ended_at_this_instant() public {
        accept(signed(grant(INSTITUTE, Role.OWNER), one(OPERATOR)));
        vm.recordLogs();
        accept(signed(ending(INSTITUTE, Role.OWNER), one(OPERATOR)));
        RecordedLog[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs[0].topics[0], IParties.RoleRevoked.selector);
        (,, uint64 revokedAt) = abi.decode(logs[0].data, (Header, RevokeRole, uint64));
        vm.assertEq(revokedAt, START);
        vm.assertFalse(parties.holdsRole(id(INSTITUTE), Role.OWNER));
        accept(signed(grant(INSTITUTE, Role.OWNER), one(OPERATOR)));
        vm.assertTrue(parties.holdsRole(id(INSTITUTE), Role.OWNER));
    }

    function test_the_operator_ends_ordinary_roles_and_the_regulator_privileged_ones() public {
        accept(signed(grant(INSTITUTE, Role.OWNER), one(OPERATOR)));
        refuse(signed(ending(INSTITUTE, Role.OWNER), one(REGULATOR)), required(REGULATOR, Role.OPERATOR));
        refuse(signed(ending(ARBITER, Role.ARBITER), one(OPERATOR)), required(OPERATOR, Role.REGULATOR));
        accept(signed(ending(ARBITER, Role.ARBITER), one(REGULATOR)));
    }

    function test_a_role_without_an_unended_grant_is_not_ended() public {
        bytes memory none = required(INSTITUTE, Role.OWNER);
        refuse(signed(ending(INSTITUTE, Role.OWNER), one(OPERATOR)), none);
        accept(signed(withWindow(grant(INSTITUTE, Role.OWNER), START, START + 5), one(OPERATOR)));
        vm.warp(START + 5);
        refuse(signed(ending(INSTITUTE, Role.OWNER), one(OPERATOR)), none);
    }

    function test_a_suspended_partys_role_is_ended_and_a_closed_ones_not() public {
        accept(signed(grant(INSTITUTE, Role.OWNER), one(OPERATOR)));
        accept(signed(move(INSTITUTE, PartyState.SUSPENDED), one(OPERATOR)));
        accept(signed(ending(INSTITUTE, Role.OWNER), one(OPERATOR)));
        accept(signed(move(INSTITUTE, PartyState.CLOSED), one(OPERATOR)));
        refuse(
            signed(ending(INSTITUTE, Role.OWNER), one(OPERATOR)),
            abi.encodeWithSelector(StateForbids.selector, id(INSTITUTE), State.CLOSED)
        );
    }

    function test_ending_a_role_leaves_room_in_the_version() public {
        accept(signed(grant(INSTITUTE, Role.OWNER), one(OPERATOR)));
        accept(signed(grant(INSTITUTE, Role.BUYER), one(OPERATOR)));
        RevokeRole memory first = ending(INSTITUTE, Role.OWNER);
        RevokeRole memory second = ending(INSTITUTE, Role.BUYER);
        accept(signed(update(INSTITUTE, 0), one(INSTITUTE)));
        accept(signed(first, one(OPERATOR)));
        uint32 current = versionOf(INSTITUTE);
        refuse(
            signed(second, one(OPERATOR)),
            abi.encodeWithSelector(VersionMismatch.selector, current, second.expected_version)
        );
    }
}
