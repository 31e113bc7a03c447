// SPDX-License-Identifier: Apache-2.0

package opendata

// meaningOf says what a column means: what is said of it in its own file, or what it means wherever it stands; "" where nobody has
// said it yet, which a test does not let pass.
func meaningOf(file, column string) string {
	if meaning := meanings[file+" "+column]; meaning != "" {
		return meaning
	}
	return meanings[column]
}

// meanings are the sentences of columns.csv, by column, or by file and column.
var meanings = map[string]string{
	"caseload":  "the households that one field office answers for",
	"place":     "the place, by where it lies: see places.csv",
	"programme": "the programme's id: see programmes/",
	"month":     "the month in which it was held or found",
	"kind":      "what it is, as an id of the field's words",
	"day":       "the day on which it was so, or was decided",
	"withheld":  "true where the number is kept back because it stands on too few people, or would give away one that does",
	"persons":   "how many persons; empty where it is withheld",
	"words":     "what was written down with it",

	"caseloads.csv households": "households registered",
	"caseloads.csv persons":    "living persons who belong to a household",
	"caseloads.csv journeys":   "ways through a programme that were begun",
	"caseloads.csv twice_room": "units of room that two offices have promised to two households",

	"places.csv within":      "the place it lies in",
	"places.csv name":        "its name",
	"places.csv pcode":       "its p-code, where it has one",
	"places.csv decided":     "whether protection has decided on its safety, for everyone and every route",
	"places.csv safe":        "what was decided; false where nothing was",
	"places.csv safety_day":  "the day of that decision",
	"places.csv partly":      "found safe, and not for some group or by some route",
	"places.csv doubts":      "found safe, and how many sources have said since that it is not",
	"places.csv profile_day": "the day of the newest finding in profiles.csv",
	"places.csv plots":       "plots of land it offers",
	"places.csv closing":     "whether it is a site under notice of closing",
	"places.csv closes":      "the last day of the site, as it was last set",

	"profiles.csv aspect": "water, school, health post, land, road, the hosts' view",
	"profiles.csv value":  "what was found",
	"profiles.csv old":    "true where it is too old to be relied on",

	"safety_decisions.csv group":  "for whom it was decided; empty for everyone",
	"safety_decisions.csv route":  "for which route; empty for every route",
	"safety_decisions.csv safe":   "what was decided",
	"safety_decisions.csv reason": "why",

	"safety_reports.csv kind":     "of which kind the source is",
	"safety_reports.csv safe":     "what the source says",
	"safety_reports.csv women":    "whether women were among those heard",
	"safety_reports.csv minority": "whether people of minorities were",
	"safety_reports.csv old":      "true where it is too old to carry a decision",

	"closures.csv by":      "which authority decided",
	"closures.csv decided": "on which day",
	"closures.csv closes":  "the last day of the site",

	"closure_notes.csv with":  "with which authority or organisation",
	"closure_notes.csv count": "people who remain, or facilities taken down",

	"figures.csv figure":     "the figure's id: see the programme's file",
	"figures.csv counts":     "what is counted: persons, households, sites, …",
	"figures.csv by":         "the dimension it is broken down by; empty for the total",
	"figures.csv value":      "the value in that dimension",
	"figures.csv place":      "the place that the value is, by where it lies; empty where it is none",
	"figures.csv also_by":    "the second dimension; empty for none",
	"figures.csv also_value": "the value in the second dimension",
	"figures.csv number":     "how many; money in minor units, such as cents; empty where it is withheld",

	"gatherings.csv site":      "where it was held, or from where the visitors came",
	"gatherings.csv about":     "the place that was seen or spoken of",
	"gatherings.csv topic":     "what it was about",
	"gatherings.csv language":  "the language spoken, as in BCP 47",
	"gatherings.csv transport": "how visitors went",
	"gatherings.csv leaders":   "how many local leaders they met",

	"gatherings_found.csv place":  "the place that was seen",
	"gatherings_found.csv aspect": "water, school, health post, land, road",
	"gatherings_found.csv value":  "what the visitors found",

	"listening.csv sessions": "how many were held there",

	"listening_people.csv sex":        "female, male, or unknown",
	"listening_people.csv age":        "age band in years",
	"listening_people.csv disability": "yes, no, or unknown, as they said themselves",
}
