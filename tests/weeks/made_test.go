// SPDX-License-Identifier: Apache-2.0

package main

import (
	"reflect"
	"testing"

	"safar/engine/match"
)

// A year that is made up is a problem that holds, the same from the same seed, and the earlier year is one of the same places and of other households, drawn alike.
func TestAYearIsMadeUpWithAnEarlierOne(t *testing.T) {
	p, before := made(7)
	again, beforeAgain := made(7)
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	if err := (&match.Problem{Room: p.Room, Households: before}).Check(); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(p, again) || !reflect.DeepEqual(before, beforeAgain) || reflect.DeepEqual(p.Households, before) {
		t.Error("another year from the same seed, or the same year twice")
	}
	if now, then := people(p.Households), people(before); now < 11_000 || now > 14_000 || now-then > 500 || then-now > 500 {
		t.Errorf("%d people, and %d in the earlier year", now, then)
	}
}

func people(households []match.Household) (sum int64) {
	for _, h := range households {
		sum += h.Options[len(h.Options)-1].Cost / 10000
	}
	return sum
}
