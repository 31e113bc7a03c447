// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"context"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Page is a part of a list: what comes after a subject, in order of id.
type Page struct {
	After id.ID // the last subject seen; zero to begin
	Limit int   // of subjects; 0 for all
}

// Listed is a household, site or other subject that a figure counts.
type Listed struct {
	Subject id.ID `json:"subject" class:"open"` // of the household, site, …; what it is called is asked for elsewhere, with the right to see it
	Journey id.ID `json:"journey" class:"open"` // by which it is counted
	Value   int64 `json:"value" class:"open"`   // what it adds to the figure: its persons who are counted, 1, or an amount
}

// Who lists the subjects behind a figure, in order of id. A subject with two journeys on the pathway stands there twice, as it is
// counted. Whoever does not work with the persons is refused: NotAllowed figures.single_facts.
func (b *Board) Who(ctx context.Context, asker access.Actor, figure string, page Page, by ...By) ([]Listed, error) {
	return ask(ctx, b, asker, func(*desk.Reader) ([]Listed, error) {
		if _, err := b.wantSingle(asker, figure, by); err != nil {
			return nil, err
		}
		rows, err := b.behind(figure, by, page)
		if err != nil {
			return nil, err
		}
		listed := make([]Listed, len(rows))
		for i, c := range rows {
			listed[i] = Listed{c.row.subject, c.row.id, c.value}
		}
		return listed, nil
	})
}

// contribution is a row behind a figure.
type contribution struct {
	row   *row
	value int64
}

// behind returns the rows that add to the cells asked for, in order of subject.
func (b *Board) behind(figure string, by []By, page Page) ([]contribution, error) {
	w, err := b.want(figure, by)
	if err != nil {
		return nil, err
	}
	asked := make([]bool, len(b.cells))
	for i := range b.cells {
		_, asked[i] = w.values(&b.cells[i])
	}
	var rows []contribution
	for i := range b.tables.rows {
		c, counted := contribution{row: &b.tables.rows[i]}, false
		for _, a := range c.row.adds {
			if asked[a.cell] {
				c.value, counted = c.value+a.n, true
			}
		}
		if counted && (page.After.IsZero() || c.row.subject.Compare(page.After) > 0) {
			rows = append(rows, c)
		}
	}
	slices.SortFunc(rows, func(a, b contribution) int {
		if c := a.row.subject.Compare(b.row.subject); c != 0 {
			return c
		}
		return a.row.id.Compare(b.row.id)
	})
	return page.cut(rows), nil
}

// cut cuts a list after Limit subjects; two journeys of one subject stay together.
func (p Page) cut(rows []contribution) []contribution {
	subjects := 0
	for i := range rows {
		if i == 0 || rows[i].row.subject != rows[i-1].row.subject {
			subjects++
		}
		if p.Limit > 0 && subjects > p.Limit {
			return rows[:i]
		}
	}
	return rows
}

// FactRef is one fact behind a figure: of whom it made the figure true, and how much they add.
type FactRef struct {
	Feed    string    `json:"feed" class:"open"`    // id of the feed, in hexadecimal
	Seq     uint64    `json:"seq" class:"open"`     // its number there, from 1
	Kind    string    `json:"kind" class:"open"`    // such as choice.answered
	Day     clock.Day `json:"day" class:"open"`     // on which it happened
	Story   id.ID     `json:"story" class:"open"`   // in which it stands
	Journey id.ID     `json:"journey" class:"open"` // by which the subject is counted
	Subject id.ID     `json:"subject" class:"open"` // who is counted: the person where persons are counted
	Value   int64     `json:"value" class:"open"`   // what the subject adds to the figure
}

// SumOf adds up what the subjects of some facts add to a figure, each once. Of all facts behind a figure it is the figure.
func SumOf(facts []FactRef) int64 {
	type counted struct{ journey, subject id.ID }
	seen := map[counted]bool{}
	var sum int64
	for _, f := range facts {
		if who := (counted{f.Journey, f.Subject}); !seen[who] {
			seen[who] = true
			sum += f.Value
		}
	}
	return sum
}

// Facts lists the facts behind a figure, subject by subject; a page counts households (or what else walks the pathway), and their
// persons come with them. Whoever does not work with the persons is refused, NotAllowed figures.single_facts, and asks BehindIt.
func (b *Board) Facts(ctx context.Context, asker access.Actor, figure string, page Page, by ...By) ([]FactRef, error) {
	return ask(ctx, b, asker, func(r *desk.Reader) ([]FactRef, error) {
		w, err := b.wantSingle(asker, figure, by)
		if err != nil {
			return nil, err
		}
		rows, err := b.behind(figure, by, page)
		if err != nil {
			return nil, err
		}
		var all []FactRef
		for _, c := range rows {
			facts, err := b.trace(r, w, c.row)
			if err != nil {
				return nil, err
			}
			all = append(all, facts...)
		}
		return all, nil
	})
}

