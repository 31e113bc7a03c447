// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"context"
	"runtime"

	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
)

// drawing folds the stories of one scope anew, up to a frontier. One goroutine reads the journal, the cores unseal, one folds.
type drawing struct {
	past    *Past
	ctx     context.Context
	db      store.Tx
	scope   access.Scope
	heads   map[journal.FeedID]uint64
	stories map[id.ID]*register.Story
	late    map[id.ID][]*journal.Fact // of stories in which facts do not come in the order in which they are read
}

func (d *drawing) draw() error {
	noted, heads, err := journal.Frontier(d.ctx, d.db, d.scope, int64(d.past.Day))
	if err != nil {
		return err
	}
	d.heads = make(map[journal.FeedID]uint64, len(heads))
	for _, h := range heads {
		d.heads[h.Feed] = h.Seq
	}
	if len(heads) > 0 && d.scope != access.Commons {
		d.past.Noted = clock.Day(noted)
	}
	feeds, err := journal.Feeds(d.ctx, d.db, d.scope)
	if err != nil {
		return err
	}
	if err := d.readAll(feeds); err != nil {
		return err
	}
	return d.finish()
}

// sheaf is a run of facts of one feed, that is unsealed while the next is read.
type sheaf struct {
	sealed []*journal.Sealed
	facts  []*journal.Fact // those that figures look at
	err    error
	ready  chan struct{}
}

// inSheaf is how many facts are unsealed together.
const inSheaf = 256

// readAll reads the feeds and folds what they hold.
func (d *drawing) readAll(feeds []journal.FeedState) error {
	ahead, folded := make(chan *sheaf, 2*runtime.GOMAXPROCS(0)), make(chan error, 1)
	go func() { folded <- d.foldAll(ahead) }()
	var err error
	for _, f := range feeds {
		if err = d.send(f.Head, ahead); err != nil {
			break
		}
	}
	close(ahead)
	if failed := <-folded; err == nil {
		err = failed
	}
	return err
}

// send reads a feed, and has its facts unsealed in sheaves, as many at once as ahead holds.
func (d *drawing) send(head journal.Head, ahead chan<- *sheaf) error {
	next := &sheaf{ready: make(chan struct{})}
	flush := func() {
		ahead <- next
		go d.unseal(next)
		next = &sheaf{ready: make(chan struct{})}
	}
	err := journal.Each(d.ctx, d.db, d.scope, head.Feed, 0, head.Seq, func(s *journal.Sealed) error {
		if next.sealed = append(next.sealed, s); len(next.sealed) == inSheaf {
			flush()
		}
		return nil
	})
	flush()
	return err
}

// unseal opens the facts of a sheaf.
func (d *drawing) unseal(s *sheaf) {
	defer close(s.ready)
	for _, sealed := range s.sealed {
		f, err := d.open(sealed)
		if err != nil {
			s.err = err
			return
		}
		if f != nil {
			s.facts = append(s.facts, f)
		}
	}
}

// open opens a fact; nil for one that figures do not look at. Words are opened of persons alone, whose ages are told from the day of their
// birth: all else that is counted is residue, as it must be where counts survive forgetting. What a journey keeps of words besides, who
// collected a payment, no figure asks.
func (d *drawing) open(s *journal.Sealed) (*journal.Fact, error) {
	ring, house := d.past.desk.Ring(), d.past.desk.Rows().House()
	e, err := s.Open()
	if err != nil {
		return nil, err
	}
	f, err := journal.UnsealRecord(ring, d.scope, s, e)
	if err != nil {
		return nil, err
	}
	kind := house.StoryOf(f.Kind)
	switch {
	case !looksAt(kind):
		return nil, nil
	case kind == people.PersonStory.Name() && f.Seq <= d.heads[f.Feed]:
		return f, journal.UnsealPerson(ring, d.scope, s, f)
	}
	return f, nil
}

// looksAt reports whether figures look at stories of a kind.
func looksAt(kind string) bool {
	switch kind {
	case people.PersonStory.Name(), people.HouseholdStory.Name(), subjects.Story.Name(), journey.Story.Name(), places.Story.Name(),
		journey.VersionStory.Name(), journey.ProgrammeStory.Name():
		return true
	}
	return false
}

// foldAll folds sheaves in the order in which they were read. After a fault it only empties the channel.
func (d *drawing) foldAll(ahead <-chan *sheaf) (err error) {
	for s := range ahead {
		<-s.ready
		if err == nil {
			err = s.err
		}
		for i := 0; err == nil && i < len(s.facts); i++ {
			err = d.fold(s.facts[i])
		}
	}
	return err
}

// fold takes one fact in, or counts it as late.
func (d *drawing) fold(f *journal.Fact) error {
	if f.Seq > d.heads[f.Feed] {
		if f.Day <= d.past.Day {
			d.past.Late++
		}
		return nil
	}
	house := d.past.desk.Rows().House()
	story := d.stories[f.Story]
	if story == nil {
		story = house.NewStory(d.scope, f.Kind, f.Story)
		d.stories[f.Story] = story
	}
	if len(d.late[f.Story]) > 0 || story.Late(f.Place()) {
		d.late[f.Story] = append(d.late[f.Story], f)
		return nil
	}
	return house.Fold(story, f)
}

// finish folds the stories whose facts came in another order, and brings all of them to the board.
func (d *drawing) finish() error {
	desk := d.past.desk
	for of, facts := range d.late {
		if err := desk.Rows().House().Refold(d.ctx, d.db, desk.Ring(), d.stories[of], facts...); err != nil {
			return err
		}
	}
	for of, s := range d.stories {
		d.past.take(of, s.State)
	}
	return nil
}
