package rules

import "slices"

// covers tells whether granted rights together fill a scope's interval in each of its countries and provinces.
// It is enough to look at the scope's start and at each right's end within the interval: a gap can open nowhere else
// (docs/specs/readings.md, 31). An application covers nothing; kinds whose life is not checked are always covered.
func (a *asset) covers(scope Scope) bool {
	if slices.Contains(unregisteredKinds, a.AssetKind) {
		return true
	}
	if !coveredAt(a.Rights, scope, scope.Start) {
		return false
	}
	for _, right := range a.Rights {
		if scope.Start < right.End && right.End < scope.End && !coveredAt(a.Rights, scope, right.End) {
			return false
		}
	}
	return true
}

// coveredAt tells whether the territories of the granted rights that run at an instant contain the scope's.
func coveredAt(rights []Right, scope Scope, at uint64) bool {
	var granted territory
	for _, right := range rights {
		if right.RightStage == RightStageGranted && right.Start <= at && at < right.End {
			granted = granted.union(right.territory())
		}
	}
	return granted.contains(scope.territory())
}
