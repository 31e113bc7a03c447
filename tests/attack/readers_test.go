// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"maps"
	"slices"

	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// readers note what each kind of fact says, after the promises were held against it.
var readers = map[string]func(*auditor){
	"people.household_registered": func(a *auditor) { a.homes[a.fact.Story] = &home{} },
	"people.person_registered":    (*auditor).readPerson,
	"people.person_corrected":     (*auditor).readCorrected,
	"people.person_moved":         (*auditor).readMembership,
	"people.person_died":          func(a *auditor) { a.persons[a.fact.Story].dead = true; a.count("deaths") },
	"people.person_merged":        (*auditor).readMerged,
	"people.merge_undone":         (*auditor).readMergeUndone,
	"people.collector_chosen":     (*auditor).readCollector,

	"places.room_offered":      (*auditor).readRoomOffered,
	"places.safety_reported":   (*auditor).readReport,
	"places.safety_decided":    (*auditor).readSafety,
	"capacity.custody_granted": (*auditor).readCustody,

	"journey.opened":         (*auditor).readOpened,
	"journey.brought_along":  (*auditor).readBrought,
	"choice.told":            (*auditor).readTold,
	"choice.answered":        (*auditor).readAnswer,
	"choice.withdrawn":       (*auditor).readWithdrawal,
	"choice.best_interests":  (*auditor).readBestInterests,
	"movement.still_willing": (*auditor).readWilling,
	"capacity.checked":       (*auditor).readCheck,
	"capacity.promised":      (*auditor).readPromise,
	"capacity.released":      (*auditor).readRelease,

	"movement.trip_planned":       (*auditor).readTrip,
	"movement.trip_replanned":     (*auditor).readReplanned,
	"movement.trip_departed":      (*auditor).readTripDeparted,
	"movement.trip_cancelled":     func(a *auditor) { a.trips[a.fact.Story].over = true },
	"movement.trip_arrived":       func(a *auditor) { a.trips[a.fact.Story].road = false; a.count("convoys arrived") },
	"movement.trip_halted":        func(a *auditor) { a.count("convoys stopped or turned back") },
	"movement.loaded":             func(a *auditor) { a.readCarried("loaded") },
	"movement.unloaded":           func(a *auditor) { a.readCarried("") },
	"movement.boarded":            func(a *auditor) { a.readCarried("boarded") },
	"movement.no_show":            func(a *auditor) { a.readCarried(""); a.count("no-shows") },
	"movement.departed":           func(a *auditor) { a.readCarried("departed") },
	"movement.left_by_own_means":  func(a *auditor) { a.readCarried("departed"); a.count("departures by own means") },
	"movement.arrival_confirmed":  func(a *auditor) { a.readCarried("arrived") },
	"movement.turned_back":        (*auditor).readTurnedBack,
	"movement.arrival_taken_back": (*auditor).readArrivalTakenBack,
	"movement.trip_not_there":     func(a *auditor) { a.trips[a.fact.Story].road = true; a.count("trips not there") },

	"payment.entrusted":           (*auditor).readTrust,
	"payment.owed":                (*auditor).readOwed,
	"payment.listed":              (*auditor).readListed,
	"payment.list_prepared":       (*auditor).readPrepared,
	"payment.list_approved":       (*auditor).readApproved,
	"payment.list_rejected":       func(a *auditor) { a.lists[a.fact.Story].rejected = true; a.count("lists rejected") },
	"payment.list_closed":         (*auditor).readListClosed,
	"payment.list_sent":           func(a *auditor) { a.lists[a.fact.Story].sent = true },
	"payment.sheet_kept":          (*auditor).readSheetKept,
	"payment.sheet_signed":        func(a *auditor) { a.sheetAt(a.fact.Story).lines++ },
	"payment.sheet_seen":          (*auditor).readSheetSeen,
	"payment.signed":              (*auditor).readSigned,
	"payment.collector_confirmed": (*auditor).readConfirmed,
	"payment.delivered":           (*auditor).readDelivered,
	"payment.site_assessed":       (*auditor).readSiteAssessed,
	"payment.paying_planned":      (*auditor).readPayingPlanned,
	"payment.returned":            (*auditor).readReturned,
	"payment.stopped":             (*auditor).readStopped,
	"payment.held":                (*auditor).readHold,
	"payment.stop_said":           (*auditor).readStopSaid,
	"payment.settled":             (*auditor).readSettled,

	"clearance.stated": (*auditor).readCleared,

	"referral.agreed":    (*auditor).readAgreed,
	"referral.consented": (*auditor).readConsented,
	"referral.withdrawn": func(a *auditor) { a.count("consents withdrawn") },
	"referral.sent":      (*auditor).readSent,

	"supply.received": readPieces(1),
	"supply.moved":    readPieces(1),
	"supply.taken":    readPieces(-1),
	"supply.counted":  (*auditor).readCount,
	"supply.listed":   (*auditor).readAllotted,
	"supply.given":    (*auditor).readGiven,
	"supply.settled":  (*auditor).readGoodsSettled,

	"works.reported":         (*auditor).readReported,
	"works.inspected":        (*auditor).readInspected,
	"journey.closed":         (*auditor).readClosed,
	"journey.set_aside":      func(a *auditor) { a.way(a.fact.Story).ended = true },
	"journey.reopened":       func(a *auditor) { a.way(a.fact.Story).ended = false },
	"subjects.added":         func(a *auditor) { a.things[a.fact.Story] = map[id.ID]*person{} },
	"subjects.member_joined": (*auditor).readJoined,
	"subjects.member_left":   (*auditor).readLeft,
	"journey.asked":          (*auditor).readAsked,
	"journey.decided":        (*auditor).readDecided,
	"journey.followed_up":    func(a *auditor) { a.readDone(); a.count("follow-ups") },
	"journey.visited":        (*auditor).readDone,
	"journey.gathered":       (*auditor).readDone,
	"gathering.counted":      (*auditor).readDone,
	"referral.answered":      (*auditor).readAccepted,
	"capacity.beds_offered":  (*auditor).readBeds,
	"capacity.hosted":        (*auditor).readHosted,
	"hosting.proposed":       (*auditor).readProposed,
	"hosting.answered":       (*auditor).readSaid,
	"hosting.met":            (*auditor).readMet,
	"hosting.dropped":        (*auditor).readDropped,
	"hosting.kept_apart":     (*auditor).readApart,
	"hosting.paused":         (*auditor).readPaused,
}

