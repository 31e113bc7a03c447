// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"safar/exchange/sheet"
	"safar/kernel/fault"
)

// sentences holds the English of this package's messages, and of those of the desk and of package pcode that refuse a row, for the file
// of refused rows, which must be readable where no catalogue is at hand. The catalogues hold them again in each language.
var sentences = map[string]string{
	"intake.refused.person_in_two_households": "This person stands in two households. They were registered with the one in sheet {sheet}, row {row}.",
	"intake.mend.person_in_two_households":    "Ask where they live. If it is here, let them join this household in Safar; the file need not be changed.",
	"intake.refused.id_long":                  "The household's id is longer than {most} letters.",
	"intake.mend.id_long":                     "Check in the mapping which column holds the id.",
	"intake.refused.place_differs":            "{code} is known already as {name}; the name, the level or the place it lies in differ.",
	"intake.mend.place_differs":               "Find out which is right. An import adds places and does not change those that are known.",
	"intake.mend.row":                         "Mend the row and import the file again.",
	"intake.unplaced":                         "No place is known as {name}. The households were registered without it.",
	"intake.unplaced_several":                 "Several places are called {name}. The households were registered without it.",
	"intake.stopped":                          "The import was stopped. What it had registered stays.",
	"intake.stopped_hint":                     "Import the same file again: the rest is added, and nothing twice.",
	"intake.caseload":                         "Say which caseload answers for the households: --caseload, one of: {caseloads}.",
	"intake.refused_file":                     "The rows were imported, but the file of refused rows could not be written.",
	"intake.refused_file_hint":                "Make room in the folder of the input, or make it writable, and import the file again.",

	"people.source_changed":      "The household is registered already, and its row, or the mapping, has changed since.",
	"people.source_changed_hint": "Change the household in Safar: an import adds households and does not change registered ones.",
	"people.card_taken":          "Another household has this card number.",
	"people.card_taken_hint":     "Check the card. If one household was listed twice, keep one row.",
	"people.nobody":              "The household has no persons.",
	"people.too_many":            "A household has at most {max} persons.",
	"people.name_too_long":       "A name has at most {max} letters.",
	"people.name_too_long_hint":  "Check whether the text of another column slipped into the name.",
	"people.born_in_the_future":  "A person is born in the future.",
	"people.too_old":             "A person is {years} years old.",
	"people.too_long":            "A phone number or relation is too long.",
	"desk.day_in_the_future":     "The day {day} lies in the future.",
	"places.name":                "A place needs a name of at most {max} letters.",
	"pcode.refused.level":        "The level is not a number from 1 to 5.",
	"pcode.mend.level":           "Write the administrative level of the place: 1 below the country, 2 below that.",
	"pcode.refused.date":         "This is no date.",
	"pcode.mend.date":            "Write the day since when the code is valid as 2019-09-11.",
	"pcode.refused.code_missing": "The row has no p-code or no country.",
	"pcode.mend.code_missing":    "Fill in both.",
	"pcode.refused.name_missing": "The place has no name, or one far too long.",
	"pcode.mend.name_missing":    "Fill in its name.",
	"pcode.refused.code_twice":   "The p-code stands already in row {first}.",
	"pcode.mend.code_twice":      "Keep the right one of the two rows.",
	"pcode.refused.parent":       "The place in which this one lies is not in the file, or lies no higher.",
	"pcode.mend.parent":          "Add the parent's row, or correct the parent's p-code.",
}

// Sentence returns the English sentence of a message key with its arguments, which stand in it as {name}; keys of package sheet are
// known too, an unknown key is returned as it is.
func Sentence(key string, args fault.Args) string {
	s, ok := sentences[key]
	if !ok {
		return sheet.Sentence(key, args)
	}
	for name, value := range args {
		s = strings.ReplaceAll(s, "{"+name+"}", fmt.Sprint(value))
	}
	return s
}

// Keys returns every message key of this package and of package pcode in order, for the tests of the catalogues.
func Keys() []string {
	var keys []string
	for k := range sentences {
		if strings.HasPrefix(k, "intake.") || strings.HasPrefix(k, "pcode.") {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// refusal returns the refusal of a row for a reason of this package.
func refusal(in string, row int, reason string, args fault.Args) sheet.Refusal {
	return sheet.Refusal{Sheet: in, Row: row, Whole: true, ReasonKey: "intake.refused." + reason, MendKey: "intake.mend." + reason, Args: args}
}

// refusalOf returns the refusal of a household's row that the desk did not take.
func refusalOf(h *sheet.HouseholdDraft, err error) sheet.Refusal {
	return refusalAt(h.Sheet, h.Row, err)
}

func refusalAt(in string, row int, err error) sheet.Refusal {
	r := sheet.Refusal{Sheet: in, Row: row, Whole: true, ReasonKey: fault.KeyOf(err), MendKey: "intake.mend.row"}
	var f *fault.Error
	if errors.As(err, &f) {
		r.Args = f.Args
		if f.Hint != "" {
			r.MendKey = f.Hint
		}
	}
	return r
}
