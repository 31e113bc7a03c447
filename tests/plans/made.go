// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
)

// made is a problem of the hard types D and E as Chu and Beasley (1997) and Laguna and others (1995) describe them: what takes much room costs little.
type made struct {
	room  []int64
	needs [][]int64 // place, household
	costs [][]int64
}

// makeFile writes a problem by its name: the type, the number of places in two digits, and that of households.
func makeFile(file, name string) error {
	var kind byte
	var places, households int
	if _, err := fmt.Sscanf(name, "%c%2d%d", &kind, &places, &households); err != nil || kind != 'd' && kind != 'e' {
		return fmt.Errorf("%q is no problem that can be made: d20400 is one", name)
	}
	seed := fnv.New64a()
	seed.Write([]byte(name))
	return os.WriteFile(file, draw(rand.New(rand.NewPCG(seed.Sum64(), 0)), kind, places, households).text(), 0o600)
}

func draw(r *rand.Rand, kind byte, places, households int) made {
	m := made{}
	for range places {
		needs, costs, sum := make([]int64, households), make([]int64, households), int64(0)
		for h := range needs {
			if needs[h], costs[h] = drawD(r); kind == 'e' {
				needs[h], costs[h] = drawE(r)
			}
			sum += needs[h]
		}
		m.needs, m.costs = append(m.needs, needs), append(m.costs, costs)
		m.room = append(m.room, sum*8/10/int64(places))
	}
	return m
}

func drawD(r *rand.Rand) (need, cost int64) {
	need = 1 + r.Int64N(100)
	return need, 111 - need + r.Int64N(21) - 10
}

func drawE(r *rand.Rand) (need, cost int64) {
	need = int64(1 - 10*math.Log(1-r.Float64()))
	return need, int64(1000/float64(need) - 10*r.Float64())
}

// text is the form in which such problems are exchanged.
func (m made) text() []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, len(m.room), len(m.needs[0]))
	for _, rows := range [][][]int64{m.costs, m.needs} {
		for _, row := range rows {
			for _, n := range row {
				fmt.Fprint(&b, n, " ")
			}
			fmt.Fprintln(&b)
		}
	}
	for _, r := range m.room {
		fmt.Fprint(&b, r, " ")
	}
	fmt.Fprintln(&b)
	return b.Bytes()
}
