// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Lines of a list that stand and would not be paid today are few, and each of the reasons has a list of its own in the register. So they are found there, and
// judged one by one as a delivery would be; no other line is opened.

// The reasons for which a line of a list is held, beside those for which it would not be listed.
const (
	CollectorChanged Reason = "collector_changed" // the household has chosen another collector since, or none of two stands
	CollectorGone    Reason = "collector_gone"    // nobody who may collect it lives in the household any more
	Forgotten        Reason = "forgotten"         // who was to collect it was forgotten
)

// HeldSum is how many lines of a list are held for one reason. Why is the reason, Lines how many, Total of how much.
type HeldSum struct {
	Why   Reason `class:"open"`
	Lines int    `class:"open"`
	Total int64  `class:"open"` // minor units
}

// sums counts held lines by their reasons, the most first.
func (s *summed) sums(held map[unitKey]Reason) (sums []HeldSum) {
	for i := range s.lines {
		why := held[s.lines[i].unit()]
		if why == "" {
			continue
		}
		at := slices.IndexFunc(sums, func(h HeldSum) bool { return h.Why == why })
		if at < 0 {
			at, sums = len(sums), append(sums, HeldSum{Why: why})
		}
		sums[at].Lines++
		sums[at].Total += s.lines[i].total
	}
	slices.SortFunc(sums, func(a, b HeldSum) int { return cmp.Or(b.Lines-a.Lines, cmp.Compare(a.Why, b.Why)) })
	return sums
}

// held finds the lines that stand and would not be paid today, each with the first of its reasons.
func (s *summed) held() (map[unitKey]Reason, error) {
	held, err := s.onHold()
	if err != nil {
		return nil, err
	}
	for unit := range s.other {
		if held[unit] == "" {
			held[unit] = CollectorChanged
		}
	}
	doubted, err := s.doubted()
	if err != nil {
		return nil, err
	}
	for _, way := range s.waysOf(func(p *listedLine) bool { return doubted[p.way] || doubted[p.subject] || p.doubt&twoListsDoubt != 0 }) {
		if err := s.judge(way, held); err != nil {
			return nil, err
		}
	}
	for i := range s.lines {
		if p := &s.lines[i]; p.stands() && p.doubt&forgottenDoubt != 0 {
			held[p.unit()] = Forgotten
		}
	}
	return held, nil
}

// onHold finds the lines that somebody holds for a stated time, or has stopped for good while the line stands.
func (s *summed) onHold() (map[unitKey]Reason, error) {
	held := map[unitKey]Reason{}
	entries, err := s.r.Scan(OnHold, register.Range{After: &register.Entry{Key: dayKey(s.r.Today())}, Limit: manyStories})
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if err := s.holds(e.Story, Disputed, held); err != nil {
			return nil, err
		}
	}
	if entries, err = s.r.Scan(StoppedByPeople, register.Range{Limit: manyStories}); err != nil {
		return nil, err
	}
	for _, e := range entries {
		if err := s.holds(e.Story, StoppedByPerson, held); err != nil {
			return nil, err
		}
	}
	return held, nil
}

// holds enters the line that a hold or a stop is of.
func (s *summed) holds(story id.ID, why Reason, held map[unitKey]Reason) error {
	h, err := desk.Read(s.r, HoldStory, story)
	if err != nil {
		return err
	}
	p, err := s.stepHeld(h.State, story)
	if p != nil {
		held[p.unit()] = why
	}
	return err
}

// judge judges the lines of one way as a delivery would.
func (s *summed) judge(way id.ID, held map[unitKey]Reason) error {
	k, err := s.src.take(way)
	if fault.Is(err, fault.Undecidable) {
		return nil // its programme is not here yet
	}
	if err != nil {
		return err
	}
	who, err := chosen(s.src, k.Journey)
	if err != nil {
		return err
	}
	for _, p := range s.wayOf(way) {
		if !p.stands() {
			continue
		}
		line := LineOf(k.Journey, p.step)
		why, err := standsBack(s.src, k, &line, id.ID{})
		if err != nil {
			return err
		}
		if why == "" && held[p.unit()] == "" && !collects(k, who) {
			why = CollectorGone
		}
		if why != "" {
			held[p.unit()] = why
		}
	}
	return nil
}

// standsBack says why a payment that stands on a list is not paid today, whoever collects it; by is who would pay it.
func standsBack(src source, k *journey.Case, line *Line, by id.ID) (Reason, error) {
	if why, err := contradicted(src, k, line); err != nil || why != "" {
		return why, err
	}
	return heldBy(src, k, line.Step, by, src.Today(), paid)
}

// collects reports whether one of those whom a household has chosen to collect its money lives in it still.
func collects(k *journey.Case, c people.Collector) bool {
	return !k.Journey.OfHousehold() || slices.ContainsFunc(k.Members, func(m people.Someone) bool { return m.ID == c.Person || m.ID == c.Alternate })
}

// doubted are the ways and the subjects of which something stands in the register that may hold what they are owed: two offices contradict each other, or
// somebody came from another household, left this one, or has died.
func (s *summed) doubted() (map[id.ID]bool, error) {
	doubted, err := among(func() ([]id.ID, error) { return s.r.Find(journey.Disputed, []byte{1}, manyStories) })
	if err != nil {
		return nil, err
	}
	moved, err := s.r.Scan(people.CameOrWent, register.Range{Limit: manyStories})
	for _, e := range moved {
		doubted[id.ID(e.Key)] = true
	}
	if err != nil {
		return nil, err
	}
	twice, err := s.r.Twice(journey.BySubject)
	for _, e := range twice {
		doubted[id.ID(e)] = true
	}
	if err != nil {
		return nil, err
	}
	return doubted, s.roomsDoubted(doubted)
}

// roomsDoubted adds the ways that were promised a unit which another was promised too, or of which two offices took themselves for the holders.
func (s *summed) roomsDoubted(doubted map[id.ID]bool) error {
	twice, err := s.r.Twice(journey.ByRoom)
	for _, key := range twice {
		var ways []id.ID
		if ways, err = s.r.Find(journey.ByRoom, key, manyStories); err != nil {
			break
		}
		for _, way := range ways {
			doubted[way] = true
		}
	}
	if err != nil {
		return err
	}
	contested, err := s.r.ScanCommons(capacity.ContestedQuotas, register.Range{Limit: manyStories})
	for _, q := range contested {
		var rooms []register.Entry
		if rooms, err = s.r.Scan(journey.ByRoom, register.Range{Prefix: q.Key, Limit: manyStories}); err != nil {
			break
		}
		for _, room := range rooms {
			doubted[room.Story] = true
		}
	}
	return err
}
