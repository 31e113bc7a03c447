// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"safar/desk"
	"safar/field/bulk"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/staff"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/web"
)

// waiting is some work that waits for the reader: how much, in which words, and the page on which it is done.
type waiting struct {
	text, to string
}

// today lists what waits for the visitor, by what they may do: in the caseload they chose, or in all that they work with.
func (p Pages) today(r *web.Request) (all []waiting, err error) {
	add := func(key string, count int64, to string) {
		if count > 0 {
			all = append(all, waiting{r.Words.N(key, count), to})
		}
	}
	ways, err := dueIn(p, r, journey.WaitingToday, func(sum *journey.Waiting, d journey.Waiting) {
		sum.Visits += d.Visits
		sum.Lapsing += d.Lapsing
		sum.Asked += d.Asked
	},
		access.JourneyFollowUp, access.ChoiceConfirm)
	if err != nil {
		return nil, err
	}
	if p.mayAnywhere(r.Visitor, access.JourneyFollowUp) {
		add("today.visits", int64(ways.Visits), "/follow-ups")
	}
	add("today.lapsing", int64(ways.Lapsing), "/households?stands="+string(journey.Lapsing))
	add("today.asked", int64(ways.Asked), "/households?stands="+string(journey.Asked))
	works, err := p.stoppedWorks(r)
	if err != nil {
		return nil, err
	}
	add("today.works", works, "/several")
	trips, err := dueIn(p, r, movement.WaitingToday, func(sum *movement.Waiting, d movement.Waiting) {
		sum.OnTheRoad += d.OnTheRoad
		sum.Stopped += d.Stopped
		sum.Late += d.Late
	}, access.MovementArrive, access.MovementConfirmArrival)
	if err != nil {
		return nil, err
	}
	held, err := p.guestsToReview(r)
	if err != nil {
		return nil, err
	}
	told, err := p.storiesWaiting(r)
	if err != nil {
		return nil, err
	}
	add("today.stories", told, "/stories")
	add("today.hosts_on_hold", held, "/hosts")
	add("today.stopped", trips.Stopped, "/movements")
	add("today.on_the_road", trips.OnTheRoad, "/movements")
	if p.mayAnywhere(r.Visitor, access.MovementDepart) {
		add("today.late", int64(trips.Late), "/movements")
	}
	money, err := dueIn(p, r, payment.WaitingToday, func(sum *payment.Waiting, d payment.Waiting) {
		sum.ToApprove += d.ToApprove
		sum.Held += d.Held
		sum.NoGo += d.NoGo
		sum.Unseen += d.Unseen
		sum.Late += d.Late
		sum.Differ += d.Differ
	}, access.PaymentApprove, access.PaymentRelease, access.PaymentHold, access.PaymentAssess, access.PaymentCountersign)
	if err != nil {
		return nil, err
	}
	if p.mayAnywhere(r.Visitor, access.PaymentApprove) {
		add("today.to_approve", money.ToApprove, "/payments")
	}
	if p.mayAnywhere(r.Visitor, access.PaymentList) {
		add("today.held", int64(money.Held), "/payments/holds")
	}
	if p.mayAnywhere(r.Visitor, access.PaymentCountersign) {
		add("today.sheets_late", int64(money.Late), "/payments/sheets")
		add("today.sheets", int64(money.Unseen-money.Late), "/payments/sheets")
		add("today.sheets_differ", int64(money.Differ), "/payments/sheets")
	}
	if p.mayAnywhere(r.Visitor, access.PaymentAssess) || p.mayAnywhere(r.Visitor, access.PaymentPrepare) {
		add("today.cash_not_assessed", int64(money.NoGo), "/payments/sites")
	}
	said, err := dueIn(p, r, voice.WaitingToday, func(sum *voice.Waiting, d voice.Waiting) { sum.Words += d.Words }, access.VoiceAnswer)
	if err != nil {
		return nil, err
	}
	add("today.voices", said.Words, "/voices")
	complaints, err := dueIn(p, r, func(_ access.Act, scope access.Scope) desk.Query[voice.Mine] {
		return p.op.Voices.Of(scope).MineToday()
	}, func(sum *voice.Mine, d voice.Mine) {
		sum.Late += d.Late
		sum.Nobody += d.Nobody
	}, access.VoiceAnswer)
	if err != nil {
		return nil, err
	}
	add("today.complaints_mine", int64(complaints.Late), "/voices?whose=mine&stands=late")
	add("today.complaints_nobody", int64(complaints.Nobody), "/voices?whose=none&stands=late")
	back, err := p.toAskBack(r)
	if err != nil {
		return nil, err
	}
	add("today.ask_back", back, "/referrals")
	breaches, err := p.myBreaches(r)
	if err != nil {
		return nil, err
	}
	add("today.breaches", breaches, "/standards")
	decisions, err := p.openDecisions(r)
	if err != nil {
		return nil, err
	}
	add("today.committee_decisions", decisions, "/decisions")
	if p.mayReadSealed(r.Visitor) && !p.lanes.openedOn(r.Visitor.Actor.User, p.op.Desk.Today()) {
		add("today.sealed", 1, sealedPath)
	}
	return all, nil
}

// dueIn adds up what waits in the caseloads in which the visitor may do one of some acts; in the one that they chose, where they chose one.
func dueIn[T any](p Pages, r *web.Request, due func(access.Act, access.Scope) desk.Query[T], sum func(*T, T), acts ...access.Act) (total T, err error) {
	var done []access.Scope
	for _, act := range acts {
		all, err := p.caseloads(r.Context(), r.Visitor, act)
		if err != nil {
			return total, err
		}
		for _, c := range all {
			if slices.Contains(done, c.Scope) || !r.Visitor.Caseload.IsZero() && c.Scope.Caseload != r.Visitor.Caseload {
				continue
			}
			done = append(done, c.Scope)
			some, err := asked(p, r, "task.start", due(act, c.Scope))
			if err != nil {
				return total, err
			}
			sum(&total, some)
		}
	}
	return total, nil
}

// stoppedWorks counts what the visitor asked to be done to several, and was stopped before its end; what goes on stands at the top of every page.
func (p Pages) stoppedWorks(r *web.Request) (total int64, err error) {
	all, err := asked(p, r, "task.start", staff.Caseloads())
	for _, c := range all {
		scope := r.Visitor.In(c.ID)
		act, may := p.anyDeed(r, scope)
		if err != nil || !may || !r.Visitor.Caseload.IsZero() && c.ID != r.Visitor.Caseload {
			continue
		}
		var n bulk.Count
		n, err = asked(p, r, "task.start", bulk.Waiting(act, scope))
		total += n.Works
	}
	if _, goes := p.op.Works.Under(r.Visitor.Actor); goes && total > 0 {
		total--
	}
	return total, err
}

// mayReadSealed reports whether the visitor is a focal point for sensitive complaints somewhere. They are told to look each day, whatever lies there.
func (p Pages) mayReadSealed(v web.Visitor) bool {
	of, every := v.Actor.Caseloads(access.VoiceList, access.SealedComplaints, p.op.Desk.Today())
	return every || len(of) > 0
}
