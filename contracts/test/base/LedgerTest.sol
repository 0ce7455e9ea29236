// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IParties} from "../../src/interfaces/IParties.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {Genesis} from "../../src/Records.sol";
import {PartyKind, PartyState, Role} from "../../src/generated/Enums.sol";
import {ModuleNumber} from "../../src/generated/Modules.sol";
import {
    AddKey,
    DeclareInterest,
    GrantRole,
    MoveParty,
    RegisterParty,
    RevokeKey,
    RevokeRole,
    UpdateParty
} from "../../src/generated/Types.sol";
import {vm} from "./Cheats.sol";
import {ObedientModule} from "./StandIns.sol";
import {TypedData} from "./TypedData.sol";

/// @title A ledger with its regulator, operator and arbiter, and the ways to sign
/// @dev Private keys are small numbers. A party is named by the private key of its first key.
abstract contract LedgerTest {
    bytes32 internal constant LEDGER = keccak256("a genesis document");
    uint64 internal constant GENESIS = 1_790_000_000;
    uint64 internal constant START = GENESIS + 1 days;
    uint64 internal constant WITHOUT_END = type(uint64).max;
    bytes32 internal constant PROFILE = keccak256("profile");
    uint16 internal constant VIETNAM = 240;

    uint256 internal constant REGULATOR = 0xa1;
    uint256 internal constant OPERATOR = 0xa2;
    uint256 internal constant ARBITER = 0xa3;

    IRegistry internal registry;
    IParties internal parties;
    ObedientModule internal mover;

    function setUp() public virtual {
        vm.warp(START);
        registry = newRegistry(genesisOf(REGULATOR));
        for (uint256 i = 0; i < ModuleNumber.COUNT; ++i) {
            install(moduleCode(i));
        }
        parties = IParties(registry.moduleAt(ModuleNumber.PARTIES));
        mover = ObedientModule(registry.moduleAt(ModuleNumber.ASSETS));
    }

    /// @dev Enlists an operator and an arbiter.
    function appointOffices() internal {
        enlist(OPERATOR);
        give(OPERATOR, Role.OPERATOR, one(REGULATOR));
        enlist(ARBITER);
        give(ARBITER, Role.ARBITER, two(OPERATOR, REGULATOR));
    }

    // --- Deployment ---

    function genesisOf(uint256 key) internal pure returns (Genesis memory genesis) {
        genesis.at = GENESIS;
        genesis.party_kind = PartyKind.AGENCY;
        genesis.country = VIETNAM;
        genesis.profile = PROFILE;
        genesis.keys = new address[](1);
        genesis.keys[0] = vm.addr(key);
        genesis.threshold = 1;
    }

    /// @dev The creation code of each module: the real Parties, and stand-ins for the others.
    function moduleCode(uint256 index) internal view virtual returns (bytes memory) {
        if (index == ModuleNumber.PARTIES) return vm.getCode("Parties.sol:Parties");
        if (index == ModuleNumber.ASSETS) return vm.getCode("StandIns.sol:ObedientModule");
        // What stands after the code is not run; it gives each of them an address of its own.
        return bytes.concat(vm.getCode("StandIns.sol:IdleModule"), abi.encode(index));
    }

    function moduleCodeHashes() internal view returns (bytes32[] memory hashes) {
        hashes = new bytes32[](ModuleNumber.COUNT);
        for (uint256 i = 0; i < hashes.length; ++i) {
            hashes[i] = keccak256(moduleCode(i));
        }
    }

    function registryCode(Genesis memory genesis, bytes32[] memory codeHashes) internal view returns (bytes memory) {
        return bytes.concat(vm.getCode("Registry.sol:Registry"), abi.encode(LEDGER, genesis, codeHashes));
    }

    function newRegistry(Genesis memory genesis) internal returns (IRegistry) {
        return IRegistry(deploy(registryCode(genesis, moduleCodeHashes())));
    }

    /// @dev CREATE2 with the ledger's id as salt; a failure of the constructor is passed on.
    function deploy(bytes memory creationCode) internal returns (address created) {
        bytes32 salt = LEDGER;
        assembly ("memory-safe") {
            created := create2(0, add(creationCode, 0x20), mload(creationCode), salt)
            if iszero(created) {
                let answer := mload(0x40)
                returndatacopy(answer, 0, returndatasize())
                revert(answer, returndatasize())
            }
        }
    }

    function install(bytes memory creationCode) internal returns (address) {
        return registry.install(creationCode);
    }

    // --- Signing ---

    function id(uint256 key) internal pure returns (bytes32) {
        return bytes32(uint256(uint160(vm.addr(key))));
    }

    function one(uint256 a) internal pure returns (uint256[] memory keys) {
        keys = new uint256[](1);
        keys[0] = a;
    }

    function two(uint256 a, uint256 b) internal pure returns (uint256[] memory keys) {
        keys = new uint256[](2);
        (keys[0], keys[1]) = (a, b);
    }

    function three(uint256 a, uint256 b, uint256 c) internal pure returns (uint256[] memory keys) {
        keys = new uint256[](3);
        (keys[0], keys[1], keys[2]) = (a, b, c);
    }

    function addresses(uint256[] memory keys) internal pure returns (address[] memory listed) {
        listed = new address[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            listed[i] = vm.addr(keys[i]);
        }
    }

    function sign(bytes32 structHash, uint256[] memory keys) internal pure returns (bytes[] memory signatures) {
        bytes32 digest = TypedData.digest(LEDGER, structHash);
        signatures = new bytes[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[i], digest);
            signatures[i] = abi.encodePacked(r, s, v);
        }
    }

    /// @dev Read by cheatcode: the optimizer takes TIMESTAMP for a constant of the call and moves it across `warp`.
    function clock() internal view returns (uint64) {
        return uint64(vm.getBlockTimestamp());
    }

    function soon() internal view returns (uint64) {
        return clock() + 1 hours;
    }

    function versionOf(uint256 party) internal view returns (uint32) {
        return registry.entryOf(id(party)).version;
    }

    function stateOf(uint256 party) internal view returns (uint8) {
        return registry.entryOf(id(party)).state;
    }

    // --- Commands with ordinary fields ---

    function registration(uint256[] memory keys, uint8 threshold) internal view returns (RegisterParty memory) {
        return RegisterParty({
            record: id(keys[0]),
            expected_version: 0,
            not_after: soon(),
            party_kind: PartyKind.INSTITUTE,
            profile: PROFILE,
            country: VIETNAM,
            parent: 0,
            keys: addresses(keys),
            threshold: threshold
        });
    }

    function update(uint256 party, bytes32 parent) internal view returns (UpdateParty memory) {
        return UpdateParty(id(party), versionOf(party), soon(), keccak256("new profile"), parent);
    }

    function move(uint256 party, uint8 state) internal view returns (MoveParty memory) {
        return MoveParty(id(party), versionOf(party), soon(), state, 0);
    }

    function addition(uint256 party, uint256 key, uint8 powers, uint8 threshold) internal view returns (AddKey memory) {
        return AddKey(id(party), versionOf(party), soon(), vm.addr(key), powers, clock(), WITHOUT_END, threshold);
    }

    function revocation(uint256 party, uint256 key, uint8 threshold) internal view returns (RevokeKey memory) {
        return RevokeKey(id(party), versionOf(party), soon(), vm.addr(key), threshold);
    }

    function grant(uint256 party, uint8 role) internal view returns (GrantRole memory) {
        return GrantRole(id(party), versionOf(party), soon(), role, 0, clock(), WITHOUT_END);
    }

    function ending(uint256 party, uint8 role) internal view returns (RevokeRole memory) {
        return RevokeRole(id(party), versionOf(party), soon(), role);
    }

    function interest(uint256 party, bytes32 subject) internal view returns (DeclareInterest memory) {
        return DeclareInterest(id(party), versionOf(party), soon(), subject);
    }

    function withWindow(AddKey memory c, uint64 validFrom, uint64 validTo) internal pure returns (AddKey memory) {
        (c.valid_from, c.valid_to) = (validFrom, validTo);
        return c;
    }

    function withWindow(GrantRole memory c, uint64 validFrom, uint64 validTo) internal pure returns (GrantRole memory) {
        (c.valid_from, c.valid_to) = (validFrom, validTo);
        return c;
    }

    // --- Calls of commands signed with these keys ---

    function signed(RegisterParty memory c, uint256[] memory keys) internal pure returns (bytes memory) {
        return abi.encodeCall(IParties.registerParty, (c, sign(TypedData.hash(c), keys)));
    }

    function signed(UpdateParty memory c, uint256[] memory keys) internal pure returns (bytes memory) {
        return abi.encodeCall(IParties.updateParty, (c, sign(TypedData.hash(c), keys)));
    }

    function signed(MoveParty memory c, uint256[] memory keys) internal pure returns (bytes memory) {
        return abi.encodeCall(IParties.moveParty, (c, sign(TypedData.hash(c), keys)));
    }

    function signed(AddKey memory c, uint256[] memory keys) internal pure returns (bytes memory) {
        return abi.encodeCall(IParties.addKey, (c, sign(TypedData.hash(c), keys)));
    }

    function signed(RevokeKey memory c, uint256[] memory keys) internal pure returns (bytes memory) {
        return abi.encodeCall(IParties.revokeKey, (c, sign(TypedData.hash(c), keys)));
    }

    function signed(GrantRole memory c, uint256[] memory keys) internal pure returns (bytes memory) {
        return abi.encodeCall(IParties.grantRole, (c, sign(TypedData.hash(c), keys)));
    }

    function signed(RevokeRole memory c, uint256[] memory keys) internal pure returns (bytes memory) {
        return abi.encodeCall(IParties.revokeRole, (c, sign(TypedData.hash(c), keys)));
    }

    function signed(DeclareInterest memory c, uint256[] memory keys) internal pure returns (bytes memory) {
        return abi.encodeCall(IParties.declareInterest, (c, sign(TypedData.hash(c), keys)));
    }

    // --- Outcomes ---

    /// @dev The ledger accepts the call.
    function accept(bytes memory call) internal {
        (bool accepted, bytes memory answer) = address(parties).call(call);
        if (!accepted) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }

    /// @dev The ledger refuses the call with exactly this error and these values.
    function refuse(bytes memory call, bytes memory reason) internal {
        (bool accepted, bytes memory answer) = address(parties).call(call);
        vm.assertFalse(accepted);
        vm.assertEq(answer, reason);
    }

    // --- Histories ---

    /// @dev Registers a party with one key and has the regulator admit it.
    function enlist(uint256 key) internal {
        enlist(one(key), 1);
    }

    function enlist(uint256[] memory keys, uint8 threshold) internal {
        accept(signed(registration(keys, threshold), keys));
        accept(signed(move(keys[0], PartyState.ACTIVE), one(REGULATOR)));
    }

    function give(uint256 party, uint8 role, uint256[] memory keys) internal {
        accept(signed(grant(party, role), keys));
    }
}
