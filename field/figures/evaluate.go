// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"encoding/binary"
	"runtime"
	"slices"
	"strings"
	"sync"

	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
)

// cell is one number of a figure: the values of all its dimensions, and what the rows add to it.
type cell struct {
	number uint32 // of the figure
	values []string
	total  int64
	rows   int32
}

// worker evaluates rows with memory of its own.
type worker struct {
	board      *Board
	evaluators map[*programme.Pathway]*programme.Evaluator
	story      programme.Story
	known      map[string]uint32 // cells it has met
	key        []byte
	adds       []add
}

// evaluated is what became of a row.
type evaluated struct {
	adds  []add
	next  clock.Day
	stood stood
}

// few is how many rows are evaluated without help: sharing the work costs more.
const few = 256

// bring evaluates what must be evaluated to stand at today: rows that changed, and rows on which the day changes something.
// A day before the last one (a clock set back) has everything evaluated.
func (b *Board) bring(today clock.Day) {
	b.drain()
	b.settleApart()
	switch {
	case !b.today.Known() || today < b.today:
		for i := range b.tables.rows {
			b.soil(uint32(i))
		}
	case today > b.today:
		b.fallDue(today)
	}
	if b.today != today {
		b.changed()
	}
	b.today = today
	if len(b.soiled) == 0 {
		return
	}
	b.changed()
	b.prepareInputs()
	work := b.soiled
	results := make([]evaluated, len(work))
	b.share(work, results)
	for i, at := range work {
		b.settle(at, results[i])
	}
	b.soiled = b.soiled[:0]
	b.tidyDue()
}

// fallDue soils the rows on which something changes by today.
func (b *Board) fallDue(today clock.Day) {
	for day, rows := range b.due {
		if day > today {
			continue
		}
		for _, i := range rows {
			if b.tables.rows[i].next == day {
				b.soil(i)
			}
		}
		b.dues -= len(rows)
		delete(b.due, day)
	}
}

// tidyDue drops entries of rows that were evaluated since, when they are many.
func (b *Board) tidyDue() {
	if b.dues <= 4*len(b.tables.rows)+1024 {
		return
	}
	clear(b.due)
	b.dues = 0
	for i := range b.tables.rows {
		if next := b.tables.rows[i].next; next.Known() {
			b.due[next] = append(b.due[next], uint32(i))
			b.dues++
		}
	}
}

// prepareInputs works out what is known of the places that the soiled rows lead to, once for each.
func (b *Board) prepareInputs() {
	t := b.tables
	for _, i := range b.soiled {
		r := &t.rows[i]
		v := &t.versions[r.version]
		p := t.places[r.destination]
		if v.programme == nil || p.state == nil {
			continue
		}
		of := t.lookout(r)
		if _, ready := v.inputs[of]; !ready {
			v.inputs[of] = journey.Inputs(v.programme, p.id, p.state, t.groupsIn(of.groups))
		}
	}
}

// lookout is where a row leads, for the groups of those who go.
func (t *tables) lookout(r *row) lookout {
	of := lookout{place: r.destination}
	if r.household != 0 {
		of.groups = t.households[r.household].groups
	}
	return of
}

// groupsIn takes the word of several groups apart.
func (t *tables) groupsIn(word uint32) []string {
	if t.words[word] == "" {
		return nil
	}
	return strings.Split(t.words[word], "\x00")
}

// share has the rows evaluated on the cores.
func (b *Board) share(work []uint32, results []evaluated) {
	n := 1
	if len(work) > few {
		n = runtime.GOMAXPROCS(0)
	}
	for len(b.workers) < n {
		b.workers = append(b.workers, &worker{board: b, evaluators: map[*programme.Pathway]*programme.Evaluator{},
			known: map[string]uint32{}})
	}
	var cells sync.Mutex
	var all sync.WaitGroup
	for k := range n {
		all.Go(func() {
			for from := k * few; from < len(work); from += n * few {
				for i := from; i < min(from+few, len(work)); i++ {
					results[i] = b.workers[k].evaluate(&b.tables.rows[work[i]], &cells)
				}
			}
		})
	}
	all.Wait()
}

// settle replaces what a row adds.
func (b *Board) settle(at uint32, e evaluated) {
	r := &b.tables.rows[at]
	for _, a := range r.adds {
		b.cells[a.cell].total -= a.n
		b.cells[a.cell].rows--
	}
	r.adds, r.next, r.stood, r.dirty = e.adds, e.next, e.stood, false
	for _, a := range r.adds {
		b.cells[a.cell].total += a.n
		b.cells[a.cell].rows++
	}
	if r.next.Known() {
		b.due[r.next] = append(b.due[r.next], at)
		b.dues++
	}
}

// evaluate works out what a row adds today and when it must be evaluated again.
func (w *worker) evaluate(r *row, cells *sync.Mutex) evaluated {
	st, path := w.stand(r)
	if st == nil {
		return evaluated{next: clock.NoDay, stood: stood{at: -1}}
	}
	w.adds = w.adds[:0]
	for _, f := range path.figures {
		if f.whole && !f.figure.Holds(st, nil) {
			continue
		}
		f.figure.Cells(st, func(by []string, n int64) { w.add(w.cell(f.number, by, cells), n) })
	}
	return evaluated{adds: slices.Clone(w.adds), next: w.next(r, path, st), stood: standOf(path, st, r.opened)}
}

