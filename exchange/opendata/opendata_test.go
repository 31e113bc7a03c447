// SPDX-License-Identifier: Apache-2.0

package opendata

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"safar/kernel/clock"
	"safar/kernel/id"
)

// Whoever gets the file has nobody to ask: every column says what it means, and no sentence is left of a column that is gone.
func TestEveryColumnIsExplained(t *testing.T) {
	unused := maps.Clone(meanings)
	for _, table := range newTables().all() {
		for _, column := range table.header() {
			if meaningOf(table.file, column) == "" {
				t.Errorf("%s: nobody says what %s means", table.file, column)
			}
			delete(unused, column)
			delete(unused, table.file+" "+column)
		}
	}
	for _, column := range slices.Sorted(maps.Keys(unused)) {
		t.Errorf("there is no column %s", column)
	}
}

// mixed is a row with a field of every class.
type mixed struct {
	Place    id.ID     `class:"open"`
	Said     string    `class:"open"`
	Held     clock.Day `class:"open"`
	Number   int       `class:"open"`
	Withheld bool      `class:"open"`
	Name     string    `class:"personal"`
	Fear     string    `class:"sensitive"`
	Faith    string    `class:"sealed"`
	Untagged string
}

func TestOnlyOpenFieldsAreColumns(t *testing.T) {
	table := newTable[mixed]("mixed.csv", []string{"caseload"}, nil, []string{"Held"})
	if got := strings.Join(table.header(), " "); got != "caseload place said month number withheld" {
		t.Fatalf("columns %s", got)
	}
	village := id.New()
	at := func(of id.ID) string { return map[id.ID]string{village: "village:Kabimba"}[of] }
	day := clock.Date(2026, 11, 22)
	table.add(at, mixed{village, "=1+1", day, 7, false, "n", "f", "r", "u"}, "Kalemie")
	table.add(at, mixed{id.New(), "water", clock.NoDay, 3, true, "n", "f", "r", "u"}, "Kalemie")
	var b strings.Builder
	if err := table.write(&b); err != nil {
		t.Fatal(err)
	}
	want := "caseload,place,said,month,number,withheld\nKalemie,,water,,,true\nKalemie,village:Kabimba,'=1+1,2026-11,7,false\n"
	if b.String() != want {
		t.Errorf("written:\n%s", b.String())
	}
}
