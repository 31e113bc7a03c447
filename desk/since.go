// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"slices"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Heads say up to which fact of each feed of a scope something is known.
type Heads map[journal.FeedID]uint64

// Behind returns how many facts of a scope (the one that is asked of, or the commons) lie after what is known, and its heads as they stand
// in this snapshot. It costs one look, so that who keeps something in memory can ask each time whether another process wrote meanwhile:
// Listen tells only of the commits of this one.
func (r *Reader) Behind(scope access.Scope, known Heads) (facts uint64, now Heads, err error) {
	r.alone()
	feeds, err := journal.Feeds(r.ctx, r.db, scope)
	now = Heads{}
	for _, f := range feeds {
		now[f.Head.Feed] = f.Head.Seq
		if had := known[f.Head.Feed]; f.Head.Seq > had {
			facts += f.Head.Seq - had
		}
	}
	return facts, now, err
}

// Since returns the stories in which something happened between two heads of a scope, as they stand in this snapshot, and the owners whom
// the facts ask to forget: they may be forgotten a moment later, which no head tells.
func (r *Reader) Since(scope access.Scope, known, now Heads) (changed []*register.Story, erased []id.ID, err error) {
	r.alone()
	seen := map[storyKey]bool{}
	if err := r.eachBetween(scope, known, now, func(f *journal.Fact) error {
		if owner, is := register.Erases(f); is {
			erased = append(erased, owner)
		}
		if kind := r.desk.house.StoryOf(f.Kind); kind != "" {
			seen[storyKey{scope, kind, f.Story}] = true
		}
		return nil
	}); err != nil {
		return nil, nil, err
	}
	for key := range seen {
		s, err := r.desk.rows.Load(r.ctx, r.db, key.scope, key.kind, key.id) // not one that others read: whoever asks may go on folding it
		if err != nil {
			return nil, nil, err
		}
		changed = append(changed, s)
	}
	return changed, erased, nil
}

// HeadsOn returns the heads of a scope (the one that is asked of, or the commons) as they stood at the end of a day, or at the end of the last day before it on
// which something was written, and which day that is; none and NoDay where nothing was.
func (r *Reader) HeadsOn(scope access.Scope, day clock.Day) (then Heads, noted clock.Day, err error) {
	r.alone()
	found, heads, err := journal.Frontier(r.ctx, r.db, scope, int64(day))
	then = Heads{}
	for _, h := range heads {
		then[h.Feed] = h.Seq
	}
	return then, clock.Day(found), err
}

// EachAfter calls f for every fact of a scope that lies after what is known, feed by feed, and returns the heads as they stand in this snapshot. f gets what
// survives forgetting; the person part stays sealed.
func (r *Reader) EachAfter(scope access.Scope, known Heads, f func(*journal.Fact) error) (Heads, error) {
	r.alone()
	_, now, err := r.Behind(scope, known)
	if err != nil {
		return nil, err
	}
	return now, r.eachBetween(scope, known, now, f)
}

// eachBetween calls f for every fact of a scope between two heads, feed by feed.
func (r *Reader) eachBetween(scope access.Scope, known, now Heads, f func(*journal.Fact) error) error {
	for feed, head := range now {
		if known[feed] >= head {
			continue
		}
		err := journal.Each(r.ctx, r.db, scope, feed, known[feed], head, func(s *journal.Sealed) error {
			e, err := s.Open()
			if err != nil {
				return err
			}
			fact, err := journal.UnsealRecord(r.desk.ring, scope, s, e)
			if err != nil {
				return err
			}
			return f(fact)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Here returns the node that answers.
func (r *Reader) Here() id.ID { return r.desk.writer.Node }

// Writers returns the nodes that have written in the scope that is asked of, or in the commons, in order of id; the one that answers is always
// among them.
func (r *Reader) Writers() ([]id.ID, error) {
	r.alone()
	nodes := []id.ID{r.Here()}
	for _, scope := range []access.Scope{r.scope, access.Commons} {
		feeds, err := journal.Feeds(r.ctx, r.db, scope)
		if err != nil {
			return nil, err
		}
		for _, f := range feeds {
			nodes = append(nodes, f.Feed.Node)
		}
	}
	slices.SortFunc(nodes, id.ID.Compare)
	return slices.Compact(nodes), nil
}
