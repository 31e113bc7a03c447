// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// SubjectRow is a committee, a project or another subject, and where it stands.
type SubjectRow struct {
	Subject   subjects.Row // as lists of subjects show it
	Journey   id.ID        `class:"open"` // zero where it walks no pathway
	Programme string       `class:"open"` // its id; "" without a pathway
	Step      string       `class:"open"` // the step at which it stands; "" where all is done, or it walks none
	State     string       `class:"open"` // of that step, as for a household; done; "" without a pathway
	Ended     bool         `class:"open"` // its way was closed: it is there no more
}

// SubjectPage is one page of the subjects of a kind.
type SubjectPage struct {
	Rows  []SubjectRow // at most as many as were asked for
	Next  Cursor       // where the next page begins
	Total int64        `class:"open"` // all of the kind; -1 on pages further on
}

// Subjects lists the subjects of a kind, the latest first, page by page. Only those on the page are evaluated.
func Subjects(scope access.Scope, kind string, after *register.Entry, limit int) desk.Query[SubjectPage] {
	return desk.Query[SubjectPage]{Act: subjects.ActsOf(kind).Read, Scope: scope, Run: func(r *desk.Reader) (page SubjectPage, err error) {
		entries, err := subjects.List(r, kind, after, limit)
		if err != nil {
			return page, err
		}
		if page.Total = -1; after == nil {
			if page.Total, err = r.Count(subjects.ByKind, subjects.KindKey(kind)); err != nil {
				return page, err
			}
		}
		if len(entries) > limit {
			entries = entries[:limit]
			page.Next = cursorOf(&entries[limit-1])
		}
		for _, e := range entries {
			row, err := subjectRow(r, e.Story)
			if err != nil {
				return page, err
			}
			page.Rows = append(page.Rows, row)
		}
		return page, nil
	}}
}

// subjectRow reads a subject and where it stands.
func subjectRow(r *desk.Reader, of id.ID) (row SubjectRow, err error) {
	s, err := desk.Read(r, subjects.Story, of)
	if err != nil {
		return row, err
	}
	row.Subject = subjects.RowOf(of, s.State)
	ways, err := r.Find(BySubject, of[:], 20)
	for _, way := range ways {
		c, err := Take(r, way)
		if !judged(err) {
			return row, err
		}
		if err != nil {
			continue
		}
		row.Journey, row.Programme = way, c.Journey.Version.Value().Programme
		row.Ended = c.Closed()
		if row.Step, row.State = c.Stands(); row.State != "done" {
			break // the way that is still being walked
		}
	}
	return row, err
}

// Closed reports whether a way was closed.
func (c *Case) Closed() bool {
	return slices.ContainsFunc(c.Standing.Steps, func(s programme.StepStanding) bool { return s.Step.Verb.Name == "close" && s.Status == programme.Done })
}

// SubjectsAt lists the subjects of a kind that are at a place, in order of id, at most limit; those whose way was closed are left out.
func SubjectsAt(scope access.Scope, kind string, place id.ID, limit int) desk.Query[[]SubjectRow] {
	return desk.Query[[]SubjectRow]{Act: subjects.ActsOf(kind).Read, Scope: scope, Run: func(r *desk.Reader) (rows []SubjectRow, err error) {
		found, err := r.Find(subjects.ByPlace, subjects.PlaceKey(place, kind), limit)
		for _, of := range found {
			if err != nil {
				break
			}
			var row SubjectRow
			if row, err = subjectRow(r, of); !row.Ended {
				rows = append(rows, row)
			}
		}
		return rows, err
	}}
}

// SubjectFile is all there is of a subject: what it is, who is of it, its ways, what happened, and what belongs to it.
type SubjectFile struct {
	Row     subjects.Row         // what it is
	Above   string               `class:"open"` // what it belongs to is called; "" for a household, and for nothing
	Members []subjects.MemberRow // who is, or was, of it
	Ways    []SubjectWay         // those that ended too
	Story   []Event              // the latest first
	Filled  []FilledRow          // what was filled in of forms, the latest first on each way; only where the forms were handed in
	Below   []subjects.Row       // the subjects that belong to it
}

// maxBelow bounds how many subjects a file lists that belong to it.
const maxBelow = 500

// SubjectFileOf opens the file of a subject of a kind, with what was filled in of forms where forms are handed in, and notes the look.
func SubjectFileOf(scope access.Scope, kind string, subject id.ID, forms FormOf, others ...FilledOf) desk.Query[SubjectFile] {
	return desk.Query[SubjectFile]{Act: subjects.ActsOf(kind).Read, Scope: scope, Run: func(r *desk.Reader) (f SubjectFile, err error) {
		s, err := subjects.See(r, subject, kind)
		if err != nil {
			return f, err
		}
		r.Looked(subject)
		f.Row, f.Members = subjects.RowOf(subject, s), subjects.MemberRows(s)
		t := teller{reader: r, staff: map[id.ID]string{}, names: map[id.ID]string{}, others: others}
		for _, m := range f.Members {
			t.names[m.Person] = m.Name
		}
		if err := t.tell(subjects.Story.Name(), subject, nil); err != nil {
			return f, err
		}
		if err := f.readWays(r, &t, subject, forms, others); err != nil {
			return f, err
		}
		f.Story = t.ordered()
		return f, f.readAround(r, s, subject)
	}}
}

func (f *SubjectFile) readWays(r *desk.Reader, t *teller, subject id.ID, forms FormOf, others []FilledOf) error {
	ways, err := r.Find(BySubject, subject[:], maxWays)
	for _, of := range ways {
		if err != nil {
			return err
		}
		way, c, err := readWay(r, of)
		if err != nil {
			return err
		}
		w := SubjectWay{Way: way}
		if c != nil {
			if w.Decisions, err = decisionsOf(r, c); err != nil {
				return err
			}
			filled, err := t.filled(c, forms, others)
			if err != nil {
				return err
			}
			f.Filled = append(f.Filled, filled...)
		}
		f.Ways = append(f.Ways, w)
		if err := t.tell(Story.Name(), of, c); err != nil {
			return err
		}
	}
	return err
}

// readAround reads what the subject belongs to, and what belongs to it.
func (f *SubjectFile) readAround(r *desk.Reader, s *subjects.Subject, subject id.ID) error {
	if above := s.Under.Value(); !above.IsZero() {
		over, err := desk.Read(r, subjects.Story, above)
		if err != nil {
			return err
		}
		f.Above = over.State.Name.Value()
	}
	below, err := r.Find(subjects.ByUnder, subject[:], maxBelow)
	for _, of := range below {
		if err != nil {
			return err
		}
		var b desk.Found[subjects.Subject]
		if b, err = desk.Read(r, subjects.Story, of); err == nil && mayReadKind(r, b.State.Kind) {
			f.Below = append(f.Below, subjects.RowOf(of, b.State))
		}
	}
	return err
}

// mayReadKind reports whether who asks may read subjects of a kind in the scope asked of.
func mayReadKind(r *desk.Reader, kind string) bool {
	return access.May(r.By(), subjects.ActsOf(kind).Read, r.Scope(), r.Today()) == nil
}

// NoSuchStep is the fault of a step that a subject's way does not have.
func NoSuchStep(step string) error {
	return fault.New("journey.Subject", fault.NotFound, "journey.no_such_step", fault.Args{"step": step})
}
