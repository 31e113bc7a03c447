// SPDX-License-Identifier: Apache-2.0

package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/ncruces/go-sqlite3/vfs"

	"safar/kernel/fault"
)

// Disk is what a file layer named in SQLiteOptions.VFS offers beside vfs.VFS, for what the store does to files itself.
// Names that do not exist give an error that is os.ErrNotExist.
type Disk interface {
	// SizeOf returns the size of a file in bytes.
	SizeOf(name string) (int64, error)
	// Truncate cuts a file to size bytes and makes that durable.
	Truncate(name string, size int64) error
	// Rename gives a file another name; it is durable after SyncFolder.
	Rename(from, to string) error
	// Remove removes a file; it is durable after SyncFolder. A file that does not exist is removed already.
	Remove(name string) error
	// SyncFolder makes the making and removing of files in the folder of name durable.
	SyncFolder(name string) error
}

func diskFor(layer string) (Disk, error) {
	if layer == "" {
		return systemDisk{}, nil
	}
	disk, ok := vfs.Find(layer).(Disk)
	if !ok {
		return nil, fmt.Errorf("store: the file layer %q is not registered or is no Disk", layer)
	}
	return disk, nil
}

func sizeOrZero(disk Disk, name string) (int64, error) {
	size, err := disk.SizeOf(name)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	return size, err
}

// systemDisk is the operating system's.
type systemDisk struct{}

// SizeOf implements disk.
func (systemDisk) SizeOf(name string) (int64, error) {
	info, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Truncate implements disk: it is durable when it returns.
func (systemDisk) Truncate(name string, size int64) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Truncate(size), f.Sync(), f.Close())
}

// Rename implements disk.
func (systemDisk) Rename(from, to string) error { return os.Rename(from, to) }

// Remove implements disk: what is not there is removed already.
func (systemDisk) Remove(name string) error {
	if err := os.Remove(name); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// SyncFolder implements disk.
func (systemDisk) SyncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil // NTFS journals names itself, and a folder cannot be synced
	}
	f, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// fileLock is held on path.lock while a store is open. The file keeps a check value of the key, so that a wrong key and a
// damaged file can be told apart: encrypted, both look like noise.
type fileLock struct{ file *os.File }

// lockFile takes the lock; on a simulated disk, which no other process can see, there is none.
func lockFile(disk Disk, name string) (*fileLock, error) {
	const op = "store.OpenSQLite"
	if _, system := disk.(systemDisk); !system {
		return &fileLock{}, nil
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, sqliteFault(op, err)
	}
	if err := lockExclusively(f); err != nil {
		f.Close()
		return nil, fault.New(op, fault.Unavailable, "store.in_use", nil).Because(err)
	}
	return &fileLock{f}, nil
}

func (l *fileLock) release() {
	if l.file != nil {
		l.file.Close()
	}
}

// keyCheck is a value that tells a key from others and from which it cannot be found: the key is 256 random bits.
func keyCheck(key []byte) []byte {
	if key == nil {
		return nil
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("safar store key check"))
	return mac.Sum(nil)
}

// remembers reports whether check was the key's when the file was last opened well.
func (l *fileLock) remembers(check []byte) bool {
	if l.file == nil {
		return false
	}
	kept := make([]byte, len(check)+1)
	n, _ := l.file.ReadAt(kept, 0)
	return hmac.Equal(kept[:n], check)
}

// remember keeps check. A failure costs only the better of two messages, so it is not reported.
func (l *fileLock) remember(check []byte) {
	if l.file == nil || l.remembers(check) {
		return
	}
	if l.file.Truncate(0) == nil {
		l.file.WriteAt(check, 0)
	}
}
