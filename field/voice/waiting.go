// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"safar/desk"
	"safar/field/journey"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Clockwise is how a complaint stands to its clocks.
type Clockwise string

// How a complaint stands to the earliest of its clocks.
const (
	Late    Clockwise = "late"    // it is over
	DueSoon Clockwise = "soon"    // it is over within a day
	InTime  Clockwise = "in_time" // it runs
	NoClock Clockwise = "none"    // nothing is due of it
)

// Clockwises are those, the most pressing first.
func Clockwises() []Clockwise { return []Clockwise{Late, DueSoon, InTime, NoClock} }

// soon is how long before its end a clock is said to end soon.
const soon = 24 * time.Hour

func (r *row) clockwise(now time.Time) Clockwise { return ClockwiseOf(r.clocks, now) }

// ClockwiseOf says how something stands to its clocks, of which the earliest is first.
func ClockwiseOf(clocks []journey.Clock, now time.Time) Clockwise {
	switch {
	case len(clocks) == 0:
		return NoClock
	case !now.Before(clocks[0].Due):
		return Late
	case clocks[0].Due.Sub(now) < soon:
		return DueSoon
	}
	return InTime
}

// Wanted says which of the open complaints somebody wants to see. The zero Wanted is all of them.
type Wanted struct {
	Site        id.ID     // where it was; zero for everywhere
	Nowhere     bool      // of no place; Site is zero then
	Topic       string    // its theme, as an id of the programme's words; "" for each
	Channel     string    // on which way it came; "" for each
	Stands      Clockwise // to its clocks; "" for each
	Owner       id.ID     // who follows it; zero for anybody
	Unowned     bool      // followed by nobody
	Interpreter bool      // in a language that nobody here reads
}

// matches reports whether a complaint is wanted, its clocks aside.
func (w *Wanted) matches(r *row) bool {
	return (w.Site.IsZero() || r.place == w.Site) && (!w.Nowhere || r.place.IsZero()) && (w.Topic == "" || r.topic == w.Topic) && (w.Channel == "" || r.channel == w.Channel) &&
		(w.Owner.IsZero() || r.owner == w.Owner) && (!w.Unowned || r.owner.IsZero()) && (!w.Interpreter || r.interpreter)
}

// ComplaintRow is a complaint that waits, as a list shows it: ID is the complaint, Code its number in the books, Topic its theme and Channel the way on which it came, as ids of the words of Programme; Place is
// where, zero for no place; Since the day on which it was said. Owner follows it, zero for nobody, with Name. Voices is how many say the same, itself among them; Same under which one it is
// counted, zero for none. Clocks are what is still due of it, the earliest first; Stands how it stands to them.
type ComplaintRow struct {
	ID          id.ID     `class:"open"`
	Code        string    `class:"open"`
	Programme   string    `class:"open"`
	Topic       string    `class:"open"`
	Channel     string    `class:"open"`
	Place       id.ID     `class:"open"`
	Since       clock.Day `class:"open"`
	Owner       id.ID     `class:"open"`
	Name        string    `class:"open"`
	Interpreter bool      `class:"open"` // it waits for somebody who reads its language
	Voices      int       `class:"open"`
	Same        id.ID     `class:"open"`
	Clocks      []journey.Clock
	Stands      Clockwise `class:"open"`
}

// Tally is how many of what waits stand under one word: Of is the word.
type Tally struct {
	Of    string `class:"open"`
	Count int    `class:"open"` // how many
}

// ComplaintPage is a part of the complaints that wait. Rows are those, the one whose time is over first at the top; All how many match; Stands how many of those that match but for their
// clocks stand how; Topics and Channels what there is to choose from, of all that wait.
type ComplaintPage struct {
	Rows     []ComplaintRow
	All      int `class:"open"`
	Stands   []Tally
	Topics   []Tally
	Channels []Tally
}

// Waiting lists a part of the complaints that wait in the caseload, the latest over its time first. It tells no words and names nobody but staff, and opens no file.
func (b *Board) Waiting(want Wanted, part desk.Part) desk.Query[ComplaintPage] {
	moment := b.moment()
	return desk.Query[ComplaintPage]{Act: access.VoiceAnswer, Scope: b.scope, Run: func(r *desk.Reader) (page ComplaintPage, err error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if err := b.fresh(r, moment); err != nil {
			return page, err
		}
		now, shown := r.Now(), []*row(nil)
		stands, topics, channels := map[string]int{}, map[string]int{}, map[string]int{}
		for _, at := range b.order {
			topics[at.topic]++
			channels[at.channel]++
			if !want.matches(at) {
				continue
			}
			how := at.clockwise(now)
			stands[string(how)]++
			if want.Stands != "" && how != want.Stands {
				continue
			}
			if part.Has(page.All) {
				shown = append(shown, at)
			}
			page.All++
		}
		page.Topics, page.Channels = tallies(topics), tallies(channels)
		for _, c := range Clockwises() {
			page.Stands = append(page.Stands, Tally{string(c), stands[string(c)]})
		}
		for _, at := range shown {
			row, err := at.told(r, now)
			if err != nil {
				return page, err
			}
			page.Rows = append(page.Rows, row)
		}
		return page, nil
	}}
}

func tallies(counts map[string]int) (all []Tally) {
	for _, of := range slices.Sorted(maps.Keys(counts)) {
		if of != "" {
			all = append(all, Tally{of, counts[of]})
		}
	}
	return all
}

