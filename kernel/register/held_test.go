// SPDX-License-Identifier: Apache-2.0

package register_test

import (
	"slices"
	"testing"

	"safar/kernel/journal"
	"safar/kernel/register"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func stating(seq uint64, supersedes ...uint64) *journal.Fact {
	f := &journal.Fact{Envelope: journal.Envelope{Seq: seq}}
	for _, s := range supersedes {
		if f.Supersedes == nil {
			f.Supersedes = map[string][]journal.Ref{}
		}
		f.Supersedes["field"] = append(f.Supersedes["field"], journal.Ref{Seq: s})
	}
	return f
}

func standing(h *register.Held[uint64]) []uint64 {
	values := []uint64{}
	for _, s := range h.Standing {
		values = append(values, s.Value)
	}
	slices.Sort(values)
	return values
}

// What stands is what nobody replaced: neither clocks nor arrival have a say in it.
func TestWhatStandsIsWhatNobodyReplacedWhateverTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(1, 8).Draw(t, "facts")
		var facts []*journal.Fact
		replaced := map[uint64]bool{}
		for seq := uint64(1); seq <= n; seq++ {
			var seen []uint64
			for earlier := uint64(1); earlier < seq; earlier++ {
				if rapid.Bool().Draw(t, "seen") {
					seen, replaced[earlier] = append(seen, earlier), true
				}
			}
			facts = append(facts, stating(seq, seen...))
		}
		want := []uint64{}
		for seq := uint64(1); seq <= n; seq++ {
			if !replaced[seq] {
				want = append(want, seq)
			}
		}
		var h register.Held[uint64]
		for _, f := range rapid.Permutation(facts).Draw(t, "order") {
			h.Put(f, "field", f.Seq)
		}
		if diff := cmp.Diff(want, standing(&h)); diff != "" {
			t.Fatalf("what stands (-want +got):\n%s", diff)
		}
		if h.Contested() != (len(want) > 1) {
			t.Fatalf("contested %v with %d standing", h.Contested(), len(want))
		}
	})
}

// What somebody took back is gone, and what its writer did not know of stands: neither clocks nor arrival have a say in it.
func TestWhatWasTakenBackStandsNoMoreWhateverTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(1, 8).Draw(t, "facts")
		drops, want := map[uint64]bool{}, []uint64{}
		var facts []*journal.Fact
		gone := map[uint64]bool{}
		for seq := uint64(1); seq <= n; seq++ {
			var seen []uint64
			for earlier := uint64(1); earlier < seq; earlier++ {
				if !drops[earlier] && rapid.Bool().Draw(t, "seen") {
					seen, gone[earlier] = append(seen, earlier), true
				}
			}
			drops[seq] = rapid.Bool().Draw(t, "takes back")
			facts = append(facts, stating(seq, seen...))
		}
		for seq := uint64(1); seq <= n; seq++ {
			if !drops[seq] && !gone[seq] {
				want = append(want, seq)
			}
		}
		var h register.Held[uint64]
		for _, f := range rapid.Permutation(facts).Draw(t, "order") {
			if drops[f.Seq] {
				h.Drop(f, "field")
			} else {
				h.Put(f, "field", f.Seq)
			}
		}
		if diff := cmp.Diff(want, standing(&h)); diff != "" {
			t.Fatalf("what stands (-want +got):\n%s", diff)
		}
	})
}

func TestReplacingAllThatWasSeenSettlesAContest(t *testing.T) {
	var h register.Held[uint64]
	h.Put(stating(1), "field", 1)
	h.Put(stating(2), "field", 2)
	if !h.Contested() || h.Value() != 2 {
		t.Fatalf("%+v", h)
	}
	var seen []uint64
	for _, r := range h.Seen() {
		seen = append(seen, r.Seq)
	}
	h.Put(stating(3, seen...), "field", 3)
	if v, ok := h.Latest(); h.Contested() || v != 3 || !ok {
		t.Errorf("%+v", h)
	}
}

func TestOneFieldDoesNotReplaceAnother(t *testing.T) {
	var h register.Held[uint64]
	h.Put(stating(1), "other", 1)
	h.Put(stating(2, 1), "other", 2)
	if got := standing(&h); !slices.Equal(got, []uint64{1, 2}) {
		t.Errorf("%v", got)
	}
}

func TestNothingStandsInAnEmptyField(t *testing.T) {
	var h register.Held[uint64]
	if v, ok := h.Latest(); ok || v != 0 || h.Contested() || len(h.Seen()) != 0 {
		t.Errorf("%v %v", v, ok)
	}
}
