// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"safar/demo"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/id"
)

const ofAmounts = ofProgramme + "/amounts"

var fieldValue = regexp.MustCompile(`<input[^>]* name="((?:set\.|base|seen)[a-z0-9_.]*)"[^>]* value="([^"]*)"`)
var unitValue = regexp.MustCompile(`(?s)<select name="(unit\.[a-z0-9_.]+)".*?<option value="([a-z]*)" selected`)

// filledIn is what a browser sends back of the page of amounts, with other values at some of its fields.
func filledIn(page string, changed ...string) url.Values {
	values := form("command", id.New().String(), "do", "look")
	for _, m := range append(fieldValue.FindAllStringSubmatch(page, -1), unitValue.FindAllStringSubmatch(page, -1)...) {
		values.Set(m[1], html.UnescapeString(m[2]))
	}
	for i := 0; i < len(changed); i += 2 {
		values.Set(changed[i], changed[i+1])
	}
	return values
}

// sendAmounts sends the page of amounts, with a workbook where there is one.
func (w *town) sendAmounts(values url.Values, books ...[]byte) shown {
	w.Helper()
	var files [][2]string
	for _, b := range books {
		files = append(files, [2]string{"amounts.xlsx", string(b)})
	}
	return w.uploads(access.ProgrammeManager, ofAmounts, values, "file", files...)
}

func TestAmountsAndDaysAreSetOnAPage(t *testing.T) {
	w := newTown(t, 200)
	t.Run("roles", func(t *testing.T) { w.T = t; onlyWhoPublishesSets(w) })
	t.Run("wrong", func(t *testing.T) { w.T = t; wrongValuesComeBack(w) })
	t.Run("published", func(t *testing.T) { w.T = t; anAmountIsSet(w) })
	t.Run("two", func(t *testing.T) { w.T = t; twoSetAtTheSameTime(w) })
	t.Run("workbook", func(t *testing.T) { w.T = t; aWorkbookIsFilledIn(w) })
	t.Run("books", func(t *testing.T) { w.T = t; wrongWorkbooksAreRefused(w) })
}

func onlyWhoPublishesSets(w *town) {
	read := w.open(access.Auditor, ofAmounts)
	if !strings.Contains(read, "20.00 USD, for each person") || strings.Contains(read, `name="set.`) {
		w.Errorf("an auditor reads %s", read)
	}
	for _, path := range []string{ofAmounts + "/workbook"} {
		if got := w.send(access.Auditor, http.MethodGet, path, nil); got.status != http.StatusForbidden {
			w.Errorf("an auditor gets %s: %d", path, got.status)
		}
	}
	before := len(w.versions())
	got := w.uploads(access.Auditor, ofAmounts, form("command", id.New().String(), "do", "publish", "set.solution.first_tranche.ceiling", "9000"), "file")
	if got.status != http.StatusForbidden || len(w.versions()) != before {
		w.Errorf("an auditor sets an amount: %d", got.status)
	}
}

func wrongValuesComeBack(w *town) {
	opened := w.open(access.ProgrammeManager, ofAmounts)
	got := w.sendAmounts(filledIn(opened, "set.solution.first_tranche.gives.transport", "1,200", "set.solution.solution.valid", "ninety", "set.solution.first_tranche.ceiling", "1500"))
	if got.status != http.StatusUnprocessableEntity {
		w.Fatalf("wrong values: %d", got.status)
	}
	for _, want := range []string{"“1,200” is no amount", "“ninety", `value="ninety"`, `value="1,200"`, `value="1500"`, "#set.solution.first_tranche.gives.transport"} {
		if !strings.Contains(got.text, want) {
			w.Errorf("the page does not say %q", want)
		}
	}
	got = w.sendAmounts(filledIn(opened, "set.solution.settled.at", "90, 30, 365"))
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text, "is not later than the one before it</p></div><select") || !strings.Contains(got.text, `value="90, 30, 365"`) {
		w.Errorf("a calendar out of order: %d %s", got.status, got.text)
	}
	if got = w.sendAmounts(filledIn(opened)); !strings.Contains(got.text, "This is the version in force") {
		w.Error("nothing changed, and it is not said")
	}
}

// force is the text of the version in force.
func (w *town) force() string {
	w.Helper()
	s, err := askDesk(w.op, access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.ProgrammeManager, id.ID{})}}, journey.SourceOf(demo.Programme))
	if err != nil {
		w.Fatal(err)
	}
	return s.Text
}

// anAmountIsSet: somebody sees what a value changes and whom it concerns, then publishes it; the file says that and nothing else otherwise.
func anAmountIsSet(w *town) {
	before := w.force()
	opened := w.open(access.ProgrammeManager, ofAmounts)
	looked := w.sendAmounts(filledIn(opened, "set.solution.second_tranche.gives.walls", "175.50", "set.solution.solution.valid", "3", "unit.solution.solution.valid", "months"))
	for _, want := range []string{"This file can be published.", "150.00 USD, once", "175.50 USD, once", "90 days", "3 months", "Whom it concerns"} {
		if !strings.Contains(looked.text, want) {
			w.Errorf("the page does not say %q", want)
		}
	}
	if w.force() != before {
		w.Fatal("it was published before anybody asked for it")
	}
	values := filledIn(looked.text)
	values.Set("do", "publish")
	if got := w.sendAmounts(values); got.status != http.StatusSeeOther {
		w.Fatalf("publishing: %d %s", got.status, got.text)
	}
	want := strings.Replace(strings.Replace(before, "gives: {walls: 15000}", "gives: {walls: 17550}", 1), "valid: 90d", "valid: 3m", 1)
	if got := w.force(); got != want {
		w.Errorf("the file in force is\n%s", got)
	}
}

