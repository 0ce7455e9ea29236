// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssets} from "../../src/interfaces/IAssets.sol";
import {IParties} from "../../src/interfaces/IParties.sol";
import {AssetKind, GrantRule, Kind, RightStage, Role} from "../../src/generated/Enums.sol";
import {Hashing} from "../../src/generated/Hashing.sol";
import {ModuleNumber} from "../../src/generated/Modules.sol";
import {
    DisputeAsset,
    EndAsset,
    RaiseTier,
    RecordRights,
    RegisterAsset,
    ResolveDispute,
    Right,
    SetGrantRule,
    Share
} from "../../src/generated/Types.sol";
import {ModuleNames} from "../generated/ModuleNames.sol";
import {vm} from "./Cheats.sol";
import {LedgerTest} from "./LedgerTest.sol";

/// @title A ledger with all its modules, two owners, registrars and an auditor, and the ways to sign Asset commands
abstract contract AssetTest is LedgerTest {
    /// @dev A signed command on its way to its module.
    struct Call {
        address module;
        bytes data;
    }

    uint256 internal constant OWNER = 0xb1;
    uint256 internal constant CO_OWNER = 0xb2;
    uint256 internal constant STRANGER = 0xb3;
    uint256 internal constant IP_REGISTRAR = 0xb4;
    uint256 internal constant AUDITOR = 0xb5;

    bytes32 internal constant NONCE = keccak256("nonce");
    bytes32 internal constant PAPER = keccak256("a commitment");
    bytes32 internal constant OFFICE = "VN";
    bytes32 internal constant NUMBER = "10041237";
    uint64 internal constant ALL_OF_VIETNAM = type(uint64).max;
    uint64 internal constant HANOI = 1;
    uint64 internal constant HAI_PHONG = 2;
    uint64 internal constant TERM = 3650 days;

    IAssets internal assets;

    function setUp() public virtual override {
        super.setUp();
        assets = IAssets(registry.moduleAt(ModuleNumber.ASSETS));
        appointOffices();
        enlist(OWNER);
        enlist(CO_OWNER);
        enlist(STRANGER);
        enlist(IP_REGISTRAR);
        enlist(AUDITOR);
        give(OWNER, Role.OWNER, one(OPERATOR));
        give(CO_OWNER, Role.OWNER, one(OPERATOR));
        give(IP_REGISTRAR, Role.IP_REGISTRAR, two(OPERATOR, REGULATOR));
        give(AUDITOR, Role.AUDITOR, two(OPERATOR, REGULATOR));
    }

    function moduleCode(uint256 index) internal view override returns (bytes memory) {
        string memory name = ModuleNames.all()[index];
        return vm.getCode(string.concat(name, ".sol:", name));
    }

    // --- Values ---

    function share(uint256 party, uint16 bps) internal pure returns (Share memory) {
        return Share({party: id(party), bps: bps});
    }

    function wholly(uint256 party) internal pure returns (Share[] memory holders) {
        holders = new Share[](1);
        holders[0] = share(party, 10_000);
    }

    function jointly(uint16 owner, uint16 coOwner) internal pure returns (Share[] memory holders) {
        holders = new Share[](2);
        holders[0] = share(OWNER, owner);
        holders[1] = share(CO_OWNER, coOwner);
    }

    /// @dev A granted right in all of Viet Nam, from now on for a term.
    function patentRight() internal view returns (Right memory) {
        return Right({
            office: OFFICE,
            number: NUMBER,
            right_stage: RightStage.GRANTED,
            countries: 0,
            provinces: ALL_OF_VIETNAM,
            start: clock(),
            end: clock() + TERM
        });
    }

    function listed(Right memory right) internal pure returns (Right[] memory rights) {
        rights = new Right[](1);
        rights[0] = right;
    }

    function listed(Right memory a, Right memory b) internal pure returns (Right[] memory rights) {
        rights = new Right[](2);
        (rights[0], rights[1]) = (a, b);
    }

    // --- Commands with ordinary fields ---

    function declaration(Share[] memory holders, uint256 firstSigner, bytes32 nonce)
        internal
        view
        returns (RegisterAsset memory)
    {
        return RegisterAsset({
            record: keccak256(abi.encode(Kind.ASSET, id(firstSigner), nonce)),
            expected_version: 0,
            not_after: soon(),
            nonce: nonce,
            asset_kind: AssetKind.PATENT,
            title: PAPER,
            holders: holders,
            grant_rule: GrantRule.ALL,
            fields: 0,
            rights: listed(patentRight())
        });
    }

    function declaration() internal view returns (RegisterAsset memory) {
        return declaration(wholly(OWNER), OWNER, NONCE);
    }

    function recordVersion(bytes32 record) internal view returns (uint32) {
        return registry.entryOf(record).version;
    }

    function recordState(bytes32 record) internal view returns (uint8) {
        return registry.entryOf(record).state;
    }

    function raising(bytes32 asset, uint8 tier) internal view returns (RaiseTier memory) {
        return RaiseTier(asset, recordVersion(asset), soon(), tier, PAPER);
    }

    function recording(bytes32 asset, Right[] memory rights) internal view returns (RecordRights memory) {
        return RecordRights(asset, recordVersion(asset), soon(), rights, PAPER);
    }

    function ruleChange(bytes32 asset, uint8 rule) internal view returns (SetGrantRule memory) {
        return SetGrantRule(asset, recordVersion(asset), soon(), rule);
    }

    function dispute(bytes32 asset, uint256 claimant) internal view returns (DisputeAsset memory) {
        return DisputeAsset(asset, recordVersion(asset), soon(), PAPER, id(claimant));
    }

    function resolution(bytes32 asset, Share[] memory holders) internal view returns (ResolveDispute memory) {
        return ResolveDispute(asset, recordVersion(asset), soon(), PAPER, holders);
    }

    function assetEnding(bytes32 asset, uint8 end) internal view returns (EndAsset memory) {
        return EndAsset(asset, recordVersion(asset), soon(), end, PAPER);
    }

    // --- Struct hashes, by the generated library, which reads calldata ---

    function hashRegisterAsset(RegisterAsset calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashRaiseTier(RaiseTier calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashRecordRights(RecordRights calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashSetGrantRule(SetGrantRule calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashDisputeAsset(DisputeAsset calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashResolveDispute(ResolveDispute calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    function hashEndAsset(EndAsset calldata c) external pure returns (bytes32) {
        return Hashing.hash(c);
    }

    // --- Calls of commands signed with these keys ---

    function by(RegisterAsset memory c, uint256[] memory keys) internal view returns (Call memory) {
        return toAssets(abi.encodeCall(IAssets.registerAsset, (c, sign(this.hashRegisterAsset(c), keys))));
    }

    function by(RaiseTier memory c, uint256[] memory keys) internal view returns (Call memory) {
        return toAssets(abi.encodeCall(IAssets.raiseTier, (c, sign(this.hashRaiseTier(c), keys))));
    }

    function by(RecordRights memory c, uint256[] memory keys) internal view returns (Call memory) {
        return toAssets(abi.encodeCall(IAssets.recordRights, (c, sign(this.hashRecordRights(c), keys))));
    }

    function by(SetGrantRule memory c, uint256[] memory keys) internal view returns (Call memory) {
        return toAssets(abi.encodeCall(IAssets.setGrantRule, (c, sign(this.hashSetGrantRule(c), keys))));
    }

    function by(DisputeAsset memory c, uint256[] memory keys) internal view returns (Call memory) {
        return toAssets(abi.encodeCall(IAssets.disputeAsset, (c, sign(this.hashDisputeAsset(c), keys))));
    }

    function by(ResolveDispute memory c, uint256[] memory keys) internal view returns (Call memory) {
        return toAssets(abi.encodeCall(IAssets.resolveDispute, (c, sign(this.hashResolveDispute(c), keys))));
    }

    function by(EndAsset memory c, uint256[] memory keys) internal view returns (Call memory) {
        return toAssets(abi.encodeCall(IAssets.endAsset, (c, sign(this.hashEndAsset(c), keys))));
    }

    function toAssets(bytes memory data) internal view returns (Call memory) {
        return Call(address(assets), data);
    }

    // --- Outcomes ---

    /// @dev The ledger accepts the call.
    function accept(Call memory call) internal {
        (bool accepted, bytes memory answer) = call.module.call(call.data);
        if (!accepted) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }

    /// @dev The ledger refuses the call with exactly this error and these values, and the record stays as it was.
    function refuse(Call memory call, bytes memory reason) internal {
        (bool accepted, bytes memory answer) = call.module.call(call.data);
        vm.assertFalse(accepted);
        vm.assertEq(answer, reason);
    }

    // --- Histories ---

    /// @dev A patent of the owner alone, at tier 1 and active.
    function activeAsset() internal returns (bytes32) {
        return activate(declaration(), one(OWNER));
    }

    /// @dev A patent of both owners, active.
    function jointAsset(uint16 owner, uint16 coOwner, uint8 rule) internal returns (bytes32) {
        RegisterAsset memory c = declaration(jointly(owner, coOwner), OWNER, NONCE);
        c.grant_rule = rule;
        return activate(c, two(OWNER, CO_OWNER));
    }

    function activate(RegisterAsset memory c, uint256[] memory keys) internal returns (bytes32) {
        accept(by(c, keys));
        accept(by(raising(c.record, 1), one(IP_REGISTRAR)));
        return c.record;
    }

    function disputedAsset() internal returns (bytes32 asset) {
        asset = activeAsset();
        accept(by(dispute(asset, STRANGER), two(ARBITER, STRANGER)));
    }
}
