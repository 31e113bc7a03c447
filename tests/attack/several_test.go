// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"
	"strings"

	"safar/field/bulk"
	"safar/kernel/access"
	"safar/kernel/id"
)

// askForSeveral has a caseworker choose households and ask for things to be done to several, so that a work stands in every state in which it shows a form: chosen, looked
// at, stopped half-way, ended.
func (w *town) askForSeveral() {
	w.t.Helper()
	by := w.as(access.Caseworker)
	household := []bulk.Item{{Household: w.other}}
	payment := []bulk.Item{{Household: w.household, Journey: w.journey, Step: "third_tranche"}}
	said := bulk.Words{Reason: "zkanari reason of several", Source: "zkanari several sourced"}
	choose := func(items []bulk.Item) id.ID {
		of, err := w.op.Works.Choose(by, w.scope, "/households", items)
		must(w.t, err)
		return of
	}
	look := func(of id.ID, deed string, asked bulk.Asked) {
		must(w.t, w.op.Works.Look(by, of, deed, asked, said))
		got, err := w.op.Works.Rested(w.t.Context(), by, of)
		must(w.t, err)
		if got.State != bulk.Looked || got.Can != len(got.Items) {
			w.t.Fatalf("%s: %s, of %d it can be done for %d: %v", deed, got.State, len(got.Items), got.Can, got.Refused)
		}
	}
	hold := bulk.Asked{Until: w.desk.Today() + 7, Person: w.as(access.Approver).User}
	chosen, looked, ended := choose(household), choose(payment), choose(household)
	look(looked, "hold", hold)
	look(ended, "move_site", bulk.Asked{Place: w.tale.site})
	must(w.t, w.op.Works.Begin(w.t.Context(), by, ended, ""))
	_, err := w.op.Works.Rested(w.t.Context(), by, ended)
	must(w.t, err)
	must(w.t, w.op.Works.Recall(w.t.Context(), by, access.PaymentHold, w.scope, w.several))
	w.works = []id.ID{chosen, looked, w.several, ended}
}

// plantSeveral has a caseworker ask for payments to be held, of which none is held before the program ends.
func (w *tale) plantSeveral() {
	w.t.Helper()
	w.several = id.New()
	w.by(w.as(access.Caseworker), bulk.Begin{Work: w.several, Deed: "hold", Asked: bulk.Asked{Until: w.desk.Today() + 7, Person: w.as(access.Approver).User},
		Words: bulk.Words{Reason: "zkanari reason of several", Source: "zkanari several sourced"},
		Items: []bulk.Item{{Household: w.household, Journey: w.journey, Step: "third_tranche"}}})
}

// worksOf are the works of the town that a path can be about.
func (w *town) worksOf(path, name string) (values []string) {
	if name == "deed" {
		return []string{"hold", "move_site", "start"}
	}
	for _, of := range w.works {
		values = append(values, of.String())
	}
	return values
}

// isOfSeveral reports whether a path is about what is done to several.
func isOfSeveral(path string) bool { return slices.Contains(strings.Split(path, "/"), "several") }
