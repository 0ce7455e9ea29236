package rules

import (
	"cmp"
	"slices"
)

// royaltyPeriod is what rules read of a royalty period beside its record's entry.
type royaltyPeriod struct {
	Instrument Bytes32 `json:"instrument"`
}

// reportedPeriod is one for which a licence has a report: [Start, End), UTC seconds.
type reportedPeriod struct {
	Start  uint64  `json:"start,string"`
	End    uint64  `json:"end,string"`
	Record Bytes32 `json:"record"`
}

// reportedPeriods are those of one licence, in the order of their starts; none overlaps another. What its scope's
// interval holds bounds them.
type reportedPeriods []reportedPeriod

// royaltyPeriodID follows from the nonce, and so from instrument and start alone: a period has one record.
func royaltyPeriodID(nonce Bytes32) Bytes32 {
	kind := NewUint256(uint64(KindRoyaltyPeriod)).word()
	return keccak(kind[:], nonce[:])
}

func royaltyNonce(instrument Bytes32, start uint64) Bytes32 {
	word := NewUint256(start).word()
	return keccak(instrument[:], word[:])
}

// openReport is check 6 of a report: it comes again while it is disputed (docs/specs/readings.md, 50 and 51).
func (c *call) openReport(v *ReportRoyalty) error {
	expected := royaltyPeriodID(royaltyNonce(v.Instrument, v.Start))
	if given := royaltyPeriodID(v.Nonce); v.Record == expected && given != expected {
		return WrongRecordID(expected, given)
	}
	return c.openOrFindRecord(expected)
}

// reportRoyalty states what a grantee owes for a period that is over, or states it anew.
func (c *call) reportRoyalty(v *ReportRoyalty) error {
	if err := c.openReport(v); err != nil {
		return err
	}
	if c.entryBefore.Version > 0 {
		if err := inState(v.Record, c.entryBefore.State, StateDisputed); err != nil {
			return err
		}
	}
	record, i, err := c.licence(v.Instrument)
	if err != nil {
		return err
	}
	return firstRefusal(
		func() error { return c.eachSignerAmong(i.Terms.inRole(MemberRoleGrantee)...) },
		func() error {
			if !i.TookEffect {
				return StateForbids(v.Instrument, i.stateAt(record.State, c.at))
			}
			return nil
		},
		func() error {
			if v.Start < i.Terms.Scope.Start || i.Terms.Scope.End < v.End {
				return RightNotInForce(v.Instrument)
			}
			return nil
		},
		func() error {
			if c.at < v.End {
				return TooEarly(v.End, c.at)
			}
			return nil
		},
		func() error { return c.enterPeriod(v) },
		func() error {
			c.state = StateReported
			return c.put(royaltyPeriodKey(v.Record), royaltyPeriod{v.Instrument})
		},
	)
}

// enterPeriod lists a period among those of its licence: PERIOD_OVERLAP with the first that it overlaps. One reported
// anew takes the place of its own.
func (c *call) enterPeriod(v *ReportRoyalty) error {
	found, err := get[reportedPeriods](&c.transaction, reportedPeriodsKey(v.Instrument))
	if err != nil {
		return err
	}
	var others reportedPeriods
	if found != nil {
		others = slices.DeleteFunc(*found, func(each reportedPeriod) bool { return each.Record == v.Record })
	}
	for _, each := range others {
		if v.Start < each.End && each.Start < v.End {
			return PeriodOverlap(each.Record)
		}
	}
	index, _ := slices.BinarySearchFunc(others, v.Start,
		func(each reportedPeriod, start uint64) int { return cmp.Compare(each.Start, start) })
	others = slices.Insert(others, index, reportedPeriod{v.Start, v.End, v.Record})
	return c.put(reportedPeriodsKey(v.Instrument), others)
}

// openPeriod is check 6 of a command on a royalty period; it answers the licence of the period.
func (c *call) openPeriod(authority bool) (*instrument, error) {
	if err := c.findRecord(authority); err != nil {
		return nil, err
	}
	found, err := known[royaltyPeriod](&c.transaction, royaltyPeriodKey(c.envelope.Record))
	if err != nil {
		return nil, err
	}
	return c.instrument(found.Instrument)
}

var answeredPeriod = map[RoyaltyAnswer]State{
	RoyaltyAnswerConfirm: StateConfirmed,
	RoyaltyAnswerDispute: StateDisputed,
}

// answerRoyalty accepts or contests a report; whoever grants now answers.
func (c *call) answerRoyalty(v *AnswerRoyalty) error {
	i, err := c.openPeriod(false)
	if err != nil {
		return err
	}
	if err := inState(v.Record, c.entryBefore.State, StateReported); err != nil {
		return err
	}
	g, err := c.ground(&i.Terms)
	if err != nil {
		return err
	}
	c.state = answeredPeriod[v.RoyaltyAnswer]
	return c.eachSignerAmong(i.grantorsNow(g.asset)...)
}

// movePeriod is a step that a role takes from one state of a royalty period to the next.
func (c *call) movePeriod(authority bool, role Role, from, to State) error {
	return firstRefusal(
		func() error { return c.findRecord(authority) },
		func() error { return inState(c.envelope.Record, c.entryBefore.State, from) },
		func() error { return c.eachSignerHolds(role) },
		func() error {
			c.state = to
			return nil
		},
	)
}

// ruleOnRoyalty: the arbiter settles a contested report.
func (c *call) ruleOnRoyalty() error {
	return c.movePeriod(true, RoleArbiter, StateDisputed, StateConfirmed)
}

// attestPayment: a bank attests that what was confirmed is paid.
func (c *call) attestPayment() error {
	return c.movePeriod(false, RoleEscrowAgent, StateConfirmed, StatePaid)
}

// auditRoyalty is the one write of an auditor: an opinion on a period that is paid.
func (c *call) auditRoyalty() error {
	return c.movePeriod(false, RoleAuditor, StatePaid, StateAudited)
}
