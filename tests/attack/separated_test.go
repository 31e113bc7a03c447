// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"
	"testing"

	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// saidSeparated is that somebody is, or is not, a child without parents and usual carers.
type saidSeparated struct {
	ref journal.Ref
	yes bool
}

// separatedField is under which a correction replaces what was said before.
const separatedField = "separated"

func (a *auditor) readCorrected() {
	r := into[struct {
		Separated people.Answer `cbor:"4,keyasint"`
	}](a)
	if r.Separated == people.NotKnown {
		return
	}
	yes := r.Separated == people.Yes
	if !yes && a.separated(a.fact.Story) && !a.staff[a.fact.Author].Has(access.ProtectionOfficer, a.scope, a.today) {
		a.breach("a child is said not to be separated by somebody who is not protection")
	}
	for _, r := range a.fact.Supersedes[separatedField] {
		a.outdated[r] = true
	}
	p := a.persons[a.fact.Story]
	p.separated = append(p.separated, saidSeparated{a.fact.Ref(), yes})
}

// separated reports whether somebody said that a person is a separated child, and they are not known to be grown up.
func (a *auditor) separated(of id.ID) bool {
	p := a.persons[of]
	return p != nil && p.age(a.today) < 18 && slices.ContainsFunc(p.separated, func(s saidSeparated) bool { return s.yes && !a.outdated[s.ref] })
}

// toDecideFor returns of whom the authority decides, child by child, before the household goes: the separated ones; and where it has left, of children who
// follow it without an adult each. Who has left before has left.
func (a *auditor) toDecideFor(w *way, leaving []id.ID) (children []id.ID) {
	going := a.going(w)
	adults := len(a.grown(going)) > 0
	for _, p := range going {
		before := gone(w.seat(p).state) && !slices.Contains(leaving, p)
		if !before && (adults && a.separated(p) || !adults && len(w.asOne) > 0) {
			children = append(children, p)
		}
	}
	return children
}

// decidedFor: the child-protection authority decided for each such child, lately, that they go to this place.
func (a *auditor) decidedFor(w *way, at *wanted, place id.ID, leaving []id.ID) (against []string) {
	for _, p := range a.toDecideFor(w, leaving) {
		decisions := a.decisionsFor(w, at.id, p)
		last := clock.Day(-100_000)
		for _, d := range decisions {
			if last = max(last, d.day); d.place != place || d.option == "stay" || d.authority == "" || d.guardian != decisions[0].guardian {
				against = append(against, "a separated child goes where the child-protection authority did not decide that they go")
			}
		}
		if a.today > after(last, at.valid) {
			against = append(against, "a separated child goes without a decision of the child-protection authority, or on one that is too old")
		}
		if slices.Contains(leaving, p) && slices.Contains([]string{"movement.departed", "movement.left_by_own_means"}, a.fact.Kind) {
			a.count("separated children who left")
		}
	}
	return against
}

func (a *auditor) decisionsFor(w *way, step string, child id.ID) []answer {
	return slices.DeleteFunc(a.standingOnly(w.decidedFor), func(d answer) bool { return d.by != child || d.step != step })
}

// forOneChild notes a decision for one child: one that is separated, or follows others alone, and has not left.
func (a *auditor) forOneChild(w *way, d answer) {
	if !slices.Contains(a.toDecideFor(w, nil), d.by) {
		a.breach("a decision for a child for whom others speak")
	}
	before := a.decisionsFor(w, d.step, d.by)
	if slices.ContainsFunc(before, func(b answer) bool { return b.option != d.option || b.place != d.place }) {
		a.count("decisions for a separated child that changed")
		w.undoOf(d.by)
	}
	a.replaceNow()
	w.decidedFor = append(w.decidedFor, d)
	a.count("decisions for separated children")
	if chosen := a.chosen(w); len(chosen) == 1 && !chosen[d.option+d.place.String()] {
		a.count("decisions other than what adults chose")
	}
}

