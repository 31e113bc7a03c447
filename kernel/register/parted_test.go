// SPDX-License-Identifier: Apache-2.0

package register_test

import (
	"slices"
	"testing"

	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/kernel/register/registertest"
	"safar/kernel/store"
)

// findPart reads a parted list two entries at a time, and returns the stories in order of id.
func findPart(t *testing.T, n *registertest.Node, scope access.Scope, part string) (found []id.ID) {
	t.Helper()
	err := n.Store.Read(t.Context(), func(tx store.Tx) error {
		for after := (*register.Entry)(nil); ; {
			some, err := n.Rows.FindPart(t.Context(), tx, scope, registertest.ByTwoWords, []byte(part), after, 2)
			for _, e := range some {
				found = append(found, e.Story)
			}
			if err != nil || len(some) < 2 {
				return err
			}
			after = &some[1]
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(found, id.ID.Compare)
	return found
}

func TestAPartedListIsFoundByItsFirstPartAndByBoth(t *testing.T) {
	for engine, n := range map[string]*registertest.Node{"sqlite": registertest.New(t, registertest.Ring(t), registertest.House()), "postgres": postgresNode(t)} {
		scope, a, b, c, d := newScope(), id.ID{1}, id.ID{2}, id.ID{3}, id.ID{4}
		n.Write(t, scope, registertest.Name(a, a, "amani kabila"), registertest.Name(b, b, "amani kabila"), registertest.Name(c, c, "amani neema"),
			registertest.Name(d, d, "amanikabila x"))
		if got := findPart(t, n, scope, "amani"); !slices.Equal(got, []id.ID{a, b, c}) {
			t.Errorf("%s: by the first part %v", engine, got)
		}
		if got := find(t, n, scope, registertest.ByTwoWords, registertest.TwoWords("amani", "kabila")); !slices.Equal(got, []id.ID{a, b}) {
			t.Errorf("%s: by both %v", engine, got)
		}
		if got := findPart(t, n, scope, "kabila"); len(got) != 0 {
			t.Errorf("%s: by the second part %v", engine, got)
		}
		n.Write(t, scope, register.Erase(a, today, register.ErasureAsked))
		forget(t, n, scope, a)
		if got := findPart(t, n, scope, "amani"); !slices.Equal(got, []id.ID{b, c}) {
			t.Errorf("%s: after forgetting %v", engine, got)
		}
	}
}

func TestEachFirstPartOfAListIsToldOnce(t *testing.T) {
	for engine, n := range map[string]*registertest.Node{"sqlite": registertest.New(t, registertest.Ring(t), registertest.House()), "postgres": postgresNode(t)} {
		scope, a, b, c := newScope(), id.ID{1}, id.ID{2}, id.ID{3}
		n.Write(t, scope, registertest.Name(a, a, "amani kabila"), registertest.Name(b, b, "amani neema"), registertest.Name(c, c, "amanib x"))
		n.Write(t, newScope(), registertest.Name(c, c, "zawadi x"))
		var words []string
		samples := map[id.ID]int{}
		err := n.Store.Read(t.Context(), func(tx store.Tx) error {
			return n.Rows.EachPart(t.Context(), tx, scope, registertest.ByTwoWords, func(part []byte, story id.ID) error {
				words = append(words, string(part))
				samples[story]++
				return nil
			})
		})
		want := []string{"amani", "amanib"}
		if engine == "postgres" {
			want = []string{"", ""} // hashed: the story says what it is
		}
		if err != nil || !slices.Equal(words, want) || len(samples) != 2 || samples[c] != 1 {
			t.Errorf("%s: parts %q of %v (%v)", engine, words, samples, err)
		}
	}
}
