// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strconv"

	"safar/desk"
	"safar/field/movement"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// A convoy is built on one page: who waits and who is on which load, each with a choice of loads. Without a script the page is sent and comes back sorted; with
// one households are dragged, or move by the key of a load's number, and the seats are counted along.

// berth is a household on that page.
type berth struct {
	journey        id.ID
	step           string
	household      id.ID
	card           string
	persons        int
	noShow, asks   bool
	travelBy       clock.Day
	load, proposed int    // the number of its load; 0 for none
	fixed          string // why it cannot be moved here; "" where it can
	wrong          string // why it is not where it was put
}

// field is the name of its choice in the form.
func (b *berth) field() string { return "to/" + b.journey.String() + "/" + b.step }

// convoy is what the page shows.
type convoy struct {
	trip     movement.TripRow
	title    string
	loads    []movement.LoadRow
	berths   []*berth
	pages    page.Pages
	proposed bool // loads are filled as a proposal; nothing is saved
	wrong    int  // households that are not where they were put
}

// on returns who is on a load, or put there; 0: who waits.
func (c *convoy) on(load int) (some []*berth) {
	for _, b := range c.berths {
		if b.proposed == load {
			some = append(some, b)
		}
	}
	return some
}

func persons(some []*berth) (n int64) {
	for _, b := range some {
		n += int64(b.persons)
	}
	return n
}

// convoy reads who is on the loads of the trip, and a page of those who may join.
func (e *errand) convoy() (*convoy, error) {
	s, names, err := e.trip()
	if err != nil {
		return nil, err
	}
	if s.Trip.Status != movement.Planned {
		return nil, fault.New("pages.convoy", fault.Conflict, "trips.convoy_left", nil)
	}
	ready, err := ask(e, "task.move", movement.ReadyFor(e.scope, s.Trip.Destination, s.Trip.Route))
	if err != nil {
		return nil, err
	}
	c := &convoy{trip: s.Trip, title: fromTo(e.Words, names, s.Trip), loads: s.Loads}
	for _, l := range s.Lines {
		if b := seated(e.Words, l); b != nil {
			c.berths = append(c.berths, b)
		}
	}
	cut, pages := pageOf(e, ready, perPage)
	c.pages = pages
	for _, r := range cut {
		c.berths = append(c.berths, &berth{journey: r.Journey, step: r.Step, household: r.Household, card: r.Card, persons: r.Persons, noShow: r.NoShow, asks: r.AskAgain > 0,
			travelBy: r.TravelBy})
	}
	return c, nil
}

// seated is a household that stands on the trip; nil for one whose people hold no seat any more.
func seated(w *words.Printer, l movement.ManifestLine) *berth {
	b := &berth{journey: l.Journey, step: l.Step, household: l.Household, card: l.Card, asks: l.AskAgain > 0}
	for _, p := range l.Persons {
		switch p.State {
		case programme.Boarded:
			b.fixed = w.T("seat.boarded")
		case programme.Loaded:
		default:
			continue
		}
		b.persons++
		if b.load != 0 && b.load != p.Load {
			b.fixed = w.T("trips.apart")
		}
		b.load = p.Load
	}
	if b.persons == 0 {
		return nil
	}
	if l.Apart && b.fixed == "" {
		b.fixed = w.T("trips.apart")
	}
	b.proposed = b.load
	return b
}

func showConvoy(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.MovementLoad, e.scope, e.today); err != nil {
		return err
	}
	c, err := e.convoy()
	if err != nil {
		return err
	}
	return e.Show(convoyPage(e.convoyFrame(c), e, c))
}

func (e *errand) convoyFrame(c *convoy) page.Frame {
	return e.frame(e.Words.T("trips.convoy"), e.crumb("trips.title", "/movements"), page.Link{Text: c.title, To: "/movements/" + c.trip.ID.String()})
}

// buildConvoy puts households where the form says, or fills the loads as a proposal. What cannot be done stands beside the household with its reason; the others are
// where they were put.
func buildConvoy(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.MovementLoad, e.scope, e.today); err != nil {
		return err
	}
	values, err := e.Values()
	if err != nil {
		return err
	}
	c, err := e.convoy()
	if err != nil {
		return err
	}
	for _, b := range c.berths {
		if n, err := strconv.Atoi(values.Get(b.field())); err == nil && b.fixed == "" {
			b.proposed = n
		}
	}
	if values.Get("fill") != "" {
		c.fill()
		return e.Show(convoyPage(e.convoyFrame(c), e, c))
	}
	if err := e.seat(c); err != nil {
		return err
	}
	if c.wrong > 0 {
		return e.ShowAs(web.Status(fault.New("pages.convoy", fault.Invalid, "", nil)), convoyPage(e.convoyFrame(c), e, c))
	}
	return e.Go("/movements/"+c.trip.ID.String(), "saved")
}

// fill proposes a load for those who wait.
func (c *convoy) fill() {
	loads := make([]movement.LoadRow, len(c.loads))
	for i, l := range c.loads {
		l.Persons = int(persons(c.on(l.Number)))
		loads[i] = l
	}
	var ready []movement.ReadyRow
	waiting := c.on(0)
	for _, b := range waiting {
		ready = append(ready, movement.ReadyRow{Persons: b.persons})
	}
	for i, n := range movement.Fill(ready, loads) {
		waiting[i].proposed = n
	}
	c.proposed = true
}

// seat carries out what was changed: first who comes off, so that there is room, then who goes onto a load. Nobody is moved who was not asked for; who cannot go
// where they were put stays where they are.
func (e *errand) seat(c *convoy) error {
	off := func(b *berth) bool { return b.proposed == 0 && b.load != 0 }
	err := e.seatSome(c, off, func(b *berth) desk.Command {
		return movement.Unload{Journey: b.journey, Step: b.step, Trip: c.trip.ID}
	})
	if err != nil {
		return err
	}
	onto := func(b *berth) bool { return b.proposed != 0 && b.proposed != b.load }
	return e.seatSome(c, onto, func(b *berth) desk.Command {
		return movement.Load{Journey: b.journey, Step: b.step, Trip: c.trip.ID, Load: b.proposed}
	})
}

// seatSome carries out one command for each household of some. Their numbers go by household: a form that is sent twice finds others still waiting.
func (e *errand) seatSome(c *convoy, of func(*berth) bool, command func(*berth) desk.Command) error {
	form, err := e.Command()
	if err != nil {
		return err
	}
	var moved []*berth
	for _, b := range c.berths {
		if b.fixed == "" && of(b) {
			moved = append(moved, b)
		}
	}
	return doneEach(e, moved, func(b *berth) desk.Numbered {
		return desk.Numbered{ID: id.Derived(form, b.journey.String(), b.step, strconv.Itoa(b.proposed)), Command: command(b)}
	}, func(b *berth, wrong string) {
		if wrong == "" {
			b.load = b.proposed
			return
		}
		b.wrong, b.proposed = wrong, b.load
		c.wrong++
	})
}
