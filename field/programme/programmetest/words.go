// SPDX-License-Identifier: Apache-2.0

package programmetest

import (
	"fmt"
	"slices"
	"strings"
)

// called says in each language what an id is called in words that are drawn.
var called = map[string]string{"en": "What we call %s", "fr": "Ce que nous appelons %s", "ar": "ما نسميه %s"}

// drawWords writes a word for everything that a reader meets, in three languages.
func (d *drawer) drawWords() {
	sections := d.wanted()
	for language, text := range called {
		out := []string{"language: " + language, "name: " + fmt.Sprintf(text, "the programme"), "about: " + fmt.Sprintf(text, "its purpose")}
		for _, section := range sections {
			out = append(out, section.name+":")
			for _, of := range section.ids {
				out = append(out, fmt.Sprintf("  %s: %s", quoted(of), quoted(fmt.Sprintf(text, strings.ReplaceAll(of, "_", " ")))))
			}
		}
		d.p.Words[language] = []byte(strings.Join(out, "\n") + "\n")
	}
}

type section struct {
	name string
	ids  []string
}

// add adds ids that are not there yet.
func (s *section) add(ids ...string) {
	for _, of := range ids {
		if !slices.Contains(s.ids, of) {
			s.ids = append(s.ids, of)
		}
	}
}

// wanted is what words are for: kinds, pathways, steps, what is told, options, conditions, figures, statements.
func (d *drawer) wanted() []section {
	var subjects, pathways, steps, told, options, conditions, figures, statements section
	for _, k := range d.kinds {
		subjects.add(k[0])
	}
	for _, w := range d.ways {
		pathways.add(w.id)
		for _, s := range w.steps {
			steps.add(s.id)
			options.add(s.options...)
			if s.verb == "tell" {
				told.add(s.id)
			}
			for _, e := range s.keys {
				if e.takes == takesCondition {
					conditions.add(e.value)
				}
			}
		}
	}
	for _, f := range d.figures {
		figures.add(f.id)
	}
	statements.add(d.said...)
	all := []section{{"subjects", subjects.ids}, {"pathways", pathways.ids}, {"steps", steps.ids}, {"told", told.ids}, {"options", options.ids},
		{"conditions", conditions.ids}, {"figures", figures.ids}, {"statements", statements.ids}}
	return slices.DeleteFunc(all, func(s section) bool { return len(s.ids) == 0 })
}
