// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"
	"time"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// troubles are what comes between on any programme: each is as likely as the number beside it says.
var troubles = []struct {
	weight int
	do     func(*roving)
}{
	{4, (*roving).outOfTurn}, {3, (*roving).changedMind}, {3, (*roving).ofFamilies}, {2, (*roving).ofPlaces}, {3, (*roving).timePasses}, {2, (*roving).clockSetBack},
	{3, (*roving).twice}, {2, (*roving).ofRoads}, {2, (*roving).ofSubjects}, {2, (*roving).ofWays}, {3, (*roving).atTheSameTime}, {1, (*roving).ofRecords},
}

func (r *roving) trouble() {
	total := 0
	for _, d := range troubles {
		total += d.weight
	}
	n := r.pick(total, "trouble")
	for _, d := range troubles {
		if n -= d.weight; n < 0 {
			d.do(r)
			break
		}
	}
	r.newcomersWalk()
}

// outOfTurn does the deed of any step, whenever.
func (r *roving) outOfTurn() {
	g := r.goer()
	r.deed(g, g.of.Steps[r.pick(len(g.of.Steps), "step")])
}

// stepOf is a step of a verb on somebody's way; nil where it has none.
func (g *goer) stepOf(verb string) *programme.Step {
	i := slices.IndexFunc(g.of.Steps, func(s *programme.Step) bool { return s.Verb.Name == verb })
	if i < 0 {
		return nil
	}
	return g.of.Steps[i]
}

func (r *roving) changedMind() {
	g := r.goer()
	choose, move := g.stepOf("choose"), g.stepOf("move")
	switch all := r.who(g); {
	case choose == nil || len(all) == 0:
	case move != nil && r.chance(3, "asked again"):
		r.attempt(movement.AskAgain{Journey: g.journey, Step: move.ID, Person: all[r.pick(len(all), "who")], Private: true, Day: r.backdated()})
	case r.chance(2, "taken back"):
		r.attempt(choice.Withdraw{Journey: g.journey, Step: choose.ID, Person: all[r.pick(len(all), "who")], Day: r.backdated()})
	default:
		r.attempt(choice.Answer{Journey: g.journey, Step: choose.ID, Person: all[r.pick(len(all), "who")], Option: choose.Options[r.pick(len(choose.Options), "option")],
			Place: r.about(g, choose), Private: true, Day: r.backdated()})
	}
}

// ofFamilies is what happens in families.
func (r *roving) ofFamilies() {
	if len(r.families) == 0 {
		return
	}
	do := []func(*sequence){(*sequence).birth, (*sequence).birth, (*sequence).death, (*sequence).split, (*sequence).split, (*sequence).join, (*sequence).merge, (*sequence).undoMerge,
		(*sequence).separateSomebody}
	do[r.pick(len(do), "in a family")](r.sequence)
}

// separateSomebody says of somebody that they are a separated child.
func (s *sequence) separateSomebody() {
	yes := people.Yes
	s.try(people.Correct{Person: s.someone(s.family()), Separated: &yes})
}

// newcomersWalk lets those who left a household go on, on the way that was opened for them.
func (r *roving) newcomersWalk() {
	for _, f := range r.families {
		if slices.ContainsFunc(r.goers, func(g *goer) bool { return g.family == f }) || len(r.goers) > 8 {
			continue
		}
		w := r.audit.ways[f.journey]
		if w == nil || w.path == nil {
			continue
		}
		for _, g := range r.goers {
			if g.of.ID == w.path.id && g.of.Programme.ID == w.path.book.id {
				r.goers = append(r.goers, &goer{of: g.of, order: g.order, family: f, place: r.site})
				break
			}
		}
	}
}

// ofPlaces is what happens at places, and is said of them.
func (r *roving) ofPlaces() {
	v := r.villages[r.pick(2, "village")]
	switch r.pick(9, "at a place") {
	case 0, 1:
		r.unsafe()
	case 2, 3:
		r.safeAgain()
	case 4:
		r.attempt(places.Observe{Place: v, Observation: places.Observation{Aspect: "water", Value: "two pumps", Day: r.today(), Source: "visitors"}})
	case 5:
		r.attempt(places.Rename{Place: v, Name: "Village " + id.New().String()})
	case 6:
		r.attempt(places.DecideClosure{Site: r.site, Closure: places.Closure{By: "province", Decided: r.today(), Closes: r.today() + 60}})
	case 7:
		r.attempt(places.Locate{Place: v, Position: places.Position{Latitude: -5_930_000, Longitude: 29_190_000, How: places.HowFound[r.pick(3, "found")], Source: "visitors", Day: r.today()}})
	default:
		r.attempt(places.NoteClosure{Site: r.site, Note: places.Note{Kind: "advocacy", Day: r.today(), Words: "spoken with the province"}})
	}
}

func (r *roving) timePasses() { r.days([]int{1, 1, 3, 20, 31, 61, 91}[r.pick(7, "days")]) }

// clockSetBack sets the clock back a year; it goes right again before long.
func (r *roving) clockSetBack() {
	coverage.add("clocks set back a year")
	was := r.clock.Now()
	r.clock.Set(was.AddDate(-1, 0, 0))
	for range 1 + r.pick(3, "while") {
		r.onward(r.goer())
	}
	r.clock.Set(was.Add(time.Minute))
}

