// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../src/interfaces/IParties.sol";
import {IRegistry} from "../src/interfaces/IRegistry.sol";
import {Entry, Genesis, Touch} from "../src/Records.sol";
import {Kind, State} from "../src/generated/Enums.sol";
import {ClockBehind} from "../src/generated/Errors.sol";
import {ModuleNumber} from "../src/generated/Modules.sol";
import {RULEBOOK} from "../src/generated/Rulebook.sol";
import {RecordedLog, vm} from "./base/Cheats.sol";
import {LedgerTest} from "./base/LedgerTest.sol";

/// @title Deployment, and the chain of each record
contract RegistryTest is LedgerTest {
    bytes32 private constant RECORD = keccak256("record");
    bytes32 private constant DIGEST = keccak256("digest");

    // --- Deployment ---

    function test_addresses_follow_from_the_code_alone() public view {
        bytes32 creation = keccak256(registryCode(genesisOf(REGULATOR), moduleCodeHashes()));
        vm.assertEq(address(registry), create2(address(this), LEDGER, creation));
        bytes32[] memory hashes = moduleCodeHashes();
        for (uint256 i = 0; i < hashes.length; ++i) {
            vm.assertEq(registry.moduleAt(i), create2(address(registry), 0, hashes[i]));
            vm.assertTrue(registry.moduleAt(i).code.length != 0);
        }
    }

    function test_the_ledger_and_the_rulebook_can_be_read() public view {
        vm.assertEq(registry.ledger(), LEDGER);
        vm.assertEq(registry.rulebook(), RULEBOOK);
        vm.assertEq(registry.genesisAt(), GENESIS);
        vm.assertEq(registry.moduleCount(), ModuleNumber.COUNT);
        vm.assertTrue(registry.isInstalled());
    }

    function test_there_is_no_module_beyond_the_last() public {
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NoSuchModule.selector, ModuleNumber.COUNT));
        registry.moduleAt(ModuleNumber.COUNT);
    }

    function test_code_that_was_not_listed_is_not_installed() public {
        bytes memory other = bytes.concat(moduleCode(0), hex"00");
        vm.expectRevert(abi.encodeWithSelector(IRegistry.UnknownCreationCode.selector, keccak256(other)));
        registry.install(other);
    }

    function test_a_module_is_installed_once() public {
        bytes memory code = moduleCode(0);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.AlreadyInstalled.selector, address(parties)));
        registry.install(code);
    }

    function test_no_command_is_accepted_before_the_last_module() public {
        registry = newRegistry(genesisOf(REGULATOR + 1));
        installAllBut(ModuleNumber.ASSETS);
        parties = IParties(registry.moduleAt(ModuleNumber.PARTIES));
        vm.assertFalse(registry.isInstalled());
        bytes memory call = signed(registration(one(0xb1), 1), one(0xb1));
        refuse(call, abi.encodeWithSelector(IRegistry.MayNotWrite.selector, address(parties)));
        install(moduleCode(ModuleNumber.ASSETS));
        accept(call);
    }

    function installAllBut(uint256 left) private {
        for (uint256 i = 0; i < ModuleNumber.COUNT; ++i) {
            if (i != left) install(moduleCode(i));
        }
    }

    function test_the_last_module_announces_the_deployment_with_runtime_code() public {
        registry = newRegistry(genesisOf(REGULATOR + 1));
        installAllBut(ModuleNumber.ANCHORS);
        vm.recordLogs();
        install(moduleCode(ModuleNumber.ANCHORS));
        RecordedLog[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 1);
        vm.assertEq(logs[0].topics[0], IRegistry.Deployed.selector);
        (bytes32 ledger, uint32 rulebook, bytes32[] memory hashes) =
            abi.decode(logs[0].data, (bytes32, uint32, bytes32[]));
        vm.assertEq(ledger, LEDGER);
        vm.assertEq(rulebook, RULEBOOK);
        vm.assertEq(hashes.length, 1 + ModuleNumber.COUNT);
        vm.assertEq(hashes[0], address(registry).codehash);
        for (uint256 i = 0; i < ModuleNumber.COUNT; ++i) {
            vm.assertEq(hashes[i + 1], registry.moduleAt(i).codehash);
        }
    }

    function test_a_genesis_without_usable_keys_is_refused() public {
        Genesis memory genesis = genesisOf(REGULATOR);
        genesis.threshold = 2;
        refuseGenesis(genesis);
        genesis.threshold = 0;
        refuseGenesis(genesis);
        genesis.threshold = 1;
        genesis.keys = addresses(two(REGULATOR, REGULATOR));
        refuseGenesis(genesis);
        genesis.keys = new address[](1);
        refuseGenesis(genesis);
        genesis.keys = new address[](0);
        refuseGenesis(genesis);
        genesis.keys = new address[](17);
        refuseGenesis(genesis);
    }

    function refuseGenesis(Genesis memory genesis) private {
        bytes memory code = registryCode(genesis, moduleCodeHashes());
        vm.expectRevert(abi.encodeWithSelector(IRegistry.BadGenesis.selector));
        this.deployed(code);
    }

    function test_a_registry_without_modules_is_refused() public {
        bytes memory code = registryCode(genesisOf(REGULATOR), new bytes32[](0));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NoModules.selector));
        this.deployed(code);
    }

    function deployed(bytes memory creationCode) external returns (address) {
        return deploy(creationCode);
    }

    // --- Genesis ---

    function test_the_regulator_is_an_active_party_at_version_one() public {
        Entry memory entry = registry.entryOf(id(REGULATOR));
        vm.assertEq(entry.kind, Kind.PARTY);
        vm.assertEq(entry.state, State.ACTIVE);
        vm.assertEq(entry.version, 1);
        vm.assertEq(entry.at, GENESIS);
        bytes32 head = keccak256(abi.encodePacked(id(REGULATOR), LEDGER, GENESIS));
        vm.assertEq(registry.headOf(id(REGULATOR)), head);
        vm.recordLogs();
        IRegistry other = newRegistry(genesisOf(REGULATOR + 1));
        RecordedLog[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 1);
        vm.assertEq(logs[0].emitter, address(other));
        vm.assertEq(logs[0].topics[0], IRegistry.GenesisRecorded.selector);
        vm.assertEq(logs[0].topics[1], id(REGULATOR + 1));
        vm.assertEq(logs[0].topics[2], LEDGER);
    }

    // --- The chain of a record ---

    function test_only_modules_move_records() public {
        bytes memory refusal = abi.encodeWithSelector(IRegistry.MayNotWrite.selector, address(this));
        vm.expectRevert(refusal);
        registry.create(RECORD, Kind.ASSET, State.REGISTERED, DIGEST);
        vm.expectRevert(refusal);
        registry.advance(RECORD, State.ACTIVE, DIGEST, false);
        vm.expectRevert(refusal);
        registry.touch(RECORD, DIGEST);
    }

    function test_the_head_chains_digest_and_time(bytes32 record, bytes32 first, bytes32 second, uint32 wait) public {
        vm.assume(record != id(REGULATOR));
        (uint32 version, bytes32 head) = mover.create(record, Kind.ASSET, State.REGISTERED, first);
        vm.assertEq(version, 1);
        vm.assertEq(head, keccak256(abi.encodePacked(record, first, START)));
        uint64 later = START + wait;
        vm.warp(later);
        bytes32 next = keccak256(abi.encodePacked(head, second, later));
        (version, head) = mover.advance(record, State.ACTIVE, second, false);
        vm.assertEq(version, 2);
        vm.assertEq(head, next);
        vm.assertEq(registry.headOf(record), next);
    }

    function test_a_touched_record_keeps_its_state_and_authority_mark() public {
        mover.create(RECORD, Kind.ASSET, State.REGISTERED, DIGEST);
        mover.advance(RECORD, State.DISPUTED, DIGEST, true);
        bytes32 head = registry.headOf(RECORD);
        Touch memory touched = mover.touch(RECORD, keccak256("another"));
        Entry memory entry = registry.entryOf(RECORD);
        vm.assertEq(touched.record, RECORD);
        vm.assertEq(touched.version, 3);
        vm.assertEq(touched.head, keccak256(abi.encodePacked(head, keccak256("another"), START)));
        vm.assertEq(entry.version, 3);
        vm.assertEq(entry.authority_version, 2);
        vm.assertEq(entry.state, State.DISPUTED);
        vm.assertEq(entry.kind, Kind.ASSET);
    }

    function test_heads_and_entries_stand_in_the_slots_that_proofs_read() public {
        mover.create(RECORD, Kind.ASSET, State.REGISTERED, DIGEST);
        mover.advance(RECORD, State.ACTIVE, DIGEST, true);
        bytes32 head = vm.load(address(registry), keccak256(abi.encode(RECORD, 0)));
        vm.assertEq(head, registry.headOf(RECORD));
        uint256 word = uint256(vm.load(address(registry), keccak256(abi.encode(RECORD, 1))));
        vm.assertEq(uint8(word), Kind.ASSET);
        vm.assertEq(uint8(word >> 8), State.ACTIVE);
        vm.assertEq(uint32(word >> 16), 2);
        vm.assertEq(uint32(word >> 48), 2);
        vm.assertEq(uint64(word >> 80), START);
        vm.assertEq(word >> 144, 0);
    }

    function test_a_clock_behind_the_record_waits() public {
        mover.create(RECORD, Kind.ASSET, State.REGISTERED, DIGEST);
        vm.warp(START - 1);
        bytes memory refusal = abi.encodeWithSelector(ClockBehind.selector, START, START - 1);
        vm.expectRevert(refusal);
        mover.advance(RECORD, State.ACTIVE, DIGEST, false);
        vm.expectRevert(refusal);
        mover.touch(RECORD, DIGEST);
    }

    function create2(address creator, bytes32 salt, bytes32 codeHash) private pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), creator, salt, codeHash)))));
    }
}
