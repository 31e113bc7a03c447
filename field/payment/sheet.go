// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// SignedSheet is a sheet of paper on which collectors sign at one table: of one list, on one day, before one who pays. Somebody else's eyes were on it there, or
// see it later.
type SignedSheet struct {
	List    id.ID               `cbor:"1,keyasint"`           // that was paid on it
	Day     clock.Day           `cbor:"2,keyasint"`           // on which it was signed
	Place   id.ID               `cbor:"3,keyasint"`           // the cash site
	By      id.ID               `cbor:"4,keyasint"`           // who pays at that table, and keeps it
	Witness Witness             `cbor:"5,keyasint"`           // who stood beside them
	Kept    string              `cbor:"6,keyasint"`           // where the paper lies
	SeeBy   clock.Day           `cbor:"7,keyasint"`           // last day on which a second person of the office sees it in time
	Lines   []SignedLine        `cbor:"8,keyasint,omitempty"` // what was signed for, in the order of the facts
	Eyes    register.Held[Eyes] `cbor:"9,keyasint"`           // two where two people looked unseen
}

// Witness is who stood at the table beside the one who pays: a colleague, somebody with a role in a committee, or somebody who is named with their organisation.
type Witness struct {
	Colleague    id.ID  `cbor:"1,keyasint,omitempty"` // a user
	Member       id.ID  `cbor:"2,keyasint,omitempty"` // of Committee; or, of one that is no subject here, an id of their own
	Committee    id.ID  `cbor:"3,keyasint,omitempty"` // a subject
	Name         string `cbor:"4,keyasint,omitempty"` // of somebody named; empty once forgotten
	Organisation string `cbor:"5,keyasint,omitempty"` // theirs; empty once forgotten
	Function     string `cbor:"6,keyasint,omitempty"` // the role in the committee, or as it was named
}

// OnPaper reports whether a member of a committee witnessed, and not a colleague.
func (w *Witness) OnPaper() bool { return !w.Member.IsZero() }

// SignedLine is a payment that was signed for on a sheet.
type SignedLine struct {
	Journey id.ID  `cbor:"1,keyasint"`           // of the household
	Step    string `cbor:"2,keyasint"`           // its id
	Minute  int    `cbor:"3,keyasint,omitempty"` // when it was handed out, in minutes since midnight, where it was written down after a stop; 0 otherwise
}

// Sight is what somebody says who has seen a sheet.
type Sight string

// What is said of a sheet.
const (
	SheetSeen    Sight = "seen"    // the signatures are those of the list
	SheetDiffers Sight = "differs" // something is not as it was written down: held until it is settled
	SheetSettled Sight = "settled" // what differed was looked into, and how it was is said
)

// Eyes are those of a second person of the office.
type Eyes struct {
	By       id.ID     `cbor:"1,keyasint"`           // whose they are
	Day      clock.Day `cbor:"2,keyasint"`           // on which they said so
	Says     Sight     `cbor:"3,keyasint"`           // what they say
	Resolver id.ID     `cbor:"4,keyasint,omitempty"` // who settles what differs
	Words    string    `cbor:"5,keyasint,omitempty"` // what differs, how it was settled; names nobody
}

// SheetStatus is where a signed sheet stands.
type SheetStatus string

// The statuses of a sheet, beside those of Sight.
const (
	SheetEmpty SheetStatus = "empty" // nobody has signed yet
	SheetWaits SheetStatus = "waits" // nobody else has seen it yet
)

// Status returns where the sheet stands. Of two who did not see each other's word, the one who says that something differs governs.
func (s *SignedSheet) Status() SheetStatus {
	if len(s.Eyes.Standing) == 0 {
		if len(s.Lines) == 0 {
			return SheetEmpty
		}
		return SheetWaits
	}
	return SheetStatus(s.says().Says)
}

// says returns the word that governs; zero where nobody has seen the sheet.
func (s *SignedSheet) says() (e Eyes) {
	for _, v := range s.Eyes.Standing {
		if e.Says != SheetDiffers {
			e = v.Value
		}
	}
	return e
}

