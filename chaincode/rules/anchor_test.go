package rules

import "testing"

func (w *world) anchoring(by actor, namespace string, size uint64) *AnchorDigest {
	w.t.Helper()
	envelope, nonce := w.created(KindAnchor, by)
	return &AnchorDigest{
		Envelope: envelope, Nonce: nonce, Namespace: label(namespace), Digest: word("digest"), Size: size,
	}
}

func TestOperatorAndWitnessAnchorDigests(t *testing.T) {
	w := newWorld(t)
	witness, stranger := w.holder("witness", RoleWitness), w.admit("stranger", w.operator)
	w.refused(RoleRequired(stranger.id, RoleOperator), w.anchoring(stranger, "log", 1), stranger)
	command := w.anchoring(witness, "log", 1)
	w.refused(RoleRequired(stranger.id, RoleOperator), command, witness, stranger)
	w.refused(NotAuthorised(w.operator.id), command, witness, w.operator)
	w.refused(ReadOnlyRole(w.regulator.id, RoleRegulator), command, witness, w.regulator)
	w.do(command, witness)
	w.stateIs(command.Record, StateAnchored)
	w.do(w.anchoring(w.operator, "log", 0), w.operator)
}

func TestTheSizeOfALogNeverShrinks(t *testing.T) {
	w := newWorld(t)
	witness, other := w.holder("witness", RoleWitness), w.holder("other witness", RoleWitness)
	w.do(w.anchoring(witness, "log", 7), witness)
	w.refused(SizeShrinks(7, 6), w.anchoring(witness, "log", 6), witness)
	w.do(w.anchoring(witness, "log", 7), witness)
	w.do(w.anchoring(witness, "other log", 1), witness)
	w.do(w.anchoring(other, "log", 1), other)
	w.do(w.anchoring(witness, "log", 9), witness)
	w.refused(SizeShrinks(9, 8), w.anchoring(witness, "log", 8), witness)
}
