// SPDX-License-Identifier: Apache-2.0

package demo_test

import (
	"maps"
	"slices"
	"testing"

	"safar/demo"
	"safar/desk"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/movement"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/operation"
)

// told is a figure of a programme, whole or of one value of a dimension.
type told struct{ programme, figure, by, is string }

// shown are the figures of the other operations at their full size.
var shown = map[string]map[told]int64{
	demo.Nyunzu: {
		{"site_management", "committees_formed", "", ""}:                  28,
		{"site_management", "committees_trained", "", ""}:                 28,
		{"site_management", "committee_members", "", ""}:                  110,
		{"site_management", "committee_members", "sex", "female"}:         70,
		{"site_management", "committee_members_trained", "", ""}:          110,
		{"site_management", "facilities_standing", "facility", "latrine"}: 5, {"site_management", "facilities_standing", "facility", "handwashing"}: 5,
		{"site_management", "facilities_standing", "facility", "shower"}: 5, {"site_management", "facilities_standing", "facility", "water_point"}: 2,
		{"site_management", "below_standard", "", ""}:               3,
		{"site_management", "sites_managed", "", ""}:                5,
		{"site_management", "facilities_repaired", "", ""}:          3,
		{"site_management", "shelter_kits_given", "", ""}:           350,
		{"site_management", "shelter_kits_given", "site", "Mwempa"}: 70,
		{"site_management", "nfi_kits_given", "", ""}:               400,
		{"site_management", "without_a_kit_yet", "", ""}:            0,
		{"feedback", "feedback_received", "", ""}:                   312,
		{"feedback", "feedback_received", "channel", "hotline"}:     141,
		{"feedback", "feedback_received", "channel", "focal_point"}: 75, {"feedback", "feedback_received", "channel", "suggestion_box"}: 96,
	},
	demo.Cities: {
		{"local_solutions", "cities_taking_part", "", ""}:                   25,
		{"local_solutions", "newcomers_in_the_cities", "", ""}:              1_630_000,
		{"local_solutions", "newcomers_in_the_cities", "continent", "asia"}: 777_000,
		{"local_solutions", "newcomers_in_the_cities", "site", "Anaristan"}: 500_000,
		{"local_solutions", "forum_participants", "", ""}:                   300,
		{"local_solutions", "practices_published", "", ""}:                  60,
		{"local_solutions", "replications", "", ""}:                         9,
		{"local_solutions", "articles_drafted", "", ""}:                     12,
		{"local_solutions", "signatures", "", ""}:                           25,
		{"local_solutions", "commitments_made", "", ""}:                     40,
		{"social_cohesion", "initiatives_supported", "", ""}:                12,
	},
	demo.Kosovo: {
		{"reconstruction", "houses_rebuilt", "", ""}:      1_312,
		{"reconstruction", "houses_handed_over", "", ""}:  1_312,
		{"reconstruction", "works_given", "", ""}:         44,
		{"reconstruction", "return_areas", "", ""}:        12,
		{"reconstruction", "minority_returns", "", ""}:    100,
		{"reconstruction", "people_returned", "", ""}:     466,
		{"reconstruction", "households_returned", "", ""}: 146,
		{"reconstruction", "returns_confirmed", "", ""}:   146,
		{"reconstruction", "visits_overdue", "", ""}:      0,
		{"reintegration", "people_counselled", "", ""}:    55,
		{"reintegration", "people_at_work", "", ""}:       44,
		{"reintegration", "grants_given", "year", "2010"}: 26,
		{"community_projects", "projects_built", "", ""}:  287,
		{"reintegration", "grants_given", "", ""}:         420,
		{"reintegration", "courses_held", "", ""}:         36,
		{"reintegration", "people_certified", "", ""}:     36 * 9,
	},
	demo.Resettlement: {
		{"resettlement", "submitted_unhcr", "", ""}:             2_401,
		{"resettlement", "submitted_ngo", "", ""}:               599,
		{"resettlement", "offers_open", "", ""}:                 6,
		{"resettlement", "places_offered", "", ""}:              3_200,
		{"resettlement", "communities_prepared", "", ""}:        6,
		{"resettlement", "oriented", "", ""}:                    374,
		{"resettlement", "cases_resettled", "", ""}:             300,
		{"resettlement", "met_at_departure", "", ""}:            300,
		{"resettlement", "not_met_at_arrival", "", ""}:          7,
		{"resettlement", "refused_not_told", "", ""}:            10,
		{"complementary_pathways", "cases_on_offers", "", ""}:   40,
		{"relocation_between_states", "relocated", "", ""}:      120,
		{"relocation_between_states", "places_pledged", "", ""}: 202,
	},
	demo.Hosts: {
		{"host_families", "hosts", "", ""}:                  46,
		{"host_families", "hosts_cleared", "", ""}:          38,
		{"host_families", "hosts_withdrawn", "", ""}:        2,
		{"host_families", "hosts_who_were_guests", "", ""}:  1,
		{"host_families", "placements", "", ""}:             61,
		{"host_families", "households_with_a_host", "", ""}: 30,
		{"host_families", "stories_published", "", ""}:      1,
		{"host_families", "stories_withdrawn", "", ""}:      1,
		{"host_families", "births", "", ""}:                 1,
		{"host_families", "line_open", "", ""}:              5,

		{"host_families", "families_handed_over", "", ""}: 61,
		{"host_families", "held_in_part", "", ""}:         2,
		{"host_families", "held_over_90_days", "", ""}:    2,
		{"host_families", "held_30_to_90_days", "", ""}:   1,
		{"host_families", "held_under_30_days", "", ""}:   8,
		{"host_families", "advocacy_overdue", "", ""}:     3,
		{"host_families", "detention_ended", "", ""}:      62,
	},
}

