// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"slices"
	"strings"
	"unicode/utf8"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

const (
	// MostLetters is how many letters a story has, as it was told and as it is written.
	MostLetters = 20000

	mostWords   = 2000 // bytes of UTF-8 that are said of a consent
	mostWhere   = 300  // letters that say where a story went
	mostTellers = 20
)

// Channels are the ways in which a story goes out.
var Channels = []string{"print", "web", "social", "donor", "press", "training"}

// way returns the way of a teller on which their story stands, where they were told what telling it means, and are in nobody's hands.
func way(tx *desk.Tx, household, teller id.ID) (*journey.Case, *programme.Step, error) {
	k, step, err := journey.StoryWay(tx, teller)
	if err == nil {
		err = k.StoryOpen(step)
	}
	if err == nil {
		err = free(tx, household, teller)
	}
	return k, step, err
}

// free refuses where somebody of the household, or a teller, is in the hands of an authority outside.
func free(tx *desk.Tx, household id.ID, tellers ...id.ID) error {
	members, err := people.Members(tx, household)
	subjects := append([]id.ID{household}, tellers...)
	for _, m := range members {
		if !slices.Contains(subjects, m.ID) {
			subjects = append(subjects, m.ID)
		}
	}
	if err != nil {
		return err
	}
	held, err := journey.InHands(tx, subjects...)
	if err == nil && held {
		err = fault.New("stories.free", fault.Blocked, "stories.in_hands", nil).WithHint("stories.in_hands_hint")
	}
	return err
}

// ofHousehold returns somebody who lives in a household and was not forgotten; it refuses everybody else.
func ofHousehold(tx *desk.Tx, household, of id.ID) (*people.Person, error) {
	const op = "stories.ofHousehold"
	if _, err := desk.Must(tx, people.HouseholdStory, household); err != nil {
		return nil, err
	}
	p, err := desk.See(tx, people.PersonStory, of)
	if err != nil {
		return nil, err
	}
	if !p.State.Belongs(household) || !p.State.Alive() {
		return nil, fault.New(op, fault.Invalid, "stories.not_of_household", nil)
	}
	gone, err := people.IsForgotten(tx, of)
	if err == nil && gone {
		err = fault.New(op, fault.Blocked, "stories.forgotten", nil)
	}
	return p.State, err
}

// standing returns a story that was told; what nobody told is NotFound.
func standing(tx *desk.Tx, story id.ID) (*Telling, error) {
	t, err := desk.See(tx, Story, story)
	if err == nil && !t.Exists {
		err = fault.New("stories.standing", fault.NotFound, "stories.none", nil)
	}
	return t.State, err
}

// partOf returns what somebody told of a story and was not forgotten.
func (t *Telling) partOf(teller id.ID) (*Part, error) {
	const op = "stories.partOf"
	switch p := t.of(teller); {
	case p == nil:
		return nil, fault.New(op, fault.NotFound, "stories.none", nil)
	case !p.Here:
		return nil, fault.New(op, fault.Blocked, "stories.forgotten", nil)
	default:
		return p, nil
	}
}

// changing gathers what a text of a part is held against.
func (t *Telling) changing(s desk.Source, p *Part, texts ...string) (*changing, error) {
	k, err := knownFor(s, t.Household, append(texts, p.Told)...)
	if err != nil {
		return nil, err
	}
	called, err := desk.See(s, ChangedStory, t.Household)
	return &changing{known: k, called: called.State, language: t.Language, times: p.Times, days: p.Days}, err
}

// hidden refuses a text of a part in which something is still known, or that names somebody else who is registered.
func (t *Telling) hidden(s desk.Source, p *Part, text string) error {
	left, err := t.leftIn(s, p, text)
	if err != nil {
		return err
	}
	return refusal(text, left)
}

func (t *Telling) leftIn(s desk.Source, p *Part, text string) ([]Spot, error) {
	c, err := t.changing(s, p, text)
	if err != nil {
		return nil, err
	}
	others, err := others(s, c.called, text)
	return append(c.left(text, p.Told), others...), err
}

