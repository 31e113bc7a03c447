// SPDX-License-Identifier: Apache-2.0

package operation_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"safar/desk"
	"safar/field"
	"safar/field/people"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/store"
	"safar/kernel/store/crashdisk"
	"safar/kernel/verify"
	"safar/operation"
)

const passphrase = "four-words-for-tests-alone"

func optionsOf(folder string) operation.Options {
	return operation.Options{Folder: folder, Passphrase: passphrase, Clock: clock.At(time.Date(2031, 3, 14, 9, 0, 0, 0, time.UTC))}
}

// founded makes an operation with one caseload and one caseworker.
func founded(t *testing.T, o operation.Options) (*operation.Operation, access.Actor, access.Scope) {
	t.Helper()
	op, err := operation.Create(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	founder, err := op.Found(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	caseload, err := founder.Caseload(t.Context(), "Kalemie")
	if err != nil {
		t.Fatal(err)
	}
	user, err := founder.User(t.Context(), "caseworker", caseload, access.Caseworker)
	if err != nil {
		t.Fatal(err)
	}
	return op, identify(t, op, user), access.Scope{Caseload: caseload, Compartment: access.General}
}

func identify(t *testing.T, op *operation.Operation, user id.ID) access.Actor {
	t.Helper()
	known, err := staff.Identify(t.Context(), op.Desk, user)
	if err != nil {
		t.Fatal(err)
	}
	return known.Actor
}

func household(card string) people.Register {
	return people.Register{Card: card, Language: "sw", Consent: "oral", Arrived: clock.NoDay, Day: clock.NoDay, Members: []people.Member{
		{Names: people.Names{Given: "Furaha"}, Relation: people.Head, Sex: people.Female, Born: people.Born{Day: clock.NoDay}}}}
}

func mustBeKey(t *testing.T, err error, key string) {
	t.Helper()
	if fault.KeyOf(errors.Join(err, fault.New("nothing", fault.Internal, "nothing", nil))) != key {
		t.Errorf("%v, want %s", err, key)
	}
}

func close(t *testing.T, op *operation.Operation) {
	t.Helper()
	if err := op.Close(); err != nil {
		t.Error(err)
	}
}

func TestAnOperationIsFoundedOnce(t *testing.T) {
	op, _, _ := founded(t, optionsOf(t.TempDir()))
	defer close(t, op)
	_, err := op.Found(t.Context())
	mustBeKey(t, err, "operation.founded")
}

func TestNothingIsMadeOverWhatIsThere(t *testing.T) {
	o := optionsOf(t.TempDir())
	op, _, _ := founded(t, o)
	close(t, op)
	_, err := operation.Create(t.Context(), o)
	mustBeKey(t, err, "operation.exists")

	keys := filepath.Join(o.Folder, "keys.db")
	if err := os.Rename(keys, keys+".backup"); err != nil {
		t.Fatal(err)
	}
	for _, open := range []func() (*operation.Operation, error){
		func() (*operation.Operation, error) { return operation.Open(t.Context(), o) },
		func() (*operation.Operation, error) { return operation.Create(t.Context(), o) },
	} {
		_, err := open()
		mustBeKey(t, err, "keys.lost")
	}
	if _, err := os.Stat(keys); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("new keys stand where the old were lost: %v", err)
	}
	if err := os.Rename(keys+".backup", keys); err != nil {
		t.Fatal(err)
	}
	if op, err = operation.Open(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	close(t, op)
}

func TestAFolderIsOpenedByOneAtATimeAndWithItsPassphraseAlone(t *testing.T) {
	o := optionsOf(t.TempDir())
	op, _, _ := founded(t, o)
	_, err := operation.Open(t.Context(), o)
	mustBeKey(t, err, "store.in_use")
	close(t, op)

	wrong := o
	wrong.Passphrase = "other-words-than-these"
	_, err = operation.Open(t.Context(), wrong)
	mustBeKey(t, err, "keys.wrong_passphrase")

	unsaid := o
	unsaid.Passphrase = ""
	_, err = operation.Open(t.Context(), unsaid)
	mustBeKey(t, err, "operation.passphrase_missing")
	if err := operation.KeepPassphrase(o.Folder, passphrase); err != nil {
		t.Fatal(err)
	}
	if op, err = operation.Open(t.Context(), unsaid); err != nil {
		t.Fatal(err)
	}
	close(t, op)
	if err := os.Chmod(filepath.Join(o.Folder, "passphrase"), 0o640); err != nil {
		t.Fatal(err)
	}
	_, err = operation.Open(t.Context(), unsaid)
	mustBeKey(t, err, "operation.passphrase_open_to_others")
}

func TestAFolderWithoutAnOperationStaysEmpty(t *testing.T) {
	o := optionsOf(t.TempDir())
	_, err := operation.Open(t.Context(), o)
	mustBeKey(t, err, "operation.none")
	if files, _ := os.ReadDir(o.Folder); len(files) > 0 {
		t.Errorf("it holds %v", files)
	}
}

// Where the data are lost and their keys are not, an empty database in their place would be whole: none is made.
func TestAFolderWithoutItsDataIsNotOpened(t *testing.T) {
	o := optionsOf(t.TempDir())
	op, _, _ := founded(t, o)
	close(t, op)
	if err := os.Remove(filepath.Join(o.Folder, "safar.db")); err != nil {
		t.Fatal(err)
	}
	_, err := operation.Open(t.Context(), o)
	mustBeKey(t, err, "operation.data_lost")
	if _, err := os.Stat(filepath.Join(o.Folder, "safar.db")); err == nil {
		t.Error("an empty one was made")
	}
}

// The disk is full for a while: commands are refused with that reason, whole; what was acknowledged stays; when there is room again
// work goes on, in the same process and in the next.
func TestAFullDiskRefusesAndLosesNothing(t *testing.T) {
	o := optionsOf(t.TempDir())
	disk := crashdisk.New(t.TempDir(), 7)
	defer disk.Forget()
	o.SQLite = store.SQLiteOptions{VFS: disk.Name()}
	op, worker, scope := founded(t, o)
	do := func(card string) error {
		_, err := op.Desk.Do(t.Context(), worker, scope, id.New(), household(card))
		return err
	}
	if err := do("BEFORE"); err != nil {
		t.Fatal(err)
	}
	disk.Misbehave(crashdisk.Faults{DiskFull: 1})
	for _, card := range []string{"REFUSED-1", "REFUSED-2", "REFUSED-3"} {
		mustBeKey(t, do(card), "store.disk_full")
	}
	disk.Misbehave(crashdisk.Faults{})
	for _, card := range []string{"REFUSED-1", "AFTER"} {
		if err := do(card); err != nil {
			t.Errorf("there is room again, and %s: %v", card, err)
		}
	}
	close(t, op)

	// The simulated disk is no folder: files stand where Open looks whether there are keys and data.
	for _, file := range []string{"keys.db", "safar.db"} {
		if err := os.WriteFile(filepath.Join(o.Folder, file), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	op, err := operation.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer close(t, op)
	found, err := verify.Check(t.Context(), op.Desk.Store(), op.Ring, field.House(), nil)
	if err != nil || !found.Good() {
		t.Errorf("%v, %v", found, err)
	}
	for card, want := range map[string]int{"BEFORE": 1, "REFUSED-1": 1, "REFUSED-2": 0, "REFUSED-3": 0, "AFTER": 1} {
		if got := households(t, op, worker, scope, card); got != want {
			t.Errorf("%d households of card %q, want %d", got, card, want)
		}
	}
}

// households counts the households with a card number.
func households(t *testing.T, op *operation.Operation, by access.Actor, scope access.Scope, card string) int {
	t.Helper()
	type found struct {
		Number int `class:"open"`
	}
	answer, err := desk.Ask(t.Context(), op.Desk, by, "task.follow_up", desk.Query[found]{Act: access.PeopleSearch, Scope: scope,
		Run: func(r *desk.Reader) (found, error) {
			all, err := r.Find(people.ByCard, []byte(card), 10)
			return found{len(all)}, err
		}})
	if err != nil {
		t.Fatal(err)
	}
	return answer.Number
}
