// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"slices"
	"strings"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/register"
)

// version is one version of the programme, with what the board has worked out for it.
type version struct {
	programme *programme.Programme          // nil until it was read
	ways      map[uint32]*way               // by the word of the pathway
	inputs    map[lookout][]programme.Input // of a place, for people of some groups
}

// lookout is a place seen by people of some groups.
type lookout struct {
	place  uint32
	groups uint32 // word
}

// way is a pathway with the figures that count its subjects.
type way struct {
	pathway *programme.Pathway
	figures []*counted
	choices []uint64 // by step: the choices that lead to it
	daily   bool     // a condition looks at the day itself: every day may change everything
}

// counted is a figure with its number on the board.
type counted struct {
	figure *programme.Figure
	number uint32
	whole  bool // counts persons on a condition that names nothing of the person: it is asked once for all
}

// held returns a field with a list of its own.
func held[T any](h register.Held[T]) register.Held[T] {
	h.Standing = slices.Clone(h.Standing)
	return h
}

func (t *tables) version(hash [32]byte) uint32 {
	i, known := t.versionOf[hash]
	if !known {
		i = uint32(len(t.versions))
		t.versions, t.versionOf[hash] = append(t.versions, version{}), i
	}
	return i
}

// takeVersion makes a version of the programme known. A file that this program cannot read leaves its journeys uncounted, as it leaves
// them unwalked.
func (b *Board) takeVersion(s *journey.Published) {
	if s.Programme != b.programme {
		return
	}
	p, err := journey.Parsed(s.Source)
	if err != nil {
		return
	}
	i := b.tables.version(s.Hash)
	if b.tables.versions[i].programme != nil {
		return
	}
	v := version{programme: p, ways: map[uint32]*way{}, inputs: map[lookout][]programme.Input{}}
	for _, w := range p.Pathways {
		v.ways[b.tables.word(w.ID)] = b.wayOf(w)
	}
	b.tables.versions[i] = v
	b.askAll()
	for r := range b.tables.rows {
		if b.tables.rows[r].version == i {
			b.soil(uint32(r))
		}
	}
}

func (b *Board) wayOf(w *programme.Pathway) *way {
	out := &way{pathway: w, choices: choicesBefore(w)}
	for _, s := range w.Steps {
		out.daily = out.daily || looksAtDay(s.When) || looksAtDay(s.Requires)
		for _, part := range s.Gives {
			out.daily = out.daily || looksAtDay(part.Amount)
		}
	}
	for _, f := range w.Programme.Figures {
		if f.Pathway != w {
			continue
		}
		out.figures = append(out.figures, &counted{figure: f, number: uint32(len(b.figures)),
			whole: f.Count == programme.Persons && f.Where != nil && !namesPerson(f.Where)})
		b.figures = append(b.figures, f)
		out.daily = out.daily || looksAtDay(f.Where) || looksAtDay(f.Sum)
	}
	return out
}

func looksAtDay(c *programme.Condition) bool { return c != nil && slices.Contains(c.Names(), "today") }

// namesPerson reports whether a condition looks at the person, and not only at the household.
func namesPerson(c *programme.Condition) bool {
	return slices.ContainsFunc(c.Names(), func(name string) bool {
		return name == "sex" || name == "age" || name == "adult" || name == "disability"
	})
}

// stepsOf returns the steps that a figure rests on: those that its condition, its sum and its dimensions name.
func stepsOf(f *programme.Figure) []string {
	var steps []string
	note := func(name string) {
		step, _, _ := strings.Cut(name, ".")
		if f.Pathway.Step(step) != nil && !slices.Contains(steps, step) {
			steps = append(steps, step)
		}
	}
	for _, c := range []*programme.Condition{f.Where, f.Sum} {
		if c != nil {
			for _, name := range c.Names() {
				note(name)
			}
		}
	}
	for _, name := range append([]string{f.Who, f.Without}, f.By...) {
		note(name)
	}
	return steps
}
