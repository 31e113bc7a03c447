// SPDX-License-Identifier: Apache-2.0

package demo

// leave arranges a convoy: telling, choosing, plots, money, the road, the houses, and what came after.
func (f *filling) leave(c *convoy) {
	f.on(c.day-28, "telling", f.tell(c.households))
	f.on(c.day-24, "answers", f.answer(c.households, leaves))
	f.on(c.day-20, "plots", f.checkAndPromise(c.households))
}
