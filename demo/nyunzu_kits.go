// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/supply"
	"safar/kernel/access"
	"safar/kernel/id"
)

// newlyDisplaced is how many households came to the five sites with nothing, and get kits.
const newlyDisplaced = 400

// newcomer is a household that came with nothing.
type newcomer struct {
	household, head, way id.ID
	size, nth            int
	roof                 bool // it has a shelter of its own already
}

// kits arranges that those who came with nothing to a site are asked what they need, and handed their kits out of its store, on a list.
func (f *nyunzu) kits(site int, registered day) {
	of := &f.newcomers[site]
	f.on(registered+3, "newcomers", func(ctx context.Context) error { return f.askNewcomers(ctx, *of) })
	f.on(registered+10, "stock", func(ctx context.Context) error {
		return f.does(ctx, access.SiteManager,
			supply.Receive{Place: f.sites[site], Item: "shelter_kits", Count: pieces(*of, "shelter_kit") + 12, Source: "Regional store (made up)", Waybill: fmt.Sprintf("WB-%d-1", site+1)},
			supply.Receive{Place: f.sites[site], Item: "nfi_kits", Count: pieces(*of, "nfi_kit") + 20, Source: "Regional store (made up)", Waybill: fmt.Sprintf("WB-%d-2", site+1)})
	})
	f.on(registered+12, "distribution lists", func(ctx context.Context) error {
		var lists []desk.Command
		for _, step := range []string{"shelter_kit", "nfi_kit"} {
			if due := entitled(*of, step); len(due) > 0 {
				list := supply.MakeList{Programme: "site_management", Step: step, Place: f.sites[site], Day: registered + 15}
				for _, n := range due {
					list.Journeys = append(list.Journeys, n.way)
				}
				lists = append(lists, list)
			}
		}
		return f.does(ctx, access.SiteManager, lists...)
	})
	f.on(registered+15, "distribution", func(ctx context.Context) error {
		var handed []desk.Command
		for _, step := range []string{"shelter_kit", "nfi_kit"} {
			for i, n := range entitled(*of, step) {
				handed = append(handed, supply.HandOut{Journey: n.way, Step: step, Receipt: supply.Receipt{To: n.head, Signed: fmt.Sprintf("line %d", i+1)}})
			}
		}
		return f.does(ctx, access.SiteManager, handed...)
	})
}

// askNewcomers begins the way of each, asks what they need first, and notes whom they chose to collect it.
func (f *nyunzu) askNewcomers(ctx context.Context, all []*newcomer) error {
	var begin, ask []desk.Command
	for _, n := range all {
		begin = append(begin, startOf("site_management", "relief", n.household))
	}
	ways, err := f.first(ctx, access.Caseworker, f.scope, begin...)
	if err != nil {
		return err
	}
	for i, n := range all {
		n.way = ways[i]
		sleeps, builds := "no_roof", "they_do"
		if n.roof {
			sleeps = "in_a_shelter"
		}
		if n.nth%9 == 4 {
			builds = "helped"
		}
		ask = append(ask, ownAsk(n.way, "on_arrival", programme.Answers{"sleeps": sleeps, "who_builds": builds}),
			people.ChooseCollector{Household: n.household, Collector: people.Collector{Person: n.head}, Private: true})
	}
	return f.does(ctx, access.Caseworker, ask...)
}

// entitled are those who get what a step gives: a shelter kit, who has no shelter; household items, everybody.
func entitled(all []*newcomer, step string) (due []*newcomer) {
	for _, n := range all {
		if step != "shelter_kit" || !n.roof {
			due = append(due, n)
		}
	}
	return due
}

// pieces is how many kits of a step are due: one a household, and of household items two for more than five people.
func pieces(all []*newcomer, step string) (n int64) {
	for _, of := range entitled(all, step) {
		if n++; step == "nfi_kit" && of.size > 5 {
			n++
		}
	}
	return n
}
