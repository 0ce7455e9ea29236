// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {HashingCalls} from "../generated/HashingCalls.sol";
import {InstrumentTest} from "./InstrumentTest.sol";
import {TypedData} from "./TypedData.sol";

/// @title Ways to sign any command of the catalogue
/// @dev A draft is a call of the command's module with `none()` for its signatures. Signatures are every command's last
/// argument, so they stand at the end of its calldata: where a draft has an empty list, its last word.
abstract contract CommandTest is InstrumentTest {
    uint256 private constant SELECTOR = 4;
    /// @dev Where the calldata of a command of variable size says that its members begin.
    uint256 private constant BEHIND_TWO_OFFSETS = 0x40;

    HashingCalls private _hashing;

    function setUp() public virtual override {
        super.setUp();
        _hashing = new HashingCalls();
    }

    function none() internal pure returns (bytes[] memory signatures) {}

    function signedBy(Call memory draft, uint256[] memory keys) internal returns (Call memory) {
        bytes memory given = abi.encode(sign(structHashOf(draft), keys));
        bytes memory data = draft.data;
        bytes memory whole = new bytes(data.length - 32 + given.length - 32);
        assembly ("memory-safe") {
            let kept := sub(mload(data), 32)
            mcopy(add(whole, 32), add(data, 32), kept)
            mcopy(add(add(whole, 32), kept), add(given, 64), sub(mload(given), 32))
        }
        return Call(draft.module, whole);
    }

    /// @dev What is signed of a draft.
    function digestOf(Call memory draft) internal returns (bytes32) {
        return TypedData.digest(LEDGER, structHashOf(draft));
    }

    function structHashOf(Call memory draft) internal returns (bytes32) {
        (bool answered, bytes memory answer) = address(_hashing).call(draft.data);
        assert(answered);
        return abi.decode(answer, (bytes32));
    }

    /// @dev The same command with a `not_after` one second later: other content for the same record and version.
    function postponed(Call memory draft) internal pure returns (Call memory later) {
        later = Call(draft.module, bytes.concat(draft.data));
        bytes memory data = later.data;
        assembly ("memory-safe") {
            let members := add(add(data, 32), SELECTOR)
            if eq(mload(members), BEHIND_TWO_OFFSETS) { members := add(members, BEHIND_TWO_OFFSETS) }
            let notAfter := add(members, 64)
            mstore(notAfter, add(mload(notAfter), 1))
        }
    }
}
