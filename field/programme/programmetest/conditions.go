// SPDX-License-Identifier: Apache-2.0

package programmetest

import (
	"fmt"
	"strings"
)

// states are, for some verbs, what a condition may ask of how far such a step has come.
var states = map[string][]string{"clear": {"fit", "requested"}, "place": {"promised", "checked"}, "move": {"loaded", "departed", "arrived"},
	"pay": {"owed", "listed", "delivered"}, "give": {"allotted", "given"}, "build": {"reported", "passed"}, "decide": {"approval", "refusal", "expired", "asked"},
	"refer": {"offered", "accepted"}, "close": {"closed"}, "check": {"overdue"}, "choose": {"disagree"}}

// required draws a condition that can become true: of a step on which this one builds, of the place, or of who they are.
func (d *drawer) required(w *way, s *step) string {
	switch {
	case s.has("to") && !d.once(3, "not of the place"):
		return d.inputs[0] + ".safe"
	case len(s.needs) > 0 && d.once(2, "of what it needs"):
		return s.needs[d.pick(len(s.needs), "which")].id + ".done"
	}
	return d.condition(w, s)
}

// condition draws a condition over the names that a step may use: of the subject, the place, and the steps drawn before it.
func (d *drawer) condition(w *way, s *step) string {
	text := d.atom(w)
	for range 2 {
		if d.once(3, "more") {
			text = d.joined(w, text)
		}
	}
	return text
}

func (d *drawer) joined(w *way, text string) string {
	switch d.pick(6, "joined") {
	case 0, 1:
		return text + " || " + d.atom(w)
	case 2, 3:
		return "(" + text + ") && " + d.atom(w)
	case 4:
		return "!(" + text + ") || " + d.atom(w)
	}
	return "(" + text + " ? " + d.atom(w) + " : " + d.atom(w) + ")"
}

// atom draws a comparison, or a name that is a yes or no.
func (d *drawer) atom(w *way) string {
	switch kind := d.pick(10, "atom"); {
	case kind < 6 && len(w.steps) > 0:
		return d.ofStep(one(d, w.steps, "of step"))
	case kind < 7 && len(w.attributes) > 0:
		return ofAttribute(one(d, w.attributes, "attribute"))
	case kind == 7 && len(d.looks) > 0 && d.once(3, "another story"):
		return one(d, d.looks, "look")
	case kind == 8:
		return one(d, []string{"today - opened < 400", `today >= date("2026-01-31")`, `opened < date("2027-06-30") + 30`}, "of days")
	case kind == 9:
		return d.inputs[0] + one(d, []string{".safe", ".safe", ".safe", ".safe", ".safe", ".safe", ".safe", ".water", ".plots > 0", ".profiled < today"}, "of the place")
	}
	return one(d, []string{"size", "size", "adults", "children", "women", "boys", "under_five", "school_age", "elderly", "with_disability"}, "of whom") +
		one(d, []string{" >= 0", " > 0", " >= 1", " < 9", " != 2"}, "compared")
}

// ofStep draws what a condition asks of another step.
func (d *drawer) ofStep(s *step) string {
	word := func() string {
		return s.id + one(d, []string{" == ", " != "}, "equal") + `"` + one(d, s.options, "option") + `"`
	}
	switch s.verb {
	case "choose":
		if d.once(2, "its value") {
			return word()
		}
	case "decide":
		switch {
		case d.once(2, "its value") && len(s.options) > 0:
			return word()
		case len(s.options) == 0 && d.once(3, "its value"):
			return s.id
		}
	}
	if all := states[s.verb]; len(all) > 0 && d.once(3, "state") {
		return s.id + "." + one(d, all, "which state")
	}
	return strings.ReplaceAll(one(d, []string{"$.done", "$.done", "$.done", "$.applies", "!$.lapsed", "$.times >= 1", "$.times < 3", "!$.blocked", "$.ready || $.done",
		"today - $.day >= 0", "!$.on_hold", "$.waiting || $.done"}, "of it"), "$", s.id)
}

func ofAttribute(a attribute) string {
	return map[string]string{"bool": a.name, "int": a.name + " > 0", "text": a.name + ` != ""`, "day": a.name + " <= today",
		"words": a.name + ` == "north"`}[a.kind]
}

// quoted returns a value as YAML takes it: bare where it can be.
func quoted(text string) string {
	if strings.ContainsAny(text[:1], `!"'[{&*#|>@%`+"`") || strings.Contains(text, ": ") || strings.Contains(text, " #") || strings.ContainsAny(text, ",}") {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return text
}

// drawFigures draws the figures of a way.
func (d *drawer) drawFigures(w *way) {
	for range 1 + d.pick(4, "figures") {
		f := &step{id: d.name(one(d, []string{"counted", "people_helped", "still_waiting"}, "figure"))}
		persons := !w.site && d.once(3, "persons")
		f.set("count", w.plural, takesWord)
		if persons {
			f.keys[0].value = "persons"
		}
		f.set("pathway", w.id, takesID)
		d.counted(w, f, persons)
		d.figures = append(d.figures, f)
	}
}

func (d *drawer) counted(w *way, f *step, persons bool) {
	move := ""
	for _, s := range w.steps {
		if s.verb == "move" {
			move = s.id
		}
	}
	month := one(d, w.steps, "month of").id
	switch {
	case persons && move != "" && d.once(2, "who left"):
		f.set(one(d, []string{"who", "without"}, "left or not"), move, takesStep)
	case d.once(8, "not begun"):
		f.set("begun", one(d, []string{"false", "any"}, "begun"), takesFlag)
	default:
		f.set("month_of", month, takesStep)
	}
	if !d.once(3, "all") {
		f.set("where", d.condition(w, nil), takesCondition)
	}
	if d.once(4, "sum") {
		f.set("sum", one(d, w.steps, "summed").id+".times", takesNumber)
	}
	f.set("by", list(d.dimensions(w, persons, f.has("month_of") || f.has("who") || f.has("without"))), takesDimensions)
}

func (d *drawer) dimensions(w *way, persons, month bool) []string {
	all := []string{"site", d.inputs[0]}
	if persons {
		all = append(all, "sex", "age", "disability")
	}
	if month {
		all = append(all, "month")
	}
	for _, a := range w.attributes {
		all = append(all, a.name)
	}
	s := one(d, w.steps, "dimension")
	return some(d, append(all, s.id, s.id+one(d, []string{".status", ".state", ".place"}, "property")), fmt.Sprint("by ", w.id))
}
