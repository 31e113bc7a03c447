// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"bytes"
	"context"
	"maps"
	"math"
	"sync"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
)

// How much readers keep between them: opened stories, by the bytes in which they are stored (an opened one takes some six times that), and answers
// to what was looked for, by the stories found.
const (
	storiesKept = 4 << 20
	findsKept   = 100_000
	changesKept = 50_000 // of how many stories and keys it is known when they last changed
)

// kept is what readers of this process share between commits, where it is the only one that writes: a page of fifty households is some 450
// look-ups, and the next page that somebody opens asks for most of them again.
//
// It gives exactly what the reader's own snapshot holds, which stands from its beginning (store.SQLite.Read). Whoever begins notes the moment
// first. A commit says what it is about to change before it does, and again when it has ended: what is read in between is kept by nobody, and
// what was read since is given to no reader who began before. Nothing that is kept is ever changed: who reads a state does not change it, and the
// writer has states of its own.
type kept struct {
	on      bool
	mu      sync.RWMutex
	now     uint64 // how many commits have ended
	from    uint64 // whoever began before keeps nothing: what changed before is not known any more
	stories shelf[storyKey, *register.Story]
	finds   shelf[findKey, []id.ID]
	results results
}

// changing is the moment of what a commit on its way may change: nobody began after it.
const changing = math.MaxUint64

func newKept(on bool) *kept {
	return &kept{on: on, stories: newShelf[storyKey, *register.Story](storiesKept), finds: newShelf[findKey, []id.ID](findsKept),
		results: newResults()}
}

// moment is to be noted by a reader before its snapshot begins.
func (k *kept) moment() uint64 {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.now
}

// story returns a story as a snapshot holds it that began at a moment or later; nil where it is not kept.
func (k *kept) story(key storyKey, moment uint64) *register.Story {
	if !k.on {
		return nil
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	s, _ := k.stories.get(key, moment)
	return s
}

// keepStory keeps a story that was read from a snapshot which began at a moment or later.
func (k *kept) keepStory(key storyKey, s *register.Story, moment uint64) {
	if !k.on {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if moment >= k.from {
		k.stories.put(key, s, s.Stored()+64, moment)
	}
}

// found returns all that stand under a key of a list.
func (k *kept) found(key findKey, moment uint64) ([]id.ID, bool) {
	if !k.on {
		return nil, false
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.finds.get(key, moment)
}

// keepFound keeps all that stand under a key of a list.
func (k *kept) keepFound(key findKey, ids []id.ID, moment uint64) {
	if !k.on {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if moment >= k.from {
		k.finds.put(key, ids, len(ids)+1, moment)
	}
}

// begins says what a commit is about to change; ended follows, whatever becomes of the commit.
func (k *kept) begins(c *register.Changes) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.mark(c, changing)
}

// ended says that the commit has ended which began last.
func (k *kept) ended(c *register.Changes) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now++
	k.mark(c, k.now)
	if len(k.stories.changed)+len(k.finds.changed) > changesKept {
		k.forgetChanges()
	}
}

// mark notes when what a commit changes was changed. One that began before everything was dropped finds nothing to drop.
func (k *kept) mark(c *register.Changes, at uint64) {
	if !k.on {
		return
	}
	c.Stories(func(s *register.Story) {
		k.stories.mark(storyKey{s.Scope, s.Kind(), s.ID}, at)
		k.results.mark(ground{s.Scope, false, s.Kind()}, at)
	})
	c.Spots(func(scope access.Scope, list, key string) {
		k.finds.mark(findKey{scope, list, key}, at)
		k.results.mark(ground{scope, true, list}, at)
	})
}

func (k *kept) forgetChanges() {
	k.from = k.now
	clear(k.stories.changed)
	clear(k.finds.changed)
	clear(k.results.changed)
}

// away drops everything, and keeps nothing until back is called: for what may change anything, and for what must not be there any more.
func (k *kept) away() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.stories.clear()
	k.finds.clear()
	clear(k.results.held)
	k.from = changing
}

func (k *kept) back() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now++
	k.forgetChanges()
}

// shelf keeps values of one kind, each with the moment from which on it is what a snapshot holds.
type shelf[K comparable, V any] struct {
	most    int
	room    int // that is taken
	held    map[K]heldSince[V]
	changed map[K]uint64
}

type heldSince[V any] struct {
	value  V
	room   int
	moment uint64
}

func newShelf[K comparable, V any](most int) shelf[K, V] {
	return shelf[K, V]{most: most, held: map[K]heldSince[V]{}, changed: map[K]uint64{}}
}

func (s *shelf[K, V]) get(key K, moment uint64) (v V, ok bool) {
	h, ok := s.held[key]
	if !ok || h.moment > moment {
		return v, false
	}
	return h.value, true
}

func (s *shelf[K, V]) put(key K, v V, room int, moment uint64) {
	if s.changed[key] > moment || room > s.most/16 {
		return
	}
	s.drop(key)
	s.makeRoom(room)
	s.held[key] = heldSince[V]{v, room, moment}
	s.room += room
}

// makeRoom drops a quarter of a full shelf: any, since an order of use would cost more than reading again.
func (s *shelf[K, V]) makeRoom(room int) {
	if s.room+room <= s.most {
		return
	}
	for key := range s.held {
		s.drop(key)
		if s.room < s.most*3/4 {
			return
		}
	}
}

func (s *shelf[K, V]) mark(key K, at uint64) {
	s.drop(key)
	s.changed[key] = at
}

func (s *shelf[K, V]) drop(key K) {
	if h, ok := s.held[key]; ok {
		s.room -= h.room
		delete(s.held, key)
	}
}

func (s *shelf[K, V]) clear() {
	clear(s.held)
	s.room = 0
}

// CheckKept compares every story that readers share with the one that the database holds, and returns a fault of kind Damaged where one differs:
// somebody changed what others read. It is for tests, which ask for it when everything was done that they do.
func (d *Desk) CheckKept(ctx context.Context) error {
	const op = "desk.CheckKept"
	moment := d.kept.moment()
	return fault.Wrap(op, d.store.Read(ctx, func(db store.Tx) error {
		d.kept.mu.RLock()
		all := maps.Clone(d.kept.stories.held)
		d.kept.mu.RUnlock()
		for key, h := range all {
			if h.moment > moment {
				continue
			}
			is, err := d.rows.Load(ctx, db, key.scope, key.kind, key.id)
			if err != nil {
				return err
			}
			if !sameState(h.value, is) {
				return fault.New(op, fault.Damaged, "", fault.Args{"kind": key.kind, "story": key.id.String()})
			}
		}
		return nil
	}))
}

func sameState(a, b *register.Story) bool {
	one, err := journal.Encode(a.State)
	if err != nil {
		return false
	}
	other, err := journal.Encode(b.State)
	return err == nil && bytes.Equal(one, other)
}
