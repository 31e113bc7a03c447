// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"math/bits"
	"slices"
	"strings"

	"safar/kernel/fault"
)

// uses returns the bits of all steps whose state s depends on: needs, the names in its conditions, its calendar.
func (s *Step) uses() uint64 {
	out := s.needs
	for _, c := range s.formulas() {
		for _, ref := range c.refs {
			if ref.kind == slotStep {
				out |= 1 << ref.a
			}
		}
	}
	for _, i := range [...]int{s.after, s.asked} {
		if i >= 0 {
			out |= 1 << i
		}
	}
	return out
}

// order sorts the steps so that each comes after all it depends on, and reports a circle with its whole way round.
func (r *reader) order(w *Pathway) {
	uses := make([]uint64, len(w.Steps))
	for i, s := range w.Steps {
		uses[i] = s.uses()
	}
	var done uint64
	for len(w.order) < len(w.Steps) {
		before := len(w.order)
		for i := range w.Steps {
			if done&(1<<i) == 0 && uses[i]&^done == 0 {
				done |= 1 << i
				w.order = append(w.order, i)
			}
		}
		if len(w.order) == before {
			r.circle(w, uses, done)
			return
		}
	}
}

// rests notes for each step on which tellings it rests. Steps come in order, so that what a step needs has been looked at before.
func (w *Pathway) rests() {
	for _, i := range w.order {
		s := w.Steps[i]
		for j, need := range w.Steps {
			if s.needs&(1<<j) == 0 {
				continue
			}
			if need.Verb == tellVerb {
				s.tells |= 1 << j
			}
			if need.Verb != chooseVerb && need.Verb != moveVerb {
				s.tells |= w.demanded(need.tells)
			}
		}
	}
}

// demanded returns those of some steps that may not be left out.
func (w *Pathway) demanded(of uint64) uint64 {
	for i, s := range w.Steps {
		if s.Optional {
			of &^= 1 << i
		}
	}
	return of
}

// Tellings returns the steps at which each adult must have been told before they may choose at a step, in the order of the file: those that it
// needs, and those that its needs need in turn unless they may be left out. What was told before an earlier choice or departure belongs to that
// one. A telling that does not apply to somebody (Standing) is none that they must have heard.
func (w *Pathway) Tellings(step string) []*Step {
	var out []*Step
	s := w.Step(step)
	for i := 0; s != nil && i < len(w.Steps); i++ {
		if s.tells&(1<<i) != 0 {
			out = append(out, w.Steps[i])
		}
	}
	return out
}

// circle reports one circle among the steps not yet done.
func (r *reader) circle(w *Pathway, uses []uint64, done uint64) {
	at := 0
	for done&(1<<at) != 0 {
		at++
	}
	var way []int
	for !slices.Contains(way, at) {
		way = append(way, at)
		at = bits.TrailingZeros64(uses[at] &^ done)
	}
	way = append(way[slices.Index(way, at):], at)
	names := make([]string, len(way))
	for i, step := range way {
		names[i] = w.Steps[step].ID
	}
	s := w.Steps[way[0]]
	r.at(s.node, "programme.circle", "programme.circle.hint", fault.Args{"way": strings.Join(names, " → ")})
}
