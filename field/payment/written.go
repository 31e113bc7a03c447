// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"maps"
	"sync"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Written keeps what was written lately that tells an approver of a list anything, so that each page asks only for what was written since the page before. It keeps ids,
// days and which of a few things it was; no names, no words. It is safe for concurrent use.
type Written struct {
	mu sync.Mutex
	of map[access.Scope]*writtenIn
}

// NewWritten returns what was written lately, of which nothing is read yet.
func NewWritten() *Written { return &Written{of: map[access.Scope]*writtenIn{}} }

// writtenIn is what was written in one scope since a day.
type writtenIn struct {
	from  clock.Day
	read  desk.Heads
	facts uint64 // read since, whatever they tell
	of    map[id.ID][]written
}

// written is one thing that was written of a story: What is the last part of its sentence's key, Step the step of a payment.
type written struct {
	what string
	step string
	by   id.ID
	on   clock.Day
	at   clock.Stamp
}

// mostWritten bounds how many facts are read of one scope; for a list that has waited longer than that each of its stories is asked. mostScopes bounds how many
// scopes are kept.
const (
	mostWritten = 100_000
	mostScopes  = 16
)

// daysOff is how far the day of an office may be off that of the clock.
const daysOff = 2

// since brings what was written since a moment up to this snapshot; nil where it is too much to keep. The caller holds the lock.
func (n *Written) since(r *desk.Reader, moment clock.Stamp) (*writtenIn, error) {
	from, scope := clock.DayOf(moment.Time())-daysOff, r.Scope()
	in := n.of[scope]
	if in == nil || in.from > from {
		before, _, err := r.HeadsOn(scope, from)
		if err != nil {
			return nil, err
		}
		in = &writtenIn{from: from, read: before, of: map[id.ID][]written{}}
	}
	facts, _, err := r.Behind(scope, in.read)
	if err != nil {
		return nil, err
	}
	if in.facts+facts > mostWritten {
		if n.of[scope] == in {
			delete(n.of, scope)
		}
		return nil, nil
	}
	fresh := map[id.ID][]written{}
	now, err := r.EachAfter(scope, in.read, func(f *journal.Fact) error {
		if what := whatOf(f); what != "" {
			fresh[f.Story] = append(fresh[f.Story], written{what, stepOf(f), f.Author, f.Day, f.At})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	in.keep(fresh, now, facts)
	if len(n.of) >= mostScopes && n.of[scope] == nil {
		clear(n.of)
	}
	n.of[scope] = in
	return in, nil
}

// keep adds what was read up to some heads. Another query may have read further meanwhile in a younger snapshot: what is known stays known.
func (in *writtenIn) keep(fresh map[id.ID][]written, now desk.Heads, facts uint64) {
	for story, some := range fresh {
		in.of[story] = append(in.of[story], some...)
	}
	read := maps.Clone(in.read)
	for feed, head := range now {
		read[feed] = max(read[feed], head)
	}
	in.read, in.facts = read, in.facts+facts
}

// whatOf says what a fact tells an approver; "" for nothing.
func whatOf(f *journal.Fact) string {
	if f.Kind == heldKind && released(f) {
		return "released"
	}
	return changes[f.Kind]
}
