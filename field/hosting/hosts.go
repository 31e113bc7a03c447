// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// most bounds how many journeys of one pathway a query reads.
const most = 10_000

// HostRow is a household that offers room to others, with those who live there. Nothing in it says what people anybody is of: nobody is chosen by
// that.
type HostRow struct {
	Host       id.ID      `class:"sensitive"` // the household
	Journey    id.ID      `class:"sensitive"` // its way
	Name       string     `class:"sensitive"` // of who heads it; "" where nobody is named
	Town       string     `class:"sensitive"` // as they say it; "" where nobody said
	Receives   bool       `class:"sensitive"` // may receive today, whether or not it pauses
	Paused     clock.Day  `class:"sensitive"` // the last day of a pause that is now; NoDay for none
	Beds       int        `class:"sensitive"` // offered
	Free       int        `class:"sensitive"` // promised to nobody; never less than none
	Households int        `class:"sensitive"` // how many live there as guests at one time
	Over       bool       `class:"sensitive"` // more was promised than is offered: two offices did not see each other, or beds were taken back
	Guests     []GuestRow // who live there now
}

// GuestRow is a household that lives with a host.
type GuestRow struct {
	Household id.ID     `class:"sensitive"` // who lives there
	Journey   id.ID     `class:"sensitive"` // their way
	Name      string    `class:"sensitive"` // of who heads it
	Beds      int       `class:"sensitive"` // that they were promised
	Since     clock.Day `class:"sensitive"` // the day of the placement
	Reviewed  clock.Day `class:"sensitive"` // to which day the last review holds; NoDay where none does
	Outcome   string    `class:"sensitive"` // of the review that holds, one of Outcomes; "" where none does
}

// OnHold reports whether those who live there are on hold: the host may not receive any more, or has fewer beds than were promised.
func (h HostRow) OnHold() bool { return len(h.Guests) > 0 && (!h.Receives || h.Over) }

// ToReview returns those who live there, are on hold, and with whom nobody has spoken for now.
func (h HostRow) ToReview() (all []GuestRow) {
	if !h.OnHold() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(h.Guests), func(g GuestRow) bool { return g.Outcome != "" })
}

// Hosts lists every host of the programmes in force that are carried out in the compartment, those on hold first, with their guests: whom to visit, and
// whom to visit at once.
func Hosts(scope access.Scope) desk.Query[[]HostRow] {
	return desk.Query[[]HostRow]{Act: access.CapacityPropose, Scope: scope, Run: func(r *desk.Reader) ([]HostRow, error) {
		p, err := hostsPage(r, desk.Part{})
		return p.Rows, err
	}}
}

// HostsPage is a part of the hosts.
type HostsPage struct {
	Rows  []HostRow // those on hold first
	Total int       `class:"sensitive"` // hosts, with those of other pages
}

// HostsOn lists those hosts that a page shows, in the order of Hosts, and notes the look at them and their guests.
func HostsOn(scope access.Scope, part desk.Part) desk.Query[HostsPage] {
	return desk.Query[HostsPage]{Act: access.CapacityPropose, Scope: scope, Run: func(r *desk.Reader) (HostsPage, error) { return hostsPage(r, part) }}
}

func hostsPage(r *desk.Reader, part desk.Part) (page HostsPage, err error) {
	var all []HostRow
	err = eachHosting(r, r.Scope().Compartment, func(p *programme.Programme, s *programme.Step) error {
		rows, err := hostRows(r, p, s)
		all = append(all, rows...)
		return err
	})
	slices.SortStableFunc(all, func(a, b HostRow) int { return rankOf(a) - rankOf(b) })
	page = HostsPage{desk.Cut(all, part), len(all)}
	for i := range page.Rows {
		page.Rows[i].looked(r)
	}
	return page, err
}

// looked notes that a row names a host, and those who live there.
func (h *HostRow) looked(r *desk.Reader) {
	r.Looked(h.Host)
	for i := range h.Guests {
		r.Looked(h.Guests[i].Household)
	}
}

func rankOf(h HostRow) int {
	switch {
	case len(h.ToReview()) > 0:
		return 0
	case h.OnHold():
		return 1
	case len(h.Guests) > 0:
		return 2
	}
	return 3
}

// Waiting is what waits for whoever places guests: households whose host may not receive any more, and with whom nobody has spoken for now.
type Waiting struct {
	ToReview int64 `class:"sensitive"` // those households
}

