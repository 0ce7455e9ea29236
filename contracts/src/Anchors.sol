// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "./Authority.sol";
import {BusinessModule} from "./BusinessModule.sol";
import {AnchorShapes} from "./generated/AnchorShapes.sol";
import {Kind, Power, Role, State} from "./generated/Enums.sol";
import {SizeShrinks} from "./generated/Errors.sol";
import {Hashing} from "./generated/Hashing.sol";
import {AnchorDigest} from "./generated/Types.sol";
import {IAnchors} from "./interfaces/IAnchors.sol";
import {Admission} from "./interfaces/IParties.sol";

/// @title Anchors
contract Anchors is IAnchors, BusinessModule {
    using Authority for Admission;

    uint32 private constant ANCHORING = uint32(1) << Role.OPERATOR | uint32(1) << Role.WITNESS;

    /// @dev The last size that each author gave in a namespace; a log that it witnesses only grows.
    mapping(bytes32 author => mapping(bytes32 namespace => uint64 size)) private _sizes;

    /// @inheritdoc IAnchors
    function anchorDigest(AnchorDigest calldata command, bytes[] calldata signatures) external {
        AnchorShapes.check(command, signatures);
        bytes32 digest = _digest(Hashing.hash(command));
        Admission memory admission = _admit(digest, command.not_after, Power.MARKET, ANCHORING, signatures);
        bytes32 author = admission.signers[0];
        _checkNew(command.record, _recordId(Kind.ANCHOR, author, command.nonce), command.expected_version);
        admission.requireAuthor(ANCHORING);
        uint64 last = _sizes[author][command.namespace];
        if (command.size < last) revert SizeShrinks(last, command.size);
        _sizes[author][command.namespace] = command.size;
        emit DigestAnchored(
            command.record,
            digest,
            _create(command.record, Kind.ANCHOR, State.ANCHORED, digest, admission.signers, signatures),
            command
        );
    }
}
