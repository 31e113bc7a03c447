// SPDX-License-Identifier: Apache-2.0

package pledging

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/engine/match/pledges"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// most bounds how many journeys of one pathway a query reads.
const most = 10_000

// chancery is what is read for a plan: every State of a scheme with what it pledged, and everybody who waits, as the engine knows them and as pages name them.
type chancery struct {
	scheme
	reader *desk.Reader
	terms  Terms
	above  map[id.ID][]id.ID // place → itself, and what it lies in, the nearest first
	states []StateRow        // by States of the round
	since  []clock.Day       // by States: the day of the oldest pledge that is open; NoDay for none
	rows   []Row             // by cases of the round
	round  pledges.Round
}

// read reads pledges first, and then those who wait or were taken over.
func (c *chancery) read() error {
	p := c.pledge.Programme
	c.above, c.round.Weights = map[id.ID][]id.ID{}, c.terms.Weights
	for _, each := range []struct {
		way *programme.Pathway
		add func(id.ID) error
	}{{c.pledge, c.addPledge}, {c.cases, c.addCase}} {
		ids, err := c.reader.Find(journey.ByPathway, journey.PathwayKey(p.ID, each.way.ID), most)
		for _, of := range ids {
			if err == nil {
				err = each.add(of)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addPledge adds a pledge to its State. One of which nobody said of which State it is stands apart.
func (c *chancery) addPledge(of id.ID) error {
	k, err := journey.Take(c.reader, of)
	if err != nil {
		return err
	}
	thing, err := desk.Read(c.reader, subjects.Story, k.Journey.Subject)
	if err != nil {
		return err
	}
	row, err := c.state(k.Site, thing.State.Name.Value())
	if err != nil {
		return err
	}
	s, is := &c.round.States[row], &c.states[row]
	pledged, some := k.Journey.Last(c.pledged.ID, programme.Approval, programme.Refusal)
	if !some || pledged.State != programme.Approval {
		is.Unsaid++
		return nil
	}
	s.Pledged = true
	if k.Journey.Ended() || k.Closed() {
		is.Ended++
		return nil
	}
	s.Open, is.Open = true, is.Open+1
	if !c.since[row].Known() || pledged.Day < c.since[row] {
		c.since[row] = pledged.Day
	}
	s.Languages = append(s.Languages, folded(commas(thing.State.Attribute(Spoken)))...)
	for _, a := range journey.Attributes(k.Pathway, thing.State) {
		if n, number := a.Value.Number(); a.Name == PlacesPledged && number {
			s.Places = max(0, s.Places) + max(0, int(n))
			is.Pledged += max(0, int(n))
		}
	}
	return nil
}

// state is the State of a pledge by its place, or by its own name where it has none: then no case can be told of it, and what is missing is said.
func (c *chancery) state(place id.ID, name string) (int, error) {
	i := slices.IndexFunc(c.states, func(s StateRow) bool { return s.Place == place && (!place.IsZero() || s.Name == name) })
	if i >= 0 {
		return i, nil
	}
	row, known := StateRow{Place: place, Name: name}, ""
	if !place.IsZero() {
		if _, err := c.lineage(place); err != nil {
			return 0, err
		}
		of, err := desk.ReadCommons(c.reader, places.Story, place)
		if err != nil {
			return 0, err
		}
		row.Name, known = of.State.Name.Value(), place.String()
	}
	c.states, c.since = append(c.states, row), append(c.since, clock.NoDay)
	c.round.States = append(c.round.States, pledges.State{ID: known, Places: pledges.NotSaid})
	return len(c.states) - 1, nil
}

// lineage is a place and what it lies in, the nearest first.
func (c *chancery) lineage(place id.ID) ([]id.ID, error) {
	if known, is := c.above[place]; is || place.IsZero() {
		return known, nil
	}
	var all []id.ID
	for at := place; !at.IsZero() && !slices.Contains(all, at); {
		of, err := desk.ReadCommons(c.reader, places.Story, at)
		if err != nil {
			return nil, err
		}
		all = append(all, at)
		at = of.State.Parent
	}
	c.above[place] = all
	return all, nil
}

// stateOf is the State in which a place lies, or else one that lies in it; Nowhere for none.
func (c *chancery) stateOf(place id.ID) (int, error) {
	above, err := c.lineage(place)
	if err != nil {
		return pledges.Nowhere, err
	}
	for _, at := range above {
		if i := slices.IndexFunc(c.states, func(s StateRow) bool { return s.Place == at }); i >= 0 {
			return i, nil
		}
	}
	if place.IsZero() {
		return pledges.Nowhere, nil
	}
	return slices.IndexFunc(c.states, func(s StateRow) bool { return slices.Contains(c.above[s.Place], place) }), nil
}

// near are the States that lie in one of some places, or in which one of them lies.
func (c *chancery) near(of []id.ID) (states []string, err error) {
	for _, place := range of {
		above, err := c.lineage(place)
		if err != nil {
			return nil, err
		}
		for _, s := range c.states {
			if !s.Place.IsZero() && (slices.Contains(above, s.Place) || slices.Contains(c.above[s.Place], place)) {
				states = append(states, s.Place.String())
			}
		}
	}
	return states, nil
}

// addCase adds somebody who waits, or takes the places that they use.
func (c *chancery) addCase(of id.ID) error {
	j, err := desk.Read(c.reader, journey.Story, of)
	if err != nil || j.State.Aside || j.State.Ended() && !j.State.Left() {
		return err
	}
	k, err := journey.Take(c.reader, of)
	if err != nil {
		return err
	}
	heard := c.heard(k)
	if heard.accepted || k.Journey.Left() {
		return c.use(k, heard)
	}
	if s := k.Standing.Step(c.accept.ID); s.Status == programme.NotApplicable {
		return nil // they stay, which is an answer
	}
	return c.addWaiting(k, heard)
}

// heard is how a case stands with States: of which place they were told last, and on which day; whether that State accepted them, and which did not.
type heard struct {
	told     id.ID
	day      clock.Day // on which they were told, or accepted
	accepted bool
	refused  []id.ID
}

// heard reads how a case stands with States. An answer is about the State that they were told before it.
func (c *chancery) heard(k *journey.Case) (h heard) {
	asked := id.ID{}
	for i := range k.Story.Marks {
		m := &k.Story.Marks[i]
		switch {
		case m.Withdrawn:
		case m.Step == c.tell.ID && m.State == programme.Happened && !m.Place.IsZero():
			h.accepted = h.accepted && m.Place == h.told
			h.told, h.day, asked = m.Place, m.Day, m.Place
		case m.Step == c.accept.ID && m.State == programme.Approval:
			h.accepted, h.told, h.day = true, asked, max(h.day, m.Day)
			h.refused = slices.DeleteFunc(h.refused, func(of id.ID) bool { return of == asked })
		case m.Step == c.accept.ID && m.State == programme.Refusal:
			h.refused, h.accepted, h.told = append(h.refused, asked), false, id.ID{}
		}
	}
	return h
}

// use takes the places that a case uses of a State that accepted it, or to which its people have gone, where that was after the State pledged what is open now.
func (c *chancery) use(k *journey.Case, h heard) error {
	i, err := c.stateOf(cmp.Or(h.told, k.Journey.Destination()))
	if err != nil || i == pledges.Nowhere || !c.since[i].Known() || h.day < c.since[i] {
		return err
	}
	c.states[i].Used += len(k.Members)
	if s := &c.round.States[i]; s.Places != pledges.NotSaid {
		s.Places = max(0, s.Places-len(k.Members))
	}
	return nil
}

// addWaiting adds somebody who waits for a State.
func (c *chancery) addWaiting(k *journey.Case, h heard) error {
	ties, err := desk.Read(c.reader, TiesStory, TiesID(k.ID))
	if err != nil {
		return err
	}
	are, asked := ties.State.Are.Latest()
	of := pledges.Case{ID: k.ID.String(), Asked: asked, Languages: folded(are.Languages), Waiting: max(0, int(c.reader.Today()-k.Journey.Opened)), Authority: k.Alone() || len(k.Separated()) > 0}
	for _, list := range []struct {
		to   *[]string
		from []id.ID
	}{{&of.Relatives, are.Relatives}, {&of.Not, ties.State.mustNot()}, {&of.Refused, h.refused}} {
		if *list.to, err = c.near(list.from); err != nil {
			return err
		}
	}
	row := Row{Journey: k.ID, Household: k.Journey.Subject, Name: people.HeadOf(k.Members, k.Journey.Subject), People: len(k.Members), Waiting: of.Waiting, Asked: asked}
	if err := c.toldTo(&of, &row, k, h); err != nil {
		return err
	}
	for _, m := range k.Members {
		count(&of, m, c.reader.Today())
	}
	c.decidedFor(&of, k)
	c.byHand(&of, k.ID)
	c.round.Cases, c.rows = append(c.round.Cases, of), append(c.rows, row)
	return nil
}

// toldTo says of which State a case was told, where it waits for its answer, and whether they must be told again.
func (c *chancery) toldTo(of *pledges.Case, row *Row, k *journey.Case, h heard) error {
	if h.told.IsZero() {
		return nil
	}
	i, err := c.stateOf(h.told)
	if err != nil {
		return err
	}
	place, err := desk.ReadCommons(c.reader, places.Story, h.told)
	if err != nil {
		return err
	}
	row.ToldOf, row.Lapsed = place.State.Name.Value(), k.Standing.Step(c.tell.ID).Status == programme.Lapsed
	if i != pledges.Nowhere {
		of.Told = c.round.States[i].ID
	}
	return nil
}

// decidedFor adds the States to which the child-protection authority decided that children go.
func (c *chancery) decidedFor(of *pledges.Case, k *journey.Case) {
	for i, s := range c.states {
		if of.Authority && !s.Place.IsZero() && k.ForChildren(s.Place) == nil {
			of.DecidedFor = append(of.DecidedFor, c.round.States[i].ID)
		}
	}
}

// byHand adds what somebody who plans set.
func (c *chancery) byHand(of *pledges.Case, way id.ID) {
	for _, p := range c.terms.Locks {
		if p.Case == way {
			of.Lock = p.State.String()
		}
	}
	for _, p := range c.terms.Forbids {
		if p.Case == way {
			of.Forbid = append(of.Forbid, p.State.String())
		}
	}
}

// count counts somebody of a case. Of whom nobody knows whether they are grown answers for themselves, and counts as grown; who is not known to be a man counts as a woman.
func count(c *pledges.Case, m people.Someone, today clock.Day) {
	switch child, man := m.Person.AdultOn(today) == people.No, m.Person.Sex.Value() == people.Male; {
	case child && man:
		c.Boys++
	case child:
		c.Girls++
	case man:
		c.Men++
	default:
		c.Women++
	}
}
