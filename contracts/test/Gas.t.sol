// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Scope, Terms} from "../src/generated/Types.sol";
import {vm} from "./base/Cheats.sol";
import {InstrumentTest} from "./base/InstrumentTest.sol";

/// @notice What commands cost, and that the cost is flat. `forge snapshot --match-contract GasTest` writes .gas-snapshot.
contract GasTest is InstrumentTest {
    uint256 private constant TRANSACTION = 21_000;
    uint256 private constant ZERO_BYTE = 4;
    uint256 private constant OTHER_BYTE = 16;
    /// @dev The whole transaction, 21,000 gas and calldata included.
    uint256 private constant MOST_FOR_A_REGISTRATION = 240_000;

    /// @dev The first call of a test finds every account and slot cold, as a transaction does.
    function gasOf(Call memory call) internal returns (uint256 used) {
        used = TRANSACTION;
        for (uint256 i = 0; i < call.data.length; ++i) {
            used += call.data[i] == 0 ? ZERO_BYTE : OTHER_BYTE;
        }
        address module = call.module;
        bytes memory data = call.data;
        uint256 before = gasleft();
        (bool accepted,) = module.call(data);
        used += before - gasleft();
        vm.assertTrue(accepted);
    }

    /// @dev Makes non-exclusive licences take effect. Called from outside, so that a test's memory does not grow.
    function crowd(uint256 licences) external {
        for (uint256 i = 0; i < licences; ++i) {
            inEffect(nonExclusive(hanoi()));
        }
    }

    function effectOfOneMore() external returns (uint256) {
        return gasOf(by(effect(agreed(nonExclusive(hanoi()))), one(LICENSEE)));
    }

    function registerMore(uint256 from, uint256 to) external {
        for (uint256 i = from; i < to; ++i) {
            accept(by(declaration(wholly(OWNER), OWNER, keccak256(abi.encode(i))), one(OWNER)));
        }
    }

    function registrationOf(uint256 number) external returns (uint256) {
        return gasOf(by(declaration(wholly(OWNER), OWNER, keccak256(abi.encode(number))), one(OWNER)));
    }

    /// @dev Sublicences that run out one second after another. Called from outside, as above.
    function sublicense(bytes32 parent, uint64 from, uint64 to) external {
        for (uint64 i = from; i < to; ++i) {
            Scope memory scope = hanoi();
            scope.end -= i;
            bytes32 record = agreed(sublicence(parent, scope), three(LICENSEE, OWNER, RIVAL));
            accept(by(effect(record), one(RIVAL)));
        }
    }

    function amendmentOf(bytes32 record, Terms memory terms) external returns (uint256) {
        return gasOf(by(amendment(record, terms), two(OWNER, LICENSEE)));
    }

    function assertFlat(uint256 few, uint256 many) internal pure {
        vm.assertLe(many * 100, few * 102);
    }

    function test_registering_an_asset() public {
        vm.assertLe(this.registrationOf(1), MOST_FOR_A_REGISTRATION);
    }

    function test_proposing_a_licence() public {
        vm.assertLe(gasOf(by(proposal(exclusive(hanoi()), two(OWNER, LICENSEE)), two(OWNER, LICENSEE))), 480_000);
    }

    function test_the_effect_of_a_licence_costs_the_same_beside_1000_others() public {
        this.crowd(1);
        uint256 few = this.effectOfOneMore();
        this.crowd(998);
        assertFlat(few, this.effectOfOneMore());
    }

    function test_a_registration_costs_the_same_beside_200_others() public {
        this.registerMore(0, 2);
        uint256 few = this.registrationOf(2);
        this.registerMore(3, 200);
        assertFlat(few, this.registrationOf(200));
    }

    function test_an_amendment_costs_the_same_beside_100_sublicences() public {
        Terms memory terms = nonExclusive(hanoi());
        terms.sub_depth = 1;
        bytes32 record = inEffect(terms);
        this.sublicense(record, 1, 3);
        uint256 few = this.amendmentOf(record, terms);
        this.sublicense(record, 3, 101);
        assertFlat(few, this.amendmentOf(record, terms));
    }
}
