// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"io"
	"os"
)

// CopyBeside copies the file, encrypted as it is, to path.SUFFIX, durably, while nothing is written. An older copy of that
// name is replaced, but only once the new one is whole. It opens with the same key.
func (s *SQLite) CopyBeside(ctx context.Context, suffix string) error {
	const op = "store.CopyBeside"
	if _, system := s.disk.(systemDisk); !system {
		return sqliteFault(op, errNoCopy)
	}
	if err := s.takeWriter(ctx); err != nil {
		return err
	}
	defer func() { s.writing <- struct{}{} }()
	if s.broken {
		if err := s.heal(ctx); err != nil {
			return err
		}
	}
	// With the log empty and the writer held, the file alone is the database.
	if err := s.writer.checkpoint(ctx); err != nil {
		return err
	}
	to := s.path + "." + suffix
	if err := copyFile(s.path, to+".part"); err != nil {
		return sqliteFault(op, err)
	}
	if err := os.Rename(to+".part", to); err != nil {
		return sqliteFault(op, err)
	}
	return sqliteFault(op, s.disk.SyncFolder(to))
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Sync()
}
