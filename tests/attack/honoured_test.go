// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"

	"safar/field/programme"
	"safar/kernel/id"
)

// What a programme says of a step, whatever its verb: nothing is done on it before what it needs, nor where it is not for these people, nor against what it
// requires. The auditor says only what it can know; where it cannot, it says nothing.

// honoured holds that something may be done on a step now. What is done once more, a second telling, another decision, what has lapsed, was judged the first
// time.
func (a *auditor) honoured(w *way, step string) {
	s := w.path.step(step)
	again := []string{"ask", "tell", "gather", "visit", "decide", "clear", "place"}
	if s == nil || w.did[step] > 0 && (s.valid != "" || slices.Contains(again, s.verb)) {
		return
	}
	if a.says(w, s.when) == false {
		a.breach("%s is not for them: %s", step, s.when)
	}
	if a.says(w, s.requires) == false {
		a.breach("%s against what it requires: %s", step, s.requires)
	}
	for _, need := range s.needs {
		if n := w.path.step(need); !a.excused(w, n) && !a.done(w, n) {
			a.breach("%s before %s", step, need)
		}
	}
}

// excused reports whether a step may be missing where another one needs it: it is optional, or for others, or nobody knows for whom it is.
func (a *auditor) excused(w *way, s *wanted) bool { return s.optional || a.off(w, s) }

// off reports whether a step is, or may be, for others: by its own condition, because nobody asked what it answers, or by that of a step it rests on.
func (a *auditor) off(w *way, s *wanted) bool {
	if s.when != "" {
		return a.says(w, s.when) != true
	}
	if asked := s.text("answers"); asked != "" && w.did[asked] == 0 {
		return true
	}
	if s.verb == "close" {
		return false
	}
	rests := slices.Clone(s.needs)
	if after := s.text("after"); after != "" {
		rests = append(rests, after)
	}
	return slices.ContainsFunc(rests, func(need string) bool { return a.off(w, w.path.step(need)) })
}

// done reports whether something that counts was done on a step, as far as the auditor follows it.
func (a *auditor) done(w *way, s *wanted) bool {
	switch s.verb {
	case "place":
		held := func(r room) bool { return w.roomOf[r] == s.id }
		return slices.ContainsFunc(w.rooms, held) || slices.ContainsFunc(w.hosted, func(h hosted) bool { return h.step == s.id }) || w.beds[s.id] > 0
	case "move":
		return w.left
	case "pay":
		return w.money[s.id] != nil && w.money[s.id].net > 0
	case "give":
		return w.goods[s.id] != nil && w.goods[s.id].given > 0
	case "build":
		m := w.works[s.id]
		return m != nil && (m.passed || m.reported && s.text("inspected") != "true")
	case "decide":
		return w.decided[s.id] != "" && w.decided[s.id] != "no"
	case "refer":
		return w.accepted[s.id]
	}
	return w.did[s.id] > 0
}

// says works out a condition of a pathway; nil where there is none, or where it hangs on what the auditor does not follow.
func (a *auditor) says(w *way, condition string) any {
	if condition == "" {
		return nil
	}
	return reckon(condition, func(name string) any { return a.known(w, name) })
}

// known is what a name in a condition stands for; nil for what the auditor does not follow.
func (a *auditor) known(w *way, name string) any {
	switch name {
	case "today":
		return int64(a.today)
	case "opened":
		return int64(w.opened)
	}
	if n, is := a.counted(w, name); is {
		return n
	}
	for _, s := range w.path.steps {
		switch {
		case name == s.id && s.verb == "choose":
			return a.answeredAlike(w, s)
		case name == s.id && s.verb == "decide":
			return w.decisionAt(s)
		case name == s.id+".done" && w.did[s.id] == 0 && w.decided[s.id] == "" && !a.done(w, s):
			return false
		case name == s.id+".done" && slices.Contains([]string{"ask", "gather", "visit"}, s.verb) && len(s.says) <= 2:
			return w.did[s.id] > 0
		}
	}
	return nil
}

// decisionAt is what the bare name of a decision stands for.
func (w *way) decisionAt(s *wanted) any {
	said := w.decided[s.id]
	switch {
	case said == "" || s.text("expires") != "" || s.text("answers") != "" || s.text("to") != "":
		return nil
	case len(s.ids("options")) > 0:
		return said
	}
	return said == "yes"
}

