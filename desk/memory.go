// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/register"
)

// How much the writer keeps between commits: opened stories, and answers to what was looked for.
const (
	storiesInMemory = 40_000
	findsInMemory   = 20_000
)

// memory keeps what the writer has read between commits, where this process is the only one that writes. Only the writer uses it.
type memory struct {
	on      bool
	stories map[storyKey]*register.Story
	finds   map[findKey][]id.ID // as committed
}

// findKey is what was looked for.
type findKey struct {
	scope access.Scope
	list  string
	key   string
}

func newMemory(on bool) *memory {
	return &memory{on: on, stories: map[storyKey]*register.Story{}, finds: map[findKey][]id.ID{}}
}

func (m *memory) get(key storyKey) *register.Story { return m.stories[key] }

func (m *memory) put(key storyKey, s *register.Story) {
	if m.on {
		makeRoom(m.stories, storiesInMemory)
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
