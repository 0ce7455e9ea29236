// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "../Records.sol";
import {MoveDocument, SubmitDocument} from "../generated/Types.sol";

/// @title Documents between parties and offices: what was sent, received, answered, and when
/// @notice Every command is signed; who sends the transaction is nobody's business (docs/specs/commands.md, "Document").
interface IDocuments {
    /// @notice A party sent a document to an office.
    event DocumentSubmitted(
        bytes32 indexed record, bytes32 indexed digest, Header header, SubmitDocument command, bytes32 sender
    );
    /// @notice A document was received, refused, processed, answered, forwarded or withdrawn; `recipient` is whose it
    /// is afterwards.
    event DocumentMoved(
        bytes32 indexed record, bytes32 indexed digest, Header header, MoveDocument command, bytes32 recipient
    );

    /// @notice Sends a document to an office. Signed by the sender.
    function submitDocument(SubmitDocument calldata command, bytes[] calldata signatures) external;

    /// @notice Receives, refuses, processes or answers a document. Signed by its recipient; withdrawn by its sender;
    /// closed by either.
    function moveDocument(MoveDocument calldata command, bytes[] calldata signatures) external;
}
