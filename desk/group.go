// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"math"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
)

// group is the work of one commit: commands decided one after another on states that only this group sees.
type group struct {
	desk     *Desk
	ctx      context.Context
	db       store.Tx
	stories  map[storyKey]*held
	finds    map[findKey][]id.ID // read by this group, as committed before it
	changes  *register.Changes
	feeds    map[access.Scope]*feedState
	pending  []*pending
	done     []doneCommand
	requests []*request      // of which it has commands, in order
	below    *group          // whose commit is on its way; nil where none is
	repeats  map[doneKey]int // commands of this group, so that one sent twice at once is done once
	trial    *trial          // nil but for a group that writes nothing (Try)
}

// held is a story in the group's hands, with the spots at which it stood after the last command that changed it.
type held struct {
	story    *register.Story
	entries  register.Entries
	changed  bool
	borrowed bool // the state is that of the group in flight: it is copied before it is changed
}

type storyKey struct {
	scope access.Scope
	kind  string
	id    id.ID
}

// feedState is the writer's feed of a scope, and the heads of the scope's other feeds.
type feedState struct {
	feed  journal.Feed
	id    journal.FeedID
	found uint64 // the number its head had before the group
	next  uint64 // the number that the next fact takes
	epoch uint32
	all   []journal.Head // of the other feeds, as they stood before the group
	tip   tip
}

// tip is where a feed's chain ends. It moves when the group is sealed, and not before.
type tip struct {
	head  journal.Head
	day   clock.Day // on which the fact at the head was written, if this group wrote it
	noted clock.Day // the last day of which a frontier was noted
}

type doneCommand struct {
	scope access.Scope
	done  journal.Done
}

type doneKey struct {
	scope   access.Scope
	command id.ID
}

func newGroup(ctx context.Context, d *Desk, db store.Tx) *group {
	return &group{desk: d, ctx: ctx, db: db, stories: map[storyKey]*held{},
		finds: map[findKey][]id.ID{}, changes: d.rows.NewChanges(),
		feeds: map[access.Scope]*feedState{}, repeats: map[doneKey]int{}}
}

// story returns a story as the group's commands have left it.
func (g *group) story(scope access.Scope, kind string, of id.ID) (*register.Story, error) {
	h, err := g.hold(storyKey{scope, kind, of})
	if err != nil {
		return nil, err
	}
	return h.story, nil
}

func (g *group) hold(key storyKey) (*held, error) {
	if h := g.stories[key]; h != nil {
		return h, nil
	}
	s, entries, borrowed := g.storyBelow(key)
	if s == nil && g.trial == nil { // the memory is the writer's alone
		s = g.desk.memory.get(key)
	}
	if s == nil {
		var err error
		if s, err = g.desk.rows.Load(g.ctx, g.db, key.scope, key.kind, key.id); err != nil {
			return nil, err
		}
	}
	h := &held{story: s, entries: entries, borrowed: borrowed}
	g.stories[key] = h
	return h, nil
}

// feed returns the state of the writer's feed in a scope.
func (g *group) feed(scope access.Scope) (*feedState, error) {
	if f := g.feeds[scope]; f != nil {
		return f, nil
	}
	if f := g.feedBelow(scope); f != nil {
		g.feeds[scope] = f
		return f, nil
	}
	epoch, err := g.desk.ring.Epoch(g.ctx, scope)
	if err != nil {
		return nil, err
	}
	feeds, err := journal.Feeds(g.ctx, g.db, scope)
	if err != nil {
		return nil, err
	}
	noted, _, err := journal.Frontier(g.ctx, g.db, scope, math.MaxInt32)
	if err != nil {
		return nil, err
	}
	f := &feedState{feed: journal.NewFeed(g.desk.writer, scope), epoch: epoch, tip: tip{noted: clock.Day(noted)}}
	f.id = f.feed.ID()
	f.tip.head.Feed = f.id
	for _, other := range feeds {
		if other.Head.Feed == f.id {
			f.tip.head = other.Head
		} else {
			f.all = append(f.all, other.Head)
		}
	}
	f.found, f.next = f.tip.head.Seq, f.tip.head.Seq+1
	if f.found > 0 { // stamps rise within a feed, whatever the clock did since
		at, err := journal.StampOf(g.ctx, g.db, scope, journal.Ref{Feed: f.id, Seq: f.found})
		if err != nil {
			return nil, err
		}
		g.stampsOf().See(at)
	}
	g.feeds[scope] = f
	return f, nil
}

