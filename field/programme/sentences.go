// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"safar/kernel/fault"
)

// sentences are the English sentences of every problem and hint, by key. The catalogues of other languages hold the same
// keys; {name} stands for an argument.
var sentences = map[string]string{
	"programme.has_problems":            "The programme file has {count} problems.",
	"programme.no_file":                 "There is no programme.yaml in this folder.",
	"programme.yaml":                    "this is not YAML as a programme uses it: {detail}",
	"programme.yaml.hint":               "put a text that holds “: ”, “#”, “{”, “[” or that begins with “!” or “?” between quotes; indent with blanks, not tabs",
	"programme.one_document":            "a file holds one programme; what stands here belongs into a file of its own",
	"programme.empty_file":              "the file is empty",
	"programme.too_long":                "the file has {bytes} bytes; a programme has at most {limit}",
	"programme.not_utf8":                "the file is not UTF-8 text",
	"programme.not_utf8.hint":           "save it again as UTF-8 in your editor",
	"programme.too_deep":                "this is nested deeper than any programme",
	"programme.yaml_feature":            "“{sign}”: anchors, aliases and tags are not used in programmes",
	"programme.yaml_feature.hint":       "say it where it stands; a condition that begins with “!” or “*” goes between quotes",
	"programme.key_twice":               "“{key}” stands here a second time",
	"programme.wrong_shape":             "here should be {takes}, not {got}",
	"programme.not_snake_case":          "“{id}” is not an id",
	"programme.not_snake_case.hint":     "ids are small letters, digits and single underscores, a letter first, such as first_tranche",
	"programme.listed_twice":            "“{id}” is in this list twice",
	"programme.not_a_duration":          "“{text}” is not a duration",
	"programme.not_a_duration.hint":     "write 30d, 2w, 6m or 1y",
	"programme.calendar_order":          "“{text}” is not later than the one before it",
	"programme.not_a_flag":              "“{text}” is neither true nor false",
	"programme.not_one_of":              "“{word}” is not known here",
	"programme.known_words":             "known: {known}",
	"programme.did_you_mean":            "did you mean “{near}”?",
	"programme.not_a_count":             "“{text}” is not a whole number from 1",
	"programme.not_a_count.hint":        "amounts are in the minor unit of the currency: 120 dollars are 12000",
	"programme.not_a_date":              "“{text}” is not a date such as 2026-01-31",
	"programme.no_such_input":           "there is no input “{word}”",
	"programme.unknown_key":             "{of} does not take “{key}”",
	"programme.key_missing":             "{of} needs “{key}”",
	"programme.unknown_currency":        "“{text}” is not a currency that is known",
	"programme.unknown_currency.hint":   "currencies are written as in ISO 4217: USD, EUR, CDF",
	"programme.grant_period":            "the grant ends before it begins",
	"programme.grant_currency":          "the grant is in {grant}, the programme in {programme}",
	"programme.grant_currency.hint":     "one programme pays in one currency; a grant in another needs a programme of its own",
	"programme.no_currency":             "there are grants but no currency",
	"programme.no_currency.hint":        "add “currency: USD” under programme:",
	"programme.not_a_story":             "“{text}” is not a story of others",
	"programme.not_a_story.hint":        "it has two parts, such as commons.place",
	"programme.story_fields":            "nothing is known of what “{text}” answers",
	"programme.story_fields.hint":       "say it: fields: {ready: bool, travel_by: day}",
	"programme.reserved_name":           "“{id}” already means something in conditions",
	"programme.reserved_name.hint":      "choose another name",
	"programme.no_such_form":            "there is no form “{word}” in the folder forms/",
	"programme.no_pathway":              "there is no pathway",
	"programme.unknown_kind":            "“{word}” is not a kind of subject",
	"programme.how_many_steps":          "a pathway has 1 to {limit} steps, this has {count}",
	"programme.two_verbs":               "one step has one verb: “{first}” and “{second}”",
	"programme.two_verbs.hint":          "put “- ” before the second to make it a step of its own",
	"programme.unknown_verb":            "unknown verb “{word}”",
	"programme.no_verb":                 "this step has no verb",
	"programme.step_twice":              "a step “{id}” stands above already",
	"programme.step_twice.hint":         "ids are told apart within a pathway; what happened is noted under them",
	"programme.verb_subject":            "“{verb}” is not for a {kind}",
	"programme.name_taken":              "“{id}” is the name of an input or attribute already",
	"programme.name_taken.hint":         "conditions could not tell the two apart: choose another name",
	"programme.no_such_step":            "there is no step “{word}” in this pathway",
	"programme.nothing_before":          "“{id}” has a calendar and no step before it to count from",
	"programme.circle":                  "these steps wait for one another: {way}",
	"programme.circle.hint":             "take one of them out of needs, or out of the condition that names it",
	"programme.no_choice":               "“{option}” alone is no choice",
	"programme.no_choice.hint":          "a choice has at least two options",
	"programme.stay_missing":            "people who are asked whether they leave must be able to answer “stay”",
	"programme.stay_missing.hint":       "add stay to the options, and a step with “when: … == \"stay\"” for those who do",
	"programme.each_adult":              "nobody answers for another adult",
	"programme.each_adult.hint":         "people choose “by: each_adult”; children without an adult need a best-interests decision",
	"programme.stay_leads_nowhere":      "“{id}” offers “stay”, and no step is for those who stay",
	"programme.stay_leads_nowhere.hint": "add a step that leads to a plan, with “when: {id} == \"stay\"”",
	"programme.no_such_role":            "nobody here has the role “{word}”: the step cannot be walked",
	"programme.no_such_role.hint":       "name a role, such as protection_officer; an authority outside stands under “authority”",
	"programme.no_such_grant":           "there is no grant “{word}”",
	"programme.no_grant":                "“{id}” does not say which grant pays",
	"programme.no_grant.hint":           "add “grant:” with one of the grants at the top of the file: donor, period and ceiling stand there",
	"programme.after_without_at":        "“after” without “at” counts nothing",
	"programme.how_many_visits":         "a calendar has at most {limit} visits",
	"programme.not_a_language":          "“{text}” is not the code of a language, such as fr or sw",
	"programme.cel_too_long":            "a condition has at most {limit} characters",
	"programme.cel_wrong_type":          "“{key}” must be {want}, this is {got}",
	"programme.cel_wrong_type.bool":     "a condition compares: solution == \"return\", size > 3, departure.done",
	"programme.cel_wrong_type.int":      "an amount is a whole number in minor units, such as 2000 * size",
	"programme.cel_broken":              "the condition cannot be used: {detail}",
	"programme.cel_operands":            "“{sign}” does not go with {types}",
	"programme.cel_operands.hint":       "compare like with like: texts stand between quotes, amounts are whole numbers without a point",
	"programme.cel_syntax":              "this is not a condition: {detail}",
	"programme.cel_syntax.hint":         "conditions are written as: a == \"b\" && (c > 3 || !d.done)",
	"programme.cel_unknown_name":        "nothing here is called “{name}”",
	"programme.cel_unknown_property":    "“{of}” has no “{name}”",
	"programme.cel_quote":               "a text stands between quotes: \"{name}\"",
	"programme.cel_wants_property":      "“{of}” has several values: say which",
	"programme.cel_no_property":         "“{of}” is one value and has nothing behind a dot",
	"programme.cel_ends_early":          "the condition ends too early",
	"programme.cel_unexpected":          "“{sign}” does not belong here",
	"programme.no_such_pathway":         "there is no pathway “{word}”",
	"programme.figure_counts":           "{count} cannot be counted on a pathway for a {kind}",
	"programme.nothing_to_count":        "no pathway of this programme is walked by {count}",
	"programme.which_pathway":           "several pathways fit this figure",
	"programme.which_pathway.hint":      "add “pathway:” with one of {known}",
	"programme.no_such_dimension":       "“{word}” is not a dimension of this figure",
	"programme.dimension_of_persons":    "“{word}” tells persons apart, this counts {count}",
	"programme.month_of_what":           "the month of what?",
	"programme.month_of_what.hint":      "add “month_of:” with a step",
	"programme.still_there":             "“{id}” is still a step of this pathway and needs no rule",
	"programme.to_or_dropped":           "a rule says either “to:” another step, or “dropped:” and why",
	"programme.subject_changed":         "pathway “{pathway}” was for a {before} and is now for a {after}; {known}",
	"programme.subject_changed.hint":    "give the new pathway a name of its own, and leave the old one in the file",
	"programme.pathway_removed":         "pathway “{pathway}” is gone; {known}",
	"programme.pathway_removed.hint":    "leave it in the file until everyone on it has reached its end",
	"programme.verb_changed":            "step “{step}” was “{before}” and is now “{after}”; {known}",
	"programme.verb_changed.hint":       "give the new step a name of its own, and say under migrate: what becomes of the old one",
	"programme.step_gone":               "step “{step}” is gone, and nothing says what becomes of the journeys on it",
	"programme.step_gone.hint":          "add under migrate: {pathway}: {step}: {to: …} or {dropped: why}",
	"programme.step_removed":            "step “{step}” is gone; {known}",
	"programme.kind_changed":            "step “{step}” promises something of another kind now; {known}",
	"programme.kind_changed.hint":       "give the new step a name of its own, and leave the old one in the file",
	"programme.option_removed":          "an answer that could be given at “{step}” is gone; {known}",
	"programme.option_removed.hint":     "leave the answer among the options: somebody may have given it",
	"programme.promise_dropped":         "“{step}” cannot be dropped: what was promised, paid or travelled stays; {known}",
	"programme.promise_dropped.hint":    "say to which “{verb}” it goes: {to: …}",
	"programme.promises_mixed":          "“{step}” cannot go to “{to}”, where others of the old version stand: one promise would hide the other; {known}",
	"programme.promises_mixed.hint":     "give each a step of its own",
	"programme.currency_changed":        "amounts were in {before} and are now in {after}; {known}",
	"programme.currency_changed.hint":   "what is owed stays owed in its currency: write a programme of its own for the other",
	"programme.verb_not_built":          "“{verb}” is not built in this version: step “{step}” cannot be walked yet.",
	"programme.step_not_applicable":     "“{step}” is not for this subject.",
	"programme.step_done":               "“{step}” is done already.",
	"programme.step_needs":              "“{step}” waits for {by}.",
	"programme.step_condition":          "“{step}” is held: {condition} does not hold.",
	"programme.step_missing":            "“{step}” cannot be decided: {missing} is not known, not made, or too old.",
	"programme.unknown":                 "There is no programme “{name}”.",
	"programme.question_twice":          "a question “{id}” stands above already",
	"programme.unknown_question":        "“{word}” is not a type of question",
	"programme.question_options":        "“{id}”: select_one and select_multiple have at least two options, other questions none",
	"programme.form_name":               "the form calls itself “{id}” and its file “{file}”",
	"programme.no_word":                 "no word in “{language}” for {section} “{id}”",
}

// Sentences returns the English sentence of every key this package uses, for the catalogues.
func Sentences() map[string]string { return maps.Clone(sentences) }

// sentence puts arguments into the English sentence of a key.
func sentence(key string, args fault.Args) string {
	text, ok := sentences[key]
	if !ok {
		return key
	}
	pairs := make([]string, 0, 2*len(args))
	for _, name := range slices.Sorted(maps.Keys(args)) {
		pairs = append(pairs, "{"+name+"}", fmt.Sprint(args[name]))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