func (a *auditor) readPerson() {
	r := into[struct {
		Household id.ID  `cbor:"1,keyasint"`
		Relation  string `cbor:"2,keyasint"`
		Sex       uint8  `cbor:"3,keyasint"`
		Year      int16  `cbor:"4,keyasint"`
		OnTheWay  bool   `cbor:"6,keyasint"`
		Separated bool   `cbor:"8,keyasint"`
	}](a)
	w := personal[struct {
		Born struct {
			_         struct{} `cbor:",toarray"`
			Day       clock.Day
			Precision uint8
		} `cbor:"2,keyasint"`
		BornTo id.ID `cbor:"4,keyasint"`
	}](a)
	p := &person{nth: len(a.persons), sex: r.Sex, homes: []membership{{a.fact.Ref(), r.Household, r.Relation}}, year: r.Year, mother: w.BornTo}
	if w.Born.Precision != 0 {
		p.born = w.Born.Day
	}
	a.persons[a.fact.Story] = p
	if r.Separated {
		p.separated = []saidSeparated{{a.fact.Ref(), true}}
	}
	if r.OnTheWay {
		p.added = a.fact.Day
		a.countBirth(r.Household)
	}
}

// countBirth counts births, and apart those in the yard: in a household that stands on a load.
func (a *auditor) countBirth(h id.ID) {
	a.count("births")
	for _, w := range a.ways {
		for _, s := range w.anySeat() {
			if w.subject == h && (s.state == "loaded" || s.state == "boarded") {
				a.count("births in the yard")
				return
			}
		}
	}
}

func (a *auditor) readMembership() {
	r := into[struct {
		Household id.ID  `cbor:"1,keyasint"`
		Relation  string `cbor:"2,keyasint"`
		Why       string `cbor:"3,keyasint"`
	}](a)
	p := a.persons[a.fact.Story]
	p.homes = append(p.homes, membership{a.fact.Ref(), r.Household, r.Relation})
	a.count("people who " + r.Why)
}

