// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {Touch} from "../../src/Records.sol";

/// @dev Takes a module's place to move records at a test's word, without any rule.
contract ObedientModule {
    IRegistry private immutable REGISTRY = IRegistry(msg.sender);

    function create(bytes32 record, uint8 kind, uint8 state, bytes32 digest) external returns (uint32, bytes32) {
        return REGISTRY.create(record, kind, state, digest);
    }

    function advance(bytes32 record, uint8 state, bytes32 digest, bool authority) external returns (uint32, bytes32) {
        return REGISTRY.advance(record, state, digest, authority);
    }

    function touch(bytes32 record, bytes32 digest) external returns (Touch memory) {
        return REGISTRY.touch(record, digest);
    }
}

/// @dev Takes the place of a module that a test does not need, so that a registry has all of them.
contract IdleModule {
    IRegistry public immutable REGISTRY = IRegistry(msg.sender);
}
