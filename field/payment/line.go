// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Line is one payment as its journey tells it: one step of the verb pay.
type Line struct {
	Step      string           // its id, as it is called now
	State     programme.State  // Owed, Listed, Delivered, Stopped or Returned; meaningless where Begun is false
	Begun     bool             // whether anything ever happened
	Amounts   []journey.Amount // as frozen, by name
	Total     int64            // sum of Amounts, minor units
	Grant     string           // as frozen when it became owed
	Currency  string           // ISO 4217, as frozen
	OwedBy    id.ID            // who stated the amounts
	OwedOn    clock.Day        // the day it became owed last; 0 before
	List      id.ID            // the list it was last put on; zero for none
	Mark      string           // lineMark of that list, or of the collector who was confirmed on it since
	Collector id.ID            // as listed; zero once forgotten
	ListedBy  id.ID            // who put it on that list
	To        id.ID            // who received it last; zero once forgotten
	Reference string           // ReferenceMark of the last delivery
	Last      clock.Day        // the latest day anything happened on it
	Paid      int              // deliveries that were not returned; more than one was paid twice
}

// LineOf reads one payment out of its journey.
func LineOf(j *journey.Journey, step string) Line {
	l := Line{Step: step, Last: clock.NoDay}
	for i := range j.Marks {
		if m := &j.Marks[i]; m.Step == step && !m.Withdrawn {
			l.read(m)
		}
	}
	return l
}

// LinesOf reads every payment that a journey tells of, in the order in which they began.
func LinesOf(j *journey.Journey) []Line {
	var lines []Line
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Withdrawn || !isPay(m.State) && !confirms(m) {
			continue
		}
		at := slices.IndexFunc(lines, func(l Line) bool { return l.Step == m.Step })
		if at < 0 && confirms(m) {
			continue
		}
		if at < 0 {
			at = len(lines)
			lines = append(lines, Line{Step: m.Step, Last: clock.NoDay})
		}
		lines[at].read(m)
	}
	return lines
}

// isPay reports whether a state is one of money.
func isPay(s programme.State) bool { return s >= programme.Owed && s <= programme.Returned }

// confirms reports whether a mark says that a line of a list goes to those whom the household has chosen since it was approved.
func confirms(m *journey.Mark) bool {
	return m.State == programme.Agreed && !m.Link.IsZero() && m.By.IsZero()
}

func (l *Line) read(m *journey.Mark) {
	if confirms(m) && l.State == programme.Listed && m.Link == l.List {
		l.Mark = m.Value
	}
	if !isPay(m.State) {
		return
	}
	l.Begun, l.Last = true, max(l.Last, m.Day)
	switch m.State {
	case programme.Owed:
		if l.Paid > 0 {
			return // by an office that did not know: what was paid is not owed again
		}
		l.State, l.Amounts, l.Total = programme.Owed, m.Amounts, sum(m.Amounts)
		l.Grant, l.Currency, _ = strings.Cut(m.Value, "/")
		l.OwedBy, l.OwedOn = m.Author, m.Day
	case programme.Listed:
		if l.Paid > 0 {
			return
		}
		l.State, l.List, l.Mark, l.Collector, l.ListedBy = programme.Listed, m.Link, m.Value, m.By, m.Author
	case programme.Delivered:
		l.State, l.To, l.Reference = programme.Delivered, m.By, m.Value
		l.Paid++
	case programme.Stopped:
		if l.State != programme.Delivered { // what was paid stays paid
			l.State = programme.Stopped
		}
	case programme.Returned:
		if l.Paid = max(l.Paid-1, 0); l.Paid == 0 {
			l.State = programme.Returned
		}
	}
}

// Owing reports whether the amount is owed and not delivered.
func (l *Line) Owing() bool {
	return l.Begun && (l.State == programme.Owed || l.State == programme.Listed || l.State == programme.Returned)
}

// fundOf is how a journey's mark names a grant and its currency.
func fundOf(grant, currency string) string { return grant + "/" + currency }

func sum(amounts []journey.Amount) (total int64) {
	for _, a := range amounts {
		total += a.Minor
	}
	return total
}

