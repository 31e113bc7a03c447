// SPDX-License-Identifier: Apache-2.0

// Package opendata writes the open export of an operation: what a donor, a researcher or a data exchange may have of it, as a ZIP
// file of CSV tables. It holds everything whose class is open, and nothing of a higher class: no name, no card, no answer, no word
// of anybody, no id.
//
// # The files
//
//	README.txt                what this is, of which day, and how to read it
//	columns.csv               file, column, meaning: every column of every table
//	caseloads.csv             how many households, persons and journeys each caseload holds
//	places.csv                every place: kind, name, p-code, where it lies, what was decided of its safety, plots, closing
//	profiles.csv              what was found of a place, aspect by aspect, with its day
//	safety_decisions.csv      what stands for each group and route, with the reason and the day
//	safety_reports.csv        what those decisions rest on, by month
//	closures.csv              the decisions to close a site
//	closure_notes.csv         advocacy, what was taken down, who remains
//	figures.csv               every figure: its total, by each of its dimensions, and by sex and age
//	gatherings.csv            meetings, visits and interviews, by month
//	gatherings_found.csv      what visitors found there
//	listening.csv             how many sessions a site had, of each kind, with how many people
//	listening_people.csv      who took part there: sex, age, disability
//	programmes/ID.yaml        each programme in force, as it was read
//
// Tables are UTF-8 with a line of headers, commas and quotes (RFC 4180). Days are 2026-11-22, months 2026-11; an empty field is not
// known. A text that a spreadsheet would take for a formula has an apostrophe before it. A place is named by its path, such as
// site:Tanganyika/Kalemie/Mukuku; in other tables the same path stands for it.
//
// # Which columns
//
// A table is a row of a query, and its columns are the fields of that row whose class is open: the class of a field decides, in the
// one place where it is written, and no list here repeats it. Further open fields come out by themselves, and the tests ask for
// their meaning. What is open to those who work in an operation is not all fit to be published, though, and is left out here by name:
// ids, which differ on every node; who said what of a place's safety, and the words in which it was said, since a village has one
// women's group; the day of an interview; and what two offices have yet to settle between them.
//
// # Small numbers
//
// A number that stands on fewer than access.FewestTold households lets one of them be guessed, and is withheld, together with as
// many others of its table as hide it (figures.Withheld). Numbers of places and sessions are told however small they are. Two tables
// that say nearly the same of the same people can still narrow each other down; who publishes further tables beside these should
// look at them side by side.
//
// # The same bytes
//
// Rows stand in the order of what they say, never of ids or of arrival, and the files bear the operation's day. So the same facts give
// the same bytes, wherever and whenever they are exported on that day.
package opendata
