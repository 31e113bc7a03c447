// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Reason is why a payment is held back from a list. It is shown to staff, counted, and names nobody.
type Reason string

// The reasons. Each has a sentence in the catalogues under "payment.held." and its name.
const (
	NotReady        Reason = "not_ready"         // the step is not ready today: something stands before it
	AlreadyPaid     Reason = "already_paid"      // it was delivered
	OnAnotherList   Reason = "on_another_list"   // it stands on a list that is not over
	OtherGrant      Reason = "other_grant"       // the programme pays it from another grant
	GrantClosed     Reason = "grant_closed"      // the grant does not cover the day
	TwoHouseholds   Reason = "two_households"    // somebody is said to belong to two households
	TwoJourneys     Reason = "two_journeys"      // the household stands on two exclusive journeys
	NoCollector     Reason = "no_collector"      // nobody was chosen to collect it, or they have died or left
	TwoCollectors   Reason = "two_collectors"    // two offices recorded two choices
	TwoLists        Reason = "two_lists"         // two offices put it on a list each, and neither is over
	Contradicted    Reason = "contradicted"      // two offices promised two plots, one plot twice, or paid or carried somebody twice
	PhoneFlagged    Reason = "phone_flagged"     // the collector's number is missing or unsure, and money would go to it
	Disputed        Reason = "on_hold"           // a person holds it for a stated time
	StoppedByPerson Reason = "stopped_by_person" // a person stopped it, and nobody has lifted the stop
	DayTooEarly     Reason = "day_too_early"     // the day lies before it was earned, or before what happened on it last
	PaidElsewhere   Reason = "paid_elsewhere"    // it was reckoned for somebody of them in another household, and nobody has released it
	PaidByInspector Reason = "paid_by_inspector" // who asks has inspected this household's building
	LetGoByPayer    Reason = "let_go_by_payer"   // who asks has let this suspected double go: somebody else pays it
)

// MaxLines bounds a payment list; a larger one is two lists.
const MaxLines = 20_000

// source is what the rules read through, for a command or a query.
type source struct{ desk.Source }

// maxWays bounds how many ways of one household are read.
const maxWays = 100

func (s source) take(of id.ID) (*journey.Case, error) { return journey.Take(s.Source, of) }
func (s source) journey(of id.ID) (*journey.Journey, error) {
	f, err := desk.See(s.Source, journey.Story, of)
	return f.State, err
}
func (s source) on(list id.ID) ([]id.ID, error) {
	return desk.Listed(s.Source, journey.ByLink, list[:], MaxLines)
}
func (s source) household(of id.ID) (*people.Household, error) {
	f, err := desk.See(s.Source, people.HouseholdStory, of)
	return f.State, err
}
func (s source) list(of id.ID) (*List, error) {
	f, err := desk.See(s.Source, ListStory, of)
	return f.State, err
}
func (s source) hold(j id.ID, step string) (*Hold, error) {
	f, err := holdOn(s.Source, j, step)
	return f.State, err
}
func (s source) ways(h id.ID) ([]id.ID, error) {
	return desk.Listed(s.Source, journey.BySubject, h[:], maxWays)
}
func (s source) person(of id.ID) (*people.Person, error) {
	f, err := desk.See(s.Source, people.PersonStory, of)
	return f.State, err
}
func (s source) undoubted(j *journey.Journey) error { return capacity.Undoubted(s.Source, j) }

// asking is who asks for a list, of what, and when.
type asking struct {
	by, list   id.ID
	grant      string
	method     Method
	day, today clock.Day
}

// due is one payment that may be put on a list.
type due struct {
	journey, subject id.ID
	owed             owedResidue
	mustOwe          bool // it is not owed yet
	collector        people.Collector
	total            int64
}

