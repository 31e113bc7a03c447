// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"fmt"
	"html"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"safar/kernel/access"
	"safar/kernel/id"
)

// watch looks for canaries in whatever comes out of the town.
type watch struct {
	*town
	seen  map[string]bool                // canaries that somebody saw
	known map[string]bool                // what was told of already, so that one leak is told once
	forms map[access.Role][]formOn       // that each role found
	pages map[access.Role]map[string]int // path → status
	first map[string]formOn              // pattern → the first form for it that anybody found, once all have walked
}

// needle is a canary as it is looked for: in small letters, without what is neither letter nor digit.
type needle struct{ canary, dense string }

// marks are what canaries have in common, as they are looked for: tens of thousands of texts are looked through, and hardly one holds any.
var marks = []string{"zkanari", "2438200009"}

// sought are all canaries as they are looked for, made once.
var sought = sync.OnceValue(func() (all []needle) {
	for _, canary := range slices.Sorted(maps.Keys(canaries)) {
		n := needle{canary, squeezed(strings.ToLower(canary))}
		if !hasAny(n.dense, marks) {
			panic("the canary " + canary + " has no mark: it would not be found")
		}
		all = append(all, n)
	}
	return all
})

func hasAny(text string, marks []string) bool {
	return slices.ContainsFunc(marks, func(mark string) bool { return strings.Contains(text, mark) })
}

// found returns the canaries in a text, however it is written: in capitals, with spaces in a number, escaped.
func found(text string) (all []string) {
	plain := strings.ToLower(html.UnescapeString(text))
	dense := squeezed(plain)
	if strings.Contains(plain, "%") {
		if unescaped, err := url.QueryUnescape(plain); err == nil {
			dense += "\n" + squeezed(unescaped)
		}
	}
	if !hasAny(dense, marks) {
		return nil
	}
	for _, c := range sought() {
		if strings.Contains(dense, c.dense) {
			all = append(all, c.canary)
		}
	}
	return all
}

// leaks returns what stands in a text that must hold neither a canary nor what was typed.
func leaks(text string) []string { return append(found(text), typedIn(text)...) }

// leaking returns what leaks from any of the texts. They are looked through as one first: of thousands hardly one holds anything.
func leaking(texts []string) (all []string) {
	if len(leaks(strings.Join(texts, "\n"))) == 0 {
		return nil
	}
	for _, text := range texts {
		all = append(all, leaks(text)...)
	}
	return all
}

// squeezed leaves letters and digits alone.
func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

func (w *watch) tell(format string, args ...any) {
	w.t.Helper()
	text := fmt.Sprintf(format, args...)
	if !w.known[text] {
		w.known[text] = true
		w.t.Error(text)
	}
}

// sees is what the policy lets a role see: what is told of it here is read from there.
func (w *watch) sees(role access.Role) access.ClassSet {
	if role == stranger {
		return 0
	}
	if role == atBooth {
		return access.Clearance(w.atKiosk(), w.scope, w.desk.Today())
	}
	return access.Clearance(w.as(role), w.scope, w.desk.Today())
}

// holds a reply against what its reader may see. sent are canaries that they have typed themselves: those may stand on the page.
func (w *watch) holds(role access.Role, r reply, sent ...string) {
	w.t.Helper()
	method, path, _ := strings.Cut(r.asked, " ")
	pattern := w.patternOf(method, path)
	sees := w.sees(role)
	for _, canary := range found(r.body) {
		if sees.Has(canaries[canary]) {
			w.seen[canary] = true
		} else if !slices.Contains(sent, canary) {
			w.tell("%s shows the %s the %s canary %q", pattern, roleName(role), canaries[canary], canary)
		}
	}
	for name, values := range r.header {
		for _, canary := range leaks(strings.Join(values, " ")) {
			w.tell("%s tells %q in the header %s", pattern, canary, name)
		}
	}
	forms := formsOn("", r.body, "")
	addresses := linksOn(r.body)
	for _, f := range forms {
		addresses = append(addresses, f.action)
	}
	for _, canary := range leaking(addresses) {
		w.tell("%s has %q in an address", pattern, canary)
	}
	for _, f := range forms {
		if f.method == http.MethodGet && slices.Contains(slices.Concat(slices.Collect(maps.Values(f.values))...), typed) {
			w.tell("%s has a form that puts what is typed into an address", pattern)
		}
	}
	if r.status >= 500 {
		w.tell("%s answers the %s with %d", r.asked, roleName(role), r.status)
	}
}

func roleName(role access.Role) string {
	if role == stranger {
		return "stranger"
	}
	return role.String()
}

// typedIn returns what was typed, where a text holds it.
func typedIn(text string) []string {
	if strings.Contains(squeezed(strings.ToLower(text)), "zkgetippt") {
		return []string{typed}
	}
	return nil
}

