// SPDX-License-Identifier: Apache-2.0

package store

import (
	"encoding/binary"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
	"lukechampine.com/adiantum"
	"lukechampine.com/adiantum/hbsh"
)

// cipherVFS encrypts what SQLite writes, with Adiantum, a wide-block cipher: every bit of a cell depends on every other, on the
// key, and on where the cell stands. It hides content and not that something changed; and it does not prove that nobody
// tampered, which the journal's own hashes and signatures do.
//
// A file is a row of cells, each encrypted for itself. In the database and in rollback journals a cell is a page of 4 KiB.
// In the write-ahead log the cells are the log's own: a header of 32 bytes, then for each frame its header of 24 bytes and
// its page, each beginning a new sector of 512 bytes. So no two frames share a cell, nor a sector. With plain 4 KiB blocks in
// the log, as go-sqlite3's own vfs/adiantum has them, the end of a committed frame is written again together with the next: a
// write that fails half-way turns what was committed to noise in the running system, from where it is folded into
// the database (the crash tests found it in one schedule of ten); a torn last block keeps the file from opening; every commit is
// padded by a page; and every page costs three encryptions and three decryptions instead of one encryption.
type cipherVFS struct {
	vfs.VFS
	key []byte
}

var ciphers atomic.Int64

// registerCipher puts encryption with key above the file layer base and returns the name of both together. The key
// stays in the layer: as a parameter or a PRAGMA it would stay readable in SQLite's memory.
func registerCipher(base string, key []byte) string {
	name := fmt.Sprintf("safar-cipher-%d", ciphers.Add(1))
	vfs.Register(name, &cipherVFS{vfs.Find(base), append([]byte(nil), key...)})
	return name
}

// Open implements vfs.VFS; files without a name are temporary and never reach a disk.
func (c *cipherVFS) Open(name string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	if name == "" {
		return &vfsutil.SliceFile{}, flags | vfs.OPEN_MEMORY, nil
	}
	return nil, flags, sqlite3.CANTOPEN
}

// OpenFilename implements vfs.VFSFilename.
func (c *cipherVFS) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	if name == nil || name.String() == "" {
		return c.Open("", flags)
	}
	f, flags, err := vfsutil.WrapOpenFilename(c.VFS, name, flags)
	if err != nil {
		return nil, flags, err
	}
	return &cipherFile{File: f, cipher: adiantum.New(c.key), log: flags&vfs.OPEN_WAL != 0}, flags, nil
}

const (
	pageSize       = 4096
	sectorSize     = 512
	logHeader      = 32 // https://sqlite.org/fileformat.html#the_write_ahead_log
	logFrameHeader = 24
	logFrame       = logFrameHeader + pageSize

	logSlot       = sectorSize + pageSize // what a frame takes on the disk
	logTweak byte = 1                     // sets the cells of a log apart from those of a database at the same place
)

type cipherFile struct {
	vfs.File
	cipher *hbsh.HBSH
	log    bool
	tweak  [9]byte
	buffer [pageSize]byte
}

// cell returns where the cell that holds the byte at off begins for SQLite and on the disk, and its size.
func (f *cipherFile) cell(off int64) (start, place int64, size int) {
	if !f.log {
		start = off - off%pageSize
		return start, start, pageSize
	}
	if off < logHeader {
		return 0, 0, logHeader
	}
	frame, within := (off-logHeader)/logFrame, (off-logHeader)%logFrame
	slot := sectorSize + frame*logSlot
	if within < logFrameHeader {
		return off - within, slot, logFrameHeader
	}
	return off - within + logFrameHeader, slot + sectorSize, pageSize
}

// Size implements vfs.File: of a log, what SQLite would find without our gaps.
func (f *cipherFile) Size() (int64, error) {
	size, err := f.File.Size()
	if err != nil || !f.log {
		return size, err
	}
	if size < sectorSize {
		return min(size, logHeader), nil
	}
	frames, within := (size-sectorSize)/logSlot, (size-sectorSize)%logSlot
	return logHeader + frames*logFrame + min(within, logFrameHeader) + max(within-sectorSize, 0), nil
}

func (f *cipherFile) tweakAt(place int64) []byte {
	binary.LittleEndian.PutUint64(f.tweak[:], uint64(place))
	if f.log {
		f.tweak[8] = logTweak
		return f.tweak[:]
	}
	return f.tweak[:8]
}

