// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {BusinessModule} from "./BusinessModule.sol";
import {Entry} from "./Records.sol";
import {Signatories} from "./Signatories.sol";
import {DocumentShapes} from "./generated/DocumentShapes.sol";
import {DocumentMove, Kind, Power, State} from "./generated/Enums.sol";
import {BadInterval, ReceiptMismatch, StateForbids, TooLate} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {MoveDocument, SubmitDocument} from "./generated/Types.sol";
import {IDocuments} from "./interfaces/IDocuments.sol";
import {Admission} from "./interfaces/IParties.sol";

/// @title Documents
contract Documents is IDocuments, BusinessModule {
    using Authority for Admission;
    using Signatories for Admission;

    /// @dev A party id is its first key's 20 bytes after 12 zero bytes, so who has a document, and until when, is one
    /// word.
    struct Document {
        uint160 recipient;
        uint64 due_by;
        bool extended;
        uint160 sender;
        bytes32 content;
    }

    uint256 private constant SUBMITTED = uint256(1) << State.SUBMITTED;
    uint256 private constant DELIVERED = uint256(1) << State.DELIVERED;
    uint256 private constant OPENED = uint256(1) << State.OPENED;
    uint256 private constant REGISTERED = uint256(1) << State.REGISTERED;
    uint256 private constant PROCESSING = uint256(1) << State.PROCESSING;
    uint256 private constant RESPONDED = uint256(1) << State.RESPONDED;
    uint256 private constant RETURNED = uint256(1) << State.RETURNED;

    mapping(bytes32 document => Document) private _documents;

    /// @inheritdoc IDocuments
    function submitDocument(SubmitDocument calldata command, bytes[] calldata signatures) external {
        DocumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.DOCUMENTS, 0, signatures);
        bytes32 sender = admission.signers[0];
        _checkNew(command.record, _recordId(Kind.DOCUMENT, sender, command.nonce), command.expected_version);
        admission.requireAuthor(0);
        _entry(command.recipient, Kind.PARTY);
        if (command.in_reply_to != 0) _entry(command.in_reply_to, Kind.DOCUMENT);
        Document storage document = _documents[command.record];
        document.recipient = uint160(uint256(command.recipient));
        document.sender = uint160(uint256(sender));
        document.content = command.content;
        emit DocumentSubmitted(
            command.record,
            digest,
            _create(command.record, Kind.DOCUMENT, State.SUBMITTED, digest, admission.signers, signatures),
            command,
            sender
        );
    }

    /// @inheritdoc IDocuments
    function moveDocument(MoveDocument calldata command, bytes[] calldata signatures) external {
        DocumentShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.DOCUMENTS, 0, signatures);
        Entry memory entry = _checkCurrent(command.record, Kind.DOCUMENT, command.expected_version, false);
        Document storage document = _documents[command.record];
        (uint256 from, uint8 to) = _transition(command.document_move, entry.state);
        _requireState(command.record, entry.state, from);
        bool extending = command.document_move == DocumentMove.EXTENDED;
        if (extending && document.extended) revert StateForbids(command.record, entry.state);
        admission.requireAmong(_movers(document, command.document_move));
        if (command.document_move == DocumentMove.FORWARDED) {
            _entry(command.to, Kind.PARTY);
            document.recipient = uint160(uint256(command.to));
        }
        if (command.document_move == DocumentMove.DELIVERED && command.evidence != document.content) {
            revert ReceiptMismatch(document.content, command.evidence);
        }
        if (extending) _extend(document, command.due_by);
        if (command.document_move == DocumentMove.REGISTERED) {
            _requireAhead(command.due_by);
            document.due_by = command.due_by;
        }
        emit DocumentMoved(
            command.record,
            digest,
            _advance(command.record, Kind.DOCUMENT, to, digest, false, admission.signers, signatures),
            command,
            bytes32(uint256(document.recipient))
        );
    }

    /// @dev The deadline grows once, before it is past (invariant 23).
    function _extend(Document storage document, uint64 dueBy) private {
        uint64 last = document.due_by;
        _requireAhead(last);
        if (last >= dueBy) revert BadInterval(last, dueBy);
        document.due_by = dueBy;
        document.extended = true;
    }

    function _requireAhead(uint64 deadline) private view {
        if (deadline <= _now()) revert TooLate(deadline, _now());
    }

    /// @dev Who may make a move: the sender withdraws, either closes, and the recipient does all else.
    function _movers(Document storage document, uint8 documentMove) private view returns (bytes32[] memory parties) {
        bool either = documentMove == DocumentMove.CLOSED;
        parties = new bytes32[](either ? 2 : 1);
        bool bySender = either || documentMove == DocumentMove.WITHDRAWN;
        parties[0] = bytes32(uint256(bySender ? document.sender : document.recipient));
        if (either) parties[1] = bytes32(uint256(document.recipient));
    }

    /// @dev From which states a move is made, and to which: an extended or forwarded document stays where it is.
    function _transition(uint8 documentMove, uint8 state) private pure returns (uint256 from, uint8 to) {
        if (documentMove == DocumentMove.DELIVERED) return (SUBMITTED, State.DELIVERED);
        if (documentMove == DocumentMove.OPENED) return (DELIVERED, State.OPENED);
        if (documentMove == DocumentMove.REGISTERED) return (OPENED, State.REGISTERED);
        if (documentMove == DocumentMove.PROCESSING) return (REGISTERED, State.PROCESSING);
        if (documentMove == DocumentMove.RESPONDED) return (PROCESSING, State.RESPONDED);
        if (documentMove == DocumentMove.RETURNED) return (OPENED | REGISTERED | PROCESSING, State.RETURNED);
        if (documentMove == DocumentMove.CLOSED) return (RESPONDED | RETURNED, State.CLOSED);
        if (documentMove == DocumentMove.REFUSED) return (SUBMITTED, State.REFUSED);
        if (documentMove == DocumentMove.WITHDRAWN) return (SUBMITTED | DELIVERED, State.WITHDRAWN);
        if (documentMove == DocumentMove.EXTENDED) return (REGISTERED | PROCESSING, state);
        return (DELIVERED | OPENED | REGISTERED | PROCESSING, state);
    }
}
