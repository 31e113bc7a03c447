// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"

	"safar/desk"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/standards"
	"safar/field/subjects"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/programmes"
)

// standing is what was built of a kind in a site: as many units that each is for so many people.
type standing struct {
	kind string
	each int
}

// standingIn are what stands in each site, in order of nyunzuSites. Three of them do not suffice for those who live there.
var standingIn = [][]standing{
	{{"latrine", 19}, {"handwashing", 47}, {"shower", 47}, {"water_point", 235}},
	{{"latrine", 25}, {"handwashing", 47}, {"shower", 47}},                       // more than 20 people a latrine
	{{"latrine", 19}, {"handwashing", 47}, {"shower", 47}, {"water_point", 313}}, // more than 250 people a tap
	{{"latrine", 19}, {"handwashing", 47}, {"shower", 85}},                       // more than 50 people a place to wash
	{{"latrine", 19}, {"handwashing", 47}, {"shower", 47}},
}

// adoptHandbooks has the operation work by the handbooks that come with Safar, and confirms what is suggested of places to wash.
func (f *nyunzu) adoptHandbooks(ctx context.Context) error {
	files, err := fs.Glob(programmes.Handbooks(), "standards/*.yaml")
	var adopt []desk.Command
	for _, name := range files {
		text, wrong := fs.ReadFile(programmes.Handbooks(), name)
		adopt, err = append(adopt, standards.Adopt{Text: text}), errors.Join(err, wrong)
	}
	if err == nil {
		err = f.agree(ctx, adopt)
	}
	if err != nil {
		return err
	}
	return f.agree(ctx, []desk.Command{standards.Settle{Handbook: "sphere", Standard: "people_per_bathing_place", First: standards.Whole(50), Medium: standards.Whole(50),
		Reason: "Agreed by those who bring water to the territory (made up)"}})
}

// agree has commands of the commons done that make nothing.
func (f *nyunzu) agree(ctx context.Context, commands []desk.Command) error {
	f.send(ctx, access.ProgrammeManager, access.Commons, commands)
	return f.settle(0)
}

// facility is what stands of a kind in a site, with what is known of it.
func (f *nyunzu) facility(site id.ID, is standing) *thing {
	people := f.scaled(nyunzuPeople) / len(f.sites)
	units := (people + is.each - 1) / is.each
	known := []string{"built_by", "partner", "facility", is.kind}
	switch is.kind {
	case "latrine":
		known = append(known, "for_women", strconv.Itoa((units*3+3)/4), "metres", "45")
	case "water_point":
		known = append(known, "litres", strconv.Itoa(people*16), "metres", "380")
	}
	known = append(known, "people", strconv.Itoa(people))
	if is.kind == "water_point" {
		known = append(known, "supply", "tap")
	}
	t := newThing("facility", "facility", "", site, append(known, "units", strconv.Itoa(units))...)
	t.nth = len(f.facilities)
	t.add.Code = fmt.Sprintf("F-%02d", t.nth+1)
	return t
}

// buildFacilities arranges that latrines, places to wash, showers and taps are built, inspected by others, and looked at again.
func (f *nyunzu) buildFacilities() {
	first := f.today - 320
	f.on(first, "facilities", func(ctx context.Context) error {
		for i, site := range f.sites {
			for _, is := range standingIn[i] {
				f.facilities = append(f.facilities, f.facility(site, is))
			}
		}
		return f.begin(ctx, access.SiteManager, "site_management", f.facilities)
	})
	f.on(first+40, "facilities built", func(ctx context.Context) error {
		return f.inspected(ctx, access.SiteManager, f.facilities, "built", nil)
	})
	f.on(first+41, "positions of facilities", f.locateFacilities)
	for i, when := range []day{71, 131, 221} {
		f.on(first+when, "condition of facilities", func(ctx context.Context) error {
			return f.does(ctx, access.SiteManager, eachOf(f.facilities, func(t *thing) desk.Command {
				if f.broken(t, i) {
					return t.check("condition", programme.Answers{"works": "in_part", "to_mend": "a door, and the drain"})
				}
				return t.check("condition", programme.Answers{"works": "yes_all"})
			})...)
		})
	}
	f.on(first+80, "repairs", func(ctx context.Context) error { // what was found broken at the first visit
		return f.does(ctx, access.SiteManager, eachOf(f.facilities, func(t *thing) desk.Command {
			if !f.broken(t, 0) {
				return nil
			}
			return works.Report{Journey: t.way, Step: "repaired"}
		})...)
	})
	f.on(f.today-12, "what does not suffice", f.giveBreaches)
}

// broken reports whether something of a facility is found broken at its nth visit, from 0.
func (f *nyunzu) broken(t *thing, visit int) bool { return (t.nth+visit)%7 == 0 }

// giveBreaches says who manages each site, and gives what does not suffice to the one who runs them.
func (f *nyunzu) giveBreaches(ctx context.Context) error {
	var count []desk.Command
	for _, site := range f.sites {
		count = append(count, standards.CountStaff{Site: site, Organisations: 1, People: 9, Women: 5})
	}
	if err := f.agree(ctx, count); err != nil {
		return err
	}
	breach := func(site int, standard string) standards.Breach {
		return standards.Breach{Site: f.sites[site], Handbook: "sphere", Standard: standard}
	}
	give := func(b standards.Breach, until day, what string) desk.Command {
		return standards.Assign{Breach: b, Owner: f.actors[access.SiteManager].User, Until: f.today + until, What: what}
	}
	return f.does(ctx, access.SiteManager, give(breach(1, "people_per_latrine"), 20, "Two blocks more, on the ground that the committee showed."),
		give(breach(2, "people_per_tap"), 6, "Two taps more at the second stand."), give(breach(3, "people_per_bathing_place"), 30, ""))
}

// locateFacilities says where what stands in the sites stands: some hundred metres from the middle of the site; of the handwashing stations nobody has said it.
func (f *nyunzu) locateFacilities(ctx context.Context) error {
	var locate []desk.Command
	for i, t := range f.facilities {
		at := slices.Index(f.sites, t.add.Is.Place)
		if at < 0 || slices.Contains(t.add.Is.Attributes, subjects.Attribute{Name: "facility", Value: "handwashing"}) {
			continue
		}
		p := nyunzuPoints[at]
		locate = append(locate, standards.LocateFacility{Facility: t.id, Position: places.Position{Latitude: millionths(p.latitude) + int32(900*(i%4)-1300),
			Longitude: millionths(p.longitude) + int32(1100*(i%3)-900), How: places.Invented, Source: invented}})
	}
	return f.does(ctx, access.SiteManager, locate...)
}
