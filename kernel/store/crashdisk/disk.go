// SPDX-License-Identifier: Apache-2.0

// Package crashdisk is a simulated disk that loses what a real one may lose when the power goes, put beneath the real
// SQLite and its encryption as a file layer.
//
// The model is meant to be nastier than any disk sold. A file has two contents: what the running system reads, and what is
// certainly on the disk. Every sector of 512 bytes written since the last sync is, at a power cut, kept, dropped or replaced by noise,
// each for itself; a file that grew or shrank may have either size; making, renaming and removing files may be undone, each for
// itself, unless the folder was synced, and syncing a file does not sync its folder. While it runs, the disk can answer with I/O
// errors and be full; a sync that fails leaves some sectors written, some waiting, and some forgotten: the system takes them for
// clean and no later sync brings them to the disk. The power can be cut at any one operation, also while a file is opened,
// folded, recovered or closed. Everything follows from one seed.
package crashdisk

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

const sectorSize = 512

// Faults say how the disk misbehaves while it runs. Probabilities are for each operation, from 0 to 1.
type Faults struct {
	IOError   float64 // reads, writes, truncations and syncs fail
	DiskFull  float64 // writes fail for want of space
	LyingSync bool    // a sync reports success and does nothing: for the control that proves that loss is seen
	CutAfter  int     // the power goes at this operation from now; 0 means never
}

// Disk is a simulated disk, a vfs.VFS and a store.Disk. Its methods are safe for concurrent use.
type Disk struct {
	name   string
	folder string // for the index of the log, which is memory shared by connections and no part of the disk

	mu      sync.Mutex
	rng     *rand.Rand
	faults  Faults
	dead    bool             // the power is off
	life    int              // counts crashes
	names   map[string]*file // as the running system sees them
	durable map[string]*file // as they certainly are on the disk
	counted Counts
}

// Counts are how often each thing has happened on a disk: a test that never met a fault proves nothing.
//
// Operations are reads, writes and all else that can fail; Crashes are calls of Crash, and Cuts the power cuts that Faults asked
// for. IOErrors and FullErrors were returned to SQLite. Of sectors (512 bytes) that were written and not synced, ForgottenSectors
// are those that a failed sync left behind as if they were clean, DroppedSectors those that a power cut lost, and GarbledSectors
// those in which it left rubbish. LostNames are files of which a power cut took back that they were made, removed or renamed;
// LostTruncations are those that it left longer than the system had cut them.
type Counts struct {
	Operations, Crashes, Cuts, IOErrors, FullErrors, ForgottenSectors, DroppedSectors, GarbledSectors int
	LostNames, LostTruncations                                                                        int
}

var registered atomic.Int64

// New returns an empty disk and registers it with SQLite under Name. folder is a folder for shared memory.
func New(folder string, seed uint64) *Disk {
	d := &Disk{
		name: fmt.Sprintf("crashdisk-%d", registered.Add(1)), folder: folder,
		rng: rand.New(rand.NewPCG(seed, 0x5afa5)), names: map[string]*file{}, durable: map[string]*file{},
	}
	vfs.Register(d.name, d)
	return d
}

// Name is what SQLiteOptions.VFS takes.
func (d *Disk) Name() string { return d.name }

// Forget unregisters the disk.
func (d *Disk) Forget() { vfs.Unregister(d.name) }

// Misbehave sets the faults from now on.
func (d *Disk) Misbehave(f Faults) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults = f
}

// Counts returns what has happened so far.
func (d *Disk) Counts() Counts {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.counted
}

// Contains reports whether a file of the disk, as it certainly is, holds the bytes.
func (d *Disk) Contains(what func(content []byte) bool) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, f := range d.durable {
		if what(f.safe) || what(f.now) {
			return true
		}
	}
	return false
}

// Alive reports whether the power is on.
func (d *Disk) Alive() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.dead
}

// PowerOff stops the disk: every operation fails until Crash, and changes nothing.
func (d *Disk) PowerOff() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dead = true
}

// Crash decides what survived and starts the disk again, without faults. Files that are open stay dead: close them first.
func (d *Disk) Crash() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.counted.Crashes++
	d.life++
	survived := map[string]*file{}
	for _, name := range sorted(d.names, d.durable) {
		now, safe := d.names[name], d.durable[name]
		f := now
		if now != safe && d.rng.IntN(2) == 0 {
			d.counted.LostNames++
			f = safe
		}
		if f != nil {
			survived[name] = f
		}
	}
	after := map[*file]*file{} // one file may have survived under two names
	d.names, d.durable = map[string]*file{}, map[string]*file{}
	for _, name := range sorted(survived) {
		f := survived[name]
		if after[f] == nil {
			content := f.crash(d)
			after[f] = &file{now: content, safe: append([]byte(nil), content...), dirty: map[int64]bool{}}
		}
		d.names[name], d.durable[name] = after[f], after[f]
	}
	d.dead, d.faults = false, Faults{}
}

