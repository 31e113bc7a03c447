// SPDX-License-Identifier: Apache-2.0

// Package operation opens the data of one operation: a folder on a laptop, or databases at headquarters.
//
// A data folder holds two databases and nothing else that matters: keys.db, whose every value is wrapped by the
// passphrase, and safar.db, encrypted as a whole with a key from keys.db. Losing keys.db loses everything, which is what makes
// forgetting possible; it is backed up on its own, for a short time. A file named passphrase, readable by its owner
// alone, may stand beside them where a machine must start without anyone typing: the demo makes one. A laptop that serves its neighbours keeps the
// key of its certificate there too (neighbours.key, sealed).
package operation

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io/fs"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"safar/desk"
	"safar/exchange/intake"
	"safar/field"
	"safar/field/bulk"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/lately"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/sealed"
	"safar/field/staff"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/journal"
	"safar/kernel/keys"
	"safar/kernel/store"
)

// The files of a data folder.
const (
	keysFile       = "keys.db"
	dataFile       = "safar.db"
	passphraseFile = "passphrase"
)

// Options say where an operation's data are and how they are opened.
type Options struct {
	Folder     string                 // the data folder; it holds the keys also where Database is set
	Passphrase string                 // "" reads the folder's passphrase file
	Ask        func() (string, error) // asks for the passphrase where it is neither given nor in the folder; nil asks nobody
	Database   string                 // postgres://… instead of safar.db; "" is the folder's own
	Clock      clock.Clock            // what tells the time
	SQLite     store.SQLiteOptions    // of safar.db; the keys' file takes its VFS and Synchronous
	Keys       keys.Cost              // of the passphrase of the folder, for Create; the zero Cost is keys.Standard
	SignIn     signin.Cost            // of the passphrase of a user; the zero Cost is that of an office
	Desk       desk.Options           // as desk.OpenWith takes them
}

// Operation is an opened operation. Close it. Desk is the one door to what is in it; Ring holds its keys.
type Operation struct {
	Desk *desk.Desk
	Ring *keys.Ring
	Door *signin.Door // credentials and sessions; they belong to this node
	// Clock tells the time, in the time zone of the operation.
	Clock clock.Clock

	// Lists are what people have handed over to be imported, as long as it is needed.
	Lists *intake.Lists
	// Works are what people have asked for that is done to many, on its way behind the pages.
	Works *bulk.Works
	// Programmes are the programmes in force, as pages speak of them.
	Programmes *journey.Shelf
	// Boards count the figures. They, News, Spellings and Written are what every door that asks shares, so that it is in memory once; nothing of it is read before it is
	// wanted.
	Boards    *figures.Boards
	News      *lately.News      // tells what has changed
	Spellings *people.Spellings // know how names are written
	Written   *payment.Written  // keeps what was written since payment lists were prepared
	Voices    *voice.Boards     // hold what people complain of, with what is due of it
	Guesses   *voice.Guesses    // hold those who ask for it with codes that are none to how often they may
	// Cover keeps the number of sealed complaints from telling anything, and Glass is where two people open what no focal point is left to open.
	Cover *sealed.Cover
	Glass *sealed.GlassRoom // as above
	data  store.Store
}

// Exists reports whether a folder holds an operation, or what is left of one: nothing new is made in it then.
func Exists(folder string) bool { return holds(folder, keysFile) || holds(folder, dataFile) }

func holds(folder, file string) bool {
	_, err := os.Stat(filepath.Join(folder, file))
	return !errors.Is(err, fs.ErrNotExist)
}

// Create makes a new operation in a folder, which is made if need be, and opens it. A folder or a database that holds one already is a fault of
// kind Conflict, and a folder that holds data whose keys are lost is NotFound keys.lost: nothing is ever overwritten.
func Create(ctx context.Context, o Options) (*Operation, error) {
	const op = "operation.Create"
	if err := keysLost(op, o.Folder); err != nil {
		return nil, err
	}
	if Exists(o.Folder) {
		return nil, fault.New(op, fault.Conflict, "operation.exists", fault.Args{"folder": o.Folder})
	}
	if err := databaseFree(ctx, o.Database); err != nil {
		return nil, fault.Wrap(op, err)
	}
	if err := os.MkdirAll(o.Folder, 0o700); err != nil {
		return nil, fault.New(op, fault.Unavailable, "operation.folder", fault.Args{"folder": o.Folder}).Because(err)
	}
	return open(ctx, op, o, func(ctx context.Context, st store.Store, passphrase string) (*keys.Ring, error) {
		return keys.CreateAt(ctx, st, passphrase, o.Keys)
	})
}

