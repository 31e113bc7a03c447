// SPDX-License-Identifier: Apache-2.0

package pcode_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safar/exchange/pcode"
)

func read(t *testing.T, path string) *pcode.Tree {
	t.Helper()
	tree, err := pcode.Read(t.Context(), path, pcode.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestTheTreeOfTheCongo(t *testing.T) {
	tree := read(t, filepath.Join("..", "..", "testdata", "pcodes-cod.csv"))
	if tree.Len(0) != 1 || tree.Len(1) != 26 || tree.Len(2) != 189 || len(tree.Refused) != 0 {
		t.Errorf("%d countries, %d provinces, %d territories, refused %v", tree.Len(0), tree.Len(1), tree.Len(2), tree.Refused)
	}
	var names []string
	for _, p := range tree.Path("CD7402") {
		names = append(names, p.Name)
	}
	if diff := cmp.Diff([]string{"COD", "Tanganyika", "Kalemie"}, names); diff != "" {
		t.Error(diff)
	}
	nyunzu, ok := tree.At("CD7410")
	if !ok || nyunzu.Name != "Nyunzu" || nyunzu.ValidFrom.String() != "2019-09-11" || nyunzu.Level != 2 {
		t.Errorf("Nyunzu is %+v", nyunzu)
	}
	seen := map[string]bool{"": true}
	err := tree.Walk(func(p pcode.Place) error {
		if !seen[p.Parent] {
			t.Errorf("%s comes before %s", p.Code, p.Parent)
		}
		seen[p.Code] = true
		return nil
	})
	if err != nil || len(seen) != 1+1+26+189 {
		t.Errorf("%d places walked, %v", len(seen)-1, err)
	}
}

func TestARowThatIsWrongCostsItself(t *testing.T) {
	path := filepath.Join(t.TempDir(), "places.csv")
	text := "Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date\n" +
		"COD,2,CD7402,Kalemie,CD74,2019-09-11\n" + // before its parent
		"COD,1,CD74,Tanganyika,COD,2019-09-11\n" +
		"COD,2,CD7402,Twice,CD74,2019-09-11\n" +
		"COD,x,CD75,Level,COD,2019-09-11\n" +
		"COD,1,CD76,Day,COD,2019-02-31\n" +
		"COD,1,,Code,COD,2019-09-11\n" +
		"COD,1,CD77,,COD,2019-09-11\n" +
		"COD,2,CD9901,Orphan,CD99,2019-09-11\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	tree := read(t, path)
	got := map[int]string{}
	for _, r := range tree.Refused {
		got[r.Row] = r.ReasonKey
	}
	want := map[int]string{4: "pcode.refused.code_twice", 5: "pcode.refused.level", 6: "pcode.refused.date",
		7: "pcode.refused.code_missing", 8: "pcode.refused.name_missing", 9: "pcode.refused.parent"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(tree.Children("CD74")) != 1 || len(tree.Children("")) != 1 {
		t.Error("what was right is not there")
	}
}
