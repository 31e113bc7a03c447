// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"slices"
	"strings"
	"unicode/utf8"

	"safar/desk"
	"safar/field/places"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Opening is the opening of a suggestion box. Site is where the box stands and Box which one it is, "" where there is but one; Slips how many lay in it, as both counted who stood there: By, a user, and either
// a Colleague or a Member of a Committee who signed on paper. Day is when.
type Opening struct {
	Site      id.ID     `cbor:"1,keyasint"`
	Box       string    `cbor:"2,keyasint,omitempty"`
	Slips     int       `cbor:"3,keyasint"`
	By        id.ID     `cbor:"4,keyasint"`
	Colleague id.ID     `cbor:"5,keyasint,omitempty"`
	Committee id.ID     `cbor:"6,keyasint,omitempty"`
	Member    id.ID     `cbor:"7,keyasint,omitempty"`
	Day       clock.Day `cbor:"8,keyasint"`
}

// The lists of openings.
var (
	Openings = register.List{Name: "voice_openings"} // by day
	FromBox  = register.List{Name: "voice_from_box"} // complaints, by the opening in which their slip lay
)

// OpeningStory is the kind of story of the opening of a box.
var OpeningStory = register.NewKind("box_opening", func(o *Opening, add register.Adder) { add(Openings, dayKey(o.Day)) })

// openedResidue names nobody: of who signed on paper, as everywhere, only their pseudonym.
type openedResidue struct {
	Site      id.ID  `cbor:"1,keyasint"`
	Box       string `cbor:"2,keyasint,omitempty"`
	Slips     int    `cbor:"3,keyasint"`
	Colleague id.ID  `cbor:"4,keyasint,omitempty"`
	Committee id.ID  `cbor:"5,keyasint,omitempty"`
	Member    id.ID  `cbor:"6,keyasint,omitempty"`
}

var boxOpened = register.NewFact(OpeningStory, "voice.box_opened", 1, func(o *Opening, f *journal.Fact, r openedResidue, _ *register.None) {
	*o = Opening{r.Site, r.Box, r.Slips, f.Author, r.Colleague, r.Committee, r.Member, f.Day}
})

// lay says that a complaint lay as a slip in a box that was opened.
var lay = register.NewFact(ComplaintStory, "voice.lay_in_box", 1, func(c *Complaint, _ *journal.Fact, r tied, _ *register.None) {
	c.Subject, c.Box = r.Subject, r.Other
})

// The bounds of an opening.
const (
	maxSlips   = 2000
	maxBoxName = 80 // letters
)

// OpenBox writes down that a suggestion box was opened, by two: who writes it, and a colleague or a member of a committee who signed on paper. One alone opens none. The receipt's id is the opening.
//
// Site is where the box stands, Box which one it is, "" where there is but one; it names no person. Slips is how many both counted. Of Colleague and Member one is given; Member is of Committee now.
// Day is when, NoDay for today.
type OpenBox struct {
	Site      id.ID
	Box       string
	Slips     int
	Colleague id.ID
	Committee id.ID
	Member    id.ID
	Day       clock.Day
}

// Act is the act of hearing.
func (OpenBox) Act() access.Act { return access.VoiceHear }

// Decide records it. Faults: Invalid voice.box_alone, voice.box_two_seconds, voice.box_no_colleague, voice.box_no_member, voice.box_slips, places.not_a_site.
func (c OpenBox) Decide(tx *desk.Tx) error {
	const op = "voice.OpenBox"
	p, err := desk.MustCommons(tx, places.Story, c.Site)
	if err != nil {
		return err
	}
	switch {
	case p.Kind != places.Site:
		return fault.New(op, fault.Invalid, "places.not_a_site", nil)
	case c.Slips < 0 || c.Slips > maxSlips || utf8.RuneCountInString(c.Box) > maxBoxName:
		return fault.New(op, fault.Invalid, "voice.box_slips", fault.Args{"max": maxSlips})
	}
	if err := c.second(tx); err != nil {
		return err
	}
	of, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(boxOpened.Draft(of, c.Day, openedResidue{c.Site, strings.TrimSpace(c.Box), c.Slips, c.Colleague, c.Committee, c.Member}))
}

// second refuses a box that was opened by one: nobody beside who writes, or they themselves once more.
func (c OpenBox) second(tx *desk.Tx) error {
	const op = "voice.OpenBox"
	by := tx.By().User
	switch {
	case c.Colleague.IsZero() && c.Member.IsZero(), c.Colleague == by, c.Member == by:
		return fault.New(op, fault.Invalid, "voice.box_alone", nil).WithHint("voice.box_alone_hint")
	case !c.Colleague.IsZero() && !c.Member.IsZero():
		return fault.New(op, fault.Invalid, "voice.box_two_seconds", nil)
	case !c.Colleague.IsZero():
		u, err := desk.SeeCommons(tx, staff.UserStory, c.Colleague)
		if err == nil && (!u.Exists || access.May(u.State.Actor(c.Colleague), access.VoiceHear, tx.Scope(), tx.Today()) != nil) {
			err = fault.New(op, fault.Invalid, "voice.box_no_colleague", nil)
		}
		return err
	}
	s, err := desk.Get(tx, subjects.Story, c.Committee)
	if err == nil && !slices.ContainsFunc(s.State.Of(), func(m subjects.Member) bool { return m.Person == c.Member }) {
		err = fault.New(op, fault.Invalid, "voice.box_no_member", nil)
	}
	return err
}

