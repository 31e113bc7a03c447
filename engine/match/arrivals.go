// SPDX-License-Identifier: Apache-2.0

package match

import "math/rand/v2"

// Arrivals places households as they come, in batches, while nobody knows who comes next. Room is kept for who is to be expected: those to come are drawn, by chance from a seed, from those who came
// before, what the room is worth to all of them together is found, and each batch is placed as well as can be where everybody also pays for the room that they take. Who was placed stays.
//
// Source of the method: bid prices from sampled futures, as Ahani, Gölz, Procaccia, Teytelboym and Trapp use them for refugees (Operations Research 72(3), 2024).
type Arrivals struct {
	room  [][]int64   // that is left
	known []Household // who came before, here and in earlier years
	left  int         // how many are still expected
	worth *Worth
	drawn uint64 // futures that were drawn
}

const (
	futures     = 4   // drawn for each batch, one after the other
	blend       = 8   // each counts for one part of so many, and what was known before for the others: few who came tell little of who comes
	futureLong  = 600 // rounds for what room is worth, the first time
	futureShort = 200 // and from what it was worth before
	worthScale  = 8   // how finely what room is worth is told between futures
)

// NewArrivals begins with the room of all places, place → dimension, how many households are expected in all, and households who came in earlier years, nil for none: the more are known, the better is
// foreseen who comes.
func NewArrivals(room [][]int64, expected int, before []Household) *Arrivals {
	a := &Arrivals{left: expected, known: append([]Household{}, before...)}
	for _, r := range room {
		a.room = append(a.room, append([]int64{}, r...))
	}
	return a
}

// Left is the room that is left, place → dimension. It must not be changed.
func (a *Arrivals) Left() [][]int64 { return a.room }

// Place places a batch of households, and returns the option of each, -1 for one that must be placed and could not be. The search is that of Solve, of the batch alone. Errors as Solve; nobody is placed then.
func (a *Arrivals) Place(batch []Household, s Search) ([]int, error) {
	a.known = append(a.known, batch...)
	a.left = max(0, a.left-len(batch))
	if err := a.lookAhead(batch, s.Seed); err != nil {
		return nil, err
	}
	plan, err := Solve(&Problem{Room: a.room, Households: a.paying(batch)}, s)
	if err != nil {
		return nil, err
	}
	p := &Problem{Room: a.room, Households: batch}
	for h, o := range plan.Options {
		p.move(h, o, -1, a.room)
	}
	return plan.Options, nil
}

// lookAhead finds what room is worth to a batch and to those who may come after it.
func (a *Arrivals) lookAhead(batch []Household, seed uint64) error {
	if a.left == 0 { // nobody comes any more, and room is worth nothing beyond the batch
		a.worth = nil
		return nil
	}
	for range futures {
		rounds := futureShort
		if a.worth == nil {
			rounds = futureLong
		}
		worth, err := WorthOf(a.future(batch, seed), rounds, a.worth)
		if err != nil {
			return err
		}
		a.worth = blended(a.worth, worth, int64(min(a.drawn, blend)))
	}
	return nil
}

// future is a batch with who might come after it: as many as are expected and, by chance, a little more: that some room is left over costs less than that it is short. They are dealt from those who are known: each once, before anybody comes twice.
func (a *Arrivals) future(batch []Household, seed uint64) *Problem {
	a.drawn++
	r := rand.New(rand.NewPCG(seed, a.drawn))
	all := append(make([]Household, 0, len(batch)+a.left), batch...)
	for most := len(all) + a.left + root(a.left) - 1; len(a.known) > 0 && len(all) < most; {
		for _, i := range r.Perm(len(a.known))[:min(len(a.known), most-len(all))] {
			all = append(all, a.known[i])
		}
	}
	return &Problem{Room: a.room, Households: all}
}

// root is the square root of a number, rounded down: about so many more or fewer come than are expected.
func root(n int) (r int) {
	for (r+1)*(r+1) <= n {
		r++
	}
	return r
}

// blended is what room was worth before, a little nearer to what it is worth in one more future: the mean of the first futures, and then one part of so many of each.
func blended(before, now *Worth, part int64) *Worth {
	w := &Worth{price: make([]int64, len(now.price)), dims: now.dims, scale: worthScale}
	for i, v := range now.price {
		w.price[i] = rescaled(v, now.scale, worthScale)
		if before != nil {
			w.price[i] = ((part-1)*before.price[i] + w.price[i]) / part
		}
	}
	return w
}

// paying are the households of a batch, whose options cost what their room is worth as well.
func (a *Arrivals) paying(batch []Household) []Household {
	if a.worth == nil {
		return batch
	}
	all := make([]Household, len(batch))
	for i, h := range batch {
		all[i].Options = append([]Option{}, h.Options...)
		for o := range all[i].Options {
			option := &all[i].Options[o]
			option.Cost = min(MostCost, option.Cost+a.worth.Of(*option))
		}
	}
	return all
}
