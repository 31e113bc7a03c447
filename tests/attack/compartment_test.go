// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"bytes"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"safar/desk"
	"safar/exchange/opendata"
	"safar/field/figures"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// sheltered is a programme whose people are known in the protection compartment alone.
const sheltered = `
programme: sheltered
pathways:
  home:
    for: host
    compartment: protection
    steps:
      - ask: address
      - place: beds
        kind: bed
        offers: true
        needs: [address]
  stay:
    for: household
    compartment: protection
    steps:
      - decide: ties
        kind: family_ties
        by: protection_officer
      - place: hosted
        kind: bed
        with: home.beds
        needs: [ties]
figures:
  homes: {count: hosts, where: address.done}
`

const shelteredForm = `
form: address
labels: {en: Address}
questions:
  - text: where
    class: sensitive
    labels: {en: Where}
`

// hidden is somebody of whom nothing is known outside the protection compartment.
type hidden struct {
	*town
	scope   access.Scope
	home    id.ID
	members []id.ID
	way     id.ID
	guests  id.ID // who live with them
	stay    id.ID
}

// sealedWhy is why somebody is kept apart: nobody reads it, protection neither.
const sealedWhy = "zksealed why"

// words are what is known of them, and ids what they are known by.
func (h *hidden) words() []string {
	return []string{"Zkverborgen", "zkhidden lane", "ZKHIDE-1", "zkhidden lets in", "Zkgastfrau", "zkhidden town", "zkhidden him"}
}

func (h *hidden) ids() []string {
	return []string{h.home.String(), h.members[0].String(), h.members[1].String(), h.way.String(), h.guests.String(), h.stay.String()}
}

// hide registers a host in the protection compartment of the town.
func hide(t *testing.T) *hidden {
	h := &hidden{town: inTown(t)}
	h.scope = access.Scope{Caseload: h.tale.scope.Caseload, Compartment: access.Protection}
	h.common(h.as(access.ProgrammeManager), journey.Publish{Source: []byte(sheltered), Forms: map[string][]byte{"address": []byte(shelteredForm)}})
	ids := h.inside(people.Register{Arrived: clock.NoDay, Card: "ZKHIDE-1", Consent: "zkhidden lets in", Members: []people.Member{
		{Names: people.Names{Given: "Zkverborgen"}, Relation: people.Head, Born: born(41), Phone: "+243820000977"},
		{Names: people.Names{Given: "Zkverborgenes"}, Sex: people.Female, Relation: people.Spouse, Born: born(40)}}}).IDs
	h.home, h.members = ids[0], ids[1:]
	h.way = h.inside(journey.Start{Programme: "sheltered", Pathway: "home", Subject: h.home}).IDs[0]
	h.inside(journey.Ask{Journey: h.way, Step: "address", Words: journey.Words{Answers: programme.Answers{"where": "zkhidden lane"}}})
	h.inside(hosting.OfferBeds{Journey: h.way, Step: "beds", Beds: 2})
	lives := h.inside(people.Register{Arrived: clock.NoDay, Members: []people.Member{{Names: people.Names{Given: "Zkgastfrau"}, Sex: people.Female, Relation: people.Head, Born: born(24)}}}).IDs
	h.guests = lives[0]
	h.stay = h.inside(journey.Start{Programme: "sheltered", Pathway: "stay", Subject: h.guests}).IDs[0]
	h.inside(journey.DecideStep{Journey: h.stay, Step: "ties", Yes: true, Reason: "she is alone"})
	h.inside(hosting.Seek{Journey: h.stay, Is: hosting.Needs{StepFree: people.No, Wishes: []string{"zkhidden town"}}})
	h.inside(hosting.Describe{Journey: h.way, Is: hosting.HomeIs{Town: "zkhidden town"}})
	h.inside(hosting.KeepApart{Journey: h.stay, Name: "zkhidden him", Reason: sealedWhy})
	h.inside(hosting.Propose{Journey: h.stay, Host: h.way})
	h.inside(hosting.Say{Journey: h.stay, Host: h.way, Yes: append([]id.ID{lives[1]}, h.members...)})
	h.inside(hosting.Introduce{Journey: h.stay, Host: h.way})
	h.inside(hosting.Place{Journey: h.stay, With: h.way})
	return h
}

// inside has a command done in the compartment.
func (h *hidden) inside(c desk.Command) desk.Receipt {
	h.t.Helper()
	r, err := h.do(h.as(access.ProtectionOfficer), h.scope, id.New(), c)
	must(h.t, err)
	return r
}

// tells returns what of them stands in an answer, their ids as well where nobody asked by them.
func (h *hidden) tells(r reply, asked ...string) (told []string) {
	text := strings.ToLower(html.UnescapeString(r.body))
	for _, values := range r.header {
		text += strings.ToLower(strings.Join(values, " "))
	}
	for _, word := range append(append(h.words(), sealedWhy), h.ids()...) {
		if strings.Contains(text, strings.ToLower(word)) && !strings.Contains(strings.ToLower(r.asked+strings.Join(asked, " ")), strings.ToLower(word)) {
			told = append(told, word)
		}
	}
	return told
}

