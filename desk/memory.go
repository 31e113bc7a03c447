// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"cmp"
	"context"

	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
)

// How much the writer keeps between commits: opened stories, answers to what was looked for, and ids of the commands of scopes that were
// empty when it began.
const (
	storiesInMemory  = 40_000
	findsInMemory    = 20_000
	commandsInMemory = 200_000
)

// memory keeps what the writer has read between commits, where this process is the only one that writes. Only the writer uses it.
type memory struct {
	on       bool
	most     int // stories
	stories  map[storyKey]*register.Story
	finds    map[findKey][]id.ID // as committed
	commands commandsKept
}

// findKey is what was looked for.
type findKey struct {
	scope access.Scope
	list  string
	key   string
}

// newMemory returns an empty memory of so many stories; 0 is storiesInMemory.
func newMemory(on bool, most int) *memory {
	return &memory{on: on, most: cmp.Or(most, storiesInMemory), stories: map[storyKey]*register.Story{}, finds: map[findKey][]id.ID{},
		commands: commandsKept{on: on, of: map[access.Scope]map[id.ID]struct{}{}}}
}

func (m *memory) get(key storyKey) *register.Story { return m.stories[key] }

func (m *memory) put(key storyKey, s *register.Story) {
	if m.on {
		makeRoom(m.stories, m.most)
		m.stories[key] = s
	}
}

func (m *memory) forget(key storyKey) { delete(m.stories, key) }

// found returns what was found under a key before, as it is committed.
func (m *memory) found(key findKey) ([]id.ID, bool) {
	ids, ok := m.finds[key]
	return ids, ok
}

func (m *memory) remember(key findKey, ids []id.ID) {
	if m.on {
		makeRoom(m.finds, findsInMemory)
		m.finds[key] = ids
	}
}

// changed forgets what was found under the keys that a commit changed.
func (m *memory) changed(c *register.Changes) {
	c.Spots(func(scope access.Scope, list, key string) { delete(m.finds, findKey{scope, list, key}) })
}

// makeRoom drops a quarter of a full map: any, since an order of use would cost more than reading again.
func makeRoom[K comparable, V any](m map[K]V, most int) {
	if len(m) < most {
		return
	}
	for key := range m {
		delete(m, key)
		if len(m) < most*3/4 {
			return
		}
	}
}

// commandsKept are the commands done in the scopes that were empty when this process first asked: all of them, so that whether a command was done
// there is known without looking. Most are never sent twice, and to look for what is not there costs as much as to find it: a large list
// that is taken in, or a demo that is filled, asks for each of its commands.
type commandsKept struct {
	on    bool
	count int
	of    map[access.Scope]map[id.ID]struct{} // nil for a scope that was not empty, or of which there were too many
}

// fresh reports whether a command is known not to have been done in a scope, in what is committed. False says nothing.
func (k *commandsKept) fresh(ctx context.Context, db store.Tx, scope access.Scope, command id.ID) (bool, error) {
	if !k.on {
		return false, nil
	}
	done, asked := k.of[scope]
	if !asked {
		some, err := journal.AnyDone(ctx, db, scope)
		if err != nil {
			return false, err
		}
		if !some {
			done = map[id.ID]struct{}{}
		}
		k.of[scope] = done
	}
	_, again := done[command]
	return done != nil && !again, nil
}

// keep notes a command that is durable.
func (k *commandsKept) keep(scope access.Scope, command id.ID) {
	done := k.of[scope]
	if done == nil {
		return
	}
	if k.count++; k.count > commandsInMemory {
		for scope := range k.of {
			k.of[scope] = nil
		}
		return
	}
	done[command] = struct{}{}
}