// inDetention are the figures that are counted in the compartment of detention.
var inDetention = []string{"families_handed_over", "held_in_part", "held_over_90_days", "held_30_to_90_days", "held_under_30_days", "advocacy_overdue", "detention_ended"}

// counts counts figures of an operation, whole and by their dimensions.
func counts(t testing.TB, op *operation.Operation, caseload id.ID, wanted map[told]int64) map[told]int64 {
	t.Helper()
	reader := access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.Caseworker, id.ID{}), access.NewGrant(access.ProtectionOfficer, id.ID{})}}
	got, boards := map[told]int64{}, map[string]*figures.Board{}
	for w := range wanted {
		of := w.programme
		if slices.Contains(inDetention, w.figure) {
			of += " in detention"
		}
		if boards[of] == nil {
			scope := access.Scope{Caseload: caseload, Compartment: access.General}
			if w.programme == "host_families" {
				scope.Compartment = access.Protection
			}
			if of != w.programme {
				scope.Compartment = access.Detention
			}
			board, err := figures.Open(t.Context(), op.Desk, reader, scope, w.programme)
			if err != nil {
				t.Fatal(err)
			}
			defer board.Close()
			boards[of] = board
		}
		var by []figures.By
		if w.by != "" {
			by = []figures.By{{Dimension: w.by}}
		}
		cells, err := boards[of].Count(t.Context(), reader, w.figure, by...)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cells {
			if c.By[w.by] == w.is {
				got[w] = c.Value
			}
		}
	}
	return got
}

func TestTheOtherOperationsCountWhatTheyShow(t *testing.T) {
	operations := slices.Sorted(maps.Keys(shown))
	op, filled := fillAll(t, 0, operations...)
	for _, operation := range operations {
		got := counts(t, op, filled.Caseloads[operation], shown[operation])
		for of, want := range shown[operation] {
			if got[of] != want {
				t.Errorf("%s: %s %s=%s is %d, want %d", operation, of.figure, of.by, of.is, got[of], want)
			}
		}
	}
	t.Run("guests come to stand on their own", func(t *testing.T) { movedOn(t, op, filled.Caseloads[demo.Hosts]) })
	t.Run("a charter is called off and planned again", func(t *testing.T) { replanned(t, op, filled.Caseloads[demo.Resettlement]) })
}

