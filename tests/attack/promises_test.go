// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"safar/desk"
	"safar/field/movement"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// safetyHolds is for how many days a source's last word on a place counts, when protection decides.
const safetyHolds = 30

// standingOnly returns the answers that nobody replaced or took back.
func (a *auditor) standingOnly(all []answer) []answer {
	return slices.DeleteFunc(slices.Clone(all), func(s answer) bool { return a.replaced[s.ref] })
}

// at leaves the answers of one step.
func at(step string, all []answer) []answer {
	return slices.DeleteFunc(slices.Clone(all), func(s answer) bool { return s.step != step })
}

// current returns the standing answers of one person at a step.
func (a *auditor) current(w *way, step string, by id.ID) []answer {
	return slices.DeleteFunc(at(step, a.standingOnly(w.answers)), func(s answer) bool { return s.by != by })
}

// chosen returns the different things that the adults of a household have answered at any of its choices.
func (a *auditor) chosen(w *way) map[string]bool {
	all := map[string]bool{}
	adults := a.adults(w.subject, a.today)
	for _, s := range a.standingOnly(w.answers) {
		if slices.Contains(adults, s.by) {
			all[s.option+s.place.String()] = true
		}
	}
	return all
}

// Promise 1: nobody moves without their own informed, current choice.

// ownAnswer: an answer is that of a living adult of the household, and leads to a place they were told of.
func (a *auditor) ownAnswer(w *way, r said) {
	if !slices.Contains(a.adults(w.subject, a.today), r.By) || a.persons[r.By].age(a.today) < 0 {
		a.breach("the answer of somebody who is no living adult of the household")
	}
	if r.Option == "stay" {
		return
	}
	if len(w.path.before(r.Step, "tell")) > 0 {
		a.told(w, r.Step, r.Place, r.By)
	}
	if a.safetyAsked(w, r.Step) > 0 { // elsewhere it is asked when they leave
		a.safe(w, r.Step, r.Place, "")
	}
}

// byTheAuthority: a best-interests decision is written down by protection; it names which office of the child-protection authority made it, and who; a
// guardian beside it is an adult of another household.
func (a *auditor) byTheAuthority(w *way, guardian id.ID, authority, officer string) {
	if !a.staff[a.fact.Author].Has(access.ProtectionOfficer, a.scope, a.today) {
		a.breach("a best-interests decision of somebody who is not protection")
	}
	if authority == "" || officer == "" {
		a.breach("a best-interests decision without the child-protection authority")
	}
	if guardian.IsZero() {
		return
	}
	p := a.persons[guardian]
	if p == nil || p.dead || p.age(a.today) < 18 || slices.Contains(a.members(w.subject), guardian) {
		a.breach("a guardian who is no living adult of another household")
	}
}

// told: each of some people was told of the place themselves, not too long ago, at a step of telling on which the choice rests; somebody was, where nobody
// answers for themselves. Where a programme tells of places in meetings and on visits alone, there was one.
func (a *auditor) told(w *way, step string, place id.ID, who ...id.ID) {
	tells := w.path.before(step, "tell")
	if len(tells) == 0 {
		if !slices.ContainsFunc(w.path.before(step, "gather", "visit"), func(s *wanted) bool { return w.did[s.id] > 0 }) {
			a.breach("without having been told of the place")
		}
		return
	}
	if len(who) == 0 {
		who = []id.ID{{}}
	}
	for _, p := range who {
		if !slices.ContainsFunc(tells, func(s *wanted) bool { return a.heardAt(w, s, place, p) }) {
			a.breach("without having been told of the place, or too long ago")
		}
	}
}

func (a *auditor) heardAt(w *way, s *wanted, place, who id.ID) bool {
	return slices.ContainsFunc(w.told, func(t telling) bool {
		return t.step == s.id && (place.IsZero() || t.place == place || t.place.IsZero()) && a.today <= after(t.day, s.valid) && (who.IsZero() || slices.Contains(t.heard, who))
	})
}

// safe: nothing that stands says that the place is not safe; and where the programme asks for it, protection has decided lately that it is.
func (a *auditor) safe(w *way, step string, place id.ID, route string) {
	decided, holds := false, a.safetyAsked(w, step)
	for _, d := range a.village(place).safety {
		if a.replaced[d.ref] || d.group != "" {
			continue
		}
		if d.route != "" && d.route != route {
			continue
		}
		if !d.safe {
			a.breach("towards a place that is not safe")
		}
		decided = decided || d.route == "" && a.today-d.day <= clock.Day(holds)
	}
	if holds > 0 && !decided {
		a.breach("towards a place of which protection has not decided within %d days", holds)
	}
}

