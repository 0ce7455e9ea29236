// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Shape} from "../src/Shape.sol";
import {vm} from "./base/Cheats.sol";

/// @title Forms of values and paths of fields (readings 5 and 6)
contract ShapeTest {
    function test_a_field_path_names_list_index_and_member() public pure {
        vm.assertEq(Shape.field("title"), "title");
        vm.assertEq(Shape.field("a_name_of_exactly_32_characters_"), "a_name_of_exactly_32_characters_");
        vm.assertEq(Shape.field("keys", 0), "keys[0]");
        vm.assertEq(Shape.field("holders", 9, "bps"), "holders[9].bps");
        vm.assertEq(Shape.field("terms.members", 15, "member_role"), "terms.members[15].member_role");
    }

    function test_bitmaps_of_zero_and_all_ones_mean_all() public pure {
        vm.assertTrue(Shape.areActs(0) && Shape.areActs(type(uint32).max));
        vm.assertTrue(Shape.areFields(0) && Shape.areFields(type(uint64).max));
        vm.assertTrue(Shape.areCountries(0) && Shape.areCountries(type(uint256).max));
        vm.assertTrue(Shape.areProvinces(0) && Shape.areProvinces(type(uint64).max));
    }

    function test_acts_are_bits_0_to_12(uint32 bitmap) public pure {
        vm.assertTrue(Shape.areActs(bitmap) == (bitmap < 1 << 13 || bitmap == type(uint32).max));
        vm.assertTrue(Shape.areActs(bitmap & 0x1fff));
    }

    function test_provinces_are_bits_0_to_33(uint64 bitmap) public pure {
        vm.assertTrue(Shape.areProvinces(bitmap) == (bitmap < 1 << 34 || bitmap == type(uint64).max));
        vm.assertTrue(Shape.areProvinces(bitmap & 0x3ffffffff));
    }

    function test_countries_are_the_249_listed_without_viet_nam() public pure {
        for (uint256 bit = 0; bit < 256; ++bit) {
            vm.assertTrue(Shape.areCountries(1 << bit) == (bit < 249 && bit != 240));
        }
    }

    /// @dev The number of named sub-sectors of each sector, from the table of the catalogue.
    function test_each_sector_is_whole_or_of_named_sub_sectors(uint16[4] memory sectors) public pure {
        uint8[4] memory named = [10, 11, 11, 10];
        uint64 bitmap;
        bool expected = true;
        for (uint256 i = 0; i < 4; ++i) {
            // Half of the random sectors are whole or without unnamed bits, so both answers are met.
            uint16 sector = sectors[i] % 4 == 0 ? type(uint16).max : sectors[i];
            if (sectors[i] % 4 == 1) sector &= uint16((1 << named[i]) - 1);
            if (sector >> named[i] != 0 && sector != type(uint16).max) expected = false;
            bitmap |= uint64(sector) << uint64(16 * i);
        }
        vm.assertTrue(Shape.areFields(bitmap) == expected);
    }

    function test_an_office_is_two_capital_letters() public pure {
        vm.assertTrue(Shape.isOffice("VN"));
        vm.assertFalse(Shape.isOffice("vn"));
        vm.assertFalse(Shape.isOffice("V"));
        vm.assertFalse(Shape.isOffice("VNA"));
        vm.assertFalse(Shape.isOffice("V1"));
        vm.assertFalse(Shape.isOffice(bytes32("VN") | bytes32(uint256(1))));
    }

    function test_a_right_number_is_capital_letters_and_digits() public pure {
        vm.assertTrue(Shape.isRightNumber("10041237"));
        vm.assertTrue(Shape.isRightNumber("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"));
        vm.assertFalse(Shape.isRightNumber("1-0041237"));
        vm.assertFalse(Shape.isRightNumber("1 "));
        vm.assertFalse(Shape.isRightNumber("a1"));
        vm.assertFalse(Shape.isRightNumber(bytes32("A") | bytes32(uint256(uint8(bytes1("B"))))));
        vm.assertFalse(Shape.isRightNumber(0));
    }

    function test_a_right_number_has_one_spelling(uint256 length, bytes32 characters) public pure {
        length %= 33;
        bytes32 word;
        for (uint256 i = 0; i < length; ++i) {
            bytes1 character = bytes("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")[uint8(characters[i]) % 36];
            word |= bytes32(character) >> (8 * i);
        }
        vm.assertTrue(Shape.isRightNumber(word) == (length != 0));
        // Anything after the first zero byte is another spelling.
        if (length < 31) vm.assertFalse(Shape.isRightNumber(word | bytes32(uint256(0x41))));
    }
}
