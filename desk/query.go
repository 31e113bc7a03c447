// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
)

// Query is one look: what one must be allowed to do, where, and how the answer is found. Every field of T carries its class as a
// tag (`class:"open"`); a field without one is treated as sealed, and a T that is no struct, nor leads to structs alone, is refused: a
// bare number would be emptied, and nobody would notice. Act is what must be allowed in Scope before Run is called; Run
// reads from a snapshot and its answer is redacted after it.
type Query[T any] struct {
	Act   access.Act
	Scope access.Scope
	Run   func(*Reader) (T, error)
}

// Purpose says why somebody looks: the key of the task at hand, such as "task.follow_up".
type Purpose string

// Ask answers a query to a person: authorised, redacted to what they may see, and with the looks at people's files recorded
// before anything is shown.
func Ask[T any](ctx context.Context, d *Desk, by access.Actor, why Purpose, q Query[T]) (T, error) {
	return ask(ctx, d, by, why, q, func(_ T, looked []id.ID) []id.ID { return looked })
}

// ask answers a query; seen says at whom of those whose files were opened somebody looks.
func ask[T any](ctx context.Context, d *Desk, by access.Actor, why Purpose, q Query[T], seen func(T, []id.ID) []id.ID) (T, error) {
	const op = "desk.Ask"
	var answer, none T
	if of := reflect.TypeFor[T](); !access.Speaks(of) {
		return none, fault.Wrap(op, fmt.Errorf("an answer of the type %v has no field that says its class, and would be emptied: tell it as a row", of))
	}
	if err := access.May(by, q.Act, q.Scope, d.Today()); err != nil {
		return none, err
	}
	r := &Reader{desk: d, ctx: ctx, scope: q.Scope, by: by}
	r.note()
	err := d.store.Read(ctx, func(db store.Tx) (err error) {
		r.begin(db)
		answer, err = q.Run(r)
		return err
	})
	if err != nil {
		return none, fault.Wrap(op, err)
	}
	if err := d.recordLooks(ctx, by, why, q, seen(answer, r.looked)); err != nil {
		return none, fault.Wrap(op, err)
	}
	access.Redact(&answer, access.Clearance(by, q.Scope, d.Today()))
	return answer, nil
}

// recordLooks writes down whose files an answer opened.
func (d *Desk) recordLooks(ctx context.Context, by access.Actor, why Purpose, q interface {
	asked() (access.Act, access.Scope)
}, looked []id.ID) error {
	if len(looked) == 0 {
		return nil
	}
	act, scope := q.asked()
	c := noteLooks{What: string(act), Why: string(why), Device: by.Device, Compartment: scope.Compartment, Subjects: looked}
	_, err := d.doInternal(ctx, by, access.Scope{Caseload: scope.Caseload, Compartment: access.Looks}, c)
	return err
}

func (q Query[T]) asked() (access.Act, access.Scope) { return q.Act, q.Scope }

// Reader is what a query sees: one snapshot of its scope and of the commons. It is valid until Run returns. What it reads is not
// redacted: the answer will be.
type Reader struct {
	desk   *Desk
	ctx    context.Context
	db     store.Tx
	scope  access.Scope
	by     access.Actor
	looked []id.ID
	opened map[storyKey]*register.Story // what this query has read: a list asks for one household's members more than once
	counts uint64                       // the moment at which it began, for counts
	moment uint64                       // and for kept
	on     map[ground]bool              // what is being worked out stands on; nil where nothing is (WorkedOut)
}

// note notes the moments before the snapshot begins.
func (r *Reader) note() { r.counts, r.moment = r.desk.counts.moment(), r.desk.kept.moment() }

// storiesOpened bounds how many stories one query keeps at hand.
const storiesOpened = 2000

// begin makes the reader ready for a snapshot, also for a second one where the first could not be read to its end.
func (r *Reader) begin(db store.Tx) {
	r.db, r.looked, r.opened, r.on = db, nil, map[storyKey]*register.Story{}, nil
}

// Looked notes that the answer opens the file of a person or household.
func (r *Reader) Looked(subject id.ID) {
	r.alone()
	r.looked = append(r.looked, subject)
}

// Part is the part of a list that a page shows.
type Part struct {
	From  int // rows before it
	Limit int // rows in it; 0 for all that come
}

// Has reports whether a row, counted from 0, is in the part.
func (p Part) Has(row int) bool { return row >= p.From && (p.Limit == 0 || row < p.From+p.Limit) }

// Cut returns the rows of a list that are in a part.
func Cut[T any](rows []T, part Part) []T {
	from := min(part.From, len(rows))
	if part.Limit == 0 {
		return rows[from:]
	}
	return rows[from:min(from+part.Limit, len(rows))]
}