// decideFor has the authority decide for each separated child of a family: mostly what the adults answer.
func (s *sequence) decideFor(f *family) {
	for _, child := range s.audit.toDecideFor(s.audit.way(f.journey), nil) {
		c := s.decision(f)
		if c.Child = child; f.stay {
			c.Option, c.Place = stay, id.ID{}
		}
		if s.chance(8, "another end for the child") {
			c.Option, c.Place = stay, id.ID{}
		}
		s.try(c)
	}
}

// separate says of somebody that they are a separated child, or that they are not; or decides for whom nobody decides.
func (s *sequence) separate() {
	f := s.family()
	who := s.someone(f)
	switch s.pick(6, "of the separated") {
	case 0:
		no := people.No
		s.try(people.Correct{Person: who, Separated: &no})
	case 1:
		c := s.decision(f)
		c.Child = who
		s.try(c)
	case 2, 3:
		s.decideFor(f)
	default:
		yes := people.Yes
		s.try(people.Correct{Person: who, Separated: &yes})
	}
}

// followAlone has a child come to people who have left, and go after them on a decision of the authority.
func (s *sequence) followAlone(f *family) {
	r, came := s.try(people.AddMember{Household: f.household, Member: s.member([]int{12, 5}, people.Child)})
	if !came {
		return
	}
	s.tellAll(f)
	if !s.chance(4, "the authority was not heard") {
		c := s.decision(f)
		c.Child = r.IDs[0]
		s.try(c)
	}
	s.try(movement.LeaveByOwnMeans{Journey: f.journey, Step: "departure"})
}

// separatedFrom is a household with a child who is not theirs: the last of its members.
func separatedFrom(t *testing.T, ages ...int) (*tale, choice.BestInterests) {
	t.Helper()
	w := tell(t, ages...)
	yes := people.Yes
	w.ok(people.Correct{Person: w.members[len(ages)-1], Separated: &yes})
	return w, w.decides(len(ages)-1, "return", w.village)
}

// decides is a decision of the authority for one child.
func (w *tale) decides(child int, option string, to id.ID) choice.BestInterests {
	return choice.BestInterests{Journey: w.journey, Step: "solution", Child: w.members[child], Option: option, Place: to, Authority: "child protection",
		Words: choice.Words{Text: "her aunt lives there", Officer: "Mwamba"}, Day: w.desk.Today()}
}

// Promise 1: a separated child moves on a decision of the child-protection authority, not on the word of the adults they live among.
func TestTaleOfASeparatedChild(t *testing.T) {
	w, decide := separatedFrom(t, 35, 33, 12)
	w.chosen(0, 1)
	w.ok(w.checks("occupants", "customary_authority", "state_authority", "attestation"))
	w.no("journey.blocked_by_step", w.promise(0))
	together := decide
	together.Child = id.ID{}
	w.no("choice.an_adult_answers", together) // nothing is decided over the adults' heads
	w.no("choice.not_separated", w.decides(0, "return", w.village))
	w.notBy(w.as(access.Caseworker), "access.not_allowed", decide)
	for key, without := range map[string]func(c *choice.BestInterests){
		"choice.authority_missing": func(c *choice.BestInterests) { c.Authority = "" },
		"choice.officer_missing":   func(c *choice.BestInterests) { c.Words.Officer = "" },
		"choice.guardian_unfit":    func(c *choice.BestInterests) { c.Guardian = w.members[0] }, // with whom she lives
		"choice.reason_missing":    func(c *choice.BestInterests) { c.Words.Text = "" },
	} {
		lacking := decide
		without(&lacking)
		w.no(key, lacking)
	}
	w.ok(decide)
	w.settled()
	w.paid("first_tranche")
	w.ok(w.again(0, true))
	w.ok(w.again(1, true))
	w.ok(w.decides(2, "stay", id.ID{})) // heard again, the authority decides otherwise: the plot is free, as when somebody changes their mind
	w.no("journey.blocked_by_step", w.promise(0))
	w.no("journey.blocked_by_step", w.own())
	w.ok(w.decides(2, "return", w.elsewhereTold()))
	w.no("journey.blocked_by_step", w.promise(0)) // for another village than the adults
	w.ok(w.decides(2, "return", w.village))
	w.ok(w.promise(0))
	w.ok(w.own())
	w.no("choice.has_left", w.decides(2, "stay", id.ID{}))
}

