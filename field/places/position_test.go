// SPDX-License-Identifier: Apache-2.0

package places_test

import (
	"testing"

	"safar/desk"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
)

// at is a position of the village, measured.
func (v *village) at(lat, lon int32) places.Locate {
	return places.Locate{Place: v.id, Position: places.Position{Latitude: lat, Longitude: lon, How: places.Measured, Source: "visit 3"}}
}

func told(v *village, by access.Actor) places.Sheet {
	v.Helper()
	s, err := desk.Ask(v.Context(), v.Desk, by, "task.test", places.One(v.id))
	if err != nil {
		v.Fatal(err)
	}
	return s
}

// A place lies where somebody says, until it is corrected; what was said before stays to be read.
func TestAPlaceIsLocatedAndCorrected(t *testing.T) {
	v := newVillage(t)
	if told(v, v.caseworker).Position.Known {
		t.Error("nobody said where it lies")
	}
	v.Common(v.caseworker, v.at(-5_930_000, 29_190_000))
	v.Common(v.manager, v.at(-5_950_000, 29_200_000))
	got := told(v, v.caseworker).Position
	if got.Latitude != -5_950_000 || got.Longitude != 29_200_000 || got.How != places.Measured || got.Source != "visit 3" || got.Day != v.Desk.Today() || got.Contested {
		t.Errorf("%+v", got)
	}
	all, err := desk.Ask(t.Context(), v.Desk, v.caseworker, "task.test", places.PositionsOf(v.id))
	if err != nil || len(all) != 2 || !all[0].Stands || all[1].Stands || all[1].Position.Latitude != -5_930_000 {
		t.Errorf("%+v, %v", all, err)
	}
	v.CommonRefused("access.not_allowed", v.Person(access.FinanceOfficer), v.at(-5_930_000, 29_190_000))
}

// What is no point where people live is refused, and so is one that was written in another order or with another sign than its neighbours.
func TestAPositionIsPlausible(t *testing.T) {
	v := newVillage(t)
	area := v.Common(v.manager, places.Add{Kind: places.Territory, Name: "Kalemie"}).IDs[0]
	kalonda := v.Common(v.manager, places.Add{Kind: places.Site, Name: "Kalonda", Parent: area}).IDs[0]
	v.id = v.Common(v.manager, places.Add{Kind: places.Village, Name: "Lubuye", Parent: area}).IDs[0]
	for key, wrong := range map[string]places.Locate{
		"places.position_nowhere": v.at(0, 0), "places.position_range": v.at(-80_000_000, 170_000_000), "places.position_swapped": v.at(170_000_000, -5_930_000),
	} {
		v.CommonRefused(key, v.caseworker, wrong)
	}
	nobody, somehow := v.at(-5_930_000, 29_190_000), v.at(-5_930_000, 29_190_000)
	nobody.Position.Source, somehow.Position.How = " ", "guessed"
	v.CommonRefused("places.position_source", v.caseworker, nobody)
	v.CommonRefused("places.position_how", v.caseworker, somehow)
	first := v.at(-5_910_000, 29_180_000)
	first.Place = kalonda
	v.Common(v.caseworker, first)
	v.CommonRefused("places.position_swapped", v.caseworker, v.at(29_190_000, -5_930_000))
	v.CommonRefused("places.position_sign", v.caseworker, v.at(5_930_000, 29_190_000))
	v.Common(v.caseworker, v.at(-7_000_000, 27_000_000))   // far for a walk, near enough for an area
	v.Common(v.caseworker, v.at(48_850_000, 2_350_000))    // in no way its neighbour: whoever says so may be right
	v.Common(v.caseworker, v.at(-16_500_000, -68_150_000)) // in the west
}

// Where a place is not safe, for whomever, where exactly it lies is told to those who describe places, and to nobody else.
func TestWhereAnUnsafePlaceLiesIsToldToFew(t *testing.T) {
	v := newVillage(t)
	v.Common(v.caseworker, v.at(-5_930_000, 29_190_000))
	reader := v.Person(access.Auditor)
	if !told(v, reader).Position.Known {
		t.Fatal("a place that nobody found unsafe lies where it lies")
	}
	v.Common(v.protection, places.DecideSafety{Place: v.id, Group: "returnees", Reason: "shots were heard"})
	if got := told(v, reader).Position; got.Known || !got.Kept || got.Latitude != 0 || got.Source != "" {
		t.Errorf("who reads is told where those who are in danger live: %+v", got)
	}
	if !told(v, v.caseworker).Position.Known {
		t.Error("who works there is not told")
	}
	for who, want := range map[*access.Actor]int{&reader: 0, &v.caseworker: 1} {
		if all, err := desk.Ask(t.Context(), v.Desk, *who, "task.test", places.PositionsOf(v.id)); err != nil || len(all) != want {
			t.Errorf("positions: %+v, %v", all, err)
		}
	}
	lying, err := desk.Ask(t.Context(), v.Desk, reader, "task.test", places.LyingOf(places.Village))
	if err != nil || len(lying) != 1 || lying[0].Position.Known || lying[0].Parent != (id.ID{}) {
		t.Errorf("%+v, %v", lying, err)
	}
}
