// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {BadEnum, FieldMissing, ListLength, Malformed, NumberRange, UnknownCode} from "./generated/Errors.sol";
import {PUBLISHED_ACTS, PUBLISHED_COUNTRIES, PUBLISHED_FIELDS, PUBLISHED_PROVINCES} from "./generated/Rulebook.sol";

/// @title The vocabulary of shape checks
/// @notice Forms of values and the errors of check 2. The generated libraries say which field must have which form.
/// @dev Errors are raised in functions of their own, so that a check costs little code where it is made.
library Shape {
    uint256 private constant MOST_SIGNATURES = 64;
    uint64 private constant SECTOR = 0xffff;

    // --- Forms ---

    /// @notice 1 to 64 signatures; looked at after every field.
    function checkSignatures(bytes[] calldata signatures) internal pure {
        if (signatures.length == 0 || signatures.length > MOST_SIGNATURES) {
            wrongLength(field("signatures"), signatures.length, MOST_SIGNATURES);
        }
    }

    /// @notice Whether a word of acts is zero, all ones, or published codes alone.
    function areActs(uint32 bitmap) internal pure returns (bool) {
        return bitmap & ~PUBLISHED_ACTS == 0 || bitmap == type(uint32).max;
    }

    /// @notice Whether each sector of 16 bits is whole or holds named sub-sectors alone.
    function areFields(uint64 bitmap) internal pure returns (bool) {
        uint64 unnamed = bitmap & ~PUBLISHED_FIELDS;
        for (uint256 shift = 0; unnamed >> shift != 0; shift += 16) {
            if ((unnamed >> shift) & SECTOR != 0 && (bitmap >> shift) & SECTOR != SECTOR) return false;
        }
        return true;
    }

    /// @notice Whether a word of countries is zero, all ones, or listed countries other than Viet Nam.
    function areCountries(uint256 bitmap) internal pure returns (bool) {
        return bitmap & ~PUBLISHED_COUNTRIES == 0 || bitmap == type(uint256).max;
    }

    /// @notice Whether a word of provinces is zero, all ones (Viet Nam), or published codes alone.
    function areProvinces(uint64 bitmap) internal pure returns (bool) {
        return bitmap & ~PUBLISHED_PROVINCES == 0 || bitmap == type(uint64).max;
    }

    /// @notice Whether a word is 1 to 32 bytes of printable ASCII, left-aligned, then zeros (reading 5).
    function isLabel(bytes32 word) internal pure returns (bool) {
        uint256 rest = uint256(word);
        while (rest != 0) {
            uint256 character = rest >> 248;
            if (character < 0x20 || character > 0x7e) return false;
            rest <<= 8;
        }
        return word != 0;
    }

    /// @notice Whether a word is two capital letters, left-aligned (WIPO ST.3).
    function isOffice(bytes32 word) internal pure returns (bool) {
        return _isCapital(uint8(word[0])) && _isCapital(uint8(word[1])) && word << 16 == 0;
    }

    /// @notice Whether a word is 1 to 32 characters A to Z and 0 to 9, left-aligned.
    function isRightNumber(bytes32 word) internal pure returns (bool) {
        uint256 rest = uint256(word);
        while (rest != 0) {
            uint256 character = rest >> 248;
            if (!_isCapital(character) && (character < 0x30 || character > 0x39)) return false;
            rest <<= 8;
        }
        return word != 0;
    }

    function _isCapital(uint256 character) private pure returns (bool) {
        return character >= 0x41 && character <= 0x5a;
    }

    // --- Errors ---

    function missing(string memory path) internal pure {
        revert FieldMissing(path);
    }

    function malformed(string memory path) internal pure {
        revert Malformed(path);
    }

    function badEnum(string memory path, uint8 given) internal pure {
        revert BadEnum(path, given);
    }

    function unknownCode(string memory path, uint256 given) internal pure {
        revert UnknownCode(path, given);
    }

    function outOfRange(string memory path, uint256 given, uint256 low, uint256 high) internal pure {
        revert NumberRange(path, given, low, high);
    }

    function wrongLength(string memory path, uint256 given, uint256 most) internal pure {
        revert ListLength(path, given, most);
    }

    // --- Paths ---

    /// @notice The path of a member whose name is a literal of at most 32 bytes.
    function field(bytes32 member) internal pure returns (string memory) {
        uint256 length = _length(member);
        bytes memory path = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            path[i] = member[i];
        }
        return string(path);
    }

    /// @notice `keys[2]`.
    function field(bytes32 list, uint256 index) internal pure returns (string memory) {
        return string.concat(field(list), "[", Strings.toString(index), "]");
    }

    /// @notice `holders[2].bps`.
    function field(bytes32 list, uint256 index, bytes32 member) internal pure returns (string memory) {
        return string.concat(field(list, index), ".", field(member));
    }

    function _length(bytes32 word) private pure returns (uint256 length) {
        while (length < 32 && word[length] != 0) ++length;
    }
}