func (a *auditor) readCollector() {
	w := personal[struct {
		Person    id.ID `cbor:"1,keyasint"`
		Alternate id.ID `cbor:"2,keyasint"`
	}](a)
	h := a.homes[a.fact.Story]
	h.collector, h.alternate, h.chosenBy = w.Person, w.Alternate, a.fact.Author
}

func (a *auditor) readRoomOffered() {
	r := into[struct {
		Kind  string `cbor:"1,keyasint"`
		Units int    `cbor:"2,keyasint"`
	}](a)
	if r.Kind == "plot" {
		a.village(a.fact.Story).units = r.Units
	}
}

func (a *auditor) readReport() {
	r := into[struct {
		Source   string    `cbor:"1,keyasint"`
		Day      clock.Day `cbor:"3,keyasint"`
		Safe     bool      `cbor:"4,keyasint"`
		Women    bool      `cbor:"5,keyasint"`
		Minority bool      `cbor:"6,keyasint"`
	}](a)
	v := a.village(a.fact.Story)
	v.reports = append(v.reports, report{r.Source, r.Day, r.Safe, r.Women, r.Minority})
}

func (a *auditor) readSafety() {
	r := into[struct {
		Group string    `cbor:"1,keyasint"`
		Route string    `cbor:"2,keyasint"`
		Safe  bool      `cbor:"3,keyasint"`
		Day   clock.Day `cbor:"5,keyasint"`

		Contrary string `cbor:"7,keyasint"`
	}](a)
	v := a.village(a.fact.Story)
	if r.Safe {
		a.safetyRestsOnSources(v, r.Contrary)
	} else {
		a.countRoad(a.fact.Story)
	}
	v.safety = append(v.safety, decision{a.fact.Ref(), r.Group, r.Route, r.Safe, r.Day})
}

// countRoad counts withdrawals of safety while people are on the road.
func (a *auditor) countRoad(place id.ID) {
	a.count("safety withdrawn")
	for _, t := range a.trips {
		if t.to == place && t.road {
			a.count("safety withdrawn with people on the road")
		}
	}
	for _, w := range a.ways {
		if plot, promised := w.plot(); promised && plot.place == place && !w.left {
			a.count("safety withdrawn after the promise")
			return
		}
	}
}

func (a *auditor) readCustody() {
	r := into[struct {
		Place id.ID `cbor:"1,keyasint"`
		Grant struct {
			Node     id.ID `cbor:"1,keyasint"`
			From     int   `cbor:"2,keyasint"`
			To       int   `cbor:"3,keyasint"`
			Caseload id.ID `cbor:"5,keyasint"`
		} `cbor:"3,keyasint"`
	}](a)
	v := a.village(r.Place)
	for unit := r.Grant.From; unit <= r.Grant.To; unit++ {
		a.mayBeGranted(v.holders(unit), unit, r.Grant.Caseload)
	}
	v.custody = append(v.custody, grant{a.fact.Ref(), a.fact.Supersedes["grants"], r.Grant.Node, r.Grant.Caseload, r.Grant.From, r.Grant.To})
}

// mayBeGranted: units in the hands of another caseload stay there, and those of a node are handed on by that node alone.
func (a *auditor) mayBeGranted(holders []grant, unit int, caseload id.ID) {
	if len(holders) != 1 { // nobody's yet, or two nodes' that did not see each other: now it is decided
		return
	}
	if holders[0].caseload != caseload || holders[0].node != a.node {
		a.breach("plot %d is granted over somebody's head", unit)
	}
}

