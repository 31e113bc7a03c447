// SPDX-License-Identifier: Apache-2.0

//go:build unix

package store

import (
	"errors"
	"os"
	"syscall"
)

// lockExclusively takes a lock that ends with the process, however it ends.
func lockExclusively(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// isDiskFull knows the three ways in which there is no room: on the disk, in somebody's share of it, and in a file that may not grow, as on a
// memory stick whose files end at 4 GB.
func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}
