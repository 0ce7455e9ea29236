// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Module} from "../src/Module.sol";
import {IParties} from "../src/interfaces/IParties.sol";
import {IRegistry} from "../src/interfaces/IRegistry.sol";
import {Genesis} from "../src/Records.sol";
import {Power} from "../src/generated/Enums.sol";
import {BadSignature, UnknownKey} from "../src/generated/Errors.sol";
import {ModuleNumber} from "../src/generated/Modules.sol";
import {RecordedLog, vm} from "./base/Cheats.sol";
import {HashingCalls} from "./generated/HashingCalls.sol";
import {ModuleNames} from "./generated/ModuleNames.sol";

/// @title The vectors that Python, Go and TypeScript read as well (tests/vectors)
contract VectorsTest {
    string private constant FOLDER = "../tests/vectors/";

    IRegistry private registry;
    mapping(IRegistry registry => mapping(bytes32 digest => bool)) private _accepted;

    function test_struct_hashes_and_digests() external {
        HashingCalls hashing = new HashingCalls();
        string memory json = vm.readFile(string.concat(FOLDER, "digests.json"));
        uint256 count = 0;
        for (; vm.keyExistsJson(json, at(count)); ++count) {
            (bool answered, bytes memory answer) =
                address(hashing).call(vm.parseJsonBytes(json, member(count, "calldata")));
            vm.assertTrue(answered);
            bytes32 structHash = abi.decode(answer, (bytes32));
            vm.assertEq(structHash, vm.parseJsonBytes32(json, member(count, "struct_hash")));
            bytes32 ledger = vm.parseJsonBytes32(json, member(count, "signed.ledger"));
            bytes32 digest = keccak256(bytes.concat(hex"1901", domain(ledger), structHash));
            vm.assertEq(digest, vm.parseJsonBytes32(json, member(count, "digest")));
        }
        vm.assertTrue(count > 0);
    }

    function test_record_ids() external view {
        string memory json = vm.readFile(string.concat(FOLDER, "ids.json"));
        uint256 count = 0;
        for (; vm.keyExistsJson(json, at(count)); ++count) {
            bytes32 record = keccak256(
                abi.encode(
                    uint8(vm.parseJsonUint(json, member(count, "kind"))),
                    vm.parseJsonBytes32(json, member(count, "party")),
                    vm.parseJsonBytes32(json, member(count, "nonce"))
                )
            );
            vm.assertEq(record, vm.parseJsonBytes32(json, member(count, "record")));
        }
        vm.assertTrue(count > 0);
    }

    function test_heads() external view {
        string memory json = vm.readFile(string.concat(FOLDER, "heads.json"));
        uint256 count = 0;
        for (; vm.keyExistsJson(json, at(count)); ++count) {
            uint64 time = uint64(vm.parseUint(vm.parseJsonString(json, member(count, "at"))));
            bytes32 next = keccak256(
                abi.encodePacked(
                    vm.parseJsonBytes32(json, member(count, "head")),
                    vm.parseJsonBytes32(json, member(count, "digest")),
                    time
                )
            );
            vm.assertEq(next, vm.parseJsonBytes32(json, member(count, "next")));
        }
        vm.assertTrue(count > 0);
    }

    function test_commitments() external view {
        string memory json = vm.readFile(string.concat(FOLDER, "commitments.json"));
        uint256 count = 0;
        for (; vm.keyExistsJson(json, at(count)); ++count) {
            bytes32 commitment = sha256(
                bytes.concat(
                    "HanoTEX.commitment1",
                    vm.parseJsonBytes32(json, member(count, "salt")),
                    bytes(vm.parseJsonString(json, member(count, "content")))
                )
            );
            vm.assertEq(commitment, vm.parseJsonBytes32(json, member(count, "commitment")));
        }
        vm.assertTrue(count > 0);
    }

    /// @dev A signature that recovers is known by the key it is refused for: none of these keys is a party's.
    function test_signatures() external {
        open(vm.readFile(string.concat(FOLDER, "flows/parties.json")));
        IParties parties = IParties(registry.moduleAt(ModuleNumber.PARTIES));
        string memory json = vm.readFile(string.concat(FOLDER, "signatures.json"));
        uint256 count = 0;
        for (; vm.keyExistsJson(json, at(count)); ++count) {
            bytes[] memory signatures = new bytes[](1);
            signatures[0] = vm.parseJsonBytes(json, member(count, "signature"));
            bytes32 digest = vm.parseJsonBytes32(json, member(count, "digest"));
            uint64 soon = uint64(vm.getBlockTimestamp() + 1 hours);
            try parties.admit(digest, soon, Power.TITLE, 0, signatures) {
                revert("a key of no party was admitted");
            } catch (bytes memory answer) {
                string memory path = member(count, "address");
                bool refused = bytes(vm.parseJsonString(json, path)).length != 42;
                vm.assertEq(
                    answer,
                    refused
                        ? abi.encodeWithSelector(BadSignature.selector, 0)
                        : abi.encodeWithSelector(UnknownKey.selector, vm.parseJsonAddress(json, path))
                );
            }
        }
        vm.assertTrue(count > 0);
    }

    function test_flows() external {
        // All the stories together cost more gas than a test is given; what a command costs is Gas.t.sol's question.
        vm.pauseGasMetering();
        string[] memory files = vm.parseJsonStringArray(vm.readFile(string.concat(FOLDER, "index.json")), "$");
        uint256 flows = 0;
        for (uint256 i = 0; i < files.length; ++i) {
            if (!startsWith(files[i], "flows/")) continue;
            this.play(files[i]);
            ++flows;
        }
        vm.assertTrue(flows > 0);
    }

    /// @dev Every step of a flow in order: what is accepted moves exactly the records named, what is refused nothing.
    /// Called from outside, so that one flow's memory is not the next one's.
    function play(string calldata file) external {
        string memory json = vm.readFile(string.concat(FOLDER, file));
        open(json);
        for (uint256 i = 0; vm.keyExistsJson(json, step(i, "id")); ++i) {
            vm.warp(vm.parseJsonUint(json, step(i, "at")));
            bool refused = vm.keyExistsJson(json, step(i, "expect.refused"));
            // A contract is not told which ledger was meant: whoever sends a command to it looks at that first.
            if (refused && equal(vm.parseJsonString(json, step(i, "expect.refused.code")), "WRONG_LEDGER")) continue;
            vm.recordLogs();
            bytes32 record = vm.parseJsonBytes32(json, step(i, "signed.record"));
            bytes32 before = registry.headOf(record);
            (bool accepted, bytes memory answer) = moduleOf(json, i).call(vm.parseJsonBytes(json, step(i, "calldata")));
            RecordedLog[] memory logs = vm.getRecordedLogs();
            if (refused) {
                vm.assertFalse(accepted);
                vm.assertEq(registry.headOf(record), before);
                vm.assertEq(answer, vm.parseJsonBytes(json, step(i, "expect.revert")));
                continue;
            }
            bytes32 digest = vm.parseJsonBytes32(json, step(i, "expect.accepted.digest"));
            if (_accepted[registry][digest]) {
                // Sent again: the adapter answers the first receipt; the contract takes it for nothing new.
                vm.assertFalse(accepted);
                vm.assertEq(registry.headOf(record), before);
                continue;
            }
            _accepted[registry][digest] = true;
            vm.assertEq(answer, "");
            vm.assertTrue(accepted);
            vm.assertEq(logs[0].topics[1], record);
            vm.assertEq(logs[0].topics[2], digest);
            stands(json, record, step(i, "expect.accepted"));
            tells(json, i, digest, logs);
        }
    }

    /// @dev One event per command; it is found by the first record touched, and by a second one through `AlsoTouched`.
    function tells(string memory json, uint256 i, bytes32 digest, RecordedLog[] memory logs) private view {
        uint256 count = 0;
        for (; vm.keyExistsJson(json, touched(i, count)); ++count) {
            bytes32 record = vm.parseJsonBytes32(json, string.concat(touched(i, count), ".record"));
            stands(json, record, touched(i, count));
            if (count == 0) {
                vm.assertEq(logs[0].topics[3], record);
                continue;
            }
            vm.assertEq(logs[count].topics[0], Module.AlsoTouched.selector);
            vm.assertEq(logs[count].topics[1], record);
            vm.assertEq(logs[count].topics[2], digest);
        }
        if (count == 0 && logs[0].topics.length == 4) vm.assertEq(logs[0].topics[3], 0);
        vm.assertEq(logs.length, count < 2 ? 1 : count);
    }

    function stands(string memory json, bytes32 record, string memory path) private view {
        vm.assertEq(registry.headOf(record), vm.parseJsonBytes32(json, string.concat(path, ".head")));
        vm.assertEq(registry.entryOf(record).version, vm.parseJsonUint(json, string.concat(path, ".version")));
    }

    /// @dev A ledger of the flow's own genesis document, its modules installed.
    function open(string memory json) private {
        string memory regulator = "$.genesis.regulator";
        Genesis memory genesis = Genesis({
            at: uint64(vm.parseJsonUint(json, "$.genesis.at")),
            party_kind: uint8(vm.parseJsonUint(json, string.concat(regulator, ".party_kind"))),
            country: uint16(vm.parseJsonUint(json, string.concat(regulator, ".country"))),
            profile: vm.parseJsonBytes32(json, string.concat(regulator, ".profile")),
            keys: vm.parseJsonAddressArray(json, string.concat(regulator, ".keys")),
            threshold: uint8(vm.parseJsonUint(json, string.concat(regulator, ".threshold")))
        });
        vm.warp(genesis.at);
        bytes[] memory codes = new bytes[](ModuleNumber.COUNT);
        bytes32[] memory hashes = new bytes32[](ModuleNumber.COUNT);
        for (uint256 i = 0; i < codes.length; ++i) {
            string memory name = ModuleNames.all()[i];
            codes[i] = vm.getCode(string.concat(name, ".sol:", name));
            hashes[i] = keccak256(codes[i]);
        }
        bytes memory creation = bytes.concat(
            vm.getCode("Registry.sol:Registry"), abi.encode(vm.parseJsonBytes32(json, "$.ledger"), genesis, hashes)
        );
        address created;
        assembly ("memory-safe") {
            created := create(0, add(creation, 0x20), mload(creation))
        }
        vm.assertTrue(created != address(0));
        registry = IRegistry(created);
        for (uint256 i = 0; i < codes.length; ++i) {
            registry.install(codes[i]);
        }
    }

    function equal(string memory one, string memory other) private pure returns (bool) {
        return keccak256(bytes(one)) == keccak256(bytes(other));
    }

    function moduleOf(string memory json, uint256 i) private view returns (address) {
        bytes32 name = keccak256(bytes(vm.parseJsonString(json, step(i, "module"))));
        uint256 number = 0;
        while (keccak256(bytes(ModuleNames.all()[number])) != name) ++number;
        return registry.moduleAt(number);
    }

    function domain(bytes32 ledger) private pure returns (bytes32) {
        bytes32 domainType = keccak256("EIP712Domain(string name,string version,bytes32 salt)");
        return keccak256(bytes.concat(domainType, keccak256("HanoTEX"), keccak256("1"), ledger));
    }

    function at(uint256 index) private pure returns (string memory) {
        return string.concat("$[", vm.toString(index), "]");
    }

    function member(uint256 index, string memory name) private pure returns (string memory) {
        return string.concat(at(index), ".", name);
    }

    function step(uint256 index, string memory name) private pure returns (string memory) {
        return string.concat("$.steps[", vm.toString(index), "].", name);
    }

    function touched(uint256 i, uint256 j) private pure returns (string memory) {
        return string.concat(step(i, "expect.accepted.touched["), vm.toString(j), "]");
    }

    function startsWith(string memory text, bytes memory prefix) private pure returns (bool) {
        bytes memory whole = bytes(text);
        if (whole.length < prefix.length) return false;
        for (uint256 i = 0; i < prefix.length; ++i) {
            if (whole[i] != prefix[i]) return false;
        }
        return true;
    }
}
