// SPDX-License-Identifier: Apache-2.0

package movement

// Fill proposes on which load each of some households goes: its number, or 0 where none has room left for all of them. Families stay together, so a household is
// on one load or on none. They are taken in the order in which they come, which is that of ReadyFor (whose clearances end first is first), each onto the
// first load that has room. Infants take a lap where the load carries nobody yet; beside others, whose laps are not known here, they
// take a seat. It promises nothing: Load judges each of them.
func Fill(ready []ReadyRow, loads []LoadRow) []int {
	carries := make([]count, len(loads))
	for i, l := range loads {
		carries[i].persons = l.Persons
	}
	out := make([]int, len(ready))
	for i, row := range ready {
		for n, l := range loads {
			more := carries[n]
			more.persons += row.Persons
			if l.Persons == 0 {
				more.laps += min(row.Infants, row.Persons-row.Infants)
			}
			if v := (Vehicle{Seats: l.Seats, Laps: l.Laps}); v.fits(more) {
				carries[n], out[i] = more, l.Number
				break
			}
		}
	}
	return out
}
