// SPDX-License-Identifier: Apache-2.0

package main

import "syscall"

// processorSeconds is how long all processors worked for this process until now, 0 where the system does not say.
func processorSeconds() float64 {
	var created, ended, kernel, user syscall.Filetime
	self, err := syscall.GetCurrentProcess()
	if err != nil || syscall.GetProcessTimes(self, &created, &ended, &kernel, &user) != nil {
		return 0
	}
	const tick = 1e-7 // a Filetime of a span counts hundreds of nanoseconds
	ticks := func(f syscall.Filetime) float64 {
		return float64(uint64(f.HighDateTime)<<32|uint64(f.LowDateTime)) * tick
	}
	return ticks(kernel) + ticks(user)
}
