// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEscrows} from "../src/interfaces/IEscrows.sol";
import {Header} from "../src/Records.sol";
import {EscrowAction, InstrumentEnd, Role, Ruling, State} from "../src/generated/Enums.sol";
import {EscrowExceeded, EscrowSettled, NotAuthorised, RoleRequired, StateForbids} from "../src/generated/Errors.sol";
import {AttestEscrow, Terms} from "../src/generated/Types.sol";
import {RecordedLog, vm} from "./base/Cheats.sol";
import {InstrumentTest} from "./base/InstrumentTest.sol";

/// @notice `attest_escrow`: released or refunded, never both, never more than funded.
contract InstrumentEscrowTest is InstrumentTest {
    function withEscrow() internal returns (bytes32) {
        Terms memory terms = exclusive(hanoi());
        terms.escrow_agent = id(BANK);
        return agreed(terms);
    }

    function funded() internal returns (bytes32 record) {
        record = withEscrow();
        accept(by(attestation(record, EscrowAction.FUNDED, 10_000), one(BANK)));
    }

    function effective() internal returns (bytes32 record) {
        record = funded();
        accept(by(effect(record), one(LICENSEE)));
    }

    function terminated() internal returns (bytes32 record) {
        record = effective();
        accept(by(instrumentEnding(record, InstrumentEnd.TERMINATED), two(OWNER, LICENSEE)));
    }

    function attest(bytes32 record, uint8 action, uint16 bps) internal {
        accept(by(attestation(record, action, bps), one(BANK)));
    }

    function refuseAttestation(bytes32 record, uint8 action, uint16 bps, bytes memory reason) internal {
        refuse(by(attestation(record, action, bps), one(BANK)), reason);
    }

    function test_the_event_carries_the_sums() public {
        bytes32 record = effective();
        vm.recordLogs();
        attest(record, EscrowAction.RELEASED, 2_500);
        RecordedLog memory log = vm.getRecordedLogs()[0];
        vm.assertEq(log.topics[0], IEscrows.EscrowAttested.selector);
        (,, uint16 held, uint16 released, uint16 refunded) =
            abi.decode(log.data, (Header, AttestEscrow, uint16, uint16, uint16));
        vm.assertEq(uint256(held), 10_000);
        vm.assertEq(uint256(released), 2_500);
        vm.assertEq(uint256(refunded), 0);
    }

    function test_the_agent_needs_the_role() public {
        bytes32 record = withEscrow();
        Call memory call = by(attestation(record, EscrowAction.FUNDED, 1), one(LICENSEE));
        refuse(call, abi.encodeWithSelector(RoleRequired.selector, id(LICENSEE), Role.ESCROW_AGENT));
    }

    function test_another_bank_attests_nothing() public {
        bytes32 record = withEscrow();
        give(RIVAL, Role.ESCROW_AGENT, two(OPERATOR, REGULATOR));
        Call memory call = by(attestation(record, EscrowAction.FUNDED, 1), one(RIVAL));
        refuse(call, abi.encodeWithSelector(NotAuthorised.selector, id(RIVAL)));
    }

    function test_where_the_terms_name_no_agent_nobody_attests() public {
        bytes32 record = agreed(exclusive(hanoi()));
        refuseAttestation(record, EscrowAction.FUNDED, 1, abi.encodeWithSelector(NotAuthorised.selector, id(BANK)));
    }

    function test_never_more_than_the_agreed_sum_is_funded() public {
        bytes32 record = withEscrow();
        attest(record, EscrowAction.FUNDED, 6_000);
        refuseAttestation(
            record, EscrowAction.FUNDED, 4_001, abi.encodeWithSelector(EscrowExceeded.selector, 4_000, 4_001)
        );
    }

    function test_nothing_is_released_before_effect() public {
        bytes32 record = funded();
        refuseAttestation(
            record, EscrowAction.RELEASED, 1, abi.encodeWithSelector(StateForbids.selector, record, State.SIGNED)
        );
    }

    function test_nothing_is_funded_after_effect() public {
        bytes32 record = effective();
        refuseAttestation(
            record, EscrowAction.FUNDED, 1, abi.encodeWithSelector(StateForbids.selector, record, State.EFFECTIVE)
        );
    }

    function test_nothing_is_refunded_before_an_end() public {
        bytes32 record = effective();
        refuseAttestation(
            record, EscrowAction.REFUNDED, 1, abi.encodeWithSelector(StateForbids.selector, record, State.EFFECTIVE)
        );
    }

    function test_never_more_than_is_held_is_released() public {
        bytes32 record = effective();
        attest(record, EscrowAction.RELEASED, 9_000);
        refuseAttestation(
            record, EscrowAction.RELEASED, 1_001, abi.encodeWithSelector(EscrowExceeded.selector, 1_000, 1_001)
        );
    }

    function test_after_a_release_there_is_no_refund() public {
        bytes32 record = terminated();
        attest(record, EscrowAction.RELEASED, 1);
        refuseAttestation(
            record, EscrowAction.REFUNDED, 1, abi.encodeWithSelector(EscrowSettled.selector, EscrowAction.RELEASED)
        );
    }

    function test_after_a_refund_there_is_no_release() public {
        bytes32 record = terminated();
        attest(record, EscrowAction.REFUNDED, 1);
        refuseAttestation(
            record, EscrowAction.RELEASED, 1, abi.encodeWithSelector(EscrowSettled.selector, EscrowAction.REFUNDED)
        );
    }

    function test_money_of_a_withdrawn_instrument_is_refunded() public {
        bytes32 record = funded();
        accept(by(instrumentEnding(record, InstrumentEnd.RESCINDED), two(OWNER, LICENSEE)));
        attest(record, EscrowAction.REFUNDED, 10_000);
        vm.assertEq(uint256(recordState(record)), uint256(State.RESCINDED));
    }

    function test_money_is_released_after_expiry() public {
        bytes32 record = effective();
        vm.warp(clock() + 365 days);
        attest(record, EscrowAction.RELEASED, 10_000);
    }

    function test_nothing_is_released_while_suspended() public {
        bytes32 record = effective();
        accept(by(judgement(record, Ruling.SUSPEND), one(ARBITER)));
        refuseAttestation(
            record, EscrowAction.RELEASED, 1, abi.encodeWithSelector(StateForbids.selector, record, State.SUSPENDED)
        );
    }

    function testFuzz_what_leaves_escrow_never_exceeds_what_is_held(uint16[6] memory parts) public {
        bytes32 record = effective();
        uint256 held = 10_000;
        for (uint256 i = 0; i < parts.length; ++i) {
            uint16 part = uint16(1 + parts[i] % 10_000);
            Call memory call = by(attestation(record, EscrowAction.RELEASED, part), one(BANK));
            if (part <= held) {
                accept(call);
                held -= part;
            } else {
                refuse(call, abi.encodeWithSelector(EscrowExceeded.selector, held, part));
            }
        }
    }
}
