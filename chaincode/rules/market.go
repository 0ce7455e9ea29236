package rules

import "fmt"

// ruleOfMarket runs checks 6 to 10 of the commands on listings, appraisals, problems and what answers them,
// documents and anchors.
func (c *call) ruleOfMarket(command Command) error {
	switch v := command.(type) {
	case *DraftListing:
		return c.draftListing(v)
	case *ReviewListing:
		return c.reviewListing(v)
	case *MoveListing:
		return c.moveListing(v)
	case *IssueAppraisal:
		return c.issueAppraisal(v)
	case *WithdrawAppraisal:
		return c.withdrawAppraisal(v)
	case *DraftProblem:
		return c.draftProblem(v)
	case *PublishProblem:
		return c.publishProblem(v)
	case *CloseProblem:
		return c.closeProblem(v)
	case *MoveProblem:
		return c.moveProblem(v)
	case *CommitProposal:
		return c.commitProposal(v)
	case *RevealProposal:
		return c.revealProposal(v)
	case *MoveProposal:
		return c.moveProposal(v)
	case *PlanPilot:
		return c.planPilot(v)
	case *BaselinePilot:
		return c.baselinePilot(v)
	case *MeasurePilot:
		return c.measurePilot(v)
	case *MovePilot:
		return c.movePilot(v)
	case *StopPilot:
		return c.stopPilot(v)
	case *IssueCertificate:
		return c.issueCertificate(v)
	case *DisputeCertificate:
		return c.disputeCertificate(v)
	case *RuleOnCertificate:
		return c.ruleOnCertificate(v)
	case *SubmitDocument:
		return c.submitDocument(v)
	case *MoveDocument:
		return c.moveDocument(v)
	case *AnchorDigest:
		return c.anchorDigest(v)
	}
	return fmt.Errorf("no rule for %s", command.Name())
}
