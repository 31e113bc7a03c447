// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"syscall"
	"time"
	"unsafe"
)

// cpuTime is how long a processor has worked for the calling thread. It is what a request would take on a machine that does nothing else.
func cpuTime() time.Duration {
	const thisThread = 3 // CLOCK_THREAD_CPUTIME_ID
	var used syscall.Timespec
	if _, _, failed := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, thisThread, uintptr(unsafe.Pointer(&used)), 0); failed != 0 {
		return 0
	}
	return time.Duration(used.Nano())
}
