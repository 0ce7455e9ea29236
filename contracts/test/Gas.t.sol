// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentMove, InstrumentEnd, Kind} from "../src/generated/Enums.sol";
import {ModuleNumber} from "../src/generated/Modules.sol";
import {
    Member,
    MoveDocument,
    ProposeInstrument,
    ReportRoyalty,
    Scope,
    SubmitDocument,
    Terms
} from "../src/generated/Types.sol";
import {IDocuments} from "../src/interfaces/IDocuments.sol";
import {IRoyalties} from "../src/interfaces/IRoyalties.sol";
import {vm} from "./base/Cheats.sol";
import {CommandTest} from "./base/CommandTest.sol";

/// @notice What commands cost, and that the cost is flat. `forge snapshot --match-contract GasTest` writes .gas-snapshot.
/// @dev Crowds are made by functions called from outside, so that a test's memory does not grow, and are not metered:
/// a test has less gas than they take.
contract GasTest is CommandTest {
    uint256 private constant TRANSACTION = 21_000;
    uint256 private constant ZERO_BYTE = 4;
    uint256 private constant OTHER_BYTE = 16;
    /// @dev Whole transactions, 21,000 gas and calldata included.
    uint256 private constant MOST_FOR_A_REGISTRATION = 240_000;
    uint256 private constant MOST_FOR_A_PROPOSAL = 400_000;
    /// @dev What one more standing exclusive grant adds to the check of a new one, about 10,425: its place in the list
    /// and three words of scope, read cold, and the comparison. With the list's bound it stops at 63 of them.
    uint256 private constant ONE_EXCLUSIVE = 11_000;
    uint256 private constant MOST_EXCLUSIVES = 64;

    uint64 private constant MINUTE = 60;
    /// @dev Longer than the 256 seconds that one word of a set of seconds holds: each period takes a word of its own.
    uint64 private constant PERIOD = 300;

    uint256 private _documents;

    /// @dev Every account and slot is cold, as a transaction finds them.
    function gasOf(Call memory call) internal returns (uint256 used) {
        used = TRANSACTION;
        for (uint256 i = 0; i < call.data.length; ++i) {
            used += call.data[i] == 0 ? ZERO_BYTE : OTHER_BYTE;
        }
        vm.cool(address(registry));
        for (uint256 i = 0; i < ModuleNumber.COUNT; ++i) {
            vm.cool(registry.moduleAt(i));
        }
        address module = call.module;
        bytes memory data = call.data;
        uint256 before = gasleft();
        (bool accepted,) = module.call(data);
        used += before - gasleft();
        vm.assertTrue(accepted);
    }

    function assertFlat(uint256 few, uint256 many) internal pure {
        vm.assertLe(many * 100, few * 102);
    }

    modifier unmetered() {
        vm.pauseGasMetering();
        _;
        vm.resumeGasMetering();
    }

    // --- Single commands ---

    function test_registering_an_asset() public {
        vm.assertLe(this.registrationOf(1), MOST_FOR_A_REGISTRATION);
    }

    function test_proposing_a_licence() public {
        vm.assertLe(
            gasOf(by(proposal(exclusive(hanoi()), two(OWNER, LICENSEE)), two(OWNER, LICENSEE))), MOST_FOR_A_PROPOSAL
        );
    }

    function test_a_registration_costs_the_same_beside_1000_others() public {
        this.registerMore(0, 2);
        uint256 few = this.registrationOf(2);
        this.registerMore(3, 1_000);
        assertFlat(few, this.registrationOf(1_000));
    }

    function registerMore(uint256 from, uint256 to) external unmetered {
        for (uint256 i = from; i < to; ++i) {
            accept(by(declaration(wholly(OWNER), OWNER, keccak256(abi.encode(i))), one(OWNER)));
        }
    }

    function registrationOf(uint256 number) external returns (uint256) {
        return gasOf(by(declaration(wholly(OWNER), OWNER, keccak256(abi.encode(number))), one(OWNER)));
    }

    // --- Licences of one asset ---

    function test_a_licence_costs_the_same_after_10000_past_ones() public {
        this.passBy(2);
        uint256[4] memory few = this.licencesOfEachKind();
        for (uint256 i = 0; i < 100; ++i) {
            this.passBy(100);
        }
        uint256[4] memory many = this.licencesOfEachKind();
        for (uint256 i = 0; i < few.length; ++i) {
            assertFlat(few[i], many[i]);
        }
    }

    /// @dev Licences that take effect and run out, every other one exclusive.
    function passBy(uint256 licences) external unmetered {
        for (uint256 i = 0; i < licences; ++i) {
            Terms memory terms = i % 2 == 0 ? exclusive(forAMinute()) : nonExclusive(forAMinute());
            inEffect(terms);
            vm.warp(clock() + MINUTE);
        }
    }

    /// @dev What it costs to propose an exclusive licence, to bring it into effect, and the same of another one.
    function licencesOfEachKind() external returns (uint256[4] memory costs) {
        (costs[0], costs[1]) = licensing(exclusive(forAMinute()));
        vm.warp(clock() + MINUTE);
        (costs[2], costs[3]) = licensing(nonExclusive(forAMinute()));
        vm.warp(clock() + MINUTE);
    }

    function licensing(Terms memory terms) private returns (uint256 proposing, uint256 effecting) {
        bytes32 record;
        (record, proposing) = proposed(terms, two(OWNER, LICENSEE));
        effecting = gasOf(by(effect(record), one(LICENSEE)));
    }

    function forAMinute() private view returns (Scope memory scope) {
        scope = hanoi();
        scope.end = scope.start + MINUTE;
    }

    function test_a_licence_costs_the_same_beside_1000_standing_ones() public {
        this.crowd(2);
        (, uint256 few) = licensing(nonExclusive(hanoi()));
        this.crowd(998);
        (, uint256 many) = licensing(nonExclusive(hanoi()));
        assertFlat(few, many);
    }

    function crowd(uint256 licences) external unmetered {
        for (uint256 i = 0; i < licences; ++i) {
            inEffect(nonExclusive(hanoi()));
        }
    }

    function test_each_of_64_standing_exclusives_costs_one_check() public {
        (, uint256 first) = licensing(exclusive(piece(0)));
        uint256 before = first;
        for (uint256 i = 1; i < MOST_EXCLUSIVES; ++i) {
            (, uint256 next) = licensing(exclusive(piece(i)));
            vm.assertLe(next, before + ONE_EXCLUSIVE);
            before = next;
        }
        vm.assertLe(before, first + (MOST_EXCLUSIVES - 1) * ONE_EXCLUSIVE);
    }

    /// @dev One act in one province: no two of them meet.
    function piece(uint256 number) private view returns (Scope memory scope) {
        scope = hanoi();
        scope.provinces = uint64(uint256(1) << (number % 32));
        scope.acts = number < 32 ? 1 : 2;
    }

    // --- Sublicences of one licence ---

    function test_a_sublicence_and_an_amendment_cost_the_same_after_1000_ended_sublicences() public {
        Terms memory terms = nonExclusive(hanoi());
        terms.sub_depth = 1;
        bytes32 parent = inEffect(terms);
        this.endSublicences(parent, 2);
        uint256[3] memory few = this.sublicensing(parent, terms);
        for (uint256 i = 0; i < 10; ++i) {
            this.endSublicences(parent, 100);
        }
        uint256[3] memory many = this.sublicensing(parent, terms);
        for (uint256 i = 0; i < few.length; ++i) {
            assertFlat(few[i], many[i]);
        }
    }

    function test_an_amendment_costs_the_same_beside_100_standing_sublicences() public {
        Terms memory terms = nonExclusive(hanoi());
        terms.sub_depth = 1;
        bytes32 parent = inEffect(terms);
        this.standSublicences(parent, 2);
        uint256 few = this.amendmentOf(parent, terms);
        this.standSublicences(parent, 98);
        assertFlat(few, this.amendmentOf(parent, terms));
    }

    function standSublicences(bytes32 parent, uint256 count) external unmetered {
        for (uint256 i = 0; i < count; ++i) {
            bytes32 record = agreed(nextSublicence(parent), three(LICENSEE, OWNER, RIVAL));
            accept(by(effect(record), one(RIVAL)));
        }
    }

    function amendmentOf(bytes32 record, Terms memory terms) external returns (uint256) {
        return gasOf(by(amendment(record, terms), two(OWNER, LICENSEE)));
    }

    function endSublicences(bytes32 parent, uint256 count) external unmetered {
        for (uint256 i = 0; i < count; ++i) {
            endSublicence(agreed(nextSublicence(parent), three(LICENSEE, OWNER, RIVAL)));
        }
    }

    function endSublicence(bytes32 record) private {
        accept(by(effect(record), one(RIVAL)));
        accept(by(instrumentEnding(record, InstrumentEnd.TERMINATED), three(LICENSEE, OWNER, RIVAL)));
    }

    /// @dev What it costs to bring a sublicence into effect, to end it, and to amend its parent.
    function sublicensing(bytes32 parent, Terms memory terms) external returns (uint256[3] memory costs) {
        (bytes32 record,) = proposed(nextSublicence(parent), three(LICENSEE, OWNER, RIVAL));
        costs[0] = gasOf(by(effect(record), one(RIVAL)));
        costs[1] = gasOf(by(instrumentEnding(record, InstrumentEnd.TERMINATED), three(LICENSEE, OWNER, RIVAL)));
        costs[2] = this.amendmentOf(parent, terms);
    }

    /// @dev Each runs out at a second of its own.
    function nextSublicence(bytes32 parent) private view returns (Terms memory) {
        Scope memory scope = hanoi();
        scope.end -= 1 + encumbranceOf(parent);
        return sublicence(parent, scope);
    }

    function proposed(Terms memory terms, uint256[] memory signing) private returns (bytes32 record, uint256 cost) {
        ProposeInstrument memory c = proposal(terms, signing);
        record = c.record;
        cost = gasOf(by(c, signing));
    }

    // --- Royalty periods of one licence ---

    function test_a_royalty_report_costs_the_same_after_10000_periods() public {
        bytes32 instrument = inEffect(nonExclusive(hanoi()));
        uint64 start = clock();
        uint256 few = gasOf(report(instrument, start, 0));
        for (uint64 i = 1; i < 10_000; i += 101) {
            this.reportPeriods(instrument, start, i, i + 101);
        }
        assertFlat(few, gasOf(report(instrument, start, 10_101)));
    }

    function reportPeriods(bytes32 instrument, uint64 start, uint64 from, uint64 to) external unmetered {
        for (uint64 i = from; i < to; ++i) {
            accept(report(instrument, start, i));
        }
    }

    /// @dev The report of a period that has just ended.
    function report(bytes32 instrument, uint64 start, uint64 number) private returns (Call memory) {
        ReportRoyalty memory c;
        (c.instrument, c.start, c.end) = (instrument, start + number * PERIOD, start + (number + 1) * PERIOD);
        if (clock() < c.end) vm.warp(c.end);
        c.nonce = keccak256(abi.encode(instrument, c.start));
        c.record = keccak256(abi.encode(Kind.ROYALTY_PERIOD, c.nonce));
        (c.not_after, c.amount, c.report) = (soon(), PAPER, PAPER);
        address royalties = registry.moduleAt(ModuleNumber.ROYALTIES);
        return signedBy(Call(royalties, abi.encodeCall(IRoyalties.reportRoyalty, (c, none()))), one(LICENSEE));
    }

    // --- Documents of one party ---

    function test_a_document_costs_the_same_after_10000_of_its_sender() public {
        uint256[2] memory few = this.documents();
        for (uint256 i = 0; i < 100; ++i) {
            this.sendDocuments(100);
        }
        uint256[2] memory many = this.documents();
        assertFlat(few[0], many[0]);
        assertFlat(few[1], many[1]);
    }

    function sendDocuments(uint256 count) external unmetered {
        for (uint256 i = 0; i < count; ++i) {
            accept(submission(++_documents));
        }
    }

    /// @dev What it costs to send a document, and to deliver it.
    function documents() external returns (uint256[2] memory costs) {
        costs[0] = gasOf(submission(++_documents));
        costs[1] = gasOf(delivery(_documents));
    }

    function submission(uint256 number) private returns (Call memory) {
        bytes32 nonce = bytes32(number);
        SubmitDocument memory c = SubmitDocument(documentId(number), 0, soon(), nonce, id(STRANGER), PAPER, 0);
        bytes memory data = abi.encodeCall(IDocuments.submitDocument, (c, none()));
        return signedBy(Call(registry.moduleAt(ModuleNumber.DOCUMENTS), data), one(OWNER));
    }

    function delivery(uint256 number) private returns (Call memory) {
        MoveDocument memory c = MoveDocument(documentId(number), 1, soon(), DocumentMove.DELIVERED, PAPER, 0, 0, 0);
        bytes memory data = abi.encodeCall(IDocuments.moveDocument, (c, none()));
        return signedBy(Call(registry.moduleAt(ModuleNumber.DOCUMENTS), data), one(STRANGER));
    }

    function documentId(uint256 number) private pure returns (bytes32) {
        return keccak256(abi.encode(Kind.DOCUMENT, id(OWNER), bytes32(number)));
    }
}
