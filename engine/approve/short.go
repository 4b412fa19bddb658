package approve

import "galley/engine"

// Short returns the first step that a team has nobody left for, if each is taken
// by somebody else and in the best way. Mandates are not looked at: they end.
func Short(p Policy, steps []engine.Step) (engine.Step, bool) {
	takes := make([]int, len(p.Members)) // member -> step+1
	for i := range steps {
		if !p.place(steps, i, takes, make([]bool, len(p.Members))) {
			return steps[i], true
		}
	}
	return engine.Step{}, false
}

// place finds a member for step i, moving others to members they can do with.
func (p Policy) place(steps []engine.Step, i int, takes []int, tried []bool) bool {
	for m, member := range p.Members {
		if tried[m] || !p.meets(member, steps[i]) {
			continue
		}
		tried[m] = true
		if takes[m] == 0 || p.place(steps, takes[m]-1, takes, tried) {
			takes[m] = i + 1
			return true
		}
	}
	return false
}
