// SPDX-License-Identifier: Apache-2.0

package referral

import (
	"cmp"
	"strconv"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/id"
)

// Fields of programme.Shares that whoever hands something over writes themselves.
const (
	fieldNeed  = "need"
	fieldWords = "words"
)

// passedOf returns the fields of somebody, or of a thing of which said tells what is said of it, as they are handed over today. What is not known is not passed.
func passedOf(from desk.Source, k *journey.Case, of id.ID, fields []string, said map[string]string) (map[string]string, error) {
	home := people.Household{}
	if h, err := desk.See(from, people.HouseholdStory, householdOf(k, of)); err != nil {
		return nil, err
	} else if h.Exists {
		home = *h.State
	}
	site, err := siteName(from, k.Site)
	passed := map[string]string{}
	for _, f := range fields {
		text := said[f]
		switch f {
		case "site":
			text = site
		case "language":
			text = home.Language
		case "household_size":
			text = sizeOf(k)
		default:
			text = cmp.Or(text, ofPerson(k, of, f))
		}
		if text != "" {
			passed[f] = text
		}
	}
	return passed, err
}

// householdOf is the household of whoever is referred: the subject itself, or that of the person who is the subject.
func householdOf(k *journey.Case, of id.ID) id.ID {
	if m, err := k.Member(of); err == nil {
		return m.Person.Household.Value().Household
	}
	return k.Journey.Subject
}

func siteName(from desk.Source, site id.ID) (string, error) {
	if site.IsZero() {
		return "", nil
	}
	p, err := desk.SeeCommons(from, places.Story, site)
	if err != nil || !p.Exists {
		return "", err
	}
	return p.State.Name.Value(), nil
}

func sizeOf(k *journey.Case) string {
	if len(k.Members) == 0 {
		return ""
	}
	return strconv.Itoa(len(k.Members))
}

// ofPerson returns a field of the person who is referred, as it stands.
func ofPerson(k *journey.Case, of id.ID, field string) string {
	m, err := k.Member(of)
	if err != nil {
		return ""
	}
	switch p := m.Person; field {
	case "names":
		return p.Names.Value().String()
	case "sex":
		return sexes[p.Sex.Value()]
	case "born":
		return bornSaid(p.Born.Value())
	case "disability":
		return answers[p.Disability.Value()]
	case "phone":
		return p.Phone.Value()
	case "safe_contact":
		c, _ := p.Reached()
		return strings.Trim(strings.Join([]string{c.Who, c.How, c.When, smsSaid[c.SMS]}, ", "), ", ")
	}
	return ""
}

// The words in which what is an id here is handed over: a partner reads English or a list of codes, as the sectors' forms have them.
var (
	sexes   = map[people.Sex]string{people.Female: "female", people.Male: "male"}
	answers = map[people.Answer]string{people.Yes: "yes", people.No: "no"}
	smsSaid = map[people.Answer]string{people.Yes: "SMS to their own phone: yes", people.No: "SMS to their own phone: no"}
)

// bornSaid says a birth as exactly as it is known, and no more.
func bornSaid(b people.Born) string {
	switch day := b.Day.String(); {
	case !b.Day.Known():
		return ""
	case b.Precision == people.BirthDay:
		return day
	case len(day) >= 4:
		return day[:4]
	}
	return ""
}
