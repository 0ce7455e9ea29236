// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {BusinessModule} from "./BusinessModule.sol";
import {Entry} from "./Records.sol";
import {Shape} from "./Shape.sol";
import {AssetShapes} from "./generated/AssetShapes.sol";
import {AssetEnd, Kind, Power, RightStage, Role, State} from "./generated/Enums.sol";
import {ListFull, RightTaken, RightsRequired, TierNotHigher, TooEarly} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {ModuleNumber} from "./generated/Modules.sol";
import {
    DisputeAsset,
    EndAsset,
    Move,
    RaiseTier,
    RecordRights,
    RegisterAsset,
    ResolveDispute,
    Right,
    Scope,
    SetGrantRule,
    Share
} from "./generated/Types.sol";
import {IAssets} from "./interfaces/IAssets.sol";
import {Admission} from "./interfaces/IParties.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {AssetKinds} from "./assets/AssetKinds.sol";
import {AssetSigners} from "./assets/AssetSigners.sol";
import {MOST_RIGHTS, RightTerm, Rights, StoredRight} from "./assets/Rights.sol";
import {Shares} from "./assets/Shares.sol";
import {Scopes} from "./Scopes.sol";
import {Signatories} from "./Signatories.sol";

/// @dev The most holders that one asset has.
uint256 constant MOST_HOLDERS = 16;

