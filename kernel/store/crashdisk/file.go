// SPDX-License-Identifier: Apache-2.0

package crashdisk

import (
	"io"
	"maps"
	"slices"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// file is one file of the disk.
type file struct {
	now   []byte         // what the running system reads
	safe  []byte         // what is certainly on the disk
	dirty map[int64]bool // sectors in which now and safe may differ and that the next sync will write
	locks locks
}

// sorted returns the names of all maps in order, so that one seed always gives one story.
func sorted(all ...map[string]*file) []string {
	names := map[string]bool{}
	for _, m := range all {
		for name := range m {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func (f *file) resize(size int64) {
	for at := min(size, int64(len(f.now))); at < max(size, int64(len(f.now))); at += sectorSize {
		f.dirty[at/sectorSize] = true
	}
	if size <= int64(len(f.now)) {
		f.now = f.now[:size]
		return
	}
	f.now = append(f.now, make([]byte, size-int64(len(f.now)))...)
}

func (f *file) write(p []byte, off int64) {
	if end := off + int64(len(p)); end > int64(len(f.now)) {
		f.resize(end)
	}
	copy(f.now[off:], p)
	for s := off / sectorSize; s <= (off+int64(len(p))-1)/sectorSize; s++ {
		f.dirty[s] = true
	}
}

// sector returns the part of content that is sector s.
func sector(content []byte, s int64) []byte {
	from := min(s*sectorSize, int64(len(content)))
	return content[from:min(from+sectorSize, int64(len(content)))]
}

// persist brings one sector to the disk.
func (f *file) persist(s int64) {
	f.safe = grown(f.safe, min((s+1)*sectorSize, int64(len(f.now))))
	copy(sector(f.safe, s), sector(f.now, s))
}

func grown(content []byte, size int64) []byte {
	if more := size - int64(len(content)); more > 0 {
		return append(content, make([]byte, more)...)
	}
	return content
}

// sync brings a file to the disk, or fails and leaves some of it forgotten. It is called with mu held.
func (d *Disk) sync(f *file) error {
	if d.faults.LyingSync {
		return nil
	}
	if err := d.mayFail(sqlite3.IOERR_FSYNC); err != nil {
		for _, s := range slices.Sorted(maps.Keys(f.dirty)) {
			switch d.rng.IntN(3) {
			case 0:
				f.persist(s)
				delete(f.dirty, s)
			case 1:
				d.counted.ForgottenSectors++
				delete(f.dirty, s)
			}
		}
		return err
	}
	for s := range f.dirty {
		f.persist(s)
	}
	f.safe = grown(f.safe, int64(len(f.now)))[:len(f.now)]
	clear(f.dirty)
	return nil
}

// crash returns what the power cut left of the file.
func (f *file) crash(d *Disk) []byte {
	left := append([]byte(nil), f.safe...)
	for _, s := range slices.Sorted(maps.Keys(f.dirty)) {
		end := min((s+1)*sectorSize, int64(len(f.now)))
		if end <= s*sectorSize { // cut off: the truncation is decided below
			continue
		}
		switch d.rng.IntN(3) {
		case 0:
			left = grown(left, end)
			copy(sector(left, s), sector(f.now, s))
		case 1:
			d.counted.DroppedSectors++
		case 2:
			d.counted.GarbledSectors++
			left = grown(left, end)
			for i := range sector(left, s) {
				left[s*sectorSize+int64(i)] = byte(d.rng.Uint32())
			}
		}
	}
	return f.endAt(d, left)
}

// endAt decides the size after a power cut: as the system saw it, or as the last kept sector or the last sync left it.
func (f *file) endAt(d *Disk, left []byte) []byte {
	if d.rng.IntN(2) == 0 {
		if len(left) > len(f.now) {
			d.counted.LostTruncations++
		}
		return left
	}
	return grown(left, int64(len(f.now)))[:len(f.now)]
}

// handle is an open file.
type handle struct {
	disk   *Disk
	file   *file
	life   int
	level  vfs.LockLevel
	shared vfs.SharedMemory
}

var (
	_ vfs.FileSharedMemory = &handle{}
	_ vfs.FileLockState    = &handle{}
)

// begin takes the disk for one operation; the caller unlocks it.
func (h *handle) begin() error {
	h.disk.mu.Lock()
	if h.life != h.disk.life {
		return sqlite3.IOERR
	}
	return h.disk.step()
}

func (h *handle) end() { h.disk.mu.Unlock() }

// ReadAt implements io.ReaderAt: what was written is read back, durable or not.
func (h *handle) ReadAt(p []byte, off int64) (int, error) {
	defer h.end()
	if err := h.begin(); err != nil {
		return 0, sqlite3.IOERR_READ
	}
	if err := h.disk.mayFail(sqlite3.IOERR_READ); err != nil {
		return 0, err
	}
	if off >= int64(len(h.file.now)) {
		return 0, io.EOF
	}
	n := copy(p, h.file.now[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// WriteAt implements io.WriterAt: the sectors may be lost, torn or garbled until they are synced.
func (h *handle) WriteAt(p []byte, off int64) (int, error) {
	defer h.end()
	wasDead := !h.disk.Alive()
	err := h.begin()
	if err != nil {
		err = sqlite3.IOERR_WRITE
		if wasDead || h.life != h.disk.life {
			return 0, err
		}
	} else if err = h.disk.mayFail(sqlite3.IOERR_WRITE); err == nil {
		err = h.disk.mayBeFull()
	}
	if err != nil { // some of it may have been written, also by the write at which the power went
		if n := h.disk.rng.IntN(len(p) + 1); n > 0 {
			h.file.write(p[:n], off)
		}
		return 0, err
	}
	h.file.write(p, off)
	return len(p), nil
}

// Truncate implements vfs.File; it too may be lost until it is synced.
func (h *handle) Truncate(size int64) error {
	defer h.end()
	if err := h.begin(); err != nil {
		return sqlite3.IOERR_TRUNCATE
	}
	if err := h.disk.mayFail(sqlite3.IOERR_TRUNCATE); err != nil {
		return err
	}
	h.file.resize(size)
	return nil
}

// Sync implements vfs.File: it makes what was written durable, where the disk does not lie.
func (h *handle) Sync(vfs.SyncFlag) error {
	defer h.end()
	if err := h.begin(); err != nil {
		return sqlite3.IOERR_FSYNC
	}
	return h.disk.sync(h.file)
}

// Size implements vfs.File: in bytes.
func (h *handle) Size() (int64, error) {
	defer h.end()
	if err := h.begin(); err != nil {
		return 0, sqlite3.IOERR_FSTAT
	}
	return int64(len(h.file.now)), nil
}

// Close implements io.Closer; it makes nothing durable.
func (h *handle) Close() error {
	if h.shared != nil {
		h.shared.Close()
	}
	return h.Unlock(vfs.LOCK_NONE)
}

// SectorSize implements vfs.File: in bytes.
func (h *handle) SectorSize() int { return sectorSize }

// DeviceCharacteristics implements vfs.File: the disk promises nothing.
func (h *handle) DeviceCharacteristics() vfs.DeviceCharacteristic { return 0 }

// SharedMemory implements vfs.FileSharedMemory.
func (h *handle) SharedMemory() vfs.SharedMemory { return h.shared }

// LockState implements vfs.FileLockState.
func (h *handle) LockState() vfs.LockLevel { return h.level }

// locks are SQLite's locks on one file: many may read, one of them may prepare to write, and write once it is alone.
type locks struct {
	readers  int
	reserved *handle
	pending  *handle
}

// Lock implements vfs.File.
func (h *handle) Lock(level vfs.LockLevel) error {
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	l := &h.file.locks
	if h.level >= level {
		return nil
	}
	switch level {
	case vfs.LOCK_SHARED:
		if l.pending != nil {
			return sqlite3.BUSY
		}
		l.readers++
	case vfs.LOCK_RESERVED:
		if l.reserved != nil {
			return sqlite3.BUSY
		}
		l.reserved = h
	case vfs.LOCK_EXCLUSIVE:
		if (l.pending != nil && l.pending != h) || (l.reserved != nil && l.reserved != h) {
			return sqlite3.BUSY
		}
		if l.readers > 1 {
			if h.level == vfs.LOCK_RESERVED {
				l.pending, h.level = h, vfs.LOCK_PENDING
			}
			return sqlite3.BUSY
		}
		l.reserved, l.pending = h, h
	}
	h.level = level
	return nil
}

// Unlock implements vfs.File.
func (h *handle) Unlock(level vfs.LockLevel) error {
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	l := &h.file.locks
	if h.level <= level {
		return nil
	}
	if l.reserved == h {
		l.reserved = nil
	}
	if l.pending == h {
		l.pending = nil
	}
	if level == vfs.LOCK_NONE {
		l.readers--
	}
	h.level = level
	return nil
}

// CheckReservedLock implements vfs.File.
func (h *handle) CheckReservedLock() (bool, error) {
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	return h.file.locks.reserved != nil, nil
}
