// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"slices"
	"strconv"
	"strings"

	"safar/field/programme"
	"safar/web/words"
)

// says returns what stands below a step's name: what is peculiar to it, in a few words. branch is the one it stands in, or nil.
func (s Speech) says(step *programme.Step, w *programme.Pathway, branch *programme.Branch) []string {
	p := s.Words
	var out []string
	add := func(is bool, key string, args ...words.Args) {
		if is {
			out = append(out, p.T("picture."+key, args...))
		}
	}
	add(step.By == programme.ByEachAdult, "each_adult")
	add(len(step.Options) > 0, "options", words.Args{"Options": s.either("options", step.Options)})
	if until := s.until(step, w); until != nil {
		add(true, "changed_until", words.Args{"Step": s.Say("steps", until.ID)})
	}
	add(step.When != nil && !says(branch, step), "when", words.Args{"Condition": s.condition(step.When)})
	leaving := slices.Contains(step.Options, programme.Stay) // who stays needs no place to be safe
	add(step.Requires != nil && leaving, "requires_to_leave", words.Args{"Condition": s.condition(step.Requires)})
	add(step.Requires != nil && !leaving, "requires", words.Args{"Condition": s.condition(step.Requires)})
	if len(step.Checks) > 0 {
		out = append(out, p.N("picture.checks", int64(len(step.Checks))))
	}
	add(step.Authority != "", "authority", words.Args{"Authority": s.Say("authorities", step.Authority)})
	if step.Role != "" && step.Authority == "" {
		out = append(out, p.T("picture.role", words.Args{"Role": p.T("role." + step.Role)}))
	}
	add(len(step.Gives) > 0, "gives", words.Args{"Parts": s.all("parts", parts(step))})
	if !step.StillWilling.IsZero() {
		out = append(out, p.T("picture.still_willing", words.Args{"Span": s.span(step.StillWilling)}))
	}
	if len(step.At) > 0 {
		out = append(out, p.T("picture.at", words.Args{"Spans": s.spans(step.At), "Step": s.Say("steps", step.After)}))
	}
	if step.Count > 1 {
		out = append(out, p.N("picture.times", int64(step.Count)))
	}
	add(step.Partner != "" && !step.Inbound, "partner", words.Args{"Partner": s.Say("partners", step.Partner)})
	add(step.Partner != "" && step.Inbound, "from_partner", words.Args{"Partner": s.Say("partners", step.Partner)})
	add(step.Inspected, "inspected")
	if !step.Valid.IsZero() {
		out = append(out, p.T("picture.valid", words.Args{"Span": s.span(step.Valid)}))
	}
	if !step.Expires.IsZero() {
		out = append(out, p.T("picture.expires", words.Args{"Span": s.span(step.Expires)}))
	}
	return out
}

// again reports whether a step may have to be done again: because an inspection failed, or because it holds for a time only.
func again(step *programme.Step) bool { return step.Inspected || !step.Valid.IsZero() }

// says reports whether the frame of a branch says all that the condition of a step says.
func says(branch *programme.Branch, step *programme.Step) bool {
	return branch != nil && slices.Equal(step.When.Names(), []string{branch.Choice.ID})
}

// until is the deed until which a choice may be changed; nil for other steps, and where none follows but an end.
func (s Speech) until(step *programme.Step, w *programme.Pathway) *programme.Step {
	if len(step.Options) == 0 || step.Verb.Name != "choose" {
		return nil
	}
	for _, deed := range w.SettledBy(step) {
		if deed.Verb.Name != "close" {
			return deed
		}
	}
	return nil
}

// condition says a condition in words where there are some, and else as it is written in the file.
func (s Speech) condition(c *programme.Condition) string {
	if c == nil {
		return ""
	}
	if said := s.Say("conditions", c.Text); said != c.Text {
		return said
	}
	if key := "condition." + c.Text; s.Words.Has(key) {
		return s.Words.T(key)
	}
	text := []rune(c.Text)
	const most = 60 // a longer one stands whole in the table beside the picture
	if len(text) > most {
		text = append(text[:most:most], '…')
	}
	return "\u2066" + string(text) + "\u2069"
}

// span says a length of time.
func (s Speech) span(of programme.Span) string {
	switch {
	case of.Months > 0 && of.Months%12 == 0:
		return s.Words.N("picture.years", int64(of.Months/12))
	case of.Months > 0:
		return s.Words.N("picture.months", int64(of.Months))
	}
	return s.Words.N("picture.days", int64(of.Days))
}

// spans says several lengths of time; days are named once.
func (s Speech) spans(all []programme.Span) string {
	last := s.span(all[len(all)-1])
	said := make([]string, 0, len(all))
	for _, of := range all[:len(all)-1] {
		if of.Months > 0 || all[len(all)-1].Months > 0 {
			said = append(said, s.span(of))
			continue
		}
		said = append(said, strconv.Itoa(of.Days))
	}
	return s.Words.List(append(said, last))
}

// either says several ids of which one is chosen.
func (s Speech) either(section string, ids []string) string {
	return strings.Join(s.all(section, ids), " "+s.Words.T("picture.or")+" ")
}

func (s Speech) all(section string, ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = s.Say(section, id)
	}
	return out
}

func parts(step *programme.Step) []string {
	out := make([]string, len(step.Gives))
	for i, part := range step.Gives {
		out[i] = part.Name
	}
	return out
}
