// SPDX-License-Identifier: Apache-2.0

// Package walks goes the whole way through each programme that comes with Safar: one script a programme, from the first step to the last,
// through the commands of the field, with the refusals on the way, its figures, and the page that shows them; on both databases.
//
// A script is a text archive: what stands before its first file is the walk, a line a deed. A word with a space in it stands in quotes.
//
//	programme NAME                         put a programme of this repository in force
//	day 2026-03-02                         from here on it is this day
//	as ROLE                                from here on somebody of this role acts
//	place KIND NAME                        a place of the commons, called by its name from here on
//	household NAME F34 M36 C5              register a household: women, men and children with their ages
//	add KIND NAME [key=value …]            register a subject; place=, under= and code= are its own, the others attributes
//	join NAME PERSON [sex=f born=1990 role=chair]
//	leave NAME PERSON
//	begin NAME PATHWAY                     begin a pathway of the programme last put in force
//	do NAME STEP [key=value …]             whatever the step's verb is; yes or no decides, reason= ends, who= was there, q.NAME= answers the form
//	refused KEY LINE                       the line must be refused with this fault, and write nothing
//	stands NAME STEP STATE                 where somebody stands
//	figure ID [dimension=value …] NUMBER   what the board of the programme counts
//	page ROLE PATH TEXT                    a page shows a text; {NAME} in a path is an id
package walks
