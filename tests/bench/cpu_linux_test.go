// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"syscall"
	"time"
	"unsafe"
)

// usage is what this process has used so far.
func usage() (used syscall.Rusage) {
	syscall.Getrusage(syscall.RUSAGE_SELF, &used) // it fails for wrong arguments alone
	return used
}

// worked is how long processors have worked for the process.
func worked(used syscall.Rusage) time.Duration {
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// cpuTime is how long a processor has worked for the calling thread. It is what a request would take on a machine that does nothing else.
func cpuTime() time.Duration {
	const thisThread = 3 // CLOCK_THREAD_CPUTIME_ID
	var used syscall.Timespec
	if _, _, failed := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, thisThread, uintptr(unsafe.Pointer(&used)), 0); failed != 0 {
		return 0
	}
	return time.Duration(used.Nano())
}
