package rules

import "testing"

// fieldsOfMarket is where the tests' problems and assets lie, and otherFields where they do not.
const (
	fieldsOfMarket = uint64(1) << 16
	otherFields    = uint64(1) << 32
)

// created is the envelope of a create by an author, and the nonce that gives its id.
func (w *world) created(kind Kind, author actor) (Envelope, Bytes32) {
	w.t.Helper()
	nonce := w.nonce()
	return w.envelope(RecordID(kind, author.id, nonce)), nonce
}

// holder is an admitted party with roles.
func (w *world) holder(name string, roles ...Role) actor {
	w.t.Helper()
	made := w.admit(name, w.operator)
	for _, role := range roles {
		w.giveIn(made, role, 0)
	}
	return made
}

// giveIn gives a role for ten years in these fields, with the signatures that it takes.
func (w *world) giveIn(to actor, role Role, fields uint64) {
	w.t.Helper()
	signers := []actor{w.operator}
	for _, privileged := range privilegedRoles {
		if role == privileged {
			signers = append(signers, w.regulator)
		}
	}
	w.do(&GrantRole{
		Envelope: w.envelope(to.id), Role: role, Fields: fields, ValidFrom: w.at, ValidTo: w.at + 10*year,
	}, signers...)
}

// under makes one party the parent of another.
func (w *world) under(child, parent actor) {
	w.t.Helper()
	w.do(&UpdateParty{Envelope: w.envelope(child.id), Profile: word("profile"), Parent: parent.id}, child, w.operator)
}

// declares has a party declare an interest in a record.
func (w *world) declares(party actor, subject Bytes32) {
	w.t.Helper()
	w.do(&DeclareInterest{Envelope: w.envelope(party.id), Subject: subject}, party)
}

// market is a world with everybody whom a problem and its proposals take.
type market struct {
	*world
	owner, provider, technical, security, verifier actor
	problem, proposal, pilot                       Bytes32
	commitBy, revealBy                             uint64
}

func newMarket(t *testing.T) *market {
	t.Helper()
	w := newWorld(t)
	return &market{
		world: w, owner: w.holder("problem owner", RoleProblemOwner), provider: w.holder("provider", RoleProvider),
		technical: w.holder("technical reviewer", RoleTechnicalReviewer),
		security:  w.holder("security reviewer", RoleSecurityReviewer), verifier: w.holder("verifier", RoleVerifier),
		commitBy: w.at + 10*day, revealBy: w.at + 20*day,
	}
}

func (m *market) draft() *DraftProblem {
	m.t.Helper()
	envelope, nonce := m.created(KindProblem, m.owner)
	return &DraftProblem{
		Envelope: envelope, Nonce: nonce, Statement: word("statement"), UsingUnit: word("unit"),
		AccountableOffice: word("office"), Fields: fieldsOfMarket,
	}
}

func (m *market) publication() *PublishProblem {
	m.t.Helper()
	return &PublishProblem{
		Envelope: m.envelope(m.problem), CommitBy: m.commitBy, RevealBy: m.revealBy,
		Reviewers: []Bytes32{m.technical.id, m.security.id},
	}
}

// drafted has a problem written down, and published one for which proposals are called.
func (m *market) drafted() *market {
	m.t.Helper()
	command := m.draft()
	m.do(command, m.owner)
	m.problem = command.Record
	return m
}

func (m *market) published() *market {
	m.t.Helper()
	m.drafted()
	m.do(m.publication(), m.owner)
	return m
}

func sealBy(problem Bytes32, provider actor) Bytes32 {
	return sealOf(problem, provider.id, word("content"), word("salt"))
}

func (m *market) commitment(provider actor) *CommitProposal {
	m.t.Helper()
	envelope, nonce := m.created(KindProposal, provider)
	return &CommitProposal{Envelope: envelope, Nonce: nonce, Problem: m.problem, Seal: sealBy(m.problem, provider)}
}