// answeredAlike is what all adults answer at a choice; nil where they do not, or where it may count for nothing.
func (a *auditor) answeredAlike(w *way, s *wanted) any {
	option := ""
	adults := a.adults(w.subject, a.today)
	for _, p := range adults {
		answers := a.current(w, s.id, p)
		if len(answers) == 0 || option != "" && answers[0].option != option || a.today > after(answers[0].day, s.valid) {
			return nil
		}
		option = answers[0].option
	}
	if option == "" || len(a.toDecideFor(w, nil)) > 0 || w.left || a.twoAnswers(w) {
		return nil
	}
	return option
}

// counted is a number of people of a subject, and whether a name is one; nil where an age or a sex that it hangs on is not known.
func (a *auditor) counted(w *way, name string) (any, bool) {
	within := map[string][2]int{"size": {-1, 200}, "adults": {18, 200}, "children": {0, 17}, "women": {18, 200}, "men": {18, 200}, "girls": {0, 17}, "boys": {0, 17},
		"under_five": {0, 4}, "school_age": {6, 17}, "elderly": {60, 200}}
	sexes := map[string]uint8{"women": 1, "girls": 1, "men": 2, "boys": 2}
	ages, is := within[name]
	if !is {
		return nil, name == "with_disability"
	}
	members, n := a.souls(w), int64(0)
	for _, p := range members {
		age, ofAge := p.age(a.today), name == "size"
		ofAge = ofAge || age >= ages[0] && age <= ages[1]
		switch {
		case age >= 0 && !ofAge || sexes[name] != 0 && p.sex != 0 && p.sex != sexes[name]:
		case !ofAge || sexes[name] != 0 && p.sex == 0:
			return nil, true
		default:
			n++
		}
	}
	if len(members) == 0 {
		return nil, true
	}
	return n, true
}

// souls are those of a subject who live.
func (a *auditor) souls(w *way) (all []*person) {
	for _, p := range a.members(w.subject) {
		all = append(all, a.persons[p])
	}
	for _, p := range a.things[w.subject] {
		all = append(all, p)
	}
	return all
}

// readJoined reads who is of a committee, a project, or whatever else has a name.
func (a *auditor) readJoined() {
	r := into[struct {
		Person id.ID `cbor:"1,keyasint"`
		Sex    uint8 `cbor:"3,keyasint"`
		Year   int16 `cbor:"4,keyasint"`
	}](a)
	if of := a.things[a.fact.Story]; of != nil {
		of[r.Person] = &person{sex: r.Sex, year: r.Year}
	}
}

func (a *auditor) readLeft() {
	r := into[struct {
		Person id.ID `cbor:"1,keyasint"`
	}](a)
	delete(a.things[a.fact.Story], r.Person)
}

// reckoned is what a step gives, part by part, as the programme says; nil where it cannot be said.
func (a *auditor) reckoned(w *way, s *wanted) map[string]int64 {
	parts, _ := s.says["gives"].(map[string]any)
	want := map[string]int64{}
	for name, amount := range parts {
		n, is := reckon(textOf(amount), func(name string) any { return a.known(w, name) }).(int64)
		if !is {
			a.breach("%s: %s of %v cannot be reckoned", s.id, name, amount)
		}
		want[name] = n
	}
	return want
}

// asReckoned: goods are listed as the programme says, and what was listed once stays as it was.
func (a *auditor) asReckoned(w *way, step string, p *portion, gives []piece) {
	s := w.path.step(step)
	if s == nil || p.listed > 0 || len(w.asOne) > 0 {
		return
	}
	want, n := a.reckoned(w, s), 0
	for _, pieces := range want {
		if pieces > 0 {
			n++
		}
	}
	for _, g := range gives {
		if want[g.Name] != g.Minor {
			a.breach("%s: %d of %s, want %d", step, g.Minor, g.Name, want[g.Name])
		}
	}
	if len(gives) != n {
		a.breach("%s: %v, want %v", step, gives, want)
	}
}

