package rules

import (
	"slices"
	"testing"
)

func (w *world) submission(sender, office actor) *SubmitDocument {
	w.t.Helper()
	envelope, nonce := w.created(KindDocument, sender)
	return &SubmitDocument{Envelope: envelope, Nonce: nonce, Recipient: office.id, Content: word("content")}
}

func (w *world) movingDocument(document Bytes32, move DocumentMove) *MoveDocument {
	w.t.Helper()
	command := &MoveDocument{Envelope: w.envelope(document), DocumentMove: move, Evidence: word("content")}
	switch move {
	case DocumentMoveRegistered:
		command.Number, command.DueBy = label("12/2026"), w.at+10*day
	case DocumentMoveExtended:
		command.DueBy = w.at + 20*day
	}
	return command
}

var documentPaths = map[State][]DocumentMove{
	StateSubmitted:  {},
	StateDelivered:  {DocumentMoveDelivered},
	StateOpened:     {DocumentMoveDelivered, DocumentMoveOpened},
	StateRegistered: {DocumentMoveDelivered, DocumentMoveOpened, DocumentMoveRegistered},
	StateProcessing: {DocumentMoveDelivered, DocumentMoveOpened, DocumentMoveRegistered, DocumentMoveProcessing},
	StateResponded: {
		DocumentMoveDelivered, DocumentMoveOpened, DocumentMoveRegistered, DocumentMoveProcessing, DocumentMoveResponded,
	},
	StateReturned:  {DocumentMoveDelivered, DocumentMoveOpened, DocumentMoveReturned},
	StateClosed:    {DocumentMoveDelivered, DocumentMoveOpened, DocumentMoveReturned, DocumentMoveClosed},
	StateRefused:   {DocumentMoveRefused},
	StateWithdrawn: {DocumentMoveWithdrawn},
}

// documentIn is one that stands in a state.
func (w *world) documentIn(state State, sender, office actor) Bytes32 {
	w.t.Helper()
	command := w.submission(sender, office)
	w.do(command, sender)
	for _, move := range documentPaths[state] {
		mover := office
		if move == DocumentMoveWithdrawn {
			mover = sender
		}
		w.do(w.movingDocument(command.Record, move), mover)
	}
	w.stateIs(command.Record, state)
	return command.Record
}

func TestASenderSubmitsADocument(t *testing.T) {
	w := newWorld(t)
	sender, office := w.admit("sender", w.operator), w.admit("office", w.operator)
	command := w.submission(sender, office)
	w.refused(NotAuthorised(office.id), command, sender, office)
	w.refused(ReadOnlyRole(w.auditor.id, RoleAuditor), command, sender, w.auditor)
	command.Recipient, command.InReplyTo = word("nobody"), word("nothing")
	w.refused(RecordNotFound(word("nobody")), command, sender)
	command.Recipient = office.id
	w.refused(RecordNotFound(word("nothing")), command, sender)
	command.InReplyTo = office.id
	w.refused(RecordNotFound(office.id), command, sender)
	command.InReplyTo = Bytes32{}
	w.outcomeIs(w.do(command, sender), Submission{sender.id})
	w.stateIs(command.Record, StateSubmitted)
	answer := w.submission(office, sender)
	answer.InReplyTo = command.Record
	w.do(answer, office)
}

func TestTheLifeOfADocument(t *testing.T) {
	life := map[DocumentMove]struct {
		from []State
		to   State
	}{
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
	w := newWorld(t)
	sender, office := w.admit("sender", w.operator), w.admit("office", w.operator)
	other, stranger := w.admit("other office", w.operator), w.admit("stranger", w.operator)
	for state := range documentPaths {
		for move, step := range life {
			document := w.documentIn(state, sender, office)
			command := w.movingDocument(document, move)
			recipient := office
			if move == DocumentMoveForwarded {
				command.To, recipient = other.id, other
			}
			if !slices.Contains(step.from, state) {
				w.refused(StateForbids(document, state), command, stranger)
				continue
			}
			w.refused(NotAuthorised(stranger.id), command, stranger)
			mover, bystander := office, sender
			if move == DocumentMoveWithdrawn {
				mover, bystander = sender, office
			}
			if move != DocumentMoveClosed {
				w.refused(NotAuthorised(bystander.id), command, bystander)
			}
			w.outcomeIs(w.do(command, mover), Holding{recipient.id})
			if step.to == 0 {
				step.to = state
			}
			w.stateIs(document, step.to)
		}
	}
}

func TestEitherSideClosesADocument(t *testing.T) {
	w := newWorld(t)
	sender, office := w.admit("sender", w.operator), w.admit("office", w.operator)
	w.do(w.movingDocument(w.documentIn(StateReturned, sender, office), DocumentMoveClosed), sender)
	w.do(w.movingDocument(w.documentIn(StateResponded, sender, office), DocumentMoveClosed), office)
}

func TestAReceiptStatesWhatWasStored(t *testing.T) {
	w := newWorld(t)
	sender, office := w.admit("sender", w.operator), w.admit("office", w.operator)
	document := w.documentIn(StateSubmitted, sender, office)
	command := w.movingDocument(document, DocumentMoveDelivered)
	command.Evidence = word("something else")
	w.refused(ReceiptMismatch(word("content"), word("something else")), command, office)
	w.do(w.movingDocument(document, DocumentMoveDelivered), office)
}

func TestADeadlineGrowsOnceBeforeItIsPast(t *testing.T) {
	w := newWorld(t)
	sender, office := w.admit("sender", w.operator), w.admit("office", w.operator)
	document := w.documentIn(StateOpened, sender, office)
	register := w.movingDocument(document, DocumentMoveRegistered)
	register.DueBy = w.at
	w.refused(TooLate(w.at, w.at), register, office)
	register.DueBy = w.at + 1
	w.do(register, office)
	due := w.at + 1
	extend := w.movingDocument(document, DocumentMoveExtended)
	extend.DueBy = due
	w.refused(BadInterval(due, due), extend, office)
	extend.DueBy = due + 1
	w.at = due
	w.refused(TooLate(due, due), extend, office)
	w.at = due - 1
	w.do(extend, office)
	again := w.movingDocument(document, DocumentMoveExtended)
	w.refused(StateForbids(document, StateRegistered), again, sender)
	w.do(w.movingDocument(document, DocumentMoveProcessing), office)
	w.refused(StateForbids(document, StateProcessing), w.movingDocument(document, DocumentMoveExtended), office)
}

func TestADocumentIsForwardedToAnotherOffice(t *testing.T) {
	w := newWorld(t)
	sender, office, other := w.admit("sender", w.operator), w.admit("office", w.operator), w.admit("other", w.operator)
	document := w.documentIn(StateRegistered, sender, office)
	command := w.movingDocument(document, DocumentMoveForwarded)
	command.To = word("nobody")
	w.refused(RecordNotFound(word("nobody")), command, office)
	command.To = other.id
	w.outcomeIs(w.do(command, office), Holding{other.id})
	w.refused(NotAuthorised(office.id), w.movingDocument(document, DocumentMoveProcessing), office)
	w.do(w.movingDocument(document, DocumentMoveExtended), other)
	w.do(w.movingDocument(document, DocumentMoveProcessing), other)
}
