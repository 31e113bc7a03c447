// SPDX-License-Identifier: Apache-2.0

// Package subjects is what walks a pathway and is neither a household nor a place: a committee, a project, a house, a city's practice, a
// complaint, a school.
//
// # Model
//
// A subject is a story of the caseload: its kind, what it is called, where it is, what it belongs to, what its programme's attributes say
// of it, and who is of it. Which kinds there are, the language of programmes says (programme.Kinds, and what a programme lists under
// subjects); this package knows none of them by name, but for complaints, which are heard and answered by those who hear them
// (ActsOf).
//
// What happens to a subject stands on its journey (package journey), as it does for a household. Here stands only what it is.
//
// # People
//
// A subject's name is open: it names no person. Who is of it (a committee's members) is a fact each, owned by that person, so that one can
// be forgotten without the others; their sex, year of birth and disability survive, to be counted.
package subjects
