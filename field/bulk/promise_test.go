// SPDX-License-Identifier: Apache-2.0

package bulk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"safar/desk"
	"safar/field/bulk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// homeward is a way home with the rules of the first promise and nothing beside them.
const homeward = `
programme: homeward
currency: USD
inputs:
  destination: {from: commons.place, max_age: 30d}
pathways:
  solution:
    for: household
    steps:
      - tell: profile
        to: destination
        valid: 60d
      - choose: solution
        options: [return, stay]
        by: each_adult
        to: destination
        needs: [profile]
        requires: destination.safe
        valid: 90d
      - move: departure
        to: destination
        needs: [solution]
        requires: destination.safe
        means: [convoy]
`

// adult is what the model knows of somebody, from what was done to the world and from nothing that the rules made of it.
type adult struct {
	came     clock.Day // to the household
	answered clock.Day // that they want to go to the village; 0 for never
}

// homes is a model of households on their way to a village, beside the world in which works are done to them.
type homes struct {
	*world
	t       *rapid.T
	by      access.Actor
	village id.ID
	trip    id.ID
	decided clock.Day // on which the village was found safe; 0 where it is not
	ways    []id.ID
	of      []id.ID               // whose way, in the same order
	adults  []map[id.ID]*adult    // of each
	roles   map[access.Role]bool  // that by still has
	marks   map[id.ID]int         // of each way, that the model has judged
	told    map[id.ID][]clock.Day // each adult, of the village
	stop    trouble               // what stops a work half-way
	wrong   []string              // what was done and should not have been
}

// Random works of telling and of loading: stopped, ended by a crash, gone on with; between looking and doing people join and die, safety is withdrawn, roles are, and weeks
// go by. A model that knows none of the rules judges each mark when it is made. So through many goes nothing that one command would not have done: nobody counts as told
// of what was told before they came, and on no load stands a household of which an adult has not chosen this village, told of it, and lately.
func TestNothingIsDoneToManyThatWouldNotBeDoneToOne(t *testing.T) {
	w := newWorld(t, 0)
	w.Common(w.Person(access.ProgrammeManager), journey.Publish{Source: []byte(homeward)})
	var h *homes
	w.Desk.Listen(func(c desk.Change) {
		h.judge(c)
		h.stop.heed(c)
	})
	rapid.Check(t, func(t *rapid.T) {
		h = &homes{world: w, t: t, roles: map[access.Role]bool{access.Caseworker: true, access.MovementOfficer: true}, marks: map[id.ID]int{}, told: map[id.ID][]clock.Day{}}
		h.begin()
		for range rapid.IntRange(1, 3).Draw(t, "works") {
			h.work()
		}
		if len(h.wrong) > 0 {
			t.Fatal(strings.Join(h.wrong, "\n"))
		}
	})
}

func (h *homes) draw(most int, what string) int { return rapid.IntRange(0, most).Draw(h.t, what) }

// begin registers households, each as far on its way as is drawn.
func (h *homes) begin() {
	h.by = h.hired("zawadi "+id.New().String(), access.Caseworker, access.MovementOfficer)
	h.village = h.Common(h.Person(access.ProgrammeManager), places.Add{Kind: places.Village, Name: "Kabwela " + id.New().String()}).IDs[0]
	h.safe(true)
	h.trip = h.Do(h.by, movement.Plan{Destination: h.village, Leaves: h.Desk.Today() + 1, Loads: []movement.Vehicle{{Number: 1, Kind: "truck", Seats: 3 + h.draw(9, "seats")}}}).IDs[0]
	for range 4 + h.draw(4, "households") {
		h.household(1+h.draw(1, "adults"), h.draw(3, "how far"))
	}
}

// household registers adults who are told (1 and up), of whom the first (2) or all (3) have chosen the village.
func (h *homes) household(adults, far int) {
	c := h.alone()
	for range adults - 1 {
		c.Members = append(c.Members, grown(people.Spouse))
	}
	made := h.Do(h.by, c).IDs
	way := h.Do(h.by, journey.Start{Programme: "homeward", Pathway: "solution", Subject: made[0]}).IDs[0]
	h.ways, h.of, h.adults = append(h.ways, way), append(h.of, made[0]), append(h.adults, map[id.ID]*adult{})
	last := len(h.ways) - 1
	for _, p := range made[1:] {
		h.adults[last][p] = &adult{came: h.Desk.Today()}
	}
	if far > 0 {
		h.Do(h.by, choice.Tell{Journey: way, Step: "profile", Place: h.village, Language: "sw"})
	}
	for i, p := range made[1:] {
		if far == 3 || far == 2 && i == 0 {
			h.Do(h.by, choice.Answer{Journey: way, Step: "solution", Person: p, Option: "return", Place: h.village, Private: true})
			h.adults[last][p].answered = h.Desk.Today()
		}
	}
}

func grown(as people.Relation) people.Member {
	return people.Member{Relation: as, Born: people.Born{Day: clock.Date(1985, 1, 1), Precision: people.BirthYear}}
}

// safe has protection decide about the village.
func (h *homes) safe(is bool) {
	protection := h.Person(access.ProtectionOfficer)
	for _, source := range []string{"health post", "elders"} {
		if is {
			h.Common(protection, places.ReportSafety{Place: h.village, Report: places.Report{Source: source, Kind: "community", Day: h.Desk.Today(), Safe: true, Women: true, Minority: true}})
		}
	}
	h.Common(protection, places.DecideSafety{Place: h.village, Safe: is, Reason: "heard and seen", Contrary: "it was mended"})
	if h.decided = 0; is {
		h.decided = h.Desk.Today()
	}
}