// record makes a fact of a draft and folds it into its story.
func (g *group) record(tx *Tx, d journal.Draft) error {
	const op = "desk.Record"
	kind := g.desk.house.StoryOf(d.Kind)
	if kind == "" {
		return fault.New(op, fault.Internal, "", fault.Args{"fact": d.Kind})
	}
	h, err := g.hold(storyKey{tx.scope, kind, d.Story})
	if err != nil {
		return err
	}
	if !h.changed {
		if err := g.own(h); err != nil {
			return err
		}
		if g.trial == nil {
			g.desk.memory.forget(storyKey{tx.scope, kind, d.Story}) // until the commit is durable
		}
	}
	if err := g.keepBefore(h); err != nil {
		return err
	}
	if n := len(h.story.Places); n > 0 {
		g.stampsOf().See(h.story.Places[n-1].At) // a clock set back never puts a fact before what its writer saw
	}
	p, err := g.draw(tx, d)
	if err != nil {
		return err
	}
	if err := g.desk.house.Fold(h.story, p.fact); err != nil {
		return err
	}
	if h.entries, err = g.changes.Put(h.story, h.entries); err != nil {
		return err
	}
	tx.recorded = append(tx.recorded, p)
	return nil
}

// own makes a story the group's to change, and notes where it stood before. One that the group in flight has changed stands where that left it.
func (g *group) own(h *held) (err error) {
	if h.borrowed {
		h.story, err = h.story.Copy()
	} else {
		h.entries, err = g.desk.rows.EntriesOf(h.story)
	}
	h.borrowed, h.changed = false, err == nil
	return err
}

// draw turns a draft into a fact with its place in the feed.
func (g *group) draw(tx *Tx, d journal.Draft) (*pending, error) {
	const op = "desk.Record"
	f, err := g.feed(tx.scope)
	if err != nil {
		return nil, err
	}
	p := &pending{scope: tx.scope, day: tx.Today(), fact: &journal.Fact{}}
	residue, err := journal.Encode(d.Residue)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if d.Person != nil {
		if d.Owner.IsZero() {
			return nil, fault.New(op, fault.Internal, "", fault.Args{"fact": d.Kind}) // a person part must have an owner
		}
		if p.person, err = journal.Encode(d.Person); err != nil {
			return nil, fault.Wrap(op, err)
		}
		if err := g.mint(tx.scope, d.Owner); err != nil {
			return nil, err
		}
	}
	p.fact.Envelope = journal.Envelope{Format: journal.Format, Feed: f.id, Seq: f.next,
		At: g.stampsOf().Next(tx.now), Command: tx.command, Epoch: f.epoch}
	p.fact.Record = journal.Record{Kind: d.Kind, Version: d.Version, Author: tx.by.User, Wall: tx.now.UnixMilli(), Day: d.Day,
		Story: d.Story, Owner: d.Owner, Supersedes: d.Supersedes, Residue: residue}
	p.fact.Person = p.person
	if len(tx.recorded) == 0 {
		p.fact.Deps, err = g.deps(tx, f)
	}
	f.next++
	return p, err
}

// deps names the heads of other feeds that the first fact of a command relied on: those of its scope, and of the commons
// if it read them.
func (g *group) deps(tx *Tx, own *feedState) ([]journal.Ref, error) {
	var deps []journal.Ref
	for _, h := range own.all {
		deps = append(deps, journal.Ref{Feed: h.Feed, Seq: h.Seq})
	}
	if !tx.commons || tx.scope == access.Commons {
		return deps, nil
	}
	commons, err := g.feed(access.Commons)
	if err != nil {
		return nil, err
	}
	if commons.next > 1 {
		deps = append(deps, journal.Ref{Feed: commons.id, Seq: commons.next - 1})
	}
	for _, h := range commons.all {
		deps = append(deps, journal.Ref{Feed: h.Feed, Seq: h.Seq})
	}
	return deps, nil
}

// seal seals and chains what the group recorded, and collects it in a batch with the signed heads and the frontiers of the day.
func (g *group) seal() (*journal.Batch, error) {
	b := &journal.Batch{}
	for _, p := range g.pending {
		f := g.feeds[p.scope]
		f.turnTo(p.day, p.scope, b)
		e := p.fact.Envelope
		e.Prev = f.tip.head.Hash
		sealed, err := journal.Seal(g.desk.ring, p.scope, &e, &p.fact.Record, p.person)
		if err != nil {
			return nil, err
		}
		b.Fact(p.scope, &e, sealed)
		f.tip.head.Seq, f.tip.head.Hash = e.Seq, sealed.Hash()
	}
	for scope, f := range g.feeds {
		if f.tip.head.Seq == f.found {
			continue // only read
		}
		b.Head(journal.FeedState{Feed: f.feed, Head: f.tip.head}, g.desk.ring.Signer())
		f.note(scope, b)
	}
	for _, c := range g.done {
		b.Done(c.scope, c.done)
	}
	return b, nil
}

// turnTo turns the feed to the day of its next fact: where one day ends within a group, its frontier is noted before the next begins.
func (f *feedState) turnTo(day clock.Day, scope access.Scope, b *journal.Batch) {
	if day != f.tip.day && f.tip.head.Seq > f.found {
		f.note(scope, b)
	}
	f.tip.day = day
}

// note notes the heads of all feeds of a scope as the frontier of the day at which its own feed stands. A clock set back does not
// draw a past day anew.
func (f *feedState) note(scope access.Scope, b *journal.Batch) {
	if f.tip.day >= f.tip.noted {
		b.Frontier(scope, int64(f.tip.day), append([]journal.Head{f.tip.head}, f.all...))
		f.tip.noted = f.tip.day
	}
}
