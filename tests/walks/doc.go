// SPDX-License-Identifier: Apache-2.0

// Package walks goes the whole way through each programme that comes with Safar: one script a programme, from the first step to the last,
// through the commands of the field, with the refusals on the way, its figures, and the page that shows them; on both databases.
//
// A script is a text archive: what stands before its first file is the walk, a line a deed. A word with a space in it stands in quotes.
//
//	programme NAME                         put a programme of this repository in force, or one whose files stand in the script
//	day 2026-03-02                         from here on it is this day
//	as ROLE [medical]                      from here on somebody of this role acts, let into the medical compartment or not
//	in protection                          from here on everything is done, and asked, in this compartment of the caseload
//	place KIND NAME                        a place of the commons, called by its name from here on
//	household NAME F34 M36 C5 [at=SITE]    register a household: women, men and children with their ages, and where they live
//	person NAME HOUSEHOLD F34              call one of a household by a name, as somebody who walks on their own
//	add KIND NAME [key=value …]            register a subject; place=, under= and code= are its own, the others attributes
//	join NAME PERSON [sex=f born=1990 role=chair]
//	leave NAME PERSON
//	begin NAME PATHWAY                     begin a pathway of the programme last put in force
//	do NAME STEP [key=value …]             whatever the step's verb is; yes or no decides, which= of several, reason= ends, who= was there, q.NAME= answers the form
//	do NAME STEP to=VILLAGE heard=F34,M36 language=sw source=profile                    tell: who heard it
//	do NAME STEP who=F34,M36 option=return to=VILLAGE [aloud|withdrawn]                 choose: each in private; authority=, officer= and guardian=kasongo/F60 for children alone
//	do NAME STEP to=VILLAGE checks=occupants unit=1 names=F34,M36 [against]             place: a check; promised, or released, without checks=
//	do NAME STEP listed grant=ID|approved|stopped because=TEXT|to=F34 reference=TEXT    pay: listed, approved, stopped, or handed over
//	do NAME STEP listed at=SITE|to=F34 signed=TEXT                                      give: listed, or handed out
//	do NAME STEP willing|unwilling|loaded|unloaded|boarded|own_means|arrived who=F34    move: trip=, load= and word= where they are loaded
//	do NAME STEP asked|fit|not_fit who=F34 from=DAY until=DAY because=TEXT              clear: of one of them, or of all
//	do NAME STEP who=F34 consents=names,phone witness=TEXT|withdrawn|sent=names|accepted|because=TEXT|result=TEXT|asked_back=TEXT|received=NUMBER    refer
//	agreement PARTNER name=TEXT passes=names,phone until=DAY [detains]    with another organisation; ended=TEXT ends it
//	heard VILLAGE source=ID [women minority unsafe]   protection hears a source; safe or unsafe VILLAGE because=TEXT decides
//	do NAME STEP beds=3|host=NAME|ended    place: how many beds a host offers; placed with one, called by its name; or no longer
//	story NAME of=HOUSEHOLD who=F34 told=TEXT|written=TEXT|consents=web,print until=DAY|withdrawn    a story, and what becomes of it
//	story NAME looked [herself]|used=TEXT channel=web|back=asked of_use=TEXT                         looked at by another; where it goes; asked back
//	born NAME C0 to=F34                    a child is born to one of a household
//	holds NAME [NAME …]                    of whom, of those who live with a host, the placement is on hold
//	room VILLAGE KIND units=3              room is offered, and granted to the caseload
//	closing SITE by=AUTHORITY on=DAY       the government decides to close a site
//	entrust GRANT                          the money of a grant is entrusted
//	collector NAME who=F34 [or=M36]        who receives what a household is owed
//	stock PLACE ITEM count=10 source=TEXT  goods come into a store
//	trip NAME from=SITE to=VILLAGE leaves=DAY seats=10 [means=flight]; then depart NAME, arrive NAME, or cancel NAME because=TEXT
//	refused KEY LINE                       the line must be refused with this fault, and write nothing
//	waiting TRIP DAY NAME=lapses NAME      who stood on a trip that was called off and waits for another of a day, in this order
//	stands NAME STEP STATE                 where somebody stands
//	figure ID [dimension=value …] NUMBER   what the board of the programme counts
//	told ROLE ID [dimension=value …] NUMBER    what somebody of a role is told of it; withheld, where it stands on too few
//	page ROLE PATH TEXT                    a page shows a text, or is without it where it begins so ("without …"); {NAME} in a path is an id
package walks
