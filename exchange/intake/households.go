// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"context"
	"errors"
	"slices"
	"strings"

	"safar/desk"
	"safar/exchange/sheet"
	"safar/field/bulk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/fault"
)

// batchFacts is about how many facts are handed to the desk at once. The desk commits some four thousand together, and decides the next
// while those are on their way: several groups in one batch keep both cores busy, and progress still moves every few seconds.
const batchFacts = 16_000

// maxSource is the longest id of a household taken, in bytes. What is longer is a sentence in the wrong column.
const maxSource = 200

// Households registers the households of a workbook in a scope, as the mapping reads them. by must be allowed to import and
// to register there.
//
// Rows that cannot be taken are refused one by one, and written beside the input. An error ends the import: the mapping does
// not fit (Invalid), by may not (NotAllowed), ctx ended (Unavailable intake.stopped), or the data cannot be written (Unavailable,
// Damaged). Then the households that the report counts are registered, whole and durable; importing the file again adds the rest.
func Households(ctx context.Context, d *desk.Desk, by access.Actor, scope access.Scope, wb *sheet.Workbook, m *sheet.Mapping,
	o Options) (Report, error) {
	const op = "intake.Households"
	if err := access.May(by, access.ImportRun, scope, d.Today()); err != nil {
		return Report{}, fault.Wrap(op, err)
	}
	names, err := newNamer(ctx, d, scope)
	if err != nil {
		return Report{}, fault.Wrap(op, err)
	}
	in := &households{desk: d, by: by, scope: scope, mapping: m.Name, names: names, progress: o.Progress,
		places: newGazetteer(d, by), claims: map[string]claim{}, unplaced: map[Unplaced]int{},
		report: Report{NotKept: map[string]int{}}}
	err = in.run(ctx, wb, m)
	in.report.Unplaced = in.unplacedInOrder()
	if err != nil {
		return in.report, fault.Wrap(op, stopped(ctx, err))
	}
	return in.report, fault.Wrap(op, in.report.writeRefused(wb.Path, o))
}

// stopped says of an error that came from the end of ctx that the import was stopped.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return fault.New("intake.Households", fault.Unavailable, "intake.stopped", nil).WithHint("intake.stopped_hint").
		Because(errors.Join(ctx.Err(), err))
}

// households carries one import.
type households struct {
	desk     *desk.Desk
	by       access.Actor
	scope    access.Scope
	mapping  string
	names    *namer
	places   *gazetteer
	progress func(Progress)
	report   Report
	unplaced map[Unplaced]int

	// claims are the persons whom the file names in several households, each with the row that was first.
	claims map[string]claim
	batch  []entry // built and not yet handed over
}

// claim is the first row of a person who stands in several households.
type claim struct {
	sheet   string
	row     int
	pending bool // the household waits in the batch: the desk may yet refuse it
}

// entry is a household on its way to the desk.
type entry struct {
	draft   *sheet.HouseholdDraft
	command people.Register
	claimed []string // persons whom only this household registers
	notes   []Unplaced
}

// load is a part of the file: drafts, and how far the reader had come with them.
type load struct {
	drafts      []sheet.HouseholdDraft
	done, total int
}

// run reads in one goroutine and registers in this one.
func (in *households) run(ctx context.Context, wb *sheet.Workbook, m *sheet.Mapping) error {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	loads := make(chan load, 2)
	var read sheet.Report
	var readErr error
	go func() {
		defer close(loads)
		read, readErr = in.read(reading, wb, m, loads)
	}()
	var err error
	for l := range loads {
		if err == nil {
			if err = in.take(ctx, l); err != nil {
				stop() // the reader ends, and what it still hands over is left
			}
		}
	}
	in.report.gather(read)
	if err == nil {
		err = readErr
	}
	return err
}

