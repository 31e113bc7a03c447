// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

const upward = `
programme: upward
pathways:
  guest:
    for: household
    steps:
      - ask: came
      - check: reliance
        form: reliance
        needs: [came]
        after: came
        at: [1d, 30d, 60d]
        early: 1d
`

const reliance = `
form: reliance
labels: {en: Reliance}
questions:
  - select_one: food
    class: sensitive
    counted: over_time
    labels: {en: They pay their food}
    options: {none: {en: Not}, partly: {en: In part}, wholly: {en: Wholly}}
  - select_one: rent
    class: sensitive
    counted: over_time
    labels: {en: They pay a rent}
    options: {none: {en: Not}, partly: {en: In part}, wholly: {en: Wholly}}
`

// askedOn are the forms of the programme, with one of the scale.
func askedOn(scale string) map[string][]byte {
	return map[string][]byte{"reliance": []byte(scale), "came": []byte("form: came\nlabels: {en: Came}\nquestions: [{text: words, labels: {en: Words}}]\n")}
}

// climbing is a world in which households are asked again and again how far they stand on their own.
func climbing(t *testing.T) *world {
	w := newWorld(t)
	w.publishWith(upward, askedOn(reliance))
	return w
}

// came begins the way of so many households, and returns their ways.
func (w *world) came(n int) (ways []id.ID) {
	w.Helper()
	for range n {
		r := w.ok(people.Register{Arrived: clock.NoDay, Members: []people.Member{{Relation: people.Head, Born: people.Born{Day: clock.Date(1990, 1, 1), Precision: people.BirthYear}}}})
		way := w.ok(journey.Start{Programme: "upward", Pathway: "guest", Subject: r.IDs[0]}).IDs[0]
		w.ok(journey.Ask{Journey: way, Step: "came"})
		ways = append(ways, way)
	}
	return ways
}

func (w *world) stand(ways []id.ID, food, rent string) {
	w.Helper()
	for _, way := range ways {
		w.ok(journey.FollowUp{Journey: way, Step: "reliance", Words: journey.Words{Answers: programme.Answers{"food": food, "rent": rent}}})
	}
}

func (w *world) movedOn() string {
	w.Helper()
	all := ask(w, journey.MovedOnIn(w.scope, "upward"))
	if len(all) != 1 || all[0].Fewest != access.FewestConfided {
		return fmt.Sprintf("%+v", all)
	}
	if all[0].Few {
		return "few"
	}
	var said []string
	for _, c := range all[0].Counts {
		n := fmt.Sprint(c.Households)
		if c.Few {
			n = "?"
		}
		said = append(said, c.Is+" "+n)
	}
	return fmt.Sprintf("%d: %s", all[0].Households, strings.Join(said, ", "))
}

func (w *world) movesOn(want string) {
	w.Helper()
	if got := w.movedOn(); got != want {
		w.Errorf("they moved %q, want %q", got, want)
	}
}

// How many households stand higher than the first time, as high, and lower is told of ten at least each; not where all moved one way, and never of one who comes alone.
func TestHowHouseholdsMovedOnIsCountedOfManyTogether(t *testing.T) {
	w := climbing(t)
	up, same, down := w.came(12), w.came(10), w.came(11)
	w.clock.Advance(24 * time.Hour)
	w.stand(up, "none", "none")
	w.stand(same, "partly", "none")
	w.stand(down, "wholly", "partly")
	w.clock.Advance(29 * 24 * time.Hour)
	w.movesOn("few") // each was asked once
	w.stand(up, "partly", "none")
	w.nextDay()
	w.movesOn("12: up ?, same ?, down ?") // what all of them did, each of them did
	w.stand(same, "none", "partly")       // lower on one, higher on the other
	w.stand(down, "partly", "partly")
	w.movesOn("12: up ?, same ?, down ?") // today is not over
	w.nextDay()
	w.movesOn("33: up 12, same 10, down 11")
	w.clock.Advance(29 * 24 * time.Hour)
	w.stand(down[:1], "wholly", "wholly") // by the last time
	w.nextDay()
	w.movesOn("33: up 12, same 10, down 11") // one alone is seen by nobody
	w.stand(down[1:], "wholly", "wholly")
	w.nextDay()
	w.movesOn("33: up 23, same 10, down 0")
}

// A form that does not say so is not counted, and what was answered before it said so stays uncounted.
func TestWhatWasAnsweredBeforeItWasCountedStaysUncounted(t *testing.T) {
	w := newWorld(t)
	w.publishWith(upward, askedOn(strings.ReplaceAll(reliance, "    counted: over_time\n", "")))
	ways := w.came(24)
	w.clock.Advance(24 * time.Hour)
	w.stand(ways, "none", "none")
	w.movesOn("[]")
	w.publishWith(upward+"# counted\n", askedOn(reliance))
	w.clock.Advance(29 * 24 * time.Hour)
	w.stand(ways[:12], "partly", "none")
	w.stand(ways[12:], "none", "none")
	w.nextDay()
	w.movesOn("few")
}
