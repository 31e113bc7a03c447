// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// tables are the columns of a board. Ids, words and feeds that occur often are held once and named by a number, because a board
// of an operation is held whole in the memory of a field laptop: a mark takes 32 bytes instead of 200. The number 0 is nothing.
type tables struct {
	rows       []row
	journeys   map[id.ID]uint32 // row, by journey
	households []household
	houses     map[id.ID]uint32 // household, by id
	homes      map[id.ID]uint32 // household that a person belongs to
	further    map[id.ID][]uint32
	bornTo     map[id.ID]id.ID // of newborns, to whom they were born
	places     []place
	spots      map[id.ID]uint32 // place, by id
	names      map[placeName]int
	people     []id.ID // whom marks concern
	persons    map[id.ID]uint32
	words      []string
	spelled    map[string]uint32
	feeds      []journal.FeedID
	fed        map[journal.FeedID]uint32
	versions   []version
	versionOf  map[[32]byte]uint32
	apartOf    map[walker]uint32 // row, of those who count apart from their journeys
	asked      []uint32          // households that may have begun, or not, since they were looked at last
}

// walker is a household on a pathway.
type walker struct{ household, way uint32 }

// row is one journey.
type row struct {
	id, subject id.ID
	kind        uint32 // word: of the subject
	household   uint32 // 0 where the subject is none
	version     uint32
	way         uint32 // word: the pathway
	destination uint32
	opened      clock.Day
	next        clock.Day // the first day on which it must be evaluated again
	origin      ref       // the fact that put it on its pathway
	marks       []mark
	extras      []extra
	adds        []add
	stood       stood // where it stands on the steps of its pathway
	dirty       bool  // stands in the list of what must be evaluated
	gone        bool  // is not of this programme any more
	apart       bool  // is no journey: a household that has not begun the pathway, or that counts whatever it has begun
	begun       bool  // apart, it has begun the pathway
}

// household is the people of a journey.
type household struct {
	id       id.ID
	site     uint32
	groups   uint32   // word: those for which protection decides apart, joined by zero bytes; shown nowhere
	members  []member // in order of id
	journeys []uint32

	attributes []attribute // of a subject that is no household
	known      bool        // it was registered here
	asked      bool        // stands in the list of those who may have begun, or not
}

// attribute is what is known of a subject under a name.
type attribute struct{ name, value uint32 } // words

// member is a person, without a name.
type member struct {
	id         id.ID
	joined     ref // the fact that made them a member
	birth      clock.Day
	came       clock.Day // to the household
	sex        programme.Sex
	disability programme.Tri
	added      bool // to a household that was registered already
	separated  bool // said to be a child without parents and usual carers
}

// mark is one mark of a journey.
type mark struct {
	ref       ref
	by        uint32 // person
	place     uint32
	value     uint32 // word
	step      uint32 // word
	day       clock.Day
	state     programme.State
	withdrawn bool
	extra     bool // the row holds more of it
}

// extra is what few marks carry.
type extra struct {
	mark    uint32
	until   clock.Day
	details *programme.Details
}

// add is what a journey adds to a cell.
type add struct {
	cell uint32
	n    int64
}

// place is what figures need of a place; state is nil while nothing is known of it.
type place struct {
	id    id.ID
	state *places.Place
}

type placeName struct {
	group string
	name  string
}

// ref is a journal.Ref in one word: 24 bits for the feed, 40 for the number.
type ref uint64

func (t *tables) ref(of journal.Ref) ref {
	i, known := t.fed[of.Feed]
	if !known {
		i = uint32(len(t.feeds))
		t.feeds, t.fed[of.Feed] = append(t.feeds, of.Feed), i
	}
	return ref(uint64(i)<<40 | of.Seq&(1<<40-1))
}

func (t *tables) unref(r ref) journal.Ref {
	return journal.Ref{Feed: t.feeds[r>>40], Seq: uint64(r) & (1<<40 - 1)}
}

func newTables() *tables {
	return &tables{rows: make([]row, 0, 64), journeys: map[id.ID]uint32{}, households: make([]household, 1), houses: map[id.ID]uint32{},
		homes: map[id.ID]uint32{}, further: map[id.ID][]uint32{}, bornTo: map[id.ID]id.ID{}, places: make([]place, 1), spots: map[id.ID]uint32{{}: 0},
		names: map[placeName]int{}, people: make([]id.ID, 1), persons: map[id.ID]uint32{{}: 0}, words: make([]string, 1),
		spelled: map[string]uint32{"": 0}, fed: map[journal.FeedID]uint32{}, versions: make([]version, 1), versionOf: map[[32]byte]uint32{},
		apartOf: map[walker]uint32{}}
}

func (t *tables) word(w string) uint32 {
	i, known := t.spelled[w]
	if !known {
		i = uint32(len(t.words))
		t.words, t.spelled[w] = append(t.words, w), i
	}
	return i
}

func (t *tables) person(of id.ID) uint32 {
	i, known := t.persons[of]
	if !known {
		i = uint32(len(t.people))
		t.people, t.persons[of] = append(t.people, of), i
	}
	return i
}

func (t *tables) place(of id.ID) uint32 {
	i, known := t.spots[of]
	if !known {
		i = uint32(len(t.places))
		t.places, t.spots[of] = append(t.places, place{id: of}), i
	}
	return i
}

func (t *tables) house(of id.ID) uint32 {
	i, known := t.houses[of]
	if !known {
		i = uint32(len(t.households))
		t.households, t.houses[of] = append(t.households, household{id: of}), i
	}
	return i
}
