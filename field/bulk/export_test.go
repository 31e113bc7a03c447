// SPDX-License-Identifier: Apache-2.0

package bulk

// TakeTurnsOf has fewer commands sent at a time, so that few households are enough for a work to be stopped half-way.
func (w *Works) TakeTurnsOf(n int) { w.turn = n }