// movedOn holds that it is told how many guests stand higher on their own than the first time, and how many as high.
func movedOn(t *testing.T, op *operation.Operation, caseload id.ID) {
	manager := access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.ProgrammeManager, id.ID{})}}
	told := ask(t, op, manager, journey.MovedOnIn(access.Scope{Caseload: caseload, Compartment: access.Protection}, "host_families"))
	if len(told) != 1 || told[0].Few || slices.ContainsFunc(told[0].Counts, func(c journey.MovedCount) bool { return c.Few || c.Households == 0 && c.Is != "down" }) {
		t.Errorf("of how they moved it is told %+v", told)
	}
}

// replanned holds that whoever stood on the charter that does not fly is planned again by hand: all but those of whom a medical ends before
// the new day, who are seen first.
func replanned(t *testing.T, op *operation.Operation, caseload id.ID) {
	scope := access.Scope{Caseload: caseload, Compartment: access.General}
	officer := access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.MovementOfficer, id.ID{})}}
	byStatus := map[movement.Status][]movement.TripRow{}
	for _, trip := range ask(t, op, officer, movement.Trips(scope, clock.NoDay, 100)) {
		byStatus[trip.Status] = append(byStatus[trip.Status], trip)
	}
	if len(byStatus[movement.Cancelled]) != 1 || len(byStatus[movement.Planned]) != 1 {
		t.Fatalf("%d trips are called off and %d planned, want one of each", len(byStatus[movement.Cancelled]), len(byStatus[movement.Planned]))
	}
	off, next := byStatus[movement.Cancelled][0], byStatus[movement.Planned][0]
	if off.Seats != 210 {
		t.Errorf("the charter has %d seats, want 210", off.Seats)
	}
	waiting := ask(t, op, officer, movement.CalledOff(scope, off.ID, next.Leaves))
	if len(waiting) != 14 || slices.ContainsFunc(waiting, func(w movement.CalledOffRow) bool { return !w.Lapses }) {
		t.Errorf("%d cases wait, want 14, each of whom a medical would lapse", len(waiting))
	}
}

func ask[T any](t testing.TB, op *operation.Operation, by access.Actor, q desk.Query[T]) T {
	t.Helper()
	got, err := desk.Ask(t.Context(), op.Desk, by, "task.test", q)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A programme stands on the tile of the operations in which somebody walks it, and on no other; its figures are drawn for these alone. Whoever does not work
// with the households is told no number of fewer than five.
func TestAProgrammeIsCarriedOutWhereSomebodyWalksIt(t *testing.T) {
	op, filled := fillAll(t, 200, demo.Operations()...)
	reader := access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.ProgrammeManager, id.ID{})}}
	want := map[string][]string{demo.Kalemie: {demo.Programme}, demo.Nyunzu: {"feedback", "site_management"}, demo.Cities: {"local_solutions", "social_cohesion"},
		demo.Kosovo: {"community_projects", "reconstruction", "reintegration"}, demo.Resettlement: {"complementary_pathways", "relocation_between_states", "resettlement"}}
	for operation, caseload := range filled.Caseloads {
		scope := access.Scope{Caseload: caseload, Compartment: access.General}
		var got []string
		for _, w := range ask(t, op, reader, journey.WalkedIn(scope, access.FiguresRead)) {
			got = append(got, w.Programme)
			if w.For == "household" && w.Ways < access.FewestTold && !w.Few {
				t.Errorf("%s: %s is walked by %d households, and whoever does not work with them is told so", operation, w.Pathway, w.Ways)
			}
		}
		if got = slices.Compact(got); !slices.Equal(got, want[operation]) {
			t.Errorf("%s: %v are walked, want %v", operation, got, want[operation])
		}
		var drawn []string
		for _, p := range ask(t, op, reader, journey.CarriedOut(scope)) {
			drawn = append(drawn, p.Programme)
		}
		if !slices.Equal(drawn, want[operation]) {
			t.Errorf("%s: figures are drawn of %v, want %v", operation, drawn, want[operation])
		}
		worker := access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.Caseworker, caseload)}}
		told, known := ask(t, op, reader, journey.CaseloadOf(scope, access.FiguresRead)), ask(t, op, worker, journey.CaseloadOf(scope, access.PeopleList))
		if few := 0 < known.Households && known.Households < access.FewestTold; told.Few != few || few && told.Households+told.Persons > 0 || known.Few {
			t.Errorf("%s: of %d households the programme manager is told %+v", operation, known.Households, told)
		}
	}
}