// open opens a page once for a role, and notes the forms on it.
func (w *watch) open(role access.Role, path string) (links []string) {
	w.t.Helper()
	if _, been := w.pages[role][path]; been {
		return nil
	}
	r := w.send(role, http.MethodGet, path, nil, "text/html")
	w.pages[role][path] = r.status
	w.holds(role, r)
	if r.status >= 400 {
		w.holds(role, w.send(role, http.MethodGet, path, nil, "application/json"))
	}
	w.forms[role] = append(w.forms[role], formsOn(path, r.body, w.desk.Today().String())...)
	return linksOn(r.body)
}

// mostAsked bounds how many questions (what follows "?") are followed on one path: lists lead ever further back.
const mostAsked = 8

// walk opens every page that the router serves, and every page that these lead to.
func (w *watch) walk(role access.Role) {
	w.t.Helper()
	w.pages[role] = map[string]int{}
	var next []string
	for _, pattern := range w.patterns(http.MethodGet) {
		for _, path := range w.paths(pattern) {
			next = append(next, w.open(role, path)...)
		}
	}
	asked := map[string]int{}
	for len(next) > 0 {
		path, _, _ := strings.Cut(next[0], "?")
		var more []string
		if asked[path]++; asked[path] <= mostAsked {
			more = w.open(role, next[0])
		}
		next = append(next[1:], more...)
	}
}

// sendForms sends every form that the router takes: as it was found, empty, and with what is no answer to anything.
func (w *watch) sendForms(role access.Role) (taken, refused int) {
	w.t.Helper()
	sent := map[string]bool{}
	for _, f := range w.formsFor(role) {
		key := w.patternOf(http.MethodPost, f.action) + "?" + strings.Join(slices.Sorted(maps.Keys(f.values)), "&")
		if sent[key] {
			continue
		}
		sent[key] = true
		ways := []url.Values{{"command": {id.New().String()}}, nonsense(f.values), withCommand(f.values)}
		if !f.own {
			ways = ways[2:] // it is refused whatever it says
		} else if tries[f.action] {
			ways = ways[1:2] // each try costs what a passphrase costs
		}
		for _, values := range ways {
			r := w.send(role, http.MethodPost, f.action, values, "text/html")
			if r.status == http.StatusUnauthorized {
				r.body = withoutTyped(r.body, values)
			}
			w.holds(role, r)
			if r.status == http.StatusSeeOther {
				taken++
				w.holds(role, w.send(role, http.MethodGet, r.header.Get("Location"), nil, "text/html"))
			} else {
				refused++
			}
			if (f.action == "/sign-out" || f.action == "/kiosks/open") && role != stranger && role != atBooth {
				w.comeBack(role)
			}
		}
	}
	return taken, refused
}

// withoutTyped is a page without what somebody just typed: who was signed out meanwhile gets that back, and learns nothing from it.
func withoutTyped(page string, values url.Values) string {
	for _, typed := range values {
		for _, value := range typed {
			page = strings.ReplaceAll(page, `value="`+html.EscapeString(value)+`"`, "")
		}
	}
	return page
}

// comeBack signs somebody in again who has left, on a device of their own.
func (w *watch) comeBack(role access.Role) {
	w.t.Helper()
	token, err := w.op.Door.Authenticate(w.t.Context(), role.String(), townPassphrase, id.New().String())
	must(w.t, err)
	w.tokens[role] = token
}

// tries are where a passphrase is tried.
var tries = map[string]bool{"/sign-in": true, "/sign-in/code": true, "/passphrase": true, "/confirm": true, "/account/keep": true, "/account/phone": true,
	"/account/phone/off": true, "/account/yard/code": true, "/kiosk/card": true, "/kiosk/close": true, "/sign-in/pin": true, "/sign-in/phone": true}

// formsFor returns the forms that a role found; of patterns for which it found none, one that another found.
func (w *watch) formsFor(role access.Role) []formOn {
	w.t.Helper()
	of := map[string][]formOn{}
	for _, f := range w.forms[role] {
		if f.method == http.MethodPost {
			p := w.patternOf(http.MethodPost, f.action)
			f.own = true
			of[p] = append(of[p], f)
		}
	}
	var all []formOn
	for _, pattern := range w.patterns(http.MethodPost) {
		if len(of[pattern]) == 0 {
			of[pattern] = w.formOfAnother(pattern)
		}
		all = append(all, of[pattern]...)
	}
	return all
}

// formOfAnother returns the first form for the pattern that anybody found.
func (w *watch) formOfAnother(pattern string) []formOn {
	if w.first == nil {
		w.first = map[string]formOn{}
		for _, role := range access.Roles() {
			for _, f := range w.forms[role] {
				p := w.patternOf(f.method, f.action)
				if _, known := w.first[p]; !known {
					w.first[p] = f
				}
			}
		}
	}
	if f, known := w.first[pattern]; known {
		return []formOn{f}
	}
	return []formOn{{method: http.MethodPost, action: w.paths(pattern)[0], values: url.Values{"zk": {typed}}}}
}

