// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"strings"

	"safar/kernel/access"
)

// offersThePlan demands that a list that was approved and is planned nowhere says so, on its page and at the table, and leads in one step to where it is planned.
func (w *town) offersThePlan(list, deliver string) {
	w.Helper()
	for _, path := range []string{list, deliver} {
		if !strings.Contains(w.open(access.FinanceOfficer, path), `href="`+list+`/plan"`) {
			w.Errorf("%s leads nowhere that cash can be planned", path)
		}
	}
	must(w, said(w.open(access.FinanceOfficer, list)), "nothing of this list can be handed out")
	if strings.Contains(w.open(access.Caseworker, deliver), "/plan") {
		w.Error("a caseworker is led to a plan that finance makes")
	}
}

// keepSheet has a sheet kept on its page: without it nothing is handed out by one who is alone at the table. It returns the sheet's id.
func (w *town) keepSheet(list, deliver, person string) string {
	w.Helper()
	must(w, w.refused(access.FinanceOfficer, deliver, "to", person, "day", townDay.String()), "Say first on which sheet")
	must(w, said(w.open(access.FinanceOfficer, deliver)), "Say first on which sheet")
	keep := w.first(w.open(access.FinanceOfficer, deliver), `href="(`+list+`/keep[^"]*)"`)
	keep = strings.ReplaceAll(keep, "&amp;", "&")
	fields := []string{"day", townDay.String(), "witness", "named", "name", "Kabila Ngoy", "organisation", "village council", "kept", "the safe"}
	must(w, w.refused(access.FinanceOfficer, keep, fields...), "Function there")
	if to := w.post(access.FinanceOfficer, keep, append(fields, "function", "secretary")...); !strings.Contains(to, "/deliver") {
		w.Errorf("after keeping a sheet one is at %s, not at the table", to)
	}
	return w.first(w.open(access.FinanceOfficer, deliver), `<option value="([0-9a-z]{26})" selected`)
}

// seeSheet has the approver say what differs on a sheet, and who is named settle it: never the one who paid.
func (w *town) seeSheet(sheet string) {
	w.Helper()
	at := "/payments/sheets/" + sheet
	if line, waits := waitsAt(w.open(access.Approver, "/"), "/payments/sheets"); !waits {
		w.Errorf("a signed sheet waits, and the approver is told %q", line)
	}
	must(w, said(w.open(access.Approver, "/payments/sheets")), "waits for a second pair of eyes")
	page := said(w.open(access.Approver, at))
	for _, what := range []string{"Kabila Ngoy", "Secretary", "village council", "the safe", "KLM-"} {
		must(w, page, what)
	}
	if strings.Contains(w.open(access.FinanceOfficer, at), at+"/see") {
		w.Error("who paid is led to see their own sheet")
	}
	must(w, w.refused(access.FinanceOfficer, at+"/see", "says", "seen"), "Who paid, or witnessed")
	must(w, w.refused(access.Approver, at+"/see", "says", "differs"), "What differs")
	resolver := w.first(w.open(access.ProtectionOfficer, at+"/see"), `<option value="([0-9a-z]{26})"[^>]*>[^<]*rotection`)
	w.post(access.Approver, at+"/see", "says", "differs", "words", "line 3 has no signature", "resolver", resolver)
	if line, waits := waitsAt(w.open(access.ProtectionOfficer, "/"), "/payments/sheets"); !waits || !strings.Contains(line, "differs") {
		w.Errorf("something differs, and protection is told %q", line)
	}
	w.refused(access.Approver, at+"/settle", "words", "asked")
	w.post(access.ProtectionOfficer, at+"/settle", "words", "She was asked in private, and has it.")
	must(w, said(w.open(access.Approver, at)), "settled")
	if line, waits := waitsAt(w.open(access.Approver, "/"), "/payments/sheets"); waits {
		w.Errorf("the sheet is settled, and the approver is told %q", line)
	}
}

// carriedElsewhere plans a list at another place on the same day. At the table both are offered then, each with its day, and what was handed out at the first says
// its hour; a list that is paid in one place asks for the day alone. It returns the first table, as the form names it.
func (w *town) carriedElsewhere(list, deliver, person, sheet string) string {
	w.Helper()
	if strings.Contains(w.open(access.FinanceOfficer, deliver), `name="table"`) {
		w.Error("a list that is paid in one place asks at which")
	}
	first, second := w.villages()
	w.post(access.FinanceOfficer, list+"/plan", "place", second, "day", townDay.String())
	for _, path := range []string{deliver, list + "/keep"} {
		form := w.open(access.FinanceOfficer, path)
		must(w, form, `<option value="`+second+"/"+townDay.String()+`" selected`)
		must(w, form, `<option value="`+first+"/"+townDay.String()+`"`)
	}
	must(w, said(w.open(access.FinanceOfficer, list)), "paid elsewhere since")
	table := first + "/" + townDay.String()
	pay := []string{"to", person, "reference", "S-1", "sheet", sheet}
	must(w, w.refused(access.FinanceOfficer, deliver, append(pay, "table", "")...), "needed")
	must(w, w.refused(access.FinanceOfficer, deliver, append(pay, "table", second+"/"+townDay.String())...), "Nobody has assessed")
	must(w, w.refused(access.FinanceOfficer, deliver, append(pay, "table", table)...), "at what time it was handed out here")
	w.post(access.ProtectionOfficer, "/payments/sites/assess", looksAt(second)...)
	must(w, w.refused(access.FinanceOfficer, deliver, append(pay, "table", second+"/"+townDay.String())...), "signed at another table")
	return table
}

// carriedBack plans a list again where it was paid first.
func (w *town) carriedBack(list string) {
	w.Helper()
	first, _ := w.villages()
	w.post(access.FinanceOfficer, list+"/plan", "place", first, "day", townDay.String())
}
