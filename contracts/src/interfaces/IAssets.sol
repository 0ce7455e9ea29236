// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "../Records.sol";
import {
    DisputeAsset,
    EndAsset,
    Move,
    RaiseTier,
    RecordRights,
    RegisterAsset,
    ResolveDispute,
    Scope,
    SetGrantRule,
    Share
} from "../generated/Types.sol";

/// @title Assets: who holds them, which rights protect them, how well the claim is proved
/// @notice Every command is signed; who sends the transaction is nobody's business (docs/specs/commands.md, "Asset").
interface IAssets {
    /// @notice All holders declared an asset, at evidence tier 0.
    event AssetRegistered(bytes32 indexed record, bytes32 indexed digest, Header header, RegisterAsset command);
    /// @notice A registrar raised the evidence tier.
    event TierRaised(bytes32 indexed record, bytes32 indexed digest, Header header, RaiseTier command);
    /// @notice A registrar replaced the list of rights.
    event RightsRecorded(bytes32 indexed record, bytes32 indexed digest, Header header, RecordRights command);
    /// @notice All holders changed who must grant a licence.
    event GrantRuleSet(bytes32 indexed record, bytes32 indexed digest, Header header, SetGrantRule command);
    /// @notice An arbiter froze the asset on a claim.
    event AssetDisputed(bytes32 indexed record, bytes32 indexed digest, Header header, DisputeAsset command);
    /// @notice An arbiter ended the freeze; the holders are those of the command, or as before where it names none.
    event DisputeResolved(bytes32 indexed record, bytes32 indexed digest, Header header, ResolveDispute command);
    /// @notice A registrar recorded the end of the right.
    event AssetEnded(bytes32 indexed record, bytes32 indexed digest, Header header, EndAsset command);

    /// @notice Declares a right or technology and who holds it. Signed by every holder, each with role owner.
    function registerAsset(RegisterAsset calldata command, bytes[] calldata signatures) external;

    /// @notice States how well the claim is proved. Signed by an IP registrar. From tier 2 a registrable right carries
    /// its office and public number, and no two assets hold the same pair.
    function raiseTier(RaiseTier calldata command, bytes[] calldata signatures) external;

    /// @notice Replaces the list of rights: a grant, renewal or restriction. Signed by an IP registrar.
    function recordRights(RecordRights calldata command, bytes[] calldata signatures) external;

    /// @notice Changes who must grant a licence. Signed by every holder.
    function setGrantRule(SetGrantRule calldata command, bytes[] calldata signatures) external;

    /// @notice Freezes an asset on a claim. Signed by an arbiter and the claimant. An authority command.
    function disputeAsset(DisputeAsset calldata command, bytes[] calldata signatures) external;

    /// @notice Ends the freeze and corrects title where so decided. Signed by an arbiter. An authority command.
    function resolveDispute(ResolveDispute calldata command, bytes[] calldata signatures) external;

    /// @notice Records the end of the right. Signed by an IP registrar. An authority command.
    function endAsset(EndAsset calldata command, bytes[] calldata signatures) external;

    /// @notice Moves shares in order, as an instrument's terms say: SHARE_EXCEEDED, LIST_FULL. For Instruments alone,
    /// which touches the asset.
    function moveShares(bytes32 asset, Move[] memory moves) external;

    /// @notice The asset that holds an office's public number; zero: none does.
    function holderOfRight(bytes32 office, bytes32 number) external view returns (bytes32);

    /// @notice Who holds the asset, in the order in which they were recorded; the shares total 10,000 basis points.
    function holdersOf(bytes32 asset) external view returns (Share[] memory);

    /// @notice What a grant on the asset depends on beside its holders.
    /// @return asset_kind The kind of asset (`AssetKind`); 0: no such asset.
    /// @return grant_rule Who must grant a licence (`GrantRule`).
    /// @return last_end The last end of its rights (UTC seconds); 0: it has none.
    function grantTerms(bytes32 asset) external view returns (uint8 asset_kind, uint8 grant_rule, uint64 last_end);

    /// @notice The fields of the asset, all ones for all; zero: no such asset.
    function fieldsOf(bytes32 asset) external view returns (uint64);

    /// @notice The state as read now (`State`): expired where all rights have run out. 0: no such record.
    function stateOf(bytes32 asset) external view returns (uint8);

    /// @notice Whether any of its rights is granted, not only applied for.
    function hasGrantedRight(bytes32 asset) external view returns (bool);

    /// @notice Whether granted rights together fill the scope's interval in all its territory without a gap. True of
    /// the kinds that have no term.
    function covers(bytes32 asset, Scope calldata scope) external view returns (bool);
}
