// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Scope} from "./generated/Types.sol";

/// @notice [start, end) in UTC seconds. As a struct it begins a storage word of its own.
struct Interval {
    uint64 start;
    uint64 end;
}

/// @notice A scope as it is stored: what a grant covers, and how exclusively. Bitmaps as the catalogue stores them: a
/// word that means "all" is all ones.
struct Grant {
    uint256 countries;
    uint64 fields;
    uint64 provinces;
    uint32 acts;
    uint8 exclusivity;
    Interval interval;
}

/// @notice Sets of acts, fields and territories, and intervals: reading them, comparing them.
library Scopes {
    /// @notice The territory meant by two words: both zero mean everywhere (both all ones); one zero beside a word that
    /// is not zero means none of that word.
    function territory(uint256 countries, uint64 provinces) internal pure returns (uint256, uint64) {
        if (countries == 0 && provinces == 0) return (type(uint256).max, type(uint64).max);
        return (countries, provinces);
    }

    /// @notice The set of fields meant by a word: zero means all.
    function allFields(uint64 fields) internal pure returns (uint64) {
        return fields == 0 ? type(uint64).max : fields;
    }

    /// @notice The grant that a scope and an exclusivity make, as stored.
    function grant(Scope memory scope, uint8 exclusivity) internal pure returns (Grant memory made) {
        (made.countries, made.provinces) = territory(scope.countries, scope.provinces);
        made.fields = allFields(scope.fields);
        made.acts = scope.acts == 0 ? type(uint32).max : scope.acts;
        made.exclusivity = exclusivity;
        made.interval = Interval({start: scope.start, end: scope.end});
    }

    /// @notice The scope of a stored grant. Reading it back gives the same grant: all ones mean all as zero does.
    function scopeOf(Grant memory made) internal pure returns (Scope memory) {
        return Scope({
            acts: made.acts,
            fields: made.fields,
            countries: made.countries,
            provinces: made.provinces,
            start: made.interval.start,
            end: made.interval.end
        });
    }

    /// @notice Whether two grants share an act, a field, a piece of territory and an instant: one AND per dimension.
    function overlap(Grant memory a, Grant memory b) internal pure returns (bool) {
        return a.acts & b.acts != 0 && a.fields & b.fields != 0
            && (a.countries & b.countries != 0 || a.provinces & b.provinces != 0) && a.interval.start < b.interval.end
            && b.interval.start < a.interval.end;
    }

    /// @notice The first dimension in which `inner` reaches beyond `outer`, in the catalogue's order; empty if none.
    function widerDimension(Grant memory outer, Grant memory inner) internal pure returns (string memory) {
        if (inner.acts & ~outer.acts != 0) return "acts";
        if (inner.fields & ~outer.fields != 0) return "fields";
        if (inner.countries & ~outer.countries != 0) return "countries";
        if (inner.provinces & ~outer.provinces != 0) return "provinces";
        if (inner.interval.start < outer.interval.start) return "start";
        if (inner.interval.end > outer.interval.end) return "end";
        return "";
    }
}