func (m *market) revelation() *RevealProposal {
	m.t.Helper()
	return &RevealProposal{
		Envelope: m.envelope(m.proposal), Content: word("content"), Salt: word("salt"), Assets: []Bytes32{},
	}
}

// committed has the provider hand in a proposal, and revealed open it after the problem's closing.
func (m *market) committed() *market {
	m.t.Helper()
	m.published()
	command := m.commitment(m.provider)
	m.do(command, m.provider)
	m.proposal = command.Record
	return m
}

func (m *market) closing() *CloseProblem {
	m.t.Helper()
	return &CloseProblem{m.envelope(m.problem)}
}

func (m *market) revealed() *market {
	m.t.Helper()
	m.committed()
	m.at = m.commitBy
	m.do(m.closing(), m.owner)
	m.do(m.revelation(), m.provider)
	return m
}

// review is an appraisal of the proposal, valid for ten years.
func (m *market) review(kind AppraisalKind, by actor, verdict Verdict) *IssueAppraisal {
	m.t.Helper()
	envelope, nonce := m.created(KindAppraisal, by)
	return &IssueAppraisal{
		Envelope: envelope, Nonce: nonce, AppraisalKind: kind, Subject: m.proposal, Report: word("report"),
		ValidUntil: m.at + 10*year, Verdict: verdict, Criteria: []Criterion{},
	}
}

func (m *market) technicalReview(verdict Verdict) *IssueAppraisal {
	m.t.Helper()
	return m.review(AppraisalKindTechnicalReview, m.technical, verdict)
}

func (m *market) securityReview(verdict Verdict) *IssueAppraisal {
	m.t.Helper()
	return m.review(AppraisalKindSecurityReview, m.security, verdict)
}

func (m *market) moving(move ProposalMove) *MoveProposal {
	m.t.Helper()
	return &MoveProposal{Envelope: m.envelope(m.proposal), ProposalMove: move}
}

// reviewed has both reviews pass, and shortlisted the owner choose it.
func (m *market) reviewed() *market {
	m.t.Helper()
	m.revealed()
	m.do(m.technicalReview(VerdictPass), m.technical)
	m.do(m.securityReview(VerdictPass), m.security)
	return m
}

func (m *market) shortlisted() *market {
	m.t.Helper()
	m.reviewed()
	m.do(m.moving(ProposalMoveShortlisted), m.owner)
	return m
}

func (m *market) plan(stage PilotStage) *PlanPilot {
	m.t.Helper()
	envelope, nonce := m.created(KindPilot, m.owner)
	return &PlanPilot{
		Envelope: envelope, Nonce: nonce, PilotStage: stage, Proposal: m.proposal, Verifier: m.verifier.id,
		Start: m.at, End: m.at + 30*day, Plan: word("plan"), Limits: word("limits"), ExitPlan: word("exit"),
	}
}

// planned has a trial agreed.
func (m *market) planned() *market {
	m.t.Helper()
	m.shortlisted()
	m.plansPilot(PilotStageTrial)
	return m
}

func (m *market) plansPilot(stage PilotStage) {
	m.t.Helper()
	command := m.plan(stage)
	m.do(command, m.owner, m.provider)
	m.pilot = command.Record
}

func amount(value int64) (word Int256) {
	number := NewUint256(uint64(value))
	copy(word[:], number[:])
	if value < 0 {
		for i := range word[:24] {
			word[i] = 0xff
		}
	}
	return word
}

// kpi is one whose value is to be at least ten.
func kpi(code string, weight uint16, mandatory bool, missing Missing) Kpi {
	return Kpi{
		Code: label(code), Unit: label("1"), Comparator: ComparatorGte, Target: amount(10), Weight: weight,
		Mandatory: mandatory, Missing: missing,
	}
}

// kpis are a mandatory one, one whose absence counts against the result, and one whose absence does not count.
func kpis() []Kpi {
	return []Kpi{
		kpi("safe", 5_000, true, MissingFails), kpi("fast", 3_000, false, MissingFails),
		kpi("cheap", 2_000, false, MissingExcluded),
	}
}

