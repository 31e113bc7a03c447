// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"time"

	"safar/web/words"
)

// waitingLine says on the terminal how long something takes, each second from the first on, until done is called. What names in
// the catalogues what is done.
func waitingLine(what string) (done func()) {
	what = printer().T(what)
	began, ended, gone := time.Now(), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		said := false
		for {
			select {
			case <-tick.C:
				said = true
				fmt.Fprintf(os.Stderr, "\r%s: %.0f s", what, time.Since(began).Seconds())
			case <-ended:
				if said {
					fmt.Fprintln(os.Stderr)
				}
				return
			}
		}
	}()
	return func() {
		close(ended)
		<-gone
	}
}

// progressLine returns a function that keeps one line on the terminal up to date, at most ten times a second. What names in the
// catalogues what is done.
func progressLine(what string, args ...words.Args) func(done, total int) {
	var last time.Time
	what = printer().T(what, args...)
	return func(done, total int) {
		if now := time.Now(); now.Sub(last) >= 100*time.Millisecond {
			last = now
			fmt.Fprintf(os.Stderr, "\r%s: %d%%", what, 100*done/max(total, 1))
		}
	}
}