// safetyAsked is for how many days a decision on a place counts, where a step or the choice on which it rests demands that the place be safe; 0 where none does.
func (a *auditor) safetyAsked(w *way, step string) int {
	of := w.path.before(step, "choose")
	if s := w.path.step(step); s != nil {
		of = append(of, s)
	}
	for _, s := range of {
		for input, days := range w.path.book.ages {
			if s.requires == input+".safe" && !a.excused(w, s) {
				return days
			}
		}
	}
	return 0
}

// chose: at a choice on which the step rests every adult has a current answer of their own that names this place, and the authority decided the same for each
// separated child; or it decided for children alone. leaving are those who leave by the fact that is read.
func (a *auditor) chose(w *way, step string, place id.ID, leaving ...id.ID) {
	choices := w.path.before(step, "choose")
	if len(choices) == 0 {
		a.breach("without a choice")
		return
	}
	var against []string
	for _, c := range choices {
		if against = a.againstChoice(w, c, place, leaving); len(against) == 0 {
			return
		}
	}
	for _, why := range against {
		a.breach("%s", why)
	}
}

// againstChoice says what stands against it that people chose a place at one choice.
func (a *auditor) againstChoice(w *way, c *wanted, place id.ID, leaving []id.ID) (against []string) {
	against = a.decidedFor(w, c, place, leaving)
	adults := a.grown(a.going(w))
	if len(adults) == 0 && len(w.asOne) > 0 {
		return against // who follows was decided for, each on their own
	}
	if len(adults) == 0 {
		decisions := at(c.id, a.standingOnly(w.decisions))
		other := func(d answer) bool {
			return d.place != place || d.option == "stay" || d.authority == "" || d.guardian != decisions[0].guardian
		}
		if len(decisions) == 0 || slices.ContainsFunc(decisions, other) { // two offices may have decided the same
			against = append(against, "children alone without one decision of the child-protection authority for this place")
		}
		return against
	}
	for _, p := range adults {
		against = append(against, a.againstAnswer(w, c, place, p)...)
	}
	return against
}

// againstAnswer says what stands against it that one adult chose a place.
func (a *auditor) againstAnswer(w *way, c *wanted, place, p id.ID) (against []string) {
	answers := a.current(w, c.id, p)
	if len(answers) == 0 {
		return []string{"an adult has not answered"}
	}
	for _, word := range at(c.id, a.standingOnly(w.takenBack)) {
		if word.by == p {
			against = append(against, "an adult took back what they chose, and was not asked since")
		}
	}
	last := answers[0].day // two offices may have heard the same: it is as old as when they said it last
	for _, s := range answers {
		if last = max(last, s.day); s.option == "stay" || s.place != place {
			against = append(against, fmt.Sprintf("an adult's answer is %s, or another place", s.option))
		}
	}
	if a.today > after(last, c.valid) {
		against = append(against, fmt.Sprintf("an adult's answer is %d days old", a.today-last))
	}
	return against
}

// askedAgain: each adult said "yes" lately, in private, and not "no" since.
func (a *auditor) askedAgain(w *way, step string) {
	s := w.path.step(step)
	if s == nil || s.willing == "" {
		return
	}
	for _, p := range a.grown(a.going(w)) {
		if said := w.willing[p]; !said.yes || a.today > after(said.day, s.willing) {
			a.breach("an adult was not asked again within %s, or is not willing", s.willing)
		}
	}
}

// safetyRestsOnSources: "safe" rests on two dated sources whose last word it is, women and minorities among those heard, is said by protection,
// and answers those whose last word is "not safe".
func (a *auditor) safetyRestsOnSources(v *village, contrary string) {
	last := map[string]report{}
	for _, r := range v.reports {
		before, heard := last[r.source]
		if a.today-r.day <= safetyHolds && r.day <= a.today && (!heard || r.day > before.day || r.day == before.day && before.safe) {
			last[r.source] = r
		}
	}
	sources, women, minority := 0, false, false
	for _, r := range last {
		if r.safe {
			sources, women, minority = sources+1, women || r.women, minority || r.minority
		} else if contrary == "" {
			a.breach("safe against the last word of %s, which nobody answered", r.source)
		}
	}
	if sources < 2 || !women || !minority {
		a.breach("safe on %d sources; women %v, minorities %v", sources, women, minority)
	}
	if !a.staff[a.fact.Author].Has(access.ProtectionOfficer, access.Commons, a.today) {
		a.breach("safety decided by somebody who is not protection")
	}
}

