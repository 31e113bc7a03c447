// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Board holds the complaints of one caseload in memory, each with what is still due of it, so that a list of a hundred thousand is a scan of columns. It holds no words and nobody's name: only what
// is open to all who work there. It is read from the register once and then reads again what commits changed; where several processes write one database it asks the journal's heads at each
// question. It is safe for concurrent use.
type Board struct {
	scope access.Scope
	desk  *desk.Desk

	mu    sync.Mutex // of all below, but what was heard
	read  bool
	heads desk.Heads // up to which was read, where others write too
	rows  map[id.ID]*row
	all   []*row                     // the same, one after another
	laws  map[law]*programme.Pathway // that say what is due of each pathway
	words map[string]string          // the few words of which there are many
	nth   map[any]int                // themes (string) and places (id.ID), each by the number under which trends count it
	order []*row                     // the open ones, those first of which something is due earliest; nil where it is to be made anew
	today clock.Day

	heardMu sync.Mutex
	changed map[id.ID]uint64 // complaints in which something was committed, each with the commit
	lawful  uint64           // the commit that put a version in force last
	commits uint64
}

// law names a pathway of a programme.
type law struct{ programme, pathway string }

// row is a complaint as the board knows it.
type row struct {
	of, place, owner, same, about id.ID
	code, topic, channel          string
	since                         clock.Day
	known, open, interpreter      bool
	clocks                        []journey.Clock // of all its ways, the earliest first
	law                           law             // of the way that is open, or was last
	next                          clock.Day       // on which it must be judged again; NoDay for none
	topicNth, placeNth            int             // see Board.nth
	voices                        int             // how many say the same, itself among them
	subject                       *subjects.Subject
	ways                          []*journey.Journey
	beside                        *Complaint
}

// never is when something is due of which nothing is.
var never = time.Unix(1<<40, 0)

func (r *row) due() time.Time {
	if len(r.clocks) == 0 {
		return never
	}
	return r.clocks[0].Due
}

// Boards keeps a board for each caseload that somebody has asked about. It is safe for concurrent use.
type Boards struct {
	desk *desk.Desk
	mu   sync.Mutex
	open map[access.Scope]*Board
}

// NewBoards returns the boards of a desk. None is read before it is asked.
func NewBoards(d *desk.Desk) *Boards { return &Boards{desk: d, open: map[access.Scope]*Board{}} }

// Of returns the board of a caseload, in a compartment.
func (s *Boards) Of(scope access.Scope) *Board {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.open[scope]
	if b == nil {
		b = &Board{scope: scope, desk: s.desk, changed: map[id.ID]uint64{}, words: map[string]string{}, nth: map[any]int{}}
		s.open[scope] = b
		if s.desk.Store().Exclusive() {
			s.desk.Listen(b.hear)
		}
	}
	return b
}

// hear notes what a commit changed. It never waits for a question that is being answered.
func (b *Board) hear(c desk.Change) {
	b.heardMu.Lock()
	defer b.heardMu.Unlock()
	b.commits++
	for _, s := range c.Stories {
		if _, is := s.State.(*journey.InForce); is {
			b.lawful = b.commits
		} else if of := b.complaintOf(s); !of.IsZero() {
			b.changed[of] = b.commits
		}
	}
}

// complaintOf returns of which complaint a story is; zero for none.
func (b *Board) complaintOf(s *register.Story) (of id.ID) {
	if s.Scope != b.scope {
		return of
	}
	switch state := s.State.(type) {
	case *subjects.Subject:
		if state.Kind == ComplaintKind {
			return s.ID
		}
	case *journey.Journey:
		if state.Kind == ComplaintKind {
			return state.Subject
		}
	case *Complaint:
		return state.Subject
	}
	return of
}

// moment is up to which commit this process has heard. Who asks takes it before their snapshot begins: what was committed by then is in it.
func (b *Board) moment() uint64 {
	b.heardMu.Lock()
	defer b.heardMu.Unlock()
	return b.commits
}

// heardBy returns the complaints that changed, and forgets those that a snapshot taken after a moment shows as they are.
func (b *Board) heardBy(moment uint64) (changed []id.ID, lawful bool) {
	b.heardMu.Lock()
	defer b.heardMu.Unlock()
	for of, at := range b.changed {
		changed = append(changed, of)
		if at <= moment {
			delete(b.changed, of)
		}
	}
	lawful = b.lawful > 0
	if b.lawful <= moment {
		b.lawful = 0
	}
	return changed, lawful
}

// fresh makes the board what the snapshot says that was taken after a moment; the caller holds it.
func (b *Board) fresh(r *desk.Reader, moment uint64) error {
	changed, lawful := b.heardBy(moment)
	if !b.read {
		if err := b.readAll(r); err != nil {
			return err
		}
	} else if !b.desk.Store().Exclusive() {
		others, err := b.catchUp(r)
		if err != nil {
			return err
		}
		changed, lawful = append(changed, others...), true
	}
	for _, of := range changed {
		if err := b.readOne(r, of); err != nil {
			return err
		}
	}
	return b.judge(r, lawful)
}

