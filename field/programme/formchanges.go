// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"

	"safar/kernel/fault"
)

// Asking returns the steps that ask a form, in the order of the file.
func (p *Programme) Asking(form string) (steps []StepRef) {
	for _, w := range p.Pathways {
		for _, s := range w.Steps {
			if s.Form == form {
				steps = append(steps, StepRef{w.ID, s.ID})
			}
		}
	}
	return steps
}

// Lowered returns the questions in the file of a form whose answers more people could read than before: each as a problem, where the question
// stands. People answered under the class that the question had then.
func Lowered(file string, text []byte, before *Form) Problems {
	s := newSource(file, text)
	r := &reader{source: s, p: &Programme{}}
	root := s.read(text)
	if root == nil {
		return s.problems
	}
	now := &Form{}
	r.form(now, root)
	s.problems = nil
	for _, q := range now.Questions {
		was := before.Question(q.Name)
		if was != nil && slices.Index(classes, q.Class) < slices.Index(classes, was.Class) {
			r.at(q.named, "programme.class_lowered", "programme.class_lowered.hint", fault.Args{"id": q.Name, "before": was.Class, "after": q.Class})
		}
	}
	return s.problems
}