func withCommand(values url.Values) url.Values {
	out := maps.Clone(values)
	out.Set("command", id.New().String())
	return out
}

// nonsense answers every field with what no field asks for.
func nonsense(values url.Values) url.Values {
	out := url.Values{"command": {id.New().String()}}
	for name := range values {
		if name != "command" {
			out.Set(name, typed+" <script>\"'\x00;=../\r\n"+strings.Repeat("9", 40))
		}
	}
	return out
}

// Promise 6: every role × page, form, search, error, header, address, cookie and log: a planted canary of a higher class is absent.
func TestNoPageShowsACanaryOfAHigherClass(t *testing.T) {
	w := &watch{town: inTown(t), seen: map[string]bool{}, known: map[string]bool{}, forms: map[access.Role][]formOn{}, pages: map[access.Role]map[string]int{}}
	roles := append([]access.Role{stranger, atBooth}, access.Roles()...)
	out := captured(t, func() {
		for _, role := range roles {
			w.walk(role)
		}
		w.searches(roles)
		w.onlyKiosk()
		w.everyForm(roles)
	})
	for where, text := range map[string]string{"the log": w.log.String(), "what the process wrote": out} {
		for _, canary := range leaks(text) {
			t.Errorf("%s holds %q", where, canary)
		}
	}
	if !strings.Contains(w.log.String(), "pattern=") {
		t.Error("nothing is logged: nothing is proved of the log")
	}
	w.onDisk()
	for canary, class := range canaries {
		if class != access.Sealed && !w.seen[canary] {
			t.Errorf("nobody at all sees the canary %q: it proves nothing", canary)
		}
	}
}

// searches looks for every canary as every role: what is found beside it must be theirs to see.
func (w *watch) searches(roles []access.Role) {
	w.t.Helper()
	for _, role := range roles {
		for canary := range canaries {
			asked := url.Values{"q": {canary}}
			r := w.send(role, http.MethodPost, "/search", asked, "text/html")
			if r.status == http.StatusUnauthorized {
				r.body = withoutTyped(r.body, asked)
			}
			w.holds(role, r, canary)
			if r.status >= http.StatusBadRequest {
				w.holds(role, w.send(role, http.MethodPost, "/search", asked, "application/json"), canary)
			}
		}
	}
}

// everyForm has every role send every form, and sees that forms were taken and refused.
func (w *watch) everyForm(roles []access.Role) {
	w.t.Helper()
	all := map[string]bool{}
	for _, role := range roles {
		for _, f := range w.forms[role] {
			all[w.patternOf(f.method, f.action)] = true
		}
	}
	for _, pattern := range w.patterns(http.MethodPost) {
		if !all[pattern] && !formless[pattern] {
			w.t.Errorf("no page of the town has a form for %s: it was not tried as people send it", pattern)
		}
	}
	taken, refused := 0, 0
	for _, role := range roles {
		t, r := w.sendForms(role)
		taken, refused = taken+t, refused+r
	}
	if taken < 40 || refused < 200 {
		w.t.Errorf("%d forms were taken and %d refused: too few to prove anything", taken, refused)
	}
	w.t.Logf("%d forms taken, %d refused", taken, refused)
}

// formless are forms for which the state of the town gives no page: nobody there is said to be on two trips, or sits on two loads. What is sent
// there is tried where two offices are (mending_test.go). What goes on behind the pages has come to rest there before anybody could stop it.
var formless = map[string]bool{"POST /movements/not-aboard/{journey}/{step}": true, "POST /movements/two-loads/{journey}/{step}": true,
	"POST /several/{id}/stop": true,
	// The gateway of a sender of SMS signs what it sends (web/api).
	"POST /sms/inward/{caseload}": true, "POST /sms/outward/{caseload}": true, "POST /sms/outcome/{caseload}": true,
	// Nobody of the town reads in the lane of sensitive complaints, or asked to open its glass: web/pages walks there.
	"POST /sensitive/open": true, "POST /sensitive/shut": true, "POST /sensitive/complaints/{complaint}/do": true, "POST /sensitive/complaints/{complaint}/share": true,
	"POST /sensitive/glass/open": true}

// onDisk holds that no file of the data folder has a canary in plain text, of whatever class: the folder is what a thief takes.
func (w *watch) onDisk() {
	w.t.Helper()
	files := 0
	must(w.t, filepath.WalkDir(w.folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		files++
		small := strings.ToLower(string(content))
		for _, c := range sought() {
			if strings.Contains(small, strings.ToLower(c.canary)) {
				w.t.Errorf("%s holds %q in plain text", d.Name(), c.canary)
			}
		}
		return err
	}))
	if files < 3 {
		w.t.Errorf("only %d files: the log of the database is not among them", files)
	}
}