// lineMark fixes what a list says of one payment: how much, by name, and who collects it. It tells nobody who does not know them already.
func lineMark(list, journeyID id.ID, step, currency string, amounts []journey.Amount, c people.Collector) string {
	b := make([]byte, 0, 256)
	b = append(b, list[:]...)
	b = append(b, journeyID[:]...)
	b = append(append(b, step...), 0)
	b = append(append(b, currency...), 0)
	for _, a := range amounts {
		b = append(append(b, a.Name...), 0)
		b = binary.BigEndian.AppendUint64(b, uint64(a.Minor))
	}
	b = append(append(b, c.Person[:]...), c.Alternate[:]...)
	return shortMark(b)
}

// ReferenceMark is how a receipt's reference is kept in what survives forgetting: it can be found again by the reference and the list, and
// tells neither.
func ReferenceMark(list id.ID, reference string) string {
	return shortMark(append(list[:], strings.TrimSpace(reference)...))
}

func shortMark(b []byte) string {
	h := sha256.Sum256(b)
	d, _ := id.FromBytes(h[:id.Size])
	return d.String()
}

// Placed is one payment on one list.
type Placed struct {
	Journey id.ID            // of the household
	Step    string           // its id, as it is called now
	State   programme.State  // Listed while it stands; Delivered, Stopped, Returned; Owed once it was put on another list
	Amounts []journey.Amount // as frozen, by name
	Total   int64            // minor units
	Mark    string           // lineMark, as prepared: what the approver said yes to
	Now     string           // lineMark of the collector who was confirmed since; "" for none
	OwedBy  id.ID            // who stated the amounts
	By      id.ID            // who collects it, as listed; zero once forgotten
	To      id.ID            // who received it
	From    Source           // where the delivered money lay, or came back from
	Receipt string           // ReferenceMark
	Back    int64            // minor units that came back
}

// PlacedOn reads which payments of a journey were put on a list, and what became of them there.
func PlacedOn(journeyID id.ID, j *journey.Journey, list id.ID) []Placed {
	var placed []Placed
	var lines []Line
	find := func(step string) *Placed {
		for i := range placed {
			if placed[i].Step == step {
				return &placed[i]
			}
		}
		return nil
	}
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Withdrawn || !isPay(m.State) && !confirms(m) {
			continue
		}
		at := slices.IndexFunc(lines, func(l Line) bool { return l.Step == m.Step })
		if at < 0 {
			at = len(lines)
			lines = append(lines, Line{Step: m.Step})
		}
		lines[at].read(m)
		if p := find(m.Step); p != nil {
			p.read(m, list)
		} else if m.State == programme.Listed && m.Link == list {
			l := &lines[at]
			placed = append(placed, Placed{Journey: journeyID, Step: m.Step, State: programme.Listed, Amounts: l.Amounts, Total: l.Total,
				Mark: m.Value, OwedBy: l.OwedBy, By: m.By})
		}
	}
	return placed
}

func (p *Placed) read(m *journey.Mark, list id.ID) {
	switch {
	case confirms(m):
		if m.Link == list && p.State == programme.Listed {
			p.Now = m.Value
		}
	case m.State == programme.Listed && m.Link != list && p.State == programme.Listed:
		p.State = programme.Owed // it went on to another list
	case m.State == programme.Stopped && (p.State == programme.Listed || p.State == programme.Returned):
		p.State = programme.Stopped
	case m.State == programme.Delivered && m.Link == list:
		p.State, p.To, p.Receipt = programme.Delivered, m.By, m.Value
		if len(m.Amounts) > 0 {
			p.From = Source(m.Amounts[0].Name)
		}
	case m.State == programme.Returned && m.Link == list:
		p.State, p.Back = programme.Returned, sum(m.Amounts)
		if len(m.Amounts) > 0 {
			p.From = Source(m.Amounts[0].Name)
		}
	}
}

// comparePlaced orders lines by their ways, and those of one way by their steps.
func comparePlaced(way id.ID, step string, otherWay id.ID, otherStep string) int {
	return cmp.Or(way.Compare(otherWay), strings.Compare(step, otherStep))
}

// digestOf is the digest of the lines of a list that stand: what an approver says yes to.
func digestOf(lines []Placed) [32]byte {
	slices.SortFunc(lines, func(a, b Placed) int { return comparePlaced(a.Journey, a.Step, b.Journey, b.Step) })
	h := sha256.New()
	for i := range lines {
		h.Write([]byte(lines[i].Mark))
	}
	return [32]byte(h.Sum(nil))
}
