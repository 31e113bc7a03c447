// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"crypto/sha256"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"safar/field/figures"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/api"
)

// Every page and every form is asked for by what the router itself serves: one that is added is attacked without anyone thinking of it,
// and the test fails until it knows a real id for each name in its path.

// inPath finds the names in a pattern's path.
var inPath = regexp.MustCompile(`\{(\w+)\}`)

// paths returns the real paths of a pattern: every combination of the ids that its names can stand for.
func (w *town) paths(pattern string) []string {
	w.t.Helper()
	_, path, _ := strings.Cut(pattern, " ")
	path = strings.TrimSuffix(path, "{$}")
	all := []string{path}
	for _, name := range inPath.FindAllStringSubmatch(path, -1) {
		var more []string
		for _, value := range w.valuesOf(path, name[1]) {
			for _, p := range all {
				more = append(more, strings.Replace(p, name[0], value, 1))
			}
		}
		all = more
	}
	return slices.DeleteFunc(all, func(p string) bool { // a household and the way of another
		return strings.Contains(p, w.household.String()) && strings.Contains(p, w.arrivedWay.String()) ||
			strings.Contains(p, w.other.String()) && strings.Contains(p, w.journey.String())
	})
}

// valuesOf returns what a name in a path can stand for in this town.
func (w *town) valuesOf(path, name string) []string {
	w.t.Helper()
	text := func(ids ...id.ID) (all []string) {
		for _, of := range ids {
			all = append(all, of.String())
		}
		return all
	}
	switch {
	case ofPledges(path):
		return text(w.awaits.way)
	case ofHosts(path):
		return w.valuesOfHosts(path, name)
	case strings.Contains(path, "/stories"):
		return w.valuesOfStories(name)
	case isOfSeveral(path):
		return w.worksOf(path, name)
	case strings.HasPrefix(path, "/sensitive/"):
		return w.valuesOfSealed(name)
	case strings.HasPrefix(path, "/subjects/"):
		return w.valuesOfThings(name)
	case ofOnePerson(path):
		return w.valuesOfPersons(path, name)
	}
	switch name {
	case "household":
		return text(w.household, w.other)
	case "word":
		return text(w.said.word, w.said.alone)
	case "complaint":
		return text(w.complaint, w.heardAlone)
	case "recording":
		return text(w.recording)
	case "caseload":
		return text(w.scope.Caseload)
	case "box":
		return text(w.opening)
	case "call":
		return text(w.said.call)
	case "kiosk":
		return []string{w.kiosk}
	case "document":
		if strings.HasPrefix(path, "/houses/") {
			return text(w.photo)
		}
		return text(w.documents...)
	case "person":
		return append(text(w.members...), "nobody")
	case "way":
		return text(w.journey, w.arrivedWay)
	case "journey":
		return text(w.journey, w.arrivedWay, w.roadWay, w.helpWay, w.handedWay)
	case "site":
		return text(w.tale.site)
	case "place":
		return text(w.tale.site, w.village)
	case "step":
		return w.steps()
	case "sheet":
		return text(w.tale.sheet)
	case "item":
		return []string{"blanket", "bucket"}
	case "list":
		return text(w.lists)
	case "programme":
		return []string{tanganyika}
	case "version":
		return []string{fmt.Sprintf("%x", sha256.Sum256(programmeSource(w.t)))}
	case "form":
		return slices.Sorted(maps.Keys(programmeForms(w.t)))
	case "pathway":
		return []string{"solution"}
	case "about":
		return []string{"household", "forget"}
	case "change":
		return []string{"departed", "died", "safety"}
	case "figure":
		return w.figures()
	case "facility":
		return text(w.latrine)
	case "block":
		return text(w.block)
	case "shelter":
		return text(w.tale.shelter)
	case "number":
		return []string{"A-001"}
	case "committee":
		return text(w.committee)
	case "meeting":
		return text(w.meeting)
	case "decision":
		return text(w.decision)
	case "handbook":
		return []string{"sphere"}
	case "standard":
		return []string{"people_per_latrine", "ground_per_person"}
	case "id":
		_, rest, _ := strings.Cut(path, "/")
		first, rest, _ := strings.Cut(rest, "/")
		switch {
		case first == "supplies":
			return text(w.distribution)
		case first == "movements":
			return text(w.trip)
		case first == "villages":
			return text(w.village, w.elsewhere)
		case first == "planned":
			return text(w.plansOf...)
		case first == "gatherings":
			return text(w.gathering)
		case first == "looks":
			return text(w.as(access.Caseworker).User, w.as(access.ProtectionOfficer).User)
		case first == "users":
			return text(w.spare, w.gone)
		case first == "payments" && strings.HasPrefix(rest, "lists/"):
			return text(w.list)
		}
	}
	w.t.Fatalf("no real id is known for {%s} in %s: say here what it can be", name, path)
	return nil
}

