// SPDX-License-Identifier: Apache-2.0

package desk_test

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/keys"
	"safar/kernel/register"
	"safar/kernel/store"
	"safar/kernel/verify"
)

// note is a toy story for the desk's own tests: a list of numbers, found by each.
type note struct {
	Numbers []int64             `cbor:"1,keyasint"`
	Word    register.Held[word] `cbor:"2,keyasint"`
}

type word struct {
	Text string `cbor:"1,keyasint"`
}

type noteResidue struct {
	Number int64 `cbor:"1,keyasint"`
}

var byNumber = register.List{Name: "by_number"}

var noteStory = register.NewKind("note", func(n *note, add register.Adder) {
	for _, v := range n.Numbers {
		add(byNumber, []byte{byte(v)})
	}
})

var noted = register.NewFact(noteStory, "test.noted", 1, func(n *note, f *journal.Fact, r noteResidue, p *word) {
	n.Numbers = append(n.Numbers, r.Number)
	if p != nil {
		n.Word.Put(f, "word", *p)
	}
})

// write is the toy's command: it writes a number and a word into a story, and refuses a number that stands in another one.
type write struct {
	Story  id.ID
	Number int64
	Word   string
	Late   bool // refuse after recording
}

func (write) Act() access.Act { return access.PeopleRegister }

func (w write) Decide(tx *desk.Tx) error {
	others, err := tx.Find(byNumber, []byte{byte(w.Number)})
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return fault.New("test.write", fault.Blocked, "test.number_taken", nil)
	}
	n, err := desk.Get(tx, noteStory, w.Story)
	if err != nil {
		return err
	}
	d := noted.DraftFor(w.Story, w.Story, clock.NoDay, noteResidue{w.Number}, word{w.Word})
	if err := tx.Record(d.Replacing("word", n.State.Word.Seen())); err != nil {
		return err
	}
	if w.Late {
		return fault.New("test.write", fault.Blocked, "test.late", nil)
	}
	return nil
}

func openSQLite(t testing.TB, path string, key []byte) store.Store {
	t.Helper()
	st, err := store.OpenSQLite(t.Context(), path, store.SQLiteOptions{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

type world struct {
	desk     *desk.Desk
	ring     *keys.Ring
	store    store.Store
	clock    *clock.Settable
	actor    access.Actor
	caseload access.Scope
	folder   string
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{folder: t.TempDir(), clock: clock.At(time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC))}
	var err error
	w.ring, err = keys.CreateAt(t.Context(), openSQLite(t, filepath.Join(w.folder, "keys.db"), nil), "correct horse battery", keys.MadeUp)
	if err != nil {
		t.Fatal(err)
	}
	w.caseload = access.Scope{Caseload: id.New(), Compartment: access.General}
	w.actor = access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.Caseworker, w.caseload.Caseload)}}
	w.open(t)
	t.Cleanup(func() { w.close(t); w.ring.Close() })
	return w
}

func (w *world) open(t testing.TB) {
	t.Helper()
	w.store = openSQLite(t, filepath.Join(w.folder, "safar.db"), w.ring.FileKey())
	var err error
	house := register.NewHouse(append(desk.Declarations(), noteStory, noted)...)
	if w.desk, err = desk.Open(t.Context(), w.store, w.ring, house, w.clock); err != nil {
		t.Fatal(err)
	}
}

func (w *world) close(t testing.TB) {
	t.Helper()
	if err := w.desk.Close(); err != nil {
		t.Error(err)
	}
	if err := w.store.Close(); err != nil {
		t.Error(err)
	}
}

func (w *world) do(c desk.Command) (desk.Receipt, error) {
	return w.desk.Do(context.Background(), w.actor, w.caseload, id.New(), c)
}

func (w *world) numbers(t testing.TB, story id.ID) []int64 {
	t.Helper()
	q := desk.Query[seen]{Act: access.PeopleLook, Scope: w.caseload, Run: func(r *desk.Reader) (seen, error) {
		f, err := desk.Read(r, noteStory, story)
		r.Looked(story)
		return seen{Numbers: f.State.Numbers, Word: f.State.Word.Value().Text}, err
	}}
	got, err := desk.Ask(context.Background(), w.desk, w.actor, "test", q)
	if err != nil {
		t.Fatal(err)
	}
	return got.Numbers
}