// judge says of each complaint that changed, and of all where another version is in force, what is still due of it, and puts them in order.
func (b *Board) judge(r *desk.Reader, lawful bool) error {
	turned := b.today != r.Today()
	b.today = r.Today()
	if lawful && b.overruled(r) {
		return b.judgeAnew(r)
	}
	if b.order != nil && !turned {
		return nil
	}
	for _, at := range b.all {
		if at.subject == nil && turned && at.next.Known() && at.next <= b.today {
			if err := b.readOne(r, at.of); err != nil {
				return err
			}
		}
		if at.subject == nil && at.beside == nil && at.ways == nil {
			continue
		}
		if err := b.judgeRow(r, at); err != nil {
			return err
		}
	}
	b.sort()
	return nil
}

// overruled reports whether another version of some programme is in force than the one by which was judged.
func (b *Board) overruled(r *desk.Reader) bool {
	for of, w := range b.laws {
		now, err := journey.PathwayInForce(r, of.programme, of.pathway)
		if err != nil || now != w {
			return true
		}
	}
	return false
}

func (b *Board) judgeAnew(r *desk.Reader) error {
	if err := b.readAll(r); err != nil {
		return err
	}
	return b.judge(r, false)
}

// sort puts the open ones in order, and counts how many say the same.
func (b *Board) sort() {
	b.order = make([]*row, 0, len(b.all))
	for _, at := range b.all {
		at.voices = 1
	}
	for _, at := range b.all {
		if at.open {
			b.order = append(b.order, at)
		}
		if at.same.IsZero() {
			continue
		}
		if under := b.rows[at.same]; under != nil {
			under.voices++
		}
	}
	slices.SortFunc(b.order, func(x, y *row) int {
		return cmp.Or(x.due().Compare(y.due()), cmp.Compare(x.since, y.since), x.of.Compare(y.of))
	})
}

// judgeRow works out a row from what was read of it, and lets go of that.
func (b *Board) judgeRow(r *desk.Reader, at *row) error {
	at.open, at.clocks, at.next, at.law = false, nil, clock.NoDay, law{}
	s := at.subject
	if at.known = s != nil; !at.known { // a tie of what is not known here
		return nil
	}
	at.code, at.place, at.since, at.topic, at.channel = s.Code, s.Place.Value(), s.Since, b.word(s.Attribute(attributeTopic)), b.word(s.Attribute(attributeChannel))
	at.topicNth, at.placeNth = b.number(at.topic), b.number(at.place)
	at.interpreter = s.Attribute(attributeInterpreter) == "yes"
	at.owner, at.same, at.about = id.ID{}, id.ID{}, id.ID{}
	if at.beside != nil {
		at.owner, at.same, at.about = at.beside.Owner.Value(), at.beside.Same.Value(), at.beside.About.Value()
	}
	in := r.Now().Location()
	for _, j := range at.ways {
		of := law{j.Version.Value().Programme, j.Pathway}
		if at.law == (law{}) || !j.Ended() {
			at.law = law{b.word(of.programme), b.word(of.pathway)}
		}
		at.open = at.open || !j.Ended()
		w, err := b.lawOf(r, of)
		if err != nil || w == nil {
			return err
		}
		if !at.owner.IsZero() && !j.Ended() && journey.MustBeAnother(w, at.ways, at.owner) {
			at.owner = id.ID{} // what is looked at again waits for somebody else
		}
		clocks, next := journey.Clocks(w, j, s, b.today, in)
		at.clocks = append(at.clocks, clocks...)
		if next.Known() && (!at.next.Known() || next < at.next) {
			at.next = next
		}
	}
	slices.SortFunc(at.clocks, func(x, y journey.Clock) int { return cmp.Or(x.Due.Compare(y.Due), cmp.Compare(x.Step, y.Step)) })
	at.subject, at.ways, at.beside = nil, nil, nil
	return nil
}

// number returns the number of a theme or a place.
func (b *Board) number(of any) int {
	n, known := b.nth[of]
	if !known {
		n = len(b.nth)
		b.nth[of] = n
	}
	return n
}

// word returns one copy of a word of which there are many.
func (b *Board) word(text string) string {
	if known, is := b.words[text]; is {
		return known
	}
	b.words[text] = text
	return text
}

// lawOf returns the pathway in force of a way; nil where it is not there any more.
func (b *Board) lawOf(r *desk.Reader, of law) (*programme.Pathway, error) {
	if w, known := b.laws[of]; known {
		return w, nil
	}
	w, err := journey.PathwayInForce(r, of.programme, of.pathway)
	if err == nil {
		b.laws[of] = w
	}
	return w, err
}
