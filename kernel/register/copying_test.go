// SPDX-License-Identifier: Apache-2.0

package register

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"
	"time"

	"safar/kernel/journal"
)

// nested has a reference in each place in which a state may keep one.
type nested struct {
	_      struct{} `cbor:",toarray"`
	Words  []string
	Within []nested
	Apart  *nested
	By     map[string][]int
	Pair   [2][]byte
}

type dated struct{ At time.Time }

// storyOf returns a story of a state.
func storyOf[S any](state S) *Story {
	k := NewKind[S]("copied", nil)
	return &Story{State: &state, kind: k.kind, Places: []journal.Place{{At: 1}}}
}

func deep() nested {
	one := nested{Words: []string{"a"}, By: map[string][]int{"x": {1}}, Pair: [2][]byte{{1}, {2}}}
	two := one
	return nested{Words: []string{"b", "c"}, Within: []nested{one, two}, Apart: &nested{Words: []string{"d"}}, By: map[string][]int{"y": {2, 3}}}
}

func TestACopyStandsAsItsStoryAndSharesNothingWithIt(t *testing.T) {
	s := storyOf(deep())
	if s.kind.part == nil {
		t.Fatal("the state is copied by way of its bytes")
	}
	copied, err := s.Copy()
	if err != nil {
		t.Fatal(err)
	}
	before, _ := journal.Encode(s.State)
	got := copied.State.(*nested)
	if after, _ := journal.Encode(got); !bytes.Equal(before, after) {
		t.Errorf("the copy stands otherwise:\n%x\n%x", before, after)
	}
	got.Words[0], got.Within[1].Words[0], got.Apart.Words[0] = "other", "other", "other"
	got.By["y"][0], got.By["z"] = 9, nil
	got.Within[0].Pair[1][0], got.Within[0].By["x"][0] = 9, 9
	got.Words = append(got.Words, "more")
	if after, _ := journal.Encode(s.State); !bytes.Equal(before, after) {
		t.Errorf("what was folded into the copy is seen in the story: %+v", s.State)
	}
	if want := deep(); !reflect.DeepEqual(*s.State.(*nested), want) {
		t.Errorf("the story is %+v", s.State)
	}
}

func TestAStateWithHiddenReferencesIsCopiedByItsBytes(t *testing.T) {
	s := storyOf(dated{time.Unix(7, 0).UTC()})
	if s.kind.part != nil {
		t.Error("a time keeps its zone where only its package reaches it")
	}
	copied, err := s.Copy()
	if err != nil || fmt.Sprint(copied.State) != fmt.Sprint(s.State) {
		t.Errorf("%v, %v", copied, err)
	}
}
