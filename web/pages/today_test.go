// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"safar/demo"
	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// What the start page says that waits is what waits: it reads a few days of a list, and the test reads everybody.
func TestWhatWaitsTodayIsWhatWaits(t *testing.T) {
	c := clock.At(townDay.Time().Add(6 * time.Hour))
	w := newTownWith(t, 600, c)
	lapsed, visited := 0, 0
	for range 14 {
		c.Set(c.Now().AddDate(0, 0, 7))
		clear(w.tokens) // nobody is signed in as long as that
		want := w.waiting()
		home := w.open(access.Caseworker, "/")
		w.says(home, "/households?stands=lapsing", want.lapsing)
		w.says(home, "/follow-ups", want.visits)
		w.says(home, "/households?stands=asked", want.asked)
		if n := strings.Count(w.open(access.Caseworker, "/households?stands=lapsing"), `<td class="bare"><a href="/households/`); n != want.lapsing {
			t.Errorf("%d choices lapse, and their list shows %d", want.lapsing, n)
		}
		if n := strings.Count(w.open(access.ProtectionOfficer, "/households?stands=asked"), `<td class="bare"><a href="/households/`); n != want.asked || n == 0 {
			t.Errorf("%d asked for something of which nobody has decided, and their list shows %d", want.asked, n)
		}
		lapsed, visited = lapsed+want.lapsing, visited+want.visits
	}
	if lapsed == 0 || visited == 0 {
		t.Errorf("%d choices lapse and %d visits are due: nothing is proved", lapsed, visited)
	}
}

// waits is how much of the work on households waits.
type waits struct{ lapsing, visits, asked int }

// waiting evaluates every journey of the town.
func (w *town) waiting() (n waits) {
	w.Helper()
	today := w.op.Desk.Today()
	scope := access.Scope{Caseload: w.filled.Caseloads[demo.Kalemie], Compartment: access.General}
	_, err := desk.Ask(w.Context(), w.op.Desk, w.actor(access.Caseworker), "test", desk.Query[struct{}]{Act: access.PeopleList, Scope: scope,
		Run: func(r *desk.Reader) (none struct{}, err error) {
			var all []id.ID
			if err = desk.Each(r, journey.Story, func(of id.ID, j *journey.Journey) error { all = append(all, of); return nil }); err != nil {
				return none, err
			}
			for _, of := range all {
				k, err := journey.Take(r, of)
				if err != nil {
					return none, err
				}
				for _, s := range k.Standing.Steps {
					switch {
					case s.Step.Verb.Name == "choose" && s.Status == programme.Done && !k.Journey.Left() && s.Lapses.Known() && s.Lapses > today && s.Lapses <= today+7:
						n.lapsing++
					case s.Step.Verb.Name == "check" && s.Status != programme.Done && s.Due.Known() && s.Due <= today && s.Due > today-30:
						n.visits++
					case s.Asked:
						n.asked++
					}
				}
			}
			return none, nil
		}})
	if err != nil {
		w.Fatal(err)
	}
	return n
}

// says holds that a start page tells of so many, with a link to where they are; of none it says nothing.
func (w *town) says(home, to string, want int) {
	w.Helper()
	line, has := waitsAt(home, to)
	switch {
	case has != (want > 0):
		w.Errorf("%d wait at %s, and the start page says %q", want, to, line)
	case want > 1 && !strings.Contains(line, fmt.Sprint(want)) || want == 1 && !strings.Contains(line, "One household"):
		w.Errorf("%d wait at %s, and the start page says %q", want, to, line)
	}
}

// waitsAt is what a start page says that waits on another page.
func waitsAt(home, to string) (line string, has bool) {
	_, waits, _ := strings.Cut(home, `class="waits"`)
	waits, _, _ = strings.Cut(waits, "</ul>")
	_, line, has = strings.Cut(waits, `href="`+to+`">`)
	line, _, _ = strings.Cut(line, "</a>")
	return line, has
}
