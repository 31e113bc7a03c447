// SPDX-License-Identifier: Apache-2.0

package desk_test

import (
	"testing"

	"pgregory.net/rapid"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// What a trial foresees is what happens, command for command, though some take what others want and some refuse half-way; and the trial has written nothing.
func TestATrialForeseesWhatHappensAndWritesNothing(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		var commands []desk.Numbered
		stories := []id.ID{id.New(), id.New(), id.New()}
		for range rapid.IntRange(1, 12).Draw(t, "commands") {
			commands = append(commands, desk.Numbered{ID: id.New(), Command: write{Story: stories[rapid.IntRange(0, 2).Draw(t, "story")],
				Number: rapid.Int64Range(0, 250).Draw(t, "number"), Word: "x", Late: rapid.Bool().Draw(t, "late")}})
		}
		before := w.heads(t)
		foreseen := make([]string, len(commands))
		if err := w.desk.Try(t.Context(), w.actor, w.caseload, commands, func(i int, err error) { foreseen[i] = fault.KeyOf(err) }); err != nil {
			t.Fatal(err)
		}
		if after := w.heads(t); after != before {
			t.Fatalf("a trial wrote %d facts", after-before)
		}
		for i, o := range w.desk.DoAll(t.Context(), w.actor, w.caseload, commands) {
			if got := fault.KeyOf(o.Err); got != foreseen[i] {
				t.Fatalf("command %d: foreseen %q, was %q", i, foreseen[i], got)
			}
		}
	})
}

// Whoever may not do a thing is told so by a trial, and no more.
func TestATrialAsksWhetherOneMay(t *testing.T) {
	w := newWorld(t)
	nobody := access.Actor{User: id.New()}
	err := w.desk.Try(t.Context(), nobody, w.caseload, []desk.Numbered{{ID: id.New(), Command: write{Story: id.New(), Number: 1}}}, func(_ int, err error) {
		if fault.KeyOf(err) != "access.not_allowed" {
			t.Errorf("somebody without a role is told %v", err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A command is known to be done once it is, and not when it was refused or tried.
func TestWhichCommandsWereDoneIsKnown(t *testing.T) {
	w := newWorld(t)
	done, refused, tried := desk.Numbered{ID: id.New(), Command: write{Story: id.New(), Number: 1}}, desk.Numbered{ID: id.New(), Command: write{Story: id.New(), Number: 1}},
		desk.Numbered{ID: id.New(), Command: write{Story: id.New(), Number: 2}}
	w.desk.DoAll(t.Context(), w.actor, w.caseload, []desk.Numbered{done, refused})
	if err := w.desk.Try(t.Context(), w.actor, w.caseload, []desk.Numbered{tried}, func(int, error) {}); err != nil {
		t.Fatal(err)
	}
	got, err := w.desk.Done(t.Context(), w.caseload, []id.ID{done.ID, refused.ID, tried.ID})
	if err != nil || !got[0] || got[1] || got[2] {
		t.Errorf("%v, %v", got, err)
	}
}

// heads counts the facts of the caseload.
func (w *world) heads(t *rapid.T) (n uint64) {
	if err := w.store.Read(t.Context(), func(db store.Tx) error {
		feeds, err := journal.Feeds(t.Context(), db, w.caseload)
		for _, f := range feeds {
			n += f.Head.Seq
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}
