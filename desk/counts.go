// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"sync"

	"safar/kernel/access"
	"safar/kernel/register"
)

// counts keeps how long lists are between the commits that change them, where this process is the only one that writes. Counting
// walks over every entry, so that a list's page would else grow slower with the list though it shows fifty rows of it.
type counts struct {
	on    bool
	mu    sync.Mutex
	now   uint64 // how many commits were told of
	lists map[countedList]*counted
}

type countedList struct {
	scope access.Scope
	list  string
}

// counted is what is known of one list: the lengths of its parts, by prefix, and the last commit that changed it.
type counted struct {
	changed uint64
	parts   map[string]int64
}

// partsCounted bounds how many parts of one list are remembered.
const partsCounted = 4096

func newCounts(on bool) *counts { return &counts{on: on, lists: map[countedList]*counted{}} }

// moment is what a reader must know before its snapshot begins, so that what it counts is not kept when the list has changed since.
func (c *counts) moment() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *counts) get(of countedList, prefix []byte) (int64, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.lists[of]
	if known == nil {
		return 0, false
	}
	n, ok := known.parts[string(prefix)]
	return n, ok
}

// put keeps what was counted in a snapshot that began at a moment or later. A commit that the snapshot holds but that was not told of
// yet drops it again.
func (c *counts) put(of countedList, prefix []byte, n int64, moment uint64) {
	if !c.on {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.lists[of]
	if known == nil {
		if c.lists[of] = (&counted{parts: map[string]int64{}}); c.now > moment {
			c.lists[of].changed = c.now // whether it changed since is not known
		}
		known = c.lists[of]
	}
	if known.changed > moment || len(known.parts) >= partsCounted {
		return
	}
	known.parts[string(prefix)] = n
}

// changed forgets the lists that a commit changed.
func (c *counts) changed(changes *register.Changes) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now++
	changes.Spots(func(scope access.Scope, list, _ string) {
		if known := c.lists[countedList{scope, list}]; known != nil {
			known.changed = c.now
			clear(known.parts)
		}
	})
}

// forget forgets all: what came from another node may have changed anything.
func (c *counts) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now++
	for _, known := range c.lists {
		known.changed = c.now
		clear(known.parts)
	}
}
