// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Admission} from "../src/interfaces/IParties.sol";
import {PartyState, Power, Role, State} from "../src/generated/Enums.sol";
import {
    BadSignature,
    ClockBehind,
    CommandExpired,
    DuplicateSigner,
    KeyNotValid,
    KeyPowerMissing,
    NotAfterTooFar,
    PartyNotActive,
    ThresholdNotMet,
    UnknownKey
} from "../src/generated/Errors.sol";
import {vm} from "./base/Cheats.sol";
import {LedgerTest} from "./base/LedgerTest.sol";

/// @title Time and signatures (checks 4 and 5; readings 9 to 12)
contract AdmissionTest is LedgerTest {
    bytes32 private constant DIGEST = keccak256("a command");
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    uint256 private constant INSTITUTE = 0xb1;
    uint256 private constant SECOND = 0xb2;
    uint256 private constant THIRD = 0xb3;
    uint256 private constant STRANGER = 0xbad;

    function setUp() public override {
        super.setUp();
        enlist(three(INSTITUTE, SECOND, THIRD), 2);
    }

    function signatures(uint256[] memory keys) private pure returns (bytes[] memory made) {
        made = new bytes[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[i], DIGEST);
            made[i] = abi.encodePacked(r, s, v);
        }
    }

    function admit(uint8 power, uint256[] memory keys) private view returns (Admission memory) {
        return parties.admit(DIGEST, soon(), power, 0, signatures(keys));
    }

    function refuseAdmission(uint8 power, uint256[] memory keys, bytes memory reason) private {
        bytes[] memory made = signatures(keys);
        uint64 notAfter = soon();
        vm.expectRevert(reason);
        parties.admit(DIGEST, notAfter, power, 0, made);
    }

    // --- Time ---

    function test_a_command_is_refused_from_its_not_after_on() public {
        bytes[] memory made = signatures(one(REGULATOR));
        parties.admit(DIGEST, START + 1, Power.MARKET, 0, made);
        vm.expectRevert(abi.encodeWithSelector(CommandExpired.selector, START, START));
        parties.admit(DIGEST, START, Power.MARKET, 0, made);
    }

    function test_a_not_after_more_than_30_days_ahead_is_refused() public {
        bytes[] memory made = signatures(one(REGULATOR));
        uint64 most = START + 30 days;
        parties.admit(DIGEST, most, Power.MARKET, 0, made);
        vm.expectRevert(abi.encodeWithSelector(NotAfterTooFar.selector, most + 1, most));
        parties.admit(DIGEST, most + 1, Power.MARKET, 0, made);
    }

    function test_ledger_time_begins_with_the_genesis() public {
        bytes[] memory made = signatures(one(REGULATOR));
        vm.warp(GENESIS - 1);
        vm.expectRevert(abi.encodeWithSelector(ClockBehind.selector, GENESIS, GENESIS - 1));
        parties.admit(DIGEST, GENESIS + 1, Power.MARKET, 0, made);
    }

    function test_time_is_looked_at_before_signatures() public {
        bytes[] memory made = new bytes[](1);
        vm.expectRevert(abi.encodeWithSelector(CommandExpired.selector, START, START));
        parties.admit(DIGEST, START, Power.MARKET, 0, made);
    }

    // --- The form of a signature (reading 9) ---

    function refuseForm(bytes memory signature) private {
        bytes[] memory made = new bytes[](2);
        made[0] = signatures(one(REGULATOR))[0];
        made[1] = signature;
        uint64 notAfter = soon();
        vm.expectRevert(abi.encodeWithSelector(BadSignature.selector, 1));
        parties.admit(DIGEST, notAfter, Power.MARKET, 0, made);
    }

    function test_a_signature_of_another_length_is_refused() public {
        bytes memory good = signatures(one(INSTITUTE))[0];
        refuseForm("");
        refuseForm(bytes.concat(good, hex"00"));
        bytes memory short = new bytes(64);
        for (uint256 i = 0; i < 64; ++i) {
            short[i] = good[i];
        }
        refuseForm(short);
    }

    function test_a_signature_in_the_upper_half_is_refused() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(INSTITUTE, DIGEST);
        vm.assertLe(uint256(s), HALF_ORDER);
        // The other signature of the same key over the same digest: it would recover as well.
        bytes32 mirrored = bytes32(ORDER - uint256(s));
        vm.assertEq(ecrecover(DIGEST, v == 27 ? 28 : 27, r, mirrored), vm.addr(INSTITUTE));
        refuseForm(abi.encodePacked(r, mirrored, v == 27 ? uint8(28) : uint8(27)));
    }

    function test_any_v_but_27_and_28_is_refused(uint8 v) public {
        vm.assume(v != 27 && v != 28);
        (, bytes32 r, bytes32 s) = vm.sign(INSTITUTE, DIGEST);
        refuseForm(abi.encodePacked(r, s, v));
    }

    function test_r_and_s_outside_their_range_are_refused() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(INSTITUTE, DIGEST);
        refuseForm(abi.encodePacked(bytes32(0), s, v));
        refuseForm(abi.encodePacked(r, bytes32(0), v));
        refuseForm(abi.encodePacked(bytes32(ORDER), s, v));
        refuseForm(abi.encodePacked(r, bytes32(ORDER), v));
    }

    // --- Keys (reading 10) ---

    function test_a_key_of_no_party_is_unknown() public {
        refuseAdmission(
            Power.MARKET, two(REGULATOR, STRANGER), abi.encodeWithSelector(UnknownKey.selector, vm.addr(STRANGER))
        );
    }

    function test_a_key_signs_once() public {
        refuseAdmission(
            Power.MARKET,
            two(INSTITUTE, INSTITUTE),
            abi.encodeWithSelector(DuplicateSigner.selector, vm.addr(INSTITUTE))
        );
    }

    function test_a_key_is_valid_in_its_half_open_window() public {
        uint64 begin = START + 10;
        uint64 end = START + 20;
        uint256 fourth = 0xb4;
        bytes memory reason;
        accept(
            signed(
                withWindow(addition(INSTITUTE, fourth, Power.MARKET, 2), begin, end), three(INSTITUTE, SECOND, fourth)
            )
        );
        vm.warp(begin - 1);
        reason = abi.encodeWithSelector(KeyNotValid.selector, vm.addr(fourth), begin - 1);
        refuseAdmission(Power.MARKET, one(fourth), reason);
        vm.warp(begin);
        admit(Power.MARKET, one(fourth));
        vm.warp(end - 1);
        admit(Power.MARKET, one(fourth));
        vm.warp(end);
        reason = abi.encodeWithSelector(KeyNotValid.selector, vm.addr(fourth), end);
        refuseAdmission(Power.MARKET, one(fourth), reason);
    }

    function test_a_revoked_key_signs_nothing_more() public {
        accept(signed(revocation(INSTITUTE, THIRD, 2), two(INSTITUTE, SECOND)));
        refuseAdmission(Power.MARKET, one(THIRD), abi.encodeWithSelector(KeyNotValid.selector, vm.addr(THIRD), START));
    }

    function test_a_key_signs_only_what_its_powers_allow() public {
        uint256 fourth = 0xb4;
        accept(signed(addition(INSTITUTE, fourth, Power.DOCUMENTS | Power.KEYS, 2), three(INSTITUTE, SECOND, fourth)));
        admit(Power.DOCUMENTS, one(fourth));
        refuseAdmission(
            Power.MARKET, one(fourth), abi.encodeWithSelector(KeyPowerMissing.selector, vm.addr(fourth), Power.MARKET)
        );
        refuseAdmission(
            Power.TITLE,
            two(INSTITUTE, fourth),
            abi.encodeWithSelector(KeyPowerMissing.selector, vm.addr(fourth), Power.TITLE)
        );
    }

    function test_only_an_active_party_signs() public {
        uint256 pending = 0xc1;
        accept(signed(registration(one(pending), 1), one(pending)));
        refuseAdmission(
            Power.MARKET, one(pending), abi.encodeWithSelector(PartyNotActive.selector, id(pending), State.PENDING)
        );
        accept(signed(move(INSTITUTE, PartyState.SUSPENDED), one(REGULATOR)));
        refuseAdmission(
            Power.MARKET,
            one(INSTITUTE),
            abi.encodeWithSelector(PartyNotActive.selector, id(INSTITUTE), State.SUSPENDED)
        );
    }

    // --- Thresholds ---

    function test_title_and_keys_ask_the_threshold_and_other_powers_one_key() public {
        admit(Power.DOCUMENTS, one(SECOND));
        admit(Power.MARKET, one(SECOND));
        bytes memory reason = abi.encodeWithSelector(ThresholdNotMet.selector, id(INSTITUTE), 1, 2);
        refuseAdmission(Power.TITLE, one(SECOND), reason);
        refuseAdmission(Power.KEYS, one(SECOND), reason);
        admit(Power.TITLE, two(SECOND, THIRD));
        admit(Power.KEYS, three(INSTITUTE, SECOND, THIRD));
    }

    function test_thresholds_come_after_every_signature() public {
        refuseAdmission(
            Power.TITLE, two(INSTITUTE, STRANGER), abi.encodeWithSelector(UnknownKey.selector, vm.addr(STRANGER))
        );
    }

    // --- The answer ---

    function test_each_signature_names_its_party_and_each_party_stands_once() public view {
        Admission memory admission = admit(Power.TITLE, three(SECOND, REGULATOR, INSTITUTE));
        vm.assertEq(admission.signers.length, 3);
        vm.assertEq(admission.signers[0], id(INSTITUTE));
        vm.assertEq(admission.signers[1], id(REGULATOR));
        vm.assertEq(admission.signers[2], id(INSTITUTE));
        vm.assertEq(admission.parties.length, 2);
        vm.assertEq(admission.parties[0].party, id(INSTITUTE));
        vm.assertEq(admission.parties[1].party, id(REGULATOR));
    }

    function test_only_roles_asked_for_and_held_now_are_told() public {
        appointOffices();
        give(INSTITUTE, Role.OWNER, one(OPERATOR));
        give(INSTITUTE, Role.PROVIDER, one(OPERATOR));
        uint32 asked = uint32(1) << Role.OWNER | uint32(1) << Role.AUDITOR;
        Admission memory admission = parties.admit(DIGEST, soon(), Power.MARKET, asked, signatures(one(SECOND)));
        vm.assertEq(admission.parties[0].roles, uint32(1) << Role.OWNER);
        vm.assertTrue(parties.holdsRole(id(INSTITUTE), Role.PROVIDER));
        vm.assertFalse(parties.holdsRole(id(INSTITUTE), Role.AUDITOR));
    }
}
