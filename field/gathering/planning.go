// SPDX-License-Identifier: Apache-2.0

package gathering

import (
	"slices"
	"unicode/utf8"

	"safar/desk"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// mostAhead is how many days ahead something can be planned: more is a mistake of typing.
const mostAhead = 366

// actOfPlan is the act of planning a visit, or of holding a meeting.
func actOfPlan(visit bool) access.Act {
	if visit {
		return access.VisitPlan
	}
	return access.GatheringHold
}

// Arrange plans a gathering: a visit on which people go and see a village, a session to which they are asked to come. The receipt's id is the plan. It invites nobody
// (Invite), and nobody has been told anything by it.
type Arrange struct {
	What    Planned // what is planned
	Meeting string  // where and when people meet; "" where that is not known yet
}

// Act is the act of planning a visit or of holding a meeting, by the kind.
func (c Arrange) Act() access.Act { return actOfPlan(c.What.IsVisit()) }

// Decide checks what is planned and records it.
func (c Arrange) Decide(tx *desk.Tx) error {
	if err := checkPlan(tx, c.What, c.Meeting); err != nil {
		return err
	}
	plan, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(planned.DraftFor(plan, plan, clock.NoDay, c.What, PlanWords{c.Meeting}))
}

// checkPlan refuses what cannot be planned: of no kind, on a day that is past, nowhere, and a visit to a village that protection has found not safe.
func checkPlan(tx *desk.Tx, p Planned, meeting string) error {
	const op = "gathering.Arrange"
	switch today := tx.Today(); {
	case !slices.Contains(kinds, p.Kind):
		return fault.New(op, fault.Invalid, "gathering.kind", fault.Args{"kind": string(p.Kind)})
	case p.Day < today || p.Day > today+mostAhead:
		return fault.New(op, fault.Invalid, "gathering.plan_day", nil)
	case p.Site.IsZero() && p.About.IsZero():
		return fault.New(op, fault.Invalid, "gathering.where", nil)
	case p.IsVisit() && p.About.IsZero():
		return fault.New(op, fault.Invalid, "gathering.visit_where", nil)
	case utf8.RuneCountInString(p.Topic) > MaxTopic || utf8.RuneCountInString(meeting) > MaxTopic:
		return fault.New(op, fault.Invalid, "gathering.too_long", fault.Args{"max": MaxTopic})
	case p.Room < 0 || p.Room > MaxPersons:
		return fault.New(op, fault.Invalid, "gathering.too_many", fault.Args{"max": MaxPersons})
	}
	for _, place := range []id.ID{p.Site, p.About} {
		if !place.IsZero() {
			if _, err := desk.MustCommons(tx, places.Story, place); err != nil {
				return err
			}
		}
	}
	return safeToSee(tx, p, nil)
}

// safeToSee refuses a visit to a village that protection has found not safe for people of some groups. Of one on which it has not decided, those who go may be the
// first to say how it is there.
func safeToSee(s desk.Source, p Planned, groups []string) error {
	if !p.IsVisit() {
		return nil
	}
	place, err := desk.SeeCommons(s, places.Story, p.About)
	if err != nil {
		return err
	}
	if safe, known, _ := place.State.SafeFor(groups, ""); known && !safe {
		return fault.New("gathering.Invite", fault.Blocked, "gathering.not_safe_to_see", nil).WithHint("gathering.not_safe_to_see_hint")
	}
	return nil
}

// takePlan reads a plan that is open; visit says whether whoever asks takes it for a visit.
func takePlan(tx *desk.Tx, op string, plan id.ID, visit bool) (*Plan, error) {
	p, err := desk.Must(tx, PlanStory, plan)
	switch {
	case err != nil:
		return nil, err
	case p.What.Value().IsVisit() != visit:
		return nil, fault.New(op, fault.Invalid, "gathering.a_visit_stays_one", nil)
	case p.Off:
		return nil, fault.New(op, fault.Conflict, "gathering.plan_is_off", nil)
	case !p.Open():
		return nil, fault.New(op, fault.Conflict, "gathering.plan_was_held", nil)
	}
	return p, nil
}

// Rearrange states anew what is planned, and where and when people meet: another day, more room. Whoever was invited stays invited; it is for people to tell them.
type Rearrange struct {
	Plan    id.ID   // which
	What    Planned // a visit stays a visit, and its room is not below those who are invited
	Meeting string  // where and when people meet; "" where that is not known yet
}

// Act is the act of planning a visit or of holding a meeting, by the kind.
func (c Rearrange) Act() access.Act { return actOfPlan(c.What.IsVisit()) }

// Decide checks what is planned and records it in place of what the writer saw.
func (c Rearrange) Decide(tx *desk.Tx) error {
	const op = "gathering.Rearrange"
	p, err := takePlan(tx, op, c.Plan, c.What.IsVisit())
	if err == nil {
		err = checkPlan(tx, c.What, c.Meeting)
	}
	if err != nil {
		return err
	}
	asked, err := tx.Find(journey.ByInvited, c.Plan[:])
	if err == nil && c.What.Room > 0 && len(asked) > c.What.Room {
		err = fault.New(op, fault.Blocked, "gathering.plan_full", fault.Args{"room": c.What.Room})
	}
	if err != nil {
		return err
	}
	d := replanned.DraftFor(c.Plan, c.Plan, clock.NoDay, c.What, PlanWords{c.Meeting})
	return tx.Record(d.Replacing(fieldWhat, p.What.Seen()).Replacing(fieldWords, p.Meeting.Seen()))
}

// CallOff calls off what is planned. Whoever was invited is still found under it, so that somebody tells them.
type CallOff struct {
	Plan   id.ID  // which
	Visit  bool   // whether it is a go-and-see visit
	Reason string // why; at most MaxTopic letters, and it names nobody
}

// Act is the act of planning a visit or of holding a meeting.
func (c CallOff) Act() access.Act { return actOfPlan(c.Visit) }

// Decide records that it is called off.
func (c CallOff) Decide(tx *desk.Tx) error {
	const op = "gathering.CallOff"
	if _, err := takePlan(tx, op, c.Plan, c.Visit); err != nil {
		return err
	}
	switch n := utf8.RuneCountInString(c.Reason); {
	case n == 0:
		return fault.New(op, fault.Invalid, "gathering.why_off", nil)
	case n > MaxTopic:
		return fault.New(op, fault.Invalid, "gathering.too_long", fault.Args{"max": MaxTopic})
	}
	return tx.Record(calledOff.DraftFor(c.Plan, c.Plan, clock.NoDay, offResidue{}, PlanWords{c.Reason}))
}

// Invite asks people to come to what is planned. It is an attendance of nobody, and nobody is told anything by it: on their way nothing rests on it. Whoever
// cannot come to it today, by their pathway, is not invited.
type Invite struct {
	Plan      id.ID  // to which they are asked to come
	Visit     bool   // whether it is a go-and-see visit
	Journey   id.ID  // the way of those who are asked
	Step      string // of the way, that it would be to them
	Household id.ID  // where Journey is zero: whose way with such a step is looked for
}

// Act is the act of planning a visit or of holding a meeting.
func (c Invite) Act() access.Act { return actOfPlan(c.Visit) }

// Decide checks that they can come, that there is room and that it is safe, and records the invitation.
func (c Invite) Decide(tx *desk.Tx) error {
	const op = "gathering.Invite"
	p, err := takePlan(tx, op, c.Plan, c.Visit)
	if err != nil {
		return err
	}
	what := p.What.Value()
	if what.Day < tx.Today() {
		return fault.New(op, fault.Conflict, "gathering.plan_is_past", nil)
	}
	k, err := c.way(tx, what.Kind)
	if err == nil {
		err = mayCome(k, c.Step, what)
	}
	if err != nil {
		return err
	}
	if _, is := k.Journey.InvitedTo(c.Plan); is {
		return fault.New(op, fault.Conflict, "gathering.invited_already", nil)
	}
	if what.Room > 0 {
		asked, err := tx.Find(journey.ByInvited, c.Plan[:])
		if err != nil {
			return err
		}
		if len(asked) >= what.Room {
			return fault.New(op, fault.Blocked, "gathering.plan_full", fault.Args{"room": what.Room})
		}
	}
	if err := safeToSee(tx, what, k.Groups); err != nil {
		return err
	}
	return tx.Record(invited.Draft(c.Journey, clock.NoDay, invitedResidue{Step: c.Step, Plan: c.Plan}))
}

// way reads the way of those who are asked, and finds it, with the step, where a household was named.
func (c *Invite) way(s desk.Source, kind Kind) (*journey.Case, error) {
	if !c.Journey.IsZero() {
		return journey.Take(s, c.Journey)
	}
	ways, err := desk.Listed(s, journey.BySubject, c.Household[:], mostWays)
	for _, way := range ways {
		if err != nil {
			return nil, err
		}
		var k *journey.Case
		if k, err = journey.Take(s, way); fault.Is(orNone(err), fault.Undecidable) {
			err = nil // of a programme that is not here yet
			continue
		}
		if err == nil && !k.Journey.Aside && !k.Journey.Ended() {
			if c.Step = stepFor(k, kind); c.Step != "" {
				c.Journey = way
				return k, nil
			}
		}
	}
	if err == nil {
		err = fault.New("gathering.Invite", fault.Blocked, "gathering.no_way_to_it", nil)
	}
	return nil, err
}

// mostWays bounds how many ways of one household are looked at.
const mostWays = 20

// stepFor returns the step of a way that a gathering of a kind would be: a visit, or what is of that kind or has its name; "" for none.
func stepFor(k *journey.Case, kind Kind) string {
	for _, s := range k.Pathway.Steps {
		if kind == GoAndSee && s.Verb.Name == "visit" || s.Verb.Name == "gather" && (Kind(s.Kind) == kind || s.ID == string(kind)) {
			return s.ID
		}
	}
	return ""
}

// mayCome refuses whom their pathway does not let come today, and a step that such a gathering is not.
func mayCome(k *journey.Case, step string, what Planned) error {
	verb := "gather"
	if what.IsVisit() {
		verb = "visit"
	}
	s, err := k.Open(step, verb, true)
	if err != nil {
		return err
	}
	kind := Kind(s.Step.Kind)
	other := slices.Contains(kinds, kind) && kind != what.Kind
	if other || programme.NatureOf(k.Journey.Kind) == programme.Place || what.IsVisit() && !k.Journey.OfHousehold() {
		return fault.New("gathering.Invite", fault.Invalid, "gathering.not_a_meeting", fault.Args{"step": step})
	}
	return nil
}

// Uninvite takes an invitation back: it was given by mistake, or they said that they will not come. Why is nobody's business.
type Uninvite struct {
	Plan    id.ID // to which they were asked to come
	Visit   bool  // whether it is a go-and-see visit
	Journey id.ID // the way of those who were asked

	Household id.ID // where Journey is zero: whose way that is
}

// Act is the act of planning a visit or of holding a meeting.
func (c Uninvite) Act() access.Act { return actOfPlan(c.Visit) }

// Decide records that they are not invited any more.
func (c Uninvite) Decide(tx *desk.Tx) error {
	const op = "gathering.Uninvite"
	if _, err := takePlan(tx, op, c.Plan, c.Visit); err != nil {
		return err
	}
	if c.Journey.IsZero() {
		if err := c.find(tx); err != nil {
			return err
		}
	}
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	if _, is := j.InvitedTo(c.Plan); !is {
		return fault.New(op, fault.Conflict, "gathering.not_invited", nil)
	}
	return tx.Record(j.Uninviting(uninvited.Draft(c.Journey, clock.NoDay, uninvitedResidue{c.Plan}), c.Plan))
}

// find finds the way on which a household is asked to come.
func (c *Uninvite) find(tx *desk.Tx) error {
	ways, err := tx.Find(journey.BySubject, c.Household[:])
	for _, way := range ways {
		if err != nil {
			return err
		}
		var j *journey.Journey
		if j, err = desk.Must(tx, journey.Story, way); err == nil {
			if _, is := j.InvitedTo(c.Plan); is {
				c.Journey = way
				return nil
			}
		}
	}
	if err == nil {
		err = fault.New("gathering.Uninvite", fault.Conflict, "gathering.not_invited", nil)
	}
	return err
}
