// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import "syscall"

// processorSeconds is how long all processors worked for this process until now, 0 where the system does not say.
func processorSeconds() float64 {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}
