// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"strings"

	"safar/desk"
	"safar/engine/spelling"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Changed are the changed names of a household's stories: the story's id is the household. Each of People is forgotten with whom it is of, each of Places with the household.
type Changed struct {
	People []PersonCalled `cbor:"1,keyasint,omitempty"`
	Places []PlaceCalled  `cbor:"2,keyasint,omitempty"`
}

// PersonCalled is what a Person of the household, or of those it lives or lived with, is called in every story of it: Given and Family.
type PersonCalled struct {
	Person id.ID   `cbor:"1,keyasint"`
	Given  Spelled `cbor:"2,keyasint"`
	Family Spelled `cbor:"3,keyasint"`
}

// PlaceCalled is what is said for a Place of the commons in every story of the household, in the order of Languages.
type PlaceCalled struct {
	Place id.ID `cbor:"1,keyasint"`
	As    Said  `cbor:"2,keyasint"` // what is said, in the order of Languages
}

// ChangedStory is the kind of story of the changed names of a household.
var ChangedStory = register.NewKind[Changed]("changed_names", nil)

// personCalled is sealed to the key of whom it names anew; which of the household that was is known to nobody without it.
var personCalled = register.NewFact(ChangedStory, "stories.person_called", 1, func(c *Changed, _ *journal.Fact, _ register.None, w *PersonCalled) {
	if w == nil {
		return
	}
	c.People = append(slices.DeleteFunc(c.People, func(p PersonCalled) bool { return p.Person == w.Person }), *w)
})

var placeCalled = register.NewFact(ChangedStory, "stories.place_called", 1, func(c *Changed, _ *journal.Fact, _ register.None, w *PlaceCalled) {
	if w == nil {
		return
	}
	c.Places = append(slices.DeleteFunc(c.Places, func(p PlaceCalled) bool { return p.Place == w.Place }), *w)
})

func (c *Changed) person(of id.ID) (PersonCalled, bool) {
	i := slices.IndexFunc(c.People, func(p PersonCalled) bool { return p.Person == of })
	if i < 0 {
		return PersonCalled{}, false
	}
	return c.People[i], true
}

func (c *Changed) place(of id.ID) (Said, bool) {
	i := slices.IndexFunc(c.Places, func(p PlaceCalled) bool { return p.Place == of })
	if i < 0 {
		return Said{}, false
	}
	return c.Places[i].As, true
}

// christening draws changed names for whoever has none yet.
type christening struct {
	tx        *desk.Tx
	household id.ID
	language  string
	known     *known
	now       Changed // what stands, and what was drawn
	chance    *rand.Rand
}

// callAll draws a changed name for each person and place that is known and has none, and records it. The chance comes of the id of the command: done twice, it draws the same.
func callAll(tx *desk.Tx, household id.ID, language string, k *known) (*Changed, error) {
	stands, err := desk.See(tx, ChangedStory, household)
	if err != nil {
		return nil, err
	}
	seed, err := tx.NewID()
	if err != nil {
		return nil, err
	}
	c := &christening{tx: tx, household: household, language: language, known: k,
		now:    Changed{People: slices.Clone(stands.State.People), Places: slices.Clone(stands.State.Places)},
		chance: rand.New(rand.NewPCG(binary.BigEndian.Uint64(seed[:8]), binary.BigEndian.Uint64(seed[8:])))}
	for _, p := range k.people {
		if err = c.callPerson(p); err != nil {
			return nil, err
		}
	}
	for _, p := range k.kinds {
		if err = c.callPlace(p); err != nil {
			return nil, err
		}
	}
	return &c.now, nil
}

// callPerson names somebody anew who was not forgotten. Who has one family name keeps having one: the changed one is the same.
func (c *christening) callPerson(p someone) error {
	if _, called := c.now.person(p.id); called || p.names == (people.Names{}) {
		return nil
	}
	gone, err := people.IsForgotten(c.tx, p.id)
	if err != nil || gone {
		return err
	}
	as := PersonCalled{Person: p.id}
	if as.Given, err = c.draw(c.language + " " + letterOf(p.sex, c.chance)); err != nil {
		return err
	}
	if as.Family, err = c.family(p); err != nil {
		return err
	}
	return c.name(as)
}

func (c *christening) name(as PersonCalled) error {
	c.now.People = append(c.now.People, as)
	return c.tx.Record(personCalled.DraftFor(c.household, as.Person, clock.NoDay, register.None{}, as))
}

func letterOf(sex people.Sex, chance *rand.Rand) string {
	switch {
	case sex == people.Female, sex != people.Male && chance.IntN(2) == 0:
		return "f"
	}
	return "m"
}

// family is the changed family name of those who have the same, or one that is drawn.
func (c *christening) family(p someone) (Spelled, error) {
	own := strings.Join(people.SearchWords(p.names.Family), " ")
	for _, other := range c.known.people {
		if as, called := c.now.person(other.id); called && own != "" && strings.Join(people.SearchWords(other.names.Family), " ") == own {
			return as.Family, nil
		}
	}
	return c.draw(c.language + " family")
}

