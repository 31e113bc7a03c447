// SPDX-License-Identifier: Apache-2.0

package bulk

import (
	"context"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Recall takes up a work that stands in the register and is not held any more, because the program was ended since, or long ago: how far it came, the desk knows. act is
// one that by may do in the scope. One that is held is left as it is. Faults: NotFound bulk.no_work; Conflict bulk.elsewhere for one that is carried out on another node.
func (w *Works) Recall(ctx context.Context, by access.Actor, act access.Act, scope access.Scope, of id.ID) error {
	const op = "bulk.Recall"
	if _, err := w.Work(by, of); err == nil {
		return nil
	}
	stood, err := desk.Ask(ctx, w.desk, by, "task.start", One(act, scope, of))
	if err != nil {
		return fault.Wrap(op, err)
	}
	if !stood.Here {
		return fault.New(op, fault.Conflict, "bulk.elsewhere", nil)
	}
	h := &held{by: by, cancel: func() {}, work: Work{ID: of, Scope: scope, Deed: stood.Deed, Asked: stood.Asked, Words: stood.Words, Of: stood.Of, Items: stood.Items,
		Can: len(stood.Items), State: Stopped, Begun: true}}
	if stood.Ended {
		h.work.State = Ended
	}
	done, err := w.done(ctx, &h.work)
	if err != nil {
		return fault.Wrap(op, err)
	}
	h.work.Done = len(done)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.held[of] != nil {
		return nil
	}
	if err := w.makeRoom(by, len(stood.Items)); err != nil {
		return err
	}
	h.touched = w.desk.Clock().Now()
	w.held[of] = h
	return nil
}

// done returns those of a work that were done.
func (w *Works) done(ctx context.Context, of *Work) (items []Item, err error) {
	h := held{work: *of}
	ids := make([]id.ID, 0, len(of.Items))
	for _, c := range h.commands(of.Items) {
		ids = append(ids, c.ID)
	}
	was, err := w.desk.Done(ctx, of.Scope, ids)
	for i, is := range was {
		if is {
			items = append(items, of.Items[i])
		}
	}
	return items, err
}

// TakeBack holds those of a work for whom it was done, and returns the id of the work that takes it back, which is looked at and begun like any other (Look, with the same
// deed). Faults: Blocked bulk.nothing_takes_back; Conflict bulk.under_way while it has not ended; Invalid bulk.nobody where none was done.
func (w *Works) TakeBack(ctx context.Context, by access.Actor, of id.ID) (id.ID, error) {
	const op = "bulk.TakeBack"
	was, err := w.Work(by, of)
	switch {
	case err != nil:
		return id.ID{}, err
	case was.Back() || was.Deed != "" && !Of(was.Deed).Back():
		return id.ID{}, fault.New(op, fault.Blocked, "bulk.nothing_takes_back", nil)
	case was.State != Ended:
		return id.ID{}, fault.New(op, fault.Conflict, "bulk.under_way", nil)
	}
	items, err := w.done(ctx, &was)
	if err != nil {
		return id.ID{}, fault.Wrap(op, err)
	}
	return w.hold(by, Work{Scope: was.Scope, From: was.From, Of: of, Deed: was.Deed, Asked: was.Asked, Items: items})
}
