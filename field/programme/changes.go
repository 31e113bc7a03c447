// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strings"
)

// Change is one thing that two versions of a programme say differently, as a person compares them.
type Change struct {
	Section string     `class:"open"` // where it stands: "steps", "pathways", or a key of the whole file: "currency", "grants", "cash", "inputs", "public", "figures", "periods", "statements"
	Pathway string     `class:"open"` // of a step; "" for others
	Name    string     `class:"open"` // id of the step, pathway, grant, input, figure, period or statement, as the new version calls it; "" for the currency and the cash table
	Kind    ChangeKind `class:"open"` // what became of it
	Key     string     `class:"open"` // which key of it is another; "" where the whole came, went or moved
	Part    string     `class:"open"` // which part under that key, such as a named amount; "" for all of it
	Before  string     `class:"open"` // as it is written; "" where it was not there
	After   string     `class:"open"` // "" where it is no longer there; where it moved, the step; where it was dropped, the reason
}

// ChangeKind is what became of something.
type ChangeKind string

// What may become of something from one version to the next. Each has a word in the catalogues under "change." and its name.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Moved   ChangeKind = "moved"   // a rule of the new version says to which step its marks go
	Dropped ChangeKind = "dropped" // a rule of the new version says why it is given up
	Altered ChangeKind = "altered"
)

// Changes says what is written differently in another version of a programme: steps that came, went, moved or are written otherwise, key
// by key, and whatever stands around them. The order of steps and of keys means nothing and is not compared.
func Changes(from, to *Programme) []Change {
	c := changes{from: from, to: to}
	before, after := tree(from), tree(to)
	for _, section := range []string{"currency", "grants", "inputs", "public", "figures", "periods", "statements"} {
		c.section(section, before.get(section), after.get(section))
	}
	c.keys(Change{Section: "cash"}, before.get("cash"), after.get("cash"))
	for _, w := range from.Pathways {
		if to.Pathway(w.ID) == nil {
			c.add(Change{Section: "pathways", Name: w.ID, Kind: Removed})
		}
	}
	for _, w := range to.Pathways {
		if old := from.Pathway(w.ID); old == nil {
			c.add(Change{Section: "pathways", Name: w.ID, Kind: Added})
		} else {
			c.pathway(old, w, before.get("pathways").get(w.ID), after.get("pathways").get(w.ID))
		}
	}
	return c.all
}

// tree returns the file of a programme as it was read.
func tree(p *Programme) *node { return newSource("", p.source).read(p.source) }

// changes gathers what two versions say differently.
type changes struct {
	from, to *Programme
	all      []Change
}

func (c *changes) add(one Change) { c.all = append(c.all, one) }

// section compares what stands under one key of the whole file: a value, or a mapping of ids.
func (c *changes) section(section string, before, after *node) {
	if before.isMap() || after.isMap() {
		for _, name := range keysOf(before, after) {
			c.entry(Change{Section: section, Name: name}, before.get(name), after.get(name))
		}
		return
	}
	c.value(Change{Section: section}, before, after)
}

// entry compares one id of a section: whether it is there, and each of its keys.
func (c *changes) entry(at Change, before, after *node) {
	switch {
	case before == nil:
		at.Kind = Added
		c.add(at)
	case after == nil:
		at.Kind = Removed
		c.add(at)
	default:
		c.keys(at, before, after)
	}
}

// keys compares two mappings key by key; a key that holds a mapping itself, part by part.
func (c *changes) keys(at Change, before, after *node, but ...string) {
	for _, key := range keysOf(before, after) {
		if slices.Contains(but, key) {
			continue
		}
		was, is := before.get(key), after.get(key)
		at.Key, at.Part = key, ""
		if !was.isMap() && !is.isMap() {
			c.value(at, was, is)
			continue
		}
		for _, part := range keysOf(was, is) {
			at.Part = part
			c.value(at, was.get(part), is.get(part))
		}
	}
}

// value compares two values.
func (c *changes) value(at Change, before, after *node) {
	if !same(before, after) {
		at.Kind, at.Before, at.After = Altered, before.written(), after.written()
		c.add(at)
	}
}

// pathway compares a pathway and its steps. A step to which a rule leads and that was not there before is compared with the one it was.
func (c *changes) pathway(old, now *Pathway, before, after *node) {
	c.keys(Change{Section: "pathways", Name: now.ID}, before, after, "steps")
	was := map[string]*Step{}
	for _, s := range old.Steps {
		rule := c.rule(now.ID, s.ID)
		at := Change{Section: "steps", Pathway: now.ID, Name: s.ID}
		switch {
		case now.Step(s.ID) != nil:
			was[s.ID] = s
		case rule == nil:
			at.Kind = Removed
			c.add(at)
		case rule.To == "":
			at.Kind, at.After = Dropped, rule.Reason
			c.add(at)
		default:
			at.Kind, at.After = Moved, rule.To
			c.add(at)
			if old.Step(rule.To) == nil {
				was[rule.To] = s
			}
		}
	}
	for _, s := range now.Steps {
		at := Change{Section: "steps", Pathway: now.ID, Name: s.ID}
		if then := was[s.ID]; then == nil {
			at.Kind = Added
			c.add(at)
		} else {
			c.keys(at, then.values, s.values, verbUnlessChanged(then, s)...)
		}
	}
}

// verbUnlessChanged is the key that holds the step's id: it says nothing new where the verb is the same.
func verbUnlessChanged(then, now *Step) []string {
	if then.Verb == now.Verb {
		return []string{now.Verb.Name}
	}
	return nil
}

// rule returns what the new version says of a step that it does not have, or nil.
func (c *changes) rule(pathway, step string) *Migrating {
	i := slices.IndexFunc(c.to.Moves, func(m Migrating) bool { return m.Pathway == pathway && m.Step == step })
	if i < 0 {
		return nil
	}
	return &c.to.Moves[i]
}

func (n *node) isMap() bool { return n != nil && n.kind == mapNode }

// keysOf returns the keys of two mappings, each once, in the order of the file; those of the later one first.
func keysOf(before, after *node) (keys []string) {
	for _, n := range []*node{after, before} {
		if !n.isMap() {
			continue
		}
		for _, p := range n.pairs {
			if !slices.Contains(keys, p.key.text) {
				keys = append(keys, p.key.text)
			}
		}
	}
	return keys
}

// written returns a value as one line of a file.
func (n *node) written() string {
	if n == nil {
		return ""
	}
	var parts []string
	switch n.kind {
	case listNode:
		for _, item := range n.items {
			parts = append(parts, item.written())
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case mapNode:
		for _, p := range n.pairs {
			parts = append(parts, p.key.text+": "+p.value.written())
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return n.text
}
