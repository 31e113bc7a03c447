// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
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
	n, started := sequences(t, 80), time.Now()
	check(t, n, func(t *rapid.T) { drawnAttack(t, w) })
	t.Logf("%d sequences, %d commands, %d of them done, %.0f s", n, coverage.of("commands"), coverage.of("commands done"), time.Since(started).Seconds())
	verifyAll(t, w)
	coveredBy(t, nil)
}

// drawnAttack is one sequence on a programme that nobody has seen before.
func drawnAttack(t *rapid.T, w *world) {
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
	rovers(t, w, p)
}

// rovers attacks a programme in each compartment in which a pathway of it is walked.
func rovers(t *rapid.T, w *world, p *programme.Programme) {
	for _, part := range programme.Compartments() {
		if !p.WalkedIn(part) {
			continue
		}
		r := rove(t, w, []*programme.Programme{p}, part)
		for i := range 50 + r.pick(50, "deeds") {
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
		r.traced()
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
	for _, name := range programmes.Names() {
		t.Run(name, func(t *testing.T) {
			coverage.fresh()
			w := newWorld(t, nil)
			source, forms, p := shipped(t, name)
			if name != tanganyika {
				w.publish(t, source, forms)
			}
			check(t, sequences(t, 8), func(t *rapid.T) { rovers(t, w, p) })
			verifyAll(t, w)
			coveredBy(t, nil)
			everyStep(t, p)
		})
	}
}

// everyStep fails where something was never done on a step of a programme: nothing was proved of it.
func everyStep(t *testing.T, p *programme.Programme) {
	t.Helper()
	var lines []string
	for _, w := range p.Pathways {
		for _, s := range w.Steps {
			n := coverage.of("step of " + p.ID + ": " + w.ID + "." + s.ID)
			lines = append(lines, fmt.Sprintf("%5d %s %s.%s", n, s.Verb.Name, w.ID, s.ID))
		}
	}
	t.Log(strings.Join(lines, "\n"))
}

var _ = maps.Keys[map[string]int]
var _ = slices.Sorted[string]
var _ = access.Commons
