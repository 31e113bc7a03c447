// SPDX-License-Identifier: Apache-2.0

package placement_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safar/engine/match"
	"safar/engine/match/hosting"
	"safar/exchange/placement"
	"safar/exchange/sheet"
	"safar/kernel/clock"
)

var today = clock.Date(2026, 11, 28)

// book writes a workbook of one sheet, or of two.
func book(t *testing.T, name string, sheets ...sheet.Written) string {
	t.Helper()
	content, err := sheet.WriteXLSX(sheets...)
	path := filepath.Join(t.TempDir(), name)
	if err == nil {
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var arabic = placement.Vocabulary{Columns: map[string]string{"المعرّف": "id", "النساء": "women"}, People: map[string]string{"نساء": hosting.Women},
	Parts: map[string]string{"رغبتهم": string(hosting.Wish), "نساء بلا رجال": string(hosting.WomenAlone), placement.Exchange: placement.Exchange}}

// What stands in two workbooks is read as it is meant: headings and words in any language, days as a spreadsheet shows them, lists with any comma, an office's own weights.
func TestTwoWorkbooksAreReadAsTheyAreMeant(t *testing.T) {
	guests := book(t, "guests.xlsx", sheet.Written{Name: "g", Rows: [][]string{
		{"المعرّف", "النساء", "men", "girls", "boys", "step_free", "languages", "wishes", "not", "avoids", "decided", "with", "told", "waiting_since", "Religion"},
		{"ض-1", "1", "0", "2", "", "نعم", "Arabic، FRENCH", "H-2; Nice", "h-3", "dog", "", "", "", "28/10/2026", "x"},
	}}, sheet.Written{Name: "weights", Rows: [][]string{{"part", "points"}, {"رغبتهم", "300"}, {"نساء بلا رجال", "50"}, {"exchange", "1"}}})
	hosts := book(t, "hosts.xlsx", sheet.Written{Name: "h", Rows: [][]string{
		{"id", "town", "beds", "women", "step_free", "languages", "checked_until", "trained", "signed", "paused_until", "takes", "keeps", "guests_id"},
		{"H-2", "Nice", "4", "1", "yes", "french", "2027-01-31", "oui", "yes", "", "نساء, girls", "cat", ""},
		{"H-3", "", "2", "", "", "", "", "", "", "", "", "", "ض-1"},
	}})
	o, troubles, err := placement.ReadOffice(guests, hosts, arabic, today)
	if err != nil || len(troubles) > 0 {
		t.Fatal(err, troubles)
	}
	want := hosting.Office{Today: int(today), Weights: hosting.Weights{Language: 100, Wish: 300, Spare: 10, Access: 40},
		Guests: []hosting.Guests{{ID: "ض-1", Women: 1, Girls: 2, Boys: hosting.NotSaid, StepFree: hosting.Yes, Languages: []string{"arabic", "french"}, Wishes: []string{"h-2", "nice"}, Not: []string{"h-3"},
			Avoids: []string{"dog"}, Waiting: 31}},
		Hosts: []hosting.Host{{ID: "h-2", Town: "nice", Beds: 4, Households: 1, Women: 1, StepFree: hosting.Yes, Languages: []string{"french"}, Checked: int(clock.Date(2027, 1, 31)), Trained: hosting.Yes, Signed: hosting.Yes,
			Paused: hosting.NotSaid, Takes: []string{hosting.Women, hosting.Girls}, Keeps: []string{"cat"}},
			{ID: "h-3", Beds: 2, Households: 1, Women: hosting.NotSaid, Checked: hosting.NotSaid, Paused: hosting.NotSaid, Seeks: true}}}
	if diff := cmp.Diff(want, o.Office); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[hosting.Group]int{hosting.WomenAlone: 50}, o.Floors); diff != "" {
		t.Error(diff)
	}
	if !o.Exchange {
		t.Error("no exchanges")
	}
	if diff := cmp.Diff([]string{"Religion"}, o.Unread); diff != "" || !slices.Equal(o.GuestNames, []string{"ض-1"}) || !slices.Equal(o.HostNames, []string{"H-2", "H-3"}) {
		t.Error(diff, o.GuestNames, o.HostNames)
	}
}

// The third workbook says to each who is proposed and why nobody else; of why somebody said no it holds nothing.
func TestTheThirdWorkbookHoldsTheReasons(t *testing.T) {
	guests := book(t, "guests.xlsx", sheet.Written{Name: "g", Rows: [][]string{{"id", "women", "men", "girls", "boys", "step_free", "not"},
		{"G-1", "1", "0", "0", "0", "no", "H-2"}, {"G-2", "0", "0", "1", "0", "no", ""}}})
	hosts := book(t, "hosts.xlsx", sheet.Written{Name: "h", Rows: [][]string{{"id", "beds", "women", "checked_until", "trained", "signed"},
		{"H-1", "1", "1", "2027-01-31", "yes", "yes"}, {"H-2", "1", "1", "2027-01-31", "yes", "yes"}}})
	o, troubles, err := placement.ReadOffice(guests, hosts, arabic, today)
	if err != nil || len(troubles) > 0 {
		t.Fatal(err, troubles)
	}
	problem := o.Problem()
	plan, err := match.Solve(problem.Problem, match.Search{Seed: 1, Steps: 500})
	if err != nil {
		t.Fatal(err)
	}
	proposals := placement.Proposals{Office: o, Problem: problem, Plan: plan, Say: sheet.Keys}
	content, err := proposals.Workbook()
	if err != nil {
		t.Fatal(err)
	}
	wb, err := sheet.OpenBytes("proposals.xlsx", content, sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer wb.Close()
	for i, want := range []string{"G-1 H-1 0 0 0 0 0", "G-2 H-1 hosting.rule_decision_missing G-2 H-2 hosting.rule_decision_missing G-1 H-2 hosting.rule_said_no", "H-1 1 1 G-1 H-2 1 0", "hosting.no_promise"} {
		if got := strings.Join(strings.Fields(text(t, wb, wb.Sheets()[i])), " "); !strings.Contains(got, want) {
			t.Errorf("sheet %d: %q", i, got)
		}
	}
}

// text is all that stands in a sheet.
func text(t *testing.T, wb *sheet.Workbook, name string) string {
	t.Helper()
	rows, err := wb.All(name)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all strings.Builder
	for rows.Next() {
		for _, c := range rows.Row().Cells {
			all.WriteString(c.Text + " ")
		}
	}
	return all.String()
}
