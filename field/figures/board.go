// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"context"
	"slices"
	"sync"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Board holds one programme of one caseload in memory and counts its figures. It is safe for concurrent use.
type Board struct {
	desk      *desk.Desk
	scope     access.Scope
	programme string
	fixed     clock.Day // the day it counts, for a board of the past; NoDay for one that follows the commits

	mu      sync.Mutex // of all below, but pending
	tables  *tables
	figures []*programme.Figure // by number: a figure has one for each version of the programme
	cells   []cell
	known   map[string]uint32 // cell, by number of the figure and values
	soiled  []uint32          // rows that must be evaluated
	due     map[clock.Day][]uint32
	dues    int       // entries of due, stale ones among them
	today   clock.Day // on which the rows were evaluated
	workers []*worker
	inForce [32]byte            // the version that new journeys walk
	others  *others             // nil where only this process writes
	told    map[string]tellable // tables as they are told to whoever is not told everything, since the last change; by figure and dimensions
	stands  map[bool][]Stand    // counted since the last change, for those who are told all numbers and for others
	later   *Board              // of a past board: a later day that is told too, for whoever is not told every number; nil for none

	pendingMu sync.Mutex
	pending   map[id.ID]any // states that came while mu was held
	commits   uint64        // heard of that concern the board
	past      *Past         // drawn last; nil where something was written since
}

func newBoard(d *desk.Desk, scope access.Scope, programmeID string) *Board {
	b := &Board{desk: d, scope: scope, programme: programmeID, fixed: clock.NoDay, pending: map[id.ID]any{}}
	b.empty()
	return b
}

// empty forgets what the board has taken in.
func (b *Board) empty() {
	b.tables, b.figures, b.cells, b.soiled, b.workers = newTables(), nil, nil, nil, nil
	b.changed()
	b.known, b.due, b.dues, b.today = map[string]uint32{}, map[clock.Day][]uint32{}, 0, clock.NoDay
}

// Open reads the board of a programme in a caseload from the register, on behalf of somebody who may read its figures, and lets
// it follow the commits of d from then on; where other processes write too, it asks the journal at each question what they wrote. Close it
// when it is not needed any more.
func Open(ctx context.Context, d *desk.Desk, by access.Actor, scope access.Scope, programmeID string) (*Board, error) {
	b := newBoard(d, scope, programmeID)
	b.mu.Lock() // what is committed from here on waits until the register was read
	defer b.mu.Unlock()
	if d.Store().Exclusive() {
		d.Listen(b.hear)
	} else {
		b.others = &others{read: map[access.Scope]desk.Heads{}, leaving: map[id.ID]bool{}}
	}
	_, err := desk.Ask(ctx, d, by, "", desk.Query[struct{}]{Act: access.FiguresRead, Scope: scope,
		Run: func(r *desk.Reader) (struct{}, error) { return struct{}{}, b.read(r) }})
	if err != nil {
		b.tables = nil
		return nil, fault.Wrap("figures.Open", err)
	}
	b.drain()
	return b, nil
}

// Close lets the board go: it follows the commits no longer and gives back its memory. It must not be asked anything afterwards.
func (b *Board) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tables, b.cells, b.known, b.due, b.soiled, b.workers, b.later, b.stands = nil, nil, nil, nil, nil, nil, nil, nil
}

// read takes in everything that the register holds.
func (b *Board) read(r *desk.Reader) error {
	steps := []func() error{
		func() error { return b.begin(r) },
		func() error { return desk.EachCommons(r, journey.VersionStory, into[journey.Published](b)) },
		func() error { return desk.EachCommons(r, journey.ProgrammeStory, into[journey.InForce](b)) },
		func() error { return desk.EachCommons(r, places.Story, into[places.Place](b)) },
		func() error { return desk.Each(r, people.HouseholdStory, into[people.Household](b)) },
		func() error { return desk.Each(r, subjects.Story, into[subjects.Subject](b)) },
		func() error { return desk.Each(r, journey.Story, into[journey.Journey](b)) },
		func() error { return desk.Each(r, people.PersonStory, into[people.Person](b)) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func into[S any](b *Board) func(id.ID, *S) error {
	return func(of id.ID, state *S) error {
		b.take(of, state)
		return nil
	}
}

// hear takes in what a commit changed. It never waits: while somebody counts, what comes is kept for later.
func (b *Board) hear(c desk.Change) {
	if !slices.ContainsFunc(c.Stories, b.concerns) {
		return
	}
	b.dropPast()
	free := b.mu.TryLock()
	if free {
		defer b.mu.Unlock()
		if b.tables == nil {
			return // it never opened, or is closed
		}
		b.drain()
	}
	for _, s := range c.Stories {
		switch {
		case !b.concerns(s):
		case free:
			b.take(s.ID, s.State)
		default:
			b.keep(s)
		}
	}
}

// concerns reports whether a story is one that figures look at.
func (b *Board) concerns(s *register.Story) bool {
	switch s.State.(type) {
	case *people.Person, *people.Household, *subjects.Subject, *journey.Journey:
		return s.Scope == b.scope
	case *places.Place, *journey.Published, *journey.InForce:
		return s.Scope == access.Commons
	}
	return false
}

func (b *Board) keep(s *register.Story) {
	state := copied(s.State)
	b.pendingMu.Lock()
	defer b.pendingMu.Unlock()
	b.pending[s.ID] = state
}

// drain takes in what came while the board was held.
func (b *Board) drain() {
	for of, state := range b.waiting() {
		b.take(of, state)
	}
}

// waiting returns what came, which nobody else sees from then on.
func (b *Board) waiting() map[id.ID]any {
	b.pendingMu.Lock()
	defer b.pendingMu.Unlock()
	waiting := b.pending
	if len(waiting) == 0 {
		return nil
	}
	b.pending = map[id.ID]any{}
	return waiting
}

// day returns the day that the board counts.
func (b *Board) day() clock.Day {
	if b.fixed.Known() {
		return b.fixed
	}
	return b.desk.Today()
}

// Boards keeps one board for each programme and caseload that somebody has asked for. It is safe for concurrent use.
type Boards struct {
	desk  *desk.Desk
	mu    sync.Mutex
	open  map[boardKey]*Board
	doors map[boardKey]*sync.Mutex
}

type boardKey struct {
	scope     access.Scope
	programme string
}

// NewBoards returns the boards of a desk. None is read before it is asked for.
func NewBoards(d *desk.Desk) *Boards {
	return &Boards{desk: d, open: map[boardKey]*Board{}, doors: map[boardKey]*sync.Mutex{}}
}

// Board returns the board of a programme in a caseload, and reads it when it is asked for first. Who asks must be allowed to read
// its figures; every question to the board asks that again.
func (s *Boards) Board(ctx context.Context, by access.Actor, scope access.Scope, programmeID string) (*Board, error) {
	if err := access.May(by, access.FiguresRead, scope, s.desk.Today()); err != nil {
		return nil, err
	}
	key := boardKey{scope, programmeID}
	door := s.door(key)
	door.Lock()
	defer door.Unlock()
	s.mu.Lock()
	b := s.open[key]
	s.mu.Unlock()
	if b != nil {
		return b, nil
	}
	b, err := Open(ctx, s.desk, by, scope, programmeID)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.open[key] = b
	s.mu.Unlock()
	return b, nil
}

func (s *Boards) door(key boardKey) *sync.Mutex {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.doors[key] == nil {
		s.doors[key] = &sync.Mutex{}
	}
	return s.doors[key]
}
