// SPDX-License-Identifier: Apache-2.0

package store

import (
	"sync"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// The file layer of go-sqlite3 reports a full disk as any I/O error: it looks for a bare errno and is given an *os.PathError. What
// cannot be written for want of room is told apart here, so that people read that the disk is full.

// whenFull returns the code of SQLite for a full disk where err is that, and err as it is otherwise.
func whenFull(err error) error {
	if isDiskFull(err) {
		return sqlite3.FULL
	}
	return err
}

// plainVFS is the operating system's file layer beneath a file that is not encrypted as a whole.
type plainVFS struct{ vfs.VFS }

// registerPlain makes the layer known to SQLite.
var registerPlain = sync.OnceFunc(func() { vfs.Register(plainLayer, plainVFS{vfs.Find("")}) })

// plainLayer is the name that SQLite knows it by.
const plainLayer = "safar-plain"

// OpenFilename implements vfs.VFSFilename.
func (p plainVFS) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpenFilename(p.VFS, name, flags)
	if err != nil {
		return nil, flags, err
	}
	return &plainFile{f}, flags, nil
}

type plainFile struct{ vfs.File }

// WriteAt implements io.WriterAt.
func (f *plainFile) WriteAt(p []byte, off int64) (int, error) {
	n, err := f.File.WriteAt(p, off)
	return n, whenFull(err)
}

// Unwrap implements vfs.FileUnwrap.
func (f *plainFile) Unwrap() vfs.File { return f.File }

// SharedMemory implements vfs.FileSharedMemory.
func (f *plainFile) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }

// LockState implements vfs.FileLockState.
func (f *plainFile) LockState() vfs.LockLevel { return vfsutil.WrapLockState(f.File) }

// PersistWAL implements vfs.FilePersistWAL.
func (f *plainFile) PersistWAL() bool { return vfsutil.WrapPersistWAL(f.File) }

// SetPersistWAL implements vfs.FilePersistWAL.
func (f *plainFile) SetPersistWAL(keep bool) { vfsutil.WrapSetPersistWAL(f.File, keep) }

// HasMoved implements vfs.FileHasMoved.
func (f *plainFile) HasMoved() (bool, error) { return vfsutil.WrapHasMoved(f.File) }

// SizeHint implements vfs.FileSizeHint: size in bytes.
func (f *plainFile) SizeHint(size int64) error { return vfsutil.WrapSizeHint(f.File, size) }

// BusyHandler implements vfs.FileBusyHandler.
func (f *plainFile) BusyHandler(handler func() bool) { vfsutil.WrapBusyHandler(f.File, handler) }
