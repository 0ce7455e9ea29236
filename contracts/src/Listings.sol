// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {BusinessModule} from "./BusinessModule.sol";
import {Signatories} from "./Signatories.sol";
import {Kind, ListingMove, Power, ReviewOutcome, Role, State} from "./generated/Enums.sol";
import {ConflictOfInterest, TooLate} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {ListingShapes} from "./generated/ListingShapes.sol";
import {ModuleNumber} from "./generated/Modules.sol";
import {DraftListing, MoveListing, ReviewListing} from "./generated/Types.sol";
import {IAssets} from "./interfaces/IAssets.sol";
import {IListings} from "./interfaces/IListings.sol";
import {Admission} from "./interfaces/IParties.sol";

/// @title Listings
contract Listings is IListings, BusinessModule {
    using Authority for Admission;
    using Signatories for Admission;

    /// @dev A party id is its first key's 20 bytes after 12 zero bytes, so broker and time are one word.
    /// @param broker Zero: none.
    /// @param until Of a reserved listing (UTC seconds); zero in every other state.
    struct Listing {
        bytes32 asset;
        uint160 broker;
        uint64 until;
    }

    uint256 private constant DRAFT = uint256(1) << State.DRAFT;
    uint256 private constant IN_REVIEW = uint256(1) << State.IN_REVIEW;
    uint256 private constant PUBLISHED = uint256(1) << State.PUBLISHED;
    uint256 private constant PAUSED = uint256(1) << State.PAUSED;
    uint256 private constant RESERVED = uint256(1) << State.RESERVED;

    IAssets private immutable ASSETS;
    mapping(bytes32 listing => Listing) private _listings;

    constructor() {
        ASSETS = IAssets(REGISTRY.moduleAt(ModuleNumber.ASSETS));
    }

    /// @inheritdoc IListings
    function draftListing(DraftListing calldata command, bytes[] calldata signatures) external {
        ListingShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        bytes32 id = _recordId(Kind.LISTING, admission.signers[0], command.nonce);
        _checkNew(command.record, id, command.expected_version);
        _entry(command.asset, Kind.ASSET); // reading 52
        admission.requireAmong(_holders(command.asset));
        _requireActive(command.asset);
        if (command.broker != 0) _entry(command.broker, Kind.PARTY);
        _listings[command.record] = Listing({asset: command.asset, broker: uint160(uint256(command.broker)), until: 0});
        emit ListingDrafted(
            command.record,
            digest,
            _create(command.record, Kind.LISTING, State.DRAFT, digest, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IListings
    function reviewListing(ReviewListing calldata command, bytes[] calldata signatures) external {
        ListingShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission =
            _admit(digest, command.not_after, Power.MARKET, Authority.bit(Role.OPERATOR), signatures);
        _checkState(command.record, command.expected_version, IN_REVIEW);
        admission.requireRoleOfEach(Role.OPERATOR);
        bytes32 asset = _listings[command.record].asset;
        _requireNoHolder(admission, _holders(asset));
        _requireActive(asset);
        uint8 state = command.review_outcome == ReviewOutcome.PUBLISH ? State.PUBLISHED : State.DRAFT;
        emit ListingReviewed(
            command.record,
            digest,
            _advance(command.record, Kind.LISTING, state, digest, false, admission.signers, signatures),
            command
        );
    }

    /// @inheritdoc IListings
    function moveListing(MoveListing calldata command, bytes[] calldata signatures) external {
        ListingShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, 0, signatures);
        (uint256 from, uint8 to) = _transition(command.listing_move);
        _checkState(command.record, command.expected_version, from);
        Listing storage listing = _listings[command.record];
        admission.requireAmong(_offering(listing));
        if (to == State.IN_REVIEW || to == State.PUBLISHED) _requireActive(listing.asset);
        if (to == State.RESERVED && command.until <= _now()) revert TooLate(command.until, _now());
        listing.until = command.until; // zero but for reserved
        emit ListingMoved(
            command.record,
            digest,
            _advance(command.record, Kind.LISTING, to, digest, false, admission.signers, signatures),
            command
        );
    }

    /// @dev Checks 6 and 7. A listing whose reservation has run out is published again, without a command.
    function _checkState(bytes32 record, uint32 expectedVersion, uint256 allowed) private view {
        uint8 stored = _checkCurrent(record, Kind.LISTING, expectedVersion, false).state;
        bool again = stored == State.RESERVED && _listings[record].until <= _now();
        _requireState(record, again ? State.PUBLISHED : stored, allowed);
    }

    function _requireActive(bytes32 asset) private view {
        _requireState(asset, ASSETS.stateOf(asset), uint256(1) << State.ACTIVE);
    }

    /// @dev The present holders of an asset.
    function _holders(bytes32 asset) private view returns (bytes32[] memory) {
        return Signatories.holders(ASSETS.holdersOf(asset));
    }

    /// @dev Who may move an offer: the present holders and the broker.
    function _offering(Listing storage listing) private view returns (bytes32[] memory parties) {
        bytes32[] memory holders = _holders(listing.asset);
        bytes32 broker = bytes32(uint256(listing.broker));
        if (broker == 0) return holders;
        parties = new bytes32[](holders.length + 1);
        for (uint256 i = 0; i < holders.length; ++i) {
            parties[i] = holders[i];
        }
        parties[holders.length] = broker;
    }

    /// @dev Nobody reviews an offer of its own (reading 54).
    function _requireNoHolder(Admission memory admission, bytes32[] memory holders) private pure {
        for (uint256 i = 0; i < admission.parties.length; ++i) {
            bytes32 party = admission.parties[i].party;
            if (Signatories.includes(holders, party)) revert ConflictOfInterest(party, party);
        }
    }

    /// @dev From which states a move leads, and to which.
    function _transition(uint8 move) private pure returns (uint256 from, uint8 to) {
        if (move == ListingMove.IN_REVIEW) return (DRAFT, State.IN_REVIEW);
        if (move == ListingMove.PUBLISHED) return (PAUSED | RESERVED, State.PUBLISHED);
        if (move == ListingMove.PAUSED) return (PUBLISHED, State.PAUSED);
        if (move == ListingMove.RESERVED) return (PUBLISHED, State.RESERVED);
        return (DRAFT | IN_REVIEW | PUBLISHED | PAUSED | RESERVED, State.CLOSED);
    }
}
