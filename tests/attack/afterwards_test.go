// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"testing"

	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/kernel/id"
)

// gone walks a family from its choice to its arrival, by its own means.
func (w *tale) gone(adults ...int) {
	w.t.Helper()
	w.chosen(adults...)
	w.settled()
	w.paid("first_tranche")
	for _, p := range adults {
		w.ok(w.again(p, true))
	}
	w.ok(w.own())
	w.ok(movement.ConfirmArrival{Journey: w.journey, Step: "departure"})
}

func (w *tale) visit() journey.FollowUp {
	return journey.FollowUp{Journey: w.journey, Step: "settled", Words: journey.Words{Answers: visitMade}}
}

func (w *tale) end(reason string) journey.Close {
	return journey.Close{Journey: w.journey, Step: "solution_reached", Reason: reason, Agree: w.members}
}

// Four visits in a minute are four visits, and not those of a year.
func TestTaleOfVisitsOnTheDayOfDeparture(t *testing.T) {
	w := tell(t, 35, 33)
	w.gone(0, 1)
	named := w.visit()
	named.When = "90d"
	w.no("journey.visit_too_early", named)
	for range 4 {
		w.ok(w.visit())
	}
	w.no("journey.blocked_by_step", w.end("returned"))
	for _, days := range []int{30, 60, 90} {
		w.days(days)
		w.ok(w.visit())
		w.no("journey.blocked_by_step", w.end("returned"))
	}
	w.days(185)
	w.ok(w.visit())
	w.ok(w.end("returned"))
}

// A way ends as the story tells, and not otherwise.
func TestTaleOfAnEndThatIsNotTheirs(t *testing.T) {
	w := tell(t, 35, 33)
	w.gone(0, 1)
	w.days(365)
	w.ok(w.visit())
	for _, other := range []string{"died", "merged", "relocated", "integrated_locally"} {
		w.no("journey.another_end", w.end(other))
	}
	w.ok(w.end("returned"))

	stayer := tell(t, 35)
	stayer.ok(stayer.answer(0, "stay", id.ID{}))
	stayer.ok(journey.Ask{Journey: stayer.journey, Step: "stay_plan", Words: journey.Words{Answers: planToStay}})
	stayer.no("journey.another_end", stayer.end("returned"))
	stayer.ok(stayer.end("integrated_locally"))
}

// Promise 2: nobody's way ends while money is owed to them.
func TestTaleOfAnEndWithMoneyOwed(t *testing.T) {
	w := tell(t, 35)
	w.gone(0)
	w.built("foundation")
	w.built("walls")
	w.days(365)
	w.ok(w.visit())
	w.no("journey.still_owed", w.end("returned"))
	w.list = w.ok(w.prepare("second_tranche")).IDs[0]
	w.no("journey.still_owed", w.end("returned"))
	w.ok(w.approve())
	w.ok(w.deliver("second_tranche"))
	w.ok(w.end("returned"))
}

// Where nobody lives any more, nobody is waited for.
func TestTaleOfAnEndWithNobodyLeft(t *testing.T) {
	w := tell(t, 35)
	w.no("journey.blocked_by_step", w.end("died"))
	w.ok(people.RecordDeath{Person: w.members[0]})
	w.no("journey.another_end", w.end("returned"))
	end := w.end("died")
	end.Agree = nil
	w.ok(end)
	w.no("journey.step_is_done", end)

	host := w.household
	w.register(40)
	left := w.end("merged")
	w.no("journey.blocked_by_step", left)
	w.ok(journey.Join{Person: w.members[0], Household: host, OwnWord: true})
	left.Agree = nil
	died := left
	died.Reason = "died"
	w.no("journey.another_end", died)
	w.ok(left)
}

// A way of children alone ends on the word of who speaks for them, and waits for nobody else for ever.
func TestTaleOfAnEndOfChildren(t *testing.T) {
	w := tell(t, 40)
	aunt := w.members[0]
	w.register(14, 11)
	end := w.end("integrated_locally")
	end.Agree = nil
	w.ok(choice.BestInterests{Journey: w.journey, Step: "solution", Option: "stay", Guardian: aunt, Authority: "child protection",
		Day: w.desk.Today(), Words: choice.Words{Text: "with their aunt", Officer: "Mwamba"}})
	w.ok(journey.Ask{Journey: w.journey, Step: "stay_plan", Words: journey.Words{Answers: planToStay}})
	w.no("journey.guardian_agrees", end)
	end.Guardian = true
	w.ok(end)
	w.no("journey.step_is_done", end)
}

// A deed stays done: those who left one by one have left, whoever is born to them since.
func TestTaleOfABirthAfterTheyPartedAndLeft(t *testing.T) {
	w := tell(t, 35, 33)
	w.chosen(0, 1)
	w.settled()
	w.paid("first_tranche")
	for p := range 2 {
		w.ok(w.again(p, true))
	}
	for p := range 2 {
		own := w.own()
		own.Persons, own.OwnWord = w.members[p:p+1], w.members
		w.ok(own)
	}
	w.ok(movement.ConfirmArrival{Journey: w.journey, Step: "departure"})
	w.ok(people.AddMember{Household: w.household, Member: people.Member{Born: born(0)}})
	w.built("foundation")
}
