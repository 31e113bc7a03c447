// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import "syscall"

// keepPrivate lets every file that this process makes be read by its owner alone: databases and their logs, lists of refused rows,
// the socket. Whoever else has an account on the machine sees none of it, whatever the folder's mode.
func keepPrivate() { syscall.Umask(0o077) }
