// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/id"
	"safar/web/api"
)

// program makes a token with some roles of somebody who is signed in.
func (w *town) program(session string, parts ...access.ProgramPart) string {
	w.t.Helper()
	shown, err := w.op.Door.MakeToken(w.t.Context(), session, signin.Token{Name: "program", Until: w.desk.Today() + 30, Reach: access.Program{In: access.Lendable, Parts: parts}})
	must(w.t, err)
	return shown
}

// programs is a program of every role, with all that its user may give; and what the description says may be asked.
type programs struct {
	*watch
	shown map[access.Role]string
	paths []mayAsk
	asked int

	reader string // a token of the caseworker that was made to read
}

// mayAsk is one thing that may be asked, as the description has it.
type mayAsk struct {
	method, path string
	query        []string        // what may follow the path
	body         map[string]bool // what is sent
}

func inPrograms(t *testing.T) *programs {
	t.Helper()
	w := &programs{watch: &watch{town: inTown(t), seen: map[string]bool{}, known: map[string]bool{}}, shown: map[access.Role]string{}}
	for _, role := range access.Roles() {
		w.shown[role] = w.program(w.tokens[role], access.ProgramPart{Role: role})
	}
	var err error
	w.reader, err = w.op.Door.MakeToken(t.Context(), w.tokens[access.Caseworker], signin.Token{Name: "reads", Until: w.desk.Today() + 1,
		Reach: access.Program{In: access.Lendable, ReadOnly: true, Parts: []access.ProgramPart{{Role: access.Caseworker}}}})
	must(t, err)
	w.described()
	return w
}

// described reads from the description what may be asked: one that is added is attacked without anyone thinking of it.
func (w *programs) described() {
	w.t.Helper()
	text, err := api.Document()
	must(w.t, err)
	var read struct {
		Paths map[string]map[string]struct {
			Parameters  []struct{ Name, In string }
			RequestBody struct {
				Content map[string]struct {
					Schema struct{ Properties map[string]any }
				}
			}
		}
	}
	must(w.t, json.Unmarshal(text, &read))
	for path, methods := range read.Paths {
		for method, o := range methods {
			one := mayAsk{method: strings.ToUpper(method), path: path, body: map[string]bool{}}
			for _, p := range o.Parameters {
				if p.In == "query" {
					one.query = append(one.query, p.Name)
				}
			}
			for name := range o.RequestBody.Content["application/json"].Schema.Properties {
				one.body[name] = true
			}
			w.paths = append(w.paths, one)
		}
	}
	slices.SortFunc(w.paths, func(a, b mayAsk) int { return strings.Compare(a.path, b.path) })
}

// ask asks with a token. Now and then the clock goes on, so that no program asks too often.
func (w *programs) ask(token, method, path, body string) reply {
	w.t.Helper()
	if w.asked++; w.asked%100 == 0 {
		w.clock.Set(w.clock.Now().Add(10 * time.Second))
	}
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.server.URL+path, strings.NewReader(body))
	must(w.t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Idempotency-Key", id.New().String())
	got, err := http.DefaultTransport.RoundTrip(r)
	must(w.t, err)
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	must(w.t, err)
	return reply{method + " " + path, got.StatusCode, got.Header, got.Cookies(), string(text)}
}

// called are the values that a name can stand for, in a path or behind it; nothing for what is left out.
func (w *programs) called(path, name string) []string {
	text := func(ids ...id.ID) (all []string) {
		for _, of := range ids {
			all = append(all, of.String())
		}
		return all
	}
	if ofPledges(path) && name == "way" {
		return text(w.awaits.way)
	}
	switch name {
	case "place":
		return text(w.tale.site, w.village)
	case "person":
		return text(w.members[0], w.inCommittee)
	case "way":
		return text(w.journey, w.arrivedWay, w.helpWay, w.committeeWay)
	case "step":
		switch {
		case strings.HasSuffix(path, "/clearance"):
			return []string{"fit_to_travel", "permit"}
		case strings.Contains(path, "/photographs/"):
			return []string{"foundation", "walls", "roof"}
		}
		return []string{"solution", "plot", "first_tranche", "departure", "walls", "kit", "clinic", "ended"}
	case "kind":
		if strings.HasPrefix(path, api.Base+"places/{place}/gatherings") {
			return []string{"focus_group"}
		} else if strings.HasPrefix(path, api.Base+"places/{") || strings.HasPrefix(path, api.Base+"room") {
			return []string{"plot"}
		} else if strings.HasPrefix(path, api.Base+"places") {
			return []string{"village"}
		}
		return []string{"committee", "complaint"}
	case "subject":
		return text(w.committee, w.complaint)
	case "trip":
		return text(w.trip)
	case "user":
		return text(w.as(access.Caseworker).User)
	case "list":
		if strings.HasPrefix(path, api.Base+"supplies") {
			return text(w.distribution)
		}
		return text(w.list)
	case "stands":
		return []string{"remaining", "have_left"}
	case "figure":
		return []string{"left_the_sites", "nobody_counts_this"}
	case "document":
		return text(append(slices.Clone(w.documents), w.photo)...)
	case "word":
		return text(w.said.word, w.said.alone)
	case "plan":
		return text(w.plansOf...)
	case "gathering":
		return text(w.gathering)
	case "by", "is", "day", "after", "before", "site", "through", "thumb", "from", "limit", "caseload", "compartment", "days", "from_day", "leaves", "route", "text", "what", "which", "people", "women", "come", "since":
		return nil
	}
	return w.valuesOf(path, name)
}

