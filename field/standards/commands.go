// SPDX-License-Identifier: Apache-2.0

package standards

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"safar/desk"
	"safar/field/places"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

const maxWords = 500 // letters of a reason, a source, or of what somebody is to do

// Adopt takes a handbook for the operation, or another edition of one: from then on its sites are held against it. It is a command of the commons. What the operation settled of
// a standard stands, also in the other edition.
type Adopt struct {
	Text []byte // the file, as programmes/standards has them, at most a megabyte
}

// Act is the act of saying by what an operation works.
func (Adopt) Act() access.Act { return access.ProgrammePublish }

// Decide checks the file and records it; nothing where it is the one that stands. Fault: Invalid standards.has_problems, with the [Problems] as its cause.
func (c Adopt) Decide(tx *desk.Tx) error {
	h, err := Read(c.Text)
	if err != nil {
		return fault.New("standards.Adopt", fault.Invalid, "standards.has_problems", nil).Because(err)
	}
	a, err := desk.GetCommons(tx, HandbookStory, HandbookID(h.ID))
	if err != nil {
		return err
	}
	if text, stands := a.State.Text.Latest(); stands && !a.State.Text.Contested() && bytes.Equal(text, c.Text) {
		return nil
	}
	d := handbookAdopted.Draft(a.ID, clock.NoDay, adopted{h.ID, c.Text})
	return tx.Record(d.Replacing(fieldText, a.State.Text.Seen()))
}

// Settle says for the operation by which bounds it measures a standard, in thousandths of its unit: a figure that is only suggested must be confirmed so, and one that does not suit a
// country can be replaced, with the reason. Without bounds it takes back what was settled. It is a command of the commons.
type Settle struct {
	Handbook string      // the id of the handbook
	Standard string      // the id of the standard
	First    Thousandths // in the first weeks; 0 for none
	Medium   Thousandths // from then on; 0 for none
	Reason   string      // who agreed to it, and why; it names no person
}

// Act is the act of saying by what an operation works.
func (Settle) Act() access.Act { return access.ProgrammePublish }

// Decide records it. Faults: NotFound standards.no_such_standard; Invalid standards.not_a_bound, standards.reason_missing, standards.too_many_words.
func (c Settle) Decide(tx *desk.Tx) error {
	const op = "standards.Settle"
	a, err := desk.MustCommons(tx, HandbookStory, HandbookID(c.Handbook))
	if err != nil {
		return err
	}
	h, _, err := a.handbook()
	if err != nil {
		return err
	}
	is := Settlement{c.First, c.Medium, strings.TrimSpace(c.Reason)}
	_, known := h.Find(c.Standard)
	switch {
	case !known:
		return fault.New(op, fault.NotFound, "standards.no_such_standard", nil)
	case c.First < 0 || c.Medium < 0 || max(c.First, c.Medium) > Whole(1e9):
		return fault.New(op, fault.Invalid, "standards.not_a_bound", fault.Args{"text": ""})
	case is.Reason == "":
		return fault.New(op, fault.Invalid, "standards.reason_missing", nil)
	}
	if err := fewWords(op, is.Reason); err != nil {
		return err
	}
	if is.First == 0 && is.Medium == 0 {
		is = Settlement{}
	}
	d := standardSettled.Draft(HandbookID(c.Handbook), clock.NoDay, settled{c.Handbook, c.Standard, is})
	if at, was := a.find(c.Standard); was {
		d = d.Replacing(fieldSettled+c.Standard, a.Settled[at].Is.Seen())
	}
	return tx.Record(d)
}

// SetPhase says how far the emergency of a site is. It is a command of the commons. Site must be a site.
type SetPhase struct {
	Site  id.ID
	Phase Phase // one of Phases
}

// Act is the act of saying how a place is.
func (SetPhase) Act() access.Act { return access.PlacesDescribe }

// Decide records it. Faults: Invalid places.not_a_site, standards.no_such_phase.
func (c SetPhase) Decide(tx *desk.Tx) error {
	m, err := measurementsOf(tx, "standards.SetPhase", c.Site)
	if err != nil {
		return err
	}
	if !slices.Contains(Phases(), c.Phase) {
		return fault.New("standards.SetPhase", fault.Invalid, "standards.no_such_phase", fault.Args{"phase": c.Phase, "phases": Phases()})
	}
	d := phaseSet.Draft(SiteID(c.Site), clock.NoDay, phaseResidue{c.Phase})
	return tx.Record(d.Replacing(fieldPhase, m.Phase.Seen()))
}

// MeasureGround says how big a site is. It is a command of the commons. Site must be a site; SquareMetres above 0; Source who measured it, and names no person; Day is
// NoDay for today.
type MeasureGround struct {
	Site         id.ID
	SquareMetres int64
	Source       string
	Day          clock.Day
}

// Act is the act of saying how a place is.
func (MeasureGround) Act() access.Act { return access.PlacesDescribe }