type seen struct {
	Numbers []int64 `class:"open"`
	Word    string  `class:"personal"`
}

// An answer that says nowhere of what class it is would be emptied without a word: it is refused before anything is read.
func TestAnAnswerThatSaysNoClassIsRefused(t *testing.T) {
	w := newWorld(t)
	refusedAs(t, w, int64(7))
	refusedAs(t, w, []string{"a"})
	refusedAs(t, w, map[string]seen{})
	refusedAs(t, w, id.New())
	if _, err := answering(w, []*seen{{Word: "a"}}); err != nil {
		t.Errorf("rows are refused: %v", err)
	}
}

func refusedAs[T any](t *testing.T, w *world, answer T) {
	t.Helper()
	if got, err := answering(w, answer); err == nil {
		t.Errorf("%T is answered as %v", answer, got)
	}
}

func answering[T any](w *world, answer T) (T, error) {
	return desk.Ask(context.Background(), w.desk, w.actor, "test", desk.Query[T]{Act: access.PeopleLook, Scope: w.caseload, Run: func(*desk.Reader) (T, error) { return answer, nil }})
}

func TestACommandIsDoneOnceHoweverOftenItIsSent(t *testing.T) {
	w := newWorld(t)
	command, story := id.New(), id.New()
	for i := range 3 {
		r, err := w.desk.Do(t.Context(), w.actor, w.caseload, command, write{Story: story, Number: 7, Word: "a"})
		if err != nil || r.Again != (i > 0) || r.Facts != 1 {
			t.Fatalf("sent for the %d. time: %+v, %v", i+1, r, err)
		}
	}
	if got := w.numbers(t, story); len(got) != 1 {
		t.Errorf("numbers %v, want one", got)
	}
	w.close(t)
	w.open(t)
	if r, err := w.desk.Do(t.Context(), w.actor, w.caseload, command, write{Story: story, Number: 7, Word: "a"}); err != nil || !r.Again {
		t.Errorf("sent once more after opening again: %+v, %v", r, err)
	}
	_, err := w.desk.Do(t.Context(), w.actor, w.caseload, command, write{Story: story, Number: 8, Word: "a"})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("another command under a used id: %v, want a conflict", err)
	}
}

func TestARefusedCommandLeavesTheOthersOfItsGroupStanding(t *testing.T) {
	w := newWorld(t)
	a, b := id.New(), id.New()
	outcomes := w.desk.DoAll(t.Context(), w.actor, w.caseload, []desk.Numbered{
		{ID: id.New(), Command: write{Story: a, Number: 1}},
		{ID: id.New(), Command: write{Story: b, Number: 1}},             // taken by the first, in the same group
		{ID: id.New(), Command: write{Story: b, Number: 2, Late: true}}, // refuses after it recorded
		{ID: id.New(), Command: write{Story: b, Number: 3}},
		{ID: id.New(), Command: write{Story: b, Number: 2}}, // free again, since the one that took it was refused
	})
	for i, refused := range []bool{false, true, true, false, false} {
		if (outcomes[i].Err != nil) != refused {
			t.Errorf("command %d: %v", i, outcomes[i].Err)
		}
	}
	if got := w.numbers(t, b); len(got) != 2 || got[0] != 3 || got[1] != 2 {
		t.Errorf("numbers %v, want 3 and 2", got)
	}
}

func TestNobodyDoesWhatTheirRoleDoesNotAllow(t *testing.T) {
	w := newWorld(t)
	w.actor.Grants = []access.Grant{access.NewGrant(access.Auditor, id.ID{})}
	if _, err := w.do(write{Story: id.New(), Number: 1}); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("an auditor registers: %v", err)
	}
}

func TestWhatWasAcknowledgedIsThereAfterReopeningWithTheClockSetBackAYear(t *testing.T) {
	w := newWorld(t)
	story := id.New()
	if _, err := w.do(write{Story: story, Number: 1, Word: "first"}); err != nil {
		t.Fatal(err)
	}
	w.close(t)
	w.clock.Set(w.clock.Now().AddDate(-1, 0, 0))
	w.open(t)
	if _, err := w.do(write{Story: story, Number: 2, Word: "second"}); err != nil {
		t.Fatal(err)
	}
	if got := w.numbers(t, story); len(got) != 2 || got[0] != 1 || got[1] != 2 {
		t.Errorf("numbers %v, want 1 and 2 in the order in which they were written", got)
	}
}