// step counts an operation and decides whether the power goes at it. It is called with mu held.
func (d *Disk) step() error {
	d.counted.Operations++
	if d.faults.CutAfter > 0 {
		if d.faults.CutAfter--; d.faults.CutAfter == 0 {
			d.counted.Cuts++
			d.dead = true
		}
	}
	if d.dead {
		return sqlite3.IOERR
	}
	return nil
}

// mayFail decides whether an operation meets an I/O error.
func (d *Disk) mayFail(code error) error {
	if d.faults.IOError > 0 && d.rng.Float64() < d.faults.IOError {
		d.counted.IOErrors++
		return code
	}
	return nil
}

func (d *Disk) mayBeFull() error {
	if d.faults.DiskFull > 0 && d.rng.Float64() < d.faults.DiskFull {
		d.counted.FullErrors++
		return sqlite3.FULL
	}
	return nil
}

// Open implements vfs.VFS.
func (d *Disk) Open(name string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.step(); err != nil {
		return nil, flags, sqlite3.CANTOPEN
	}
	f := d.names[name]
	if f == nil {
		if flags&vfs.OPEN_CREATE == 0 {
			return nil, flags, sqlite3.CANTOPEN
		}
		if err := d.mayBeFull(); err != nil {
			return nil, flags, err
		}
		f = &file{dirty: map[int64]bool{}}
		d.names[name] = f
	}
	h := &handle{disk: d, file: f, life: d.life}
	index := filepath.Join(d.folder, fmt.Sprintf("%s-%d-%s-shm", d.name, d.life, filepath.Base(name)))
	h.shared = vfs.NewSharedMemory(index, flags)
	return h, flags, nil
}

// Delete implements vfs.VFS.
func (d *Disk) Delete(name string, syncFolder bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.step(); err != nil {
		return sqlite3.IOERR_DELETE
	}
	if d.names[name] == nil {
		return sqlite3.IOERR_DELETE_NOENT
	}
	if err := d.mayFail(sqlite3.IOERR_DELETE); err != nil {
		return err
	}
	delete(d.names, name)
	if syncFolder {
		return d.syncNames()
	}
	return nil
}

// Access implements vfs.VFS.
func (d *Disk) Access(name string, _ vfs.AccessFlag) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.step(); err != nil {
		return false, sqlite3.IOERR_ACCESS
	}
	return d.names[name] != nil, nil
}

// FullPathname implements vfs.VFS.
func (d *Disk) FullPathname(name string) (string, error) { return name, nil }

// SizeOf implements store.Disk.
func (d *Disk) SizeOf(name string) (int64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.step(); err != nil {
		return 0, err
	}
	if f := d.names[name]; f != nil {
		return int64(len(f.now)), nil
	}
	return 0, fs.ErrNotExist
}

// Truncate implements store.Disk.
func (d *Disk) Truncate(name string, size int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.step(); err != nil {
		return err
	}
	f := d.names[name]
	if f == nil {
		return fs.ErrNotExist
	}
	if err := d.mayFail(sqlite3.IOERR_TRUNCATE); err != nil {
		return err
	}
	f.resize(size)
	return d.sync(f)
}

// Rename implements store.Disk.
func (d *Disk) Rename(from, to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.step(); err != nil {
		return err
	}
	if d.names[from] == nil {
		return fs.ErrNotExist
	}
	d.names[to] = d.names[from]
	delete(d.names, from)
	return nil
}

// Remove implements store.Disk.
func (d *Disk) Remove(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.step(); err != nil {
		return err
	}
	delete(d.names, name)
	return nil
}

// SyncFolder implements store.Disk.
func (d *Disk) SyncFolder(string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.step(); err != nil {
		return err
	}
	return d.syncNames()
}

func (d *Disk) syncNames() error {
	if err := d.mayFail(sqlite3.IOERR_DIR_FSYNC); err != nil {
		return err
	}
	if d.faults.LyingSync {
		return nil
	}
	clear(d.durable)
	for name, f := range d.names {
		d.durable[name] = f
	}
	return nil
}
