// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"safar/field/figures"
	"safar/field/programme"
	"safar/field/programme/programmetest"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/programmes"

	"pgregory.net/rapid"
)

// The promises hold whatever programme a country office writes: random ones are drawn, published, and walked by random people in random order.
func TestPromisesHoldOnRandomProgrammes(t *testing.T) {
	coverage.fresh()
	w := newWorld(t, nil)
	_, _, home := shipped(t, tanganyika)
	n, started := sequences(t, 60), time.Now()
	check(t, n, func(t *rapid.T) { drawnAttack(t, w, home) })
	t.Logf("%d sequences, %d commands, %d of them done, %.0f s", n, coverage.of("commands"), coverage.of("commands done"), time.Since(started).Seconds())
	verifyAll(t, w)
	coveredBy(t, sometimesOnAny)
	drawsAll(t)
}

// drawnAttack is one sequence on a programme that nobody has seen before, now and then beside one that ships.
func drawnAttack(t *rapid.T, w *world, home *programme.Programme) {
	name := "drawn_" + strings.ToLower(id.New().String()[:8])
	d := programmetest.Draw(t, name)
	t.Logf("%s", d.Source())
	forms := programme.Forms{}
	for of, text := range d.Forms {
		form, err := programme.ParseForm(of, text)
		must(t, err)
		forms[of] = form
	}
	p, err := programme.ParseWith(name, d.Source(), forms)
	must(t, err)
	w.publish(t, d.Source(), d.Forms)
	if rapid.Bool().Draw(t, "beside the way home") {
		rovers(t, w, p, home)
		return
	}
	rovers(t, w, p)
}

// rovers attacks a programme, beside others, in each compartment in which a pathway of it is walked.
func rovers(t *rapid.T, w *world, p *programme.Programme, beside ...*programme.Programme) {
	for _, part := range programme.Compartments() {
		if !p.WalkedIn(part) {
			continue
		}
		r := rove(t, w, append([]*programme.Programme{p}, beside...), part)
		r.walkFar()
		for i := range 20 + r.pick(40, "deeds") {
			switch {
			case len(r.goers) == 0:
				return
			case r.pick(10, "trouble?") < 8:
				r.onward(r.goer())
			default:
				r.trouble()
			}
			if i%16 == 15 {
				r.seen()
			}
		}
		r.seen()
		r.needToKnow()
		r.forgotten()
		r.traced()
	}
}

// walkFar walks some through their ways, first those who receive others: now and then as if nothing ever went wrong, so that somebody gets there.
func (r *roving) walkFar() {
	far := r.far()
	for i, g := range slices.Backward(append(far, r.goers...)) {
		if i >= len(far) && (slices.Contains(far, g) || r.chance(2, "not now")) || r.chance(5, "they do not come far") {
			continue
		}
		r.quiet = !r.chance(3, "things go wrong")
		for range len(g.order)/2 + r.pick(2*len(g.order), "walked on") {
			r.onward(g)
		}
		r.quiet = false
	}
}

// seen holds what queries show against what the auditor knows; nobody keeps books, and nobody plans convoys, for those of whom protection alone knows.
func (r *roving) seen() {
	if r.scope.Compartment == access.General {
		r.look()
	}
}

// traced: each figure of each programme is what the facts behind it add up to.
func (r *roving) traced() {
	reader := r.as(registrar[r.scope.Compartment])
	for _, p := range r.programmes {
		board, err := figures.Open(context.Background(), r.desk, reader, r.scope, p.ID)
		must(r.t, err)
		cells, err := board.CountAll(context.Background(), reader)
		must(r.t, err)
		for _, c := range cells {
			if len(c.By) > 0 {
				continue
			}
			facts, err := board.Facts(context.Background(), reader, c.Figure, figures.Page{})
			must(r.t, err)
			if c.Value != figures.SumOf(facts) {
				r.t.Fatalf("%s is %d, its facts are %d", c.Figure, c.Value, figures.SumOf(facts))
			}
			if c.Value > 0 {
				coverage.add("figures that count something")
			}
		}
		board.Close()
	}
}

// shipped opens one of the programmes that come with the software.
func shipped(t tb, name string) (source []byte, forms map[string][]byte, p *programme.Programme) {
	t.Helper()
	folder, err := fs.Sub(programmes.FS(), name)
	must(t, err)
	source, err = fs.ReadFile(folder, "programme.yaml")
	must(t, err)
	forms, err = programme.FormFiles(folder)
	must(t, err)
	f, err := programme.Open(folder)
	must(t, err)
	return source, forms, f.Programme
}

// The promises hold on each of the programmes that come with the software, whose own steps are attacked one and all.
func TestPromisesHoldOnEachProgramme(t *testing.T) {
	coverage.fresh()
	w := newWorld(t, nil)
	for _, name := range programmes.Names() {
		source, forms, p := shipped(t, name)
		if name != tanganyika {
			w.publish(t, source, forms)
		}
		check(t, sequences(t, 4+steps(p)/3), func(t *rapid.T) { rovers(t, w, p) })
	}
	for _, name := range programmes.Names() {
		_, _, p := shipped(t, name)
		mostSteps(t, p)
	}
	verifyAll(t, w)
	coveredBy(t, sometimesOnAny)
	drawsAll(t)
}

// sometimesOnAny is what must have happened at least once on random programmes, and on those that come with the software.
var sometimesOnAny = []string{"departures", "arrivals confirmed", "plots promised", "lists approved", "goods given", "inspections", "follow-ups",
	"journeys closed", "beds offered", "best-interests decisions", "changed minds", "figures that count something",
	"words read by who is cleared: personal", "households forgotten", "clocks set back a year", "commands that came twice"}

func steps(p *programme.Programme) (n int) {
	for _, w := range p.Pathways {
		n += len(w.Steps)
	}
	return n
}

// mostSteps says how often something was done on each step of a programme, and fails where too little of it was ever reached: nothing was proved of the rest.
func mostSteps(t *testing.T, p *programme.Programme) {
	t.Helper()
	var lines []string
	reached := 0
	for _, w := range p.Pathways {
		for _, s := range w.Steps {
			n := coverage.of("step of " + p.ID + ": " + w.ID + "." + s.ID)
			if lines = append(lines, fmt.Sprintf("%5d %s %s.%s", n, s.Verb.Name, w.ID, s.ID)); n > 0 {
				reached++
			}
		}
	}
	t.Logf("facts by step of %s, %d of %d:\n%s", p.ID, reached, len(lines), strings.Join(lines, "\n"))
	if 2*reached < len(lines) {
		t.Errorf("%s: nothing was ever done on %d of %d steps", p.ID, len(lines)-reached, len(lines))
	}
}