/// @title Assets
/// @dev The holders of public numbers stand in slot 0, where proofs read them (docs/specs/evm.md).
contract Assets is IAssets, BusinessModule {
    using AssetSigners for Admission;
    using Authority for Admission;
    using Rights for StoredRight;
    using Signatories for Admission;

    /// @dev A party id is its first key's 20 bytes after 12 zero bytes, so a holder is one word.
    struct Holding {
        uint160 party;
        uint16 bps;
    }

    /// @dev Everything about an asset that is neither a holder nor a right, in one word.
    struct Summary {
        uint8 asset_kind;
        uint8 tier;
        uint8 grant_rule;
        uint8 holder_count;
        uint8 right_count;
        uint64 fields;
        uint64 last_end;
    }

    /// @dev The lists have a fixed place for each entry and their lengths in the summary: what is not used costs nothing.
    struct Asset {
        Summary summary;
        Holding[MOST_HOLDERS] holdings;
        StoredRight[MOST_RIGHTS] rights;
    }

    /// @dev From this evidence tier a registrable right carries office and number, and one asset holds the pair.
    uint8 private constant NUMBERED_TIER = 2;
    uint256 private constant REGISTERED_OR_ACTIVE = (uint256(1) << State.REGISTERED) | (uint256(1) << State.ACTIVE);
    uint256 private constant NOT_ENDED = REGISTERED_OR_ACTIVE | (uint256(1) << State.DISPUTED);

    /// @dev The one module whose commands move shares by agreement.
    address private immutable INSTRUMENTS;

    mapping(bytes32 pair => bytes32 asset) private _assetOfPair;
    mapping(bytes32 asset => Asset) private _assets;

    constructor() {
        INSTRUMENTS = REGISTRY.moduleAt(ModuleNumber.INSTRUMENTS);
    }

    /// @inheritdoc IAssets
    function registerAsset(RegisterAsset calldata command, bytes[] calldata signatures) external {
        AssetShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission =
            _admit(digest, command.not_after, Power.TITLE, Authority.bit(Role.OWNER), signatures);
        bytes32 id = _recordId(Kind.ASSET, admission.signers[0], command.nonce);
        _checkNew(command.record, id, command.expected_version);
        admission.requireOwners(command.holders);
        Shares.requireWhole(command.holders);
        if (command.rights.length == 0 && !AssetKinds.hasNoTerm(command.asset_kind)) {
            revert RightsRequired(command.asset_kind);
        }
        Asset storage asset = _assets[command.record];
        Summary memory summary = Summary({
            asset_kind: command.asset_kind,
            tier: 0,
            grant_rule: command.grant_rule,
            holder_count: 0,
            right_count: 0,
            fields: Scopes.allFields(command.fields),
            last_end: 0
        });
        _setHolders(asset, summary, command.holders);
        _setRights(asset, summary, command.rights);
        asset.summary = summary;
        emit AssetRegistered(
            command.record,
            digest,
            _create(command.record, Kind.ASSET, State.REGISTERED, digest, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IAssets
    function raiseTier(RaiseTier calldata command, bytes[] calldata signatures) external {
        AssetShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission =
            _admit(digest, command.not_after, Power.TITLE, Authority.bit(Role.IP_REGISTRAR), signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.ASSET, command.expected_version, false);
        Asset storage asset = _assets[command.record];
        Summary memory summary = asset.summary;
        _requireState(command.record, _reading(entry.state, summary), REGISTERED_OR_ACTIVE);
        admission.requireRoleOfEach(Role.IP_REGISTRAR);
        if (command.tier <= summary.tier) revert TierNotHigher(summary.tier, command.tier);
        bool numbered = _isNumbered(summary);
        summary.tier = command.tier;
        asset.summary = summary;
        if (!numbered && _isNumbered(summary)) _takePairs(command.record, asset, summary.right_count);
        emit TierRaised(
            command.record,
            digest,
            _advance(command.record, Kind.ASSET, State.ACTIVE, digest, false, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IAssets
    function recordRights(RecordRights calldata command, bytes[] calldata signatures) external {
        AssetShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission =
            _admit(digest, command.not_after, Power.TITLE, Authority.bit(Role.IP_REGISTRAR), signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.ASSET, command.expected_version, false);
        // As stored: a renewal is often entered after the old term has run out.
        _requireState(command.record, entry.state, (uint256(1) << State.ACTIVE) | (uint256(1) << State.DISPUTED));
        admission.requireRoleOfEach(Role.IP_REGISTRAR);
        Asset storage asset = _assets[command.record];
        Summary memory summary = asset.summary;
        bool numbered = _isNumbered(summary);
        if (numbered) _freePairs(asset, summary.right_count);
        _setRights(asset, summary, command.rights);
        asset.summary = summary;
        if (numbered) _takePairs(command.record, asset, summary.right_count);
        emit RightsRecorded(
            command.record,
            digest,
            _advance(command.record, Kind.ASSET, entry.state, digest, false, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IAssets
    function setGrantRule(SetGrantRule calldata command, bytes[] calldata signatures) external {
        AssetShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.TITLE, 0, signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.ASSET, command.expected_version, false);
        Asset storage asset = _assets[command.record];
        _requireState(command.record, _reading(entry.state, asset.summary), REGISTERED_OR_ACTIVE);
        admission.requireExactly(_holders(asset));
        asset.summary.grant_rule = command.grant_rule;
        emit GrantRuleSet(
            command.record,
            digest,
            _advance(command.record, Kind.ASSET, entry.state, digest, false, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IAssets
    function disputeAsset(DisputeAsset calldata command, bytes[] calldata signatures) external {
        AssetShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission =
            _admit(digest, command.not_after, Power.TITLE, Authority.bit(Role.ARBITER), signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.ASSET, command.expected_version, true);
        _requireState(
            command.record, _reading(entry.state, _assets[command.record].summary), uint256(1) << State.ACTIVE
        );
        admission.requireArbiterAnd(command.claimant);
        emit AssetDisputed(
            command.record,
            digest,
            _advance(command.record, Kind.ASSET, State.DISPUTED, digest, true, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IAssets
    function resolveDispute(ResolveDispute calldata command, bytes[] calldata signatures) external {
        AssetShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission =
            _admit(digest, command.not_after, Power.TITLE, Authority.bit(Role.ARBITER), signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.ASSET, command.expected_version, true);
        Asset storage asset = _assets[command.record];
        Summary memory summary = asset.summary;
        _requireState(command.record, _reading(entry.state, summary), uint256(1) << State.DISPUTED);
        admission.requireRoleOfEach(Role.ARBITER);
        if (command.holders.length != 0) {
            for (uint256 i = 0; i < command.holders.length; ++i) {
                _entry(command.holders[i].party, Kind.PARTY);
            }
            Shares.requireWhole(command.holders);
            _setHolders(asset, summary, command.holders);
            asset.summary = summary;
        }
        emit DisputeResolved(
            command.record,
            digest,
            _advance(command.record, Kind.ASSET, State.ACTIVE, digest, true, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IAssets
    function endAsset(EndAsset calldata command, bytes[] calldata signatures) external {
        AssetShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission =
            _admit(digest, command.not_after, Power.TITLE, Authority.bit(Role.IP_REGISTRAR), signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.ASSET, command.expected_version, true);
        // As stored: that the last term has run out is what the registrar may be recording.
        _requireState(command.record, entry.state, NOT_ENDED);
        admission.requireRoleOfEach(Role.IP_REGISTRAR);
        uint64 lastEnd = _assets[command.record].summary.last_end;
        if (command.asset_end == AssetEnd.EXPIRED && lastEnd > _now()) {
            revert TooEarly(lastEnd, _now());
        }
        emit AssetEnded(
            command.record,
            digest,
            _advance(
                command.record, Kind.ASSET, _endState(command.asset_end), digest, true, admission.signers, signatures
            ),
            command
        );
    }

    /// @inheritdoc IAssets
    function moveShares(bytes32 asset, Move[] memory moves) external {
        if (msg.sender != INSTRUMENTS) revert IRegistry.MayNotWrite(msg.sender);
        Share[] memory holders = _shares(_assets[asset]);
        Shares.requireHeld(holders, moves);
        holders = Shares.afterMoves(holders, moves);
        if (holders.length > MOST_HOLDERS) revert ListFull(asset, MOST_HOLDERS);
        Summary memory summary = _assets[asset].summary;
        _setHolders(_assets[asset], summary, holders);
        _assets[asset].summary = summary;
    }

    /// @inheritdoc IAssets
    function holderOfRight(bytes32 office, bytes32 number) external view returns (bytes32) {
        return _assetOfPair[Rights.pairOf(office, number)];
    }

    /// @inheritdoc IAssets
    function holdersOf(bytes32 asset) external view returns (Share[] memory) {
        return _shares(_assets[asset]);
    }

    /// @inheritdoc IAssets
    function grantTerms(bytes32 asset) external view returns (uint8 asset_kind, uint8 grant_rule, uint64 last_end) {
        Summary memory summary = _assets[asset].summary;
        return (summary.asset_kind, summary.grant_rule, summary.last_end);
    }

    /// @inheritdoc IAssets
    function fieldsOf(bytes32 asset) external view returns (uint64) {
        return _assets[asset].summary.fields;
    }

    /// @inheritdoc IAssets
    function stateOf(bytes32 asset) external view returns (uint8) {
        return _reading(REGISTRY.entryOf(asset).state, _assets[asset].summary);
    }

    /// @inheritdoc IAssets
    function hasGrantedRight(bytes32 asset) external view returns (bool) {
        Asset storage stored = _assets[asset];
        uint256 count = stored.summary.right_count;
        for (uint256 i = 0; i < count; ++i) {
            if (stored.rights[i].term.right_stage == RightStage.GRANTED) return true;
        }
        return false;
    }

    /// @inheritdoc IAssets
    function covers(bytes32 asset, Scope calldata scope) external view returns (bool) {
        Summary memory summary = _assets[asset].summary;
        if (AssetKinds.hasNoTerm(summary.asset_kind)) return true;
        return Rights.cover(_assets[asset].rights, summary.right_count, scope);
    }

    /// @dev The one place where title moves. `summary` is changed in memory; the caller writes it back.
    function _setHolders(Asset storage asset, Summary memory summary, Share[] memory holders) private {
        for (uint256 i = 0; i < holders.length; ++i) {
            asset.holdings[i] = Holding({party: uint160(uint256(holders[i].party)), bps: holders[i].bps});
        }
        for (uint256 i = holders.length; i < summary.holder_count; ++i) {
            delete asset.holdings[i];
        }
        summary.holder_count = uint8(holders.length);
    }

    /// @dev The one place where rights are written. `summary` is changed in memory; the caller writes it back.
    function _setRights(Asset storage asset, Summary memory summary, Right[] calldata rights) private {
        bool registrable = AssetKinds.isRegistrable(summary.asset_kind);
        uint64 lastEnd = 0;
        for (uint256 i = 0; i < rights.length; ++i) {
            asset.rights[i].store(rights[i], registrable);
            if (rights[i].end > lastEnd) lastEnd = rights[i].end;
        }
        for (uint256 i = rights.length; i < summary.right_count; ++i) {
            delete asset.rights[i];
        }
        summary.right_count = uint8(rights.length);
        summary.last_end = lastEnd;
    }

    /// @dev Takes the pair of each right. Every right must carry one, and no other asset may hold it.
    function _takePairs(bytes32 record, Asset storage asset, uint256 count) private {
        for (uint256 i = 0; i < count; ++i) {
            RightTerm memory term = asset.rights[i].term;
            if (!term.has_office) Shape.missing(Shape.field("rights", i, "office"));
            if (!term.has_number) Shape.missing(Shape.field("rights", i, "number"));
        }
        for (uint256 i = 0; i < count; ++i) {
            bytes32 pair = asset.rights[i].pair;
            bytes32 existing = _assetOfPair[pair];
            if (existing != 0 && existing != record) revert RightTaken(existing);
            _assetOfPair[pair] = record;
        }
    }

    function _freePairs(Asset storage asset, uint256 count) private {
        for (uint256 i = 0; i < count; ++i) {
            delete _assetOfPair[asset.rights[i].pair];
        }
    }

    function _shares(Asset storage asset) private view returns (Share[] memory shares) {
        shares = new Share[](asset.summary.holder_count);
        for (uint256 i = 0; i < shares.length; ++i) {
            Holding memory holding = asset.holdings[i];
            shares[i] = Share({party: bytes32(uint256(holding.party)), bps: holding.bps});
        }
    }

    function _holders(Asset storage asset) private view returns (bytes32[] memory parties) {
        parties = new bytes32[](asset.summary.holder_count);
        for (uint256 i = 0; i < parties.length; ++i) {
            parties[i] = bytes32(uint256(asset.holdings[i].party));
        }
    }

    /// @dev The state as read now: rights that have all run out make an asset expired, without a command.
    function _reading(uint8 stored, Summary memory summary) private view returns (uint8) {
        bool ranOut = summary.right_count != 0 && summary.last_end <= _now();
        return ranOut && _isIn(stored, NOT_ENDED) ? State.EXPIRED : stored;
    }

    function _isNumbered(Summary memory summary) private pure returns (bool) {
        return summary.tier >= NUMBERED_TIER && AssetKinds.isRegistrable(summary.asset_kind);
    }

    function _endState(uint8 assetEnd) private pure returns (uint8) {
        if (assetEnd == AssetEnd.LAPSED) return State.LAPSED;
        if (assetEnd == AssetEnd.EXPIRED) return State.EXPIRED;
        return State.INVALIDATED;
    }
}
