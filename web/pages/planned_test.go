// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"regexp"
	"strings"

	"safar/kernel/access"
)

// A caseworker plans a visit, asks those along from the list of households, and finds them on its roll as not there; a movement officer plans one too, and others do not.
func walkPlanned(w *town) {
	caseworker := access.Caseworker
	safe, unsafe := w.villages()
	must(w, w.refused(caseworker, "/planned/visit", "day", townDay.String(), "about", unsafe), "not safe there")
	must(w, w.refused(caseworker, "/planned/visit", "day", (townDay-3).String(), "about", safe), "coming year")
	w.refused(caseworker, "/planned/visit", "day", "soon", "about", safe)
	plan := strings.TrimSuffix(w.post(caseworker, "/planned/visit", "day", townDay.String(), "about", safe, "room", "2", "meeting", "At the school"), "?done=saved")
	for _, role := range []access.Role{access.SiteManager, access.Enumerator, access.FinanceOfficer} {
		w.forbidden(plan+"/invite", role)
		w.forbidden("/planned/visit", role)
	}
	must(w, said(w.open(access.MovementOfficer, "/gatherings")), "Planned")

	work := w.sends(caseworker, "/several", "list", "/households", "which", "all")
	w.sends(caseworker, work+"/do/asked_along", "visit_plan", strings.TrimPrefix(plan, "/planned/"))
	preview := w.open(caseworker, work)
	must(w, said(preview), "It can be done for 2")
	more := w.first(preview, `(?s)There is room for 2 households.*?class="code">([A-Z0-9-]+)<`)
	w.sends(caseworker, work+"/begin")
	must(w, said(w.open(caseworker, plan)), "Invited 2")

	must(w, w.refused(caseworker, plan+"/invite", "cards", more+" nobody"), "NOBODY")
	w.post(caseworker, plan+"/change", "day", townDay.String(), "about", safe, "room", "3", "meeting", "At the bridge")
	work = w.sends(caseworker, plan+"/invite", "cards", more)
	must(w, said(w.open(caseworker, work)), "It can be done for 1")
	w.sends(caseworker, work+"/begin")
	listed := w.open(caseworker, plan)
	must(w, said(listed), "Invited 3")
	file := w.open(caseworker, w.first(listed, `href="(/households/[0-9a-z]+)" class="code"`))
	must(w, said(file), "Invited: ")
	if when := regexp.MustCompile(`Invited – [^.]*Go-and-see visit`); !when.MatchString(said(file)) {
		w.Errorf("the story does not say to what they were invited: %s", said(file))
	}

	held := w.first(w.open(caseworker, plan), `href="(/gatherings/record[^"]*)"`)
	typed := w.open(caseworker, held)
	at := w.post(caseworker, "/gatherings/record", "kind", "go_and_see", "day", townDay.String(), "about", safe, "plan", w.first(typed, `name="plan" value="([^"]+)"`), "c_18-59_0", "2")
	at = strings.TrimSuffix(at, "?done=saved")
	must(w, w.open(caseworker, at), `href="`+plan+`"`)
	roll := w.open(caseworker, at+"/roll")
	must(w, said(roll), "3 households were invited")
	if strings.Contains(w.first(roll, `(?s)<fieldset(.*?)</fieldset>`), "checked") {
		w.Error("who was invited stands on the roll as there")
	}
	if strings.Contains(roll, `name="tick"`) {
		w.Error("those who were only invited can be ticked all at once")
	}
	came := w.first(w.open(caseworker, plan), `href="/households/[0-9a-z]+" class="code">([A-Z0-9-]+)<`)
	roll = w.send(caseworker, "POST", at+"/roll", form("cards", came, "tick", "heads")).text
	for _, of := range regexp.MustCompile(`(?s)<fieldset.*?</fieldset>`).FindAllString(roll, -1) {
		if strings.Contains(of, ">"+came+"<") != strings.Contains(of, " checked") || strings.Contains(of, ">"+came+"<") == strings.Contains(of, "<small>invited") {
			w.Errorf("whoever came is ticked, and nobody else: %s", of)
		}
	}
	must(w, said(w.open(caseworker, plan)), "It has taken place")
}
