// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Guests are those who seek a home or live in one: who they are, what they need, and how far their way is.
type Guests struct {
	Journey   id.ID      `class:"sensitive"` // their way
	Household id.ID      `class:"sensitive"` // the household
	Name      string     `class:"sensitive"` // of who heads them
	Step      string     `class:"open"`      // at which they are placed
	State     string     `class:"open"`      // of that step, see journey.StateOf
	People    int        `class:"sensitive"` // how many they are
	Beds      int        `class:"sensitive"` // that they need
	Waiting   int        `class:"sensitive"` // days since their way began
	Is        NeedsSaid  // what they need and wish
	Adults    []AdultRow // who answer for themselves
}

// GuestFile is what is known of guests, with every home and why it is possible or not.
type GuestFile struct {
	Guests
	Apart []ApartRow // from whom they are kept apart
	With  []LivesRow // with whom they live: more than one where two offices placed them
	Homes []HomeRow  // those that are proposed first, then those that are possible, the best first, then the others
}

// NeedsSaid is what guests need and wish, as a page shows it; see Needs.
type NeedsSaid struct {
	Said      bool     `class:"sensitive"` // they were asked
	StepFree  string   `class:"sensitive"` // yes, no, or "" where nobody said
	Languages []string `class:"sensitive"` // that are spoken
	Wishes    []string `class:"sensitive"` // the most wished first
	Avoids    []string `class:"sensitive"` // with what they cannot live
}

// AdultRow is somebody who answers for themselves.
type AdultRow struct {
	Person id.ID  `class:"sensitive"` // who
	Name   string `class:"sensitive"` // of who heads it, or who it is
}

// ApartRow is from whom guests are kept apart: one of Host, Town and Name. Why stands nowhere.
type ApartRow struct {
	Host string `class:"sensitive"` // who heads the host; "" for none
	Town string `class:"sensitive"`
	Name string `class:"sensitive"`
}

// LivesRow is a host with whom guests live. Sound says that the host may receive, and Review holds what was reviewed where it may not.
type LivesRow struct {
	Host      id.ID     `class:"sensitive"` // the journey
	Household id.ID     `class:"sensitive"` // the household
	Name      string    `class:"sensitive"` // of who heads it, or who it is
	Since     clock.Day `class:"sensitive"` // the day of the placement
	Sound     bool      `class:"sensitive"`
	Outcome   string    `class:"sensitive"` // of the review that holds; "" where none does
	Until     clock.Day `class:"sensitive"` // the last day for which it holds; NoDay where none does
}

// ofGuests asks something of guests, where homes are proposed, and notes the look at them.
func ofGuests[T any](op string, scope access.Scope, of id.ID, find func(*desk.Reader, *seekers) (T, error)) desk.Query[T] {
	return desk.Query[T]{Act: access.CapacityPropose, Scope: scope, Run: func(r *desk.Reader) (answer T, err error) {
		g, err := seekersOf(op, r, of)
		if err != nil {
			return answer, err
		}
		r.Looked(g.Journey.Subject)
		return find(r, g)
	}}
}

// GuestsOn says who the guests of a way are and what they need, and notes the look at them alone: no host is opened for it. Faults: NotFound journey.no_such_journey; Invalid hosting.seeks_nothing.
func GuestsOn(scope access.Scope, way id.ID) desk.Query[Guests] {
	return ofGuests("hosting.GuestsOn", scope, way, func(r *desk.Reader, g *seekers) (Guests, error) { return g.row(), nil })
}

// GuestFileOf opens what is known of guests, with every home, and notes the look at them and at each host. Faults: NotFound journey.no_such_journey; Invalid hosting.seeks_nothing.
func GuestFileOf(scope access.Scope, way id.ID) desk.Query[GuestFile] {
	return ofGuests("hosting.GuestFileOf", scope, way, func(r *desk.Reader, g *seekers) (GuestFile, error) {
		f, err := guestPage(r, g, desk.Part{})
		return f.GuestFile, err
	})
}