// Decide records it. Faults: Invalid places.not_a_site, standards.not_a_number, standards.too_many_words.
func (c MeasureGround) Decide(tx *desk.Tx) error {
	const op = "standards.MeasureGround"
	m, err := measurementsOf(tx, op, c.Site)
	if err == nil {
		err = fewWords(op, c.Source)
	}
	if err == nil && (c.SquareMetres < 1 || c.SquareMetres > 1e9) {
		err = fault.New(op, fault.Invalid, "standards.not_a_number", nil)
	}
	if err != nil {
		return err
	}
	d := groundMeasured.Draft(SiteID(c.Site), c.Day, Ground{c.SquareMetres, strings.TrimSpace(c.Source), c.Day.Or(tx.Today())})
	return tx.Record(d.Replacing(fieldGround, m.Ground.Seen()))
}

// CountStaff says who manages a site. It is a command of the commons. Site must be a site; Organisations are those that manage it, People who work for them
// there, Women of those; Day is NoDay for today.
type CountStaff struct {
	Site          id.ID
	Organisations int64
	People        int64
	Women         int64
	Day           clock.Day
}

// Act is the act of saying how a place is.
func (CountStaff) Act() access.Act { return access.PlacesDescribe }

// Decide records it. Faults: Invalid places.not_a_site, standards.not_a_number.
func (c CountStaff) Decide(tx *desk.Tx) error {
	const op = "standards.CountStaff"
	m, err := measurementsOf(tx, op, c.Site)
	if err != nil {
		return err
	}
	if min(c.Organisations, c.People, c.Women) < 0 || max(c.Organisations, c.People) > 1e6 || c.Women > c.People {
		return fault.New(op, fault.Invalid, "standards.not_a_number", nil)
	}
	d := staffCounted.Draft(SiteID(c.Site), c.Day, Staff{c.Organisations, c.People, c.Women, c.Day.Or(tx.Today())})
	return tx.Record(d.Replacing(fieldStaff, m.Staff.Seen()))
}

// measurementsOf reads what is known of a site itself; fault Invalid for a place that is none.
func measurementsOf(tx *desk.Tx, op string, site id.ID) (*Measurements, error) {
	p, err := desk.MustCommons(tx, places.Story, site)
	if err != nil {
		return nil, err
	}
	if p.Kind != places.Site {
		return nil, fault.New(op, fault.Invalid, "places.not_a_site", nil)
	}
	m, err := desk.GetCommons(tx, SiteStory, SiteID(site))
	return m.State, err
}

// Assign gives somebody of the office a breach of a standard to mend, until a day. Whether it is a breach the day shows: what was mended meanwhile is nobody's any more. What is
// to be done names no person. Of the same breach the later word stands.
type Assign struct {
	Breach Breach    // of a handbook that the operation works by
	Owner  id.ID     // a user who works there
	Until  clock.Day // by when; not before today
	What   string    // what is to be done; "" where the breach says it
}

// Act is the act of working on what a site has.
func (Assign) Act() access.Act { return access.SubjectsStep }

// Decide records it. Faults: Invalid places.not_a_site, standards.no_such_owner, standards.day_past, standards.too_many_words; NotFound standards.no_such_standard.
func (c Assign) Decide(tx *desk.Tx) error {
	const op = "standards.Assign"
	if err := c.sound(tx); err != nil {
		return err
	}
	t, err := desk.Get(tx, TaskStory, TaskID(c.Breach))
	if err != nil {
		return err
	}
	d := breachAssigned.Draft(t.ID, clock.NoDay, Assigned{c.Breach, c.Owner, c.Until, strings.TrimSpace(c.What)})
	return tx.Record(d.Replacing(fieldTask, t.State.Is.Seen()))
}

func (c Assign) sound(tx *desk.Tx) error {
	const op = "standards.Assign"
	if _, err := measurementsOf(tx, op, c.Breach.Site); err != nil {
		return err
	}
	a, err := desk.MustCommons(tx, HandbookStory, HandbookID(c.Breach.Handbook))
	if err != nil {
		return err
	}
	h, _, err := a.handbook()
	if err != nil {
		return err
	}
	if _, known := h.Find(c.Breach.Standard); !known {
		return fault.New(op, fault.NotFound, "standards.no_such_standard", nil)
	}
	u, err := desk.SeeCommons(tx, staff.UserStory, c.Owner)
	switch {
	case err != nil:
		return err
	case !u.Exists || access.May(u.State.Actor(c.Owner), access.SubjectsRead, tx.Scope(), tx.Today()) != nil:
		return fault.New(op, fault.Invalid, "standards.no_such_owner", nil)
	case c.Until.Known() && c.Until < tx.Today() || !c.Until.Known():
		return fault.New(op, fault.Invalid, "standards.day_past", nil)
	}
	return fewWords(op, c.What)
}

func fewWords(op, text string) error {
	if utf8.RuneCountInString(text) > maxWords {
		return fault.New(op, fault.Invalid, "standards.too_many_words", fault.Args{"letters": maxWords})
	}
	return nil
}