// trace lists the facts of one row.
func (b *Board) trace(r *desk.Reader, w *wanted, of *row) ([]FactRef, error) {
	st, path := b.workers[0].stand(of)
	if st == nil {
		return nil, nil
	}
	h := &history{board: b, reader: r, row: of, open: map[id.ID][]*journal.Fact{}}
	for _, f := range path.figures {
		if f.figure.ID != w.id {
			continue
		}
		steps := stepsOf(f.figure)
		for _, s := range b.subjectsOf(w, f, st) {
			if err := h.add(f.figure, steps, s); err != nil {
				return nil, err
			}
		}
	}
	return h.facts, nil
}

// subject is one who is counted: the row's own where member is nil.
type subject struct {
	member *programme.Member
	value  int64
}

// subjectsOf returns who of a row is counted in the cells asked for. Cells come in the order of the members for whom the figure
// holds; where a sum could not be worked out for some of them, the household stands for its members.
func (b *Board) subjectsOf(w *wanted, f *counted, st *programme.Standing) []subject {
	var holders []*programme.Member
	if f.figure.Count == programme.Persons {
		for _, m := range f.figure.Persons(st) {
			if f.figure.Holds(st, m) {
				holders = append(holders, m)
			}
		}
	}
	var all []subject
	n := 0
	f.figure.Cells(st, func(values []string, value int64) {
		s := subject{value: value}
		if n < len(holders) {
			s.member = holders[n]
		}
		n++
		if _, asked := w.values(&cell{number: f.number, values: values, rows: 1}); asked {
			all = append(all, s)
		}
	})
	if n == len(holders) || len(holders) == 0 || len(all) == 0 {
		return all
	}
	whole := subject{}
	for _, s := range all {
		whole.value += s.value
	}
	return []subject{whole}
}

// history opens the stories that a row's facts are in, each once.
type history struct {
	board  *Board
	reader *desk.Reader
	row    *row
	open   map[id.ID][]*journal.Fact
	facts  []FactRef
}

// add lists the facts that made a figure true of a subject.
func (h *history) add(f *programme.Figure, steps []string, s subject) error {
	t := h.board.tables
	base := FactRef{Journey: h.row.id, Subject: h.row.subject, Value: s.value}
	if s.member != nil {
		base.Subject = s.member.ID
		joined := t.joined(h.row, s.member.ID)
		if err := h.note(base, people.PersonStory.Name(), s.member.ID, t.unref(joined)); err != nil {
			return err
		}
	}
	if h.row.apart {
		return h.registered(base)
	}
	marks := t.marksFor(h.row, steps, s.member)
	if len(marks) == 0 {
		return h.note(base, journey.Story.Name(), h.row.id, t.unref(h.row.origin))
	}
	for _, m := range marks {
		if err := h.note(base, journey.Story.Name(), h.row.id, t.unref(m)); err != nil {
			return err
		}
	}
	h.safety(f, base)
	return nil
}

// note lists one fact, which must stand in the story it is said to be of.
func (h *history) note(base FactRef, kind string, story id.ID, of journal.Ref) error {
	facts, read := h.open[story]
	if !read {
		var err error
		if facts, err = h.reader.Facts(kind, story); err != nil {
			return err
		}
		h.open[story] = facts
	}
	i := slices.IndexFunc(facts, func(f *journal.Fact) bool { return f.Ref() == of })
	if i < 0 {
		return nil // forgotten with its story, or not handed over to this node
	}
	base.Feed, base.Seq, base.Kind, base.Day, base.Story = of.Feed.String(), of.Seq, facts[i].Kind, facts[i].Day, story
	h.facts = append(h.facts, base)
	return nil
}

// safety lists the decisions on the safety of the place that a household leads to, where the figure asks whether something is on hold.
func (h *history) safety(f *programme.Figure, base FactRef) {
	p := h.board.tables.places[h.row.destination]
	if p.state == nil || f.Where == nil || !slices.ContainsFunc(f.Where.Names(), asksForHold) {
		return
	}
	for _, s := range p.state.Safety {
		for _, d := range s.Decided.Standing {
			base.Feed, base.Seq, base.Kind, base.Day = d.Ref.Feed.String(), d.Ref.Seq, safetyDecided, d.Value.Day
			base.Story = p.id
			h.facts = append(h.facts, base)
		}
	}
}

// joined returns the fact that made a person a member of a row's household.
func (t *tables) joined(r *row, person id.ID) ref {
	for _, m := range t.households[r.household].members {
		if m.id == person {
			return m.joined
		}
	}
	return r.origin
}

// marksFor returns the facts of the standing marks of some steps that concern a person, or the subject as a whole; where there are
// none of them, those of everybody. A fact that left two marks stands there once.
func (t *tables) marksFor(r *row, steps []string, of *programme.Member) []ref {
	var own, all []ref
	for i := range r.marks {
		m := &r.marks[i]
		if m.withdrawn || !slices.Contains(steps, t.words[m.step]) {
			continue
		}
		if !slices.Contains(all, m.ref) {
			all = append(all, m.ref)
		}
		if (m.by == 0 || of != nil && t.people[m.by] == of.ID) && !slices.Contains(own, m.ref) {
			own = append(own, m.ref)
		}
	}
	if of == nil || len(own) == 0 {
		return all
	}
	return own
}

// safetyDecided is the kind of fact by which protection decides on a place.
const safetyDecided = "places.safety_decided"

func asksForHold(name string) bool { return strings.HasSuffix(name, ".on_hold") }