// stand evaluates a row; it returns nil for one that is not of this programme, or of a version that is not known here.
func (w *worker) stand(r *row) (*programme.Standing, *way) {
	v := &w.board.tables.versions[r.version]
	path := v.ways[r.way]
	if r.gone || path == nil {
		return nil, nil
	}
	e := w.evaluators[path.pathway]
	if e == nil {
		e = path.pathway.NewEvaluator()
		w.evaluators[path.pathway] = e
	}
	w.tell(r, v, path.pathway)
	return e.Evaluate(&w.story, w.board.today), path
}

// tell unpacks the story of a row: what journey.StoryOf and journey.Inputs say of it.
func (w *worker) tell(r *row, v *version, path *programme.Pathway) {
	t, s := w.board.tables, &w.story
	s.Opened, s.Apart, s.Begun = r.opened, r.apart, r.begun
	members := s.Subject.Members[:0]
	s.Subject = programme.Subject{Kind: t.words[r.kind], ID: r.subject}
	if r.household != 0 {
		h := &t.households[r.household]
		s.Subject.Site = t.places[h.site].id
		for i := range h.members {
			m := h.members[i].on(w.board.today)
			m.BornTo = t.bornTo[m.ID]
			members = append(members, m)
		}
		s.Subject.Attributes = t.attributesOf(h, path)
	}
	s.Subject.Members = members
	s.Marks = s.Marks[:0]
	for i := range r.marks {
		m := &r.marks[i]
		s.Marks = append(s.Marks, programme.Mark{Step: t.words[m.step], State: m.state, Withdrawn: m.withdrawn, Day: m.day,
			Until: clock.NoDay, By: t.people[m.by], Place: t.places[m.place].id, Value: t.words[m.value]})
	}
	for _, x := range r.extras {
		s.Marks[x.mark].Until, s.Marks[x.mark].Details = x.until, x.details
	}
	s.Inputs = v.inputs[t.lookout(r)]
}

// on returns what the evaluator may know of a person on a day: see journey.MemberOf.
func (m *member) on(day clock.Day) programme.Member {
	out := programme.Member{ID: m.id, Age: programme.AgeUnknown, Sex: m.sex, Disability: m.disability, Since: m.came, Added: m.added, Separated: m.separated}
	if !m.birth.Known() {
		return out
	}
	out.Grown = m.birth.AddYears(people.AdultAge)
	years := m.birth.YearsUntil(day)
	out.Age, out.Adult = int8(min(years, 127)), programme.No
	if years >= people.AdultAge {
		out.Adult, out.Separated = programme.Yes, false
	}
	return out
}

// next returns the first day after today on which the row may stand otherwise without anything being written: as the evaluator
// says, and besides when a visit falls due or is overdue, or somebody has a birthday. It may be too early, which costs an
// evaluation, and is never too late.
func (w *worker) next(r *row, path *way, st *programme.Standing) clock.Day {
	today := st.Today
	next := st.Next
	consider := func(d clock.Day) {
		if d.Known() && d > today && (!next.Known() || d < next) {
			next = d
		}
	}
	if path.daily {
		return today + 1
	}
	for i := range st.Steps {
		if due := st.Steps[i].Due; due.Known() {
			consider(due)
			consider(due + 1)
		}
	}
	if r.household != 0 {
		for _, m := range w.board.tables.households[r.household].members {
			consider(birthday(m.birth, today))
		}
	}
	return next
}

// birthday returns the first birthday after a day.
func birthday(birth, today clock.Day) clock.Day {
	if !birth.Known() {
		return clock.NoDay
	}
	_, month, day := birth.Date()
	year, _, _ := today.Date()
	if d := clock.Date(year, month, day); d > today {
		return d
	}
	return clock.Date(year+1, month, day)
}

// add notes that the row adds n to a cell.
func (w *worker) add(cell uint32, n int64) {
	for i := range w.adds {
		if w.adds[i].cell == cell {
			w.adds[i].n += n
			return
		}
	}
	w.adds = append(w.adds, add{cell, n})
}

// cell returns the number of a cell, and makes it where it is new.
func (w *worker) cell(number uint32, values []string, lock *sync.Mutex) uint32 {
	w.key = binary.BigEndian.AppendUint32(w.key[:0], number)
	for _, v := range values {
		w.key = append(append(w.key, v...), 0)
	}
	if i, known := w.known[string(w.key)]; known {
		return i
	}
	lock.Lock()
	defer lock.Unlock()
	b := w.board
	i, known := b.known[string(w.key)]
	if !known {
		i = uint32(len(b.cells))
		b.cells = append(b.cells, cell{number: number, values: slices.Clone(values)})
		b.known[string(w.key)] = i
	}
	w.known[string(w.key)] = i
	return i
}
