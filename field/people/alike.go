// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/id"
)

// Alike is somebody who is registered already and is like somebody who is about to be.
type Alike struct {
	Nth       int    `class:"open"`     // of those who are about to be registered, from 0
	Household id.ID  `class:"open"`     // to which they belong
	Card      string `class:"personal"` // of that household; "" for none
	Name      string `class:"personal"` // as they say it
	Age       int    `class:"personal"` // completed years today; -1 where nobody knows
	Site      id.ID  `class:"personal"` // where that household lives; zero where on no site
}

// How like two people must be before somebody is asked whether they are one: ages so many years apart, since many are estimated; and so many of one
// name looked at, so that a very common name costs no more.
const (
	yearsAlike = 2
	namesakes  = 200
)

// RegisteredAlike finds, for people who are about to be registered, who is registered already under the same words of name (in any order and any
// spelling of accents), of about the same age, of the same sex and at the same site or from the same village, as far as each of these
// is known. At most MostFound are told. It proposes: only a person says who somebody is.
func RegisteredAlike(scope access.Scope, c Register) desk.Query[[]Alike] {
	return desk.Query[[]Alike]{Act: access.PeopleSearch, Scope: scope, Run: func(r *desk.Reader) ([]Alike, error) {
		var all []Alike
		for n := range c.Members {
			some, err := c.alike(r, n)
			if err != nil {
				return nil, err
			}
			all = append(all, some...)
		}
		return all[:min(len(all), MostFound)], nil
	}}
}

// alike finds who is like one of the members.
func (c *Register) alike(r *desk.Reader, n int) ([]Alike, error) {
	words := SearchWords(c.Members[n].Names.String())
	slices.Sort(words)
	persons, err := ofThisName(r, words)
	var all []Alike
	for _, of := range persons {
		var p desk.Found[Person]
		if p, err = desk.Read(r, PersonStory, of); err != nil {
			break
		}
		own := p.State.words()
		slices.Sort(own)
		if !slices.Equal(words, own) || !p.State.Alive() || !c.Members[n].like(p.State, r) {
			continue
		}
		for _, m := range p.State.Household.Standing {
			if all, err = c.homeAlike(r, all, n, p.State, m.Value.Household); err != nil {
				return nil, err
			}
		}
	}
	return all, err
}

// ofThisName returns people who have these words in their names, and perhaps others. The words are in order of the alphabet.
func ofThisName(r *desk.Reader, words []string) ([]id.ID, error) {
	switch len(words) {
	case 0:
		return nil, nil
	case 1:
		return r.Find(ByName, pairKey(words[0], ""), namesakes)
	}
	return r.Find(ByName, pairKey(words[0], words[1]), namesakes)
}

// like reports whether what is known of sex and age of both does not differ much.
func (m *Member) like(p *Person, r *desk.Reader) bool {
	if sex, known := p.Sex.Latest(); known && sex != SexUnknown && m.Sex != SexUnknown && sex != m.Sex {
		return false
	}
	age, own := p.AgeOn(r.Today()), -1
	if m.Born.Precision != BirthUnknown && m.Born.Day.Known() {
		own = m.Born.Day.YearsUntil(r.Today())
	}
	return age < 0 || own < 0 || max(age-own, own-age) <= yearsAlike
}

// homeAlike adds somebody of a household, where that lives at the site of those who are registered or comes from the same village, as far as
// that is known: a look at that household.
func (c *Register) homeAlike(r *desk.Reader, all []Alike, n int, p *Person, home id.ID) ([]Alike, error) {
	if home.IsZero() {
		return all, nil
	}
	h, err := desk.Read(r, HouseholdStory, home)
	if err != nil {
		return nil, err
	}
	site, _ := h.State.Site.Latest()
	near := c.Site.IsZero() || site.IsZero() || site == c.Site
	if !near && (c.Origin.IsZero() || c.Origin != h.State.Origin) {
		return all, nil
	}
	r.Looked(home)
	name, _ := p.Names.Latest()
	return append(all, Alike{Nth: n, Household: home, Card: h.State.Card, Name: name.String(), Age: p.AgeOn(r.Today()), Site: site}), nil
}