// GuestPage is what is known of guests, with a part of the homes.
type GuestPage struct {
	GuestFile
	Total int `class:"sensitive"` // homes, with those of other pages
}

// GuestPageOf opens what is known of guests, with those homes that a page shows, and notes the look at them and at those hosts. Faults as GuestsOn.
func GuestPageOf(scope access.Scope, way id.ID, part desk.Part) desk.Query[GuestPage] {
	return ofGuests("hosting.GuestPageOf", scope, way, func(r *desk.Reader, g *seekers) (GuestPage, error) { return guestPage(r, g, part) })
}

func guestPage(r *desk.Reader, g *seekers, part desk.Part) (f GuestPage, err error) {
	f.Guests = g.row()
	if f.Apart, err = apartRows(r, g.seeking.apart()); err != nil {
		return f, err
	}
	if f.With, err = livesRows(r, g); err != nil {
		return f, err
	}
	homes, err := homesFor(r, g)
	f.Total, f.Homes = len(homes), desk.Cut(homes, part)
	for i := range f.Homes {
		r.Looked(f.Homes[i].Household)
	}
	return f, err
}

// ApartFile is guests, and from whom they are kept apart.
type ApartFile struct {
	Guests
	Apart []ApartRow // in the order in which LiftApart counts them
}

// ApartOf says from whom guests are kept apart, and notes the look at them and at the hosts that it names. Faults as GuestsOn.
func ApartOf(scope access.Scope, way id.ID) desk.Query[ApartFile] {
	return ofGuests("hosting.ApartOf", scope, way, func(r *desk.Reader, g *seekers) (f ApartFile, err error) {
		f.Guests = g.row()
		f.Apart, err = apartRows(r, g.seeking.apart())
		return f, err
	})
}

// HostName is a host by name, for whoever says from whom guests are kept apart.
type HostName struct {
	Journey id.ID  `class:"sensitive"` // its way
	Name    string `class:"sensitive"` // of who heads it
}

// HostNames names every host with whom guests do not live, and notes the look at each. Faults as GuestsOn.
func HostNames(scope access.Scope, way id.ID) desk.Query[[]HostName] {
	return ofGuests("hosting.HostNames", scope, way, func(r *desk.Reader, g *seekers) (names []HostName, err error) {
		err = g.eachHome(r, func(host *journey.Case) error {
			r.Looked(host.Journey.Subject)
			names = append(names, HostName{host.ID, people.HeadOf(host.Members, host.Journey.Subject)})
			return nil
		})
		return names, err
	})
}

// PairFile is guests and one home: whether they may live there, and how far a proposal is.
type PairFile struct {
	Guests
	Home  HomeRow    // as it stands on the guests' page
	Other []HostName // another host who is proposed to them now: none, mostly
}

// PairOf opens guests and one home, and notes the look at those two, and at another host who is proposed to them now. Faults as GuestsOn, and NotFound hosting.no_host.
func PairOf(scope access.Scope, way, host id.ID) desk.Query[PairFile] {
	return ofGuests("hosting.PairOf", scope, way, func(r *desk.Reader, g *seekers) (f PairFile, err error) {
		f.Guests = g.row()
		h, err := journey.Take(r, host)
		if err == nil && !g.seesHome(h) {
			err = fault.New("hosting.PairOf", fault.NotFound, "hosting.no_host", nil)
		}
		if err != nil {
			return f, err
		}
		if f.Home, err = homeRow(r, g, h); err != nil {
			return f, err
		}
		r.Looked(f.Home.Household)
		f.Other, err = g.otherOpen(r, host)
		return f, err
	})
}

// otherOpen names the host who is proposed to guests now, where it is not this one.
func (g *seekers) otherOpen(r *desk.Reader, host id.ID) ([]HostName, error) {
	open := g.open()
	if open == nil || open.Host == host {
		return nil, nil
	}
	name, err := hostName(r, open.Host)
	return []HostName{{open.Host, name}}, err
}

// Tonight is where guests could sleep tonight: the best homes, at most some, with who receives there. Where there is none, Against counts what stands against the homes.
type Tonight struct {
	Guests
	Beds    []HomeRow   // the best first
	Against []RuleCount // what stands against most homes first
}

