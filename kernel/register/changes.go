// SPDX-License-Identifier: Apache-2.0

package register

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/store"
)

// Changes collects what a commit changes in the register, and writes it at once: a story that ten commands of a commit change is
// written once.
type Changes struct {
	rows    *Rows
	stories map[*Story]struct{}
	entries map[spot]map[id.ID]bool // true: to be there; false: to be gone
}

// spot is a key of a list, as it is stored.
type spot struct {
	scope access.Scope
	list  string
	key   string
}

// Entries are the spots at which a story stands, each once, in the order in which its kind names them. They are few, and from one fact to the
// next most of them stay where they are.
type Entries []spot

func (e Entries) has(at spot) bool {
	for i := range e {
		if e[i].key == at.key && e[i].list == at.list {
			return true
		}
	}
	return false
}

// NewChanges returns an empty set of changes.
func (r *Rows) NewChanges() *Changes {
	return &Changes{rows: r, stories: map[*Story]struct{}{}, entries: map[spot]map[id.ID]bool{}}
}

// EntriesOf returns the spots at which a story stands now.
func (r *Rows) EntriesOf(s *Story) (Entries, error) { return r.entries(s, nil) }

// entries returns the spots at which a story stands. Those at which it stood before lend their keys, since most stay where they are.
func (r *Rows) entries(s *Story, before Entries) (set Entries, err error) {
	if !s.Exists() {
		return nil, nil
	}
	set = make(Entries, 0, len(before)+2)
	s.kind.index(s.State, func(list List, key []byte) {
		stored, failed := r.seal.key(s.Scope, list, key)
		if failed != nil {
			err = fault.Wrap("register.EntriesOf", failed)
			return
		}
		if at := before.spotAfter(len(set), s.Scope, list.Name, stored); !set.has(at) {
			set = append(set, at)
		}
	})
	return set, err
}

// spotAfter returns the spot of a key, which is likely the one at which a story stood after so many others.
func (e Entries) spotAfter(others int, scope access.Scope, list string, key []byte) spot {
	if others < len(e) && e[others].key == string(key) && e[others].list == list {
		return e[others]
	}
	return spot{scope, list, string(key)}
}

// Put notes that a story has changed, which stood at the given spots before, and returns those at which it stands now.
func (c *Changes) Put(s *Story, before Entries) (Entries, error) {
	c.stories[s] = struct{}{}
	now, err := c.rows.entries(s, before)
	if err != nil {
		return nil, err
	}
	was, is := differing(before, now)
	for _, at := range was {
		if !is.has(at) {
			c.set(at, s.ID, false)
		}
	}
	for _, at := range is {
		if !was.has(at) {
			c.set(at, s.ID, true)
		}
	}
	return now, nil
}

// differing returns what is left of two sets of entries once those with which both begin and end are put aside.
func differing(a, b Entries) (Entries, Entries) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

func (c *Changes) set(at spot, story id.ID, there bool) {
	if c.entries[at] == nil {
		c.entries[at] = map[id.ID]bool{}
	}
	c.entries[at][story] = there
}

// Amend applies the changes to the stories that Find found under a key, so that a command sees what others of its commit did.
func (c *Changes) Amend(scope access.Scope, list List, key []byte, found []id.ID) ([]id.ID, error) {
	stored, err := c.rows.seal.key(scope, list, key)
	if err != nil {
		return nil, err
	}
	changed := c.entries[spot{scope, list.Name, string(stored)}]
	if len(changed) == 0 {
		return found, nil
	}
	found = slices.Clone(found) // the caller may keep what it found for the next command
	for story, there := range changed {
		i := slices.Index(found, story)
		switch {
		case there && i < 0:
			found = append(found, story)
		case !there && i >= 0:
			found = slices.Delete(found, i, i+1)
		}
	}
	slices.SortFunc(found, id.ID.Compare)
	return found, nil
}

// Stories calls f for every story that changed.
func (c *Changes) Stories(f func(*Story)) {
	for s := range c.stories {
		f(s)
	}
}

// Spots calls f for every key of a list at which something changed, as it is stored.
func (c *Changes) Spots(f func(scope access.Scope, list, key string)) {
	for at := range c.entries {
		f(at.scope, at.list, at.key)
	}
}

// Touches reports whether something changed under a key of a list, as it is stored.
func (c *Changes) Touches(scope access.Scope, list, key string) bool {
	_, touched := c.entries[spot{scope, list, key}]
	return touched
}

// Written is a set of changes in the form in which it is written: what becomes of the states afterwards is of no matter to it.
type Written struct {
	steps []written
}

type written struct {
	statement string
	rows      [][]any
}

// Encode encodes the changes, in order of key, so that neighbouring rows share a page.
func (c *Changes) Encode() (*Written, error) {
	stories, err := c.storyRows()
	if err != nil {
		return nil, err
	}
	add, remove := c.entryRows()
	return &Written{[]written{{upsertStory, stories}, {deleteEntry, remove}, {insertEntry, add}}}, nil
}

// Write writes the changes in tx.
func (w *Written) Write(ctx context.Context, tx store.Tx) error {
	for _, step := range w.steps {
		if len(step.rows) == 0 {
			continue
		}
		if err := tx.ExecMany(ctx, step.statement, step.rows); err != nil {
			return fault.Wrap("register.Write", err)
		}
	}
	return nil
}

// Write encodes the changes and writes them in tx.
func (c *Changes) Write(ctx context.Context, tx store.Tx) error {
	w, err := c.Encode()
	if err != nil {
		return err
	}
	return w.Write(ctx, tx)
}

func (c *Changes) storyRows() ([][]any, error) {
	rows := make([][]any, 0, len(c.stories))
	for s := range c.stories {
		state, places, err := c.rows.row(s)
		if err != nil {
			return nil, err
		}
		rows = append(rows, []any{s.Scope.Bytes(), s.kind.name, slices.Clone(s.ID[:]), state, places})
	}
	slices.SortFunc(rows, compareRows)
	return rows, nil
}

func (c *Changes) entryRows() (add, remove [][]any) {
	for at, stories := range c.entries {
		for story, there := range stories {
			row := []any{at.scope.Bytes(), at.list, []byte(at.key), slices.Clone(story[:])}
			if there {
				add = append(add, row)
			} else {
				remove = append(remove, row)
			}
		}
	}
	slices.SortFunc(add, compareRows)
	slices.SortFunc(remove, compareRows)
	return add, remove
}

// compareRows orders rows by their leading columns of scope, name and two keys.
func compareRows(a, b []any) int {
	for i := range 4 {
		var d int
		switch left := a[i].(type) {
		case []byte:
			d = bytes.Compare(left, b[i].([]byte))
		case string:
			d = strings.Compare(left, b[i].(string))
		}
		if d != 0 {
			return d
		}
	}
	return 0
}
