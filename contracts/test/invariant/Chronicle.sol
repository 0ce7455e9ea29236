// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VersionMismatch} from "../../src/generated/Errors.sol";
import {RecordedLog, vm} from "../base/Cheats.sol";
import {CommandTest} from "../base/CommandTest.sol";

/// @title What was submitted, told once more beside the ledger
/// @dev Commands are submitted with real signatures, and the ledger accepts or refuses them. Every head is chained here
/// once more from the events alone; every accepted command is sent again, as it was and with other content. What a rule
/// of domain.md forbids and yet happens is counted under the number of its invariant.
abstract contract Chronicle is CommandTest {
    bytes4 private constant PANIC = 0x4e487b71;

    mapping(bytes32 record => bytes32 head) public headOf;
    mapping(bytes32 record => uint32 version) public versionOfRecord;
    mapping(uint256 invariantNumber => uint256 count) public breaches;
    /// @dev How often something worth trying succeeded, by its name, and how often each refusal was answered.
    mapping(string deed => uint256 count) public done;
    mapping(bytes4 refusal => uint256 count) public refused;
    uint256 public panics;
    uint256 private _submitted;
    bytes32[] private _records;

    /// @dev From the first record on: the regulator, the offices and parties, and whatever a history begins with.
    function setUp() public virtual override {
        vm.recordLogs();
        super.setUp();
        begin();
        RecordedLog[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            // The first log is of the genesis; that of the deployment is of no record.
            if (logs[i].topics.length >= 3) chain(logs[i].topics[1], logs[i].topics[2], i == 0 ? GENESIS : clock());
        }
    }

    /// @dev What a history needs before its first action.
    function begin() internal virtual;

    // --- What invariants read ---

    function records() external view returns (bytes32[] memory) {
        return _records;
    }

    function registryHead(bytes32 record) external view returns (bytes32) {
        return registry.headOf(record);
    }

    function registryVersion(bytes32 record) external view returns (uint32) {
        return recordVersion(record);
    }

    // --- For histories ---

    /// @dev Submits a draft signed with these keys.
    function submit(Call memory draft, uint256[] memory keys) internal returns (bool accepted) {
        ++_submitted;
        Call memory call = signedBy(draft, keys);
        vm.recordLogs();
        bytes memory answer;
        (accepted, answer) = call.module.call(call.data);
        RecordedLog[] memory logs = vm.getRecordedLogs();
        if (!accepted) {
            ++refused[bytes4(answer)];
            if (bytes4(answer) == PANIC || answer.length == 0) ++panics;
            return false;
        }
        bytes32 digest = digestOf(draft);
        for (uint256 i = 0; i < logs.length; ++i) {
            hold(11, logs[i].topics[2] == digest);
            chain(logs[i].topics[1], digest, clock());
            if (logs[i].topics.length == 4 && logs[i].topics[3] != 0) chain(logs[i].topics[3], digest, clock());
        }
        refuseAgain(call);
        refuseAgain(signedBy(postponed(draft), keys));
    }

    /// @dev Counts a breach of the invariant where its condition does not hold.
    function hold(uint256 invariantNumber, bool condition) internal {
        if (!condition) ++breaches[invariantNumber];
    }

    function did(string memory deed) internal {
        ++done[deed];
    }

    /// @dev A number below `bound`. Forge repeats its seeds, and so what was submitted before counts as well.
    function pick(uint256 seed, string memory what, uint256 bound) internal view returns (uint256) {
        return uint256(keccak256(abi.encode(seed, _submitted, what))) % bound;
    }

    /// @dev Whether a seed falls on the one in `bound`.
    function rarely(uint256 seed, string memory what, uint256 bound) internal view returns (bool) {
        return pick(seed, what, bound) == 0;
    }

    // --- Parts ---

    /// @dev The version has moved on, whoever sends the same or other content for it (invariant 12).
    function refuseAgain(Call memory call) private {
        (bool accepted, bytes memory answer) = call.module.call(call.data);
        hold(12, !accepted && bytes4(answer) == VersionMismatch.selector);
    }

    function chain(bytes32 record, bytes32 digest, uint64 at) private {
        if (versionOfRecord[record] == 0) {
            headOf[record] = record;
            _records.push(record);
        }
        headOf[record] = keccak256(abi.encodePacked(headOf[record], digest, at));
        ++versionOfRecord[record];
    }
}