func TestStampsRiseWithinAFeedAcrossARestartWithTheClockSetBack(t *testing.T) {
	w := newWorld(t)
	if _, err := w.do(write{Story: id.New(), Number: 1, Word: "first"}); err != nil {
		t.Fatal(err)
	}
	w.close(t)
	w.clock.Set(w.clock.Now().AddDate(-1, 0, 0))
	w.open(t)
	if _, err := w.do(write{Story: id.New(), Number: 2, Word: "second"}); err != nil {
		t.Fatal(err)
	}
	found, err := verify.Check(t.Context(), w.store, w.ring, w.desk.Rows().House(), nil)
	if err != nil || !found.Good() {
		t.Errorf("the check finds %+v, %v", found.List, err)
	}
}

func TestAFeedThatWasOnlyReadIsNotSignedAgain(t *testing.T) {
	w := newWorld(t)
	admin := access.Founder(id.New())
	if _, err := w.desk.Do(t.Context(), admin, access.Commons, id.New(), writeCommons{id.New()}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := w.do(readCommons{Story: id.New()}); err != nil {
			t.Fatal(err)
		}
	}
}

// writeCommons writes a toy into the commons; readCommons reads the commons and writes into its own scope.
type writeCommons struct{ Story id.ID }

func (writeCommons) Act() access.Act { return access.AccessGrant }

func (c writeCommons) Decide(tx *desk.Tx) error {
	return tx.Record(noted.Draft(c.Story, clock.NoDay, noteResidue{9}))
}

type readCommons struct{ Story id.ID }

func (readCommons) Act() access.Act { return access.PeopleRegister }

func (c readCommons) Decide(tx *desk.Tx) error {
	if _, err := desk.GetCommons(tx, noteStory, c.Story); err != nil {
		return err
	}
	return tx.Record(noted.Draft(c.Story, clock.NoDay, noteResidue{1}))
}

func BenchmarkCommands(b *testing.B) {
	w := newWorld(b)
	commands := make([]desk.Numbered, 2000)
	text := rand.Text()
	b.ReportAllocs()
	for b.Loop() {
		for i := range commands {
			commands[i] = desk.Numbered{ID: id.New(), Command: write{Story: id.New(), Number: int64(i%7) - 300, Word: text}}
			commands[i].Command = write{Story: id.New(), Number: int64(i), Word: text}
		}
		w.desk.DoAll(context.Background(), w.actor, w.caseload, commands)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(commands)), "µs/command")
}

func TestGroupsDecidedAboveOneAnotherLandInOrder(t *testing.T) {
	w := newWorld(t)
	story := id.New()
	var commands []desk.Numbered
	for i := range 9000 { // more than two groups: each is decided while the one before is on its way
		of := story
		if i%30 > 0 {
			of = id.New()
		}
		commands = append(commands, desk.Numbered{ID: id.New(), Command: note1{of, int64(i)}})
	}
	for i, o := range w.desk.DoAll(t.Context(), w.actor, w.caseload, commands) {
		if o.Err != nil {
			t.Fatalf("command %d: %v", i, o.Err)
		}
	}
	if got := w.numbers(t, story); len(got) != 300 || got[0] != 0 || got[299] != 8970 {
		t.Errorf("%d numbers, want 300 in order", len(got))
	}
	found, err := verify.Check(t.Context(), w.store, w.ring, w.desk.Rows().House(), nil)
	if err != nil || !found.Good() {
		t.Errorf("the check finds %+v, %v", found.List, err)
	}
}

// note1 notes a number in a story, whatever stands elsewhere.
type note1 struct {
	Story  id.ID
	Number int64
}

func (note1) Act() access.Act { return access.PeopleRegister }

func (c note1) Decide(tx *desk.Tx) error {
	return tx.Record(noted.DraftFor(c.Story, c.Story, clock.NoDay, noteResidue{c.Number}, word{"x"}))
}

