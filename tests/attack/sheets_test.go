// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"maps"
	"slices"
	"testing"
	"time"

	"safar/field/payment"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// signedSheet is a paper on which cash was signed for, as facts tell.
type signedSheet struct {
	list, by, member, resolver id.ID
	place                      id.ID
	named                      bool
	day                        clock.Day
	lines                      int
	says                       string // "" where nobody else has seen it
}

// signedSaid is what a payment was signed for on, just before it is said to be delivered.
type signedSaid struct {
	journey, sheet id.ID
	step           string
	minute         int
}

func (a *auditor) sheetAt(of id.ID) *signedSheet {
	if a.sheets[of] == nil {
		a.sheets[of] = &signedSheet{}
	}
	return a.sheets[of]
}

func (a *auditor) readSheetKept() {
	r := into[struct {
		List      id.ID  `cbor:"1,keyasint"`
		Place     id.ID  `cbor:"2,keyasint"`
		Kept      string `cbor:"4,keyasint"`
		Colleague id.ID  `cbor:"5,keyasint"`
		Member    id.ID  `cbor:"6,keyasint"`
		Committee id.ID  `cbor:"7,keyasint"`
	}](a)
	s := a.sheetAt(a.fact.Story)
	s.list, s.place, s.by, s.member, s.day, s.named = r.List, r.Place, a.fact.Author, r.Member, a.fact.Day, r.Committee.IsZero()
	switch {
	case r.Kept == "" || r.Colleague.IsZero() == r.Member.IsZero():
		a.breach("a sheet without one witness, or kept nowhere")
	case r.Colleague == a.fact.Author || r.Member == a.fact.Author:
		a.breach("who pays witnesses their own table")
	}
	a.count("sheets kept")
}

func (a *auditor) readSigned() {
	r := into[struct {
		Step   string `cbor:"1,keyasint"`
		Sheet  id.ID  `cbor:"2,keyasint"`
		Minute int    `cbor:"4,keyasint"`
	}](a)
	a.signed = signedSaid{a.fact.Story, r.Sheet, r.Step, r.Minute}
}

// witnessed: cash of the office is handed out only on a sheet of the one who pays, of that list and day, with a witness who is not of the household, and on
// which nobody has looked yet. It returns when it was handed out, where that is written down: what somebody stopped since is always on a sheet.
func (a *auditor) witnessed(w *way, r paidSaid, to id.ID) int {
	said := a.signed
	a.signed = signedSaid{}
	l := a.lists[r.List]
	if said.journey != a.fact.Story || said.step != r.Step {
		if l != nil && !l.sent && w.path != nil && w.path.book.witness {
			a.breach("cash is handed out by one who is alone, and nobody witnessed")
		}
		return 0
	}
	s := a.sheetAt(said.sheet)
	switch {
	case s.by != a.fact.Author || s.list != r.List || s.day != a.fact.Day || s.place != r.Site:
		a.breach("cash is signed for on another's sheet, or on one of another list, day or table")
	case s.says != "":
		a.breach("a line is added to a sheet that somebody has seen")
	case s.member == to || s.member == w.subject || slices.Contains(a.members(w.subject), s.member):
		a.breach("a witness is of the household that collects")
	}
	if said.minute > 0 {
		a.count("cash written down after a stop")
	}
	return said.minute
}

func (a *auditor) readSheetSeen() {
	r := into[struct {
		Says     string `cbor:"3,keyasint"`
		Resolver id.ID  `cbor:"4,keyasint"`
	}](a)
	s := a.sheetAt(a.fact.Story)
	switch {
	case s.by == a.fact.Author || s.member == a.fact.Author || r.Resolver == s.by:
		a.breach("who paid is the second pair of eyes on their own sheet, or settles it")
	case s.lines == 0 || s.says == "seen" || s.says == "settled":
		a.breach("a sheet is seen on which nobody signed, or again")
	case (r.Says == "settled") != (s.says == "differs") && r.Says != "differs":
		a.breach("%q is said of a sheet of which %q was", r.Says, s.says)
	case r.Says == "settled" && s.resolver != a.fact.Author:
		a.breach("a difference is settled by another than was named")
	}
	s.says, s.resolver = r.Says, r.Resolver
	a.count("signed sheets: " + r.Says)
}