// draw draws a name of a list that nobody has or is called, however it is spelled.
func (c *christening) draw(list string) (Spelled, error) {
	names := lists().names[list]
	for _, i := range c.chance.Perm(len(names)) {
		if !c.taken(names[i]) && !c.known.hides(names[i].Latin) && !c.known.hides(names[i].Arabic) {
			return names[i], nil
		}
	}
	return Spelled{}, fault.New("stories.draw", fault.Unavailable, "stories.no_name_left", nil).WithHint("stories.no_name_left_hint")
}

func (c *christening) taken(name Spelled) bool {
	return slices.ContainsFunc(c.now.People, func(p PersonCalled) bool { return p.Given == name || p.Family == name })
}

// hides reports whether a text holds anything that is known.
func (k *known) hides(text string) bool { return len(k.find(text)) > 0 }

func (c *christening) callPlace(p placeFound) error {
	if _, called := c.now.place(p.id); called {
		return nil
	}
	said := lists().places[string(p.kind)]
	used := func(s Said) bool {
		return slices.ContainsFunc(c.now.Places, func(o PlaceCalled) bool { return o.As == s })
	}
	i := slices.IndexFunc(said, func(s Said) bool { return !used(s) })
	if i < 0 {
		i = len(said) - 1
	}
	as := PlaceCalled{Place: p.id, As: said[i]}
	c.now.Places = append(c.now.Places, as)
	return c.tx.Record(placeCalled.DraftFor(c.household, c.household, clock.NoDay, register.None{}, as))
}

// Call says what somebody is called in every story of a household from now on, in the place of the name that was drawn; what was written before is written anew. Household is whose stories they
// are, Person whom of it, or of those it lives or lived with.
type Call struct {
	Household id.ID
	Person    id.ID
	Given     Spelled // the given name
	Family    Spelled // the family name
}

// Act is the act of publishing stories.
func (Call) Act() access.Act { return access.StoryPublish }

// Decide records it. Faults: Invalid stories.name_missing; Blocked stories.name_known where it is a name of somebody that it must hide; NotFound stories.nobody_known.
func (c Call) Decide(tx *desk.Tx) error {
	const op = "stories.Call"
	as := PersonCalled{c.Person, c.Given.clean(), c.Family.clean()}
	k, err := knownFor(tx, c.Household, as.Given.Latin, as.Given.Arabic, as.Family.Latin, as.Family.Arabic)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(k.people, func(p someone) bool { return p.id == c.Person }) {
		return fault.New(op, fault.NotFound, "stories.nobody_known", nil)
	}
	for _, name := range []string{as.Given.Latin, as.Given.Arabic, as.Family.Latin, as.Family.Arabic} {
		switch {
		case name == "" || len(name) > people.MaxName:
			return fault.New(op, fault.Invalid, "stories.name_missing", nil)
		case k.hides(name):
			return fault.New(op, fault.Blocked, "stories.name_known", nil).WithHint("stories.name_known_hint")
		}
	}
	return tx.Record(personCalled.DraftFor(c.Household, c.Person, clock.NoDay, register.None{}, as))
}

func (s Spelled) clean() Spelled { return Spelled{spelling.Clean(s.Latin), spelling.Clean(s.Arabic)} }

// CallPlace says what is said for a place in every story of a household from now on. Household is whose stories they are, Place a place of the commons, As what is said for it, in the order of Languages.
type CallPlace struct {
	Household id.ID
	Place     id.ID
	As        Said
}

// Act is the act of publishing stories.
func (CallPlace) Act() access.Act { return access.StoryPublish }

// Decide records it. Faults: Invalid stories.name_missing; Blocked stories.name_known.
func (c CallPlace) Decide(tx *desk.Tx) error {
	const op = "stories.CallPlace"
	if _, err := desk.Must(tx, people.HouseholdStory, c.Household); err != nil {
		return err
	}
	if _, err := desk.MustCommons(tx, placesIndexed, c.Place); err != nil {
		return err
	}
	for i := range c.As {
		c.As[i] = spelling.Clean(c.As[i])
	}
	k, err := knownFor(tx, c.Household, c.As[:]...)
	for _, as := range c.As {
		switch {
		case err != nil:
		case as == "" || len(as) > people.MaxName:
			err = fault.New(op, fault.Invalid, "stories.name_missing", nil)
		case k.hides(as):
			err = fault.New(op, fault.Blocked, "stories.name_known", nil).WithHint("stories.name_known_hint")
		}
	}
	if err != nil {
		return err
	}
	return tx.Record(placeCalled.DraftFor(c.Household, c.Household, clock.NoDay, register.None{}, PlaceCalled{c.Place, c.As}))
}
