// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"slices"

	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/web"
	"safar/web/page"
)

// wayShown is one pathway with its words.
type wayShown struct {
	journey.Way
	speech
	forward map[string][]page.Link // step → the ways forward where adults differ, for those who speak with each
	deeds   map[string]string      // step → path of its form, for what this visitor may do there
	later   map[string][]string    // step → the names of those who are to follow a household that has left
	mends   map[string]page.Link   // contradiction → where this visitor can say which of the two is so
}

// stepActs are what somebody must be allowed to do to have the form of a step, by its verb.
var stepActs = map[string][]access.Act{
	"ask": {access.JourneyAsk}, "tell": {access.ChoiceTell}, "visit": {access.VisitRecord, access.GatheringAttend},
	"gather": {access.GatheringAttend}, "choose": {access.ChoiceAnswer, access.ChoiceWithdraw, access.ChoiceBestInterests},
	"clear": {access.ClearanceRecord, access.ClearanceRequest},
	"place": {access.CapacityCheck, access.CapacityPromise, access.CapacityRelease}, "check": {access.JourneyFollowUp},
	"decide": {access.JourneyDecide}, "close": {access.JourneyClose},
}

// open are the states in which something can be done on a step.
var open = map[string]bool{"ready": true, "waiting": true, "lapsed": true, "done": true, "disagree": true, "on_hold": true, "undecidable": true}

// isOpen reports whether something can be done on a step; what was decided with "no" can be decided anew.
func isOpen(s journey.StepRow) bool {
	return open[s.State] || s.Reached == programme.Refusal.String() && len(s.Before) == 0
}

// wayShown is a way ready to be shown, of some people.
func (p Pages) wayShown(r *web.Request, scope access.Scope, base string, way journey.Way, of []people.MemberRow) wayShown {
	shown := wayShown{Way: way, speech: p.speech(r.Words, way.Programme), deeds: map[string]string{}, forward: map[string][]page.Link{},
		later: map[string][]string{}}
	for _, s := range way.Steps {
		for _, m := range of {
			if slices.Contains(s.Later, m.ID) {
				shown.later[s.ID] = append(shown.later[s.ID], cmp.Or(nameOf(m), unnamed(r.Words, m)))
			}
		}
		shown.forward[s.ID] = p.waysForward(r, scope, base, way.ID, s)
		// "Stay" may be answered, a plot checked, and a consent given or taken back, whatever else stands before them.
		if s.Barred != "" || !isOpen(s) && s.Verb != "choose" && s.Verb != "place" && s.Verb != "refer" || s.State == programme.NotApplicable.String() {
			continue
		}
		for _, act := range stepActs[s.Verb] {
			if p.may(r.Visitor, act, scope) && (s.Verb != "decide" || p.holds(r.Visitor, s.Role, scope)) {
				shown.deeds[s.ID] = base + "/ways/" + way.ID.String() + "/" + s.ID
			}
		}
		if to := p.officeStep(r, scope, way, s); to != "" {
			shown.deeds[s.ID] = to
		}
	}
	shown.mends = p.mends(r, scope, base, way)
	return shown
}

// mends are the ways out of what two offices wrote that cannot both be, for those who may go them. A plot that another household was promised too
// is freed like two of their own.
func (p Pages) mends(r *web.Request, scope access.Scope, base string, way journey.Way) map[string]page.Link {
	links := map[string]page.Link{}
	offer := func(what journey.Contradiction, act access.Act, verb, key string, to func(step string) string) {
		at := slices.IndexFunc(way.Steps, func(s journey.StepRow) bool { return s.Verb == verb && s.Reached != "" })
		if at >= 0 && p.may(r.Visitor, act, scope) {
			links[string(what)] = page.Link{Text: r.Words.T(key), To: to(way.Steps[at].ID)}
		}
	}
	room := func(step string) string { return base + "/ways/" + way.ID.String() + "/" + step + "?do=release" }
	offer(journey.TwoTrips, access.MovementConfirmArrival, "move", "trips.not_aboard", func(step string) string { return notAboardPath(way.ID, step) })
	offer(journey.TwoLoads, access.MovementLoad, "move", "two_loads.decide", func(step string) string { return twoLoadsPath(way.ID, step) })
	offer(journey.PaidTwice, access.PeopleLook, "pay", "payments.owed_title", func(string) string { return "/payments/owed/" + way.ID.String() })
	offer(journey.GivenTwice, access.SupplyDistribute, "give", "supplies.settle", func(step string) string { return handPath(way.ID, step) + "/settle" })
	offer(journey.TwoRooms, access.CapacityRelease, "place", "plot.release", room)
	offer(journey.PromisedTwice, access.CapacityRelease, "place", "plot.release", room)
	return links
}

// officeStep is where a step of money, goods, the road or building goes on, for those who have something to do there.
func (p Pages) officeStep(r *web.Request, scope access.Scope, of journey.Way, s journey.StepRow) string {
	if of.Alone {
		return "" // money, goods, trips and houses are a household's
	}
	may := func(act access.Act) bool { return p.may(r.Visitor, act, scope) }
	way := of.ID
	at := way.String() + "/" + s.ID
	switch {
	case s.Verb == "pay" && may(access.PaymentDeliver):
		return "/payments/owed/" + way.String()
	case s.Verb == "move" && s.Reached == programme.Departed.String() && may(access.MovementConfirmArrival):
		return "/movements/arrivals/" + at
	case s.Verb == "move" && s.Reached == programme.Arrived.String() && may(access.MovementConfirmArrival):
		return undoArrivalPath(way, s.ID)
	case s.Verb == "move" && may(access.ChoiceConfirm) && (s.State != "done" || len(s.Later) > 0):
		return "/movements/ask/" + at
	case s.Verb == "give" && s.Reached == programme.Allotted.String() && may(access.SupplyDistribute):
		return handPath(way, s.ID)
	case s.Verb == "give" && s.State == "ready" && may(access.SupplyDistribute):
		return listOneself(way, of.Programme, s.ID)
	case s.Verb == "refer" && may(access.ReferralSend):
		return referralPath(way, s.ID)
	case s.Verb == "build" && may(access.WorksReport):
		return "/houses/" + at + "/report"
	}
	return ""
}