func TestWhatIsSentAheadIsDatedWhenItWasSentAndADayEndsWithinAGroup(t *testing.T) {
	w := newWorld(t)
	first := clock.DayOf(w.clock.Now())
	var sent []*desk.Sent
	for range 40 { // more than one day waits for the writer at a time
		var commands []desk.Numbered
		for i := range 100 {
			commands = append(commands, desk.Numbered{ID: id.New(), Command: note1{id.New(), int64(i)}})
		}
		sent = append(sent, w.desk.Send(t.Context(), w.actor, w.caseload, commands))
		w.clock.Advance(24 * time.Hour)
	}
	for day, s := range sent {
		last := s.Outcomes()[99]
		if last.Err != nil {
			t.Fatal(last.Err)
		}
		if noted, head := w.frontier(t, first+clock.Day(day)); noted != first+clock.Day(day) || head != last.Receipt.Last.Seq {
			t.Errorf("%d days on: the frontier of %s ends at %d, want %d", day, noted, head, last.Receipt.Last.Seq)
		}
	}
	found, err := verify.Check(t.Context(), w.store, w.ring, w.desk.Rows().House(), nil)
	if err != nil || !found.Good() {
		t.Errorf("the check finds %+v, %v", found.List, err)
	}
}

func TestAClockSetBackDoesNotDrawAPastDayAnew(t *testing.T) {
	w := newWorld(t)
	day := clock.DayOf(w.clock.Now())
	one := func() uint64 {
		t.Helper()
		r, err := w.do(note1{id.New(), 1})
		if err != nil {
			t.Fatal(err)
		}
		return r.Last.Seq
	}
	one()
	w.clock.Advance(24 * time.Hour)
	want := one()
	w.clock.Advance(-48 * time.Hour)
	one()
	if noted, head := w.frontier(t, day+1); noted != day+1 || head != want {
		t.Errorf("the frontier of %s ends at %d, want %s at %d", noted, head, day+1, want)
	}
	if noted, head := w.frontier(t, day); noted != day || head != want-1 {
		t.Errorf("the frontier of %s ends at %d, want %s at %d", noted, head, day, want-1)
	}
}

// frontier returns the newest frontier that is not after a day: its own day, and the number of the last fact it holds.
func (w *world) frontier(t *testing.T, on clock.Day) (clock.Day, uint64) {
	t.Helper()
	var day int64
	var heads []journal.Head
	err := w.store.Read(t.Context(), func(tx store.Tx) (err error) {
		day, heads, err = journal.Frontier(t.Context(), tx, w.caseload, int64(on))
		return err
	})
	if err != nil || len(heads) != 1 {
		t.Fatalf("frontier of %s: %v, %v", on, heads, err)
	}
	return clock.Day(day), heads[0].Seq
}

// makeNote writes under an id of its own making.
type makeNote struct{ Number int64 }

func (makeNote) Act() access.Act { return access.PeopleRegister }

func (c makeNote) Decide(tx *desk.Tx) error {
	story, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(noted.DraftFor(story, story, clock.NoDay, noteResidue{c.Number}, word{"x"}))
}

func TestWhatACommandMakesIsKnownBeforeItIsDecided(t *testing.T) {
	w := newWorld(t)
	command := id.New()
	made, err := w.desk.Makes(t.Context(), w.caseload, command, 1)
	if err != nil {
		t.Fatal(err)
	}
	first := w.desk.Send(t.Context(), w.actor, w.caseload, []desk.Numbered{{ID: command, Command: makeNote{1}}})
	second := w.desk.Send(t.Context(), w.actor, w.caseload, []desk.Numbered{{ID: id.New(), Command: note1{made[0], 2}}})
	for _, s := range []*desk.Sent{first, second} {
		if o := s.Outcomes()[0]; o.Err != nil {
			t.Fatal(o.Err)
		}
	}
	if ids := first.Outcomes()[0].Receipt.IDs; len(ids) != 1 || ids[0] != made[0] {
		t.Errorf("the command made %v, foretold were %v", ids, made)
	}
	if got := w.numbers(t, made[0]); len(got) != 2 || got[1] != 2 {
		t.Errorf("numbers %v, want 1 and 2", got)
	}
}
