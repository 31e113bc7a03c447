// SPDX-License-Identifier: Apache-2.0

package people

import (
	"bytes"
	"slices"

	"safar/desk"
	"safar/engine/spelling"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Register registers a household with its members. The receipt's ids are the household and then the members, in order.
//
// A Source makes it idempotent across imports: the same source with the same Digest writes nothing; with another Digest it is a
// fault of kind Conflict.
//
// Site is where they live now and Origin the village they come from, of the commons, each zero for none; a Site must be a place that people live at, and
// may be one that was closed: nobody who remains there is refused. Arrived is the day they
// came to the site. Members are at least one and at most MaxMembers. Day is when they were registered, NoDay for today.
type Register struct {
	Site     id.ID
	Origin   id.ID
	Arrived  clock.Day
	Language string // BCP 47, such as "sw"
	Card     string // number on the card that is handed out; "" for none yet
	Consent  string // in the person's own words
	Source   string // the id it has in the file it comes from; "" for none
	Digest   []byte // of what that file says of it
	Day      clock.Day
	Members  []Member
}

// Act is the act of registering.
func (Register) Act() access.Act { return access.PeopleRegister }

// Decide checks the household and records it and each of its members.
func (c Register) Decide(tx *desk.Tx) error {
	_, _, err := c.As(tx)
	return err
}

// As is Decide, and returns the household and its members, in order; nothing where they came in before. It is for commands that do more than register; a door does not say it.
func (c Register) As(tx *desk.Tx) (household id.ID, persons []id.ID, err error) {
	c.Card = spelling.Clean(c.Card)
	if done, err := c.imported(tx); done || err != nil {
		return id.ID{}, nil, err
	}
	if err := c.check(tx); err != nil {
		return id.ID{}, nil, err
	}
	if household, err = tx.NewID(); err != nil {
		return household, nil, err
	}
	persons, err = c.record(tx, household)
	return household, persons, err
}

// record writes the household and each of its members.
func (c Register) record(tx *desk.Tx, household id.ID) (persons []id.ID, err error) {
	const op = "people.Register"
	fact := householdRegistered.DraftFor(household, household, c.Day,
		registeredHousehold{Site: c.Site, Arrived: c.Arrived, Origin: c.Origin, Language: c.Language, Flags: flagsOf(c.Members, tx.Today())},
		householdWords{Card: c.Card, Source: c.Source, Digest: c.Digest, Consent: c.Consent})
	if err := tx.Record(fact); err != nil {
		return nil, fault.Wrap(op, err)
	}
	for _, m := range c.Members {
		person, err := recordMember(tx, household, c.Day, m, arrival{})
		if err != nil {
			return nil, fault.Wrap(op, err)
		}
		persons = append(persons, person)
	}
	return persons, nil
}

// imported reports whether the household came in before, unchanged.
func (c Register) imported(tx *desk.Tx) (bool, error) {
	if c.Source == "" {
		return false, nil
	}
	before, err := tx.Find(BySource, []byte(c.Source))
	if err != nil || len(before) == 0 {
		return false, err
	}
	h, err := desk.Get(tx, HouseholdStory, before[0])
	if err != nil || bytes.Equal(h.State.Digest, c.Digest) {
		return true, err
	}
	return true, fault.New("people.Register", fault.Conflict, "people.source_changed", nil).WithHint("people.source_changed_hint")
}

func (c Register) check(tx *desk.Tx) error {
	const op = "people.Register"
	if len(c.Members) == 0 {
		return fault.New(op, fault.Invalid, "people.nobody", nil)
	}
	if err := mayLiveAt(tx, op, c.Site); err != nil {
		return err
	}
	if len(c.Members) > MaxMembers {
		return fault.New(op, fault.Invalid, "people.too_many", fault.Args{"max": MaxMembers})
	}
	for _, m := range c.Members {
		if err := checkMember(op, m, tx.Today()); err != nil {
			return err
		}
	}
	if c.Card == "" {
		return nil
	}
	others, err := tx.Find(ByCard, []byte(c.Card))
	if err == nil && len(others) > 0 {
		return fault.New(op, fault.Conflict, "people.card_taken", nil).WithHint("people.card_taken_hint")
	}
	return err
}

// arrival says how somebody came into a household that was registered before.
type arrival struct {
	onTheWay bool
	bornTo   id.ID
}

func recordMember(tx *desk.Tx, household id.ID, day clock.Day, m Member, came arrival) (person id.ID, err error) {
	if person, err = tx.NewID(); err != nil {
		return person, err
	}
	year := int16(0)
	if m.Born.Precision != BirthUnknown {
		y, _, _ := m.Born.Day.Date()
		year = int16(y)
	}
	return person, tx.Record(personRegistered.DraftFor(person, person, day,
		registeredPerson{Household: household, Relation: m.Relation, Sex: m.Sex, BornYear: year, Disability: m.disability(),
			OnTheWay: came.onTheWay, Flags: m.Flags, Separated: m.Separated},
		personWords{Names: m.Names.cleaned(), Born: m.Born, Phone: m.Phone, BornTo: came.bornTo, Functioning: m.Functioning}))
}

// AddMember adds a newcomer to a household: one step, also in the yard. The receipt's id is the person. Somebody of whom nothing at all
// is known is refused: a form sent empty would be a person who may be an adult. A newborn is Birth. Household is to which they
// come, Member who does. Day is when, NoDay for today.
type AddMember struct {
	Household id.ID
	Member    Member
	Day       clock.Day
}

// Act is the act of a birth.
func (AddMember) Act() access.Act { return access.PeopleBirth }

// Decide records the new member.
func (c AddMember) Decide(tx *desk.Tx) error {
	if _, err := desk.Must(tx, HouseholdStory, c.Household); err != nil {
		return err
	}
	if c.Member.empty() {
		return fault.New("people.AddMember", fault.Invalid, "people.nothing_known", nil).WithHint("people.nothing_known_hint")
	}
	if err := checkMember("people.AddMember", c.Member, tx.Today()); err != nil {
		return err
	}
	_, err := recordMember(tx, c.Household, c.Day, c.Member, arrival{onTheWay: true})
	return err
}

// Birth adds a newborn to a household: one step, also in the yard, with no more than the day. The receipt's id is the child.
// Household is where they are born; Sex is 0 where nobody says.
type Birth struct {
	Household id.ID
	BornTo    id.ID // the member to whom they were born; zero where nobody says: then they are called after the head
	Names     Names // may be empty: they are called the newborn of who bore them until they have a name
	Sex       Sex
	Day       clock.Day // the day of birth; NoDay for today
}

// Act is the act of a birth.
func (Birth) Act() access.Act { return access.PeopleBirth }

// Decide records the child, whose age is known.
func (c Birth) Decide(tx *desk.Tx) error {
	const op = "people.Birth"
	if _, err := desk.Must(tx, HouseholdStory, c.Household); err != nil {
		return err
	}
	members, err := Members(tx, c.Household)
	if err != nil {
		return err
	}
	if slices.SortStableFunc(members, ByStanding(c.Household)); c.BornTo.IsZero() && len(members) > 0 {
		c.BornTo = members[0].ID
	}
	if !c.BornTo.IsZero() && !slices.ContainsFunc(members, func(m Someone) bool { return m.ID == c.BornTo }) {
		return fault.New(op, fault.Invalid, "people.not_a_member", nil)
	}
	if !c.Day.Known() {
		c.Day = tx.Today()
	}
	m := Member{Names: c.Names, Sex: c.Sex, Relation: Child, Born: Born{Day: c.Day, Precision: BirthDay}}
	if err := checkMember(op, m, tx.Today()); err != nil {
		return err
	}
	if m.Born.Day.YearsUntil(tx.Today()) > 0 {
		return fault.New(op, fault.Invalid, "people.not_newborn", nil).WithHint("people.not_newborn_hint")
	}
	_, err = recordMember(tx, c.Household, c.Day, m, arrival{onTheWay: true, bornTo: c.BornTo})
	return err
}

// Correct states fields of a person anew; nil ones stay. What the writer saw is replaced, and stays in the story. Person is whose;
// of Names, Born, Sex and Phone each stands in the place of what was there, and a Phone of "" takes the number back.
type Correct struct {
	Person      id.ID
	Names       *Names
	Born        *Born
	Sex         *Sex
	Disability  *Answer      // what Functioning says goes before it
	Functioning *Functioning // their own answers to the Washington Group Short Set; a question that was not asked again keeps its answer
	Phone       *string
	Separated   *Answer // that a child is separated from parents and usual carers; No takes it back, which is for protection to say
}

// Act is the act of amending.
func (Correct) Act() access.Act { return access.PeopleAmend }

// Decide records the correction, replacing field by field.
func (c Correct) Decide(tx *desk.Tx) error {
	p, err := desk.Must(tx, PersonStory, c.Person)
	if err != nil {
		return err
	}
	if err := c.mayTakeBack(tx, p); err != nil {
		return err
	}
	probe := Member{}
	var year *int16
	if c.Names != nil {
		probe.Names = c.Names.cleaned()
		c.Names = &probe.Names
	}
	if c.Born != nil {
		probe.Born = *c.Born
		y, _, _ := c.Born.Day.Date()
		short := int16(y)
		year = &short
	}
	if c.Functioning != nil {
		known := c.Functioning.over(p.Functioning.Value())
		c.Functioning, probe.Functioning = &known, known
		said := known.Disability()
		c.Disability = &said
	}
	if err := checkMember("people.Correct", probe, tx.Today()); err != nil {
		return err
	}
	d, err := c.draft(tx, corrected{Sex: c.Sex, Disability: c.Disability, BornYear: year, Separated: c.Separated})
	if err != nil {
		return err
	}
	if c.Sex != nil {
		d = d.Replacing("sex", p.Sex.Seen())
	}
	if c.Disability != nil {
		d = d.Replacing("disability", p.Disability.Seen())
	}
	if c.Separated != nil {
		d = d.Replacing("separated", p.Separated.Seen())
	}
	if c.Functioning != nil {
		d = d.Replacing("functioning", p.Functioning.Seen())
	}
	if c.Names != nil {
		d = d.Replacing("names", p.Names.Seen())
	}
	if c.Born != nil {
		d = d.Replacing("born", p.Born.Seen())
	}
	if c.Phone != nil {
		d = d.Replacing("phone", p.Phone.Seen())
	}
	return tx.Record(d)
}

// draft writes the correction. What outlives a person's words can be corrected when these were forgotten: that a child is not separated after all, or the
// household would wait for a decision for ever.
func (c Correct) draft(tx *desk.Tx, r corrected) (journal.Draft, error) {
	gone, err := IsForgotten(tx, c.Person)
	if err == nil && gone && c.Names == nil && c.Born == nil && c.Phone == nil && c.Functioning == nil {
		return personCorrected.Draft(c.Person, clock.NoDay, r), nil
	}
	return personCorrected.DraftFor(c.Person, c.Person, clock.NoDay, r,
		correctedWords{Names: c.Names, Born: c.Born, Phone: c.Phone, Functioning: c.Functioning}), err
}

// CorrectOwn corrects what somebody wrote themselves of a newborn or newcomer: whoever adds a person in the yard mends a slip of the pen
// there, without the right to amend anybody else.
type CorrectOwn Correct

// Act is the act of a birth.
func (CorrectOwn) Act() access.Act { return access.PeopleBirth }

// Decide refuses everybody but who added the person.
func (c CorrectOwn) Decide(tx *desk.Tx) error {
	p, err := desk.Must(tx, PersonStory, c.Person)
	if err != nil {
		return err
	}
	if p.AddedBy.IsZero() || p.AddedBy != tx.By().User {
		return fault.New("people.CorrectOwn", fault.NotAllowed, "people.not_yours_to_correct", nil)
	}
	return Correct(c).Decide(tx)
}

// RecordDeath records that a person died. Person is who, Day when, NoDay for today; a second day takes the place of the first.
type RecordDeath struct {
	Person id.ID
	Day    clock.Day
}

// Act is the act of recording a death.
func (RecordDeath) Act() access.Act { return access.PeopleDeath }

// Decide records the death once.
func (c RecordDeath) Decide(tx *desk.Tx) error {
	p, err := desk.Must(tx, PersonStory, c.Person)
	if err != nil {
		return err
	}
	return tx.Record(personDied.Draft(c.Person, c.Day, none).Replacing("died", p.Died.Seen()))
}

// MoveSite says where a household lives now. Household is whose; Day is since when, NoDay for today.
type MoveSite struct {
	Household id.ID
	Site      id.ID // zero: no site any more; else a place that people live at, and no site that was closed by that day
	Day       clock.Day
}

// Act is the act of amending.
func (MoveSite) Act() access.Act { return access.PeopleAmend }

// Decide records the new site.
func (c MoveSite) Decide(tx *desk.Tx) error {
	h, err := desk.Must(tx, HouseholdStory, c.Household)
	if err != nil {
		return err
	}
	if err := c.mayMove(tx); err != nil {
		return err
	}
	return tx.Record(householdMoved.Draft(c.Household, c.Day, movedSite{c.Site}).Replacing("site", h.Site.Seen()))
}

// ChooseCollector records who receives the household's money: their choice, made in private. Household is whose; Collector stands
// in the place of whom the writer saw. Day is when they chose, NoDay for today.
type ChooseCollector struct {
	Household id.ID
	Collector Collector
	Private   bool // asked in private; otherwise it is refused
	Day       clock.Day
}

// Act is the act of recording a collector.
func (ChooseCollector) Act() access.Act { return access.PaymentCollector }

// Decide records the collector, who must be an adult of the household, or of unknown age.
func (c ChooseCollector) Decide(tx *desk.Tx) error {
	const op = "people.ChooseCollector"
	if !c.Private {
		return fault.New(op, fault.Blocked, "people.collector_in_private", nil)
	}
	h, err := desk.Must(tx, HouseholdStory, c.Household)
	if err != nil {
		return err
	}
	p, err := desk.Must(tx, PersonStory, c.Collector.Person)
	if err != nil {
		return err
	}
	if !p.Belongs(c.Household) || p.AdultOn(tx.Today()) == No {
		return fault.New(op, fault.Blocked, "people.collector_not_an_adult_member", nil)
	}
	d := collectorChosen.DraftFor(c.Household, c.Household, c.Day, none, c.Collector)
	return tx.Record(d.Replacing("collector", h.Collector.Seen()))
}
