// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/id"
)

// looks are those that were recorded since somebody last asked, by the looker.
type looks struct {
	mu   sync.Mutex
	seen []desk.Look
}

// hear takes in what is durable.
func (l *looks) hear(c desk.Change) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range c.Stories {
		if look, is := s.State.(*desk.Look); is {
			l.seen = append(l.seen, *look)
		}
	}
}

// since returns the looks of somebody at the files of some households since it was last asked, and those for no purpose.
func (l *looks) since(by id.ID, at ...id.ID) (all, forNothing int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, look := range l.seen {
		if look.Looker == by && slices.ContainsFunc(at, func(of id.ID) bool { return slices.Contains(look.Subjects, of) }) {
			if all++; look.Why == "" {
				forNothing++
			}
		}
	}
	l.seen = nil
	return all, forNothing
}

// ofNobody are canaries that are part of no person's file: what a group said, why a site is closed, what whoever asked wrote for several at once, where people meet.
var ofNobody = []string{"zkanari summary", "zkanari hopes", "zkanari fears", "zkanari leader", "zkanari decided", "zkanari letter", "zkanari reason of several",
	"zkanari several sourced", "zkanari meeting place", "zkanari called off"}

// showsSomebody reports whether a page shows anything of a person.
func showsSomebody(body string) bool {
	return slices.ContainsFunc(found(body), func(canary string) bool { return !slices.Contains(ofNobody, canary) })
}

// Promise 6: every look at a person's file is on record, with its purpose: whatever page it is on. And if it cannot be recorded, the page
// is refused: nothing of anybody is shown.
func TestEveryPageThatShowsSomebodyRecordsTheLookOrIsRefused(t *testing.T) {
	t.Parallel()
	w := inTown(t)
	type opened struct {
		role access.Role
		path string
	}
	var showing, others []opened
	shown := map[string]bool{}
	var recorded looks
	w.desk.Listen(recorded.hear)
	for _, role := range access.Roles() {
		for _, pattern := range w.patterns(http.MethodGet) {
			for _, path := range w.paths(pattern) {
				r := w.send(role, http.MethodGet, path, nil, "text/html")
				made, forNothing := recorded.since(w.as(role).User, append(slices.Clone(w.lodged.households), w.awaits.household, w.household, w.other, w.lists, w.committee, w.complaint, w.handed, w.narrated.household)...)
				switch {
				case r.status != http.StatusOK:
				case !showsSomebody(r.body):
					others = append(others, opened{role, path})
				case made == 0:
					t.Errorf("%s shows somebody to the %s, and no look is on record", pattern, role)
				case forNothing > 0:
					t.Errorf("%s shows somebody to the %s for no purpose", pattern, role)
				default:
					showing, shown[pattern] = append(showing, opened{role, path}), true
				}
			}
		}
	}
	if len(shown) < 15 {
		t.Errorf("only %d kinds of pages show somebody: %v", len(shown), shown)
	}
	must(t, w.desk.Close()) // from here on nothing can be written
	for _, o := range showing {
		if r := w.send(o.role, http.MethodGet, o.path, nil, "text/html"); r.status < 500 || showsSomebody(r.body) {
			t.Errorf("%s for the %s: the look cannot be recorded, and the page answers %d", o.path, o.role, r.status)
		}
	}
	there := 0
	for _, o := range others {
		if r := w.send(o.role, http.MethodGet, o.path, nil, "text/html"); r.status == http.StatusOK {
			there++
		}
	}
	if there < len(others)/4 {
		t.Errorf("only %d of %d pages that show nobody are still there: it is not for the look that the others are refused", there, len(others))
	}
}

// Who searches, and who is shown a list of households, has looked at those who are found.
func TestASearchIsALookAtThoseWhoAreFound(t *testing.T) {
	w := inTown(t)
	var recorded looks
	w.desk.Listen(recorded.hear)
	r := w.send(access.Caseworker, http.MethodPost, "/search", url.Values{"q": {"zkanarigiven"}}, "text/html")
	if made, forNothing := recorded.since(w.as(access.Caseworker).User, w.household); r.status != http.StatusOK || made != 1 || forNothing > 0 {
		t.Errorf("the search answers %d, and %d looks are on record, %d for nothing", r.status, made, forNothing)
	}
}

// Who opens a form about guests looks at them, and at no host whom the form does not show.
func TestAFormAboutGuestsIsALookAtNobodyElse(t *testing.T) {
	t.Parallel()
	w := inTown(t)
	var recorded looks
	w.desk.Listen(recorded.hear)
	l, officer := w.lodged, w.as(access.ProtectionOfficer).User
	guests, host := l.households[3], l.households[2]
	for form, shown := range map[string][]id.ID{"needs": {guests}, "review": {guests}, "end": {guests}, "together": {guests}, "homes/" + l.free.String() + "/place": {guests, host}, "homes/" + l.free.String() + "/say": {guests, host}} {
		for _, of := range l.households {
			r := w.send(access.ProtectionOfficer, http.MethodGet, "/guests/"+l.seeks.String()+"/"+form, nil, "text/html")
			made, _ := recorded.since(officer, of)
			if r.status != http.StatusOK || (made > 0) != slices.Contains(shown, of) {
				t.Errorf("%s answers %d, and notes %d looks at household %d", form, r.status, made, slices.Index(l.households, of))
			}
		}
	}
}
