// SPDX-License-Identifier: Apache-2.0

package standards_test

import (
	"errors"
	"strings"
	"testing"

	"safar/field/standards"
)

const sound = `
handbook: sphere
title: The Sphere Handbook
edition: "2018"
standards:
  - {id: floor, measure: floor_per_person, of: shelter, bounds: {first: 3.5, medium: 4.25}, chapter: Standard 3, page: 117-118, suggested: true}
`

func TestAHandbookIsRead(t *testing.T) {
	h, err := standards.Read([]byte(sound))
	if err != nil {
		t.Fatal(err)
	}
	s, is := h.Find("floor")
	if !is || s.Bounds[standards.First] != 3500 || s.Bounds[standards.Medium] != 4250 || s.Page != "117-118" || !s.Suggested || h.Edition != "2018" {
		t.Errorf("read %+v", h)
	}
}

// Everything that is wrong is said at once, and of which standard.
func TestWhatIsWrongWithAHandbookIsSaidAtOnce(t *testing.T) {
	for change, want := range map[string]string{
		"measure: floor_per_person>measure: happiness": "floor standards.no_such_measure",
		"of: shelter, >": "floor standards.not_an_id",
		"measure: floor_per_person>measure: ground_per_person": "floor standards.of_the_site",
		"3.5>-3.5":                           "floor standards.not_a_bound",
		"3.5>a few":                          "floor standards.not_a_bound",
		"first:>third:":                      "floor standards.no_such_phase",
		"chapter: Standard 3>chapter: ''":    "floor standards.missing",
		"id: floor, >":                       "1 standards.not_an_id",
		`edition: "2018">`:                   "standards.missing",
		"suggested: true>sugested: true":     "standards.not_yaml",
		"handbook: sphere>handbook: [sphere": "standards.not_yaml",
	} {
		from, to, _ := strings.Cut(change, ">")
		_, err := standards.Read([]byte(strings.Replace(sound, from, to, 1)))
		var found standards.Problems
		if !errors.As(err, &found) || !strings.Contains(found.Error(), want) {
			t.Errorf("%s: %v, want %s", change, err, want)
		}
	}
	both := strings.ReplaceAll(strings.Replace(sound, "3.5", "none", 1), "sphere", "The Sphere")
	if _, err := standards.Read([]byte(both)); !strings.Contains(err.Error(), "not_a_bound") || !strings.Contains(err.Error(), "not_an_id") {
		t.Errorf("of two faults it says %v", err)
	}
}

func FuzzAnyFileIsReadOrRefused(f *testing.F) {
	f.Add([]byte(sound))
	f.Add([]byte("a: &a [*a, *a]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		h, err := standards.Read(text)
		var found standards.Problems
		if err != nil && !errors.As(err, &found) || err == nil && len(h.Standards) == 0 {
			t.Errorf("%v, %v", h, err)
		}
	})
}
