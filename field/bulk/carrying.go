// SPDX-License-Identifier: Apache-2.0

package bulk

import (
	"context"
	"slices"

	"safar/desk"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Begin has what was looked at carried out: those of whom it was found that it can be done, and nobody else. It is written down first, and returns once it is;
// the rest goes on behind the pages. session names the session in which it is asked for. Asked again, it does nothing. Faults: Conflict bulk.look_first; those of the
// command Begin.
func (w *Works) Begin(ctx context.Context, by access.Actor, of id.ID, session string) error {
	const op = "bulk.Begin"
	c, scope, err := w.order(by, of)
	if err != nil || c == nil {
		return err
	}
	if _, err := w.desk.Do(ctx, by, scope, id.Derived(of, "begin"), *c); err != nil {
		return fault.Wrap(op, err)
	}
	stood, err := desk.Ask(ctx, w.desk, by, "task.start", One(c.Act(), scope, of))
	if err != nil {
		return fault.Wrap(op, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	h, err := w.own(by, of)
	if err != nil || h.work.Begun {
		return err
	}
	h.work.Begun, h.work.Items = true, stood.Items
	return w.carry(h, by, session)
}

// order is the command that writes down what is asked for; nil where it was begun already.
func (w *Works) order(by access.Actor, of id.ID) (*Begin, access.Scope, error) {
	const op = "bulk.Begin"
	w.mu.Lock()
	defer w.mu.Unlock()
	h, err := w.own(by, of)
	switch {
	case err != nil || h.work.Begun:
		return nil, access.Scope{}, err
	case h.work.State != Looked:
		return nil, access.Scope{}, fault.New(op, fault.Conflict, "bulk.look_first", nil)
	}
	refused := map[int]bool{}
	for _, r := range h.work.Refused {
		for _, i := range r.At {
			refused[i] = true
		}
	}
	var can []Item
	for i, item := range h.work.Items {
		if !refused[i] {
			can = append(can, item)
		}
	}
	return &Begin{Work: of, Deed: h.work.Deed, Asked: h.work.Asked, Words: h.work.Words, Of: h.work.Of, Items: can}, h.work.Scope, nil
}

// carry has the commands of a work sent. w.mu is locked.
func (w *Works) carry(h *held, by access.Actor, session string) error {
	h.by, h.session = by, session
	h.yard = slices.Equal(by.Grants, by.InTheYard().Grants)
	return w.start(h, Going, w.carryOut)
}

// carryOut sends the commands of a work, a turn at a time. Before each it asks whether whoever asked for it is still who they were: somebody who was withdrawn, or has
// signed out, has nothing more done.
func (w *Works) carryOut(ctx context.Context, h *held) {
	w.note(func() { h.work.Can = len(h.work.Items) })
	var failed error
	at := 0
	for some := range slices.Chunk(h.work.Items, w.turn) {
		if failed = w.goesOn(ctx, h); failed != nil || w.isStopped(h) {
			break
		}
		by := h.by
		failed = Each(context.WithoutCancel(ctx), Many{Desk: w.desk, By: by, Scope: h.work.Scope}, some, h.command, func(_ Item, o desk.Outcome) error {
			defer func() { at++ }()
			return w.account(h, at, o)
		})
		if failed != nil {
			break
		}
	}
	w.rest(ctx, h, failed)
}

// account notes what became of one of the many.
func (w *Works) account(h *held, at int, o desk.Outcome) error {
	if o.Err != nil && fault.KeyOf(o.Err) != "desk.command_id_used" && !OfOne(o.Err) {
		return o.Err
	}
	w.note(func() {
		h.work.Seen++
		// An id that is used says that this one was done before, when more or less was known of the rest of it.
		if o.Err == nil || fault.KeyOf(o.Err) == "desk.command_id_used" {
			h.work.Done++
		} else {
			h.work.refuse(at, o.Err)
		}
	})
	return nil
}

// goesOn finds out who asks, as of now, and refuses whoever may not any more.
func (w *Works) goesOn(ctx context.Context, h *held) error {
	const op = "bulk.Works"
	is, err := staff.Identify(context.WithoutCancel(ctx), w.desk, h.by.User)
	if err != nil {
		return fault.Wrap(op, err)
	}
	if is.Gone {
		return fault.New(op, fault.NotAllowed, "bulk.gone", nil)
	}
	now := is.Actor
	if h.yard {
		now = now.InTheYard()
	}
	now.Device = h.by.Device
	if err := access.May(now, Of(h.work.Deed).ActOf(h.work.Back()), h.work.Scope, w.desk.Today()); err != nil {
		return fault.Wrap(op, err)
	}
	w.note(func() { h.by = now })
	return nil
}

func (w *Works) isStopped(h *held) (stopped bool) {
	w.note(func() { stopped = h.stopped })
	return stopped
}

// rest writes down that a work has come to its end, where it has; one that was stopped can be gone on with.
func (w *Works) rest(ctx context.Context, h *held, failed error) {
	whole := failed == nil && h.work.Seen == len(h.work.Items)
	if whole {
		failed = w.end(context.WithoutCancel(ctx), h)
	}
	w.note(func() {
		h.work.State, h.work.Why, h.touched = Stopped, failed, w.desk.Clock().Now()
		if whole && failed == nil {
			h.work.State = Ended
		}
	})
}

func (w *Works) end(ctx context.Context, h *held) error {
	_, err := w.desk.Do(ctx, h.by, h.work.Scope, id.Derived(h.work.ID, "end"), End{Work: h.work.ID, Deed: h.work.Deed, Back: h.work.Back(), Done: h.work.Done})
	return err
}

// Stop stops a work that goes on after the turn that is on its way, or what is looked at. What was done stays.
func (w *Works) Stop(by access.Actor, of id.ID) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	h, err := w.own(by, of)
	if err != nil {
		return err
	}
	h.stopped = true
	if h.work.State == Looking {
		h.cancel()
	}
	return nil
}

// Left stops the works that were asked for in a session that was signed out of.
func (w *Works) Left(session string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, h := range w.held {
		if session != "" && h.session == session {
			h.stopped = true
		}
	}
}

// GoOn goes on with a work that was stopped. What was done is not done again. Fault: Conflict bulk.not_stopped.
func (w *Works) GoOn(by access.Actor, of id.ID, session string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	h, err := w.stoppedOne(by, of)
	if err != nil {
		return err
	}
	return w.carry(h, by, session)
}

// stoppedOne returns a work that was stopped. w.mu is locked.
func (w *Works) stoppedOne(by access.Actor, of id.ID) (*held, error) {
	h, err := w.own(by, of)
	if err == nil && h.work.State != Stopped {
		err = fault.New("bulk.Works", fault.Conflict, "bulk.not_stopped", nil)
	}
	return h, err
}

// Finish ends a work that was stopped, with what was done of it. Fault: Conflict bulk.not_stopped.
func (w *Works) Finish(ctx context.Context, by access.Actor, of id.ID) error {
	w.mu.Lock()
	h, err := w.stoppedOne(by, of)
	if err != nil {
		w.mu.Unlock()
		return err
	}
	h.by, h.work.State = by, Ended // before it is written down: in another window nobody goes on with it meanwhile
	w.mu.Unlock()
	if err := w.end(ctx, h); err != nil {
		w.note(func() { h.work.State = Stopped })
		return fault.Wrap("bulk.Finish", err)
	}
	return nil
}
