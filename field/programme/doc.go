// SPDX-License-Identifier: Apache-2.0

// Package programme is the language in which a country office writes down what it does: a programme is a file, not a fork
// of the software.
//
// # The file
//
// A programme is YAML. It names its currency and its grants, the stories of others it may look at (inputs), one or more
// pathways, and its figures. A pathway is for one kind of subject (a household, a site, a committee) and is a list of
// steps. A step is one of fifteen verbs of the field and an id: "choose: solution", "pay: first_tranche". What a step
// needs, when it applies and what must hold are said in ids and in CEL, over whole numbers, dates and strings.
//
// Parse reads a file and reports everything wrong in it at once, each Problem with its line, a caret and a hint; Open
// does so for a folder with its forms and words. Names of steps, inputs and attributes are known to the checker, so that
// a slip of the pen is found when the file is written, not when a family stands at the lorry.
//
// # What a step's name means in a condition
//
// The bare name of a step is its value: the option chosen (choose), yes or no (decide), or which of several (decide with options), how it ended
// (close); for the
// other verbs, whether it is done. Behind a dot stand its properties: departure.done, departure.day, departure.arrived,
// first_tranche.listed, solution.disagree. They are plain variables, each with its type; nothing is looked up at run time.
// A day is a whole number, the days since the beginning of the calendar, so that today - departure.day is a number of days.
//
// What somebody answered in a form is no name: answers decide nothing (docs/decisions/0009-answers-decide-nothing.md). A statement that is ticked may
// be a request, which is written down as one and which a decision answers (docs/decisions/0012-a-tick-can-be-a-request.md).
//
// # Evaluating
//
// Everything here is pure: given a Pathway, a Story (what is known of one subject) and a day, Evaluate says for each step
// whether it is done, ready, not applicable, blocked and by what, lapsed, or waiting and until when. Nothing of this is ever
// stored, so nothing can be out of date. A condition that cannot be decided names what is missing.
//
// Two distinctions carry the rules of protection. First, some verbs are deeds (a payment delivered, a departure): once done they
// stay done; the others are standings (a choice, a clearance, a promise of a plot): they hold only while they are valid and
// what they require holds. Second, some deeds settle what led to them: after the departure nobody asks again whether the
// choice is still current, but until then every step on the way to it asks, however far along it is.
package programme
