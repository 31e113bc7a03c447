// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/id"
	"safar/kernel/register"
)

// readAll reads all complaints.
func (b *Board) readAll(r *desk.Reader) error {
	_, heads, err := r.Behind(b.scope, nil)
	if err != nil {
		return err
	}
	b.heads, b.rows, b.all, b.laws, b.order, b.today = heads, map[id.ID]*row{}, nil, map[law]*programme.Pathway{}, nil, r.Today()
	few, err := b.readFew(r)
	if err != nil || few {
		b.read = err == nil
		return err
	}
	if err := desk.Each(r, subjects.Story, func(of id.ID, s *subjects.Subject) error {
		if s.Kind == ComplaintKind {
			b.rowOf(of).subject = s
		}
		return nil
	}); err != nil {
		return err
	}
	if err := desk.Each(r, ComplaintStory, func(_ id.ID, s *Complaint) error { b.rowOf(s.Subject).beside = s; return nil }); err != nil {
		return err
	}
	if err := desk.Each(r, journey.Story, func(_ id.ID, s *journey.Journey) error {
		if s.Kind == ComplaintKind && !s.Aside {
			at := b.rowOf(s.Subject)
			at.ways = append(at.ways, s)
		}
		return nil
	}); err != nil {
		return err
	}
	b.read = true
	return nil
}

// mostFew bounds how many complaints are read one by one: the ways of 120,000 households are not read for a few.
const mostFew = 5000

// readFew reads the complaints one by one where they are few, and reports whether they were.
func (b *Board) readFew(r *desk.Reader) (bool, error) {
	count, err := r.Count(subjects.ByKind, subjects.KindKey(ComplaintKind))
	if err != nil || count > mostFew {
		return false, err
	}
	entries, err := r.Scan(subjects.ByKind, register.Range{Prefix: subjects.KindKey(ComplaintKind), Limit: int(count) + 1})
	for _, e := range entries {
		if err == nil {
			err = b.readOne(r, e.Story)
		}
	}
	return true, err
}

func (b *Board) rowOf(of id.ID) *row {
	at := b.rows[of]
	if at == nil {
		at = &row{of: of}
		b.rows[of], b.all = at, append(b.all, at)
	}
	return at
}

// mostWays bounds how many ways of one complaint are read.
const mostWays = 100

// readOne reads a complaint anew.
func (b *Board) readOne(r *desk.Reader, of id.ID) error {
	s, err := desk.Read(r, subjects.Story, of)
	if err != nil || !s.Exists {
		return err
	}
	beside, err := desk.Read(r, ComplaintStory, ComplaintID(of))
	if err != nil {
		return err
	}
	ids, err := r.Find(journey.BySubject, of[:], mostWays)
	if err != nil {
		return err
	}
	at := b.rowOf(of)
	at.subject, at.beside, at.ways = s.State, beside.State, nil
	for _, way := range ids {
		j, err := desk.Read(r, journey.Story, way)
		if err != nil {
			return err
		}
		if !j.State.Aside {
			at.ways = append(at.ways, j.State)
		}
	}
	b.order = nil
	return nil
}

// manyFacts is how many facts a board that fell behind reads before it would rather read the register anew.
const manyFacts = 20_000

// catchUp returns the complaints in which other processes wrote something.
func (b *Board) catchUp(r *desk.Reader) (changed []id.ID, err error) {
	behind, now, err := r.Behind(b.scope, b.heads)
	switch {
	case err != nil || behind == 0:
		return nil, err
	case behind > manyFacts:
		return nil, b.readAll(r)
	}
	stories, _, err := r.Since(b.scope, b.heads, now)
	for _, s := range stories {
		if of := b.complaintOf(s); !of.IsZero() {
			changed = append(changed, of)
		}
	}
	if err == nil {
		b.heads = now
	}
	return changed, err
}
