// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"slices"
	"strings"
	"unicode/utf8"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/id"
	"safar/kernel/register"
)

// secret is something that the system knows and that no story tells: a name of a person, or a place. Words are its words, folded.
type secret struct {
	kind   Kind
	person id.ID
	place  id.ID
	words  []string
}

// known is all that a text is held against.
type known struct {
	secrets []secret
	numbers []string        // cards and telephones, their letters and digits alone
	cards   []string        // as they are written, in lower case
	people  []someone       // whose names are hidden, those of the household first
	sought  map[string]bool // keys under which places were looked for
	places  []id.ID         // of the commons, that were found in the text
	kinds   []placeFound    // and what they are
}

// someone is a person whose name is hidden.
type someone struct {
	id    id.ID
	sex   people.Sex
	names people.Names // "" where they were forgotten
}

type placeFound struct {
	id   id.ID
	kind places.Kind
	name string
}

// particles are words of names that name nobody by themselves.
var particles = []string{"al", "el", "de", "la", "le", "du", "des", "bin", "ibn", "bint", "ben", "abu", "abou", "umm", "um", "van", "da", "ال", "بن", "ابن", "بنت", "ابو", "ام"}

// knownFor gathers what is known for the stories of a household: its people, living, dead and merged, whom it has left or who left it, those of its hosts, and the places that are in any of some texts.
func knownFor(s desk.Source, household id.ID, texts ...string) (*known, error) {
	k := &known{sought: map[string]bool{}}
	hosts, err := journey.HostsOf(s, household)
	homes := append([]id.ID{household}, hosts...)
	for i := 0; i < len(homes) && err == nil; i++ {
		var before []id.ID
		if before, err = k.addHousehold(s, homes[i]); i == 0 {
			homes = append(homes, before...) // where those of the household lived before it
		}
	}
	for _, text := range texts {
		if err == nil {
			err = k.addPlaces(s, text)
		}
	}
	return k, err
}

// addHousehold adds the people of a household, those who left it among them, and returns where they lived before.
func (k *known) addHousehold(s desk.Source, home id.ID) (before []id.ID, err error) {
	h, err := desk.See(s, people.HouseholdStory, home)
	if err != nil {
		return nil, err
	}
	k.addNumber(h.State.Card)
	if card := strings.ToLower(strings.TrimSpace(h.State.Card)); len(card) > 3 {
		k.cards = append(k.cards, card)
	}
	all, err := desk.Listed(s, people.MembersOf, home[:], 10*people.MaxMembers)
	if err != nil {
		return nil, err
	}
	left, err := desk.Listed(s, people.CameOrWent, home[:], 10*people.MaxMembers)
	for _, of := range append(all, left...) {
		var merged, lived []id.ID
		if err == nil {
			merged, err = desk.Listed(s, people.MergedInto, of[:], people.MaxMembers)
		}
		for _, record := range append([]id.ID{of}, merged...) {
			if err == nil {
				lived, err = k.addPerson(s, of, record)
				before = append(before, lived...)
			}
		}
	}
	return before, err
}

// addPerson adds the names and numbers of a record, as those of a person: a record that was merged is the one that stayed. It returns in which households they lived before.
func (k *known) addPerson(s desk.Source, as, of id.ID) (before []id.ID, err error) {
	p, err := desk.See(s, people.PersonStory, of)
	if err != nil || k.has(of) {
		return nil, err
	}
	for _, b := range p.State.Before {
		if !b.Household.IsZero() {
			before = append(before, b.Household)
		}
	}
	if as == of {
		k.people = append(k.people, someone{as, p.State.Sex.Value(), p.State.Names.Value()})
	}
	for _, n := range p.State.Names.Standing {
		k.addName(GivenName, as, n.Value.Given)
		k.addName(FamilyName, as, n.Value.Family)
	}
	for _, phone := range p.State.Phone.Standing {
		k.addNumber(phone.Value)
	}
	return before, nil
}

func (k *known) has(of id.ID) bool {
	return slices.ContainsFunc(k.people, func(p someone) bool { return p.id == of })
}

// addName adds each word of a name as one that names them.
func (k *known) addName(kind Kind, of id.ID, name string) {
	for _, w := range people.SearchWords(name) {
		if utf8.RuneCountInString(w) > 1 && !slices.Contains(particles, w) {
			k.secrets = append(k.secrets, secret{kind: kind, person: of, words: []string{w}})
		}
	}
}

func (k *known) addNumber(number string) {
	if n := bareNumber(number); len(n) > 3 {
		k.numbers = append(k.numbers, n)
	}
}

// placesByWord is the list of the places of the commons under each word of their names, and as each sounds, so that those in a text are found without reading all.
var placesByWord = register.List{Name: "places_by_word"}

// generic are words of the names of places that name none by themselves.
var generic = []string{"camp", "site", "village", "city", "town", "ville", "port", "new", "old", "saint", "nouveau", "vieux", "mount", "mont", "north", "south", "east", "west", "nord", "sud", "est", "ouest",
	"the", "of", "of", "de", "la", "le", "les", "du", "al", "el", "province", "region", "مخيم", "قريه", "مدينه", "ال"}

// placeWords are the words of a place's name that name it.
func placeWords(name string) (own []string) {
	for _, w := range people.SearchWords(name) {
		if utf8.RuneCountInString(w) > 2 && !slices.Contains(generic, w) {
			own = append(own, w)
		}
	}
	return own
}

// placesIndexed is the kind of story of a place, with the list by its words.
var placesIndexed = places.Story.Also(func(p *places.Place, add register.Adder) {
	for _, n := range p.Name.Standing {
		for _, w := range placeWords(n.Value) {
			for _, key := range keysOf(w) {
				add(placesByWord, []byte(key))
			}
		}
	}
})

// addPlaces adds the places that may be named in a text.
func (k *known) addPlaces(s desk.Source, text string) error {
	for _, w := range wordsOf(text) {
		for _, as := range bare(w.as) {
			for _, key := range keysOf(as) {
				if k.sought[key] {
					continue
				}
				k.sought[key] = true
				found, err := desk.ListedCommons(s, placesByWord, []byte(key), 100)
				for _, of := range found {
					if err == nil {
						err = k.addPlace(s, of)
					}
				}
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (k *known) addPlace(s desk.Source, of id.ID) error {
	if slices.Contains(k.places, of) {
		return nil
	}
	p, err := desk.SeeCommons(s, placesIndexed, of)
	if err != nil {
		return err
	}
	k.places = append(k.places, of)
	k.kinds = append(k.kinds, placeFound{of, p.State.Kind, p.State.Name.Value()})
	for _, n := range p.State.Name.Standing {
		if words := placeWords(n.Value); len(words) > 0 {
			k.secrets = append(k.secrets, secret{kind: PlaceName, place: of, words: words})
		}
	}
	return nil
}

// keysOf are the keys under which a word of a place's name is sought: as it is written, as it sounds, and its outline in whatever letters.
func keysOf(as string) []string {
	keys := []string{as}
	add := func(key string) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	if isArabic(as) {
		for _, o := range ofArabic(as) {
			add("~" + o)
		}
		return keys
	}
	if utf8.RuneCountInString(as) >= leastAlike {
		add("=" + soundOf(as))
	}
	add("~" + ofLatin(as))
	return keys
}
