// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"
	"strconv"

	"safar/desk"
	"safar/field/committee"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
)

// servicesIn are who does what in each site around Nyunzu, with since when and for how many more days, 0 for no end, and the share of the people for whom it is. All organisations are made up.
var servicesIn = []struct {
	service, provider, name string
	began, ends             day
	hundredth               int
}{
	{"site_work", "Safar Operations (made up)", "A round of the site every day", 399, 0, 100},
	{"water_and_hygiene", "Maji Safi (made up)", "Trucking of water, repairs", 300, 120, 100},
	{"health", "Zone of health (made up)", "Nurse, Tuesday and Friday", 210, 0, 40},
	{"education", "Elimu kwa Wote (made up)", "Lessons in two shifts", 90, 9, 22},
}

// hazardsIn are what may harm in the sites, by the number of the site.
var hazardsIn = []struct {
	site                int
	hazard, bad, source string
	name                string
	noticed             day
}{
	{0, "flood", "serious", "The committee for water", "The lower blocks by the stream", 40},
	{1, "fire", "to_watch", "The site's own round", "Shelters less than two metres apart", 75},
	{3, "violence", "grave", "The committee of women", "The way to the firewood", 12},
}

// roadsTo are how one gets to each site.
var roadsTo = []string{"Open to trucks all year.", "Open to trucks; from December to March to motorbikes alone.", "The bridge carries five tonnes; larger trucks unload before it.",
	"Open to trucks; mud after rain, chains from January to March.", "Motorbikes alone since the bridge fell; a truck takes the long way, three hours more."}

// servicesAndHazards arranges who does what, what may harm, and how one gets there.
func (f *nyunzu) servicesAndHazards() {
	f.on(f.today-10, "services, hazards and roads", func(ctx context.Context) error {
		var all, roads = []*thing{}, []desk.Command{}
		for i, site := range f.sites {
			lives := f.scaled(nyunzuPeople) / len(f.sites)
			for _, s := range servicesIn {
				known := []string{"begins", (f.today - s.began).String()}
				if s.ends > 0 {
					known = append(known, "ends", (f.today + s.ends - day(7*i)).String())
				}
				known = append(known, "people", strconv.Itoa(lives*s.hundredth/100), "provider", s.provider, "service", s.service)
				all = append(all, newThing("service", "service", s.name, site, known...))
			}
			roads = append(roads, places.Observe{Place: site, Observation: places.Observation{Aspect: "road", Value: roadsTo[i], Source: "visitors", Day: f.today - 10 - day(6*i)}})
		}
		for _, h := range hazardsIn {
			all = append(all, newThing("hazard", "hazard", h.name, f.sites[h.site], "hazard", h.hazard, "how_bad", h.bad, "noticed", (f.today-h.noticed).String(), "source", h.source))
		}
		if err := f.agree(ctx, roads); err != nil {
			return err
		}
		return f.begin(ctx, access.SiteManager, "site_management", all)
	})
}

// resolutions are what committees decided at their last meeting.
var resolutions = []string{"A second lamp at the latrines of the women.", "The queue at the tap begins with those who carry children.", "Ditches before the rains, each block its own.",
	"The lists of kits are read aloud before a distribution.", "A bench at the nurse's door.", "A meeting of the youth with the school."}

// meet arranges that each committee meets and decides, and what becomes of it: one is taken up again, one is not done.
func (f *nyunzu) meet() {
	var decided []id.ID
	for i, ago := range []day{70, 20} {
		f.on(f.today-ago, "meetings of committees", func(ctx context.Context) error {
			var meetings, resolve []desk.Command
			for _, t := range f.committees {
				meetings = append(meetings, committee.Meet{Committee: t.id, Agenda: fmt.Sprintf("The work of the month, and what was asked of us (made up, %d)", i+1),
					Came: t.persons[:max(2, len(t.persons)-(t.nth+i)%2)], Others: (t.nth*7 + i*5) % 23})
			}
			ids, err := f.first(ctx, access.SiteManager, f.scope, meetings...)
			if err != nil {
				return err
			}
			for n, t := range f.committees {
				if (n+i)%2 == 0 {
					resolve = append(resolve, f.resolution(ids[n], t, i))
				}
			}
			ids, err = f.first(ctx, access.SiteManager, f.scope, resolve...)
			decided = append(decided, ids...)
			return err
		})
	}
	f.on(f.today-15, "what became of decisions", func(ctx context.Context) error {
		var settle []desk.Command
		for i, of := range decided[:len(decided)/2] {
			c := committee.Settle{Decision: of, Outcome: committee.Done}
			switch i % 7 {
			case 3:
				c.Outcome, c.Reason = committee.NotDone, "The wood did not come."
			case 5:
				c.Outcome, c.Reason, c.Until = committee.Again, "The rains came first.", f.today+10
			}
			settle = append(settle, c)
		}
		return f.does(ctx, access.SiteManager, settle...)
	})
}

// resolution is what a committee decides at a meeting; every third is for the one who manages the sites to see to.
func (f *nyunzu) resolution(meeting id.ID, t *thing, round int) desk.Command {
	c := committee.Resolve{Meeting: meeting, What: resolutions[(t.nth+round)%len(resolutions)], Until: f.today + day(t.nth%25) - 4}
	if t.nth%3 == 0 {
		c.Owner = f.actors[access.SiteManager].User
	}
	return c
}

// movedLately are how many households of each site moved to the next one in the last weeks.
const movedLately = 3

// moveLately arranges that some households moved from each site to the next, so that each has as many as before.
func (f *nyunzu) moveLately() {
	f.on(f.today-9, "moves between sites", func(ctx context.Context) error {
		var moves []desk.Command
		for i := range f.sites {
			of := f.newcomers[i]
			for _, n := range of[max(0, len(of)-f.scaled(movedLately*len(f.sites))/len(f.sites)-1):] {
				moves = append(moves, people.MoveSite{Household: n.household, Site: f.sites[(i+1)%len(f.sites)]})
			}
		}
		return f.does(ctx, access.Caseworker, moves...)
	})
}