// mayBeCarried holds promises 1, 3 and 4 against people on a load, on board and on the way.
func (a *auditor) mayBeCarried(w *way, r carried, state string) {
	if state == "" || state == "arrived" {
		return
	}
	route := ""
	if t := a.trips[r.Trip]; t != nil {
		route = t.route
		if t.over || t.to != r.Place {
			a.breach("on a trip that is over, or goes elsewhere")
		}
	}
	a.told(w, r.Step, r.Place, a.grown(a.going(w))...)
	a.safe(w, r.Step, r.Place, route)
	a.chose(w, r.Step, r.Place, r.Persons...)
	a.cleared(w, r.Step)
	if len(w.asOne) == 0 { // who follows others is judged among themselves
		a.honoured(w, r.Step)
	}
	a.oneHousehold(w)
	a.uncontradicted(w)
	a.notOnTwoLoads(w)
	if state == "boarded" || state == "departed" {
		a.askedAgain(w, r.Step)
	}
	a.together(w, state)
	if !r.Trip.IsZero() {
		a.seated(r.Trip, r.Load)
	}
}

// going are those of a household who are judged when some of them go: all of it, or where it has left as one those who came to it since. A child who
// was born since is with its mother.
func (a *auditor) going(w *way) []id.ID {
	since := func(p id.ID) bool { return p.IsZero() || !w.asOne[p] && !w.followed[p] && a.persons[p] != nil }
	return slices.DeleteFunc(a.members(w.subject), func(p id.ID) bool { return !since(p) || !since(a.persons[p].mother) })
}

// grown are those who answer in their own right.
func (a *auditor) grown(of []id.ID) []id.ID {
	return slices.DeleteFunc(slices.Clone(of), func(p id.ID) bool { age := a.persons[p].age(a.today); return age >= 0 && age < 18 })
}

// oneHousehold: nobody travels whom two offices say to belong to two households.
func (a *auditor) oneHousehold(w *way) {
	for _, p := range a.members(w.subject) {
		homes := a.standing(a.persons[p])
		for _, m := range homes {
			if m.home != homes[0].home || p != w.subject && m.home != w.subject {
				a.breach("a member belongs to two households")
			}
		}
	}
}

// nobodyIsLost: whoever is on the road stands there on a way of the household they are of, so that they can be stopped; or as somebody of whom two offices
// say that they left by a trip each, until it is said there on which they were not; or, where two offices had them leave one household and depart with it, unseen by each other, on the list of those of whom somebody says how it was.
func (a *auditor) nobodyIsLost() {
	for of, at := range a.road {
		p := a.persons[of]
		if p.dead || !a.into(p).IsZero() {
			continue
		}
		found := false
		for _, w := range a.ways {
			found = found || a.belongs(p, w.subject) && (w.seat(of) == at || w.doubts(of, at.trip))
		}
		if !found && a.heard && a.unseen()[of] {
			coverage.add("people on the road unseen")
			continue
		}
		if !found {
			a.breach("somebody on the road stands on no list")
		}
	}
}

// doubts reports whether a way has somebody leave by a trip, and by another too: they stand beside the manifests of both.
func (w *way) doubts(of, trip id.ID) bool { return len(w.aboard[of]) > 1 && w.aboard[of][trip] }

// unseen are those whom the office is shown as on the road with a household that they had left.
func (a *auditor) unseen() map[id.ID]bool {
	shown := map[id.ID]bool{}
	for _, by := range a.staff {
		rows, err := desk.Ask(context.Background(), a.desk, by, "task.confirm_arrival", movement.Unseen(a.scope))
		if err != nil {
			continue // another may
		}
		for _, row := range rows {
			shown[row.Person] = true
		}
		break
	}
	return shown
}

// Promise 3: no place is promised twice.