// hiddenPaths are the pages that there are, asked for by the ids of those of whom nobody knows.
func (h *hidden) hiddenPaths() (all []string) {
	for _, pattern := range h.patterns(http.MethodGet) {
		of := h.paths(pattern)
		for _, path := range of[:min(2, len(of))] {
			for from, to := range map[string]string{h.tale.household.String(): h.home.String(), h.tale.members[0].String(): h.members[0].String(),
				h.journey.String(): h.way.String(), "/" + tanganyika: "/sheltered", "/solution": "/home"} {
				path = strings.Replace(path, from, to, 1)
			}
			all = append(all, path)
		}
	}
	return append(all, "/hosts/"+h.way.String(), "/guests/"+h.stay.String(), "/guests/"+h.stay.String()+"/apart", "/hosts/plan", "/figures/sheltered/homes", "/figures/sheltered/homes/facts", "/programme/sheltered", "/")
}

// Whoever is known in the protection compartment stands on no page, in no search, in no error, in no export and in no log of anybody outside it,
// whatever they ask by, and wherever they say that they work.
func TestWhoIsKnownToProtectionIsNowhereElse(t *testing.T) {
	h := hide(t)
	paths := h.hiddenPaths()
	for _, role := range append([]access.Role{stranger}, access.Roles()...) {
		if role == access.ProtectionOfficer {
			continue // it is theirs
		}
		for _, h.part = range []string{"", h.scope.String()} {
			for _, path := range paths {
				r := h.send(role, http.MethodGet, path, nil, "text/html")
				if told := h.tells(r); len(told) > 0 {
					t.Errorf("%s tells the %s of %q (works in %q)", r.asked, roleName(role), told, h.part)
				}
				if r.status >= 500 {
					t.Errorf("%s answers the %s with %d", r.asked, roleName(role), r.status)
				}
			}
			for _, word := range []string{"Zkverborgen", "ZKHIDE-1", "+243820000977"} {
				if r := h.send(role, http.MethodPost, "/search", url.Values{"q": {word}}, "text/html"); strings.Contains(r.body, "/households/"+h.home.String()) || len(h.tells(r, word)) > 0 {
					t.Errorf("a search for %q finds them for the %s", word, roleName(role))
				}
			}
		}
	}
	for _, word := range h.words() {
		if strings.Contains(strings.ToLower(h.log.String()), strings.ToLower(word)) {
			t.Errorf("the log holds %q", word)
		}
	}
	h.inExports()
	h.readInside()
}

// inExports takes out what may be taken out.
func (h *hidden) inExports() {
	h.t.Helper()
	for _, role := range access.Roles() {
		var b bytes.Buffer
		if opendata.Write(h.t.Context(), h.desk, h.as(role), &b, opendata.Options{}) != nil {
			continue
		}
		for name, text := range h.exported(h.as(role)) {
			for _, word := range append(h.words(), h.ids()...) {
				if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
					h.t.Errorf("%s of the %s holds %q", name, role, word)
				}
			}
		}
	}
}

// readInside has the protection officer read what nobody else does: otherwise nothing is proved.
func (h *hidden) readInside() {
	h.t.Helper()
	h.part = h.scope.String()
	file := h.send(access.ProtectionOfficer, http.MethodGet, "/households/"+h.home.String(), nil, "text/html")
	list := h.send(access.ProtectionOfficer, http.MethodGet, "/households", nil, "text/html")
	filled := h.send(access.ProtectionOfficer, http.MethodGet, "/households/"+h.home.String()+"/ways/"+h.way.String()+"/filled/address", nil, "text/html")
	hosts := h.send(access.ProtectionOfficer, http.MethodGet, "/hosts", nil, "text/html")
	for _, pair := range []string{h.way.String(), h.stay.String()} {
		if !strings.Contains(hosts.body, pair) {
			h.t.Errorf("the protection officer does not read who lives with whom: %s", hosts.body)
		}
	}
	guests := h.send(access.ProtectionOfficer, http.MethodGet, "/guests/"+h.stay.String(), nil, "text/html")
	apart := h.send(access.ProtectionOfficer, http.MethodGet, "/guests/"+h.stay.String()+"/apart", nil, "text/html")
	all := strings.ToLower(file.body + list.body + filled.body + guests.body + apart.body)
	for _, word := range h.words() {
		if !strings.Contains(all, strings.ToLower(word)) {
			h.t.Errorf("the protection officer does not read %q either: it proves nothing", word)
		}
	}
	if strings.Contains(all, sealedWhy) {
		h.t.Errorf("why they are kept apart is read: %s", apart.body)
	}
}

// Outside the compartment there are counts, for those who count; and a figure is counted where its pathway is walked.
func TestOutsideTheCompartmentThereAreOnlyCounts(t *testing.T) {
	h := hide(t)
	for _, role := range access.Roles() {
		counts := role == access.ProtectionOfficer || role == access.ProgrammeManager || role == access.Auditor
		r := h.send(role, http.MethodGet, "/figures/sheltered/homes", nil, "text/html")
		if got := r.status == http.StatusOK; got != counts {
			t.Errorf("the %s reads the figure: %d", role, r.status)
		}
		if role != access.ProtectionOfficer && r.status == http.StatusOK && !strings.Contains(r.body, "fewer than") {
			t.Errorf("the %s is told how few there are: %s", role, r.body)
		}
	}
	for _, scope := range []access.Scope{h.scope, h.tale.scope} {
		board, err := figures.Open(t.Context(), h.desk, h.as(access.ProtectionOfficer), scope, "sheltered")
		must(t, err)
		cells, err := board.Count(t.Context(), h.as(access.ProtectionOfficer), "homes")
		if inside := scope == h.scope; inside != (err == nil) || inside && cells[0].Value != 1 {
			t.Errorf("in %s: %v, %v", scope.Compartment, cells, err)
		}
		board.Close()
	}
}
