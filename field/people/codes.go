// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Code is what proves that somebody is a certain adult of a household: Place are the two digits that say which of them, Hash proves the others. By gave it, on Day. It is forgotten
// with the person.
type Code struct {
	Place string    `cbor:"1,keyasint"`
	Hash  string    `cbor:"2,keyasint"`
	By    id.ID     `cbor:"3,keyasint"`
	Day   clock.Day `cbor:"4,keyasint"`
}

// CodeStory is the kind of story of the code of a person, under the id of that person. One that is given takes the place of the one before, whoever had seen it: a code
// opens what its person may read anyway, and the later one is in their hands.
var CodeStory = register.NewKind("personal_code", func(*Code, register.Adder) {})

type codeWords struct {
	Place string `cbor:"1,keyasint"`
	Hash  string `cbor:"2,keyasint"`
}

var codeGiven = register.NewFact(CodeStory, "people.code_given", 1, func(c *Code, f *journal.Fact, _ register.None, w *codeWords) {
	if w != nil {
		*c = Code{w.Place, w.Hash, f.Author, f.Day}
	}
})

// GiveCode gives an adult of a household the code of their own, in the place of the one before. Household is theirs and Person who; Place and Hash are as the door drew them
// (signin.PersonalCode): the code itself is in no command and no fact.
type GiveCode struct {
	Household id.ID
	Person    id.ID
	Place     string
	Hash      string
}

// Act is the act of giving a code.
func (GiveCode) Act() access.Act { return access.PeopleCode }

// Decide refuses who is not of the household, children, and a place that somebody else of it has. Faults: Invalid people.not_a_member;
// Blocked people.code_for_adults; Conflict people.code_place_taken.
func (c GiveCode) Decide(tx *desk.Tx) error {
	const op = "people.GiveCode"
	p, err := desk.Must(tx, PersonStory, c.Person)
	switch {
	case err != nil:
		return err
	case !p.Belongs(c.Household) || !p.Alive():
		return fault.New(op, fault.Invalid, "people.not_a_member", nil)
	case p.AdultOn(tx.Today()) == No:
		return fault.New(op, fault.Blocked, "people.code_for_adults", nil)
	}
	taken, err := codePlaces(tx, c.Household, c.Person)
	if err == nil && slices.Contains(taken, c.Place) {
		err = fault.New(op, fault.Conflict, "people.code_place_taken", nil)
	}
	if err != nil {
		return err
	}
	return tx.Record(codeGiven.DraftFor(c.Person, c.Person, clock.NoDay, none, codeWords{c.Place, c.Hash}))
}

// codePlaces returns the places that others of a household have.
func codePlaces(s desk.Source, household, but id.ID) (taken []string, err error) {
	members, err := Members(s, household)
	for _, m := range members {
		if err != nil {
			return nil, err
		}
		code, wrong := desk.See(s, CodeStory, m.ID)
		if err = wrong; err == nil && code.Exists && m.ID != but {
			taken = append(taken, code.State.Place)
		}
	}
	return taken, err
}

// CodePlaces are the places of codes that are taken in a household: Taken, two digits each.
type CodePlaces struct {
	Taken []string `class:"open"`
}

// CodePlacesBeside returns the places that others of a household than one have, for a new code of that one.
func CodePlacesBeside(scope access.Scope, household, person id.ID) desk.Query[CodePlaces] {
	return desk.Query[CodePlaces]{Act: access.PeopleCode, Scope: scope, Run: func(r *desk.Reader) (CodePlaces, error) {
		taken, err := codePlaces(r, household, person)
		return CodePlaces{taken}, err
	}}
}

// CodeHolder is who stands before a kiosk: Person, of Household, who is spoken to in Language ("" where nobody knows). All are zero where card and code do not fit together.
type CodeHolder struct {
	Household id.ID  `class:"open"`
	Person    id.ID  `class:"open"`
	Language  string `class:"open"`
}

// CodeJudge says whether a typed code is the one that hash proves, of a person. hash "" stands for nobody (signin.Door.TryCode).
type CodeJudge func(hash string, person id.ID) (bool, error)

// HolderOf finds whose a card and a code are. place are the two digits of the code that say whose of the household it is. judge is asked once, whether there is such a card,
// such a member or such a code, or not: nobody learns from an answer, or from how long it takes, which of them was wrong. It opens no file.
func HolderOf(scope access.Scope, card, place string, judge CodeJudge) desk.Query[CodeHolder] {
	return desk.Query[CodeHolder]{Act: access.AccountRead, Scope: scope, Run: func(r *desk.Reader) (CodeHolder, error) {
		holder, hash, err := codeAt(r, card, place)
		if err != nil {
			return CodeHolder{}, err
		}
		right, err := judge(hash, holder.Person)
		if err != nil || !right {
			return CodeHolder{}, err
		}
		return holder, nil
	}}
}

// codeAt finds the one adult whose code begins with a place, in the one household that has a card; "" for the hash where there is none.
func codeAt(r *desk.Reader, card, place string) (holder CodeHolder, hash string, err error) {
	if card == "" || place == "" {
		return CodeHolder{}, "", nil
	}
	homes, err := r.Find(ByCard, []byte(card), 2)
	if err != nil || len(homes) != 1 {
		return CodeHolder{}, "", err
	}
	h, err := desk.Read(r, HouseholdStory, homes[0])
	if err != nil {
		return CodeHolder{}, "", err
	}
	members, err := Members(r, homes[0])
	found := 0
	for _, m := range members {
		if err != nil {
			return CodeHolder{}, "", err
		}
		code, wrong := desk.Read(r, CodeStory, m.ID)
		if err = wrong; err == nil && code.Exists && code.State.Place == place && m.Person.AdultOn(r.Today()) != No {
			found++
			holder, hash = CodeHolder{homes[0], m.ID, h.State.Language}, code.State.Hash
		}
	}
	if found != 1 { // nobody, or two who came together since they were given theirs
		return CodeHolder{}, "", err
	}
	return holder, hash, err
}