// Show notes the looks at those rows of a list that a page shows, each at the file that of names, and has blank empty the others of what is
// personal: who turns one page of a long list looks at those on it, and at nobody else.
func Show[T any](r *Reader, rows []T, part Part, of func(*T) id.ID, blank func(*T)) {
	for i := range rows {
		if part.Has(i) {
			r.Looked(of(&rows[i]))
		} else {
			blank(&rows[i])
		}
	}
}

// By returns who asks.
func (r *Reader) By() access.Actor {
	r.alone()
	return r.by
}

// Scope returns the scope that is asked of.
func (r *Reader) Scope() access.Scope { return r.scope }

// Today is the operation's day.
func (r *Reader) Today() clock.Day { return r.desk.Today() }

// Now is the present moment, in the time zone of the operation: for what is due within hours.
func (r *Reader) Now() time.Time { return r.desk.clock.Now() }

// Moment returns when a stamp was made, in the time zone of the operation.
func (r *Reader) Moment(at clock.Stamp) time.Time { return r.desk.Moment(at) }

// Context bounds the reading.
func (r *Reader) Context() context.Context { return r.ctx }

// Read returns a story of the scope that is asked of.
func Read[S any](r *Reader, kind register.Kind[S], story id.ID) (Found[S], error) {
	return See(r, kind, story)
}

// ReadCommons returns a story of the commons.
func ReadCommons[S any](r *Reader, kind register.Kind[S], story id.ID) (Found[S], error) {
	return SeeCommons(r, kind, story)
}

// load reads a story once. Who reads a state does not change it.
func (r *Reader) load(key storyKey) (*register.Story, error) {
	r.onKind(key.scope, key.kind)
	if s := r.opened[key]; s != nil {
		return s, nil
	}
	if s := r.desk.kept.story(key, r.moment); s != nil {
		return s, nil
	}
	s, err := r.desk.rows.Load(r.ctx, r.db, key.scope, key.kind, key.id)
	if err != nil {
		return nil, err
	}
	r.desk.kept.keepStory(key, s, r.moment)
	if len(r.opened) < storiesOpened {
		r.opened[key] = s
	}
	return s, nil
}

// find reads what stands under a key of a list once, where it is not more than is asked for. Whoever is given the stories has them alone.
func (r *Reader) find(scope access.Scope, list register.List, key []byte, limit int) ([]id.ID, error) {
	r.onList(scope, list)
	of := findKey{scope, list.Name, string(key)}
	if ids, known := r.desk.kept.found(of, r.moment); known && len(ids) <= limit {
		return slices.Clone(ids), nil
	}
	ids, err := r.desk.rows.Find(r.ctx, r.db, scope, list, key, limit)
	if err == nil && len(ids) < limit {
		r.desk.kept.keepFound(of, slices.Clone(ids), r.moment)
	}
	return ids, err
}

// Each calls f for every story of a kind in the scope that is asked of, in order of id.
func Each[S any](r *Reader, kind register.Kind[S], f func(id.ID, *S) error) error {
	return eachIn(r, r.scope, kind, f)
}

// EachCommons calls f for every story of a kind in the commons, in order of id.
func EachCommons[S any](r *Reader, kind register.Kind[S], f func(id.ID, *S) error) error {
	return eachIn(r, access.Commons, kind, f)
}

const everyStory = 1 << 40

func eachIn[S any](r *Reader, scope access.Scope, kind register.Kind[S], f func(id.ID, *S) error) error {
	r.onKind(scope, kind.Name())
	return r.desk.rows.Each(r.ctx, r.db, scope, kind.Name(), id.ID{}, everyStory, func(story id.ID, state any) error {
		return f(story, state.(*S))
	})
}

// Find returns the stories of the scope that stand in a list under exactly this key, at most limit.
func (r *Reader) Find(list register.List, key []byte, limit int) ([]id.ID, error) {
	return r.find(r.scope, list, key, limit)
}

// FindCommons returns the stories of the commons that stand in a list under exactly this key, at most limit.
func (r *Reader) FindCommons(list register.List, key []byte, limit int) ([]id.ID, error) {
	return r.find(access.Commons, list, key, limit)
}

// FindPart returns entries of a parted list of the scope under keys with this first part: see register.Rows.FindPart.
func (r *Reader) FindPart(list register.List, part []byte, after *register.Entry, limit int) ([]register.Entry, error) {
	r.onList(r.scope, list)
	return r.desk.rows.FindPart(r.ctx, r.db, r.scope, list, part, after, limit)
}

