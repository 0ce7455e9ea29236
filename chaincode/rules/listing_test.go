package rules

import "testing"

// offer is a listing of an asset by one of its holders.
func (w *world) offer(asset Bytes32, broker Bytes32, holder actor) *DraftListing {
	w.t.Helper()
	envelope, nonce := w.created(KindListing, holder)
	return &DraftListing{Envelope: envelope, Nonce: nonce, Asset: asset, Broker: broker, Offer: word("offer")}
}

func (w *world) movingListing(listing Bytes32, move ListingMove, until uint64) *MoveListing {
	w.t.Helper()
	return &MoveListing{Envelope: w.envelope(listing), ListingMove: move, Until: until}
}

func (w *world) reviewOf(listing Bytes32, outcome ReviewOutcome) *ReviewListing {
	w.t.Helper()
	return &ReviewListing{Envelope: w.envelope(listing), ReviewOutcome: outcome}
}

// listed is a published listing.
func (w *world) listed(asset Bytes32, broker Bytes32, holder actor) Bytes32 {
	w.t.Helper()
	command := w.offer(asset, broker, holder)
	w.do(command, holder)
	w.do(w.movingListing(command.Record, ListingMoveInReview, 0), holder)
	w.do(w.reviewOf(command.Record, ReviewOutcomePublish), w.operator)
	w.stateIs(command.Record, StatePublished)
	return command.Record
}

func TestAnyHolderOfAnActiveAssetDraftsAListing(t *testing.T) {
	w := newWorld(t)
	first, second, stranger := w.owner("first"), w.owner("second"), w.owner("stranger")
	asset := w.patentOf(first, second)
	command := w.offer(asset, Bytes32{}, second)
	w.refused(NotAuthorised(stranger.id), command, second, stranger)
	w.refused(ReadOnlyRole(w.auditor.id, RoleAuditor), command, second, w.auditor)
	w.refused(WrongRecordID(RecordID(KindListing, first.id, command.Nonce), command.Record), command, first, second)

	nowhere := w.offer(first.id, Bytes32{}, stranger)
	w.refused(RecordNotFound(first.id), nowhere, stranger)
	nobody := w.offer(asset, asset, second)
	w.refused(RecordNotFound(asset), nobody, second)
	registered := w.declare(AssetKindPatent, GrantRuleAll, []Right{rightIn(1, opening, opening+year)}, first)
	early := w.offer(registered, word("nobody"), first)
	w.refused(StateForbids(registered, StateRegistered), early, first)

	event := w.do(command, second)
	w.stateIs(command.Record, StateDraft)
	w.touchedAre(event)
}

func TestAnOperatorReviewsAListing(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	asset := w.patentOf(owner)
	command := w.offer(asset, Bytes32{}, owner)
	w.do(command, owner)
	listing := command.Record
	w.refused(StateForbids(listing, StateDraft), w.reviewOf(listing, ReviewOutcomePublish), w.operator)
	w.do(w.movingListing(listing, ListingMoveInReview, 0), owner)
	w.refused(RoleRequired(owner.id, RoleOperator), w.reviewOf(listing, ReviewOutcomePublish), owner)
	w.do(w.reviewOf(listing, ReviewOutcomeReturn), w.operator)
	w.stateIs(listing, StateDraft)
	w.do(w.movingListing(listing, ListingMoveInReview, 0), owner)

	w.do(&DisputeAsset{Envelope: w.envelope(asset), Claim: word("claim"), Claimant: owner.id}, w.arbiter, owner)
	for _, outcome := range []ReviewOutcome{ReviewOutcomePublish, ReviewOutcomeReturn} {
		w.refused(StateForbids(asset, StateDisputed), w.reviewOf(listing, outcome), w.operator)
	}
}

func TestAnOperatorDoesNotReviewItsOwnAsset(t *testing.T) {
	w := newWorld(t)
	w.give(w.operator, RoleOwner, w.operator)
	owner := w.owner("owner")
	asset := w.patentOf(owner, w.operator)
	command := w.offer(asset, Bytes32{}, owner)
	w.do(command, owner)
	w.do(w.movingListing(command.Record, ListingMoveInReview, 0), owner)
	w.refused(ConflictOfInterest(w.operator.id, w.operator.id), w.reviewOf(command.Record, ReviewOutcomePublish), w.operator)
}