func (r *roving) twice() {
	if len(r.families) > 0 || len(r.sent) > 0 && !r.chance(6, "as it was") {
		c := r.sent[r.pick(len(r.sent), "which")]
		if got, ok := r.send(c); ok && c.done && !got.Again {
			r.t.Fatalf("%T was done twice", c.command)
		} else if ok && got.Again {
			coverage.add("commands that came twice")
		}
	}
}

// ofRoads is what happens on the road.
func (r *roving) ofRoads() {
	switch r.pick(4, "on the road") {
	case 0:
		r.turnBack()
	case 1:
		r.cancel()
	case 2:
		for _, g := range r.goers {
			if slices.ContainsFunc(r.audit.way(g.journey).anySeat(), func(at seat) bool { return at.state == "departed" && at.trip.IsZero() }) {
				r.attempt(movement.LookFor{Journey: g.journey, Step: r.audit.way(g.journey).leaving(), Outcome: movement.Outcomes[r.pick(len(movement.Outcomes), "outcome")], Day: clock.NoDay})
			}
		}
	default:
		for _, g := range r.goers {
			if slices.ContainsFunc(r.audit.way(g.journey).anySeat(), func(at seat) bool { return at.state == "arrived" }) {
				r.attempt(movement.TakeBackArrival{Journey: g.journey, Step: r.audit.way(g.journey).leaving(), Reason: "another family was ticked"})
				return
			}
		}
	}
}

// ofSubjects is what changes of a committee, a project, or whatever else has a name.
func (r *roving) ofSubjects() {
	g := r.goer()
	if g.nature() != programme.Thing {
		return
	}
	r.attempt(subjects.Describe{Subject: g.household, Kind: g.kind(), Is: subjects.Description{Name: "Another name"}, Day: clock.NoDay})
	if len(g.members) > 0 && r.chance(2, "somebody leaves") {
		r.attempt(subjects.Leaves{Subject: g.household, Kind: g.kind(), Person: g.members[0], Day: clock.NoDay})
	}
}

// ofWays begins another way for a subject, or sets one aside.
func (r *roving) ofWays() {
	g := r.goer()
	p := r.programmes[r.pick(len(r.programmes), "programme")]
	other := p.Pathways[r.pick(len(p.Pathways), "pathway")]
	if r.chance(2, "another way") {
		if got, ok := r.tend(g, journey.Start{Programme: p.ID, Pathway: other.ID, Subject: g.household}); ok {
			f := *g.family
			f.journey, f.next = got.IDs[0], 0
			r.goers = append(r.goers, &goer{of: other, order: inOrder(other), family: &f, members: g.members, place: r.site})
		}
		return
	}
	r.attempt(journey.SetAside{Journey: g.journey, Words: journey.Words{Text: r.word}, Day: clock.NoDay})
}

// ofRecords is what is written of people beside their way.
func (r *roving) ofRecords() {
	g := r.goer()
	who := r.oneOf(g)
	switch r.pick(5, "of a record") {
	case 0:
		r.attempt(people.SayTravels{Person: who, Travels: people.Travels{}})
	case 1:
		r.attempt(people.SayGroups{Household: g.household, Groups: []string{"twa"}, Private: true})
	case 2:
		r.attempt(people.SetSafeContact{Person: who, Contact: people.SafeContact{Who: r.word, How: "in person"}})
	case 3:
		r.moveSiteOf(g)
	default:
		phone := "+243820000" + id.New().String()[:3]
		r.attempt(people.Correct{Person: who, Phone: &phone})
	}
}

func (r *roving) moveSiteOf(g *goer) {
	r.attempt(people.MoveSite{Household: g.household, Site: r.site, Day: clock.NoDay})
}

// atTheSameTime has several people want the same at the same moment.
func (r *roving) atTheSameTime() {
	g := r.goer()
	var all []desk.Command
	if place := g.stepOf("place"); place != nil && !place.Offers && place.With == (programme.Offer{}) {
		all = append(all, capacity.Promise{Journey: g.journey, Step: place.ID, Place: g.goal, Unit: 1, Day: clock.NoDay}, capacity.Promise{Journey: g.journey, Step: place.ID, Place: g.goal, Day: clock.NoDay})
	} else if place != nil && !place.Offers {
		for _, host := range r.goers {
			all = append(all, hosting.Place{Journey: g.journey, With: host.journey, Day: clock.NoDay})
		}
	}
	if choose := g.stepOf("choose"); choose != nil && len(r.who(g)) > 0 {
		all = append(all, choice.Withdraw{Journey: g.journey, Step: choose.ID, Person: r.who(g)[0], Day: clock.NoDay})
	}
	if move := g.stepOf("move"); move != nil {
		all = append(all, movement.LeaveByOwnMeans{Journey: g.journey, Step: move.ID, Day: clock.NoDay}, movement.LeaveByOwnMeans{Journey: g.journey, Step: move.ID, Day: clock.NoDay})
	}
	if len(all) > 1 {
		r.burst(all...)
	}
}
