package rules

import "fmt"

// ruleOfMarket runs checks 6 to 10 of the commands on listings, appraisals, problems and what answers them,
// documents and anchors.
func (c *call) ruleOfMarket(command Command) error {
	return fmt.Errorf("no rule for %s", command.Name())
}
