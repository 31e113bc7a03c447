// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"strconv"

	"safar/kernel/fault"
)

// Period is a span of years that has a name of its own in what a programme did, such as the emergency, or the years of return. Its words are those of the
// programme. It counts nothing, and no condition knows it: a line of years shows it above what was counted in them.
type Period struct {
	ID    string // as the file names it
	Years Years  // from its first to its last
}

// Years are a span of years of the Gregorian calendar, the first and the last of them in it.
type Years struct {
	From  int // 0 for no span
	Until int // 0 where it goes on
}

// IsZero reports whether there is no span.
func (y Years) IsZero() bool { return y.From == 0 }

// The years that a file may name.
const firstYear, lastYear = 1900, 2200

// IsYear reports whether a number is a year that a file may name, and a line of years shows.
func IsYear(n int) bool { return n >= firstYear && n <= lastYear }

// longestSource bounds what a file says of where a statement stands.
const longestSource = 300

// periods reads the spans of years that have names of their own.
func (r *reader) periods(n *node) {
	if n == nil || !r.is(n, mapNode, "programme.takes.periods") {
		return
	}
	for _, p := range n.pairs {
		of := Period{ID: r.id(p.key)}
		if !r.is(p.value, mapNode, "programme.takes.period") {
			continue
		}
		r.keys(p.value, "programme.part.period", "from", "until")
		if r.require(p.value, "programme.part.period", "from") != nil {
			of.Years = r.years(p.value)
		}
		r.p.Periods = append(r.p.Periods, of)
	}
}

// statements reads what others have published: told beside the figures, and never one of them.
func (r *reader) statements(n *node) {
	if n == nil || !r.is(n, mapNode, "programme.takes.statements") {
		return
	}
	for _, p := range n.pairs {
		said := Statement{ID: r.id(p.key)}
		if !r.is(p.value, mapNode, "programme.takes.statement") {
			continue
		}
		r.keys(p.value, "programme.part.statement", "source", "from", "until")
		if r.p.Figure(said.ID) != nil {
			r.at(p.key, "programme.statement_is_figure", "programme.statement_is_figure.hint", fault.Args{"id": said.ID})
		}
		if v := r.require(p.value, "programme.part.statement", "source"); v != nil && r.is(v, scalarNode, "programme.takes.source") {
			if said.Source = v.text; len(said.Source) > longestSource {
				r.at(v, "programme.statement_source", "", fault.Args{"most": longestSource})
			}
		}
		from, until := p.value.get("from"), p.value.get("until")
		if from != nil || until != nil {
			said.Years = r.years(p.value)
		}
		if (from == nil) != (until == nil) { // what was published speaks of years that are over
			r.at(p.key, "programme.statement_years", "programme.statement_years.hint", fault.Args{"id": said.ID})
		}
		r.p.Said = append(r.p.Said, said)
	}
}

// years reads the first and the last year of a span.
func (r *reader) years(n *node) (y Years) {
	if v := n.get("from"); v != nil {
		y.From = r.year(v)
	}
	if v := n.get("until"); v != nil {
		if y.Until = r.year(v); y.Until != 0 && y.Until < y.From {
			r.at(v, "programme.years_end", "", fault.Args{"from": strconv.Itoa(y.From), "until": strconv.Itoa(y.Until)})
		}
	}
	return y
}

// year reads a year.
func (r *reader) year(n *node) int {
	if !r.is(n, scalarNode, "programme.takes.year") {
		return 0
	}
	y, err := strconv.Atoi(n.text)
	if err != nil || !IsYear(y) {
		r.at(n, "programme.not_a_year", "programme.not_a_year.hint", fault.Args{"text": n.text})
		return 0
	}
	return y
}
