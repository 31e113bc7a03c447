// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"safar/exchange/sheet"
	"safar/field/people"
	"safar/kernel/clock"
)

// consented is what is kept as the household's consent where the file only says that there was one.
const consented = "yes"

// register returns the command that registers a household with these of its persons, as yet without places.
func register(mapping string, h *sheet.HouseholdDraft, persons []sheet.PersonDraft) people.Register {
	c := people.Register{Arrived: clock.NoDay, Language: languageTag(h.Language), Card: h.Label, Source: mapping + "/" + h.SourceID,
		Digest: h.Digest[:], Day: h.Registered, Members: make([]people.Member, len(persons))}
	if h.Consent == sheet.ConsentGiven {
		c.Consent = consented
	}
	for i := range persons {
		c.Members[i] = member(&persons[i])
	}
	if i := answersPhone(c.Members); i >= 0 && h.Phone.Given() {
		c.Members[i].Phone = h.Phone.Digits
		c.Members[i].Flags = append(c.Members[i].Flags, phoneFlags(h.Phone)...)
	}
	return c
}

// answersPhone returns who a household's number belongs to: its head, or who is alone, if they have none of their own; else -1.
func answersPhone(members []people.Member) int {
	i := slices.IndexFunc(members, func(m people.Member) bool { return m.Relation == people.Head })
	if i < 0 && len(members) == 1 {
		i = 0
	}
	if i >= 0 && members[i].Phone != "" {
		return -1
	}
	return i
}

func member(p *sheet.PersonDraft) people.Member {
	m := people.Member{Names: names(p), Born: born(p.Birth), Sex: sexes[p.Sex], Functioning: functioning(p.Functioning),
		Relation: people.Relation(p.Relation), Phone: p.Phone.Digits, Flags: phoneFlags(p.Phone),
		Separated: p.Separated}
	if p.Head {
		m.Relation = people.Head
	}
	if slices.ContainsFunc(p.Flags, func(f sheet.Flag) bool { return f.Key == "sheet.flag.age_differs" }) {
		m.Flags = append(m.Flags, people.FlagBirthUnsure)
	}
	return m
}

// names puts a person's names into the two that the register keeps. What stands between given and family name (the father's,
// the grandfather's, a postnom) follows the given one, as it is spoken; a name that the file does not split is not split.
func names(p *sheet.PersonDraft) people.Names {
	given := []string{p.Given, p.Father, p.Middle}
	if p.Given == "" && p.Family == "" {
		given[0] = p.Name
	}
	given = slices.DeleteFunc(given, func(s string) bool { return s == "" })
	return people.Names{Given: strings.Join(given, " "), Family: p.Family}
}

var sexes = map[sheet.Sex]people.Sex{sheet.SexUnknown: people.SexUnknown, sheet.SexFemale: people.Female, sheet.SexMale: people.Male,
	sheet.SexOther: people.OtherSex}

// precisions: a decade is kept as a guess at its first year.
var precisions = map[sheet.Precision]people.Precision{sheet.PrecisionUnknown: people.BirthUnknown,
	sheet.PrecisionEstimated: people.BirthEstimated, sheet.PrecisionDecade: people.BirthEstimated,
	sheet.PrecisionYear: people.BirthYear, sheet.PrecisionMonth: people.BirthMonth, sheet.PrecisionDay: people.BirthDay}

func born(b sheet.Birth) people.Born {
	if b.Precision == sheet.PrecisionUnknown || !b.Day.Known() {
		return people.Born{Day: clock.NoDay}
	}
	return people.Born{Day: b.Day, Precision: precisions[b.Precision]}
}

// functioning are the six answers as the register keeps them; both number them alike.
func functioning(f sheet.Functioning) people.Functioning {
	return people.FunctioningOf([6]people.Difficulty{people.Difficulty(f.Seeing), people.Difficulty(f.Hearing), people.Difficulty(f.Walking),
		people.Difficulty(f.Remembering), people.Difficulty(f.SelfCare), people.Difficulty(f.Communicating)})
}

// phoneFlags says what holds a payment to the number. One whose zero was put back is unsure too, until it has been confirmed.
func phoneFlags(p sheet.Phone) []people.Flag {
	switch {
	case !p.Given() || p.State == sheet.PhoneWhole:
		return nil
	case p.State == sheet.PhoneShort:
		return []people.Flag{people.FlagPhoneShort}
	}
	return []people.Flag{people.FlagPhoneUnsure}
}

// languageWords are languages as lists of the field write them, beside their codes.
var languageWords = map[string]string{"english": "en", "anglais": "en", "french": "fr", "francais": "fr", "français": "fr",
	"arabic": "ar", "arabe": "ar", "العربية": "ar", "swahili": "sw", "kiswahili": "sw", "lingala": "ln", "somali": "so",
	"tigrinya": "ti", "amharic": "am", "dari": "prs", "pashto": "ps", "turkish": "tr", "türkçe": "tr", "albanian": "sq",
	"shqip": "sq", "serbian": "sr", "srpski": "sr", "spanish": "es", "español": "es", "ukrainian": "uk"}

// languageTag returns the BCP 47 tag of a language as a file writes it, or "" where it is none that is known.
func languageTag(text string) string {
	if text == "" {
		return ""
	}
	if tag := languageWords[strings.ToLower(text)]; tag != "" {
		return tag
	}
	tag, err := language.Parse(text)
	if err != nil {
		return ""
	}
	return tag.String()
}

// countNotKept counts what a household's draft holds and the register has no place for.
func countNotKept(counts map[string]int, h *sheet.HouseholdDraft) {
	note := func(field string, n int) {
		if n > 0 {
			counts[field] += n
		}
	}
	noteText := func(field, text string) {
		if text != "" {
			counts[field]++
		}
	}
	note("answers", len(h.Answers))
	noteText("destination", h.Destination)
	noteText("setting", h.Setting)
	if languageTag(h.Language) == "" {
		noteText("language", h.Language)
	}
	for i := range h.Persons {
		p := &h.Persons[i]
		note("answers", len(p.Answers))
		noteText("document", p.Document)
		noteText("mother", p.Mother)
		noteText("language", p.Language)
	}
}