// steps returns the steps of the pathway that households walk.
func (w *town) steps() (steps []string) {
	for _, s := range w.pathway().Steps {
		steps = append(steps, s.ID)
	}
	return append(steps, "kit", "fit_to_travel", "permit", "clinic", "to_health_partner")
}

func (w *town) pathway() *programme.Pathway {
	w.t.Helper()
	if w.drawn == nil {
		p, err := programme.Parse("programme.yaml", programmeSource(w.t))
		must(w.t, err)
		w.drawn = p.Pathway("solution")
	}
	return w.drawn
}

// figures returns a few figures that stand for all, and every one that counts persons.
func (w *town) figures() (ids []string) {
	w.t.Helper()
	board, err := figures.Open(w.t.Context(), w.desk, w.as(access.Auditor), w.scope, tanganyika)
	must(w.t, err)
	defer board.Close()
	listed, err := board.List(w.t.Context(), w.as(access.Auditor))
	must(w.t, err)
	for i, f := range listed {
		if f.Count == programme.Persons || i%5 == 0 {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// patterns returns what the router serves to people under a method, without the style sheet: what programs may ask stands in programs_test.go.
func (w *town) patterns(method string) (patterns []string) {
	for _, p := range w.site.Patterns() {
		if strings.HasPrefix(p, method+" ") && !strings.HasSuffix(p, ".css") && !strings.HasPrefix(p, method+" "+api.Base) {
			patterns = append(patterns, p)
		}
	}
	return patterns
}

// patternOf returns the pattern that serves a request.
func (w *town) patternOf(method, path string) string {
	key := method + " " + path
	if pattern, known := w.served[key]; known {
		return pattern
	}
	if w.mux == nil {
		w.mux, w.served = http.NewServeMux(), map[string]string{}
		for _, p := range w.site.Patterns() {
			w.mux.HandleFunc(p, func(http.ResponseWriter, *http.Request) {})
		}
	}
	_, w.served[key] = w.mux.Handler(httptest.NewRequest(method, path, nil))
	return w.served[key]
}

// formOn is a form that somebody found on a page: where it is sent, and how it would be filled in.
type formOn struct {
	method, action string
	values         url.Values
	own            bool // who sends it found it on a page of theirs
}

var (
	aForm     = regexp.MustCompile(`(?s)<form([^>]*)>(.*?)</form>`)
	anInput   = regexp.MustCompile(`(?s)<input([^>]*)>`)
	anArea    = regexp.MustCompile(`(?s)<textarea([^>]*)>`)
	aSelect   = regexp.MustCompile(`(?s)<select([^>]*)>(.*?)</select>`)
	anOption  = regexp.MustCompile(`<option value="([^"]+)"`)
	aLink     = regexp.MustCompile(`href="(/[^"#]*)"`)
	attribute = regexp.MustCompile(`([\w-]+)="([^"]*)"`)
)

func attributes(text string) map[string]string {
	all := map[string]string{}
	for _, m := range attribute.FindAllStringSubmatch(text, -1) {
		all[m[1]] = html.UnescapeString(m[2])
	}
	return all
}

// formsOn finds the forms of a page and fills them in: what is offered is taken, and what is to be typed is typed.
func formsOn(at, body, today string) (forms []formOn) {
	for _, m := range aForm.FindAllStringSubmatch(body, -1) {
		head := attributes(m[1])
		f := formOn{method: strings.ToUpper(head["method"]), action: head["action"], values: url.Values{}}
		if f.action == "" {
			f.action = at
		}
		for _, in := range anInput.FindAllStringSubmatch(m[2], -1) {
			f.input(attributes(in[1]), today)
		}
		for _, in := range anArea.FindAllStringSubmatch(m[2], -1) {
			f.values.Set(attributes(in[1])["name"], typed)
		}
		for _, in := range aSelect.FindAllStringSubmatch(m[2], -1) {
			if option := anOption.FindStringSubmatch(in[2]); option != nil {
				f.values.Set(attributes(in[1])["name"], html.UnescapeString(option[1]))
			}
		}
		forms = append(forms, f)
	}
	return forms
}

// typed is what is typed into every form: it may come back on the form itself, and must stand in no log, no address and no header.
const typed = "zkgetippt words"

func (f *formOn) input(in map[string]string, today string) {
	value := in["value"]
	switch in["type"] {
	case "hidden":
	case "radio", "checkbox":
		if f.values.Has(in["name"]) && in["type"] == "radio" {
			return
		}
	case "date":
		value = today
	case "number":
		value = "1"
	case "tel":
		value = "+243820000555"
	case "password":
		value = "zkgetippt passphrase"
	default:
		if value == "" {
			value = typed
		}
	}
	f.values.Add(in["name"], value)
}

// linksOn returns where a page leads, but for other languages.
func linksOn(body string) []string {
	links := map[string]bool{}
	for _, m := range aLink.FindAllStringSubmatch(body, -1) {
		to := html.UnescapeString(m[1])
		if !strings.Contains(to, "lang=") && !strings.HasSuffix(to, ".css") {
			links[to] = true
		}
	}
	return slices.Sorted(maps.Keys(links))
}