// MostTonight is from how many homes one chooses for tonight.
const MostTonight = 8

// BedsTonight finds beds for guests for tonight, and notes the look at them and at the hosts that it names. Faults as GuestsOn.
func BedsTonight(scope access.Scope, way id.ID) desk.Query[Tonight] {
	return ofGuests("hosting.BedsTonight", scope, way, func(r *desk.Reader, g *seekers) (f Tonight, err error) {
		f.Guests = g.row()
		homes, err := homesFor(r, g)
		for _, h := range homes {
			switch {
			case !h.Possible():
				f.Against = counted(f.Against, h.Rule)
			case len(f.Beds) < MostTonight:
				r.Looked(h.Household)
				f.Beds = append(f.Beds, h)
			}
		}
		slices.SortStableFunc(f.Against, func(a, b RuleCount) int { return b.Homes - a.Homes })
		return f, err
	})
}

func (g *seekers) row() Guests {
	k, s := g.Case, g.step
	is, said := g.seeking.Is.Latest()
	return Guests{Journey: k.ID, Household: k.Journey.Subject, Name: people.HeadOf(k.Members, k.Journey.Subject), Step: s.ID, State: journey.StateOf(k.Standing.Step(s.ID)), People: len(k.Members),
		Beds: g.rules.People(), Waiting: g.rules.Waiting, Is: NeedsSaid{said, answerOf(is.StepFree), is.Languages, is.Wishes, is.Avoids}, Adults: adultRows(k)}
}

func adultRows(k *journey.Case) (rows []AdultRow) {
	for _, m := range k.Adults() {
		rows = append(rows, AdultRow{m.ID, m.Person.Names.Value().String()})
	}
	return rows
}

// answerOf is an answer as rows tell it.
func answerOf(a people.Answer) string { return [...]string{"", "yes", "no"}[a] }

func apartRows(r *desk.Reader, apart []Apart) (rows []ApartRow, err error) {
	for _, a := range apart {
		row := ApartRow{Town: a.Town, Name: a.Name}
		if !a.Host.IsZero() {
			if row.Host, err = hostName(r, a.Host); err != nil {
				return nil, err
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// hostName is the name of who heads a host.
func hostName(r *desk.Reader, of id.ID) (string, error) {
	j, err := desk.Read(r, journey.Story, of)
	if err != nil {
		return "", err
	}
	r.Looked(j.State.Subject)
	members, err := people.Members(r, j.State.Subject)
	return people.HeadOf(members, j.State.Subject), err
}

func livesRows(r *desk.Reader, g *seekers) (rows []LivesRow, err error) {
	for _, h := range g.Journey.Hosted() {
		host, err := journey.Take(r, h.With)
		if err != nil {
			return nil, err
		}
		r.Looked(host.Journey.Subject)
		row := LivesRow{Host: h.With, Household: host.Journey.Subject, Name: people.HeadOf(host.Members, host.Journey.Subject), Since: h.Since, Sound: host.Receives(g.step.With), Until: clock.NoDay}
		if review, holds := g.seeking.reviewedFor(h.With, r.Today()); holds {
			row.Outcome, row.Until = review.Outcome, review.Until
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// SaidOf lists the adults of guests and of a host to whom something is or was proposed, the guests first, and who of them says yes. A no is told of nobody. Fault: NotFound hosting.not_proposed.
func SaidOf(scope access.Scope, guests, host id.ID) desk.Query[[]SaidRow] {
	return ofGuests("hosting.SaidOf", scope, guests, func(r *desk.Reader, g *seekers) ([]SaidRow, error) {
		p, err := g.besideThat(r, host)
		if err == nil && p.said.Day == 0 {
			err = fault.New("hosting.SaidOf", fault.NotFound, "hosting.not_proposed", nil)
		}
		if err != nil {
			return nil, err
		}
		r.Looked(p.host.Journey.Subject)
		return p.told(), nil
	})
}
