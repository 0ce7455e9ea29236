// Package rules is the ledger's rulebook: it decides which signed commands are accepted and what they leave.
//
// It follows docs/specs/commands.md and docs/specs/readings.md, knows no Fabric and reads no clock: the caller gives
// the store and the ledger time.
package rules

import (
	"errors"
)

// ErrNotFounded: the store holds no ledger yet; Found makes one.
var ErrNotFounded = errors.New("the ledger is not founded")

// Apply checks a signed command at a ledger time (UTC seconds) and records it.
//
// Accepted: the receipt and one event, and the store holds the new state. Accepted before: the first receipt and no
// event; nothing changes. Refused: the refusal; nothing was put. Otherwise an error of the store, wrapped, and the
// caller discards what may have been put.
func Apply(store Store, at uint64, signed Signed) (Receipt, *Event, *Refusal, error) {
	receipt, event, err := apply(store, at, signed)
	if err != nil {
		refusal, failure := asRefusal(err)
		return Receipt{}, nil, refusal, failure
	}
	return receipt, event, nil, nil
}

func apply(store Store, at uint64, signed Signed) (Receipt, *Event, error) {
	c := &call{
		transaction: transaction{store: store},
		at:          at,
		about:       catalogue[signed.Command.Name()],
		envelope:    signed.Command.envelope(),
		signatures:  signed.Signatures,
	}
	founded, err := get[foundation](&c.transaction, ledgerKey)
	if err != nil {
		return Receipt{}, nil, err
	}
	if founded == nil {
		return Receipt{}, nil, ErrNotFounded
	}
	if signed.Ledger != founded.Ledger {
		return Receipt{}, nil, WrongLedger(founded.Ledger, signed.Ledger)
	}
	if refusal := checkShape(signed); refusal != nil {
		return Receipt{}, nil, refusal
	}
	c.digest = signed.Digest()
	first, err := get[Receipt](&c.transaction, receiptKey(c.digest))
	if err != nil {
		return Receipt{}, nil, err
	}
	if first != nil {
		return *first, nil, nil
	}
	if err := firstRefusal(
		func() error { return c.checkTime(founded.At) },
		func() error { return c.checkSignatures(ownKeys(signed.Command)) },
		func() error { return c.rule(signed.Command) },
	); err != nil {
		return Receipt{}, nil, err
	}
	return c.accept(signed)
}

// ownKeys are the keys that a command names as its record's own.
func ownKeys(command Command) []Address {
	switch v := command.(type) {
	case *RegisterParty:
		return v.Keys
	case *AddKey:
		return []Address{v.Key}
	}
	return nil
}

// rule runs checks 6 to 10 of a command and holds what it will write.
func (c *call) rule(command Command) error {
	switch v := command.(type) {
	case *RegisterParty:
		return c.registerParty(v)
	case *UpdateParty:
		return c.updateParty(v)
	case *MoveParty:
		return c.moveParty(v)
	case *AddKey:
		return c.addKey(v)
	case *RevokeKey:
		return c.revokeKey(v)
	case *GrantRole:
		return c.grantRole(v)
	case *RevokeRole:
		return c.revokeRole(v)
	case *DeclareInterest:
		return c.declareInterest(v)
	case *RegisterAsset:
		return c.registerAsset(v)
	case *RaiseTier:
		return c.raiseTier(v)
	case *RecordRights:
		return c.recordRights(v)
	case *SetGrantRule:
		return c.setGrantRule(v)
	case *DisputeAsset:
		return c.disputeAsset(v)
	case *ResolveDispute:
		return c.resolveDispute(v)
	case *EndAsset:
		return c.endAsset(v)
	case *ProposeInstrument:
		return c.proposeInstrument(v)
	case *SignInstrument:
		return c.signInstrument(v)
	case *CertifyInstrument:
		return c.certifyInstrument(v)
	case *AttestEscrow:
		return c.attestEscrow(v)
	case *EffectInstrument:
		return c.effectInstrument(v)
	case *AmendInstrument:
		return c.amendInstrument(v)
	case *EndInstrument:
		return c.endInstrument(v)
	case *RuleOnInstrument:
		return c.ruleOnInstrument(v)
	case *AttestMilestone:
		return c.attestMilestone(v)
	case *ReportRoyalty:
		return c.reportRoyalty(v)
	case *AnswerRoyalty:
		return c.answerRoyalty(v)
	case *RuleOnRoyalty:
		return c.ruleOnRoyalty()
	case *AttestPayment:
		return c.attestPayment()
	case *AuditRoyalty:
		return c.auditRoyalty()
	}
	return c.ruleOfMarket(command)
}

// accept moves the record and those it touches, leaves the receipt, and writes everything.
func (c *call) accept(signed Signed) (Receipt, *Event, error) {
	record := c.envelope.Record
	moved, err := c.advance(record, c.entryBefore, c.state, c.authority)
	if err != nil {
		return Receipt{}, nil, err
	}
	touched := make([]Touch, 0, len(c.touches))
	for _, each := range c.touches {
		before, err := c.entry(each.record, 0)
		if err != nil {
			return Receipt{}, nil, err
		}
		state := each.state
		if state == 0 {
			state = before.State
		}
		after, err := c.advance(each.record, before, state, false)
		if err != nil {
			return Receipt{}, nil, err
		}
		touched = append(touched, Touch{each.record, after.Version, after.Head})
	}
	receipt := Receipt{record, moved.Version, moved.Head, c.digest, c.at}
	if err := c.put(receiptKey(c.digest), receipt); err != nil {
		return Receipt{}, nil, err
	}
	if err := c.commit(); err != nil {
		return Receipt{}, nil, err
	}
	outcome := c.outcome
	if outcome == nil {
		outcome = struct{}{}
	}
	return receipt, &Event{
		Name:    c.about.event,
		Command: signed.Command.Name(),
		Header: Header{
			Record: record, Kind: c.about.kind, Version: moved.Version, Head: moved.Head, Digest: c.digest, At: c.at,
			ExpectedVersion: c.envelope.ExpectedVersion, NotAfter: c.envelope.NotAfter,
			Signers: c.signers, Signatures: hexList(c.signatures), Touched: touched,
		},
		Fields:  signed.Command,
		Outcome: outcome,
	}, nil
}
