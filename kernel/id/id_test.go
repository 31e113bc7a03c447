// SPDX-License-Identifier: Apache-2.0

package id_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"safar/kernel/id"
)

func TestAnIDIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var one id.ID
		copy(one[:], rapid.SliceOfN(rapid.Byte(), id.Size, id.Size).Draw(t, "id"))
		read, err := id.Parse(one.String())
		if err != nil || read != one {
			t.Fatalf("%v was written %s and read %v, %v", one[:], one, read, err)
		}
	})
}

func TestATextThatIsCutShortIsNoID(t *testing.T) {
	whole := id.New().String()
	for _, text := range []string{"", whole[:24], whole[:8], whole + whole, whole[:25] + "u", strings.ToUpper(whole[:25]) + "!"} {
		if read, err := id.Parse(text); err == nil {
			t.Errorf("%q was read as %s", text, read)
		}
	}
}

func TestTheZeroIDNamesNothing(t *testing.T) {
	var read id.ID
	if err := read.UnmarshalText(nil); err != nil || !read.IsZero() || id.New().IsZero() {
		t.Errorf("%v, %v", read, err)
	}
}

// Ids are sorted alike by their bytes and by their texts, so that a list has one order wherever it is made.
func TestIDsHaveOneOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) (d id.ID) {
			copy(d[:], rapid.SliceOfN(rapid.Byte(), id.Size, id.Size).Draw(t, "bytes"))
			return d
		}), 2, 9).Draw(t, "ids")
		slices.SortFunc(ids, id.ID.Compare)
		if !slices.IsSortedFunc(ids, func(a, b id.ID) int { return strings.Compare(a.String(), b.String()) }) {
			t.Fatalf("%v", ids)
		}
	})
}

func TestWhatIsDerivedIsTheSameForTheSamePartsAlone(t *testing.T) {
	form, other := id.New(), id.New()
	seen := map[id.ID]string{}
	for name, got := range map[string]id.ID{"nothing": id.Derived(form), "a": id.Derived(form, "a"), "a, b": id.Derived(form, "a", "b"), "ab": id.Derived(form, "ab"),
		"b, a": id.Derived(form, "b", "a"), "a of another": id.Derived(other, "a"), "the form": form} {
		if was := seen[got]; was != "" {
			t.Errorf("%s has the id of %s", name, was)
		}
		seen[got] = name
	}
	if id.Derived(form, "a", "b") != id.Derived(form, "a", "b") {
		t.Error("the same parts give two ids")
	}
}
