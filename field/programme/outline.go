// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"cmp"
	"math/bits"
	"slices"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"
)

// Lead is one step that leads to another: the second waits for the first, or asks after it.
type Lead struct {
	From, To int  // steps, by Step.Index
	Needed   bool // whether the second needs the first; otherwise only a condition, an amount or a calendar of it looks at the first
}

// Leads returns what leads to what in w, without what is said already: where a step leads to another over a third, that it
// also leads there at once is left out. They come in order of To, then From, and lead round in no circle.
func (w *Pathway) Leads() []Lead {
	far := make([]uint64, len(w.Steps)) // of each step, all that leads to it, over however many others
	for _, i := range w.order {
		far[i] = w.Steps[i].uses()
		for rest := far[i]; rest != 0; rest &= rest - 1 {
			far[i] |= far[bits.TrailingZeros64(rest)]
		}
	}
	var out []Lead
	for _, s := range w.Steps {
		direct, over := s.uses(), uint64(0)
		for rest := direct; rest != 0; rest &= rest - 1 {
			over |= far[bits.TrailingZeros64(rest)]
		}
		for rest := direct &^ over; rest != 0; rest &= rest - 1 {
			from := bits.TrailingZeros64(rest)
			out = append(out, Lead{from, s.Index, s.needs&(1<<from) != 0})
		}
	}
	return out
}

// SettledBy returns the deeds after which s need not be current any longer, in order of the file: until then an answer may be changed, and
// what lapsed is asked again. They are the first on each way on from s; none where no such deed follows. Where a departure needs s, nothing but
// departures and ends settle it.
func (w *Pathway) SettledBy(s *Step) []*Step {
	reached, found := uint64(1)<<s.Index, uint64(0)
	leaves := w.leadsToMove(s)
	for _, i := range w.order {
		t := w.Steps[i]
		switch {
		case t.needs&reached == 0:
		case t.Verb.Settles && (!leaves || t.Verb == moveVerb || t.Verb == closeVerb):
			found |= 1 << i
		default:
			reached |= 1 << i
		}
	}
	var out []*Step
	for i, t := range w.Steps {
		if found&(1<<i) != 0 {
			out = append(out, t)
		}
	}
	return out
}

// leadsToMove reports whether a departure needs s, in turn.
func (w *Pathway) leadsToMove(s *Step) bool {
	reached := uint64(1) << s.Index
	for _, i := range w.order {
		if t := w.Steps[i]; t.needs&reached != 0 {
			if t.Verb == moveVerb {
				return true
			}
			reached |= 1 << i
		}
	}
	return false
}

// Branch is a part of a pathway that is only for those who gave certain answers.
type Branch struct {
	Choice  *Step    // where they answered
	Options []string // the answers it is for, in order of the file
	Steps   []int    // by Step.Index, in order of the file
}

// Branches returns the branches of w: those of each choice together, in order of the file, in which the one for those who stay comes last. A
// step that is in a branch of an earlier choice is not named again. Whether a step is for an answer is what its condition says of that answer when
// nothing else is known; what follows on such a step alone is for the same.
func (w *Pathway) Branches() []Branch {
	var out []Branch
	taken := map[int]bool{}
	for _, choice := range w.Steps {
		if choice.Verb != chooseVerb {
			continue
		}
		from := len(out)
		for i := range w.Steps {
			options := w.forAnswers(choice, i)
			if taken[i] || len(options) == 0 || len(options) == len(choice.Options) {
				continue
			}
			taken[i] = true
			at := slices.IndexFunc(out[from:], func(b Branch) bool { return slices.Equal(b.Options, options) })
			if at < 0 {
				at, out = len(out)-from, append(out, Branch{Choice: choice, Options: options})
			}
			out[from+at].Steps = append(out[from+at].Steps, i)
		}
		slices.SortStableFunc(out[from:], func(a, b Branch) int { return cmp.Compare(last(a), last(b)) })
	}
	return out
}

// Stays reports whether b is for those who stay, and for nobody else.
func (b Branch) Stays() bool { return len(b.Options) == 1 && b.Options[0] == Stay }

// last is 1 for a branch that comes last, and else 0.
func last(b Branch) int {
	if b.Stays() {
		return 1
	}
	return 0
}

// forAnswers returns the answers to a choice under which a step applies.
func (w *Pathway) forAnswers(choice *Step, step int) []string {
	var out []string
	for _, option := range choice.Options {
		if off := w.offAfter(choice, option); off&(1<<step) == 0 {
			out = append(out, option)
		}
	}
	return out
}

// offAfter returns the bits of the steps that do not apply to those who gave an answer, whatever else becomes of them.
func (w *Pathway) offAfter(choice *Step, option string) uint64 {
	known, out := &answered{w, choice, option}, uint64(0)
	for _, i := range w.order {
		s := w.Steps[i]
		off := false
		switch {
		case s.When != nil:
			v, _, err := s.When.program.Eval(known)
			off = err == nil && v == types.False
		case s.Verb != closeVerb:
			off = s.needs&out != 0 || s.after >= 0 && out&(1<<s.after) != 0
		}
		if off {
			out |= 1 << i
		}
	}
	return out
}

// answered answers the names in conditions where nothing is known but one answer.
type answered struct {
	pathway *Pathway
	choice  *Step
	option  string
}

// Parent returns nil: there is nothing behind it.
func (a *answered) Parent() interpreter.Activation { return nil }

// ResolveName returns the answer, that the choice was made, or that a name is not known.
func (a *answered) ResolveName(name string) (any, bool) {
	s, ok := a.pathway.slots[name]
	switch {
	case !ok:
		return nil, false
	case s.kind == slotStep && s.a == a.choice.Index && s.b == propValue:
		return a.choice.text(a.option), true
	case s.kind == slotStep && s.a == a.choice.Index && s.b == propDone:
		return types.True, true
	}
	return s.unknown, true
}
