// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/movement"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
)

// showYard is the screen for boarding: a household is found by the number of its card or a name, which come in the body, so that no name
// stands in an address, a log or a history. After a refusal it says what is wrong, and leads to where it can be mended.
func showYard(e *errand, wrong error, mend []page.Link) error {
	if err := access.May(e.Visitor.Actor, access.MovementBoard, e.scope, e.today); err != nil {
		return err
	}
	s, names, err := e.trip()
	if err != nil {
		return err
	}
	values, err := e.Values()
	if err != nil {
		return err
	}
	q := values.Get("q")
	lines := slices.DeleteFunc(s.Lines, func(l movement.ManifestLine) bool { return !matches(l, q) })
	cut, pages := pageOf(e, lines, perPage)
	if q != "" {
		pages.Next = "" // no address leads on: who finds more says more of the name
	}
	f := e.frame(e.Words.T("trips.board"), e.crumb("trips.title", "/movements"),
		page.Link{Text: fromTo(e.Words, names, s.Trip), To: "/movements/" + s.Trip.ID.String()})
	text, hint, code := "", "", 200
	if wrong != nil {
		text, hint = e.Words.Fault(wrong)
		code = web.Status(wrong)
	}
	e.AllowCamera()
	return e.ShowAs(code, yardPage(f, e, s.Trip, cut, pages, q, text, hint, mend))
}

// scanned says whether the camera read the card that was asked for; "" where it was typed.
func (e *errand) scanned() string { return e.PostForm.Get("scan") }

// matches reports whether a household is the one that was asked for, by its card or somebody's name.
func matches(l movement.ManifestLine, q string) bool {
	q = strings.ToLower(strings.TrimSpace(q))
	if q == "" || strings.Contains(strings.ToLower(l.Card), q) {
		return true
	}
	return slices.ContainsFunc(l.Persons, func(p movement.ManifestEntry) bool {
		return strings.Contains(strings.ToLower(p.Given+" "+p.Family), q)
	})
}

// yardDeed is one button of the yard: it does one thing to one household and leads back to the screen.
func yardDeed(of func(trip, journey id.ID, step string) desk.Command) func(*errand) error {
	return func(e *errand) error {
		trip, err := e.PathID("id")
		if err != nil {
			return err
		}
		values, err := e.Values()
		if err != nil {
			return err
		}
		journey, err := id.Parse(values.Get("journey"))
		if err != nil {
			return notThere("pages.yard")
		}
		_, err = e.do(e.scope, of(trip, journey, values.Get("step")))
		if err != nil {
			if mendable(err) && e.may(access.MovementBoard) {
				asks := e.way(fault.KeyOf(err) == "movement.ask_again" && e.may(access.ChoiceConfirm), "trips.ask_again",
					askPath(journey, values.Get("step"), trip))
				return showYard(e, err, asks)
			}
			return err
		}
		to := "/movements/" + trip.String() + "/board"
		if values.Get("scan") != "" { // the next card
			to += "?scan=on"
		}
		return e.Go(to, "saved")
	}
}

// boarded and waiting tell what buttons a household has in the yard.
func standing(l movement.ManifestLine, state string) bool {
	return slices.ContainsFunc(l.Persons, func(p movement.ManifestEntry) bool { return p.State.String() == state })
}
