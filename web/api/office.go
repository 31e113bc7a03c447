// SPDX-License-Identifier: Apache-2.0

package api

import (
	"slices"

	"safar/desk"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/lately"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Account is who asks: User, for whom the program acts by its Token, and how far it goes today. ReadOnly says that it changes nothing.
type Account struct {
	User     id.ID       `class:"open"`
	Token    id.ID       `class:"open"`
	ReadOnly bool        `class:"open"`
	In       []string    `class:"open"` // compartments
	Grants   []GrantTold // that hold today
}

// GrantTold is a Role over a Caseload, over every one where none is named, up to the day Until, where it has one.
type GrantTold struct {
	Role     access.Role `class:"open"`
	Caseload id.ID       `class:"open"`
	Until    clock.Day   `class:"open"`
}

func accountOf(c *call) (Account, error) {
	told := Account{User: c.by.User, Token: c.by.Program.Token, ReadOnly: c.by.Program.ReadOnly}
	for _, part := range access.Compartments() {
		if c.by.Program.In.Has(part) {
			told.In = append(told.In, part.String())
		}
	}
	for _, g := range c.by.Grants {
		if g.Holds(c.op.Desk.Today()) {
			told.Grants = append(told.Grants, GrantTold{g.Role, g.Caseload, g.Until})
		}
	}
	return told, nil
}

// Waits is some work that waits: What as the start page names it, Count how much.
type Waits struct {
	What  string `class:"open"`
	Count int64  `class:"open"`
}

// today lists what waits in a part of a caseload, as far as it is told to who asks: what the start page tells them.
func today(c *call) (all []Waits, err error) {
	add := func(what string, count int64, acts ...access.Act) {
		told := len(acts) == 0 || slices.ContainsFunc(acts, func(act access.Act) bool { return c.may(act, c.scope) })
		if count > 0 && told {
			all = append(all, Waits{what, count})
		}
	}
	ways, err := due(c, journey.WaitingToday, access.JourneyFollowUp, access.ChoiceConfirm)
	if err != nil {
		return nil, err
	}
	add("visits", int64(ways.Visits), access.JourneyFollowUp)
	add("lapsing", int64(ways.Lapsing))
	add("asked", int64(ways.Asked))
	trips, err := due(c, movement.WaitingToday, access.MovementArrive, access.MovementConfirmArrival)
	if err != nil {
		return nil, err
	}
	add("stopped", trips.Stopped)
	add("on_the_road", trips.OnTheRoad)
	add("late", int64(trips.Late), access.MovementDepart)
	money, err := due(c, payment.WaitingToday, access.PaymentApprove, access.PaymentRelease, access.PaymentHold, access.PaymentAssess, access.PaymentCountersign)
	if err != nil {
		return nil, err
	}
	add("to_approve", money.ToApprove, access.PaymentApprove)
	add("held", int64(money.Held), access.PaymentList)
	add("sheets_late", int64(money.Late), access.PaymentCountersign)
	add("sheets", int64(money.Unseen-money.Late), access.PaymentCountersign)
	add("sheets_differ", int64(money.Differ), access.PaymentCountersign)
	add("cash_not_assessed", int64(money.NoGo), access.PaymentAssess, access.PaymentPrepare)
	said, err := due(c, voice.WaitingToday, access.VoiceAnswer)
	if err != nil {
		return nil, err
	}
	add("voices", said.Words)
	late, err := due(c, func(_ access.Act, scope access.Scope) desk.Query[voice.Mine] {
		return c.op.Voices.Of(scope).MineToday()
	}, access.VoiceAnswer)
	if err != nil {
		return nil, err
	}
	add("complaints_mine", int64(late.Late))
	add("complaints_nobody", int64(late.Nobody))
	held, err := c.guestsToReview()
	add("hosts_on_hold", held)
	return all, err
}

// due asks what waits, for who may do one of some acts; nothing for others.
func due[T any](c *call, waiting func(access.Act, access.Scope) desk.Query[T], acts ...access.Act) (none T, err error) {
	for _, act := range acts {
		if c.may(act, c.scope) {
			return desk.Ask(c.ctx, c.op.Desk, c.by, "task.start", waiting(act, c.scope))
		}
	}
	return none, nil
}

// guestsToReview counts the households whose host may not receive any more, and with whom nobody spoke for now.
func (c *call) guestsToReview() (int64, error) {
	if c.scope.Compartment == access.General || !c.may(access.CapacityPropose, c.scope) {
		return 0, nil
	}
	waiting, err := desk.Ask(c.ctx, c.op.Desk, c.by, "task.start", hosting.WaitingToday(c.scope))
	return waiting.ToReview, err
}

// News is what has changed, Changes, since the beginning of the day Since.
type News struct {
	Since   clock.Day `class:"open"`
	Changes []lately.Row
}

// latelyIn says what has changed since the last day of work.
func latelyIn(c *call) (told News, err error) {
	if told.Since, err = c.op.News.LastDay(c.ctx, c.op.Desk, c.by, c.scope); err != nil {
		return told, err
	}
	told.Changes, err = c.op.News.Told(c.ctx, c.op.Desk, c.by, c.scope, told.Since)
	return told, err
}

// latelyWho lists the households of which a change tells.
func latelyWho(c *call, change string) ([]lately.Household, error) {
	if !slices.Contains(lately.Changes(), lately.Change(change)) {
		return nil, fault.New("api.latelyWho", fault.NotFound, "", nil)
	}
	since, err := c.op.News.LastDay(c.ctx, c.op.Desk, c.by, c.scope)
	if err != nil {
		return nil, err
	}
	return c.op.News.Households(c.ctx, c.op.Desk, c.by, c.scope, since, lately.Change(change))
}