// twoSetAtTheSameTime: what one wrote is laid on what the other published meanwhile, and where both set the same, it is said.
func twoSetAtTheSameTime(w *town) {
	opened := w.open(access.ProgrammeManager, ofAmounts)
	publish := func(page string, changed ...string) {
		looked := w.sendAmounts(filledIn(page, changed...))
		values := filledIn(looked.text)
		values.Set("do", "publish")
		if got := w.sendAmounts(values); got.status != http.StatusSeeOther {
			w.Fatalf("publishing: %d", got.status)
		}
	}
	publish(opened, "set.solution.third_tranche.gives.roof", "190.00", "set.cash.seen", "7")
	late := filledIn(opened, "set.solution.third_tranche.gives.roof", "200.00", "set.solution.labour.gives.labour", "181.00")
	late.Set("do", "publish")
	got := w.sendAmounts(late)
	for _, want := range []string{"Another version was published since you began", "Somebody else set these meanwhile", "190.00 USD", "200.00 USD", "181.00"} {
		if !strings.Contains(got.text, want) {
			w.Errorf("who comes late is not told %q", want)
		}
	}
	if !strings.Contains(w.force(), "roof: 19000") {
		w.Fatal("the late one won unseen")
	}
	values := filledIn(got.text)
	values.Set("do", "publish")
	if got := w.sendAmounts(values); got.status != http.StatusSeeOther {
		w.Fatalf("publishing what was laid: %d", got.status)
	}
	for _, want := range []string{"roof: 20000", "labour: 18100", "seen: 7d"} {
		if !strings.Contains(w.force(), want) {
			w.Errorf("the file in force does not say %s", want)
		}
	}
}

// book is the workbook as it is downloaded, after somebody had it open.
func (w *town) book(edit func(*excelize.File)) []byte {
	w.Helper()
	got := w.send(access.ProgrammeManager, http.MethodGet, ofAmounts+"/workbook", nil)
	f, err := excelize.OpenReader(strings.NewReader(got.text))
	if err != nil {
		w.Fatalf("the workbook: %v", err)
	}
	edit(f)
	var out bytes.Buffer
	if _, err := f.WriteTo(&out); err != nil {
		w.Fatal(err)
	}
	return out.Bytes()
}

// rowOf is the row in which a setting stands.
func rowOf(f *excelize.File, setting string) (row int) {
	rows, _ := f.GetRows("amounts")
	for i, r := range rows {
		if len(r) > 5 && r[5] == setting {
			return i + 1
		}
	}
	return 0
}

func aWorkbookIsFilledIn(w *town) {
	book := w.book(func(f *excelize.File) {
		f.SetCellValue("amounts", fmt.Sprintf("D%d", rowOf(f, "solution.first_tranche.gives.transport")), 22.5)
		f.SetCellValue("amounts", fmt.Sprintf("E%d", rowOf(f, "solution.village_profile.valid")), "semaines")
		f.SetCellValue("amounts", fmt.Sprintf("D%d", rowOf(f, "solution.village_profile.valid")), 8)
	})
	looked := w.sendAmounts(form("command", id.New().String(), "do", "look"), book)
	for _, want := range []string{"This file can be published.", "22.5 USD, for each person", "8 weeks", `value="22.5"`} {
		if !strings.Contains(looked.text, want) {
			w.Errorf("the page does not say %q", want)
		}
	}
	values := filledIn(looked.text)
	values.Set("do", "publish")
	if got := w.sendAmounts(values); got.status != http.StatusSeeOther {
		w.Fatalf("publishing: %d", got.status)
	}
	for _, want := range []string{"transport: 2250 * size", "valid: 8w"} {
		if !strings.Contains(w.force(), want) {
			w.Errorf("the file in force does not say %s", want)
		}
	}
}

func wrongWorkbooksAreRefused(w *town) {
	before := w.force()
	for want, book := range map[string][]byte{
		"is not an XLSX workbook":  []byte("id;value\n"),
		"no sheet “amounts”":       w.book(func(f *excelize.File) { f.SetSheetName("amounts", "x") }),
		"does not say of which":    w.book(func(f *excelize.File) { f.SetCellStr("programme", "A2", "nonsense") }),
		"never published here":     w.book(func(f *excelize.File) { f.SetCellStr("programme", "A2", strings.Repeat("ab", 32)) }),
		"This workbook belongs to": w.book(func(f *excelize.File) { f.SetCellStr("programme", "A1", "other") }),
		"nothing that can be set":  w.book(func(f *excelize.File) { f.SetCellStr("amounts", "F5", "solution.solution.requires") }),
		"is no amount": w.book(func(f *excelize.File) {
			f.SetCellStr("amounts", fmt.Sprintf("D%d", rowOf(f, "solution.first_tranche.ceiling")), "a lot")
		}),
		"more than 2 MB": bytes.Repeat([]byte("x"), 3<<20),
	} {
		got := w.sendAmounts(form("command", id.New().String(), "do", "look"), book)
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text, want) {
			w.Errorf("%d, and not %q", got.status, want)
		}
	}
	if w.force() != before {
		w.Error("a refused workbook changed the file")
	}
}