// elsewhereTold tells the household of the other village.
func (w *tale) elsewhereTold() id.ID {
	w.t.Helper()
	w.ok(w.told(w.elsewhere))
	return w.elsewhere
}

// A child who is found to be separated when all is chosen, promised and packed does not go before the authority is heard; who has left has left.
func TestTaleOfAChildFoundToBeSeparatedLate(t *testing.T) {
	w := tell(t, 35, 33, 12)
	w.chosen(0, 1)
	w.settled()
	w.paid("first_tranche")
	w.plan(5, 1)
	w.ok(w.load())
	w.ok(w.again(0, true))
	w.ok(w.again(1, true))
	yes, no := people.Yes, people.No
	w.ok(people.Correct{Person: w.members[2], Separated: &yes})
	w.no("journey.blocked_by_step", w.board())
	w.notBy(w.as(access.Caseworker), "people.separated_by_protection", people.Correct{Person: w.members[2], Separated: &no})
	w.ok(w.decides(2, "return", w.village))
	w.ok(w.board())
	w.by(w.as(access.ProtectionOfficer), people.Correct{Person: w.members[2], Separated: &no}) // her parents were found
	w.by(w.as(access.Caseworker), people.Correct{Person: w.members[2], Separated: &yes})
	w.ok(movement.Depart{Trip: w.trip}) // what was decided stands
	w.ok(people.Correct{Person: w.members[2], Separated: &yes})
	w.ok(movement.Arrive{Trip: w.trip})

	left := tell(t, 35, 33, 12)
	left.gone(0, 1)
	left.ok(people.Correct{Person: left.members[2], Separated: &yes})
	left.counts(map[string]int64{"left_the_sites": 3, "with_choice": 1})
	left.built("foundation")
}

// The mark survives that the child's words are forgotten, and that two records turn out to be one; it ends with childhood by itself.
func TestTaleOfASeparatedChildWhoIsForgottenMergedAndGrown(t *testing.T) {
	w, decide := separatedFrom(t, 35, 17)
	w.chosen(0)
	w.ok(w.checks("occupants", "customary_authority", "state_authority", "attestation"))
	child := w.members[1]
	w.ok(people.Forget{Household: w.household, Persons: []id.ID{child}, Reason: 1})
	w.no("journey.blocked_by_step", w.promise(0))
	w.ok(people.AddMember{Household: w.household, Member: people.Member{Sex: people.Female, Born: born(17)}})
	twin := w.members[:1:1]
	twin = append(twin, w.newest())
	w.ok(journey.Merge{Household: w.household, Other: w.household, Same: []people.Merge{{Kept: twin[1], Gone: child}}})
	w.members = twin
	w.no("journey.blocked_by_step", w.promise(0))
	decide.Child = twin[1]
	w.ok(decide)
	w.ok(w.promise(0))
	w.days(366)
	w.hear(w.village, "market_women", "chief_of_the_twa")
	w.safe(w.village, true)
	w.ok(w.told(w.village))
	w.ok(w.answer(0, "return", w.village))
	w.no("choice.not_separated", w.decides(1, "return", w.village)) // she is of age, and answers for herself
	w.ok(w.answer(1, "return", w.village))
}

