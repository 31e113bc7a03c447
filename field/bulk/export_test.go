// SPDX-License-Identifier: Apache-2.0

package bulk

import "crypto/sha256"

// TakeTurnsOf has fewer commands sent at a time, so that few households are enough for a work to be stopped half-way.
func (w *Works) TakeTurnsOf(n int) { w.turn = n }

// Watch looks at all works again and again until it is over, and says on open when it has begun. It takes its time with the works locked: where several watch, the lock
// goes to each in turn, and so they see each moment at which somebody else lets go of it.
func (w *Works) Watch(open chan<- struct{}, over <-chan struct{}, see func(Work)) {
	text := make([]byte, 4<<20)
	for begun := false; ; begun = true {
		w.mu.Lock()
		for _, h := range w.held {
			see(h.shown())
		}
		sha256.Sum256(text)
		w.mu.Unlock()
		if !begun {
			open <- struct{}{}
		}
		select {
		case <-over:
			return
		default:
		}
	}
}
