// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AssetKind,
    EscrowAction,
    Exclusivity,
    Gate,
    InstrumentEnd,
    InstrumentKind,
    MemberRole,
    RightStage,
    Ruling,
    State
} from "../../src/generated/Enums.sol";
import {Member, Move, RegisterAsset, Right, Scope, Share, Terms} from "../../src/generated/Types.sol";
import {IAssets} from "../../src/interfaces/IAssets.sol";
import {vm} from "../base/Cheats.sol";
import {Acts} from "./Acts.sol";

/// @title Random histories of a patent, a trademark under application and know-how, and of every kind of agreement on them
contract TitleHistory is Acts {
    /// @dev Beyond this many instruments a history only goes on with those it has.
    uint256 private constant MOST = 36;

    bytes32 private _trademark;

    function begin() internal override {
        uint256[10] memory keys =
            [OWNER, CO_OWNER, RIVAL, FOREIGNER, LICENSEE, STRANGER, BANK, ARBITER, IP_REGISTRAR, TRANSFER_REGISTRAR];
        for (uint256 i = 0; i < keys.length; ++i) {
            _keyOf[id(keys[i])] = keys[i];
            if (i < 5) _titleParties.push(id(keys[i]));
        }
        keep(asset, wholly(OWNER), true);
        _isGranted[asset] = true;
        _trademark = anotherAsset(AssetKind.TRADEMARK, jointly(6_000, 4_000));
        keep(_trademark, jointly(6_000, 4_000), true);
        Share[] memory shares = jointly(5_000, 5_000);
        keep(anotherAsset(AssetKind.KNOW_HOW, shares), shares, false);
    }

    // --- Actions: agreements ---

    function grantLicence(uint256 seed) external {
        license(seed);
        license(seed);
    }

    function license(uint256 seed) private {
        Terms memory terms = draft(seed, InstrumentKind.LICENCE, _assets[pick(seed, "asset", _assets.length)]);
        terms.members = grantorsOf(seed, terms.subject);
        add(terms, granteeOf(seed), MemberRole.GRANTEE);
        // casting to 'uint8' is safe because so few values are picked from
        terms.exclusivity = uint8(1 + pick(seed, "exclusivity", 5) % Exclusivity.LAST);
        acknowledge(terms, seed);
        terms.sub_depth = uint8(pick(seed, "depth", 5));
        terms.consent_waived = rarely(seed, "waived", 2);
        terms.state_capital = rarely(seed, "capital", 6);
        if (rarely(seed, "result", 2)) terms.task_result = PAPER;
        start(seed, terms);
    }

    function grantSublicence(uint256 seed) external {
        bytes32 parent = aGrant(seed);
        if (parent != 0) sublicense(parent, seed);
    }

    function sublicense(bytes32 parent, uint256 seed) private {
        Terms memory above = termsOf(parent);
        Terms memory terms = draft(seed, InstrumentKind.SUBLICENCE, parent);
        if (!rarely(seed, "wide", 8)) {
            terms.scope = within(seed, above.scope);
            terms.exclusivity = uint8(1 + pick(seed, "exclusivity", above.exclusivity));
            if (above.sub_depth != 0) terms.sub_depth = above.sub_depth - 1;
        } else {
            terms.exclusivity = above.exclusivity;
        }
        acknowledge(terms, seed);
        addAll(terms, inRole(above.members, MemberRole.GRANTEE), MemberRole.GRANTOR);
        if (rarely(seed, "untitled", 10)) add(terms, id(STRANGER), MemberRole.GRANTOR);
        bool ofAsset = above.instrument_kind == InstrumentKind.LICENCE;
        bytes32[] memory grantors = ofAsset ? holders(above.subject) : inRole(above.members, MemberRole.GRANTOR);
        if (!above.consent_waived && !rarely(seed, "unasked", 10)) addAll(terms, grantors, MemberRole.CONSENTING);
        add(terms, granteeOf(seed), MemberRole.GRANTEE);
        bytes32 record = start(seed, terms);
        if (isInForce(record) && terms.sub_depth != 0) sublicense(record, uint256(keccak256(abi.encode(seed))));
    }

    function assignShares(uint256 seed) external {
        Terms memory terms = draft(seed, InstrumentKind.ASSIGNMENT, _assets[pick(seed, "asset", _assets.length)]);
        terms.members = grantorsOf(seed, terms.subject);
        terms.moves = new Move[](1 + pick(seed, "moves", 2));
        for (uint256 i = 0; i < terms.moves.length; ++i) {
            terms.moves[i] = aMove(uint256(keccak256(abi.encode(seed, i))), terms.subject);
            if (!rarely(seed, "unasked", 10)) add(terms, terms.moves[i].to, MemberRole.GRANTEE);
        }
        addPledgees(terms, seed);
        start(seed, terms);
    }

    function pledgeShares(uint256 seed) external {
        Terms memory terms = draft(seed, InstrumentKind.PLEDGE, _assets[pick(seed, "asset", _assets.length)]);
        terms.members = grantorsOf(seed, terms.subject);
        terms.moves = new Move[](1);
        terms.moves[0] = aMove(seed, terms.subject);
        add(terms, terms.moves[0].to, MemberRole.GRANTEE);
        addPledgees(terms, seed);
        start(seed, terms);
    }

    function cooperate(uint256 seed) external {
        bool memorandum = rarely(seed, "memorandum", 2);
        bytes32 about = rarely(seed, "subject", 2) ? _assets[pick(seed, "asset", _assets.length)] : bytes32(0);
        Terms memory terms = draft(seed, memorandum ? InstrumentKind.MEMORANDUM : InstrumentKind.COOPERATION, about);
        for (uint256 i = 0; i < 1 + pick(seed, "members", 3); ++i) {
            add(terms, _titleParties[i], MemberRole.MEMBER);
        }
        start(seed, terms);
    }

    // --- Actions: what becomes of agreements ---

    function goOn(uint256 seed) external {
        bytes32 record = anInstrument(seed, State.SIGNED);
        if (record != 0) hasten(record, seed);
    }

    function certifyOne(uint256 seed) external {
        bytes32 record = anInstrument(seed, rarely(seed, "signed", 3) ? State.SIGNED : State.EFFECTIVE);
        if (record != 0) certify(record, rarely(seed, "gate", 2) ? Gate.IP_REGISTER : Gate.TRANSFER_REGISTER);
    }

    function attestOne(uint256 seed) external {
        bytes32 record = anEscrow(seed);
        if (record == 0) return;
        uint8 action = uint8(1 + pick(seed, "action", EscrowAction.LAST));
        if (isInEffect(record) && rarely(seed, "paid on", 2)) action = EscrowAction.RELEASED;
        attest(record, action, uint16(1 + pick(seed, "bps", rarely(seed, "all", 3) ? WHOLE : 4_000)));
        // What was paid on is not returned as well, and the other way round.
        if (_shadows[record].released != 0) attest(record, EscrowAction.REFUNDED, 1);
        if (_shadows[record].refunded != 0) attest(record, EscrowAction.RELEASED, 1);
    }

    function amendOne(uint256 seed) external {
        bytes32 record = anInstrument(seed, State.EFFECTIVE);
        if (record == 0) return;
        Terms memory terms = termsOf(record);
        terms.scope = rarely(seed, "wide", 4) ? narrow(seed) : within(seed, terms.scope);
        if (terms.sub_depth != 0 && rarely(seed, "depth", 2)) --terms.sub_depth;
        amend(record, terms);
    }

    function endOne(uint256 seed) external {
        bytes32 record = anInstrument(seed, uint8(State.PROPOSED + pick(seed, "state", 3)));
        if (record == 0) return;
        endByAgreement(record, uint8(1 + pick(seed, "end", InstrumentEnd.LAST)), rarely(seed, "lacking", 3));
        giveBack(record, seed);
    }

    function ruleOnOne(uint256 seed) external {
        bytes32 pledge = aPledge(seed);
        if (pledge != 0 && rarely(seed, "pledge", 3)) return ruleOnPledge(pledge, seed);
        bytes32 record = anInstrument(seed, rarely(seed, "suspended", 3) ? State.SUSPENDED : State.EFFECTIVE);
        if (record == 0) return;
        rule(record, rarely(seed, "suspend", 3) ? Ruling.SUSPEND : uint8(1 + pick(seed, "ruling", Ruling.LAST)));
        if (_shadows[record].state == State.SUSPENDED && rarely(seed, "resumed", 2)) rule(record, Ruling.RESUME);
        giveBack(record, seed);
    }

    function ruleOnPledge(bytes32 pledge, uint256 seed) private {
        if (!rarely(seed, "unregistered", 3)) certify(pledge, Gate.IP_REGISTER);
        rule(pledge, Ruling.ENFORCE);
    }

    /// @dev Of what has ended, the bank returns what it holds, and pays nothing on.
    function giveBack(bytes32 record, uint256 seed) private {
        if (_shadows[record].funded == 0 || isInEffect(record)) return;
        attest(record, EscrowAction.REFUNDED, uint16(1 + pick(seed, "returned", WHOLE)));
        attest(record, EscrowAction.RELEASED, 1);
    }

    // --- Actions: assets and time ---

    function disputeTitle(uint256 seed) external {
        bytes32 onAsset = _assets[pick(seed, "asset", _assets.length)];
        bytes memory call = abi.encodeCall(IAssets.disputeAsset, (dispute(onAsset, STRANGER), none()));
        if (submit(toAssets(call), two(ARBITER, STRANGER))) _isDisputed[onAsset] = true;
        if (!rarely(seed, "open", 3)) settle(onAsset, seed);
    }

    function settleTitle(uint256 seed) external {
        for (uint256 i = 0; i < _assets.length; ++i) {
            if (_isDisputed[_assets[i]]) settle(_assets[i], seed);
        }
    }

    /// @dev The trademark is granted, and now and then it turns out that it was not.
    function recordStage(uint256 seed) external {
        Right memory right = patentRight();
        right.number = "40012345";
        (right.start, right.end) = (START, START + TERM);
        bool granted = !rarely(seed, "application", 3);
        right.right_stage = granted ? RightStage.GRANTED : RightStage.APPLICATION;
        bytes memory call = abi.encodeCall(IAssets.recordRights, (recording(_trademark, listed(right)), none()));
        if (!submit(toAssets(call), one(IP_REGISTRAR))) return;
        _isGranted[_trademark] = granted;
        if (granted) did("the trademark granted");
    }

    function wait(uint256 seed) external {
        vm.warp(clock() + pick(seed, "time", 400));
    }

    // --- Parts ---

    function keep(bytes32 record, Share[] memory shares, bool registrable) private {
        _assets.push(record);
        _isRegistrable[record] = registrable;
        for (uint256 i = 0; i < shares.length; ++i) {
            _bpsOf[record][shares[i].party] = shares[i].bps;
        }
    }

    function anotherAsset(uint8 kind, Share[] memory shares) private returns (bytes32) {
        RegisterAsset memory c = declaration(shares, OWNER, bytes32(uint256(kind)));
        c.asset_kind = kind;
        c.rights[0].right_stage = RightStage.APPLICATION;
        return activate(c, two(OWNER, CO_OWNER));
    }

    function settle(bytes32 onAsset, uint256 seed) private {
        Share[] memory shares = new Share[](0);
        if (!rarely(seed, "unchanged", 2)) {
            uint16 part = uint16(1 + pick(seed, "part", 9_999));
            shares = jointly(part, uint16(WHOLE) - part);
            // A sum that is not the whole is refused, and the dispute goes on.
            if (rarely(seed, "wrong", 2)) --shares[0].bps;
        }
        bytes32 marks = marksOn(onAsset, 0);
        bytes memory call = abi.encodeCall(IAssets.resolveDispute, (resolution(onAsset, shares), none()));
        if (!submit(toAssets(call), one(ARBITER))) return;
        hold(6, marksOn(onAsset, 0) == marks);
        _isDisputed[onAsset] = false;
        did("a dispute resolved");
        if (shares.length == 0) return;
        bytes32[] memory before = holders(onAsset);
        for (uint256 i = 0; i < before.length; ++i) {
            _bpsOf[onAsset][before[i]] = 0;
        }
        for (uint256 i = 0; i < shares.length; ++i) {
            _bpsOf[onAsset][shares[i].party] = shares[i].bps;
        }
        did("a title corrected");
    }

    /// @return record Zero where it was refused.
    function start(uint256 seed, Terms memory terms) private returns (bytes32 record) {
        if (_instruments.length == MOST) return 0;
        if (rarely(seed, "agent", 4)) terms.escrow_agent = id(BANK);
        if (rarely(seed, "by", 4)) terms.effect_by = clock() + 1 + uint64(pick(seed, "effect_by", 300));
        record = propose(terms, rarely(seed, "one by one", 4));
        if (record != 0 && !rarely(seed, "later", 4)) hasten(record, seed);
    }

    function draft(uint256 seed, uint8 kind, bytes32 subject) private view returns (Terms memory terms) {
        terms.instrument_kind = kind;
        terms.subject = subject;
        terms.members = new Member[](0);
        terms.scope = narrow(seed);
        terms.moves = new Move[](0);
        terms.text = PAPER;
    }

    /// @dev A few acts and provinces and a short time, so that scopes often meet and often do not.
    function narrow(uint256 seed) private view returns (Scope memory scope) {
        scope = hanoi();
        scope.acts = uint32(pick(seed, "acts", 8));
        scope.provinces = uint64(1 + pick(seed, "provinces", 3));
        scope.start = clock() + uint64(pick(seed, "start", 300));
        scope.end = scope.start + 500 + uint64(pick(seed, "length", 2_000));
    }

    function within(uint256 seed, Scope memory wider) private view returns (Scope memory scope) {
        scope = Scope(wider.acts, wider.fields, wider.countries, wider.provinces, wider.start, wider.end);
        if (scope.acts == 0 && rarely(seed, "acts within", 2)) scope.acts = 1;
        if (scope.provinces == HANOI | HAI_PHONG && rarely(seed, "provinces within", 2)) scope.provinces = HANOI;
        if (rarely(seed, "sooner", 3)) scope.end = wider.start + (wider.end - wider.start) / 2;
    }

    function acknowledge(Terms memory terms, uint256 seed) private view {
        if (terms.exclusivity == Exclusivity.NON_EXCLUSIVE) return;
        terms.encumbrance_version = _encumbrances[terms.subject];
        if (rarely(seed, "stale", 5)) ++terms.encumbrance_version;
    }

    /// @dev Every holder, and now and then one who has no title, or one less.
    function grantorsOf(uint256 seed, bytes32 subject) private view returns (Member[] memory members) {
        bytes32[] memory held = holders(subject);
        Terms memory terms;
        terms.members = new Member[](0);
        addAll(terms, held, MemberRole.GRANTOR);
        if (rarely(seed, "untitled", 10)) add(terms, id(STRANGER), MemberRole.GRANTOR);
        members = terms.members;
        if (held.length > 1 && rarely(seed, "lacking", 10)) members[0] = Member(held[1], MemberRole.CONSENTING);
    }

    function granteeOf(uint256 seed) private view returns (bytes32) {
        return _titleParties[1 + pick(seed, "grantee", _titleParties.length - 1)];
    }

    function aMove(uint256 seed, bytes32 subject) private view returns (Move memory) {
        bytes32[] memory held = holders(subject);
        bytes32 from = held[pick(seed, "from", held.length)];
        bytes32 to = _titleParties[pick(seed, "to", _titleParties.length)];
        uint256 most = rarely(seed, "exceeding", 10) ? WHOLE : _bpsOf[subject][from];
        return Move(from, to, uint16(rarely(seed, "whole", 3) ? most : 1 + pick(seed, "bps", most)));
    }

    function addPledgees(Terms memory terms, uint256 seed) private view {
        if (rarely(seed, "unheard", 10)) return;
        for (uint256 i = 0; i < _instruments.length; ++i) {
            Terms memory pledge = termsOf(_instruments[i]);
            bool stands = pledge.instrument_kind == InstrumentKind.PLEDGE && isInEffect(_instruments[i]);
            if (!stands || pledge.subject != terms.subject) continue;
            addAll(terms, inRole(pledge.members, MemberRole.GRANTEE), MemberRole.CONSENTING);
        }
    }

    function addAll(Terms memory terms, bytes32[] memory parties_, uint8 role) private pure {
        for (uint256 i = 0; i < parties_.length; ++i) {
            add(terms, parties_[i], role);
        }
    }

    function add(Terms memory terms, bytes32 party, uint8 role) private pure {
        if (includes(terms.members, party, role)) return;
        Member[] memory longer = new Member[](terms.members.length + 1);
        for (uint256 i = 0; i < terms.members.length; ++i) {
            longer[i] = terms.members[i];
        }
        longer[terms.members.length] = Member(party, role);
        terms.members = longer;
    }

    /// @dev One in this state, else any; zero where there is none.
    function anInstrument(uint256 seed, uint8 state) private view returns (bytes32) {
        uint256 count = _instruments.length;
        if (count == 0) return 0;
        uint256 from = pick(seed, "instrument", count);
        for (uint256 i = 0; i < count; ++i) {
            bytes32 each = _instruments[(from + i) % count];
            if (_shadows[each].state == state) return each;
        }
        return _instruments[from];
    }

    /// @dev A licence or sublicence that may be sublicensed, else any of them; zero where there is none.
    function aGrant(uint256 seed) private view returns (bytes32 found) {
        uint256 count = _instruments.length;
        for (uint256 i = 0; i < count; ++i) {
            bytes32 each = _instruments[(pick(seed, "parent", count) + i) % count];
            Terms memory terms = termsOf(each);
            if (!isGrant(terms.instrument_kind)) continue;
            if (isInForce(each) && terms.sub_depth != 0) return each;
            found = each;
        }
    }

    /// @dev One in effect; zero where there is none.
    function aPledge(uint256 seed) private view returns (bytes32) {
        uint256 count = _instruments.length;
        for (uint256 i = 0; i < count; ++i) {
            bytes32 each = _instruments[(pick(seed, "pledged", count) + i) % count];
            if (isInEffect(each) && termsOf(each).instrument_kind == InstrumentKind.PLEDGE) return each;
        }
        return 0;
    }

    function anEscrow(uint256 seed) private view returns (bytes32) {
        uint256 count = _instruments.length;
        for (uint256 i = 0; i < count; ++i) {
            bytes32 each = _instruments[(pick(seed, "escrow", count) + i) % count];
            if (termsOf(each).escrow_agent != 0) return each;
        }
        return 0;
    }

    function ownerOfProblem(bytes32) internal pure override returns (bytes32) {
        return 0;
    }
}