// ReadAt implements io.ReaderAt. A cell that is cut short at the end of the file cannot be decrypted and is not there.
func (f *cipherFile) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		start, place, size := f.cell(off + int64(n))
		skip := int(off + int64(n) - start)
		whole := skip == 0 && len(p)-n >= size
		cell := f.buffer[:size]
		if whole {
			cell = p[n : n+size]
		}
		if err := f.readCell(cell, place); err != nil {
			return n, err
		}
		if whole {
			n += size
		} else {
			n += copy(p[n:], cell[skip:])
		}
	}
	return n, nil
}

func (f *cipherFile) readCell(cell []byte, place int64) error {
	if m, err := f.File.ReadAt(cell, place); m != len(cell) {
		if err == nil {
			err = io.EOF
		}
		return err
	}
	f.cipher.Decrypt(cell, f.tweakAt(place))
	return nil
}

// WriteAt implements io.WriterAt. SQLite writes whole cells, but for journals.
func (f *cipherFile) WriteAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		start, place, size := f.cell(off + int64(n))
		skip := int(off + int64(n) - start)
		cell := f.buffer[:size]
		if skip > 0 || len(p)-n < size {
			if err := f.readCell(cell, place); err == io.EOF {
				clear(cell)
			} else if err != nil {
				return n, err
			}
		}
		written := copy(cell[skip:], p[n:])
		f.cipher.Encrypt(cell, f.tweakAt(place))
		if m, err := f.File.WriteAt(cell, place); m != size {
			return n, whenFull(err)
		}
		n += written
	}
	return n, nil
}

// Truncate implements vfs.File: to whole cells.
func (f *cipherFile) Truncate(size int64) error {
	if f.log && size > 0 {
		_, place, cell := f.cell(size - 1)
		size = place + int64(cell)
	} else {
		size = roundUp(size)
	}
	return f.File.Truncate(size)
}

func roundUp(size int64) int64 { return (size + pageSize - 1) / pageSize * pageSize }

// SectorSize implements vfs.File: what one write may touch.
func (f *cipherFile) SectorSize() int { return max(f.File.SectorSize(), pageSize) }

// DeviceCharacteristics implements vfs.File. We can say what the disk alone could not: that a write cut short leaves the
// pages and frames beside it alone, since they share no sector. SQLite asks the database and spares every commit to the log
// a page of padding, which would be written in two parts and break that. In a rollback journal it is not true; ours is used
// only while a file is born under another name.
func (f *cipherFile) DeviceCharacteristics() vfs.DeviceCharacteristic {
	const safe = vfs.IOCAP_ATOMIC4K | vfs.IOCAP_SEQUENTIAL | vfs.IOCAP_UNDELETABLE_WHEN_OPEN
	return f.File.DeviceCharacteristics()&safe | vfs.IOCAP_POWERSAFE_OVERWRITE
}

// The rest is passed on to the file beneath.

// Unwrap implements vfs.FileUnwrap.
func (f *cipherFile) Unwrap() vfs.File { return f.File }

// SharedMemory implements vfs.FileSharedMemory.
func (f *cipherFile) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }

// LockState implements vfs.FileLockState.
func (f *cipherFile) LockState() vfs.LockLevel { return vfsutil.WrapLockState(f.File) }

// PersistWAL implements vfs.FilePersistWAL.
func (f *cipherFile) PersistWAL() bool { return vfsutil.WrapPersistWAL(f.File) }

// SetPersistWAL implements vfs.FilePersistWAL.
func (f *cipherFile) SetPersistWAL(keep bool) { vfsutil.WrapSetPersistWAL(f.File, keep) }

// HasMoved implements vfs.FileHasMoved.
func (f *cipherFile) HasMoved() (bool, error) { return vfsutil.WrapHasMoved(f.File) }

// SizeHint implements vfs.FileSizeHint: size in bytes, up to whole blocks.
func (f *cipherFile) SizeHint(size int64) error { return vfsutil.WrapSizeHint(f.File, roundUp(size)) }

// BusyHandler implements vfs.FileBusyHandler.
func (f *cipherFile) BusyHandler(handler func() bool) { vfsutil.WrapBusyHandler(f.File, handler) }