// read hands the file over in loads.
func (in *households) read(ctx context.Context, wb *sheet.Workbook, m *sheet.Mapping, loads chan<- load) (sheet.Report, error) {
	next := load{}
	facts := 0
	send := func() error {
		select {
		case loads <- next:
			next, facts = load{done: next.done, total: next.total}, 0
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	report, err := sheet.Read(ctx, wb, m, in.desk.Today(), func(done, total int) { next.done, next.total = done, total },
		func(h sheet.HouseholdDraft) error {
			next.drafts = append(next.drafts, h)
			if facts += 1 + len(h.Persons); facts < batchFacts {
				return nil
			}
			return send()
		})
	if err == nil {
		err = send()
	}
	return report, err
}

// take registers the households of a load.
func (in *households) take(ctx context.Context, l load) error {
	for i := range l.drafts {
		if err := in.add(ctx, &l.drafts[i]); err != nil {
			return err
		}
	}
	if err := in.flush(ctx); err != nil {
		return err
	}
	if in.progress != nil {
		in.progress(Progress{Done: l.done, Total: l.total, New: in.report.New, Refused: in.report.Refused})
	}
	return nil
}

// add builds the command of a household and puts it into the batch.
func (in *households) add(ctx context.Context, h *sheet.HouseholdDraft) error {
	if len(h.SourceID) > maxSource {
		in.report.refuse(refusal(h.Sheet, h.Row, "id_long", fault.Args{"most": maxSource}))
		return nil
	}
	if in.waitsFor(h) {
		if err := in.flush(ctx); err != nil {
			return err
		}
	}
	e := entry{draft: h}
	persons := in.claim(&e)
	if len(persons) == 0 && len(h.Persons) > 0 {
		return nil // each was refused with a row of their own
	}
	site, origin, notes, err := in.places.of(ctx, h)
	if err != nil {
		return err
	}
	e.notes = notes
	e.command = register(in.mapping, h, persons)
	e.command.Site, e.command.Origin = site, origin
	in.batch = append(in.batch, e)
	return nil
}

// flush has the batch registered and takes account of it. An error is of the operation as a whole, not of one household.
func (in *households) flush(ctx context.Context) error {
	batch := make([]*entry, 0, len(in.batch))
	for i := range in.batch {
		batch = append(batch, &in.batch[i])
	}
	failed := bulk.Each(ctx, bulk.Many{Desk: in.desk, By: in.by, Scope: in.scope, AtOnce: max(1, len(batch))}, batch, func(e *entry) desk.Numbered {
		return desk.Numbered{ID: in.names.household(e.command.Source, e.draft.Digest), Command: e.command}
	}, in.account)
	clear(in.batch)
	in.batch = in.batch[:0]
	return failed
}

// account counts what became of one household.
func (in *households) account(e *entry, o desk.Outcome) error {
	switch {
	case o.Err == nil && !o.Receipt.Again && o.Receipt.Facts > 0:
		in.report.New++
		in.report.Persons += len(e.command.Members)
		for _, n := range e.notes {
			in.unplaced[n]++
		}
		countNotKept(in.report.NotKept, e.draft)
	case o.Err == nil, fault.KeyOf(o.Err) == "desk.command_id_used":
		// The id says that this content came in before. The command differs where the day, or the places known, have changed.
		in.report.Unchanged++
	case bulk.OfOne(o.Err):
		in.report.refuse(refusalOf(e.draft, o.Err))
		for _, person := range e.claimed {
			delete(in.claims, person)
		}
		return nil
	default:
		return o.Err
	}
	for _, person := range e.claimed {
		c := in.claims[person]
		c.pending = false
		in.claims[person] = c
	}
	return nil
}

// unplacedInOrder returns the places not found, those that most households name first.
func (in *households) unplacedInOrder() []Unplaced {
	all := make([]Unplaced, 0, len(in.unplaced))
	for u, n := range in.unplaced {
		u.Households = n
		all = append(all, u)
	}
	slices.SortFunc(all, func(a, b Unplaced) int {
		if a.Households != b.Households {
			return b.Households - a.Households
		}
		return strings.Compare(a.Field+"\x00"+a.Name, b.Field+"\x00"+b.Name)
	})
	return all
}
