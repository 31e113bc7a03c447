// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"

	"safar/kernel/fault"
)

// affordable holds what a payment gives against what may be given: an amount that is more than its ceiling or its grant could never be paid, and one that
// is less than one unit of the currency was meant in units.
func (r *reader) affordable(s *Step) {
	if s.Verb != payVerb {
		return
	}
	var sum int64
	for _, part := range s.Gives {
		least, known := part.Amount.fixed(supposed{})
		if known {
			sum += max(least, 0)
		}
		if known && least < 0 {
			r.late(part.Amount.node, "programme.amount_negative", "", fault.Args{"name": part.Name})
		}
		r.inUnits(part)
	}
	for _, most := range [...]int64{s.Ceiling, grantCeiling(s.Grant)} {
		if most > 0 && sum > most {
			r.late(s.node, "programme.amount_above", "programme.amount_above.hint",
				fault.Args{"id": s.ID, "amount": sum, "most": most, "currency": r.p.Currency})
			return
		}
	}
}

func grantCeiling(g *Grant) int64 {
	if g == nil {
		return 0
	}
	return g.Ceiling
}

// inUnits advises of an amount that is less than one unit of the currency for a single person: 5 are five cents.
func (r *reader) inUnits(part Part) {
	digits, known := MinorDigits(r.p.Currency)
	amount, fixed := part.Amount.fixed(supposed{people: types.IntOne})
	unit := int64(1)
	for range digits {
		unit *= 10
	}
	if known && fixed && amount > 0 && amount < unit {
		r.advise(part.Amount.node, "programme.amount_in_units", "programme.amount_in_units.hint",
			fault.Args{"name": part.Name, "amount": amount, "currency": r.p.Currency, "units": amount * unit})
	}
}

// fixed returns what an amount comes to whoever it is for, and whether it does.
func (c *Condition) fixed(by supposed) (int64, bool) {
	if c.program == nil {
		return 0, false
	}
	by.names = c.refs
	v, _, err := c.program.Eval(&by)
	n, whole := v.(types.Int)
	return int64(n), err == nil && whole
}

// supposed answers the names of an amount: each count of people with one number, and nothing else.
type supposed struct {
	people types.Int // what each count is; 0 where none is known
	names  []*slot
}

// Parent returns nil: there is nothing behind it.
func (*supposed) Parent() interpreter.Activation { return nil }

// ResolveName returns what a name stands for, or its own unknown.
func (u *supposed) ResolveName(name string) (any, bool) {
	for _, s := range u.names {
		switch {
		case s.name != name:
		case s.kind == slotSubject && u.people > 0:
			return u.people, true
		default:
			return s.unknown, true
		}
	}
	return nil, false
}
