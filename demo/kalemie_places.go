// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"
	"slices"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/payment"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
)

// The country and the province of Kalemie and Nyunzu, with their p-codes.
var (
	country  = places.Add{Kind: places.Country, Name: "Democratic Republic of the Congo", Pcode: "CD"}
	province = places.Add{Kind: places.Province, Name: "Tanganyika", Pcode: "CD74"}
)

// foundPlaces adds the country down to Kalemie with their p-codes (OCHA common operational datasets), the five sites and the
// fifteen villages.
func (f *kalemie) foundPlaces(ctx context.Context) error {
	parent, err := f.within(ctx, country, province, places.Add{Kind: places.Territory, Name: "Kalemie", Pcode: "CD7402"})
	if err != nil {
		return err
	}
	var sitesToAdd, villagesToAdd []desk.Command
	for _, s := range sites {
		sitesToAdd = append(sitesToAdd, places.Add{Kind: places.Site, Name: s.name, Parent: parent, Opened: f.plan.today - 2500})
	}
	for _, name := range villages {
		villagesToAdd = append(villagesToAdd, places.Add{Kind: places.Village, Name: name, Parent: parent})
	}
	if f.sites, err = f.commons(ctx, access.ProgrammeManager, sitesToAdd...); err != nil {
		return err
	}
	if f.villages, err = f.commons(ctx, access.ProgrammeManager, villagesToAdd...); err != nil {
		return err
	}
	return f.locate(ctx, slices.Concat(f.sites, f.villages), slices.Concat(sitePoints, villagePoints))
}

// offerPlots says how many plots each village has, and takes custody of them for the caseload.
func (f *kalemie) offerPlots(ctx context.Context) error {
	var offers, grants []desk.Command
	for i, v := range f.villages {
		units := len(f.plan.plots[i]) + 20
		offers = append(offers, places.OfferRoom{Place: v, Room: places.Room{Kind: plot, Units: units}})
		grants = append(grants, capacity.GrantCustody{Place: v, Kind: plot, From: 1, To: units, Caseload: f.scope.Caseload})
	}
	if _, err := f.commons(ctx, access.ProgrammeManager, offers...); err != nil {
		return err
	}
	if _, err := f.commons(ctx, access.ProgrammeManager, grants...); err != nil {
		return err
	}
	return f.does(ctx, access.ProgrammeManager, payment.Entrust{Programme: Programme, Grant: grant})
}

// plot is the kind of room that the villages have.
const plot = "plot"

// decideClosure records the government's decision, and later its change of the date.
func (f *kalemie) decideClosure(closes clock.Day, why string) func(context.Context) error {
	return func(ctx context.Context) error {
		var commands []desk.Command
		for _, s := range f.sites {
			commands = append(commands,
				places.DecideClosure{Site: s, Closure: places.Closure{By: "Provincial government of Tanganyika",
					Decided: f.operation.Desk.Today(), Closes: closes, Words: why}},
				places.NoteClosure{Site: s, Note: places.Note{Kind: "advocacy", With: "Provincial government of Tanganyika",
					Words: "Return must be voluntary; nobody is to be moved by the date alone."}})
		}
		_, err := f.commons(ctx, access.SiteManager, commands...)
		return err
	}
}

// describeVillages records what was found in each village: it ages, and is found anew every two months.
func (f *kalemie) describeVillages(ctx context.Context) error {
	var commands []desk.Command
	for i, v := range f.villages {
		for aspect, values := range map[string][]string{
			"water":       {"one hand pump", "two hand pumps", "spring at one kilometre"},
			"school":      {"six classes", "three classes", "in the next village"},
			"health_post": {"nurse present", "open two days a week", "at seven kilometres"},
			"land":        {"plots shown by the chief", "plots measured", "plots measured and marked"},
			"host_view":   {"families are expected", "welcome, asks for a second pump", "welcome"},
		} {
			commands = append(commands, places.Observe{Place: v, Observation: places.Observation{Aspect: aspect,
				Value: values[(i+len(aspect))%len(values)], Source: fmt.Sprintf("visit %d", i+1)}})
		}
	}
	_, err := f.commons(ctx, access.Caseworker, commands...)
	return err
}

// decideSafety has two sources heard and protection decide that every village is safe, as it does each month.
func (f *kalemie) decideSafety(withdrawn bool) func(context.Context) error {
	return func(ctx context.Context) error {
		today := f.operation.Desk.Today()
		var reports, decisions []desk.Command
		for i, v := range f.villages {
			if withdrawn && i == unsafeVillage {
				continue
			}
			reports = append(reports,
				places.ReportSafety{Place: v, Report: places.Report{Source: "women_of_the_village", Kind: "key_informant", Day: today - 3,
					Safe: true, Women: true}},
				places.ReportSafety{Place: v, Report: places.Report{Source: "health_post", Kind: "partner", Day: today - 2, Safe: true,
					Minority: true}})
			decisions = append(decisions, places.DecideSafety{Place: v, Safe: true,
				Reason: "Two sources, no incident on the road or in the village this month."})
		}
		if _, err := f.commons(ctx, access.ProtectionOfficer, reports...); err != nil {
			return err
		}
		_, err := f.commons(ctx, access.ProtectionOfficer, decisions...)
		return err
	}
}

// withdrawSafety withdraws the safety of one village: every choice for it is on hold from then on.
func (f *kalemie) withdrawSafety(ctx context.Context) error {
	_, err := f.commons(ctx, access.ProtectionOfficer, places.DecideSafety{Place: f.villages[unsafeVillage], Safe: false,
		Reason: "Armed men were seen on the road to the village on two evenings."})
	return err
}