func measured(code string, value int64) Measurement { return Measurement{label(code), amount(value)} }

func (m *market) baseline(kpis ...Kpi) *BaselinePilot {
	m.t.Helper()
	return &BaselinePilot{Envelope: m.envelope(m.pilot), Kpis: kpis, PassWeight: 8_000, Method: word("method")}
}

func (m *market) measurement(final bool, values ...Measurement) *MeasurePilot {
	m.t.Helper()
	if values == nil {
		values = []Measurement{} // as DecodeSigned leaves it
	}
	return &MeasurePilot{Envelope: m.envelope(m.pilot), Values: values, Final: final, Evidence: word("evidence")}
}

func (m *market) movingPilot(move PilotMove) *MovePilot {
	m.t.Helper()
	return &MovePilot{Envelope: m.envelope(m.pilot), PilotMove: move}
}

// starts freezes KPIs of the pilot and has it run.
func (m *market) starts(kpis ...Kpi) {
	m.t.Helper()
	m.do(m.baseline(kpis...), m.owner, m.provider)
	m.do(m.movingPilot(PilotMoveRunning), m.owner, m.provider)
}

func (m *market) running() *market {
	m.t.Helper()
	m.planned()
	m.starts(kpis()...)
	return m
}

// ends measures a running pilot at its end and completes it.
func (m *market) ends(values ...Measurement) {
	m.t.Helper()
	m.at += 30 * day
	m.do(m.measurement(true, values...), m.verifier)
	m.do(m.movingPilot(PilotMoveCompleted), m.provider)
}

// completed is a trial whose KPIs were all met.
func (m *market) completed() *market {
	m.t.Helper()
	m.running()
	m.ends(measured("safe", 10), measured("fast", 10), measured("cheap", 10))
	return m
}

// certification is a certificate whose first signer is the verifier.
func (m *market) certification(outcome Outcome) *IssueCertificate {
	m.t.Helper()
	envelope, nonce := m.created(KindCertificate, m.verifier)
	return &IssueCertificate{
		Envelope: envelope, Nonce: nonce, Pilot: m.pilot, Outcome: outcome, Report: word("report"),
	}
}

// certifies has the verifier and the provider certify the pilot.
func (m *market) certifies(outcome Outcome) Bytes32 {
	m.t.Helper()
	command := m.certification(outcome)
	m.do(command, m.verifier, m.provider)
	return command.Record
}

func (m *market) movingProblem(move ProblemMove) *MoveProblem {
	m.t.Helper()
	command := &MoveProblem{Envelope: m.envelope(m.problem), ProblemMove: move}
	if move == ProblemMoveAwarded {
		command.Proposal = m.proposal
	}
	return command
}

// selected is awarded after a trial that passed.
func (m *market) selected() *market {
	m.t.Helper()
	m.completed()
	m.certifies(OutcomePass)
	m.do(m.movingProblem(ProblemMoveEvaluating), m.owner)
	m.do(m.movingProblem(ProblemMoveAwarded), m.owner)
	return m
}

// touchedAre asserts which records an event moved beside its own, in order.
func (w *world) touchedAre(event *Event, records ...Bytes32) {
	w.t.Helper()
	if len(event.Header.Touched) != len(records) {
		w.t.Fatalf("%s touched %v, want %v", event.Name, event.Header.Touched, records)
	}
	for i, touched := range event.Header.Touched {
		found := w.entryOf(touched.Record)
		if touched.Record != records[i] || found.Version != touched.Version || found.Head != touched.Head {
			w.t.Fatalf("%s touched %v, want %v", event.Name, event.Header.Touched, records)
		}
	}
}

// outcomeIs asserts what stands in brackets beside an event.
func (w *world) outcomeIs(event *Event, want any) {
	w.t.Helper()
	if event.Outcome != want {
		w.t.Fatalf("%s says %+v, want %+v", event.Name, event.Outcome, want)
	}
}