// seated: a load has a seat for everyone on it of two years and more, and a lap of their family or a seat for the others.
func (a *auditor) seated(trip id.ID, load int) {
	v := a.trips[trip].loads[load]
	persons, laps := 0, 0
	for _, w := range a.ways {
		infants, adults := 0, 0
		if !slices.ContainsFunc(w.anySeat(), func(s seat) bool { return s.trip == trip }) {
			continue
		}
		for _, p := range a.members(w.subject) {
			if s := w.seat(p); s.trip != trip || s.load != load || s.state == "arrived" {
				continue
			}
			persons++
			switch age := a.persons[p].age(a.today); {
			case age >= 18:
				adults++
			case age >= 0 && age < 2:
				infants++
			}
		}
		laps += min(infants, adults)
	}
	if persons-min(laps, v.Laps) > v.Seats {
		a.breach("%d persons, %d of them on laps, on %d seats and %d laps", persons, laps, v.Seats, v.Laps)
	}
}

// mayBePromised: the plot is free, offered, in the custody of who promises, checked, and where every adult has chosen to go.
func (a *auditor) mayBePromised(w *way, r roomSaid) {
	v := a.village(r.Place)
	if r.Unit < 1 || r.Unit > v.units {
		a.breach("plot %d of %d", r.Unit, v.units)
	}
	if slices.ContainsFunc(w.rooms, func(held room) bool { return w.roomOf[held] == r.Step }) {
		a.breach("a second plot for one household")
	}
	for _, other := range a.ways {
		if slices.Contains(other.rooms, room{r.Place, r.Unit}) {
			a.breach("plot %d is another household's", r.Unit)
		}
	}
	if holders := v.holders(r.Unit); len(holders) != 1 || holders[0].node != a.node || holders[0].caseload != a.scope.Caseload {
		a.breach("plot %d is in the custody of another node or caseload, or of two: %v", r.Unit, holders)
	}
	step := w.path.step(r.Step)
	for _, check := range step.ids("checks") {
		if of := (checkOf{check, r.Place, r.Unit}); !w.checks[of] || !a.checks[of] {
			a.breach("plot %d was promised without the check %s, or against it", r.Unit, check)
		}
	}
	if !w.left { // who has left chose by leaving
		a.choseToo(w, r.Step, r.Place)
	}
	a.honoured(w, r.Step)
}

// Promise 4: families stay together, unless they themselves say otherwise.

// together: everyone of a household who travels is on one load with all living members, or each adult has said otherwise; and no child
// travels, or stays behind, without an adult.
func (a *auditor) together(w *way, state string) {
	members := a.going(w)
	where := map[seat]int{}
	goes, stays := [2]int{}, [2]int{}
	for _, p := range members {
		s := w.seat(p)
		child := 0
		if age := a.persons[p].age(a.today); age >= 0 && age < 18 {
			child = 1
		}
		if s.state == "" {
			stays[child]++
			continue
		}
		goes[child]++
		where[seat{trip: s.trip, load: s.load}]++
	}
	if len(where) == 1 && goes[0]+goes[1] == len(members) {
		return
	}
	a.count("families apart: " + state)
	for _, p := range a.grown(members) {
		if !w.word[p] {
			a.breach("a family is parted without the word of each adult")
		}
	}
	if goes[1] > 0 && goes[0] == 0 || stays[1] > 0 && stays[0] == 0 {
		a.breach("children are parted from every adult")
	}
}

// Promise 2: nobody is paid twice, nobody is forgotten.

// mayBecomeOwed: an amount is earned when it becomes owed, and is what the programme says.
func (a *auditor) mayBecomeOwed(w *way, m *money, step string, parts map[string]int64) {
	if m.owing() || m.net > 0 {
		a.breach("%s is owed twice", step)
	}
	a.notStopped(w, step)
	a.asDecided(step)
	a.earned(w, step)
	s := w.path.step(step)
	if s == nil {
		a.breach("%s is no step", step)
		return
	}
	want, sum := a.reckoned(w, s), int64(0)
	for name, minor := range want {
		sum += minor
		if parts[name] != minor {
			a.breach("%s: %s is %d, want %d", step, name, parts[name], minor)
		}
	}
	if most, err := strconv.ParseInt(s.text("ceiling"), 10, 64); len(parts) != len(want) || err == nil && sum > most {
		a.breach("%s: %v, want %v within %d", step, parts, want, most)
	}
	a.paysWhatOthersInspected(w)
}

