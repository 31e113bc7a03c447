// SPDX-License-Identifier: Apache-2.0

package match

// Worth is what room is worth: prices at which households who each look for themselves fill the places about as they should. It is an estimate, and the same on every machine.
type Worth struct {
	price []int64 // place*dims + dimension → of one unit, times 1<<scale
	dims  int
	scale uint
}

// How much higher than the first bound the best is, or so it is guessed: one part of so many, from nothing and from what room was worth before.
const (
	worthFar  = 20
	worthNear = 50
)

// WorthOf finds what the room of a problem is worth to its households, in so many rounds, beginning from what it was worth before; nil begins at nothing. Error where the numbers are too
// large together.
func WorthOf(p *Problem, rounds int, before *Worth) (*Worth, error) {
	prices, err := newPrices(compacted(p))
	if err != nil {
		return nil, err
	}
	if before != nil && len(before.price) == len(prices.price) {
		for i, v := range before.price {
			prices.price[i] = min(rescaled(v, before.scale, prices.scale), prices.dearest)
		}
	}
	floor, part := prices.bound(prices.price), int64(worthFar)
	if before != nil {
		part = worthNear
	}
	prices.climb(rounds, floor+max(floor, -floor)/part, func() bool { return false })
	return &Worth{prices.price, prices.dims, prices.scale}, nil
}

func rescaled(v int64, from, to uint) int64 {
	if from > to {
		return v >> (from - to)
	}
	return v << (to - from)
}

// Of is what the room is worth that an option takes, in units of cost, rounded.
func (w *Worth) Of(o Option) int64 {
	if o.Place == Unplaced {
		return 0
	}
	sum := int64(0)
	for d, n := range o.Needs {
		sum += w.price[o.Place*w.dims+d] * n
	}
	return (sum + 1<<w.scale>>1) >> w.scale
}
