// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"encoding/binary"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// What became of each payment on a list stands in the register beside the list, as a key that says it all: so thousands of lines are summed up without opening
// one of their stories. It names nobody. No decision rests on it: who approves, sends, delivers or closes has each line judged from its story.

// The lists under which ways are found by their payments.
var (
	LinesOn     = register.List{Name: "payment_lines"} // ways, by payment list: see onList
	InspectedBy = register.List{Name: "inspected_by"}  // ways, by who inspected a building of theirs
)

// Every program that pays finds ways by their payments.
var _ = journey.Story.Also(indexPayments)

// indexPayments enters what became of each payment on each list on which it was put, and who inspected.
func indexPayments(j *journey.Journey, add register.Adder) {
	var lists []id.ID
	for i := range j.Marks {
		switch m := &j.Marks[i]; {
		case m.Withdrawn:
		case m.State == programme.Passed || m.State == programme.Failed:
			add(InspectedBy, m.Author[:])
		case m.State == programme.Listed && !slices.Contains(lists, m.Link):
			lists = append(lists, m.Link)
		}
	}
	for _, list := range lists {
		for _, p := range PlacedOn(id.ID{}, j, list) {
			add(LinesOn, lineOn(j, &p).key(list))
		}
	}
}

// listedLine is one payment on a list, as the register keeps it.
type listedLine struct {
	way, subject id.ID
	step         string
	state        programme.State
	doubt        doubt
	total        int64     // minor units
	last         clock.Day // the latest day anything happened on it
	mark, owedBy id.ID     // as in Placed
}

// doubt says of a line that stands why a key does not tell all of it.
type doubt byte

const (
	asListedDoubt  doubt = 1 << iota // whether it is still what the list says depends on more than whom the household has chosen
	forgottenDoubt                   // who was to collect it was forgotten
	twoListsDoubt                    // it stood on another list too
)

// lineOn reads what is kept of a line.
func lineOn(j *journey.Journey, p *Placed) listedLine {
	line := LineOf(j, p.Step)
	one := listedLine{subject: j.Subject, step: p.Step, state: p.State, total: p.Total, last: line.Last, owedBy: p.OwedBy}
	one.mark, _ = id.Parse(p.Mark) // shortMark wrote it
	if p.State != programme.Listed {
		return one
	}
	owed, listed := 0, 0
	for i := range j.Marks {
		switch m := &j.Marks[i]; {
		case m.Withdrawn || m.Step != p.Step:
		case m.State == programme.Owed:
			owed++
		case m.State == programme.Listed:
			listed++
		}
	}
	if owed != 1 || p.Now != "" || len(j.Renamed) > 0 {
		one.doubt |= asListedDoubt
	}
	if p.By.IsZero() {
		one.doubt |= forgottenDoubt
	}
	if listed > 1 {
		one.doubt |= twoListsDoubt
	}
	return one
}

// lineFixed is how long a key of LinesOn is before the step: the list, state and doubt, total, last day, mark, who stated the amount, and the subject.
const lineFixed = id.Size + 2 + 8 + 4 + 3*id.Size

// key is under what the line stands in LinesOn.
func (p listedLine) key(list id.ID) []byte {
	b := make([]byte, 0, lineFixed+len(p.step))
	b = append(append(b, list[:]...), byte(p.state), byte(p.doubt))
	b = binary.BigEndian.AppendUint64(b, uint64(p.total))
	b = append(b, dayKey(p.last)...)
	b = append(append(append(b, p.mark[:]...), p.owedBy[:]...), p.subject[:]...)
	return append(b, p.step...)
}

// listedLineOf reads an entry of LinesOn.
func listedLineOf(e register.Entry) listedLine {
	p := listedLine{way: e.Story, state: programme.State(e.Key[id.Size]), doubt: doubt(e.Key[id.Size+1])}
	k := e.Key[id.Size+2:]
	p.total, p.last = int64(binary.BigEndian.Uint64(k)), clock.Day(int32(binary.BigEndian.Uint32(k[8:])^1<<31))
	k = k[12:]
	p.mark, p.owedBy, p.subject, p.step = id.ID(k), id.ID(k[id.Size:]), id.ID(k[2*id.Size:]), string(k[3*id.Size:])
	return p
}

// mostOn bounds how many lines of one list are read: a way can stand on it with several steps.
const mostOn = 4 * MaxLines

// linesOn reads what the register keeps of a list, in the order of ListLines.
func linesOn(r *desk.Reader, list id.ID) ([]listedLine, error) {
	entries, err := r.Scan(LinesOn, register.Range{Prefix: list[:], Limit: mostOn})
	if err != nil {
		return nil, err
	}
	all := make([]listedLine, 0, len(entries))
	for _, e := range entries {
		all = append(all, listedLineOf(e))
	}
	slices.SortFunc(all, func(a, b listedLine) int { return comparePlaced(a.way, a.step, b.way, b.step) })
	return all, nil
}
