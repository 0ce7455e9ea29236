// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Grant, Scopes} from "../../src/Scopes.sol";
import {Exclusivity} from "../../src/generated/Enums.sol";
import {Scope} from "../../src/generated/Types.sol";
import {Encumbrances} from "../../src/instruments/Encumbrances.sol";

/// @dev The registry's part that a module reads when it is created.
contract BareRegistry {
    function moduleAt(uint256) external view returns (address) {
        return address(this);
    }

    function domainSeparator() external pure returns (bytes32) {
        return 0;
    }

    function subject() external returns (OpenEncumbrances) {
        return new OpenEncumbrances();
    }
}

/// @dev The real conflict table and list, without the commands around it.
contract OpenEncumbrances is Encumbrances {
    function stand(bytes32 subject, bytes32 instrument, Scope calldata scope, uint8 exclusivity, uint32 acknowledged)
        external
    {
        _setGrant(instrument, Scopes.grant(scope, exclusivity));
        _stand(subject, instrument, acknowledged);
    }

    function versionOf(bytes32 subject) external view returns (uint32) {
        return _encumbranceVersion(subject);
    }
}

/// @notice Proved for every value, not sampled: `halmos --root contracts --contract ConflictsSymbolicTest`.
contract ConflictsSymbolicTest {
    bytes32 private constant SUBJECT = keccak256("subject");
    bytes32 private constant FIRST = keccak256("first");
    bytes32 private constant SECOND = keccak256("second");

    OpenEncumbrances private _encumbrances;

    function setUp() public {
        _encumbrances = new BareRegistry().subject();
    }

    /// @dev Two exclusive or sole grants that stand on one subject and have not run out share no piece of scope.
    function check_two_live_exclusive_grants_never_overlap(
        Scope calldata one,
        Scope calldata other,
        uint8 exclusivity,
        uint8 otherExclusivity,
        uint32 acknowledged
    ) external {
        if (exclusivity != Exclusivity.SOLE && exclusivity != Exclusivity.EXCLUSIVE) return;
        if (otherExclusivity != Exclusivity.SOLE && otherExclusivity != Exclusivity.EXCLUSIVE) return;
        _encumbrances.stand(SUBJECT, FIRST, one, exclusivity, 0);
        _encumbrances.stand(SUBJECT, SECOND, other, otherExclusivity, acknowledged);
        assert(one.end <= block.timestamp || !_meet(one, other));
    }

    /// @dev A non-exclusive grant never stands where an exclusive or sole one does.
    function check_a_non_exclusive_grant_never_overlaps_an_exclusive_one(
        Scope calldata one,
        Scope calldata other,
        uint8 exclusivity
    ) external {
        if (exclusivity != Exclusivity.SOLE && exclusivity != Exclusivity.EXCLUSIVE) return;
        _encumbrances.stand(SUBJECT, FIRST, one, exclusivity, 0);
        _encumbrances.stand(SUBJECT, SECOND, other, Exclusivity.NON_EXCLUSIVE, 0);
        assert(one.end <= block.timestamp || !_meet(one, other));
    }

    /// @dev An exclusive grant stands only where its terms carry the version that counts those before it.
    function check_an_exclusive_grant_acknowledges_those_before_it(
        Scope calldata one,
        Scope calldata other,
        uint32 acknowledged
    ) external {
        _encumbrances.stand(SUBJECT, FIRST, one, Exclusivity.NON_EXCLUSIVE, 0);
        uint32 version = _encumbrances.versionOf(SUBJECT);
        _encumbrances.stand(SUBJECT, SECOND, other, Exclusivity.EXCLUSIVE, acknowledged);
        assert(acknowledged == version);
    }

    /// @dev The catalogue's words once more: what is not named is all, and a country or a province is a place.
    function _meet(Scope calldata a, Scope calldata b) private pure returns (bool) {
        bool acts = a.acts == 0 || b.acts == 0 || a.acts & b.acts != 0;
        bool fields = a.fields == 0 || b.fields == 0 || a.fields & b.fields != 0;
        bool anywhere = (a.countries == 0 && a.provinces == 0) || (b.countries == 0 && b.provinces == 0);
        bool places = anywhere || a.countries & b.countries != 0 || a.provinces & b.provinces != 0;
        return acts && fields && places && a.start < b.end && b.start < a.end;
    }
}
