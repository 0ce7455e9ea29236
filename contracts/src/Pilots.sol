// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev Holds the place of the module until its commands are written.
contract Pilots {
    string public constant NAME = "Pilots";
}
