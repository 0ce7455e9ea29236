package rules

// document is what rules read of one beside its record's entry. Recipient: the office that has it now. DueBy: by when
// it answers, UTC seconds, 0 before it is registered. Extended: that time was moved once.
type document struct {
	Sender    Bytes32 `json:"sender"`
	Recipient Bytes32 `json:"recipient"`
	Content   Bytes32 `json:"content"`
	DueBy     uint64  `json:"due_by,string"`
	Extended  bool    `json:"extended"`
}

// Submission is what stands in brackets beside DocumentSubmitted.
type Submission struct {
	Sender Bytes32 `json:"sender"`
}

// Holding is what stands in brackets beside DocumentMoved: the office that has the document after the command.
type Holding struct {
	Recipient Bytes32 `json:"recipient"`
}

// submitDocument sends a document to an office.
func (c *call) submitDocument(v *SubmitDocument) error {
	return firstRefusal(
		func() error { return c.openRecord(RecordID(KindDocument, c.author(), v.Nonce)) },
		func() error { return c.eachSignerAmong(c.author()) },
		func() error {
			_, err := c.entry(v.Recipient, KindParty)
			return err
		},
		func() error {
			if v.InReplyTo.IsZero() {
				return nil
			}
			_, err := c.entry(v.InReplyTo, KindDocument)
			return err
		},
		func() error {
			c.state, c.outcome = StateSubmitted, Submission{c.author()}
			return c.put(documentKey(v.Record), &document{Sender: c.author(), Recipient: v.Recipient, Content: v.Content})
		},
	)
}

// documentStep is one way to move a document: the states it starts from and the one it ends in; 0: the same.
type documentStep struct {
	from []State
	to   State
}

var documentSteps = map[DocumentMove]documentStep{
	DocumentMoveDelivered:  {[]State{StateSubmitted}, StateDelivered},
	DocumentMoveOpened:     {[]State{StateDelivered}, StateOpened},
	DocumentMoveRegistered: {[]State{StateOpened}, StateRegistered},
	DocumentMoveProcessing: {[]State{StateRegistered}, StateProcessing},
	DocumentMoveResponded:  {[]State{StateProcessing}, StateResponded},
	DocumentMoveReturned:   {[]State{StateOpened, StateRegistered, StateProcessing}, StateReturned},
	DocumentMoveClosed:     {[]State{StateResponded, StateReturned}, StateClosed},
	DocumentMoveRefused:    {[]State{StateSubmitted}, StateRefused},
	DocumentMoveWithdrawn:  {[]State{StateSubmitted, StateDelivered}, StateWithdrawn},
	DocumentMoveExtended:   {[]State{StateRegistered, StateProcessing}, 0},
	DocumentMoveForwarded:  {[]State{StateDelivered, StateOpened, StateRegistered, StateProcessing}, 0},
}

// mayMove are those who may make a move: the sender takes a document back, either side closes it, the rest is the
// office's.
func (d *document) mayMove(move DocumentMove) []Bytes32 {
	switch move {
	case DocumentMoveWithdrawn:
		return []Bytes32{d.Sender}
	case DocumentMoveClosed:
		return []Bytes32{d.Sender, d.Recipient}
	}
	return []Bytes32{d.Recipient}
}

// moveDocument receives, refuses, processes or answers a document.
func (c *call) moveDocument(v *MoveDocument) error {
	if err := c.findRecord(false); err != nil {
		return err
	}
	d, err := known[document](&c.transaction, documentKey(v.Record))
	if err != nil {
		return err
	}
	step := documentSteps[v.DocumentMove]
	return firstRefusal(
		func() error {
			if v.DocumentMove == DocumentMoveExtended && d.Extended {
				return StateForbids(v.Record, c.entryBefore.State)
			}
			return inState(v.Record, c.entryBefore.State, step.from...)
		},
		func() error { return c.eachSignerAmong(d.mayMove(v.DocumentMove)...) },
		func() error {
			if v.DocumentMove != DocumentMoveForwarded {
				return nil
			}
			_, err := c.entry(v.To, KindParty)
			return err
		},
		func() error { return d.move(v, c.at) },
		func() error {
			c.state, c.outcome = step.to, Holding{d.Recipient}
			if step.to == 0 {
				c.state = c.entryBefore.State
			}
			return c.put(documentKey(v.Record), d)
		},
	)
}

// move is check 10 of a move, and what it leaves. A receipt states what was stored; the time to answer is set when the
// document is registered, and grows once, before it is past.
func (d *document) move(v *MoveDocument, at uint64) error {
	switch v.DocumentMove {
	case DocumentMoveDelivered:
		if v.Evidence != d.Content {
			return ReceiptMismatch(d.Content, v.Evidence)
		}
	case DocumentMoveRegistered:
		if v.DueBy <= at {
			return TooLate(v.DueBy, at)
		}
		d.DueBy = v.DueBy
	case DocumentMoveExtended:
		if d.DueBy <= at {
			return TooLate(d.DueBy, at)
		}
		if v.DueBy <= d.DueBy {
			return BadInterval(d.DueBy, v.DueBy)
		}
		d.DueBy, d.Extended = v.DueBy, true
	case DocumentMoveForwarded:
		d.Recipient = v.To
	}
	return nil
}