func TestTheLifeOfAListing(t *testing.T) {
	from := map[ListingMove][]State{
		ListingMoveInReview:  {StateDraft},
		ListingMovePublished: {StatePaused, StateReserved},
		ListingMovePaused:    {StatePublished},
		ListingMoveReserved:  {StatePublished},
		ListingMoveClosed:    {StateDraft, StateInReview, StatePublished, StatePaused, StateReserved},
	}
	to := map[ListingMove]State{
		ListingMoveInReview: StateInReview, ListingMovePublished: StatePublished, ListingMovePaused: StatePaused,
		ListingMoveReserved: StateReserved, ListingMoveClosed: StateClosed,
	}
	for _, state := range []State{
		StateDraft, StateInReview, StatePublished, StatePaused, StateReserved, StateClosed,
	} {
		for move, states := range from {
			w := newWorld(t)
			owner := w.owner("owner")
			listing := w.listingIn(state, owner)
			until := uint64(0)
			if move == ListingMoveReserved {
				until = w.at + day
			}
			command := w.movingListing(listing, move, until)
			allowed := false
			for _, each := range states {
				allowed = allowed || each == state
			}
			if !allowed {
				w.refused(StateForbids(listing, state), command, owner)
				continue
			}
			w.do(command, owner)
			w.stateIs(listing, to[move])
		}
	}
}

// listingIn is one that stands in a state.
func (w *world) listingIn(state State, owner actor) Bytes32 {
	w.t.Helper()
	command := w.offer(w.patentOf(owner), Bytes32{}, owner)
	w.do(command, owner)
	moves := map[State][]ListingMove{
		StateInReview: {ListingMoveInReview}, StatePublished: {ListingMoveInReview},
		StatePaused:   {ListingMoveInReview, ListingMovePaused},
		StateReserved: {ListingMoveInReview, ListingMoveReserved}, StateClosed: {ListingMoveClosed},
	}
	for i, move := range moves[state] {
		if i == 1 {
			w.do(w.reviewOf(command.Record, ReviewOutcomePublish), w.operator)
		}
		until := uint64(0)
		if move == ListingMoveReserved {
			until = w.at + day
		}
		w.do(w.movingListing(command.Record, move, until), owner)
	}
	if state == StatePublished {
		w.do(w.reviewOf(command.Record, ReviewOutcomePublish), w.operator)
	}
	w.stateIs(command.Record, state)
	return command.Record
}

func TestHoldersAndTheBrokerMoveAListing(t *testing.T) {
	w := newWorld(t)
	first, second, broker := w.owner("first"), w.owner("second"), w.admit("broker", w.operator)
	asset := w.patentOf(first, second)
	listing := w.listed(asset, broker.id, first)
	stranger := w.admit("stranger", w.operator)
	w.refused(NotAuthorised(stranger.id), w.movingListing(listing, ListingMovePaused, 0), stranger)
	w.do(w.movingListing(listing, ListingMovePaused, 0), broker)
	w.do(w.movingListing(listing, ListingMovePublished, 0), second)

	w.do(&DisputeAsset{Envelope: w.envelope(asset), Claim: word("claim"), Claimant: broker.id}, w.arbiter, broker)
	w.do(w.movingListing(listing, ListingMovePaused, 0), first)
	w.refused(StateForbids(asset, StateDisputed), w.movingListing(listing, ListingMovePublished, 0), first)
	w.do(&ResolveDispute{
		Envelope: w.envelope(asset), Decision: word("decision"), Holders: []Share{{stranger.id, 10_000}},
	}, w.arbiter)
	w.refused(NotAuthorised(first.id), w.movingListing(listing, ListingMovePublished, 0), first)
	w.do(w.movingListing(listing, ListingMovePublished, 0), stranger)
	w.do(w.movingListing(listing, ListingMoveClosed, 0), broker)
}

func TestAReservationEnds(t *testing.T) {
	w := newWorld(t)
	owner := w.owner("owner")
	record := w.listed(w.patentOf(owner), Bytes32{}, owner)
	w.refused(TooLate(w.at, w.at), w.movingListing(record, ListingMoveReserved, w.at), owner)
	until := w.at + day
	w.do(w.movingListing(record, ListingMoveReserved, until), owner)
	w.at = until - 1
	w.refused(StateForbids(record, StateReserved), w.movingListing(record, ListingMovePaused, 0), owner)
	w.at = until
	w.refused(StateForbids(record, StatePublished), w.movingListing(record, ListingMovePublished, 0), owner)
	w.do(w.movingListing(record, ListingMoveReserved, until+day), owner)
	w.do(w.movingListing(record, ListingMovePublished, 0), owner)
	if l := stored[listing](w, listingKey(record)); l.Until != 0 {
		t.Fatalf("reserved until %d after it was freed", l.Until)
	}
	w.do(w.movingListing(record, ListingMoveReserved, until+day), owner)
	w.at = until + day
	w.do(w.movingListing(record, ListingMovePaused, 0), owner)
	w.stateIs(record, StatePaused)
}