// others finds full names of people who are registered: two words beside each other that name somebody. A changed name may be somebody's by chance, and is not meant.
func others(s desk.Source, called *Changed, text string) (all []Spot, err error) {
	words := wordsOf(text)
	for i := 1; i < len(words) && err == nil; i++ {
		pair := words[i-1 : i+1]
		if !isArabic(pair[0].as) && !(pair[0].capital && pair[1].capital) || called.has(text[pair[0].from:pair[0].to]) {
			continue
		}
		var found []id.ID
		if found, err = desk.Listed(s, people.ByName, people.PairKey(pair[0].as, pair[1].as), 1); len(found) > 0 {
			all = append(all, Spot{From: pair[0].from, To: pair[1].to, Kind: OtherName})
		}
	}
	return all, err
}

// has reports whether a word is a changed name.
func (c *Changed) has(word string) bool {
	return slices.ContainsFunc(c.People, func(p PersonCalled) bool {
		return slices.Contains([]string{p.Given.Latin, p.Given.Arabic, p.Family.Latin, p.Family.Arabic}, word)
	})
}

// sized refuses a text that says nothing, or too much.
func sized(op, text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return fault.New(op, fault.Invalid, "stories.words_missing", nil)
	case utf8.RuneCountInString(text) > MostLetters:
		return fault.New(op, fault.Invalid, "stories.too_long", fault.Args{"letters": MostLetters})
	}
	return nil
}

// sound refuses what covers nothing, or nothing that there is, and what is over.
func (c Covers) sound(today clock.Day) error {
	const op = "stories.Consent"
	known := func(all, of []string) bool {
		return len(all) > 0 && !slices.ContainsFunc(all, func(s string) bool { return !slices.Contains(of, s) })
	}
	switch {
	case !known(c.Channels, Channels):
		return fault.New(op, fault.Invalid, "stories.channels_missing", nil)
	case !known(c.Languages, Languages):
		return fault.New(op, fault.Invalid, "stories.languages_missing", nil)
	case !c.Until.Known() || c.Until < today:
		return fault.New(op, fault.Invalid, "stories.until_missing", nil)
	}
	return nil
}

// theirOwn refuses a consent that is not the teller's own: nobody gives it for an adult. A child's needs their own word, and that of an adult of the household who is no double of them, or of the child-protection
// authority; of the authority alone where the child is separated.
func (c Consent) theirOwn(tx *desk.Tx, household id.ID, teller *people.Person) error {
	const op = "stories.Consent"
	child := teller.AdultOn(tx.Today()) != people.Yes
	authority := strings.TrimSpace(c.Words.Authority) != ""
	switch {
	case !c.Alone:
		return fault.New(op, fault.Blocked, "stories.not_alone", nil)
	case !c.ReadBack:
		return fault.New(op, fault.Blocked, "stories.not_read_back", nil)
	case !child && (authority || !c.Guardian.IsZero()):
		return fault.New(op, fault.Blocked, "stories.their_own", nil)
	case !child:
		return nil
	case !c.Own:
		return fault.New(op, fault.Blocked, "stories.childs_word", nil).WithHint("stories.childs_word_hint")
	case authority:
		return nil
	case c.Guardian.IsZero() || teller.SeparatedOn(tx.Today()):
		return fault.New(op, fault.Blocked, "stories.child", nil).WithHint("stories.child_hint")
	}
	guardian, err := ofHousehold(tx, household, c.Guardian)
	if err == nil && guardian.AdultOn(tx.Today()) != people.Yes {
		err = fault.New(op, fault.Blocked, "stories.child", nil).WithHint("stories.child_hint")
	}
	return err
}

// lookedBySomebodyElse refuses whoever took a story down or wrote it (docs/decisions/0048).
func (t *Telling) lookedBySomebodyElse(by access.Actor) error {
	for _, p := range t.Parts {
		if slices.Contains(p.Hands, by.User) {
			return fault.New("stories.Publish", fault.Blocked, "stories.somebody_else", nil).WithHint("stories.somebody_else_hint")
		}
	}
	return nil
}