// choseToo is chose where the step rests on a choice that no deed has settled since, and they are not among those who stay.
func (a *auditor) choseToo(w *way, step string, place id.ID) {
	choices := a.unsettled(w, step)
	if len(choices) == 0 || slices.ContainsFunc(choices, func(c *wanted) bool { return a.answeredAlike(w, c) == "stay" }) {
		return
	}
	var against []string
	for _, c := range choices {
		if against = a.againstChoice(w, c, place, nil); len(against) == 0 {
			return
		}
	}
	for _, why := range against {
		a.breach("%s", why)
	}
}

// unsettled are the choices on which a step rests, not by way of a deed that was done since: goods that were given, a house that stands.
func (a *auditor) unsettled(w *way, step string) (choices []*wanted) {
	queue := []string{step}
	for i := 0; i < len(queue); i++ {
		s := w.path.step(queue[i])
		switch {
		case s == nil || i > 0 && slices.Contains([]string{"give", "build", "move", "close"}, s.verb) && a.done(w, s):
			continue
		case i > 0 && s.verb == "choose" && !a.excused(w, s) && (s.text("to") != "" || w.leaving() != ""): // another is about no place
			choices = append(choices, s)
		}
		for _, need := range s.needs {
			if !slices.Contains(queue, need) {
				queue = append(queue, need)
			}
		}
	}
	return choices
}

// leaving is the step at which those who walk the way leave.
func (w *way) leaving() string {
	if w.path != nil {
		for _, s := range w.path.steps {
			if s.verb == "move" {
				return s.id
			}
		}
	}
	return ""
}

// collects says who collects what a subject is paid and given: whom a household chose, or the person themselves.
func (a *auditor) collects(w *way) *home {
	if h := a.homes[w.subject]; h != nil {
		return h
	}
	if a.persons[w.subject] != nil {
		return &home{collector: w.subject}
	}
	return &home{} // another office wrote down who collects, and is read after this one
}

// isThing reports whether the subject of a way is neither a household nor a person.
func (a *auditor) isThing(w *way) bool {
	return a.homes[w.subject] == nil && a.persons[w.subject] == nil
}

// thereWhereBuilt: what is built where they have gone is not inspected before somebody says that they arrived, where the programme asks for it.
func (a *auditor) thereWhereBuilt(w *way, step string) {
	arrived := slices.ContainsFunc(w.anySeat(), func(at seat) bool { return at.state == "arrived" })
	for _, s := range append(w.path.before(step, "build"), w.path.step(step)) {
		for _, move := range w.path.before(s.id, "move") {
			if s.requires == move.id+".arrived" && !arrived {
				a.breach("a milestone of people who are not said to have arrived")
			}
		}
	}
	if step == helpHouse {
		a.count("houses built for them")
	}
}

// readDone reads that a step took place once more.
func (a *auditor) readDone() {
	r := into[struct {
		Step string `cbor:"1,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	a.honoured(w, r.Step)
	w.did[r.Step]++
}

// readAccepted reads the answer to a referral.
func (a *auditor) readAccepted() {
	r := into[struct {
		Step     string `cbor:"1,keyasint"`
		Accepted bool   `cbor:"3,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	w.accepted[r.Step] = w.accepted[r.Step] || r.Accepted
	w.did[r.Step]++
}

// readClosed reads that a way has ended; what an adult agrees to beside it says the same.
func (a *auditor) readClosed() {
	r := into[struct {
		Step  string          `cbor:"1,keyasint"`
		State programme.State `cbor:"2,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	if r.State == programme.Closed && len(a.members(w.subject)) > 0 { // where nobody lives any more, no step is waited for
		a.honoured(w, r.Step)
	}
	w.did[r.Step]++
	w.ended = true
	a.count("journeys closed")
}

// noteDecision holds a decision against who may take it, and keeps it.
func (a *auditor) noteDecision(w *way, step string, no bool, option string) {
	s := w.path.step(step)
	if s == nil {
		return
	}
	a.honoured(w, step)
	if !a.staff[a.fact.Author].Has(roleOf(s.text("by")), a.scope, a.today) {
		a.breach("%s is decided by somebody who is no %s", step, s.text("by"))
	}
	options := s.ids("options")
	switch {
	case no:
		w.decided[step] = "no"
	case len(options) == 0:
		w.decided[step] = "yes"
	case slices.Contains(options, option):
		w.decided[step] = option
	default:
		a.breach("%s is decided among %v: %q", step, options, option)
	}
	w.did[step]++
	w.decidedOn[step] = a.fact.Day
}