// databaseFree returns a fault of kind Conflict where a database at headquarters holds facts, which the keys of a new operation would not open.
func databaseFree(ctx context.Context, address string) error {
	if address == "" {
		return nil
	}
	st, err := store.OpenPostgres(ctx, address, store.PostgresOptions{})
	if err != nil {
		return err
	}
	var scopes []access.Scope
	if err = store.Apply(ctx, st, []store.Schema{journal.Tables}); err == nil {
		err = st.Read(ctx, func(tx store.Tx) (err error) {
			scopes, err = journal.Scopes(ctx, tx)
			return err
		})
	}
	if err == nil && len(scopes) > 0 {
		err = fault.New("operation.Create", fault.Conflict, "operation.database_taken", nil).WithHint("operation.database_taken_hint")
	}
	return errors.Join(err, st.Close())
}

// Open opens the operation of a folder. Faults: NotFound operation.none for a folder without one, NotAllowed
// keys.wrong_passphrase, NotFound keys.lost where safar.db is there and its keys are not, NotFound operation.data_lost where the keys are there
// and safar.db is not, Damaged keys.file_damaged and store.damaged, Unavailable store.in_use and store.newer_version.
func Open(ctx context.Context, o Options) (*Operation, error) {
	const op = "operation.Open"
	if err := keysLost(op, o.Folder); err != nil {
		return nil, err
	}
	if !Exists(o.Folder) {
		return nil, fault.New(op, fault.NotFound, "operation.none", fault.Args{"folder": o.Folder}).WithHint("operation.none_hint")
	}
	if o.Database == "" && !holds(o.Folder, dataFile) { // a new one in its place would be whole, and empty
		return nil, fault.New(op, fault.NotFound, "operation.data_lost", nil).WithHint("operation.data_lost_hint")
	}
	return open(ctx, op, o, keys.Unlock)
}

// keysLost returns the fault of a folder in which data stand without their keys.
func keysLost(op, folder string) error {
	if holds(folder, keysFile) || !holds(folder, dataFile) {
		return nil
	}
	return fault.New(op, fault.NotFound, "keys.lost", nil).WithHint("keys.lost_hint")
}

func open(ctx context.Context, op string, o Options, ringOf func(context.Context, store.Store, string) (*keys.Ring, error)) (*Operation, error) {
	passphrase, err := o.PassphraseOf()
	if err != nil {
		return nil, err
	}
	keyStore, err := store.OpenSQLite(ctx, filepath.Join(o.Folder, keysFile), store.SQLiteOptions{VFS: o.SQLite.VFS, Readers: 1,
		WriterCache: 1 << 20, ReaderCache: 1 << 20, Synchronous: o.SQLite.Synchronous})
	if err != nil {
		return nil, ofKeys(op, err)
	}
	ring, err := ringOf(ctx, keyStore, passphrase)
	if err != nil {
		return nil, ofKeys(op, errors.Join(err, keyStore.Close()))
	}
	out := &Operation{Ring: ring, Clock: o.Clock}
	if err := out.open(ctx, o); err != nil {
		return nil, fault.Wrap(op, errors.Join(err, out.Close()))
	}
	return out, nil
}

// ofKeys says of a database that is damaged that it is the one with the keys.
func ofKeys(op string, err error) error {
	if fault.KeyOf(err) == "store.damaged" {
		return fault.New(op, fault.Damaged, "keys.file_damaged", nil).WithHint("keys.lost_hint").Because(err)
	}
	return fault.Wrap(op, err)
}

func (out *Operation) open(ctx context.Context, o Options) (err error) {
	if o.Database != "" {
		out.data, err = store.OpenPostgres(ctx, o.Database, store.PostgresOptions{})
	} else {
		sqlite := o.SQLite
		sqlite.Key = out.Ring.FileKey()
		out.data, err = opened(store.OpenSQLite(ctx, filepath.Join(o.Folder, dataFile), sqlite))
	}
	if err != nil {
		return err
	}
	if err := store.Apply(ctx, out.Ring.Store(), []store.Schema{signin.Schema}); err != nil {
		return err
	}
	key, err := out.KeyFor("codes of phones")
	if err != nil {
		return err
	}
	out.Door = signin.NewDoor(signin.NewStored(out.Ring.Store()), signin.NewHasher(o.SignIn), o.Clock, key)
	if out.Desk, err = desk.OpenWith(ctx, out.data, out.Ring, field.House(), o.Clock, o.Desk); err != nil {
		return err
	}
	out.Lists, out.Works, out.Programmes = intake.NewLists(out.Desk), bulk.NewWorks(out.Desk), journey.NewShelf(out.Desk)
	out.Boards, out.News, out.Spellings = figures.NewBoards(out.Desk), lately.NewNews(), people.NewSpellings()
	out.Written = payment.NewWritten()
	out.Voices, out.Guesses = voice.NewBoards(out.Desk), voice.NewGuesses(o.Clock)
	out.Cover, out.Glass = sealed.NewCover(out.Desk, chance()), new(sealed.GlassRoom)
	return finishErasures(ctx, out.Desk)
}