func (a *auditor) readOpened() {
	r := into[struct {
		Subject id.ID `cbor:"1,keyasint"`
		Version struct {
			_         struct{} `cbor:",toarray"`
			Programme string
			Hash      [32]byte
		} `cbor:"3,keyasint"`
		Pathway string `cbor:"4,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	w.subject, w.opened = r.Subject, a.fact.Day
	if b := bookOf(r.Version.Hash); b != nil {
		w.path = b.pathways[r.Pathway]
	}
}

func (a *auditor) readTold() {
	r := into[struct {
		Step  string  `cbor:"1,keyasint"`
		Place id.ID   `cbor:"3,keyasint"`
		Heard []id.ID `cbor:"7,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	if len(r.Heard) == 0 {
		a.breach("a telling that nobody heard")
	}
	a.honoured(w, r.Step)
	w.did[r.Step]++
	w.told = append(w.told, telling{r.Step, r.Place, a.fact.Day, r.Heard})
}

// readBrought reads what somebody who left a household brought along: what was their own on the old way, and nothing else.
func (a *auditor) readBrought() {
	r := into[struct {
		From  id.ID           `cbor:"1,keyasint"`
		Step  string          `cbor:"2,keyasint"`
		State programme.State `cbor:"3,keyasint"`
		Day   clock.Day       `cbor:"4,keyasint"`
		By    id.ID           `cbor:"5,keyasint"`
		Place id.ID           `cbor:"6,keyasint"`
		Value string          `cbor:"7,keyasint"`
		Link  id.ID           `cbor:"9,keyasint"`
		Load  int             `cbor:"10,keyasint"`
		Named []named         `cbor:"11,keyasint"`
		Until clock.Day       `cbor:"8,keyasint"`
		Holds clock.Day       `cbor:"12,keyasint"`
		Back  bool            `cbor:"13,keyasint"`
	}](a)
	w, old := a.way(a.fact.Story), a.way(r.From)
	if !r.By.IsZero() && !slices.Contains(a.members(w.subject), r.By) {
		a.breach("what is brought along is of somebody who stayed")
	}
	if r.Back {
		a.comesBack(w, old, r.By)
		return
	}
	switch r.State {
	case programme.Happened:
		a.bringWord(w, old, r.Step, answer{step: r.Step, ref: a.fact.Ref(), by: r.By, option: r.Value, place: r.Place, day: r.Day})
	case programme.Willing:
		w.willing[r.By] = old.willing[r.By]
	case programme.Agreed:
		w.word[r.By] = true
	case programme.Fit, programme.NotFit:
		a.papers(w, r.By, paper{step: r.Step, fit: r.State == programme.Fit, from: r.Holds, until: r.Until})
	default:
		a.bringSeat(w, r.By, idsOf(r.Named), seat{r.Link, r.Load, seatNames[r.State]})
		if at := old.seat(r.By); r.State == programme.Departed && !r.By.IsZero() && at.state == "departed" { // somebody said that they travel after all
			a.road[r.By] = at
		}
		w.sat = append(w.sat, sitting{by: r.By, who: idsOf(r.Named), trip: r.Link, load: r.Load, state: seatNames[r.State], fact: a.fact})
		a.aboard(w, carried{Trip: r.Link, Persons: w.whose(a, r.By)}, seatNames[r.State])
		w.left = w.left || r.State == programme.Departed || r.State == programme.Arrived
	}
	a.count("brought along: " + r.State.String())
}

// comesBack: who turned back on a way of their own has not left when they are with those again with whom they had.
func (a *auditor) comesBack(w, old *way, p id.ID) {
	if gone(old.seat(p).state) {
		a.breach("somebody came back who is on the road")
	}
	for i := range w.sat {
		if s := &w.sat[i]; s.state == "departed" {
			s.who = slices.DeleteFunc(slices.Clone(s.who), func(of id.ID) bool { return of == p })
		}
	}
	w.sat = slices.DeleteFunc(w.sat, func(s sitting) bool { return s.state == "departed" && (s.by == p || s.by.IsZero() && len(s.who) == 0) })
	w.seats[p] = seat{}
	delete(w.aboard, p)
	delete(w.asOne, p)
	delete(w.followed, p)
	a.count("came back to those who went on")
}

func idsOf(of []named) (ids []id.ID) {
	for _, p := range of {
		ids = append(ids, p.ID)
	}
	return ids
}

// seatNames are the states of a seat as the auditor calls them; "" is off the load.
var seatNames = map[programme.State]string{programme.Loaded: "loaded", programme.Boarded: "boarded", programme.Departed: "departed",
	programme.Arrived: "arrived"}

// bringWord notes a telling, or an answer that stood.
func (a *auditor) bringWord(w, old *way, step string, said answer) {
	w.did[step]++
	switch w.path.verb(step) {
	case "ask":
		if step == helpAsked { // what they asked for, they ask for where they are now
			w.help = append(w.help, aboutHelp{day: said.day})
		}
	case "tell":
		w.told = append(w.told, telling{step, said.place, said.day, []id.ID{said.by}})
	case "choose":
		if !slices.ContainsFunc(a.current(old, step, said.by), func(was answer) bool { return was.option == said.option && was.place == said.place }) {
			a.breach("an answer is brought along that nobody gave")
		}
		w.answers = append(w.answers, said)
	}
}

// bringSeat notes where somebody sits: the household as one, or a person. Who has left has left; and where it says who of them left or arrived as one,
// the others stay where they were.
func (a *auditor) bringSeat(w *way, by id.ID, who []id.ID, at seat) {
	if at.state == "" {
		at = seat{}
	}
	stays := func(p id.ID) bool {
		return gone(w.seat(p).state) && (!gone(at.state) || len(who) > 0 && !slices.Contains(who, p))
	}
	if !by.IsZero() {
		if !stays(by) {
			w.seats[by] = at
		}
		return
	}
	stay := map[id.ID]seat{}
	for _, p := range a.members(w.subject) {
		if stays(p) {
			stay[p] = w.seat(p)
		}
	}
	clear(w.seats)
	maps.Copy(w.seats, stay)
	w.whole = at
}

// whose are those whom a word or a seat is about: somebody, or the household as one.
func (w *way) whose(a *auditor, by id.ID) []id.ID {
	if by.IsZero() {
		return a.members(w.subject)
	}
	return []id.ID{by}
}

// said is the residue of an answer.
type said struct {
	Step   string `cbor:"1,keyasint"`
	By     id.ID  `cbor:"2,keyasint"`
	Option string `cbor:"3,keyasint"`
	Place  id.ID  `cbor:"4,keyasint"`
}

func (a *auditor) readAnswer() {
	r := into[said](a)
	w := a.way(a.fact.Story)
	a.ownAnswer(w, r)
	for _, before := range a.current(w, r.Step, r.By) {
		if before.option != r.Option || before.place != r.Place {
			a.countChange(w)
			w.undoOf(r.By)
			break
		}
	}
	a.replaceNow()
	w.did[r.Step]++
	w.answers = append(w.answers, answer{step: r.Step, ref: a.fact.Ref(), by: r.By, option: r.Option, place: r.Place, day: a.fact.Day})
	if len(a.chosen(w)) > 1 {
		a.count("disagreements")
	}
}

// replaceNow lets what the fact replaces be gone before it is noted itself.
func (a *auditor) replaceNow() {
	for _, refs := range a.fact.Supersedes {
		for _, r := range refs {
			a.replaced[r] = true
		}
	}
}

// replaces reports whether the fact names another one as one that it replaces.
func (a *auditor) replaces(other journal.Ref) bool {
	for _, refs := range a.fact.Supersedes {
		if slices.Contains(refs, other) {
			return true
		}
	}
	return false
}

func (a *auditor) countChange(w *way) {
	a.count("changed minds")
	if len(w.rooms) > 0 {
		a.count("withdrawals after the promise")
	}
	for _, m := range w.money {
		if m.owing() {
			a.count("withdrawals with money on the way")
		}
		if m.state == "delivered" {
			a.count("withdrawals after payment")
		}
	}
	if slices.ContainsFunc(w.anySeat(), func(s seat) bool { return s.state == "boarded" }) {
		a.count("changed minds on the truck")
	}
}

func (a *auditor) readWithdrawal() {
	w := a.way(a.fact.Story)
	a.countChange(w)
	a.replaceNow()
	r := into[said](a)
	w.takenBack = append(w.takenBack, answer{step: r.Step, ref: a.fact.Ref(), by: r.By})
	w.undoOf(r.By)
}

func (a *auditor) readBestInterests() {
	r := into[struct {
		Step      string `cbor:"1,keyasint"`
		Option    string `cbor:"2,keyasint"`
		Place     id.ID  `cbor:"3,keyasint"`
		Guardian  id.ID  `cbor:"4,keyasint"`
		Authority string `cbor:"5,keyasint"`
		Child     id.ID  `cbor:"6,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	w.did[r.Step]++
	d := answer{step: r.Step, ref: a.fact.Ref(), by: r.Child, option: r.Option, place: r.Place, day: a.fact.Day,
		guardian: r.Guardian.String() + r.Authority, authority: r.Authority}
	a.byTheAuthority(w, r.Guardian, r.Authority, personal[struct {
		Officer string `cbor:"4,keyasint"`
	}](a).Officer)
	if !r.Child.IsZero() {
		a.forOneChild(w, d)
		return
	}
	if len(a.adults(w.subject, a.today)) > 0 {
		a.breach("a best-interests decision beside an adult")
	}
	if slices.ContainsFunc(a.standingOnly(w.decisions), func(d answer) bool { return a.replaces(d.ref) }) {
		w.undo() // where another office had decided anew meanwhile, what followed from that stands
	}
	a.replaceNow()
	w.decisions = append(w.decisions, d)
	a.count("best-interests decisions")
}

func (a *auditor) readWilling() {
	r := into[struct {
		Step    string `cbor:"1,keyasint"`
		By      id.ID  `cbor:"2,keyasint"`
		Willing bool   `cbor:"3,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	if before := w.willing[r.By]; !r.Willing || !before.yes || before.day < a.fact.Day { // a clock set back makes no "yes" older
		w.willing[r.By] = willing{a.fact.Day, r.Willing}
	}
	if !r.Willing {
		a.countChange(w)
		a.count("not willing any more")
		delete(w.word, r.By)
		a.replaceNow()
		if choices := w.path.before(r.Step, "choose"); len(a.fact.Supersedes) > 0 && len(choices) > 0 {
			w.takenBack = append(w.takenBack, answer{step: choices[0].id, ref: a.fact.Ref(), by: r.By})
		}
		w.undoOf(r.By)
	}
}

func (a *auditor) readCheck() {
	r := a.roomFact()
	of, good := checkOf{r.Check, r.Place, r.Unit}, r.State == programme.Checked
	a.way(a.fact.Story).checks[of], a.checks[of] = good, good
	if !good {
		a.count("checks that found something")
	}
}

// roomSaid is the residue of what happened with a plot.
type roomSaid struct {
	Step  string          `cbor:"1,keyasint"`
	State programme.State `cbor:"2,keyasint"`
	Place id.ID           `cbor:"3,keyasint"`
	Unit  int             `cbor:"4,keyasint"`
	Check string          `cbor:"5,keyasint"`
}

func (a *auditor) roomFact() roomSaid { return into[roomSaid](a) }

func (a *auditor) readPromise() {
	r := a.roomFact()
	w := a.way(a.fact.Story)
	a.mayBePromised(w, r)
	w.free(room{r.Place, r.Unit})
	w.rooms, w.roomOf[room{r.Place, r.Unit}] = append(w.rooms, room{r.Place, r.Unit}), r.Step
	w.did[r.Step]++
	a.count("plots promised")
}

func (a *auditor) readRelease() {
	r := a.roomFact()
	a.way(a.fact.Story).free(room{r.Place, r.Unit})
}

func (a *auditor) readTrip() {
	r := into[struct {
		To    id.ID     `cbor:"2,keyasint"`
		Route string    `cbor:"4,keyasint"`
		Loads []vehicle `cbor:"6,keyasint"`
	}](a)
	t := &trip{to: r.To, route: r.Route, loads: map[int]vehicle{}}
	for _, l := range r.Loads {
		t.loads[l.Number] = l
	}
	a.trips[a.fact.Story] = t
}

// readReplanned reads that a trip goes with other loads: nobody who holds a seat loses it by that.
func (a *auditor) readReplanned() {
	r := into[struct {
		Loads []vehicle `cbor:"2,keyasint"`
	}](a)
	t := a.trips[a.fact.Story]
	t.loads = map[int]vehicle{}
	for _, l := range r.Loads {
		t.loads[l.Number] = l
	}
	for _, w := range a.ways {
		for _, at := range w.anySeat() {
			if at.trip == a.fact.Story && !gone(at.state) {
				a.seated(at.trip, at.load)
			}
		}
	}
	a.count("trips planned anew")
}

func (a *auditor) readTripDeparted() {
	t := a.trips[a.fact.Story]
	t.over, t.road = true, true
	a.count("convoys departed")
}

// carried is the residue of what happens to people on a load.
type carried struct {
	Step    string  `cbor:"1,keyasint"`
	Trip    id.ID   `cbor:"2,keyasint"`
	Load    int     `cbor:"3,keyasint"`
	Place   id.ID   `cbor:"4,keyasint"`
	Persons []id.ID `cbor:"5,keyasint"`
	Apart   bool    `cbor:"6,keyasint"`
	OwnWord []id.ID `cbor:"7,keyasint"`
	Rest    []named `cbor:"11,keyasint"` // of those who turned back: who goes on
}

// named is somebody as a deed knew them; here only who.
type named struct {
	_          struct{} `cbor:",toarray"`
	ID         id.ID
	Sex        uint8
	Age        int8
	Disability uint8
	Elsewhere  bool
}

func (a *auditor) readCarried(state string) {
	r := into[carried](a)
	w := a.way(a.fact.Story)
	switch {
	case state == "loaded" && !r.Apart:
		clear(w.word) // together again
	case state == "loaded" || state == "departed":
		for _, p := range r.OwnWord {
			w.word[p] = true
		}
	}
	at, stay := seat{r.Trip, r.Load, state}, w.where(r, state)
	if state == "" {
		at = seat{}
	}
	for _, p := range r.Persons {
		was := w.seat(p).state
		if gone(was) && state != "arrived" {
			a.breach("somebody who left is %q", state)
		}
		if r.Apart && (!gone(was) || gone(state)) {
			w.seats[p] = at
		}
		if delete(a.road, p); state == "departed" && was != "arrived" {
			a.road[p] = seat{r.Trip, r.Load, state}
		}
	}
	if !r.Apart {
		w.allTo(at)
		w.arrivesWith(r, at)
	}
	maps.Copy(w.seats, stay)
	a.aboard(w, r, state)
	a.sits(w, r, state)
	a.mayBeCarried(w, r, state)
	if state == "departed" {
		a.leavesAsOne(w, r)
		w.left = true
		a.count("departures")
		if r.Apart {
			a.count("departures apart")
		}
	}
	if state == "arrived" {
		for _, p := range r.Persons {
			w.there[p] = true
		}
		a.count("arrivals confirmed")
	}
}

// leavesAsOne notes who left with the household, as one or as the last of them who left one by one, and who followed it.
func (a *auditor) leavesAsOne(w *way, r carried) {
	for _, p := range r.Persons {
		if !r.Apart {
			w.asOne[p] = true
		} else if len(w.asOne) > 0 {
			w.followed[p] = true
			a.count("followed the household")
		}
	}
	if len(w.asOne) == 0 && a.allHaveLeft(w) {
		a.count("households that left one by one")
		for _, p := range a.members(w.subject) {
			if gone(w.seat(p).state) {
				w.asOne[p] = true
			}
		}
	}
}

// allHaveLeft reports whether nobody remains of a household but who was added to it since, or on that very day.
func (a *auditor) allHaveLeft(w *way) bool {
	return !slices.ContainsFunc(a.members(w.subject), func(p id.ID) bool {
		return !gone(w.seat(p).state) && (a.persons[p].added == 0 || a.persons[p].added < a.fact.Day)
	})
}

func gone(state string) bool { return state == "departed" || state == "arrived" }

// where are those whom a departure or an arrival leaves where they were: who is on the road still, and not among those with whom the household
// leaves or arrives as one; and who has arrived, whatever an office wrote that did not know it.
func (w *way) where(r carried, state string) map[id.ID]seat {
	stay := map[id.ID]seat{}
	for p, trips := range w.aboard {
		at := w.seat(p)
		beside := gone(state) && !r.Apart && at.state == "departed" && trips[at.trip] && !slices.Contains(r.Persons, p)
		if beside || state == "departed" && at.state == "arrived" {
			stay[p] = at
		}
	}
	return stay
}

// arrivesWith has those arrive who went after the others, on a seat of their own, and are named among those who arrived with them.
func (w *way) arrivesWith(r carried, at seat) {
	for _, p := range r.Persons {
		if _, own := w.seats[p]; own && at.state == "arrived" {
			w.seats[p] = at
		}
	}
}

// allTo puts the whole household somewhere; who has left has left, whatever somebody wrote who did not know it.
func (w *way) allTo(at seat) {
	if gone(at.state) {
		maps.DeleteFunc(w.seats, func(p id.ID, _ seat) bool { return len(w.asOne) == 0 || w.asOne[p] }) // who follows keeps a seat of their own
		w.whole = at
		return
	}
	for p, s := range w.seats {
		if !gone(s.state) {
			delete(w.seats, p)
		}
	}
	if !gone(w.whole.state) {
		w.whole = at
	}
}

// aboard notes on which trips people are said to have boarded or left. Who leaves by their own means frees the seat they held.
func (a *auditor) aboard(w *way, r carried, state string) {
	for _, p := range r.Persons {
		switch {
		case state == "boarded" || state == "departed":
			if w.aboard[p] == nil || r.Trip.IsZero() {
				w.aboard[p] = map[id.ID]bool{}
			}
			w.aboard[p][r.Trip] = w.aboard[p][r.Trip] || state == "departed"
		case state == "":
			delete(w.aboard[p], r.Trip)
		}
	}
}

func (a *auditor) readTurnedBack() {
	r := into[carried](a)
	w := a.way(a.fact.Story)
	those := w.backFrom(r)
	defer a.otherTrip(w, those)
	for _, p := range those {
		delete(w.asOne, p)
		delete(w.followed, p)
	}
	w.unsit(r)
	a.sits(w, r, "")
	for _, p := range r.Rest {
		w.sat = append(w.sat, sitting{by: p.ID, trip: r.Trip, state: "departed", fact: a.fact})
	}
	if len(r.Rest) > 0 {
		a.someTurnedBack(w, r)
		return
	}
	for _, trips := range w.aboard {
		delete(trips, r.Trip)
	}
	back := func(s seat) seat {
		if s.state == "departed" && s.trip == r.Trip {
			return seat{}
		}
		return s
	}
	w.whole = back(w.whole)
	for p, s := range w.seats {
		w.seats[p] = back(s)
	}
	if r.Trip.IsZero() {
		a.count("turned back by own means")
	}
	w.left = slices.ContainsFunc(w.anySeat(), func(s seat) bool { return s.state == "arrived" })
}

// backFrom are those who turned back, or were never there: who is named, or where it is the whole trip everybody who was said to be on it.
func (w *way) backFrom(r carried) []id.ID {
	back := slices.Clone(r.Persons)
	for p, trips := range w.aboard {
		if _, on := trips[r.Trip]; on && len(r.Rest) == 0 && !slices.Contains(back, p) {
			back = append(back, p)
		}
	}
	return back
}

// otherTrip: who is not on one trip any more is on the road by the other, where two offices had them leave on a trip each.
func (a *auditor) otherTrip(w *way, back []id.ID) {
	for _, p := range back {
		_, was := a.road[p]
		delete(a.road, p)
		for _, s := range w.sat {
			if was && s.state == "departed" && (s.by == p || s.by.IsZero() && slices.Contains(s.who, p)) {
				a.road[p] = seat{s.trip, s.load, s.state}
				w.seats[p], w.left = a.road[p], true
			}
		}
	}
}

// readArrivalTakenBack: those who were said to have arrived are on the road again, and nobody's house or money stands on it.
func (a *auditor) readArrivalTakenBack() {
	why := personal[struct {
		Why string `cbor:"1,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	if why.Why == "" {
		a.breach("an arrival is taken back without a reason")
	}
	step := into[carried](a).Step
	for of, m := range w.works {
		if m.passed && w.path.restsOnArrival(of, step) { // another may stand before they leave
			a.breach("an arrival is taken back on which the %s stands", of)
		}
	}
	for of, m := range w.money {
		if m.net > 0 && w.path.restsOnArrival(of, step) {
			a.breach("an arrival is taken back on which the %s stands", of)
		}
	}
	back := func(s seat) seat {
		if s.state == "arrived" {
			s.state = "departed"
		}
		return s
	}
	w.whole = back(w.whole)
	for p, s := range w.seats {
		w.seats[p] = back(s)
	}
	for p := range w.there {
		if a.belongs(a.persons[p], w.subject) && w.seat(p).state == "departed" {
			a.road[p] = w.seat(p)
		}
	}
	clear(w.there)
	a.count("arrivals taken back")
}

// someTurnedBack: some of those who left together are back, and the others go on, each on a word of their own.
func (a *auditor) someTurnedBack(w *way, r carried) {
	a.count("some turned back, and others went on")
	if w.whole.state == "departed" && w.whole.trip == r.Trip {
		for _, p := range r.Rest {
			w.seats[p.ID] = w.whole
		}
		w.whole = seat{}
	}
	for _, p := range r.Persons {
		if s := w.seats[p]; s.state == "departed" && s.trip == r.Trip {
			w.seats[p] = seat{}
		}
		delete(w.aboard[p], r.Trip)
	}
	w.left = slices.ContainsFunc(w.anySeat(), func(s seat) bool { return gone(s.state) })
}
