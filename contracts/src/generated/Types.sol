// SPDX-License-Identifier: Apache-2.0
// Written by `python scripts/generate.py` from ledger/. Do not edit.
pragma solidity 0.8.37;

/// @notice A holder's part of an asset, in basis points.
struct Share {
    bytes32 party;
    uint16 bps;
}

/// @notice One right or application: where and when it holds, and its public number.
struct Right {
    bytes32 office;
    bytes32 number;
    uint8 right_stage;
    uint256 countries;
    uint64 provinces;
    uint64 start;
    uint64 end;
}

/// @notice What a grant covers: acts x fields x territories x [start, end).
struct Scope {
    uint32 acts;
    uint64 fields;
    uint256 countries;
    uint64 provinces;
    uint64 start;
    uint64 end;
}

/// @notice A party of an instrument and what it is there for. Every member signs.
struct Member {
    bytes32 party;
    uint8 member_role;
}

/// @notice Shares that pass from a holder to another party when an instrument takes effect.
struct Move {
    bytes32 from;
    bytes32 to;
    uint16 bps;
}

/// @notice Everything the members of an instrument agree to. `terms_digest` is its EIP-712 struct hash.
struct Terms {
    uint8 instrument_kind;
    bytes32 subject;
    Member[] members;
    Scope scope;
    uint8 exclusivity;
    uint8 sub_depth;
    bool consent_waived;
    uint32 encumbrance_version;
    Move[] moves;
    bytes32 escrow_agent;
    uint64 effect_by;
    bool state_capital;
    bytes32 task_result;
    bytes32 text;
}

/// @notice Announce an organisation and prove its keys.
struct RegisterParty {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 party_kind;
    bytes32 profile;
    uint16 country;
    bytes32 parent;
    address[] keys;
    uint8 threshold;
}

/// @notice New profile, or another parent.
struct UpdateParty {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 profile;
    bytes32 parent;
}

/// @notice Admit, suspend, readmit or close a party.
struct MoveParty {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 party_state;
    bytes32 reason;
}

/// @notice Add a key, or change k of n.
struct AddKey {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    address key;
    uint8 powers;
    uint64 valid_from;
    uint64 valid_to;
    uint8 threshold;
}

/// @notice End a key at this instant.
struct RevokeKey {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    address key;
    uint8 threshold;
}

/// @notice Give a role for a time and a scope.
struct GrantRole {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 role;
    uint64 fields;
    uint64 valid_from;
    uint64 valid_to;
}

/// @notice End a role at this instant.
struct RevokeRole {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 role;
}

/// @notice A reviewer, valuer or verifier steps aside.
struct DeclareInterest {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 subject;
}

/// @notice Declare a right or technology and who holds it.
struct RegisterAsset {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 nonce;
    uint8 asset_kind;
    bytes32 title;
    Share[] holders;
    uint8 grant_rule;
    uint64 fields;
    Right[] rights;
}

/// @notice State how well the claim is proved.
struct RaiseTier {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 tier;
    bytes32 evidence;
}

/// @notice Replace the list of rights: a grant, renewal or restriction.
struct RecordRights {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    Right[] rights;
    bytes32 evidence;
}

/// @notice Change who must grant a licence.
struct SetGrantRule {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 grant_rule;
}

/// @notice Freeze an asset on a claim.
struct DisputeAsset {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 claim;
    bytes32 claimant;
}

/// @notice End the freeze, and correct title where decided.
struct ResolveDispute {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 decision;
    Share[] holders;
}

/// @notice Record the end of the right.
struct EndAsset {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 asset_end;
    bytes32 evidence;
}

/// @notice Put terms to all who must sign.
struct ProposeInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    bytes32 nonce;
    Terms terms;
    bytes32[] signing;
}

/// @notice Agree to the same terms, repeated in full.
struct SignInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    Terms terms;
    bytes32[] signing;
}

/// @notice Enter a registrar's certificate.
struct CertifyInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 gate;
    bytes32 certificate;
}

/// @notice Attest money held, paid on, or returned, in basis points of the agreed sum.
struct AttestEscrow {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 escrow_action;
    uint16 bps;
    bytes32 evidence;
}

/// @notice Make it take effect, in one step.
struct EffectInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
}

/// @notice Replace the terms with narrower or equal ones.
struct AmendInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    Terms terms;
}

/// @notice End it by agreement, or withdraw it.
struct EndInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 instrument_end;
    bytes32 reason;
}

/// @notice The arbiter suspends, resumes, ends or enforces it.
struct RuleOnInstrument {
    bytes32 record;
    uint32 expected_version;
    uint64 not_after;
    uint8 ruling;
    bytes32 decision;
}