// judgeOwed says whether a payment is owed, or may become so today. why is "" where it is or may.
func (a *asking) judgeOwed(journeyID id.ID, k *journey.Case, step string) (d due, why Reason, err error) {
	s, err := k.At(step, "pay")
	if err != nil {
		return d, "", err
	}
	line := LineOf(k.Journey, step)
	d = due{journey: journeyID, subject: k.Journey.Subject}
	switch {
	case s.Step.Grant == nil || s.Step.Grant.ID != a.grant:
		return d, OtherGrant, nil
	case line.State == programme.Delivered && line.Begun:
		return d, AlreadyPaid, nil
	case line.Owing() && s.Status == programme.Waiting:
		d.owed = owedResidue{Step: step, Amounts: line.Amounts, Currency: line.Currency, Grant: line.Grant}
	case s.Status == programme.Ready && !line.Owing():
		d.owed, d.mustOwe = reasonOf(k, s), true
	default:
		return d, NotReady, nil
	}
	d.total = sum(d.owed.Amounts)
	switch {
	case d.owed.Grant != a.grant:
		return d, OtherGrant, nil
	case !s.Step.Grant.Covers(a.day):
		return d, GrantClosed, nil
	case tooEarly(k, s, line, d.mustOwe, a.day):
		return d, DayTooEarly, nil
	case d.total <= 0:
		return d, NotReady, nil
	}
	return d, "", nil
}

// tooEarly reports whether a day lies before what happened on the payment last, or before the steps it is earned by were done.
func tooEarly(k *journey.Case, s *programme.StepStanding, line Line, mustOwe bool, day clock.Day) bool {
	if line.Last.Known() && day < line.Last {
		return true
	}
	return mustOwe && slices.ContainsFunc(earned(k, s.Step), func(e Earned) bool { return e.Since.Known() && day < e.Since })
}

// reasonOf freezes why an amount is owed today.
func reasonOf(k *journey.Case, s *programme.StepStanding) owedResidue {
	r := owedResidue{Step: s.Step.ID, Programme: k.Pathway.Programme.ID, Version: k.Pathway.Programme.Hash(), Grant: s.Step.Grant.ID,
		Currency: s.Step.Grant.Currency, Earned: earned(k, s.Step), Size: len(k.Members), Place: k.Journey.Destination()}
	for _, a := range s.Amounts {
		r.Amounts = append(r.Amounts, journey.Amount{Name: a.Name, Minor: a.Value})
	}
	for _, m := range k.Members {
		r.Persons = append(r.Persons, m.ID)
	}
	if n := len(k.Journey.Marks); n > 0 {
		r.Seen = k.Journey.Marks[n-1].Ref
	}
	return r
}

// earned lists the steps that a payment needs, with the days on which they were done.
func earned(k *journey.Case, s *programme.Step) []Earned {
	var steps []Earned
	for _, need := range s.Needs {
		if of := k.Standing.Step(need); of != nil && of.Status == programme.Done {
			steps = append(steps, Earned{Step: need, Since: of.Since})
		}
	}
	return steps
}

// judge says whether a payment may be put on a list: owed or earned, on no other list, held by nobody, and with somebody who
// collects it.
func (a *asking) judge(src source, journeyID id.ID, k *journey.Case, step string) (d due, why Reason, err error) {
	d, why, err = a.judgeOwed(journeyID, k, step)
	if err != nil || why != "" {
		return d, why, err
	}
	line := LineOf(k.Journey, step)
	if line.Begun && line.State == programme.Listed {
		on, err := src.list(line.List)
		if err != nil {
			return d, "", err
		}
		if on.Open() {
			return d, OnAnotherList, nil
		}
	}
	if why, err := contradicted(src, k, &line); err != nil || why != "" {
		return d, why, err
	}
	if inspected(k.Journey, a.by) {
		return d, PaidByInspector, nil
	}
	if why, err := heldBy(src, k, step, a.by, a.today, owedOrPaid); err != nil || why != "" {
		return d, why, err
	}
	d.collector, why, err = collectorOf(src, k, a.method)
	return d, why, err
}