// WaitingToday counts what waits.
func WaitingToday(scope access.Scope) desk.Query[Waiting] {
	return desk.Query[Waiting]{Act: access.CapacityPropose, Scope: scope, Run: func(r *desk.Reader) (w Waiting, err error) {
		err = eachHosting(r, scope.Compartment, func(p *programme.Programme, s *programme.Step) error {
			rows, err := hostRows(r, p, s)
			for _, h := range rows {
				w.ToReview += int64(len(h.ToReview()))
			}
			return err
		})
		return w, err
	}}
}

// eachHosting calls f for each step at which guests of a programme in force are placed with hosts of a compartment, one for each step at which room is offered.
func eachHosting(r *desk.Reader, in access.Compartment, f func(*programme.Programme, *programme.Step) error) error {
	return journey.EachInForce(r, func(p *programme.Programme) error {
		for _, s := range hostingSteps(p, in) {
			if err := f(p, s); err != nil {
				return err
			}
		}
		return nil
	})
}

func hostingSteps(p *programme.Programme, in access.Compartment) (steps []*programme.Step) {
	for _, w := range p.Pathways {
		for _, s := range w.Steps {
			known := slices.ContainsFunc(steps, func(other *programme.Step) bool { return other.With == s.With })
			if w.Part == in && s.With.Pathway != "" && !known {
				steps = append(steps, s)
			}
		}
	}
	return steps
}

// hostRows reads those who walk the pathway on which room is offered, and have not ended it, or with whom somebody lives; those with the most free beds first.
func hostRows(r *desk.Reader, p *programme.Programme, s *programme.Step) (rows []HostRow, err error) {
	err = eachHost(r, p, s, func(host *journey.Case) error {
		row, err := hostRow(r, s, host)
		if err == nil && (!host.Journey.Ended() || len(row.Guests) > 0) {
			rows = append(rows, row)
		}
		return err
	})
	slices.SortStableFunc(rows, func(a, b HostRow) int { return b.Free - a.Free })
	return rows, err
}

// eachHost reads every way on which room is offered to those who are placed at a step.
func eachHost(r *desk.Reader, p *programme.Programme, s *programme.Step, f func(*journey.Case) error) error {
	ids, err := r.Find(journey.ByPathway, journey.PathwayKey(p.ID, s.With.Pathway), most)
	for _, of := range ids {
		if err != nil {
			return err
		}
		var host *journey.Case
		if host, err = journey.Take(r, of); err == nil {
			err = f(host)
		}
	}
	return err
}

func hostRow(r *desk.Reader, s *programme.Step, host *journey.Case) (HostRow, error) {
	row := HostRow{Host: host.Journey.Subject, Journey: host.ID, Name: people.HeadOf(host.Members, host.Journey.Subject), Receives: host.Receives(s.With), Beds: host.Journey.BedsOffered(s.With.Step),
		Paused: clock.NoDay}
	home, err := desk.Read(r, HomeStory, HomeID(host.ID))
	if err != nil {
		return row, err
	}
	is := home.State.Is.Value()
	row.Town, row.Households = is.Town, max(1, is.Households)
	if until, said := home.State.Paused.Latest(); said && until.Known() && until >= r.Today() {
		row.Paused = until
	}
	guests, err := GuestsOf(r, host.ID)
	free := row.Beds
	for _, g := range guests {
		if err != nil {
			return row, err
		}
		free -= g.Beds
		var guest GuestRow
		guest, err = guestRow(r, host.ID, g)
		row.Guests = append(row.Guests, guest)
	}
	row.Free, row.Over = max(free, 0), free < 0
	return row, err
}

func guestRow(r *desk.Reader, host id.ID, g Guest) (GuestRow, error) {
	row := GuestRow{Household: g.Subject, Journey: g.Journey, Beds: g.Beds, Since: g.Since, Reviewed: clock.NoDay}
	members, err := people.Members(r, g.Subject)
	if err != nil {
		return row, err
	}
	row.Name = people.HeadOf(members, g.Subject)
	seeking, err := desk.Read(r, SeekingStory, SeekingID(g.Journey))
	if err != nil {
		return row, err
	}
	if review, holds := seeking.State.reviewedFor(host, r.Today()); holds {
		row.Reviewed, row.Outcome = review.Until, review.Outcome
	}
	return row, nil
}

