// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Power, Role} from "../src/generated/Enums.sol";
import {
    BadEnum,
    BadInterval,
    CommandExpired,
    FieldMissing,
    ListLength,
    NumberRange,
    UnknownCode
} from "../src/generated/Errors.sol";
import {
    AddKey,
    DeclareInterest,
    GrantRole,
    MoveParty,
    RegisterParty,
    RevokeKey,
    RevokeRole,
    UpdateParty
} from "../src/generated/Types.sol";
import {LedgerTest} from "./base/LedgerTest.sol";

/// @title The shape of Party commands (check 2)
contract PartyShapesTest is LedgerTest {
    uint256 private constant INSTITUTE = 0xb1;
    uint256[] private none;

    function missing(string memory field) private pure returns (bytes memory) {
        return abi.encodeWithSelector(FieldMissing.selector, field);
    }

    function badEnum(string memory field, uint8 given) private pure returns (bytes memory) {
        return abi.encodeWithSelector(BadEnum.selector, field, given);
    }

    function outside(string memory field, uint256 given, uint256 low, uint256 high)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(NumberRange.selector, field, given, low, high);
    }

    function tooLong(string memory field, uint256 given, uint256 most) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ListLength.selector, field, given, most);
    }

    /// @dev Each fault is mended in turn, and the next field's is the answer.
    function test_register_party_is_looked_at_field_by_field() public {
        RegisterParty memory c = registration(one(INSTITUTE), 1);
        (c.party_kind, c.profile, c.country, c.threshold) = (0, 0, 249, 0);
        c.keys = new address[](0);
        refuse(signed(c, none), badEnum("party_kind", 0));
        c.party_kind = 8;
        refuse(signed(c, none), badEnum("party_kind", 8));
        c.party_kind = 7;
        refuse(signed(c, none), missing("profile"));
        c.profile = PROFILE;
        refuse(signed(c, none), abi.encodeWithSelector(UnknownCode.selector, "country", 249));
        c.country = 248;
        refuse(signed(c, none), tooLong("keys", 0, 16));
        c.keys = new address[](17);
        refuse(signed(c, none), tooLong("keys", 17, 16));
        c.keys = new address[](11);
        for (uint160 i = 0; i < 10; ++i) {
            c.keys[i] = address(i + 1);
        }
        refuse(signed(c, none), missing("keys[10]"));
        c.keys[10] = address(0xabc);
        refuse(signed(c, none), outside("threshold", 0, 1, 11));
        c.threshold = 12;
        refuse(signed(c, none), outside("threshold", 12, 1, 11));
        c.threshold = 11;
        refuse(signed(c, none), tooLong("signatures", 0, 64));
    }

    function test_update_party_names_a_profile() public {
        UpdateParty memory c = update(REGULATOR, 0);
        c.profile = 0;
        refuse(signed(c, one(REGULATOR)), missing("profile"));
    }

    function test_move_party_names_a_state() public {
        MoveParty memory c = move(REGULATOR, 0);
        refuse(signed(c, one(REGULATOR)), badEnum("party_state", 0));
        c.party_state = 4;
        refuse(signed(c, one(REGULATOR)), badEnum("party_state", 4));
    }

    function test_add_key_is_looked_at_field_by_field() public {
        AddKey memory c = addition(REGULATOR, INSTITUTE, 0, 1);
        address key = c.key;
        (c.key, c.valid_to) = (address(0), c.valid_from);
        refuse(signed(c, one(REGULATOR)), missing("key"));
        c.key = key;
        refuse(signed(c, one(REGULATOR)), outside("powers", 0, 1, 15));
        c.powers = 16;
        refuse(signed(c, one(REGULATOR)), outside("powers", 16, 1, 15));
        c.powers = Power.ALL;
        refuse(signed(c, one(REGULATOR)), abi.encodeWithSelector(BadInterval.selector, c.valid_from, c.valid_to));
    }

    function test_revoke_key_names_a_key() public {
        RevokeKey memory c = revocation(REGULATOR, INSTITUTE, 1);
        c.key = address(0);
        refuse(signed(c, one(REGULATOR)), missing("key"));
    }

    function test_grant_role_is_looked_at_field_by_field() public {
        GrantRole memory c = grant(REGULATOR, Role.LAST + 1);
        (c.fields, c.valid_to) = (1 << 10, c.valid_from);
        refuse(signed(c, one(REGULATOR)), badEnum("role", 20));
        c.role = Role.LAST;
        refuse(signed(c, one(REGULATOR)), abi.encodeWithSelector(UnknownCode.selector, "fields", 1 << 10));
        c.fields = 0xffff;
        refuse(signed(c, one(REGULATOR)), abi.encodeWithSelector(BadInterval.selector, c.valid_from, c.valid_from));
    }

    function test_revoke_role_names_a_role() public {
        RevokeRole memory c = ending(REGULATOR, 0);
        refuse(signed(c, one(REGULATOR)), badEnum("role", 0));
    }

    function test_declare_interest_names_a_subject() public {
        DeclareInterest memory c = interest(REGULATOR, 0);
        refuse(signed(c, one(REGULATOR)), missing("subject"));
    }

    function test_a_command_has_1_to_64_signatures() public {
        MoveParty memory c = move(REGULATOR, 1);
        refuse(signed(c, none), tooLong("signatures", 0, 64));
        refuse(signed(c, many(65)), tooLong("signatures", 65, 64));
    }

    function test_shape_is_looked_at_before_time() public {
        MoveParty memory c = move(REGULATOR, 0);
        c.not_after = START;
        refuse(signed(c, one(REGULATOR)), badEnum("party_state", 0));
        c.party_state = 1;
        refuse(signed(c, one(REGULATOR)), abi.encodeWithSelector(CommandExpired.selector, START, START));
    }

    function many(uint256 count) private pure returns (uint256[] memory keys) {
        keys = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            keys[i] = 0x1000 + i;
        }
    }
}