// heldBy says whether a person holds a payment back, or must look at it: a stop until it is lifted, a hold until its day or its release, a
// suspected double until the one who is named to resolve it releases it, also when the hold's day has passed. What a person stopped never
// becomes owed by itself again, whatever is chosen, earned or listed since. Nobody pays what they let go themselves: by is who asks.
func heldBy(src source, k *journey.Case, step string, by id.ID, today clock.Day, counts paidFor) (Reason, error) {
	h, err := src.hold(k.ID, step)
	if err != nil {
		return "", err
	}
	if _, stands := h.Stopped(); stands {
		return StoppedByPerson, nil
	}
	if h.HoldsOn(today) {
		return Disputed, nil
	}
	twice, err := doubles(src, k, k.Pathway.Step(step), h, counts)
	switch {
	case len(twice) > 0:
		return PaidElsewhere, err
	case h.letGoBy(by):
		return LetGoByPayer, err
	}
	return "", err
}

// inspected reports whether somebody has inspected a milestone of the journey: who inspects does not pay.
func inspected(j *journey.Journey, by id.ID) bool {
	return slices.ContainsFunc(j.Marks, func(m journey.Mark) bool {
		return !m.Withdrawn && (m.State == programme.Passed || m.State == programme.Failed) && m.Author == by
	})
}

// collectorOf returns who collects a household's money: the one they chose, a living member still. A person collects their own.
func collectorOf(src source, k *journey.Case, method Method) (people.Collector, Reason, error) {
	if !k.Journey.OfHousehold() {
		return people.Collector{Person: k.Journey.Subject}, "", nil
	}
	h, err := src.household(k.Journey.Subject)
	if err != nil {
		return people.Collector{}, "", err
	}
	c, chosen := h.Collector.Latest()
	at := slices.IndexFunc(k.Members, func(m people.Someone) bool { return m.ID == c.Person })
	switch {
	case !chosen || at < 0:
		return c, NoCollector, nil
	case h.Collector.Contested():
		return c, TwoCollectors, nil
	case method == MobileMoney && !reachable(k.Members[at].Person):
		return c, PhoneFlagged, nil
	}
	return c, "", nil
}

// reachable reports whether money can be sent to a person's phone: one number stands, and nobody doubts it.
func reachable(p *people.Person) bool {
	if p.Phone.Value() == "" || p.Phone.Contested() {
		return false
	}
	return !slices.Contains(p.Flags, people.FlagPhoneShort) && !slices.Contains(p.Flags, people.FlagPhoneUnsure)
}

// heldError says why one payment is held back.
func heldError(op string, why Reason, step string) error {
	kind := fault.Blocked
	if why == AlreadyPaid || why == OnAnotherList {
		kind = fault.Conflict
	}
	return fault.New(op, kind, "payment.held."+string(why), fault.Args{"step": step})
}

// custody returns the book of a grant, and refuses a node to which the grant is not entrusted.
func custody(tx *desk.Tx, op, programmeID, grant string) (*Book, Trust, error) {
	f, err := desk.Get(tx, BookStory, BookID(programmeID, grant))
	if err != nil {
		return nil, Trust{}, err
	}
	t, ok := f.State.Holder()
	if !ok {
		return nil, t, fault.New(op, fault.Blocked, "payment.not_entrusted", fault.Args{"grant": grant}).WithHint("payment.not_entrusted_hint")
	}
	if t.Node != tx.Node().Node {
		return nil, t, fault.New(op, fault.Blocked, "payment.no_custody", fault.Args{"grant": grant})
	}
	return f.State, t, nil
}

// How long what people write may be, in bytes of UTF-8.
const (
	maxReason    = 1000
	maxReference = 200
)

// soundReason refuses a deed without a reason, and a reason that is a whole story.
func soundReason(op, reason string) error {
	switch {
	case strings.TrimSpace(reason) == "":
		return fault.New(op, fault.Invalid, "payment.reason_missing", nil)
	case len(reason) > maxReason:
		return fault.New(op, fault.Invalid, "payment.too_long", fault.Args{"bytes": maxReason})
	}
	return nil
}