// slip ties a complaint to the opening in which its slip lay: it was there, of that site.
func (c Hear) slip(tx *desk.Tx, of id.ID) error {
	o, err := desk.Must(tx, OpeningStory, c.Box)
	if err != nil {
		return err
	}
	if o.Site != c.Is.Place {
		return fault.New("voice.Hear", fault.Invalid, "voice.box_elsewhere", nil)
	}
	return tx.Record(lay.Draft(ComplaintID(of), c.Day, tied{of, c.Box}))
}

// OpeningRow is the opening of a box as a list shows it. ID is the opening; Site, Box, Slips and Day as they were written down; Typed how many of the slips were taken in. By, Colleague and Committee say who opened it; Member is the name
// of the member of the committee, "" where a colleague stood there.
type OpeningRow struct {
	ID        id.ID     `class:"open"`
	Site      id.ID     `class:"open"`
	Box       string    `class:"open"`
	Slips     int       `class:"open"`
	Typed     int       `class:"open"`
	Day       clock.Day `class:"open"`
	By        string    `class:"open"`
	Colleague string    `class:"open"`
	Committee string    `class:"open"`
	Member    string    `class:"personal"`
}

// OpeningPage is a part of the openings. All is how many there are.
type OpeningPage struct {
	Rows []OpeningRow // the latest first
	All  int          `class:"open"`
}

// OpeningsOf lists the openings of boxes, the latest first. Who signed on paper is named by their committee alone.
func OpeningsOf(scope access.Scope, part desk.Part) desk.Query[OpeningPage] {
	return desk.Query[OpeningPage]{Act: access.VoiceHear, Scope: scope, Run: func(r *desk.Reader) (page OpeningPage, err error) {
		n, err := r.Count(Openings, nil)
		if err != nil {
			return page, err
		}
		page.All = int(n)
		entries, err := r.Scan(Openings, register.Range{Back: true, Limit: part.From + part.Limit})
		for _, e := range entries[min(part.From, len(entries)):] {
			if err != nil {
				return page, err
			}
			var row OpeningRow
			row, err = openingRow(r, e.Story, false)
			page.Rows = append(page.Rows, row)
		}
		return page, err
	}}
}

// OpeningOf tells one opening, with the name of who signed on paper, which is a look at their committee. Fault: NotFound voice.no_such_opening.
func OpeningOf(scope access.Scope, of id.ID) desk.Query[OpeningRow] {
	return desk.Query[OpeningRow]{Act: access.VoiceHear, Scope: scope, Run: func(r *desk.Reader) (OpeningRow, error) { return openingRow(r, of, true) }}
}

func openingRow(r *desk.Reader, of id.ID, named bool) (row OpeningRow, err error) {
	o, err := desk.Read(r, OpeningStory, of)
	if err == nil && !o.Exists {
		err = fault.New("voice.OpeningOf", fault.NotFound, "voice.no_such_opening", nil)
	}
	if err != nil {
		return row, err
	}
	typed, err := r.Count(FromBox, of[:])
	if err != nil {
		return row, err
	}
	row = OpeningRow{ID: of, Site: o.State.Site, Box: o.State.Box, Slips: o.State.Slips, Typed: int(typed), Day: o.State.Day}
	for user, name := range map[id.ID]*string{o.State.By: &row.By, o.State.Colleague: &row.Colleague} {
		u, err := desk.ReadCommons(r, staff.UserStory, user)
		if err != nil {
			return row, err
		}
		*name = u.State.Name.Value()
	}
	if o.State.Committee.IsZero() {
		return row, nil
	}
	c, err := desk.Read(r, subjects.Story, o.State.Committee)
	if err != nil {
		return row, err
	}
	row.Committee = c.State.Name.Value()
	for _, m := range c.State.Members {
		if named && m.Person == o.State.Member {
			r.Looked(o.State.Committee)
			row.Member = m.Names.String()
		}
	}
	return row, nil
}

// Second is somebody of a committee who may stand beside who opens a box: Person is who, Committee is theirs, with Called, and Name is how they are called.
type Second struct {
	Committee id.ID  `class:"open"`
	Called    string `class:"open"`
	Person    id.ID  `class:"personal"`
	Name      string `class:"personal"`
}

// mostSeconds bounds how many committees are read for who may stand beside.
const mostSeconds = 200

// Seconds returns who is of a committee of the caseload today. It names them, and is a look at each committee.
func Seconds(scope access.Scope) desk.Query[[]Second] {
	return desk.Query[[]Second]{Act: access.VoiceHear, Scope: scope, Run: func(r *desk.Reader) (rows []Second, err error) {
		entries, err := subjects.List(r, "committee", nil, mostSeconds)
		for _, e := range entries {
			if err != nil {
				return nil, err
			}
			c, wrong := desk.Read(r, subjects.Story, e.Story)
			if wrong != nil {
				return nil, wrong
			}
			for _, m := range c.State.Of() {
				rows = append(rows, Second{e.Story, c.State.Name.Value(), m.Person, m.Names.String()})
			}
			if len(c.State.Of()) > 0 {
				r.Looked(e.Story)
			}
		}
		return rows, err
	}}
}