// chance is a source of chance that nobody can guess.
func chance() *mathrand.Rand {
	var seed [32]byte
	rand.Read(seed[:])
	return mathrand.New(mathrand.NewChaCha8(seed))
}

// KeyFor draws a key for a purpose from that of the data file: what lies in the folder sealed with it, the passphrase of the folder opens, and nothing
// in the folder does.
func (out *Operation) KeyFor(purpose string) (key [32]byte, err error) {
	drawn, err := hkdf.Key(sha256.New, out.Ring.FileKey(), nil, "safar: "+purpose, len(key))
	if err != nil {
		return key, fault.New("operation.KeyFor", fault.Internal, "", nil).Because(err)
	}
	copy(key[:], drawn)
	return key, nil
}

// finishErasures has whoever was to be forgotten when the program ended forgotten before anybody can look, and sweeps pictures that no fact
// names.
func finishErasures(ctx context.Context, d *desk.Desk) error {
	caseloads, err := staff.CaseloadIDs(ctx, d)
	for _, c := range caseloads {
		for _, compartment := range access.Compartments() {
			if scope := (access.Scope{Caseload: c, Compartment: compartment}); err == nil && scope.Valid() {
				if err = d.FinishErasures(ctx, scope); err == nil {
					err = d.Sweep(ctx, scope)
				}
			}
		}
	}
	return err
}

// opened keeps a nil *SQLite from becoming a Store that is not nil.
func opened(s *store.SQLite, err error) (store.Store, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// PassphraseOf returns the given passphrase, or that of the folder's file, which must be readable by its owner alone, or what is
// answered by whoever is asked.
func (o Options) PassphraseOf() (string, error) {
	const op = "operation.Open"
	if o.Passphrase != "" {
		return o.Passphrase, nil
	}
	path := filepath.Join(o.Folder, passphraseFile)
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return o.ask(op)
	case err != nil:
		return "", fault.New(op, fault.Unavailable, "operation.passphrase_unreadable", nil).Because(err)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		return "", fault.New(op, fault.NotAllowed, "operation.passphrase_open_to_others", nil).
			WithHint("operation.passphrase_open_to_others_hint")
	}
	return strings.TrimSpace(string(text)), nil
}

// ask asks whoever opens the operation.
func (o Options) ask(op string) (given string, err error) {
	if o.Ask != nil {
		given, err = o.Ask()
	}
	if err == nil && given == "" {
		err = fault.New(op, fault.Invalid, "operation.passphrase_missing", nil).WithHint("operation.passphrase_missing_hint")
	}
	return given, err
}

// KeepPassphrase writes the folder's passphrase file, readable by its owner alone, so that the operation can be opened without
// anyone typing. Whoever can read it can open everything.
func KeepPassphrase(folder, passphrase string) error {
	err := os.MkdirAll(folder, 0o700)
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, passphraseFile), []byte(passphrase+"\n"), 0o600)
	}
	if err != nil {
		return fault.New("operation.KeepPassphrase", fault.Unavailable, "operation.folder", fault.Args{"folder": folder}).Because(err)
	}
	return nil
}

// Sync makes the files of a folder durable that were written without waiting for the disk, after Close.
func Sync(folder string) error {
	for _, name := range []string{keysFile, dataFile, "."} {
		file, err := os.OpenFile(filepath.Join(folder, name), os.O_RDONLY, 0)
		if err == nil {
			err = errors.Join(file.Sync(), file.Close())
		}
		if err != nil {
			return fault.New("operation.Sync", fault.Unavailable, "store.disk_error", nil).Because(err)
		}
	}
	return nil
}

// Close ends the imports and works that go on, and closes the desk, the data and the keys, in this order.
func (out *Operation) Close() error {
	var errs []error
	if out.Lists != nil {
		out.Lists.Close()
	}
	if out.Works != nil {
		out.Works.Close()
	}
	if out.Desk != nil {
		errs = append(errs, out.Desk.Close())
	}
	if out.data != nil {
		errs = append(errs, out.data.Close())
	}
	errs = append(errs, out.Ring.Close())
	return errors.Join(errs...)
}
