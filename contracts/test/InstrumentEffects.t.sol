// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IInstruments} from "../src/interfaces/IInstruments.sol";
import {Header} from "../src/Records.sol";
import {
    AssetEnd,
    EscrowAction,
    Exclusivity,
    Gate,
    GrantRule,
    InstrumentEnd,
    Role,
    Ruling,
    State
} from "../src/generated/Enums.sol";
import {
    GateClosed,
    GateOpen,
    GrantConflict,
    ListFull,
    NoTitle,
    NotAuthorised,
    ReadOnlyRole,
    RightNotInForce,
    RoleRequired,
    SignatoryMissing,
    StaleEncumbrance,
    StateForbids,
    TooLate
} from "../src/generated/Errors.sol";
import {CertifyInstrument, EffectInstrument, Right, Scope, Share, Terms} from "../src/generated/Types.sol";
import {RecordedLog, vm} from "./base/Cheats.sol";
import {InstrumentTest} from "./base/InstrumentTest.sol";

/// @notice `effect_instrument`: the conflict table, the encumbrance version, the gates, and what is asked once more.
contract InstrumentEffectsTest is InstrumentTest {
    function refuseEffect(bytes32 record, bytes memory reason) internal {
        refuse(by(effect(record), one(LICENSEE)), reason);
    }

    function conflict(bytes32 existing) internal view returns (bytes memory) {
        return abi.encodeWithSelector(GrantConflict.selector, asset, existing);
    }

    // --- Taking effect ---

    function test_any_one_member_makes_a_licence_take_effect() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        vm.assertEq(uint256(recordState(record)), uint256(State.EFFECTIVE));
        vm.assertEq(uint256(encumbranceOf(asset)), 1);
        vm.assertEq(standingOn(asset)[0], record);
    }

    function test_effect_touches_the_asset_and_says_so() public {
        bytes32 record = agreed(exclusive(hanoi()));
        bytes32 headBefore = registry.headOf(asset);
        uint32 versionBefore = recordVersion(asset);
        vm.recordLogs();
        accept(by(effect(record), one(OWNER)));
        RecordedLog memory log = vm.getRecordedLogs()[0];
        vm.assertEq(log.topics[0], IInstruments.InstrumentEffected.selector);
        vm.assertEq(log.topics[3], asset);
        (Header memory header,, uint32 encumbrance, Share[] memory shares) =
            abi.decode(log.data, (Header, EffectInstrument, uint32, Share[]));
        vm.assertEq(uint256(encumbrance), 1);
        vm.assertEq(shares[0].party, id(OWNER));
        vm.assertEq(header.touched[0].record, asset);
        vm.assertEq(uint256(header.touched[0].version), uint256(versionBefore) + 1);
        vm.assertEq(registry.headOf(asset), keccak256(abi.encodePacked(headBefore, log.topics[2], clock())));
        vm.assertEq(header.touched[0].head, registry.headOf(asset));
    }

    function test_the_grant_stands_where_proofs_read_it() public {
        Scope memory scope = hanoi();
        scope.acts = 8;
        bytes32 record = inEffect(exclusive(scope));
        uint256 slot = uint256(keccak256(abi.encode(record, uint256(1))));
        vm.assertEq(uint256(vm.load(address(instruments), bytes32(slot))), 0);
        uint256 sets = uint256(Exclusivity.EXCLUSIVE) << 160 | uint256(8) << 128 | uint256(HANOI) << 64
            | uint256(type(uint64).max);
        vm.assertEq(uint256(vm.load(address(instruments), bytes32(slot + 1))), sets);
        vm.assertEq(uint256(vm.load(address(instruments), bytes32(slot + 2))), uint256(scope.end) << 64 | scope.start);
    }

    function test_a_stranger_does_not_make_it_take_effect() public {
        bytes32 record = agreed(exclusive(hanoi()));
        refuse(by(effect(record), one(STRANGER)), abi.encodeWithSelector(NotAuthorised.selector, id(STRANGER)));
    }

    function test_the_regulator_does_not_make_it_take_effect() public {
        bytes32 record = agreed(exclusive(hanoi()));
        refuse(
            by(effect(record), one(REGULATOR)),
            abi.encodeWithSelector(ReadOnlyRole.selector, id(REGULATOR), Role.REGULATOR)
        );
    }

    function test_what_is_not_signed_by_all_does_not_take_effect() public {
        bytes32 record = agreed(exclusive(hanoi()), one(OWNER));
        refuseEffect(record, abi.encodeWithSelector(StateForbids.selector, record, State.PROPOSED));
    }

    // --- The conflict table ---

    function test_an_exclusive_licence_is_refused_where_another_exclusive_overlaps() public {
        bytes32 existing = inEffect(exclusive(hanoi()));
        refuseEffect(agreed(exclusive(hanoi())), conflict(existing));
    }

    function test_a_sole_licence_is_refused_where_an_exclusive_one_overlaps() public {
        bytes32 existing = inEffect(exclusive(hanoi()));
        refuseEffect(agreed(sole(hanoi())), conflict(existing));
    }

    function test_an_exclusive_licence_is_refused_where_a_sole_one_overlaps() public {
        bytes32 existing = inEffect(sole(hanoi()));
        refuseEffect(agreed(exclusive(hanoi())), conflict(existing));
    }

    function test_a_non_exclusive_licence_is_refused_where_an_exclusive_one_overlaps() public {
        bytes32 existing = inEffect(exclusive(hanoi()));
        refuseEffect(agreed(nonExclusive(hanoi())), conflict(existing));
    }

    function test_a_non_exclusive_licence_is_refused_where_a_sole_one_overlaps() public {
        bytes32 existing = inEffect(sole(hanoi()));
        refuseEffect(agreed(nonExclusive(hanoi())), conflict(existing));
    }

    function test_non_exclusive_licences_stand_side_by_side() public {
        inEffect(nonExclusive(hanoi()));
        inEffect(nonExclusive(hanoi()));
        vm.assertEq(uint256(encumbranceOf(asset)), 2);
        vm.assertEq(standingOn(asset).length, 0);
    }

    function test_exclusive_licences_of_two_provinces_stand_side_by_side() public {
        inEffect(exclusive(hanoi()));
        inEffect(exclusive(haiPhong()));
        vm.assertEq(standingOn(asset).length, 2);
    }

    function test_exclusive_licences_of_two_acts_stand_side_by_side() public {
        Scope memory making = hanoi();
        Scope memory selling = hanoi();
        (making.acts, selling.acts) = (1, 8);
        inEffect(exclusive(making));
        inEffect(exclusive(selling));
        vm.assertEq(standingOn(asset).length, 2);
    }

    function test_exclusive_licences_that_meet_in_time_stand_side_by_side() public {
        Scope memory later = hanoi();
        inEffect(exclusive(hanoi()));
        (later.start, later.end) = (later.end, later.end + 365 days);
        inEffect(exclusive(later));
        vm.assertEq(standingOn(asset).length, 2);
    }

    function test_of_two_racing_exclusives_one_wins() public {
        bytes32 first = agreed(exclusive(hanoi()));
        bytes32 second = agreed(exclusive(hanoi()));
        accept(by(effect(second), one(LICENSEE)));
        refuseEffect(first, conflict(second));
    }

    function test_a_conflict_names_the_grant_that_took_effect_first() public {
        bytes32 first = inEffect(exclusive(haiPhong()));
        inEffect(exclusive(hanoi()));
        Scope memory both = hanoi();
        both.provinces = HANOI | HAI_PHONG;
        refuseEffect(agreed(nonExclusive(both)), conflict(first));
    }

    function test_entries_keep_their_order_when_one_leaves() public {
        Scope memory third = hanoi();
        third.provinces = 4;
        bytes32 leaving = inEffect(exclusive(hanoi()));
        bytes32 second = inEffect(exclusive(haiPhong()));
        bytes32 last = inEffect(exclusive(third));
        accept(by(instrumentEnding(leaving, InstrumentEnd.TERMINATED), two(OWNER, LICENSEE)));
        bytes32[] memory standing = standingOn(asset);
        vm.assertEq(standing.length, 2);
        vm.assertEq(standing[0], second);
        vm.assertEq(standing[1], last);
    }

    function test_a_suspended_licence_still_stands() public {
        bytes32 existing = inEffect(exclusive(hanoi()));
        accept(by(judgement(existing, Ruling.SUSPEND), one(ARBITER)));
        refuseEffect(agreed(nonExclusive(hanoi())), conflict(existing));
    }

    function test_an_expired_licence_does_not_stand() public {
        inEffect(exclusive(hanoi()));
        Scope memory longer = hanoi();
        longer.end += 365 days;
        vm.warp(clock() + 365 days);
        bytes32 next = inEffect(exclusive(longer));
        bytes32[] memory standing = standingOn(asset);
        vm.assertEq(standing.length, 1);
        vm.assertEq(standing[0], next);
    }

    function test_a_terminated_licence_makes_room() public {
        bytes32 former = inEffect(exclusive(hanoi()));
        accept(by(instrumentEnding(former, InstrumentEnd.TERMINATED), two(OWNER, LICENSEE)));
        inEffect(exclusive(hanoi()));
        vm.assertEq(uint256(encumbranceOf(asset)), 3);
    }

    function test_grants_on_two_assets_do_not_meet() public {
        inEffect(exclusive(hanoi()));
        bytes32 other = activate(declaration(wholly(OWNER), OWNER, keccak256("another")), one(OWNER));
        inEffect(licence(other, Exclusivity.EXCLUSIVE, hanoi(), 0));
        vm.assertEq(standingOn(other).length, 1);
    }

    function test_at_most_64_exclusive_licences_stand_on_an_asset() public {
        Scope memory slice = hanoi();
        for (uint64 i = 0; i < 64; ++i) {
            (slice.start, slice.end) = (clock() + 1 days + i, clock() + 1 days + i + 1);
            inEffect(exclusive(slice));
        }
        (slice.start, slice.end) = (slice.end, slice.end + 1);
        refuseEffect(agreed(exclusive(slice)), abi.encodeWithSelector(ListFull.selector, asset, 64));
        vm.warp(clock() + 1 days + 1);
        inEffect(exclusive(slice));
        vm.assertEq(standingOn(asset).length, 64);
    }

    // --- The encumbrance version ---

    function test_an_exclusive_licence_acknowledges_the_encumbrance_version() public {
        bytes32 record = agreed(exclusive(hanoi()));
        inEffect(nonExclusive(hanoi()));
        refuseEffect(record, abi.encodeWithSelector(StaleEncumbrance.selector, 1, 0));
    }

    function test_an_exclusive_licence_that_acknowledges_takes_subject_to_the_others() public {
        inEffect(nonExclusive(hanoi()));
        inEffect(exclusive(hanoi()));
        vm.assertEq(uint256(encumbranceOf(asset)), 2);
    }

    function test_a_conflict_is_named_before_a_stale_version() public {
        bytes32 second = agreed(exclusive(hanoi()));
        bytes32 first = inEffect(exclusive(hanoi()));
        refuseEffect(second, conflict(first));
    }

    function test_a_non_exclusive_licence_acknowledges_nothing() public {
        bytes32 record = agreed(nonExclusive(hanoi()));
        inEffect(nonExclusive(hanoi()));
        accept(by(effect(record), one(OWNER)));
        vm.assertEq(uint256(encumbranceOf(asset)), 2);
    }

    // --- Gates ---

    function test_a_transfer_across_a_border_is_registered_first() public {
        Terms memory terms = exclusive(hanoi());
        terms.members = grantorAnd(FOREIGNER);
        bytes32 record = agreed(terms, two(OWNER, FOREIGNER));
        refuse(by(effect(record), one(OWNER)), abi.encodeWithSelector(GateOpen.selector, Gate.TRANSFER_REGISTER));
        accept(by(certificate(record, Gate.TRANSFER_REGISTER), one(TRANSFER_REGISTRAR)));
        accept(by(effect(record), one(OWNER)));
        vm.assertEq(uint256(recordState(record)), uint256(State.EFFECTIVE));
    }

    function test_state_capital_is_registered_unless_the_task_result_is_certified() public {
        Terms memory terms = exclusive(hanoi());
        terms.state_capital = true;
        refuseEffect(agreed(terms), abi.encodeWithSelector(GateOpen.selector, Gate.TRANSFER_REGISTER));
        terms.task_result = PAPER;
        inEffect(terms);
    }

    function test_escrow_is_funded_first() public {
        Terms memory terms = exclusive(hanoi());
        terms.escrow_agent = id(BANK);
        bytes32 record = agreed(terms);
        accept(by(attestation(record, EscrowAction.FUNDED, 9_999), one(BANK)));
        refuseEffect(record, abi.encodeWithSelector(GateOpen.selector, Gate.ESCROW));
        accept(by(attestation(record, EscrowAction.FUNDED, 1), one(BANK)));
        accept(by(effect(record), one(LICENSEE)));
        vm.assertEq(uint256(recordState(record)), uint256(State.EFFECTIVE));
    }

    function test_the_transfer_register_is_asked_for_before_escrow() public {
        Terms memory terms = exclusive(hanoi());
        terms.state_capital = true;
        terms.escrow_agent = id(BANK);
        refuseEffect(agreed(terms), abi.encodeWithSelector(GateOpen.selector, Gate.TRANSFER_REGISTER));
    }

    function test_a_gate_that_is_not_there_is_closed() public {
        bytes32 record = agreed(exclusive(hanoi()));
        Call memory call = by(certificate(record, Gate.IP_REGISTER), one(IP_REGISTRAR));
        refuse(call, abi.encodeWithSelector(GateClosed.selector, Gate.IP_REGISTER));
    }

    function test_each_register_has_its_own_registrar() public {
        bytes32 record = agreed(exclusive(hanoi()));
        Call memory call = by(certificate(record, Gate.TRANSFER_REGISTER), one(IP_REGISTRAR));
        refuse(call, abi.encodeWithSelector(RoleRequired.selector, id(IP_REGISTRAR), Role.TRANSFER_REGISTRAR));
    }

    function test_a_licence_in_effect_is_registered_voluntarily_once() public {
        bytes32 record = inEffect(exclusive(hanoi()));
        vm.recordLogs();
        accept(by(certificate(record, Gate.IP_REGISTER), one(IP_REGISTRAR)));
        bytes memory data = vm.getRecordedLogs()[0].data;
        (,, uint64 registeredAt) = abi.decode(data, (Header, CertifyInstrument, uint64));
        vm.assertEq(uint256(registeredAt), uint256(clock()));
        Call memory again = by(certificate(record, Gate.IP_REGISTER), one(IP_REGISTRAR));
        refuse(again, abi.encodeWithSelector(GateClosed.selector, Gate.IP_REGISTER));
    }

    // --- What is asked once more ---

    function test_an_instrument_past_its_last_day_does_not_take_effect() public {
        Terms memory terms = exclusive(hanoi());
        terms.effect_by = clock() + 1 days;
        bytes32 record = agreed(terms);
        vm.warp(terms.effect_by);
        refuseEffect(record, abi.encodeWithSelector(TooLate.selector, terms.effect_by, terms.effect_by));
    }

    function test_title_that_moved_before_effect_grants_nothing() public {
        bytes32 record = agreed(nonExclusive(hanoi()));
        accept(by(dispute(asset, STRANGER), two(ARBITER, STRANGER)));
        accept(by(resolution(asset, wholly(CO_OWNER)), one(ARBITER)));
        refuseEffect(record, abi.encodeWithSelector(SignatoryMissing.selector, id(CO_OWNER)));
    }

    function test_a_grantor_who_lost_title_grants_nothing() public {
        jointlyHeld(5_000, 5_000, GrantRule.ALL);
        Terms memory terms = nonExclusive(hanoi());
        terms.members = bothGrantorsAnd(LICENSEE);
        bytes32 record = agreed(terms, three(OWNER, CO_OWNER, LICENSEE));
        accept(by(dispute(asset, STRANGER), two(ARBITER, STRANGER)));
        accept(by(resolution(asset, wholly(CO_OWNER)), one(ARBITER)));
        refuseEffect(record, abi.encodeWithSelector(NoTitle.selector, id(OWNER)));
    }

    function test_rights_that_shrank_before_effect_cover_nothing() public {
        bytes32 record = agreed(exclusive(hanoi()));
        Right memory inHaiPhong = patentRight();
        inHaiPhong.provinces = HAI_PHONG;
        accept(by(recording(asset, listed(inHaiPhong)), one(IP_REGISTRAR)));
        refuseEffect(record, abi.encodeWithSelector(RightNotInForce.selector, asset));
    }

    function test_an_ended_asset_grants_nothing_more() public {
        bytes32 record = agreed(exclusive(hanoi()));
        accept(by(assetEnding(asset, AssetEnd.INVALIDATED), one(IP_REGISTRAR)));
        refuseEffect(record, abi.encodeWithSelector(StateForbids.selector, asset, State.INVALIDATED));
    }
}
