// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "../Records.sol";
import {AnchorDigest} from "../generated/Types.sol";

/// @title Anchors: one digest each, fixed in a namespace
/// @notice Every command is signed; who sends the transaction is nobody's business (docs/specs/commands.md, "Anchor").
interface IAnchors {
    /// @notice A digest was fixed in a namespace.
    event DigestAnchored(bytes32 indexed record, bytes32 indexed digest, Header header, AnchorDigest command);

    /// @notice Fixes one digest in a namespace. Signed by an operator or a witness.
    function anchorDigest(AnchorDigest calldata command, bytes[] calldata signatures) external;
}