// earned: what an amount rests on was done, and until they leave those who get it still choose what they chose.
func (a *auditor) earned(w *way, step string) {
	a.honoured(w, step)
	if plot, promised := w.plot(); promised && !w.left { // who has left is owed what they chose by leaving, until they have it
		a.choseToo(w, step, plot.place)
	}
}

// paysWhatOthersInspected: who inspects does not pay.
func (a *auditor) paysWhatOthersInspected(w *way) {
	if w.inspectedBy[a.fact.Author] {
		a.breach("somebody pays for what they inspected")
	}
}

// mayBeListed: what is put on a list is owed, on no other list, and held by nobody.
func (a *auditor) mayBeListed(w *way, m *money, step string, amount int64) {
	if !m.owing() || amount != m.total {
		a.breach("%s is %s with %d, listed with %d", step, m.state, m.total, amount)
	}
	if on := a.lists[m.list]; m.state == "listed" && on != nil && !on.rejected && !on.closed {
		a.breach("%s stands on two lists", step)
	}
	a.notHeld(w, step)
	a.notStopped(w, step)
	a.uncontradicted(w)
	a.onOneList(m)
	a.paysWhatOthersInspected(w)
}

// onOneList: what two offices have put on a list each is not paid, and not listed again, before one of the lists is over.
func (a *auditor) onOneList(m *money) {
	open := 0
	for _, of := range m.lists {
		if l := a.lists[of]; l != nil && !l.rejected && !l.closed {
			open++
		}
	}
	if open > 1 {
		a.breach("on %d lists that are not over", open)
	}
}

// uncontradicted: nothing goes on that rests on what two offices wrote and that cannot both be.
func (a *auditor) uncontradicted(w *way) {
	for _, what := range a.contradictions(w) {
		if what != "two_answers" && what != "two_loads" { // the one is no choice, and no money rests on the other
			a.breach("goes on over a contradiction: %s", what)
		}
	}
}