// Of a separated child whose words were forgotten the authority decides all the same, by their id, and no reason is kept; or protection says that the child
// is not separated after all. Their household does not wait for ever.
func TestTaleOfASeparatedChildWhoWasForgotten(t *testing.T) {
	for _, decided := range []bool{true, false} {
		w, decide := separatedFrom(t, 35, 12)
		w.chosen(0)
		w.ok(w.checks("occupants", "customary_authority", "state_authority", "attestation"))
		w.ok(people.Forget{Household: w.household, Persons: w.members[1:], Reason: 1})
		w.no("journey.blocked_by_step", w.promise(0))
		if decided {
			w.no("choice.forgotten_no_words", decide) // nothing more is written about them
			decide.Words.Text = ""
			w.ok(decide)
		} else {
			no, name := people.No, people.Names{Given: "Neema"}
			w.notBy(w.as(access.Caseworker), "people.separated_by_protection", people.Correct{Person: w.members[1], Separated: &no})
			w.notBy(w.as(access.ProtectionOfficer), "keys.owner_forgotten", people.Correct{Person: w.members[1], Separated: &no, Names: &name})
			w.by(w.as(access.ProtectionOfficer), people.Correct{Person: w.members[1], Separated: &no})
		}
		w.ok(w.promise(0))
	}
}

// Who of the authority decided for children alone is not kept when the whole household was forgotten, and is demanded all the same.
func TestTaleOfChildrenAloneWhoWereForgotten(t *testing.T) {
	w := tell(t, 12)
	w.ok(w.told(w.village))
	w.ok(people.Forget{Household: w.household, Persons: w.members, Whole: true, Reason: 1})
	decide := w.decides(0, "return", w.village)
	decide.Child, decide.Words.Text, decide.Words.Officer = id.ID{}, "", ""
	w.no("choice.officer_missing", decide)
	decide.Words.Officer = "Mwamba"
	w.ok(decide)
}

// newest is who was last added to the household.
func (w *tale) newest() id.ID {
	w.t.Helper()
	var last id.ID
	for _, m := range w.file(w.household).Members {
		if !slices.Contains(w.members, m.ID) {
			last = m.ID
		}
	}
	return last
}

// A child whose age nobody knows may be an adult: they are asked for it, and decided for, until it is known.
func TestTaleOfASeparatedChildOfUnknownAge(t *testing.T) {
	w, decide := separatedFrom(t, 35, -1)
	w.chosen(0)
	w.ok(w.checks("occupants", "customary_authority", "state_authority", "attestation"))
	w.ok(decide)
	w.no("journey.blocked_by_step", w.promise(0))
	w.no("choice.age_unknown", w.answer(1, "return", w.village))
	age := born(12)
	w.ok(people.Correct{Person: w.members[1], Born: &age})
	w.ok(w.promise(0))
}

// A child who comes to people that have left follows them on a decision of the authority, made for this child: an older one was not about them.
func TestTaleOfAChildWhoFollowsAlone(t *testing.T) {
	w := tell(t, 35, 33)
	w.onTrip()
	child := w.comes(9, people.Child)
	w.plan(2, 0)
	w.no("journey.blocked_by_step", w.load())
	w.ok(w.told(w.village))
	w.no("journey.blocked_by_step", w.load())
	together := w.decides(child, "return", w.village)
	together.Child = id.ID{}
	w.no("choice.an_adult_answers", together)
	w.ok(w.decides(child, "stay", id.ID{}))
	w.no("journey.not_applicable", w.load())
	w.ok(w.decides(child, "return", w.village))
	w.ok(w.load())
	w.ok(w.board())
	w.ok(movement.Depart{Trip: w.trip})
}

// Two offices hear the authority for one child, unseen of one another, and otherwise: neither counts until it is heard again.
func TestTaleOfTwoDecisionsForASeparatedChild(t *testing.T) {
	a, decide := separatedFrom(t, 35, 12)
	a.chosen(0)
	b, p := a.second()
	a.ok(decide)
	b.ok(b.decides(1, "stay", id.ID{}))
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		w.shows(journey.TwoAnswers)
		w.ok(w.checks("occupants", "customary_authority", "state_authority", "attestation"))
		w.no("journey.blocked_by_step", w.promise(0))
	}
	a.ok(decide)
	a.shows()
	a.ok(a.promise(0))
}
