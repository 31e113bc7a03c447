// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strconv"

	"safar/field/bulk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/web/page"
)

// What was said once for all of them stands in the form again where it is to be said otherwise, and beside what would come of it, or came.

// asksOf is what a deed asks, or what is asked when it is taken back.
func asksOf(of bulk.Work, d *bulk.Deed) []bulk.Blank {
	if of.Back() {
		return backAsks(d)
	}
	return d.Asks
}

// saidTo is what was said to a blank, as its field has it; "" for nothing.
func saidTo(of bulk.Work, ask bulk.Blank) string {
	a := of.Asked
	switch ask {
	case bulk.AsksDay:
		return dayText(a.Day)
	case bulk.AsksUntil:
		return dayText(a.Until)
	case bulk.AsksResolver:
		return idText(a.Person)
	case bulk.AsksVillage, bulk.AsksSite:
		return idText(a.Place)
	case bulk.AsksLoad:
		if a.Trip.IsZero() {
			return ""
		}
		return a.Trip.String() + "." + strconv.Itoa(a.Load)
	case bulk.AsksGathering, bulk.AsksPlan, bulk.AsksVisitPlan:
		return idText(a.Gathering)
	case bulk.AsksYes:
		return map[bool]string{true: "yes", false: "no"}[a.Yes]
	case bulk.AsksLanguage:
		return a.Language
	case bulk.AsksRoute:
		return a.Route
	case bulk.AsksPathway:
		return a.Programme + "." + a.Pathway
	case bulk.AsksReason:
		return of.Words.Reason
	}
	return of.Words.Source
}

// dayText is a day as it stands in a form; "" for none.
func dayText(d clock.Day) string {
	if d == 0 || !d.Known() {
		return ""
	}
	return d.String()
}

// saidTerms say what was said for all of them. What can be chosen no more, a load that has left, is not named.
func (e *errand) saidTerms(of bulk.Work, d *bulk.Deed) (terms []page.Term, err error) {
	for _, ask := range asksOf(of, d) {
		b, err := e.deedBlank(of, ask)
		if err != nil {
			return nil, err
		}
		said, class := saidTo(of, ask), ""
		switch {
		case said == "":
		case ask == bulk.AsksDay:
			said, class = e.Words.Date(of.Asked.Day), "date"
		case ask == bulk.AsksUntil:
			said, class = e.Words.Date(of.Asked.Until), "date"
		case b.as == asSelect || b.as == asRadios:
			at := slices.IndexFunc(b.Options, func(o page.Option) bool { return o.Value == said })
			if said = ""; at >= 0 {
				said = b.Options[at].Label
			}
		}
		if said != "" {
			terms = append(terms, page.Term{Label: b.Label, Value: said, Class: class})
		}
	}
	return terms, nil
}

// whereToMake leads to where what can be chosen for a blank is made, where there is nothing to choose from.
func (e *errand) whereToMake(ask bulk.Blank) []page.Link {
	switch ask {
	case bulk.AsksLoad:
		return e.way(e.may(access.MovementPlan), "trips.plan", "/movements/plan")
	case bulk.AsksGathering:
		return e.way(e.may(access.GatheringHold), "gatherings.record", "/gatherings/new")
	case bulk.AsksPlan:
		return e.way(e.may(access.GatheringHold), "planned.arrange", plannedPath+"session")
	case bulk.AsksVisitPlan:
		return e.way(e.may(access.VisitPlan), "planned.arrange_visit", plannedPath+"visit")
	}
	return nil
}