// work has something done to many, with trouble before it begins and when it was stopped half-way.
func (h *homes) work() {
	deed, asked := "told", bulk.Asked{Place: h.village, Language: "sw", Day: h.Desk.Today() - clock.Day(h.draw(3, "days ago"))}
	if h.draw(1, "load") == 1 {
		deed, asked = "load", bulk.Asked{Trip: h.trip, Load: 1}
	}
	var items []bulk.Item
	for i, way := range h.ways {
		if h.draw(5, "not this one") > 0 {
			items = append(items, bulk.Item{Household: h.of[i], Journey: way, Step: map[string]string{"told": "profile", "load": "departure"}[deed]})
		}
	}
	if len(items) == 0 || !h.may(deed) {
		return
	}
	of, err := h.works.Choose(h.by, h.Scope, "/households", items)
	h.need(err)
	h.need(h.works.Look(h.by, of, deed, asked, bulk.Words{}))
	if h.rested(h.by, of).Can == 0 {
		return
	}
	h.trouble()
	if !h.may(deed) {
		return
	}
	h.stop.after, h.stop.do = 1+h.draw(3, "commits"), func() { h.need(h.works.Stop(h.by, of)) }
	h.need(h.works.Begin(h.Context(), h.by, of, "a session"))
	if h.draw(3, "crash") == 0 {
		h.crash()
	} else {
		h.rested(h.by, of)
	}
	h.stop.do = nil
	h.goesOn(deed, of)
}

// goesOn has trouble after a work that was stopped, or after a crash, and then goes on with it where they still may.
func (h *homes) goesOn(deed string, of id.ID) {
	h.trouble()
	if !h.may(deed) {
		return
	}
	h.need(h.works.Recall(h.Context(), h.by, bulk.Of(deed).Act, h.Scope, of))
	if h.rested(h.by, of).State == bulk.Stopped {
		h.need(h.works.GoOn(h.by, of, "another session"))
	}
	h.rested(h.by, of)
}

func (h *homes) may(deed string) bool {
	return h.roles[map[string]access.Role{"told": access.Caseworker, "load": access.MovementOfficer}[deed]]
}

// trouble is what happens while nobody looks.
func (h *homes) trouble() {
	i := h.draw(len(h.ways)-1, "whose")
	switch h.draw(7, "trouble") {
	case 0:
		got := h.Do(h.Person(access.Caseworker), people.AddMember{Household: h.of[i], Member: grown(people.Carer)})
		h.adults[i][got.IDs[0]] = &adult{came: h.Desk.Today()}
	case 1:
		h.safe(false)
	case 2:
		h.safe(true)
	case 3:
		role := []access.Role{access.Caseworker, access.MovementOfficer}[h.draw(1, "role")]
		if h.roles[role] {
			delete(h.roles, role)
			h.Common(h.admin, staff.RevokeRole{User: h.by.User, Role: role, Caseload: h.Scope.Caseload})
			h.by.Grants = slices.DeleteFunc(h.by.Grants, func(g access.Grant) bool { return g.Role == role })
		}
	case 4:
		h.Days(1 + h.draw(40, "days"))
	case 5:
		for p := range h.adults[i] {
			h.Do(h.Person(access.Caseworker), people.RecordDeath{Person: p, Day: h.Desk.Today()})
			delete(h.adults[i], p)
			return
		}
	}
}

// judge holds each mark that a commit made against the model, as it is at that moment: what changes the model happens when no work goes on.
func (h *homes) judge(c desk.Change) {
	if h == nil {
		return
	}
	for _, s := range c.Stories {
		at := slices.Index(h.ways, s.ID)
		if at < 0 {
			continue
		}
		j := s.State.(*journey.Journey)
		for _, m := range j.Marks[h.marks[s.ID]:] {
			h.judgeMark(at, m)
		}
		h.marks[s.ID] = len(j.Marks)
	}
}

func (h *homes) judgeMark(at int, m journey.Mark) {
	today := h.Desk.Today()
	blame := func(format string, more ...any) { h.wrong = append(h.wrong, fmt.Sprintf(format, more...)) }
	switch m.State {
	case programme.Happened:
		if m.Step != "profile" {
			return
		}
		switch who := h.adults[at][m.By]; {
		case !h.roles[access.Caseworker]:
			blame("somebody is told by who may not tell")
		case who == nil:
			blame("somebody counts as told who is not there")
		case who.came > m.Day:
			blame("somebody counts as told on %s who came on %s", m.Day, who.came)
		}
		h.told[m.By] = append(h.told[m.By], m.Day)
	case programme.Loaded:
		if !h.roles[access.MovementOfficer] || h.decided == 0 || today > h.decided+30 || len(h.adults[at]) == 0 {
			blame("on %s nobody may be put on this load: safe on %s, %d adults, by %v", today, h.decided, len(h.adults[at]), h.roles)
		}
		for p, a := range h.adults[at] {
			if !slices.ContainsFunc(h.told[p], func(d clock.Day) bool { return today <= d+60 }) || a.answered == 0 || today > a.answered+90 {
				blame("on %s a household is put on a load of which an adult answered on %s and was told on %v", today, a.answered, h.told[p])
			}
		}
	}
}
