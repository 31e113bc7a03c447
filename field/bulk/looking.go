// SPDX-License-Identifier: Apache-2.0

package bulk

import (
	"context"
	"errors"
	"fmt"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Look finds out what would come of a deed: how many would be done, who would be refused and why. It returns at once; Work says how far it is. Nothing is written.
// Asked again, it looks anew. Faults: Invalid bulk.no_such_deed; NotAllowed; Conflict bulk.begun_already.
func (w *Works) Look(by access.Actor, of id.ID, deed string, asked Asked, words Words) error {
	const op = "bulk.Look"
	d := Of(deed)
	w.mu.Lock()
	defer w.mu.Unlock()
	h, err := w.own(by, of)
	switch {
	case err != nil:
		return err
	case h.work.Begun || h.work.State == Looking:
		return fault.New(op, fault.Conflict, "bulk.begun_already", nil)
	case d == nil || !d.Fits(h.work.OfHouseholds()):
		return fault.New(op, fault.Invalid, "bulk.no_such_deed", nil)
	case h.work.Back() && !d.Back():
		return fault.New(op, fault.Blocked, "bulk.nothing_takes_back", nil)
	}
	if err := access.May(by, d.ActOf(h.work.Back()), h.work.Scope, w.desk.Today()); err != nil {
		return fault.Wrap(op, err)
	}
	h.by, h.work.Deed, h.work.Asked, h.work.Words = by, deed, asked, words
	return w.start(h, Looking, w.lookAt)
}

// start has something go on behind the pages. w.mu is locked.
func (w *Works) start(h *held, as State, do func(context.Context, *held)) error {
	if w.closed {
		return fault.New("bulk.Works", fault.Unavailable, "bulk.full", nil).WithHint("bulk.full_hint")
	}
	ctx, cancel := context.WithCancel(w.open)
	rested := make(chan struct{})
	h.work.State, h.work.Seen, h.work.Can, h.work.Done, h.work.Refused, h.work.Why = as, 0, 0, 0, nil, nil
	h.stopped, h.cancel, h.rested = false, cancel, rested
	w.going.Go(func() {
		defer close(rested)
		defer cancel()
		do(ctx, h)
	})
	return nil
}

// lookAt judges each of the many on a snapshot, when its turn has come.
func (w *Works) lookAt(ctx context.Context, h *held) {
	err := fault.New("bulk.Look", fault.Unavailable, "desk.given_up", nil)
	select {
	case w.look <- struct{}{}:
		err = nil
	case <-ctx.Done():
	}
	var failed error
	if err == nil {
		failed = w.judge(ctx, h)
		<-w.look
	} else {
		failed = err
	}
	w.note(func() {
		h.work.State = Looked
		if failed != nil {
			h.work.State, h.work.Why = Chosen, failed
		}
	})
}

func (w *Works) judge(ctx context.Context, h *held) error {
	commands := h.commands(h.work.Items)
	return w.desk.Try(ctx, h.by, h.work.Scope, commands, func(i int, err error) {
		w.note(func() {
			h.work.Seen++
			if err == nil {
				h.work.Can++
			} else {
				h.work.refuse(i, err)
			}
		})
	})
}

// commands are those of some items, each under an id of its own.
func (h *held) commands(items []Item) []desk.Numbered {
	all := make([]desk.Numbered, 0, len(items))
	for _, i := range items {
		all = append(all, h.command(i))
	}
	return all
}

func (h *held) command(of Item) desk.Numbered {
	return desk.Numbered{ID: id.Derived(h.work.ID, of.Household.String(), of.Journey.String(), of.Step),
		Command: Of(h.work.Deed).Command(of, h.work.Asked, h.work.Words, h.work.Back())}
}

func (w *Works) note(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
}

// refuse notes why one of the many is refused, beside those that are for the same reason.
func (w *Work) refuse(at int, err error) {
	same := saidBy(err)
	for i := range w.Refused {
		if saidBy(w.Refused[i].Err) == same {
			w.Refused[i].At = append(w.Refused[i].At, at)
			return
		}
	}
	w.Refused = append(w.Refused, Reason{err, []int{at}})
}

// saidBy is what tells one reason from another: the sentence and what stands in it.
func saidBy(err error) string {
	var of *fault.Error
	if !errors.As(err, &of) {
		return ""
	}
	return fmt.Sprint(of.Key, map[string]any(of.Args), of.Hint) // fmt prints maps in order of key
}
