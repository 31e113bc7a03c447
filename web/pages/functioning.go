// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"fmt"
	"net/url"
	"slices"

	"safar/field/people"
	"safar/kernel/access"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// The six questions of the Washington Group Short Set and their four answers, in the order in which the register keeps them.
var (
	functions    = []string{"seeing", "hearing", "walking", "remembering", "self_care", "communicating"}
	difficulties = []string{"", "none", "some", "lot", "cannot"}
)

// functioningLines are the six questions, put to one person; n tells them from those of others.
func functioningLines(w *words.Printer, n int) (lines []line) {
	var options []page.Option
	for _, d := range difficulties[1:] {
		options = append(options, page.Option{Value: d, Label: w.T("difficulty." + d)})
	}
	for _, f := range functions {
		lines = append(lines, line{Field: page.Field{Name: fmt.Sprintf("wg_%s_%d", f, n+1), Label: w.T("function." + f), Options: options, Optional: true}, as: lineChoice})
	}
	lines[0].Hint = w.T("function.hint")
	return lines
}

// functioningIn reads the six answers.
func functioningIn(v url.Values, suffix string) people.Functioning {
	var answers [6]people.Difficulty
	for i, f := range functions {
		answers[i] = people.Difficulty(max(0, slices.Index(difficulties, v.Get("wg_"+f+suffix))))
	}
	return people.FunctioningOf(answers)
}

// functioningTerms are the six answers, for those who may see them.
func functioningTerms(w *words.Printer, m people.MemberRow) (terms []page.Term) {
	for i, d := range m.Functioning.Answers {
		if d != people.NotAsked && int(d) < len(difficulties) {
			terms = append(terms, page.Term{Label: w.T("function." + functions[i]), Value: w.T("difficulty." + difficulties[d])})
		}
	}
	return terms
}

// carried says what somebody takes along and what has to be done for them on the way: no diagnosis.
func carried(w *words.Printer, devices []people.Device, needs []people.Need) (said []string) {
	for _, d := range devices {
		if d > 0 && int(d) <= len(people.DeviceNames) {
			said = append(said, w.T("device."+people.DeviceNames[d-1]))
		}
	}
	for _, n := range needs {
		if n > 0 && int(n) <= len(people.NeedNames) {
			said = append(said, w.T("need."+people.NeedNames[n-1]))
		}
	}
	return said
}

// travels records what somebody takes along and needs on the way.
func (p Pages) travels(r *web.Request) error {
	o, m, err := p.openMember(r, access.PeopleAmend)
	if err != nil {
		return err
	}
	w := r.Words
	s := o.paper(r, "member.travels")
	s.at = map[string]string{"people.not_a_member": "with"}
	devices := line{Field: page.Field{Name: "device", Label: w.T("travels.devices"), Optional: true}, as: lineChecks}
	for i, name := range people.DeviceNames {
		devices.Options = append(devices.Options, page.Option{Value: name, Label: w.T("device." + name)})
		if slices.Contains(m.Devices, people.Device(i+1)) {
			devices.marked = append(devices.marked, name)
		}
	}
	needs := line{Field: page.Field{Name: "need", Label: w.T("travels.needs"), Hint: w.T("travels.needs_hint"), Optional: true}, as: lineChecks}
	for i, name := range people.NeedNames {
		needs.Options = append(needs.Options, page.Option{Value: name, Label: w.T("need." + name)})
		if slices.Contains(m.Needs, people.Need(i+1)) {
			needs.marked = append(needs.marked, name)
		}
	}
	with := line{Field: page.Field{Name: "with", Label: w.T("travels.with"), Optional: true,
		Options: o.memberOptions(w, func(other people.MemberRow) bool { return other.ID != m.ID })}, as: lineChoice}
	if !m.With.IsZero() {
		with.Value = m.With.String()
	}
	s.lines = []line{devices, needs, with}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		c := people.SayTravels{Person: m.ID, Travels: people.Travels{With: oneID(v, "with")}}
		for i, name := range people.DeviceNames {
			if slices.Contains(v["device"], name) {
				c.Travels.Devices = append(c.Travels.Devices, people.Device(i+1))
			}
		}
		for i, name := range people.NeedNames {
			if slices.Contains(v["need"], name) {
				c.Travels.Needs = append(c.Travels.Needs, people.Need(i+1))
			}
		}
		_, err := p.carryOut(r, o.scope, c)
		return o.base + "/members/" + m.ID.String(), "saved", err
	})
}
