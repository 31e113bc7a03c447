// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"time"
)

// progressLine returns a function that keeps one line on the terminal up to date, at most ten times a second. What names in the
// catalogues what is done.
func progressLine(what string) func(done, total int) {
	var last time.Time
	what = printer().T(what)
	return func(done, total int) {
		if now := time.Now(); now.Sub(last) >= 100*time.Millisecond {
			last = now
			fmt.Fprintf(os.Stderr, "\r%s: %d%%", what, 100*done/max(total, 1))
		}
	}
}