// Open reports whether somebody still has to look at the sheet.
func (s *SignedSheet) Open() bool {
	status := s.Status()
	return status == SheetWaits || status == SheetStatus(SheetDiffers)
}

// The lists under which signed sheets are found.
var (
	SheetsOf     = register.List{Name: "payment_sheets"}         // by their payment list
	SheetsUnseen = register.List{Name: "payment_sheets_unseen"}  // that wait for a second pair of eyes, by the last day for it
	SheetsDiffer = register.List{Name: "payment_sheets_differs"} // of which something differs, by their day
)

// SheetStory is the kind of story of a signed sheet.
var SheetStory = register.NewKind("signed_sheet", func(s *SignedSheet, add register.Adder) {
	if s.List.IsZero() {
		return // its first fact has not come yet
	}
	add(SheetsOf, s.List[:])
	switch s.Status() {
	case SheetWaits:
		add(SheetsUnseen, dayKey(s.SeeBy))
	case SheetStatus(SheetDiffers):
		add(SheetsDiffer, dayKey(s.Day))
	}
})

// keptResidue is the sheet and its table; where it lies is said in words that name nobody.
type keptResidue struct {
	List      id.ID     `cbor:"1,keyasint"`
	Place     id.ID     `cbor:"2,keyasint"`
	SeeBy     clock.Day `cbor:"3,keyasint"`
	Kept      string    `cbor:"4,keyasint"`
	Colleague id.ID     `cbor:"5,keyasint,omitempty"`
	Member    id.ID     `cbor:"6,keyasint,omitempty"`
	Committee id.ID     `cbor:"7,keyasint,omitempty"`
}

// witnessWords is who witnessed, where no committee of this operation knows them; their role in it, where one does.
type witnessWords struct {
	Name         string `cbor:"1,keyasint,omitempty"`
	Organisation string `cbor:"2,keyasint,omitempty"`
	Function     string `cbor:"3,keyasint,omitempty"`
}

var sheetKept = register.NewFact(SheetStory, "payment.sheet_kept", 1,
	func(s *SignedSheet, f *journal.Fact, r keptResidue, w *witnessWords) {
		s.List, s.Day, s.Place, s.By, s.SeeBy, s.Kept = r.List, f.Day, r.Place, f.Author, r.SeeBy, r.Kept
		s.Witness = Witness{Colleague: r.Colleague, Member: r.Member, Committee: r.Committee}
		if w != nil {
			s.Witness.Name, s.Witness.Organisation, s.Witness.Function = w.Name, w.Organisation, w.Function
		}
	})

var sheetSigned = register.NewFact(SheetStory, "payment.sheet_signed", 1,
	func(s *SignedSheet, _ *journal.Fact, r SignedLine, _ *register.None) { s.Lines = append(s.Lines, r) })

// fieldEyes is the field under which words on a sheet replace one another.
const fieldEyes = "eyes"

var sheetSeen = register.NewFact(SheetStory, "payment.sheet_seen", 1,
	func(s *SignedSheet, f *journal.Fact, r Eyes, _ *register.None) {
		r.By, r.Day = f.Author, f.Day
		s.Eyes.Put(f, fieldEyes, r)
	})

// signedResidue says on a household's way that its money was signed for on a sheet.
type signedResidue struct {
	Step   string    `cbor:"1,keyasint"`
	Sheet  id.ID     `cbor:"2,keyasint"`
	SeeBy  clock.Day `cbor:"3,keyasint"`
	Minute int       `cbor:"4,keyasint,omitempty"` // see SignedLine
}

// signed stands before payment.delivered in the same command; its words are why it is written down only now.
var signed = register.NewFact(journey.Story, "payment.signed", 1,
	func(j *journey.Journey, f *journal.Fact, r signedResidue, _ *words) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Signed, Link: r.Sheet, Until: r.SeeBy, Author: f.Author})
	})

type seenResidue struct {
	Step  string `cbor:"1,keyasint"`
	Sheet id.ID  `cbor:"2,keyasint"`
}

var seen = register.NewFact(journey.Story, "payment.seen", 1,
	func(j *journey.Journey, f *journal.Fact, r seenResidue, _ *register.None) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Seen, Link: r.Sheet, Author: f.Author})
	})