// readListClosed: a list does not end while somebody still has to look at what was signed for.
func (a *auditor) readListClosed() {
	for _, s := range a.sheets {
		if s.list == a.fact.Story && s.lines > 0 && (s.says == "" || s.says == "differs") {
			a.breach("a list ends, and nobody else has seen what was signed for")
		}
	}
	a.lists[a.fact.Story].closed = true
	a.count("lists closed")
}

// keeps is a sheet of a list today, witnessed by one who is named.
func keeps(list id.ID) payment.KeepSheet {
	return payment.KeepSheet{List: list, Day: clock.NoDay, Kept: "the safe", Name: "Kabila Ngoy", Organisation: "village council", Function: "secretary"}
}

// payOut delivers a payment at a table with a witness: now and then there is none, or they are of a household that collects.
func (s *sequence) payOut(f *family, c payment.Deliver) {
	m := s.audit.way(f.journey).money[c.Step]
	able := s.may[c.Act()]
	by := able[s.pick(len(able), "by")]
	send := func(c payment.Deliver) bool {
		_, ok := s.send(sent{by: by, scope: s.scope, id: id.New(), command: c})
		return ok
	}
	if m == nil || s.chance(8, "nobody witnesses") || s.chance(12, "another's sheet") {
		s.try(c)
	}
	if m == nil {
		return
	}
	k := keeps(m.list)
	if c.Step == "first_tranche" && s.chance(3, "of a committee") { // what comes later is rare enough
		k = s.ofCommittee(f, k)
	}
	if !s.stoppedAt.IsZero() && !s.chance(3, "of the table today") {
		k.Place = s.site
	}
	if r, ok := s.send(sent{by: by, scope: s.scope, id: id.New(), command: k}); ok {
		c.Sheet = r.IDs[0]
		if s.chance(10, "another's sheet") {
			s.try(c)
		}
	}
	delivered := send(c)
	if !delivered && !s.stoppedAt.IsZero() && !c.Sheet.IsZero() {
		delivered = s.writtenLate(c, send)
	}
	switch {
	case !delivered:
	case !s.chance(3, "later"):
		s.seeSheet(c.Sheet)
	default: // it cannot end before
		s.try(payment.Reconcile{List: m.list})
		s.try(payment.Close{List: m.list, Reason: "it was handed out"})
	}
	if delivered && c.Step == "first_tranche" && s.chance(12, "it comes back") {
		s.try(payment.Return{Journey: c.Journey, Step: c.Step, Reason: "given back"})
	}
}

// writtenLate writes down what was handed out where the table was stopped: as of now, then of an hour around the stop, then of one that was surely before.
func (s *sequence) writtenLate(c payment.Deliver, send func(payment.Deliver) bool) bool {
	c.Place = s.site
	if s.chance(2, "as of now") && send(c) {
		return true
	}
	c.Why = "the telephone was at home"
	for _, c.Minute = range []int{s.minuteAround(10 - s.pick(3, "before")*10), s.minuteAround(-20)} {
		if send(c) {
			return true
		}
	}
	return false
}

// ofCommittee has somebody of a family witness as the chair of a committee; now and then of the very family that collects.
func (s *sequence) ofCommittee(f *family, k payment.KeepSheet) payment.KeepSheet {
	r, ok := s.try(subjects.Add{Kind: "committee", Is: subjects.Description{Name: "Committee", Place: s.site}})
	if !ok {
		return k
	}
	of := s.family()
	if s.chance(4, "of the household") {
		of = f
	}
	who := s.someone(of)
	s.try(subjects.Join{Subject: r.IDs[0], Kind: "committee", Person: who, Role: "chair", Day: clock.NoDay})
	return payment.KeepSheet{List: k.List, Day: k.Day, Kept: k.Kept, Committee: r.IDs[0], Member: who}
}

// minuteAround is the time of day so many minutes after the table was stopped.
func (s *sequence) minuteAround(after int) int {
	at := s.stoppedAt.Add(time.Duration(after) * time.Minute)
	return at.Hour()*60 + at.Minute()
}

