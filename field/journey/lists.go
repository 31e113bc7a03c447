// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"bytes"
	"slices"

	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// The lists under which journeys are found.
var (
	BySubject  = register.List{Name: "journeys_by_subject"}    // by subject
	ByPathway  = register.List{Name: "journeys_by_pathway"}    // programme, a zero byte, pathway, a zero byte
	ByVersion  = register.List{Name: "journeys_by_version"}    // hash of the programme's file
	ByStep     = register.List{Name: "journeys_by_step"}       // StepKey of a step on which something stands, and of the pathway as a whole
	ByLink     = register.List{Name: "journeys_by_link"}       // a payment list, trip or gathering they stand on
	ByRoom     = register.List{Name: "journeys_by_room"}       // RoomKey of a promised unit
	ByDestined = register.List{Name: "journeys_by_place"}      // the place a standing answer, promise, seat or departure is about
	AtPlace    = register.List{Name: "journeys_at_place"}      // such a place, and what it is to them: MayTravel, or HasArrived, HasChosen, HasRoom
	Disputed   = register.List{Name: "contradiction_journeys"} // those that contradict themselves
	BySince    = register.List{Name: "journeys_by_departure"}  // those of whom somebody has left: onRoad or arrived, the day of the last departure, and what happened since (sinceKey)
	LeftOut    = register.List{Name: "journeys_leaving_out"}   // those that arrived as one, without somebody who had left with them
	Answered   = register.List{Name: "journeys_by_answer"}     // those of whom nobody has left: StepKey of a step, and the day of an answer that stands
	ToAskBack  = register.List{Name: "journeys_to_ask_back"}   // those of which a partner is to give up what it has: a consent was taken back
	Leavers    = register.List{Name: "leavers"}                // by subject and a byte: leftWhole, and who they are; leftInPart
)

// PathwayKey returns the key of ByPathway.
func PathwayKey(programmeID, pathway string) []byte {
	return []byte(programmeID + "\x00" + pathway + "\x00")
}

// StepKey returns the key of ByStep for a step of a version of a programme; without a step, for a whole pathway of it.
func StepKey(version [32]byte, pathway, step string) []byte {
	return append(version[:8:8], pathway+"\x00"+step+"\x00"...)
}

// RoomKey returns the key of ByRoom for one unit of a kind at a place.
func RoomKey(place id.ID, kind string, unit int) []byte {
	key := append(slices.Clone(place[:]), kind...)
	return append(key, 0, byte(unit>>24), byte(unit>>16), byte(unit>>8), byte(unit))
}

// Story is the kind of story of a journey.
var Story = register.NewKind("journey", func(j *Journey, add register.Adder) {
	add(BySubject, j.Subject[:])
	for _, v := range j.Version.Standing {
		add(ByPathway, PathwayKey(v.Value.Programme, j.Pathway))
		add(ByVersion, v.Value.Hash[:])
		for _, step := range append(j.stepsIn(), "") {
			add(ByStep, StepKey(v.Value.Hash, j.Pathway, step))
		}
	}
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Withdrawn {
			continue
		}
		if !m.Link.IsZero() {
			add(ByLink, m.Link[:])
		}
	}
	for _, room := range j.Room() {
		add(ByRoom, RoomKey(room.Place, room.Kind, room.Unit))
	}
	j.indexPlaces(add)
	if len(j.Contradictions()) > 0 {
		add(Disputed, []byte{1})
	}
	if j.toAskBack() {
		add(ToAskBack, []byte{1})
	}
	j.indexLeaving(add)
	j.indexAnswers(add)
	j.indexInvited(add)
})

// The bytes that stand in the lists of those who left.
const (
	arrived, onRoad       = 1, 2
	leftWhole, leftInPart = 1, 2
)

// indexLeaving enters a journey of which somebody has left. Whether those who left one by one are all of them, only who knows the members
// can tell.
func (j *Journey) indexLeaving(add register.Adder) {
	where, last := j.leftFor()
	if where == 0 {
		return
	}
	add(BySince, j.sinceKey(where, last))
	if where == arrived && j.leavesOut() {
		add(LeftOut, []byte{1})
	}
	if slices.ContainsFunc(j.Marks, func(m Mark) bool { return m.leaving() && m.By.IsZero() }) {
		add(Leavers, append(append(j.Subject[:], leftWhole), j.leavers()...))
		return
	}
	add(Leavers, append(j.Subject[:], leftInPart))
}