// HostFile is what is known of a host as one who receives. Is is what the home is like, Step the one at which they offer it, and Proposed are the guests to whom it is proposed.
type HostFile struct {
	HostRow
	Step     string        `class:"open"`
	Is       HomeSaid      // as they describe it
	Proposed []ProposedRow // to whom it is proposed now
	Unsound  []string      `class:"sensitive"` // steps of their way that are not done, or hold no more, before they may receive: ids
}

// HomeSaid is a home as a page shows it; see HomeIs.
type HomeSaid struct {
	Said       bool     `class:"sensitive"` // somebody described it
	Town       string   `class:"sensitive"` // no address; "" for none
	Households int      `class:"sensitive"` // at one time, or of the group
	StepFree   string   `class:"sensitive"` // yes, no, or "" where nobody said
	Languages  []string `class:"sensitive"` // that are spoken
	Takes      []string `class:"sensitive"` // women, men, girls, boys; none for all
	Keeps      []string `class:"sensitive"` // with what somebody might not live
}

// ProposedRow is guests to whom a home is proposed. Name is of who heads them; Day is when it was proposed, Met when they met, NoDay where they have not.
type ProposedRow struct {
	Journey   id.ID     `class:"sensitive"` // their way
	Household id.ID     `class:"sensitive"` // the household
	Name      string    `class:"sensitive"`
	Day       clock.Day `class:"sensitive"`
	Met       clock.Day `class:"sensitive"`
}

// HostFileOf opens what is known of a host as one who receives, and notes the look. Fault: NotFound journey.no_such_journey, hosting.offers_nothing.
func HostFileOf(scope access.Scope, of id.ID) desk.Query[HostFile] {
	return desk.Query[HostFile]{Act: access.CapacityPropose, Scope: scope, Run: func(r *desk.Reader) (f HostFile, err error) {
		host, err := journey.Take(r, of)
		if err != nil {
			return f, err
		}
		offer := offerOf(host)
		if offer == nil {
			return f, fault.New("hosting.HostFileOf", fault.NotFound, "hosting.offers_nothing", nil)
		}
		at := programme.Step{With: programme.Offer{Pathway: host.Pathway.ID, Step: offer.ID}}
		if f.HostRow, err = hostRow(r, &at, host); err != nil {
			return f, err
		}
		f.looked(r)
		f.Step, f.Unsound = offer.ID, unsound(host, offer)
		if f.Is, err = homeSaid(r, of); err != nil {
			return f, err
		}
		f.Proposed, err = proposedFrom(r, of)
		return f, err
	}}
}

func homeSaid(r *desk.Reader, of id.ID) (HomeSaid, error) {
	home, err := desk.Read(r, HomeStory, HomeID(of))
	is, said := home.State.Is.Latest()
	return HomeSaid{said, is.Town, max(1, is.Households), answerOf(is.StepFree), is.Languages, is.Takes, is.Keeps}, err
}

// unsound are the steps before an offer that are not done, or hold no more.
func unsound(host *journey.Case, offer *programme.Step) (steps []string) {
	for _, s := range host.Pathway.Before(offer) {
		if at := host.Standing.Step(s.ID); at != nil && (at.Status != programme.Done || !at.Sound()) {
			steps = append(steps, s.ID)
		}
	}
	return steps
}

// proposedFrom lists the guests to whom a home is proposed now.
func proposedFrom(r *desk.Reader, host id.ID) (rows []ProposedRow, err error) {
	ids, err := r.Find(ByHost, host[:], most)
	for _, of := range ids {
		if err != nil {
			return nil, err
		}
		var p desk.Found[Proposal]
		if p, err = desk.Read(r, ProposalStory, of); err == nil && p.State.stands() {
			var row ProposedRow
			row, err = proposedRow(r, p.State)
			if !row.Journey.IsZero() {
				r.Looked(row.Household)
				rows = append(rows, row)
			}
		}
	}
	return rows, err
}

// proposedRow is a proposal as the host's page shows it; the zero row where the guests live with somebody by now, or seek no home any more.
func proposedRow(r *desk.Reader, p *Proposal) (row ProposedRow, err error) {
	j, err := desk.Read(r, journey.Story, p.Guests)
	if err != nil || j.State.Ended() || len(j.State.Hosted()) > 0 {
		return row, err
	}
	members, err := people.Members(r, j.State.Subject)
	row = ProposedRow{p.Guests, j.State.Subject, people.HeadOf(members, j.State.Subject), p.Day, clock.NoDay}
	if p.Met != 0 {
		row.Met = p.Met
	}
	return row, err
}