// contradictions are what two offices wrote of a household's plot, money and seats that cannot both be.
func (a *auditor) contradictions(w *way) (found []string) {
	steps := map[string]int{}
	for _, held := range w.rooms {
		if steps[w.roomOf[held]]++; steps[w.roomOf[held]] > 1 {
			found = append(found, "two_rooms")
		}
	}
	for _, held := range w.rooms {
		for _, other := range a.ways {
			if other != w && slices.Contains(other.rooms, held) {
				found = append(found, "promised_twice")
			}
		}
	}
	for _, m := range w.money {
		if m.net > max(m.settled, 1) {
			found = append(found, "paid_twice")
		}
	}
	for _, p := range w.goods {
		if p.given > max(p.seen, 1) {
			found = append(found, "given_twice")
		}
	}
	for _, trips := range w.aboard {
		if len(trips) > 1 {
			found = append(found, "two_trips")
		}
	}
	if len(w.onTwoLoads()) > 0 {
		found = append(found, "two_loads")
	}
	if a.twoAnswers(w) {
		found = append(found, "two_answers")
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// twoAnswers reports whether what one person said, or was decided for children alone or for one child, contradicts itself.
func (a *auditor) twoAnswers(w *way) bool {
	type of struct {
		step string
		by   id.ID
	}
	said := map[of]answer{}
	for _, s := range a.standingOnly(w.answers) {
		if other, is := said[of{s.step, s.by}]; is && (other.option != s.option || other.place != s.place) {
			return true
		}
		said[of{s.step, s.by}] = s
	}
	decisions := a.standingOnly(w.decisions)
	for _, d := range decisions {
		if d.step != decisions[0].step {
			continue
		}
		if d.option != decisions[0].option || d.place != decisions[0].place || d.guardian != decisions[0].guardian {
			return true
		}
	}
	decided := map[of]answer{}
	for _, d := range a.standingOnly(w.decidedFor) {
		if other, is := decided[of{d.step, d.by}]; is && (other.option != d.option || other.place != d.place || other.guardian != d.guardian) {
			return true
		}
		decided[of{d.step, d.by}] = d
	}
	return slices.ContainsFunc(a.standingOnly(w.takenBack), func(s answer) bool { _, is := said[of{s.step, s.by}]; return is })
}

func (a *auditor) notHeld(w *way, step string) {
	if h := a.holds[[2]string{w.id.String(), step}]; !h.by.IsZero() && a.today <= h.until {
		a.breach("%s is on hold", step)
	}
}

// notStopped: what a person stopped is not owed, listed or paid before somebody lifts the stop.
func (a *auditor) notStopped(w *way, step string) {
	if a.stops[[2]string{w.id.String(), step}] {
		a.breach("%s was stopped by a person", step)
	}
}

// mayBeApproved: a list is approved once, by somebody else than who prepared it, stated its amounts or inspected for it.
func (a *auditor) mayBeApproved(l *list) {
	if l.approved || l.rejected || l.closed {
		a.breach("approved again, or after it was rejected")
	}
	if l.by == a.fact.Author || !a.staff[a.fact.Author].Has(access.Approver, a.scope, a.today) {
		a.breach("approved by one pair of eyes")
	}
	for _, m := range l.money {
		if m.owedBy == a.fact.Author && m.state == "listed" {
			a.breach("approved by who stated the amount")
		}
	}
}

// mayBeDelivered: a delivery is of an amount that stands on an approved list, the first, to who was chosen, after the choice that it rests on.
func (a *auditor) mayBeDelivered(w *way, m *money, r paidSaid, to id.ID) {
	l := a.lists[r.List]
	if l == nil || !l.approved || l.rejected || l.closed {
		a.breach("%s is delivered on a list that is not approved", r.Step)
	}
	if m.state != "listed" || m.list != r.List || m.net != 0 || r.Amount != m.total {
		a.breach("%s is %s on its list, delivered %d times; %d of %d", r.Step, m.state, m.net, r.Amount, m.total)
	}
	h := a.collects(w)
	if to.IsZero() || to != h.collector && to != h.alternate || a.persons[to].dead {
		a.breach("%s is in the wrong hands", r.Step)
	}
	if m.payee != h.collector || m.second != h.alternate {
		a.breach("%s goes to somebody of whom the approver knew nothing", r.Step)
	}
	a.notHeld(w, r.Step)
	a.paysWhatOthersInspected(w)
	a.uncontradicted(w)
	a.onOneList(m)
	a.earned(w, r.Step)
}

// withinTheShare: what is on open lists, and what was delivered on others, is within what was entrusted.
func (a *auditor) withinTheShare(prepared *list) {
	total, same := int64(0), func(l *list) bool { return l.programme == prepared.programme && l.grant == prepared.grant }
	for _, of := range a.sortedLists() {
		if l := a.lists[of]; same(l) && !l.rejected && !l.closed {
			total += l.total
		}
	}
	for _, w := range a.ways {
		for _, m := range w.money {
			if l := a.lists[m.list]; m.state == "delivered" && l != nil && l.closed && same(l) {
				total += m.paid
			}
		}
	}
	if share := a.share(prepared.programme + " " + prepared.grant); total > share {
		a.breach("%d set aside of %d", total, share)
	}
}

// share is what is entrusted to this node of a grant.
func (a *auditor) share(of string) int64 {
	standing := slices.DeleteFunc(slices.Clone(a.trusts), func(t trust) bool { return t.of != of || a.replaced[t.ref] })
	if len(standing) != 1 || standing[0].node != a.node {
		a.breach("lists are made by a node to which nothing, or not it alone, is entrusted")
		return 0
	}
	return standing[0].share
}

// mayInspect: who inspects neither pays, by role or by deed, nor reported what they inspect.
func (a *auditor) mayInspect(w *way, m *milestone, step string) {
	by, s := a.staff[a.fact.Author], w.path.step(step)
	if !m.reported || m.by == a.fact.Author && s != nil && s.text("inspected") == "true" {
		a.breach("inspected by who reported it, or without a report")
	}
	if w.paidBy[a.fact.Author] || by.Has(access.FinanceOfficer, a.scope, a.today) || by.Has(access.Approver, a.scope, a.today) {
		a.breach("inspected by somebody who pays")
	}
}

// paid is what households have in their hands, by the facts.
func (a *auditor) paid() (minor int64) {
	for _, w := range a.ways {
		for _, m := range w.money {
			minor += m.paid
		}
	}
	return minor
}

// day is what the auditor takes for today, outside of a fact.
func (a *auditor) day(d clock.Day) { a.today = d }
