// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"

	"safar/exchange/sheet"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// mostShown is how many refusals a report keeps for a page; the file of refused rows has the others.
const mostShown = 20

// TakeIn begins to import a list, and returns at once: List says how far it has come. say gives the sentences of the file of refused rows.
// Asked again while it goes on, or when it is imported, it does nothing. A list that was stopped can be taken in again: what is there
// already is not registered twice. Faults: those of sheet.ParseMapping.
func (l *Lists) TakeIn(by access.Actor, of id.ID, say sheet.Say) error {
	leave, err := l.enter()
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	h, err := l.own(by, of)
	if err != nil || h.list.State != Given {
		leave()
		return err
	}
	m, err := sheet.ParseMapping(h.list.Mapping)
	if err != nil {
		leave()
		return err
	}
	ctx, stop := context.WithCancel(l.open)
	h.ended = make(chan struct{})
	h.list.State, h.list.Progress, h.list.Report, h.list.Stopped, h.by, h.stop = Waiting, Progress{}, Report{}, nil, by, stop
	go func() {
		defer leave()
		defer close(h.ended)
		defer stop()
		l.takeIn(ctx, h, m, say)
	}()
	return nil
}

// Ended waits until a list is no longer on its way, or ctx ends, and returns it as it then stands. Faults as of List.
func (l *Lists) Ended(ctx context.Context, by access.Actor, of id.ID) (List, error) {
	l.mu.Lock()
	h, err := l.own(by, of)
	if err != nil {
		l.mu.Unlock()
		return List{}, err
	}
	ended := h.ended
	l.mu.Unlock()
	if ended != nil {
		select {
		case <-ended:
		case <-ctx.Done():
		}
	}
	return l.List(by, of)
}

// takeIn imports a list when its turn has come, and keeps what became of it.
func (l *Lists) takeIn(ctx context.Context, h *held, m *sheet.Mapping, say sheet.Say) {
	var report Report
	var refused bytes.Buffer
	err := l.alone(ctx, l.turn, func(ctx context.Context) (err error) {
		l.note(h, func(of *List) { of.State = Importing })
		wb, err := h.workbook(m)
		if err != nil {
			return err
		}
		packed := gzip.NewWriter(&refused)
		report, err = Households(ctx, l.desk, h.by, h.list.Scope, wb, m, Options{Say: say, RefusedTo: packed,
			Progress: func(p Progress) { l.note(h, func(of *List) { of.Progress = p }) }})
		return errors.Join(err, packed.Close(), wb.Close())
	})
	report.Refusals = append([]sheet.Refusal(nil), report.Refusals[:min(len(report.Refusals), mostShown)]...)
	l.note(h, func(of *List) {
		of.Report, of.Stopped, of.State = report, err, Given
		h.touched, h.refused = l.now(), refused.Bytes()
		if err == nil {
			of.State, h.file = Imported, nil
		}
	})
}

func (l *Lists) note(h *held, change func(*List)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(&h.list)
}

// Refused writes the file of refused rows of a list that is imported, as sheet.WriteRefused has it. Fault: NotFound intake.none_refused.
func (l *Lists) Refused(ctx context.Context, by access.Actor, of id.ID, to io.Writer) error {
	const op = "intake.Refused"
	l.mu.Lock()
	h, err := l.own(by, of)
	if err != nil {
		l.mu.Unlock()
		return err
	}
	packed, scope, none := h.refused, h.list.Scope, len(h.list.Report.Refusals) == 0
	l.mu.Unlock()
	if none {
		return fault.New(op, fault.NotFound, "intake.none_refused", nil)
	}
	if err := l.lookedAt(ctx, by, scope, of); err != nil {
		return err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err == nil {
		_, err = io.Copy(to, unpacked)
	}
	return fault.Wrap(op, err)
}