// told is a complaint as a list shows it.
func (r *row) told(from *desk.Reader, now time.Time) (ComplaintRow, error) {
	out := ComplaintRow{ID: r.of, Code: r.code, Programme: r.law.programme, Topic: r.topic, Channel: r.channel, Place: r.place, Since: r.since, Owner: r.owner, Interpreter: r.interpreter,
		Voices: r.voices, Same: r.same, Clocks: slices.Clone(r.clocks), Stands: r.clockwise(now)}
	if r.owner.IsZero() {
		return out, nil
	}
	u, err := desk.ReadCommons(from, staff.UserStory, r.owner)
	out.Name = u.State.Name.Value()
	return out, err
}

// Mine is what a start page tells of the complaints: how many of those that the asker follows are Late, and how many that Nobody follows are.
type Mine struct {
	Late   int `class:"open"`
	Nobody int `class:"open"`
}

// MineToday counts the complaints whose time is over: the asker's own, and those that nobody follows.
func (b *Board) MineToday() desk.Query[Mine] {
	moment := b.moment()
	return desk.Query[Mine]{Act: access.VoiceAnswer, Scope: b.scope, Run: func(r *desk.Reader) (mine Mine, err error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if err := b.fresh(r, moment); err != nil {
			return mine, err
		}
		now, by := r.Now(), r.By().User
		for _, at := range b.order {
			switch {
			case at.clockwise(now) != Late:
				return mine, nil // they are in order: nothing later is over
			case at.owner == by:
				mine.Late++
			case at.owner.IsZero():
				mine.Nobody++
			}
		}
		return mine, nil
	}}
}

// Beside is what is known of one complaint beside what it is and how far it has come, for its page: the row of it, what says the same and stands under it, and
// what may say the same: of the same place and theme, said within a month of it.
type Beside struct {
	Row      ComplaintRow   // as a list shows it
	Facility id.ID          `class:"open"` // of which it is; zero for none
	Alike    []ComplaintRow // what says the same, the latest first
	Maybe    []ComplaintRow // what may say the same, that of most voices first
}

const (
	mostAlike   = 200 // complaints that say the same, on one page
	mostMaybe   = 8
	maybeWithin = 30 // days
)

// BesideOf tells what is known of a complaint beside its file. Fault: NotFound voice.none for what is no complaint here.
func (b *Board) BesideOf(of id.ID) desk.Query[Beside] {
	moment := b.moment()
	return desk.Query[Beside]{Act: access.VoiceAnswer, Scope: b.scope, Run: func(r *desk.Reader) (out Beside, err error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if err := b.fresh(r, moment); err != nil {
			return out, err
		}
		at := b.rows[of]
		if at == nil || !at.known {
			return out, noneSuch("voice.BesideOf")
		}
		now := r.Now()
		if out.Row, err = at.told(r, now); err != nil {
			return out, err
		}
		out.Facility = at.about
		alike, maybe := b.near(at)
		if out.Alike, err = toldAll(r, now, alike); err != nil {
			return out, err
		}
		out.Maybe, err = toldAll(r, now, maybe)
		return out, err
	}}
}

func toldAll(r *desk.Reader, now time.Time, rows []*row) (all []ComplaintRow, err error) {
	for _, at := range rows {
		told, err := at.told(r, now)
		if err != nil {
			return nil, err
		}
		all = append(all, told)
	}
	return all, nil
}

// near returns what says the same as a complaint: of its own theme, and what may say the same and is counted under nothing yet.
func (b *Board) near(at *row) (alike, maybe []*row) {
	head := at.of
	if !at.same.IsZero() {
		head = at.same
	}
	for _, other := range b.all {
		switch {
		case other == at || !other.known:
		case other.of == head || other.same == head:
			alike = append(alike, other)
		case at.same.IsZero() && at.voices == 1 && other.same.IsZero() && !at.place.IsZero() && other.place == at.place && other.topic == at.topic && at.topic != "" &&
			other.since <= at.since && at.since-other.since <= maybeWithin:
			maybe = append(maybe, other)
		}
	}
	latest := func(x, y *row) int { return cmp.Or(cmp.Compare(y.since, x.since), x.of.Compare(y.of)) }
	slices.SortFunc(alike, latest)
	slices.SortFunc(maybe, func(x, y *row) int { return cmp.Or(cmp.Compare(y.voices, x.voices), latest(x, y)) })
	return alike[:min(len(alike), mostAlike)], maybe[:min(len(maybe), mostMaybe)]
}

// Facilities lists the facilities of a caseload of which somebody may complain, the latest first: at most so many.
func Facilities(scope access.Scope, most int) desk.Query[[]subjects.Row] {
	return desk.Query[[]subjects.Row]{Act: subjects.ActsOf(FacilityKind).Read, Scope: scope, Run: func(r *desk.Reader) ([]subjects.Row, error) {
		entries, err := subjects.List(r, FacilityKind, nil, most)
		rows := make([]subjects.Row, 0, len(entries))
		for _, e := range entries[:min(most, len(entries))] {
			s, err := desk.Read(r, subjects.Story, e.Story)
			if err != nil {
				return nil, err
			}
			rows = append(rows, subjects.RowOf(e.Story, s.State))
		}
		return rows, err
	}}
}

// FacilityOf returns a facility, as lists show it. Fault: NotFound subjects.not_known.
func FacilityOf(scope access.Scope, of id.ID) desk.Query[subjects.Row] {
	return desk.Query[subjects.Row]{Act: subjects.ActsOf(FacilityKind).Read, Scope: scope, Run: func(r *desk.Reader) (subjects.Row, error) {
		s, err := subjects.See(r, of, FacilityKind)
		if err != nil {
			return subjects.Row{}, err
		}
		return subjects.RowOf(of, s), nil
	}}
}
