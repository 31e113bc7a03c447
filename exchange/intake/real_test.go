// SPDX-License-Identifier: Apache-2.0

package intake_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"safar/exchange/intake"
	"safar/exchange/sheet"
	"safar/field/people"
)

// TestRealFilesTwice takes the files of the field in, each twice: the second time nothing is written.
func TestRealFilesTwice(t *testing.T) {
	for _, tc := range []struct {
		file, mapping         string
		new, persons, refused int
	}{
		{"humind_dummy_raw_data.xlsx", "reach_msna", 241, 965, 0},
		{"cleaningtools_raw_data.csv", "reach_household_survey", 632, 632, 0},
		{"test-registrations-Onafriq.csv", "redcross_121_onafriq", 9, 9, 0},
		{"test-registrations-Safaricom.csv", "redcross_121_safaricom", 0, 0, 9},
		{"test-registrations-demo-1001.csv", "redcross_121_demo", 1000, 1000, 1},
	} {
		t.Run(tc.file, func(t *testing.T) {
			w := newWorld(t)
			path := w.copied(t, tc.file)
			first := w.households(t, path, shipped(t, tc.mapping))
			if first.New != tc.new || first.Persons != tc.persons || first.Refused != tc.refused || first.Unchanged != 0 {
				t.Fatalf("%d households of %d persons, %d refused, %d unchanged; want %d of %d, %d, 0",
					first.New, first.Persons, first.Refused, first.Unchanged, tc.new, tc.persons, tc.refused)
			}
			before := w.heads(t)
			w.clock.Set(w.clock.Now().AddDate(0, 3, 0))
			second := w.households(t, path, shipped(t, tc.mapping))
			if second.New != 0 || second.Unchanged != tc.new || second.Persons != 0 {
				t.Errorf("the second time: %d new, %d unchanged", second.New, second.Unchanged)
			}
			if diff := cmp.Diff(before, w.heads(t), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("the second time something was written:\n%s", diff)
			}
			refusedFile(t, path, tc.refused)
			if diff := cmp.Diff(first.Refusals, second.Refusals); diff != "" {
				t.Errorf("the second time other rows were refused:\n%s", diff)
			}
		})
	}
}

// refusedFile holds that the file of refused rows has as many rows as were refused, and is not there where none were.
func refusedFile(t *testing.T, input string, rows int) {
	t.Helper()
	text, err := os.ReadFile(sheet.RefusedPath(input))
	if rows == 0 {
		if !os.IsNotExist(err) {
			t.Errorf("a file of refused rows beside %s: %v", input, err)
		}
		return
	}
	if got := strings.Count(string(text), "\n") - 1; got != rows || err != nil {
		t.Errorf("%d rows in the file of refused rows, want %d (%v)", got, rows, err)
	}
}

func TestNumbersOneDigitShortAreKeptAndHoldThePayment(t *testing.T) {
	w := newWorld(t)
	report := w.households(t, w.copied(t, "test-registrations-Onafriq.csv"), shipped(t, "redcross_121_onafriq"))
	if report.Flags["sheet.flag.phone_short"] != 9 {
		t.Errorf("flags %v", report.Flags)
	}
	for _, h := range w.homes(t) {
		p := h.Members[0]
		if p.Phone.Value() == "" || !cmp.Equal(p.Flags, []people.Flag{people.FlagPhoneShort}) || h.Household.Language != "en" {
			t.Errorf("%+v of %+v", p, h.Household)
		}
	}
}

func TestPersonsOfTheAssessmentStandInTheRegister(t *testing.T) {
	w := newWorld(t)
	report := w.households(t, w.copied(t, "humind_dummy_raw_data.xlsx"), shipped(t, "reach_msna"))
	sexes, disabled, consents, days, aged := map[people.Sex]int{}, 0, 0, 0, 0
	for _, h := range w.homes(t) {
		if h.Household.Consent.Value() == "yes" {
			consents++
		}
		if h.Household.Since.Known() && h.Household.Since.Time().Year() == 2024 {
			days++
		}
		for _, p := range h.Members {
			sexes[p.Sex.Value()]++
			if p.Disability.Value() == people.Yes {
				disabled++
			}
			if p.AgeOn(w.desk.Today()) >= 0 {
				aged++
			}
		}
	}
	if sexes[people.SexUnknown] != 230 || disabled == 0 || aged != 965 || consents != 241 || days != 241 {
		t.Errorf("sexes %v, %d disabled, %d of known age, %d consents, %d of 2024", sexes, disabled, aged, consents, days)
	}
	if report.NotKept["answers"] == 0 || len(report.Unplaced) == 0 || report.Unplaced[0].Field != "site" {
		t.Errorf("left out: %v; places not found: %v", report.NotKept, report.Unplaced)
	}
}

func TestPlacesOfTheCongoTwice(t *testing.T) {
	w := newWorld(t)
	path := w.copied(t, "pcodes-cod.csv")
	var last intake.Progress
	first, err := intake.Places(t.Context(), w.desk, w.manager, path, intake.Options{Progress: func(p intake.Progress) { last = p }})
	if err != nil || first.New != 1+26+189 || first.Refused != 0 {
		t.Fatalf("%+v, %v", first, err)
	}
	if last != (intake.Progress{Done: 216, Total: 216, New: 216}) {
		t.Errorf("progress %+v", last)
	}
	before := w.heads(t)
	second, err := intake.Places(t.Context(), w.desk, w.manager, path, intake.Options{})
	if err != nil || second.New != 0 || second.Unchanged != 216 || second.Refused != 0 {
		t.Errorf("the second time %+v, %v", second, err)
	}
	if diff := cmp.Diff(before, w.heads(t)); diff != "" {
		t.Errorf("the second time something was written:\n%s", diff)
	}
}
