// SPDX-License-Identifier: Apache-2.0

package spelling

// Distance returns how many slips lie between two words, counted in letters; most+1 where they are more than most.
func Distance(a, b string, most int) int { return distance([]rune(a), []rune(b), most) }

func distance(a, b []rune, most int) int {
	a, b = differing(a, b)
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > most {
		return most + 1
	}
	if len(a) == 0 {
		return len(b)
	}
	return byRows(a, b, most)
}

// differing leaves out the letters with which both words begin and end.
func differing(a, b []rune) ([]rune, []rune) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

// longest is how many letters of a word are compared without taking memory for each comparison; names are shorter.
const longest = 32

// byRows fills the table of distances row by row, keeping the last three, and stops where a whole row is above most.
func byRows(a, b []rune, most int) int {
	var space [3][longest + 1]int
	before, last, row := space[0][:], space[1][:], space[2][:]
	if len(b) > longest {
		before, last, row = make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	}
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		least := row[0]
		for j := range b {
			slips := last[j]
			if a[i] != b[j] {
				slips = min(last[j], last[j+1], row[j]) + 1
				if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
					slips = min(slips, before[j-1]+1)
				}
			}
			row[j+1] = slips
			least = min(least, slips)
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most+1)
}