// addresses are the real paths of what may be asked, each once with what can follow it and once without.
func (w *programs) addresses(o mayAsk) (all []string) {
	w.t.Helper()
	all = []string{o.path}
	for _, name := range inPath.FindAllStringSubmatch(o.path, -1) {
		var more []string
		for _, value := range w.called(o.path, name[1]) {
			for _, p := range all {
				more = append(more, strings.Replace(p, name[0], value, 1))
			}
		}
		all = more
	}
	query := url.Values{}
	for _, name := range o.query {
		for _, value := range w.called(o.path, name) {
			if query.Add(name, value); !slices.Contains([]string{"household", "place", "way", "user"}, name) {
				break
			}
		}
	}
	for i := range all {
		if slices.Contains(o.query, "compartment") {
			query.Set("caseload", w.scope.Caseload.String())
			if strings.HasSuffix(o.path, "/looks") {
				query.Set("compartment", "looks")
			}
		}
		if len(query) > 0 {
			all[i] += "?" + query.Encode()
		}
	}
	return all
}

// sent is what a query is asked with where it takes a body.
func (w *programs) sent(o mayAsk, canary string) string {
	said := map[string]any{}
	for name := range o.body {
		switch name {
		case "text", "number", "phone":
			said[name] = canary
		case "place":
			said[name] = w.tale.site
		case "prepare":
			said[name] = map[string]any{"programme": tanganyika, "grant": "echo", "steps": []string{"first_tranche"}, "journeys": []id.ID{w.journey, w.arrivedWay}}
		case "register":
			said[name] = map[string]any{"members": []any{map[string]any{"names": map[string]string{"given": "Zkanarigiven", "family": "Zkanarifamily"}, "sex": "female"}}}
		}
	}
	text, err := json.Marshal(said)
	must(w.t, err)
	return string(text)
}

func (o mayAsk) command() bool { return strings.HasPrefix(o.path, api.Base+"commands/") }

// Promise 6 at the door for programs: every role × everything that may be asked. What may not be seen is not told, every look is on record with its task,
// whatever is commanded or asked breaks nothing, and a program that was made to read changes nothing.
func TestNoProgramLearnsWhatItsUserMayNot(t *testing.T) {
	t.Parallel()
	w := inPrograms(t)
	var recorded looks
	w.desk.Listen(recorded.hear)
	told, looked := map[string]bool{}, map[string]bool{}
	for _, role := range access.Roles() {
		for _, o := range w.paths {
			if o.command() {
				w.commands(role, o)
				continue
			}
			recorded.since(w.as(role).User)
			for _, path := range w.addresses(o) {
				r := w.ask(w.shown[role], o.method, path, w.sent(o, "Zkanarigiven"))
				w.holds(role, r, "zkanarigiven")
				made, forNothing := recorded.since(w.as(role).User, w.awaits.household, w.household, w.other, w.lists, w.committee, w.complaint)
				if r.status != http.StatusOK {
					continue
				}
				told[o.path] = true
				if showsSomebody(r.body) && (made == 0 || forNothing > 0) {
					w.tell("%s %s shows somebody to the %s: %d looks on record, %d for nothing", o.method, o.path, role, made, forNothing)
				} else if made > 0 {
					looked[o.path] = true
				}
			}
		}
	}
	for _, canary := range leaks(w.log.String()) {
		t.Errorf("the log holds %q", canary)
	}
	for _, o := range w.paths {
		if !told[o.path] && !o.command() && !neverTold[o.path] {
			t.Errorf("%s %s was told to nobody: nothing is proved of it", o.method, o.path)
		}
	}
	if len(looked) < 20 {
		t.Errorf("only %d of %d queries are looks", len(looked), len(told))
	}
	t.Logf("%d requests; %d kinds of queries told, %d of them looks", w.asked, len(told), len(looked))
	w.readers()
	w.nobody()
}

// neverTold are queries for which the state of the town has nothing: nobody there lives with hosts.
var neverTold = map[string]bool{api.Base + "ways/{way}/homes": true, api.Base + "ways/{way}/home": true, api.Base + "ways/{way}/homes/{host}/said": true}

// commands sends a command without anything, and to one who reads only: nothing breaks, and nothing is done.
func (w *programs) commands(role access.Role, o mayAsk) {
	w.t.Helper()
	path := o.path
	if slices.Contains(o.query, "caseload") {
		path += "?caseload=" + w.scope.Caseload.String()
	}
	r := w.ask(w.shown[role], o.method, path, "{}")
	w.holds(role, r)
	if r.status == http.StatusOK && !strings.Contains(r.body, `"facts":0`) {
		w.tell("%s does something where nothing is said", path)
	}
}

// readers are programs that were made to read: no command of theirs is heard, whatever their user may do.
func (w *programs) readers() {
	w.t.Helper()
	for _, o := range w.paths {
		if !o.command() {
			continue
		}
		path := o.path
		if slices.Contains(o.query, "caseload") {
			path += "?caseload=" + w.scope.Caseload.String()
		}
		if r := w.ask(w.reader, o.method, path, "{}"); r.status != http.StatusForbidden || !strings.Contains(r.body, "access.reads_only") {
			w.tell("a program that only reads sends %s: %d %s", path, r.status, r.body)
		}
	}
}

// nobody asks without a token, and with one that is none: nothing at all is told, not even that there is such a thing.
func (w *programs) nobody() {
	w.t.Helper()
	answers := map[string]bool{}
	for _, o := range w.paths {
		for _, path := range w.addresses(o) {
			r := w.ask("safar_guess", o.method, path, "{}")
			answers[fmt.Sprint(r.status, r.body)] = true
		}
	}
	if len(answers) != 1 {
		w.t.Errorf("a stranger is answered in %d manners: %v", len(answers), answers)
	}
}
