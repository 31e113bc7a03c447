// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"syscall"
	"time"
)

// cpuTime is how long a processor has worked for the calling thread. It is what a request would take on a machine that does nothing else.
func cpuTime() time.Duration {
	const thisThread = 1 // RUSAGE_THREAD
	var used syscall.Rusage
	if err := syscall.Getrusage(thisThread, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
