// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"context"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
)

// Past is a board as it stood on a past day. It does not change any more, and answers every question of a Board.
type Past struct {
	*Board
	Day   clock.Day // the day that was asked for, which it counts
	Noted clock.Day // the day of the newest frontier of the caseload that is not after Day; NoDay where none is
	Late  int       // facts of this caseload and of the commons that happened by Day and came after the frontier
}

// AsOf draws the board again as it stood at the end of a day: every story is folded anew from the facts that had been written
// by then, on this node or on those it had heard of. What somebody asked to be forgotten since then stays forgotten: their age is
// told from the year of their birth, which the counts keep.
//
// It reads the whole journal of the caseload, which takes seconds where a board takes milliseconds. Faults: NotAllowed; Invalid
// figures.day_to_come for a day after today.
func (b *Board) AsOf(ctx context.Context, asker access.Actor, day clock.Day) (*Past, error) {
	const op = "figures.AsOf"
	if _, err := ask(ctx, b, asker, func(*desk.Reader) (struct{}, error) { return struct{}{}, nil }); err != nil {
		return nil, err
	}
	if day > b.desk.Today() {
		return nil, fault.New(op, fault.Invalid, "figures.day_to_come", fault.Args{"day": day.String()})
	}
	past := &Past{Board: newBoard(b.desk, b.scope, b.programme), Day: day, Noted: clock.NoDay}
	past.fixed = day
	past.mu.Lock()
	defer past.mu.Unlock()
	err := b.desk.Store().Read(ctx, func(db store.Tx) error {
		for _, scope := range []access.Scope{access.Commons, b.scope} {
			d := &drawing{past: past, ctx: ctx, db: db, scope: scope, stories: map[id.ID]*register.Story{}, late: map[id.ID][]*journal.Fact{}}
			if err := d.draw(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return past, nil
}

// drawing folds the stories of one scope anew, up to a frontier.
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
	for _, f := range feeds {
		err := journal.Each(d.ctx, d.db, d.scope, f.Head.Feed, 0, f.Head.Seq, d.read)
		if err != nil {
			return err
		}
	}
	return d.finish()
}

// read takes one fact in, or counts it as late.
func (d *drawing) read(s *journal.Sealed) error {
	desk := d.past.desk
	e, err := s.Open()
	if err != nil {
		return err
	}
	f, err := journal.Unseal(desk.Ring(), d.scope, s, e)
	if err != nil {
		return err
	}
	house := desk.Rows().House()
	if !looksAt(house.StoryOf(f.Kind)) {
		return nil
	}
	if f.Seq > d.heads[f.Feed] {
		if f.Day <= d.past.Day {
			d.past.Late++
		}
		return nil
	}
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

// looksAt reports whether figures look at stories of a kind.
func looksAt(kind string) bool {
	switch kind {
	case people.PersonStory.Name(), people.HouseholdStory.Name(), journey.Story.Name(), places.Story.Name(),
		journey.VersionStory.Name(), journey.ProgrammeStory.Name():
		return true
	}
	return false
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