// EachPart calls f once for each first part of the keys of a parted list of the scope: see register.Rows.EachPart.
func (r *Reader) EachPart(list register.List, f func(part []byte, story id.ID) error) error {
	r.onList(r.scope, list)
	return r.desk.rows.EachPart(r.ctx, r.db, r.scope, list, f)
}

// Scan returns a part of a list of the scope, in order.
func (r *Reader) Scan(list register.List, want register.Range) ([]register.Entry, error) {
	r.onList(r.scope, list)
	return r.desk.rows.Scan(r.ctx, r.db, r.scope, list, want)
}

// ScanCommons returns a part of a list of the commons, in order.
func (r *Reader) ScanCommons(list register.List, want register.Range) ([]register.Entry, error) {
	r.onList(access.Commons, list)
	return r.desk.rows.Scan(r.ctx, r.db, access.Commons, list, want)
}

// Count returns how many entries of a list of the scope have keys that begin with prefix. It is that of the last commit that changed
// the list, which may be a moment younger than the snapshot.
func (r *Reader) Count(list register.List, prefix []byte) (int64, error) {
	r.onList(r.scope, list)
	of := countedList{r.scope, list.Name}
	if n, known := r.desk.counts.get(of, prefix); known {
		return n, nil
	}
	n, err := r.desk.rows.CountRange(r.ctx, r.db, r.scope, list, prefix)
	if err == nil {
		r.desk.counts.put(of, prefix, n, r.counts)
	}
	return n, err
}

// CountAcross returns how many entries of a list have keys that begin with prefix, over every scope that this node holds: a number, and
// never of whom. It reads the index each time.
func (r *Reader) CountAcross(list register.List, prefix []byte) (int64, error) {
	r.alone()
	return countAcross(r.ctx, r.db, r.desk.rows, list, prefix)
}

// twice is the name of a part of a list under which is kept how many of its keys several stories stand under. No key begins with it.
const twice = "\xff\xfftwice"

// CountTwice returns how many keys of a list of the scope several stories stand under; see Count for how young it is.
func (r *Reader) CountTwice(list register.List) (int64, error) {
	r.onList(r.scope, list)
	of := countedList{r.scope, list.Name}
	if n, known := r.desk.counts.get(of, []byte(twice)); known {
		return n, nil
	}
	n, err := r.desk.rows.CountTwice(r.ctx, r.db, r.scope, list)
	if err == nil {
		r.desk.counts.put(of, []byte(twice), n, r.counts)
	}
	return n, err
}

// Twice returns the keys of a list of the scope under which several stories stand. Where there is none, as mostly, that is known between the commits that
// change the list; else the whole list is read.
func (r *Reader) Twice(list register.List) ([][]byte, error) {
	r.onList(r.scope, list)
	if n, err := r.CountTwice(list); err != nil || n == 0 {
		return nil, err
	}
	return r.desk.rows.Twice(r.ctx, r.db, r.scope, list)
}

// CountOf returns how many stories of a kind the scope holds. It reads all of them: for a page, count a list in which they stand.
func (r *Reader) CountOf(kind string) (int64, error) {
	r.onKind(r.scope, kind)
	return r.desk.rows.Count(r.ctx, r.db, r.scope, kind)
}

// Facts returns the facts of a story in the order in which it is read: its history. Parts of people who were forgotten are gone.
func (r *Reader) Facts(kind string, story id.ID) ([]*journal.Fact, error) {
	s, err := r.load(storyKey{r.scope, kind, story})
	if err != nil {
		return nil, err
	}
	facts := make([]*journal.Fact, 0, len(s.Places))
	for _, p := range s.Places {
		f, err := journal.OpenFact(r.ctx, r.db, r.desk.ring, r.scope, p.Ref)
		if err != nil {
			return nil, err
		}
		facts = append(facts, f)
	}
	return facts, nil
}

// Places says where the facts of a story stand and when each was written down, in the order in which it is read. It opens none of them.
func (r *Reader) Places(kind string, story id.ID) ([]journal.Place, error) {
	s, err := r.load(storyKey{r.scope, kind, story})
	if err != nil {
		return nil, err
	}
	return slices.Clone(s.Places), nil
}

// Identify reads who somebody is: the one look that needs no right, because the rights come from it. Its answer is for the program
// and for the person themselves.
func Identify[T any](ctx context.Context, d *Desk, find func(*Reader) (T, error)) (T, error) {
	var answer T
	r := &Reader{desk: d, ctx: ctx, scope: access.Commons}
	r.note()
	err := d.store.Read(ctx, func(db store.Tx) (err error) {
		r.begin(db)
		answer, err = find(r)
		return err
	})
	return answer, fault.Wrap("desk.Identify", err)
}