// sinceKey returns the key of BySince: behind the day of the last departure stand the steps on which something happened since, each with
// a zero byte and the day of the last. So who looks for visits that nobody has made reads those who wait for one, and no others.
func (j *Journey) sinceKey(where byte, left clock.Day) []byte {
	key := append([]byte{where}, dayBytes(left)...)
	for _, step := range j.stepsIn(programme.Happened) {
		if last, _ := j.Last(step); last.Day >= left {
			key = append(append(append(key, step...), 0), dayBytes(last.Day)...)
		}
	}
	return key
}

// sinceDeparture reads a key of BySince: the day of the last departure, and the day on which something last happened on a step since; NoDay
// where nothing did.
func sinceDeparture(key []byte, step string) (left, last clock.Day) {
	left, key = dayOf(key[1:]), key[1+dayLength:]
	for len(key) > 0 {
		name, rest, _ := bytes.Cut(key, []byte{0})
		if string(name) == step {
			return left, dayOf(rest)
		}
		key = rest[dayLength:]
	}
	return left, clock.NoDay
}

// indexAnswers enters what people have answered, by the day: an answer grows old until they leave.
func (j *Journey) indexAnswers(add register.Adder) {
	if j.Aside || j.Left() {
		return
	}
	for i := range j.Marks {
		m := &j.Marks[i]
		if !m.chooses() {
			continue
		}
		for _, v := range j.Version.Standing {
			add(Answered, append(StepKey(v.Value.Hash, j.Pathway, m.Step), dayBytes(m.Day)...))
		}
	}
}

// leavers returns the ids of those who have left, one after another; none where it is not said who they are: then it is everybody.
func (j *Journey) leavers() (ids []byte) {
	for i := range j.Marks {
		m := &j.Marks[i]
		if !m.leaving() {
			continue
		}
		of, said := j.For(m.Ref)
		if !said && m.By.IsZero() {
			return nil
		}
		for _, p := range of {
			if j.concerns(m, p.ID) && !isAmong(ids, p.ID) {
				ids = append(ids, p.ID[:]...)
			}
		}
	}
	return ids
}

// isAmong reports whether an id is among some that stand one after another.
func isAmong(ids []byte, one id.ID) bool {
	for ; len(ids) >= id.Size; ids = ids[id.Size:] {
		if bytes.Equal(ids[:id.Size], one[:]) {
			return true
		}
	}
	return false
}

// leftFor says whether those who have left are onRoad or have arrived, and on which day the last of them departed; where is 0 if nobody has
// left, or the journey is set aside.
func (j *Journey) leftFor() (where byte, last clock.Day) {
	if j.Aside {
		return 0, last
	}
	for i := range j.Marks {
		m := &j.Marks[i]
		if !m.leaving() {
			continue
		}
		where = max(where, arrived)
		if m.State == programme.Departed {
			last = max(last, m.Day)
			if !j.arrivedSince(i) {
				where = onRoad
			}
		}
	}
	return where, last
}

// leavesOut reports whether somebody is still on the road, by what the departures say, though the household has arrived as one: who parted from it on
// the road, or whom another office counted elsewhere on the day of the arrival. Who of them it concerns, only who knows the members can tell.
func (j *Journey) leavesOut() bool {
	return slices.ContainsFunc(j.stepsIn(programme.Departed), func(step string) bool { return len(j.OnRoad(step)) > 0 })
}

// arrivedSince reports whether those who left by a mark have arrived since, each or all together.
func (j *Journey) arrivedSince(left int) bool {
	return slices.ContainsFunc(j.Marks[left+1:], func(m Mark) bool {
		return !m.Withdrawn && m.State == programme.Arrived && m.Step == j.Marks[left].Step && (m.By.IsZero() || m.By == j.Marks[left].By)
	})
}