// seeSheet has somebody see a sheet, mostly another than who paid, or say what differs and have it settled.
func (s *sequence) seeSheet(of id.ID) {
	c := payment.SeeSheet{Sheet: of}
	if s.chance(4, "differs") {
		c.Differs, c.Words, c.Resolver = true, "the third line", s.as(access.ProtectionOfficer).User
	}
	able := s.may[c.Act()]
	s.send(sent{by: able[s.pick(len(able), "eyes")], scope: s.scope, id: id.New(), command: c})
	if c.Differs {
		s.try(payment.SettleSheet{Sheet: of, Words: "she has it"})
		s.send(sent{by: s.as(access.ProtectionOfficer), scope: s.scope, id: id.New(), command: payment.SettleSheet{Sheet: of, Words: "she has it"}})
	}
}

// seeSheets has somebody see whatever waits.
func (s *sequence) seeSheets() {
	for _, of := range slices.SortedFunc(maps.Keys(s.audit.sheets), id.ID.Compare) {
		if sheet := s.audit.sheets[of]; sheet.says == "" && sheet.lines > 0 && s.chance(2, "now") {
			s.seeSheet(of)
		}
	}
}

// Who is alone at the table has a witness, whom the household that collects does not know as its own; somebody else of the office sees the sheet; and what was
// handed out before somebody said stop is written down with its hour, and not one minute later.
func TestTaleOfASignedSheet(t *testing.T) {
	w := tell(t, 35, 33)
	w.chosen(0, 1)
	w.settled()
	w.list = w.ok(w.prepare("first_tranche")).IDs[0]
	w.ok(w.approve())
	w.assessed()
	pay := payment.Deliver{Journey: w.journey, Step: "first_tranche", To: w.members[0], Reference: "M-1"}
	w.no("payment.sheet_missing", pay)
	committee := w.ok(subjects.Add{Kind: "committee", Is: subjects.Description{Name: "Committee", Place: w.site}}).IDs[0]
	w.ok(subjects.Join{Subject: committee, Kind: "committee", Person: w.members[1], Role: "chair", Day: clock.NoDay})
	own := payment.KeepSheet{List: w.list, Day: clock.NoDay, Kept: "the safe", Committee: committee, Member: w.members[1]}
	pay.Sheet = w.ok(own).IDs[0]
	w.no("payment.witness_of_household", pay)
	pay.Sheet = w.ok(keeps(w.list)).IDs[0]
	w.clock.Set(w.clock.Now().Add(2 * time.Hour)) // it is ten
	w.ok(payment.StopCash{Place: w.site, Reason: "a crowd at the gate", Minute: 9 * 60})
	w.no("payment.site_says_no", pay)
	pay.Minute, pay.Why = 9*60, "the telephone was at home"
	w.no("payment.site_says_no", pay)
	pay.Minute = 8*60 + 59
	unsigned := pay
	unsigned.Sheet = id.ID{}
	w.no("payment.sheet_missing", unsigned)
	w.ok(pay)
	eyes := payment.SeeSheet{Sheet: pay.Sheet}
	w.notBy(w.may[pay.Act()][0], "access.not_allowed", eyes) // a caseworker
	w.by(w.as(access.Approver), eyes)
	w.notBy(w.as(access.ProtectionOfficer), "payment.sheet_is_seen", eyes)
}

// Nobody calls yesterday's what was handed out after a stop: cash of a day before one is written down with its hour.
func TestTaleOfCashCalledYesterdays(t *testing.T) {
	w := tell(t, 35)
	w.chosen(0)
	w.settled()
	w.list = w.ok(w.prepare("first_tranche")).IDs[0]
	w.ok(w.approve())
	w.assessed()
	yesterday := clock.DayOf(w.clock.Now())
	pay := payment.Deliver{Journey: w.journey, Step: "first_tranche", To: w.members[0], Reference: "M-1", Day: yesterday, Sheet: w.ok(keeps(w.list)).IDs[0]}
	w.clock.Set(w.clock.Now().Add(26 * time.Hour)) // ten o'clock on the next day
	w.assessed()
	w.ok(payment.StopCash{Place: w.site, Reason: "a crowd at the gate"})
	w.no("payment.written_after_stop", pay)
	pay.Minute, pay.Why = 10*60, "the telephone was at home"
	w.ok(pay)
}
